//! Table `finding`: what fell short, and how it is being mended.

use assessment_models::{IndicatorId, RoundId, UnitCode};
use chrono::{NaiveDate, NaiveDateTime};
use rusqlite::{OptionalExtension, Row, params};

use crate::{
    Action, EvidenceFor, Result, StoreError, before, reader::Reader, time, unit, write::Write,
};

/// How far the mending of a finding 整改 has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// Told to the unit.
    Open,
    /// The unit is at it.
    Mending,
    /// The unit says that it is mended.
    Mended,
    /// Confirmed and struck off the list 销号.
    Closed,
}

impl FindingState {
    /// All states, in their order.
    pub const ALL: [Self; 4] = [Self::Open, Self::Mending, Self::Mended, Self::Closed];

    /// The code that is stored and shown by the locale files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mending => "mending",
            Self::Mended => "mended",
            Self::Closed => "closed",
        }
    }

    /// The state of a code; `None` where there is none such.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What a person says of a finding; all of it replaces what was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingText {
    /// Whose shortcoming it is.
    pub unit: UnitCode,
    /// Which indicator it shows in, where it is one.
    pub indicator: Option<IndicatorId>,
    /// What falls short.
    pub description: String,
    /// What is to be done.
    pub demand: String,
    /// Who is to do it.
    pub responsible: String,
    /// Until when.
    pub deadline: Option<NaiveDate>,
    /// How far it has come.
    pub state: FindingState,
    /// What was done, and what was found when it was looked at again.
    pub note: String,
    /// The files that are to prove it, by name, as the unit told them; those behind the closure are counted
    /// in [`Finding::evidence`].
    pub evidence_named: String,
}

/// A finding 问题 with its rectification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Number.
    pub id: i64,
    /// Round whose list it stands on.
    pub round: RoundId,
    /// What is said of it.
    pub text: FindingText,
    /// The same finding on an earlier round's list.
    pub carried_from: Option<i64>,
    /// When it was entered, local time; where it was carried over, the first time.
    pub opened_at: NaiveDateTime,
    /// By whom.
    pub opened_by: String,
    /// When it was closed, and by whom.
    pub closed: Option<(NaiveDateTime, String)>,
    /// How many files lie behind its closure.
    pub evidence: u32,
    /// The batch whose report stands in it; `None` where a person wrote last.
    pub batch: Option<i64>,
}

const SELECT: &str =
    "SELECT finding.id, round.code, unit.code, indicator.code, description, demand,
        responsible, finding.deadline, state, note, carried_from, opened_at, opened_by, closed_at,
        closed_by, (SELECT count(*) FROM evidence WHERE evidence.finding = finding.id),
        evidence_named, finding.batch
    FROM finding JOIN round ON round.id = finding.round JOIN unit ON unit.id = finding.unit
    LEFT JOIN indicator ON indicator.id = finding.indicator";

fn from_row(row: &Row<'_>) -> Result<Finding> {
    let state: String = row.get(8)?;
    let closed_at: Option<NaiveDateTime> = time::optional(row, 13)?;
    Ok(Finding {
        id: row.get(0)?,
        round: row.get::<_, String>(1)?.into(),
        text: FindingText {
            unit: unit::code(row, 2)?,
            indicator: row.get::<_, Option<String>>(3)?.map(Into::into),
            description: row.get(4)?,
            demand: row.get(5)?,
            responsible: row.get(6)?,
            deadline: time::optional(row, 7)?,
            state: FindingState::of(&state)
                .ok_or_else(|| StoreError::Corrupt(format!("finding state {state}").into()))?,
            note: row.get(9)?,
            evidence_named: row.get(16)?,
        },
        carried_from: row.get(10)?,
        opened_at: time::column(row, 11)?,
        opened_by: row.get(12)?,
        closed: closed_at.zip(row.get(14)?),
        evidence: row.get(15)?,
        batch: row.get(17)?,
    })
}

impl Reader {
    /// Findings on a round's list, by unit and then in the order of their entry.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn findings(&self, round: &RoundId) -> Result<Vec<Finding>> {
        self.connection
            .prepare_cached(&format!(
                "{SELECT} WHERE finding.round = ?1 ORDER BY unit.code, finding.id"
            ))?
            .query_and_then([self.round_row(round)?], from_row)?
            .collect()
    }

    /// One finding.
    ///
    /// # Errors
    /// [`StoreError::UnknownFinding`].
    pub fn finding(&self, id: i64) -> Result<Finding> {
        self.connection
            .prepare_cached(&format!("{SELECT} WHERE finding.id = ?1"))?
            .query_and_then([id], from_row)?
            .next()
            .unwrap_or(Err(StoreError::UnknownFinding(id)))
    }
}

