//! Framework data by itself: checking, showing and exporting it, without a workspace.

use std::{fs, path::Path};

use assessment_models::framework::LoadError;

use crate::{
    failure::{Failure, place},
    files, view,
    wire::FrameworkView,
    workspace::ChosenFramework,
};

/// Every fault of a framework: the one that ships first, a built-in one by its id, or the files of a
/// folder. Empty where it is sound.
///
/// # Errors
/// [`Code::NoSuchFramework`](crate::Code::NoSuchFramework), and what reading the folder fails with.
pub fn check(id_or_folder: Option<&str>) -> Result<Vec<String>, Failure> {
    match id_or_folder.map_or_else(ChosenFramework::standard, ChosenFramework::named) {
        Ok(_) => Ok(Vec::new()),
        Err(failure) => {
            let faults = failure
                .source
                .as_ref()
                .and_then(|source| source.downcast_ref::<LoadError>())
                .and_then(|error| match error {
                    LoadError::Faults(faults) => Some(faults.iter().map(place).collect()),
                    LoadError::NoSuchFramework { .. } => None,
                });
            faults.ok_or(failure)
        }
    }
}

/// A framework as the window shows it.
#[must_use]
pub fn show(chosen: &ChosenFramework) -> FrameworkView {
    view::framework(&chosen.framework)
}

/// Writes a framework's files into a folder, which is made where it is not there; gives their paths.
///
/// # Errors
/// What the system says of the folder.
pub fn export(chosen: &ChosenFramework, folder: &Path) -> Result<Vec<String>, Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::io(folder, error))?;
    let write = |(name, text): (&String, &String)| {
        let path = folder.join(name);
        files::write(&path, text.as_bytes())?;
        Ok(path.display().to_string())
    };
    chosen.files.iter().map(write).collect()
}
