//! From a framework's files to a [`Framework`], or to every fault in them.
//!
//! | file | holds |
//! | --- | --- |
//! | `framework.toml` | identity, scales by kind of answer, peer groups, grades, units to start with |
//! | `aspects.csv`, `objectives.csv`, `indicators.csv` | the tree |
//! | `score_bands.csv` | grade bands |
//! | `registers.toml` | registers and their fields |
//! | `derived.toml` | formulas of derived indicators |
//! | `survey_questions.csv` | questionnaires |
//! | `incident_categories.csv`, `seed_problem_classes.csv` | classes of incidents and of problems |
//! | `incident.toml` | scopes; how thresholds and deadlines map to fields |
//! | `incident_grading.csv`, `reporting_rules.csv` | thresholds, deadlines |
//! | `veto_bonus_rules.csv`, `adjustments.toml` | adjustments, and what sets them off |
//! | `diagnosis.toml` | what diagnoses and survey statistics go by |
//! | `law_obligations.csv`, `inspection_tables.csv` | legal duties, forms in use |
//!
//! The first four and `framework.toml` must be there; the rest where the framework has such a thing.

mod adjustments;
mod classes;
mod conditions;
mod deadlines;
mod derived;
mod diagnosis;
mod incidents;
mod law;
mod registers;
mod scales;
mod settings;
mod survey;
mod table;
mod tree;
mod units;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::{Fault, FaultCode, Framework, LoadError};

/// Reads files and gathers faults.
struct Loader<'a> {
    files: &'a BTreeMap<String, String>,
    faults: Vec<Fault>,
}

impl<'a> Loader<'a> {
    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn text(&self, file: &str) -> Option<&'a str> {
        self.files
            .get(file)
            .map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Reads a TOML file; without it, or where it is malformed, the default.
    fn toml<T: DeserializeOwned + Default>(&mut self, file: &str, required: bool) -> T {
        let Some(text) = self.text(file) else {
            if required {
                self.fault(Fault::new(file, None, FaultCode::MissingFile));
            }
            return T::default();
        };
        toml::from_str(text).unwrap_or_else(|error| {
            let line = error.span().map(|span| {
                let before = text.get(..span.start).unwrap_or("");
                1 + before.matches('\n').count() as u64
            });
            self.fault(
                Fault::new(file, line, FaultCode::MalformedToml).with("message", error.message()),
            );
            T::default()
        })
    }
}

impl Framework {
    /// Reads a framework from its files, by file name.
    ///
    /// # Errors
    ///
    /// [`LoadError::Faults`] with every fault that was found, in the order of the files.
    pub fn load(files: &BTreeMap<String, String>) -> Result<Framework, LoadError> {
        let mut loader = Loader {
            files,
            faults: Vec::new(),
        };
        let settings = settings::read(&mut loader);
        let unread = loader.faults.iter().any(settings::hides);
        let tree = tree::read(&mut loader, &settings);
        let questions = survey::read(&mut loader, &tree);
        let problem_classes = classes::problems(&mut loader, &tree);
        let incident_classes = classes::incidents(&mut loader, &problem_classes);
        let registers = registers::read(&mut loader);
        let incident_file = incidents::file(&mut loader);
        let words = conditions::Vocabulary {
            registers: &registers,
            classes: &incident_classes,
            questions: &questions,
            deadlines: deadlines::names(&mut loader, &incident_file),
        };
        let incident = incidents::settings(&mut loader, &incident_file, &registers);
        let scopes = incidents::scopes(&mut loader, &incident_file, incident.as_ref(), &words);
        let grading = incidents::grading(
            &mut loader,
            &incident_file,
            incident.as_ref(),
            &scopes,
            &words,
        );
        let deadlines = deadlines::read(
            &mut loader,
            &incident_file,
            incident.as_ref(),
            &scopes,
            &words,
        );
        let derived = derived::read(&mut loader, &tree, &words);
        let adjustments = adjustments::read(&mut loader, &tree, &words);
        let obligations = law::obligations(&mut loader, &tree);
        let diagnosis = diagnosis::read(&mut loader, &tree, &words, &obligations);
        let forms = law::forms(&mut loader);
        let (peer_groups, units) = units::read(&mut loader, &settings, &tree, &registers);
        let grades = settings::grades(&mut loader, &settings);

        if unread {
            loader.faults.retain(|fault| !settings::follows(fault));
        }
        if !loader.faults.is_empty() {
            return Err(LoadError::Faults(loader.faults));
        }
        Ok(Framework {
            id: settings.id.clone(),
            version: settings.version.clone(),
            name: settings.name.to_text(),
            digest: digest(files),
            aspects: tree.aspects,
            objectives: tree.objectives,
            indicators: tree.indicators,
            scoring: settings.scoring(),
            grades,
            peer_groups,
            registers,
            derived,
            incident,
            scopes,
            incident_classes,
            problem_classes,
            grading,
            deadlines,
            adjustments,
            questions,
            obligations,
            forms,
            diagnosis,
            units,
            renamed: settings.renamed(),
        })
    }
}

/// SHA-256 over names and contents, in the order of names.
fn digest(files: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    for (name, text) in files {
        for part in [name, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
