//! Answers: wide tables, long tables and the sheets of fill-in workbooks.

mod long;
mod wide;

use std::collections::{BTreeMap, HashMap};

use assessment_models::{
    Answer, Layer,
    draft::{AnswerRow, AnswerTable, Content, Place},
    problem::Severity,
};

use super::{
    SheetWork,
    dictionary::{Dictionary, Table, Target},
    plan::{Plan, Planned},
    report::Report,
    rows::{Whose, data_rows},
};
use crate::{
    mapping::Percent,
    sheet::{Cell, Sheet, number_text},
    value::scale::{Asked, Fault, Reading, Said, clean},
};

/// Most numbers of an indicator whose reading is remembered.
const MOST_KNOWN: usize = 4_096;

/// Which (unit, indicator) pairs were seen, and where.
struct Seen {
    columns: usize,
    seen: Vec<u32>,
}

impl Seen {
    fn new(columns: usize) -> Self {
        Self {
            columns,
            seen: Vec::new(),
        }
    }

    /// The answer's number where the pair was seen before; remembers it else.
    fn put(&mut self, unit: usize, column: usize, number: usize) -> Option<usize> {
        let at = unit * self.columns + column;
        if at >= self.seen.len() {
            self.seen.resize((unit + 1) * self.columns, u32::MAX);
        }
        match self.seen[at] {
            u32::MAX => {
                self.seen[at] = u32::try_from(number).unwrap_or(u32::MAX - 1);
                None
            }
            earlier => Some(earlier as usize),
        }
    }
}

/// A number and all that its reading depends on: its bits, whether the cell shows it as a percentage, the
/// factor's bits and what bare numbers mean.
type NumberKey = (u64, bool, u64, Option<Percent>);

/// The key of a cell that holds a number.
fn number_key(cell: Cell, entry: &Entry<'_>) -> Option<NumberKey> {
    let (number, shown_as_percent) = match cell {
        Cell::Number(number) => (number, false),
        Cell::Percent(number) => (number, true),
        _ => return None,
    };
    let factor = entry.factor.to_bits();
    Some((number.to_bits(), shown_as_percent, factor, entry.percent))
}

/// Builds one table of answers.
struct Builder<'a, 'b> {
    dictionary: &'a Dictionary<'a>,
    work: &'b SheetWork<'a>,
    sheet: &'b Sheet,
    asked: Vec<Option<Asked<'a>>>,
    /// By indicator, what odd numbers were read as: a column of thousands of units holds few different ones.
    known: Vec<HashMap<NumberKey, Reading>>,
    /// For each peer group whether it is asked each indicator.
    groups: BTreeMap<&'a str, Vec<bool>>,
    /// The unit of the last answer, and whether it is asked each indicator.
    current: Option<(usize, Vec<bool>)>,
    table: AnswerTable,
    unit_at: Vec<Option<u32>>,
    indicator_at: Vec<Option<u32>>,
    seen: Seen,
    read: usize,
    rejected: usize,
}

/// One answer as it stands in the sheet.
struct Entry<'e> {
    unit: usize,
    indicator: usize,
    row: u32,
    column: u16,
    factor: f64,
    percent: Option<Percent>,
    /// What bare numbers mean was stated, not concluded from the numbers beside it.
    stated: bool,
    reason: Option<&'e str>,
    note: Option<&'e str>,
}

impl<'a, 'b> Builder<'a, 'b> {
    fn new(dictionary: &'a Dictionary<'a>, work: &'b SheetWork<'a>, sheet: &'b Sheet) -> Self {
        let framework = dictionary.framework;
        Self {
            dictionary,
            work,
            sheet,
            asked: (0..framework.indicators.len()).map(|_| None).collect(),
            known: framework
                .indicators
                .iter()
                .map(|_| HashMap::new())
                .collect(),
            groups: framework
                .peer_groups
                .iter()
                .map(|g| {
                    let asks = framework.indicators.iter().map(|i| g.asks(i)).collect();
                    (g.id.as_str(), asks)
                })
                .collect(),
            table: AnswerTable {
                layer: work
                    .mapping
                    .and_then(|m| m.layer)
                    .unwrap_or(Layer::SelfReported),
                units: Vec::new(),
                indicators: Vec::new(),
                rows: Vec::new(),
            },
            current: None,
            unit_at: vec![None; work.units.units().len()],
            indicator_at: vec![None; framework.indicators.len()],
            seen: Seen::new(framework.indicators.len()),
            read: 0,
            rejected: 0,
        }
    }

