//! Tables of units with their attributes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use assessment_models::{
    Framework, Text, Unit, UnitCode,
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
    value::{
        number::{self, Fault as NumberFault},
        scale::{Fault, not_exact, unit_mismatch},
        unit::Found,
    },
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
    let mut above = Above::default();
    let (mut read, mut rejected) = (0, 0);
    for row in rows.iter() {
        read += 1;
        match unit(framework, work, sheet, plan, row, &above, report) {
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
                above.put(&unit);
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

fn fault(code: &'static str, attribute: &str, shown: &str) -> Fault {
    Fault::new(
        code,
        vec![("value", shown.to_owned()), ("field", attribute.to_owned())],
    )
}

/// An attribute as words: a unit of its own goes before the one that the heading names.
fn number_of(attribute: &str, shown: &str, factor: f64) -> Result<f64, Fault> {
    let counted_in = WORDS.attribute_unit(attribute).unwrap_or_default();
    let unit = Text::new(counted_in, counted_in);
    match number::read(shown, &unit) {
        // 85 % of the people is no number of people.
        Ok(read) if read.percent => Err(fault("field_not_a_number", attribute, shown)),
        Ok(read) if read.in_unit => Ok(read.number),
        Ok(read) => Ok(read.number * factor),
        Err(NumberFault::Unit) => Err(unit_mismatch(shown, &unit)),
        Err(NumberFault::Approximate) => Err(not_exact(shown)),
        Err(NumberFault::Comma) => Err(Fault::new(
            "value_ambiguous",
            vec![
                ("value", shown.to_owned()),
                (
                    "candidates",
                    format!("{} / {}", shown.replace(',', ""), shown.replace(',', ".")),
                ),
            ],
        )),
        Err(NumberFault::NotANumber | NumberFault::Several) => {
            Err(fault("field_not_a_number", attribute, shown))
        }
    }
}

/// The units of the rows above, by what a row may call its parent.
#[derive(Default)]
struct Above {
    codes: HashMap<String, UnitCode>,
    names: HashMap<String, Vec<UnitCode>>,
}

impl Above {
    fn put(&mut self, unit: &Unit) {
        let code = unit.code.clone();
        self.codes
            .entry(fold(code.as_str()))
            .or_insert_with(|| code.clone());
        self.names
            .entry(unit.name.zh.clone())
            .or_default()
            .push(code);
    }

    /// The unit that text means; `Ok(None)` where none does.
    fn find(&self, text: &str) -> Result<Option<&UnitCode>, Fault> {
        if let Some(code) = self.codes.get(&fold(text)) {
            return Ok(Some(code));
        }
        match self.names.get(text).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([one]) => Ok(Some(one)),
            Some(several) => {
                let candidates: Vec<String> = several
                    .iter()
                    .map(|code| format!("{code} {text}"))
                    .collect();
                Err(Fault::new(
                    "unit_ambiguous",
                    vec![
                        ("value", text.to_owned()),
                        ("candidates", candidates.join(" / ")),
                    ],
                ))
            }
        }
    }
}

fn unit(
    framework: &Framework,
    work: &SheetWork<'_>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    row: Row<'_>,
    above: &Above,
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
            match (above.find(&text)?, work.units.find(&text, None)) {
                (Some(code), _) => Some(code.clone()),
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
        let shown = said.shown(sheet);
        let n = match (said.cell, &said.text) {
            (Some(Cell::Number(n)), None) => Ok(n * planned.factor),
            _ => number_of(attribute, shown.trim(), planned.factor),
        };
        let sound = n.and_then(|n| {
            // Counts and sizes: what is below nothing would turn every ratio round.
            if n < 0.0 {
                Err(fault("field_below_minimum", attribute, &shown))
            } else {
                Ok(n)
            }
        });
        match sound {
            Ok(n) => {
                attributes.insert(attribute.clone(), n);
            }
            Err(fault) => report.cell(Severity::Error, sheet, row.number, said.column, fault),
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
