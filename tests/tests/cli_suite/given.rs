//! What is given to an analysis as a file: samples in place of drawing, people by stratum.

use std::fs;

use serde_json::Value;

use super::{hezhi::on, province::copy};

#[test]
fn a_given_sample_takes_the_place_of_drawing() {
    let (folder, path) = copy();
    let put = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let analysed = |task: &str, more: &[&str]| on("analyse", &path, &[&[task][..], more].concat());

    // One set without the first aspect: every replication is the same, and not what stands.
    let sets = put("w.csv", "rep,iCode,Weight\n1,A1,0\n");
    let asked = ["--sample", &sets, "--no-sampling", "--replications", "10"];
    let found = analysed("uncertainty", &asked);
    assert_eq!(found.code, 0, "{}", found.stderr);
    let document = found.document();
    let units = document["units"].as_array().unwrap();
    let scored = units.iter().filter(|unit| !unit["totals"].is_null());
    let spreads: Vec<&Value> = scored.clone().map(|unit| &unit["totals"]).collect();
    assert!(spreads.len() > 100);
    assert!(spreads.iter().all(|spread| spread["low"] == spread["high"]));
    let moved = scored.filter(|unit| unit["totals"]["median"] != unit["total"]);
    assert!(moved.count() > 100);

    // A design says which of the two aggregations each row takes.
    let design = put("d.csv", "idx_Aggregation\n1\n2\n1\n2\n2\n1\n");
    let both = ["--aggregate", "arithmetic", "--aggregate", "power:2"];
    let asked = [&["--sample", &design, "--no-sampling"], &both[..]].concat();
    let document = analysed("sensitivity", &asked).document();
    assert_eq!(document["rows"], 2, "{document}");
    assert_eq!(document["effects"].as_array().unwrap().len(), 1);

    let twice = put("t.csv", "rep,iCode,Weight\n1,A1,1\n1,A1,2\n");
    let nobody = put("n.csv", "rep,iCode,Weight\n1,A99,1\n");
    for (file, code) in [(&twice, "sample_refused"), (&nobody, "analysis_refused")] {
        let refused = analysed("uncertainty", &["--sample", file]);
        assert_eq!((refused.code, refused.failure().as_str()), (3, code));
    }
}

