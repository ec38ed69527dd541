//! The format `General`: as many digits as fit into eleven characters.

use super::decimal::Decimal;

/// Characters of a number, its sign apart.
const WIDTH: i32 = 11;

/// A number as an unformatted cell shows it.
pub(crate) fn general(value: f64) -> String {
    if !value.is_finite() {
        return "#NUM!".to_owned();
    }
    let shown = magnitude(value.abs());
    if value < 0.0 && shown != "0" {
        format!("-{shown}")
    } else {
        shown
    }
}

fn magnitude(value: f64) -> String {
    let exact = Decimal::new(value);
    let power = exact.magnitude();
    if power < -4 {
        // Small numbers stay as they are where all of their digits fit.
        return if exact.decimals() <= WIDTH - 2 {
            exact.plain()
        } else {
            scientific(exact)
        };
    }
    if power >= WIDTH {
        return scientific(exact);
    }
    // The point takes a place, and so does the zero before it.
    let room = (WIDTH - 2 - power.max(0)).max(0);
    let rounded = exact.clone().rounded(room);
    if rounded.magnitude() >= WIDTH {
        scientific(exact)
    } else {
        rounded.plain()
    }
}

fn scientific(exact: Decimal) -> String {
    let mut power = exact.magnitude();
    let digits = if power.abs() >= 100 { 4 } else { 5 };
    let mut mantissa = exact.shifted(-power).rounded(digits);
    if mantissa.magnitude() > 0 {
        mantissa = mantissa.shifted(-1);
        power += 1;
    }
    let sign = if power < 0 { '-' } else { '+' };
    format!("{}E{sign}{:02}", mantissa.plain(), power.abs())
}
