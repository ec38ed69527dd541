//! Feedback sheets.

use std::{fs, path::Path};

use crate::{
    hezhi::on,
    province::{PROVINCE, said, without_spaces, words_of_pdf},
};

#[test]
fn feedback_sheets_come_as_files_of_their_own_or_bound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.hezhi");
    fs::copy(PROVINCE.folder.path().join("demo.hezhi"), &path).unwrap();
    let out = folder.path().join("sheets");
    let write = |more: &[&str]| {
        let mut arguments = vec!["--out", out.to_str().unwrap(), "--only", "feedback"];
        arguments.extend(["--format", "pdf"]);
        arguments.extend(more);
        let written = on("report", &path, &arguments);
        assert_eq!(written.code, 0, "{}", written.stdout);
        written.document()["files"].as_array().unwrap().clone()
    };
    let apart = write(&[]);
    assert_eq!(apart.len(), 184);
    let unit = &PROVINCE.scores["units"][0];
    let code = unit["code"].as_str().unwrap();
    let name = format!("feedback-2026-{code}.pdf");
    let sheet = apart
        .iter()
        .find(|f| f["path"].as_str().unwrap().ends_with(&name))
        .unwrap();
    let words = without_spaces(&words_of_pdf(Path::new(sheet["path"].as_str().unwrap())));
    assert!(words.contains(unit["name"].as_str().unwrap()));
    assert!(words.contains(&format!("总分{:.2}分", unit["total"].as_f64().unwrap())));
    let bound = write(&["--bound"]);
    assert_eq!(bound.len(), 1);
    let all = Path::new(bound[0]["path"].as_str().unwrap());
    said("qpdf", &["--check", all.to_str().unwrap()]);
    let words = without_spaces(&words_of_pdf(all));
    for unit in PROVINCE.scores["units"].as_array().unwrap() {
        let name = without_spaces(unit["name"].as_str().unwrap());
        assert!(words.contains(&name), "{name}");
    }
}
