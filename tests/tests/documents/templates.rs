//! A person's own template.

use std::{fs, path::Path};

use crate::{
    hezhi::{on, run},
    province::{PROVINCE, words_of_docx},
};

#[test]
fn the_built_in_template_is_the_example_and_a_spoilt_one_is_refused_with_its_faults() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let exported = run(&["report", "--export-template", &text(&file), "--json"]);
    assert_eq!(exported.code, 0, "{}", exported.stdout);
    let own = fs::read_to_string(&file).unwrap();
    let path = folder.path().join("copy.hezhi");
    fs::copy(PROVINCE.folder.path().join("demo.hezhi"), &path).unwrap();
    let out = text(&folder.path().join("out"));
    let with = |file: &Path| {
        let file = text(file);
        let arguments = [
            "--out",
            &*out,
            "--only",
            "briefing",
            "--format",
            "docx",
            "--template",
            &*file,
        ];
        on("report", &path, &arguments)
    };
    fs::write(&file, own.replace("总体结果。", "总的看。")).unwrap();
    let written = with(&file);
    assert_eq!(written.code, 0, "{}", written.stdout);
    assert!(words_of_docx(&folder.path().join("out/briefing-2026.docx")).contains("总的看。"));
    fs::write(&file, own.replace("{median}", "{mediann}")).unwrap();
    let refused = with(&file);
    assert_eq!(refused.code, 3);
    assert_eq!(refused.failure(), "bad_template");
    assert!(refused.stdout.contains("mediann"));
    let at = own
        .lines()
        .position(|line| line.contains("{median}"))
        .unwrap()
        + 1;
    let checked = run(&["report", "--check-template", &text(&file), "--json"]);
    assert_eq!(checked.code, 1);
    let faults = checked.document()["faults"].clone();
    assert_eq!(faults[0]["line"], at);
    assert_eq!(faults[0]["code"], "unknown_place");
    let said = run(&["report", "--check-template", &text(&file)]);
    assert!(said.stdout.contains(&format!(":{at}：")), "{}", said.stdout);
}

#[test]
fn sections_are_chosen_and_ordered_and_a_logo_stands_in_both_formats() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.hezhi");
    fs::copy(PROVINCE.folder.path().join("demo.hezhi"), &path).unwrap();
    let logo = folder.path().join("logo.svg");
    let drawn = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\">\
                 <circle cx=\"20\" cy=\"20\" r=\"18\" fill=\"#1f5fa8\"/></svg>";
    fs::write(&logo, drawn).unwrap();
    let out = folder.path().join("out");
    let arguments = [
        "--out",
        out.to_str().unwrap(),
        "--only",
        "briefing",
        "--sections",
        "method,general",
        "--logo",
        logo.to_str().unwrap(),
        "--organisation",
        "某省委网信办",
    ];
    let written = on("report", &path, &arguments);
    assert_eq!(written.code, 0, "{}", written.stdout);
    let words = words_of_docx(&out.join("briefing-2026.docx"));
    let method = words.find("二、总体情况").unwrap();
    assert!(words.find("一、方法与局限").unwrap() < method);
    assert!(!words.contains("对策建议"));
    assert!(words.contains("某省委网信办"));
    let file = fs::File::open(out.join("briefing-2026.docx")).unwrap();
    let archive = zip::ZipArchive::new(file).unwrap();
    assert!(
        archive
            .file_names()
            .any(|name| name.unwrap().contains("Logo"))
    );
    let refused = on(
        "report",
        &path,
        &[
            "--out",
            out.to_str().unwrap(),
            "--logo",
            path.to_str().unwrap(),
        ],
    );
    assert_eq!(refused.failure(), "bad_picture");
    let refused = on(
        "report",
        &path,
        &["--out", out.to_str().unwrap(), "--sections", "weather"],
    );
    assert_eq!(refused.failure(), "bad_argument");
}
