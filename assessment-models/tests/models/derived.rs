//! Derived indicators of the built-in framework, each formula kind against numbers worked out by hand.

use std::time::Instant;

use crate::common::{at, one, record, round, six_aspect, unit, value};
use assessment_models::{
    Framework, Record, RoundData,
    derive::{derive, lowers},
    framework::DerivedFormula,
    scoring::NotScored,
};
use proptest::prelude::*;

/// A city of 20,000 with two counties, one of which knows its population, and a department.
fn units() -> Vec<assessment_models::Unit> {
    vec![
        unit("140100", "city", Some("140000"), Some(20_000.0)),
        unit("140105", "county", Some("140100"), Some(5_000.0)),
        unit("140106", "county", Some("140100"), None),
        unit("D07", "department", Some("140000"), None),
    ]
}

fn check(records: Vec<Record>, expected: &[(&str, &str, Result<f64, NotScored>)]) {
    let framework = six_aspect();
    let data = round(units(), records, Vec::new());
    let derived = derive(&framework, &data);
    for (unit, indicator, wanted) in expected {
        let found = value(&framework, &data, &derived, unit, indicator).expect("a formula");
        match (found, wanted) {
            (Ok(found), Ok(wanted)) => {
                assert!(
                    (found - wanted).abs() < 1e-9,
                    "{unit} {indicator}: {found}, not {wanted}"
                );
            }
            _ => assert_eq!(found, *wanted, "{unit} {indicator}"),
        }
    }
}

const EMPTY: Result<f64, NotScored> = Err(NotScored::EmptyDenominator);

#[test]
fn nothing_handed_in_is_never_a_score() {
    check(
        Vec::new(),
        &[
            ("140100", "A6.1.1", EMPTY),
            ("140106", "A6.1.1", Err(NotScored::NoAttribute)),
            ("140100", "A5.2.2", EMPTY),
            ("D07", "A3.3.2", EMPTY),
            ("D07", "A3.3.3", EMPTY),
            ("D07", "A2.1.3", EMPTY),
            ("140100", "A5.3.4", Err(NotScored::SampleTooSmall)),
        ],
    );
}

#[test]
fn monthly_ratios_sum_before_they_divide() {
    let month = |key, unit, month: &str, rest: &[&str]| {
        let month = format!("month=t:{month}");
        let mut fields = vec![month.as_str()];
        fields.extend(rest);
        record("case_monthly", key, unit, &fields)
    };
    check(
        vec![
            month(
                1,
                "140105",
                "2026-01-01",
                &["registered=10", "solved=2", "loss_10k_cny=100.5"],
            ),
            month(
                2,
                "140105",
                "2026-02-01",
                &[
                    "registered=6",
                    "solved=6",
                    "loss_10k_cny=49.5",
                    "stopped_cny=300000",
                    "returned_cny=150000",
                ],
            ),
            // Without `solved` the month says nothing about the share solved.
            month(
                3,
                "140106",
                "2026-02-01",
                &["registered=4", "loss_10k_cny=50"],
            ),
            month(4, "140106", "2025-12-01", &["registered=1000", "solved=0"]),
            // A unit that is not in the round.
            month(5, "140107", "2026-02-01", &["registered=1000"]),
        ],
        &[
            ("140105", "A6.1.3", Ok(50.0)),
            ("140106", "A6.1.3", EMPTY),
            ("140100", "A6.1.3", Ok(50.0)),
            // 16 cases in 5,000 people; 20 in 20,000.
            ("140105", "A6.1.1", Ok(32.0)),
            ("140106", "A6.1.1", Err(NotScored::NoAttribute)),
            ("140100", "A6.1.1", Ok(10.0)),
            ("140100", "A6.1.2", Ok(100.0)),
            // 450,000 yuan of 495,000: only the month that names any of the three.
            ("140105", "A6.1.4", Ok(100.0 * 450_000.0 / 495_000.0)),
        ],
    );
}

#[test]
fn shares_are_capped_and_thin_coverage_is_not_scored() {
    let case = |unit, registered: f64, known: f64, mvno: f64| {
        let written = [
            "month=t:2026-03-01".to_owned(),
            format!("registered={registered}"),
            format!("solved={}", registered * 2.0),
            format!("with_number_known={known}"),
            format!("mvno_number={mvno}"),
        ];
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        record("case_monthly", 1, unit, &written)
    };
    check(
        vec![
            case("140105", 10.0, 5.0, 1.0),
            case("140106", 10.0, 4.0, 1.0),
        ],
        &[
            ("140105", "A6.1.3", Ok(100.0)),
            ("140105", "A6.2.2", Ok(20.0)),
            ("140106", "A6.2.2", Err(NotScored::SampleTooSmall)),
            ("140100", "A6.2.2", Err(NotScored::SampleTooSmall)),
        ],
    );
}

