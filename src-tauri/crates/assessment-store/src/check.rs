//! Whether a workspace is whole: the file, its references, the audit chain, the evidence.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use rusqlite::OptionalExtension;
use sha2::{Digest, Sha256};

use crate::{
    Result, StoreError,
    audit::{GENESIS, StoredEntry},
    reader::Reader,
};

/// Between two looks at whether a long statement is to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Something wrong in a workspace file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// SQLite's own check found the file damaged.
    Damaged {
        /// What it says, in English.
        message: String,
    },
    /// A row refers to one that is not there.
    Dangling {
        /// The row's table.
        table: String,
        /// The table that it refers to.
        parent: String,
        /// Its row number, where the table has such.
        row: Option<i64>,
    },
    /// An audit entry is not what was written, or an entry before it is missing.
    AuditBroken {
        /// The first entry that does not fit.
        entry: i64,
    },
    /// Entries at the end of the audit table are missing.
    AuditCut {
        /// The last entry that is there; 0 where none is.
        last: i64,
        /// The last one that was written.
        written: i64,
    },
    /// An evidence file's content does not have its checksum.
    EvidenceAltered {
        /// SHA-256 that it had when it was added, lower-case hex.
        sha256: String,
    },
}

/// Tells the watcher of a piece of work that it has come to its end.
struct Ended<'d>(&'d AtomicBool, thread::Thread);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        self.1.unpark();
    }
}

impl Reader {
    /// Everything that is wrong with the file; empty where all is well.
    ///
    /// # Errors
    /// [`crate::StoreError::Corrupt`] where the file is so damaged that it cannot even be checked,
    /// [`crate::StoreError::Io`].
    pub fn check(&self) -> Result<Vec<Flaw>> {
        self.check_told(&AtomicBool::new(false), &|_, _| ())
    }

    /// [`Reader::check`], which tells how much of how much it has been through (the file, its references, each
    /// entry of the audit, each evidence file), and stops when `stop` is set.
    ///
    /// # Errors
    /// As [`Reader::check`]; [`StoreError::Cancelled`].
    pub fn check_told(&self, stop: &AtomicBool, told: &dyn Fn(usize, usize)) -> Result<Vec<Flaw>> {
        let entries = self.count("SELECT count(*) FROM audit", [])?;
        let total = 2 + entries + self.count("SELECT count(*) FROM evidence_file", [])?;
        let go_on = |done: usize| {
            told(done, total);
            if stop.load(Ordering::Relaxed) {
                Err(StoreError::Cancelled)
            } else {
                Ok(())
            }
        };
        go_on(0)?;
        let mut flaws = self.stoppable(stop, || self.damage())?;
        go_on(1)?;
        flaws.extend(self.stoppable(stop, || self.dangling())?);
        flaws.extend(self.audit_breaks(&|done| go_on(2 + done))?);
        flaws.extend(self.altered_evidence(&|done| go_on(2 + entries + done))?);
        told(total, total);
        Ok(flaws)
    }

    /// Does work of which a statement may take long, and interrupts that when `stop` is set.
    fn stoppable<T>(&self, stop: &AtomicBool, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let handle = self.connection.get_interrupt_handle();
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            let watcher = scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    if stop.load(Ordering::Relaxed) {
                        handle.interrupt();
                    }
                    thread::park_timeout(LOOK);
                }
            });
            // Also where the work panics, or the watcher would wait for ever.
            let _ended = Ended(&done, watcher.thread().clone());
            work()
        })
    }

    fn damage(&self) -> Result<Vec<Flaw>> {
        let messages = self
            .connection
            .prepare("PRAGMA integrity_check")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<String>, _>>()?;
        Ok(messages
            .into_iter()
            .filter(|message| message != "ok")
            .map(|message| Flaw::Damaged { message })
            .collect())
    }

    fn dangling(&self) -> Result<Vec<Flaw>> {
        let mut flaws = self
            .connection
            .prepare("PRAGMA foreign_key_check")?
            .query_map([], |row| {
                Ok(Flaw::Dangling {
                    table: row.get(0)?,
                    row: row.get(1)?,
                    parent: row.get(2)?,
                })
            })?
            .collect::<Result<Vec<_>, _>>()?;
        // What foreign keys would say of `observation`, which has none.
        for (parent, missing) in [
            ("form", "id >> 16 NOT IN (SELECT id FROM form)"),
            ("indicator", "id & 65535 NOT IN (SELECT id FROM indicator)"),
            (
                "batch",
                "batch IS NOT NULL AND batch NOT IN (SELECT id FROM batch)",
            ),
        ] {
            let first: Option<i64> = self
                .connection
                .prepare(&format!(
                    "SELECT id FROM observation WHERE {missing} LIMIT 1"
                ))?
                .query_row([], |row| row.get(0))
                .optional()?;
            flaws.extend(first.map(|row| Flaw::Dangling {
                table: "observation".to_owned(),
                parent: parent.to_owned(),
                row: Some(row),
            }));
        }
        Ok(flaws)
    }

    fn audit_breaks(&self, go_on: &dyn Fn(usize) -> Result<()>) -> Result<Option<Flaw>> {
        let mut previous = GENESIS;
        let mut last = 0;
        let mut statement = self.connection.prepare(&format!(
            "SELECT {} FROM audit ORDER BY id",
            StoredEntry::COLUMNS
        ))?;
        for (at, entry) in statement.query_map([], StoredEntry::from_row)?.enumerate() {
            if at % 1024 == 0 {
                go_on(at)?;
            }
            let entry = entry?;
            if entry.id != last + 1 || entry.hash != entry.chained(&previous) {
                return Ok(Some(Flaw::AuditBroken { entry: entry.id }));
            }
            previous = entry.hash;
            last = entry.id;
        }
        // AUTOINCREMENT remembers the highest number that was ever given.
        let written: Option<i64> = self
            .connection
            .prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let written = written.unwrap_or(0);
        Ok((written != last).then_some(Flaw::AuditCut { last, written }))
    }

    fn altered_evidence(&self, go_on: &dyn Fn(usize) -> Result<()>) -> Result<Vec<Flaw>> {
        let mut flaws = Vec::new();
        let mut done = 0;
        let mut statement = self
            .connection
            .prepare("SELECT sha256, lower(hex(sha256)), content FROM evidence_file ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            go_on(done)?;
            done += 1;
            let digest: [u8; 32] = row.get(0)?;
            let content = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
            if <[u8; 32]>::from(Sha256::digest(content)) != digest {
                flaws.push(Flaw::EvidenceAltered {
                    sha256: row.get(1)?,
                });
            }
        }
        Ok(flaws)
    }
}
