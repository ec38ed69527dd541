//! Tables `framework` and `framework_file`: each framework version whole, as text, so that no later
//! version of the program makes an old assessment unusable.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use crate::{Action, Result, StoreError, reader::Reader, write::Write};

/// A framework version as the files that it is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkFiles {
    /// Framework id.
    pub id: String,
    /// Framework version.
    pub version: String,
    /// What the framework's loader says of its content; two with one digest are the same.
    pub digest: String,
    /// Path within the framework's folder to content.
    pub files: BTreeMap<String, String>,
}

impl Reader {
    /// Id and version of each framework that is there, in order of their addition.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Corrupt`].
    pub fn frameworks(&self) -> Result<Vec<(String, String)>> {
        self.connection
            .prepare_cached("SELECT code, version FROM framework ORDER BY id")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// The files of one framework version.
    ///
    /// # Errors
    /// [`StoreError::UnknownFramework`].
    pub fn framework_files(&self, id: &str, version: &str) -> Result<FrameworkFiles> {
        let (row, digest) = self.framework_row(id, version)?;
        let files = self
            .connection
            .prepare_cached("SELECT path, content FROM framework_file WHERE framework = ?1")?
            .query_map([row], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(FrameworkFiles {
            id: id.to_owned(),
            version: version.to_owned(),
            digest,
            files,
        })
    }

    pub(crate) fn framework_row(&self, id: &str, version: &str) -> Result<(i64, String)> {
        self.connection
            .prepare_cached("SELECT id, digest FROM framework WHERE code = ?1 AND version = ?2")?
            .query_row([id, version], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or_else(|| StoreError::UnknownFramework {
                id: id.to_owned(),
                version: version.to_owned(),
            })
    }
}

impl Write<'_> {
    /// Adds a framework version. One that is there already with the same digest stays as it is.
    ///
    /// # Errors
    /// [`StoreError::FrameworkDiffers`]: rounds may be pinned to the one that is there.
    pub fn add_framework(&self, framework: &FrameworkFiles) -> Result<()> {
        let FrameworkFiles {
            id,
            version,
            digest,
            files,
        } = framework;
        match self.framework_row(id, version) {
            Ok((_, there)) if there == *digest => return Ok(()),
            Ok(_) => {
                return Err(StoreError::FrameworkDiffers {
                    id: id.clone(),
                    version: version.clone(),
                });
            }
            Err(StoreError::UnknownFramework { .. }) => {}
            Err(other) => return Err(other),
        }
        self.connection.execute(
            "INSERT INTO framework (code, version, digest) VALUES (?1, ?2, ?3)",
            [id, version, digest],
        )?;
        let row = self.connection.last_insert_rowid();
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO framework_file (framework, path, content) VALUES (?1, ?2, ?3)",
        )?;
        for (path, content) in files {
            insert.execute(params![row, path, content])?;
        }
        self.record_change(
            Action::AddFramework,
            &format!("{id}/{version}"),
            &[("digest", digest.clone())],
        )
    }
}
