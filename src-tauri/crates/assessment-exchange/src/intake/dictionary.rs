//! Headings to fields, for everything that a framework knows.

use std::collections::HashMap;

use assessment_models::{
    Framework,
    framework::{QuestionKind, Register},
    survey::Party,
};

use crate::{
    fold::{fold, half_width, without_brackets, without_number},
    vocabulary::WORDS,
};

/// What a column is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Unit,
    City,
    /// A column of answers to one indicator.
    Indicator(usize),
    /// In a long table: which indicator a row speaks of.
    IndicatorName,
    Value,
    NaReason,
    Note,
    /// A field of the register, by position.
    Field(usize),
    ResponseId,
    AnsweredAt,
    /// A question, and the one option whose tick the column holds.
    Question(usize, Option<usize>),
    UnitCode,
    UnitName,
    UnitNameEn,
    PeerGroup,
    Parent,
    Tags,
    Attribute(String),
}

impl Target {
    /// The field's name in reports and mappings.
    pub(crate) fn id(&self, framework: &Framework, register: Option<usize>) -> String {
        match self {
            Self::Unit => "unit".to_owned(),
            Self::City => "city".to_owned(),
            Self::Indicator(at) => framework.indicators[*at].id.to_string(),
            Self::IndicatorName => "indicator".to_owned(),
            Self::Value => "value".to_owned(),
            Self::NaReason => "na_reason".to_owned(),
            Self::Note => "note".to_owned(),
            Self::Field(at) => register.map_or_else(String::new, |r| {
                framework.registers[r].fields[*at].id.clone()
            }),
            Self::ResponseId => "response_id".to_owned(),
            Self::AnsweredAt => "answered_at".to_owned(),
            Self::Question(at, None) => framework.questions[*at].id.clone(),
            Self::Question(at, Some(option)) => {
                format!("{}:{}", framework.questions[*at].id, option + 1)
            }
            Self::UnitCode => "code".to_owned(),
            Self::UnitName => "name".to_owned(),
            Self::UnitNameEn => "name_en".to_owned(),
            Self::PeerGroup => "peer_group".to_owned(),
            Self::Parent => "parent".to_owned(),
            Self::Tags => "tags".to_owned(),
            Self::Attribute(name) => format!("attribute:{name}"),
        }
    }
}

/// What kind of table a sheet is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    /// Units × indicators.
    Wide,
    /// One answer a row.
    Long,
    /// A register, by position.
    Register(usize),
    /// Units with attributes.
    Units,
    /// A questionnaire.
    Survey(Party),
}

/// All headings of a framework, folded.
pub(crate) struct Dictionary<'a> {
    pub(crate) framework: &'a Framework,
    indicator_ids: HashMap<String, usize>,
    indicator_names: HashMap<String, Vec<usize>>,
    fields: Vec<HashMap<String, usize>>,
    question_ids: HashMap<String, usize>,
    question_texts: HashMap<String, usize>,
    /// Something is called by a mere number.
    has_numbers: bool,
}

/// Whether text is digits and what stands between and around them. Whatever is left of such text when parts of
/// it are left out is such text again.
fn is_number(text: &str) -> bool {
    let in_numbers = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'(' | b')' | b'%');
    text.bytes().all(in_numbers)
}

fn exact(text: &str) -> String {
    text.chars()
        .map(half_width)
        .collect::<String>()
        .trim()
        .trim_end_matches(['*', ':', ' '])
        .to_lowercase()
}

