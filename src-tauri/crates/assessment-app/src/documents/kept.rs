//! Briefings as they were written: kept in the workspace, listed, produced again.

use assessment_models::{RoundId, text::Lang};
use assessment_reports::Document;
use assessment_store::NewDocument;
use sha2::{Digest as _, Sha256};

use super::{
    Documents,
    snapshot::{Restored, Snapshot},
};
use crate::{
    desk::{Desk, Stamp},
    failure::{Code, Failure},
    view,
    wire::KeptDocumentView,
};

/// What documents that are briefings are kept as.
const BRIEFING: &str = "briefing";

/// A briefing as it was written, to be kept in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keepsake {
    round: RoundId,
    lang: Lang,
    title: String,
    content: String,
    snapshot: Snapshot,
}

impl Keepsake {
    pub(crate) fn new(documents: &Documents, document: &Document) -> Result<Self, Failure> {
        let round = &documents.scored.round.data.round.id;
        let content = serde_json::to_string(document).map_err(|error| {
            Failure::new(Code::DocumentNotWritten)
                .with("detail", &error)
                .caused_by(error)
        })?;
        Ok(Self {
            round: round.clone(),
            lang: document.lang,
            title: document.head.title.replace('\n', ""),
            content,
            snapshot: Snapshot::take(documents)?,
        })
    }
}

/// Keeps a briefing in place of the one before of its round and language; a workspace that cannot be written
/// stays as it is.
///
/// # Errors
/// What writing fails with.
pub fn keep(desk: &mut Desk, kept: &Keepsake, stamp: Stamp<'_>) -> Result<(), Failure> {
    if desk.workspace.read_only() {
        return Ok(());
    }
    let sha256 = crate::files::hex(&Sha256::digest(kept.content.as_bytes()));
    desk.write(stamp, |write| {
        write.keep_document(&NewDocument {
            round: &kept.round,
            kind: BRIEFING,
            lang: kept.lang,
            title: &kept.title,
            content: &kept.content,
            sha256: &sha256,
            snapshot: &kept.snapshot.packed,
            snapshot_sha256: &kept.snapshot.sha256,
        })
    })
}

/// The briefing as it was kept; `None` where there is none in this language.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::DamagedWorkspace`] where it is not what was kept.
pub(super) fn kept(desk: &Desk, round: &str, lang: Lang) -> Result<Option<Document>, Failure> {
    let id = &desk.round(round)?.id;
    let content = desk.workspace.document(id, BRIEFING, lang);
    let Some(content) = content.map_err(|e| desk.failed(e))? else {
        return Ok(None);
    };
    serde_json::from_str(&content).map(Some).map_err(|error| {
        Failure::new(Code::DamagedWorkspace)
            .with("path", &desk.path().display())
            .with("detail", &error)
            .caused_by(error)
    })
}

/// The data of the briefing that was kept, in this language or else in the other; `None` where none were
/// kept.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::DamagedWorkspace`] where they are not what was kept, and what scoring fails
/// with.
pub(super) fn snapshot(desk: &Desk, round: &str, lang: Lang) -> Result<Option<Restored>, Failure> {
    let id = &desk.round(round)?.id;
    let other = match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    for lang in [lang, other] {
        let found = desk.workspace.document_snapshot(id, BRIEFING, lang);
        if let Some((packed, sha256)) = found.map_err(|e| desk.failed(e))? {
            return Snapshot { packed, sha256 }.restored(desk).map(Some);
        }
    }
    Ok(None)
}

/// Briefings that were kept, latest first.
///
/// # Errors
/// What reading fails with.
pub fn kept_documents(desk: &Desk) -> Result<Vec<KeptDocumentView>, Failure> {
    let kept = desk.workspace.documents().map_err(|e| desk.failed(e))?;
    let views = kept.into_iter().map(|kept| KeptDocumentView {
        round: kept.round.to_string(),
        lang: kept.lang.tag().to_owned(),
        title: kept.title,
        sha256: kept.sha256,
        data_sha256: kept.snapshot_sha256,
        kept_at: view::time(kept.kept_at),
        kept_by: kept.kept_by,
    });
    Ok(views.collect())
}
