//! Conditions on records, as derived formulas, scopes and adjustment rules state them.

use std::{cmp::Ordering, collections::BTreeMap};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    Framework, Record, Value,
    framework::{Condition, Deadline, Operand, Operator},
};

/// Ends `minutes:<from>:<to>` where what has not happened by then lasts until the end of the period.
const PERIOD_END: &str = "period_end";

/// What the name in a condition means.
pub(crate) enum Name<'n> {
    Field(&'n str),
    Minutes {
        from: &'n str,
        to: &'n str,
        /// Without `to`, up to the end of the period.
        open: bool,
    },
    AgeDays(&'n str),
    Deadline(&'n str),
    Count {
        question: &'n str,
        codes: &'n str,
    },
}

impl<'n> Name<'n> {
    pub(crate) fn parse(name: &'n str) -> Self {
        let plain = Self::Field(name);
        match name.split_once(':') {
            Some(("age_days", field)) => Self::AgeDays(field),
            Some(("deadline", rule)) => Self::Deadline(rule),
            Some(("minutes", fields)) => {
                let parts: Vec<&str> = fields.split(':').collect();
                match parts[..] {
                    [from, to] => Self::Minutes {
                        from,
                        to,
                        open: false,
                    },
                    [from, to, PERIOD_END] => Self::Minutes {
                        from,
                        to,
                        open: true,
                    },
                    _ => plain,
                }
            }
            Some(("count", rest)) => rest
                .split_once(':')
                .map_or(plain, |(question, codes)| Self::Count { question, codes }),
            _ => plain,
        }
    }
}

/// Conditions made ready to be asked of many records.
#[derive(Debug, Clone)]
pub struct Matcher<'f> {
    tests: Vec<Test<'f>>,
}

#[derive(Debug, Clone)]
struct Test<'f> {
    left: Source<'f>,
    operator: Operator,
    right: Right<'f>,
}

