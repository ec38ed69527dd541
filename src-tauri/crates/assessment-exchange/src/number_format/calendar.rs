//! Days, times of day and spans of time from serials.

use super::{
    CANNOT, Epoch, chinese,
    section::{Section, Token},
};

/// One past the last day that has a serial, 31 December 9999.
const END: f64 = 2_958_466.0;
/// From the epoch of 1900 to that of 1904.
const TO_1904: i64 = 1_462;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// A serial, taken apart.
struct Moment {
    year: i32,
    month: u32,
    day: u32,
    /// 0 is Sunday.
    weekday: usize,
    hour: i64,
    minute: i64,
    second: i64,
    /// Parts of a second, in units of the finest that is shown.
    fraction: i64,
    /// Whole seconds of the span since the epoch's midnight.
    span: i64,
}

impl Moment {
    /// `digits` of a second are shown, and finer parts rounded; where no time is shown at all, the day is the
    /// one that it is. Spans have no last day.
    fn new(serial: f64, digits: u32, section: &Section, epoch: Epoch) -> Option<Self> {
        let shows = |letters: &str| {
            section
                .tokens
                .iter()
                .any(|t| matches!(t, Token::Date(c, _) if letters.contains(*c)))
        };
        let timed = section.elapsed
            || digits > 0
            || shows("hns")
            || section
                .tokens
                .iter()
                .any(|t| matches!(t, Token::Halves(..)));
        let unit = 10_i64.pow(digits.min(9));
        let ticks = if timed {
            (serial * 86_400.0 * unit as f64).round()
        } else {
            // A second's fraction that is but the day's in binary is none.
            (serial * 86_400.0 + 1e-4).floor()
        };
        let span_only = section.elapsed && !shows("ymdaebhns");
        let end = if span_only {
            1e15
        } else {
            END * 86_400.0 * unit as f64
        };
        if !(0.0..end).contains(&ticks) {
            return None;
        }
        let ticks = ticks as i64;
        let span = ticks / unit;
        let mut day = span / 86_400;
        if epoch == Epoch::Y1904 {
            day += TO_1904;
        }
        let (year, month, date) = if span_only { (1900, 1, 0) } else { civil(day)? };
        let time = span % 86_400;
        Some(Self {
            year,
            month,
            day: date,
            weekday: (day + 6).rem_euclid(7) as usize,
            hour: time / 3_600,
            minute: time / 60 % 60,
            second: time % 60,
            fraction: ticks % unit,
            span,
        })
    }
}

/// Year, month and day of a serial of 1900, in which 60 is 29 February and 0 is 0 January.
fn civil(serial: i64) -> Option<(i32, u32, u32)> {
    use chrono::Datelike;
    match serial {
        0 => return Some((1900, 1, 0)),
        60 => return Some((1900, 2, 29)),
        _ => {}
    }
    let days = if serial < 60 { serial } else { serial - 1 };
    let date = chrono::NaiveDate::from_ymd_opt(1899, 12, 31)?
        .checked_add_signed(chrono::Duration::try_days(days)?)?;
    Some((date.year(), date.month(), date.day()))
}