#[test]
fn reports_are_timely_by_the_deadline_of_their_scope() {
    let incident = |key, unit, level: u8, reported: &str, rest: &[&str]| {
        let level = format!("level={level}");
        let reported = format!("first_report_at=t:2026-05-01 {reported}");
        let mut fields = vec!["discovered_at=t:2026-05-01 08:00", &level, &reported];
        fields.extend(rest);
        record("incident", key, unit, &fields)
    };
    check(
        vec![
            incident(1, "D07", 3, "12:00", &[]),
            incident(2, "D07", 3, "12:01", &[]),
            incident(3, "D07", 2, "09:00", &["is_cii=true"]),
            incident(4, "D07", 1, "09:01", &["scope=cii"]),
            incident(5, "D07", 3, "10:00", &["scope=central_organ"]),
            // Too mild to be due.
            incident(6, "D07", 4, "23:00", &[]),
            // Reported before it was found: no time can be told from it, so it is not on time.
            incident(7, "140105", 3, "07:00", &[]),
        ],
        &[
            ("D07", "A3.3.2", Ok(60.0)),
            ("140105", "A3.3.2", Ok(0.0)),
            ("140106", "A3.3.2", EMPTY),
            ("140100", "A3.3.2", Ok(0.0)),
        ],
    );
}

#[test]
fn medians_are_taken_from_the_records() {
    let rumour = |key, unit, hours: u8, class: &str| {
        let class = format!("category_code={class}");
        let refuted = format!("refuted_at=t:2026-05-01 {hours:02}:00");
        record(
            "incident",
            key,
            unit,
            &["discovered_at=t:2026-05-01 00:00", &class, &refuted],
        )
    };
    check(
        vec![
            rumour(1, "140105", 1, "IC.04"),
            rumour(2, "140105", 2, "EX.07"),
            rumour(3, "140106", 20, "EX.08"),
            rumour(4, "140106", 22, "IC.04"),
            rumour(5, "140106", 23, "IC.07"),
        ],
        &[
            ("140105", "A5.2.1", Ok(1.5)),
            ("140106", "A5.2.1", Ok(21.0)),
            // Of 1, 2, 20, 22; not the mean of the counties' medians.
            ("140100", "A5.2.1", Ok(11.0)),
            ("140100", "A5.2.2", Ok(2.0)),
        ],
    );
}

#[test]
fn what_is_too_fresh_is_not_in_the_denominator() {
    let incident = |key, discovered: &str, rest: &[&str]| {
        let discovered = format!("discovered_at=t:{discovered}");
        let mut fields = vec!["level=3", discovered.as_str()];
        fields.extend(rest);
        record("incident", key, "D07", &fields)
    };
    let closed = [
        "status=closed",
        "rectified_at=t:2026-07-01",
        "rechecked_at=t:2026-07-05",
    ];
    check(
        vec![
            incident(1, "2026-06-01", &closed),
            incident(
                2,
                "2026-06-02",
                &["status=closed", "rectified_at=t:2026-07-01"],
            ),
            // 30 days before the end, and 29.
            incident(3, "2026-12-01", &[]),
            incident(4, "2026-12-02", &[]),
            incident(
                5,
                "2026-03-01",
                &[
                    "handling_end_at=t:2026-03-02 09:00",
                    "summary_at=t:2026-04-01 09:00",
                ],
            ),
            incident(
                6,
                "2026-03-01",
                &[
                    "handling_end_at=t:2026-03-02 09:00",
                    "summary_at=t:2026-04-01 09:01",
                ],
            ),
            incident(7, "2026-03-01", &["handling_end_at=t:2026-12-02"]),
        ],
        &[
            ("D07", "A3.3.4", Ok(100.0 / 6.0)),
            ("D07", "A3.3.5", Ok(50.0)),
        ],
    );
}

