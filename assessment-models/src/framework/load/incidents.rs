//! Scopes and grading thresholds of incidents.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    Loader,
    conditions::{ConditionFile, Subject, Vocabulary, unknown},
    table::Row,
};
use crate::framework::{
    Fault, FaultCode, FieldKind, GradingThreshold, IncidentSettings, Operand, Operator, Register,
    Scope, Status,
};

pub(super) const FILE: &str = "incident.toml";
const GRADING: &str = "incident_grading.csv";
/// In the column `scope` of the thresholds: as in the row above.
const SAME: &str = "same";
/// In a column `scope`: every incident.
const ANY: &str = "any";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IncidentFile {
    register: String,
    level_field: String,
    class_field: String,
    status_field: Option<String>,
    /// States in which handling is finished.
    #[serde(default)]
    closed: Vec<String>,
    /// Fields to be filled in before that.
    #[serde(default)]
    closing: Vec<String>,
    recurrence_field: Option<String>,
    #[serde(default)]
    scopes: BTreeMap<String, Vec<Vec<ConditionFile>>>,
    /// Instruments whose thresholds are in force.
    #[serde(default)]
    instruments: Vec<String>,
    #[serde(default)]
    metrics: BTreeMap<String, MetricFile>,
    #[serde(default)]
    pub(super) deadlines: BTreeMap<String, DeadlineFile>,
}

/// The field that a metric of the thresholds speaks of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricFile {
    field: String,
    /// From the threshold's unit to the field's.
    #[serde(default = "one")]
    factor: f64,
    /// Any incident with this field reaches it; for the level below all thresholds.
    #[serde(default)]
    whenever_set: bool,
}

fn one() -> f64 {
    1.0
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlineFile {
    pub(super) from: String,
    pub(super) done: Option<String>,
    pub(super) step: Option<String>,
    #[serde(default)]
    pub(super) when: Vec<ConditionFile>,
}

pub(super) fn file(loader: &mut Loader<'_>) -> Option<IncidentFile> {
    let stated = loader.files.contains_key(FILE);
    let file: IncidentFile = loader.toml(FILE, false);
    (stated && !file.register.is_empty()).then_some(file)
}

pub(super) fn settings(
    loader: &mut Loader<'_>,
    file: &Option<IncidentFile>,
    registers: &[Register],
) -> Option<IncidentSettings> {
    let file = file.as_ref()?;
    let Some(register) = registers.iter().find(|r| r.id == *file.register) else {
        unknown(loader, FILE, "register", "register", &file.register);
        return None;
    };
    let mut fits = true;
    let mut field = |id: &str, wanted: &dyn Fn(&FieldKind) -> bool| {
        if !register.field(id).is_some_and(|f| wanted(&f.kind)) {
            unknown(loader, FILE, "register", "field", id);
            fits = false;
        }
    };
    field(&file.level_field, &|k| {
        matches!(k, FieldKind::Number { .. } | FieldKind::Choice(_))
    });
    field(&file.class_field, &|k| *k == FieldKind::IncidentClass);
    if let Some(status) = &file.status_field {
        field(status, &|k| match k {
            FieldKind::Choice(options) => file
                .closed
                .iter()
                .all(|code| options.iter().any(|o| o.code == *code)),
            _ => false,
        });
    }
    for id in &file.closing {
        field(id, &|_| true);
    }
    if let Some(recurrence) = &file.recurrence_field {
        field(recurrence, &|k| *k == FieldKind::Text);
    }
    fits.then(|| IncidentSettings {
        register: file.register.clone(),
        level_field: file.level_field.clone(),
        class_field: file.class_field.clone(),
        status_field: file.status_field.clone(),
        closed: file.closed.clone(),
        closing: file.closing.clone(),
        recurrence_field: file.recurrence_field.clone(),
    })
}

pub(super) fn register<'v>(
    incident: Option<&IncidentSettings>,
    words: &Vocabulary<'v>,
) -> Option<&'v Register> {
    words
        .registers
        .iter()
        .find(|r| incident.is_some_and(|i| r.id == *i.register))
}

/// Reads conditions that may not speak of deadlines: scopes and deadlines decide which deadline applies.
pub(super) fn plain_conditions(
    loader: &mut Loader<'_>,
    entry: &str,
    register: &Register,
    words: &Vocabulary<'_>,
    written: &[ConditionFile],
) -> Vec<crate::framework::Condition> {
    let conditions = words.conditions(loader, FILE, entry, Subject::Register(register), written);
    for condition in &conditions {
        let other = match &condition.operand {
            Operand::Field(other) => other.as_str(),
            _ => "",
        };
        if [condition.field.as_str(), other]
            .iter()
            .any(|n| n.starts_with("deadline:"))
        {
            loader.fault(Fault::new(FILE, None, FaultCode::Circular).with("id", entry));
        }
    }
    conditions
}

