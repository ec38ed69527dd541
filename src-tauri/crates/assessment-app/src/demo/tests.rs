use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    Scorecard,
    scoring::{self, CellState, ScoreOptions},
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
fn every_view_has_data() {
    let (framework, plan) = six_aspect();
    let rounds = province(&framework, &plan, DemoOptions::default());
    assert_eq!(rounds.len(), 2);
    for (data, card) in rounds.iter().zip(cards(&framework, &rounds)) {
        assert_eq!(card.units.len(), 184);
        let groups: BTreeSet<&str> = card.units.iter().map(|u| u.peer_group.as_str()).collect();
        assert_eq!(groups.len(), 3);
        let mut whole = 0;
        for row in 0..card.units.len() {
            let scored = card.aspects.row(row).iter().filter(|s| !s.is_nan()).count();
            whole += usize::from(scored == framework.aspects.len());
        }
        assert!(whole > 170, "{whole} units have all aspects");
        let mut grades: BTreeMap<Option<usize>, usize> = BTreeMap::new();
        let mut kinds = BTreeSet::new();
        for unit in &card.units {
            *grades.entry(unit.grade).or_default() += 1;
            kinds.extend(unit.adjustments.iter().map(|a| a.kind));
        }
        println!("{} {grades:?}", data.round.id);
        for group in &groups {
            let mut totals: Vec<f64> = card
                .units
                .iter()
                .filter(|u| u.peer_group == *group)
                .filter_map(|u| u.total)
                .collect();
            totals.sort_by(f64::total_cmp);
            let agg: Vec<f64> = card
                .units
                .iter()
                .filter(|u| u.peer_group == *group)
                .filter_map(|u| u.aggregated)
                .collect();
            println!(
                "{group} {:.1} {:.1} {:.1} agg {:.1}",
                totals[0],
                totals[totals.len() / 2],
                totals[totals.len() - 1],
                agg.iter().sum::<f64>() / agg.len() as f64
            );
        }
        for (at, indicator) in framework.indicators.iter().enumerate() {
            for group in &groups {
                let mut states: BTreeMap<String, usize> = BTreeMap::new();
                let mut sum = 0.0;
                let mut n = 0;
                for (row, unit) in card
                    .units
                    .iter()
                    .enumerate()
                    .filter(|(_, u)| u.peer_group == *group)
                {
                    let _ = unit;
                    let state = card.state(row, at);
                    if state != CellState::NotAsked {
                        *states.entry(format!("{state:?}")).or_default() += 1;
                    }
                    if state == CellState::Scored {
                        sum += card.indicators.get(row, at).unwrap();
                        n += 1;
                    }
                }
                if framework.is_derived(indicator) && !states.is_empty() {
                    println!(
                        "{} {} {group} mean {:.0} {states:?}",
                        indicator.id,
                        indicator.name.zh,
                        sum / f64::from(n)
                    );
                }
            }
        }
        println!(
            "records {} responses {} observations {}",
            data.records.len(),
            data.responses.len(),
            data.observations.len()
        );
        let mut fired: BTreeMap<&str, usize> = BTreeMap::new();
        for a in card.units.iter().flat_map(|u| &u.adjustments) {
            *fired.entry(&a.rule).or_default() += 1;
        }
        println!("{fired:?}");
        assert_eq!(grades.len(), 4, "{grades:?}");
        assert_eq!(kinds.len(), 3, "{kinds:?}");
    }
}
