//! Evidence: files behind answers, incidents and closed findings.

use std::{fs, path::Path};

use assessment_store::{Evidence, EvidenceFor};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    files, incidents, view,
    wire::{EvidenceContent, EvidencePlace, EvidenceView, ReportFile},
};

/// Bytes of the largest file that is taken.
const LARGEST: u64 = 100 << 20;

/// Bytes of the largest file that is shown without being opened.
const LARGEST_SHOWN: u64 = 20 << 20;

/// Endings of documents, pictures and recordings: evidence comes from elsewhere, and anything else (programs,
/// links, scripts, pages, formats made to carry macros) could act with the rights of whoever opens it. The
/// formats of older office programs may carry macros too and are too common to be kept out; against these
/// stands the office program's own guard.
const LOOKED_AT: [&str; 33] = [
    "pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "dps", "odt", "ods",
    "odp", "rtf", "txt", "log", "md", "png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff",
    "heic", "mp4", "mov", "mp3", "wav", "m4a", "eml",
];

fn place(desk: &mut Desk, place: &EvidencePlace) -> Result<EvidenceFor, Failure> {
    Ok(match place {
        EvidencePlace::Answer {
            round,
            unit,
            indicator,
        } => {
            let framework = desk.framework(Some(round))?;
            let indicator = indicator.as_str().into();
            if framework.indicator_index(&indicator).is_none() {
                return Err(Failure::new(Code::NoSuchIndicator).with("indicator", &indicator));
            }
            EvidenceFor::Answer {
                round: desk.round(round)?.id.clone(),
                unit: unit.as_str().into(),
                indicator,
            }
        }
        EvidencePlace::Incident { round, key } => EvidenceFor::Record {
            register: incidents::register_id(desk, round)?,
            round: desk.round(round)?.id.clone(),
            key: key.clone(),
        },
        EvidencePlace::Finding { finding } => EvidenceFor::Closure { finding: *finding },
    })
}

fn evidence_view(evidence: Evidence) -> EvidenceView {
    EvidenceView {
        id: evidence.id,
        file_name: evidence.file_name,
        sha256: evidence.sha256,
        bytes: evidence.bytes,
        added_at: view::time(evidence.added_at),
        actor: evidence.actor,
    }
}

/// Files behind something, in the order of their addition.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::NoSuchIndicator`], [`Code::NoSuchRow`].
pub fn list(desk: &mut Desk, of: &EvidencePlace) -> Result<Vec<EvidenceView>, Failure> {
    let of = place(desk, of)?;
    let files = desk.workspace.evidence(&of).map_err(|e| desk.failed(e))?;
    Ok(files.into_iter().map(evidence_view).collect())
}

/// Puts a file's bytes behind something; they are on disk when this returns.
///
/// # Errors
/// As [`list`]; [`Code::NotInRound`], [`Code::NoSuchFinding`], [`Code::FileEmpty`], [`Code::FileTooLarge`], and
/// what writing fails with.
pub fn attach(
    desk: &mut Desk,
    to: &EvidencePlace,
    file_name: &str,
    content: &[u8],
    stamp: Stamp<'_>,
) -> Result<i64, Failure> {
    if content.is_empty() {
        return Err(Failure::new(Code::FileEmpty).with("file", file_name));
    }
    bearable(file_name, content.len() as u64, LARGEST)?;
    let to = place(desk, to)?;
    desk.write(stamp, |write| write.add_evidence(&to, file_name, content))
}

/// Puts files behind something: all of them, or none. Gives all that lie behind it then.
///
/// # Errors
/// As [`attach`]; what reading a file fails with.
pub fn attach_files(
    desk: &mut Desk,
    to: &EvidencePlace,
    paths: &[impl AsRef<Path>],
    stamp: Stamp<'_>,
) -> Result<Vec<EvidenceView>, Failure> {
    let mut contents = Vec::with_capacity(paths.len());
    for path in paths {
        contents.push(read(path.as_ref())?);
    }
    let behind = place(desk, to)?;
    desk.write(stamp, |write| {
        for (name, content) in &contents {
            write.add_evidence(&behind, name, content)?;
        }
        Ok(())
    })?;
    list(desk, to)
}

fn bearable(name: &str, bytes: u64, most: u64) -> Result<(), Failure> {
    if bytes > most {
        return Err(Failure::new(Code::FileTooLarge)
            .with("path", name)
            .with("megabytes", &(most >> 20)));
    }
    Ok(())
}

/// Name and bytes of a file on disk.
fn read(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let about = fs::metadata(path).map_err(|e| Failure::io(path, e))?;
    if about.is_dir() {
        return Err(Failure::new(Code::IsDirectory).with("path", &path.display()));
    }
    if !about.is_file() {
        return Err(Failure::new(Code::NotAFile).with("path", &path.display()));
    }
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    bearable(&name, about.len(), LARGEST)?;
    let content = fs::read(path).map_err(|e| Failure::io(path, e))?;
    if content.is_empty() {
        return Err(Failure::new(Code::FileEmpty).with("file", &name));
    }
    Ok((name, content))
}

/// Takes a file away from what it was evidence for.
///
/// # Errors
/// [`Code::NoSuchEvidence`], and what writing fails with.
pub fn remove(desk: &mut Desk, id: i64, stamp: Stamp<'_>) -> Result<(), Failure> {
    desk.write(stamp, |write| write.remove_evidence(id))
}

/// A file's content, to be shown.
///
/// # Errors
/// [`Code::NoSuchEvidence`], [`Code::FileTooLarge`] where it is too large to be shown.
pub fn content(desk: &Desk, id: i64) -> Result<EvidenceContent, Failure> {
    let (file_name, bytes) = stored(desk, id)?;
    bearable(&file_name, bytes.len() as u64, LARGEST_SHOWN)?;
    Ok(EvidenceContent {
        base64: STANDARD.encode(bytes),
        file_name,
    })
}

/// Writes a copy of a file to `path`.
///
/// # Errors
/// [`Code::NoSuchEvidence`], and what writing fails with.
pub fn save_copy(desk: &Desk, id: i64, path: &Path) -> Result<ReportFile, Failure> {
    let (_, bytes) = stored(desk, id)?;
    files::report("evidence", path, &bytes)
}

/// Writes a copy of a file into `folder`, under its own name as far as that is one, to be opened there by
/// the program that the system has for it.
///
/// # Errors
/// As [`save_copy`]; [`Code::EvidenceNotOpened`] where opening it could do more than show it.
pub fn copy_into(desk: &Desk, id: i64, folder: &Path) -> Result<ReportFile, Failure> {
    let (file_name, bytes) = stored(desk, id)?;
    // The name may have come from another system: its last part is a name on every one.
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = match name.trim_matches(['.', ' ']) {
        "" => format!("evidence-{id}"),
        name => name.replace([':', '\0'], "_"),
    };
    let ending = Path::new(&name).extension().and_then(|e| e.to_str());
    if !ending.is_some_and(|e| LOOKED_AT.contains(&e.to_lowercase().as_str())) {
        return Err(Failure::new(Code::EvidenceNotOpened).with("file", &name));
    }
    files::report("evidence", &folder.join(name), &bytes)
}

fn stored(desk: &Desk, id: i64) -> Result<(String, Vec<u8>), Failure> {
    let content = desk.workspace.evidence_content(id);
    content.map_err(|e| desk.failed(e))
}
