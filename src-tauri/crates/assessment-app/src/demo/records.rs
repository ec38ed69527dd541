//! Rows of the registers, drawn field by field as the plan describes them.

use std::collections::BTreeMap;

use assessment_models::{Framework, Record, UnitCode, Value, framework::Register};
use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta};

use super::{
    chance::Chance,
    plan::{Draw, FieldPlan, Plan, RegisterPlan, RoundPlan, Rows, When},
    units::Governed,
};

/// Rows of all registers in one round, register by register as the plan orders them.
pub(super) fn records(
    framework: &Framework,
    plan: &Plan,
    seed: u64,
    units: &[Governed],
    round: &RoundPlan,
) -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    for register in &plan.register {
        let Some(described) = framework.register(&register.id) else {
            continue;
        };
        let book = Book {
            framework,
            register: described,
            plan: register,
            seed,
            units,
            round,
        };
        let rows = book.rows(&all);
        all.extend(rows);
    }
    all
}

/// One register of one round, while it is drawn.
struct Book<'a> {
    framework: &'a Framework,
    register: &'a Register,
    plan: &'a RegisterPlan,
    seed: u64,
    units: &'a [Governed],
    round: &'a RoundPlan,
}

/// What a row is drawn for.
#[derive(Clone, Copy)]
struct Occasion<'a> {
    governed: &'a Governed,
    month: Option<NaiveDate>,
    cause: Option<&'a Record>,
    serial: usize,
}

