//! `derived.toml`: formulas of derived indicators.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    Loader,
    conditions::{ConditionFile, Subject, Vocabulary, unknown},
    tree::Tree,
};
use crate::{
    framework::{
        Condition, DerivedFormula, Fault, FaultCode, FieldKind, Measure, QuestionKind, Register,
    },
    survey::Party,
};

const FILE: &str = "derived.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct DerivedFile {
    #[serde(default)]
    formulas: Vec<FormulaFile>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "statistic", rename_all = "snake_case", deny_unknown_fields)]
enum FormulaFile {
    Ratio {
        indicator: String,
        register: String,
        /// Holds for numerator and denominator alike.
        #[serde(default)]
        when: Vec<ConditionFile>,
        numerator: MeasureFile,
        denominator: MeasureFile,
        #[serde(default = "one")]
        factor: f64,
        cap: Option<f64>,
        min_coverage: Option<CoverageFile>,
        #[serde(default)]
        min_records: usize,
    },
    MedianHours {
        indicator: String,
        register: String,
        from: String,
        to: String,
        #[serde(default)]
        when: Vec<ConditionFile>,
    },
    SurveyMean {
        indicator: String,
        party: Party,
        items: Vec<String>,
        min_n: usize,
        #[serde(default)]
        when: Vec<ConditionFile>,
    },
    SurveyShare {
        indicator: String,
        party: Party,
        items: Vec<String>,
        satisfies: Vec<ConditionFile>,
        min_n: usize,
        #[serde(default)]
        when: Vec<ConditionFile>,
    },
    SurveyQuiz {
        indicator: String,
        party: Party,
        items: Vec<String>,
        min_n: usize,
    },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum MeasureFile {
    /// Records that match.
    Count(Vec<ConditionFile>),
    /// Sum of fields.
    Sum(Vec<String>),
    /// A number about the unit.
    Attribute(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverageFile {
    of: MeasureFile,
    share: f64,
}

fn one() -> f64 {
    1.0
}

/// Reads one formula after another.
struct Reader<'r, 'l, 'v> {
    loader: &'r mut Loader<'l>,
    words: &'r Vocabulary<'v>,
}

pub(super) fn read(
    loader: &mut Loader<'_>,
    tree: &Tree,
    words: &Vocabulary<'_>,
) -> Vec<DerivedFormula> {
    let file: DerivedFile = loader.toml(FILE, false);
    let mut formulas = Vec::new();
    for written in file.formulas {
        let mut reader = Reader { loader, words };
        formulas.extend(reader.formula(written));
    }
    check_indicators(loader, tree, &formulas);
    formulas
}

/// Each indicator has at most one formula, and the ones that name a register have one.
fn check_indicators(loader: &mut Loader<'_>, tree: &Tree, formulas: &[DerivedFormula]) {
    let mut filled = BTreeSet::new();
    for formula in formulas {
        let id = formula.indicator().as_str();
        if !tree.known.contains_key(id) {
            unknown(loader, FILE, id, "indicator", id);
        }
        if !filled.insert(id) {
            loader.fault(Fault::new(FILE, None, FaultCode::DuplicateId).with("id", id));
        }
        let register = match formula {
            DerivedFormula::Ratio { register, .. }
            | DerivedFormula::MedianHours { register, .. } => Some(register),
            _ => None,
        };
        let stated = tree.indicators.iter().find(|i| i.id == *id);
        if let Some(indicator) = stated
            && indicator.register.as_ref() != register
        {
            unknown(
                loader,
                FILE,
                id,
                "register_table",
                indicator.register.as_deref().unwrap_or(""),
            );
        }
    }
    for indicator in &tree.indicators {
        if indicator.register.is_some() && !filled.contains(indicator.id.as_str()) {
            loader.fault(Fault::new(FILE, None, FaultCode::NoFormula).with("id", &indicator.id));
        }
    }
}

impl<'v> Reader<'_, '_, 'v> {
    fn formula(&mut self, written: FormulaFile) -> Option<DerivedFormula> {
        match written {
            FormulaFile::Ratio {
                indicator,
                register,
                when,
                numerator,
                denominator,
                factor,
                cap,
                min_coverage,
                min_records,
            } => {
                let table = self.register(&indicator, &register)?;
                if factor <= 0.0 || !factor.is_finite() {
                    self.out_of_range(&indicator, "factor", factor);
                }
                if let Some(coverage) = &min_coverage
                    && !(0.0..=1.0).contains(&coverage.share)
                {
                    self.out_of_range(&indicator, "share", coverage.share);
                }
                let when = self.conditions(&indicator, Subject::Register(table), &when);
                let numerator = self.measure(&indicator, table, &when, numerator);
                let denominator = self.measure(&indicator, table, &when, denominator);
                let min_coverage =
                    min_coverage.map(|c| (self.measure(&indicator, table, &when, c.of), c.share));
                Some(DerivedFormula::Ratio {
                    indicator: indicator.into(),
                    register,
                    numerator,
                    denominator,
                    factor,
                    cap,
                    min_coverage,
                    min_records,
                })
            }
            FormulaFile::MedianHours {
                indicator,
                register,
                from,
                to,
                when,
            } => {
                let table = self.register(&indicator, &register)?;
                let subject = Subject::Register(table);
                let when = self.conditions(&indicator, subject, &when);
                for field in [&from, &to] {
                    self.words
                        .time(self.loader, FILE, &indicator, subject, field);
                }
                Some(DerivedFormula::MedianHours {
                    indicator: indicator.into(),
                    register,
                    from,
                    to,
                    when,
                })
            }
            FormulaFile::SurveyMean {
                indicator,
                party,
                items,
                min_n,
                when,
            } => {
                self.items(&indicator, party, &items);
                let when = self.conditions(&indicator, Subject::Questionnaire(party), &when);
                Some(DerivedFormula::SurveyMean {
                    indicator: indicator.into(),
                    party,
                    items,
                    min_n,
                    when,
                })
            }
            FormulaFile::SurveyShare {
                indicator,
                party,
                items,
                satisfies,
                min_n,
                when,
            } => {
                self.items(&indicator, party, &items);
                let subject = Subject::Questionnaire(party);
                Some(DerivedFormula::SurveyShare {
                    satisfies: self.conditions(&indicator, subject, &satisfies),
                    when: self.conditions(&indicator, subject, &when),
                    indicator: indicator.into(),
                    party,
                    items,
                    min_n,
                })
            }
            FormulaFile::SurveyQuiz {
                indicator,
                party,
                items,
                min_n,
            } => {
                self.items(&indicator, party, &items);
                let key = self.right_options(&indicator, &items);
                Some(DerivedFormula::SurveyQuiz {
                    indicator: indicator.into(),
                    party,
                    key,
                    min_n,
                })
            }
        }
    }

    fn register(&mut self, entry: &str, id: &str) -> Option<&'v Register> {
        self.words.register(self.loader, FILE, entry, id)
    }

    fn out_of_range(&mut self, entry: &str, column: &str, value: f64) {
        self.loader.fault(
            Fault::new(FILE, None, FaultCode::OutOfRange)
                .with("id", entry)
                .with("column", column)
                .with("value", value),
        );
    }

    fn conditions(
        &mut self,
        entry: &str,
        subject: Subject<'_>,
        written: &[ConditionFile],
    ) -> Vec<Condition> {
        self.words
            .conditions(self.loader, FILE, entry, subject, written)
    }

    /// A measure; what holds for the whole formula holds for it too.
    fn measure(
        &mut self,
        entry: &str,
        register: &Register,
        when: &[Condition],
        written: MeasureFile,
    ) -> Measure {
        match written {
            MeasureFile::Count(own) => {
                let own = self.conditions(entry, Subject::Register(register), &own);
                Measure::Count(when.iter().cloned().chain(own).collect())
            }
            MeasureFile::Sum(fields) => {
                for field in &fields {
                    let is_number = register
                        .field(field)
                        .is_some_and(|f| matches!(f.kind, FieldKind::Number { .. }));
                    if !is_number {
                        unknown(self.loader, FILE, entry, "field", field);
                    }
                }
                if fields.is_empty() {
                    self.loader
                        .fault(Fault::new(FILE, None, FaultCode::EmptyGroup).with("group", entry));
                }
                Measure::Sum {
                    fields,
                    when: when.to_vec(),
                }
            }
            MeasureFile::Attribute(name) => Measure::Attribute(name),
        }
    }

    fn items(&mut self, entry: &str, party: Party, items: &[String]) {
        if items.is_empty() {
            self.loader
                .fault(Fault::new(FILE, None, FaultCode::EmptyGroup).with("group", entry));
        }
        for item in items {
            let known = |q: &&crate::framework::Question| q.id == *item && q.party == party;
            if !self.words.questions.iter().any(|q| known(&q)) {
                unknown(self.loader, FILE, entry, "question", item);
            }
        }
    }

    /// Each quiz question and the code of its right option.
    fn right_options(&mut self, entry: &str, items: &[String]) -> BTreeMap<String, String> {
        let mut key = BTreeMap::new();
        for item in items {
            let question = self.words.questions.iter().find(|q| q.id == *item);
            match question.map(|q| &q.kind) {
                Some(QuestionKind::Quiz { right }) => {
                    key.insert(item.clone(), right.to_string());
                }
                Some(_) => unknown(self.loader, FILE, entry, "quiz", item),
                None => {}
            }
        }
        key
    }
}
