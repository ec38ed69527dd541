//! What a person changes in the cells of the result workbook moves everything above it, as the engine says
//! for the same change: answers of each kind of scale, what does not apply, what is missing, and how often a
//! rule of deductions, bonuses or vetoes was set off.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "what goes wrong here fails the test"
)]

use std::mem::discriminant;

use assessment_models::{
    Answer, Framework, Layer, Mode, Observation, RoundData, Scorecard,
    framework::{AdjustmentKind, Scale, Trigger},
    round::ManualAdjustment,
    scoring::CellState,
};
use calamine::{Data, Reader, Xlsx};
use spreadsheet::{
    Typed, all_recalculated, answer_cell, compare, demonstration, render, spoilt, typed,
};

mod spreadsheet;

#[path = "../../src-tauri/crates/assessment-reports/tests/fixture/mod.rs"]
mod fixture;

const MISSING: &str = "未填";
const NOT_APPLICABLE: &str = "不适用";

/// A change to one cell: what it is, the workbook with it, and what the engine gives for it.
struct Change {
    what: String,
    bytes: Vec<u8>,
    expected: Scorecard,
}

/// A round with its scorecard and its workbook, in which nothing but answers and adjustments is right.
struct Given {
    framework: Framework,
    data: RoundData,
    mode: Mode,
    card: Scorecard,
    bytes: Vec<u8>,
}

impl Given {
    fn new(framework: &Framework, data: &RoundData, mode: Mode) -> Self {
        let card = fixture::score(framework, data, mode);
        Self {
            bytes: render(framework, data, &spoilt(&card)),
            framework: framework.clone(),
            data: data.clone(),
            mode,
            card,
        }
    }

    /// A unit's answer replaced in the workbook and before the engine; no `answer` takes it away. `None` where
    /// that changes no total.
    fn answer(&self, row: usize, column: usize, answer: Option<Answer>) -> Option<Change> {
        let value = match &answer {
            Some(Answer::Value(value)) => Typed::Number(*value),
            Some(Answer::NotApplicable { .. }) => Typed::Text(NOT_APPLICABLE),
            Some(Answer::Unanswered) | None => Typed::Text(MISSING),
        };
        self.typed(row, column, answer, value)
    }

    /// The same with what is typed into the cell.
    fn typed(
        &self,
        row: usize,
        column: usize,
        answer: Option<Answer>,
        value: Typed<'_>,
    ) -> Option<Change> {
        let unit = self.card.units[row].unit.clone();
        let indicator = self.framework.indicators[column].id.clone();
        let cell = answer_cell(&self.bytes, unit.as_str(), indicator.as_str());
        let what = format!("{unit} {indicator} in {cell}: {answer:?}");
        let mut data = self.data.clone();
        data.observations
            .retain(|o| o.unit != unit || o.indicator != indicator);
        data.observations.extend(answer.map(|answer| Observation {
            unit,
            indicator,
            layer: Layer::SelfReported,
            answer,
            note: None,
            flagged: false,
            source: None,
        }));
        self.change(what, &data, ("填报值", vec![(cell, value)]))
    }

