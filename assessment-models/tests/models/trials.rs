//! What-if and trend on the libraries of the second framework, computed by hand.
//!
//! With arithmetic means a branch's effective weights are S1.1 .15, S1.2 .09, S1.3 .06, S2.1 .12,
//! S2.2 .08, C1.1 .15, C1.2 .15, P1.1 .12, P1.2 .08; the middling branch scores 80, 50, 40, 50, 50, 50,
//! 100, 50, 50 and so 61.4.

use std::collections::BTreeMap;

use crate::common::{
    branches::{BEST, MIDDLING, WORST, answer, branches, card, plain, same},
    libraries,
};
use assessment_models::{
    Answer,
    scoring::{Ranking, ScoreOptions},
    trend::{Assessed, trend},
    what_if::{Change, Element, WhatIf, WhatIfError},
};

#[test]
fn a_trial_is_what_scoring_the_changed_round_gives() {
    let framework = libraries();
    let data = branches(&[("L2", MIDDLING), ("L3", WORST), ("L4", BEST)]);
    let trials = WhatIf::new(&framework, &data, ScoreOptions::default()).unwrap();
    let changes = [answer("L3", "S1.1", 56.0), answer("L3", "C1.2", 30.0)];
    let trial = trials.try_changes(&changes).unwrap();
    let mut changed = data.clone();
    for (indicator, value) in [("S1.1", 56.0), ("C1.2", 30.0)] {
        let place = changed.observations.iter_mut();
        let mut place = place.filter(|o| o.unit == "L3" && o.indicator == indicator);
        place.next().unwrap().answer = Answer::Value(value);
    }
    let again = card(&framework, &changed);
    assert_eq!(trial.scores.units, again.units);
    assert_eq!(trial.units[1].total_before, trials.before().units[1].total);
    assert!(trial.units[1].total_after > trial.units[1].total_before);
    assert_eq!(trial.units[2].ranking_after, Ranking::Rank(1));
    // Trials know nothing of each other.
    let untouched = trials.try_changes(&[]).unwrap().scores.units;
    assert_eq!(untouched, trials.before().units);
}

#[test]
fn a_share_takes_from_the_others_in_proportion() {
    let framework = plain();
    let data = branches(&[("L2", MIDDLING)]);
    let trials = WhatIf::new(&framework, &data, ScoreOptions::default()).unwrap();
    let share = |element, share| Change::Share { element, share };
    // S 57.8, C 75, P 50; C takes .65 and S : P stay 5 : 2.
    let trial = trials
        .try_changes(&[share(Element::Aspect("C".into()), 0.65)])
        .unwrap();
    same(
        trial.units[0].total_after,
        0.25 * 57.8 + 0.65 * 75.0 + 0.1 * 50.0,
    );
    let both = [
        share(Element::Objective("S1".into()), 1.0),
        share(Element::Indicator("S1.1".into()), 1.0),
    ];
    let trial = trials.try_changes(&both).unwrap();
    same(
        trial.units[0].total_after,
        0.5 * 80.0 + 0.3 * 75.0 + 0.2 * 50.0,
    );
    for wrong in [
        vec![share(Element::Aspect("C".into()), 1.5)],
        vec![share(Element::Aspect("C".into()), f64::NAN)],
        vec![
            share(Element::Aspect("C".into()), 0.7),
            share(Element::Aspect("S".into()), 0.7),
        ],
        vec![share(Element::Objective("P1".into()), 0.5)],
    ] {
        let error = trials.try_changes(&wrong).unwrap_err();
        assert!(matches!(error, WhatIfError::Shares { .. }), "{error}");
    }
}

