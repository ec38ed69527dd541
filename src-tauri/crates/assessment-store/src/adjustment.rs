//! Table `adjustment`: deductions and bonuses that a person entered.

use assessment_models::{RoundId, UnitCode, round::ManualAdjustment};
use rusqlite::{OptionalExtension, params};

use crate::{Action, Result, reader::Reader, unit, write::Write};

impl Reader {
    /// Adjustments of the units that take part in a round, by unit and rule.
    ///
    /// # Errors
    /// [`crate::StoreError::UnknownRound`].
    pub fn adjustments(&self, round: &RoundId) -> Result<Vec<ManualAdjustment>> {
        self.connection
            .prepare_cached(
                "SELECT unit.code, rule, count, because FROM adjustment
                 JOIN unit ON unit.id = adjustment.unit
                 JOIN round_unit USING (round, unit)
                 WHERE adjustment.round = ?1 ORDER BY unit.code, rule",
            )?
            .query_map([self.round_row(round)?], |row| {
                Ok(ManualAdjustment {
                    unit: unit::code(row, 0)?,
                    rule: row.get(1)?,
                    count: row.get(2)?,
                    because: row.get(3)?,
                })
            })?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }
}

impl Write<'_> {
    /// Enters an adjustment, or replaces the unit's for the same rule.
    ///
    /// # Errors
    /// [`crate::StoreError::UnknownRound`], [`crate::StoreError::UnknownUnit`],
    /// [`crate::StoreError::NotInRound`].
    pub fn save_adjustment(&self, round: &RoundId, adjustment: &ManualAdjustment) -> Result<()> {
        let ManualAdjustment {
            unit,
            rule,
            count,
            because,
        } = adjustment;
        let round_row = self.round_row(round)?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO adjustment (round, unit, rule, count, because)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                round_row,
                self.unit_in_round(round, round_row, unit)?,
                rule,
                count,
                because
            ])?;
        self.record_change(
            Action::SaveAdjustment,
            &format!("{round}/{unit}/{rule}"),
            &[("count", count.to_string()), ("because", because.clone())],
        )
    }

    /// Removes an adjustment. `false` where there was none.
    ///
    /// # Errors
    /// [`crate::StoreError::UnknownRound`], [`crate::StoreError::UnknownUnit`].
    pub fn delete_adjustment(&self, round: &RoundId, unit: &UnitCode, rule: &str) -> Result<bool> {
        let removed: Option<(i64, String)> = self
            .connection
            .prepare_cached(
                "DELETE FROM adjustment WHERE round = ?1 AND unit = ?2 AND rule = ?3
                 RETURNING count, because",
            )?
            .query_row(
                params![self.round_row(round)?, self.unit_row(unit)?, rule],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        if let Some((count, because)) = &removed {
            let subject = format!("{round}/{unit}/{rule}");
            let detail = [("count", count.to_string()), ("because", because.clone())];
            self.record_change(Action::DeleteAdjustment, &subject, &detail)?;
        }
        Ok(removed.is_some())
    }
}