    fn change(
        &self,
        what: String,
        data: &RoundData,
        (sheet, cells): (&str, Vec<(String, Typed<'_>)>),
    ) -> Option<Change> {
        let expected = fixture::score(&self.framework, data, self.mode);
        let totals = |card: &Scorecard| card.units.iter().map(|u| u.total).collect::<Vec<_>>();
        if totals(&self.card) == totals(&expected) {
            return None;
        }
        let cells: Vec<_> = cells
            .into_iter()
            .map(|(cell, value)| (sheet, cell, value))
            .collect();
        Some(Change {
            bytes: typed(&self.bytes, &cells),
            what,
            expected,
        })
    }

    /// Every place with this state and, where it has a number, this kind of scale.
    fn places(
        &self,
        state: CellState,
        like: Option<&Scale>,
    ) -> impl Iterator<Item = (usize, usize)> {
        (0..self.card.units.len())
            .flat_map(|row| (0..self.framework.indicators.len()).map(move |i| (row, i)))
            .filter(move |&(row, i)| {
                let indicator = &self.framework.indicators[i];
                let alike = |like: &Scale| discriminant(&indicator.scale) == discriminant(like);
                let typed =
                    self.data.observations.iter().any(|o| {
                        o.unit == self.card.units[row].unit && o.indicator == indicator.id
                    });
                self.card.state(row, i) == state
                    && like.is_none_or(alike)
                    && (typed || state == CellState::Missing)
                    && self.card.units[row].total.is_some()
            })
    }

    /// One answer of each kind of scale moved to an end of its range, or from there.
    fn of_each_scale(&self) -> Vec<Change> {
        let mut seen = Vec::new();
        let mut changes = Vec::new();
        for indicator in &self.framework.indicators {
            if seen.contains(&discriminant(&indicator.scale)) {
                continue;
            }
            let places = self.places(CellState::Scored, Some(&indicator.scale));
            // Not the first unit, so that ranks move on both sides.
            let change = places.skip(7).find_map(|(row, i)| {
                let score = self.card.indicators.get(row, i).unwrap();
                let value = moved(&self.framework.indicators[i].scale, score < 50.0);
                self.answer(row, i, Some(Answer::Value(value)))
            });
            seen.extend(change.iter().map(|_| discriminant(&indicator.scale)));
            changes.extend(change);
        }
        changes
    }

    /// An answer taken away by a word and by clearing the cell, one that does not apply after all, one given
    /// where none was.
    fn of_states(&self) -> Vec<Change> {
        let excused = || Answer::NotApplicable {
            reason: "无此业务".into(),
            approver: Some("王工".into()),
        };
        let scored = || self.places(CellState::Scored, None).skip(11);
        let allowed = |&(_, i): &(usize, usize)| self.framework.indicators[i].na_allowed;
        let asked = |&(row, i): &(usize, usize)| {
            let indicator = &self.framework.indicators[i];
            let typed = |o: &Observation| o.indicator == indicator.id;
            self.framework.asks(self.unit(row), indicator)
                && self.data.observations.iter().any(typed)
        };
        let high = |i: usize| Answer::Value(moved(&self.framework.indicators[i].scale, true));
        let changes = [
            scored().find_map(|(row, i)| self.answer(row, i, None)),
            scored().find_map(|(row, i)| self.typed(row, i, None, Typed::Nothing)),
            scored()
                .filter(allowed)
                .find_map(|(row, i)| self.answer(row, i, Some(excused()))),
            self.places(CellState::Missing, None)
                .filter(asked)
                .find_map(|(row, i)| self.answer(row, i, Some(high(i)))),
        ];
        changes.into_iter().map(Option::unwrap).collect()
    }

    fn unit(&self, row: usize) -> &assessment_models::Unit {
        let code = &self.card.units[row].unit;
        self.data.units.iter().find(|u| u.code == *code).unwrap()
    }

    /// A rule set off once more, and a veto where there was none.
    fn of_rules(&self) -> Vec<Change> {
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(self.bytes.clone())).unwrap();
        let sheet = book.worksheet_range("加扣分").unwrap();
        let text = |line: u32, column: u32| match sheet.get_value((line, column)) {
            Some(Data::String(text)) => text.clone(),
            _ => String::new(),
        };
        let end = (4..).find(|&line| text(line, 0).is_empty()).unwrap();
        let once_more = (4..end).find_map(|line| {
            let (unit, id) = (text(line, 0), text(line, 2));
            let rule = self
                .framework
                .adjustments
                .rules
                .iter()
                .find(|r| r.id == id)
                .unwrap();
            let times = match sheet.get_value((line, 5)) {
                Some(Data::Float(times)) => *times,
                Some(Data::Int(times)) => *times as f64,
                other => panic!("{unit} {id}: {other:?}"),
            };
            let open = rule.max.is_none_or(|max| rule.points * times < max);
            // Where a limit leaves room for one more.
            if rule.kind != AdjustmentKind::Deduction || !open {
                return None;
            }
            let mut data = self.data.clone();
            data.adjustments.push(manual(&unit, &id));
            let cell = vec![(format!("F{}", line + 1), Typed::Number(times + 1.0))];
            self.change(format!("{unit}: {id} once more"), &data, ("加扣分", cell))
        });
        let veto = self
            .framework
            .adjustments
            .rules
            .iter()
            .find(|r| r.kind == AdjustmentKind::Veto && matches!(r.trigger, Trigger::Manual))
            .unwrap();
        let best = self
            .card
            .units
            .iter()
            .find(|u| u.total.is_some_and(|t| t > veto.points + 1.0))
            .unwrap();
        let mut data = self.data.clone();
        data.adjustments.push(manual(best.unit.as_str(), &veto.id));
        let cells = vec![
            (format!("A{}", end + 1), Typed::Text(best.unit.as_str())),
            (format!("C{}", end + 1), Typed::Text(&veto.id)),
            (format!("F{}", end + 1), Typed::Number(1.0)),
        ];
        let what = format!("{}: a veto by {}", best.unit, veto.id);
        let capped = self.change(what, &data, ("加扣分", cells));
        // Programs keep a code of digits as a number.
        let digits = |code: &str| code.parse::<f64>().ok();
        let (unit, number) = (self.card.units.iter())
            .filter(|u| u.total.is_some_and(|t| t > veto.points + 1.0))
            .find_map(|u| Some((u.unit.as_str(), digits(u.unit.as_str())?)))
            .unwrap();
        let mut data = self.data.clone();
        data.adjustments.push(manual(unit, &veto.id));
        let cells = vec![
            (format!("A{}", end + 1), Typed::Number(number)),
            (format!("C{}", end + 1), Typed::Text(&veto.id)),
            (format!("F{}", end + 1), Typed::Number(1.0)),
        ];
        let what = format!("{unit} as a number: a veto by {}", veto.id);
        let numbered = self.change(what, &data, ("加扣分", cells));
        [once_more, capped, numbered]
            .into_iter()
            .map(Option::unwrap)
            .collect()
    }
}

fn manual(unit: &str, rule: &str) -> ManualAdjustment {
    ManualAdjustment {
        unit: unit.into(),
        rule: rule.to_owned(),
        count: 1,
        because: "试算".to_owned(),
    }
}

/// A value with a score of its own, high or low.
fn moved(scale: &Scale, high: bool) -> f64 {
    match scale {
        Scale::Choice(options) | Scale::Maturity(options) => {
            let by_score =
                |a: &&assessment_models::framework::AnswerOption,
                 b: &&assessment_models::framework::AnswerOption| {
                    a.score.total_cmp(&b.score)
                };
            let end = if high {
                options.iter().max_by(by_score)
            } else {
                options.iter().min_by(by_score)
            };
            end.unwrap().value
        }
        Scale::Goalposts(g) => g.zero + (g.full - g.zero) * if high { 0.93 } else { 0.07 },
        Scale::Steps(steps) => {
            let from = steps.iter().map(|s| s.from);
            if high {
                from.fold(f64::MIN, f64::max) + 0.5
            } else {
                from.fold(f64::MAX, f64::min) - 0.5
            }
        }
        Scale::Band { a, b, c, .. } => {
            if high {
                (b + c) / 2.0
            } else {
                a + (b - a) * 0.1
            }
        }
        Scale::Likert { points } => 1.0 + (points - 1.0) * if high { 0.95 } else { 0.05 },
    }
}

/// Recalculates all changed workbooks, and compares each with what the engine gives.
fn check(framework: &Framework, changes: &[Change]) {
    let folder = tempfile::tempdir().unwrap();
    let books: Vec<&[u8]> = changes.iter().map(|c| c.bytes.as_slice()).collect();
    for (file, change) in all_recalculated(folder.path(), &books).iter().zip(changes) {
        println!("{}", change.what);
        compare(framework, &change.expected, file);
    }
}

#[test]
fn each_kind_of_answer_and_rule() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 14, 9, 13);
    for mode in [Mode::Official, Mode::Provisional] {
        let given = Given::new(&framework, &data, mode);
        let mut changes = given.of_each_scale();
        assert_eq!(changes.len(), 6, "the fixture has six kinds of scales");
        changes.extend(given.of_states());
        changes.extend(given.of_rules());
        check(&framework, &changes);
    }
}

#[test]
fn the_demonstration_province() {
    let (framework, data) = demonstration();
    let given = Given::new(&framework, &data, Mode::Official);
    let mut changes = given.of_each_scale();
    assert!(changes.len() > 1, "answers of several kinds are typed");
    // Each workbook of the whole province takes its time: one answer, one that does not apply, both rules.
    changes.truncate(1);
    changes.extend(given.of_states().into_iter().skip(2).take(1));
    changes.extend(given.of_rules());
    check(&framework, &changes);
}
