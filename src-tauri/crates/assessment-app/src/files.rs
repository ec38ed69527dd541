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
    if path.is_dir() {
        return Err(Failure::new(Code::IsDirectory).with("path", &path.display()));
    }
    if assessment_store::is_workspace(path) {
        return Err(Failure::new(Code::IsWorkspace).with("path", &path.display()));
    }
    let failed = |e| Failure::io(path, e);
    let mut file = tempfile::Builder::new()
        .prefix(".hezhi-")
        .make_in(folder_of(path), |path| {
            // Readable by whom the person's own files are readable, not by the maker alone.
            let mut new = fs::OpenOptions::new();
            new.write(true).create_new(true).open(path)
        })
        .map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    Ok(file.into_temp_path())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
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

    /// Lets all files take their places, does `settle`, which belongs to them, and says what they are.
    /// Where one cannot take its place or `settle` fails, all give theirs back to what stood there.
    ///
    /// # Errors
    /// What the system says of a place, and what `settle` fails with; everything is as it was.
    pub(crate) fn finish(
        mut self,
        settle: impl FnOnce() -> Result<(), Failure>,
    ) -> Result<Vec<ReportFile>, Failure> {
        let mut taken = Taken::default();
        for (waiting, path) in self.waiting.drain(..) {
            taken.take(waiting, path)?;
        }
        settle()?;
        taken.keep();
        self.made.clear();
        Ok(std::mem::take(&mut self.reports))
    }
}

/// Places that files have taken, with what stood there before. Dropped before [`Taken::keep`], they are
/// given back.
#[derive(Debug, Default)]
struct Taken(Vec<(PathBuf, Option<TempPath>)>);

impl Taken {
    fn take(&mut self, waiting: TempPath, path: PathBuf) -> Result<(), Failure> {
        let failed = |e| Failure::io(&path, e);
        let before = match fs::symlink_metadata(&path) {
            Ok(there) if !there.is_dir() => {
                let aside = tempfile::Builder::new()
                    .prefix(".hezhi-")
                    .tempfile_in(folder_of(&path))
                    .map_err(failed)?
                    .into_temp_path();
                fs::rename(&path, &aside).map_err(failed)?;
                Some(aside)
            }
            _ => None,
        };
        let moved = waiting.persist(&path);
        let settled = moved.map_err(|e| Failure::io(&path, e.error));
        match (&settled, before) {
            (Ok(()), before) => self.0.push((path, before)),
            (Err(_), Some(before)) => give_back(&path, before),
            (Err(_), None) => {}
        }
        settled
    }

    /// What stood there before is not wanted any more.
    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        for (path, before) in self.0.drain(..).rev() {
            match before {
                Some(before) => give_back(&path, before),
                // The failure that led here is the one to report.
                None => drop(fs::remove_file(&path)),
            }
        }
    }
}

/// Puts back what stood at `path`. Where even that fails it stays beside it, so that nothing is lost.
fn give_back(path: &Path, before: TempPath) {
    if let Err(stuck) = before.persist(path) {
        let _ = stuck.path.keep();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn together(folder: &Path, names: &[&str]) -> Together {
        let mut together = Together::default();
        together.folder(folder).unwrap();
        for name in names {
            let content = format!("new {name}");
            together
                .add("chart", folder.join(name), content.as_bytes())
                .unwrap();
        }
        together
    }

    /// Names and contents of the files in a folder.
    fn standing(folder: &Path) -> Vec<(String, String)> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let mut files: Vec<_> = entries
            .filter(|entry| entry.path().is_file())
            .map(|entry| {
                let text = fs::read_to_string(entry.path()).unwrap();
                (entry.file_name().into_string().unwrap(), text)
            })
            .collect();
        files.sort();
        files
    }

    fn file(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn files_appear_together() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        let together = together(&folder, &["x.svg", "y.svg"]);
        let seen = standing(&folder);
        assert!(seen.iter().all(|(name, _)| name.starts_with(".hezhi-")));
        let reports = together.finish(|| Ok(())).unwrap();
        assert_eq!(
            standing(&folder),
            [file("x.svg", "new x.svg"), file("y.svg", "new y.svg")]
        );
        assert_eq!((reports.len(), reports[0].bytes), (2, 9));
    }

    #[test]
    fn files_that_are_given_up_leave_nothing() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("x.svg"), "old").unwrap();
        drop(together(home.path(), &["x.svg", "y.svg"]));
        assert_eq!(standing(home.path()), [file("x.svg", "old")]);
        drop(together(&home.path().join("new/deep"), &["z.svg"]));
        assert!(!home.path().join("new").exists());
    }

    #[test]
    fn where_one_cannot_take_its_place_those_before_it_give_theirs_back() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("a.svg"), "old").unwrap();
        let together = together(home.path(), &["a.svg", "b.svg", "c.svg", "d.svg"]);
        // A folder with something in it cannot be replaced by a file.
        fs::create_dir_all(home.path().join("c.svg/in")).unwrap();
        assert!(together.finish(|| Ok(())).is_err());
        assert_eq!(standing(home.path()), [file("a.svg", "old")]);
        assert!(home.path().join("c.svg/in").is_dir());
    }

    #[test]
    fn where_what_belongs_to_them_fails_nothing_has_changed() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("a.svg"), "old").unwrap();
        let together = together(home.path(), &["a.svg", "b.svg"]);
        let failed = together.finish(|| Err(Code::DiskFull.into()));
        assert_eq!(failed.unwrap_err().code, Code::DiskFull);
        assert_eq!(standing(home.path()), [file("a.svg", "old")]);
    }

    #[test]
    fn nothing_is_written_over_a_workspace() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("w.hezhi");
        let stamp = crate::Stamp {
            actor: "a",
            now: "2026-05-04T09:30:00".parse().unwrap(),
        };
        let chosen = crate::workspace::ChosenFramework::standard().unwrap();
        let desk = crate::workspace::create(&path, None, &chosen, None, stamp).unwrap();
        desk.close().unwrap();
        let before = fs::read(&path).unwrap();
        assert_eq!(write(&path, b"x").unwrap_err().code, Code::IsWorkspace);
        let mut together = Together::default();
        let refused = together.add("workbook", path.clone(), b"x").unwrap_err();
        assert_eq!(refused.code, Code::IsWorkspace);
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}
