//! Extreme rounds through the real command line: each gives sound documents, charts and a workbook, in both
//! languages.

use std::{fs, path::Path};

use calamine::{DataType as _, Reader as _};
use rusqlite::Connection;

use crate::{
    hezhi::{on, run},
    province::{PROVINCE, said, without_spaces, words_of_docx, words_of_pdf},
};

/// Leaves one unit of nine: what is extreme shows in few of them too.
const FEW: &str = "DELETE FROM round_unit WHERE unit % 9 <> 0;";

/// What is written of a round: the briefing's words in PDF and DOCX.
fn written(workspace: &Path, folder: &Path, round: &str, lang: &str) -> [String; 2] {
    let out = folder.join(format!("{round}-{lang}"));
    let mut arguments = vec![
        "--out",
        out.to_str().unwrap(),
        "--round",
        round,
        "--lang",
        lang,
    ];
    // Charts and workbook have tests of their own in both languages.
    let mut expected = vec!["briefing"];
    if lang == "zh-CN" {
        expected.extend(["workbook", "chart", "index"]);
    } else {
        arguments.extend(["--only", "briefing"]);
    }
    let done = on("report", workspace, &arguments);
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    let files = done.document();
    let mut kinds = std::collections::BTreeSet::new();
    for file in files["files"].as_array().unwrap() {
        let path = Path::new(file["path"].as_str().unwrap());
        kinds.insert(file["kind"].as_str().unwrap().to_owned());
        let ending = path.extension().unwrap().to_str().unwrap();
        match ending {
            "svg" => {
                let svg = fs::read_to_string(path).unwrap();
                let odd = svg.contains("NaN") || svg.contains("inf\"") || svg.contains("-0.00");
                assert!(!odd, "{}", path.display());
            }
            "xlsx" => {
                let mut book = calamine::open_workbook_auto(path).unwrap();
                for name in book.sheet_names() {
                    let sheet = book.worksheet_range(&name).unwrap();
                    let faults = sheet.used_cells().filter(|(_, _, cell)| cell.is_error());
                    assert_eq!(faults.count(), 0, "{name}");
                }
            }
            "pdf" => {
                said("qpdf", &["--check", path.to_str().unwrap()]);
            }
            _ => {}
        }
    }
    for kind in expected {
        assert!(kinds.contains(kind), "no {kind} in {kinds:?}");
    }
    let file = |ending: &str| out.join(format!("briefing-{round}.{ending}"));
    let words = [words_of_pdf(&file("pdf")), words_of_docx(&file("docx"))];
    let words = words.map(|words| without_spaces(&words));
    for words in &words {
        assert!(!words.contains('\u{fffd}') && !words.contains("NaN"));
        assert!(!words.contains('{') && !words.contains('}'));
    }
    words
}

/// A copy of the demonstration in which something is otherwise.
fn altered(sql: &str, round: &str, check: impl Fn(&str, &str)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("extreme.hezhi");
    fs::copy(PROVINCE.folder.path().join("demo.hezhi"), &path).unwrap();
    let file = Connection::open(&path).unwrap();
    file.execute_batch(FEW).unwrap();
    file.execute_batch(sql).unwrap();
    drop(file);
    for lang in ["zh-CN", "en"] {
        for words in written(&path, folder.path(), round, lang) {
            check(lang, &words);
        }
    }
}

const NO_RECORDS: &str = "DELETE FROM evidence WHERE record IS NOT NULL; DELETE FROM record;";

#[test]
fn no_incidents_no_survey_and_no_earlier_round() {
    let sql = format!("{NO_RECORDS} DELETE FROM response;");
    altered(&sql, "2025", |lang, words| {
        let (incidents, before, survey) = match lang {
            "zh-CN" => ("未登记网络安全事件", "没有上一轮评估的数据", "四方主体调查"),
            _ => (
                "Noincidentswereregistered",
                "nodataofanearlierround",
                "Surveysoftheparties",
            ),
        };
        assert!(words.contains(incidents) && words.contains(before));
        assert!(!words.contains(survey), "{lang}");
    });
}

#[test]
fn all_equal_scores() {
    // Each indicator has one answer throughout; what is derived has none.
    let sql = format!(
        "{NO_RECORDS} DELETE FROM response; DELETE FROM adjustment;
         UPDATE observation SET reason = NULL, value = (SELECT max(o.value) FROM observation o
             WHERE o.id & 65535 = observation.id & 65535);"
    );
    altered(&sql, "2026", |_, words| assert!(words.contains("2026")));
}

#[test]
fn names_of_sixty_characters() {
    let long = "名称很长的单位".repeat(8) + "及其分支";
    assert_eq!(long.chars().count(), 60);
    let english = "A unit whose name is as long as names of units ever become".to_owned();
    let sql =
        format!("UPDATE unit SET name_zh = '{long}' || code, name_en = '{english} ' || code;");
    altered(&sql, "2026", |lang, words| {
        let name = match lang {
            "zh-CN" => without_spaces(&long),
            _ => without_spaces(&english),
        };
        let named = words.matches(&name).count();
        assert!(named > 20, "{lang}: {named}");
    });
}

#[test]
fn one_unit() {
    altered(
        "DELETE FROM round_unit WHERE unit <> (SELECT min(unit) FROM round_unit);",
        "2026",
        |lang, words| {
            let said = match lang {
                "zh-CN" => "对1个单位开展了",
                _ => "1unitwasassessed",
            };
            assert!(words.contains(said), "{lang}");
        },
    );
}

#[test]
fn an_unrelated_framework() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("libraries.hezhi");
    let framework =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/frameworks/ten-indicators");
    let made = run(&[
        "new",
        path.to_str().unwrap(),
        "--framework",
        framework.to_str().unwrap(),
        "--round",
        "2026",
        "--json",
    ]);
    assert_eq!(made.code, 0, "{}{}", made.stdout, made.stderr);
    let answers = folder.path().join("answers.csv");
    fs::write(
        &answers,
        "unit,S1.1,S1.2,C1.2,P1.1\nL1,40,是,30,1\nL2,20,部分,50,3\n",
    )
    .unwrap();
    let taken = on("import", &path, &[answers.to_str().unwrap()]);
    assert!(taken.code <= 1, "{}{}", taken.stdout, taken.stderr);
    for lang in ["zh-CN", "en"] {
        for words in written(&path, folder.path(), "2026", lang) {
            let name = match lang {
                "zh-CN" => "公共图书馆服务评价",
                _ => "Publiclibraryservice",
            };
            assert!(words.contains(name), "{words}");
        }
    }
}
