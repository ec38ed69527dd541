//! Tables `weight_set` and `weight_share`: shares that stand for a framework's own, and how they came
//! about.

use std::collections::BTreeMap;

use assessment_models::RoundId;
use chrono::NaiveDateTime;
use rusqlite::{OptionalExtension, Row, params};

use crate::{Action, Result, StoreError, reader::Reader, time, write::Write};

/// A set of weights for one framework version.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightSet {
    /// Its name, one of its kind for the framework version.
    pub name: String,
    /// Framework id.
    pub framework: String,
    /// Framework version.
    pub framework_version: String,
    /// How the shares came about: `expert`, `equal`, `ahp`, `entropy`, `critic`, `blend`.
    pub method: String,
    /// What the method was given and what it said, such as the judgements and their consistency.
    pub inputs: serde_json::Value,
    /// Share within its group by id of an aspect, objective or indicator, 0..=1; elements that are not in
    /// it keep the framework's.
    pub shares: BTreeMap<String, f64>,
}

/// A set of weights as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredWeights {
    /// Number.
    pub id: i64,
    /// The set.
    pub set: WeightSet,
    /// When it was set, local time.
    pub set_at: NaiveDateTime,
    /// By whom.
    pub set_by: String,
}

const SELECT: &str =
    "SELECT weight_set.id, name, framework.code, framework.version, method, inputs,
        set_at, set_by
    FROM weight_set JOIN framework ON framework.id = weight_set.framework";

impl Reader {
    /// All sets, in the order of their making.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub fn weight_sets(&self) -> Result<Vec<StoredWeights>> {
        self.connection
            .prepare_cached(&format!("{SELECT} ORDER BY weight_set.id"))?
            .query_and_then([], |row| self.weights_of(row))?
            .collect()
    }

    /// One set.
    ///
    /// # Errors
    /// [`StoreError::UnknownWeights`].
    pub fn weight_set(&self, id: i64) -> Result<StoredWeights> {
        self.connection
            .prepare_cached(&format!("{SELECT} WHERE weight_set.id = ?1"))?
            .query_and_then([id], |row| self.weights_of(row))?
            .next()
            .unwrap_or(Err(StoreError::UnknownWeights(id)))
    }

    /// The set that a round is scored with; `None` where it is the framework's own weights.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn round_weights(&self, round: &RoundId) -> Result<Option<StoredWeights>> {
        let set: Option<i64> = self
            .connection
            .prepare_cached("SELECT weight_set FROM round WHERE id = ?1")?
            .query_row([self.round_row(round)?], |row| row.get(0))?;
        set.map(|id| self.weight_set(id)).transpose()
    }

    fn weights_of(&self, row: &Row<'_>) -> Result<StoredWeights> {
        let id = row.get(0)?;
        let inputs = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
        let shares = self
            .connection
            .prepare_cached("SELECT element, share FROM weight_share WHERE weight_set = ?1")?
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(StoredWeights {
            id,
            set: WeightSet {
                name: row.get(1)?,
                framework: row.get(2)?,
                framework_version: row.get(3)?,
                method: row.get(4)?,
                inputs: serde_json::from_str(inputs)?,
                shares,
            },
            set_at: time::column(row, 6)?,
            set_by: row.get(7)?,
        })
    }
}

impl Write<'_> {
    /// Keeps a set of weights, and returns its number. A set is never changed: scores that were made with
    /// it must be made again alike.
    ///
    /// # Errors
    /// [`StoreError::UnknownFramework`], [`StoreError::WeightsExist`] for a name that is taken,
    /// [`StoreError::NotFinite`] for a share outside 0..=1.
    pub fn add_weights(&self, set: &WeightSet) -> Result<i64> {
        let (framework, _) = self.framework_row(&set.framework, &set.framework_version)?;
        if set
            .shares
            .values()
            .any(|share| !(0.0..=1.0).contains(share))
        {
            return Err(StoreError::NotFinite);
        }
        let taken = self
            .connection
            .prepare_cached("SELECT 1 FROM weight_set WHERE framework = ?1 AND name = ?2")?
            .exists(params![framework, set.name])?;
        if taken {
            return Err(StoreError::WeightsExist(set.name.clone()));
        }
        self.connection
            .prepare_cached(
                "INSERT INTO weight_set (framework, name, method, inputs, set_at, set_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                framework,
                set.name,
                set.method,
                serde_json::to_string(&set.inputs)?,
                time::text(self.now),
                self.actor
            ])?;
        let id = self.connection.last_insert_rowid();
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO weight_share (weight_set, element, share) VALUES (?1, ?2, ?3)",
        )?;
        for (element, share) in &set.shares {
            insert.execute(params![id, element, share])?;
        }
        self.record_change(
            Action::AddWeights,
            &format!("{}/{}/weights/{id}", set.framework, set.framework_version),
            &[("name", set.name.clone()), ("method", set.method.clone())],
        )?;
        Ok(id)
    }

    /// Lets a round be scored with a set of weights, or with the framework's own.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`], [`StoreError::UnknownWeights`]; [`StoreError::UnknownFramework`] where
    /// the set is for another framework version than the round's.
    pub fn adopt_weights(&self, round: &RoundId, set: Option<i64>) -> Result<()> {
        let row = self.round_row(round)?;
        if let Some(id) = set {
            let matching: Option<bool> = self
                .connection
                .prepare_cached(
                    "SELECT weight_set.framework = (SELECT framework FROM round WHERE id = ?2)
                     FROM weight_set WHERE id = ?1",
                )?
                .query_row([id, row], |row| row.get(0))
                .optional()?;
            if !matching.ok_or(StoreError::UnknownWeights(id))? {
                let set = self.weight_set(id)?.set;
                return Err(StoreError::UnknownFramework {
                    id: set.framework,
                    version: set.framework_version,
                });
            }
        }
        self.connection.execute(
            "UPDATE round SET weight_set = ?2 WHERE id = ?1",
            params![row, set],
        )?;
        let set = set.map_or_else(|| "framework".to_owned(), |id| id.to_string());
        self.record_change(Action::AdoptWeights, round.as_str(), &[("weights", set)])
    }
}
