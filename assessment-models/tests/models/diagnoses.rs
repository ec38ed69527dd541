//! Diagnoses on the libraries of the second framework, computed by hand.
//!
//! With arithmetic means a branch's effective weights are S1.1 .15, S1.2 .09, S1.3 .06, S2.1 .12,
//! S2.2 .08, C1.1 .15, C1.2 .15, P1.1 .12, P1.2 .08; the middling branch scores 80, 50, 40, 50, 50, 50,
//! 100, 50, 50 and so 61.4.

use std::collections::BTreeMap;

use crate::common::{
    branches::{ASKED, BEST, MIDDLING, WORST, answer, branches, card, observed, plain, same},
    libraries, record, round, six_aspect, unit,
};
use assessment_models::{
    Mode, RoundData, Text, UnitCode,
    diagnosis::{
        Outcome, Proof, Quadrant, Target, by_means, compare, coverings, development, gains,
        least_set, lessons, links_due, parties, responsibility,
    },
    framework::{AdjustmentKind, AdjustmentRule, DoubleCount, Means, Status, Trigger},
    incident,
    round::ManualAdjustment,
    scoring::{ScoreOptions, prepare, score},
    survey::Party,
    trend::{Assessed, trend},
    what_if::{Change, WhatIf},
};

#[test]
fn means_and_their_shares() {
    let framework = plain();
    let card = card(&framework, &branches(&[("L2", MIDDLING)]));
    same(card.units[0].total, 61.4);
    let means = by_means(&framework, &card, 0);
    let of = |key: Means| means.iter().find(|g| g.key == key).unwrap();
    same(of(Means::Administrative).score, 20.4 / 0.33);
    same(Some(of(Means::Administrative).share), 0.33);
    assert_eq!(of(Means::Administrative).parts.len(), 3);
    same(of(Means::Social).score, 50.0);
    same(of(Means::Outcome).score, 35.0 / 0.55);
    assert_eq!(of(Means::Technical).score, None);
    assert_eq!(of(Means::Legal).share, 0.0);
}

#[test]
fn a_means_that_covers_for_another_is_named() {
    let framework = plain();
    // Readers are delighted (100) where nothing is administered (0).
    let mut delighted = WORST;
    delighted[3] = 7.0;
    let data = branches(&[("L2", MIDDLING), ("L3", delighted)]);
    let found = coverings(&framework, &card(&framework, &data));
    assert_eq!(found.len(), 2);
    same(found[0].gap, 50.0 - 20.4 / 0.33);
    assert!(!found[0].named);
    same(found[1].gap, 100.0);
    assert!(found[1].named);
    assert_eq!(found[1].beside[0].score, Some(0.0));
    assert_eq!(
        framework.indicators[found[1].beside[0].indicator].id,
        "P1.1"
    );
}

#[test]
fn the_threshold_itself_is_not_over_it() {
    let mut framework = plain();
    framework.diagnosis.coverings[0].threshold = 100.0;
    let mut delighted = WORST;
    delighted[3] = 7.0;
    let found = coverings(
        &framework,
        &card(&framework, &branches(&[("L3", delighted)])),
    );
    assert!(!found[0].named);
}

#[test]
fn parties_and_their_evenness() {
    let framework = plain();
    let mut data = branches(&[("L2", MIDDLING), ("L3", BEST)]);
    data.units.push(unit("L4", "branch", None, None));
    data.observations.push(observed("L4", "S1.1", 56.0));
    let card = card(&framework, &data);
    let middling = parties(&framework, &card, 0);
    let keys: Vec<Party> = middling.parties.iter().map(|p| p.group.key).collect();
    assert_eq!(keys, [Party::Government, Party::Citizen]);
    same(middling.parties[0].group.score, 43.9 / 0.65);
    same(middling.parties[1].group.score, 50.0);
    assert_eq!(middling.weakest, Some(Party::Citizen));
    // p = 67.538/117.538: −(p·log2 p + q·log2 q)
    same(middling.evenness, 0.983879050629);
    same(parties(&framework, &card, 1).evenness, 1.0);
    let silent = parties(&framework, &card, 2);
    assert_eq!(silent.missing, [Party::Citizen]);
    assert_eq!((silent.evenness, silent.weakest), (None, None));
}

