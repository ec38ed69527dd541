//! Workspaces as documents: made, opened, shown; rounds; the audit trail; checking a file.

use std::{collections::BTreeMap, fs, path::Path, sync::atomic::AtomicBool};

use assessment_models::{
    Framework, Round, Text, UnitCode,
    framework::{BUILTIN, builtin_files},
};
use assessment_store::{Finding, FrameworkFiles, NewWorkspace, StoreError, Workspace};
use chrono::NaiveDate;

use crate::{
    demo::{self, DemoOptions},
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    progress::{Progress, Stage, go_on},
    recent::name_of,
    view,
    wire::{
        AuditPage, AuditQuery, AuditRow, CheckView, FrameworkView, ProblemView, RoundEdit,
        RoundView, WorkspaceView,
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

    fn stored(&self) -> FrameworkFiles {
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

/// Makes a workspace file with a framework and the units that it starts with.
///
/// # Errors
/// [`Code::AlreadyExists`], [`Code::NotFound`] where the folder does not exist, [`Code::ReadOnly`],
/// [`Code::DiskFull`].
pub fn create(
    path: &Path,
    name: Option<&str>,
    chosen: &ChosenFramework,
    synthetic: bool,
    stamp: Stamp<'_>,
) -> Result<Desk, Failure> {
    let file_name = name_of(path);
    let new = NewWorkspace {
        name: name.unwrap_or(&file_name),
        synthetic,
        framework: chosen.stored(),
        actor: stamp.actor,
        now: stamp.now,
    };
    let failed = |error: StoreError| match error {
        StoreError::ReadOnly => Failure::new(Code::ReadOnly).with("path", &path.display()),
        StoreError::NotFound { .. } => {
            let folder = path.parent().unwrap_or(path);
            Failure::new(Code::NotFound).with("path", &folder.display())
        }
        other => Failure::store(other, path),
    };
    let mut workspace = Workspace::create(path, &new).map_err(failed)?;
    workspace
        .write(stamp.actor, stamp.now, |write| {
            for unit in &chosen.framework.units {
                write.save_unit(unit)?;
            }
            Ok(())
        })
        .map_err(failed)?;
    Desk::over(workspace)
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
        return Desk::open(path);
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
        rounds: desk.rounds.iter().map(round_view).collect(),
        unit_count: u32::try_from(units).unwrap_or(u32::MAX),
    })
}

fn round_view(round: &Round) -> RoundView {
    RoundView {
        id: round.id.to_string(),
        name: (&round.name).into(),
        period_start: round.period_start.to_string(),
        period_end: round.period_end.to_string(),
        deadline: round.deadline.map(|day| day.to_string()),
    }
}

/// The framework of a round; without a round that of the latest.
///
/// # Errors
/// [`Code::NoSuchRound`].
pub fn framework(desk: &mut Desk, round: Option<&str>) -> Result<FrameworkView, Failure> {
    Ok(view::framework(&*desk.framework(round)?))
}

/// Adds a round in which every unit takes part.
///
/// # Errors
/// [`Code::RoundInvalid`], [`Code::RoundExists`], and what writing fails with.
pub fn add_round(
    desk: &mut Desk,
    edit: &RoundEdit,
    stamp: Stamp<'_>,
) -> Result<WorkspaceView, Failure> {
    let (framework, framework_version) = desk.current_framework()?;
    let round = round(edit, framework, framework_version)?;
    let units = desk.workspace.units().map_err(|e| desk.failed(e))?;
    let units: Vec<UnitCode> = units.into_iter().map(|u| u.code).collect();
    desk.write(stamp, |write| {
        write.add_round(&round)?;
        write.set_round_units(&round.id, &units)
    })?;
    desk.forget_read()?;
    view(desk)
}

fn round(edit: &RoundEdit, framework: String, framework_version: String) -> Result<Round, Failure> {
    let invalid = |field: &str| Failure::new(Code::RoundInvalid).with("field", field);
    let words = |text: &str, field: &str| {
        let text = text.trim();
        (!text.is_empty())
            .then(|| text.to_owned())
            .ok_or_else(|| invalid(field))
    };
    let day = |text: &str, field: &str| {
        NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| invalid(field))
    };
    let round = Round {
        id: words(&edit.id, "id")?.into(),
        name: Text::new(
            words(&edit.name_zh, "name_zh")?,
            words(&edit.name_en, "name_en")?,
        ),
        period_start: day(&edit.period_start, "period_start")?,
        period_end: day(&edit.period_end, "period_end")?,
        deadline: match edit.deadline.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(text) => Some(day(text, "deadline")?),
        },
        framework,
        framework_version,
    };
    if round.period_end < round.period_start {
        return Err(invalid("period_end"));
    }
    Ok(round)
}

/// A page of the audit trail, latest first.
///
/// # Errors
/// What reading fails with.
pub fn audit(desk: &Desk, query: &AuditQuery) -> Result<AuditPage, Failure> {
    let page = desk.workspace.audit(None, query.offset, query.limit);
    let (total, entries) = page.map_err(|e| desk.failed(e))?;
    let rows = entries.into_iter().map(|entry| AuditRow {
        id: entry.id,
        at: view::time(entry.at),
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        detail: serde_json::Value::from_iter(entry.detail).to_string(),
    });
    Ok(AuditPage {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        rows: rows.collect(),
    })
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
    on_progress(Progress::new(Stage::Check, 0, 1));
    let findings = desk.workspace.check().map_err(|e| desk.failed(e))?;
    go_on(cancel)?;
    let (entries, _) = desk
        .workspace
        .audit(None, 0, 0)
        .map_err(|e| desk.failed(e))?;
    let files = desk.workspace.evidence_files();
    let files = files.map_err(|e| desk.failed(e))?;
    on_progress(Progress::new(Stage::Check, 1, 1));
    Ok(CheckView {
        sound: findings.is_empty(),
        audit_entries: u32::try_from(entries).unwrap_or(u32::MAX),
        evidence_files: u32::try_from(files).unwrap_or(u32::MAX),
        problems: findings.iter().map(finding).collect(),
    })
}

/// What checking found, as a problem of the whole file.
fn finding(finding: &Finding) -> ProblemView {
    let (code, params): (_, Vec<(&str, String)>) = match finding {
        Finding::Damaged { message } => ("workspace_damaged", vec![("detail", message.clone())]),
        Finding::Dangling { table, parent, row } => (
            "workspace_dangling",
            vec![
                ("table", table.clone()),
                ("parent", parent.clone()),
                ("row", row.map(|r| r.to_string()).unwrap_or_default()),
            ],
        ),
        Finding::AuditBroken { entry } => {
            ("workspace_audit_broken", vec![("entry", entry.to_string())])
        }
        Finding::AuditCut { last, written } => (
            "workspace_audit_cut",
            vec![("last", last.to_string()), ("written", written.to_string())],
        ),
        Finding::EvidenceAltered { sha256 } => (
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
