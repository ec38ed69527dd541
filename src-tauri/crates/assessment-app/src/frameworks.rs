//! Framework data by itself: checking, showing and exporting it, without a workspace.

use std::path::Path;

use assessment_models::framework::{Fault, FaultCode, LoadError};

use crate::{
    failure::{Code, Failure},
    files::Together,
    view,
    wire::{FaultView, FrameworkView},
    workspace::ChosenFramework,
};

/// Every fault of a framework: the one that ships first, a built-in one by its id, or the files of a
/// folder. Empty where it is sound.
///
/// # Errors
/// [`Code::NoSuchFramework`], and what reading the folder fails with.
pub fn check(id_or_folder: Option<&str>) -> Result<Vec<FaultView>, Failure> {
    match id_or_folder.map_or_else(ChosenFramework::standard, ChosenFramework::named) {
        Ok(_) => Ok(Vec::new()),
        Err(failure) => {
            let faults = failure
                .source
                .as_ref()
                .and_then(|source| source.downcast_ref::<LoadError>())
                .and_then(|error| match error {
                    LoadError::Faults(faults) => Some(faults.iter().map(fault_view).collect()),
                    LoadError::NoSuchFramework { .. } => None,
                });
            faults.ok_or(failure)
        }
    }
}

pub(crate) fn fault_view(fault: &Fault) -> FaultView {
    FaultView {
        file: fault.file.clone(),
        line: fault.line.and_then(|line| u32::try_from(line).ok()),
        code: code_name(fault.code),
        params: fault.params.clone(),
    }
}

/// The code of a fault as scripts and locale files know it.
pub(crate) fn code_name(code: FaultCode) -> String {
    let name = serde_json::to_value(code).ok();
    name.as_ref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// A framework as the window shows it.
#[must_use]
pub fn show(chosen: &ChosenFramework) -> FrameworkView {
    view::framework(&chosen.framework)
}

/// Writes a framework's files into a folder, which is made where it is not there; gives their paths.
/// What is there already is replaced only where `replace` says so.
///
/// # Errors
/// [`Code::AlreadyExists`], [`Code::NotAFolder`], [`Code::IsWorkspace`]; what the system says of the folder.
pub fn export(
    chosen: &ChosenFramework,
    folder: &Path,
    replace: bool,
) -> Result<Vec<String>, Failure> {
    let mut written = Together::default();
    written.folder(folder)?;
    for (name, text) in &chosen.files {
        let path = folder.join(name);
        if !replace && path.exists() {
            return Err(Failure::new(Code::AlreadyExists).with("path", &path.display()));
        }
        written.add("framework", path, text.as_bytes())?;
    }
    Ok(written
        .finish(|| Ok(()))?
        .into_iter()
        .map(|file| file.path)
        .collect())
}