#[test]
fn the_register_answers_who_was_responsible() {
    let incident = |key, rest: &[&str]| {
        let mut fields = vec!["discovered_at=t:2026-05-01"];
        fields.extend(rest);
        record("incident", key, "D07", &fields)
    };
    check(
        vec![
            incident(
                1,
                &[
                    "responsibility_state=clear",
                    "category_code=NA.09",
                    "suspected_crime=true",
                ],
            ),
            incident(
                2,
                &[
                    "responsibility_state=evading",
                    "category_code=EX.12",
                    "attribution_state=traced",
                ],
            ),
            incident(
                3,
                &[
                    "responsibility_state=unclear",
                    "category_code=MP.07",
                    "recurrence_of=w:1",
                ],
            ),
            incident(
                4,
                &[
                    "category_code=DS.03",
                    "suspected_crime=true",
                    "dual_investigation=true",
                    "reported_to_police_at=t:2026-05-02",
                    "liability_incident=true",
                    "accountability_unit=true",
                ],
            ),
        ],
        &[
            ("D07", "A2.1.5", Ok(200.0 / 3.0)),
            ("D07", "A3.3.7", Ok(25.0)),
            ("D07", "A6.3.3", Ok(50.0)),
            ("D07", "A6.3.4", Ok(50.0)),
            ("D07", "A6.4.1", Ok(0.0)),
            ("D07", "A6.4.2", Ok(50.0)),
        ],
    );
}

#[test]
fn transfers_and_complaints_and_leaks() {
    let transfer = |key, rest: &[&str]| record("transfer", key, "D07", rest);
    check(
        vec![
            transfer(
                1,
                &[
                    "sent_at=t:2026-02-01",
                    "due_at=t:2026-03-01",
                    "closed_at=t:2026-03-01",
                ],
            ),
            transfer(
                2,
                &[
                    "sent_at=t:2026-02-01",
                    "due_at=t:2026-03-01",
                    "closed_at=t:2026-03-02",
                    "crime_lead=true",
                ],
            ),
            transfer(3, &["sent_at=t:2026-02-01", "due_at=t:2026-03-01"]),
            transfer(4, &["due_at=t:2026-03-01", "crime_lead=true"]),
            record(
                "complaint_monthly",
                5,
                "140105",
                &[
                    "month=t:2026-01-01",
                    "received=50",
                    "closed_on_time=49",
                    "valid=40",
                    "harmful_found=8",
                    "harmful_handled=6",
                    "minor_related_received=0",
                    "minor_related_closed=0",
                ],
            ),
            record(
                "incident",
                6,
                "140106",
                &["discovered_at=t:2026-05-01", "pi_leaked_persons=30"],
            ),
        ],
        &[
            ("D07", "A2.1.3", Ok(100.0 / 3.0)),
            ("D07", "A6.3.2", Ok(50.0)),
            ("140105", "A2.4.3", Ok(98.0)),
            ("140105", "A2.4.2", Ok(80.0)),
            ("140100", "A2.4.2", Ok(20.0)),
            ("140100", "A5.2.3", Ok(75.0)),
            ("140105", "A5.2.6", EMPTY),
            ("140100", "A3.2.4", Ok(15.0)),
            ("140100", "A5.2.2", Ok(0.0)),
        ],
    );
}

#[test]
fn a_province_pools_all_and_sums_the_population_of_its_cities() {
    let framework = six_aspect();
    let mut all = units();
    all.push(unit("140200", "city", Some("140000"), Some(30_000.0)));
    all.push(unit("140000", "province", None, None));
    let month = |key, unit| {
        record(
            "case_monthly",
            key,
            unit,
            &["month=t:2026-01-01", "registered=10", "solved=1"],
        )
    };
    let data = round(
        all,
        vec![month(1, "140105"), month(2, "140200")],
        Vec::new(),
    );
    assert_eq!(one(&framework, &data, "140000", "A6.1.1"), Some(Ok(4.0)));
    assert_eq!(one(&framework, &data, "140000", "A6.1.3"), Some(Ok(10.0)));
}

#[test]
fn a_ring_of_parents_ends() {
    let framework = six_aspect();
    let units = vec![
        unit("140100", "city", Some("140200"), None),
        unit("140200", "city", Some("140100"), None),
    ];
    let case = record(
        "case_monthly",
        1,
        "140100",
        &["month=t:2026-01-01", "registered=4", "solved=1"],
    );
    let data = round(units, vec![case], Vec::new());
    assert_eq!(one(&framework, &data, "140100", "A6.1.3"), Some(Ok(25.0)));
    assert_eq!(one(&framework, &data, "140200", "A6.1.3"), Some(Ok(25.0)));
    assert_eq!(
        one(&framework, &data, "140200", "A6.1.1"),
        Some(Err(NotScored::NoAttribute))
    );
}

