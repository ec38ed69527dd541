//! Numbers as fractions: `# ?/?`, `# ??/16`, `?/?`.

use super::{
    decimal::Decimal,
    number::{fill_right, pad},
    section::{Section, Token},
};

/// The last convergent of the continued fraction whose denominator is at most `limit`: what spreadsheet
/// programs show, though fractions between convergents may be nearer.
fn convergent(value: f64, limit: u64) -> (u64, u64) {
    let (mut p, mut q) = ((0_u64, 1_u64), (1_u64, 0_u64));
    let mut rest = value;
    for _ in 0..64 {
        let whole = rest.floor();
        // Beyond this every digit of the value is used up.
        if !(0.0..1e15).contains(&whole) {
            break;
        }
        let a = whole as u64;
        let next_q = a.saturating_mul(q.1).saturating_add(q.0);
        if next_q > limit {
            break;
        }
        p = (p.1, a.saturating_mul(p.1).saturating_add(p.0));
        q = (q.1, next_q);
        let left = rest - whole;
        if left < 5e-10 {
            break;
        }
        rest = 1.0 / left;
    }
    (p.1, q.1.max(1))
}

/// How the parts of a section with a bar stand to one another.
struct Bar {
    /// Places of the whole number.
    whole: Vec<usize>,
    /// Places of the numerator, next before the bar.
    top: Vec<usize>,
    slash: usize,
    /// Places of the denominator.
    bottom: Vec<usize>,
    given: Option<u32>,
    /// The first and last token of the fraction, literals between them and before it among them.
    start: usize,
    end: usize,
}

impl Bar {
    fn of(tokens: &[Token]) -> Self {
        let slash = tokens.iter().position(|t| *t == Token::Slash).unwrap_or(0);
        let is_place = |at: &usize| matches!(tokens[*at], Token::Digit(_));
        // The numerator's places stand next before the bar, the whole number's apart from them.
        let end = (0..slash).rev().find(is_place).map_or(0, |at| at + 1);
        let start = (0..end)
            .rev()
            .find(|at| !is_place(at))
            .map_or(0, |at| at + 1);
        let whole: Vec<usize> = (0..start).filter(is_place).collect();
        let bottom: Vec<usize> = (slash..tokens.len()).filter(is_place).collect();
        let given = (slash..tokens.len()).find(|at| matches!(tokens[*at], Token::Denominator(_)));
        Self {
            start: whole.last().map_or(start, |at| at + 1),
            top: (start..end).collect(),
            slash,
            end: given.or(bottom.last().copied()).unwrap_or(slash),
            given: given.and_then(|at| match tokens[at] {
                Token::Denominator(n) => Some(n),
                _ => None,
            }),
            whole,
            bottom,
        }
    }
}

/// Numerator, denominator, and what is to be added to the whole number.
fn divided(rest: f64, bar: &Bar) -> (String, String, f64) {
    let (top, bottom) = match bar.given {
        Some(bottom) => ((rest * f64::from(bottom)).round(), u64::from(bottom)),
        // Without a fraction of its own a large number stands over one.
        None if rest >= 1e15 => (rest, 1),
        None => {
            let limit = 10_u64.pow(bar.bottom.len().clamp(1, 7) as u32) - 1;
            let (top, bottom) = convergent(rest, limit);
            (top as f64, bottom)
        }
    };
    let carried = !bar.whole.is_empty() && top >= bottom as f64;
    let (top, more) = if carried { (0.0, 1.0) } else { (top, 0.0) };
    let digits = Decimal::new(top).whole();
    (digits, bottom.to_string(), more)
}

/// A number that is not negative, by a section with a bar.
pub(super) fn show(section: &Section, value: f64) -> String {
    let tokens = &section.tokens;
    let value = value * 100_f64.powi(section.percent as i32);
    let bar = Bar::of(tokens);
    let mixed = !bar.whole.is_empty();
    let whole = if mixed { value.trunc() } else { 0.0 };
    let (top, bottom, more) = divided(value - whole, &bar);
    let whole = Decimal::new(whole + more).whole();
    let is = |places: &[usize], c: char| places.iter().any(|at| tokens[*at] == Token::Digit(c));
    // A fraction of nothing is left out, unless its numerator has a place that is always filled.
    let left_out = mixed && top.is_empty() && !is(&bar.top, '0');
    let blanks = is(&bar.whole, '?') || is(&bar.top, '?');
    let blank = |wanted: bool| if wanted { " " } else { "" };

    let mut shown: Vec<String> = vec![String::new(); tokens.len()];
    let last_blank = bar
        .whole
        .last()
        .is_some_and(|at| tokens[*at] == Token::Digit('?'));
    let whole_shown = !whole.is_empty() || is(&bar.whole, '0');
    let nothing = whole.is_empty() && top.is_empty();
    let zero = nothing && (left_out || last_blank);
    let whole = if zero { "0" } else { &whole };
    fill_right(section, &bar.whole, whole, &mut shown);
    for at in bar.start..=bar.end.min(tokens.len().saturating_sub(1)) {
        if !mixed || bar.top.contains(&at) || bar.bottom.contains(&at) {
            continue;
        }
        shown[at] = match &tokens[at] {
            _ if left_out => continue,
            // What parts the whole number from the fraction goes with either of them missing.
            Token::Literal(l) if bar.top.first().is_some_and(|first| at < *first) => {
                if whole_shown || zero {
                    l.clone()
                } else {
                    l.chars().map(|_| blank(blanks)).collect()
                }
            }
            Token::Literal(l) => l.clone(),
            _ => continue,
        };
    }
    if left_out {
        let any = blanks || is(&bar.bottom, '?');
        for (at, shown) in shown.iter_mut().enumerate().skip(bar.start) {
            if at > bar.end {
                break;
            }
            let width = match &tokens[at] {
                Token::Literal(l) => l.chars().count(),
                Token::Denominator(n) => n.to_string().len(),
                _ => 1,
            };
            *shown = blank(any).repeat(width);
        }
    } else {
        let digits = if top.is_empty() { "0" } else { &top };
        fill_right(section, &bar.top, digits, &mut shown);
        shown[bar.slash] = "/".to_owned();
        if is(&bar.bottom, '0') {
            fill_right(section, &bar.bottom, &bottom, &mut shown);
        } else {
            // Denominators stand at the left of their places.
            let mut left = bottom.chars();
            for (n, at) in bar.bottom.iter().enumerate() {
                shown[*at] = if n + 1 == bar.bottom.len() && left.as_str().len() > 1 {
                    left.by_ref().collect()
                } else {
                    left.next()
                        .map_or_else(|| pad(&tokens[*at]).to_owned(), String::from)
                };
            }
        }
    }
    tokens
        .iter()
        .enumerate()
        .map(|(at, token)| match token {
            Token::Literal(l) if !mixed || at < bar.start || at > bar.end => l.as_str(),
            Token::Denominator(_) if !left_out => bottom.as_str(),
            Token::Percent => "%",
            _ => shown[at].as_str(),
        })
        .collect()
}
