//! Composite indices, weights and cross-checks out of csv files, with values worked out by hand.

use std::{fs, path::PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::hezhi::{Ran, run};

/// Four units, four indicators in two groups; `delay` is a cost.
const META: &str = "Level,iCode,Direction,Weight,Parent,Type\n\
    1,a,1,1,G,Indicator\n1,delay,-1,3,G,Indicator\n1,c,1,1,H,Indicator\n1,d,1,1,H,Indicator\n\
    2,G,1,1,all,Aggregate\n2,H,1,3,all,Aggregate\n3,all,1,1,NA,Aggregate\n";
const DATA: &str = "uCode,a,delay,c,d\nN,0,10,1,NA\nO,50,0,2,4\nP,100,5,3,8\nQ,20,2,5,6\n";

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.put("meta.csv", META);
        files.put("data.csv", DATA);
        files
    }

    fn put(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn index(&self, more: &[&str]) -> Ran {
        let (meta, data) = (self.path("meta.csv"), self.path("data.csv"));
        let asked = ["index", "--imeta", &meta, "--idata", &data, "--json"];
        run(&[&asked[..], more].concat())
    }

    /// A table of the index, min-max 0..100 and joined arithmetically.
    fn table(&self, more: &[&str]) -> Value {
        let whole = ["--normalise", "min_max:0:100", "--aggregate", "arithmetic"];
        let ran = self.index(&[&whole[..], more].concat());
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        ran.document()
    }
}

