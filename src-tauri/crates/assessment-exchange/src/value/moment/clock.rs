//! The time of day behind a date.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{Fault, behind};
use crate::vocabulary::{DayPart, WORDS};

/// Where the time of day may stand.
pub(super) struct Times<'a> {
    pub(super) numbers: &'a [(i32, usize)],
    pub(super) text: &'a str,
    pub(super) said: Option<DayPart>,
}

impl Times<'_> {
    /// The moment of a day whose hour is the `from`-th number; midnight where none is written.
    pub(super) fn on(&self, date: NaiveDate, from: usize) -> Result<NaiveDateTime, Fault> {
        // `2026年3月5日至3月7日`, `2026.3.5-3.7`: a second day is no time of day.
        let rest = behind(self.text, from);
        let dotted = !rest.contains(':') && self.numbers.len() > from && rest.contains('.');
        let small = rest.to_ascii_lowercase();
        let letters = small.contains("a.m") || small.contains("p.m");
        let two = ['年', '月', '至', '到', '~', '-', '/', '—', '、', ',', '+'];
        if dotted && !letters || rest.contains(two) {
            return Err(Fault::NotADate);
        }
        let part = |i: usize| {
            self.numbers
                .get(from + i)
                .and_then(|(n, _)| u32::try_from(*n).ok())
                .unwrap_or(0)
        };
        let minute = match WORDS.behind_hour(rest) {
            Some(minute) if self.numbers.len() == from + 1 => minute,
            Some(_) => return Err(Fault::NotADate),
            None => part(1),
        };
        let at = |hour: u32, days: u64| {
            let time = NaiveTime::from_hms_opt(hour, minute, part(2)).ok_or(Fault::NotADate)?;
            let date = date.checked_add_days(chrono::Days::new(days));
            Ok(date.ok_or(Fault::NotADate)?.and_time(time))
        };
        let either = |a: Result<NaiveDateTime, Fault>, b: Result<NaiveDateTime, Fault>| {
            Err(Fault::AmbiguousTime(a?, b?))
        };
        if self.numbers.len() <= from {
            return at(0, 0);
        }
        match (self.said, part(0)) {
            (Some(DayPart::Afternoon), h @ 1..12) | (Some(DayPart::Noon), h @ 1..4) => {
                at(h + 12, 0)
            }
            (Some(DayPart::Night), h @ 5..12) => at(h + 12, 0),
            // Past midnight, of the day that is named or of the evening's next.
            (Some(DayPart::Night), h @ 0..5) => either(at(h, 0), at(h, 1)),
            (Some(DayPart::Night), 12) => either(at(0, 0), at(0, 1)),
            (Some(DayPart::SmallHours), 12) => at(0, 0),
            (Some(DayPart::Morning), 12) => either(at(0, 0), at(12, 0)),
            (_, h) => at(h, 0),
        }
    }
}