impl Book<'_> {
    fn rows(&self, earlier: &[Record]) -> Vec<Record> {
        let mut rows = Vec::new();
        for governed in self.units {
            let unit = &governed.unit;
            let mut chance = Chance::new(
                self.seed,
                &["records", &self.plan.id, unit.code.as_str(), &self.round.id],
            );
            let first = rows.len();
            let occasions: Vec<(Option<NaiveDate>, Option<&Record>)> = match &self.plan.rows {
                Rows::PerUnit(counts) => {
                    let mean = counts.get(&unit.peer_group).copied().unwrap_or(0.0);
                    // The better a unit governs, the less happens to it.
                    let n = chance.count(mean * (1.5 - governed.capacity.quality(None)));
                    vec![(None, None); n]
                }
                Rows::Monthly(groups) if groups.contains(&unit.peer_group) => {
                    months(self.round).map(|m| (Some(m), None)).collect()
                }
                Rows::Monthly(_) => Vec::new(),
                Rows::Each {
                    register,
                    when,
                    share,
                } => earlier
                    .iter()
                    .filter(|r| r.unit == unit.code && r.register.as_str() == register)
                    .filter(|r| when.iter().all(|w| holds(self.framework, w, &r.fields)))
                    .filter(|_| chance.happens(*share))
                    .map(|r| (None, Some(r)))
                    .collect(),
            };
            for (serial, (month, cause)) in occasions.into_iter().enumerate() {
                let occasion = Occasion {
                    governed,
                    month,
                    cause,
                    serial: serial + 1,
                };
                let row = self.row(occasion, &BTreeMap::new(), rows.get(first..), &mut chance);
                rows.push(row);
            }
            let planted = self
                .plan
                .planted
                .iter()
                .filter(|p| unit.code == *p.unit.as_str() && p.round == self.round.id);
            for planted in planted {
                let fixed = planted
                    .fields
                    .iter()
                    .filter_map(|(id, value)| Some((id.clone(), fixed(value)?)))
                    .collect();
                let occasion = Occasion {
                    governed,
                    month: None,
                    cause: None,
                    serial: rows.len() - first + 1,
                };
                let row = self.row(occasion, &fixed, rows.get(first..), &mut chance);
                rows.push(row);
            }
        }
        rows
    }

    fn row(
        &self,
        occasion: Occasion<'_>,
        fixed: &BTreeMap<String, Value>,
        before: Option<&[Record]>,
        chance: &mut Chance,
    ) -> Record {
        let mut fields: BTreeMap<String, Value> = BTreeMap::new();
        for field in &self.plan.field {
            if fields.contains_key(&field.id) {
                continue;
            }
            if let Some(value) = fixed.get(&field.id) {
                fields.insert(field.id.clone(), value.clone());
                continue;
            }
            let group = &occasion.governed.unit.peer_group;
            if !(field.groups.is_empty() || field.groups.contains(group))
                || !field.when.iter().all(|w| holds(self.framework, w, &fields))
            {
                continue;
            }
            let quality = self.quality(field, occasion.governed);
            let mut apart = field.apart.then(|| self.apart(field, occasion));
            let chance = apart.as_mut().unwrap_or(chance);
            if !chance.happens(mix(
                field.filled,
                field.filled_poor.unwrap_or(field.filled),
                quality,
            )) {
                continue;
            }
            if let Some(value) = self.value(field, occasion, &fields, before, chance) {
                fields.insert(field.id.clone(), value);
            }
        }
        let key = self
            .register
            .key
            .iter()
            .map(|id| fields.get(id).map(spoken).unwrap_or_default())
            .collect::<Vec<_>>()
            .join("|");
        Record {
            register: self.register.id.clone(),
            key,
            unit: occasion.governed.unit.code.clone(),
            fields,
            source: None,
        }
    }

    /// The stream of one field in one row.
    fn apart(&self, field: &FieldPlan, occasion: Occasion<'_>) -> Chance {
        let (unit, serial) = (&occasion.governed.unit.code, occasion.serial.to_string());
        let purpose = ["field", &self.plan.id, &field.id, unit.as_str()];
        let row = [self.round.id.as_str(), serial.as_str()];
        Chance::new(self.seed, &[&purpose[..], &row].concat())
    }

    fn value(
        &self,
        field: &FieldPlan,
        occasion: Occasion<'_>,
        fields: &BTreeMap<String, Value>,
        before: Option<&[Record]>,
        chance: &mut Chance,
    ) -> Option<Value> {
        let unit = &occasion.governed.unit;
        let quality = self.quality(field, occasion.governed);
        let number = |id: &str| fields.get(id).and_then(Value::as_number);
        match &field.draw {
            Draw::Serial { prefix } => Some(Value::Text(format!(
                "{prefix}{}-{}-{:03}",
                self.round.id, unit.code, occasion.serial
            ))),
            Draw::Unit {} => Some(Value::Text(unit.code.to_string())),
            Draw::OtherUnit { group } => {
                let others: Vec<&UnitCode> = self
                    .units
                    .iter()
                    .map(|g| &g.unit)
                    .filter(|u| u.peer_group == *group && u.code != unit.code)
                    .map(|u| &u.code)
                    .collect();
                let at = chance.below(others.len());
                others.get(at).map(|c| Value::Text(c.to_string()))
            }
            Draw::Month {} => Some(Value::Time(occasion.month?.and_hms_opt(0, 0, 0)?)),
            Draw::Moment {} => self.moment(chance).map(Value::Time),
            Draw::After {
                field,
                good,
                poor,
                spread,
                days,
            } => {
                let cause = || occasion.cause.and_then(|c| c.get(field));
                let from = fields.get(field).or_else(cause)?.as_time()?;
                let minutes = lognormal(between_medians(*good, *poor, quality), *spread, chance);
                let at = from + TimeDelta::minutes(minutes.round().min(5e6) as i64);
                let at = if *days {
                    at.date().and_hms_opt(9, 0, 0)?.max(from)
                } else {
                    at
                };
                // What had not happened when units handed in is not in their tables; what is due may lie later.
                let handed_in = self.round.deadline.and_hms_opt(0, 0, 0)?;
                (*days || at < handed_in).then_some(Value::Time(at))
            }
            Draw::Choice { good, poor } => {
                let poor = if poor.is_empty() { good } else { poor };
                let codes: Vec<&String> = good.keys().collect();
                let weights: Vec<f64> = codes
                    .iter()
                    .map(|code| {
                        let (g, p) = (good.get(*code), poor.get(*code));
                        mix(
                            g.copied().unwrap_or(0.0),
                            p.copied().unwrap_or(0.0),
                            quality,
                        )
                    })
                    .collect();
                let code = *codes.get(chance.weighted(&weights)?)?;
                // A code that is a whole number is held as one.
                Some(
                    code.parse()
                        .map_or_else(|_| Value::Text(code.clone()), Value::Number),
                )
            }
            Draw::Flag { good, poor } => {
                Some(Value::Flag(chance.happens(mix(*good, *poor, quality))))
            }
            Draw::Number {
                good,
                poor,
                spread,
                per,
                most,
                decimals,
            } => {
                let scale = match per {
                    Some(attribute) => unit.attributes.get(attribute).copied()?,
                    None => 1.0,
                };
                let drawn = lognormal(between_medians(*good, *poor, quality), *spread, chance);
                let value = (drawn * scale).min(most.unwrap_or(f64::INFINITY));
                Some(Value::Number(rounded(value, *decimals)))
            }
            Draw::Share {
                of,
                good,
                poor,
                decimals,
                beside,
                factor,
            } => {
                let whole = number(of)? * factor;
                let taken: f64 = beside.iter().filter_map(|id| number(id)).sum();
                let share = mix(*good, *poor, quality) + 0.06 * chance.normal();
                let fraction = if *decimals == 0 { chance.even() } else { 0.5 };
                let part = (whole * share.clamp(0.0, 1.0)).min(whole - taken).max(0.0);
                let unit = 10_f64.powi(i32::try_from(*decimals).unwrap_or(0));
                Some(Value::Number(
                    (part * unit + fraction).floor().min(whole * unit) / unit,
                ))
            }
            Draw::Same { field } => fields.get(field).cloned(),
            Draw::Copy { field } => occasion.cause?.get(field).cloned(),
            Draw::CopyKey {} => Some(Value::Text(occasion.cause?.key.clone())),
            Draw::EarlierKey {} => {
                let before = before?;
                let at = chance.below(before.len());
                before.get(at).map(|r| Value::Text(r.key.clone()))
            }
            Draw::Phrase { of } => {
                let phrase = of.get(chance.below(of.len()))?;
                let class = self.class_name(fields);
                Some(Value::Text(
                    phrase
                        .replace("{unit}", &unit.name.zh)
                        .replace("{class}", class),
                ))
            }
        }
    }

    /// How well the unit does what the field shows, 0..=1.
    fn quality(&self, field: &FieldPlan, governed: &Governed) -> f64 {
        let aspects = &self.framework.aspects;
        let of = |id: &String| aspects.iter().position(|a| a.id == *id.as_str());
        governed
            .capacity
            .quality(field.aspect.as_ref().and_then(of))
    }

    /// A moment in the round, in office hours two times out of three.
    fn moment(&self, chance: &mut Chance) -> Option<NaiveDateTime> {
        let days = (self.round.end - self.round.start).num_days();
        let day = self.round.start + TimeDelta::days(chance.between(0.0, days as f64) as i64);
        let hour = if chance.happens(0.66) {
            chance.between(8.0, 18.0)
        } else {
            chance.between(0.0, 24.0)
        };
        Some(day.and_hms_opt(0, 0, 0)? + TimeDelta::minutes((hour * 60.0) as i64))
    }

    /// The name of the incident class that the row was given, if it has one.
    fn class_name(&self, fields: &BTreeMap<String, Value>) -> &str {
        fields
            .values()
            .filter_map(Value::as_text)
            .find_map(|t| self.framework.incident_classes.iter().find(|c| c.code == t))
            .map_or("", |c| c.name.zh.as_str())
    }
}

