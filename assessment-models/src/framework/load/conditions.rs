//! Conditions, as the TOML files write them: `{ field, op, value }` or `{ field, op, other }`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Loader;
use crate::{
    condition::Name,
    framework::{
        Condition, Fault, FaultCode, FieldKind, IncidentClass, Operand, Operator, Question,
        QuestionKind, Register,
    },
    survey::Party,
};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionFile {
    field: String,
    op: Operator,
    value: Option<toml::Value>,
    other: Option<String>,
}

/// What conditions may speak of.
pub(super) struct Vocabulary<'v> {
    pub(super) registers: &'v [Register],
    pub(super) classes: &'v [IncidentClass],
    pub(super) questions: &'v [Question],
    /// Ids and steps of reporting rules.
    pub(super) deadlines: BTreeSet<String>,
}

/// Whose fields a condition reads.
#[derive(Clone, Copy)]
pub(super) enum Subject<'s> {
    Register(&'s Register),
    Questionnaire(Party),
}

/// What a name yields.
#[derive(Clone, PartialEq)]
enum Yields<'v> {
    Number,
    Text,
    Flag,
    Time,
    Class,
    Options(Vec<&'v str>),
}

impl<'v> Vocabulary<'v> {
    /// A register, or a fault in `file` at `entry`.
    pub(super) fn register(
        &self,
        loader: &mut Loader<'_>,
        file: &str,
        entry: &str,
        id: &str,
    ) -> Option<&'v Register> {
        let register = self.registers.iter().find(|r| r.id == *id);
        if register.is_none() {
            unknown(loader, file, entry, "register", id);
        }
        register
    }

    /// Reads conditions on `subject` and checks them.
    pub(super) fn conditions(
        &self,
        loader: &mut Loader<'_>,
        file: &str,
        entry: &str,
        subject: Subject<'_>,
        written: &[ConditionFile],
    ) -> Vec<Condition> {
        written
            .iter()
            .map(|c| self.condition(loader, file, entry, subject, c))
            .collect()
    }

    fn condition(
        &self,
        loader: &mut Loader<'_>,
        file: &str,
        entry: &str,
        subject: Subject<'_>,
        written: &ConditionFile,
    ) -> Condition {
        let left = self.name(loader, file, entry, subject, &written.field);
        let operand = operand(written);
        if let Operand::Field(other) = &operand {
            self.name(loader, file, entry, subject, other);
        }
        if let Some(left) = left
            && !self.fits(&left, written.op, &operand)
        {
            loader.fault(
                Fault::new(file, None, FaultCode::BadComparison)
                    .with("id", entry)
                    .with("column", &written.field)
                    .with("value", format!("{:?} {operand:?}", written.op)),
            );
        }
        Condition {
            field: written.field.clone(),
            operator: written.op,
            operand,
        }
    }

    /// Whether the operator and operand make sense for what stands on the left.
    fn fits(&self, left: &Yields<'_>, operator: Operator, operand: &Operand) -> bool {
        use Operator::{ClassIn, Eq, Ge, Gt, In, Le, Lt, Ne, Set, Unset};
        let known = |code: &str| match left {
            Yields::Options(codes) => codes.contains(&code),
            Yields::Class => self.classes.iter().any(|c| c.code == code),
            _ => true,
        };
        match (operator, operand) {
            (Set | Unset, Operand::None) => true,
            (Eq | Ne | Lt | Le | Gt | Ge, Operand::Field(_)) => true,
            (Eq | Ne | Lt | Le | Gt | Ge, Operand::Number(n)) => match left {
                Yields::Number => true,
                Yields::Options(codes) => codes.iter().any(|c| c.parse() == Ok(*n)),
                _ => false,
            },
            (Eq | Ne, Operand::Flag(_)) => *left == Yields::Flag,
            (Eq | Ne, Operand::Text(text)) => {
                matches!(left, Yields::Text | Yields::Options(_) | Yields::Class) && known(text)
            }
            (In, Operand::List(list)) => {
                !matches!(left, Yields::Flag | Yields::Time) && list.iter().all(|c| known(c))
            }
            (ClassIn, Operand::List(list)) => {
                *left == Yields::Class && list.iter().all(|c| known(c))
            }
            _ => false,
        }
    }

    /// What a name yields for this subject; a fault where nothing is so called.
    fn name(
        &self,
        loader: &mut Loader<'_>,
        file: &str,
        entry: &str,
        subject: Subject<'_>,
        name: &str,
    ) -> Option<Yields<'v>> {
        match Name::parse(name) {
            Name::Field(field) => self.field(loader, file, entry, subject, field),
            Name::Minutes { from, to, .. } => {
                self.time(loader, file, entry, subject, from);
                self.time(loader, file, entry, subject, to);
                Some(Yields::Number)
            }
            Name::AgeDays(field) => {
                self.time(loader, file, entry, subject, field);
                Some(Yields::Number)
            }
            Name::Deadline(rule) => {
                if !self.deadlines.contains(rule) {
                    unknown(loader, file, entry, "deadline", rule);
                }
                Some(Yields::Number)
            }
            Name::Count { question, .. } => {
                self.field(loader, file, entry, subject, question);
                Some(Yields::Number)
            }
        }
    }

    fn field(
        &self,
        loader: &mut Loader<'_>,
        file: &str,
        entry: &str,
        subject: Subject<'_>,
        field: &str,
    ) -> Option<Yields<'v>> {
        let yields = match subject {
            Subject::Register(register) => self
                .registers
                .iter()
                .find(|r| r.id == register.id)
                .and_then(|r| r.field(field))
                .map(|f| match &f.kind {
                    FieldKind::Number { .. } => Yields::Number,
                    FieldKind::Flag => Yields::Flag,
                    FieldKind::Time | FieldKind::Month => Yields::Time,
                    FieldKind::IncidentClass => Yields::Class,
                    FieldKind::Choice(options) => {
                        Yields::Options(options.iter().map(|o| o.code.as_str()).collect())
                    }
                    FieldKind::Text | FieldKind::Unit => Yields::Text,
                }),
            Subject::Questionnaire(party) => self
                .questions
                .iter()
                .find(|q| q.id == field && q.party == party)
                .map(|q| match q.kind {
                    QuestionKind::Region => Yields::Text,
                    _ => Yields::Number,
                }),
        };
        if yields.is_none() {
            unknown(loader, file, entry, "field", field);
        }
        yields
    }

    /// A field that must hold a moment.
    pub(super) fn time(
        &self,
        loader: &mut Loader<'_>,
        file: &str,
        entry: &str,
        subject: Subject<'_>,
        field: &str,
    ) {
        let yields = self.field(loader, file, entry, subject, field);
        if yields.is_some_and(|y| y != Yields::Time) {
            loader.fault(
                Fault::new(file, None, FaultCode::BadComparison)
                    .with("id", entry)
                    .with("column", field)
                    .with("value", "time"),
            );
        }
    }
}

