//! Months as people write them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::{Fault, date, read, split, within};
use crate::{fold::half_width, vocabulary::WORDS};

/// What stands around the numbers of a year and a month. A quarter, a half or a span of months is no month.
const MONTHS: [&str; 8] = ["", "-", "/", ".", ",", "年", "年月", "年月份"];

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

#[cfg(test)]
mod tests {
    use super::*;

    fn period() -> Option<(NaiveDate, NaiveDate)> {
        Some((
            NaiveDate::from_ymd_opt(2025, 7, 1)?,
            NaiveDate::from_ymd_opt(2026, 6, 30)?,
        ))
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
