//! Workspaces as documents: made, opened, shown; rounds; the audit trail; checking a file.

use std::{collections::BTreeMap, fs, path::Path, sync::atomic::AtomicBool};

use assessment_models::{
    Framework,
    framework::{BUILTIN, builtin_files},
};
use assessment_store::{
    AuditEntry, AuditFilter, Flaw, FrameworkFiles, NewWorkspace, StoreError, Unfinished, Workspace,
};

use crate::{
    demo::{self, DemoOptions},
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    files,
    progress::{Progress, Stage},
    recent::name_of,
    rounds, view,
    wire::{
        AuditPage, AuditQuery, AuditRow, CheckView, FrameworkView, ProblemView, ReportFile,
        RoundEdit, WorkspaceView,
    },
};

/// The framework that a new workspace gets, checked, with its files.
#[derive(Debug, Clone)]
pub struct ChosenFramework {
    /// The framework.
    pub framework: Framework,
    /// Its files by name.
    pub files: BTreeMap<String, String>,
}

impl ChosenFramework {
    /// The framework that ships first with the program.
    ///
    /// # Errors
    /// [`Code::FrameworkInvalid`], which the program's own tests rule out.
    pub fn standard() -> Result<Self, Failure> {
        Self::named(BUILTIN.first().copied().unwrap_or_default())
    }

    /// A built-in framework by its id, or the files of a folder.
    ///
    /// # Errors
    /// [`Code::NoSuchFramework`] where it is neither, [`Code::FrameworkInvalid`], and what reading the
    /// folder fails with.
    pub fn named(id_or_folder: &str) -> Result<Self, Failure> {
        let folder = Path::new(id_or_folder);
        let files = match builtin_files(id_or_folder) {
            Some(files) => files,
            None if folder.is_dir() => read_folder(folder)?,
            None => {
                return Err(Failure::new(Code::NoSuchFramework).with("id", id_or_folder));
            }
        };
        Self::checked(files)
    }

    /// A framework from its files.
    ///
    /// # Errors
    /// [`Code::FrameworkInvalid`].
    pub fn checked(files: BTreeMap<String, String>) -> Result<Self, Failure> {
        let framework = Framework::load(&files).map_err(Failure::load)?;
        Ok(Self { framework, files })
    }

    pub(crate) fn stored(&self) -> FrameworkFiles {
        FrameworkFiles {
            id: self.framework.id.clone(),
            version: self.framework.version.clone(),
            digest: self.framework.digest.clone(),
            files: self.files.clone(),
        }
    }
}

/// Files of a framework's folder, by name.
fn read_folder(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut files = BTreeMap::new();
    let entries = fs::read_dir(folder).map_err(|e| Failure::io(folder, e))?;
    for entry in entries {
        let path = entry.map_err(|e| Failure::io(folder, e))?.path();
        let data = path.extension().is_some_and(|e| e == "toml" || e == "csv");
        if let (true, Some(name)) = (data, path.file_name()) {
            let text = fs::read_to_string(&path).map_err(|e| Failure::io(&path, e))?;
            files.insert(name.to_string_lossy().into_owned(), text);
        }
    }
    Ok(files)
}

/// Makes a workspace file with a framework and the units that it starts with: whole, or not at all.
///
/// # Errors
/// [`Code::AlreadyExists`], [`Code::NotFound`] where the folder does not exist, [`Code::ReadOnly`],
/// [`Code::DiskFull`]; with a first round what [`rounds::add`] fails with.
pub fn create(
    path: &Path,
    name: Option<&str>,
    chosen: &ChosenFramework,
    first_round: Option<&RoundEdit>,
    stamp: Stamp<'_>,
) -> Result<Desk, Failure> {
    let mut making = Making::begin(path, name, chosen, false, stamp)?;
    if let Some(round) = first_round {
        rounds::add(&mut making.desk, round, stamp)?;
    }
    making.finish()
}

