//! Field values between wire and domain.

use assessment_models::{
    Framework, Unit, Value,
    framework::{Field, FieldKind},
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    failure::{Code, Failure},
    wire::FieldValue,
};

/// A domain value as the wire carries it; a month as `2026-03`.
#[must_use]
pub(crate) fn field_value(field: Option<&Field>, value: &Value) -> FieldValue {
    match value {
        Value::Text(text) => FieldValue::Text(text.clone()),
        // A choice whose codes are whole numbers is held as a number, and chosen by its code.
        Value::Number(n) if matches!(field.map(|f| &f.kind), Some(FieldKind::Choice(_))) => {
            FieldValue::Text(n.to_string())
        }
        Value::Number(n) => FieldValue::Number(*n),
        Value::Flag(b) => FieldValue::Flag(*b),
        Value::Time(t) if matches!(field.map(|f| &f.kind), Some(FieldKind::Month)) => {
            FieldValue::Text(t.format("%Y-%m").to_string())
        }
        Value::Time(t) => FieldValue::Text(super::time(*t)),
    }
}

/// A moment as people and programs write it: with or without seconds, or a day alone.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    [
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
    ]
    .iter()
    .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    .or_else(|| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .map(|day| day.and_time(NaiveTime::MIN))
    })
}

/// A field's value as the domain holds it; `None` for empty words.
///
/// # Errors
/// [`Code::FieldInvalid`] where it is of another kind, no option, no class or no unit of `units`, or too
/// small.
pub(crate) fn parse_value(
    framework: &Framework,
    units: &[Unit],
    field: &Field,
    value: &FieldValue,
) -> Result<Option<Value>, Failure> {
    if matches!(value, FieldValue::Text(text) if text.trim().is_empty()) {
        return Ok(None);
    }
    let parsed = match (&field.kind, value) {
        (FieldKind::Text, FieldValue::Text(text)) => Some(Value::Text(text.trim().to_owned())),
        (FieldKind::Number { min, whole }, FieldValue::Number(n)) => {
            (n.is_finite() && min.is_none_or(|min| *n >= min) && (!whole || n.fract() == 0.0))
                .then_some(Value::Number(*n))
        }
        (FieldKind::Flag, FieldValue::Flag(b)) => Some(Value::Flag(*b)),
        (FieldKind::Time, FieldValue::Text(text)) => moment(text).map(Value::Time),
        (FieldKind::Month, FieldValue::Text(text)) => moment(&format!("{}-01", text.trim()))
            .or_else(|| moment(text))
            .map(Value::Time),
        (FieldKind::Unit, FieldValue::Text(code)) => units
            .iter()
            .any(|u| u.code == code.as_str())
            .then(|| Value::Text(code.clone())),
        (FieldKind::IncidentClass, FieldValue::Text(code)) => framework
            .incident_classes
            .iter()
            .any(|c| c.code == *code)
            .then(|| Value::Text(code.clone())),
        (FieldKind::Choice(options), FieldValue::Text(code)) => options
            .iter()
            .any(|o| o.code == *code)
            .then(|| choice(code)),
        (FieldKind::Choice(options), FieldValue::Number(n)) => {
            let code = n.to_string();
            options
                .iter()
                .any(|o| o.code == code)
                .then(|| choice(&code))
        }
        _ => None,
    };
    parsed.map(Some).ok_or_else(|| {
        let value = match value {
            FieldValue::Flag(b) => b.to_string(),
            FieldValue::Number(n) => n.to_string(),
            FieldValue::Text(text) => text.clone(),
        };
        Failure::new(Code::FieldInvalid)
            .with("field", &field.id)
            .with("value", &value)
    })
}

/// A whole number as a number, any other code as words.
fn choice(code: &str) -> Value {
    code.parse::<i64>()
        .ok()
        .and_then(|n| i32::try_from(n).ok())
        .map_or_else(
            || Value::Text(code.to_owned()),
            |n| Value::Number(f64::from(n)),
        )
}
