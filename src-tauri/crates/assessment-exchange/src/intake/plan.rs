//! Where a sheet's header stands and what its columns are.

use std::collections::HashMap;

use assessment_models::{Framework, draft::Kind, survey::Party};

use super::{
    dictionary::{Dictionary, Table, Target},
    heading_faults::heading_factor,
};
use crate::{
    mapping::{Column, Mapping},
    sheet::{Row, Sheet},
};

/// Headings are looked for in this many filled rows.
const SEARCH_ROWS: usize = 40;

/// What is known of a sheet before it is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hints<'a> {
    pub(crate) table: Option<Table>,
    pub(crate) kind: Option<Kind>,
    /// The whole sheet speaks of one unit.
    pub(crate) one_unit: bool,
    pub(crate) mapping: Option<&'a Mapping>,
}

/// A column that is read.
#[derive(Debug, Clone)]
pub(crate) struct Planned<'a> {
    pub(crate) column: u16,
    pub(crate) target: Target,
    /// Numbers are multiplied by this: heading in 万元, field in 元.
    pub(crate) factor: f64,
    pub(crate) mapping: Option<&'a Column>,
    /// Order among columns for the same field.
    pub(crate) order: usize,
}

/// How a sheet is read.
#[derive(Debug, Clone)]
pub(crate) struct Plan<'a> {
    pub(crate) table: Table,
    /// Index among the sheet's filled rows of the last line of the header.
    pub(crate) header: usize,
    /// Zero-based row number of it in the file.
    pub(crate) header_row: u32,
    pub(crate) columns: Vec<Planned<'a>>,
    /// Every column of the header: number, heading, whether it is read.
    pub(crate) headings: Vec<(u16, String)>,
    score: f64,
}

/// A heading in the ways in which it may be meant.
struct Heading {
    column: u16,
    forms: Vec<String>,
}

/// Most lines of a header whose first line has merged cells; others have two at most.
const DEEPEST: usize = 4;

/// Bytes of a heading that are looked at: a question may be long, and a cell may hold megabytes.
const LONGEST: usize = 3_000;

/// The header that starts at a filled row, so many lines deep.
fn headings(sheet: &Sheet, index: usize, lines: usize) -> Option<Vec<Heading>> {
    let rows: Vec<Row<'_>> = (index..index + lines)
        .map(|at| sheet.row(at))
        .collect::<Option<_>>()?;
    let follow = |pair: &[Row<'_>]| pair[1].number == pair[0].number + 1;
    let (bottom, above) = rows.split_last()?;
    if !rows.windows(2).all(follow) {
        return None;
    }
    let text = |row: &Row<'_>, column: u16| {
        let shown = sheet.shown(row.get(column)?);
        let short = &shown[..shown.floor_char_boundary(LONGEST)];
        Some(short.replace(['\n', '\r'], ""))
    };
    let last = rows.iter().filter_map(|r| Some(r.cells.last()?.0)).max()?;
    let mut found = Vec::new();
    // What stands above, line by line; a heading holds until the next one in its line or above.
    let mut over = vec![String::new(); above.len()];
    for column in 0..=last {
        let mut own = None;
        for (line, row) in above.iter().enumerate() {
            if let Some(words) = text(row, column) {
                over[line + 1..].fill(String::new());
                over[line].clone_from(&words);
                own = Some(words);
            }
        }
        let forms = match (own, text(bottom, column)) {
            (_, Some(lower)) => {
                let mut forms = vec![lower.clone()];
                // The nearest line first; the whole of them is what is shown of the heading.
                let mut joined = String::new();
                for words in over.iter().rev().filter(|w| !w.is_empty()) {
                    joined.insert_str(0, words);
                    forms.push(format!("{joined}{lower}"));
                    forms.push(format!("{joined}({lower})"));
                }
                forms
            }
            (Some(own), None) => vec![own],
            (None, None) => continue,
        };
        found.push(Heading { column, forms });
    }
    Some(found)
}

