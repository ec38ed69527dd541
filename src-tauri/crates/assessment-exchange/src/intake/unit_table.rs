//! Tables of units with their attributes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use assessment_models::{
    Framework, Text, Unit,
    draft::{Content, Place},
    problem::Severity,
};

use super::{
    SheetWork,
    dictionary::Target,
    plan::Plan,
    report::Report,
    rows::{data_rows, said},
};
use crate::{
    fold::{fold, half_width},
    sheet::{Cell, Row, Sheet},
    value::{number, scale::Fault, unit::Found},
    vocabulary::WORDS,
};

/// Reads units.
pub(crate) fn read(
    framework: &Framework,
    work: &SheetWork<'_>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    report: &mut Report,
) -> (Content, usize, usize) {
    let rows = data_rows(sheet, plan, report);
    let mut units: Vec<(Unit, Place)> = Vec::with_capacity(rows.len());
    let mut by_code: HashMap<String, u32> = HashMap::new();
    let (mut read, mut rejected) = (0, 0);
    for row in rows {
        read += 1;
        match unit(framework, work, sheet, plan, row, &units, report) {
            Ok(unit) => {
                if let Some(earlier) = by_code.get(unit.code.as_str()) {
                    rejected += 1;
                    report.row(
                        Severity::Error,
                        sheet,
                        row.number,
                        Fault::new(
                            "row_repeated",
                            vec![
                                ("key", unit.code.to_string()),
                                ("other", (u64::from(*earlier) + 1).to_string()),
                            ],
                        ),
                    );
                    continue;
                }
                by_code.insert(unit.code.to_string(), row.number);
                let place = Place {
                    sheet: work.sheet_index,
                    row: row.number,
                    column: row.cells.first().map_or(0, |c| c.0),
                };
                units.push((unit, place));
            }
            Err(fault) => {
                rejected += 1;
                report.row(Severity::Error, sheet, row.number, fault);
            }
        }
    }
    (Content::Units(units), read, rejected)
}

fn unit(
    framework: &Framework,
    work: &SheetWork<'_>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    row: Row<'_>,
    above: &[(Unit, Place)],
    report: &mut Report,
) -> Result<Unit, Fault> {
    let text = |target: &Target| {
        plan.columns
            .iter()
            .filter(|c| c.target == *target)
            .find_map(|c| said(sheet, row, c))
            .map(|s| s.shown(sheet).trim().to_owned())
            .filter(|t| !t.is_empty())
    };
    let missing =
        |field: &str| Fault::new("required_field_missing", vec![("fields", field.to_owned())]);
    let code: String = text(&Target::UnitCode)
        .ok_or_else(|| missing(WORDS.name("code")))?
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace())
        .collect();
    let name = text(&Target::UnitName).ok_or_else(|| missing(WORDS.name("name")))?;
    let known = match work.units.find(&code, None) {
        Found::One(at) => Some(&work.units.units()[at]),
        _ => None,
    };
    let peer_group = match text(&Target::PeerGroup) {
        Some(text) => {
            let wanted = fold(&text);
            framework
                .peer_groups
                .iter()
                .find(|g| {
                    [&g.id, &g.name.zh, &g.name.en]
                        .iter()
                        .any(|n| fold(n) == wanted)
                })
                .map(|g| g.id.clone())
                .ok_or_else(|| {
                    let candidates: Vec<&str> = framework
                        .peer_groups
                        .iter()
                        .map(|g| g.name.zh.as_str())
                        .collect();
                    Fault::new(
                        "peer_group_unknown",
                        vec![("value", text), ("candidates", candidates.join(" / "))],
                    )
                })?
        }
        None => known
            .map(|u| u.peer_group.clone())
            .ok_or_else(|| missing(WORDS.name("peer_group")))?,
    };
    let parent = match text(&Target::Parent) {
        Some(text) => {
            let here = above
                .iter()
                .map(|(u, _)| u)
                .find(|u| fold(u.code.as_str()) == fold(&text) || u.name.zh == text);
            match (here, work.units.find(&text, None)) {
                (Some(unit), _) => Some(unit.code.clone()),
                (None, Found::One(at)) => Some(work.units.units()[at].code.clone()),
                // A parent further down, or in another file, stands by its code.
                (None, _) if text.chars().all(|c| c.is_ascii_alphanumeric()) => {
                    Some(text.as_str().into())
                }
                (None, _) => return Err(Fault::new("unit_unknown", vec![("value", text)])),
            }
        }
        None => known.and_then(|u| u.parent.clone()),
    };
    let tags: BTreeSet<String> = match text(&Target::Tags) {
        Some(text) => text
            .split(['|', ';', '；', '、', ',', '，', ' '])
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect(),
        None => known.map(|u| u.tags.clone()).unwrap_or_default(),
    };
    let mut attributes: BTreeMap<String, f64> =
        known.map(|u| u.attributes.clone()).unwrap_or_default();
    for planned in &plan.columns {
        let Target::Attribute(attribute) = &planned.target else {
            continue;
        };
        let Some(said) = said(sheet, row, planned) else {
            continue;
        };
        let n = match (said.cell, &said.text) {
            (Some(Cell::Number(n)), None) => Some(n),
            _ => number::read(&said.shown(sheet), &Text::default())
                .ok()
                .map(|r| r.number),
        };
        match n {
            Some(n) => {
                attributes.insert(attribute.clone(), n * planned.factor);
            }
            None => report.cell(
                Severity::Error,
                sheet,
                row.number,
                said.column,
                Fault::new(
                    "field_not_a_number",
                    vec![
                        ("value", said.shown(sheet).into_owned()),
                        ("field", attribute.clone()),
                    ],
                ),
            ),
        }
    }
    let en = text(&Target::UnitNameEn)
        .or_else(|| known.map(|u| u.name.en.clone()))
        .unwrap_or_else(|| name.clone());
    Ok(Unit {
        code: code.into(),
        name: Text::new(name, en),
        peer_group,
        parent,
        tags,
        attributes,
    })
}
