//! What holds of every scorecard, whatever the answers.
use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    Framework, Text, Unit,
    framework::{Mean, Scale},
    grid::Grid,
    scoring::{CellState, Cells, Mode, NotScored, Scores, score_cells},
};
use proptest::prelude::*;

const UNITS: usize = 4;

fn framework() -> Framework {
    Framework::builtin("six-aspect").unwrap()
}

fn units() -> Vec<Unit> {
    (0..UNITS)
        .map(|n| Unit {
            code: format!("U{n}").into(),
            name: Text::default(),
            peer_group: "city".to_owned(),
            parent: None,
            tags: BTreeSet::new(),
            attributes: BTreeMap::new(),
        })
        .collect()
}

fn state() -> impl Strategy<Value = CellState> {
    prop_oneof![
        6 => Just(CellState::Scored),
        1 => Just(CellState::Missing),
        1 => Just(CellState::NotApplicable),
        1 => Just(CellState::NotScored(NotScored::SampleTooSmall)),
        1 => Just(CellState::NotAsked),
    ]
}

fn cells() -> impl Strategy<Value = Cells> {
    let count = UNITS * 112;
    let value = prop_oneof![(0_i32..6).prop_map(f64::from), 0.0..200.0];
    let states = prop::collection::vec(state(), count);
    (states, prop::collection::vec(value, count)).prop_map(|(states, values)| Cells {
        states,
        raw: Grid::from_values(112, values),
    })
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Official), Just(Mode::Provisional)]
}

fn scored(framework: &Framework, cells: &Cells, mode: Mode) -> Scores {
    let units = units();
    let rows: Vec<&Unit> = units.iter().collect();
    score_cells(framework, &rows, cells, &[], mode).unwrap()
}

/// 1 where a greater raw value is better, −1 where a lesser one is, 0 where neither always holds.
fn direction(scale: &Scale) -> f64 {
    match scale {
        Scale::Goalposts(g) => (g.full - g.zero).signum(),
        Scale::Likert { .. } => 1.0,
        _ => 0.0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn scores_and_shares_keep_their_range(cells in cells(), mode in mode()) {
        let scores = scored(&framework(), &cells, mode);
        let all = [&scores.indicators, &scores.objectives, &scores.aspects];
        for grid in all {
            for column in 0..grid.columns() {
                prop_assert!(grid.column(column).flatten().all(|x| (0.0..=100.0).contains(&x)));
            }
        }
        for (row, unit) in scores.units.iter().enumerate() {
            prop_assert!(unit.total.is_none_or(|t| (0.0..=100.0).contains(&t)));
            prop_assert!((0.0..=1.0 + 1e-12).contains(&unit.completeness));
            prop_assert!(unit.balance.is_none_or(|b| (0.0..=1.0).contains(&b)));
            let weights: Vec<f64> = (0..112).filter_map(|c| scores.weights.get(row, c)).collect();
            if let Some(total) = unit.aggregated {
                prop_assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                // Effective weights are those of the total.
                let again: f64 = (0..112)
                    .filter_map(|c| Some(scores.weights.get(row, c)? * scores.indicators.get(row, c)?))
                    .sum();
                prop_assert!((again - total).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_better_answer_never_lowers_the_total(
        cells in cells(),
        mode in mode(),
        column in 0_usize..112,
        more in 0.0_f64..50.0,
    ) {
        let framework = framework();
        let direction = direction(&framework.indicators[column].scale);
        prop_assume!(cells.states[column] == CellState::Scored);
        let mut better = cells.clone();
        let value = cells.raw.get(0, column).unwrap();
        better.raw.set(0, column, Some(value + direction * more));
        let before = scored(&framework, &cells, mode).units[0].total.unwrap();
        let after = scored(&framework, &better, mode).units[0].total.unwrap();
        prop_assert!(after >= before - 1e-9, "{} fell to {}", before, after);
    }

    #[test]
    fn the_order_of_units_is_irrelevant(cells in cells(), mode in mode()) {
        let framework = framework();
        let straight = scored(&framework, &cells, mode);
        let units = units();
        let reversed: Vec<&Unit> = units.iter().rev().collect();
        let rows = || (0..UNITS).rev();
        let turned = Cells {
            states: rows().flat_map(|r| cells.states[r * 112..(r + 1) * 112].to_vec()).collect(),
            raw: Grid::from_values(112, rows().flat_map(|r| cells.raw.row(r).to_vec()).collect()),
        };
        let mut back = score_cells(&framework, &reversed, &turned, &[], mode).unwrap().units;
        back.reverse();
        prop_assert_eq!(straight.units, back);
    }

    #[test]
    fn an_excuse_without_weight_lifts_nothing(cells in cells(), mode in mode(), column in 0_usize..112) {
        let mut framework = framework();
        // Its weight goes to nobody: the total must not move.
        framework.indicators[column].weight = 0.0;
        let mut excused = cells.clone();
        excused.states[column] = CellState::NotApplicable;
        let before = scored(&framework, &cells, mode).units[0].total;
        let after = scored(&framework, &excused, mode).units[0].total;
        match (before, after) {
            (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9),
            (a, b) => prop_assert_eq!(a, b),
        }
    }

    #[test]
    fn nothing_panics(
        cells in cells(),
        odd in prop_oneof![
            Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(f64::MAX), Just(-f64::MAX),
        ],
        at in 0_usize..(UNITS * 112),
        kind in prop_oneof![
            Just(Mean::Arithmetic), Just(Mean::Geometric), Just(Mean::Harmonic), Just(Mean::Power(3.0)),
        ],
        floor in prop_oneof![Just(None), Just(Some(1.0))],
    ) {
        let mut framework = framework();
        let aggregation = &mut framework.scoring.aggregation;
        (aggregation.objective, aggregation.aspect, aggregation.total) = (kind, kind, kind);
        aggregation.floor = floor;
        let mut cells = cells;
        let (row, column) = (at / 112, at % 112);
        cells.raw.row_mut(row)[column] = odd;
        let asked = cells.states[at] == CellState::Scored;
        let units = units();
        let rows: Vec<&Unit> = units.iter().collect();
        let result = score_cells(&framework, &rows, &cells, &[], Mode::Official);
        if asked && !odd.is_finite() {
            prop_assert!(result.is_err());
        }
    }
}
