//! The open workspace with what was read of it, so that a person who types never waits for the disk
//! to be read again.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use assessment_models::{
    Framework, IndicatorId, Mode, Observation, Round, RoundData, RoundId, Scorecard, UnitCode,
    derive::{Derived, derive},
    scoring::{self, LayerChoice, Prepared, ScoreError, ScoreOptions},
};
use assessment_store::{Meta, StoreError, StoredWeights, Workspace, Write};
use chrono::NaiveDateTime;

use crate::{
    adopted,
    failure::{Code, Failure},
    imports::Drafts,
    progress::{Progress, Stage, Watch},
    wire::ScoreRequest,
};

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// Recorded with every write.
    pub actor: &'a str,
    /// Local time.
    pub now: NaiveDateTime,
}

/// An open workspace.
#[derive(Debug)]
pub struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) meta: Meta,
    /// Latest period first.
    pub(crate) rounds: Vec<Round>,
    pub(crate) drafts: Drafts,
    /// By id, version and the set of weights that stands for the framework's own.
    frameworks: BTreeMap<(String, String, Option<i64>), Arc<Framework>>,
    held: BTreeMap<RoundId, Arc<HeldRound>>,
    /// See [`Workspace::seen`].
    seen: i64,
    watch: Arc<Watch>,
    /// Which of this run's desks it is: long work that was begun at one is not finished at another.
    serial: u64,
}

/// Serial of the next desk.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// A round as it was read, with the scorecards that were made of it.
#[derive(Debug, Clone)]
pub(crate) struct HeldRound {
    pub(crate) framework: Arc<Framework>,
    pub(crate) data: RoundData,
    cards: Vec<(ScoreOptions, Arc<Scorecard>)>,
    /// What registers and surveys come to; no answer changes it.
    derived: Option<Arc<Derived>>,
}

impl HeldRound {
    /// The scorecard, if it is made already.
    fn made(&self, options: ScoreOptions) -> Option<&Arc<Scorecard>> {
        self.cards
            .iter()
            .find(|(made, _)| *made == options)
            .map(|(_, card)| card)
    }

    /// What stands before scoring; registers and surveys are not counted again.
    pub(crate) fn prepared(&self, layer: LayerChoice) -> Result<Prepared, ScoreError> {
        let (framework, data) = (&self.framework, &self.data);
        match &self.derived {
            Some(derived) => scoring::prepare_derived(framework, data, derived, layer),
            None => scoring::prepare(framework, data, layer),
        }
    }

    /// Changes what was read in the same way as the file was changed.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut RoundData)) {
        self.cards.clear();
        self.derived = None;
        change(&mut self.data);
    }

    /// Changes answers that were read in the same way as in the file; registers and surveys stay.
    fn change_answers(&mut self, change: impl FnOnce(&mut Vec<Observation>)) {
        self.cards.clear();
        change(&mut self.data.observations);
    }

    /// Makes a scorecard, unless whoever waits for it has asked to stop.
    fn make(&mut self, options: ScoreOptions, watch: &Watch) -> Result<(), Failure> {
        let units = self.data.units.len();
        let go_on = |done| {
            let goes = watch.tell(Progress::new(Stage::Score, done, units));
            goes.then_some(()).ok_or(Code::Cancelled)
        };
        go_on(0)?;
        let derived = self
            .derived
            .get_or_insert_with(|| Arc::new(derive(&self.framework, &self.data)));
        go_on(units / 2)?;
        let card = scoring::score_derived(&self.framework, &self.data, derived, options)?;
        self.cards.push((options, Arc::new(card)));
        Ok(())
    }
}

/// A round and one of its scorecards, to be worked on while the desk serves others.
#[derive(Debug, Clone)]
pub struct Scored {
    pub(crate) round: Arc<HeldRound>,
    pub(crate) card: Arc<Scorecard>,
}