impl<'a> Dictionary<'a> {
    pub(crate) fn new(framework: &'a Framework) -> Self {
        let mut indicator_names: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, indicator) in framework.indicators.iter().enumerate() {
            for name in [&indicator.name.zh, &indicator.name.en] {
                let places = indicator_names.entry(fold(name)).or_default();
                if !places.contains(&at) {
                    places.push(at);
                }
            }
        }
        let mut dictionary = Self {
            framework,
            indicator_ids: framework
                .indicators
                .iter()
                .enumerate()
                .map(|(at, i)| (exact(i.id.as_str()), at))
                .collect(),
            indicator_names,
            fields: framework.registers.iter().map(fields_of).collect(),
            question_ids: framework
                .questions
                .iter()
                .enumerate()
                .map(|(at, q)| (exact(&q.id), at))
                .collect(),
            question_texts: framework
                .questions
                .iter()
                .enumerate()
                .flat_map(|(at, q)| [(fold(&q.text.zh), at), (fold(&q.text.en), at)])
                .filter(|(text, _)| !text.is_empty())
                .collect(),
            has_numbers: false,
        };
        let has_numbers = dictionary.words().any(is_number);
        dictionary.has_numbers = has_numbers;
        dictionary
    }

    /// Every word that something is called by, but those of the vocabulary.
    fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.indicator_ids.keys();
        words
            .chain(self.indicator_names.keys())
            .chain(self.fields.iter().flat_map(HashMap::keys))
            .chain(self.question_ids.keys())
            .chain(self.question_texts.keys())
            .map(String::as_str)
    }

    /// Whether text is a mere number while nothing is called by one: rows of data are looked at, too, when a
    /// header is searched, and hold little else.
    pub(crate) fn is_no_heading(&self, text: &str) -> bool {
        !self.has_numbers && is_number(text)
    }

    /// The indicator that text names: its id, its id before its name, or its whole name.
    pub(crate) fn indicator(&self, text: &str) -> Option<usize> {
        let plain = exact(text);
        if let Some(at) = self.indicator_ids.get(&plain) {
            return Some(*at);
        }
        let end = plain
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')))
            .unwrap_or(plain.len());
        if end > 0
            && let Some(at) = self.indicator_ids.get(plain[..end].trim_end_matches('.'))
        {
            return Some(*at);
        }
        let by_name = |name: &str| match self.indicator_names.get(&fold(name)).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        };
        by_name(text)
            .or_else(|| by_name(&without_brackets(text).0))
            .or_else(|| by_name(without_number(text)))
    }

    /// The field of a register.
    pub(crate) fn field(&self, register: usize, text: &str) -> Option<usize> {
        let fields = self.fields.get(register)?;
        let look = |t: &str| fields.get(&fold(t)).copied();
        look(text)
            .or_else(|| look(&without_brackets(text).0))
            .or_else(|| look(without_number(text)))
            .or_else(|| look(&without_brackets(without_number(text)).0))
    }

    /// The question of a party that a heading names, and the option whose tick it holds.
    pub(crate) fn question(&self, text: &str, party: Party) -> Option<(usize, Option<usize>)> {
        let own = |at: usize| self.framework.questions[at].party == party;
        let whole = |t: &str| {
            self.question_ids
                .get(&exact(t))
                .or_else(|| self.question_texts.get(&fold(t)))
                .or_else(|| self.question_texts.get(&fold(without_number(t))))
                .copied()
                .filter(|at| own(*at))
        };
        if let Some(at) = whole(text) {
            return Some((at, None));
        }
        let plain = exact(text);
        let end = plain
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(plain.len());
        let by_token = self
            .question_ids
            .get(&plain[..end])
            .copied()
            .filter(|at| own(*at));
        // `C03(网络安全法)`, `3、您听说过…？(网络安全法)`, `3、您听说过…？:网络安全法`.
        let (stem, option) = match without_brackets(text) {
            (stem, Some(option)) => (stem, option),
            (stem, None) => match stem.rsplit_once(':') {
                Some((stem, option)) => (stem.to_owned(), option.to_owned()),
                None => (stem, String::new()),
            },
        };
        let at = whole(&stem).or(by_token)?;
        let wanted = fold(&option);
        let position = self.framework.questions[at]
            .options
            .iter()
            .position(|o| !wanted.is_empty() && (fold(&o.zh) == wanted || fold(&o.en) == wanted));
        let several = self.framework.questions[at].kind == QuestionKind::Multiple;
        if position.is_some() && several {
            return Some((at, position));
        }
        by_token.map(|at| (at, None))
    }

    /// What a heading is in a table of a kind.
    pub(crate) fn target(&self, table: Table, heading: &str) -> Option<Target> {
        let folded = fold(heading);
        if folded.is_empty() {
            return None;
        }
        let bare = fold(&without_brackets(heading).0);
        let is = |role: &str| WORDS.is(role, &folded) || WORDS.is(role, &bare);
        match table {
            Table::Wide => self
                .indicator(heading)
                .map(Target::Indicator)
                .or_else(|| is("unit").then_some(Target::Unit))
                .or_else(|| is("city").then_some(Target::City)),
            Table::Long => [
                ("value", Target::Value),
                ("na_reason", Target::NaReason),
                ("note", Target::Note),
                ("unit", Target::Unit),
                ("city", Target::City),
                ("indicator", Target::IndicatorName),
            ]
            .into_iter()
            .find_map(|(role, target)| is(role).then_some(target)),
            Table::Register(register) => self
                .field(register, heading)
                .map(Target::Field)
                .or_else(|| {
                    is("unit").then(|| {
                        self.unit_field(register)
                            .map_or(Target::Unit, Target::Field)
                    })
                })
                .or_else(|| is("city").then_some(Target::City)),
            Table::Units => [
                ("code", Target::UnitCode),
                ("name", Target::UnitName),
                ("name_en", Target::UnitNameEn),
                ("parent", Target::Parent),
                ("peer_group", Target::PeerGroup),
                ("tags", Target::Tags),
            ]
            .into_iter()
            .find_map(|(role, target)| is(role).then_some(target))
            .or_else(|| {
                WORDS
                    .attribute(&folded)
                    .or_else(|| WORDS.attribute(&bare))
                    // Attributes that have no words of their own stand under their names.
                    .or_else(|| heading.trim().strip_prefix("attribute:"))
                    .filter(|name| !name.is_empty())
                    .map(|name| Target::Attribute(name.to_owned()))
            }),
            Table::Survey(party) => self
                .question(heading, party)
                .map(|(at, option)| Target::Question(at, option))
                .or_else(|| is("response_id").then_some(Target::ResponseId))
                .or_else(|| is("answered_at").then_some(Target::AnsweredAt))
                .or_else(|| is("unit").then_some(Target::Unit))
                .or_else(|| is("city").then_some(Target::City)),
        }
    }

    /// What a mapping's field name means in a table of a kind.
    pub(crate) fn named(&self, table: Table, field: &str) -> Option<Target> {
        if let Some(name) = field.strip_prefix("attribute:") {
            return Some(Target::Attribute(name.to_owned()));
        }
        let reserved = match (table, field) {
            (Table::Register(r), "unit") => {
                Some(self.unit_field(r).map_or(Target::Unit, Target::Field))
            }
            (_, "unit") => Some(Target::Unit),
            (_, "city") => Some(Target::City),
            (Table::Long, "indicator") => Some(Target::IndicatorName),
            (Table::Long, "value") => Some(Target::Value),
            (Table::Long, "na_reason") => Some(Target::NaReason),
            (Table::Long, "note") => Some(Target::Note),
            (Table::Survey(_), "response_id") => Some(Target::ResponseId),
            (Table::Survey(_), "answered_at") => Some(Target::AnsweredAt),
            (Table::Units, "code") => Some(Target::UnitCode),
            (Table::Units, "name") => Some(Target::UnitName),
            (Table::Units, "name_en") => Some(Target::UnitNameEn),
            (Table::Units, "peer_group") => Some(Target::PeerGroup),
            (Table::Units, "parent") => Some(Target::Parent),
            (Table::Units, "tags") => Some(Target::Tags),
            _ => None,
        };
        reserved.or_else(|| match table {
            Table::Wide => self.indicator(field).map(Target::Indicator),
            Table::Register(r) => self.framework.registers[r]
                .fields
                .iter()
                .position(|f| f.id == field)
                .map(Target::Field),
            Table::Survey(party) => {
                let (id, option) = field.split_once(':').unwrap_or((field, ""));
                let at = *self.question_ids.get(&exact(id))?;
                (self.framework.questions[at].party == party).then(|| {
                    let option = option.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                    Target::Question(at, option)
                })
            }
            Table::Long | Table::Units => None,
        })
    }

    /// Position of the field that names whose row it is.
    pub(crate) fn unit_field(&self, register: usize) -> Option<usize> {
        let register = &self.framework.registers[register];
        register
            .fields
            .iter()
            .position(|f| f.id == register.unit_field)
    }
}

