//! Grading and deadlines of the built-in framework.

use crate::common::{at, fields, six_aspect};
use assessment_models::{Framework, incident::assess};

fn level(framework: &Framework, written: &[&str]) -> Option<u8> {
    let mut fields = fields(written);
    fields.insert(
        "category_code".to_owned(),
        assessment_models::Value::Text("NA.09".to_owned()),
    );
    assess(framework, &fields).level
}

#[test]
fn the_worst_threshold_reached_makes_the_level() {
    let framework = six_aspect();
    let cases: &[(&[&str], u8)] = &[
        (&[], 4),
        (&["loss_cny=4999999"], 4),
        (&["loss_cny=5000000"], 3),
        (&["loss_cny=20000000"], 2),
        (&["loss_cny=100000000"], 1),
        (&["pi_leaked_persons=999999"], 4),
        (&["pi_leaked_persons=1000000", "loss_cny=20000000"], 2),
        (&["pi_leaked_persons=100000000"], 1),
        // Only critical infrastructure is graded by minutes.
        (&["outage_total_min=10"], 4),
        (&["outage_total_min=9", "is_cii=true"], 4),
        (&["outage_total_min=10", "is_cii=true"], 3),
        (&["outage_total_min=60", "scope=cii"], 2),
        (&["outage_total_min=360", "scope=cii"], 1),
        (&["outage_main_min=1440", "is_cii=true"], 1),
        // A portal is graded by hours; what counts for a prefecture counts for the province.
        (&["outage_total_min=120", "scope=portal_prefecture"], 3),
        (&["outage_total_min=360", "scope=portal_province"], 2),
        (&["outage_total_min=1440", "scope=portal_prefecture"], 2),
        (&["outage_total_min=1440", "scope=portal_province"], 1),
        (&["outage_total_min=1440", "scope=portal_county"], 4),
        // "same": the scope of the row above in the table.
        (&["views=1000000", "scope=super_large_platform"], 1),
        (&["views=1000000", "scope=large_platform"], 2),
        (&["views=1000000", "scope=other_platform"], 3),
        (&["views=1000000", "scope=other"], 4),
        (&["core_important_data_threat=serious"], 2),
        (&["pop_share_prefecture_pct=30"], 3),
        (&["pop_share_prefecture_pct=50"], 2),
        (&["pop_share_province_pct=50"], 1),
        (&["pi_leaked_persons=100000", "scope=public_internet"], 4),
    ];
    for (written, expected) in cases {
        assert_eq!(level(&framework, written), Some(*expected), "{written:?}");
    }
    assert_eq!(assess(&framework, &fields(&[])).level, None);
}

#[test]
fn reasons_are_the_thresholds_of_that_level() {
    let framework = six_aspect();
    let fields = fields(&[
        "pi_leaked_persons=10000000",
        "loss_cny=20000000",
        "category_code=DS.03",
    ]);
    let assessment = assess(&framework, &fields);
    assert_eq!(assessment.level, Some(2));
    let metrics: Vec<&str> = assessment
        .reasons
        .iter()
        .map(|&r| framework.grading[r].metric.as_str())
        .collect();
    assert_eq!(metrics, ["pi_leaked_persons", "loss_cny"]);
}

/// Rule, when it is due, and whether it was late.
fn due(framework: &Framework, written: &[&str]) -> Vec<(String, Option<String>, bool)> {
    assess(framework, &fields(written))
        .deadlines
        .iter()
        .map(|d| {
            let due = d.due_at.map(|m| m.format("%m-%d %H:%M").to_string());
            (framework.deadlines[d.deadline].id.clone(), due, d.late)
        })
        .collect()
}

fn expect(written: &[&str], expected: &[(&str, Option<&str>, bool)]) {
    let found = due(&six_aspect(), written);
    let found: Vec<(&str, Option<&str>, bool)> = found
        .iter()
        .map(|(id, due, late)| (id.as_str(), due.as_deref(), *late))
        .collect();
    assert_eq!(found, expected, "{written:?}");
}

#[test]
fn deadlines_run_by_level_and_scope() {
    let found = "discovered_at=t:2026-05-01 08:00";
    expect(&[found, "level=4"], &[]);
    expect(
        &[found, "level=3"],
        &[("RR05", Some("05-01 12:00"), false), ("RR11", None, false)],
    );
    expect(
        &[
            found,
            "level=3",
            "is_cii=true",
            "first_report_at=t:2026-05-01 09:01",
        ],
        &[("RR01", Some("05-01 09:00"), true), ("RR11", None, false)],
    );
    // Escalation runs from the report for level 2 and worse.
    expect(
        &[
            found,
            "level=2",
            "scope=central_organ",
            "first_report_at=t:2026-05-01 10:00",
        ],
        &[
            ("RR03", Some("05-01 10:00"), false),
            ("RR04", Some("05-01 11:00"), false),
            ("RR11", None, false),
        ],
    );
    // The level that the thresholds make counts where none is stated.
    expect(
        &[
            found,
            "category_code=NA.08",
            "loss_cny=5000000",
            "handling_end_at=t:2026-05-02",
            "suspected_crime=true",
        ],
        &[
            ("RR05", Some("05-01 12:00"), false),
            ("RR07", None, false),
            ("RR11", Some("06-01 00:00"), false),
            ("RR19", None, false),
        ],
    );
}

#[test]
fn what_is_done_in_time_is_not_late() {
    let framework = six_aspect();
    let fields = fields(&[
        "level=3",
        "discovered_at=t:2026-05-01 08:00",
        "first_report_at=t:2026-05-01 12:00",
    ]);
    let first = &assess(&framework, &fields).deadlines[0];
    assert_eq!(first.done_at, Some(at("2026-05-01 12:00")));
    assert!(!first.late);
}