impl Write<'_> {
    /// Enters a finding on a round's list, and returns its number.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`], [`StoreError::NotInRound`].
    pub fn add_finding(&self, round: &RoundId, text: &FindingText) -> Result<i64> {
        let round_row = self.round_row(round)?;
        let unit = self.unit_in_round(round, round_row, &text.unit)?;
        let indicator = match &text.indicator {
            Some(indicator) => Some(self.indicator_for(indicator)?),
            None => None,
        };
        let closed = (text.state == FindingState::Closed).then(|| time::text(self.now));
        self.connection
            .prepare_cached(
                "INSERT INTO finding (round, unit, indicator, description, demand, responsible,
                     deadline, state, note, opened_at, opened_by, closed_at, closed_by, evidence_named)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                round_row,
                unit,
                indicator,
                text.description,
                text.demand,
                text.responsible,
                text.deadline.map(|day| day.to_string()),
                text.state.code(),
                text.note,
                time::text(self.now),
                self.actor,
                closed,
                closed.is_some().then_some(self.actor),
                text.evidence_named,
            ])?;
        let id = self.connection.last_insert_rowid();
        self.record_change(Action::AddFinding, &subject(round, id), &detail(text))?;
        Ok(id)
    }

    /// Replaces what is said of a finding. `false` where the same stood there already.
    ///
    /// # Errors
    /// [`StoreError::UnknownFinding`], [`StoreError::UnknownUnit`], [`StoreError::NotInRound`].
    pub fn save_finding(&self, id: i64, text: &FindingText) -> Result<bool> {
        let before = self.finding(id)?;
        if before.text == *text {
            return Ok(false);
        }
        let round = self.round_row(&before.round)?;
        let unit = self.unit_in_round(&before.round, round, &text.unit)?;
        let indicator = match &text.indicator {
            Some(indicator) => Some(self.indicator_for(indicator)?),
            None => None,
        };
        let closed = match (text.state, before.closed) {
            (FindingState::Closed, Some((at, by))) => Some((time::text(at), by)),
            (FindingState::Closed, None) => Some((time::text(self.now), self.actor.to_owned())),
            _ => None,
        };
        let (closed_at, closed_by) = closed.unzip();
        self.overridden_row(self.finding_batch(id)?, before::FINDING, &id.to_string())?;
        self.connection
            .prepare_cached(
                "UPDATE finding SET unit = ?2, indicator = ?3, description = ?4, demand = ?5,
                     responsible = ?6, deadline = ?7, state = ?8, note = ?9, closed_at = ?10,
                     closed_by = ?11, evidence_named = ?12, batch = NULL WHERE id = ?1",
            )?
            .execute(params![
                id,
                unit,
                indicator,
                text.description,
                text.demand,
                text.responsible,
                text.deadline.map(|day| day.to_string()),
                text.state.code(),
                text.note,
                closed_at,
                closed_by,
                text.evidence_named,
            ])?;
        self.record_change(
            Action::SaveFinding,
            &subject(&before.round, id),
            &detail(text),
        )?;
        Ok(true)
    }

    /// Takes a finding off the list, with the files behind it.
    ///
    /// # Errors
    /// [`StoreError::UnknownFinding`]; [`StoreError::FindingCarried`] where a later round goes on with it.
    pub fn remove_finding(&self, id: i64) -> Result<()> {
        let before = self.finding(id)?;
        let carried = self
            .connection
            .prepare_cached("SELECT 1 FROM finding WHERE carried_from = ?1")?
            .exists([id])?;
        if carried {
            return Err(StoreError::FindingCarried(id));
        }
        self.overridden_row(self.finding_batch(id)?, before::FINDING, &id.to_string())?;
        self.remove_evidence_of(&EvidenceFor::Closure { finding: id })?;
        self.connection
            .execute("DELETE FROM finding WHERE id = ?1", [id])?;
        self.record_change(
            Action::RemoveFinding,
            &subject(&before.round, id),
            &detail(&before.text),
        )
    }

    /// Puts what is still open on one round's list on another's, each once, as far as its unit takes part.
    /// Returns how many were carried.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn carry_findings(&self, from: &RoundId, to: &RoundId) -> Result<u64> {
        let carried = self.connection.execute(
            "INSERT OR IGNORE INTO finding (round, unit, indicator, description, demand, responsible,
                 deadline, state, note, evidence_named, carried_from, opened_at, opened_by)
             SELECT ?2, finding.unit, indicator, description, demand, responsible, deadline, state,
                 note, evidence_named, id, opened_at, opened_by
             FROM finding JOIN round_unit ON round_unit.round = ?2 AND round_unit.unit = finding.unit
             WHERE finding.round = ?1 AND state <> 'closed' ORDER BY id",
            [self.round_row(from)?, self.round_row(to)?],
        )?;
        if carried > 0 {
            self.record_change(
                Action::CarryFindings,
                to.as_str(),
                &[
                    ("from", from.to_string()),
                    ("findings", carried.to_string()),
                ],
            )?;
        }
        Ok(carried as u64)
    }

    /// Row numbers of a finding's round and unit.
    pub(crate) fn finding_place(&self, id: i64) -> Result<(i64, i64)> {
        self.connection
            .prepare_cached("SELECT round, unit FROM finding WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or(StoreError::UnknownFinding(id))
    }
}

fn subject(round: &RoundId, id: i64) -> String {
    format!("{round}/finding/{id}")
}

fn detail(text: &FindingText) -> Vec<(&'static str, String)> {
    let mut detail = vec![
        ("unit", text.unit.to_string()),
        ("description", text.description.clone()),
        ("demand", text.demand.clone()),
        ("responsible", text.responsible.clone()),
        ("state", text.state.code().to_owned()),
        ("note", text.note.clone()),
        ("evidence_named", text.evidence_named.clone()),
    ];
    detail.extend(
        text.indicator
            .as_ref()
            .map(|i| ("indicator", i.to_string())),
    );
    detail.extend(text.deadline.map(|day| ("deadline", day.to_string())));
    detail.retain(|(_, words)| !words.is_empty());
    detail
}
