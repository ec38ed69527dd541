//! The frameworks that ship with the program.

use std::collections::BTreeMap;

use super::{Framework, LoadError};

macro_rules! embedded {
    ($folder:literal: $($file:literal),+ $(,)?) => {
        &[$(($file, include_str!(concat!("../../frameworks/", $folder, "/", $file)))),+]
    };
}

const SIX_ASPECT: &[(&str, &str)] = embedded!(
    "six-aspect/2026":
    "adjustments.toml",
    "aspects.csv",
    "departments.csv",
    "derived.toml",
    "diagnosis.toml",
    "framework.toml",
    "incident.toml",
    "incident_categories.csv",
    "incident_grading.csv",
    "indicators.csv",
    "inspection_tables.csv",
    "law_obligations.csv",
    "objectives.csv",
    "registers.toml",
    "reporting_rules.csv",
    "score_bands.csv",
    "seed_problem_classes.csv",
    "shanxi_divisions.csv",
    "shanxi_population_2020.csv",
    "shanxi_tiles.csv",
    "survey_questions.csv",
    "veto_bonus_rules.csv",
);

/// Ids of the built-in frameworks; the first is what a new workspace starts with.
pub const BUILTIN: &[&str] = &["six-aspect"];

/// Files of a built-in framework by name, as [`Framework::load`] takes them; `None` where there is no
/// such framework.
#[must_use]
pub fn builtin_files(id: &str) -> Option<BTreeMap<String, String>> {
    let files = match id {
        "six-aspect" => SIX_ASPECT,
        _ => return None,
    };
    Some(
        files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
    )
}

impl Framework {
    /// A framework that ships with the program, such as `six-aspect`.
    ///
    /// # Errors
    ///
    /// [`LoadError::NoSuchFramework`] where none has this id.
    pub fn builtin(id: &str) -> Result<Framework, LoadError> {
        let files =
            builtin_files(id).ok_or_else(|| LoadError::NoSuchFramework { id: id.to_owned() })?;
        Self::load(&files)
    }
}