/// A workspace that is being made beside its place; dropped before it is finished, nothing is left of it.
#[derive(Debug)]
pub(crate) struct Making {
    /// The workspace so far; its file is closed before what stands below takes it away.
    pub(crate) desk: Desk,
    unfinished: Unfinished,
}

impl Making {
    /// Begins a workspace with a framework and the units that it starts with.
    ///
    /// # Errors
    /// As [`create`].
    pub(crate) fn begin(
        path: &Path,
        name: Option<&str>,
        chosen: &ChosenFramework,
        synthetic: bool,
        stamp: Stamp<'_>,
    ) -> Result<Self, Failure> {
        let file_name = name_of(path);
        let new = NewWorkspace {
            name: name.unwrap_or(&file_name),
            synthetic,
            framework: chosen.stored(),
            actor: stamp.actor,
            now: stamp.now,
        };
        let failed = |error| making_failed(error, path);
        let (mut workspace, unfinished) = Workspace::begin(path, &new).map_err(failed)?;
        workspace
            .write(stamp.actor, stamp.now, |write| {
                for unit in &chosen.framework.units {
                    write.save_unit(unit)?;
                }
                Ok(())
            })
            .map_err(failed)?;
        Ok(Self {
            desk: Desk::over(workspace)?,
            unfinished,
        })
    }

    /// Lets the workspace take its place.
    ///
    /// # Errors
    /// [`Code::AlreadyExists`] where something was put there meanwhile, and what writing fails with.
    pub(crate) fn finish(self) -> Result<Desk, Failure> {
        let Self { desk, unfinished } = self;
        let place = desk.path().to_owned();
        let made = unfinished.finish(desk.workspace);
        Desk::over(made.map_err(|e| making_failed(e, &place))?)
    }
}

/// What keeps a workspace from being made at `path`.
fn making_failed(error: StoreError, path: &Path) -> Failure {
    match error {
        StoreError::ReadOnly => Failure::new(Code::ReadOnly).with("path", &path.display()),
        StoreError::NotFound { .. } => {
            let folder = path.parent().unwrap_or(path);
            Failure::new(Code::NotFound).with("path", &folder.display())
        }
        other => Failure::store(other, path),
    }
}

/// Opens the demonstration province; it is made first where it is not there.
///
/// # Errors
/// As [`Desk::open`] and [`demo::create`].
pub fn demonstration(
    path: &Path,
    stamp: Stamp<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<Desk, Failure> {
    if path.is_file() {
        return Desk::open_to_write(path, stamp);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| Failure::io(folder, e))?;
    }
    let chosen = ChosenFramework::standard()?;
    demo::create(
        path,
        &chosen,
        DemoOptions::default(),
        stamp,
        on_progress,
        cancel,
    )
}

/// The open workspace as the window shows it.
///
/// # Errors
/// What reading fails with.
pub fn view(desk: &Desk) -> Result<WorkspaceView, Failure> {
    let (framework_id, framework_version) = desk.current_framework()?;
    let units = desk.workspace.unit_count().map_err(|e| desk.failed(e))?;
    Ok(WorkspaceView {
        path: desk.path().display().to_string(),
        name: desk.meta.name.clone(),
        synthetic: desk.meta.synthetic,
        read_only: desk.workspace.read_only(),
        framework_id,
        framework_version,
        rounds: rounds::rounds(desk),
        unit_count: u32::try_from(units).unwrap_or(u32::MAX),
    })
}

/// The framework of a round; without a round that of the latest.
///
/// # Errors
/// [`Code::NoSuchRound`].
pub fn framework(desk: &mut Desk, round: Option<&str>) -> Result<FrameworkView, Failure> {
    Ok(view::framework(&*desk.framework(round)?))
}

/// A page of the audit trail, latest first.
///
/// # Errors
/// What reading fails with.
pub fn audit(desk: &Desk, query: &AuditQuery) -> Result<AuditPage, Failure> {
    let page = (desk.workspace).audit_page(&filter(query), query.offset, query.limit);
    let (total, entries) = page.map_err(|e| desk.failed(e))?;
    Ok(AuditPage {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        actions: desk.workspace.audit_actions().map_err(|e| desk.failed(e))?,
        rows: entries.into_iter().map(audit_row).collect(),
    })
}

