//! Fill in: units with their progress, forms, and saving an answer.

use std::collections::{BTreeMap, btree_map::Entry};

use assessment_models::{
    Answer, Framework, IndicatorId, Layer, Mode, Observation, RoundData, Scorecard, Unit, UnitCode,
    framework::{AnswerOption, Indicator, Scale},
    observation::CellSource,
    scoring::{self, CellState, LayerChoice, ScoreOptions},
};

use crate::{
    desk::{Desk, Scored, Stamp},
    failure::{Code, Failure},
    view,
    wire::{
        AnswerChangeView, AnswerEdit, AnswerStanding, FormAnswerView, FormView, SavedAnswer,
        SourceView, StandingView, UnitView,
    },
};

/// A layer by its name on the wire.
fn layer(name: &str) -> Result<Layer, Failure> {
    match name {
        "self_reported" => Ok(Layer::SelfReported),
        "verified" => Ok(Layer::Verified),
        other => Err(Failure::new(Code::BadArgument)
            .with("name", "layer")
            .with("value", other)),
    }
}

/// What a form of a layer comes to: in official mode, of that layer alone.
fn options(layer: Layer) -> ScoreOptions {
    ScoreOptions {
        layer: match layer {
            Layer::SelfReported => LayerChoice::SelfReported,
            Layer::Verified => LayerChoice::Verified,
        },
        mode: Mode::Official,
    }
}

/// For each indicator, whether a person types it.
fn typed(framework: &Framework) -> Vec<bool> {
    framework
        .indicators
        .iter()
        .map(|i| !framework.is_derived(i))
        .collect()
}

/// Units of a round with how far each one's form is, in code order.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::BadArgument`] for the layer.
pub fn units(desk: &mut Desk, round: &str, layer_name: &str) -> Result<Vec<UnitView>, Failure> {
    let layer = layer(layer_name)?;
    let held = desk.held(round)?;
    let framework = &held.framework;
    let typed = typed(framework);
    let position: BTreeMap<&str, usize> = framework
        .indicators
        .iter()
        .enumerate()
        .map(|(at, i)| (i.id.as_str(), at))
        .collect();
    let mut answered: BTreeMap<&str, u32> = BTreeMap::new();
    let groups: BTreeMap<&str, &Unit> = held
        .data
        .units
        .iter()
        .map(|u| (u.code.as_str(), u))
        .collect();
    let given = |o: &&Observation| o.layer == layer && o.answer.is_given();
    for observation in held.data.observations.iter().filter(given) {
        let (Some(&at), Some(unit)) = (
            position.get(observation.indicator.as_str()),
            groups.get(observation.unit.as_str()),
        ) else {
            continue;
        };
        if typed[at] && framework.asks(unit, &framework.indicators[at]) {
            *answered.entry(unit.code.as_str()).or_default() += 1;
        }
    }
    Ok(held
        .data
        .units
        .iter()
        .map(|unit| {
            let done = answered.get(unit.code.as_str()).copied().unwrap_or(0);
            unit_view(framework, &typed, unit, done)
        })
        .collect())
}

fn unit_view(framework: &Framework, typed: &[bool], unit: &Unit, answered: u32) -> UnitView {
    let asked = framework
        .indicators
        .iter()
        .zip(typed)
        .filter(|(indicator, typed)| **typed && framework.asks(unit, indicator))
        .count();
    UnitView {
        code: unit.code.to_string(),
        name: (&unit.name).into(),
        peer_group: unit.peer_group.clone(),
        parent: unit.parent.as_ref().map(ToString::to_string),
        asked: view::count(asked),
        answered,
    }
}

/// A unit's answers of one layer by position of the indicator.
fn answers_of<'a>(
    framework: &Framework,
    data: &'a RoundData,
    unit: &UnitCode,
    layer: Layer,
) -> BTreeMap<usize, &'a Observation> {
    data.observations
        .iter()
        .filter(|o| o.layer == layer && o.unit == *unit)
        .filter_map(|o| Some((framework.indicator_index(&o.indicator)?, o)))
        .collect()
}

/// Raw values of a unit in the round before, by indicator.
type Before = Option<Scored>;

fn before(desk: &mut Desk, round: &str) -> Result<Before, Failure> {
    match desk.round_before(round) {
        Some(id) => desk.scored(id.as_str(), ScoreOptions::default()).map(Some),
        None => Ok(None),
    }
}

/// Last round's raw value of an indicator, by the id that it had then.
fn last_value(
    before: &Before,
    now: &Framework,
    unit: &UnitCode,
    indicator: &IndicatorId,
) -> Option<f64> {
    let Scored { round, card } = before.as_ref()?;
    let renamed = round.framework.renamed_from(now);
    let then = renamed.get(indicator).unwrap_or(indicator);
    let column = round.framework.indicator_index(then)?;
    card.raw.get(card.unit_index(unit)?, column)
}

