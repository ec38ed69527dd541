//! Analyses of the demonstration province.

use std::fs;

use serde_json::Value;

use super::{
    hezhi::{Ran, on, run},
    province::copy,
};

fn analysed(ran: &Ran) -> Value {
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let document = ran.document();
    assert_eq!(document["framework"], "six-aspect");
    document
}

fn units(document: &Value) -> &Vec<Value> {
    document["units"].as_array().unwrap()
}

fn unit<'d>(document: &'d Value, code: &str) -> &'d Value {
    let mut all = units(document).iter();
    all.find(|u| u["code"] == code).unwrap()
}

fn close(a: &Value, b: f64) -> bool {
    a.as_f64().is_some_and(|a| (a - b).abs() < 1e-9)
}

#[test]
fn diagnoses_of_every_unit_and_what_one_can_do_first() {
    let (folder, path) = copy();
    let before = fs::read(&path).unwrap();
    let index = folder.path().join("gdp.csv");
    let lines: Vec<String> = (1..=11)
        .map(|city| format!("14{city:02}00,{}", city * city))
        .collect();
    fs::write(&index, format!("unit,value\n{}\n", lines.join("\n"))).unwrap();
    let asked = ["diagnosis", "--development", index.to_str().unwrap()];
    let asked = [&asked[..], &["--unit", "140100"]].concat();
    let found = analysed(&on("analyse", &path, &asked));
    assert_eq!(units(&found).len(), 184);
    for unit in units(&found) {
        let means = unit["means"].as_array().unwrap();
        let shares: f64 = means.iter().map(|m| m["share"].as_f64().unwrap()).sum();
        assert!(
            (shares - 1.0).abs() < 1e-9 || unit["total"].is_null(),
            "{unit}"
        );
        for covering in unit["coverings"].as_array().unwrap() {
            let gap = covering["gap"].as_f64();
            assert_eq!(covering["named"], gap.is_some_and(|g| g > 15.0), "{unit}");
        }
    }
    let total = &found["responsibility"]["total"];
    assert!(total["records"].as_u64().unwrap() > 0, "{total}");
    let groups = found["development"].as_array().unwrap();
    let placed = groups.iter().map(|g| g["units"].as_array().unwrap().len());
    let placed: usize = placed.sum();
    assert!((8..=11).contains(&placed), "{placed}");

    let first = &found["what_first"];
    let gains = first["gains"].as_array().unwrap();
    let points: Vec<f64> = gains
        .iter()
        .map(|g| g["points"].as_f64().unwrap())
        .collect();
    assert!(!points.is_empty() && points.is_sorted_by(|a, b| a >= b));
    // What the least set promises is what trying its answers' weights gives: more than now.
    let least = &first["least_set"];
    assert!(
        least["total_after"].as_f64() > first["total"].as_f64(),
        "{least}"
    );
    assert!(fs::read(&path).unwrap() == before, "an analysis wrote");

    fs::write(&index, "unit,value\n999999,1\n").unwrap();
    let refused = on("analyse", &path, &asked);
    assert_eq!(
        (refused.code, refused.failure().as_str()),
        (3, "no_such_unit")
    );
    fs::write(&index, "unit,value\n140100,much\n").unwrap();
    let refused = on("analyse", &path, &asked);
    assert_eq!(
        (refused.code, refused.failure().as_str()),
        (3, "analysis_refused")
    );
}

