//! Documents looked at before they are written, with wording of one's own; a folder that is given up.

use std::{fs, path::Path};

use rust_xlsxwriter::Workbook;

use crate::{LAST_MESSAGE, driver::Window, id};

pub(crate) async fn looked_at_with_wording_of_ones_own(window: &Window, folder: &Path) {
    window.click(&id("nav-reports")).await;
    let template = folder.join(format!("own-{}.toml", window.lang()));
    window.pick(&template).await;
    window.click(&id("template-export")).await;
    let name = template
        .file_name()
        .and_then(|n| n.to_str())
        .expect("a name");
    window
        .text_when(LAST_MESSAGE, |text| text.contains(name))
        .await;
    let built_in = fs::read_to_string(&template).expect("the template is there");

    // A key that no template has is named at its line.
    let broken = folder.join("broken.toml");
    fs::write(&broken, format!("nonsense = 1\n{built_in}")).expect("a file");
    let broken = broken.to_str().expect("UTF-8");
    window
        .fill(&id("reports-template"), &format!("{broken}\u{e007}"))
        .await;
    window
        .find("[data-testid=\"reports-fault\"][data-line=\"1\"]")
        .await;
    window.is_accessible("a faulty template").await;

    let own = template.to_str().expect("UTF-8");
    window
        .fill(&id("reports-template"), &format!("{own}\u{e007}"))
        .await;
    window.gone(&id("reports-fault")).await;
    window.click(&id("reports-preview")).await;
    window
        .find("[data-testid=\"reports-page\"][data-page=\"1\"]")
        .await;
    window.click(&id("reports-next-page")).await;
    window
        .find("[data-testid=\"reports-page\"][data-page=\"2\"]")
        .await;
    window
        .picture(&format!("reports-preview-{}", window.lang()))
        .await;
    window.is_accessible("a document that is looked at").await;
    window.fill(&id("reports-template"), "\u{e007}").await;
}

pub(crate) async fn a_folder_given_up_while_it_is_read(window: &Window, folder: &Path) {
    let returned = folder.join(format!("returned-{}", window.lang()));
    fs::create_dir(&returned).expect("a folder");
    for file in 0..60 {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, heading) in ["单位代码", "A1.1.2"].iter().enumerate() {
            let column = u16::try_from(column).expect("few columns");
            sheet.write(0, column, *heading).expect("a heading");
        }
        sheet.write(1, 0, "D02").expect("a code");
        sheet.write(1, 1, f64::from(file)).expect("a number");
        workbook
            .save(returned.join(format!("{file:02}.xlsx")))
            .expect("the file is written");
    }
    window.click(&id("nav-import")).await;
    let batches = window
        .find(&id("import-batch"))
        .await
        .attr("data-row")
        .await
        .expect("a batch has its number");
    window.pick(&returned).await;
    window.click(&id("import-folder-pick")).await;
    window.click(&id("task-cancel")).await;
    window.gone(&id("task")).await;
    // Given up, nothing is held and nothing was written.
    assert!(
        window
            .client
            .find(fantoccini::Locator::Css(&id("import-folder")))
            .await
            .is_err()
    );
    let after = window
        .find(&id("import-batch"))
        .await
        .attr("data-row")
        .await
        .expect("a batch has its number");
    assert_eq!(after, batches);
}
