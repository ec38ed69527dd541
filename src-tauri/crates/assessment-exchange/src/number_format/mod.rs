//! Number formats: a value as a person sees it in its cell.
//!
//! A format code such as `#,##0.00;[Red]-#,##0.00;"-"` is split into sections once ([`NumberFormat::new`])
//! and then shows any number of values. The rules are those of ECMA-376 part 1, 18.8.31, and what
//! spreadsheet programs do where it is silent: 15 significant digits, halves away from zero, the 29 February
//! 1900 that never was.

mod builtin;
mod calendar;
mod chinese;
mod decimal;
mod fraction;
mod general;
mod number;
mod section;

pub(crate) use builtin::code as builtin_code;
pub(crate) use general::general;

use std::borrow::Cow;

use self::section::{Kind, Section};

/// The day from which serials count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// 1 is 1 January 1900, and 60 a day that never was.
    #[default]
    Y1900,
    /// 0 is 1 January 1904.
    Y1904,
}

/// What is shown of a value that a format cannot show, such as a day before the first.
const CANNOT: &str = "########";

/// A format code, understood.
#[derive(Debug, Clone)]
pub(crate) struct NumberFormat {
    /// For numbers, in order; at least one.
    sections: Vec<Section>,
    /// For text.
    text: Option<Section>,
}

/// A code cut at the semicolons that are no literals.
fn split(code: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        let Some(part) = parts.last_mut() else { break };
        match c {
            '"' => {
                quoted = !quoted;
                part.push(c);
            }
            '\\' | '_' | '*' if !quoted => {
                part.push(c);
                part.extend(chars.next());
            }
            ';' if !quoted => parts.push(String::new()),
            _ => part.push(c),
        }
    }
    parts
}

impl NumberFormat {
    /// Understands a code. Every code is understood somehow; what means nothing stands as it is.
    pub(crate) fn new(code: &str) -> Self {
        let mut sections: Vec<Section> = split(code).iter().map(|p| Section::new(p)).collect();
        let text = match sections.len() {
            4.. => {
                sections.truncate(4);
                sections.pop()
            }
            _ if sections.last().is_some_and(|s| s.kind == Kind::Text) => sections.pop(),
            _ => None,
        };
        if sections.is_empty() {
            sections.push(Section::new("General"));
        }
        Self { sections, text }
    }

    /// Whether it shows numbers as per cent.
    pub(crate) fn is_percent(&self) -> bool {
        self.sections.first().is_some_and(|s| s.percent > 0)
    }

    /// Whether it shows numbers as days or times of day, but no spans of time.
    pub(crate) fn is_date(&self) -> bool {
        self.sections
            .first()
            .is_some_and(|s| s.kind == Kind::Date && !s.elapsed)
    }

    /// A text in its cell.
    pub(crate) fn show_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.text.as_ref().map_or(Cow::Borrowed(text), |section| {
            section.around_text(text).into()
        })
    }

    /// A number in its cell.
    pub(crate) fn show(&self, value: f64, epoch: Epoch) -> String {
        if !value.is_finite() {
            return general(value);
        }
        let Some((section, bare)) = self.choose(value) else {
            return CANNOT.to_owned();
        };
        let (shown, nought) = match section.kind {
            Kind::Empty => (section.literals(), false),
            Kind::Text => (section.around_text(&general(value.abs())), false),
            Kind::Date => return calendar::show(section, value, epoch),
            Kind::Number => number::show(section, value.abs()),
        };
        // What rounds to nothing has lost its sign, too; an empty section shows none.
        if value < 0.0 && !bare && !nought && !shown.is_empty() {
            format!("-{shown}")
        } else {
            shown
        }
    }

    /// The section for a value, and whether it says by itself that the value is negative; `None` where the
    /// format has none for it.
    fn choose(&self, value: f64) -> Option<(&Section, bool)> {
        let first = &self.sections[0];
        let count = self.sections.len();
        if self.sections.iter().all(|s| s.condition.is_none()) {
            return Some(match (&self.sections[..], value) {
                ([_, negative, ..], v) if v < 0.0 => (negative, true),
                ([_, _, zero], 0.0) => (zero, true),
                _ => (first, false),
            });
        }
        // What is left over by a condition that no negative value fulfils keeps its sign.
        let rest_bare = first.condition.is_none_or(|c| !c.leaves_negative());
        for (at, section) in self.sections.iter().enumerate() {
            let holds = match section.condition {
                Some(condition) => condition.holds(value),
                // Without its own condition the first takes what is above nothing, the second of three what is
                // below, the last what is left.
                None if at == 0 => value > 0.0,
                None => at + 1 == count || value < 0.0,
            };
            if holds {
                let bare = match section.condition {
                    Some(condition) => condition.only_negative(),
                    None if count == 2 => rest_bare,
                    None => at + 1 < count,
                };
                return Some((section, bare));
            }
        }
        (count == 1).then_some((&section::GENERAL, rest_bare))
    }
}

#[cfg(test)]
mod tests;