#[test]
fn a_party_without_a_score_is_not_left_out_of_evenness() {
    let mut framework = plain();
    framework.indicators[0].respondent = Party::Enterprise;
    let mut data = branches(&[("L2", MIDDLING)]);
    let provisional = ScoreOptions {
        mode: Mode::Provisional,
        ..ScoreOptions::default()
    };
    let found = |data: &RoundData| {
        parties(
            &framework,
            &score(&framework, data, provisional).unwrap(),
            0,
        )
    };
    assert!(found(&data).evenness.is_some());
    data.observations
        .retain(|o| o.indicator != framework.indicators[0].id);
    let two = found(&data);
    let scores: Vec<_> = two
        .parties
        .iter()
        .map(|p| p.group.score.is_some())
        .collect();
    assert_eq!(scores, [true, false, true]);
    assert_eq!(two.evenness, None);
}

#[test]
fn security_and_development() {
    let framework = plain();
    let data = branches(&[("A", BEST), ("B", MIDDLING), ("C", WORST), ("D", BEST)]);
    let card = card(&framework, &data);
    let index: BTreeMap<UnitCode, f64> = [
        ("A", 1.0),
        ("B", 2.0),
        ("C", 3.0),
        ("D", f64::NAN),
        ("Z", 9.0),
    ]
    .map(|(code, x)| (code.into(), x))
    .into();
    let found = development(&card, "branch", &index);
    same(found.security_median, 61.4);
    same(found.development_median, 2.0);
    let quadrants: Vec<Quadrant> = found.places.iter().map(|p| p.quadrant).collect();
    assert_eq!(
        quadrants,
        [
            Quadrant::SecurityAhead,
            Quadrant::Both,
            Quadrant::DevelopmentAhead
        ]
    );
    assert_eq!(found.without_index, [3]);
    assert!(found.correlation.unwrap() < -0.9);
    let nobody = development(&card, "main", &index);
    assert_eq!((nobody.security_median, nobody.places.len()), (None, 0));
}

#[test]
fn what_first_and_how_few_lift_to_the_next_grade() {
    let framework = plain();
    let data = branches(&[("L2", MIDDLING)]);
    let card = card(&framework, &data);
    let gains = gains(&framework, &card, 0, Target::Score(100.0));
    let ids: Vec<&str> = gains
        .iter()
        .map(|g| framework.indicators[g.indicator].id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "C1.1", "S2.1", "P1.1", "S1.2", "S2.2", "P1.2", "S1.3", "S1.1"
        ]
    );
    for (gain, points) in gains.iter().zip([7.5, 6.0, 6.0, 4.5, 4.0, 4.0, 3.6, 3.0]) {
        same(Some(gain.points), points);
    }
    // 61.4 + 7.5 + 6 = 74.9 falls short of 75.
    let prepared = prepare(&framework, &data, card.layer).unwrap();
    let set = least_set(&framework, &data, &prepared, &card, 0, Target::Score(100.0));
    let set = set.unwrap().expect("there is a better grade");
    assert_eq!(
        (set.grade, set.next, set.grade_after),
        (Some(1), 0, Some(0))
    );
    assert_eq!(
        (set.outcome, set.proof),
        (Outcome::Reached, Proof::GainsAdd)
    );
    assert_eq!(set.indicators, gains[..3]);
    same(Some(set.total_after), 80.9);
    let found = lessons(&framework, &gains, &framework.diagnosis.lessons);
    assert_eq!(found[0].indicators, ["S1.3", "S1.1"]);
    same(Some(found[0].points), 6.6);
}

