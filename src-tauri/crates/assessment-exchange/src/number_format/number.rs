//! Numbers in the places of their section.

use super::{
    chinese,
    decimal::Decimal,
    fraction,
    general::general,
    section::{Section, Token},
};

/// Where the parts of a section's number stand.
pub(super) struct Places {
    /// Tokens of places before the point.
    pub(super) whole: Vec<usize>,
    /// Tokens of places behind the point.
    pub(super) part: Vec<usize>,
    /// Tokens of places of the exponent.
    exponent: Vec<usize>,
    /// Groups of three are parted.
    grouped: bool,
    /// How often the number is divided by a thousand.
    thousands: i32,
}

impl Places {
    fn of(section: &Section) -> Self {
        let mut places = Self {
            whole: Vec::new(),
            part: Vec::new(),
            exponent: Vec::new(),
            grouped: false,
            thousands: 0,
        };
        let (mut point, mut exponent) = (false, false);
        // Commas since the last place.
        let mut commas = 0;
        for (at, token) in section.tokens.iter().enumerate() {
            match token {
                Token::Digit(_) => {
                    if commas > 0 && !point && !places.whole.is_empty() {
                        places.grouped = true;
                    }
                    commas = 0;
                    if exponent {
                        places.exponent.push(at);
                    } else if point {
                        places.part.push(at);
                    } else {
                        places.whole.push(at);
                    }
                }
                Token::Comma => commas += 1,
                Token::Point => {
                    places.thousands += commas;
                    commas = 0;
                    point = true;
                }
                Token::Exponent(..) => {
                    places.thousands += commas;
                    commas = 0;
                    exponent = true;
                }
                _ => {}
            }
        }
        if places.whole.len() + places.part.len() > 0 {
            places.thousands += commas;
        }
        places
    }
}

/// A number that is not negative, by a section; and whether nothing but zeros came of it.
pub(super) fn show(section: &Section, value: f64) -> (String, bool) {
    if section.tokens.contains(&Token::Slash) {
        return (fraction::show(section, value), false);
    }
    if section.tokens.contains(&Token::General) {
        return (with_general(section, value), false);
    }
    let places = Places::of(section);
    // With an exponent, per cent and commas are mere signs.
    let by = if places.exponent.is_empty() {
        2 * section.percent as i32 - 3 * places.thousands
    } else {
        0
    };
    let mut number = Decimal::new(value).shifted(by);
    let decimals = places.part.len() as i32;
    let mut power = 0;
    if !places.exponent.is_empty() && !number.is_zero() {
        let step = (places.whole.len() as i32).max(1);
        // Without places before the point the first digit stands behind it.
        let above = i32::from(places.whole.is_empty());
        power = number.magnitude();
        power += above - power.rem_euclid(step);
        let mantissa = number.clone().shifted(-power).rounded(decimals);
        // 9.99 may round to 10.0, one step further up.
        if mantissa.magnitude() >= step - above {
            power += step;
        }
        number = number.shifted(-power);
    }
    let number = number.rounded(decimals);
    let mut shown: Vec<String> = vec![String::new(); section.tokens.len()];
    // With an exponent, nothing fills all of its places.
    let before = if number.is_zero() && !places.exponent.is_empty() {
        "0".repeat(places.whole.len())
    } else {
        number.whole()
    };
    before_point(section, &places, &before, &mut shown);
    behind_point(
        section,
        &places,
        &number.part(places.part.len()),
        &mut shown,
    );
    let digits = power.unsigned_abs().to_string();
    fill_right(section, &places.exponent, &digits, &mut shown);
    let always = section
        .tokens
        .iter()
        .any(|t| matches!(t, Token::Exponent(_, true)));
    if let Some(first) = places.exponent.first() {
        // The sign stands next to the digits, whatever stands between them and the letter.
        let sign = match power {
            ..0 => "-",
            _ if always => "+",
            _ => "",
        };
        shown[*first].insert_str(0, sign);
    }
    let mut out = String::new();
    for (token, shown) in section.tokens.iter().zip(&shown) {
        match token {
            Token::Literal(l) => out.push_str(l),
            Token::Digit(_) => match section.numerals {
                Some(numerals) => out.push_str(&chinese::digits(shown, numerals)),
                None => out.push_str(shown),
            },
            Token::Point => {
                // Whatever stands before the point is shown, with places for it or without.
                if places.whole.is_empty() {
                    out.push_str(&number.whole());
                }
                out.push('.');
            }
            Token::Percent => out.push('%'),
            Token::Exponent(letter, _) => out.push(*letter),
            _ => {}
        }
    }
    let nought = number.is_zero() && places.whole.len() + places.part.len() > 0;
    (out, nought)
}

fn with_general(section: &Section, value: f64) -> String {
    let plain = general(value * 100_f64.powi(section.percent as i32));
    section
        .tokens
        .iter()
        .map(|t| match t {
            Token::General => section.numerals.map_or_else(
                || plain.clone(),
                |numerals| chinese::number(&plain, numerals),
            ),
            Token::Literal(l) => l.clone(),
            Token::Percent => "%".to_owned(),
            _ => String::new(),
        })
        .collect()
}

pub(super) fn pad(token: &Token) -> &'static str {
    match token {
        Token::Digit('0') => "0",
        Token::Digit('?') => " ",
        _ => "",
    }
}

/// Digits in places from the right; what is left over stands in the first place.
pub(super) fn fill_right(section: &Section, places: &[usize], digits: &str, shown: &mut [String]) {
    let mut left: Vec<char> = digits.chars().collect();
    for (n, at) in places.iter().enumerate().rev() {
        shown[*at] = match left.pop() {
            Some(digit) if n == 0 => left.drain(..).chain([digit]).collect(),
            Some(digit) => digit.to_string(),
            None => pad(&section.tokens[*at]).to_owned(),
        };
    }
}

fn before_point(section: &Section, places: &Places, digits: &str, shown: &mut [String]) {
    fill_right(section, &places.whole, digits, shown);
    if !places.grouped {
        return;
    }
    let mut count = 0;
    for at in places.whole.iter().rev() {
        let text: Vec<char> = shown[*at].chars().collect();
        let mut parted: Vec<char> = Vec::new();
        for c in text.iter().rev() {
            if count > 0 && count % 3 == 0 {
                // Before a place that is left blank the comma is blank, too.
                parted.push(if c.is_ascii_digit() { ',' } else { ' ' });
            }
            parted.push(*c);
            count += 1;
        }
        shown[*at] = parted.iter().rev().collect();
    }
}

fn behind_point(section: &Section, places: &Places, digits: &str, shown: &mut [String]) {
    let digits: Vec<char> = digits.trim_end_matches('0').chars().collect();
    for (n, at) in places.part.iter().enumerate() {
        shown[*at] = digits
            .get(n)
            .map_or_else(|| pad(&section.tokens[*at]).to_owned(), char::to_string);
    }
}
