//! What a unit wrote on the sheet of its findings 整改: how far it has come, what it did, what proves it.

use std::collections::BTreeMap;

use assessment_models::{
    RoundId, UnitCode,
    draft::{Content, Kind, Place, RectificationRow, Reported, column_letters},
    problem::Severity,
    text::Lang,
};
use serde::{Deserialize, Serialize};

use super::{ColumnReport, SheetReport, SheetWork, report::Report};
use crate::{
    fold::fold,
    sheet::{Cell, Row, Sheet},
    template::findings::{REPORTED, STATES, state_word},
    value::scale::Fault,
    words::word,
};

/// What the sheet is called in the workbook's hidden sheet.
pub(crate) const ROLE: &str = "findings";

/// A finding that the workspace knows, so that a report on another one is told at its cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFinding {
    /// Its number.
    pub id: i64,
    /// The round whose list it stands on.
    pub round: RoundId,
    /// Whose it is.
    pub unit: UnitCode,
    /// It was struck off the list 销号.
    pub closed: bool,
}

/// Columns that are read, by the key of their heading.
const NUMBER: &str = "finding_id";

/// The sheet's header: its row and language, and the column of each heading that is read.
struct Header {
    row: u32,
    lang: Lang,
    columns: BTreeMap<&'static str, u16>,
    headings: Vec<(u16, String)>,
}

impl Header {
    fn find(sheet: &Sheet) -> Option<Self> {
        sheet.rows().find_map(|row| {
            let headings: Vec<(u16, String)> = row
                .cells
                .iter()
                .map(|(column, cell)| (*column, sheet.shown(*cell).into_owned()))
                .collect();
            let known = std::iter::once(NUMBER).chain(REPORTED);
            let columns: BTreeMap<&'static str, u16> = known
                .filter_map(|key| {
                    let is = |text: &str| {
                        [Lang::Zh, Lang::En]
                            .iter()
                            .any(|lang| fold(word(*lang, key)) == fold(text))
                    };
                    let at = headings.iter().find(|(_, text)| is(text))?;
                    Some((key, at.0))
                })
                .collect();
            let english = headings
                .iter()
                .any(|(_, text)| fold(text) == fold(word(Lang::En, NUMBER)));
            (columns.contains_key(NUMBER) && columns.len() > 1).then(|| Self {
                row: row.number,
                lang: if english { Lang::En } else { Lang::Zh },
                columns,
                headings: headings.clone(),
            })
        })
    }
}

