//! A real assessment from nothing: a workspace, a round, units, answers; and many files at once.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    hezhi::{on, program, run},
    province::copy,
};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn round_add(path: &Path, more: &[&str]) -> super::hezhi::Ran {
    let mut words = vec!["round", "add", path.to_str().unwrap()];
    words.extend(more);
    words.push("--json");
    run(&words)
}

#[test]
fn an_adjustment_is_entered_replaced_and_withdrawn() {
    let (_folder, path) = copy();
    let adjust = |more: &[&str]| {
        let mut words = vec!["--unit", "140100"];
        words.extend(more);
        on("adjust", &path, &words)
    };
    let times = |ran: &super::hezhi::Ran| {
        let all = ran.document()["adjustments"].as_array().unwrap().clone();
        let rule = all.iter().find(|rule| rule["rule"] == "P4").unwrap();
        (rule["times"].as_u64().unwrap(), rule["because"].to_string())
    };
    let total = || {
        let scores = on("score", &path, &[]).document();
        let units = scores["units"].as_array().unwrap().clone();
        let unit = units.iter().find(|unit| unit["code"] == "140100").unwrap();
        unit["total"].as_f64().unwrap()
    };
    let before = total();
    assert_eq!(times(&adjust(&[])).0, 0);
    let entered = adjust(&["--rule", "P4", "--because", "通报批评"]);
    assert_eq!(
        (entered.code, times(&entered)),
        (0, (1, "\"通报批评\"".to_owned()))
    );
    assert!(
        (before - total() - 2.0).abs() < 1e-9,
        "{before} {}",
        total()
    );
    let twice = adjust(&["--rule", "P4", "--times", "2", "--because", "两次"]);
    assert_eq!(times(&twice).0, 2);
    assert!((before - total() - 4.0).abs() < 1e-9);
    assert_eq!(times(&adjust(&["--rule", "P4", "--times", "0"])).0, 0);
    assert_eq!(total(), before);
    for (more, wanted) in [
        (["--rule", "P4", "--because", ""], (3, "field_required")),
        (["--rule", "X9", "--because", "x"], (2, "bad_argument")),
    ] {
        let refused = adjust(&more);
        assert_eq!((refused.code, refused.failure().as_str()), wanted);
    }
    assert_eq!(on("check", &path, &[]).code, 0);
}

#[test]
fn a_province_begins_with_a_round_and_its_units() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.hezhi");
    let made = on("new", &path, &[]);
    assert_eq!(made.code, 0, "{}", made.stdout);
    assert_eq!(made.document()["rounds"], serde_json::json!([]));
    assert_eq!(names(folder.path()), ["p.hezhi"]);
    let answers = write(folder.path(), "a.csv", "单位代码,A1.1.2\nD01,7\nD02,9\n");
    let early = on("import", &path, &[&answers]);
    assert_eq!((early.code, early.failure().as_str()), (3, "round_needed"));

    let added = round_add(&path, &["2026", "--deadline", "2027-01-31"]);
    assert_eq!(added.code, 0, "{}{}", added.stdout, added.stderr);
    let round = &added.document()["rounds"][0];
    assert_eq!(
        (&round["id"], &round["period_start"], &round["period_end"]),
        (&"2026".into(), &"2026-01-01".into(), &"2026-12-31".into())
    );
    assert_eq!(round["name"]["zh"], "2026年度评估");
    let again = round_add(&path, &["2026"]);
    assert_eq!((again.code, again.failure().as_str()), (3, "round_exists"));
    let undated = round_add(&path, &["spring"]);
    assert_eq!(
        (undated.code, undated.failure().as_str()),
        (3, "round_invalid")
    );

    let units = write(
        folder.path(),
        "units.csv",
        "单位代码,单位名称,单位类型,上级单位\n149901,新设县,county,140100\n",
    );
    let taken = on("import", &path, &[&units, "--kind", "units"]);
    assert_eq!(taken.code, 0, "{}", taken.stdout);
    assert_eq!(taken.document()["files"][0]["accepted"], 1);
    let answers = write(folder.path(), "b.csv", "单位代码,A1.1.2\n149901,5\nD01,7\n");
    let taken = on("import", &path, &[&answers]);
    assert_eq!(taken.document()["files"][0]["round"], "2026");
    let scored = on("score", &path, &[]).document();
    let unit = scored["units"]
        .as_array()
        .unwrap()
        .iter()
        .find(|u| u["code"] == "149901")
        .unwrap();
    assert_eq!(unit["indicators"]["A1.1.2"]["raw"], 5.0);

    let next = round_add(
        &path,
        &[
            "second",
            "--from",
            "2027-01-01",
            "--like",
            "2026",
            "--name",
            "下一轮",
        ],
    );
    assert_eq!(next.code, 0, "{}", next.stdout);
    assert_eq!(next.document()["rounds"][0]["period_end"], "2027-12-31");
    let listed = run(&["round", "list", path.to_str().unwrap()]);
    assert_eq!(listed.code, 0);
    assert!(listed.stdout.contains("下一轮") && listed.stdout.contains("2026"));
    let scored = on("score", &path, &["--round", "second"]).document();
    assert_eq!(scored["units"].as_array().unwrap().len(), 185);
}