#[test]
fn nothing_lifts_over_a_veto() {
    let mut framework = plain();
    framework.adjustments.rules.push(AdjustmentRule {
        id: "V".to_owned(),
        kind: AdjustmentKind::Veto,
        condition: Text::new("火灾", "A fire"),
        basis: Text::default(),
        points: 60.0,
        max: None,
        trigger: Trigger::Manual,
        double_count: DoubleCount::Allow,
        indicators: Vec::new(),
        except: Vec::new(),
        status: Status::default(),
    });
    let mut data = branches(&[("L2", MIDDLING)]);
    data.adjustments.push(ManualAdjustment {
        unit: "L2".into(),
        rule: "V".to_owned(),
        count: 1,
        because: "a fire".to_owned(),
    });
    let card = card(&framework, &data);
    let prepared = prepare(&framework, &data, card.layer).unwrap();
    let set = least_set(&framework, &data, &prepared, &card, 0, Target::Score(100.0));
    let set = set.unwrap().unwrap();
    assert_eq!((set.total, set.total_after), (60.0, 60.0));
    assert_eq!(set.outcome, Outcome::OutOfReach);
    assert_eq!(set.adjustments_after[0].rule, "V");
}

#[test]
fn the_best_and_the_scoreless_have_no_next_grade() {
    let framework = plain();
    let mut data = branches(&[("L2", BEST)]);
    data.units.push(unit("L3", "branch", None, None));
    let card = card(&framework, &data);
    let prepared = prepare(&framework, &data, card.layer).unwrap();
    for row in [0, 1, 7] {
        let set = least_set(&framework, &data, &prepared, &card, row, Target::PeerBest);
        let set = set.unwrap();
        assert!(row == 1 || set.is_none(), "row {row}");
    }
    assert!(gains(&framework, &card, 7, Target::PeerMedian).is_empty());
}

/// With means that are not arithmetic, every set of improvements is tried by rescoring the answers.
#[test]
fn the_least_set_is_the_least_of_all_sets() {
    let framework = libraries();
    for start in [
        MIDDLING,
        WORST,
        [20.0, 0.0, 1.0, 3.0, 60.0, 1.0, 10.0, 8.0, 40.0],
    ] {
        let data = branches(&[("L2", start)]);
        let card = card(&framework, &data);
        let prepared = prepare(&framework, &data, card.layer).unwrap();
        let set = least_set(&framework, &data, &prepared, &card, 0, Target::Score(100.0));
        let set = set.unwrap().unwrap();
        assert_eq!(
            (set.outcome, set.proof),
            (Outcome::Reached, Proof::Searched)
        );
        let trials = WhatIf::new(&framework, &data, ScoreOptions::default()).unwrap();
        let least = (0_u32..1 << 9)
            .filter(|bits| {
                let changes: Vec<Change> = (0..9)
                    .filter(|at| bits & (1 << at) != 0)
                    .map(|at| answer("L2", ASKED[at], BEST[at]))
                    .collect();
                let trial = trials.try_changes(&changes).unwrap();
                trial.units[0].grade_after.is_some_and(|g| g <= set.next)
            })
            .map(u32::count_ones)
            .min();
        assert_eq!(Some(set.indicators.len() as u32), least);
    }
}

#[test]
fn benchmarks_stand_beside() {
    let framework = plain();
    let card = card(&framework, &branches(&[("L2", MIDDLING)]));
    let found = compare(&framework, &card, 0, &framework.diagnosis.benchmarks);
    same(found[0].difference, 61.4 - 70.0);
    assert_eq!((found[1].own, found[1].difference), (Some(2.0), Some(-0.5)));
    assert_eq!(found[1].benchmark.source, "Library yearbook");
}

