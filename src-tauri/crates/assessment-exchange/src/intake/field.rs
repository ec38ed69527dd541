//! One value of a register, by the kind of its field.

use std::collections::HashMap;

use assessment_models::{
    Framework, Value,
    framework::{Field, FieldKind},
};
use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    fold::fold,
    mapping::Percent,
    number_format::Epoch,
    sheet::{Cell, Sheet, number_text},
    value::{
        moment::{self, Fault as MomentFault},
        number::{self, Fault as NumberFault},
        scale::{Fault, clean, not_exact, unit_mismatch},
        unit::{Found, UnitIndex},
    },
    vocabulary::WORDS,
};

/// How the cells of a column are to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct How<'a> {
    /// Numbers are multiplied by this.
    pub(crate) factor: f64,
    /// How dates are written, where a mapping says so.
    pub(crate) date_format: Option<&'a str>,
    /// What bare numbers of a percentage mean; `None` asks where it matters.
    pub(crate) percent: Option<Percent>,
    /// Fractions stand among points, under a heading that says per cent: taken as points, and told.
    pub(crate) mixed: bool,
}

impl Default for How<'_> {
    fn default() -> Self {
        Self {
            factor: 1.0,
            date_format: None,
            percent: Some(Percent::Points),
            mixed: false,
        }
    }
}

/// Reads the values of one field.
pub(crate) struct FieldReader<'a> {
    field: &'a Field,
    labels: HashMap<String, Vec<String>>,
    units: &'a UnitIndex<'a>,
    period: Option<(NaiveDate, NaiveDate)>,
}

fn fault(code: &'static str, field: &Field, value: &str) -> Fault {
    Fault::new(
        code,
        vec![
            ("value", value.to_owned()),
            ("field", field.name.zh.clone()),
        ],
    )
}

impl<'a> FieldReader<'a> {
    pub(crate) fn new(
        framework: &'a Framework,
        field: &'a Field,
        units: &'a UnitIndex<'a>,
        period: Option<(NaiveDate, NaiveDate)>,
    ) -> Self {
        let mut labels: HashMap<String, Vec<String>> = HashMap::new();
        let mut put = |word: &str, code: &str| {
            let codes = labels.entry(fold(word)).or_default();
            if !codes.iter().any(|c| c == code) {
                codes.push(code.to_owned());
            }
        };
        match &field.kind {
            FieldKind::Choice(options) => {
                for o in options {
                    put(&o.code, &o.code);
                    for words in [&o.label.zh, &o.label.en] {
                        put(words, &o.code);
                        put(&format!("{}{words}", o.code), &o.code);
                    }
                }
            }
            FieldKind::IncidentClass => {
                for c in &framework.incident_classes {
                    put(&c.code, &c.code);
                    for words in [&c.name.zh, &c.name.en] {
                        put(words, &c.code);
                        put(&format!("{}{words}", c.code), &c.code);
                    }
                }
            }
            _ => {}
        }
        labels.remove("");
        Self {
            field,
            labels,
            units,
            period,
        }
    }

    /// Whether its numbers are per cent.
    pub(crate) fn is_percent(&self) -> bool {
        matches!(self.field.kind, FieldKind::Number { .. })
            && matches!(self.field.unit.zh.trim(), "%" | "％")
    }

