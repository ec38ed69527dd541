//! The workspace file `*.hezhi`: SQLite schema, migrations, one file per table.
//!
//! A [`Workspace`] reads; [`Workspace::write`] gives a [`Write`], one transaction with the person who
//! makes it and the time, and every change appends to the audit trail. Values go in and come out as
//! the types of `assessment-models`. The store reads no clock.
//!
//! ```text
//! Draft ─► compare (preview) ─► apply = one batch ─► undo
//! typed ─► write(actor, now, |w| w.save_observation(…)) ─► on disk
//! round_data ─► what scoring reads
//! ```

mod adjustment;
mod answers;
mod attach;
mod audit;
mod backup;
mod batch;
mod before;
mod check;
mod compare;
mod document;
mod error;
mod evidence;
mod fields;
mod finding;
mod framework;
mod history;
mod import;
mod meta;
mod observation;
mod person;
mod problem;
mod reader;
mod record;
mod rectification;
mod repeats;
mod response;
mod round;
mod schema;
mod time;
mod undo;
mod unfinished;
mod unit;
mod weights;
mod workspace;
mod write;

pub use attach::is_workspace;
pub use audit::{Action, AuditEntry, AuditFilter};
pub use batch::Batch;
pub use check::Flaw;
pub use compare::{Comparison, TakenNumbers};
pub use document::{KeptDocument, NewDocument};
pub use error::{Result, StoreError};
pub use evidence::{Evidence, EvidenceFor};
pub use finding::{Finding, FindingState, FindingText};
pub use framework::FrameworkFiles;
pub use history::AnswerChange;
pub use import::BatchReport;
pub use meta::Meta;
pub use person::{Organisation, Person, Role};
pub use reader::Reader;
pub use schema::SCHEMA_VERSION;
pub use undo::{Kept, Undone};
pub use unfinished::Unfinished;
pub use weights::{StoredWeights, WeightSet};
pub use workspace::{NewWorkspace, Workspace};
pub use write::Write;
