//! Table `document`: the last briefing of each round and language, as it was written.

use assessment_models::{RoundId, text::Lang};
use chrono::NaiveDateTime;
use rusqlite::{OptionalExtension, Row, params};

use crate::{Action, Result, StoreError, reader::Reader, time, write::Write};

/// A document that was kept, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDocument {
    /// Its round.
    pub round: RoundId,
    /// What it is, such as `briefing`.
    pub kind: String,
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// SHA-256 of its content, lower-case hex.
    pub sha256: String,
    /// SHA-256 of the data that it was written from, where they are kept with it.
    pub snapshot_sha256: Option<String>,
    /// When it was kept, local time.
    pub kept_at: NaiveDateTime,
    /// By whom.
    pub kept_by: String,
}

/// A document to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewDocument<'a> {
    /// Its round.
    pub round: &'a RoundId,
    /// What it is, such as `briefing`.
    pub kind: &'a str,
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: &'a str,
    /// The document as JSON.
    pub content: &'a str,
    /// SHA-256 of the content, lower-case hex.
    pub sha256: &'a str,
    /// The data that it was written from, packed.
    pub snapshot: &'a [u8],
    /// SHA-256 of them unpacked, lower-case hex.
    pub snapshot_sha256: &'a str,
}

const SELECT: &str =
    "SELECT round.code, kind, lang, title, sha256, kept_at, kept_by, snapshot_sha256
    FROM document JOIN round ON round.id = document.round";

fn from_row(row: &Row<'_>) -> Result<KeptDocument> {
    let tag: String = row.get(2)?;
    let lang = [Lang::Zh, Lang::En].into_iter().find(|l| l.tag() == tag);
    Ok(KeptDocument {
        round: RoundId::from(row.get::<_, String>(0)?),
        kind: row.get(1)?,
        lang: lang.ok_or_else(|| StoreError::Corrupt(format!("language {tag}").into()))?,
        title: row.get(3)?,
        sha256: row.get(4)?,
        snapshot_sha256: row.get(7)?,
        kept_at: time::column(row, 5)?,
        kept_by: row.get(6)?,
    })
}

impl Reader {
    /// The documents that are kept, latest first.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Corrupt`].
    pub fn documents(&self) -> Result<Vec<KeptDocument>> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{SELECT} ORDER BY kept_at DESC, document.id DESC"))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(from_row(row)?);
        }
        Ok(found)
    }

    /// The content of a kept document, as it was given; `None` where none is kept.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn document(&self, round: &RoundId, kind: &str, lang: Lang) -> Result<Option<String>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT content FROM document JOIN round ON round.id = document.round
                 WHERE round.code = ?1 AND kind = ?2 AND lang = ?3",
            )?
            .query_row([round.as_str(), kind, lang.tag()], |row| row.get(0))
            .optional()?)
    }

    /// The data that a kept document was written from, packed, and the SHA-256 of them unpacked; `None` where
    /// none are kept.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn document_snapshot(
        &self,
        round: &RoundId,
        kind: &str,
        lang: Lang,
    ) -> Result<Option<(Vec<u8>, String)>> {
        Ok(self
            .connection
            .prepare_cached(
                "SELECT snapshot, snapshot_sha256
                 FROM document JOIN round ON round.id = document.round
                 WHERE round.code = ?1 AND kind = ?2 AND lang = ?3 AND snapshot IS NOT NULL",
            )?
            .query_row([round.as_str(), kind, lang.tag()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?)
    }
}

impl Write<'_> {
    /// Keeps a document in place of the one of the same round, kind and language. One with the same digests
    /// stays as it is.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn keep_document(&self, document: &NewDocument<'_>) -> Result<()> {
        let NewDocument {
            round,
            kind,
            lang,
            title,
            content,
            sha256,
            snapshot,
            snapshot_sha256,
        } = *document;
        let round_row = self.round_row(round)?;
        let there: Option<(String, Option<String>)> = self
            .connection
            .prepare_cached(
                "SELECT sha256, snapshot_sha256 FROM document
                 WHERE round = ?1 AND kind = ?2 AND lang = ?3",
            )?
            .query_row(params![round_row, kind, lang.tag()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        if there == Some((sha256.to_owned(), Some(snapshot_sha256.to_owned()))) {
            return Ok(());
        }
        self.connection.execute(
            "INSERT OR REPLACE INTO document
                 (round, kind, lang, title, content, sha256, kept_at, kept_by, snapshot, snapshot_sha256)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                round_row,
                kind,
                lang.tag(),
                title,
                content,
                sha256,
                time::text(self.now),
                self.actor,
                snapshot,
                snapshot_sha256
            ],
        )?;
        self.record_change(
            Action::KeepDocument,
            &format!("{round}/{kind}/{}", lang.tag()),
            &[
                ("sha256", sha256.to_owned()),
                ("data_sha256", snapshot_sha256.to_owned()),
            ],
        )
    }
}