    /// Reads a cell, or the text that a mapping puts in its place. `Ok(None)` where nothing is stated.
    pub(crate) fn read(
        &self,
        sheet: &Sheet,
        cell: Option<Cell>,
        text: Option<&str>,
        how: How<'_>,
    ) -> Result<Option<Value>, Fault> {
        let date_format = how.date_format;
        let field = self.field;
        if let (None, Some(fault @ Cell::Fault(_))) = (text, cell) {
            return Err(Fault::new(
                "cell_is_an_error",
                vec![("value", sheet.shown(fault).into_owned())],
            ));
        }
        let shown = match (text, cell) {
            (Some(text), _) => text.into(),
            (None, Some(cell)) => sheet.shown(cell),
            (None, None) => return Ok(None),
        };
        let shown = shown.trim();
        let typed = if text.is_some() { None } else { cell };
        let nothing = WORDS.is_dash(shown) || WORDS.is_not_applicable(shown);
        if nothing
            && !matches!(field.kind, FieldKind::Flag)
            && !self.labels.contains_key(&fold(shown))
        {
            return Ok(None);
        }
        match &field.kind {
            FieldKind::Text => Ok(Some(Value::Text(shown.to_owned()))),
            FieldKind::Number { min, whole } => {
                let n = match typed {
                    Some(Cell::Number(n)) => self.bare(n * how.factor, how.percent)?,
                    _ => self.number(shown, how)?,
                };
                if min.is_some_and(|m| n < m) {
                    return Err(fault("field_below_minimum", field, shown));
                }
                if *whole && n.fract() != 0.0 {
                    return Err(fault("field_not_whole", field, shown));
                }
                Ok(Some(Value::Number(n)))
            }
            FieldKind::Flag => match typed {
                Some(Cell::Flag(flag)) => Ok(Some(Value::Flag(flag))),
                _ if WORDS.is_yes(shown) => Ok(Some(Value::Flag(true))),
                _ if WORDS.is_no(shown) => Ok(Some(Value::Flag(false))),
                _ if nothing => Ok(None),
                _ => Err(fault("field_not_yes_or_no", field, shown)),
            },
            FieldKind::Time => self.moment((typed, sheet.epoch), shown, date_format, false),
            FieldKind::Month => self.moment((typed, sheet.epoch), shown, date_format, true),
            FieldKind::Unit => match self.units.find(shown, None) {
                Found::One(at) => {
                    let code = self.units.units()[at].code.to_string();
                    Ok(Some(Value::Text(code)))
                }
                Found::Several(places) => Err(Fault::new(
                    "unit_ambiguous",
                    vec![
                        ("value", shown.to_owned()),
                        (
                            "candidates",
                            places
                                .iter()
                                .map(|at| self.units.describe(*at))
                                .collect::<Vec<_>>()
                                .join(" / "),
                        ),
                    ],
                )),
                Found::None => Err(fault("unit_unknown", field, shown)),
            },
            FieldKind::IncidentClass => self.code(shown).map(|c| Some(Value::Text(c))),
            FieldKind::Choice(_) => self.code(shown).map(|c| {
                Some(match c.parse::<i64>() {
                    Ok(n) => Value::Number(n as f64),
                    Err(_) => Value::Text(c),
                })
            }),
        }
    }

    /// What a number without a per cent sign means.
    fn bare(&self, n: f64, percent: Option<Percent>) -> Result<f64, Fault> {
        if !self.is_percent() {
            return Ok(n);
        }
        match percent {
            Some(Percent::Fraction) => Ok(clean(n * 100.0)),
            None if n != 0.0 && n.abs() <= 1.0 => Err(self.either("field_percent_or_fraction", n)),
            _ => Ok(n),
        }
    }

    /// A bare number that may be points or a fraction.
    fn either(&self, code: &'static str, n: f64) -> Fault {
        let (points, fraction) = (number_text(n), number_text(clean(n * 100.0)));
        let mut fault = fault(code, self.field, &points);
        let candidates = format!("{points}% / {fraction}%");
        fault.params.push(("candidates", candidates));
        fault
    }

    /// What is odd about a value of a mixed column that was taken all the same.
    pub(crate) fn doubt(&self, value: &Value, bare: f64, how: How<'_>) -> Option<Fault> {
        match value {
            Value::Number(n) if how.mixed && bare != 0.0 && n.abs() <= 1.0 => {
                Some(self.either("field_percent_points_likely", *n))
            }
            _ => None,
        }
    }

    fn number(&self, shown: &str, how: How<'_>) -> Result<f64, Fault> {
        let unit = &self.field.unit;
        let read = number::read(shown, unit);
        // 85 % of something that is counted is no number of it.
        if read.is_ok_and(|r| r.percent) && !self.is_percent() {
            return Err(fault("field_not_a_number", self.field, shown));
        }
        match read {
            Ok(r) if r.percent => Ok(r.number),
            Ok(r) => self.bare(
                r.number * if r.in_unit { 1.0 } else { how.factor },
                how.percent,
            ),
            Err(f) => Err(match f {
                NumberFault::Comma => Fault::new(
                    "value_ambiguous",
                    vec![
                        ("value", shown.to_owned()),
                        (
                            "candidates",
                            format!("{} / {}", shown.replace(',', ""), shown.replace(',', ".")),
                        ),
                    ],
                ),
                NumberFault::Unit => unit_mismatch(shown, &self.field.unit),
                NumberFault::Approximate => not_exact(shown),
                NumberFault::NotANumber if WORDS.is_absent(shown) => Fault::new(
                    "value_ambiguous",
                    vec![
                        ("value", shown.to_owned()),
                        ("candidates", format!("0 / {}", WORDS.name("empty"))),
                    ],
                ),
                NumberFault::NotANumber | NumberFault::Several => {
                    fault("field_not_a_number", self.field, shown)
                }
            }),
        }
    }

