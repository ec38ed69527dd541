//! Small frameworks out of tables: a tree, its units, what they answered and what registers hold.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{
    Answer, Framework, Layer, Observation, Record, Round, RoundData, Text, Unit, Value,
    framework::{
        Condition, DerivedFormula, Field, FieldKind, Goalposts, Means, Measure, Operand, Operator,
        Register, Scale, Selector,
    },
    survey::Party,
};
use chrono::NaiveDate;

use super::{
    tables::{Row, Table},
    values::{number, optional},
};

/// The built-in framework: what is not said in a table is taken from it.
pub(crate) fn framework() -> Framework {
    Framework::builtin("six-aspect").unwrap()
}

/// A framework of the given tree, every indicator scored as it stands. Indicators may have `means`, `party`
/// and `zero`, `full`, the ends of another scale.
pub(crate) fn framework_of(tree: &Table) -> Framework {
    let mut framework = framework();
    let (aspect, objective, indicator) = (
        framework.aspects[0].clone(),
        framework.objectives[0].clone(),
        framework.indicators[0].clone(),
    );
    framework.aspects.clear();
    framework.objectives.clear();
    framework.indicators.clear();
    framework.derived.clear();
    framework.adjustments.rules.clear();
    framework.diagnosis.coverings.clear();
    for row in &tree.rows {
        let (code, parent) = (tree.cell(row, "element"), tree.cell(row, "parent"));
        let weight = number(tree.cell(row, "weight"));
        let of_aspect = framework.aspects.iter().position(|a| a.id == parent);
        if parent.is_empty() {
            let mut new = aspect.clone();
            (new.id, new.weight) = (code.into(), weight);
            framework.aspects.push(new);
        } else if let Some(at) = of_aspect {
            let mut new = objective.clone();
            (new.id, new.weight, new.aspect) = (code.into(), weight, at);
            framework.objectives.push(new);
        } else {
            let mut objectives = framework.objectives.iter();
            let at = objectives.position(|o| o.id == parent).unwrap();
            let mut new = indicator.clone();
            (new.id, new.weight, new.objective) = (code.into(), weight, at);
            new.scale = Scale::Goalposts(Goalposts {
                zero: optional(tree.cell(row, "zero")).unwrap_or(0.0),
                full: optional(tree.cell(row, "full")).unwrap_or(100.0),
            });
            new.means = means(tree.cell(row, "means"));
            new.respondent = party(tree.cell(row, "party"));
            new.na_allowed = true;
            new.requires_tag = None;
            framework.indicators.push(new);
        }
    }
    for group in &mut framework.peer_groups {
        group.answers = vec![Selector::default()];
    }
    framework
}

pub(crate) fn means(word: &str) -> Means {
    match word {
        "legal" => Means::Legal,
        "technical" => Means::Technical,
        "social" => Means::Social,
        "outcome" => Means::Outcome,
        _ => Means::Administrative,
    }
}

pub(crate) fn party(word: &str) -> Party {
    match word {
        "enterprise" => Party::Enterprise,
        "social organisation" => Party::SocialOrg,
        "citizen" => Party::Citizen,
        _ => Party::Government,
    }
}

