//! Numbers as people write them: full-width digits, thousands separators, 万 and 亿, per cent, units.

use crate::fold::half_width;

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Read {
    /// As written, before per cent is thought of: `85%` is 85.
    pub(crate) number: f64,
    /// A per cent sign stood there.
    pub(crate) percent: bool,
}

/// Why text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No digits to speak of.
    NotANumber,
    /// `1,23`: a comma that may separate thousands or decimals.
    Comma,
    /// A range or several numbers, such as `3-5`.
    Several,
}

/// Reads a number. `unit` is what may stand behind it, such as `起` or `级`.
pub(crate) fn read(text: &str, unit: &str) -> Result<Read, Fault> {
    let narrow: String = text.chars().map(half_width).collect();
    let mut rest = narrow.trim();
    let mut factor = 1.0;
    let mut percent = false;
    rest = rest.trim_start_matches(['¥', '￥', '$', '约']).trim();
    // Units first, then per cent and magnitudes, from the back.
    for _ in 0..4 {
        let before = rest;
        for part in unit.split('/').map(str::trim) {
            if !part.is_empty() && part != "%" {
                rest = rest.strip_suffix(part).unwrap_or(rest).trim_end();
            }
        }
        if let Some(cut) = rest.strip_suffix('%') {
            percent = true;
            rest = cut.trim_end();
        }
        for (word, by) in [
            ("百万", 1e6),
            ("千万", 1e7),
            ("万", 1e4),
            ("亿", 1e8),
            ("千", 1e3),
        ] {
            if let Some(cut) = rest.strip_suffix(word)
                && cut.trim_end().ends_with(|c: char| c.is_ascii_digit())
            {
                factor *= by;
                rest = cut.trim_end();
                break;
            }
        }
        for word in [
            "个", "次", "起", "件", "人", "家", "小时", "分钟", "天", "元", "条", "分", "级", "台",
        ] {
            if let Some(cut) = rest.strip_suffix(word)
                && cut
                    .trim_end()
                    .ends_with(|c: char| c.is_ascii_digit() || matches!(c, '万' | '亿' | '千'))
            {
                rest = cut.trim_end();
            }
        }
        if rest == before {
            break;
        }
    }
    if let Some(cut) = rest.strip_prefix("百分之") {
        percent = true;
        rest = cut.trim_start();
    }
    let plain = without_separators(rest)?;
    let starts = plain.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    if !starts
        || !plain
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'))
    {
        let digits = rest.chars().filter(char::is_ascii_digit).count();
        let several = digits > 1
            && rest.chars().all(|c| {
                c.is_ascii_digit() || matches!(c, '.' | '-' | '~' | '—' | '至' | ' ' | '%')
            });
        return Err(if several {
            Fault::Several
        } else {
            Fault::NotANumber
        });
    }
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Read {
            number: number * factor,
            percent,
        }),
        _ if plain.chars().filter(char::is_ascii_digit).count() > 1 => Err(Fault::Several),
        _ => Err(Fault::NotANumber),
    }
}

/// Takes thousands separators out, where they stand at thousands.
fn without_separators(text: &str) -> Result<String, Fault> {
    let text = text.replace(['\'', '\u{2009}', '\u{202f}'], "");
    if !text.contains(',') {
        return Ok(text);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    if fraction.contains(',') || !digits(first) || !rest.iter().all(|g| digits(g)) {
        return Err(Fault::NotANumber);
    }
    let thousands = !first.is_empty() && first.len() <= 3 && rest.iter().all(|g| g.len() == 3);
    // Groups of four digits are an older custom: 1,2345 is 12,345 with 万 set off.
    let ten_thousands = !first.is_empty() && first.len() <= 4 && rest.iter().all(|g| g.len() == 4);
    if thousands || ten_thousands {
        Ok(text.replace(',', ""))
    } else {
        Err(Fault::Comma)
    }
}

/// How many of `to` one `from` is, where one only adds 千, 万 or 亿 to the other: 万人 to 人 is 10,000.
pub(crate) fn unit_factor(from: &str, to: &str) -> Option<f64> {
    let clean = |u: &str| -> String {
        u.chars()
            .map(half_width)
            .filter(|c| !c.is_whitespace())
            .collect()
    };
    let from = clean(from);
    let targets: Vec<String> = to.split('/').map(clean).filter(|t| !t.is_empty()).collect();
    if targets.contains(&from) || clean(to) == from {
        return Some(1.0);
    }
    let split = |u: &str| -> (f64, String) {
        for (word, by) in [
            ("百万", 1e6),
            ("千万", 1e7),
            ("万", 1e4),
            ("亿", 1e8),
            ("千", 1e3),
        ] {
            if let Some(rest) = u.strip_prefix(word)
                && !rest.is_empty()
            {
                return (by, rest.to_owned());
            }
        }
        (1.0, u.to_owned())
    };
    let (times, base) = split(&from);
    targets.iter().find_map(|t| {
        let (target_times, target) = split(t);
        (target == base).then_some(times / target_times)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, number: f64, percent: bool) {
        assert_eq!(read(text, ""), Ok(Read { number, percent }), "{text}");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        check("１２３", 123.0, false);
        check(" 85% ", 85.0, true);
        check("８５％", 85.0, true);
        check("1,234,567.5", 1_234_567.5, false);
        check("3.5万", 35_000.0, false);
        check("2亿元", 200_000_000.0, false);
        check("1.2万人", 12_000.0, false);
        check("-7", -7.0, false);
        check("1e3", 1000.0, false);
        check("12次", 12.0, false);
        check("百分之85", 85.0, true);
    }

    #[test]
    fn what_is_no_number_is_not_made_one() {
        assert_eq!(read("三十", ""), Err(Fault::NotANumber));
        assert_eq!(read("3-5", ""), Err(Fault::Several));
        assert_eq!(read("1,23", ""), Err(Fault::Comma));
        assert_eq!(read("", ""), Err(Fault::NotANumber));
        assert_eq!(read("e5", ""), Err(Fault::NotANumber));
        assert_eq!(read("inf", ""), Err(Fault::NotANumber));
    }

    #[test]
    fn units_differ_by_their_magnitude_only() {
        assert_eq!(unit_factor("万人", "人"), Some(10_000.0));
        assert_eq!(unit_factor("元", "万元"), Some(0.0001));
        assert_eq!(unit_factor("次", "次/times"), Some(1.0));
        assert_eq!(unit_factor("小时", "分钟"), None);
    }
}
