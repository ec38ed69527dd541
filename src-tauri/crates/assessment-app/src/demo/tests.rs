use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    Scorecard,
    scoring::{self, CellState, NotScored, ScoreOptions},
};

use super::*;

fn six_aspect() -> (Framework, Plan) {
    let framework = Framework::builtin("six-aspect").unwrap();
    (framework, toml::from_str(SIX_ASPECT).unwrap())
}

fn cards(framework: &Framework, rounds: &[RoundData]) -> Vec<Scorecard> {
    rounds
        .iter()
        .map(|data| scoring::score(framework, data, ScoreOptions::default()).unwrap())
        .collect()
}

#[test]
fn the_description_speaks_of_what_the_framework_has() {
    let (framework, plan) = six_aspect();
    assert_eq!(plan.framework, framework.id);
    for id in plan.group.keys() {
        assert!(framework.peer_group(id).is_some(), "{id}");
    }
    for register in &plan.register {
        let described = framework.register(&register.id).unwrap();
        for field in &register.field {
            assert!(
                described.field(&field.id).is_some(),
                "{}.{}",
                register.id,
                field.id
            );
        }
    }
    for id in plan.question.keys() {
        assert!(framework.questions.iter().any(|q| q.id == *id), "{id}");
    }
    for adjustment in &plan.adjustment {
        assert!(
            framework
                .adjustments
                .rules
                .iter()
                .any(|r| r.id == adjustment.rule)
        );
    }
}

#[test]
fn the_same_seed_draws_the_same_province() {
    let (framework, plan) = six_aspect();
    let options = DemoOptions::default();
    let first = province(&framework, &plan, options);
    assert_eq!(first, province(&framework, &plan, options));
    let other = DemoOptions { seed: 1, ..options };
    assert_ne!(first, province(&framework, &plan, other));
    let larger = DemoOptions {
        units: 300,
        ..options
    };
    assert_eq!(province(&framework, &plan, larger)[0].units.len(), 300);
}

#[test]
fn times_of_an_incident_follow_one_another() {
    let (framework, plan) = six_aspect();
    let order = [
        "occurred_at",
        "discovered_at",
        "known_at",
        "first_report_at",
    ];
    let after = [
        "discovered_at",
        "contained_at",
        "recovered_at",
        "handling_end_at",
        "summary_at",
    ];
    for data in province(&framework, &plan, DemoOptions::default()) {
        for record in data.records.iter().filter(|r| r.register == *"incident") {
            for fields in [order.as_slice(), &after] {
                let times: Vec<_> = fields
                    .iter()
                    .filter_map(|f| record.get(f)?.as_time())
                    .collect();
                assert!(times.is_sorted(), "{record:?}");
            }
        }
    }
}

#[test]
fn who_stands_in_a_chain_did_something_or_not() {
    let (framework, plan) = six_aspect();
    let chain = framework.diagnosis.responsibility.as_ref().unwrap();
    let rounds = province(&framework, &plan, DemoOptions::default());
    for link in chain.links.iter().filter(|link| link.acted.is_some()) {
        let acted = &link.acted.as_ref().unwrap().field;
        let named = || {
            rounds[0]
                .records
                .iter()
                .filter(|r| r.get(&link.field).is_some())
        };
        let judged = named().filter(|r| r.get(acted).is_some()).count();
        assert!(judged * 2 > named().count(), "{acted}: {judged}");
    }
}

#[test]
fn every_view_has_data() {
    let (framework, plan) = six_aspect();
    let rounds = province(&framework, &plan, DemoOptions::default());
    assert_eq!(rounds.len(), 2);
    for (data, card) in rounds.iter().zip(cards(&framework, &rounds)) {
        assert!(data.records.len() > 4_000 && data.responses.len() > 2_000);
        assert_eq!(card.units.len(), 184);
        let groups: BTreeSet<&str> = card.units.iter().map(|u| u.peer_group.as_str()).collect();
        assert_eq!(groups.len(), 3);
        let whole = (0..card.units.len())
            .filter(|row| card.aspects.row(*row).iter().all(|s| !s.is_nan()))
            .count();
        assert!(whole > 175, "{whole} units have all aspects");
        let mut grades: BTreeMap<Option<usize>, usize> = BTreeMap::new();
        let mut kinds = BTreeSet::new();
        for unit in &card.units {
            *grades.entry(unit.grade).or_default() += 1;
            kinds.extend(unit.adjustments.iter().map(|a| a.kind));
        }
        // All four grades are there; most units are good or qualified.
        assert_eq!(grades.len(), 4, "{grades:?}");
        let middle = grades[&Some(1)] + grades[&Some(2)];
        assert!(middle > 120, "{grades:?}");
        assert_eq!(kinds.len(), 3, "{kinds:?}");
        let states: BTreeSet<String> = card.states.iter().map(|s| format!("{s:?}")).collect();
        assert!(states.len() >= 5, "{states:?}");
        computed_values_are_there(&framework, &card);
    }
}

/// Each derived indicator that anybody is asked is scored for somebody, but for those whose sample is
/// smaller than the framework allows.
fn computed_values_are_there(framework: &Framework, card: &Scorecard) {
    for (at, indicator) in framework.indicators.iter().enumerate() {
        if !framework.is_derived(indicator) {
            continue;
        }
        let states: Vec<CellState> = (0..card.units.len())
            .map(|row| card.state(row, at))
            .filter(|s| *s != CellState::NotAsked)
            .collect();
        let small = CellState::NotScored(NotScored::SampleTooSmall);
        assert!(
            states.is_empty()
                || states.contains(&CellState::Scored)
                || states.iter().all(|s| *s == small),
            "{}",
            indicator.id
        );
    }
}