#[derive(Debug, Clone)]
enum Source<'f> {
    Field(&'f str),
    Minutes {
        from: &'f str,
        to: &'f str,
        open: bool,
    },
    AgeDays(&'f str),
    Deadline(Vec<Rule<'f>>),
    Count(&'f str, Vec<&'f str>),
}

#[derive(Debug, Clone)]
enum Right<'f> {
    None,
    Number(f64),
    Text(&'f str),
    Flag(bool),
    /// Sorted; for classes with all that are below them.
    Codes(Vec<&'f str>),
    Source(Source<'f>),
}

/// A reporting rule, ready to be asked whether it applies.
#[derive(Debug, Clone)]
pub(crate) struct Rule<'f> {
    min_level: Option<(&'f str, u8)>,
    /// One of them must hold.
    scope: Vec<Matcher<'f>>,
    when: Matcher<'f>,
    minutes: Option<f64>,
}

impl<'f> Rule<'f> {
    pub(crate) fn new(framework: &'f Framework, deadline: &'f Deadline) -> Self {
        let level_field = framework.incident.as_ref().map(|i| i.level_field.as_str());
        Self {
            min_level: level_field.zip(deadline.min_level),
            scope: scope(framework, &deadline.scope),
            when: Matcher::new(framework, &deadline.when),
            minutes: deadline.minutes,
        }
    }

    /// Whether the rule applies to an incident of the level that its field says, or of `level`.
    pub(crate) fn applies(&self, fields: &BTreeMap<String, Value>, level: Option<u8>) -> bool {
        let reached = self.min_level.is_none_or(|(field, least)| {
            let stated = fields.get(field).and_then(number);
            stated
                .or(level.map(f64::from))
                .is_some_and(|level| level <= f64::from(least))
        });
        reached && holds_any(&self.scope, fields) && self.when.holds(fields, NaiveDate::MAX)
    }
}

/// Whether one of the scopes holds; none named is any incident.
pub(crate) fn holds_any(scopes: &[Matcher<'_>], fields: &BTreeMap<String, Value>) -> bool {
    scopes.is_empty() || scopes.iter().any(|s| s.holds(fields, NaiveDate::MAX))
}

/// The alternatives of the scopes named in `names`, joined by `|`; `any` is every incident.
pub(crate) fn scope<'f>(framework: &'f Framework, names: &str) -> Vec<Matcher<'f>> {
    names
        .split('|')
        .filter(|name| !name.is_empty() && *name != "any")
        .filter_map(|name| framework.scopes.iter().find(|s| s.id == name))
        .flat_map(|scope| &scope.any)
        .map(|all| Matcher::new(framework, all))
        .collect()
}

impl<'f> Matcher<'f> {
    /// Makes conditions ready.
    #[must_use]
    pub fn new(framework: &'f Framework, conditions: &'f [Condition]) -> Self {
        Self {
            tests: conditions.iter().map(|c| Test::new(framework, c)).collect(),
        }
    }

    /// Whether all conditions hold. `period_end` is the last day of the assessed period, up to which ages
    /// are counted.
    #[must_use]
    pub fn holds(&self, fields: &BTreeMap<String, Value>, period_end: NaiveDate) -> bool {
        self.tests.iter().all(|t| t.holds(fields, period_end))
    }
}

/// Whether all conditions hold for a record. `period_end` is the last day of the assessed period, up to
/// which ages are counted. For many records make a [`Matcher`] once.
#[must_use]
pub fn matches(
    framework: &Framework,
    record: &Record,
    conditions: &[Condition],
    period_end: NaiveDate,
) -> bool {
    // One after another: most records fail the first condition, and later ones cost more to make ready.
    conditions
        .iter()
        .all(|c| Test::new(framework, c).holds(&record.fields, period_end))
}

impl<'f> Source<'f> {
    fn new(framework: &'f Framework, name: &'f str) -> Self {
        match Name::parse(name) {
            Name::Field(field) => Self::Field(field),
            Name::Minutes { from, to, open } => Self::Minutes { from, to, open },
            Name::AgeDays(field) => Self::AgeDays(field),
            Name::Deadline(rule) => Self::Deadline(
                framework
                    .deadlines
                    .iter()
                    .filter(|d| d.id == rule || d.step.as_deref() == Some(rule))
                    .map(|d| Rule::new(framework, d))
                    .collect(),
            ),
            Name::Count { question, codes } => {
                Self::Count(question, codes.split(',').map(str::trim).collect())
            }
        }
    }

    /// The value as a number: times as seconds, flags as 0 or 1.
    fn number(&self, fields: &BTreeMap<String, Value>, period_end: NaiveDate) -> Option<f64> {
        match self {
            Self::Field(field) => match fields.get(*field)? {
                Value::Time(moment) => Some(seconds(*moment)),
                Value::Flag(flag) => Some(f64::from(u8::from(*flag))),
                other => number(other),
            },
            Self::Minutes { from, to, open } => {
                if *open && !fields.contains_key(*to) {
                    minutes_left(fields, from, period_end)
                } else {
                    minutes(fields, from, to)
                }
            }
            Self::AgeDays(field) => {
                let day = fields.get(*field)?.as_time()?.date();
                #[expect(clippy::cast_precision_loss, reason = "days of a calendar are few")]
                let days = (period_end - day).num_days() as f64;
                Some(days)
            }
            Self::Deadline(rules) => rules
                .iter()
                .filter(|r| r.applies(fields, None))
                .filter_map(|r| r.minutes)
                .min_by(f64::total_cmp),
            Self::Count(question, codes) => {
                let chosen = fields.get(*question)?;
                let count = match chosen {
                    Value::Text(text) => text
                        .split('|')
                        .filter(|c| codes.contains(&c.trim()))
                        .count(),
                    other => usize::from(codes.iter().any(|c| same_code(other, c))),
                };
                #[expect(clippy::cast_precision_loss, reason = "options of a question are few")]
                let count = count as f64;
                Some(count)
            }
        }
    }

    fn value<'v>(&self, fields: &'v BTreeMap<String, Value>) -> Option<&'v Value> {
        match self {
            Self::Field(field) => fields.get(*field),
            _ => None,
        }
    }
}

impl<'f> Right<'f> {
    fn new(framework: &'f Framework, condition: &'f Condition) -> Self {
        match &condition.operand {
            Operand::None => Self::None,
            Operand::Number(n) => Self::Number(*n),
            Operand::Text(text) => Self::Text(text),
            Operand::Flag(flag) => Self::Flag(*flag),
            Operand::Field(name) => Self::Source(Source::new(framework, name)),
            Operand::List(list) => {
                let mut codes: Vec<&str> = list.iter().map(String::as_str).collect();
                if condition.operator == Operator::ClassIn {
                    // Parents stand before children, so one pass finds every descendant.
                    for class in &framework.incident_classes {
                        if class.parent.as_deref().is_some_and(|p| codes.contains(&p)) {
                            codes.push(&class.code);
                        }
                    }
                }
                codes.sort_unstable();
                codes.dedup();
                Self::Codes(codes)
            }
        }
    }
}

impl<'f> Test<'f> {
    fn new(framework: &'f Framework, condition: &'f Condition) -> Self {
        Self {
            left: Source::new(framework, &condition.field),
            operator: condition.operator,
            right: Right::new(framework, condition),
        }
    }

    fn holds(&self, fields: &BTreeMap<String, Value>, period_end: NaiveDate) -> bool {
        match self.operator {
            Operator::Set => self.is_set(fields, period_end),
            Operator::Unset => !self.is_set(fields, period_end),
            Operator::In | Operator::ClassIn => {
                let Right::Codes(codes) = &self.right else {
                    return false;
                };
                match self.left.value(fields) {
                    Some(Value::Text(text)) => codes.binary_search(&text.as_str()).is_ok(),
                    Some(other) => codes.iter().any(|c| same_code(other, c)),
                    None => self
                        .left
                        .number(fields, period_end)
                        .is_some_and(|n| codes.iter().any(|c| same_code(&Value::Number(n), c))),
                }
            }
            operator => self
                .compare(fields, period_end)
                .is_some_and(|order| match operator {
                    Operator::Eq => order == Ordering::Equal,
                    Operator::Ne => order != Ordering::Equal,
                    Operator::Lt => order == Ordering::Less,
                    Operator::Le => order != Ordering::Greater,
                    Operator::Gt => order == Ordering::Greater,
                    _ => order != Ordering::Less,
                }),
        }
    }

    fn is_set(&self, fields: &BTreeMap<String, Value>, period_end: NaiveDate) -> bool {
        match &self.left {
            Source::Field(field) => fields.contains_key(*field),
            derived => derived.number(fields, period_end).is_some(),
        }
    }

    fn compare(&self, fields: &BTreeMap<String, Value>, period_end: NaiveDate) -> Option<Ordering> {
        match &self.right {
            Right::Number(right) => self.left.number(fields, period_end)?.partial_cmp(right),
            Right::Text(right) => match self.left.value(fields)? {
                Value::Text(left) => Some(left.as_str().cmp(right)),
                other if same_code(other, right) => Some(Ordering::Equal),
                _ => Some(Ordering::Less),
            },
            Right::Flag(right) => self
                .left
                .value(fields)?
                .as_flag()
                .map(|left| left.cmp(right)),
            Right::Source(right) => {
                if let (Some(Value::Text(left)), Some(Value::Text(right))) =
                    (self.left.value(fields), right.value(fields))
                {
                    return Some(left.cmp(right));
                }
                let left = self.left.number(fields, period_end)?;
                left.partial_cmp(&right.number(fields, period_end)?)
            }
            Right::None | Right::Codes(_) => None,
        }
    }
}

/// A number, also where it was kept as text, as answers of a survey are.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(n) => Some(*n),
        Value::Text(text) => text.trim().parse().ok().filter(|n: &f64| n.is_finite()),
        Value::Flag(_) | Value::Time(_) => None,
    }
}