fn fields_of(register: &Register) -> HashMap<String, usize> {
    let mut fields = HashMap::new();
    // Ids and names before synonyms: a synonym never takes a heading from the field that bears it.
    for (at, field) in register.fields.iter().enumerate() {
        for word in [&field.id, &field.name.zh, &field.name.en] {
            fields.entry(fold(word)).or_insert(at);
        }
    }
    for (at, field) in register.fields.iter().enumerate() {
        for word in &field.synonyms {
            fields.entry(fold(word)).or_insert(at);
        }
    }
    fields.remove("");
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mere_numbers_are_headings_only_where_something_is_called_so() {
        assert!(!WORDS.heading_words().any(is_number));
        let mut framework = Framework::builtin("six-aspect").unwrap();
        let numbers = ["3", "12.5", "3(2)", "85%", "-1"];
        let dictionary = Dictionary::new(&framework);
        for number in numbers {
            assert!(dictionary.is_no_heading(number), "{number}");
            assert_eq!(dictionary.target(Table::Wide, number), None, "{number}");
        }
        assert!(!dictionary.is_no_heading("A1.1.1"));
        framework.indicators[0].id = "12.5".into();
        let dictionary = Dictionary::new(&framework);
        assert!(!dictionary.is_no_heading("12.5"));
        let named = dictionary.target(Table::Wide, "12.5");
        assert_eq!(named, Some(Target::Indicator(0)));
    }
}
