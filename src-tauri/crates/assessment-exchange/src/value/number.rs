//! Numbers as people write them: full-width digits, thousands separators, 万 and 亿, per cent, units.

use assessment_models::Text;

use crate::{fold::half_width, vocabulary::WORDS};

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Read {
    /// In the unit that is asked for, before per cent is thought of: `85%` is 85.
    pub(crate) number: f64,
    /// A per cent sign stood there.
    pub(crate) percent: bool,
    /// A unit stood there, or 万 or the like, so that what a heading says of the unit does not matter.
    pub(crate) in_unit: bool,
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
    /// A unit that is not the one that is asked for and cannot be converted to it, such as `90分钟` for 人.
    Unit,
    /// `约3`: not exactly known.
    Approximate,
}

/// Reads a number that may have its unit behind it. Other units than the one asked for are converted where
/// the vocabulary knows how, and are a fault otherwise. Where no unit is asked for, a known one is passed over.
pub(crate) fn read(text: &str, unit: &Text) -> Result<Read, Fault> {
    let narrow: String = text.chars().map(half_width).collect();
    let mut rest = narrow.trim();
    let mut factor = 1.0;
    let mut percent = false;
    let mut in_unit = false;
    for word in WORDS.approximately() {
        if let Some(cut) = rest.strip_prefix(word.as_str()) {
            rest = cut.trim_start();
            return Err(if rest.starts_with(|c: char| c.is_ascii_digit()) {
                Fault::Approximate
            } else {
                Fault::NotANumber
            });
        }
    }
    let end = rest
        .rfind(|c: char| c.is_ascii_digit() || c == '.')
        .map_or(0, |at| at + 1);
    let tail: String = rest[end..].chars().filter(|c| !c.is_whitespace()).collect();
    rest = rest[..end].trim_end();
    if let Some(sign) = rest
        .chars()
        .next()
        .filter(|c| matches!(c, '¥' | '￥' | '$'))
    {
        rest = rest[sign.len_utf8()..].trim_start();
        if to_unit(half_width(sign).encode_utf8(&mut [0; 4]), unit) != Some(1.0) {
            return Err(Fault::Unit);
        }
    }
    match tail.as_str() {
        "" => {}
        "%" => percent = true,
        word => {
            if let Some((_, by)) = WORDS.magnitudes().iter().find(|(m, _)| *m == word) {
                // `3万` of something that is counted in 万元 may be 3 or 30,000 of them.
                let mut counted_in = WORDS.magnitudes().iter();
                if counted_in.any(|(m, _)| unit.zh.starts_with(m.as_str())) {
                    return Err(Fault::Unit);
                }
                factor = *by;
                // `310万` below a heading in 万人 is 3,100,000 people, not ten thousand times as many.
                in_unit = true;
            } else if let Some(by) = to_unit(word, unit) {
                factor = by;
                in_unit = true;
            } else {
                return Err(if WORDS.is_measure(magnitude(word).1) {
                    Fault::Unit
                } else {
                    Fault::NotANumber
                });
            }
        }
    }
    if let Some(cut) = WORDS.behind_percent(rest) {
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
            in_unit,
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
    // Groups of four digits are an older custom, with 万 and 亿 set off: 1,2345,6789. One such group alone may
    // as well be a decimal comma.
    let ten_thousands =
        matches!(first.len(), 1..=4) && rest.len() > 1 && rest.iter().all(|g| g.len() == 4);
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
    let (times, base) = magnitude(&from);
    targets.iter().find_map(|t| {
        let (target_times, target) = magnitude(t);
        (target == base).then_some(times / target_times)
    })
}

/// 万人 is 10,000 人.
fn magnitude(unit: &str) -> (f64, &str) {
    WORDS
        .magnitudes()
        .iter()
        .find_map(|(word, by)| {
            let rest = unit.strip_prefix(word.as_str())?;
            (!rest.is_empty()).then_some((*by, rest))
        })
        .unwrap_or((1.0, unit))
}

/// How many of the unit asked for one `word` is.
fn to_unit(word: &str, unit: &Text) -> Option<f64> {
    let folded = word.to_lowercase();
    let own = |u: &str| u.split_whitespace().collect::<String>().to_lowercase() == folded;
    if unit.zh.is_empty() {
        let (times, base) = magnitude(&folded);
        return WORDS.is_measure(base).then_some(times);
    }
    if own(&unit.zh) || own(&unit.en) {
        return Some(1.0);
    }
    let (times, base) = magnitude(&folded);
    let (own_times, own_base) = magnitude(&unit.zh);
    WORDS
        .measure(base, own_base)
        .or_else(|| (base == own_base).then_some(1.0))
        .map(|by| by * times / own_times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, number: f64, percent: bool) {
        let read = read(text, &Text::default()).unwrap();
        assert_eq!((read.number, read.percent), (number, percent), "{text}");
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
        assert_eq!(read("三十", &Text::default()), Err(Fault::NotANumber));
        assert_eq!(read("3-5", &Text::default()), Err(Fault::Several));
        assert_eq!(read("1,23", &Text::default()), Err(Fault::Comma));
        assert_eq!(read("", &Text::default()), Err(Fault::NotANumber));
        assert_eq!(read("e5", &Text::default()), Err(Fault::NotANumber));
        assert_eq!(read("inf", &Text::default()), Err(Fault::NotANumber));
    }

    #[test]
    fn only_the_unit_that_is_asked_for_may_stand_behind_a_number() {
        let of = |text: &str, zh: &str, en: &str| read(text, &Text::new(zh, en)).map(|r| r.number);
        for text in ["90分钟", "2天", "30人", "3元", "$3"] {
            assert_eq!(
                of(text, "学时", "training hours"),
                Err(Fault::Unit),
                "{text}"
            );
        }
        assert_eq!(of("12学时", "学时", "training hours"), Ok(12.0));
        assert_eq!(of("12 课时", "学时", "training hours"), Ok(12.0));
        assert_eq!(of("12 Training hours", "学时", "training hours"), Ok(12.0));
        assert_eq!(of("90分钟", "小时", "hours"), Ok(1.5));
        assert_eq!(of("2天", "小时", "hours"), Ok(48.0));
        assert_eq!(of("1.2万人", "人", "persons"), Ok(12_000.0));
        assert_eq!(of("2亿元", "万元", "10,000 CNY"), Ok(20_000.0));
        assert_eq!(of("¥30", "元", "CNY"), Ok(30.0));
        assert_eq!(of("3万", "万元", "10,000 CNY"), Err(Fault::Unit));
        assert_eq!(of("3人", "人/万人", "persons per 10,000"), Err(Fault::Unit));
        assert_eq!(of("3人/万人", "人/万人", "persons per 10,000"), Ok(3.0));
        assert_eq!(of("30人", "%", "%"), Err(Fault::Unit));
        assert_eq!(of("约3", "次", "times"), Err(Fault::Approximate));
    }

    #[test]
    fn units_differ_by_their_magnitude_only() {
        assert_eq!(unit_factor("万人", "人"), Some(10_000.0));
        assert_eq!(unit_factor("元", "万元"), Some(0.0001));
        assert_eq!(unit_factor("次", "次/times"), Some(1.0));
        assert_eq!(unit_factor("小时", "分钟"), None);
    }
}
