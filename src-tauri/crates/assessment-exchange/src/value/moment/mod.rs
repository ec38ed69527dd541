//! Days and moments as people write them.

mod clock;
mod month;
mod serial;
mod zone;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use self::{clock::Times, zone::zoned};
pub(crate) use self::{
    month::{month_of, read_month},
    serial::{is_serial, of_either_epoch, serial},
    zone::zoned_iso,
};
use crate::{fold::half_width, number_format::Epoch, vocabulary::WORDS};

/// Why text is no moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not understood.
    NotADate,
    /// Understood in two ways, such as `03/05/2024`.
    Ambiguous(NaiveDate, NaiveDate),
    /// No year, and no round to take it from.
    NoYear,
    /// No year, and no such day within the period of the round.
    OutsidePeriod,
    /// A time of day by words that may mean two, such as `晚上12点`.
    AmbiguousTime(NaiveDateTime, NaiveDateTime),
}

/// Days of which a file may speak; outside it a number is no serial.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Reads a moment. `period` gives the year where none is written. `format` is a `strftime` pattern that a
/// mapping states.
pub(crate) fn read(
    text: &str,
    period: Option<(NaiveDate, NaiveDate)>,
    format: Option<&str>,
) -> Result<NaiveDateTime, Fault> {
    let narrow: String = text.chars().map(half_width).collect();
    let narrow = narrow.trim();
    if let Some(format) = format {
        return by_format(narrow, format).ok_or(Fault::NotADate);
    }
    zoned(narrow, period).unwrap_or_else(|| local(narrow, period))
}

/// Reads a moment by the clocks of the country.
fn local(narrow: &str, period: Option<(NaiveDate, NaiveDate)>) -> Result<NaiveDateTime, Fault> {
    let (numbers, shape) = split(narrow);
    let time = Times {
        numbers: &numbers,
        text: narrow,
        said: WORDS.day_part(&shape),
    };
    match shape.as_str() {
        // A run of digits: 20240305, 202403051230, or a serial.
        "" => digits(narrow),
        _ => {
            if let Some(begins) = WORDS.years_from(&shape) {
                let year = numbers.first().ok_or(Fault::NotADate)?.0;
                if !one_separator(narrow) {
                    return Err(Fault::NotADate);
                }
                let date = day(year.saturating_add(begins), &numbers, 1)?;
                return time.on(date, 3);
            }
            let first = numbers.first().ok_or(Fault::NotADate)?;
            // A month alone is no day; which of its days is not guessed.
            if first.1 == 4 && numbers.len() >= 3 {
                if !one_separator(narrow) {
                    return Err(Fault::NotADate);
                }
                time.on(day(first.0, &numbers, 1)?, 3)
            } else if shape.starts_with('月') && between(narrow, 1) == "月"
                || shape.starts_with('.') && numbers.len() == 2
            {
                let date = within(
                    period,
                    numbers[0].0,
                    numbers.get(1).ok_or(Fault::NotADate)?.0,
                )?;
                time.on(date, 2)
            } else if numbers.len() >= 3 && numbers[2].1 == 4 && one_separator(narrow) {
                let (a, b, year) = (numbers[0].0, numbers[1].0, numbers[2].0);
                let american = date(year, a, b);
                let european = date(year, b, a);
                match (american, european) {
                    (Some(x), Some(y)) if x != y => Err(Fault::Ambiguous(x, y)),
                    (Some(x), _) | (_, Some(x)) => time.on(x, 3),
                    _ => Err(Fault::NotADate),
                }
            } else {
                Err(Fault::NotADate)
            }
        }
    }
}

fn by_format(text: &str, format: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, format)
        .ok()
        .or_else(|| {
            NaiveDate::parse_from_str(text, format)
                .ok()
                .map(|d| d.and_time(NaiveTime::MIN))
        })
}

