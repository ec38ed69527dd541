//! Classes of incidents 事件分类, and the problems that the province names.

use std::collections::BTreeSet;

use super::{Loader, table::Row, tree::Tree};
use crate::framework::{FaultCode, IncidentClass, ProblemClass, Status};

const CLASSES: &str = "incident_categories.csv";
const PROBLEMS: &str = "seed_problem_classes.csv";

pub(super) fn problems(loader: &mut Loader<'_>, tree: &Tree) -> Vec<ProblemClass> {
    let columns = ["id", "name_zh", "name_en", "main_objective"];
    let Some(table) = loader.table(PROBLEMS, false, &columns) else {
        return Vec::new();
    };
    let mut ids = BTreeSet::new();
    let mut classes = Vec::new();
    for row in table.rows() {
        let id = row.required("id", loader);
        if !ids.insert(id) {
            loader.fault(row.fault(FaultCode::DuplicateId).with("id", id));
        }
        let objective = row.text("main_objective");
        if !objective.is_empty() && !tree.known_objectives.contains(objective) {
            loader.fault(
                row.fault(FaultCode::UnknownReference)
                    .with("kind", "objective")
                    .with("value", objective),
            );
        }
        classes.push(ProblemClass {
            id: id.to_owned(),
            name: row.words("name", true, loader),
            objective: Some(objective).filter(|o| !o.is_empty()).map(Into::into),
        });
    }
    classes
}

/// Classes, parents before children.
pub(super) fn incidents(loader: &mut Loader<'_>, problems: &[ProblemClass]) -> Vec<IncidentClass> {
    let columns = ["code", "name_zh", "name_en", "parent"];
    let Some(table) = loader.table(CLASSES, false, &columns) else {
        return Vec::new();
    };
    let mut codes = BTreeSet::new();
    let mut waiting = Vec::new();
    for row in table.rows() {
        let code = row.required("code", loader);
        if !codes.insert(code) {
            loader.fault(row.fault(FaultCode::DuplicateId).with("id", code));
            continue;
        }
        let problem = row.text("seed_problem_class");
        if !problem.is_empty() && !problems.iter().any(|p| p.id == problem) {
            loader.fault(
                row.fault(FaultCode::UnknownReference)
                    .with("kind", "problem_class")
                    .with("value", problem),
            );
        }
        let class = IncidentClass {
            code: code.to_owned(),
            name: row.words("name", true, loader),
            parent: Some(row.text("parent").to_owned()).filter(|p| !p.is_empty()),
            problem_class: Some(problem.to_owned()).filter(|p| !p.is_empty()),
            standard: row.text("source_standard").to_owned(),
            status: Status(row.text("status").to_owned()),
        };
        waiting.push((row, class));
    }
    in_order(loader, &codes, waiting)
}

/// Moves classes over as soon as their parent is there; what is left has no parent or is its own
/// ancestor.
fn in_order(
    loader: &mut Loader<'_>,
    codes: &BTreeSet<&str>,
    mut waiting: Vec<(Row<'_>, IncidentClass)>,
) -> Vec<IncidentClass> {
    let mut there: BTreeSet<String> = BTreeSet::new();
    let mut ordered = Vec::new();
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for (row, class) in waiting {
            if class.parent.as_ref().is_none_or(|p| there.contains(p)) {
                there.insert(class.code.clone());
                ordered.push(class);
            } else {
                left.push((row, class));
            }
        }
        waiting = left;
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    for (row, class) in waiting {
        let parent = class.parent.unwrap_or_default();
        let fault = if codes.contains(parent.as_str()) {
            row.fault(FaultCode::Circular).with("id", class.code)
        } else {
            row.fault(FaultCode::UnknownReference)
                .with("kind", "parent")
                .with("value", parent)
        };
        loader.fault(fault);
    }
    ordered
}
