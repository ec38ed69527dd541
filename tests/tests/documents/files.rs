//! Sound files: read by other programs, faces embedded, within the page, kept and produced again.

use std::fs;

use crate::{
    hezhi::on,
    province::{PROVINCE, rows, said, without_spaces, words_of_docx, words_of_pdf},
};

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
fn other_words_are_written_from_the_data_that_were_kept_after_these_have_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.hezhi");
    fs::copy(PROVINCE.folder.path().join("demo.hezhi"), &path).unwrap();
    let write = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let mut arguments = vec!["--out", out.to_str().unwrap(), "--only", "briefing"];
        arguments.extend(["--format", "docx", "--sections", "ranking"]);
        arguments.extend(more);
        let written = on("report", &path, &arguments);
        assert_eq!(written.code, 0, "{}", written.stdout);
        let file = written.document()["files"][0]["path"].clone();
        without_spaces(&words_of_docx(std::path::Path::new(file.as_str().unwrap())))
    };
    let total = |words: &str| {
        let (_, after) = words.split_once("太原市").unwrap();
        after[..5].to_owned()
    };
    let before = write("before", &[]);
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch("UPDATE observation SET value = 0 WHERE value > 0;")
        .unwrap();
    drop(file);
    // The same words from what was kept; the other language too, in which none was.
    let again = write("again", &["--again"]);
    assert_eq!(again, before);
    let english = write("english", &["--again", "--lang", "en"]);
    assert!(english.contains(&total(&before)), "{}", total(&before));
    assert_ne!(write("now", &[]), before);
}

#[test]
fn the_summary_is_one_page_and_the_contents_follow() {
    for (lang, decide, contents) in [
        ("zh-CN", "需要研究决定的事项", "目录"),
        ("en", "Fordecision.", "Contents"),
    ] {
        let words = words_of_pdf(&PROVINCE.file(lang, "pdf"));
        let pages: Vec<String> = words.split('\u{c}').map(without_spaces).collect();
        assert!(pages[0].contains(decide), "{}", pages[0]);
        assert!(pages[1].contains(contents), "{}", pages[1]);
    }
}

#[test]
fn the_pdf_has_an_outline_a_title_and_the_day_of_the_document() {
    let path = PROVINCE.file("zh-CN", "pdf");
    let path = path.to_str().unwrap();
    let outline = said("qpdf", &["--json=2", "--json-key=outlines", path]);
    let outline: serde_json::Value = serde_json::from_str(&outline).unwrap();
    let titles: Vec<&str> = outline["outlines"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["title"].as_str())
        .collect();
    assert!(titles.contains(&"一、总体情况"), "{titles:?}");
    assert!(titles.len() >= 9, "{titles:?}");
    let info = said("pdfinfo", &[path]);
    let title = info
        .lines()
        .find(|line| line.starts_with("Title:"))
        .unwrap();
    assert!(title.contains("结果的通报"), "{info}");
}

/// A part of a DOCX.
fn part(name: &str) -> String {
    let file = fs::File::open(PROVINCE.file("zh-CN", "docx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut text = String::new();
    let mut part = archive.by_name(name).unwrap();
    std::io::Read::read_to_string(&mut part, &mut text).unwrap();
    text
}

#[test]
fn the_docx_has_real_headings_captions_contents_and_fields() {
    let document = part("word/document.xml");
    let count = |what: &str| document.matches(what).count();
    assert!(count("w:val=\"Heading1\"") >= 9);
    assert!(count("w:val=\"Heading2\"") >= 9);
    assert!(count("w:val=\"Caption\"") >= 10);
    assert!(document.contains("TOC \\o") && document.contains("PAGEREF"));
    assert!(count("<w:tblHeader") >= 5, "headings of tables repeat");
    assert!(count(" SEQ 表 ") >= 10 && count(" SEQ 图 ") >= 3);
    // In the order of the schema: properties of a paragraph begin with its style, those of a section with
    // its headers and footers; each drawing has a number of its own.
    assert_eq!(count("<w:pPr><w:rPr"), count("<w:pPr><w:rPr /></w:pPr>"));
    assert!(document.contains("<w:sectPr><w:headerReference"));
    for number in 1..=count("<wp:docPr ") {
        assert!(document.contains(&format!("id=\"{number}\"")), "{number}");
    }
    let styles = part("word/styles.xml");
    for style in ["heading 1", "heading 2", "caption", "toc 1"] {
        assert!(styles.contains(&format!("w:val=\"{style}\"")), "{style}");
    }
    assert!(styles.contains("w:outlineLvl"));
    // One default style, from which programs take the size of the grid's characters.
    assert_eq!(styles.matches("w:styleId=\"Normal\"").count(), 1);
    assert_eq!(styles.matches("w:default=\"1\"").count(), 1);
    let footer = part("word/footer1.xml");
    assert!(footer.contains("PAGE"), "{footer}");
}
