//! Answers to indicators: a value of the scale, not applicable, or nothing; never a guess.

use std::collections::HashMap;

use assessment_models::{
    Text,
    framework::{AnswerOption, Indicator, Scale},
};

use super::number::{self, Fault as NumberFault};
use crate::{
    fold::fold,
    mapping::Percent,
    sheet::{Cell, Sheet, number_text},
    vocabulary::WORDS,
};

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    /// A raw value.
    Value(f64),
    /// Does not apply.
    NotApplicable,
    /// A mark for nothing; the indicator stays missing.
    Nothing,
}

/// Why a cell is not taken, or what is odd about it: a problem's code and parameters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) params: Vec<(&'static str, String)>,
}

impl Fault {
    pub(crate) fn new(code: &'static str, params: Vec<(&'static str, String)>) -> Self {
        Self { code, params }
    }
}

/// A number in another unit than the one asked for.
pub(crate) fn unit_mismatch(text: &str, unit: &Text) -> Fault {
    Fault::new(
        "unit_mismatch",
        vec![("value", text.to_owned()), ("unit", unit.zh.clone())],
    )
}

/// A number that is only about right.
pub(crate) fn not_exact(text: &str) -> Fault {
    Fault::new("value_not_exact", vec![("value", text.to_owned())])
}

/// An indicator with its labels ready for lookup.
pub(crate) struct Asked<'a> {
    pub(crate) indicator: &'a Indicator,
    labels: HashMap<String, f64>,
    percent: bool,
    unit: &'a Text,
}

/// What was read, and what is odd about it though it is taken.
pub(crate) type Reading = Result<(Said, Option<Fault>), Fault>;

impl<'a> Asked<'a> {
    pub(crate) fn new(indicator: &'a Indicator) -> Self {
        let mut labels = HashMap::new();
        let put = |label: String, value: f64, labels: &mut HashMap<String, f64>| {
            labels.entry(label).or_insert(value);
        };
        let (options, levels): (&[AnswerOption], bool) = match &indicator.scale {
            Scale::Choice(options) => (options, false),
            Scale::Maturity(options) => (options, true),
            _ => (&[], false),
        };
        for option in options {
            let n = number_text(option.value);
            for words in [&option.label.zh, &option.label.en] {
                put(fold(words), option.value, &mut labels);
                put(fold(&format!("{n}{words}")), option.value, &mut labels);
                if levels {
                    for form in WORDS.levels_with_label(&n, words) {
                        put(fold(&form), option.value, &mut labels);
                    }
                }
            }
            if levels {
                for form in WORDS.levels(option.value, &n) {
                    put(form, option.value, &mut labels);
                }
            }
        }
        labels.remove("");
        Self {
            indicator,
            labels,
            percent: indicator.unit.zh.trim() == "%" || indicator.unit.zh.trim() == "％",
            unit: &indicator.unit,
        }
    }

    /// Whether the raw value is per cent.
    pub(crate) fn is_percent(&self) -> bool {
        self.percent
    }

