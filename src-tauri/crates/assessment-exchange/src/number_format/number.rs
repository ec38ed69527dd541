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
                Token::Exponent(_) => {
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

/// A number that is not negative, by a section.
pub(super) fn show(section: &Section, value: f64) -> String {
    if section.tokens.contains(&Token::Slash) {
        return fraction::show(section, value);
    }
    if section.tokens.contains(&Token::General) {
        return section
            .tokens
            .iter()
            .map(|t| match t {
                Token::General => section.numerals.map_or_else(
                    || general(value),
                    |numerals| chinese::number(&general(value), numerals),
                ),
                Token::Literal(l) => l.clone(),
                Token::Percent => "%".to_owned(),
                _ => String::new(),
            })
            .collect();
    }
    let places = Places::of(section);
    let by = 2 * section.percent as i32 - 3 * places.thousands;
    let mut number = Decimal::new(value).shifted(by);
    let decimals = places.part.len() as i32;
    let mut power = 0;
    if !places.exponent.is_empty() {
        let step = (places.whole.len() as i32).max(1);
        power = number.magnitude();
        power -= power.rem_euclid(step);
        let mantissa = number.clone().shifted(-power).rounded(decimals);
        // 9.99 may round to 10.0, one step further up.
        if mantissa.magnitude() >= step {
            power += step;
        }
        number = number.shifted(-power);
    }
    let number = number.rounded(decimals);
    let mut shown: Vec<String> = vec![String::new(); section.tokens.len()];
    before_point(section, &places, &number.whole(), &mut shown);
    behind_point(
        section,
        &places,
        &number.part(places.part.len()),
        &mut shown,
    );
    let digits = power.unsigned_abs().to_string();
    fill_right(section, &places.exponent, &digits, &mut shown);
    let mut out = String::new();
    for (token, shown) in section.tokens.iter().zip(&shown) {
        match token {
            Token::Literal(l) => out.push_str(l),
            Token::Digit(_) => match section.numerals {
                Some(numerals) => out.push_str(&chinese::digits(shown, numerals)),
                None => out.push_str(shown),
            },
            Token::Point => out.push('.'),
            Token::Percent => out.push('%'),
            Token::Exponent(always) => {
                out.push('E');
                if power < 0 {
                    out.push('-');
                } else if *always {
                    out.push('+');
                }
            }
            // A comma that neither groups nor divides stands before every place.
            Token::Comma if places.whole.is_empty() && places.part.is_empty() => out.push(','),
            _ => {}
        }
    }
    out
}

fn pad(token: &Token) -> &'static str {
    match token {
        Token::Digit('0') => "0",
        Token::Digit('?') => " ",
        _ => "",
    }
}

/// Digits in places from the right; what is left over stands in the first place.
fn fill_right(section: &Section, places: &[usize], digits: &str, shown: &mut [String]) {
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
            if count > 0 && count % 3 == 0 && c.is_ascii_digit() {
                parted.push(',');
            }
            parted.push(*c);
            count += 1;
        }
        shown[*at] = parted.iter().rev().collect();
    }
}

fn behind_point(section: &Section, places: &Places, digits: &str, shown: &mut [String]) {
    let digits: Vec<char> = digits.chars().collect();
    let last_digit = digits.iter().rposition(|d| *d != '0');
    let last_forced = places
        .part
        .iter()
        .rposition(|at| section.tokens[*at] == Token::Digit('0'));
    for (n, at) in places.part.iter().enumerate() {
        let needed = last_digit.is_some_and(|l| n <= l) || last_forced.is_some_and(|l| n <= l);
        shown[*at] = if needed {
            digits[n].to_string()
        } else {
            pad(&section.tokens[*at]).to_owned()
        };
    }
}
