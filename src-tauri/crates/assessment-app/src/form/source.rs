//! Where a value came from.

use std::collections::{BTreeMap, btree_map::Entry};

use assessment_models::observation::CellSource;

use crate::{desk::Desk, failure::Failure, wire::SourceView};

/// Where a value came from, as the window shows it.
pub(crate) fn source_view(source: &CellSource, file: String) -> SourceView {
    SourceView {
        batch: source.batch,
        file,
        sha256: source.file_sha256.to_string(),
        sheet: source.sheet.to_string(),
        cell: source.cell(),
    }
}

/// File names of the batches that values came from.
pub(crate) fn file_names<'a>(
    desk: &Desk,
    sources: impl Iterator<Item = &'a CellSource>,
) -> Result<BTreeMap<i64, String>, Failure> {
    let mut names = BTreeMap::new();
    for source in sources {
        if let Entry::Vacant(new) = names.entry(source.batch) {
            let batch = desk.workspace.batch(source.batch);
            new.insert(batch.map_err(|e| desk.failed(e))?.file_name);
        }
    }
    Ok(names)
}
