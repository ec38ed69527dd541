//! What is wrong with framework files, all of it at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// Kinds of fault in framework files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FaultCode {
            $($(#[$doc])* $name),+
        }

        impl FaultCode {
            /// All kinds, in the order of this list.
            pub const ALL: &[FaultCode] = &[$(FaultCode::$name),+];
        }
    };
}

codes! {
    /// A file that must be there is not.
    MissingFile,
    /// The file is not TOML, or holds a key or value of the wrong kind; `message` says where.
    MalformedToml,
    /// A row of a table cannot be read; `message` says why.
    MalformedRow,
    /// A table lacks `column`.
    MissingColumn,
    /// `column` is empty where it must not be.
    MissingValue,
    /// `column` lacks its Chinese or English.
    MissingLanguage,
    /// `value` in `column` is no finite number.
    BadNumber,
    /// `value` in `column` is outside what makes sense.
    OutOfRange,
    /// `value` in `column` is not one of the words that may stand there.
    UnknownWord,
    /// `value` is used as a `kind` that nothing defines.
    UnknownReference,
    /// `id` is defined twice.
    DuplicateId,
    /// Weights within `group` sum to `sum`, not to 1.
    WeightsDoNotSum,
    /// A weight is not positive.
    WeightNotPositive,
    /// A group has nothing in it.
    EmptyGroup,
    /// Zero and full point of a scale are the same.
    GoalpostsEqual,
    /// A point of the scale can never be reached.
    Unreachable,
    /// Chinese and English lists differ in length.
    AnchorsDiffer,
    /// An operator cannot be used on this field or with this operand.
    BadComparison,
    /// A rule refers to itself by way of others.
    Circular,
    /// A derived indicator has no formula.
    NoFormula,
}

/// One thing wrong in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// File name within the framework's folder.
    pub file: String,
    /// Line, from 1; `None` where the file as a whole or an entry named in `params` is meant.
    pub line: Option<u64>,
    /// What is wrong.
    pub code: FaultCode,
    /// What the sentence needs.
    pub params: BTreeMap<String, String>,
}

impl Fault {
    /// A fault at a place, without parameters.
    #[must_use]
    pub fn new(file: &str, line: Option<u64>, code: FaultCode) -> Self {
        Self {
            file: file.to_owned(),
            line,
            code,
            params: BTreeMap::new(),
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// Why there is no framework.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// No built-in framework has this id.
    #[error("no built-in framework is called `{id}`")]
    NoSuchFramework {
        /// The id that was asked for.
        id: String,
    },
    /// The files have faults; every one is listed.
    #[error("the framework's files have {} fault(s)", .0.len())]
    Faults(Vec<Fault>),
}
