//! Tables `evidence_file` and `evidence`: files behind answers and records. The bytes of a file are kept
//! once, however often it is put behind something.

use assessment_models::{IndicatorId, RegisterId, RoundId, UnitCode};
use chrono::NaiveDateTime;
use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::{Action, Result, StoreError, reader::Reader, record, time, unit, write::Write};

/// What a file is evidence for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceFor {
    /// One unit's answer to an indicator, in whichever layer.
    Answer {
        /// The round.
        round: RoundId,
        /// The unit.
        unit: UnitCode,
        /// The indicator.
        indicator: IndicatorId,
    },
    /// A row of a register.
    Record {
        /// The round.
        round: RoundId,
        /// The register.
        register: RegisterId,
        /// The row's key.
        key: String,
    },
    /// That a finding was mended.
    Closure {
        /// Number of the finding.
        finding: i64,
    },
}

/// A file behind an answer or a record 佐证材料.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Number.
    pub id: i64,
    /// File name without its folder.
    pub file_name: String,
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// When it was added, local time.
    pub added_at: NaiveDateTime,
    /// By whom.
    pub actor: String,
}

const SELECT: &str =
    "SELECT evidence.id, file_name, lower(hex(sha256)), length(content), added_at, actor
    FROM evidence JOIN evidence_file ON evidence_file.id = evidence.file";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Evidence> {
    Ok(Evidence {
        id: row.get(0)?,
        file_name: row.get(1)?,
        sha256: row.get(2)?,
        bytes: row.get::<_, i64>(3)?.cast_unsigned(),
        added_at: time::column(row, 4)?,
        actor: row.get(5)?,
    })
}

/// Row numbers of what a file is evidence for.
struct Behind {
    round: i64,
    unit: i64,
    indicator: Option<i64>,
    record: Option<i64>,
    finding: Option<i64>,
}

