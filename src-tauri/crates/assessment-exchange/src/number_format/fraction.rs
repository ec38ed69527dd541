//! Numbers as fractions: `# ?/?`, `# ??/16`, `?/?`.

use super::section::{Section, Token};

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

/// A number that is not negative, by a section with a bar.
pub(super) fn show(section: &Section, value: f64) -> String {
    let tokens = &section.tokens;
    let value = value * 100_f64.powi(section.percent as i32);
    let slash = tokens.iter().position(|t| *t == Token::Slash).unwrap_or(0);
    let is_place = |at: &usize| matches!(tokens[*at], Token::Digit(_));
    // The numerator's places stand next before the bar, the whole number's apart from them.
    let end = (0..slash).rev().find(is_place).map_or(0, |at| at + 1);
    let start = (0..end)
        .rev()
        .find(|at| !is_place(at))
        .map_or(0, |at| at + 1);
    let whole_places: Vec<usize> = (0..start).filter(is_place).collect();
    let below: Vec<usize> = (slash..tokens.len()).filter(is_place).collect();
    let given = tokens.iter().find_map(|t| match t {
        Token::Denominator(n) => Some(u64::from(*n)),
        _ => None,
    });
    let whole = if whole_places.is_empty() {
        0.0
    } else {
        value.floor()
    };
    let rest = value - whole;
    let (mut top, bottom) = match given {
        Some(bottom) => ((rest * bottom as f64).round() as u64, bottom),
        None => convergent(rest, 10_u64.pow(below.len().clamp(1, 7) as u32) - 1),
    };
    let mut whole = whole as u64;
    if !whole_places.is_empty() && top >= bottom {
        whole += top / bottom;
        top %= bottom;
    }
    let top_width = end - start;
    let bottom_width = given.map_or(below.len(), |n| n.to_string().len());
    let no_fraction = top == 0 && !whole_places.is_empty();
    let mut out = String::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            Token::Digit(_) if at >= start && at < end => {
                if no_fraction {
                    out.push_str(&" ".repeat(top_width));
                } else {
                    let pad = fill(&tokens[start]);
                    let text = top.to_string();
                    for _ in text.len()..top_width {
                        out.push_str(pad);
                    }
                    out.push_str(&text);
                }
                at = end;
                continue;
            }
            Token::Digit(_) if whole_places.last() == Some(&at) => {
                let zeros = whole_places
                    .iter()
                    .filter(|p| tokens[**p] == Token::Digit('0'))
                    .count();
                if whole > 0 || no_fraction || zeros > 0 {
                    out.push_str(&format!("{whole:0zeros$}"));
                }
            }
            Token::Digit(_) if below.first() == Some(&at) => {
                let text = bottom.to_string();
                let width = bottom_width.max(text.len());
                if no_fraction {
                    out.push_str(&" ".repeat(width));
                } else {
                    out.push_str(&text);
                    out.push_str(&" ".repeat(width - text.len()));
                }
            }
            // The other places of a number stand with its last or first one.
            Token::Digit(_) => {}
            Token::Denominator(n) => {
                let text = n.to_string();
                if no_fraction {
                    out.push_str(&" ".repeat(text.len()));
                } else {
                    out.push_str(&text);
                }
            }
            Token::Slash => out.push(if no_fraction { ' ' } else { '/' }),
            Token::Literal(l) => out.push_str(l),
            Token::Percent => out.push('%'),
            _ => {}
        }
        at += 1;
    }
    out
}

fn fill(token: &Token) -> &'static str {
    match token {
        Token::Digit('0') => "0",
        Token::Digit('?') => " ",
        _ => "",
    }
}
