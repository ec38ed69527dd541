//! The words under which headings and answers are met in offices; data, not code.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use serde::Deserialize;

use crate::fold::{fold, half_width};

#[derive(Deserialize)]
struct File {
    headings: BTreeMap<String, Vec<String>>,
    attributes: BTreeMap<String, Vec<String>>,
    footers: Vec<String>,
    totals: Vec<String>,
    #[serde(flatten)]
    forms: Forms,
    yes: Vec<String>,
    no: Vec<String>,
    partial: Vec<String>,
    not_applicable: Vec<String>,
    dashes: Vec<String>,
    absent: Vec<String>,
    approximately: Vec<String>,
    measures: Vec<Vec<Measure>>,
}

/// Words that are parts of others.
#[derive(Deserialize)]
struct Forms {
    /// Yes and no of a cell that holds a flag.
    flag: [String; 2],
    unit_endings: Vec<String>,
    parent_endings: Vec<String>,
    magnitudes: Vec<(String, f64)>,
    percent_before: Vec<String>,
    /// A word that holds others, such as `下午`, needs no entry of its own beside `下`.
    day_parts: Vec<(String, DayPart)>,
    /// What stands behind an hour for its minutes: `点半`.
    behind_hour: Vec<(String, u32)>,
    republic: Republic,
    skipped: Vec<String>,
    levels: Vec<String>,
    levels_with_label: Vec<String>,
    numerals: String,
    attribute_units: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
}

/// A calendar whose years are counted from another.
#[derive(Deserialize)]
struct Republic {
    words: Vec<String>,
    /// The common year before its first.
    begins: i32,
}

/// Words for one unit of measure, and how many of its dimension's smallest unit it is.
#[derive(Deserialize)]
struct Measure {
    words: Vec<String>,
    times: f64,
}

/// A part of the day by whose name an hour of twelve is told from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DayPart {
    /// `凌晨`, `am`.
    SmallHours,
    /// `上午`.
    Morning,
    /// `中午`.
    Noon,
    /// `下午`, `pm`.
    Afternoon,
    /// `晚上`, `夜里`.
    Night,
}

/// The vocabulary, folded for lookup.
pub(crate) struct Vocabulary {
    headings: HashMap<String, HashSet<String>>,
    attributes: HashMap<String, String>,
    footers: Vec<String>,
    totals: HashSet<String>,
    forms: Forms,
    yes: HashSet<String>,
    no: HashSet<String>,
    partial: HashSet<String>,
    not_applicable: HashSet<String>,
    dashes: HashSet<String>,
    absent: HashSet<String>,
    approximately: Vec<String>,
    /// By word: the dimensions that it measures, and how many of the smallest unit it is.
    measures: HashMap<String, Vec<(usize, f64)>>,
}

/// The one vocabulary of this program.
pub(crate) static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the file is part of the program and a test reads it"
    )]
    let file: File = serde_json::from_str(include_str!("../data/vocabulary.json"))
        .expect("data/vocabulary.json is well-formed");
    let mut measures: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
    for (dimension, units) in file.measures.into_iter().enumerate() {
        for unit in units {
            for word in unit.words {
                let word: String = word.chars().map(half_width).collect();
                measures
                    .entry(word)
                    .or_default()
                    .push((dimension, unit.times));
            }
        }
    }
    let folded = |words: Vec<String>| words.iter().map(|w| fold(w)).collect();
    Vocabulary {
        headings: file
            .headings
            .into_iter()
            .map(|(role, words)| (role, words.iter().map(|w| fold(w)).collect()))
            .collect(),
        attributes: file
            .attributes
            .into_iter()
            .flat_map(|(name, words)| words.into_iter().map(move |w| (fold(&w), name.clone())))
            .collect(),
        footers: file.footers,
        totals: folded(file.totals),
        forms: file.forms,
        yes: folded(file.yes),
        no: folded(file.no),
        partial: folded(file.partial),
        not_applicable: folded(file.not_applicable),
        dashes: file.dashes.into_iter().collect(),
        absent: file.absent.into_iter().collect(),
        approximately: file.approximately,
        measures,
    }
});

impl Vocabulary {
    /// Whether a folded heading plays a role, such as `unit` or `value`.
    pub(crate) fn is(&self, role: &str, folded: &str) -> bool {
        self.headings.get(role).is_some_and(|w| w.contains(folded))
    }

    /// All words of headings, folded.
    #[cfg(test)]
    pub(crate) fn heading_words(&self) -> impl Iterator<Item = &str> {
        let roles = self.headings.values().flatten();
        roles.chain(self.attributes.keys()).map(String::as_str)
    }

    /// The attribute of a unit that a folded heading names.
    pub(crate) fn attribute(&self, folded: &str) -> Option<&str> {
        self.attributes.get(folded).map(String::as_str)
    }