fn filter(query: &AuditQuery) -> AuditFilter {
    AuditFilter {
        text: query.text.trim().to_owned(),
        action: query.action.clone(),
        from: query.from.clone(),
        to: query.to.clone(),
    }
}

fn audit_row(entry: AuditEntry) -> AuditRow {
    AuditRow {
        id: entry.id,
        at: view::time(entry.at),
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        detail: serde_json::Value::from_iter(entry.detail).to_string(),
    }
}

/// Writes the part of the audit trail that a query asks for as a csv that spreadsheet programs open, oldest
/// first, each entry with its hash.
///
/// # Errors
/// What reading fails with, and what the system says of the file.
pub fn export_audit(desk: &Desk, query: &AuditQuery, path: &Path) -> Result<ReportFile, Failure> {
    let (_, entries) = desk
        .workspace
        .audit_page(&filter(query), 0, u32::MAX)
        .map_err(|e| desk.failed(e))?;
    // Spreadsheet programs take a csv for UTF-8 only where it begins with this mark.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let failed = |e: csv::Error| Failure::io(path, e.into());
    writer
        .write_record(["id", "at", "actor", "action", "subject", "detail", "sha256"])
        .map_err(failed)?;
    for entry in entries.into_iter().rev() {
        let hash: String = entry.hash.iter().map(|b| format!("{b:02x}")).collect();
        let row = audit_row(entry);
        let cells = [
            row.id.to_string(),
            row.at,
            row.actor,
            row.action,
            row.subject,
            row.detail,
            hash,
        ];
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|e| Failure::io(path, e.into_error()))?;
    files::report("audit", path, &bytes)
}

/// Checks the file, its audit chain and the checksums of its evidence.
///
/// # Errors
/// [`Code::DamagedWorkspace`] where it cannot even be checked, [`Code::Cancelled`].
pub fn check(
    desk: &Desk,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<CheckView, Failure> {
    let told = |done, total| on_progress(Progress::new(Stage::Check, done, total));
    let flaws = desk.workspace.check_told(cancel, &told);
    let flaws = flaws.map_err(|e| desk.failed(e))?;
    let (entries, _) = desk
        .workspace
        .audit(None, 0, 0)
        .map_err(|e| desk.failed(e))?;
    let files = desk.workspace.evidence_files();
    let files = files.map_err(|e| desk.failed(e))?;
    Ok(CheckView {
        sound: flaws.is_empty(),
        audit_entries: u32::try_from(entries).unwrap_or(u32::MAX),
        evidence_files: u32::try_from(files).unwrap_or(u32::MAX),
        problems: flaws.iter().map(flaw).collect(),
    })
}

/// What checking found, as a problem of the whole file.
pub(crate) fn flaw(flaw: &Flaw) -> ProblemView {
    let (code, params): (_, Vec<(&str, String)>) = match flaw {
        Flaw::Damaged { message } => ("workspace_damaged", vec![("detail", message.clone())]),
        Flaw::Dangling { table, parent, row } => (
            "workspace_dangling",
            vec![
                ("table", table.clone()),
                ("parent", parent.clone()),
                ("row", row.map(|r| r.to_string()).unwrap_or_default()),
            ],
        ),
        Flaw::AuditBroken { entry } => {
            ("workspace_audit_broken", vec![("entry", entry.to_string())])
        }
        Flaw::AuditCut { last, written } => (
            "workspace_audit_cut",
            vec![("last", last.to_string()), ("written", written.to_string())],
        ),
        Flaw::EvidenceAltered { sha256 } => (
            "workspace_evidence_altered",
            vec![("sha256", sha256.clone())],
        ),
    };
    ProblemView {
        severity: "error".to_owned(),
        sheet: String::new(),
        cell: None,
        code: code.to_owned(),
        params: params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    }
}
