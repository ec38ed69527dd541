//! `diagnosis.toml`: what diagnoses and survey statistics go by.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    Loader,
    conditions::{ConditionFile, Subject as Reads, Vocabulary, unknown},
    tree::Tree,
};
use crate::{
    IndicatorId, Text,
    framework::{
        Acted, Benchmark, ChainLink, Covering, DiagnosisSettings, Fault, FaultCode, FieldKind,
        Lesson, Obligation, ResponsibilitySettings, Subject, SurveySettings,
    },
};

const FILE: &str = "diagnosis.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct DiagnosisFile {
    survey: SurveySettings,
    coverings: Vec<Covering>,
    responsibility: Option<ResponsibilityFile>,
    benchmarks: Vec<BenchmarkFile>,
    lessons: Vec<Lesson>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponsibilityFile {
    register: String,
    class_field: String,
    department_field: Option<String>,
    #[serde(default)]
    duty: Vec<ConditionFile>,
    done: Vec<ConditionFile>,
    late: Vec<ConditionFile>,
    untraced: Vec<ConditionFile>,
    #[serde(default)]
    links: Vec<LinkFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkFile {
    field: String,
    #[serde(default)]
    when: Vec<ConditionFile>,
    /// Keys of `law_obligations.csv`.
    #[serde(default)]
    obligations: Vec<String>,
    duty_field: Option<String>,
    acted: Option<Acted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BenchmarkFile {
    /// `total`, or the id of an aspect, an objective or an indicator.
    of: String,
    /// The value is an indicator's raw one, not a score.
    #[serde(default)]
    raw: bool,
    value: f64,
    place: Text,
    source: String,
    date: NaiveDate,
}

pub(super) fn read(
    loader: &mut Loader<'_>,
    tree: &Tree,
    words: &Vocabulary<'_>,
    duties: &[Obligation],
) -> DiagnosisSettings {
    let file: DiagnosisFile = loader.toml(FILE, false);
    check_numbers(loader, &file);
    for covering in &file.coverings {
        indicators(loader, tree, "coverings", &covering.beside);
    }
    let mut ids = BTreeSet::new();
    for lesson in &file.lessons {
        if !ids.insert(&lesson.id) {
            loader.fault(Fault::new(FILE, None, FaultCode::DuplicateId).with("id", &lesson.id));
        }
        indicators(loader, tree, &lesson.id, &lesson.indicators);
    }
    let responsibility = file
        .responsibility
        .as_ref()
        .and_then(|r| responsibility(loader, words, duties, r));
    let benchmarks = file
        .benchmarks
        .into_iter()
        .filter_map(|b| benchmark(loader, tree, b))
        .collect();
    DiagnosisSettings {
        survey: file.survey,
        coverings: file.coverings,
        responsibility,
        benchmarks,
        lessons: file.lessons,
    }
}

fn check_numbers(loader: &mut Loader<'_>, file: &DiagnosisFile) {
    let survey = &file.survey;
    let mut numbers = vec![
        (
            "confidence",
            survey.confidence,
            survey.confidence > 0.0 && survey.confidence < 1.0,
        ),
        (
            "low_alpha",
            survey.low_alpha,
            (0.0..=1.0).contains(&survey.low_alpha),
        ),
        (
            "straight_line_items",
            survey.straight_line_items as f64,
            survey.straight_line_items > 1,
        ),
    ];
    numbers.extend(file.coverings.iter().map(|c| {
        (
            "threshold",
            c.threshold,
            (0.0..=100.0).contains(&c.threshold),
        )
    }));
    numbers.extend(file.benchmarks.iter().map(|b| {
        let fits = b.value.is_finite() && (b.raw || (0.0..=100.0).contains(&b.value));
        ("value", b.value, fits)
    }));
    for (column, value, _) in numbers.iter().filter(|(_, _, fits)| !fits) {
        loader.fault(
            Fault::new(FILE, None, FaultCode::OutOfRange)
                .with("column", column)
                .with("value", value),
        );
    }
}

fn indicators(loader: &mut Loader<'_>, tree: &Tree, entry: &str, ids: &[IndicatorId]) {
    for id in ids {
        if !tree.known.contains_key(id.as_str()) {
            unknown(loader, FILE, entry, "indicator", id.as_str());
        }
    }
}

fn responsibility(
    loader: &mut Loader<'_>,
    words: &Vocabulary<'_>,
    duties: &[Obligation],
    file: &ResponsibilityFile,
) -> Option<ResponsibilitySettings> {
    const ENTRY: &str = "responsibility";
    let register = words.register(loader, FILE, ENTRY, &file.register)?;
    let fields = file
        .department_field
        .iter()
        .chain(file.links.iter().map(|l| &l.field))
        .chain(file.links.iter().filter_map(|l| l.duty_field.as_ref()));
    for field in fields {
        if register.field(field).is_none() {
            unknown(loader, FILE, ENTRY, "field", field);
        }
    }
    let classed = register
        .field(&file.class_field)
        .is_some_and(|f| matches!(f.kind, FieldKind::IncidentClass | FieldKind::Choice(_)));
    if !classed {
        unknown(loader, FILE, ENTRY, "field", &file.class_field);
    }
    for link in &file.links {
        let unheard = |key: &&String| !duties.iter().any(|d| d.key == **key);
        for key in link.obligations.iter().filter(unheard) {
            unknown(loader, FILE, ENTRY, "obligation", key);
        }
        let states = |acted: &Acted| {
            register.field(&acted.field).is_some_and(|f| match &f.kind {
                FieldKind::Choice(options) => [&acted.done, &acted.late]
                    .iter()
                    .all(|code| options.iter().any(|o| o.code == **code)),
                _ => false,
            })
        };
        if let Some(acted) = link.acted.as_ref().filter(|acted| !states(acted)) {
            unknown(loader, FILE, ENTRY, "field", &acted.field);
        }
    }
    let mut conditions = |written: &[ConditionFile]| {
        words.conditions(loader, FILE, ENTRY, Reads::Register(register), written)
    };
    Some(ResponsibilitySettings {
        register: file.register.clone(),
        class_field: file.class_field.clone(),
        department_field: file.department_field.clone(),
        duty: conditions(&file.duty),
        done: conditions(&file.done),
        late: conditions(&file.late),
        untraced: conditions(&file.untraced),
        links: file
            .links
            .iter()
            .map(|link| ChainLink {
                field: link.field.clone(),
                when: conditions(&link.when),
                obligations: link.obligations.clone(),
                duty_field: link.duty_field.clone(),
                acted: link.acted.clone(),
            })
            .collect(),
    })
}

fn benchmark(loader: &mut Loader<'_>, tree: &Tree, file: BenchmarkFile) -> Option<Benchmark> {
    let of = file.of.as_str();
    let subject = if of == "total" && !file.raw {
        Subject::Total
    } else if tree.known.contains_key(of) && file.raw {
        Subject::Raw(of.into())
    } else if tree.known.contains_key(of) {
        Subject::Indicator(of.into())
    } else if tree.known_objectives.contains(of) && !file.raw {
        Subject::Objective(of.into())
    } else if tree.aspects.iter().any(|a| a.id == *of) && !file.raw {
        Subject::Aspect(of.into())
    } else {
        unknown(loader, FILE, "benchmarks", "element", of);
        return None;
    };
    Some(Benchmark {
        subject,
        value: file.value,
        place: file.place,
        source: file.source,
        date: file.date,
    })
}
