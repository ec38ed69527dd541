//! Chinese numerals and names of days and months.

use super::section::Numerals;

const COMMON: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const FORMAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

fn digit(c: char, numerals: Numerals) -> char {
    let Some(n) = c.to_digit(10) else {
        return c;
    };
    match numerals {
        Numerals::Common => COMMON[n as usize],
        Numerals::Formal => FORMAL[n as usize],
        // Full-width digits stand in the order of the narrow ones.
        Numerals::Wide => char::from_u32(0xFF10 + n).unwrap_or(c),
    }
}

/// Each digit by itself: 2024 is 二〇二四.
pub(super) fn digits(text: &str, numerals: Numerals) -> String {
    text.chars().map(|c| digit(c, numerals)).collect()
}

/// A number in words: 12 is 十二, 305 is 三百〇五. What is no whole number goes digit by digit behind the point.
pub(super) fn number(text: &str, numerals: Numerals) -> String {
    if numerals == Numerals::Wide {
        return digits(text, numerals);
    }
    let (whole, rest) = text
        .find(['.', 'E'])
        .map_or((text, ""), |at| text.split_at(at));
    if whole.len() > 12 || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return digits(text, numerals);
    }
    let tens = match numerals {
        Numerals::Common => ["", "十", "百", "千"],
        _ => ["", "拾", "佰", "仟"],
    };
    let groups = ["", "万", "亿"];
    let mut out = String::new();
    let mut zero = false;
    let length = whole.len();
    let mut group_filled = false;
    for (at, c) in whole.chars().enumerate() {
        let place = length - 1 - at;
        if c == '0' {
            zero = true;
        } else {
            if zero && !out.is_empty() {
                out.push(digit('0', numerals));
            }
            zero = false;
            // Ten is 十, not 一十, but only formal numerals may not be shortened.
            if !(c == '1' && place % 4 == 1 && out.is_empty() && numerals == Numerals::Common) {
                out.push(digit(c, numerals));
            }
            out.push_str(tens[place % 4]);
            group_filled = true;
        }
        if place.is_multiple_of(4) && group_filled {
            out.push_str(groups[place / 4]);
            group_filled = false;
        }
    }
    if out.is_empty() {
        out.push(digit('0', numerals));
    }
    out.push_str(&digits(rest, numerals));
    out
}

/// 三月.
pub(super) fn month(zero_based: usize) -> String {
    format!(
        "{}月",
        number(&(zero_based + 1).to_string(), Numerals::Common)
    )
}

/// 星期二 with 星期 before it; 0 is Sunday.
pub(super) fn weekday(day: usize, before: &str) -> String {
    let name = if day == 0 { '日' } else { COMMON[day.min(6)] };
    format!("{before}{name}")
}
