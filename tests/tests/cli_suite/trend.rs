//! A trend between rounds of different framework versions: what goes on under another number is the same.

use std::{fs, path::Path};

use super::hezhi::{on, run};

/// The built-in framework as the version of a later year, in which one indicator bears another number.
fn later_version(folder: &Path, renamed: bool) {
    let out = folder.to_str().unwrap();
    let written = run(&["framework", "export", "--out", out]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("A1.1.2", "A1.1.20")).unwrap();
    }
    let settings = folder.join("framework.toml");
    let mut text = fs::read_to_string(&settings).unwrap().replacen(
        "version = \"2026\"",
        "version = \"2027\"",
        1,
    );
    if renamed {
        text.push_str("\n[renamed]\n\"A1.1.2\" = \"A1.1.20\"\n");
    }
    fs::write(&settings, text).unwrap();
}

/// Two rounds with the same answers, the second under the later version.
fn trend(renamed: bool) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.hezhi");
    let framework = folder.path().join("later");
    later_version(&framework, renamed);
    let done = |ran: super::hezhi::Ran| {
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    };
    let round = |more: &[&str]| {
        let mut words = vec!["round", "add", path.to_str().unwrap()];
        words.extend(more);
        words.push("--json");
        done(run(&words));
    };
    let import = |name: &str, text: &str, more: &[&str]| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        let mut words = vec![file.to_str().unwrap()];
        words.extend(more);
        done(on("import", &path, &words));
    };
    done(on("new", &path, &[]));
    round(&["2025"]);
    let units = "单位代码,单位名称,单位类型,上级单位\n149901,新设县,county,\n";
    import("u.csv", units, &["--kind", "units", "--round", "2025"]);
    let first = "单位代码,A1.1.1,A1.1.2\n149901,3,5\n";
    import("a.csv", first, &["--round", "2025"]);
    let like = ["--like", "2025", "--framework"];
    round(&[
        "2026",
        like[0],
        like[1],
        like[2],
        framework.to_str().unwrap(),
    ]);
    let second = "单位代码,A1.1.1,A1.1.20\n149901,3,5\n";
    import("b.csv", second, &["--round", "2026"]);
    let trend = run(&["analyse", path.to_str().unwrap(), "trend", "--json"]);
    assert_eq!(trend.code, 0, "{}", trend.stderr);
    trend.document()
}

fn county(trend: &serde_json::Value) -> serde_json::Value {
    let units = trend["units"].as_array().unwrap();
    let found = units.iter().find(|unit| unit["code"] == "149901");
    found.unwrap()["total"].clone()
}

#[test]
fn an_indicator_under_another_number_is_no_change() {
    let trend = trend(true);
    assert_eq!(trend["framework_change"]["added"], serde_json::json!([]));
    assert_eq!(trend["restated"]["answers_dropped"], serde_json::json!([]));
    let total = county(&trend);
    assert!(total["before"].as_f64().unwrap() > 0.0);
    assert_eq!(total["restated"], total["before"]);
    assert_eq!(total["after"], total["before"]);
}

#[test]
fn without_the_renaming_it_is_dropped_and_added() {
    let trend = trend(false);
    assert_eq!(
        trend["framework_change"]["added"],
        serde_json::json!(["A1.1.20"])
    );
    assert_eq!(
        trend["restated"]["answers_dropped"],
        serde_json::json!(["A1.1.2"])
    );
    let total = county(&trend);
    let part = |name: &str| total[name].as_f64().unwrap();
    assert_eq!(part("change"), 0.0);
    assert!(part("framework") < 0.0);
    assert!((part("framework") + part("answers")).abs() < 1e-9);
}