    fn reject(&mut self, row: u32, column: u16, fault: Fault, report: &mut Report) {
        self.rejected += 1;
        report.cell(Severity::Error, self.sheet, row, column, fault);
    }

    /// Whether an indicator is asked of a unit; a table goes unit by unit, so the last one is kept.
    fn is_asked(&mut self, unit: usize, indicator: usize) -> bool {
        if self.current.as_ref().is_none_or(|(u, _)| *u != unit) {
            let whose = &self.work.units.units()[unit];
            let group = self.groups.get(whose.peer_group.as_str());
            let asks = self
                .dictionary
                .framework
                .indicators
                .iter()
                .enumerate()
                .map(|(at, i)| group.is_some_and(|g| g[at]) && i.fits(whose))
                .collect();
            self.current = Some((unit, asks));
        }
        self.current
            .as_ref()
            .is_some_and(|(_, asks)| asks[indicator])
    }

    /// The answer of a cell that has to be looked at more closely; `None` where none is taken, which is told.
    fn understood(
        &mut self,
        entry: &Entry<'_>,
        cell: Option<Cell>,
        text: Option<&str>,
        report: &mut Report,
    ) -> Option<Answer> {
        let indicator = &self.dictionary.framework.indicators[entry.indicator];
        let asked = self.asked[entry.indicator].get_or_insert_with(|| Asked::new(indicator));
        let reading = match (text, cell) {
            (Some(text), _) => asked.read_text(text, entry.percent, entry.factor),
            (None, Some(cell)) => {
                let known = &mut self.known[entry.indicator];
                let key = number_key(cell, entry);
                match key.and_then(|key| known.get(&key)) {
                    Some(reading) => reading.clone(),
                    None => {
                        let reading = asked.read(self.sheet, cell, entry.percent, entry.factor);
                        if let Some(key) = key.filter(|_| known.len() < MOST_KNOWN) {
                            known.insert(key, reading.clone());
                        }
                        reading
                    }
                }
            }
            // Only a reason was given: that is how the form says "not applicable".
            (None, None) => asked.not_applicable(),
        };
        let (said, odd) = match reading {
            Ok(read) => read,
            Err(mut fault) => {
                fault.params.push(("indicator", indicator.id.to_string()));
                self.reject(entry.row, entry.column, fault, report);
                return None;
            }
        };
        if let Some(mut odd) = odd {
            odd.params.push(("indicator", indicator.id.to_string()));
            report.cell(Severity::Warning, self.sheet, entry.row, entry.column, odd);
        }
        Some(match said {
            Said::Value(value) => Answer::Value(value),
            Said::NotApplicable => {
                if entry.reason.is_none() {
                    report.cell(
                        Severity::Warning,
                        self.sheet,
                        entry.row,
                        entry.column,
                        Fault::new(
                            "not_applicable_without_reason",
                            vec![("indicator", indicator.id.to_string())],
                        ),
                    );
                }
                Answer::NotApplicable {
                    reason: entry.reason.unwrap_or_default().to_owned(),
                    approver: None,
                }
            }
            Said::Nothing => {
                // Read and understood: nothing is stated, so there is nothing to take.
                self.read -= 1;
                return None;
            }
        })
    }