#[test]
fn a_record_lowers_what_it_counts_against() {
    let framework = six_aspect();
    let formula = |id: &str| -> &DerivedFormula {
        framework
            .derived
            .iter()
            .find(|f| *f.indicator() == *id)
            .expect("a formula")
    };
    let end = at("2026-12-31").date();
    let late = record(
        "incident",
        1,
        "D07",
        &[
            "level=3",
            "discovered_at=t:2026-05-01 08:00",
            "first_report_at=t:2026-05-01 13:00",
            "recovered_at=t:2026-05-01 13:00",
            "responsibility_state=clear",
        ],
    );
    assert!(lowers(&framework, formula("A3.3.2"), &late, end));
    // Five hours; four score full.
    assert!(lowers(&framework, formula("A3.3.3"), &late, end));
    assert!(!lowers(&framework, formula("A2.1.5"), &late, end));
    let timely = record(
        "incident",
        1,
        "D07",
        &[
            "level=3",
            "discovered_at=t:2026-05-01 08:00",
            "first_report_at=t:2026-05-01 12:00",
            "recovered_at=t:2026-05-01 12:00",
            "responsibility_state=evading",
        ],
    );
    assert!(!lowers(&framework, formula("A3.3.2"), &timely, end));
    assert!(!lowers(&framework, formula("A3.3.3"), &timely, end));
    assert!(lowers(&framework, formula("A2.1.5"), &timely, end));
    // Another register's row speaks of something else.
    assert!(!lowers(&framework, formula("A2.1.3"), &late, end));
}

fn many(count: usize, seed: u64) -> RoundData {
    let framework = six_aspect();
    let mut state = seed | 1;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let counties: Vec<&str> = framework
        .units
        .iter()
        .filter(|u| u.peer_group == "county")
        .map(|u| u.code.as_str())
        .collect();
    let records = (0..count)
        .map(|key| {
            let unit = counties[usize::try_from(next(counties.len() as u64)).unwrap_or(0)];
            let day = format!("t:2026-{:02}-{:02} 08:00", 1 + next(12), 1 + next(28));
            let level = format!("level={}", 1 + next(4));
            let written = [
                format!("discovered_at={day}"),
                level,
                format!(
                    "category_code={}",
                    ["NA.09", "IC.04", "EX.08", "DS.03"][usize::try_from(next(4)).unwrap_or(0)]
                ),
                format!("first_report_at=t:2026-{:02}-28 12:00", 1 + next(12)),
                format!("recovered_at=t:2026-12-{:02} 12:00", 1 + next(28)),
                format!("pi_leaked_persons={}.{}", next(1000), next(10)),
                "status=closed".to_owned(),
                "responsibility_state=unclear".to_owned(),
            ];
            let written: Vec<&str> = written.iter().map(String::as_str).collect();
            record("incident", key, unit, &written)
        })
        .collect();
    round(framework.units, records, Vec::new())
}

#[test]
#[allow(
    clippy::disallowed_methods,
    reason = "measures how long it takes; the code under test reads no clock"
)]
fn a_hundred_thousand_records_are_no_wait() {
    let framework = six_aspect();
    let data = many(100_000, 7);
    let start = Instant::now();
    let derived = derive(&framework, &data);
    let took = start.elapsed();
    assert!(value(&framework, &data, &derived, "140100", "A3.3.2").is_some_and(|v| v.is_ok()));
    // Measured at a few tenths of a second; the bound only catches a pass per formula and unit.
    assert!(took.as_secs() < 10, "{took:?}");
}

fn values_of(framework: &Framework, data: &RoundData) -> Vec<Option<Result<u64, NotScored>>> {
    let derived = derive(framework, data);
    (0..data.units.len())
        .flat_map(|u| (0..framework.indicators.len()).map(move |i| (u, i)))
        .map(|(u, i)| derived.get(u, i).map(|v| v.map(f64::to_bits)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Bit for bit, and also where records are dealt out in parts.
    #[test]
    fn the_order_of_records_does_not_matter(seed in any::<u64>(), turn in 1_usize..25_000) {
        let framework = six_aspect();
        let mut data = many(25_000, seed);
        let before = values_of(&framework, &data);
        data.records.rotate_left(turn);
        data.records.swap(3, 20_000);
        prop_assert_eq!(before, values_of(&framework, &data));
    }
}