#[test]
fn chains_of_responsibility_break_somewhere() {
    let framework = six_aspect();
    let incidents = vec![
        record(
            "incident",
            1,
            "D01",
            &[
                "category_code=DS.03",
                "duty_state=done",
                "responsible_unit=w:甲",
                "attribution_state=traced",
                "chain_data_source=w:乙",
                "chain_regulator=w:丙",
                "discovered_at=t:2026-03-01",
            ],
        ),
        record(
            "incident",
            2,
            "D02",
            &[
                "category_code=DS.03",
                "duty_state=late",
                "responsible_unit=w:甲",
                "attribution_state=untraced",
                "discovered_at=t:2026-03-02",
            ],
        ),
        record(
            "incident",
            3,
            "D03",
            &[
                "category_code=EX.02",
                "duty_state=not_done",
                "chain_number_seller=w:丁",
                "chain_regulator=w:丙",
                "discovered_at=t:2026-03-03",
            ],
        ),
        record(
            "incident",
            4,
            "D03",
            &["category_code=EX.02", "discovered_at=t:2025-03-03"],
        ),
    ];
    let units = ["D01", "D02", "D03"].map(|code| unit(code, "department", None, None));
    let data = round(units.into(), incidents, Vec::new());
    let found = responsibility(&framework, &data, None).expect("the framework tells");
    let leaks = &found.by_class["DS.03"];
    assert_eq!(
        (leaks.records, leaks.duties, leaks.done, leaks.late),
        (2, 2, 1, 1)
    );
    assert_eq!((leaks.untraced, leaks.not_done()), (1, 0));
    assert_eq!(leaks.links_due, [2, 0, 0, 0, 2, 2]);
    let due = links_due(&framework, &data.records[0].fields, data.round.period_end);
    assert_eq!(due, [0, 4, 5]);
    assert!(links_due(&libraries(), &data.records[0].fields, data.round.period_end).is_empty());
    // Each link says whose duty it is by law, and where it stands whether they acted.
    let links = &framework
        .diagnosis
        .responsibility
        .as_ref()
        .expect("told")
        .links;
    for link in links {
        assert!(!link.obligations.is_empty(), "{}", link.field);
        assert!(link.acted.is_some(), "{}", link.field);
    }
    assert_eq!(leaks.links_empty, [1, 0, 0, 0, 1, 0]);
    assert_eq!((leaks.weakest_link(), leaks.broken()), (Some(0), 1));
    // Nobody is named: the duty falls to the unit itself.
    assert_eq!(found.by_department["D03"].not_done(), 1);
    assert_eq!(found.by_department["D03"].weakest_link(), Some(5));
    assert_eq!(found.by_department["甲"], *leaks);
    assert_eq!(found.total.records, 3);
    assert_eq!(found.chains[0].broken, ["2"]);
    let deadlines: usize = data.records[..3]
        .iter()
        .flat_map(|r| incident::assess(&framework, &r.fields).deadlines)
        .filter(|due| due.due_at.is_some())
        .count();
    assert_eq!(found.total.deadlines, deadlines);
    let one = responsibility(&framework, &data, Some(&["D03".into()].into())).unwrap();
    assert_eq!(one.total.records, 1);
    assert_eq!(responsibility(&libraries(), &data, None), None);
}

#[test]
fn an_empty_round_has_empty_diagnoses() {
    for framework in [libraries(), six_aspect()] {
        let data = round(Vec::new(), Vec::new(), Vec::new());
        let card = card(&framework, &data);
        assert!(coverings(&framework, &card).is_empty());
        assert!(gains(&framework, &card, 0, Target::PeerBest).is_empty());
        assert_eq!(parties(&framework, &card, 0).evenness, None);
        assert!(
            by_means(&framework, &card, 0)
                .iter()
                .all(|g| g.score.is_none())
        );
        assert!(
            compare(&framework, &card, 0, &framework.diagnosis.benchmarks)
                .iter()
                .all(|c| c.own.is_none())
        );
        let trials = WhatIf::new(&framework, &data, ScoreOptions::default()).unwrap();
        assert!(trials.try_changes(&[]).unwrap().units.is_empty());
        let same = Assessed {
            framework: &framework,
            data: &data,
        };
        let found = trend(same, same, &BTreeMap::new(), ScoreOptions::default());
        assert!(found.unwrap().units.is_empty());
    }
}