pub(super) fn scopes(
    loader: &mut Loader<'_>,
    file: &Option<IncidentFile>,
    incident: Option<&IncidentSettings>,
    words: &Vocabulary<'_>,
) -> Vec<Scope> {
    let (Some(file), Some(register)) = (file, register(incident, words)) else {
        return Vec::new();
    };
    file.scopes
        .iter()
        .map(|(id, any)| Scope {
            id: id.clone(),
            any: any
                .iter()
                .map(|all| plain_conditions(loader, id, register, words, all))
                .collect(),
        })
        .collect()
}

pub(super) fn grading(
    loader: &mut Loader<'_>,
    file: &Option<IncidentFile>,
    incident: Option<&IncidentSettings>,
    scopes: &[Scope],
    words: &Vocabulary<'_>,
) -> Vec<GradingThreshold> {
    let columns = [
        "instrument",
        "level",
        "level_zh",
        "level_en",
        "criterion_zh",
        "criterion_en",
        "metric_key",
        "operator",
        "value",
        "scope",
    ];
    let Some(table) = loader.table(GRADING, false, &columns) else {
        return Vec::new();
    };
    let (Some(file), Some(register)) = (file, register(incident, words)) else {
        loader.fault(Fault::new(FILE, None, FaultCode::MissingFile));
        return Vec::new();
    };
    let mut thresholds = Vec::new();
    let mut above: Vec<String> = Vec::new();
    for row in table.rows() {
        let instrument = row.required("instrument", loader);
        if row.text("scope") != SAME {
            above = split_scopes(row.text("scope"));
        }
        if file.instruments.iter().any(|i| i == instrument) {
            let scopes = known_scopes(loader, row, scopes, &above);
            thresholds.extend(threshold(loader, file, register, row, scopes));
        }
    }
    for instrument in &file.instruments {
        if !thresholds.iter().any(|t| t.instrument == *instrument) {
            unknown(loader, FILE, "instruments", "instrument", instrument);
        }
    }
    thresholds
}

pub(super) fn split_scopes(text: &str) -> Vec<String> {
    text.split('|')
        .map(str::trim)
        .filter(|s| !s.is_empty() && *s != ANY)
        .map(str::to_owned)
        .collect()
}

pub(super) fn known_scopes(
    loader: &mut Loader<'_>,
    row: Row<'_>,
    scopes: &[Scope],
    named: &[String],
) -> Vec<String> {
    for name in named.iter().filter(|n| !scopes.iter().any(|s| s.id == **n)) {
        loader.fault(
            row.fault(FaultCode::UnknownReference)
                .with("kind", "scope")
                .with("value", name),
        );
    }
    named.to_vec()
}

fn threshold(
    loader: &mut Loader<'_>,
    file: &IncidentFile,
    register: &Register,
    row: Row<'_>,
    scopes: Vec<String>,
) -> Option<GradingThreshold> {
    let level = level(loader, row, "level")?;
    let level_name = row.words("level", true, loader);
    let criterion = row.words("criterion", true, loader);
    let key = row.text("metric_key");
    let Some(metric) = file.metrics.get(key) else {
        loader.fault(
            row.fault(FaultCode::UnknownReference)
                .with("kind", "metric")
                .with("value", key),
        );
        return None;
    };
    let Some(field) = register.field(&metric.field) else {
        unknown(loader, FILE, key, "field", &metric.field);
        return None;
    };
    let (operator, value) = if metric.whenever_set {
        (Operator::Set, Operand::None)
    } else {
        let operator = operator(loader, row)?;
        let written = row.required("value", loader);
        let value = match &field.kind {
            FieldKind::Number { .. } => {
                Operand::Number(row.number("value", loader)? * metric.factor)
            }
            FieldKind::Choice(options) if options.iter().any(|o| o.code == written) => {
                Operand::Text(written.to_owned())
            }
            _ => {
                loader.fault(
                    row.fault(FaultCode::UnknownWord)
                        .with("column", "value")
                        .with("value", written),
                );
                return None;
            }
        };
        (operator, value)
    };
    Some(GradingThreshold {
        level,
        level_name,
        metric: metric.field.clone(),
        operator,
        value,
        criterion,
        instrument: row.text("instrument").to_owned(),
        scopes,
        status: Status(row.text("status").to_owned()),
    })
}

pub(super) fn level(loader: &mut Loader<'_>, row: Row<'_>, column: &str) -> Option<u8> {
    let level = row
        .text(column)
        .parse()
        .ok()
        .filter(|l| (1..=9).contains(l));
    if level.is_none() {
        loader.fault(
            row.fault(FaultCode::OutOfRange)
                .with("column", column)
                .with("value", row.text(column)),
        );
    }
    level
}

fn operator(loader: &mut Loader<'_>, row: Row<'_>) -> Option<Operator> {
    match row.text("operator") {
        ">=" => Some(Operator::Ge),
        ">" => Some(Operator::Gt),
        "<=" => Some(Operator::Le),
        "<" => Some(Operator::Lt),
        "==" => Some(Operator::Eq),
        "!=" => Some(Operator::Ne),
        other => {
            loader.fault(
                row.fault(FaultCode::UnknownWord)
                    .with("column", "operator")
                    .with("value", other),
            );
            None
        }
    }
}