/// A serial by a section.
pub(super) fn show(section: &Section, value: f64, epoch: Epoch) -> String {
    // Spans count back from nothing, days do so only in the epoch that allows it.
    if value < 0.0 {
        if epoch == Epoch::Y1904 || section.elapsed {
            return format!("-{}", show(section, -value, epoch));
        }
        return CANNOT.to_owned();
    }
    let digits = section
        .tokens
        .iter()
        .filter_map(|t| match t {
            Token::Fraction(n) => Some(*n as u32),
            _ => None,
        })
        .max()
        .unwrap_or(0);
    let Some(moment) = Moment::new(value, digits, section, epoch) else {
        return CANNOT.to_owned();
    };
    let halves = section
        .tokens
        .iter()
        .any(|t| matches!(t, Token::Halves(..)));
    let spans: Vec<char> = section
        .tokens
        .iter()
        .filter_map(|t| match t {
            Token::Elapsed(c, _) => Some(*c),
            _ => None,
        })
        .collect();
    let mut out = String::new();
    for token in &section.tokens {
        match token {
            Token::Literal(l) => out.push_str(l),
            Token::Date(letter, count) => {
                // A unit that is counted as a span anywhere is counted so everywhere.
                let minute = if *letter == 'n' { 'm' } else { *letter };
                if matches!(letter, 'h' | 'n' | 's') && spans.contains(&minute) {
                    out.push_str(&padded(span(&moment, minute), *count));
                } else {
                    part(section, &moment, *letter, *count, halves, &mut out);
                }
            }
            Token::Elapsed(letter, count) => out.push_str(&padded(span(&moment, *letter), *count)),
            Token::Fraction(count) => {
                let all = format!(
                    "{:0width$}",
                    moment.fraction,
                    width = digits.min(9) as usize
                );
                out.push('.');
                out.push_str(all.get(..*count).unwrap_or(&all));
            }
            Token::Halves(before, after) => {
                let (before, after) = if section.chinese && *before == "AM" {
                    ("上午", "下午")
                } else {
                    (*before, *after)
                };
                out.push_str(if moment.hour < 12 { before } else { after });
            }
            Token::Digit(c) => out.push(*c),
            Token::Point => out.push('.'),
            Token::Comma => out.push(','),
            Token::Percent => out.push('%'),
            Token::Slash => out.push('/'),
            Token::Denominator(n) => out.push_str(&n.to_string()),
            Token::General | Token::Text => out.push_str(&super::general(value)),
            Token::Exponent(letter, _) => out.push(*letter),
        }
    }
    out
}

/// Widest that a number is padded with zeros to; formatting panics at widths that a hostile format may name.
const WIDEST: usize = 255;

fn padded(n: i64, width: usize) -> String {
    let width = width.min(WIDEST);
    format!("{n:0width$}")
}

fn span(moment: &Moment, letter: char) -> i64 {
    match letter {
        'h' => moment.span / 3_600,
        'm' => moment.span / 60,
        _ => moment.span,
    }
}

fn part(
    section: &Section,
    moment: &Moment,
    letter: char,
    count: usize,
    halves: bool,
    out: &mut String,
) {
    let month = moment.month.clamp(1, 12) as usize - 1;
    let number = |n: i64| {
        let text = padded(n, count.min(2));
        match section.numerals {
            Some(numerals) => chinese::number(&n.to_string(), numerals),
            None => text,
        }
    };
    let year = |year: i32, count: usize| {
        let text = if count <= 2 {
            format!("{:02}", year.rem_euclid(100))
        } else {
            format!("{year:04}")
        };
        section
            .numerals
            .map_or_else(|| text.clone(), |n| chinese::digits(&text, n))
    };
    let text = match (letter, count) {
        ('y', _) => year(moment.year, count),
        ('e', _) => year(moment.year, 4),
        ('b', _) => year(moment.year + 543, count),
        ('m', 1 | 2) => number(i64::from(moment.month)),
        ('m', 3 | 4) if section.chinese => chinese::month(month),
        ('m', 3) => MONTHS[month][..3].to_owned(),
        ('m', 5) => MONTHS[month][..1].to_owned(),
        ('m', _) => MONTHS[month].to_owned(),
        ('d', 1 | 2) => number(i64::from(moment.day)),
        ('d', 3) if section.chinese => chinese::weekday(moment.weekday, "周"),
        ('d', _) if section.chinese => chinese::weekday(moment.weekday, "星期"),
        ('d', 3) => DAYS[moment.weekday][..3].to_owned(),
        ('d', _) => DAYS[moment.weekday].to_owned(),
        ('a', 3) => chinese::weekday(moment.weekday, ""),
        ('a', _) => chinese::weekday(moment.weekday, "星期"),
        ('h', _) if halves => number((moment.hour + 11) % 12 + 1),
        ('h', _) => number(moment.hour),
        ('n', _) => number(moment.minute),
        ('s', _) => number(moment.second),
        _ => String::new(),
    };
    out.push_str(&text);
}