fn value(table: &Value, row: &str, column: &str) -> f64 {
    let columns = table["columns"].as_array().unwrap();
    let at = columns.iter().position(|c| c == column).unwrap();
    let rows = table["rows"].as_array().unwrap();
    let row = rows.iter().find(|r| r["unit"] == row).unwrap();
    row["values"][at].as_f64().unwrap_or(f64::NAN)
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

#[test]
fn scores_weights_and_lineage_by_hand() {
    let files = Files::new();
    let table = files.table(&[]);
    assert_eq!(table["stage"], "aggregated");
    // O: a = 50, delay = 100: G = (50 + 300)/4. c = 25, d = 0: H = 12.5. all = (87.5 + 37.5)/4.
    near(value(&table, "O", "G"), 87.5);
    near(value(&table, "O", "all"), 31.25);
    // N has no d: H is c alone, 0; G is 0.
    near(value(&table, "N", "H"), 0.0);
    let weights = files.table(&["--stage", "weights"]);
    near(value(&weights, "delay", "EffWeight"), 0.75 * 0.25);
    let lineage = files.index(&["--stage", "lineage"]).document();
    assert_eq!(
        lineage["rows"][1]["values"],
        serde_json::json!(["delay", "G", "all"])
    );
    let given = files.put("w.csv", "iCode,Level,Weight\nG,2,1\nH,2,1\na,1,3\n");
    let table = files.table(&["--weights", &given]);
    // G = (3·50 + 3·100)/6 = 75, all = (75 + 12.5)/2
    near(value(&table, "O", "all"), 43.75);
    let all = files.table(&["--stage", "all"]);
    let stages = all["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["stage"].clone());
    assert_eq!(
        stages.collect::<Vec<_>>(),
        ["raw", "normalised", "aggregated", "weights", "ranks"]
    );
}

#[test]
fn thresholds_void_groups_level_by_level() {
    let files = Files::new();
    let table = files.table(&["--threshold", "0.6"]);
    assert!(value(&table, "N", "H").is_nan() && value(&table, "N", "all").is_nan());
    let table = files.table(&["--threshold", "0.6,0.5"]);
    assert!(value(&table, "N", "H").is_nan());
    near(value(&table, "N", "all"), 0.0);
}

#[test]
fn removals_outranking_and_correlations() {
    let files = Files::new();
    let removed = files.table(&["--stage", "removed_scores:2"]);
    assert_eq!(removed["columns"], serde_json::json!(["Nominal", "G", "H"]));
    near(value(&removed, "O", "G"), 12.5);
    near(value(&removed, "O", "H"), 87.5);
    let effect = files.table(&["--stage", "removed:2"]);
    assert_eq!(effect["rows"].as_array().unwrap().len(), 2);
    // By G (weight 1) O is before P, by H (weight 3) behind.
    let outranking = files.table(&["--stage", "outranking"]);
    near(value(&outranking, "O", "P"), 0.25);
    near(value(&outranking, "P", "O"), 0.75);
    near(value(&outranking, "P", "P"), 0.0);
    // c 2, 3, 5 and d 4, 8, 6 where both are there: one pair of three is the other way round.
    let tau = files.table(&["--stage", "correlations", "--correlation", "kendall"]);
    near(value(&tau, "c", "d"), 1.0 / 3.0);
    let rho = files.table(&["--stage", "correlations", "--correlation", "spearman"]);
    near(value(&rho, "c", "d"), 0.5);
    // Without one of two items there is no α.
    let without = files.table(&["--stage", "cronbach_without"]);
    assert!(value(&without, "a", "Group").is_nan());
    assert!(value(&without, "a", "All").is_finite());
}

#[test]
fn uncertainty_and_sensitivity_of_a_given_sample() {
    let files = Files::new();
    // One set leaves all to G, the other all to H.
    let sets = files.put(
        "sets.csv",
        "rep,iCode,Level,Weight\n1,G,2,1\n1,H,2,0\n2,G,2,0\n2,H,2,1\n",
    );
    let found = files.table(&["--stage", "uncertainty", "--sample", &sets]);
    // By G: O 87.5, P (100 + 150)/4 = 62.5, Q (20 + 240)/4 = 65, N 0. By H: P 75, Q 75, O 12.5, N 0.
    for (unit, mean) in [("O", 2.0), ("P", 2.0), ("Q", 1.5), ("N", 4.0)] {
        near(value(&found, unit, "Mean"), mean);
    }
    near(value(&found, "O", "ScoreMean"), 50.0);
    let drawn = files.table(&[
        "--stage",
        "uncertainty",
        "--replications",
        "50",
        "--seed",
        "3",
    ]);
    let again = files.table(&[
        "--stage",
        "uncertainty",
        "--replications",
        "50",
        "--seed",
        "3",
    ]);
    assert_eq!(drawn, again);

    // y = the first factor: A (0, 1), B (1, 0), AB₁ = B, AB₂ = A.
    let outputs = files.put(
        "y.csv",
        "u_X,u_Z,y\n0,0,0\n1,1,1\n1,1,1\n0,0,0\n1,0,1\n0,1,0\n0,1,0\n1,0,1\n",
    );
    let plain = [
        "--stage",
        "sensitivity",
        "--sample",
        &outputs,
        "--estimator",
        "plain",
    ];
    let found = files.table(&plain);
    // V of 0, 1, 1, 0 is 1/3: total of X (1 + 1)/2/(2/3), of Z 0; first of X (1·1 + 0)/2/(1/3).
    near(value(&found, "X", "STi"), 1.5);
    near(value(&found, "Z", "STi"), 0.0);
    near(value(&found, "X", "Si"), 1.5);
    // A design by numbers of alternatives, computed here.
    let design = files.put(
        "design.csv",
        "idx_Normalisation,idx_Aggregation\n1,1\n2,2\n2,2\n1,1\n2,1\n1,2\n1,2\n2,1\n",
    );
    let asked = [
        "--stage",
        "shifts",
        "--sample",
        &design,
        "--vary",
        "normalise=min_max:1:100",
        "--vary",
        "normalise=rank",
        "--vary",
        "aggregate=arithmetic",
        "--vary",
        "aggregate=copeland",
    ];
    let shifts = files.table(&asked);
    assert_eq!(shifts["rows"].as_array().unwrap().len(), 8);
    near(value(&shifts, "1", "y"), 0.0);
    let beyond = files.put("beyond.csv", "idx_Normalisation\n3\n1\n1\n");
    let refused = files.index(&[
        "--stage",
        "shifts",
        "--sample",
        &beyond,
        "--vary",
        "normalise=rank",
        "--vary",
        "normalise=borda",
        "--noise",
        "0",
    ]);
    assert_eq!(
        (refused.code, refused.failure().as_str()),
        (3, "sample_refused")
    );
}

#[test]
fn what_cannot_be_asked_for_is_wrong_usage_and_faults_name_the_indicator() {
    let files = Files::new();
    for asked in [
        &["--stage", "aggregated"][..],
        &["--aggregate", "arithmetic,geometric,harmonic"],
        &["--aggregate", "arithmetic", "--threshold", "0.1,0.2,0.3"],
        &["--aggregate", "arithmetic", "--stage", "pca:nobody"],
        &["--aggregate", "arithmetic", "--stage", "removed:3"],
        &["--impute", "group_mean:nowhere"],
        &["--normalise", "distance_to_reference:Z"],
        &["--stage", "sensitivity", "--noise", "0"],
        &["--stage", "uncertainty", "--replications", "0"],
    ] {
        let ran = files.index(asked);
        assert_eq!(
            (ran.code, ran.failure().as_str()),
            (2, "index_misused"),
            "{asked:?}"
        );
    }
    for (column, asked, named) in [
        ("0,0,0,-1", &["--normalise", "fraction_of_max"][..], "a"),
        ("3,3,3,3", &["--normalise", "z_score"], "a"),
        ("3,3,3,3", &["--normalise", "distance_to_max"], "a"),
        ("NA,NA,NA,NA", &["--normalise", "rank"], "a"),
        (
            "1e300,-1e300,1e308,-1e308",
            &["--normalise", "z_score"],
            "a",
        ),
        ("0,1,2,3", &["--aggregate", "geometric"], "N"),
        ("inf,1,2,3", &["--aggregate", "arithmetic"], "a"),
        ("nan,1,2,3", &["--aggregate", "arithmetic"], "a"),
    ] {
        let values = column.split(',').zip(["N", "O", "P", "Q"]);
        let rows: String = values
            .map(|(x, unit)| format!("{unit},{x},1,1,1\n"))
            .collect();
        files.put("data.csv", &format!("uCode,a,delay,c,d\n{rows}"));
        let ran = files.index(asked);
        assert_eq!(
            (ran.code, ran.failure().as_str()),
            (3, "index_refused"),
            "{asked:?}"
        );
        let detail = &ran.document()["failure"]["params"]["detail"];
        assert!(detail.as_str().unwrap().contains(named), "{detail}");
    }
}

fn told(asked: &[&str]) -> Value {
    let ran = run(&[asked, &["--json"]].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    ran.document()
}

#[test]
fn experts_join_their_judgements_and_weights_say_where_they_come_from() {
    let files = Files::new();
    let one = files.put("one.csv", ",a,b,c\na,1,2,\nb,,1,\nc,,,1\n");
    let two = files.put("two.csv", ",a,b,c\na,1,8,\nb,,1,3\nc,,,1\n");
    let found = told(&["weights", "ahp", &one, &two, "--actor", "panel"]);
    // a : b = √(2·8), b : c = 3
    for (at, weight) in [12.0, 3.0, 1.0].iter().enumerate() {
        near(found["weights"][at].as_f64().unwrap(), weight / 16.0);
    }
    assert_eq!(
        (&found["by"], &found["experts"]),
        (&"panel".into(), &2.into())
    );
    assert_eq!(found["each"][0]["cr"], Value::Null);
    let alone = run(&["weights", "ahp", &one, "--json"]);
    assert_eq!(
        (alone.code, alone.failure().as_str()),
        (3, "weights_refused")
    );

    let first = files.put("first.csv", "iCode,Weight\na,8\nb,2\n");
    let second = files.put("second.csv", "iCode,Weight\nb,6\na,4\n");
    let parts = [format!("3={first}"), format!("1={second}")];
    let found = told(&["weights", "blend", &parts[0], &parts[1]]);
    near(found["weights"][0].as_f64().unwrap(), 0.7);
    assert_eq!(found["provenance"]["method"], "blend");
    let found = told(&["weights", "equal", &first]);
    near(found["weights"][1].as_f64().unwrap(), 0.5);
}

#[test]
fn cross_checks_and_agreement() {
    let files = Files::new();
    let table = files.put("t.csv", "uCode,x,y\nA,3,4\nB,4,3\n");
    let given = files.put("w.csv", "iCode,Weight\nx,3\ny,1\n");
    // Min-max: A (0, 1), B (1, 0); D⁺ of A is 0.75, D⁻ 0.25.
    let asked = [
        "decide",
        "topsis",
        &table,
        "--weights",
        &given,
        "--scaling",
        "min_max",
    ];
    let found = told(&asked);
    near(found["closeness"][0].as_f64().unwrap(), 0.25);
    assert_eq!(found["ranks"], serde_json::json!([2.0, 1.0]));
    let votes = files.put("v.csv", "item,good,fair\nx,6,4\ny,2,8\n");
    let found = told(&[
        "decide",
        "fuzzy",
        &votes,
        "--weights",
        &given,
        "--grades",
        "90,60",
    ]);
    // good: 0.75·0.6 + 0.25·0.2 = 0.5
    near(found["score"].as_f64().unwrap(), 75.0);

    let judged = files.put("j.csv", "first,second\n1,1\n2,2\n3,2\n3,3\n");
    let found = told(&["agree", "kappa", &judged, "--weighting", "none"]);
    // Observed 3/4; by chance (1·1 + 1·2 + 2·1)/16.
    near(
        found["value"].as_f64().unwrap(),
        (0.75 - 5.0 / 16.0) / (1.0 - 5.0 / 16.0),
    );
    let far = files.put("far.csv", "id,first,second\n1,0,0\n2,1,1\n3,1,5\n4,5,5\n");
    let linear = ["agree", "kappa", &far, "--weighting", "linear"];
    let found = told(&linear);
    assert_eq!(found["assessors"], serde_json::json!(["first", "second"]));
    // Of the three grades that occur 1 and 5 are neighbours: 0.5/4 against 14/32.
    near(found["value"].as_f64().unwrap(), 1.0 - 0.125 / 0.4375);
    // On a scale of six they are four steps apart: 0.8/4 against 38/80.
    let scale = [&linear[..], &["--grades", "0,1,2,3,4,5"]].concat();
    near(told(&scale)["value"].as_f64().unwrap(), 1.0 - 0.2 / 0.475);
    let ranked = files.put("r.csv", "first,second\n1,1\n2,3\n3,2\n");
    near(
        told(&["agree", "kendall-w", &ranked])["value"]
            .as_f64()
            .unwrap(),
        0.75,
    );
    let icc = told(&["agree", "icc", &judged]);
    assert!(icc["values"]["icc_3_1"].as_f64().unwrap() <= 1.0);
}

#[test]
fn who_has_nothing_to_compare_is_not_compared() {
    let files = Files::new();
    let meta = files.put(
        "m.csv",
        "Level,iCode,Direction,Weight,Parent,Type\n1,a,1,1,all,Indicator\n1,b,1,1,all,Indicator\n\
         2,all,1,1,NA,Aggregate\n",
    );
    let data = files.put("d.csv", "uCode,a,b\nW,3,NA\nX,1,1\nY,2,2\nZ,NA,NA\n");
    let copeland = |more: &[&str]| {
        let asked = ["index", "--imeta", &meta, "--idata", &data];
        let found = told(&[&asked[..], &["--aggregate", "copeland"], more].concat());
        let rows = found["rows"].as_array().unwrap().iter();
        rows.map(|row| row["values"].as_array().unwrap().last().unwrap().clone())
            .collect::<Vec<_>>()
    };
    // W wins a against X and against Y; b, in which it has a gap, goes to them: half of the weight each.
    assert_eq!(
        copeland(&[]),
        [0.0.into(), (-1.0).into(), 1.0.into(), Value::Null]
    );
    assert_eq!(
        copeland(&["--threshold", "1"]),
        [Value::Null, (-1.0).into(), 1.0.into(), Value::Null]
    );
}
