//! Aspects, objectives and indicators.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Loader,
    settings::{FILE, Settings},
    table::Row,
};
use crate::{
    Text,
    framework::{Aspect, Fault, FaultCode, Indicator, Legal, Means, Objective, Status},
    survey::Party,
};

const ASPECTS: &str = "aspects.csv";
const OBJECTIVES: &str = "objectives.csv";
const INDICATORS: &str = "indicators.csv";
/// Weights of a group sum to 1 within this.
const TOLERANCE: f64 = 1e-9;

#[derive(Default)]
pub(super) struct Tree {
    pub(super) aspects: Vec<Aspect>,
    pub(super) objectives: Vec<Objective>,
    pub(super) indicators: Vec<Indicator>,
    /// Every indicator id that stands in the table, with or without faults, and its position.
    pub(super) known: BTreeMap<String, usize>,
    /// The same for objectives.
    pub(super) known_objectives: BTreeSet<String>,
    /// Position of the objective and weight of every row of the indicators, with or without faults.
    weights: Vec<(usize, f64)>,
}

pub(super) fn read(loader: &mut Loader<'_>, settings: &Settings) -> Tree {
    for (name, scale) in settings.answer_types.iter().chain(&settings.scales) {
        scale.check(loader, name);
    }
    let mut tree = Tree::default();
    let aspects = read_aspects(loader, settings, &mut tree);
    let objectives = read_objectives(loader, &aspects, &mut tree);
    read_indicators(loader, settings, &objectives, &mut tree);
    check_weights(loader, &tree);
    let mentioned = settings.scales.keys().chain(&settings.na_allowed);
    for id in mentioned.chain(settings.renamed.values()) {
        if !tree.known.contains_key(id) {
            loader.fault(
                Fault::new(FILE, None, FaultCode::UnknownReference)
                    .with("kind", "indicator")
                    .with("value", id),
            );
        }
    }
    check_renamed(loader, settings);
    tree
}

/// An indicator goes on from one older id, and from another than its own.
fn check_renamed(loader: &mut Loader<'_>, settings: &Settings) {
    let mut taken = BTreeSet::new();
    for (old, new) in &settings.renamed {
        let code = if old == new {
            FaultCode::Circular
        } else if !taken.insert(new) {
            FaultCode::DuplicateId
        } else {
            continue;
        };
        loader.fault(Fault::new(FILE, None, code).with("id", new));
    }
}

/// Takes the row's id into `seen`; a fault where it is there already.
fn id_of<'t>(
    loader: &mut Loader<'_>,
    row: Row<'t>,
    seen: &mut BTreeMap<String, usize>,
    position: usize,
) -> &'t str {
    let id = row.required("id", loader);
    if !id.is_empty() && seen.insert(id.to_owned(), position).is_some() {
        loader.fault(row.fault(FaultCode::DuplicateId).with("id", id));
    }
    id
}

fn weight(loader: &mut Loader<'_>, row: Row<'_>, column: &str) -> f64 {
    match row.number(column, loader) {
        Some(weight) if weight > 0.0 && weight <= 1.0 => weight,
        Some(weight) => {
            loader.fault(
                row.fault(FaultCode::WeightNotPositive)
                    .with("column", column)
                    .with("value", weight),
            );
            weight
        }
        None => {
            row.required(column, loader);
            0.0
        }
    }
}

fn parent(
    loader: &mut Loader<'_>,
    row: Row<'_>,
    column: &str,
    known: &BTreeMap<String, usize>,
) -> usize {
    let id = row.text(column);
    known.get(id).copied().unwrap_or_else(|| {
        loader.fault(
            row.fault(FaultCode::UnknownReference)
                .with("kind", column)
                .with("value", id),
        );
        usize::MAX
    })
}

fn read_aspects(
    loader: &mut Loader<'_>,
    settings: &Settings,
    tree: &mut Tree,
) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    let columns = ["id", "name_zh", "name_en", "weight"];
    let Some(table) = loader.table(ASPECTS, true, &columns) else {
        return seen;
    };
    let mut keys = BTreeSet::new();
    for row in table.rows() {
        let id = id_of(loader, row, &mut seen, tree.aspects.len());
        let key = settings.aspects.get(id).cloned().unwrap_or_default();
        if key.is_empty() {
            loader.fault(
                Fault::new(FILE, None, FaultCode::MissingValue)
                    .with("column", format!("aspects.{id}")),
            );
        } else if !keys.insert(key.clone()) {
            loader.fault(Fault::new(FILE, None, FaultCode::DuplicateId).with("id", &key));
        }
        tree.aspects.push(Aspect {
            id: id.into(),
            key,
            name: row.words("name", true, loader),
            weight: weight(loader, row, "weight"),
            description: row.words("seed_wording", false, loader),
        });
    }
    for id in settings.aspects.keys().filter(|id| !seen.contains_key(*id)) {
        loader.fault(
            Fault::new(FILE, None, FaultCode::UnknownReference)
                .with("kind", "aspect")
                .with("value", id),
        );
    }
    seen
}

fn read_objectives(
    loader: &mut Loader<'_>,
    aspects: &BTreeMap<String, usize>,
    tree: &mut Tree,
) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    let columns = ["id", "aspect_id", "name_zh", "name_en", "weight_in_aspect"];
    let Some(table) = loader.table(OBJECTIVES, true, &columns) else {
        return seen;
    };
    for row in table.rows() {
        let id = id_of(loader, row, &mut seen, tree.objectives.len());
        tree.known_objectives.insert(id.to_owned());
        tree.objectives.push(Objective {
            id: id.into(),
            aspect: parent(loader, row, "aspect_id", aspects),
            name: row.words("name", true, loader),
            description: row.words("description", false, loader),
            weight: weight(loader, row, "weight_in_aspect"),
        });
    }
    seen
}