/// Reads the sheet of a unit's findings; describes it and gives what it holds, rows read and rows rejected.
/// `None` where it has lost its headings.
pub(crate) fn read(
    work: &SheetWork<'_>,
    (round, known): (Option<&RoundId>, &[KnownFinding]),
    sheet: &Sheet,
    report: &mut Report,
) -> Option<(Content, usize, usize)> {
    let header = Header::find(sheet)?;
    let mut rows: Vec<RectificationRow> = Vec::new();
    let mut above: BTreeMap<i64, u32> = BTreeMap::new();
    let (mut read, mut rejected) = (0, 0);
    for row in sheet.rows().filter(|row| row.number > header.row) {
        let said = |key: &str| {
            let cell = row.get(*header.columns.get(key)?)?;
            let text = sheet.shown(cell);
            let text = text.trim();
            (!text.is_empty()).then(|| Box::<str>::from(text))
        };
        let [state, done, evidence] = REPORTED.map(said);
        if state.is_none() && done.is_none() && evidence.is_none() {
            continue;
        }
        read += 1;
        let number = header.columns.get(NUMBER).copied().unwrap_or(0);
        let finding = match finding(work, (round, known), sheet, row, number) {
            Ok(finding) => finding,
            Err(fault) => {
                rejected += 1;
                report.cell(Severity::Error, sheet, row.number, number, fault);
                continue;
            }
        };
        if let Some(earlier) = above.insert(finding.id, row.number) {
            rejected += 1;
            let params = vec![
                ("key", finding.id.to_string()),
                ("other", (u64::from(earlier) + 1).to_string()),
            ];
            let fault = Fault::new("row_repeated", params);
            report.row(Severity::Error, sheet, row.number, fault);
            continue;
        }
        let place_of = |key: &str| header.columns.get(key).copied().unwrap_or(number);
        let state = match state.as_deref().map(reported) {
            Some(None) => {
                rejected += 1;
                let params = vec![
                    ("value", state.as_deref().unwrap_or_default().to_owned()),
                    ("expected", expected(header.lang)),
                ];
                let fault = Fault::new("finding_state_unknown", params);
                report.cell(
                    Severity::Error,
                    sheet,
                    row.number,
                    place_of(REPORTED[0]),
                    fault,
                );
                continue;
            }
            Some(known) => known,
            None => None,
        };
        if state == Some(Reported::Mended) {
            for (key, told, code) in [
                (REPORTED[1], &done, "finding_without_account"),
                (REPORTED[2], &evidence, "finding_without_evidence"),
            ] {
                if told.is_none() {
                    let fault = Fault::new(code, vec![("finding", finding.id.to_string())]);
                    report.cell(Severity::Warning, sheet, row.number, place_of(key), fault);
                }
            }
        }
        rows.push(RectificationRow {
            finding: finding.id,
            unit: finding.unit.clone(),
            state,
            done,
            evidence,
            place: Place {
                sheet: work.sheet_index,
                row: row.number,
                column: number,
            },
        });
    }
    Some((Content::Rectification(rows), read, rejected))
}

/// The finding whose number stands in a row.
fn finding<'k>(
    work: &SheetWork<'_>,
    (round, known): (Option<&RoundId>, &'k [KnownFinding]),
    sheet: &Sheet,
    row: Row<'_>,
    column: u16,
) -> Result<&'k KnownFinding, Fault> {
    let text = match row.get(column) {
        None => String::new(),
        Some(Cell::Number(number)) => number.to_string(),
        Some(cell) => sheet.shown(cell).trim().to_owned(),
    };
    let fault = |code| Fault::new(code, vec![("value", text.clone())]);
    let id: i64 = text.parse().map_err(|_| fault("finding_number_invalid"))?;
    let there = known.iter().find(|f| f.id == id);
    let there = there.filter(|f| round.is_none_or(|round| f.round == *round));
    let there = there.ok_or_else(|| fault("finding_unknown"))?;
    let own = work.fixed_unit.and_then(|at| work.units.units().get(at));
    if own.is_none_or(|unit| unit.code != there.unit) {
        return Err(fault("finding_of_other_unit"));
    }
    if there.closed {
        return Err(fault("finding_closed"));
    }
    Ok(there)
}

/// The state that a word stands for, in either language or by its code.
fn reported(text: &str) -> Option<Reported> {
    let wanted = fold(text);
    let is = |key: &str| {
        let words = [Lang::Zh, Lang::En].map(|lang| fold(state_word(lang, key)));
        words.contains(&wanted) || key == wanted
    };
    STATES
        .iter()
        .find(|(_, key)| is(key))
        .map(|(state, _)| *state)
}

/// The words that a state may be given in.
fn expected(lang: Lang) -> String {
    let between = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    STATES.map(|(_, key)| state_word(lang, key)).join(between)
}

/// Says what the sheet was taken for.
pub(crate) fn describe(sheet: &Sheet, described: &mut SheetReport) {
    let Some(header) = Header::find(sheet) else {
        return;
    };
    described.kind = Some(Kind::Rectification);
    described.header_row = Some(header.row + 1);
    described.mapping = header
        .headings
        .iter()
        .map(|(column, heading)| ColumnReport {
            column: column_letters(*column),
            heading: heading.clone(),
            field: header
                .columns
                .iter()
                .find(|(_, at)| *at == column)
                .map(|(key, _)| (*key).to_owned()),
        })
        .collect();
}
