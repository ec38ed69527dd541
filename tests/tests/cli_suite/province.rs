//! The whole way on the demonstration province: made, scored, reported, imported again, undone.

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use tempfile::TempDir;

use super::hezhi::{on, run};

/// A demonstration workspace that every test copies.
static DEMONSTRATION: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.hezhi");
    let made = on("new", &path, &["--demo"]);
    assert_eq!(made.code, 0, "{}{}", made.stdout, made.stderr);
    assert_eq!(made.document()["unit_count"], 184);
    assert_eq!(made.document()["synthetic"], true);
    assert_eq!(made.document()["rounds"].as_array().unwrap().len(), 2);
    folder
});

/// A copy of its own.
pub(crate) fn copy() -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.hezhi");
    fs::copy(DEMONSTRATION.path().join("demo.hezhi"), &path).unwrap();
    (folder, path)
}

fn six_aspects(unit: &serde_json::Value) -> usize {
    [
        "policy",
        "participation",
        "management",
        "personnel",
        "culture",
        "enforcement",
    ]
    .into_iter()
    .filter(|aspect| unit["aspects"][aspect].is_number())
    .count()
}

#[test]
fn every_unit_is_scored_and_peer_groups_are_ranked_apart() {
    let (_folder, path) = copy();
    let scored = on("score", &path, &[]);
    assert_eq!(scored.code, 0);
    let card = scored.document();
    assert_eq!(card["framework"]["id"], "six-aspect");
    assert_eq!(card["round"], "2026");
    assert_eq!(card["layer"], "final");
    assert_eq!(card["mode"], "official");
    let units = card["units"].as_array().unwrap();
    assert_eq!(units.len(), 184);
    let codes: Vec<&str> = units.iter().map(|u| u["code"].as_str().unwrap()).collect();
    assert!(codes.is_sorted());
    assert!(units.iter().filter(|u| six_aspects(u) == 6).count() > 175);
    let mut ranks: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for unit in units {
        let group = unit["peer_group"].as_str().unwrap();
        ranks
            .entry(group)
            .or_default()
            .extend(unit["rank"].as_u64());
        for (id, indicator) in unit["indicators"].as_object().unwrap() {
            let state = indicator["state"].as_str().unwrap();
            assert!(
                ["scored", "missing", "not_applicable", "not_scored"].contains(&state),
                "{id} {state}"
            );
            assert_eq!(indicator["raw"].is_number(), state == "scored", "{id}");
        }
    }
    assert_eq!(ranks.len(), 3);
    for (group, ranks) in ranks {
        assert_eq!(ranks.iter().min(), Some(&1), "{group}");
    }
    let grades: std::collections::BTreeSet<_> =
        units.iter().filter_map(|u| u["grade"].as_str()).collect();
    assert_eq!(grades.len(), 4, "{grades:?}");
    let earlier = on("score", &path, &["--round", "2025"]).document();
    assert_eq!(earlier["round"], "2025");
    assert_ne!(earlier["units"], card["units"]);
}

#[test]
fn reports_are_written_and_open() {
    let (folder, path) = copy();
    let out = folder.path().join("reports");
    let written = on("report", &path, &["--out", out.to_str().unwrap()]);
    assert_eq!(written.code, 0, "{}", written.stdout);
    let document = written.document();
    let files = document["files"].as_array().unwrap();
    let mut workbooks = 0;
    for file in files {
        let path = Path::new(file["path"].as_str().unwrap());
        let bytes = fs::read(path).unwrap();
        assert!(!bytes.is_empty(), "{}", path.display());
        assert_eq!(bytes.len() as u64, file["bytes"].as_u64().unwrap());
        if file["kind"] == "workbook" {
            use calamine::Reader as _;
            let mut workbook = calamine::open_workbook_auto(path).unwrap();
            let names = workbook.sheet_names();
            assert!(names.len() >= 5, "{names:?}");
            for name in names {
                assert!(
                    workbook.worksheet_range(&name).unwrap().height() > 1,
                    "{name}"
                );
            }
            workbooks += 1;
        }
    }
    assert_eq!(workbooks, 1);
    assert!(files.iter().any(|f| f["kind"] == "chart"));
}

#[test]
fn a_fill_in_workbook_comes_back_unchanged_and_an_import_is_undone_whole() {
    let (folder, path) = copy();
    let book = folder.path().join("book.xlsx");
    let book = book.to_str().unwrap();
    let written = on("template", &path, &["--unit", "140100", "--out", book]);
    assert_eq!(written.code, 0, "{}", written.stdout);
    let back = on("import", &path, &[book]).document();
    let file = &back["files"][0];
    assert_eq!(file["accepted"], 0, "{file}");
    assert!(file["unchanged"].as_u64().unwrap() > 30, "{file}");
    assert_eq!(file["batch"], serde_json::Value::Null);

    let wide = folder.path().join("wide.csv");
    fs::write(&wide, "单位代码,A1.1.2\r\n140100,7\r\n140200,9\r\n").unwrap();
    let before = on("score", &path, &[]).document();
    let dry = on("import", &path, &[wide.to_str().unwrap(), "--dry-run"]).document();
    assert_eq!(dry["files"][0]["accepted"], 2, "{dry}");
    assert_eq!(on("score", &path, &[]).document(), before);
    let taken = on(
        "import",
        &path,
        &[wide.to_str().unwrap(), "--actor", "审核人"],
    );
    assert_eq!(taken.code, 0, "{}", taken.stdout);
    let batch = taken.document()["files"][0]["batch"].as_i64().unwrap();
    assert_ne!(on("score", &path, &[]).document(), before);
    let again = on("import", &path, &[wide.to_str().unwrap()]).document();
    assert_eq!(again["files"][0]["unchanged"], 2);
    assert_eq!(again["files"][0]["batch"], serde_json::Value::Null);
    let undone = on("undo", &path, &[&batch.to_string()]);
    assert_eq!(undone.code, 0);
    assert_eq!(on("score", &path, &[]).document(), before);
    let twice = on("undo", &path, &[&batch.to_string()]);
    assert_eq!((twice.code, twice.failure().as_str()), (3, "batch_undone"));
}

#[test]
fn the_file_checks_as_sound() {
    let (_folder, path) = copy();
    let checked = on("check", &path, &[]);
    assert_eq!(checked.code, 0, "{}", checked.stdout);
    assert_eq!(checked.document()["sound"], true);
}

#[test]
fn it_speaks_both_languages() {
    let zh = run(&["--help", "--lang", "zh-CN"]);
    assert!(
        zh.stdout.contains("用法") && zh.stdout.contains("导入"),
        "{}",
        zh.stdout
    );
    let en = run(&["import", "--help", "--lang", "en"]);
    assert!(
        en.stdout.contains("Usage:") && en.stdout.contains("--dry-run"),
        "{}",
        en.stdout
    );
    let wrong = run(&["score"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("缺少"), "{}", wrong.stderr);
    let unknown = run(&["weights", "--json"]);
    assert_eq!(unknown.code, 2);
    assert_eq!(unknown.failure(), "wrong_usage");
}