#[test]
fn a_trial_is_what_scoring_the_changed_answers_gives() {
    let (folder, path) = copy();
    let asked = [
        "what-if",
        "--set",
        "140100:A1.1.2=7",
        "--set",
        "140200:A1.1.2=",
    ];
    let tried = analysed(&on("analyse", &path, &asked));
    let now = on("score", &path, &[]).document();
    for moved in units(&tried) {
        let code = moved["code"].as_str().unwrap();
        assert_eq!(moved["total_before"], unit(&now, code)["total"]);
        assert_eq!(moved["rank_before"], unit(&now, code)["rank"]);
    }
    let emptied = unit(&tried, "140200");
    assert!(emptied["total_after"].as_f64() < emptied["total_before"].as_f64());
    let asked = [
        "what-if",
        "--set",
        "140100:A1.1.2=7",
        "--set",
        "140200:A1.1.2=1",
        "--layer",
        "self",
    ];
    let tried = analysed(&on("analyse", &path, &asked));
    let wide = folder.path().join("wide.csv");
    fs::write(&wide, "单位代码,A1.1.2\r\n140100,7\r\n140200,1\r\n").unwrap();
    assert_eq!(on("import", &path, &[wide.to_str().unwrap()]).code, 0);
    let after = on("score", &path, &["--layer", "self"]).document();
    for moved in units(&tried) {
        let code = moved["code"].as_str().unwrap();
        assert_eq!(moved["total_after"], unit(&after, code)["total"], "{code}");
        assert_eq!(moved["rank_after"], unit(&after, code)["rank"], "{code}");
    }

    let weighed = analysed(&on("analyse", &path, &["what-if", "--weight", "A1=1"]));
    let taiyuan = unit(&weighed, "140100");
    assert_ne!(taiyuan["total_after"], taiyuan["total_before"]);
    for (asked, code) in [
        (["what-if", "--set", "999999:A1.1.2=7"], "no_such_unit"),
        (["what-if", "--set", "140100:Z9=7"], "no_such_indicator"),
        (["what-if", "--weight", "A1=1.5"], "analysis_refused"),
    ] {
        let refused = on("analyse", &path, &asked);
        assert_eq!((refused.code, refused.failure().as_str()), (3, code));
    }
    let misnamed = on("analyse", &path, &["what-if", "--weight", "Z9=0.5"]);
    assert_eq!(
        (misnamed.code, misnamed.failure().as_str()),
        (2, "bad_argument")
    );
    let wrong = on("analyse", &path, &["what-if", "--set", "A1.1.2"]);
    assert_eq!((wrong.code, wrong.failure().as_str()), (2, "wrong_usage"));
}

#[test]
fn a_trend_is_split_and_agrees_with_both_rounds() {
    let (_folder, path) = copy();
    let found = analysed(&on("analyse", &path, &["trend"]));
    assert_eq!(
        (&found["from"], &found["round"]),
        (&"2025".into(), &"2026".into())
    );
    let then = on("score", &path, &["--round", "2025"]).document();
    let now = on("score", &path, &[]).document();
    let mut moved = 0;
    for of in units(&found) {
        let code = of["code"].as_str().unwrap();
        let total = &of["total"];
        assert_eq!(total["before"], unit(&then, code)["total"], "{code}");
        assert_eq!(total["after"], unit(&now, code)["total"], "{code}");
        if let Some(change) = total["change"].as_f64() {
            let answers = total["answers"].as_f64().unwrap();
            assert!(close(&total["framework"], change - answers), "{of}");
            moved += usize::from(change != 0.0);
        }
    }
    assert!(moved > 150, "{moved}");
    let named = analysed(&on("analyse", &path, &["trend", "--from", "2025"]));
    assert_eq!(named, found);
    let first = on("analyse", &path, &["trend", "--round", "2025"]);
    assert_eq!((first.code, first.failure().as_str()), (3, "no_round"));
    let same = on("analyse", &path, &["trend", "--from", "2026"]);
    assert_eq!((same.code, same.failure().as_str()), (2, "bad_argument"));
}

#[test]
fn the_audit_weighs_and_removes_every_element() {
    let (_folder, path) = copy();
    let found = analysed(&on("analyse", &path, &["audit"]));
    let elements = found["elements"].as_array().unwrap();
    let aspects = elements.iter().filter(|e| {
        let code = e["code"].as_str().unwrap();
        code.len() == 2 && code.starts_with('A')
    });
    let weights: Vec<f64> = aspects.map(|e| e["weight"].as_f64().unwrap()).collect();
    assert_eq!(weights.len(), 6);
    assert!(
        (weights.iter().sum::<f64>() - 1.0).abs() < 1e-9,
        "{weights:?}"
    );
    let shifting = elements
        .iter()
        .filter(|e| e["mean_shift"].as_f64() > Some(0.0));
    assert!(shifting.count() > 20);
    let pairs = found["correlations"].as_array().unwrap();
    assert!(pairs.len() > 100);
    for pair in pairs {
        let r = pair["pearson"].as_f64();
        assert!(r.is_none_or(|r| r.abs() <= 1.0 + 1e-12), "{pair}");
        assert_eq!(
            pair["flag"] == "collinear",
            r.is_some_and(|r| r > 0.92),
            "{pair}"
        );
    }
    let groups = found["reliability"].as_array().unwrap();
    assert!(groups.iter().any(|g| g["alpha"].is_number()));
}

