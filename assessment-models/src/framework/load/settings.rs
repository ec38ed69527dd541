//! `framework.toml` and the grade bands.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Loader, scales::ScaleFile};
use crate::{
    IndicatorId, Text,
    framework::{Aggregation, Fault, FaultCode, Grade, Mean, ScoreSettings, Selector, Status},
};

pub(super) const FILE: &str = "framework.toml";
const BANDS: &str = "score_bands.csv";

/// Words in both languages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) zh: String,
    pub(super) en: String,
}

impl Words {
    pub(super) fn to_text(&self) -> Text {
        Text::new(self.zh.trim(), self.en.trim())
    }

    pub(super) fn check(&self, loader: &mut Loader<'_>, file: &str, what: &str) -> Text {
        if self.zh.trim().is_empty() || self.en.trim().is_empty() {
            loader.fault(Fault::new(file, None, FaultCode::MissingLanguage).with("column", what));
        }
        self.to_text()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) name: Words,
    #[serde(default)]
    scoring: ScoringFile,
    grades: GradesFile,
    /// Aspect id to the word that interfaces use.
    pub(super) aspects: BTreeMap<String, String>,
    /// Unit of measure as the tables write it, to its words.
    #[serde(default)]
    pub(super) measure_units: BTreeMap<String, Words>,
    /// Kind of answer to scale.
    #[serde(default)]
    pub(super) answer_types: BTreeMap<String, ScaleFile>,
    /// Scales of single indicators, by id.
    #[serde(default)]
    pub(super) scales: BTreeMap<String, ScaleFile>,
    /// Holder of the data to the tag that a unit needs.
    #[serde(default)]
    pub(super) owner_tags: BTreeMap<String, String>,
    /// Indicators for which a person may choose "not applicable".
    #[serde(default)]
    pub(super) na_allowed: Vec<String>,
    /// Id of an indicator in older versions to its id now.
    #[serde(default)]
    pub(super) renamed: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) peer_groups: Vec<PeerGroupFile>,
    #[serde(default)]
    pub(super) units: Vec<UnitSource>,
    /// Tag to the codes of the units that carry it.
    #[serde(default)]
    pub(super) unit_tags: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) attributes: Vec<AttributeSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ScoringFile {
    decimals: u32,
    min_completeness: f64,
    excuses_need_approver: bool,
    objective: MeanFile,
    aspect: MeanFile,
    total: MeanFile,
    floor: Option<f64>,
    threshold: Option<f64>,
}