#[test]
fn a_workspace_can_be_made_with_its_first_round() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.hezhi");
    let made = on("new", &path, &["--round", "2026"]);
    assert_eq!(made.code, 0, "{}{}", made.stdout, made.stderr);
    assert_eq!(made.document()["rounds"][0]["id"], "2026");
    let refused = folder.path().join("q.hezhi");
    let wrong = on(
        "new",
        &refused,
        &[
            "--round",
            "2026",
            "--from",
            "2026-05-01",
            "--to",
            "2026-01-01",
        ],
    );
    assert_eq!((wrong.code, wrong.failure().as_str()), (3, "round_invalid"));
    let lost = on("new", &refused, &["--from", "2026-05-01"]);
    assert_eq!((lost.code, lost.failure().as_str()), (3, "round_invalid"));
    assert_eq!(names(folder.path()), ["p.hezhi"]);
}

#[test]
fn the_number_of_invented_units_has_its_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.hezhi");
    for units in ["0", "100001", "18446744073709551615"] {
        let ran = on("new", &path, &["--demo", "--units", units]);
        assert_eq!(
            (ran.code, ran.failure().as_str()),
            (2, "number_not_allowed"),
            "{units}"
        );
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_refused_file_does_not_keep_the_next_from_going_in() {
    let (folder, path) = copy();
    let good = write(folder.path(), "good.csv", "单位代码,A1.1.2\nD01,97\n");
    let other = write(folder.path(), "other.csv", "单位代码,A1.1.2\nD02,98\n");
    let empty = write(folder.path(), "empty.xlsx", "");
    let nothing = write(folder.path(), "shopping.csv", "milk,eggs\n1,2\n");
    let ran = on("import", &path, &[&good, &empty, &nothing, &other]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    let document = ran.document();
    assert!(document.get("failure").is_none());
    let files = document["files"].as_array().unwrap();
    let of = |at: usize| {
        let code = files[at]["failure"]["code"].as_str().unwrap_or("-");
        (files[at]["file"].as_str().unwrap(), code)
    };
    assert_eq!(of(0), ("good.csv", "-"));
    assert_eq!(of(1), ("empty.xlsx", "file_empty"));
    assert_eq!(of(2), ("shopping.csv", "nothing_recognised"));
    assert_eq!(of(3), ("other.csv", "-"));
    assert!(files[0]["batch"].is_number() && files[3]["batch"].is_number());
    assert!(
        files[1]["failure"]["message"]
            .as_str()
            .unwrap()
            .contains("empty.xlsx")
    );

    // Once more: nothing is new, so nothing goes in, and two are refused.
    let ran = on("import", &path, &[&good, &empty, &nothing, &other]);
    assert_eq!((ran.code, ran.failure().as_str()), (3, "file_empty"));
    assert_eq!(ran.document()["files"].as_array().unwrap().len(), 4);
    let ran = on("import", &path, &[&good, &other]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);

    let spoken = run(&["import", path.to_str().unwrap(), &good, &empty]);
    assert_eq!(spoken.code, 3);
    assert!(spoken.stderr.contains("empty.xlsx"), "{}", spoken.stderr);
    assert!(spoken.stdout.contains("good.csv"), "{}", spoken.stdout);
}

#[test]
fn a_folder_of_which_every_file_is_refused_is_refused() {
    let (folder, path) = copy();
    let returned = folder.path().join("returned");
    fs::create_dir(&returned).unwrap();
    write(&returned, "a.xlsx", "no workbook");
    write(&returned, "b.csv", "milk,eggs\n1,2\n");
    let returned = returned.to_str().unwrap();
    let ran = on("import", &path, &[returned]);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    // With one sound file beside them all that is sound goes in.
    write(Path::new(returned), "c.csv", "单位代码,A1.1.2\nD01,97\n");
    let ran = on("import", &path, &[returned]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
}

#[test]
fn a_round_that_is_not_there_is_told_once() {
    let (folder, path) = copy();
    let good = write(folder.path(), "good.csv", "单位代码,A1.1.2\nD01,97\n");
    let ran = on("import", &path, &[&good, &good, "--round", "1999"]);
    assert_eq!((ran.code, ran.failure().as_str()), (3, "no_such_round"));
    assert!(ran.document().get("files").is_none());
}

/// Kills the program as soon as something lies in the folder and it had `after` to go on.
fn killed(folder: &Path, after: Duration) {
    let path: PathBuf = folder.join("demo.hezhi");
    let mut child = Command::new(program())
        .args(["new", path.to_str().unwrap(), "--demo"])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while names(folder).is_empty() && begun.elapsed() < Duration::from_secs(60) {
        thread::sleep(Duration::from_millis(2));
    }
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_demonstration_that_is_killed_leaves_none_of_its_name() {
    for after in [0, 150, 600] {
        let folder = tempfile::tempdir().unwrap();
        killed(folder.path(), Duration::from_millis(after));
        let path = folder.path().join("demo.hezhi");
        // What is left is the unfinished file under a name that no one opens, or the whole.
        if path.exists() {
            assert_eq!(on("check", &path, &[]).document()["sound"], true);
        } else {
            let left = names(folder.path());
            assert!(!left.is_empty(), "it was killed before it began");
            assert!(
                left.iter().all(|name| name.starts_with(".hezhi-")),
                "{left:?}"
            );
        }
    }
}
