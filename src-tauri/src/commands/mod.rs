//! The command layer: each command calls one use case, off the window's thread.

mod adjustments;
mod analyses;
mod editor;
mod evidence;
mod findings;
mod form;
mod imports;
mod incidents;
mod people;
mod reports;
mod results;
mod surveys;
mod tasks;
mod workspace;

pub(crate) use adjustments::*;
pub(crate) use analyses::*;
pub(crate) use editor::*;
pub(crate) use evidence::*;
pub(crate) use findings::*;
pub(crate) use form::*;
pub(crate) use imports::*;
pub(crate) use incidents::*;
pub(crate) use people::*;
pub(crate) use reports::*;
pub(crate) use results::*;
pub(crate) use surveys::*;
pub(crate) use tasks::*;
pub(crate) use workspace::*;

use std::sync::Arc;

use assessment_app::wire::FailureView;

use crate::session::Session;

/// The session as commands get it.
pub(crate) type Here<'a> = tauri::State<'a, Arc<Session>>;

/// What commands give back.
pub(crate) type Answer<T> = Result<T, FailureView>;

/// The session itself, to be taken along to another thread.
fn session(here: &Here<'_>) -> Arc<Session> {
    Arc::clone(here.inner())
}