impl Scored {
    /// A round that is not the workspace's as it is now, scored.
    ///
    /// # Errors
    /// What scoring fails with.
    pub(crate) fn of(
        framework: Framework,
        data: RoundData,
        options: ScoreOptions,
    ) -> Result<Self, Failure> {
        let card = scoring::score(&framework, &data, options)?;
        Ok(Self {
            round: Arc::new(HeldRound {
                framework: Arc::new(framework),
                data,
                cards: Vec::new(),
                derived: None,
            }),
            card: Arc::new(card),
        })
    }

    /// The same round scored in another way.
    ///
    /// # Errors
    /// What scoring fails with.
    pub(crate) fn otherwise(&self, options: ScoreOptions) -> Result<Self, Failure> {
        let HeldRound {
            framework,
            data,
            derived,
            ..
        } = &*self.round;
        let card = match derived {
            Some(derived) => scoring::score_derived(framework, data, derived, options)?,
            None => scoring::score(framework, data, options)?,
        };
        Ok(Self {
            round: Arc::clone(&self.round),
            card: Arc::new(card),
        })
    }

    /// How the round was scored.
    pub(crate) fn options(&self) -> ScoreOptions {
        ScoreOptions {
            layer: self.card.layer,
            mode: self.card.mode,
        }
    }
}

