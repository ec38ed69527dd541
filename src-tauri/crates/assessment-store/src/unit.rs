//! Table `unit`: who can be assessed.

use std::collections::{BTreeMap, BTreeSet};

use assessment_models::{Text, Unit, UnitCode};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Action, Result, StoreError, before, reader::Reader, write::Write};

const COLUMNS: &str = "unit.code, unit.name_zh, unit.name_en, unit.peer_group, unit.parent, unit.tags, unit.attributes";

/// A row as [`COLUMNS`] selects it.
pub(crate) fn from_row(row: &Row<'_>) -> Result<Unit> {
    let attributes = row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?;
    let tags = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(Unit {
        code: code(row, 0)?,
        name: Text::new(row.get::<_, String>(1)?, row.get::<_, String>(2)?),
        peer_group: row.get(3)?,
        parent: row.get::<_, Option<String>>(4)?.map(UnitCode::from),
        tags: serde_json::from_str::<BTreeSet<String>>(tags)?,
        attributes: serde_json::from_str(attributes)?,
    })
}

/// A unit code in a column.
pub(crate) fn code(row: &Row<'_>, index: usize) -> rusqlite::Result<UnitCode> {
    row.get::<_, String>(index).map(UnitCode::from)
}

impl Reader {
    /// Every unit of the workspace, by code.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn units(&self) -> Result<Vec<Unit>> {
        self.connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM unit ORDER BY code"))?
            .query_and_then([], from_row)?
            .collect()
    }

    /// How many units the workspace holds.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn unit_count(&self) -> Result<u64> {
        let count: i64 = self
            .connection
            .prepare_cached("SELECT count(*) FROM unit")?
            .query_row([], |row| row.get(0))?;
        Ok(count.cast_unsigned())
    }

    /// One unit; `None` where there is none of this code.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn unit(&self, code: &UnitCode) -> Result<Option<Unit>> {
        self.connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM unit WHERE code = ?1"))?
            .query_and_then([code.as_str()], from_row)?
            .next()
            .transpose()
    }

    /// Who takes part in a round, by code.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn round_units(&self, round: &assessment_models::RoundId) -> Result<Vec<Unit>> {
        let round = self.round_row(round)?;
        self.connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM round_unit JOIN unit ON unit.id = round_unit.unit
                 WHERE round_unit.round = ?1 ORDER BY unit.code"
            ))?
            .query_and_then([round], from_row)?
            .collect()
    }

    /// Row number of a unit.
    pub(crate) fn unit_row(&self, code: &UnitCode) -> Result<i64> {
        self.connection
            .prepare_cached("SELECT id FROM unit WHERE code = ?1")?
            .query_row([code.as_str()], |row| row.get(0))
            .optional()?
            .ok_or_else(|| StoreError::UnknownUnit(code.clone()))
    }

    /// Code of the unit of a row number.
    pub(crate) fn unit_of_row(&self, row: i64) -> Result<UnitCode> {
        Ok(self
            .connection
            .prepare_cached("SELECT code FROM unit WHERE id = ?1")?
            .query_row([row], |row| code(row, 0))?)
    }

    /// The batch that a unit's row was last written by; `None` where that was a person, or there is no such
    /// unit.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn unit_batch(&self, code: &UnitCode) -> Result<Option<i64>> {
        let batch = self
            .connection
            .prepare_cached("SELECT batch FROM unit WHERE code = ?1")?
            .query_row([code.as_str()], |row| row.get(0))
            .optional()?;
        Ok(batch.flatten())
    }

    /// Row numbers of the units of a round.
    pub(crate) fn round_unit_rows(&self, round: i64) -> Result<BTreeMap<UnitCode, i64>> {
        self.connection
            .prepare_cached(
                "SELECT unit.code, unit.id FROM round_unit JOIN unit ON unit.id = round_unit.unit
                 WHERE round_unit.round = ?1",
            )?
            .query_map([round], |row| Ok((code(row, 0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }
}

/// What of a unit differs, as it was and as it is: two JSON objects with the same names.
fn differing(before: &Unit, after: &Unit) -> Result<(String, String)> {
    let fields = |unit: &Unit| -> Result<BTreeMap<&'static str, serde_json::Value>> {
        Ok(BTreeMap::from([
            ("name_zh", unit.name.zh.as_str().into()),
            ("name_en", unit.name.en.as_str().into()),
            ("peer_group", unit.peer_group.as_str().into()),
            ("parent", unit.parent.as_ref().map(UnitCode::as_str).into()),
            ("tags", serde_json::to_value(&unit.tags)?),
            ("attributes", serde_json::to_value(&unit.attributes)?),
        ]))
    };
    let (mut was, mut is) = (fields(before)?, fields(after)?);
    let differs: BTreeSet<&str> = was
        .iter()
        .filter(|(name, value)| is.get(**name) != Some(value))
        .map(|(name, _)| *name)
        .collect();
    was.retain(|name, _| differs.contains(name));
    is.retain(|name, _| differs.contains(name));
    Ok((serde_json::to_string(&was)?, serde_json::to_string(&is)?))
}

impl Write<'_> {
    /// Adds a unit, or replaces what is known of it. `false` where all of it stood there already.
    ///
    /// # Errors
    /// [`StoreError::NotFinite`] for an attribute that is no number.
    pub fn save_unit(&self, unit: &Unit) -> Result<bool> {
        let before = self.unit(&unit.code)?;
        if before.as_ref() == Some(unit) {
            return Ok(false);
        }
        let mut detail = vec![("name", unit.name.zh.clone())];
        if let Some(before) = &before {
            let batch = self.unit_batch(&unit.code)?;
            self.overridden_row(batch, before::UNIT, unit.code.as_str())?;
            let (was, is) = differing(before, unit)?;
            detail.extend([("before", was), ("after", is)]);
        }
        self.put_unit(unit, None)?;
        self.record_change(Action::SaveUnit, unit.code.as_str(), &detail)?;
        Ok(true)
    }

    /// Writes a unit without an audit entry of its own.
    pub(crate) fn put_unit(&self, unit: &Unit, batch: Option<i64>) -> Result<i64> {
        if unit.attributes.values().any(|n| !n.is_finite()) {
            return Err(StoreError::NotFinite);
        }
        Ok(self
            .connection
            .prepare_cached(
                "INSERT INTO unit (code, name_zh, name_en, peer_group, parent, tags, attributes, batch)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (code) DO UPDATE SET name_zh = ?2, name_en = ?3, peer_group = ?4,
                     parent = ?5, tags = ?6, attributes = ?7, batch = ?8
                 RETURNING id",
            )?
            .query_row(
                params![
                    unit.code.as_str(),
                    unit.name.zh,
                    unit.name.en,
                    unit.peer_group,
                    unit.parent.as_ref().map(UnitCode::as_str),
                    serde_json::to_string(&unit.tags)?,
                    serde_json::to_string(&unit.attributes)?,
                    batch,
                ],
                |row| row.get(0),
            )?)
    }

    /// Removes a unit from which nothing was collected, and from the rounds in which it takes part.
    ///
    /// # Errors
    /// [`StoreError::UnknownUnit`]; [`StoreError::UnitInUse`] where something was collected from it, or other
    /// units belong to it.
    pub fn remove_unit(&self, code: &UnitCode) -> Result<()> {
        let row = self.unit_row(code)?;
        let has_children = self
            .connection
            .prepare_cached("SELECT 1 FROM unit WHERE parent = ?1")?
            .exists([code.as_str()])?;
        self.drop_empty_forms()?;
        self.connection
            .execute("DELETE FROM round_unit WHERE unit = ?1", [row])?;
        if has_children || !self.remove_unused_unit(code)? {
            return Err(StoreError::UnitInUse(code.clone()));
        }
        self.record_change(Action::RemoveUnit, code.as_str(), &[])
    }

    /// Removes forms without answers: from these nothing was collected. One whose answers are named in what
    /// batches replaced or people changed stays: another unit's form would get its number, and with it that
    /// history.
    pub(crate) fn drop_empty_forms(&self) -> Result<()> {
        self.connection.execute(
            "DELETE FROM form WHERE NOT EXISTS (SELECT 1 FROM observation
                 WHERE observation.id BETWEEN form.id << 16 AND (form.id << 16) + 65535)
             AND id NOT IN (SELECT id >> 16 FROM observation_overridden
                 UNION SELECT id >> 16 FROM observation_before)",
            [],
        )?;
        Ok(())
    }

    /// Removes a unit that nothing refers to. `false` where something does.
    pub(crate) fn remove_unused_unit(&self, code: &UnitCode) -> Result<bool> {
        let removed = self
            .connection
            .prepare_cached(
                "DELETE FROM unit WHERE code = ?1 AND NOT EXISTS (
                     SELECT 1 FROM round_unit WHERE round_unit.unit = unit.id
                     UNION ALL SELECT 1 FROM form WHERE form.unit = unit.id
                     UNION ALL SELECT 1 FROM record WHERE record.unit = unit.id
                     UNION ALL SELECT 1 FROM response WHERE response.unit = unit.id
                     UNION ALL SELECT 1 FROM adjustment WHERE adjustment.unit = unit.id
                     UNION ALL SELECT 1 FROM finding WHERE finding.unit = unit.id
                     UNION ALL SELECT 1 FROM person WHERE person.unit = unit.id
                     UNION ALL SELECT 1 FROM evidence WHERE evidence.unit = unit.id)",
            )?
            .execute([code.as_str()])?;
        Ok(removed > 0)
    }
}