#[test]
fn a_trial_that_makes_no_sense_says_why() {
    let framework = libraries();
    let data = branches(&[("L2", MIDDLING)]);
    let trials = WhatIf::new(&framework, &data, ScoreOptions::default()).unwrap();
    let error = |change: Change| trials.try_changes(&[change]).unwrap_err();
    let named = |change: Change| error(change).to_string();
    assert!(named(answer("L9", "S1.1", 1.0)).contains("L9"));
    assert!(named(answer("L2", "Z1", 1.0)).contains("Z1"));
    assert!(matches!(
        error(answer("L2", "C2.1", 1.0)),
        WhatIfError::NotAsked { .. }
    ));
    for (indicator, value) in [("S1.2", 7.0), ("S1.1", f64::NAN), ("S1.1", f64::INFINITY)] {
        let error = error(answer("L2", indicator, value));
        assert!(matches!(error, WhatIfError::NoAnswer { .. }));
    }
    let excuse = |indicator: &str, reason: &str| Change::Answer {
        unit: "L2".into(),
        indicator: indicator.into(),
        answer: Some(Answer::NotApplicable {
            reason: reason.to_owned(),
            approver: None,
        }),
    };
    assert!(matches!(
        error(excuse("S1.1", "no")),
        WhatIfError::NoAnswer { .. }
    ));
    assert!(matches!(
        error(excuse("S1.3", " ")),
        WhatIfError::NoAnswer { .. }
    ));
    assert!(trials.try_changes(&[excuse("S1.3", "nobody asks")]).is_ok());
}

#[test]
fn a_change_is_split_into_framework_and_answers() {
    let old = plain();
    let mut new = plain();
    for (aspect, weight) in new.aspects.iter_mut().zip([0.3, 0.5, 0.2]) {
        aspect.weight = weight;
    }
    let before = branches(&[("L2", MIDDLING), ("L3", BEST)]);
    let mut better = MIDDLING;
    better[7] = 0.0;
    let after = branches(&[("L2", better), ("L4", BEST)]);
    let (then, now) = (
        Assessed {
            framework: &old,
            data: &before,
        },
        Assessed {
            framework: &new,
            data: &after,
        },
    );
    let found = trend(then, now, &BTreeMap::new(), ScoreOptions::default()).unwrap();
    let unit = &found.units[0];
    // .3·57.8 + .5·75 + .2·50 = 64.84; then the librarians come from 50 to 80.
    same(unit.total.before, 61.4);
    same(unit.total.framework(), 3.44);
    same(unit.total.answers(), 6.0);
    same(unit.total.change(), 9.44);
    let (id, people) = &unit.aspects[2];
    assert_eq!(*id, "P");
    same(people.answers(), 30.0);
    same(people.framework(), 0.0);
    assert_eq!(unit.moves.len(), 1);
    same(Some(unit.moves[0].points), 6.0);
    assert_eq!(found.framework.reweighted.len(), 8);
    assert!(found.framework.added.is_empty() && found.framework.rescaled.is_empty());
    // Units of one round only.
    assert_eq!(
        (found.units[1].total.after, found.units[2].total.before),
        (None, None)
    );
    assert_eq!(found.units[1].total.change(), None);
}

#[test]
fn what_nobody_asked_then_is_not_held_against_then() {
    let new = plain();
    let mut old = plain();
    let gone = old.indicators.iter().position(|i| i.id == "S1.3").unwrap();
    old.indicators.remove(gone);
    let renamed_from = old.indicators.iter_mut().find(|i| i.id == "S1.2").unwrap();
    renamed_from.id = "S9".into();
    let mut before = branches(&[("L2", MIDDLING)]);
    before.observations.retain(|o| o.indicator != "S1.3");
    for observation in &mut before.observations {
        if observation.indicator == "S1.2" {
            observation.indicator = "S9".into();
        }
    }
    let after = branches(&[("L2", MIDDLING)]);
    let (then, now) = (
        Assessed {
            framework: &old,
            data: &before,
        },
        Assessed {
            framework: &new,
            data: &after,
        },
    );
    let renamed = [("S9".into(), "S1.2".into())].into();
    let found = trend(then, now, &renamed, ScoreOptions::default()).unwrap();
    assert_eq!(found.framework.added, ["S1.3"]);
    assert!(found.framework.dropped.is_empty());
    assert_eq!(found.restated.left_out, ["S1.3"]);
    same(found.units[0].total.framework(), 0.0);
    // S1 was (.5·80 + .3·50)/.8 = 68.75 and is 63: −5.75 · .6 · .5
    same(found.units[0].total.answers(), -1.725);
    // Without the renaming the answer has no place.
    let found = trend(then, now, &BTreeMap::new(), ScoreOptions::default()).unwrap();
    assert_eq!(found.restated.answers_dropped, ["S9"]);
    assert_eq!(found.framework.dropped, ["S9"]);
}