pub(super) fn unknown(loader: &mut Loader<'_>, file: &str, entry: &str, kind: &str, value: &str) {
    loader.fault(
        Fault::new(file, None, FaultCode::UnknownReference)
            .with("id", entry)
            .with("kind", kind)
            .with("value", value),
    );
}

fn operand(written: &ConditionFile) -> Operand {
    if let Some(other) = &written.other {
        return Operand::Field(other.clone());
    }
    match &written.value {
        None => Operand::None,
        Some(toml::Value::Boolean(flag)) => Operand::Flag(*flag),
        Some(toml::Value::String(text)) => Operand::Text(text.clone()),
        Some(toml::Value::Array(list)) => Operand::List(list.iter().map(plain).collect()),
        Some(value) => number(value).map_or(Operand::None, Operand::Number),
    }
}

fn number(value: &toml::Value) -> Option<f64> {
    match value {
        #[expect(
            clippy::cast_precision_loss,
            reason = "thresholds are far below the 2^53 where this would lose"
        )]
        toml::Value::Integer(n) => Some(*n as f64),
        toml::Value::Float(n) => Some(*n),
        _ => None,
    }
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(n) => n.to_string(),
        toml::Value::Float(n) => n.to_string(),
        toml::Value::Boolean(flag) => flag.to_string(),
        // Dates and nested values are no codes, and so are found unknown.
        _ => String::new(),
    }
}