    /// `注：…`, `数据来源：…`: a line below a table, not a row of it.
    pub(crate) fn is_footer(&self, text: &str) -> bool {
        let narrow: String = text.chars().take(40).map(half_width).collect();
        let narrow = narrow.trim_start().to_lowercase();
        self.footers.iter().any(|word| {
            narrow.strip_prefix(word.as_str()).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with([':', ' ', '1', '2', '一', '('])
            })
        })
    }

    /// `合计`, `Total`.
    pub(crate) fn is_total(&self, text: &str) -> bool {
        self.totals.contains(&fold(text))
    }

    /// The word for a cell that holds yes or no itself.
    pub(crate) fn flag(&self, flag: bool) -> &str {
        &self.forms.flag[usize::from(!flag)]
    }

    /// What may be left out at the end of a unit's name: `市`.
    pub(crate) fn unit_endings(&self) -> &[String] {
        &self.forms.unit_endings
    }

    /// What may be left out at the end of a name that stands before those of the units below it.
    pub(crate) fn parent_endings(&self) -> &[String] {
        &self.forms.parent_endings
    }

    /// `万` and what it multiplies by; a longer word stands before those that it contains.
    pub(crate) fn magnitudes(&self) -> &[(String, f64)] {
        &self.forms.magnitudes
    }

    /// What stands behind `百分之`.
    pub(crate) fn behind_percent<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut words = self.forms.percent_before.iter();
        words.find_map(|word| text.strip_prefix(word.as_str()))
    }

    /// What the words between the numbers of a time say of the part of the day; the first that fits.
    pub(crate) fn day_part(&self, shape: &str) -> Option<DayPart> {
        let mut parts = self.forms.day_parts.iter();
        parts.find_map(|(w, part)| shape.contains(w).then_some(*part))
    }

    /// The minutes that words behind an hour say: 30 for `点半`.
    pub(crate) fn behind_hour(&self, text: &str) -> Option<u32> {
        let mut words = self.forms.behind_hour.iter();
        words.find_map(|(w, minutes)| text.contains(w).then_some(*minutes))
    }

    /// The year from which years are counted where the words before a date say so: 1911 for `民国`.
    pub(crate) fn years_from(&self, shape: &str) -> Option<i32> {
        let republic = &self.forms.republic;
        let named = republic.words.iter().any(|w| shape.starts_with(w));
        named.then_some(republic.begins)
    }

    /// `(跳过)`: a question that the survey did not put to this respondent.
    pub(crate) fn is_skipped(&self, text: &str) -> bool {
        let narrow = |c: char| if c == '−' { '-' } else { half_width(c) };
        let same = |w: &str| w.chars().map(narrow).eq(text.trim().chars().map(narrow));
        self.forms.skipped.iter().any(|w| same(w))
    }

    /// How the level of a number is written, such as `3级` and `三级`.
    pub(crate) fn levels(&self, n: f64, shown: &str) -> impl Iterator<Item = String> {
        let numeral = self
            .forms
            .numerals
            .chars()
            .nth(n as usize)
            .filter(|_| n >= 0.0 && n.fract() == 0.0);
        self.forms.levels.iter().filter_map(move |form| {
            let form = form.replace("{n}", shown);
            match numeral {
                Some(c) => Some(form.replace("{numeral}", c.encode_utf8(&mut [0; 4]))),
                None => (!form.contains("{numeral}")).then_some(form),
            }
        })
    }

    /// How a level's number and its label are written together.
    pub(crate) fn levels_with_label(
        &self,
        shown: &str,
        label: &str,
    ) -> impl Iterator<Item = String> {
        self.forms
            .levels_with_label
            .iter()
            .map(move |form| form.replace("{n}", shown).replace("{label}", label))
    }

    /// The unit in which an attribute of a unit is counted.
    pub(crate) fn attribute_unit(&self, attribute: &str) -> Option<&str> {
        self.forms
            .attribute_units
            .get(attribute)
            .map(String::as_str)
    }

    /// How something is named in a list of candidates or of what is missing, in both languages.
    pub(crate) fn name(&self, key: &str) -> &str {
        self.forms.names.get(key).map_or("", String::as_str)
    }

    /// `是`, `√`, `Yes`.
    pub(crate) fn is_yes(&self, text: &str) -> bool {
        self.yes.contains(&fold(text))
    }

    /// `否`, `×`, `No`.
    pub(crate) fn is_no(&self, text: &str) -> bool {
        self.no.contains(&fold(text))
    }

    /// `部分`, `Partly`.
    pub(crate) fn is_partial(&self, text: &str) -> bool {
        self.partial.contains(&fold(text))
    }

    /// `不适用`, `N/A`.
    pub(crate) fn is_not_applicable(&self, text: &str) -> bool {
        self.not_applicable.contains(&fold(text))
    }

    /// `/`, `—`: a mark in place of a value.
    pub(crate) fn is_dash(&self, text: &str) -> bool {
        self.dashes.contains(text.trim())
    }

    /// `无`, `暂无`: nothing, which may be no, zero or not filled in.
    pub(crate) fn is_absent(&self, text: &str) -> bool {
        self.absent.contains(&text.trim().to_lowercase())
    }

    /// `约`, `about`: a number behind it is not exact.
    pub(crate) fn approximately(&self) -> &[String] {
        &self.approximately
    }

    /// Whether a word in half-width small letters is a unit of measure.
    pub(crate) fn is_measure(&self, word: &str) -> bool {
        self.measures.contains_key(word)
    }

    /// How many of `to` one `from` is; `None` where they do not measure the same.
    pub(crate) fn measure(&self, from: &str, to: &str) -> Option<f64> {
        let to: String = to.chars().map(half_width).collect();
        let targets = self.measures.get(&to)?;
        self.measures
            .get(from)?
            .iter()
            .find_map(|(dimension, times)| {
                let (_, target) = targets.iter().find(|(d, _)| d == dimension)?;
                Some(times / target)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_spelling() {
        assert!(WORDS.is("unit", &fold("单位名称：")));
        assert!(WORDS.is("value", &fold("填报值 *")));
        assert!(WORDS.is_footer("注：本表不含省直"));
        assert!(WORDS.is_footer("数据来源：统计局"));
        assert!(!WORDS.is_footer("注册用户数"));
        assert!(WORDS.is_not_applicable("Ｎ／Ａ"));
        assert!(WORDS.is_yes("√") && WORDS.is_no("×") && WORDS.is_partial("部分"));
    }
}
