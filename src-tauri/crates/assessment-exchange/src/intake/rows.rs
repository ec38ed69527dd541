//! Which rows below a header are data, and whose they are.

use std::{borrow::Cow, collections::HashMap};

use assessment_models::problem::Severity;

use super::{
    SheetWork,
    dictionary::Target,
    plan::{Plan, Planned},
    report::Report,
};
use crate::{
    sheet::{Cell, Row, Sheet},
    value::{
        scale::Fault,
        unit::{Found, UnitIndex},
    },
    vocabulary::WORDS,
};

/// Most lines of a header that are compared with a row that may repeat it.
const MOST_LINES: usize = 3;

/// Rows of data, by their places among the filled rows of their sheet: a million of them cost four bytes each.
pub(crate) struct DataRows<'s> {
    sheet: &'s Sheet,
    places: Vec<u32>,
}

impl<'s> DataRows<'s> {
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'s>> {
        let sheet = self.sheet;
        let rows = self.places.iter();
        rows.filter_map(move |place| sheet.row(*place as usize))
    }
}

/// Rows of data: no totals, footers or repeated headers; those are told.
pub(crate) fn data_rows<'s>(
    sheet: &'s Sheet,
    plan: &Plan<'_>,
    report: &mut Report,
) -> DataRows<'s> {
    // A header of several lines is repeated line by line, or written as one.
    let lines = plan.header.saturating_sub(MOST_LINES - 1)..=plan.header;
    let lines: Vec<Row<'_>> = lines.filter_map(|at| sheet.row(at)).collect();
    let mut places = Vec::with_capacity(sheet.len().saturating_sub(plan.header + 1));
    for index in plan.header + 1..sheet.len() {
        let Some(row) = sheet.row(index) else {
            continue;
        };
        let Some((_, first)) = row.cells.first() else {
            continue;
        };
        if let Cell::Text(number) = first {
            let text = sheet.text(*number);
            if row.cells.len() <= 2 && WORDS.is_footer(text) {
                continue;
            }
            if WORDS.is_total(text) {
                report.row(
                    Severity::Info,
                    sheet,
                    row.number,
                    Fault::new("total_row_skipped", vec![("value", text.to_owned())]),
                );
                continue;
            }
            if repeats(sheet, &lines, row) {
                report.row(
                    Severity::Info,
                    sheet,
                    row.number,
                    Fault::new("header_repeated", Vec::new()),
                );
                continue;
            }
        }
        if row
            .cells
            .iter()
            .all(|(c, _)| !plan.columns.iter().any(|p| p.column == *c))
        {
            // Nothing stands in a column that is read: a remark beside the table.
            continue;
        }
        // A sheet holds far fewer rows than that.
        places.push(index as u32);
    }
    DataRows { sheet, places }
}

/// Whether a row says the same as the header: as its last line, or column by column as one of its lines.
fn repeats(sheet: &Sheet, lines: &[Row<'_>], row: Row<'_>) -> bool {
    let width = lines.last().map_or(0, |last| last.cells.len());
    if row.cells.len() < 2 || row.cells.len() * 2 < width {
        return false;
    }
    row.cells.iter().all(|(column, cell)| {
        let mut above = lines.iter().filter_map(|line| line.get(*column));
        above.any(|h| sheet.shown(h) == sheet.shown(*cell))
    })
}

/// A cell's text and place after the mapping's own values.
pub(crate) struct Said<'s> {
    pub(crate) column: u16,
    pub(crate) cell: Option<Cell>,
    /// In place of the cell, where the mapping says so.
    pub(crate) text: Option<Cow<'s, str>>,
}

/// What a row says in a column: the mapping's word for it, or the cell.
pub(crate) fn said<'s>(sheet: &'s Sheet, row: Row<'_>, planned: &Planned<'s>) -> Option<Said<'s>> {
    let cell = row.get(planned.column);
    let column = planned.column;
    let Some(mapping) = planned.mapping else {
        return cell.map(|cell| Said {
            column,
            cell: Some(cell),
            text: None,
        });
    };
    match cell {
        None => mapping.empty.as_deref().map(|text| Said {
            column,
            cell: None,
            text: Some(Cow::Borrowed(text)),
        }),
        Some(cell) => match mapping.ours(&sheet.shown(cell)) {
            // An empty word of ours says: leave the field out.
            Some("") => None,
            Some(ours) => Some(Said {
                column,
                cell: Some(cell),
                text: Some(Cow::Borrowed(ours)),
            }),
            None => Some(Said {
                column,
                cell: Some(cell),
                text: None,
            }),
        },
    }
}

impl Said<'_> {
    /// As text.
    pub(crate) fn shown<'a>(&'a self, sheet: &'a Sheet) -> Cow<'a, str> {
        match (&self.text, self.cell) {
            (Some(text), _) => Cow::Borrowed(text),
            (None, Some(cell)) => sheet.shown(cell),
            (None, None) => Cow::Borrowed(""),
        }
    }
}

/// Says whose a row is.
pub(crate) struct Whose<'a, 'p> {
    index: &'a UnitIndex<'a>,
    units: Vec<&'p Planned<'p>>,
    city: Option<&'p Planned<'p>>,
    constant: Option<usize>,
    seen: HashMap<(String, String), Found>,
    above: Option<(u32, usize)>,
    merged: Merged,
}

