//! Files that are there whole or not at all.

use std::{io::Write as _, path::Path};

use sha2::{Digest as _, Sha256};

use crate::{failure::Failure, wire::ReportFile};

/// Writes a file beside its place first and then moves it there, so that nobody ever meets half of it.
/// What stood there is replaced.
///
/// # Errors
/// What the system says: [`Code::NotFound`](crate::Code::NotFound),
/// [`Code::PermissionDenied`](crate::Code::PermissionDenied),
/// [`Code::ReadOnly`](crate::Code::ReadOnly), [`Code::DiskFull`](crate::Code::DiskFull) and the like.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() {
        return Err(Failure::new(crate::Code::IsDirectory).with("path", &path.display()));
    }
    let failed = |e| Failure::io(path, e);
    let mut file = tempfile::Builder::new()
        .prefix(".hezhi-")
        .tempfile_in(folder)
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    share(file.as_file()).map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

/// Temporary files are private to their owner; a report is made to be passed on.
#[cfg(unix)]
fn share(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Writes a file and says what it is.
///
/// # Errors
/// As [`write()`].
pub(crate) fn report(kind: &str, path: &Path, bytes: &[u8]) -> Result<ReportFile, Failure> {
    write(path, bytes)?;
    Ok(ReportFile {
        kind: kind.to_owned(),
        path: path.display().to_string(),
        bytes: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