pub(crate) fn unit(code: &str, peer_group: &str) -> Unit {
    Unit {
        code: code.into(),
        name: Text::default(),
        peer_group: peer_group.to_owned(),
        parent: None,
        tags: BTreeSet::new(),
        attributes: BTreeMap::new(),
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap_or_else(|_| panic!("“{text}” is no day"))
}

/// A round over 2026.
pub(crate) fn round(units: Vec<Unit>) -> RoundData {
    RoundData {
        round: Round {
            id: "2026".into(),
            name: Text::default(),
            period_start: day("2026-01-01"),
            period_end: day("2026-12-31"),
            deadline: None,
            framework: String::new(),
            framework_version: String::new(),
        },
        units,
        observations: Vec::new(),
        records: Vec::new(),
        responses: Vec::new(),
        adjustments: Vec::new(),
    }
}

/// An answer as a cell states it; `None` for `?` and for nothing.
pub(crate) fn answer(cell: &str) -> Option<Answer> {
    match cell {
        "" | "?" => None,
        "n/a" => Some(Answer::NotApplicable {
            reason: "no such thing here".to_owned(),
            approver: None,
        }),
        "n/a approved" => Some(Answer::NotApplicable {
            reason: "no such thing here".to_owned(),
            approver: Some("an auditor".to_owned()),
        }),
        value => Some(Answer::Value(number(value))),
    }
}

pub(crate) fn observed(unit: &str, indicator: &str, layer: Layer, answer: Answer) -> Observation {
    Observation {
        unit: unit.into(),
        indicator: indicator.into(),
        layer,
        answer,
        note: None,
        flagged: false,
        source: None,
    }
}

/// A round of one peer group: `unit`, then an indicator a column.
pub(crate) fn answered(table: &Table) -> RoundData {
    let code = |row: &Row| row.cells[0].clone();
    let units = table.rows.iter().map(|row| unit(&code(row), "city"));
    let mut data = round(units.collect());
    for row in &table.rows {
        for column in table.columns[1..].iter().filter(|c| *c != "why") {
            if let Some(answer) = answer(table.cell(row, column)) {
                let seen = observed(&code(row), column, Layer::SelfReported, answer);
                data.observations.push(seen);
            }
        }
    }
    data
}

/// A register `register` dated by `day`, with fields as the table has them: all but `unit`.
pub(crate) fn register(table: &Table) -> Register {
    let field = |id: &String| Field {
        id: id.clone(),
        name: Text::default(),
        synonyms: Vec::new(),
        section: String::new(),
        kind: if is_time(id) {
            FieldKind::Time
        } else {
            FieldKind::Text
        },
        unit: Text::default(),
        required: false,
    };
    let fields = table.columns.iter().filter(|c| *c != "unit" && *c != "why");
    Register {
        id: "register".into(),
        name: Text::default(),
        unit_field: "unit".to_owned(),
        period_fields: vec!["day".to_owned()],
        key: Vec::new(),
        fields: fields.map(field).collect(),
    }
}

fn is_time(field: &str) -> bool {
    ["day", "found", "answered"].contains(&field)
}

/// The rows of a register.
pub(crate) fn records(table: &Table) -> Vec<Record> {
    let rows = table.rows.iter().enumerate();
    rows.map(|(at, row)| {
        let named = table.columns.iter().filter(|c| *c != "unit" && *c != "why");
        let fields = named.filter_map(|column| {
            let cell = table.cell(row, column);
            let value = match cell {
                "" => return None,
                moment if is_time(column) => Value::Time(moment_of(moment)),
                text => match text.parse() {
                    Ok(number) => Value::Number(number),
                    Err(_) => Value::Text(text.to_owned()),
                },
            };
            Some((column.clone(), value))
        });
        Record {
            register: "register".into(),
            key: (at + 1).to_string(),
            unit: table.cell(row, "unit").into(),
            fields: fields.collect(),
            source: None,
        }
    })
    .collect()
}

/// `2026-03-01`, or with the hour and minute.
fn moment_of(text: &str) -> chrono::NaiveDateTime {
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .unwrap_or_else(|_| day(text).into())
}

/// `field=code`, `field>=3`, `field set`, joined by ` and `.
pub(crate) fn conditions(words: &str) -> Vec<Condition> {
    let one = |words: &str| {
        let operand = |text: &str| match text.parse() {
            Ok(n) => Operand::Number(n),
            Err(_) => Operand::Text(text.to_owned()),
        };
        let (field, operator, operand) = if let Some(field) = words.strip_suffix(" set") {
            (field, Operator::Set, Operand::None)
        } else if let Some((field, least)) = words.split_once(">=") {
            (field, Operator::Ge, operand(least))
        } else {
            let (field, code) = words.split_once('=').unwrap();
            (field, Operator::Eq, operand(code))
        };
        Condition {
            field: field.to_owned(),
            operator,
            operand,
        }
    };
    words
        .split(" and ")
        .filter(|w| !w.is_empty())
        .map(one)
        .collect()
}

/// `sum of x and y`, `count`, `count of x=1`, `population`.
fn measure(words: &str) -> Measure {
    if let Some(fields) = words.strip_prefix("sum of ") {
        Measure::Sum {
            fields: fields.split(" and ").map(str::to_owned).collect(),
            when: Vec::new(),
        }
    } else if let Some(when) = words.strip_prefix("count") {
        Measure::Count(conditions(when.trim().trim_start_matches("of ")))
    } else {
        Measure::Attribute(words.to_owned())
    }
}

/// Formulas: `indicator`, `above`, `below`, `times`, `at most`, `least rows`, `coverage`; a median of hours
/// has no `below`.
pub(crate) fn formula(table: &Table, row: &Row) -> DerivedFormula {
    let (above, below) = (table.cell(row, "above"), table.cell(row, "below"));
    let indicator = row.cells[0].as_str().into();
    let register = "register".to_owned();
    if let Some(fields) = above.strip_prefix("median hours from ") {
        let (from, to) = fields.split_once(" to ").unwrap();
        return DerivedFormula::MedianHours {
            indicator,
            register,
            from: from.to_owned(),
            to: to.to_owned(),
            when: conditions(below),
        };
    }
    let coverage = table.cell(row, "coverage").split_once(" of ");
    DerivedFormula::Ratio {
        indicator,
        register,
        numerator: measure(above),
        denominator: measure(below),
        factor: optional(table.cell(row, "times")).unwrap_or(1.0),
        cap: optional(table.cell(row, "at most")),
        min_coverage: coverage.map(|(share, of)| (measure(of), number(share))),
        min_records: optional(table.cell(row, "least rows")).unwrap_or(0.0) as usize,
    }
}
