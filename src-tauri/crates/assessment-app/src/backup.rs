//! Backup and restore: whole copies of a workspace file.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use assessment_store::Workspace;
use sha2::{Digest as _, Sha256};

use crate::{
    desk::Desk,
    failure::{Code, Failure},
    files::hex,
    progress::{Progress, Stage},
    wire::ReportFile,
};

/// Copies the workspace as it stands to a new file, which never replaces one.
///
/// # Errors
/// [`Code::AlreadyExists`], [`Code::NotFound`] where the folder does not exist, [`Code::ReadOnly`],
/// [`Code::DiskFull`], [`Code::Cancelled`].
pub fn backup(
    desk: &Desk,
    path: &Path,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<ReportFile, Failure> {
    let copied = desk
        .workspace
        .backup_told(path, &copying(on_progress, cancel));
    copied.map_err(|e| Failure::store(e, path))?;
    described(path).map_err(|e| Failure::io(path, e))
}

/// Tells how many pages are copied, and whether to go on.
fn copying(on_progress: &dyn Fn(Progress), cancel: &AtomicBool) -> impl Fn(usize, usize) -> bool {
    move |done, total| {
        on_progress(Progress::new(Stage::Copy, done, total));
        !cancel.load(Ordering::Relaxed)
    }
}

fn described(path: &Path) -> io::Result<ReportFile> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut part = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            break;
        }
        digest.update(&part[..read]);
        bytes += read as u64;
    }
    Ok(ReportFile {
        kind: "backup".to_owned(),
        path: path.display().to_string(),
        bytes,
        sha256: hex(&digest.finalize()),
    })
}

/// Makes a workspace at `path` of a backup, which stays as it is, and opens it. A backup that is damaged
/// is refused.
///
/// # Errors
/// As [`Desk::open`]; [`Code::DamagedWorkspace`] where checking the backup finds anything;
/// [`Code::AlreadyExists`], [`Code::ReadOnly`], [`Code::DiskFull`], [`Code::Cancelled`].
pub fn restore(
    backup: &Path,
    path: &Path,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<Desk, Failure> {
    let failed = |e| Failure::store(e, backup);
    let source = Workspace::open(backup).map_err(failed)?;
    let told = |done, total| on_progress(Progress::new(Stage::Check, done, total));
    if let Some(flaw) = source.check_told(cancel, &told).map_err(failed)?.first() {
        return Err(Failure::new(Code::DamagedWorkspace)
            .with("path", &backup.display())
            .with("detail", &crate::workspace::flaw(flaw).code));
    }
    source
        .backup_told(path, &copying(on_progress, cancel))
        .map_err(|e| Failure::store(e, path))?;
    Desk::open(path)
}
