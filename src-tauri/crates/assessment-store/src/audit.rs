//! Table `audit`: who changed what, and when. Entries are only appended; each one's hash covers the
//! hash before it.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::{Result, reader::Reader, time, write::Write};

/// Hash before the first entry.
pub(crate) const GENESIS: [u8; 32] = [0; 32];

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The workspace was made.
    CreateWorkspace,
    /// A file of an older version of the program was brought up to date.
    UpgradeSchema,
    /// A framework version was added.
    AddFramework,
    /// A round was added.
    AddRound,
    /// A unit was added or changed.
    SaveUnit,
    /// A unit was removed.
    RemoveUnit,
    /// A round's name, period or deadline was changed.
    SaveRound,
    /// Who takes part in a round was set.
    SetRoundUnits,
    /// An answer was typed.
    SaveObservation,
    /// An answer was cleared.
    ClearObservation,
    /// A row of a register was typed.
    SaveRecord,
    /// A row of a register got another key.
    RenameRecord,
    /// A row of a register was removed.
    DeleteRecord,
    /// A manual adjustment was entered or changed.
    SaveAdjustment,
    /// A manual adjustment was removed.
    DeleteAdjustment,
    /// A file was put behind an answer or record.
    AddEvidence,
    /// It was taken away.
    RemoveEvidence,
    /// A finding was entered.
    AddFinding,
    /// A finding was changed or closed.
    SaveFinding,
    /// A finding was taken off the list.
    RemoveFinding,
    /// Open findings were carried into a round.
    CarryFindings,
    /// A set of weights was kept.
    AddWeights,
    /// A round is scored with other weights.
    AdoptWeights,
    /// A round is scored with another framework version.
    AdoptFramework,
    /// Somebody was added or changed.
    SavePerson,
    /// Somebody was taken off the list.
    RemovePerson,
    /// In whose name the assessment is made was set.
    SaveOrganisation,
    /// A document was kept as it was written.
    KeepDocument,
    /// A file was imported.
    Import,
    /// Cells of an imported file were mended, or rows of it set aside, before it was taken in.
    AmendCells,
    /// An import was taken back.
    Undo,
}

impl Action {
    /// The code that is stored and shown by the locale files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Action::CreateWorkspace => "create_workspace",
            Action::UpgradeSchema => "upgrade_schema",
            Action::AddFramework => "add_framework",
            Action::AddRound => "add_round",
            Action::SaveUnit => "save_unit",
            Action::RemoveUnit => "remove_unit",
            Action::SaveRound => "save_round",
            Action::SetRoundUnits => "set_round_units",
            Action::SaveObservation => "save_observation",
            Action::ClearObservation => "clear_observation",
            Action::SaveRecord => "save_record",
            Action::RenameRecord => "rename_record",
            Action::DeleteRecord => "delete_record",
            Action::SaveAdjustment => "save_adjustment",
            Action::DeleteAdjustment => "delete_adjustment",
            Action::AddEvidence => "add_evidence",
            Action::RemoveEvidence => "remove_evidence",
            Action::AddFinding => "add_finding",
            Action::SaveFinding => "save_finding",
            Action::RemoveFinding => "remove_finding",
            Action::CarryFindings => "carry_findings",
            Action::AddWeights => "add_weights",
            Action::AdoptWeights => "adopt_weights",
            Action::AdoptFramework => "adopt_framework",
            Action::SavePerson => "save_person",
            Action::RemovePerson => "remove_person",
            Action::SaveOrganisation => "save_organisation",
            Action::KeepDocument => "keep_document",
            Action::Import => "import",
            Action::AmendCells => "amend_cells",
            Action::Undo => "undo",
        }
    }
}

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Number, from 1 without a gap.
    pub id: i64,
    /// When, local time.
    pub at: NaiveDateTime,
    /// Who.
    pub actor: String,
    /// [`Action::code`] of what was done.
    pub action: String,
    /// To what: ids joined by `/`, such as `2026/140100/A1.2.3/self_reported`.
    pub subject: String,
    /// What it was and became, by name.
    pub detail: BTreeMap<String, String>,
    /// SHA-256 over the hash before and this entry.
    pub hash: [u8; 32],
}

/// The columns of an entry as they are stored, which is what the hash covers.
pub(crate) struct StoredEntry {
    pub(crate) id: i64,
    pub(crate) at: String,
    pub(crate) actor: String,
    pub(crate) action: String,
    pub(crate) subject: String,
    pub(crate) detail: String,
    pub(crate) hash: [u8; 32],
}

impl StoredEntry {
    pub(crate) const COLUMNS: &str = "id, at, actor, action, subject, detail, hash";

    pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            action: row.get(3)?,
            subject: row.get(4)?,
            detail: row.get(5)?,
            hash: row.get(6)?,
        })
    }

    /// SHA-256 over `previous` and each column, every text preceded by its length in bytes (u64, big
    /// endian), so that no two entries can make the same input.
    pub(crate) fn chained(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(self.id.to_be_bytes());
        for text in [
            &self.at,
            &self.actor,
            &self.action,
            &self.subject,
            &self.detail,
        ] {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        hash.finalize().into()
    }

    fn read(self) -> Result<AuditEntry> {
        Ok(AuditEntry {
            id: self.id,
            at: self.at.parse()?,
            detail: serde_json::from_str(&self.detail)?,
            actor: self.actor,
            action: self.action,
            subject: self.subject,
            hash: self.hash,
        })
    }
}

/// Which entries are asked for; what is empty holds nothing back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Words that stand in subject, actor or detail.
    pub text: String,
    /// [`Action::code`].
    pub action: String,
    /// First day, ISO 8601.
    pub from: String,
    /// Last day, ISO 8601.
    pub to: String,
}

impl AuditFilter {
    /// Days are compared as text, with what sorts after every moment of the last.
    const WHERE: &str =
        "(?1 = '' OR instr(lower(subject || ' ' || actor || ' ' || detail), lower(?1)) > 0)
             AND (?2 = '' OR action = ?2)
             AND (?3 = '' OR at >= ?3)
             AND (?4 = '' OR at < ?4 || '~')";
}

impl Reader {
    /// How many entries a filter lets through, and one page of them, newest first.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`], [`crate::StoreError::Io`].
    pub fn audit_page(
        &self,
        filter: &AuditFilter,
        offset: u32,
        limit: u32,
    ) -> Result<(u64, Vec<AuditEntry>)> {
        let AuditFilter {
            text,
            action,
            from,
            to,
        } = filter;
        let total: i64 = self
            .connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM audit WHERE {}",
                AuditFilter::WHERE
            ))?
            .query_row(params![text, action, from, to], |row| row.get(0))?;
        let sql = format!(
            "SELECT {} FROM audit WHERE {} ORDER BY id DESC LIMIT ?6 OFFSET ?5",
            StoredEntry::COLUMNS,
            AuditFilter::WHERE
        );
        let entries = self
            .connection
            .prepare_cached(&sql)?
            .query_map(
                params![text, action, from, to, offset, limit],
                StoredEntry::from_row,
            )?
            .map(|entry| entry?.read())
            .collect::<Result<_>>()?;
        Ok((total.cast_unsigned(), entries))
    }

    /// Codes of the actions that have entries, in the order of the alphabet.
    ///
    /// # Errors
    /// [`crate::StoreError::Io`].
    pub fn audit_actions(&self) -> Result<Vec<String>> {
        self.connection
            .prepare_cached("SELECT DISTINCT action FROM audit ORDER BY action")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// How many entries there are, and one page of them, newest first; only those of `subject` where
    /// one is given.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`], [`crate::StoreError::Io`].
    pub fn audit(
        &self,
        subject: Option<&str>,
        offset: u32,
        limit: u32,
    ) -> Result<(u64, Vec<AuditEntry>)> {
        let total: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM audit WHERE ?1 IS NULL OR subject = ?1")?
            .query_row([subject], |row| row.get(0))?;
        let sql = format!(
            "SELECT {} FROM audit WHERE ?1 IS NULL OR subject = ?1
             ORDER BY id DESC LIMIT ?3 OFFSET ?2",
            StoredEntry::COLUMNS
        );
        let entries = self
            .connection
            .prepare_cached(&sql)?
            .query_map(params![subject, offset, limit], StoredEntry::from_row)?
            .map(|entry| entry?.read())
            .collect::<Result<_>>()?;
        Ok((total.cast_unsigned(), entries))
    }
}

impl Write<'_> {
    /// Appends an entry to the audit table.
    pub(crate) fn record_change(
        &self,
        action: Action,
        subject: &str,
        detail: &[(&str, String)],
    ) -> Result<()> {
        let last = self
            .connection
            .prepare_cached("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
            .optional()?;
        let (id, previous) = last.unwrap_or((0, GENESIS));
        let detail: BTreeMap<&str, &str> = detail.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let mut entry = StoredEntry {
            id: id + 1,
            at: time::text(self.now),
            actor: self.actor.to_owned(),
            action: action.code().to_owned(),
            subject: subject.to_owned(),
            detail: serde_json::to_string(&detail)?,
            hash: GENESIS,
        };
        entry.hash = entry.chained(&previous);
        self.connection
            .prepare_cached(
                "INSERT INTO audit (id, at, actor, action, subject, detail, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                entry.id,
                entry.at,
                entry.actor,
                entry.action,
                entry.subject,
                entry.detail,
                entry.hash,
            ])?;
        Ok(())
    }
}