/// A unit's form.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::BadArgument`] for the layer.
pub fn form(
    desk: &mut Desk,
    round: &str,
    unit: &str,
    layer_name: &str,
) -> Result<FormView, Failure> {
    let layer = layer(layer_name)?;
    let before = before(desk, round)?;
    let scored = desk.scored(round, options(layer))?;
    let sheet = Sheet::new(desk, &scored, &before, unit, layer)?;
    let answers = (0..sheet.framework.indicators.len())
        .filter_map(|at| sheet.answer(at))
        .collect();
    Ok(FormView {
        round: round.to_owned(),
        unit: unit_view(sheet.framework, &sheet.typed, sheet.unit, sheet.answered()),
        layer: layer_name.to_owned(),
        answers,
        standing: sheet.standing(),
    })
}

/// One unit's form in one layer, with all that is shown of it.
struct Sheet<'a> {
    framework: &'a Framework,
    card: &'a Scorecard,
    before: &'a Before,
    unit: &'a Unit,
    row: usize,
    typed: Vec<bool>,
    given: BTreeMap<usize, &'a Observation>,
    files: BTreeMap<i64, String>,
    evidence: BTreeMap<IndicatorId, u32>,
}

impl<'a> Sheet<'a> {
    fn new(
        desk: &Desk,
        scored: &'a Scored,
        before: &'a Before,
        unit: &str,
        layer: Layer,
    ) -> Result<Self, Failure> {
        let Scored { round, card } = scored;
        let code = UnitCode::from(unit);
        let no_unit = || Failure::new(Code::NoSuchUnit).with("unit", unit);
        let row = card.unit_index(&code).ok_or_else(no_unit)?;
        let member = round.data.units.iter().find(|u| u.code == code);
        let given = answers_of(&round.framework, &round.data, &code, layer);
        Ok(Self {
            framework: &round.framework,
            card,
            before,
            unit: member.ok_or_else(no_unit)?,
            row,
            typed: typed(&round.framework),
            files: file_names(desk, given.values().filter_map(|o| o.source.as_ref()))?,
            given,
            evidence: desk.evidence_counts(&round.data.round.id, &code)?,
        })
    }

    fn answered(&self) -> u32 {
        let done = self.given.iter().filter(|&(&at, given)| {
            self.typed[at]
                && given.answer.is_given()
                && self.card.state(self.row, at) != CellState::NotAsked
        });
        view::count(done.count())
    }

    fn answer(&self, at: usize) -> Option<FormAnswerView> {
        let state = view::state(self.card.state(self.row, at))?;
        let indicator = &self.framework.indicators[at];
        let given = self.given.get(&at);
        let reason = given.and_then(|o| match &o.answer {
            Answer::NotApplicable { reason, .. } => Some(reason.clone()),
            Answer::Value(_) | Answer::Unanswered => None,
        });
        Some(FormAnswerView {
            indicator: indicator.id.to_string(),
            state: state.to_owned(),
            value: self.card.raw.get(self.row, at),
            score: self.card.indicators.get(self.row, at),
            reason,
            note: given.and_then(|o| o.note.clone()),
            flagged: given.is_some_and(|o| o.flagged),
            last_value: last_value(self.before, self.framework, &self.unit.code, &indicator.id),
            derived: !self.typed[at],
            source: given.and_then(|o| o.source.as_ref()).map(|source| {
                let file = self.files.get(&source.batch);
                source_view(source, file.cloned().unwrap_or_default())
            }),
            evidence: self.evidence.get(&indicator.id).copied().unwrap_or(0),
        })
    }

    fn standing(&self) -> StandingView {
        let score = &self.card.units[self.row];
        let asked = (0..self.typed.len())
            .filter(|&at| self.typed[at] && self.card.state(self.row, at) != CellState::NotAsked);
        StandingView {
            completeness: score.completeness,
            total: score.total,
            grade: score.grade.map(|at| self.framework.grades[at].key.clone()),
            aspects: view::aspect_scores(self.framework, self.card, self.row),
            asked: view::count(asked.count()),
            answered: self.answered(),
        }
    }
}

/// Where a value came from, as the window shows it.
pub(crate) fn source_view(source: &CellSource, file: String) -> SourceView {
    SourceView {
        batch: source.batch,
        file,
        sha256: source.file_sha256.to_string(),
        sheet: source.sheet.to_string(),
        cell: source.cell(),
    }
}

