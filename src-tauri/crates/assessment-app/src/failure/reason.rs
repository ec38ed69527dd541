//! What stands behind a refusal: errors of the pure crate by their name and fields, so that the sentence can
//! be said in any language.

use std::error::Error;

use assessment_models::{
    agreement::AgreementError, composite::IndexError, mcdm::DecisionError,
    uncertainty::AnalysisError, weights::WeightsError,
};
use serde::Serialize;
use serde_json::Value;

use super::{Code, Failure};

/// An error whose variants each have a sentence in `reasons.json`, under `<family>_<variant>`.
pub(crate) trait Reason: Error + Serialize + Send + Sync + Sized + 'static {
    /// What the keys of its sentences begin with.
    const FAMILY: &'static str;

    /// The failure that this error is behind.
    fn refuse(self, code: Code) -> Failure {
        named(&self, Self::FAMILY, code).caused_by(self)
    }
}

impl Reason for DecisionError {
    const FAMILY: &'static str = "decision";
}

impl Reason for AgreementError {
    const FAMILY: &'static str = "agreement";
}

impl Reason for IndexError {
    const FAMILY: &'static str = "index";
}

impl Reason for AnalysisError {
    const FAMILY: &'static str = "analysis";

    fn refuse(self, code: Code) -> Failure {
        match self {
            Self::Index(error) => error.refuse(code),
            error => named(&error, Self::FAMILY, code).caused_by(error),
        }
    }
}

impl Reason for WeightsError {
    const FAMILY: &'static str = "weights";

    fn refuse(self, code: Code) -> Failure {
        match self {
            Self::Decision(error) => error.refuse(code),
            error => named(&error, Self::FAMILY, code).caused_by(error),
        }
    }
}

/// A failure with the error's variant as its reason and the error's fields as parameters; `detail` is what
/// the error says of itself, for those who read no locale file.
fn named(error: &(impl Error + Serialize), family: &str, code: Code) -> Failure {
    let mut failure = Failure::new(code).with("detail", error);
    let Ok(Value::Object(fields)) = serde_json::to_value(error) else {
        return failure;
    };
    for (name, value) in fields {
        let said = match value {
            Value::String(text) => text,
            Value::Number(number) => number.as_f64().map_or(number.to_string(), plain),
            other => other.to_string(),
        };
        let said = match name.as_str() {
            "reason" => format!("{family}_{said}"),
            _ => said,
        };
        failure.params.insert(name.into(), said);
    }
    failure
}

/// A number as people write it: -2, not -2.0, and no hundred digits.
fn plain(number: f64) -> String {
    if number == 0.0 || (1e-6..1e15).contains(&number.abs()) {
        number.to_string()
    } else {
        format!("{number:e}")
    }
}

impl Failure {
    /// The same because of what `key` of `reasons.json` says, with this failure's parameters.
    #[must_use]
    pub(crate) fn because(self, key: &'static str) -> Self {
        self.with("reason", key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use assessment_models::{
        agreement::AgreementError, composite::IndexError, mcdm::DecisionError, text::Lang,
        uncertainty::AnalysisError, weights::WeightsError,
    };
    use strum::VariantNames;

    use super::Reason;
    use crate::{
        failure::Code,
        words::{self, reasons},
    };

    fn expected() -> BTreeSet<String> {
        let families: [(&str, &[&str]); 5] = [
            (IndexError::FAMILY, IndexError::VARIANTS),
            (AnalysisError::FAMILY, AnalysisError::VARIANTS),
            (WeightsError::FAMILY, WeightsError::VARIANTS),
            (DecisionError::FAMILY, DecisionError::VARIANTS),
            (AgreementError::FAMILY, AgreementError::VARIANTS),
        ];
        // Two that hold another error, which speaks for them, and one that is a failure of its own.
        let never = ["analysis_index", "weights_decision", "analysis_cancelled"];
        families
            .iter()
            .flat_map(|(family, names)| names.iter().map(move |name| format!("{family}_{name}")))
            .filter(|key| !never.contains(&key.as_str()))
            .collect()
    }

    #[test]
    fn every_reason_has_its_sentence_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let known: BTreeSet<String> = reasons(lang)
                .keys()
                .filter(|key| !key.starts_with("given_"))
                .cloned()
                .collect();
            assert_eq!(known, expected());
        }
    }

    #[test]
    fn a_refusal_says_its_reason_in_the_language() {
        let failure = IndexError::ConstantColumn {
            indicator: "LPI".to_owned(),
            method: "minmax",
        }
        .refuse(Code::IndexRefused);
        let english = words::failure(&failure, Lang::En);
        assert!(
            english.contains("LPI") && english.contains("constant"),
            "{english}"
        );
        let chinese = words::failure(&failure, Lang::Zh);
        assert!(
            chinese.contains("LPI") && chinese.contains("相同"),
            "{chinese}"
        );
        assert!(
            !chinese.contains("constant") && !chinese.contains('{'),
            "{chinese}"
        );
    }
}
