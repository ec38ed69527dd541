//! Tables `round` and `round_unit`: assessment campaigns and who takes part.

use std::collections::BTreeSet;

use assessment_models::{Round, RoundData, RoundId, Text, UnitCode};
use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use crate::{Action, Result, StoreError, reader::Reader, time, write::Write};

const SELECT: &str = "SELECT round.code, name_zh, name_en, period_start, period_end, deadline,
        framework.code, framework.version
    FROM round JOIN framework ON framework.id = round.framework";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Round> {
    Ok(Round {
        id: row.get::<_, String>(0)?.into(),
        name: Text::new(row.get::<_, String>(1)?, row.get::<_, String>(2)?),
        period_start: time::column(row, 3)?,
        period_end: time::column(row, 4)?,
        deadline: time::optional(row, 5)?,
        framework: row.get(6)?,
        framework_version: row.get(7)?,
    })
}

impl Reader {
    /// All rounds, the latest period first.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn rounds(&self) -> Result<Vec<Round>> {
        self.connection
            .prepare_cached(&format!(
                "{SELECT} ORDER BY period_end DESC, round.code DESC"
            ))?
            .query_map([], from_row)?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }

    /// One round.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn round(&self, id: &RoundId) -> Result<Round> {
        self.connection
            .prepare_cached(&format!("{SELECT} WHERE round.code = ?1"))?
            .query_row([id.as_str()], from_row)
            .optional()?
            .ok_or_else(|| StoreError::UnknownRound(id.clone()))
    }

    /// Everything that was collected in a round from the units that take part in it: units by code,
    /// observations by unit, layer and indicator, records by register and key, responses by id.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn round_data(&self, id: &RoundId) -> Result<RoundData> {
        self.round_data_told(id, &|_, _| true)
    }

    /// [`Reader::round_data`], which tells again and again how many of how many forms and rows of registers
    /// it has read, and stops where the answer is no.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::Cancelled`].
    pub fn round_data_told(
        &self,
        id: &RoundId,
        go_on: &dyn Fn(usize, usize) -> bool,
    ) -> Result<RoundData> {
        let round = self.round(id)?;
        let row = self.round_row(id)?;
        let forms = self.count("SELECT count(*) FROM form WHERE round = ?1", [row])?;
        let records = self.count("SELECT count(*) FROM record WHERE round = ?1", [row])?;
        let told = |done: usize| {
            if go_on(done, forms + records) {
                Ok(())
            } else {
                Err(StoreError::Cancelled)
            }
        };
        Ok(RoundData {
            round,
            units: self.round_units(id)?,
            observations: self.round_observations(id, &told)?,
            records: self.round_records(id, &|done| told(forms + done))?,
            responses: self.responses(id)?,
            adjustments: self.adjustments(id)?,
        })
    }

    /// Row number of a round.
    pub(crate) fn round_row(&self, id: &RoundId) -> Result<i64> {
        self.connection
            .prepare_cached("SELECT id FROM round WHERE code = ?1")?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()?
            .ok_or_else(|| StoreError::UnknownRound(id.clone()))
    }

    /// Row number of a unit that takes part in the round.
    pub(crate) fn unit_in_round(&self, id: &RoundId, round: i64, unit: &UnitCode) -> Result<i64> {
        let row = self.unit_row(unit)?;
        let takes_part = self
            .connection
            .prepare_cached("SELECT 1 FROM round_unit WHERE round = ?1 AND unit = ?2")?
            .exists([round, row])?;
        if !takes_part {
            return Err(StoreError::NotInRound {
                unit: unit.clone(),
                round: id.clone(),
            });
        }
        Ok(row)
    }
}