/// Finds the header and the kind of a sheet. `None` where nothing fits.
pub(crate) fn propose<'a>(
    dictionary: &Dictionary<'_>,
    sheet: &Sheet,
    hints: Hints<'a>,
) -> Option<Plan<'a>> {
    let mut tables: Vec<(Table, Targets)> = candidates(dictionary.framework, hints)
        .into_iter()
        .map(|table| (table, Targets::new()))
        .collect();
    let fixed_row = hints.mapping.and_then(|m| m.header_row);
    let mut best: Option<Plan<'a>> = None;
    for index in 0..sheet.len().min(if fixed_row.is_some() {
        usize::MAX
    } else {
        SEARCH_ROWS
    }) {
        let row = sheet.row(index)?;
        if fixed_row.is_some_and(|r| r != row.number + 1) {
            continue;
        }
        let merged = sheet.merges.iter().any(|m| m.first.0 == row.number);
        for lines in 1..=if merged { DEEPEST } else { 2 } {
            let Some(headings) = headings(sheet, index, lines) else {
                continue;
            };
            if headings.len() < 2 && !hints.one_unit {
                continue;
            }
            for (table, known) in &mut tables {
                let columns = columns(dictionary, *table, &headings, hints.mapping, known);
                let Some(score) = score(dictionary, *table, &columns, headings.len(), hints) else {
                    continue;
                };
                let header = index + lines - 1;
                // Of the same header, a title above it is no line.
                let better =
                    |b: &Plan<'_>| score > b.score || b.header == header && score >= b.score;
                if best.as_ref().is_none_or(better) {
                    best = Some(Plan {
                        table: *table,
                        header,
                        header_row: sheet.row(header)?.number,
                        columns,
                        headings: headings
                            .iter()
                            .map(|h| (h.column, h.forms.last().cloned().unwrap_or_default()))
                            .collect(),
                        score,
                    });
                }
            }
        }
    }
    best
}

/// The register that a kind of table is, by position; `None` where it is none, or the framework keeps none
/// such.
#[must_use]
pub fn register_of(framework: &Framework, kind: Kind) -> Option<usize> {
    let id = match kind {
        Kind::Incidents => framework
            .incident
            .as_ref()
            .map_or("incident", |i| i.register.as_str()),
        Kind::Cases => "case_monthly",
        Kind::Complaints => "complaint_monthly",
        Kind::Transfers => "transfer",
        Kind::Answers | Kind::Units | Kind::Survey | Kind::Rectification => return None,
    };
    framework.registers.iter().position(|r| r.id == id)
}

/// The kind of table that a sheet was taken for, where the kinds have a word for it.
pub(crate) fn kind_of(framework: &Framework, table: Table) -> Option<Kind> {
    match table {
        Table::Wide | Table::Long => Some(Kind::Answers),
        Table::Units => Some(Kind::Units),
        Table::Survey(_) => Some(Kind::Survey),
        Table::Register(register) => [
            Kind::Incidents,
            Kind::Cases,
            Kind::Complaints,
            Kind::Transfers,
        ]
        .into_iter()
        .find(|k| register_of(framework, *k) == Some(register)),
    }
}