/// Whether a condition holds for the fields drawn so far.
fn holds(framework: &Framework, when: &When, fields: &BTreeMap<String, Value>) -> bool {
    let value = fields.get(&when.field);
    let as_written = value.map(spoken);
    let is = when.is.is_empty() || as_written.as_ref().is_some_and(|v| when.is.contains(v));
    let under = when.under.is_empty()
        || as_written.as_ref().is_some_and(|v| {
            let mut class = Some(v.clone());
            while let Some(code) = class {
                if when.under.contains(&code) {
                    return true;
                }
                class = framework
                    .incident_classes
                    .iter()
                    .find(|c| c.code == code)
                    .and_then(|c| c.parent.clone());
            }
            false
        });
    is && under && when.set.is_none_or(|set| set == value.is_some())
}

/// A value as a key or a condition writes it.
fn spoken(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(n) => n.to_string(),
        Value::Flag(b) => b.to_string(),
        Value::Time(t) if t.day() == 1 && t.time() == chrono::NaiveTime::MIN => {
            t.format("%Y-%m").to_string()
        }
        Value::Time(t) => t.format("%Y-%m-%dT%H:%M:%S").to_string(),
    }
}

fn fixed(value: &toml::Value) -> Option<Value> {
    match value {
        toml::Value::String(text) => Some(Value::Text(text.clone())),
        toml::Value::Integer(n) => Some(Value::Number(*n as f64)),
        toml::Value::Float(n) => Some(Value::Number(*n)),
        toml::Value::Boolean(b) => Some(Value::Flag(*b)),
        toml::Value::Datetime(moment) => moment.to_string().parse().ok().map(Value::Time),
        toml::Value::Array(_) | toml::Value::Table(_) => None,
    }
}

fn months(round: &RoundPlan) -> impl Iterator<Item = NaiveDate> {
    let (first, end) = (round.start, round.end);
    (0..).map_while(move |n| {
        let month = first.with_day(1)?.checked_add_months(Months::new(n))?;
        (month <= end).then_some(month)
    })
}

fn mix(good: f64, poor: f64, quality: f64) -> f64 {
    poor + (good - poor) * quality
}

/// Between two medians on the logarithmic scale where both are positive, else on the plain one.
fn between_medians(good: f64, poor: f64, quality: f64) -> f64 {
    if good > 0.0 && poor > 0.0 {
        libm::exp(mix(libm::log(good), libm::log(poor), quality))
    } else {
        mix(good, poor, quality)
    }
}

fn lognormal(median: f64, spread: f64, chance: &mut Chance) -> f64 {
    median * libm::exp(spread * chance.normal())
}

fn rounded(value: f64, decimals: u32) -> f64 {
    let unit = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
    (value * unit).round() / unit
}
