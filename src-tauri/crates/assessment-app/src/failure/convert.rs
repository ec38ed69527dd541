//! What the other crates' errors mean to a person.

use std::{error::Error, io, path::Path};

use assessment_exchange::{Damage, Excess, ExchangeError, Foreign};
use assessment_models::{
    framework::{Fault, LoadError},
    scoring::ScoreError,
};
use assessment_reports::ReportError;
use assessment_store::StoreError;

use super::{Code, Failure};

/// The innermost cause, which says most.
fn root(error: &(dyn Error + 'static)) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

impl Failure {
    /// What the store says of the workspace at `path`.
    #[must_use]
    pub(crate) fn store(error: StoreError, path: &Path) -> Self {
        let at = |code: Code, path: &Path| Self::new(code).with("path", &path.display());
        let failure = match &error {
            StoreError::NotFound { path } => at(Code::NotFound, path),
            StoreError::AlreadyExists { path } => at(Code::AlreadyExists, path),
            StoreError::NotAWorkspace { path } => at(Code::NotAWorkspace, path),
            StoreError::NewerVersion { .. } => at(Code::NewerWorkspace, path),
            StoreError::ReadOnly => at(Code::WorkspaceReadOnly, path),
            StoreError::Busy => at(Code::WorkspaceBusy, path),
            StoreError::DiskFull => at(Code::DiskFull, path),
            StoreError::Corrupt(_) => {
                at(Code::DamagedWorkspace, path).with("detail", &root(&error))
            }
            StoreError::Io(cause) if cause.kind() == io::ErrorKind::PermissionDenied => {
                at(Code::PermissionDenied, path)
            }
            StoreError::Io(_) => at(Code::MediumFailed, path).with("detail", &root(&error)),
            StoreError::Sqlite(_) => at(Code::DatabaseFailed, path).with("detail", &root(&error)),
            StoreError::Cancelled => Self::new(Code::Cancelled),
            StoreError::NotFinite => Self::new(Code::ValueNotANumber),
            StoreError::UnknownFramework { id, version } => Self::new(Code::NoSuchFrameworkVersion)
                .with("id", id)
                .with("version", version),
            StoreError::FrameworkDiffers { id, version } => Self::new(Code::FrameworkDiffers)
                .with("id", id)
                .with("version", version),
            StoreError::UnknownRound(round) => Self::new(Code::NoSuchRound).with("round", round),
            StoreError::RoundExists(round) => Self::new(Code::RoundExists).with("round", round),
            StoreError::UnknownUnit(unit) => Self::new(Code::NoSuchUnit).with("unit", unit),
            StoreError::NotInRound { unit, round } => Self::new(Code::NotInRound)
                .with("unit", unit)
                .with("round", round),
            StoreError::UnknownRecord { key, .. } => Self::new(Code::NoSuchRow).with("key", key),
            StoreError::UnknownEvidence(id) => Self::new(Code::NoSuchEvidence).with("evidence", id),
            StoreError::UnknownFinding(id) => Self::new(Code::NoSuchFinding).with("finding", id),
            StoreError::FindingCarried(id) => Self::new(Code::FindingCarried).with("finding", id),
            StoreError::UnknownWeights(id) => Self::new(Code::NoSuchWeights).with("weights", id),
            StoreError::WeightsExist(name) => Self::new(Code::WeightsExist).with("name", name),
            StoreError::UnitInUse(unit) => Self::new(Code::UnitInUse).with("unit", unit),
            StoreError::UnknownBatch(id) => Self::new(Code::NoSuchBatch).with("batch", id),
            StoreError::AlreadyUndone(id) => Self::new(Code::BatchUndone).with("batch", id),
        };
        failure.caused_by(error)
    }

    /// Why there is no framework.
    #[must_use]
    pub(crate) fn load(error: LoadError) -> Self {
        let failure = match &error {
            LoadError::NoSuchFramework { id } => Self::new(Code::NoSuchFramework).with("id", id),
            LoadError::Faults(faults) => Self::new(Code::FrameworkInvalid)
                .with("count", &faults.len())
                .with("first", &faults.first().map(place).unwrap_or_default()),
        };
        failure.caused_by(error)
    }

    /// Why the chart called `name` is no picture, or a workbook no file.
    #[must_use]
    pub(crate) fn report(error: ReportError, name: &str) -> Self {
        let code = match &error {
            ReportError::Workbook(_) | ReportError::Snapshot(_) => Code::WorkbookNotWritten,
            ReportError::Drawing(_) | ReportError::PictureSize { .. } | ReportError::Picture(_) => {
                Code::ChartNotDrawn
            }
            ReportError::Logo => Code::BadPicture,
            ReportError::Cancelled => return Code::Cancelled.into(),
            ReportError::Setting { .. } | ReportError::Packing(_) => Code::DocumentNotWritten,
        };
        Self::new(code)
            .with("chart", name)
            .with("detail", &root(&error))
            .caused_by(error)
    }

    /// Why the file called `name` is refused as a whole.
    #[must_use]
    pub(crate) fn exchange(error: ExchangeError, name: &str) -> Self {
        let of = |code: Code| Self::new(code).with("file", name);
        let failure = match &error {
            ExchangeError::Empty => of(Code::FileEmpty),
            ExchangeError::Html => of(Code::FileIsHtml),
            ExchangeError::Encrypted => of(Code::FileEncrypted),
            ExchangeError::Xlsb => of(Code::FileIsXlsb),
            ExchangeError::XmlSpreadsheet => of(Code::FileIsXmlSpreadsheet),
            ExchangeError::Numbers => of(Code::FileIsNumbers),
            ExchangeError::Pdf => of(Code::FileIsPdf),
            ExchangeError::OldExcel => of(Code::FileIsOldExcel),
            ExchangeError::FlatOpenDocument => of(Code::FileIsFlatOds),
            ExchangeError::NotASpreadsheet(what) => of(foreign(*what)),
            ExchangeError::TooLarge {
                excess,
                found,
                limit,
            } => of(too_much(*excess))
                .with("found", found)
                .with("limit", limit),
            ExchangeError::Damaged {
                damage,
                part,
                detail,
            } => of(damaged(*damage))
                .with("part", part)
                .with("detail", detail),
            ExchangeError::XmlEntities => of(Code::FileXmlEntities),
            ExchangeError::PathOutside { part } => of(Code::FilePathOutside).with("part", part),
            ExchangeError::Stopped => Self::new(Code::Cancelled),
            ExchangeError::Encoding => of(Code::FileEncoding),
            ExchangeError::Mapping { detail } => {
                Self::new(Code::MappingInvalid).with("detail", detail)
            }
            ExchangeError::Write { detail } => {
                Self::new(Code::WorkbookNotWritten).with("detail", detail)
            }
            ExchangeError::Message => Self::new(Code::MessageIncomplete),
        };
        failure.caused_by(error)
    }
}

fn foreign(what: Foreign) -> Code {
    match what {
        Foreign::Document => Code::FileIsDocument,
        Foreign::Archive => Code::FileIsArchive,
        Foreign::Image => Code::FileIsImage,
        Foreign::Program => Code::FileIsProgram,
        Foreign::Database => Code::FileIsDatabase,
        Foreign::Xml => Code::FileIsXml,
        Foreign::Binary => Code::FileIsBinary,
    }
}

fn too_much(excess: Excess) -> Code {
    match excess {
        Excess::Entries => Code::FileTooManyEntries,
        Excess::Unpacked => Code::FileUnpacksTooLarge,
        Excess::Ratio => Code::FilePackedSuspiciously,
        Excess::Cells => Code::FileTooManyCells,
        Excess::RepeatedRows => Code::FileRowsRepeated,
        Excess::Nesting => Code::FileNestedTooDeep,
        Excess::LongText => Code::FileCellTooLong,
        Excess::Text => Code::FileTooMuchText,
        Excess::SharedTexts => Code::FileTooManyTexts,
    }
}

fn damaged(damage: Damage) -> Code {
    match damage {
        Damage::CutOff => Code::FileCutOff,
        Damage::Archive => Code::FileArchiveBroken,
        Damage::Compression => Code::FileCompressionBroken,
        Damage::Checksum => Code::FileChecksumWrong,
        Damage::PartMissing => Code::FilePartMissing,
        Damage::Xml => Code::FileXmlBroken,
        Damage::Characters => Code::FileCharactersBroken,
        Damage::Container => Code::FileContainerBroken,
        Damage::Records => Code::FileRecordsBroken,
        Damage::Reader => Code::FileDamaged,
    }
}

/// Where a fault of a framework is: file and line.
fn place(fault: &Fault) -> String {
    match fault.line {
        Some(line) => format!("{}:{line}", fault.file),
        None => fault.file.clone(),
    }
}

impl From<ScoreError> for Failure {
    fn from(error: ScoreError) -> Self {
        let failure = match &error {
            ScoreError::NotFinite { unit, indicator } => Self::new(Code::ScoreNotFinite)
                .with("unit", unit)
                .with("indicator", indicator),
            ScoreError::UnknownUnit { unit, .. } => Self::new(Code::NoSuchUnit).with("unit", unit),
            ScoreError::UnknownIndicator { indicator, .. } => {
                Self::new(Code::NoSuchIndicator).with("indicator", indicator)
            }
            ScoreError::UnknownPeerGroup { peer_group, .. } => {
                Self::new(Code::NoSuchPeerGroup).with("peer_group", peer_group)
            }
            ScoreError::UnknownAdjustment { unit, rule } => Self::new(Code::NoSuchRule)
                .with("unit", unit)
                .with("rule", rule),
            ScoreError::NonPositive { unit, group, child } => Self::new(Code::ScoreNotPositive)
                .with("unit", unit)
                .with("group", group)
                .with("child", child),
            // The store keeps one answer a cell and one unit a code; the loader proves scales and weights.
            ScoreError::DuplicateAnswer { .. }
            | ScoreError::DuplicateUnit { .. }
            | ScoreError::BrokenScale { .. }
            | ScoreError::BrokenWeights { .. } => Self::new(Code::FrameworkInvalid)
                .with("count", &1)
                .with("first", &error),
        };
        failure.caused_by(error)
    }
}
