//! The demonstration with its briefing, and reading documents back.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::hezhi::on;

/// The demonstration with its briefing in both languages.
pub(crate) struct Province {
    pub(crate) folder: TempDir,
    pub(crate) scores: Value,
}

pub(crate) static PROVINCE: LazyLock<Province> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.hezhi");
    assert_eq!(on("new", &path, &["--demo"]).code, 0);
    for lang in ["zh-CN", "en"] {
        let out = folder.path().join(lang);
        let written = on(
            "report",
            &path,
            &[
                "--out",
                out.to_str().unwrap(),
                "--only",
                "briefing",
                "--lang",
                lang,
            ],
        );
        assert_eq!(written.code, 0, "{}", written.stdout);
        let files = written.document();
        let files = files["files"].as_array().unwrap();
        assert!(files.iter().all(|f| f["kind"] == "briefing"));
        assert_eq!(files.len(), 2);
    }
    let scores = on("score", &path, &[]).document();
    Province { folder, scores }
});

impl Province {
    pub(crate) fn file(&self, lang: &str, ending: &str) -> PathBuf {
        self.folder
            .path()
            .join(lang)
            .join(format!("briefing-2026.{ending}"))
    }
}

/// What a program of the system says, which `cargo xtask test` installs.
pub(crate) fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|e| panic!("{program} is needed: {e}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {text}{wrong}"
    );
    text
}

pub(crate) fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

pub(crate) fn words_of_pdf(path: &Path) -> String {
    said("pdftotext", &["-raw", path.to_str().unwrap(), "-"])
}

/// The words of a DOCX in their order, without mark-up.
pub(crate) fn words_of_docx(path: &Path) -> String {
    paragraphs_of_docx(path).replace('\n', "")
}

/// A line a paragraph or cell.
pub(crate) fn paragraphs_of_docx(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    let mut part = archive.by_name("word/document.xml").unwrap();
    part.read_to_string(&mut xml).unwrap();
    let mut words = String::new();
    for piece in xml.split("<w:t ").skip(1) {
        let (_, after) = piece.split_once('>').unwrap();
        let (text, _) = after.split_once("</w:t>").unwrap();
        words.push_str(text);
        if after.contains("</w:p>") {
            words.push('\n');
        }
    }
    for (entity, character) in [
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        words = words.replace(entity, character);
    }
    words
}

/// What must stand in one row of a ranking: rank, name, total.
pub(crate) fn rows(scores: &Value) -> Vec<String> {
    let units = scores["units"].as_array().unwrap().iter();
    units
        .map(|unit| {
            let rank = unit["rank"]
                .as_u64()
                .map_or("—".to_owned(), |r| r.to_string());
            let total = unit["total"].as_f64().unwrap();
            // Rounded half away from zero on the decimal value, as it is published.
            let total = (total * 1e7).round() / 1e5;
            let total = format!("{:.2}", total.round() / 100.0);
            without_spaces(&format!("{rank}{}{total}", unit["name"].as_str().unwrap()))
        })
        .collect()
}