impl Reader {
    /// Files behind an answer or a record, in the order of their addition.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`], [`StoreError::UnknownRecord`].
    pub fn evidence(&self, of: &EvidenceFor) -> Result<Vec<Evidence>> {
        let (sql, numbers) = match of {
            EvidenceFor::Answer {
                round,
                unit,
                indicator,
            } => {
                let Some(indicator) = self.indicator_row(indicator)? else {
                    return Ok(Vec::new());
                };
                (
                    "evidence.round = ?1 AND evidence.unit = ?2 AND indicator = ?3",
                    vec![self.round_row(round)?, self.unit_row(unit)?, indicator],
                )
            }
            EvidenceFor::Record {
                round,
                register,
                key,
            } => (
                "record = ?1",
                vec![self.record_row(round, register, key)?.0],
            ),
            EvidenceFor::Closure { finding } => ("finding = ?1", vec![*finding]),
        };
        self.connection
            .prepare_cached(&format!("{SELECT} WHERE {sql} ORDER BY evidence.id"))?
            .query_map(rusqlite::params_from_iter(numbers), from_row)?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// How many files lie behind each of a unit's answers in a round, by indicator; indicators without
    /// are not in it.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`].
    pub fn evidence_counts(
        &self,
        round: &RoundId,
        unit: &UnitCode,
    ) -> Result<Vec<(IndicatorId, u32)>> {
        self.connection
            .prepare_cached(
                "SELECT indicator.code, count(*) FROM evidence
                 JOIN indicator ON indicator.id = evidence.indicator
                 WHERE round = ?1 AND unit = ?2 GROUP BY indicator.code ORDER BY indicator.code",
            )?
            .query_map([self.round_row(round)?, self.unit_row(unit)?], |row| {
                Ok((row.get::<_, String>(0)?.into(), row.get(1)?))
            })?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// How many different files are kept as evidence.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn evidence_files(&self) -> Result<u64> {
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM evidence_file")?
            .query_row([], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// A file's name and content.
    ///
    /// # Errors
    /// [`StoreError::UnknownEvidence`].
    pub fn evidence_content(&self, id: i64) -> Result<(String, Vec<u8>)> {
        self.connection
            .prepare_cached(
                "SELECT file_name, content FROM evidence
                 JOIN evidence_file ON evidence_file.id = evidence.file WHERE evidence.id = ?1",
            )?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or(StoreError::UnknownEvidence(id))
    }

    /// What a file lies behind, its name and the SHA-256 of its content.
    fn evidence_place(&self, id: i64) -> Result<(EvidenceFor, String, String)> {
        let mut statement = self.connection.prepare_cached(
            "SELECT round.code, unit.code, indicator.code, register.code, record.key,
                 evidence.finding, file_name, lower(hex(sha256))
             FROM evidence
             JOIN evidence_file ON evidence_file.id = evidence.file
             LEFT JOIN round ON round.id = evidence.round
             LEFT JOIN unit ON unit.id = evidence.unit
             LEFT JOIN indicator ON indicator.id = evidence.indicator
             LEFT JOIN record ON record.id = evidence.record
             LEFT JOIN register ON register.id = record.register
             WHERE evidence.id = ?1",
        )?;
        let mut found = statement.query([id])?;
        let row = found.next()?.ok_or(StoreError::UnknownEvidence(id))?;
        let of = if let Some(finding) = row.get(5)? {
            EvidenceFor::Closure { finding }
        } else if let Some(register) = row.get::<_, Option<String>>(3)? {
            EvidenceFor::Record {
                round: row.get::<_, String>(0)?.into(),
                register: register.into(),
                key: row.get(4)?,
            }
        } else {
            EvidenceFor::Answer {
                round: row.get::<_, String>(0)?.into(),
                unit: unit::code(row, 1)?,
                indicator: row.get::<_, String>(2)?.into(),
            }
        };
        Ok((of, row.get(6)?, row.get(7)?))
    }

    /// Row numbers of a record and of its unit.
    fn record_row(&self, round: &RoundId, register: &RegisterId, key: &str) -> Result<(i64, i64)> {
        self.stored_record(self.round_row(round)?, register.as_str(), key)?
            .map(|stored| (stored.id, stored.image.unit))
            .ok_or_else(|| record::unknown(register, key))
    }
}

impl Write<'_> {
    /// Puts a file behind an answer (which may still be missing) or a record, and returns its number.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`], [`StoreError::NotInRound`],
    /// [`StoreError::UnknownRecord`], [`StoreError::UnknownFinding`].
    pub fn add_evidence(&self, to: &EvidenceFor, file_name: &str, content: &[u8]) -> Result<i64> {
        let behind = self.behind(to)?;
        let digest: [u8; 32] = Sha256::digest(content).into();
        let there: Option<i64> = self
            .connection
            .prepare_cached("SELECT id FROM evidence_file WHERE sha256 = ?1")?
            .query_row([digest], |row| row.get(0))
            .optional()?;
        let file = match there {
            Some(file) => file,
            None => {
                self.connection
                    .prepare_cached("INSERT INTO evidence_file (sha256, content) VALUES (?1, ?2)")?
                    .execute(params![digest, content])?;
                self.connection.last_insert_rowid()
            }
        };
        self.connection
            .prepare_cached(
                "INSERT INTO evidence
                     (round, unit, indicator, record, finding, file, file_name, added_at, actor)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                behind.round,
                behind.unit,
                behind.indicator,
                behind.record,
                behind.finding,
                file,
                file_name,
                time::text(self.now),
                self.actor,
            ])?;
        let id = self.connection.last_insert_rowid();
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        self.record_change(
            Action::AddEvidence,
            &subject(to),
            &[
                ("id", id.to_string()),
                ("file", file_name.to_owned()),
                ("sha256", sha256),
            ],
        )?;
        Ok(id)
    }

    fn behind(&self, to: &EvidenceFor) -> Result<Behind> {
        match to {
            EvidenceFor::Answer {
                round,
                unit,
                indicator,
            } => {
                let round_row = self.round_row(round)?;
                Ok(Behind {
                    round: round_row,
                    unit: self.unit_in_round(round, round_row, unit)?,
                    indicator: Some(self.indicator_for(indicator)?),
                    record: None,
                    finding: None,
                })
            }
            EvidenceFor::Record {
                round,
                register,
                key,
            } => {
                let (record, unit) = self.record_row(round, register, key)?;
                Ok(Behind {
                    round: self.round_row(round)?,
                    unit,
                    indicator: None,
                    record: Some(record),
                    finding: None,
                })
            }
            EvidenceFor::Closure { finding } => {
                let (round, unit) = self.finding_place(*finding)?;
                Ok(Behind {
                    round,
                    unit,
                    indicator: None,
                    record: None,
                    finding: Some(*finding),
                })
            }
        }
    }

    /// Takes a file away; its bytes go when nothing else has it.
    ///
    /// # Errors
    /// [`StoreError::UnknownEvidence`].
    pub fn remove_evidence(&self, id: i64) -> Result<()> {
        let (of, file_name, sha256) = self.evidence_place(id)?;
        self.connection
            .prepare_cached("DELETE FROM evidence WHERE id = ?1")?
            .execute([id])?;
        self.drop_unused_evidence_files()?;
        self.record_change(
            Action::RemoveEvidence,
            &subject(&of),
            &[
                ("id", id.to_string()),
                ("file", file_name),
                ("sha256", sha256),
            ],
        )
    }

    /// Takes all files away that lie behind something, one by one, so that each stands in the audit.
    pub(crate) fn remove_evidence_of(&self, of: &EvidenceFor) -> Result<()> {
        for file in self.evidence(of)? {
            self.remove_evidence(file.id)?;
        }
        Ok(())
    }

    fn drop_unused_evidence_files(&self) -> Result<()> {
        self.connection
            .prepare_cached(
                "DELETE FROM evidence_file WHERE NOT EXISTS
                     (SELECT 1 FROM evidence WHERE evidence.file = evidence_file.id)",
            )?
            .execute([])?;
        Ok(())
    }
}

fn subject(of: &EvidenceFor) -> String {
    match of {
        EvidenceFor::Answer {
            round,
            unit,
            indicator,
        } => format!("{round}/{unit}/{indicator}"),
        EvidenceFor::Record {
            round,
            register,
            key,
        } => format!("{round}/{}", record::row_name(register.as_str(), key)),
        EvidenceFor::Closure { finding } => format!("finding/{finding}"),
    }
}