#[test]
fn responses_are_weighted_by_people() {
    let (folder, path) = copy();
    let survey = |people: &str, strata: &str| {
        let file = folder.path().join("people.csv");
        fs::write(&file, people).unwrap();
        let strata = format!("{strata}={}", file.display());
        on("analyse", &path, &["survey", "--strata", &strata])
    };
    let of = |ran: &super::hezhi::Ran| {
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        let parties = ran.document()["parties"].as_array().unwrap().clone();
        parties
            .into_iter()
            .find(|of| of["party"] == "enterprise")
            .unwrap()
    };
    let question = |of: &Value, id: &str| {
        let mut all = of["questions"].as_array().unwrap().iter();
        all.find(|question| question["id"] == id).unwrap().clone()
    };
    let plain = of(&on("analyse", &path, &["survey"]));
    let counts: Vec<u64> = question(&plain, "E01")["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| option["count"].as_u64().unwrap())
        .collect();
    let table = |people: &dyn Fn(usize) -> u64| {
        let lines = (1..=counts.len()).map(|option| format!("{option},{}\n", people(option)));
        format!("stratum,people\n{}", lines.collect::<String>())
    };
    let share = |of: &Value| {
        question(of, "E01")["options"][0]["share"]["value"]
            .as_f64()
            .unwrap()
    };

    // As many people as answered: nothing changes. All alike: the first option has one share of them.
    let same = of(&survey(
        &table(&|option| counts[option - 1]),
        "enterprise:E01",
    ));
    assert!((share(&same) - share(&plain)).abs() < 1e-12);
    let even = of(&survey(&table(&|_| 1000), "enterprise:E01"));
    assert!((share(&even) - 1.0 / counts.len() as f64).abs() < 1e-12);
    assert_eq!(
        (&plain["without_weight"], &even["without_weight"]),
        (&0.into(), &0.into())
    );

    // Who belongs to no stratum does not count, and is told.
    let third = of(&survey("stratum,people\n3,500\n", "enterprise:E01"));
    let all: u64 = counts.iter().sum();
    assert_eq!(third["without_weight"].as_u64().unwrap(), all - counts[2]);
    assert_eq!(question(&third, "E01")["n"].as_u64().unwrap(), counts[2]);

    for (people, strata) in [
        ("stratum,people\n3,500\n", "nobody:E01"),
        ("stratum,people\n3,500\n", "enterprise:C02"),
        ("stratum,people\n3,0\n", "enterprise:E01"),
        ("stratum,people\n3,5\n3,6\n", "enterprise:E01"),
        ("stratum,people\n99,5\n", "enterprise:E01"),
        ("stratum\n3\n", "enterprise:E01"),
    ] {
        let refused = survey(people, strata);
        assert_eq!(refused.code, 3, "{people} {strata}");
        assert_eq!(refused.failure(), "analysis_refused");
    }
    let invited = on("analyse", &path, &["survey", "--invited", "nobody=5"]);
    assert_eq!(
        (invited.code, invited.failure().as_str()),
        (3, "analysis_refused")
    );
}

#[test]
fn units_outrank_their_peers_only() {
    let (_folder, path) = copy();
    let found = on(
        "analyse",
        &path,
        &["uncertainty", "--aggregate", "copeland", "--no-sampling"],
    );
    let document = found.document();
    let cities = document["units"].as_array().unwrap().iter();
    let cities = cities.filter(|unit| unit["peer_group"] == "city");
    let medians: Vec<f64> = cities
        .filter_map(|unit| unit["totals"]["median"].as_f64())
        .collect();
    // Among peers somebody is outranked by most, and most differ.
    assert!(medians.iter().any(|median| *median < 40.0), "{medians:?}");
    assert!(medians.iter().any(|median| *median > 60.0), "{medians:?}");
    assert!(
        medians.iter().filter(|median| **median >= 100.0).count() <= 1,
        "{medians:?}"
    );
}

#[test]
fn other_methods_are_set_beside_the_adopted_one() {
    let (_folder, path) = copy();
    let found = on("analyse", &path, &["checks", "--group", "county"]);
    assert_eq!(found.code, 0, "{}", found.stderr);
    let document = found.document();
    let criteria = document["criteria"].as_array().unwrap();
    assert_eq!(criteria.len(), 6);
    for by in ["adopted", "equal", "entropy", "critic"] {
        let shares = criteria.iter().map(|entry| entry[by].as_f64().unwrap());
        assert!((shares.sum::<f64>() - 1.0).abs() < 1e-9, "{by}");
    }
    let units = document["units"].as_array().unwrap();
    let nearest = units.iter().filter(|unit| unit["closeness_rank"] == 1);
    let nearest: Vec<&Value> = nearest.collect();
    let most = units.iter().filter_map(|unit| unit["closeness"].as_f64());
    let most = most.fold(0.0, f64::max);
    assert!(nearest.iter().all(|unit| unit["closeness"] == most) && !nearest.is_empty());
    for unit in units.iter().filter(|unit| !unit["fuzzy"].is_null()) {
        let score = unit["fuzzy"].as_f64().unwrap();
        assert!((0.0..=100.0).contains(&score), "{unit}");
        assert!(unit["fuzzy_grade"]["code"].is_string());
    }
    let agreement = &document["agreement"];
    assert!(agreement["answers"].as_u64().unwrap() > 50);
    for by in ["icc", "kappa", "concordance"] {
        let value = agreement[by].as_f64().unwrap();
        assert!(value > 0.3 && value <= 1.0, "{by} {value}");
    }
    let nobody = on("analyse", &path, &["checks", "--group", "nobody"]);
    assert_eq!(
        (nobody.code, nobody.failure().as_str()),
        (3, "analysis_refused")
    );
}
