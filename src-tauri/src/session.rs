//! What one run of the window holds: the open workspace, running tasks, and what it wrote.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use assessment_app::{
    Code, Desk, Failure, Lang, Progress, Stamp, Watch,
    documents::Shown,
    imports::Mappings,
    recent::Recent,
    wire::{FailureView, ProgressView, ReportFile, StartView, WorkspaceView},
    workspace,
};
use tauri::{Runtime, ipc::Channel, path::PathResolver};
use tempfile::TempDir;

use crate::arguments::Arguments;

/// One run of the window.
pub(crate) struct Session {
    desk: Mutex<Option<Desk>>,
    /// Of the desk, to be looked at while that is busy.
    watch: Mutex<Arc<Watch>>,
    tasks: Mutex<BTreeMap<String, Arc<AtomicBool>>>,
    /// Folders that files were written to; only these can be shown.
    written: Mutex<BTreeSet<PathBuf>>,
    /// The document that is looked at.
    laid: Mutex<Option<Shown>>,
    pub(crate) start: StartView,
    pub(crate) recent: Recent,
    /// Mappings that a person saved.
    pub(crate) mappings: Mappings,
    /// Where the demonstration province lies unless a place is named.
    pub(crate) demonstration: PathBuf,
    pub(crate) lang: Lang,
    actor: Mutex<&'static str>,
    /// Copies of evidence that are being looked at; [`Session::leave`] removes them.
    shown: Mutex<Option<TempDir>>,
}

/// How long the program waits, once its window is closed, for a task to stop.
const LEAVING: Duration = Duration::from_secs(10);

/// Between two looks at whether it has.
const PAUSE: Duration = Duration::from_millis(20);

