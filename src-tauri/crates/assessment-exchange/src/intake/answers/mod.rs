//! Answers: wide tables, long tables and the sheets of fill-in workbooks.

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
    rows::{Whose, data_rows, said},
};
use crate::{
    mapping::Percent,
    sheet::{Cell, Row, Sheet},
    value::scale::{Asked, Fault, Reading, Said},
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
    /// By indicator, what numbers were read as: a column of thousands of units holds few different ones.
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
                return;
            }
        };
        if let Some(mut odd) = odd {
            odd.params.push(("indicator", indicator.id.to_string()));
            report.cell(Severity::Warning, self.sheet, entry.row, entry.column, odd);
        }
        let answer = match said {
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
                return;
            }
        };
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

fn number_in(sheet: &Sheet, cell: Cell) -> f64 {
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
        wide(&mut builder, plan, &rows, &mut whose, report);
    } else {
        long(&mut builder, plan, &rows, &mut whose, report);
    }
    let (read, rejected) = (builder.read, builder.rejected);
    (Content::Answers(builder.table), read, rejected)
}

fn wide(
    builder: &mut Builder<'_, '_>,
    plan: &Plan<'_>,
    rows: &[Row<'_>],
    whose: &mut Whose<'_, '_>,
    report: &mut Report,
) {
    let sheet = builder.sheet;
    let width = plan
        .columns
        .iter()
        .map(|c| usize::from(c.column) + 1)
        .max()
        .unwrap_or(0);
    let mut by_column: Vec<Option<(usize, &Planned<'_>)>> = vec![None; width];
    for planned in &plan.columns {
        if let Target::Indicator(at) = planned.target {
            by_column[usize::from(planned.column)] = Some((at, planned));
        }
    }
    let percent_columns: Vec<bool> = by_column
        .iter()
        .map(|p| {
            p.is_some_and(|(at, _)| {
                Asked::new(&builder.dictionary.framework.indicators[at]).is_percent()
            })
        })
        .collect();
    let mut largest = vec![0.0_f64; width];
    for row in rows {
        for (column, cell) in row.cells {
            let column = usize::from(*column);
            if percent_columns.get(column) == Some(&true) && largest[column] <= 1.0 {
                largest[column] = largest[column].max(number_in(sheet, *cell));
            }
        }
    }
    let percents: Vec<Option<Percent>> = by_column
        .iter()
        .zip(&largest)
        .map(|(p, largest)| percent_of(*largest, builder.work, p.map(|(_, p)| p)))
        .collect();
    let mut reserved = false;
    for row in rows {
        let unit = match whose.of(sheet, *row) {
            Ok(unit) => unit,
            Err((column, fault)) => {
                let cells = row
                    .cells
                    .iter()
                    .filter(|(c, _)| by_column.get(usize::from(*c)).is_some_and(Option::is_some))
                    .count();
                if cells > 0 {
                    builder.read += cells;
                    builder.rejected += cells;
                    let column = column.unwrap_or_else(|| row.cells.first().map_or(0, |c| c.0));
                    report.cell(Severity::Error, sheet, row.number, column, fault);
                }
                continue;
            }
        };
        report.unit(unit);
        if !reserved {
            builder
                .table
                .rows
                .reserve(rows.len().min(100_000) * row.cells.len().min(512));
            reserved = true;
        }
        for (column, cell) in row.cells {
            let Some(Some((indicator, planned))) = by_column.get(usize::from(*column)) else {
                continue;
            };
            let entry = Entry {
                unit,
                indicator: *indicator,
                row: row.number,
                column: *column,
                factor: planned.factor,
                percent: percents[usize::from(*column)],
                reason: None,
                note: None,
            };
            if planned.mapping.is_some() {
                if let Some(said) = said(sheet, *row, planned) {
                    builder.take(&entry, said.cell, said.text.as_deref(), report);
                }
            } else {
                builder.take(&entry, Some(*cell), None, report);
            }
        }
    }
    builder.table.rows.shrink_to_fit();
}

fn long(
    builder: &mut Builder<'_, '_>,
    plan: &Plan<'_>,
    rows: &[Row<'_>],
    whose: &mut Whose<'_, '_>,
    report: &mut Report,
) {
    let sheet = builder.sheet;
    let column = |target: &Target| plan.columns.iter().find(|c| c.target == *target);
    let Some(value) = column(&Target::Value) else {
        return;
    };
    let named: Vec<&Planned<'_>> = plan
        .columns
        .iter()
        .filter(|c| c.target == Target::IndicatorName)
        .collect();
    let constant = builder
        .work
        .mapping
        .and_then(|m| m.constants.get("indicator"))
        .and_then(|text| builder.dictionary.indicator(text));
    let dictionary = builder.dictionary;
    let indicator_of = |row: Row<'_>| -> Result<usize, (u16, Fault)> {
        let mut unknown = None;
        for planned in &named {
            if let Some(said) = said(sheet, row, planned) {
                let text = said.shown(sheet);
                match dictionary.indicator(&text) {
                    Some(at) => return Ok(at),
                    None => {
                        unknown.get_or_insert((said.column, text.into_owned()));
                    }
                }
            }
        }
        match (unknown, constant) {
            (Some((column, text)), _) => Err((
                column,
                Fault::new("indicator_unknown", vec![("value", text)]),
            )),
            (None, Some(at)) => Ok(at),
            (None, None) => Err((value.column, Fault::new("indicator_missing", Vec::new()))),
        }
    };
    let mut largest: HashMap<usize, f64> = HashMap::new();
    for row in rows {
        if let (Ok(at), Some(cell)) = (indicator_of(*row), row.get(value.column)) {
            let n = number_in(sheet, cell);
            let known = largest.entry(at).or_default();
            *known = known.max(n);
        }
    }
    for row in rows {
        let said_value = said(sheet, *row, value);
        let reason = column(&Target::NaReason).and_then(|c| said(sheet, *row, c));
        if said_value.is_none() && reason.is_none() {
            continue;
        }
        let unit = whose.of(sheet, *row);
        let indicator = indicator_of(*row);
        let (unit, indicator) = match (unit, indicator) {
            (Ok(unit), Ok(indicator)) => (unit, indicator),
            (Err((at, fault)), _) => {
                builder.read += 1;
                builder.reject(row.number, at.unwrap_or(value.column), fault, report);
                continue;
            }
            (_, Err((at, fault))) => {
                builder.read += 1;
                builder.reject(row.number, at, fault, report);
                continue;
            }
        };
        report.unit(unit);
        let reason = reason.map(|r| r.shown(sheet).into_owned());
        let note = column(&Target::Note)
            .and_then(|c| said(sheet, *row, c))
            .map(|n| n.shown(sheet).into_owned());
        let entry = Entry {
            unit,
            indicator,
            row: row.number,
            column: value.column,
            factor: value.factor,
            percent: percent_of(
                largest.get(&indicator).copied().unwrap_or(0.0),
                builder.work,
                Some(value),
            ),
            reason: reason.as_deref(),
            note: note.as_deref(),
        };
        match said_value {
            Some(said) => builder.take(&entry, said.cell, said.text.as_deref(), report),
            None => builder.take(&entry, None, None, report),
        }
    }
}
