//! Days and moments as people write them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    fold::half_width,
    number_format::Epoch,
    vocabulary::{DayPart, WORDS},
};

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

/// What stands around the numbers of a year and a month. A quarter, a half or a span of months is no month.
const MONTHS: [&str; 8] = ["", "-", "/", ".", ",", "年", "年月", "年月份"];

/// Seconds by which the clocks of the country are ahead of those that a `Z` or an offset is counted from.
const LOCAL: i64 = 8 * 3_600;

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

/// Reads a month, as its first moment: `2026年3月`, `2026-03`, `202603`, `3月`, or any day of it.
pub(crate) fn read_month(
    text: &str,
    period: Option<(NaiveDate, NaiveDate)>,
    format: Option<&str>,
) -> Result<NaiveDateTime, Fault> {
    let narrow: String = text.chars().map(half_width).collect();
    let narrow = narrow.trim();
    if format.is_none() {
        let (numbers, shape) = split(narrow);
        let first = |year: i32, month: i32| {
            date(year, month, 1)
                .map(|d| d.and_time(NaiveTime::MIN))
                .ok_or(Fault::NotADate)
        };
        match (numbers.as_slice(), shape.as_str()) {
            ([(n, 6)], "") => return first(n / 100, n % 100),
            ([(y, 4), (m, _)], shape) if MONTHS.contains(&shape) => return first(*y, *m),
            ([(y, _), (m, _)], shape)
                if WORDS.years_from(shape).is_some()
                    && MONTHS.iter().any(|s| !s.is_empty() && shape.ends_with(s)) =>
            {
                let begins = WORDS.years_from(shape).unwrap_or(0);
                return first(y.saturating_add(begins), *m);
            }
            ([(m, _)], "月" | "月份") => {
                // A period that begins within the month holds it, though not its first day.
                let months = period.map(|(start, end)| (start.with_day(1).unwrap_or(start), end));
                return within(months, *m, 1).map(|d| d.and_time(NaiveTime::MIN));
            }
            _ => {}
        }
    }
    let m = read(narrow, period, format)?;
    Ok(month_of(m))
}

/// The first moment of a moment's month.
pub(crate) fn month_of(m: NaiveDateTime) -> NaiveDateTime {
    m.date()
        .with_day(1)
        .map_or(m, |d| d.and_time(NaiveTime::MIN))
}

/// A serial of a spreadsheet, counted from its epoch; `None` outside 1990 to 2099, where a number is none.
pub(crate) fn serial(number: f64, epoch: Epoch) -> Option<NaiveDateTime> {
    let number = match epoch {
        Epoch::Y1900 => number,
        // 1 January 1904 is 1462 in the other epoch.
        Epoch::Y1904 => number + 1_462.0,
    };
    if !(32_874.0..73_051.0).contains(&number) {
        return None;
    }
    let seconds = (number.fract() * 86_400.0).round();
    NaiveDate::from_ymd_opt(1899, 12, 30)?
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(chrono::Duration::days(number.trunc() as i64))?
        .checked_add_signed(chrono::Duration::seconds(seconds as i64))
}

/// Whether text is a serial: one that was pasted as text, as [`read`] takes it.
pub(crate) fn is_serial(text: &str) -> bool {
    let text = text.trim();
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The moment of a serial that stands as text in a workbook of the epoch of 1904: its own cells count from
/// there, what was pasted into it from elsewhere may not.
pub(crate) fn of_either_epoch(text: &str) -> Result<NaiveDateTime, Fault> {
    let number = text.trim().parse().map_err(|_| Fault::NotADate)?;
    match [Epoch::Y1904, Epoch::Y1900].map(|epoch| serial(number, epoch)) {
        [Some(own), Some(other)] => Err(Fault::Ambiguous(own.date(), other.date())),
        [own, other] => own.or(other).ok_or(Fault::NotADate),
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

/// Where the time of day may stand.
struct Times<'a> {
    numbers: &'a [(i32, usize)],
    text: &'a str,
    said: Option<DayPart>,
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

impl Times<'_> {
    /// The moment of a day whose hour is the `from`-th number; midnight where none is written.
    fn on(&self, date: NaiveDate, from: usize) -> Result<NaiveDateTime, Fault> {
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

/// A moment with a `Z` or an offset behind its time of day, by the clocks of the country; `None` where
/// there is neither.
fn zoned(
    text: &str,
    period: Option<(NaiveDate, NaiveDate)>,
) -> Option<Result<NaiveDateTime, Fault>> {
    let lower = text.to_ascii_lowercase();
    let colon = lower.find(':')?;
    let named = |text: &str| -> Option<String> {
        let mut words = ["utc", "gmt", "z"].into_iter();
        words.find_map(|w| Some(text.strip_suffix(w)?.trim_end().to_owned()))
    };
    let (written, offset) = if let Some(written) = named(&lower) {
        (written, "+00:00".to_owned())
    } else {
        // `08:30-09:30` is a span of time; only behind a `T` is a minus the sign of an offset.
        let signs: &[char] = if lower.contains('t') {
            &['+', '-']
        } else {
            &['+']
        };
        let sign = colon + lower[colon..].find(signs)?;
        let before = lower[..sign].trim_end();
        let offset = &lower[sign..];
        let minutes = if offset.len() == 3 { ":00" } else { "" };
        (
            named(before).unwrap_or_else(|| before.to_owned()),
            format!("{offset}{minutes}"),
        )
    };
    let Ok(offset) = offset.parse::<chrono::FixedOffset>() else {
        return Some(Err(Fault::NotADate));
    };
    let ahead = chrono::Duration::seconds(LOCAL - i64::from(offset.local_minus_utc()));
    let moment = local(&written, period);
    Some(moment.and_then(|m| m.checked_add_signed(ahead).ok_or(Fault::NotADate)))
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

    #[test]
    fn a_serial_as_text_in_a_workbook_of_1904_may_be_of_either_epoch() {
        let days = of_either_epoch("45356");
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let both = Fault::Ambiguous(day(2028, 3, 6), day(2024, 3, 5));
        assert_eq!(days, Err(both));
        assert!(is_serial(" 45356 ") && !is_serial("4535") && !is_serial("45.35"));
    }

    #[test]
    fn months_are_their_first_day() {
        for text in [
            "2026年3月",
            "2026-03",
            "202603",
            "3月",
            "2026.3",
            "2026-03-17",
        ] {
            assert_eq!(
                read_month(text, period(), None).map(|m| m.to_string()),
                Ok("2026-03-01 00:00:00".to_owned()),
                "{text}"
            );
        }
        for text in [
            "2026年第3季度",
            "2026Q2",
            "2026.1-6",
            "2026年1-6月",
            "2026年1-6",
            "2026/1-6",
            "1-6月",
            "2026年上半年",
            "民国115年3季",
        ] {
            assert_eq!(
                read_month(text, period(), None),
                Err(Fault::NotADate),
                "{text}"
            );
        }
    }
}