#[test]
fn uncertainty_holds_the_score_and_its_seed() {
    let (_folder, path) = copy();
    let asked = ["uncertainty", "--seed", "7", "--replications", "200"];
    let found = analysed(&on("analyse", &path, &asked));
    assert_eq!(
        (&found["seed"], &found["replications"]),
        (&7.into(), &200.into())
    );
    let card = on("score", &path, &[]).document();
    let mut uncertain = 0;
    for of in units(&found) {
        let scored = unit(&card, of["code"].as_str().unwrap());
        assert_eq!(of["rank"], scored["rank"], "{of}");
        let Some(total) = scored["total"].as_f64() else {
            continue;
        };
        assert!(close(&of["total"], total), "{of}");
        let [low, high] = ["low", "high"].map(|end| of["totals"][end].as_f64().unwrap());
        uncertain += usize::from(low < total && total < high);
        let grades = of["grades"].as_array().unwrap();
        let shares: f64 = grades.iter().map(|g| g["share"].as_f64().unwrap()).sum();
        assert!(shares <= 1.0 + 1e-9, "{of}");
    }
    assert!(uncertain > 150, "{uncertain}");
    assert_eq!(analysed(&on("analyse", &path, &asked)), found);
    let other = ["uncertainty", "--seed", "8", "--replications", "200"];
    assert_ne!(
        units(&analysed(&on("analyse", &path, &other))),
        units(&found)
    );
    for wrong in [
        ["--replications", "0"],
        ["--noise", "2"],
        ["--aggregate", "foo"],
    ] {
        let asked = [&["uncertainty"][..], &wrong].concat();
        let misused = on("analyse", &path, &asked);
        assert_eq!(
            (misused.code, misused.failure().as_str()),
            (2, "analysis_misused"),
            "{wrong:?}"
        );
    }
    let much = ["sensitivity", "--replications", "25000000"];
    let refused = on("analyse", &path, &much);
    assert_eq!(
        (refused.code, refused.failure().as_str()),
        (3, "analysis_refused")
    );
}

#[test]
fn sensitivity_tells_weights_from_aggregation() {
    let (_folder, path) = copy();
    let asked = ["sensitivity", "--seed", "7", "--replications", "128"];
    let found = analysed(&on("analyse", &path, &asked));
    assert_eq!(
        (&found["rows"], &found["rough"]),
        (&128.into(), &true.into())
    );
    let effects = found["effects"].as_array().unwrap();
    let factors: Vec<&str> = effects
        .iter()
        .map(|e| e["factor"].as_str().unwrap())
        .collect();
    assert_eq!(factors, ["weights", "aggregation"]);
    for effect in effects {
        let total = effect["total"].as_f64().unwrap();
        assert!(total > 0.0, "{effect}");
        let interval = effect["total_interval"].as_array().unwrap();
        assert!(interval[0].as_f64() <= interval[1].as_f64(), "{effect}");
    }
    assert!(found["mean_shift"].as_f64().unwrap() > 0.0);
    assert_eq!(analysed(&on("analyse", &path, &asked)), found);
    let nothing = ["sensitivity", "--noise", "0", "--aggregate", "arithmetic"];
    let refused = on("analyse", &path, &nothing);
    assert_eq!(
        (refused.code, refused.failure().as_str()),
        (2, "analysis_misused")
    );
}

#[test]
fn people_get_sentences_in_their_language() {
    let (_folder, path) = copy();
    let path = path.to_str().unwrap();
    for (task, zh, en) in [
        (
            &["diagnosis", "--unit", "140100"][..],
            "先做什么",
            "can do first",
        ),
        (&["what-if", "--set", "140100:A1.1.2="], "总分", "Total"),
        (&["audit"], "有效权重", "Effective weight"),
        (&["trend"], "2025 至 2026", "from 2025 to 2026"),
        (
            &["uncertainty", "--replications", "20"],
            "重复计算 20 次",
            "20 times",
        ),
        (
            &["sensitivity", "--replications", "20"],
            "较粗略",
            "are rough",
        ),
    ] {
        for (lang, words) in [("zh-CN", zh), ("en", en)] {
            let asked = [&["analyse", path], task, &["--lang", lang]].concat();
            let ran = run(&asked);
            assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
            assert!(ran.stdout.contains(words), "{}", ran.stdout);
            for unsaid in ["column.", "means.legal", "party.", "factor.", "said_", "{"] {
                assert!(!ran.stdout.contains(unsaid), "{unsaid} in {}", ran.stdout);
            }
        }
    }
}