/// The numbers of a text with how many digits each has, and what stands between them.
fn split(text: &str) -> (Vec<(i32, usize)>, String) {
    let mut numbers = Vec::new();
    let mut shape = String::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            numbers.push((run.parse().unwrap_or(i32::MAX), run.len()));
            run.clear();
        }
        if !c.is_whitespace() && c != '\0' {
            shape.push(c.to_ascii_lowercase());
        }
    }
    (numbers, shape)
}

/// What stands behind so many numbers.
fn behind(text: &str, numbers: usize) -> &str {
    let mut rest = text;
    for _ in 0..numbers {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
        rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    rest
}

/// Whether the same stands between the first three numbers of a text, or 年 and 月: `2026.1-6` is a span
/// of months, not a day.
fn one_separator(text: &str) -> bool {
    let (first, second) = (between(text, 1), between(text, 2));
    first == second || (first.starts_with('年') && second.starts_with('月'))
}

/// What stands between one number and the next.
fn between(text: &str, from: usize) -> &str {
    let rest = behind(text, from);
    let end = rest.find(|c: char| c.is_ascii_digit());
    rest[..end.unwrap_or(rest.len())].trim()
}

fn date(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    YEARS
        .contains(&year)
        .then(|| {
            NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
        })
        .flatten()
}

/// The day of a year whose month stands at `from`.
fn day(year: i32, numbers: &[(i32, usize)], from: usize) -> Result<NaiveDate, Fault> {
    let month = numbers.get(from).ok_or(Fault::NotADate)?.0;
    let day = numbers.get(from + 1).ok_or(Fault::NotADate)?.0;
    date(year, month, day).ok_or(Fault::NotADate)
}

/// A day without a year: the one within the period.
fn within(
    period: Option<(NaiveDate, NaiveDate)>,
    month: i32,
    day: i32,
) -> Result<NaiveDate, Fault> {
    let (start, end) = period.ok_or(Fault::NoYear)?;
    let mut found = (start.year()..=end.year())
        .filter_map(|year| date(year, month, day))
        .filter(|d| (start..=end).contains(d));
    match (found.next(), found.next()) {
        (Some(d), None) => Ok(d),
        (None, _) if (start.year()..=end.year()).any(|y| date(y, month, day).is_some()) => {
            Err(Fault::OutsidePeriod)
        }
        (None, _) => Err(Fault::NotADate),
        (Some(a), Some(b)) => Err(Fault::Ambiguous(a, b)),
    }
}

fn digits(text: &str) -> Result<NaiveDateTime, Fault> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<i32>().ok());
    match text.len() {
        8 | 12 | 14 => {
            let d = part(0, 4)
                .zip(part(4, 6))
                .zip(part(6, 8))
                .and_then(|((y, m), d)| date(y, m, d))
                .ok_or(Fault::NotADate)?;
            let clock = |from: usize| {
                part(from, from + 2)
                    .and_then(|n| u32::try_from(n).ok())
                    .unwrap_or(0)
            };
            let time = if text.len() == 8 {
                NaiveTime::MIN
            } else {
                NaiveTime::from_hms_opt(
                    clock(8),
                    clock(10),
                    if text.len() == 14 { clock(12) } else { 0 },
                )
                .ok_or(Fault::NotADate)?
            };
            Ok(d.and_time(time))
        }
        5 => {
            let number = text.parse().map_err(|_| Fault::NotADate)?;
            serial(number, Epoch::Y1900).ok_or(Fault::NotADate)
        }
        _ => Err(Fault::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period() -> Option<(NaiveDate, NaiveDate)> {
        Some((
            NaiveDate::from_ymd_opt(2025, 7, 1)?,
            NaiveDate::from_ymd_opt(2026, 6, 30)?,
        ))
    }

    fn check(text: &str, expect: &str) {
        assert_eq!(
            read(text, period(), None).map(|m| m.to_string()),
            Ok(expect.to_owned()),
            "{text}"
        );
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        check("2024年3月5日", "2024-03-05 00:00:00");
        check("2024.3.5", "2024-03-05 00:00:00");
        check("2024/3/5 8:30", "2024-03-05 08:30:00");
        check("2024-03-05T08:30:15", "2024-03-05 08:30:15");
        check("２０２４－０３－０５", "2024-03-05 00:00:00");
        check("20240305", "2024-03-05 00:00:00");
        check("202403051230", "2024-03-05 12:30:00");
        check("3月5日", "2026-03-05 00:00:00");
        check("11月5日9时30分", "2025-11-05 09:30:00");
        check("2024年3月5日下午3时", "2024-03-05 15:00:00");
        check("45356", "2024-03-05 00:00:00");
        check("民国113年3月5日", "2024-03-05 00:00:00");
        check("中華民國113年3月5日", "2024-03-05 00:00:00");
        check("13/05/2024", "2024-05-13 00:00:00");
        check("2024-03-05T03:00:00Z", "2024-03-05 11:00:00");
        check("2024-03-05T20:00:00+00:00", "2024-03-06 04:00:00");
        check("2024-03-05 08:30:00 +0800", "2024-03-05 08:30:00");
        check("2024-03-05T08:30-05:00", "2024-03-05 21:30:00");
        check("2024-03-05 08:30 UTC", "2024-03-05 16:30:00");
        check("2024-03-05 08:30 UTC+08", "2024-03-05 08:30:00");
        check("2024年3月5日凌晨12:30", "2024-03-05 00:30:00");
        check("2024年3月5日夜里11点", "2024-03-05 23:00:00");
        check("2024年3月5日中午1点", "2024-03-05 13:00:00");
        check("2024年3月5日中午12:30", "2024-03-05 12:30:00");
        check("2024年3月5日下午3点半", "2024-03-05 15:30:00");
        check("2024年3月5日上午9点一刻", "2024-03-05 09:15:00");
    }

    #[test]
    fn what_may_be_two_days_is_not_guessed() {
        assert!(matches!(
            read("03/05/2024", None, None),
            Err(Fault::Ambiguous(..))
        ));
        assert_eq!(read("3月5日", None, None), Err(Fault::NoYear));
        assert_eq!(read("2024年2月30日", None, None), Err(Fault::NotADate));
        assert_eq!(read("去年", None, None), Err(Fault::NotADate));
        // A span of days, and a month without a day.
        for text in [
            "2024年3月5日至3月7日",
            "2024.3.5-3.7",
            "2024-3-5/7",
            "2024年3月",
        ] {
            assert_eq!(read(text, None, None), Err(Fault::NotADate), "{text}");
        }
        for text in [
            "2024.1-6",
            "2024年1-6",
            "2024-03-05 08:30-09:30",
            "1-6/2024",
        ] {
            assert_eq!(read(text, None, None), Err(Fault::NotADate), "{text}");
        }
        for text in ["晚上12点", "晚上12:30", "半夜2点", "上午12:30"] {
            let read = read(&format!("2024年3月5日{text}"), None, None);
            assert!(matches!(read, Err(Fault::AmbiguousTime(..))), "{text}");
        }
        let half = period().map(|(_, end)| (end.with_month(1).unwrap(), end));
        assert_eq!(read("10月5日", half, None), Err(Fault::OutsidePeriod));
        assert_eq!(read_month("10月", half, None), Err(Fault::OutsidePeriod));
        assert!(read_month("1月", half, None).is_ok());
        // A time that no clock shows is not taken for midnight.
        assert_eq!(read("2024-03-05 25:10", None, None), Err(Fault::NotADate));
        assert_eq!(read("2024-03-05 8:61", None, None), Err(Fault::NotADate));
        assert_eq!(
            read("03/05/2024", None, Some("%d/%m/%Y")).map(|m| m.to_string()),
            Ok("2024-05-03 00:00:00".to_owned())
        );
    }
}