impl Write<'_> {
    /// Adds a round, in which nobody takes part yet.
    ///
    /// # Errors
    /// [`StoreError::UnknownFramework`], [`StoreError::RoundExists`].
    pub fn add_round(&self, round: &Round) -> Result<()> {
        let (framework, _) = self.framework_row(&round.framework, &round.framework_version)?;
        if self.round_row(&round.id).is_ok() {
            return Err(StoreError::RoundExists(round.id.clone()));
        }
        self.connection.execute(
            "INSERT INTO round (code, name_zh, name_en, period_start, period_end, deadline, framework)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                round.id.as_str(),
                round.name.zh,
                round.name.en,
                round.period_start.to_string(),
                round.period_end.to_string(),
                round.deadline.map(|day| day.to_string()),
                framework,
            ],
        )?;
        self.record_change(
            Action::AddRound,
            round.id.as_str(),
            &[(
                "framework",
                format!("{}/{}", round.framework, round.framework_version),
            )],
        )
    }

    /// Changes a round's name, period and deadline; its framework stays, because what was collected hangs
    /// on it. `false` where the same stood there already.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn save_round(&self, round: &Round) -> Result<bool> {
        let row = self.round_row(&round.id)?;
        let before = self.round(&round.id)?;
        let period = format!("{} {}", round.period_start, round.period_end);
        let after = Round {
            framework: before.framework.clone(),
            framework_version: before.framework_version.clone(),
            ..round.clone()
        };
        if after == before {
            return Ok(false);
        }
        self.connection.execute(
            "UPDATE round SET name_zh = ?2, name_en = ?3, period_start = ?4, period_end = ?5,
                 deadline = ?6 WHERE id = ?1",
            params![
                row,
                round.name.zh,
                round.name.en,
                round.period_start.to_string(),
                round.period_end.to_string(),
                round.deadline.map(|day| day.to_string()),
            ],
        )?;
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let said = |round: &Round| {
            let Round {
                name,
                period_start,
                period_end,
                ..
            } = round;
            let deadline = day(round.deadline);
            format!(
                "{} | {} | {period_start} {period_end} | {deadline}",
                name.zh, name.en
            )
        };
        let mut detail = vec![
            ("name", round.name.zh.clone()),
            ("period", period),
            ("before", said(&before)),
            ("after", said(&after)),
        ];
        detail.extend(round.deadline.map(|day| ("deadline", day.to_string())));
        self.record_change(Action::SaveRound, round.id.as_str(), &detail)?;
        Ok(true)
    }

    /// Lets a round be scored with another framework version, with that version's own weights. What was
    /// collected stays: answers go by the ids of indicators, whatever version asks for them.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownFramework`].
    pub fn adopt_framework(&self, round: &RoundId, id: &str, version: &str) -> Result<()> {
        let row = self.round_row(round)?;
        let before = self.round(round)?;
        let weights = self.round_weights(round)?.map(|weights| weights.set.name);
        let (framework, _) = self.framework_row(id, version)?;
        self.connection.execute(
            "UPDATE round SET framework = ?2, weight_set = NULL WHERE id = ?1",
            params![row, framework],
        )?;
        self.record_change(
            Action::AdoptFramework,
            round.as_str(),
            &[
                ("framework", format!("{id}/{version}")),
                (
                    "before",
                    format!("{}/{}", before.framework, before.framework_version),
                ),
                ("weights_dropped", weights.unwrap_or_default()),
            ],
        )
    }

    /// Sets who takes part in a round. What was collected from a unit that no longer does stays in the
    /// file, out of sight, and is there again when it does.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownUnit`].
    pub fn set_round_units(&self, id: &RoundId, units: &[UnitCode]) -> Result<()> {
        let round = self.round_row(id)?;
        let before = self.round_unit_rows(round)?;
        let wanted: BTreeSet<&UnitCode> = units.iter().collect();
        // Who stays keeps the batch that brought them in, so that it can still be taken back.
        let mut remove = self
            .connection
            .prepare_cached("DELETE FROM round_unit WHERE round = ?1 AND unit = ?2")?;
        let mut removed = Vec::new();
        for (unit, row) in &before {
            if !wanted.contains(unit) {
                remove.execute([round, *row])?;
                removed.push(unit.as_str());
            }
        }
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO round_unit (round, unit) VALUES (?1, ?2)")?;
        let mut added = Vec::new();
        for unit in &wanted {
            if !before.contains_key(*unit) {
                insert.execute([round, self.unit_row(unit)?])?;
                added.push(unit.as_str());
            }
        }
        self.record_change(
            Action::SetRoundUnits,
            id.as_str(),
            &[
                ("units", wanted.len().to_string()),
                ("added", added.join(" ")),
                ("removed", removed.join(" ")),
            ],
        )
    }
}