    fn options(&self) -> Option<&'a [AnswerOption]> {
        match &self.indicator.scale {
            Scale::Choice(options) | Scale::Maturity(options) => Some(options),
            _ => None,
        }
    }

    /// Reads a cell. `percent` says what bare numbers mean; `None` asks where it matters.
    pub(crate) fn read(
        &self,
        sheet: &Sheet,
        cell: Cell,
        percent: Option<Percent>,
        factor: f64,
    ) -> Reading {
        match cell {
            Cell::Number(n) => self.value(n * factor, percent),
            Cell::Percent(n) if self.percent => self.value(clean(n * 100.0), Some(Percent::Points)),
            // 85 % of something that is counted is no number of it.
            Cell::Percent(_) if self.options().is_none() => {
                Err(self.percent_not_asked(&sheet.shown(cell)))
            }
            Cell::Percent(_) => self.label(&sheet.shown(cell)),
            Cell::Flag(flag) => self.label(WORDS.flag(flag)),
            Cell::Text(number) => self.read_text(sheet.text(number), percent, factor),
            Cell::Moment(_) => Err(Fault::new(
                "value_is_a_date",
                vec![("value", sheet.shown(cell).into_owned())],
            )),
            Cell::Fault(_) => Err(Fault::new(
                "cell_is_an_error",
                vec![("value", sheet.shown(cell).into_owned())],
            )),
        }
    }

    fn percent_not_asked(&self, text: &str) -> Fault {
        Fault::new(
            "percent_not_asked",
            vec![("value", text.to_owned()), ("unit", self.unit.zh.clone())],
        )
    }

    /// It is said not to apply.
    pub(crate) fn not_applicable(&self) -> Reading {
        if self.indicator.na_allowed {
            Ok((Said::NotApplicable, None))
        } else {
            Err(Fault::new("not_applicable_not_allowed", Vec::new()))
        }
    }

    /// Reads words.
    pub(crate) fn read_text(&self, text: &str, percent: Option<Percent>, factor: f64) -> Reading {
        if WORDS.is_not_applicable(text) {
            return self.not_applicable();
        }
        if self.options().is_some() {
            return match number::read(text, self.unit) {
                Ok(read) if !read.percent && text.trim().chars().all(|c| !c.is_alphabetic()) => {
                    self.value(read.number, percent)
                }
                _ if WORDS.is_dash(text) => self.dash(),
                _ => self.label(text),
            };
        }
        match number::read(text, self.unit) {
            Ok(read) if read.percent && self.percent => {
                self.value(clean(read.number), Some(Percent::Points))
            }
            Ok(read) if read.percent => Err(self.percent_not_asked(text)),
            Ok(read) if read.in_unit => self.value(clean(read.number), percent),
            Ok(read) => self.value(read.number * factor, percent),
            Err(_) if WORDS.is_dash(text) => self.dash(),
            Err(_) if WORDS.is_absent(text) => Err(Fault::new(
                "value_ambiguous",
                vec![
                    ("value", text.to_owned()),
                    ("candidates", self.absent_candidates()),
                ],
            )),
            Err(NumberFault::Comma) => Err(Fault::new(
                "value_ambiguous",
                vec![
                    ("value", text.to_owned()),
                    (
                        "candidates",
                        format!("{} / {}", text.replace(',', ""), text.replace(',', ".")),
                    ),
                ],
            )),
            Err(NumberFault::Several) => Err(Fault::new(
                "value_is_several_numbers",
                vec![("value", text.to_owned())],
            )),
            Err(NumberFault::Unit) => Err(unit_mismatch(text, self.unit)),
            Err(NumberFault::Approximate) => Err(not_exact(text)),
            Err(NumberFault::NotANumber) => Err(Fault::new(
                "value_not_a_number",
                vec![("value", text.to_owned()), ("unit", self.unit.zh.clone())],
            )),
        }
    }

    fn absent_candidates(&self) -> String {
        let mut candidates = vec!["0"];
        if self.indicator.na_allowed {
            candidates.push(WORDS.name("not_applicable"));
        }
        candidates.push(WORDS.name("empty"));
        candidates.join(" / ")
    }

    /// `/` and `—` say that it does not apply where that may be said, and nothing elsewhere.
    fn dash(&self) -> Reading {
        if self.indicator.na_allowed {
            Ok((Said::NotApplicable, None))
        } else {
            Ok((
                Said::Nothing,
                Some(Fault::new("mark_read_as_missing", Vec::new())),
            ))
        }
    }

    /// An option by its words.
    fn label(&self, text: &str) -> Reading {
        let Some(options) = self.options() else {
            return Err(Fault::new(
                "value_not_a_number",
                vec![("value", text.to_owned()), ("unit", self.unit.zh.clone())],
            ));
        };
        if let Some(value) = self.labels.get(&fold(text)) {
            return Ok((Said::Value(*value), None));
        }
        // Yes, no and partly where the scale knows just that: 1, 0 and one half. Of 0, 1 and 2, yes is not 1.
        let knows_just_that = options.iter().all(|o| [0.0, 0.5, 1.0].contains(&o.value));
        if knows_just_that && matches!(self.indicator.scale, Scale::Choice(_)) {
            let meant = if WORDS.is_yes(text) {
                Some(1.0)
            } else if WORDS.is_no(text) {
                Some(0.0)
            } else if WORDS.is_partial(text) {
                Some(0.5)
            } else {
                None
            };
            if let Some(option) = meant.and_then(|m| options.iter().find(|o| o.value == m)) {
                return Ok((Said::Value(option.value), None));
            }
        }
        Err(Fault::new(
            "option_unknown",
            vec![
                ("value", text.to_owned()),
                (
                    "candidates",
                    options
                        .iter()
                        .map(|o| format!("{} {}", number_text(o.value), o.label.zh))
                        .collect::<Vec<_>>()
                        .join(" / "),
                ),
            ],
        ))
    }

    /// What a number means where there is nothing odd about it: an option's value, or one within the limits.
    /// The others are told by [`Self::read`].
    #[inline]
    pub(crate) fn plain(&self, n: f64, percent: Option<Percent>) -> Option<f64> {
        let sound = if let Some(options) = self.options() {
            options.iter().any(|o| o.value == n)
        } else {
            (!self.percent || percent == Some(Percent::Points))
                && self.indicator.min.is_none_or(|m| n >= m)
                && self.indicator.max.is_none_or(|m| n <= m)
        };
        sound.then_some(n)
    }

    /// A number against the scale and its limits.
    fn value(&self, n: f64, percent: Option<Percent>) -> Reading {
        if let Some(options) = self.options() {
            return if options.iter().any(|o| o.value == n) {
                Ok((Said::Value(n), None))
            } else {
                self.label(&number_text(n))
            };
        }
        let mut n = n;
        let mut odd = None;
        if self.percent && n != 0.0 && n.abs() <= 1.0 {
            match percent {
                Some(Percent::Fraction) => n = clean(n * 100.0),
                Some(Percent::Points) => {}
                None => {
                    return Err(Fault::new(
                        "percent_or_fraction",
                        vec![
                            ("value", number_text(n)),
                            (
                                "candidates",
                                format!("{}% / {}%", number_text(n), number_text(clean(n * 100.0))),
                            ),
                        ],
                    ));
                }
            }
        } else if self.percent && percent == Some(Percent::Fraction) {
            n = clean(n * 100.0);
            if n > 100.0 {
                odd = Some(Fault::new(
                    "percent_above_hundred",
                    vec![("value", number_text(n))],
                ));
            }
        }
        let (min, max) = (self.indicator.min, self.indicator.max);
        if min.is_some_and(|m| n < m) || max.is_some_and(|m| n > m) {
            return Err(Fault::new(
                "value_out_of_range",
                vec![
                    ("value", number_text(n)),
                    ("min", min.map_or_else(|| "−∞".to_owned(), number_text)),
                    ("max", max.map_or_else(|| "∞".to_owned(), number_text)),
                ],
            ));
        }
        Ok((Said::Value(n), odd))
    }
}

/// 0.29 × 100 is 28.999999999999996 in binary; people mean 29.
pub(crate) fn clean(n: f64) -> f64 {
    let rounded = (n * 1e9).round() / 1e9;
    if (rounded - n).abs() < 1e-9 {
        rounded
    } else {
        n
    }
}
