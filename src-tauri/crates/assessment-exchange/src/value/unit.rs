//! Which unit a cell means: by code or by name, never by likeness.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
};

use assessment_models::{Unit, UnitCode};

use crate::{
    fold::{fold, without_brackets},
    vocabulary::WORDS,
};

/// What a cell says of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// One unit, by position.
    One(usize),
    /// Several of that name.
    Several(Vec<usize>),
    /// None.
    None,
}

/// A name without one of the endings that may be left out.
fn shortened<'n>(name: &'n str, endings: &[String]) -> &'n str {
    endings
        .iter()
        .find_map(|ending| name.strip_suffix(ending.as_str()))
        .unwrap_or(name)
}

/// Units by code and by every name under which they go.
#[derive(Debug, Default)]
pub(crate) struct UnitIndex<'a> {
    units: &'a [Unit],
    codes: HashMap<String, usize>,
    /// Worked out when the first is asked for: many tables name units by their codes alone.
    names: OnceCell<Names>,
}

/// Units by name.
#[derive(Debug, Default)]
struct Names(HashMap<String, Vec<usize>>);

impl Names {
    fn put(&mut self, name: &str, at: usize) {
        let folded = fold(name);
        if folded.is_empty() {
            return;
        }
        let places = self.0.entry(folded).or_default();
        if !places.contains(&at) {
            places.push(at);
        }
    }
}

impl<'a> UnitIndex<'a> {
    pub(crate) fn new(units: &'a [Unit]) -> Self {
        let codes = units
            .iter()
            .enumerate()
            .map(|(at, unit)| (fold(unit.code.as_str()), at))
            .collect();
        Self {
            units,
            codes,
            names: OnceCell::new(),
        }
    }

    /// The units that go by a folded name.
    fn named(&self, folded: &str) -> &[usize] {
        let names = self.names.get_or_init(|| self.all_names());
        names.0.get(folded).map_or(&[], Vec::as_slice)
    }

    fn all_names(&self) -> Names {
        let units = self.units;
        let mut names = Names(HashMap::with_capacity(units.len() * 3));
        // Only a province that has units below it stands before their names.
        let parents: HashSet<&str> = units
            .iter()
            .filter_map(|u| u.parent.as_ref().map(UnitCode::as_str))
            .collect();
        let tops: Vec<&str> = units
            .iter()
            .filter(|u| u.parent.is_none() && parents.contains(u.code.as_str()))
            .take(4)
            .flat_map(|u| {
                let name = u.name.zh.as_str();
                [name, shortened(name, WORDS.parent_endings())]
            })
            .filter(|n| n.chars().count() >= 2)
            .collect();
        for (at, unit) in units.iter().enumerate() {
            let parent = unit
                .parent
                .as_ref()
                .and_then(|p| self.codes.get(&fold(p.as_str())))
                .map(|p| &units[*p]);
            for name in [&unit.name.zh, &unit.name.en] {
                names.put(name, at);
                let (bare, inside) = without_brackets(name);
                if inside.is_some() {
                    names.put(&bare, at);
                }
                if let Some(parent) = parent {
                    for city in [&parent.name.zh, &parent.name.en] {
                        names.put(&format!("{city}{bare}"), at);
                        names.put(&format!("{bare}({city})"), at);
                    }
                    let short = shortened(&parent.name.zh, WORDS.unit_endings());
                    names.put(&format!("{short}{bare}"), at);
                }
            }
            // 太原 for 太原市; a county keeps its last character, which tells 城区 from 城关.
            let short = shortened(&unit.name.zh, WORDS.unit_endings());
            if short.chars().count() >= 2 {
                names.put(short, at);
            }
            for top in &tops {
                if let Some(rest) = unit.name.zh.strip_prefix(top)
                    && rest.chars().count() >= 3
                {
                    names.put(rest, at);
                }
                names.put(&format!("{top}{}", unit.name.zh), at);
            }
        }
        names
    }

