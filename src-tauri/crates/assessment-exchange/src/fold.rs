//! Headings and labels made comparable: full-width to half-width, case, spaces and punctuation folded.

/// Characters that carry no meaning in a heading or label.
fn is_noise(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '*' | '_'
                | '-'
                | '—'
                | '–'
                | ':'
                | ','
                | ';'
                | '.'
                | '、'
                | '。'
                | '·'
                | '"'
                | '\''
                | '“'
                | '”'
                | '‘'
                | '’'
                | '《'
                | '》'
                | '?'
                | '!'
                | '/'
                | '\u{feff}'
                | '\u{200b}'
        )
}

/// One character from its full-width form to its usual one: `Ａ` to `A`, `（` to `(`, `　` to a space.
#[must_use]
pub(crate) fn half_width(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).map_or(c, |narrow| narrow),
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        _ => c,
    }
}

/// What two headings or labels are compared by: `网络安全　投入（万元）*` folds to `网络安全投入(万元)`.
#[must_use]
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().map(half_width) {
        match c {
            _ if is_noise(c) => {}
            '\0'..='\u{7f}' => folded.push(c.to_ascii_lowercase()),
            // Nothing from the radicals to the last of the unified ideographs has two cases.
            '\u{2e80}'..='\u{9fff}' => folded.push(c),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// A heading, and the unit that it names in its last brackets, if any: `投入（万元）` is `投入` and `万元`.
#[must_use]
pub(crate) fn without_brackets(text: &str) -> (String, Option<String>) {
    let narrow: String = text.chars().map(half_width).collect();
    let trimmed = narrow.trim().trim_end_matches(['*', ':', ' ']);
    let (open, close) = if trimmed.ends_with(')') {
        ('(', ')')
    } else if trimmed.ends_with(']') {
        ('[', ']')
    } else {
        return (trimmed.to_owned(), None);
    };
    match trimmed.rfind(open) {
        Some(at) if at > 0 => {
            let inner = trimmed[at + open.len_utf8()..]
                .trim_end_matches(close)
                .trim();
            (trimmed[..at].trim_end().to_owned(), Some(inner.to_owned()))
        }
        _ => (trimmed.to_owned(), None),
    }
}

/// A heading without the number that leads it: `3、您的年龄段？` and `（一）存款` lose theirs.
#[must_use]
pub(crate) fn without_number(text: &str) -> &str {
    let trimmed = text.trim_start();
    let rest = trimmed.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, 'Q' | 'q' | '(' | '（' | '一'..='十' | '第' | '题')
    });
    let after = rest.trim_start_matches(['、', '.', '．', ')', '）', ':', '：', ' ']);
    if after.len() < rest.len() && rest.len() < trimmed.len() && !after.is_empty() {
        after
    } else {
        trimmed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_without_cases_are_passed_over_rightly() {
        for c in '\u{2e80}'..='\u{9fff}' {
            assert!(c.to_lowercase().eq([c]), "{c}");
        }
    }

    #[test]
    fn headings_fold_to_one_form() {
        assert_eq!(fold("　Ａ1.1.1 *"), "a111");
        assert_eq!(fold("发现时间："), "发现时间");
        assert_eq!(
            without_brackets("地区生产总值（亿元）"),
            ("地区生产总值".to_owned(), Some("亿元".to_owned()))
        );
        assert_eq!(without_brackets("(全)").1, None);
        assert_eq!(without_number("3、您的年龄段？"), "您的年龄段？");
        assert_eq!(without_number("2024年"), "2024年");
        assert_eq!(without_number("一般问题"), "一般问题");
    }
}
