//! The briefing and the feedback sheets of the demonstration province as files: the same numbers in PDF,
//! DOCX and scorecard, sound files, nothing outside the page.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use serde_json::Value;
use tempfile::TempDir;

#[path = "cli_suite/hezhi.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod hezhi;

use hezhi::{on, run};

/// The demonstration with its briefing in both languages.
struct Province {
    folder: TempDir,
    scores: Value,
}

static PROVINCE: LazyLock<Province> = LazyLock::new(|| {
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
    fn file(&self, lang: &str, ending: &str) -> PathBuf {
        self.folder
            .path()
            .join(lang)
            .join(format!("briefing-2026.{ending}"))
    }
}

/// What a program of the system says, which `cargo xtask test` installs.
fn said(program: &str, arguments: &[&str]) -> String {
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

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn words_of_pdf(path: &Path) -> String {
    said("pdftotext", &["-raw", path.to_str().unwrap(), "-"])
}

/// The words of a DOCX in their order, without mark-up.
fn words_of_docx(path: &Path) -> String {
    paragraphs_of_docx(path).replace('\n', "")
}

/// A line a paragraph or cell.
fn paragraphs_of_docx(path: &Path) -> String {
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
fn rows(scores: &Value) -> Vec<String> {
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

#[test]
fn every_rank_and_total_is_the_scorecards_in_pdf_and_docx() {
    let pdf = without_spaces(&words_of_pdf(&PROVINCE.file("zh-CN", "pdf")));
    let docx = without_spaces(&words_of_docx(&PROVINCE.file("zh-CN", "docx")));
    let rows = rows(&PROVINCE.scores);
    assert_eq!(rows.len(), 184);
    for row in rows {
        assert!(docx.contains(&row), "{row} is not in the docx");
        assert!(pdf.contains(&row), "{row} is not in the pdf");
    }
    let mut grades: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for unit in PROVINCE.scores["units"].as_array().unwrap() {
        if unit["rank"].is_number() {
            let key = (
                unit["peer_group"].as_str().unwrap(),
                unit["grade"].as_str().unwrap(),
            );
            *grades.entry(key).or_default() += 1;
        }
    }
    for ((group, grade), n) in grades {
        let grade = match grade {
            "excellent" => "优秀",
            "good" => "良好",
            "qualified" => "合格",
            _ => "不合格",
        };
        let said = format!("{grade}{n}个");
        assert!(
            docx.contains(&said) && pdf.contains(&said),
            "{group}: {said}"
        );
    }
}

#[test]
fn pdf_and_docx_say_the_same_words() {
    for lang in ["zh-CN", "en"] {
        let pdf = without_spaces(&words_of_pdf(&PROVINCE.file(lang, "pdf")));
        let docx = paragraphs_of_docx(&PROVINCE.file(lang, "docx"));
        let numbers = |text: &str| -> BTreeSet<String> {
            let decimal = text.split(|c: char| !c.is_ascii_digit() && c != '.');
            let whole = decimal.map(|n| n.trim_matches('.').to_owned());
            whole.filter(|n| n.matches('.').count() == 1).collect()
        };
        // Each decimal of the docx stands in the pdf.
        for number in numbers(&docx) {
            assert!(pdf.contains(&number), "{lang}: {number}");
        }
    }
}

#[test]
fn pdfs_are_sound_embed_their_faces_and_stay_within_the_page() {
    for lang in ["zh-CN", "en"] {
        let path = PROVINCE.file(lang, "pdf");
        let path = path.to_str().unwrap();
        said("qpdf", &["--check", path]);
        let fonts = said("pdffonts", &[path]);
        let faces: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(faces.len() >= 3, "{fonts}");
        for face in faces {
            let columns: Vec<&str> = face.split_whitespace().collect();
            // name, type (of one or more words), encoding, emb, sub, uni, object, generation
            let emb = columns[columns.len() - 5];
            let uni = columns[columns.len() - 3];
            assert_eq!((emb, uni), ("yes", "yes"), "{face}");
        }
        let info = said("pdfinfo", &[path]);
        assert!(info.contains("Tagged:          yes"), "{info}");
        let boxes = said("pdftotext", &["-bbox", path, "-"]);
        let number = |line: &str, name: &str| -> f64 {
            let (_, after) = line.split_once(&format!("{name}=\"")).unwrap();
            after.split_once('"').unwrap().0.parse().unwrap()
        };
        for line in boxes.lines().filter(|l| l.contains("<word ")) {
            // 20 mm within the edge of A4, 595 points wide.
            let (left, right) = (number(line, "xMin"), number(line, "xMax"));
            assert!(left > 56.0 && right < 539.0, "{lang}: {line}");
        }
    }
}

#[test]
fn every_page_says_that_the_data_are_synthetic() {
    for (lang, said) in [("zh-CN", "合成的演示数据"), ("en", "synthetic")] {
        let words = words_of_pdf(&PROVINCE.file(lang, "pdf"));
        let pages: Vec<&str> = words
            .split('\u{c}')
            .filter(|p| !p.trim().is_empty())
            .collect();
        assert!(pages.len() > 10);
        for (at, page) in pages.iter().enumerate() {
            assert!(
                without_spaces(page).contains(said),
                "{lang}: page {}",
                at + 1
            );
        }
    }
}

#[test]
fn a_word_processor_opens_the_docx_whole() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    let docx = PROVINCE.file("zh-CN", "docx");
    said(
        "soffice",
        &[
            &format!("-env:UserInstallation=file://{}", profile.display()),
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder.path().to_str().unwrap(),
            docx.to_str().unwrap(),
        ],
    );
    let made = folder.path().join("briefing-2026.pdf");
    let words = without_spaces(&words_of_pdf(&made));
    for row in rows(&PROVINCE.scores) {
        assert!(words.contains(&row), "{row}");
    }
}

#[test]
fn a_briefing_is_kept_and_produced_again_after_the_data_have_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.hezhi");
    fs::copy(PROVINCE.folder.path().join("demo.hezhi"), &path).unwrap();
    let write = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let mut arguments = vec!["--out", out.to_str().unwrap(), "--only", "briefing"];
        arguments.extend(["--format", "docx"]);
        arguments.extend(more);
        let written = on("report", &path, &arguments);
        assert_eq!(written.code, 0, "{}", written.stdout);
        written.document()["files"][0]["sha256"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let first = write("first", &[]);
    // Another mode gives other scores; what is kept is that of the first.
    let again = write("again", &["--mode", "provisional", "--again"]);
    assert_eq!(first, again);
    assert_ne!(first, write("other", &["--mode", "provisional"]));
}

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
}