/// What is merged in the column of the units.
#[derive(Default)]
struct Merged {
    /// First rows in order, each with the furthest last row of it and of those before.
    spans: Vec<(u32, u32)>,
}

impl Merged {
    fn new(sheet: &Sheet, column: u16) -> Self {
        let column = u32::from(column);
        let mut spans: Vec<(u32, u32)> = sheet
            .merges
            .iter()
            .filter(|m| (m.first.1..=m.last.1).contains(&column))
            .map(|m| (m.first.0, m.last.0))
            .collect();
        spans.sort_unstable();
        let mut furthest = 0;
        for (_, last) in &mut spans {
            furthest = furthest.max(*last);
            *last = furthest;
        }
        Self { spans }
    }

    /// Whether one merge holds both rows, the first of which stands above the other.
    fn hold(&self, above: u32, below: u32) -> bool {
        let begun = self.spans.partition_point(|(first, _)| *first <= above);
        begun > 0 && self.spans[begun - 1].1 >= below
    }
}

impl<'a, 'p> Whose<'a, 'p> {
    /// `is_unit` tells the columns that name the unit. A constant of the mapping that names no unit is
    /// told once.
    pub(crate) fn new(
        work: &'a SheetWork<'a>,
        plan: &'p Plan<'p>,
        is_unit: impl Fn(&Target) -> bool,
        constant_field: &str,
        sheet: &Sheet,
        report: &mut Report,
    ) -> Self {
        let mut units: Vec<&Planned<'_>> =
            plan.columns.iter().filter(|c| is_unit(&c.target)).collect();
        units.sort_by_key(|c| c.order);
        let index = &work.units;
        let stated = work.mapping.and_then(|m| {
            m.constants
                .get("unit")
                .or_else(|| m.constants.get(constant_field))
        });
        let constant = match stated.map(|text| (text, index.find(text, None))) {
            Some((_, Found::One(at))) => Some(at),
            Some((text, _)) => {
                report.sheet(
                    Severity::Error,
                    sheet,
                    Fault::new("unit_unknown", vec![("value", text.clone())]),
                );
                None
            }
            None => work.fixed_unit,
        };
        let merged = units.first().map(|unit| Merged::new(sheet, unit.column));
        Self {
            index,
            merged: merged.unwrap_or_default(),
            units,
            city: plan.columns.iter().find(|c| c.target == Target::City),
            constant,
            seen: HashMap::new(),
            above: None,
        }
    }

    /// The unit of a row, by position; else what is wrong and in which column.
    pub(crate) fn of(
        &mut self,
        sheet: &Sheet,
        row: Row<'_>,
    ) -> Result<usize, (Option<u16>, Fault)> {
        let city = self
            .city
            .and_then(|c| said(sheet, row, c))
            .map(|s| s.shown(sheet).into_owned())
            .unwrap_or_default();
        let mut first = None;
        let mut found: Option<usize> = None;
        for planned in &self.units {
            let Some(said) = said(sheet, row, planned) else {
                continue;
            };
            let text = said.shown(sheet).into_owned();
            let key = (text, city.clone());
            let result = self.seen.entry(key.clone()).or_insert_with(|| {
                self.index
                    .find(&key.0, (!key.1.is_empty()).then_some(key.1.as_str()))
            });
            match result {
                Found::One(at) if found.is_some_and(|f| f != *at) => {
                    return Err((
                        Some(said.column),
                        Fault::new(
                            "unit_code_and_name_differ",
                            vec![
                                ("value", key.0),
                                (
                                    "candidates",
                                    found
                                        .into_iter()
                                        .chain([*at])
                                        .map(|u| self.index.describe(u))
                                        .collect::<Vec<_>>()
                                        .join(" / "),
                                ),
                            ],
                        ),
                    ));
                }
                Found::One(at) => found = Some(*at),
                Found::Several(places) if found.is_some_and(|f| places.contains(&f)) => {}
                Found::Several(places) => {
                    let candidates = places
                        .iter()
                        .map(|at| self.index.describe(*at))
                        .collect::<Vec<_>>()
                        .join(" / ");
                    first.get_or_insert((
                        Some(said.column),
                        Fault::new(
                            "unit_ambiguous",
                            vec![("value", key.0), ("candidates", candidates)],
                        ),
                    ));
                }
                Found::None => {
                    first.get_or_insert((
                        Some(said.column),
                        Fault::new("unit_unknown", vec![("value", key.0)]),
                    ));
                }
            }
        }
        match (found, first) {
            (Some(at), _) => {
                self.above = Some((row.number, at));
                Ok(at)
            }
            (None, Some(fault)) => Err(fault),
            (None, None) => {
                if let Some(at) = self.constant {
                    return Ok(at);
                }
                // A unit's name merged over several rows stands in the first of them.
                if let Some((above, at)) = self.above
                    && self.merged.hold(above, row.number)
                {
                    return Ok(at);
                }
                Err((
                    self.units.first().map(|u| u.column),
                    Fault::new("unit_missing", Vec::new()),
                ))
            }
        }
    }
}