/// File names of the batches that values came from.
pub(crate) fn file_names<'a>(
    desk: &Desk,
    sources: impl Iterator<Item = &'a CellSource>,
) -> Result<BTreeMap<i64, String>, Failure> {
    let mut names = BTreeMap::new();
    for source in sources {
        if let Entry::Vacant(new) = names.entry(source.batch) {
            let batch = desk.workspace.batch(source.batch);
            new.insert(batch.map_err(|e| desk.failed(e))?.file_name);
        }
    }
    Ok(names)
}

/// What a person typed, as an observation; `None` where nothing is left of it. A remark and a flag stand
/// without an answer too.
fn observation(
    framework: &Framework,
    unit: &Unit,
    edit: &AnswerEdit,
) -> Result<Option<Observation>, Failure> {
    let id = IndicatorId::from(edit.indicator.as_str());
    let indicator = framework
        .indicator_index(&id)
        .map(|at| &framework.indicators[at])
        .ok_or_else(|| Failure::new(Code::NoSuchIndicator).with("indicator", &id))?;
    if !framework.asks(unit, indicator) {
        return Err(Failure::new(Code::IndicatorNotAsked)
            .with("indicator", &id)
            .with("unit", &unit.code));
    }
    let layer = layer(&edit.layer)?;
    let reason = edit.reason.as_deref().map(str::trim).unwrap_or_default();
    let note = edit.note.clone().filter(|note| !note.trim().is_empty());
    let answer = match edit.value {
        Some(value) => {
            sensible(indicator, value, layer)?;
            Answer::Value(value)
        }
        None if reason.is_empty() && note.is_none() && !edit.flagged => return Ok(None),
        None if reason.is_empty() => Answer::Unanswered,
        None if !indicator.na_allowed => {
            return Err(Failure::new(Code::AlwaysApplies).with("indicator", &id));
        }
        None => Answer::NotApplicable {
            reason: reason.to_owned(),
            approver: None,
        },
    };
    Ok(Some(Observation {
        unit: unit.code.clone(),
        indicator: id,
        layer,
        answer,
        note,
        flagged: edit.flagged,
        source: None,
    }))
}

/// Whether a raw value can stand for an indicator in a layer.
fn sensible(indicator: &Indicator, value: f64, layer: Layer) -> Result<(), Failure> {
    if !value.is_finite() {
        return Err(Code::ValueNotANumber.into());
    }
    let bound = |bound: Option<f64>| bound.map(|b| b.to_string()).unwrap_or_default();
    if indicator.min.is_some_and(|min| value < min) || indicator.max.is_some_and(|max| value > max)
    {
        return Err(Failure::new(Code::ValueOutOfRange)
            .with("value", &value)
            .with("min", &bound(indicator.min))
            .with("max", &bound(indicator.max)));
    }
    // An assessor may place a unit between two levels; who answers for it chooses one.
    let between = |levels: &[AnswerOption]| {
        levels.iter().any(|level| level.value <= value)
            && levels.iter().any(|level| level.value >= value)
    };
    let offered = match &indicator.scale {
        Scale::Maturity(levels) if layer == Layer::Verified => between(levels),
        Scale::Choice(options) | Scale::Maturity(options) => {
            options.iter().any(|option| option.value == value)
        }
        scale => scoring::normalise(scale, value).is_some(),
    };
    if !offered {
        return Err(Failure::new(Code::ValueNotAnOption)
            .with("value", &value)
            .with("indicator", &indicator.id));
    }
    Ok(())
}

/// Saves one answer and gives what the form comes to then: [`keep_answer`] and [`standing`] in one.
///
/// # Errors
/// As these two.
pub fn save_answer(
    desk: &mut Desk,
    edit: &AnswerEdit,
    stamp: Stamp<'_>,
) -> Result<SavedAnswer, Failure> {
    let saved_at = keep_answer(desk, edit, stamp)?;
    let AnswerStanding { answer, standing } = standing(desk, edit)?;
    Ok(SavedAnswer {
        answer,
        standing,
        saved_at,
    })
}