/// A poisoned lock is a panic in another command: what it guards is still whole, because the store
/// writes in transactions.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    /// Finds the folders of this run and what it was asked to open.
    pub(crate) fn start<R: Runtime>(
        arguments: &Arguments,
        paths: &PathResolver<R>,
    ) -> tauri::Result<Self> {
        let (config, data) = match &arguments.config_dir {
            Some(folder) => (folder.clone(), folder.clone()),
            None => (paths.app_config_dir()?, paths.app_data_dir()?),
        };
        let lang = match sys_locale::get_locale() {
            Some(locale) if locale.starts_with("en") => Lang::En,
            _ => Lang::Zh,
        };
        Ok(Self {
            desk: Mutex::default(),
            watch: Mutex::default(),
            tasks: Mutex::default(),
            written: Mutex::default(),
            laid: Mutex::default(),
            start: StartView {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                lang: lang.tag().to_owned(),
                open: arguments
                    .file
                    .as_ref()
                    .map(|path| path.display().to_string()),
                demonstration: arguments.demo,
            },
            recent: Recent::new(config.join("recent.json")),
            mappings: Mappings::new(config.join("mappings")),
            demonstration: data.join("demonstration.hezhi"),
            lang,
            actor: Mutex::new(kept(actor())),
            shown: Mutex::default(),
        })
    }

    /// Who writes, and when.
    pub(crate) fn stamp(&self) -> Stamp<'_> {
        Stamp {
            actor: *lock(&self.actor),
            now: chrono::Local::now().naive_local(),
        }
    }

    /// Takes over a name that is recorded with every write from now on; says who it is.
    pub(crate) fn act_as(&self, name: Option<String>) -> String {
        let mut actor = lock(&self.actor);
        if let Some(name) = name.filter(|name| !name.trim().is_empty()) {
            *actor = kept(name.trim().to_owned());
        }
        (*actor).to_owned()
    }

    /// The name that was taken over is one of the people of a workspace, and goes with it.
    fn act_as_oneself(&self) {
        *lock(&self.actor) = kept(actor());
    }

    /// Puts a workspace on the desk in place of the one that lay there. Where that one cannot be closed it
    /// stays, and the new one is put aside.
    pub(crate) fn seat(&self, desk: Desk) -> Result<WorkspaceView, Failure> {
        let view = workspace::view(&desk)?;
        let mut place = lock(&self.desk);
        if let Some(before) = place.as_ref() {
            before.checkpoint()?;
        }
        if let Some(before) = place.as_ref()
            && before.path() != desk.path()
        {
            self.act_as_oneself();
        }
        *lock(&self.watch) = desk.watch();
        // A list that cannot be kept must not keep anybody from working.
        let _ = self.recent.remember(desk.path(), self.stamp().now);
        // Whole already, it has nothing left to lose.
        drop(place.replace(desk).map(Desk::close));
        Ok(view)
    }

    /// The open workspace, where there is one.
    pub(crate) fn seated(&self) -> Result<Option<WorkspaceView>, Failure> {
        lock(&self.desk).as_ref().map(workspace::view).transpose()
    }

    /// Closes the open workspace.
    pub(crate) fn rise(&self) -> Result<(), Failure> {
        self.act_as_oneself();
        lock(&self.desk).take().map_or(Ok(()), Desk::close)
    }

    /// Closes the open workspace and removes what only this run needed, before the program ends. A task
    /// that holds the workspace is asked to stop and waited for, but not for long: what it did not finish
    /// is then undone when the file is next opened.
    pub(crate) fn leave(&self) {
        for task in lock(&self.tasks).values() {
            task.store(true, Ordering::Relaxed);
        }
        lock(&self.shown).take();
        let asked = Instant::now();
        loop {
            let desk = match self.desk.try_lock() {
                Ok(mut desk) => desk.take(),
                Err(TryLockError::Poisoned(desk)) => desk.into_inner().take(),
                Err(TryLockError::WouldBlock) if asked.elapsed() < LEAVING => {
                    std::thread::sleep(PAUSE);
                    continue;
                }
                Err(TryLockError::WouldBlock) => return,
            };
            // There is no window left to say it in; the file is whole with its log beside it.
            drop(desk.map(Desk::close));
            return;
        }
    }

    /// Does `work` with the open workspace, on this thread.
    pub(crate) fn with_desk<T>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut desk = lock(&self.desk);
        let desk = desk.as_mut().ok_or(Code::NoWorkspace)?;
        desk.watch().begin();
        desk.look()?;
        work(desk)
    }

    /// What the open workspace is busy with.
    pub(crate) fn desk_progress(&self) -> Option<ProgressView> {
        lock(&self.watch).progress().map(Progress::view)
    }

    /// Asks the open workspace to stop what it reads or computes.
    pub(crate) fn stop_desk(&self) {
        lock(&self.watch).stop();
    }

    /// Does `work` with the open workspace, off the window's thread.
    pub(crate) async fn at_desk<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&mut Desk, &Self) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, FailureView> {
        blocking(move || self.with_desk(|desk| work(desk, &self))).await
    }

    /// Does `work` that needs no open workspace, off the window's thread.
    pub(crate) async fn aside<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, FailureView> {
        blocking(move || work(&self)).await
    }

    /// Does long work off the window's thread; it can be cancelled by the name `task`, and tells the
    /// window how far it is.
    pub(crate) async fn long<T: Send + 'static>(
        self: Arc<Self>,
        task: String,
        channel: Channel<ProgressView>,
        work: impl FnOnce(&Self, &(dyn Fn(Progress) + Sync), &AtomicBool) -> Result<T, Failure>
        + Send
        + 'static,
    ) -> Result<T, FailureView> {
        let cancel = Arc::new(AtomicBool::new(false));
        lock(&self.tasks).insert(task.clone(), Arc::clone(&cancel));
        let here = Arc::clone(&self);
        let done = blocking(move || {
            // A window that is gone needs no progress; the work is finished all the same.
            let tell = |progress: Progress| drop(channel.send(progress.view()));
            work(&here, &tell, &cancel)
        })
        .await;
        lock(&self.tasks).remove(&task);
        done
    }

    /// Asks a long task to stop; false where there is none of this name.
    pub(crate) fn cancel(&self, task: &str) -> bool {
        lock(&self.tasks)
            .get(task)
            .map(|flag| flag.store(true, Ordering::Relaxed))
            .is_some()
    }

    /// Remembers what was written, so that it can be shown.
    pub(crate) fn wrote(&self, files: &[ReportFile]) {
        // A file lies in the chosen folder or in one below it.
        let folders = files
            .iter()
            .flat_map(|file| Path::new(&file.path).ancestors().skip(1).take(2));
        lock(&self.written).extend(folders.map(Path::to_path_buf));
    }

    /// Keeps a document to be looked at page by page, in place of the one before.
    pub(crate) fn show(&self, shown: Shown) {
        lock(&self.laid).replace(shown);
    }

    /// The document that is looked at.
    pub(crate) fn shown(&self) -> Result<Shown, Failure> {
        let laid = lock(&self.laid).clone();
        laid.ok_or_else(|| Code::NoDocument.into())
    }

    /// Opens the folder of something that this run wrote in the system's file manager.
    pub(crate) fn reveal(&self, path: &Path) -> Result<(), Failure> {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(path)
        };
        if !lock(&self.written).contains(folder) {
            return Err(Failure::new(Code::NotFound).with("path", &path.display()));
        }
        self.open(folder)
    }

    /// Opens a file or folder with the program that the system has for it.
    pub(crate) fn open(&self, path: &Path) -> Result<(), Failure> {
        open::that_detached(path).map_err(|e| Failure::io(path, e))
    }

    /// Folder for a copy of the evidence with this number.
    pub(crate) fn shown_folder(&self, id: i64) -> Result<PathBuf, Failure> {
        let failed = |e| Failure::io(&std::env::temp_dir(), e);
        let mut shown = lock(&self.shown);
        let base = match shown.take() {
            Some(base) => base,
            None => tempfile::tempdir().map_err(failed)?,
        };
        let folder = base.path().join(id.to_string());
        *shown = Some(base);
        fs::create_dir_all(&folder).map_err(failed)?;
        Ok(folder)
    }
}

/// A name for the rest of the run: what is being written under it may outlast a change of names, and
/// there are few.
fn kept(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, FailureView> {
    tauri::async_runtime::spawn_blocking(work)
        .await
        .map_err(Failure::interrupted)
        .and_then(|done| done)
        .map_err(|failure| failure.view())
}

/// The name under which the system knows the person.
fn actor() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_else(|| "desktop".to_owned())
}
