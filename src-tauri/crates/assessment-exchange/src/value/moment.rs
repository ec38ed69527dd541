//! Days and moments as people write them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::{fold::half_width, number_format::Epoch, vocabulary::WORDS};

/// Why text is no moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not understood.
    NotADate,
    /// Understood in two ways, such as `03/05/2024`.
    Ambiguous(NaiveDate, NaiveDate),
    /// No year, and no round to take it from; or the period holds two years with that day.
    NoYear,
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
    let (numbers, shape) = split(narrow);
    let time = Times {
        numbers: &numbers,
        text: narrow,
    };
    let pm = WORDS.is_afternoon(&shape);
    match shape.as_str() {
        // A run of digits: 20240305, 202403051230, or a serial.
        "" => digits(narrow),
        _ => {
            if let Some(begins) = WORDS.years_from(&shape) {
                let year = numbers.first().ok_or(Fault::NotADate)?.0;
                let date = day(year.saturating_add(begins), &numbers, 1)?;
                return Ok(date.and_time(time.at(3, pm)?));
            }
            let first = numbers.first().ok_or(Fault::NotADate)?;
            // A month alone is no day; which of its days is not guessed.
            if first.1 == 4 && numbers.len() >= 3 {
                let date = day(first.0, &numbers, 1)?;
                Ok(date.and_time(time.at(3, pm)?))
            } else if shape.starts_with('月') || shape.starts_with('.') && numbers.len() == 2 {
                let date = within(
                    period,
                    numbers[0].0,
                    numbers.get(1).ok_or(Fault::NotADate)?.0,
                )?;
                Ok(date.and_time(time.at(2, pm)?))
            } else if numbers.len() >= 3 && numbers[2].1 == 4 {
                let (a, b, year) = (numbers[0].0, numbers[1].0, numbers[2].0);
                let american = date(year, a, b);
                let european = date(year, b, a);
                match (american, european) {
                    (Some(x), Some(y)) if x != y => Err(Fault::Ambiguous(x, y)),
                    (Some(x), _) | (_, Some(x)) => Ok(x.and_time(time.at(3, pm)?)),
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
            ([(y, 4), (m, _)], _) => return first(*y, *m),
            ([(y, _), (m, _)], shape) if WORDS.years_from(shape).is_some() => {
                let begins = WORDS.years_from(shape).unwrap_or(0);
                return first(y.saturating_add(begins), *m);
            }
            ([(m, _)], "月" | "月份") => {
                return within(period, *m, 1).map(|d| d.and_time(NaiveTime::MIN));
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
    /// The time whose hour is the `from`-th number; midnight where none is written.
    fn at(&self, from: usize, afternoon: bool) -> Result<NaiveTime, Fault> {
        // `2026年3月5日至3月7日`, `2026.3.5-3.7`: a second day is no time of day.
        let rest = behind(self.text, from);
        let dotted = !rest.contains(':') && self.numbers.len() > from && rest.contains('.');
        if dotted || rest.contains(['年', '月', '至', '到', '~', '-', '/', '—', '、', ',']) {
            return Err(Fault::NotADate);
        }
        let part = |i: usize| {
            self.numbers
                .get(from + i)
                .and_then(|(n, _)| u32::try_from(*n).ok())
                .unwrap_or(0)
        };
        let hour = match part(0) {
            h @ 1..12 if afternoon => h + 12,
            12 if rest.to_ascii_lowercase().contains("am") => 0,
            h => h,
        };
        NaiveTime::from_hms_opt(hour, part(1), part(2)).ok_or(Fault::NotADate)
    }
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
        (None, _) => date(end.year(), month, day).ok_or(Fault::NotADate),
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
    }
}