impl Desk {
    /// Opens a workspace file. One of an older version of the program is left as it is and can only be
    /// read.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::NotAWorkspace`], [`Code::NewerWorkspace`], [`Code::DamagedWorkspace`],
    /// [`Code::WorkspaceBusy`] and what reading fails with.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        Self::opened(path, Workspace::open)
    }

    /// Opens a workspace file that is to be worked on: one of an older version of the program is brought
    /// up to date, which stands in the audit.
    ///
    /// # Errors
    /// As [`Desk::open`], and [`Code::ReadOnly`] where it must be brought up to date and cannot be written.
    pub fn open_to_write(path: &Path, stamp: Stamp<'_>) -> Result<Self, Failure> {
        Self::opened(path, |path| {
            Workspace::open_to_write(path, stamp.actor, stamp.now)
        })
    }

    fn opened(
        path: &Path,
        open: impl FnOnce(&Path) -> Result<Workspace, StoreError>,
    ) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Failure::new(Code::IsDirectory).with("path", &path.display()));
        }
        Self::over(open(path).map_err(|e| Failure::store(e, path))?)
    }

    pub(crate) fn over(workspace: Workspace) -> Result<Self, Failure> {
        let path = workspace.path().to_owned();
        // Looked at first: what is written while the rest is read is then noticed.
        let read = || Ok((workspace.seen()?, workspace.meta()?, workspace.rounds()?));
        let (seen, meta, rounds) = read().map_err(|e: StoreError| Failure::store(e, &path))?;
        Ok(Self {
            workspace,
            meta,
            rounds,
            seen,
            serial: NEXT.fetch_add(1, Ordering::Relaxed),
            drafts: Drafts::default(),
            frameworks: BTreeMap::new(),
            held: BTreeMap::new(),
            watch: Arc::default(),
        })
    }

    /// What is looked at, and stopped by, whoever waits for this desk.
    #[must_use]
    pub fn watch(&self) -> Arc<Watch> {
        Arc::clone(&self.watch)
    }

    /// Closes the file, which then is one file with nothing beside it.
    ///
    /// # Errors
    /// [`Code::DiskFull`], [`Code::MediumFailed`].
    pub fn close(self) -> Result<(), Failure> {
        let path = self.workspace.path().to_owned();
        self.workspace.close().map_err(|e| Failure::store(e, &path))
    }

    /// Moves what was written into the file itself.
    ///
    /// # Errors
    /// [`Code::DiskFull`], [`Code::MediumFailed`].
    pub fn checkpoint(&self) -> Result<(), Failure> {
        self.workspace.checkpoint().map_err(|e| self.failed(e))
    }

    /// Forgets what was read where another program has written to the file since; whether it has.
    ///
    /// # Errors
    /// What reading fails with.
    pub fn look(&mut self) -> Result<bool, Failure> {
        let seen = self.workspace.seen().map_err(|e| self.failed(e))?;
        let moved = std::mem::replace(&mut self.seen, seen) != seen;
        if moved {
            self.forget_read()?;
        }
        Ok(moved)
    }

    /// What names this desk among all of the run.
    pub(crate) fn serial(&self) -> u64 {
        self.serial
    }

    /// Refuses work that was begun at another desk.
    ///
    /// # Errors
    /// [`Code::AnotherWorkspace`].
    pub(crate) fn expect(&self, serial: u64) -> Result<(), Failure> {
        if self.serial == serial {
            Ok(())
        } else {
            Err(Code::AnotherWorkspace.into())
        }
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.workspace.path()
    }

    /// What the store says of this workspace, as a failure.
    pub(crate) fn failed(&self, error: StoreError) -> Failure {
        Failure::store(error, self.workspace.path())
    }

    /// Does `work` as one transaction.
    pub(crate) fn write<T>(
        &mut self,
        stamp: Stamp<'_>,
        work: impl FnOnce(&Write<'_>) -> Result<T, StoreError>,
    ) -> Result<T, Failure> {
        let done = self.workspace.write(stamp.actor, stamp.now, work);
        done.map_err(|e| self.failed(e))
    }

    /// Reads everything anew when it is next asked for.
    pub(crate) fn forget_read(&mut self) -> Result<(), Failure> {
        self.held.clear();
        self.rounds = self.workspace.rounds().map_err(|e| self.failed(e))?;
        Ok(())
    }

    /// How many evidence files lie behind each of a unit's answers.
    pub(crate) fn evidence_counts(
        &self,
        round: &RoundId,
        unit: &UnitCode,
    ) -> Result<BTreeMap<IndicatorId, u32>, Failure> {
        let counts = self.workspace.evidence_counts(round, unit);
        Ok(counts.map_err(|e| self.failed(e))?.into_iter().collect())
    }

    /// A round by its id.
    pub(crate) fn round(&self, id: &str) -> Result<&Round, Failure> {
        self.rounds
            .iter()
            .find(|r| r.id == id)
            .ok_or_else(|| Failure::new(Code::NoSuchRound).with("round", id))
    }

    /// The round whose period ended last before that of `id`.
    pub(crate) fn round_before(&self, id: &str) -> Option<RoundId> {
        let at = self.rounds.iter().position(|r| r.id == id)?;
        let end = self.rounds[at].period_end;
        self.rounds[at..]
            .iter()
            .find(|r| r.period_end < end)
            .map(|r| r.id.clone())
    }

    /// The framework of a round; without a round that of the latest, and in a workspace without rounds
    /// the one that was added last.
    pub(crate) fn framework(&mut self, round: Option<&str>) -> Result<Arc<Framework>, Failure> {
        let round = match round {
            Some(round) => Some(self.round(round)?),
            None => self.rounds.first(),
        };
        let Some(round) = round else {
            let (id, version) = self.current_framework()?;
            return self.framework_version(id, version, None);
        };
        let (id, version) = (round.framework.clone(), round.framework_version.clone());
        let weights = self.workspace.round_weights(&round.id);
        let weights = weights.map_err(|e| self.failed(e))?;
        self.framework_version(id, version, weights)
    }

    /// Id and version of the framework that a new round gets.
    pub(crate) fn current_framework(&self) -> Result<(String, String), Failure> {
        if let Some(round) = self.rounds.first() {
            return Ok((round.framework.clone(), round.framework_version.clone()));
        }
        let added = self.workspace.frameworks().map_err(|e| self.failed(e))?;
        added.into_iter().next_back().ok_or_else(|| {
            Failure::new(Code::DamagedWorkspace)
                .with("path", &self.path().display())
                .with("detail", "framework")
        })
    }

    fn framework_version(
        &mut self,
        id: String,
        version: String,
        weights: Option<StoredWeights>,
    ) -> Result<Arc<Framework>, Failure> {
        let set = weights.as_ref().map(|w| w.id);
        match self.frameworks.entry((id, version, set)) {
            Entry::Occupied(known) => Ok(Arc::clone(known.get())),
            Entry::Vacant(new) => {
                let (id, version, _) = new.key();
                let stored = self
                    .workspace
                    .framework_files(id, version)
                    .map_err(|e| Failure::store(e, self.workspace.path()))?;
                let mut framework = Framework::load(&stored.files).map_err(Failure::load)?;
                if let Some(weights) = weights {
                    framework = adopted::applied(&framework, &weights.set.shares)?;
                }
                Ok(Arc::clone(new.insert(Arc::new(framework))))
            }
        }
    }

    /// Everything that was collected in a round.
    pub(crate) fn held(&mut self, round: &str) -> Result<&mut Arc<HeldRound>, Failure> {
        self.look()?;
        let id = self.round(round)?.id.clone();
        if !self.held.contains_key(&id) {
            let framework = self.framework(Some(round))?;
            let told = |done, total| self.watch.tell(Progress::new(Stage::Load, done, total));
            let data = self.workspace.round_data_told(&id, &told);
            self.watch.rest();
            let data = data.map_err(|e| self.failed(e))?;
            let held = HeldRound {
                framework,
                data,
                cards: Vec::new(),
                derived: None,
            };
            self.held.insert(id.clone(), Arc::new(held));
        }
        self.held
            .get_mut(&id)
            .ok_or_else(|| Failure::new(Code::NoSuchRound).with("round", round))
    }

    /// Changes what was read of a round in the same way as the file was changed.
    pub(crate) fn change(
        &mut self,
        round: &str,
        change: impl FnOnce(&mut RoundData),
    ) -> Result<(), Failure> {
        // What is read anew has the change already.
        if !self.look()? {
            Arc::make_mut(self.held(round)?).change(change);
        }
        Ok(())
    }

    /// Changes answers that were read of a round in the same way as in the file.
    pub(crate) fn change_answers(
        &mut self,
        round: &str,
        change: impl FnOnce(&mut Vec<Observation>),
    ) -> Result<(), Failure> {
        if !self.look()? {
            Arc::make_mut(self.held(round)?).change_answers(change);
        }
        Ok(())
    }

    /// The round and scorecard of a request, for work that is done without the desk.
    ///
    /// # Errors
    /// [`Code::NoSuchRound`], [`Code::BadArgument`] for layer or mode, and what scoring fails with.
    pub fn scorecard(&mut self, request: &ScoreRequest) -> Result<Scored, Failure> {
        self.scored(&request.round, options(request)?)
    }

    /// A round with one of its scorecards; made where it is not there yet.
    pub(crate) fn scored(&mut self, round: &str, options: ScoreOptions) -> Result<Scored, Failure> {
        let watch = self.watch();
        let held = self.held(round)?;
        if held.made(options).is_none() {
            let made = Arc::make_mut(held).make(options, &watch);
            watch.rest();
            made?;
        }
        held.made(options)
            .map(|card| Scored {
                round: Arc::clone(held),
                card: Arc::clone(card),
            })
            .ok_or_else(|| Failure::new(Code::NoSuchRound).with("round", round))
    }
}

/// Layer and mode of a request.
///
/// # Errors
/// [`Code::BadArgument`].
pub(crate) fn options(request: &ScoreRequest) -> Result<ScoreOptions, Failure> {
    let bad = |name: &str, value: &str| {
        Failure::new(Code::BadArgument)
            .with("name", name)
            .with("value", value)
    };
    Ok(ScoreOptions {
        layer: match request.layer.as_str() {
            "self" => LayerChoice::SelfReported,
            "verified" => LayerChoice::Verified,
            "final" => LayerChoice::Final,
            other => return Err(bad("layer", other)),
        },
        mode: match request.mode.as_str() {
            "official" => Mode::Official,
            "provisional" => Mode::Provisional,
            other => return Err(bad("mode", other)),
        },
    })
}
