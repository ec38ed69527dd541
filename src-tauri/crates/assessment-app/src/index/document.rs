//! What is said of an index.

use assessment_models::composite::{Computed, IndexError, IndexOutput, Lineage, Stage};
use serde::Serialize;

/// One table, or several.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum IndexDocument {
    /// A table of numbers.
    Table(IndexOutput),
    /// Every stage that was computed, then weights and ranks.
    Tables(TablesDocument),
    /// The tree.
    Lineage(LineageDocument),
}

/// Several tables.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TablesDocument {
    /// `all`.
    pub stage: &'static str,
    /// In the order of computation.
    pub tables: Vec<IndexOutput>,
}

/// The tree as a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineageDocument {
    /// `lineage`.
    pub stage: &'static str,
    /// Levels, from `1`.
    pub columns: Vec<String>,
    /// By indicator, in the order of `iMeta`.
    pub rows: Vec<LineageRow>,
}

/// An indicator with what it is joined into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineageRow {
    /// Code of the indicator.
    pub unit: String,
    /// Its code and those of its ancestors, by level; null for a level that it passes over.
    pub values: Vec<Option<String>>,
}

pub(super) fn lineage(tree: &Lineage) -> IndexDocument {
    let rows = tree.rows.iter().map(|row| LineageRow {
        unit: row.first().cloned().flatten().unwrap_or_default(),
        values: row.clone(),
    });
    IndexDocument::Lineage(LineageDocument {
        stage: "lineage",
        columns: tree.levels.iter().map(ToString::to_string).collect(),
        rows: rows.collect(),
    })
}

pub(super) fn all(computed: &Computed<'_>) -> Result<IndexDocument, IndexError> {
    let about = [Stage::Weights, Stage::Ranks];
    let tables = computed.stages().chain(&about);
    let tables = tables.map(|stage| computed.table(stage));
    Ok(IndexDocument::Tables(TablesDocument {
        stage: "all",
        tables: tables.collect::<Result<_, _>>()?,
    }))
}
