//! What can go wrong with a workspace file, by what the caller can do about it.

use std::{io, path::PathBuf};

use assessment_models::{RegisterId, RoundId, UnitCode};
use rusqlite::{ErrorCode, ffi};

/// Why the store refused or failed. Whatever the variant, nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file: choose another.
    #[error("{} does not exist", .path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new workspace never replaces a file: choose another name.
    #[error("{} exists already", .path.display())]
    AlreadyExists {
        /// What stands there.
        path: PathBuf,
    },
    /// A folder, an empty file, another program's database or anything else.
    #[error("{} is not a workspace", .path.display())]
    NotAWorkspace {
        /// The file.
        path: PathBuf,
    },
    /// Written by a newer version of this program, which must be used to open it.
    #[error("the workspace has schema version {found}, and this program knows {supported} at most")]
    NewerVersion {
        /// Schema version of the file.
        found: u32,
        /// Highest schema version that this program knows.
        supported: u32,
    },
    /// The file or its folder cannot be written: copy it to where it can.
    #[error("the workspace cannot be written")]
    ReadOnly,
    /// Another program holds the file: close it there, or try again.
    #[error("the workspace is in use elsewhere")]
    Busy,
    /// No room left: free some and do it again.
    #[error("the disk is full")]
    DiskFull,
    /// The file is damaged: go back to a backup.
    #[error("the workspace is damaged")]
    Corrupt(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The medium failed.
    #[error("the file could not be read or written")]
    Io(#[source] io::Error),
    /// SQLite failed in a way that none of the others names.
    #[error("the database failed")]
    Sqlite(#[source] rusqlite::Error),
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// A number that is infinite or none at all cannot be kept.
    #[error("not a finite number")]
    NotFinite,
    /// The workspace holds no such framework version.
    #[error("the workspace holds no framework {id} {version}")]
    UnknownFramework {
        /// Framework id.
        id: String,
        /// Framework version.
        version: String,
    },
    /// The same framework version is there with other files: give the new one another version.
    #[error("framework {id} {version} is there with another content")]
    FrameworkDiffers {
        /// Framework id.
        id: String,
        /// Framework version.
        version: String,
    },
    /// There is no such round.
    #[error("there is no round {0}")]
    UnknownRound(RoundId),
    /// A round of this id is there already.
    #[error("round {0} exists already")]
    RoundExists(RoundId),
    /// There is no such unit.
    #[error("there is no unit {0}")]
    UnknownUnit(UnitCode),
    /// The unit takes no part in the round.
    #[error("unit {unit} takes no part in round {round}")]
    NotInRound {
        /// The unit.
        unit: UnitCode,
        /// The round.
        round: RoundId,
    },
    /// There is no such record.
    #[error("register {register} has no record {key}")]
    UnknownRecord {
        /// The register.
        register: RegisterId,
        /// The key.
        key: String,
    },
    /// There is no such finding.
    #[error("there is no finding {0}")]
    UnknownFinding(i64),
    /// A later round goes on with the finding: remove it there first.
    #[error("finding {0} is carried on by a later round")]
    FindingCarried(i64),
    /// There is no such set of weights.
    #[error("there are no weights {0}")]
    UnknownWeights(i64),
    /// A set of weights of this name is there already.
    #[error("there are weights {0} already")]
    WeightsExist(String),
    /// Something was collected from the unit, or other units belong to it: it stays.
    #[error("unit {0} is in use")]
    UnitInUse(UnitCode),
    /// There is no such evidence.
    #[error("there is no evidence {0}")]
    UnknownEvidence(i64),
    /// There is no such import batch.
    #[error("there is no batch {0}")]
    UnknownBatch(i64),
    /// The batch was taken back before.
    #[error("batch {0} was undone already")]
    AlreadyUndone(i64),
}

/// What the store's functions return.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _) = &error else {
            return match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..) => StoreError::Corrupt(Box::new(error)),
                other => StoreError::Sqlite(other),
            };
        };
        // Shared memory that cannot grow is a full disk, though SQLite calls it an I/O error.
        if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE {
            return StoreError::DiskFull;
        }
        match failure.code {
            ErrorCode::DiskFull => StoreError::DiskFull,
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed => StoreError::Busy,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                StoreError::Corrupt(Box::new(error))
            }
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => {
                StoreError::Io(io::Error::other(error))
            }
            ErrorCode::OperationInterrupted => StoreError::Cancelled,
            _ => StoreError::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    /// Only what the store itself wrote is read as JSON: what does not fit was damaged.
    fn from(error: serde_json::Error) -> Self {
        StoreError::Corrupt(Box::new(error))
    }
}

impl From<chrono::ParseError> for StoreError {
    /// As for JSON: dates in the file were written by the store.
    fn from(error: chrono::ParseError) -> Self {
        StoreError::Corrupt(Box::new(error))
    }
}

/// Maps a failure of the file system.
pub(crate) fn from_io(error: io::Error, path: &std::path::Path) -> StoreError {
    match error.kind() {
        io::ErrorKind::NotFound => StoreError::NotFound { path: path.into() },
        io::ErrorKind::AlreadyExists => StoreError::AlreadyExists { path: path.into() },
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
        _ => StoreError::Io(error),
    }
}