/// Saves one answer; it is on disk when this returns, and nothing is scored yet. Says when it was saved,
/// local time, ISO 8601.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::NoSuchIndicator`], [`Code::IndicatorNotAsked`],
/// [`Code::ValueNotANumber`], [`Code::ValueOutOfRange`], [`Code::ValueNotAnOption`],
/// [`Code::AlwaysApplies`], and what writing fails with.
pub fn keep_answer(
    desk: &mut Desk,
    edit: &AnswerEdit,
    stamp: Stamp<'_>,
) -> Result<String, Failure> {
    let layer = layer(&edit.layer)?;
    let held = desk.held(&edit.round)?;
    let code = UnitCode::from(edit.unit.as_str());
    let unit = held.data.units.iter().find(|u| u.code == code);
    let unit = unit.ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", &code))?;
    let mut observation = observation(&held.framework, unit, edit)?;
    let round = held.data.round.id.clone();
    let indicator = IndicatorId::from(edit.indicator.as_str());
    if let Some(observation) = &mut observation {
        let mut there = held.data.observations.iter();
        let stood = there.find(|o| o.layer == layer && o.indicator == indicator && o.unit == code);
        approve(observation, stood, stamp);
    }

    let changed = desk.write(stamp, |write| match &observation {
        Some(observation) => write.save_observation(&round, observation),
        None => write.clear_observation(&round, &code, &indicator, layer),
    })?;
    if changed {
        desk.change_answers(&edit.round, |answers| {
            replace(answers, &code, &indicator, layer, observation);
        })?;
    }
    Ok(view::time(stamp.now))
}

/// The answer at the place of an edit, and what its form comes to, as they stand now.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::IndicatorNotAsked`], and what scoring fails with.
pub fn standing(desk: &mut Desk, of: &AnswerEdit) -> Result<AnswerStanding, Failure> {
    let layer = layer(&of.layer)?;
    let indicator = IndicatorId::from(of.indicator.as_str());
    let before = before(desk, &of.round)?;
    let scored = desk.scored(&of.round, options(layer))?;
    let sheet = Sheet::new(desk, &scored, &before, &of.unit, layer)?;
    let at = sheet.framework.indicator_index(&indicator);
    let answer = at.and_then(|at| sheet.answer(at)).ok_or_else(|| {
        Failure::new(Code::IndicatorNotAsked)
            .with("indicator", &indicator)
            .with("unit", &of.unit)
    })?;
    Ok(AnswerStanding {
        answer,
        standing: sheet.standing(),
    })
}

/// Who approved that an indicator does not apply: whoever says so in the verified layer. An approval stays
/// as long as the reason does, whatever else is changed.
fn approve(observation: &mut Observation, stood: Option<&Observation>, stamp: Stamp<'_>) {
    let Answer::NotApplicable { reason, approver } = &mut observation.answer else {
        return;
    };
    let kept = match stood.map(|o| &o.answer) {
        Some(Answer::NotApplicable {
            reason: stood,
            approver,
        }) if stood == reason => approver.clone(),
        _ => None,
    };
    *approver = match observation.layer {
        Layer::Verified => kept.or_else(|| Some(stamp.actor.to_owned())),
        Layer::SelfReported => kept,
    };
}

/// Puts an answer where it stood, or where it belongs; without one, takes it away.
fn replace(
    observations: &mut Vec<Observation>,
    unit: &UnitCode,
    indicator: &IndicatorId,
    layer: Layer,
    answer: Option<Observation>,
) {
    let stands = observations
        .iter()
        .position(|o| o.layer == layer && o.indicator == *indicator && o.unit == *unit);
    match (stands, answer) {
        (Some(at), Some(answer)) => observations[at] = answer,
        (Some(at), None) => {
            observations.remove(at);
        }
        (None, Some(answer)) => observations.push(answer),
        (None, None) => {}
    }
}

/// Every change of one answer in both layers, oldest first; imports that were taken back are not in it.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`].
pub fn answer_history(
    desk: &Desk,
    round: &str,
    unit: &str,
    indicator: &str,
) -> Result<Vec<AnswerChangeView>, Failure> {
    let round = &desk.round(round)?.id;
    let (unit, indicator) = (UnitCode::from(unit), IndicatorId::from(indicator));
    let mut changes = Vec::new();
    for (layer, name) in [
        (Layer::SelfReported, "self_reported"),
        (Layer::Verified, "verified"),
    ] {
        let history = desk
            .workspace
            .answer_history(round, &unit, &indicator, layer);
        for change in history.map_err(|e| desk.failed(e))? {
            let file = match change.batch {
                Some(batch) => Some(desk.workspace.batch(batch).map_err(|e| desk.failed(e))?),
                None => None,
            };
            let shown = AnswerChangeView {
                layer: name.to_owned(),
                at: view::time(change.at),
                actor: change.actor,
                action: change.action.code().to_owned(),
                value: change.value.filter(|value| !value.is_empty()),
                note: change.note,
                batch: change.batch,
                file: file.map(|batch| batch.file_name),
            };
            changes.push((change.at, shown));
        }
    }
    changes.sort_by_key(|(at, _)| *at);
    Ok(changes.into_iter().map(|(_, shown)| shown).collect())
}
