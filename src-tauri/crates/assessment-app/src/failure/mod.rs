//! Why something could not be done, as a code with parameters. Words live in the locale files.

mod convert;
pub(crate) mod reason;

use std::{borrow::Cow, collections::BTreeMap, error::Error, fmt, io, path::Path};

use crate::wire::FailureView;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What went wrong: only codes that some use case gives. Each has its sentence and its hint in the
        /// locale files (`errors.<code>`, `errors.<code>_hint`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name),+
        }

        impl Code {
            /// All codes, in the order of this list.
            pub const ALL: &[Code] = &[$(Code::$name),+];

            /// The code as scripts and locale files know it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$name => $code),+
                }
            }
        }
    };
}

codes! {
    /// No file or folder at `path`.
    NotFound = "not_found",
    /// `path` is a folder where a file is needed.
    IsDirectory = "is_directory",
    /// `path` is a file where a folder is needed.
    NotAFolder = "not_a_folder",
    /// `path` is a workspace, which nothing else may replace.
    IsWorkspace = "is_workspace",
    /// The system does not let the program read or write `path`.
    PermissionDenied = "permission_denied",
    /// `path` lies where nothing can be written.
    ReadOnly = "read_only",
    /// No room is left where `path` lies.
    DiskFull = "disk_full",
    /// There is already something at `path`.
    AlreadyExists = "already_exists",
    /// Reading or writing `path` failed in the medium; `detail` is what the system says.
    MediumFailed = "medium_failed",

    /// `path` is no workspace of this program.
    NotAWorkspace = "not_a_workspace",
    /// `path` was written by a newer program.
    NewerWorkspace = "newer_workspace",
    /// The file at `path` is damaged; `detail` is what the store says.
    DamagedWorkspace = "damaged_workspace",
    /// The database in `path` failed: `detail`.
    DatabaseFailed = "database_failed",
    /// Another program holds `path`.
    WorkspaceBusy = "workspace_busy",
    /// The workspace was opened from a place that cannot be written.
    WorkspaceReadOnly = "workspace_read_only",
    /// No workspace is open.
    NoWorkspace = "no_workspace",
    /// Another workspace was opened while something was done with the one before.
    AnotherWorkspace = "another_workspace",

    /// No built-in framework `id`, and no folder of that name.
    NoSuchFramework = "no_such_framework",
    /// The workspace has no framework `id` in version `version`.
    NoSuchFrameworkVersion = "no_such_framework_version",
    /// The demonstration is written for framework `wanted`, not for `framework`.
    DemoOfFramework = "demo_of_framework",
    /// Framework `id` is there in version `version` with another content.
    FrameworkDiffers = "framework_differs",
    /// The framework has `count` faults, the first of them at `first`, a file and line.
    FrameworkInvalid = "framework_invalid",

    /// The workspace has no round `round`.
    NoSuchRound = "no_such_round",
    /// There is already a round `round`.
    RoundExists = "round_exists",
    /// No round is there yet.
    NoRound = "no_round",
    /// A round needs an id, a name in both languages, and a first day not after its last; `field` is not so.
    RoundInvalid = "round_invalid",
    /// The workspace has no unit `unit`.
    NoSuchUnit = "no_such_unit",
    /// Unit `unit` takes no part in round `round`.
    NotInRound = "not_in_round",
    /// The framework has no indicator `indicator`.
    NoSuchIndicator = "no_such_indicator",
    /// The framework has no peer group `peer_group`.
    NoSuchPeerGroup = "no_such_peer_group",
    /// The framework has no rule `rule`, by which unit `unit` has an adjustment.
    NoSuchRule = "no_such_rule",
    /// `child` of unit `unit` scores 0, so `group` has no geometric or harmonic mean.
    ScoreNotPositive = "score_not_positive",
    /// What is computed or entered for `indicator` of unit `unit` is beyond the range of numbers.
    ScoreNotFinite = "score_not_finite",
    /// The register has no incident `key`.
    NoSuchIncident = "no_such_incident",
    /// There is already an incident `key`.
    IncidentExists = "incident_exists",
    /// The register has no row `key`.
    NoSuchRow = "no_such_row",
    /// The register has a row `key` already.
    RowExists = "row_exists",
    /// There is no finding `finding`.
    NoSuchFinding = "no_such_finding",
    /// Finding `finding` is carried on by a later round.
    FindingCarried = "finding_carried",
    /// There is no set of weights `weights`.
    NoSuchWeights = "no_such_weights",
    /// Shares within group `value` cannot sum to 1.
    WeightsDoNotSum = "weights_do_not_sum",
    /// There is a set of weights `name` already.
    WeightsExist = "weights_exist",
    /// Something was collected from unit `unit`, or other units belong to it.
    UnitInUse = "unit_in_use",
    /// There is no evidence file `evidence`.
    NoSuchEvidence = "no_such_evidence",
    /// There is no import batch `batch`.
    NoSuchBatch = "no_such_batch",
    /// Batch `batch` was taken back before.
    BatchUndone = "batch_undone",
    /// The inspected file is no longer held.
    NoSuchDraft = "no_such_draft",
    /// No spreadsheet lies in the folder `path`.
    FolderWithoutFiles = "folder_without_files",
    /// More than `most` files lie in the folder `path`.
    FolderTooLarge = "folder_too_large",
    /// A folder's import ended after `written` of its files had gone in, as batches `batches`.
    FolderStopped = "folder_stopped",

    /// Indicator `indicator` is not asked of unit `unit`.
    IndicatorNotAsked = "indicator_not_asked",
    /// `value` is none of the options of indicator `indicator`.
    ValueNotAnOption = "value_not_an_option",
    /// `value` is below `min` or above `max`.
    ValueOutOfRange = "value_out_of_range",
    /// A value is not a finite number.
    ValueNotANumber = "value_not_a_number",
    /// Indicator `indicator` always applies.
    AlwaysApplies = "always_applies",

    /// Field `field` must be filled in.
    FieldRequired = "field_required",
    /// `value` cannot stand in field `field`.
    FieldInvalid = "field_invalid",
    /// The register has no field `field`.
    NoSuchField = "no_such_field",
    /// The framework has no register `register`.
    NoSuchRegister = "no_such_register",

    /// `value` is none of the values that `name` may have.
    BadArgument = "bad_argument",
    /// The number `value` of `name` is below `min` or above `max`.
    NumberNotAllowed = "number_not_allowed",
    /// The mapping file cannot be used: `detail`.
    MappingInvalid = "mapping_invalid",
    /// No table in `file` was recognised.
    NothingRecognised = "nothing_recognised",
    /// Nothing in `file` is for a round, and none was chosen.
    RoundNeeded = "round_needed",

    /// `path` is neither a file nor a folder but a device, pipe or the like.
    NotAFile = "not_a_file",
    /// `path` has more than `megabytes` megabytes.
    FileTooLarge = "file_too_large",
    /// `file` holds nothing.
    FileEmpty = "file_empty",
    /// `file` is a web page under a spreadsheet's name.
    FileIsHtml = "file_is_html",
    /// `file` is protected by a password.
    FileEncrypted = "file_encrypted",
    /// `file` is a binary workbook.
    FileIsXlsb = "file_is_xlsb",
    /// `file` is an XML spreadsheet.
    FileIsXmlSpreadsheet = "file_is_xml_spreadsheet",
    /// `file` is an Apple Numbers document.
    FileIsNumbers = "file_is_numbers",
    /// `file` is a PDF.
    FileIsPdf = "file_is_pdf",
    /// `file` was written by Excel 95 or older.
    FileIsOldExcel = "file_is_old_excel",
    /// `file` is OpenDocument in one XML file.
    FileIsFlatOds = "file_is_flat_ods",
    /// `file` is a text document or slides.
    FileIsDocument = "file_is_document",
    /// `file` holds packed files.
    FileIsArchive = "file_is_archive",
    /// `file` is a picture.
    FileIsImage = "file_is_image",
    /// `file` is a program.
    FileIsProgram = "file_is_program",
    /// `file` is a database.
    FileIsDatabase = "file_is_database",
    /// `file` is XML that is no spreadsheet.
    FileIsXml = "file_is_xml",
    /// `file` is neither text nor anything that is known.
    FileIsBinary = "file_is_binary",
    /// The zip `file` has `found` entries, more than `limit`.
    FileTooManyEntries = "file_too_many_entries",
    /// `file` unpacks to `found` bytes, more than `limit`.
    FileUnpacksTooLarge = "file_unpacks_too_large",
    /// A part of `file` unpacks to `found` times its size, more than `limit`.
    FilePackedSuspiciously = "file_packed_suspiciously",
    /// `file` has `found` cells, more than `limit`.
    FileTooManyCells = "file_too_many_cells",
    /// `file` repeats one filled row `found` times, more than `limit`.
    FileRowsRepeated = "file_rows_repeated",
    /// In `file`, `found` elements lie in each other, more than `limit`.
    FileNestedTooDeep = "file_nested_too_deep",
    /// A cell or element of `file` has `found` bytes or more, above `limit`.
    FileCellTooLong = "file_cell_too_long",
    /// The texts of `file` have `found` bytes, more than `limit`.
    FileTooMuchText = "file_too_much_text",
    /// `file` has `found` shared texts, more than `limit`.
    FileTooManyTexts = "file_too_many_texts",
    /// `file` is broken in a way that its reader does not name.
    FileDamaged = "file_damaged",
    /// The end of `file` is missing; `detail` is what the reader says.
    FileCutOff = "file_cut_off",
    /// The zip directory of `file` is not in order, `part` where it is one entry; `detail` is what the reader says.
    FileArchiveBroken = "file_archive_broken",
    /// `part` of `file` cannot be unpacked; `detail` is what the reader says.
    FileCompressionBroken = "file_compression_broken",
    /// `part` of `file` does not fit its checksum.
    FileChecksumWrong = "file_checksum_wrong",
    /// `part` of `file` is not there.
    FilePartMissing = "file_part_missing",
    /// The XML of `part` in `file` is not well-formed; `detail` begins with the byte.
    FileXmlBroken = "file_xml_broken",
    /// `part` of `file` holds bytes that are no characters; `detail` begins with the byte.
    FileCharactersBroken = "file_characters_broken",
    /// The compound file `file` contradicts itself; `detail` is what the reader says.
    FileContainerBroken = "file_container_broken",
    /// `part` of `file` has other records than a workbook; `detail` says which.
    FileRecordsBroken = "file_records_broken",
    /// The XML of `file` defines entities.
    FileXmlEntities = "file_xml_entities",
    /// `part` is named as if it stood outside of `file`.
    FilePathOutside = "file_path_outside",
    /// The characters of `file` cannot be read.
    FileEncoding = "file_encoding",
    /// A workbook could not be made; `detail` is what the writer says.
    WorkbookNotWritten = "workbook_not_written",
    /// Chart `chart` could not be made into a picture; `detail` is what the drawer says.
    ChartNotDrawn = "chart_not_drawn",
    /// A document could not be set; `detail` is what the setter says.
    DocumentNotWritten = "document_not_written",
    /// No document has been laid out to be looked at.
    NoDocument = "no_document",
    /// File `file` of the evidence is of a kind that could act when it is opened.
    EvidenceNotOpened = "evidence_not_opened",
    /// A finding can be closed only with a file that shows that it is mended.
    CloseWithoutEvidence = "close_without_evidence",
    /// An incident can be closed only when field `field` is filled in.
    IncidentNotEnded = "incident_not_ended",
    /// An incident can be closed only with a file that shows how it ended.
    IncidentWithoutEvidence = "incident_without_evidence",
    /// No briefing of the round is kept in this language.
    NothingKept = "nothing_kept",
    /// What stands at `path` is no picture that documents can hold.
    BadPicture = "bad_picture",
    /// The template at `path` has `count` faults: `faults`.
    BadTemplate = "bad_template",
    /// The process that reads files could not be started.
    ParseNotStarted = "parse_not_started",
    /// Reading `file` ended unexpectedly.
    ParseCrashed = "parse_crashed",
    /// Reading `file` took more than `seconds` seconds.
    ParseTimeout = "parse_timeout",
    /// Reading `file` took more than `megabytes` megabytes of memory.
    ParseOutOfMemory = "parse_out_of_memory",
    /// What was read from `file` is more than can be taken at once.
    ParseAnswerTooLarge = "parse_answer_too_large",

    /// What another process of the program said is incomplete.
    MessageIncomplete = "message_incomplete",
    /// The program itself failed at a task: `detail`.
    Interrupted = "interrupted",
    /// The answer could not be written to standard output; `detail` is what the system says. What was
    /// asked is done all the same.
    AnswerNotWritten = "answer_not_written",
    /// A composite index cannot be computed; `reason` names what is at fault.
    IndexRefused = "index_refused",
    /// A composite index was asked for in a way that cannot be; `reason` says why.
    IndexMisused = "index_misused",
    /// A sample that was given cannot be used: `reason`.
    SampleRefused = "sample_refused",
    /// Weights cannot be found; `reason` names what is at fault.
    WeightsRefused = "weights_refused",
    /// An analysis cannot be done; `reason` says why.
    AnalysisRefused = "analysis_refused",
    /// An analysis was asked for in a way that cannot be; `reason` says why.
    AnalysisMisused = "analysis_misused",
    /// Task was stopped by a person; nothing was changed.
    Cancelled = "cancelled",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a use case could not be done. Nothing was changed by it.
#[derive(Debug, thiserror::Error)]
#[error("{code}")]
pub struct Failure {
    /// What went wrong.
    pub code: Code,
    /// What its sentence needs.
    pub params: BTreeMap<Cow<'static, str>, String>,
    /// What it came from.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// A failure without parameters.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
            source: None,
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &(impl fmt::Display + ?Sized)) -> Self {
        self.params.insert(name.into(), value.to_string());
        self
    }

    /// The same with what it came from.
    #[must_use]
    pub fn caused_by(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// A number that lies outside what is allowed.
    #[must_use]
    pub fn number(name: &str, value: usize, (min, max): (usize, usize)) -> Self {
        Self::new(Code::NumberNotAllowed)
            .with("name", name)
            .with("value", &value)
            .with("min", &min)
            .with("max", &max)
    }

    /// What the system says of reading or writing `path`.
    #[must_use]
    pub fn io(path: &Path, error: io::Error) -> Self {
        let code = match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Code::NotFound,
            io::ErrorKind::PermissionDenied => Code::PermissionDenied,
            io::ErrorKind::AlreadyExists => Code::AlreadyExists,
            io::ErrorKind::IsADirectory => Code::IsDirectory,
            io::ErrorKind::ReadOnlyFilesystem => Code::ReadOnly,
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Code::DiskFull,
            _ => Code::MediumFailed,
        };
        let failure = Self::new(code).with("path", &path.display());
        if code == Code::MediumFailed {
            failure.with("detail", &error).caused_by(error)
        } else {
            failure.caused_by(error)
        }
    }

    /// A task that ended without an answer.
    #[must_use]
    pub fn interrupted(error: impl Error + Send + Sync + 'static) -> Self {
        Self::new(Code::Interrupted)
            .with("detail", &error)
            .caused_by(error)
    }

    /// As the window and scripts get it.
    #[must_use]
    pub fn view(&self) -> FailureView {
        FailureView {
            code: self.code.as_str().to_owned(),
            params: self
                .params
                .iter()
                .map(|(name, value)| (name.to_string(), value.clone()))
                .collect(),
        }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