fn same_code(value: &Value, code: &str) -> bool {
    match value {
        Value::Text(text) => text == code,
        Value::Number(n) => code.parse() == Ok(*n),
        Value::Flag(flag) => code == if *flag { "true" } else { "false" },
        Value::Time(_) => false,
    }
}

fn seconds(moment: NaiveDateTime) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of our calendar are far below 2^53"
    )]
    let seconds = moment.and_utc().timestamp() as f64;
    seconds
}

/// Minutes from one moment to another; `None` when either is not filled in or the second is earlier.
pub(crate) fn minutes(fields: &BTreeMap<String, Value>, from: &str, to: &str) -> Option<f64> {
    let from = fields.get(from)?.as_time()?;
    let to = fields.get(to)?.as_time()?;
    (to >= from).then(|| (seconds(to) - seconds(from)) / 60.0)
}

/// Minutes from a moment to the end of the period's last day; `None` when it is not filled in or later.
fn minutes_left(
    fields: &BTreeMap<String, Value>,
    from: &str,
    period_end: NaiveDate,
) -> Option<f64> {
    let from = seconds(fields.get(from)?.as_time()?);
    let end = seconds(period_end.and_time(NaiveTime::MIN)) + 86_400.0;
    (end >= from).then(|| (end - from) / 60.0)
}