    /// Takes one answer.
    fn take(
        &mut self,
        entry: &Entry<'_>,
        cell: Option<Cell>,
        text: Option<&str>,
        report: &mut Report,
    ) {
        let framework = self.dictionary.framework;
        let indicator = &framework.indicators[entry.indicator];
        let unit = &self.work.units.units()[entry.unit];
        self.read += 1;
        if !self.is_asked(entry.unit, entry.indicator) {
            let fault = Fault::new(
                "indicator_not_asked",
                vec![
                    ("unit", unit.name.zh.clone()),
                    (
                        "indicator",
                        format!("{} {}", indicator.id, indicator.name.zh),
                    ),
                ],
            );
            self.reject(entry.row, entry.column, fault, report);
            return;
        }
        let asked = self.asked[entry.indicator].get_or_insert_with(|| Asked::new(indicator));
        let plain = match (text, cell) {
            (None, Some(Cell::Number(n))) => asked.plain(n * entry.factor, entry.percent),
            _ => None,
        };
        let answer = match plain {
            Some(value) => Answer::Value(value),
            None => match self.understood(entry, cell, text, report) {
                Some(answer) => answer,
                None => return,
            },
        };
        if let (Answer::Value(value), None, Some(cell)) = (&answer, text, cell)
            && !entry.stated
            && *value != 0.0
            && value.abs() <= 1.0
            && self.asked[entry.indicator]
                .as_ref()
                .is_some_and(Asked::is_percent)
            && number_in(self.sheet, cell) != 0.0
        {
            // Among points, or in a form: a fraction of one may have been meant all the same.
            let fault = Fault::new(
                "percent_points_likely",
                vec![
                    ("value", number_text(*value)),
                    ("other", number_text(clean(*value * 100.0))),
                    ("indicator", indicator.id.to_string()),
                ],
            );
            report.cell(
                Severity::Warning,
                self.sheet,
                entry.row,
                entry.column,
                fault,
            );
        }
        let next = self.table.rows.len();
        let unit_at = *self.unit_at[entry.unit].get_or_insert_with(|| {
            self.table.units.push(unit.code.clone());
            self.table.units.len() as u32 - 1
        });
        if let Some(earlier) = self.seen.put(unit_at as usize, entry.indicator, next) {
            let before = &self.table.rows[earlier];
            let fault = Fault::new(
                if before.answer == answer {
                    "answer_repeated"
                } else {
                    "answer_contradicts"
                },
                vec![
                    ("indicator", indicator.id.to_string()),
                    ("unit", unit.name.zh.clone()),
                    ("other", before.place.a1()),
                ],
            );
            self.reject(entry.row, entry.column, fault, report);
            return;
        }
        let indicator_at = *self.indicator_at[entry.indicator].get_or_insert_with(|| {
            self.table.indicators.push(indicator.id.clone());
            self.table.indicators.len() as u32 - 1
        });
        self.table.rows.push(AnswerRow {
            unit: unit_at,
            indicator: indicator_at,
            answer,
            note: entry.note.map(Into::into),
            place: Place {
                sheet: self.work.sheet_index,
                row: entry.row,
                column: entry.column,
            },
        });
    }
}

/// What bare numbers of a percentage mean: points, where one of them is above 1.
fn percent_of(
    largest: f64,
    work: &SheetWork<'_>,
    planned: Option<&Planned<'_>>,
) -> Option<Percent> {
    planned
        .and_then(|p| p.mapping)
        .and_then(|m| m.percent)
        .or_else(|| (largest > 1.0 || work.fixed_unit.is_some()).then_some(Percent::Points))
}

/// How large a bare number is; 0 for everything else, and for what says per cent itself.
pub(super) fn number_in(sheet: &Sheet, cell: Cell) -> f64 {
    match cell {
        Cell::Number(n) => n.abs(),
        Cell::Text(number) => {
            crate::value::number::read(sheet.text(number), &assessment_models::Text::default())
                .ok()
                .filter(|r| !r.percent)
                .map_or(0.0, |r| r.number.abs())
        }
        _ => 0.0,
    }
}

/// Reads a table of answers.
pub(crate) fn read<'a>(
    dictionary: &'a Dictionary<'a>,
    work: &'a SheetWork<'a>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    report: &mut Report,
) -> (Content, usize, usize) {
    let rows = data_rows(sheet, plan, report);
    let mut whose = Whose::new(work, plan, |t| *t == Target::Unit, "unit", sheet, report);
    let mut builder = Builder::new(dictionary, work, sheet);
    if plan.table == Table::Wide {
        wide::read(&mut builder, plan, &rows, &mut whose, report);
    } else {
        long::read(&mut builder, plan, &rows, &mut whose, report);
    }
    let (read, rejected) = (builder.read, builder.rejected);
    (Content::Answers(builder.table), read, rejected)
}
