//! Files that are there whole or not at all.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};
use tempfile::TempPath;

use crate::{
    failure::{Code, Failure},
    wire::ReportFile,
};

/// Writes a file beside its place first and then moves it there, so that nobody ever meets half of it.
/// What stood there is replaced, unless it is a workspace.
///
/// # Errors
/// [`Code::IsWorkspace`](crate::Code::IsWorkspace); what the system says: [`Code::NotFound`](crate::Code::NotFound),
/// [`Code::PermissionDenied`](crate::Code::PermissionDenied),
/// [`Code::ReadOnly`](crate::Code::ReadOnly), [`Code::DiskFull`](crate::Code::DiskFull) and the like.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let waiting = beside(path, bytes)?;
    waiting
        .persist(path)
        .map_err(|e| Failure::io(path, e.error))
}

/// Writes what is to stand at `path` into a file beside it, which goes away when it is dropped.
fn beside(path: &Path, bytes: &[u8]) -> Result<TempPath, Failure> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() {
        return Err(Failure::new(Code::IsDirectory).with("path", &path.display()));
    }
    if assessment_store::is_workspace(path) {
        return Err(Failure::new(Code::IsWorkspace).with("path", &path.display()));
    }
    let failed = |e| Failure::io(path, e);
    let mut file = tempfile::Builder::new()
        .prefix(".hezhi-")
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    share(file.as_file()).map_err(failed)?;
    Ok(file.into_temp_path())
}

/// Temporary files are private to their owner; a report is made to be passed on.
#[cfg(unix)]
fn share(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Writes a file and says what it is.
///
/// # Errors
/// As [`write()`].
pub(crate) fn report(kind: &str, path: &Path, bytes: &[u8]) -> Result<ReportFile, Failure> {
    write(path, bytes)?;
    Ok(described(kind, path, bytes))
}

fn described(kind: &str, path: &Path, bytes: &[u8]) -> ReportFile {
    ReportFile {
        kind: kind.to_owned(),
        path: path.display().to_string(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
    }
}

/// Files that belong together: they wait beside their places until all are written, and only then take
/// them. Dropped before that, nothing of them is left and what stood there is as it was.
#[derive(Debug, Default)]
pub(crate) struct Together {
    waiting: Vec<(TempPath, PathBuf)>,
    reports: Vec<ReportFile>,
    /// Folders that were not there before, outermost first.
    made: Vec<PathBuf>,
}

impl Together {
    /// Makes a folder, and those around it, where they are not there.
    ///
    /// # Errors
    /// [`Code::NotAFolder`] where a file stands in the way, and what the system says.
    pub(crate) fn folder(&mut self, folder: &Path) -> Result<(), Failure> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|f| !f.as_os_str().is_empty() && !f.is_dir())
            .collect();
        if let Some(file) = missing.iter().find(|f| f.exists()) {
            return Err(Failure::new(Code::NotAFolder).with("path", &file.display()));
        }
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(|e| Failure::io(folder, e))?;
            self.made.push(folder.to_owned());
        }
        Ok(())
    }

    /// Writes one more file, beside its place.
    ///
    /// # Errors
    /// As [`write()`].
    pub(crate) fn add(&mut self, kind: &str, path: PathBuf, bytes: &[u8]) -> Result<(), Failure> {
        let waiting = beside(&path, bytes)?;
        self.reports.push(described(kind, &path, bytes));
        self.waiting.push((waiting, path));
        Ok(())
    }

    /// Lets all files take their places, and says what they are.
    ///
    /// # Errors
    /// What the system says of a place; the files before it have taken theirs.
    pub(crate) fn finish(mut self) -> Result<Vec<ReportFile>, Failure> {
        for (waiting, path) in self.waiting.drain(..) {
            waiting
                .persist(&path)
                .map_err(|e| Failure::io(&path, e.error))?;
        }
        self.made.clear();
        Ok(std::mem::take(&mut self.reports))
    }
}

impl Drop for Together {
    fn drop(&mut self) {
        self.waiting.clear();
        for folder in self.made.iter().rev() {
            // Only an empty folder goes; the failure that led here is the one to report.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
