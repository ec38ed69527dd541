//! Mappings saved under names: one file each in a folder of the program's own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assessment_exchange::Mapping;

use super::mapping::kind_of;
use crate::{
    failure::{Code, Failure},
    files, view,
    wire::{PreviewView, ReportFile, SavedMapping},
};

/// The mappings that were saved.
#[derive(Debug, Clone)]
pub struct Mappings {
    folder: PathBuf,
}

/// A name as a file has it: letters, digits, spaces and dashes stay.
fn file_name(name: &str) -> Option<String> {
    let clean: String = name
        .trim()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || " -_.()（）".contains(c) {
                c
            } else {
                '_'
            }
        })
        .take(80)
        .collect();
    let clean = clean.trim_matches(['.', ' ']).to_owned();
    (!clean.is_empty()).then(|| format!("{clean}.json"))
}

impl Mappings {
    /// Those that are kept in `folder`.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, name: &str) -> Result<PathBuf, Failure> {
        let file = file_name(name).ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "mapping")
                .with("value", name)
        })?;
        Ok(self.folder.join(file))
    }

    /// All of them, by name. A file that is no mapping is passed over.
    #[must_use]
    pub fn list(&self) -> Vec<SavedMapping> {
        let mut paths: Vec<PathBuf> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|e| e == "json"))
            .collect();
        paths.sort();
        paths.iter().filter_map(|path| saved(path)).collect()
    }

    /// Saves a mapping file's text under the name that it bears; what bore it is replaced.
    ///
    /// # Errors
    /// [`Code::MappingInvalid`], [`Code::BadArgument`] where it bears no name, and what writing fails with.
    pub fn save(&self, text: &str) -> Result<Vec<SavedMapping>, Failure> {
        let mapping = Mapping::from_json(text).map_err(|e| Failure::exchange(e, "mapping"))?;
        let path = self.path(&mapping.name)?;
        fs::create_dir_all(&self.folder).map_err(|e| Failure::io(&self.folder, e))?;
        files::write(&path, text.as_bytes())?;
        Ok(self.list())
    }

    /// Deletes a mapping.
    ///
    /// # Errors
    /// [`Code::NotFound`], and what deleting fails with.
    pub fn delete(&self, name: &str) -> Result<Vec<SavedMapping>, Failure> {
        let path = self.path(name)?;
        fs::remove_file(&path).map_err(|e| Failure::io(&path, e))?;
        Ok(self.list())
    }

    /// Writes a mapping file's text where a person wants it, to be handed on.
    ///
    /// # Errors
    /// [`Code::MappingInvalid`], and what writing fails with.
    pub fn write(text: &str, path: &Path) -> Result<ReportFile, Failure> {
        Mapping::from_json(text).map_err(|e| Failure::exchange(e, "mapping"))?;
        files::report("mapping", path, text.as_bytes())
    }

    /// A mapping file's text, from where a person has it.
    ///
    /// # Errors
    /// [`Code::MappingInvalid`], and what reading fails with.
    pub fn read(path: &Path) -> Result<String, Failure> {
        let text = fs::read_to_string(path).map_err(|e| Failure::io(path, e))?;
        let mapping = Mapping::from_json(&text)
            .map_err(|e| Failure::exchange(e, &path.display().to_string()))?;
        mapping
            .to_json()
            .map_err(|e| Failure::exchange(e, "mapping"))
    }

    /// Names of those whose headings all stand in one of the file's sheets.
    #[must_use]
    pub fn fitting(&self, preview: &PreviewView) -> Vec<String> {
        self.list()
            .into_iter()
            .filter(|saved| {
                Mapping::from_json(&saved.text).is_ok_and(|mapping| {
                    preview.sheets.iter().any(|sheet| {
                        let headings = sheet.mapping.iter().map(|c| c.heading.as_str());
                        let sample = sheet.sample.iter().flatten().map(String::as_str);
                        let words: Vec<&str> = headings.chain(sample).collect();
                        mapping.fits(&words)
                    })
                })
            })
            .map(|saved| saved.name)
            .collect()
    }
}

fn saved(path: &Path) -> Option<SavedMapping> {
    let text = fs::read_to_string(path).ok()?;
    let mapping = Mapping::from_json(&text).ok()?;
    Some(SavedMapping {
        name: mapping.name.clone(),
        sender: mapping.sender.clone(),
        kind: kind_of(&mapping),
        columns: view::count(mapping.columns.len()),
        text,
    })
}