impl Default for ScoringFile {
    fn default() -> Self {
        Self {
            decimals: 2,
            min_completeness: 0.0,
            excuses_need_approver: false,
            objective: MeanFile::Arithmetic,
            aspect: MeanFile::Arithmetic,
            total: MeanFile::Arithmetic,
            floor: None,
            threshold: None,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MeanFile {
    Arithmetic,
    Geometric,
    Harmonic,
    Power(f64),
}

impl From<MeanFile> for Mean {
    fn from(mean: MeanFile) -> Self {
        match mean {
            MeanFile::Arithmetic => Mean::Arithmetic,
            MeanFile::Geometric => Mean::Geometric,
            MeanFile::Harmonic => Mean::Harmonic,
            MeanFile::Power(exponent) => Mean::Power(exponent),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct GradesFile {
    /// Which scheme of `score_bands.csv`.
    scheme: String,
    /// Keys, best grade first.
    keys: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeerGroupFile {
    pub(super) id: String,
    pub(super) name: Words,
    pub(super) answers: Vec<SelectorFile>,
    #[serde(default)]
    pub(super) pools_children: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SelectorFile {
    level: Option<String>,
    register: Option<String>,
    owner: Option<String>,
    indicator: Option<String>,
}

impl SelectorFile {
    pub(super) fn to_selector(&self) -> Selector {
        Selector {
            level: self.level.clone(),
            register: self.register.clone(),
            owner: self.owner.clone(),
            indicator: self.indicator.as_deref().map(Into::into),
        }
    }
}

/// A table of units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitSource {
    pub(super) file: String,
    /// The peer group of every row …
    pub(super) peer_group: Option<String>,
    /// … or the column that tells it,
    pub(super) group_column: Option<String>,
    /// with its words; rows with other words are not assessed.
    #[serde(default)]
    pub(super) groups: BTreeMap<String, String>,
    pub(super) parent: Option<String>,
    pub(super) parent_column: Option<String>,
    /// Tags of every row.
    #[serde(default)]
    pub(super) tags: Vec<String>,
}

/// A table that gives a number about units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributeSource {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) column: String,
}

pub(super) fn read(loader: &mut Loader<'_>) -> Settings {
    let settings: Settings = loader.toml(FILE, true);
    if loader.faults.is_empty() {
        settings.name.check(loader, FILE, "name");
        for (column, value) in [("id", &settings.id), ("version", &settings.version)] {
            if value.trim().is_empty() {
                loader
                    .fault(Fault::new(FILE, None, FaultCode::MissingValue).with("column", column));
            }
        }
        settings.check_scoring(loader);
    }
    settings
}

/// Whether a fault means that no setting could be read.
pub(super) fn hides(fault: &Fault) -> bool {
    fault.file == FILE
        && matches!(
            fault.code,
            FaultCode::MalformedToml | FaultCode::MissingFile
        )
}

/// Whether a fault is found only because no setting could be read: whoever mends that has mended it.
pub(super) fn follows(fault: &Fault) -> bool {
    let kind = fault.params.get("kind").map(String::as_str);
    !hides(fault) && (fault.file == FILE || matches!(kind, Some("answer_type" | "measure_units")))
}

impl Settings {
    pub(super) fn scoring(&self) -> ScoreSettings {
        let file = &self.scoring;
        ScoreSettings {
            aggregation: Aggregation {
                objective: file.objective.into(),
                aspect: file.aspect.into(),
                total: file.total.into(),
                floor: file.floor,
                threshold: file.threshold,
            },
            decimals: file.decimals,
            min_completeness: file.min_completeness,
            excuses_need_approver: file.excuses_need_approver,
        }
    }

    pub(super) fn renamed(&self) -> BTreeMap<IndicatorId, IndicatorId> {
        let pairs = self.renamed.iter();
        pairs
            .map(|(old, new)| (old.as_str().into(), new.as_str().into()))
            .collect()
    }

    fn check_scoring(&self, loader: &mut Loader<'_>) {
        let file = &self.scoring;
        let share = 0.0..=1.0;
        let mut check = |column: &str, value: f64, fits: bool| {
            if !fits {
                loader.fault(
                    Fault::new(FILE, None, FaultCode::OutOfRange)
                        .with("column", column)
                        .with("value", value),
                );
            }
        };
        check(
            "min_completeness",
            file.min_completeness,
            share.contains(&file.min_completeness),
        );
        if let Some(threshold) = file.threshold {
            check("threshold", threshold, share.contains(&threshold));
        }
        if let Some(floor) = file.floor {
            check("floor", floor, floor > 0.0 && floor <= 100.0);
        }
        check("decimals", f64::from(file.decimals), file.decimals <= 9);
        for (column, mean) in [
            ("objective", file.objective),
            ("aspect", file.aspect),
            ("total", file.total),
        ] {
            if let MeanFile::Power(exponent) = mean {
                check(column, exponent, exponent.is_finite() && exponent != 0.0);
            }
        }
    }
}

/// The grades of the chosen scheme, best first.
pub(super) fn grades(loader: &mut Loader<'_>, settings: &Settings) -> Vec<Grade> {
    let columns = [
        "scheme",
        "band_zh",
        "band_en",
        "lower",
        "lower_inclusive",
        "status",
    ];
    let Some(table) = loader.table(BANDS, true, &columns) else {
        return Vec::new();
    };
    let mut grades = Vec::new();
    for row in table
        .rows()
        .filter(|r| r.text("scheme") == settings.grades.scheme)
    {
        let name = row.words("band", true, loader);
        let lower = row.number("lower", loader);
        if !row.yes("lower_inclusive", loader) {
            loader.fault(
                row.fault(FaultCode::UnknownWord)
                    .with("column", "lower_inclusive")
                    .with("value", row.text("lower_inclusive")),
            );
        }
        let Some(lower) = lower else {
            loader.fault(row.fault(FaultCode::MissingValue).with("column", "lower"));
            continue;
        };
        grades.push(Grade {
            key: String::new(),
            name,
            lower,
            status: Status(row.text("status").to_owned()),
        });
    }
    grades.sort_by(|a, b| b.lower.total_cmp(&a.lower));
    let unreachable = grades.windows(2).any(|pair| pair[0].lower <= pair[1].lower)
        || grades.iter().any(|g| !(0.0..=100.0).contains(&g.lower))
        || grades.last().is_some_and(|g| g.lower > 0.0);
    if unreachable {
        loader.fault(
            Fault::new(BANDS, None, FaultCode::Unreachable).with("group", &settings.grades.scheme),
        );
    }
    if grades.is_empty() {
        loader.fault(
            Fault::new(FILE, None, FaultCode::UnknownReference)
                .with("kind", "scheme")
                .with("value", &settings.grades.scheme),
        );
    } else if grades.len() != settings.grades.keys.len() {
        loader.fault(
            Fault::new(FILE, None, FaultCode::AnchorsDiffer)
                .with("group", "grades.keys")
                .with("sum", settings.grades.keys.len()),
        );
    }
    for (grade, key) in grades.iter_mut().zip(&settings.grades.keys) {
        grade.key.clone_from(key);
    }
    grades
}