fn read_indicators(
    loader: &mut Loader<'_>,
    settings: &Settings,
    objectives: &BTreeMap<String, usize>,
    tree: &mut Tree,
) {
    let columns = [
        "id",
        "objective_id",
        "name_zh",
        "name_en",
        "measure_zh",
        "measure_en",
        "answer_type",
        "unit",
        "respondent",
        "means",
        "unit_level",
        "data_owner",
        "derived_from",
        "weight_in_objective",
    ];
    let Some(table) = loader.table(INDICATORS, true, &columns) else {
        return;
    };
    let mut seen = BTreeMap::new();
    for row in table.rows() {
        let id = id_of(loader, row, &mut seen, tree.known.len());
        let objective = parent(loader, row, "objective_id", objectives);
        if !row.text("aspect_id").is_empty()
            && let Some(owner) = tree.objectives.get(objective)
            && tree
                .aspects
                .get(owner.aspect)
                .is_some_and(|a| a.id != *row.text("aspect_id"))
        {
            loader.fault(
                row.fault(FaultCode::UnknownReference)
                    .with("kind", "aspect_id")
                    .with("value", row.text("aspect_id")),
            );
        }
        tree.known.insert(id.to_owned(), tree.known.len());
        let weight = weight(loader, row, "weight_in_objective");
        tree.weights.push((objective, weight));
        if let Some(indicator) = indicator(loader, settings, row, id, (objective, weight)) {
            tree.indicators.push(indicator);
        }
    }
}

fn indicator(
    loader: &mut Loader<'_>,
    settings: &Settings,
    row: Row<'_>,
    id: &str,
    (objective, weight): (usize, f64),
) -> Option<Indicator> {
    let answer_type = row.text("answer_type");
    let file = settings
        .scales
        .get(id)
        .or_else(|| settings.answer_types.get(answer_type));
    if file.is_none() {
        loader.fault(
            row.fault(FaultCode::UnknownReference)
                .with("kind", "answer_type")
                .with("value", answer_type),
        );
    }
    let scale = file.and_then(|f| f.scale(loader, row));
    let respondent = row.word::<Party>("respondent", loader);
    let means = row.word::<Means>("means", loader);
    let name = row.words("name", true, loader);
    let measure = row.words("measure", true, loader);
    let unit = measure_unit(loader, settings, row);
    let evidence = row.words("evidence", false, loader);
    let anchors = row.words("anchors", false, loader);
    let basis = row.words("legal_basis", false, loader);
    let level = row.required("unit_level", loader).to_owned();
    let owner = row.required("data_owner", loader).to_owned();
    Some(Indicator {
        id: id.into(),
        objective,
        name,
        measure,
        scale: scale?,
        answer_type: answer_type.to_owned(),
        unit,
        min: file?.min,
        max: file?.max,
        scale_status: Status(row.text("goalpost_status").to_owned()),
        anchors,
        evidence,
        respondent: respondent?,
        means: means?,
        requires_tag: settings.owner_tags.get(&owner).cloned(),
        level,
        owner,
        derived_from: row.text("derived_from").to_owned(),
        register: Some(row.text("register_table").to_owned()).filter(|r| !r.is_empty()),
        formula: row.text("formula_zh").to_owned(),
        na_rule: both(row.text("na_rule")),
        na_allowed: settings.na_allowed.iter().any(|n| n == id),
        legal: Legal {
            basis,
            status: row.text("legal_basis_status").to_owned(),
        },
        weight,
        notes: row.text("notes_zh").to_owned(),
    })
}

fn measure_unit(loader: &mut Loader<'_>, settings: &Settings, row: Row<'_>) -> Text {
    let unit = row.text("unit");
    if unit.is_empty() {
        return Text::default();
    }
    match settings.measure_units.get(unit) {
        Some(words) => words.to_text(),
        None => {
            loader.fault(
                row.fault(FaultCode::UnknownReference)
                    .with("kind", "measure_units")
                    .with("value", unit),
            );
            Text::default()
        }
    }
}

/// `中文 / English` in one cell.
fn both(text: &str) -> Text {
    match text.split_once(" / ") {
        Some((zh, en)) => Text::new(zh.trim(), en.trim()),
        None => Text::new(text, text),
    }
}

fn check_weights(loader: &mut Loader<'_>, tree: &Tree) {
    let mut check = |file: &str, group: &str, weights: &mut dyn Iterator<Item = f64>| {
        let weights: Vec<f64> = weights.collect();
        let sum: f64 = weights.iter().sum();
        if weights.is_empty() {
            loader.fault(Fault::new(file, None, FaultCode::EmptyGroup).with("group", group));
        } else if (sum - 1.0).abs() > TOLERANCE {
            loader.fault(
                Fault::new(file, None, FaultCode::WeightsDoNotSum)
                    .with("group", group)
                    .with("sum", sum),
            );
        }
    };
    check(ASPECTS, "total", &mut tree.aspects.iter().map(|a| a.weight));
    for (position, aspect) in tree.aspects.iter().enumerate() {
        let children = tree.objectives.iter().filter(|o| o.aspect == position);
        check(
            OBJECTIVES,
            aspect.id.as_str(),
            &mut children.map(|o| o.weight),
        );
    }
    for (position, objective) in tree.objectives.iter().enumerate() {
        let children = tree.weights.iter().filter(|(o, _)| *o == position);
        check(
            INDICATORS,
            objective.id.as_str(),
            &mut children.map(|(_, w)| *w),
        );
    }
}
