//! The data that a briefing was written from, kept beside it: framework, answers, findings and options, whole,
//! so that it can be written again from those very data after the workspace has changed.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, Read as _, Write},
};

use assessment_models::{
    Framework, Mode, RoundData, UnitCode,
    scoring::{LayerChoice, ScoreOptions},
};
use assessment_reports::findings::Told;
use chrono::NaiveDate;
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Documents;
use crate::{
    desk::{Desk, Scored},
    failure::{Code, Failure},
};

/// Most bytes of an unpacked snapshot: a damaged file cannot fill the memory.
const MOST: u64 = 2 << 30;

/// A round as it was read.
#[derive(Debug, Serialize, Deserialize)]
struct Taken<'a> {
    framework: Cow<'a, Framework>,
    data: Cow<'a, RoundData>,
}

impl<'a> Taken<'a> {
    fn of(scored: &'a Scored) -> Self {
        Self {
            framework: Cow::Borrowed(&scored.round.framework),
            data: Cow::Borrowed(&scored.round.data),
        }
    }

    fn scored(self, options: ScoreOptions) -> Result<Scored, Failure> {
        Scored::of(self.framework.into_owned(), self.data.into_owned(), options)
    }
}

/// Everything that a briefing's words and numbers come from.
#[derive(Debug, Serialize, Deserialize)]
struct Whole<'a> {
    layer: LayerChoice,
    mode: Mode,
    round: Taken<'a>,
    before: Option<Taken<'a>>,
    findings: Cow<'a, [Told]>,
    development: Option<Cow<'a, BTreeMap<UnitCode, f64>>>,
    dated: NaiveDate,
    synthetic: bool,
}

/// A snapshot, packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Snapshot {
    /// Deflated JSON.
    pub(super) packed: Vec<u8>,
    /// SHA-256 of the JSON, lower-case hex.
    pub(super) sha256: String,
}

/// What a snapshot holds, ready to be written from.
pub(super) struct Restored {
    pub(super) scored: Scored,
    pub(super) before: Option<Scored>,
    pub(super) findings: Vec<Told>,
    pub(super) development: Option<BTreeMap<UnitCode, f64>>,
    pub(super) dated: NaiveDate,
    pub(super) synthetic: bool,
}

/// Packs what goes through, and digests it.
struct Packing {
    hash: Sha256,
    to: DeflateEncoder<Vec<u8>>,
}

impl Write for Packing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hash.update(bytes);
        self.to.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Snapshot {
    /// Takes the data that documents are written from.
    ///
    /// # Errors
    /// [`Code::DocumentNotWritten`].
    pub(super) fn take(documents: &Documents) -> Result<Self, Failure> {
        let options = documents.scored.options();
        let whole = Whole {
            layer: options.layer,
            mode: options.mode,
            round: Taken::of(&documents.scored),
            before: documents.before.as_ref().map(Taken::of),
            findings: Cow::Borrowed(&documents.findings),
            development: documents.development.as_ref().map(Cow::Borrowed),
            dated: documents.today,
            synthetic: documents.synthetic,
        };
        let mut packing = Packing {
            hash: Sha256::new(),
            to: DeflateEncoder::new(Vec::new(), Compression::fast()),
        };
        let failed =
            |detail: String| Failure::new(Code::DocumentNotWritten).with("detail", &detail);
        serde_json::to_writer(io::BufWriter::new(&mut packing), &whole)
            .map_err(|e| failed(e.to_string()))?;
        Ok(Self {
            sha256: crate::files::hex(&packing.hash.finalize()),
            packed: packing.to.finish().map_err(|e| failed(e.to_string()))?,
        })
    }

    /// Unpacks it, sees that it is what was kept, and scores it as it was scored.
    ///
    /// # Errors
    /// [`Code::DamagedWorkspace`] where it is not, and what scoring fails with.
    pub(super) fn restored(&self, desk: &Desk) -> Result<Restored, Failure> {
        let damaged = |detail: &str| {
            Failure::new(Code::DamagedWorkspace)
                .with("path", &desk.path().display())
                .with("detail", &detail)
        };
        let mut json = Vec::new();
        DeflateDecoder::new(self.packed.as_slice())
            .take(MOST)
            .read_to_end(&mut json)
            .map_err(|e| damaged(&e.to_string()))?;
        if crate::files::hex(&Sha256::digest(&json)) != self.sha256 {
            return Err(damaged("snapshot"));
        }
        let whole: Whole<'_> =
            serde_json::from_slice(&json).map_err(|e| damaged(&e.to_string()))?;
        let options = ScoreOptions {
            layer: whole.layer,
            mode: whole.mode,
        };
        let before = whole.before.map(|before| before.scored(options));
        Ok(Restored {
            scored: whole.round.scored(options)?,
            before: before.transpose()?,
            findings: whole.findings.into_owned(),
            development: whole.development.map(Cow::into_owned),
            dated: whole.dated,
            synthetic: whole.synthetic,
        })
    }
}