fn parties(framework: &Framework) -> Vec<Party> {
    let mut parties: Vec<Party> = framework.questions.iter().map(|q| q.party).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn candidates(framework: &Framework, hints: Hints<'_>) -> Vec<Table> {
    if let Some(table) = hints.table {
        return vec![table];
    }
    if let Some(register) = hints.mapping.and_then(|m| m.register.as_deref()) {
        return framework
            .registers
            .iter()
            .position(|r| r.id == register)
            .map(Table::Register)
            .into_iter()
            .collect();
    }
    let party = hints.mapping.and_then(|m| m.party);
    let surveys = || {
        parties(framework)
            .into_iter()
            .filter(|p| party.is_none_or(|wanted| *p == wanted))
            .map(Table::Survey)
            .collect::<Vec<_>>()
    };
    match hints.kind.or_else(|| hints.mapping.and_then(|m| m.kind)) {
        Some(Kind::Answers) => vec![Table::Wide, Table::Long],
        Some(Kind::Units) => vec![Table::Units],
        Some(Kind::Survey) => surveys(),
        Some(kind) => register_of(framework, kind)
            .map(Table::Register)
            .into_iter()
            .collect(),
        None => {
            let mut all = vec![Table::Wide, Table::Long];
            all.extend((0..framework.registers.len()).map(Table::Register));
            all.push(Table::Units);
            all.extend(surveys());
            all
        }
    }
}

/// What headings are in a table of one kind. The rows that are tried hold the same words again and again.
type Targets = HashMap<String, Option<Target>>;

/// What a heading is in a table of a kind.
fn target(
    dictionary: &Dictionary<'_>,
    table: Table,
    heading: &str,
    known: &mut Targets,
) -> Option<Target> {
    if dictionary.is_no_heading(heading) {
        return None;
    }
    if let Some(target) = known.get(heading) {
        return target.clone();
    }
    let target = dictionary.target(table, heading);
    known.insert(heading.to_owned(), target.clone());
    target
}

/// What the headings are in a table of a kind.
fn columns<'a>(
    dictionary: &Dictionary<'_>,
    table: Table,
    headings: &[Heading],
    mapping: Option<&'a Mapping>,
    known: &mut Targets,
) -> Vec<Planned<'a>> {
    let mut planned: Vec<Planned<'a>> = Vec::new();
    for heading in headings {
        let mut said = false;
        if let Some(mapping) = mapping {
            for form in &heading.forms {
                for (order, column) in mapping.of_column(form, heading.column) {
                    if let Some(target) = dictionary.named(table, &column.field) {
                        planned.push(Planned {
                            column: heading.column,
                            target,
                            factor: column.factor.unwrap_or(1.0),
                            mapping: Some(column),
                            order,
                        });
                        said = true;
                    }
                }
                if said {
                    break;
                }
            }
            if said || !mapping.recognise_others && !mapping.columns.is_empty() {
                continue;
            }
        }
        let found = heading
            .forms
            .iter()
            .find_map(|form| target(dictionary, table, form, known).map(|t| (t, form)));
        if let Some((target, form)) = found {
            // A field that two headings name is the first one's; `unit` may be code and name side by side.
            let taken = planned.iter().any(|p| p.target == target);
            if taken && target != Target::Unit {
                continue;
            }
            let factor = heading_factor(dictionary.framework, table, &target, form);
            planned.push(Planned {
                column: heading.column,
                target,
                factor: factor.unwrap_or(1.0),
                mapping: None,
                order: usize::from(heading.column) + 10_000,
            });
        }
    }
    planned
}

/// How well a table explains the headings; `None` where something that it needs is missing.
fn score(
    dictionary: &Dictionary<'_>,
    table: Table,
    columns: &[Planned<'_>],
    headings: usize,
    hints: Hints<'_>,
) -> Option<f64> {
    let constant = |field: &str| {
        hints
            .mapping
            .is_some_and(|m| m.constants.contains_key(field))
    };
    let has = |target: &Target| columns.iter().any(|c| c.target == *target);
    let told = hints.table.is_some() || hints.kind.is_some() || hints.mapping.is_some();
    let n = columns.len() as f64;
    let share = n / headings.max(1) as f64;
    let unit = has(&Target::Unit) || hints.one_unit || constant("unit");
    match table {
        Table::Wide => {
            let answers = columns
                .iter()
                .filter(|c| matches!(c.target, Target::Indicator(_)))
                .count();
            (unit && answers >= 1 && (told || answers >= 2 || share > 0.5))
                .then_some(2.0 * answers as f64 + share)
        }
        Table::Long => {
            let complete = unit
                && (has(&Target::IndicatorName) || constant("indicator"))
                && has(&Target::Value);
            complete.then_some(6.0 + n + share)
        }
        Table::Register(register) => {
            let unit_field = dictionary.unit_field(register);
            let own = unit_field.is_some_and(|f| has(&Target::Field(f)));
            let whose =
                own || unit || constant(&dictionary.framework.registers[register].unit_field);
            let fields = columns
                .iter()
                .filter(|c| matches!(c.target, Target::Field(f) if Some(f) != unit_field))
                .count();
            let enough = if told {
                fields >= 1
            } else {
                fields >= 3 && share > 0.4
            };
            (whose && enough).then_some(1.5 * fields as f64 + 2.0 * share)
        }
        Table::Units => {
            let named = has(&Target::UnitCode) && has(&Target::UnitName);
            let more = columns
                .iter()
                .any(|c| !matches!(c.target, Target::UnitCode | Target::UnitName));
            (named && (more || told)).then_some(1.5 * n + 2.0 * share)
        }
        Table::Survey(_) => {
            let questions = columns
                .iter()
                .filter(|c| matches!(c.target, Target::Question(..)))
                .count();
            let enough = if told { questions >= 1 } else { questions >= 2 };
            enough.then_some(2.0 * questions as f64 + share)
        }
    }
}