    fn moment(
        &self,
        (typed, epoch): (Option<Cell>, Epoch),
        shown: &str,
        format: Option<&str>,
        month: bool,
    ) -> Result<Option<Value>, Fault> {
        let read = match typed {
            Some(Cell::Moment(m)) if month => Ok(moment::month_of(m)),
            Some(Cell::Moment(m)) => Ok(m),
            Some(Cell::Number(n)) if !month || !(100_000.0..=300_000.0).contains(&n) => {
                match moment::serial(n, epoch) {
                    None if format.is_none() && lost_a_zero(n, month) => {
                        let both = |text: &str| {
                            if month {
                                moment::read_month(text, self.period, None)
                            } else {
                                moment::read(text, self.period, None)
                            }
                        };
                        match (both(shown), both(&format!("{shown}0"))) {
                            (Ok(a), Ok(b)) => Err(MomentFault::Ambiguous(a.date(), b.date())),
                            (one, _) => one,
                        }
                    }
                    Some(m) if month => Ok(moment::month_of(m)),
                    Some(m) => Ok(m),
                    None if month => moment::read_month(shown, self.period, format),
                    None => moment::read(shown, self.period, format),
                }
            }
            _ if month => moment::read_month(shown, self.period, format),
            _ if format.is_none() && epoch == Epoch::Y1904 && moment::is_serial(shown) => {
                moment::of_either_epoch(shown)
            }
            _ => moment::read(shown, self.period, format),
        };
        let ambiguous = |candidates: String| {
            let mut fault = fault("date_ambiguous", self.field, shown);
            fault.params.push(("candidates", candidates));
            fault
        };
        read.map(|m| Some(Value::Time(m))).map_err(|f| match f {
            MomentFault::NotADate => fault("field_not_a_date", self.field, shown),
            MomentFault::NoYear => fault("date_without_year", self.field, shown),
            MomentFault::OutsidePeriod => fault("date_outside_period", self.field, shown),
            MomentFault::Ambiguous(a, b) => ambiguous(format!("{a} / {b}")),
            MomentFault::AmbiguousTime(a, b) => {
                let clock = "%Y-%m-%d %H:%M";
                ambiguous(format!("{} / {}", a.format(clock), b.format(clock)))
            }
        })
    }

    fn code(&self, shown: &str) -> Result<String, Fault> {
        let lead = shown
            .split([' ', '　', '、', ':', '：'])
            .next()
            .unwrap_or(shown);
        let codes = self
            .labels
            .get(&fold(shown))
            .or_else(|| self.labels.get(&fold(lead)).filter(|_| lead != shown));
        match codes.map(Vec::as_slice) {
            Some([one]) => Ok(one.clone()),
            Some(several) => Err(Fault::new(
                "value_ambiguous",
                vec![
                    ("value", shown.to_owned()),
                    ("candidates", several.join(" / ")),
                ],
            )),
            None => {
                let candidates = match &self.field.kind {
                    FieldKind::Choice(options) => options
                        .iter()
                        .take(12)
                        .map(|o| o.label.zh.as_str())
                        .collect::<Vec<_>>()
                        .join(" / "),
                    _ => String::new(),
                };
                let code = if candidates.is_empty() {
                    "incident_class_unknown"
                } else {
                    "field_option_unknown"
                };
                let mut f = fault(code, self.field, shown);
                if !candidates.is_empty() {
                    f.params.push(("candidates", candidates));
                }
                Err(f)
            }
        }
    }
}

/// Whether a number that stands for a day or month may have lost a zero: `3.1` is typed for 3月1日 and for
/// 3月10日, `2026.1` for January and for October.
fn lost_a_zero(n: f64, month: bool) -> bool {
    let tenths = (n.fract() * 10.0).round();
    let one_place = (n.fract() * 10.0 - tenths).abs() < 1e-6;
    one_place && tenths >= 1.0 && tenths <= if month { 1.0 } else { 3.0 }
}

/// A value as it stands in a record's key.
///
/// ```
/// use assessment_exchange::key_text;
/// use assessment_models::Value;
/// assert_eq!(key_text(&Value::Number(12.0)), "12");
/// assert_eq!(key_text(&Value::Flag(true)), "true");
/// ```
#[must_use]
pub fn key_text(value: &Value) -> String {
    match value {
        Value::Text(t) => t.trim().to_owned(),
        Value::Number(n) => number_text(*n),
        Value::Flag(b) => b.to_string(),
        Value::Time(m) => moment_key(*m),
    }
}

fn moment_key(m: NaiveDateTime) -> String {
    if m.time() == chrono::NaiveTime::MIN {
        m.format("%Y-%m-%d").to_string()
    } else {
        m.format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}
