//! Numbers of headings, tables and figures, as each language writes them.

use assessment_models::text::Lang;

/// Counts headings, tables and figures as a document is written.
#[derive(Debug, Clone)]
pub(crate) struct Numbers {
    lang: Lang,
    headings: [usize; 4],
    tables: usize,
    figures: usize,
}

impl Numbers {
    pub(crate) fn new(lang: Lang) -> Self {
        Self {
            lang,
            headings: [0; 4],
            tables: 0,
            figures: 0,
        }
    }

    /// The number of the next heading of a level (1 to 4): 一、（一）1.（1） by GB/T 9704-2012 7.3.3, and 1,
    /// 1.1, 1.1.1, (1) in English.
    pub(crate) fn heading(&mut self, level: u8) -> String {
        let at = usize::from(level.clamp(1, 4)) - 1;
        self.headings[at] += 1;
        for below in &mut self.headings[at + 1..] {
            *below = 0;
        }
        let n = self.headings[at];
        match (self.lang, at) {
            (Lang::Zh, 0) => format!("{}、", chinese(n)),
            (Lang::Zh, 1) => format!("（{}）", chinese(n)),
            (Lang::Zh, 2) => format!("{n}."),
            (Lang::Zh, _) => format!("（{n}）"),
            (Lang::En, 3) => format!("({n})"),
            (Lang::En, _) => {
                let all: Vec<String> = self.headings[..=at].iter().map(usize::to_string).collect();
                all.join(".")
            }
        }
    }

    pub(crate) fn table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    pub(crate) fn figure(&mut self) -> usize {
        self.figures += 1;
        self.figures
    }
}

/// A number from 1 to 99 in Chinese; beyond that in figures.
fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match n {
        1..=9 => DIGITS[n].to_owned(),
        10..=19 => format!("十{}", DIGITS[n - 10]),
        20..=99 => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_within_the_one_above() {
        let mut numbers = Numbers::new(Lang::Zh);
        let levels = [1, 2, 2, 3, 4, 1, 2];
        let written: Vec<String> = levels.map(|level| numbers.heading(level)).into();
        assert_eq!(
            written,
            ["一、", "（一）", "（二）", "1.", "（1）", "二、", "（一）"]
        );
        let mut numbers = Numbers::new(Lang::En);
        assert_eq!(
            [1, 2, 2, 3].map(|l| numbers.heading(l)),
            ["1", "1.1", "1.2", "1.2.1"]
        );
    }

    #[test]
    fn chinese_numbers_pass_ten_and_twenty() {
        assert_eq!(
            [10, 11, 20, 45].map(chinese),
            ["十", "十一", "二十", "四十五"]
        );
    }
}