    /// The unit that text means; where `city` names one, only units within it.
    pub(crate) fn find(&self, text: &str, city: Option<&str>) -> Found {
        let folded = fold(text);
        let digits = folded.strip_suffix("000000").unwrap_or(&folded);
        if let Some(at) = self.codes.get(&folded).or_else(|| self.codes.get(digits)) {
            return Found::One(*at);
        }
        // `140105 小店区`, `小店区(140105)`: a code beside a name.
        let token = text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .find(|t| t.len() >= 2 && self.codes.contains_key(&fold(t)));
        if let Some(at) = token.and_then(|t| self.codes.get(&fold(t))) {
            let rest = fold(&text.replace(token.unwrap_or_default(), ""));
            let rest = rest.trim_matches(['(', ')', '[', ']']);
            if rest.is_empty() || self.named(rest).contains(at) {
                return Found::One(*at);
            }
        }
        let mut places = self.named(&folded).to_vec();
        if places.is_empty() {
            let (bare, inside) = without_brackets(text);
            if inside.is_some() {
                places = self.named(&fold(&bare)).to_vec();
            }
        }
        if places.len() > 1
            && let Some(city) = city
            && let Found::One(city) = self.find(city, None)
        {
            places.retain(|at| self.units[*at].parent.as_ref() == Some(&self.units[city].code));
        }
        match places.as_slice() {
            [] => Found::None,
            [one] => Found::One(*one),
            _ => Found::Several(places),
        }
    }

    /// The units.
    pub(crate) fn units(&self) -> &'a [Unit] {
        self.units
    }

    /// `140302 城区（阳泉市）`, for lists of candidates.
    pub(crate) fn describe(&self, at: usize) -> String {
        let unit = &self.units[at];
        let parent = unit
            .parent
            .as_ref()
            .and_then(|p| self.codes.get(&fold(p.as_str())));
        match parent.map(|p| &self.units[*p]) {
            Some(parent) => format!("{} {}（{}）", unit.code, unit.name.zh, parent.name.zh),
            None => format!("{} {}", unit.code, unit.name.zh),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use assessment_models::Text;

    use super::*;

    fn unit(code: &str, zh: &str, en: &str, parent: Option<&str>) -> Unit {
        Unit {
            code: code.into(),
            name: Text::new(zh, en),
            peer_group: "county".to_owned(),
            parent: parent.map(Into::into),
            tags: Default::default(),
            attributes: Default::default(),
        }
    }

    #[test]
    fn units_are_found_by_code_and_name_but_not_guessed() {
        let units = [
            unit("140000", "山西省", "Shanxi Province", None),
            unit("140300", "阳泉市", "Yangquan City", Some("140000")),
            unit("140500", "晋城市", "Jincheng City", Some("140000")),
            unit(
                "140302",
                "城区",
                "Urban District (Yangquan)",
                Some("140300"),
            ),
            unit(
                "140502",
                "城区",
                "Urban District (Jincheng)",
                Some("140500"),
            ),
            unit(
                "D01",
                "省委办公厅（省国家保密局）",
                "General Office",
                Some("140000"),
            ),
        ];
        let index = UnitIndex::new(&units);
        for (text, city, expect) in [
            ("140300", None, Found::One(1)),
            ("140300000000", None, Found::One(1)),
            ("阳泉", None, Found::One(1)),
            ("山西省阳泉市", None, Found::One(1)),
            ("城区", None, Found::Several(vec![3, 4])),
            ("城区", Some("晋城市"), Found::One(4)),
            ("阳泉市城区", None, Found::One(3)),
            ("城区（晋城市）", None, Found::One(4)),
            ("140302 城区", None, Found::One(3)),
            ("省委办公厅", None, Found::One(5)),
            ("Urban District (Jincheng)", None, Found::One(4)),
            ("阳泉城区管委会", None, Found::None),
        ] {
            assert_eq!(index.find(text, city), expect, "{text}");
        }
    }
}
