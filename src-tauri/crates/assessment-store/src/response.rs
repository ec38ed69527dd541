//! Table `response`: questionnaires.

use assessment_models::{
    RoundId, UnitCode,
    draft::Place,
    survey::{Party, Response},
};
use chrono::NaiveDateTime;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::{
    Result, StoreError, batch::BatchNames, fields, observation, reader::Reader, time, write::Write,
};

/// A response as it is stored.
pub(crate) struct StoredResponse {
    pub(crate) batch: Option<i64>,
    pub(crate) image: ResponseImage,
}

/// What names a response within its round: numbers of two parties may be alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ResponseKey<'k> {
    pub(crate) party: Party,
    pub(crate) id: &'k str,
}

impl<'k> ResponseKey<'k> {
    /// As `row_before` and `row_overridden` name it: `party/id`.
    pub(crate) fn name(self) -> String {
        format!("{}/{}", party_code(self.party), self.id)
    }

    pub(crate) fn from_name(name: &'k str) -> Result<Self> {
        let (party, id) = name
            .split_once('/')
            .ok_or_else(|| StoreError::Corrupt(format!("{name} names no response").into()))?;
        let party = party_from(party)?;
        Ok(Self { party, id })
    }
}

/// What a batch replaces of a response; the unit by its code, as with records.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ResponseBefore {
    pub(crate) party: Party,
    pub(crate) unit: Option<UnitCode>,
    pub(crate) answered_at: Option<NaiveDateTime>,
    pub(crate) answers: String,
    pub(crate) place: Option<Place>,
}

/// A response's columns.
#[derive(Debug, PartialEq)]
pub(crate) struct ResponseImage {
    pub(crate) party: Party,
    pub(crate) unit: Option<i64>,
    pub(crate) answered_at: Option<NaiveDateTime>,
    pub(crate) answers: String,
    pub(crate) place: Option<Place>,
}

fn party_code(party: Party) -> &'static str {
    match party {
        Party::Government => "government",
        Party::Enterprise => "enterprise",
        Party::SocialOrg => "social_org",
        Party::Citizen => "citizen",
    }
}

fn party_of(row: &Row<'_>, index: usize) -> Result<Party> {
    party_from(
        row.get_ref(index)?
            .as_str()
            .map_err(rusqlite::Error::from)?,
    )
}

fn party_from(code: &str) -> Result<Party> {
    match code {
        "government" => Ok(Party::Government),
        "enterprise" => Ok(Party::Enterprise),
        "social_org" => Ok(Party::SocialOrg),
        "citizen" => Ok(Party::Citizen),
        other => Err(StoreError::Corrupt(
            format!("{other} is not a party").into(),
        )),
    }
}

impl Reader {
    /// Questionnaires of a round, by id, then party: those of no unit, and of units that take part.
    ///
    /// # Errors
    /// [`StoreError::UnknownRound`].
    pub fn responses(&self, round: &RoundId) -> Result<Vec<Response>> {
        let mut batches = BatchNames::default();
        self.connection
            .prepare_cached(
                r#"SELECT key, party, unit.code, answered_at, answers,
                     response.batch, sheet, "row", "column"
                 FROM response LEFT JOIN unit ON unit.id = response.unit
                 WHERE response.round = ?1 AND (response.unit IS NULL OR EXISTS
                     (SELECT 1 FROM round_unit
                      WHERE round_unit.round = ?1 AND round_unit.unit = response.unit))
                 ORDER BY key, party"#,
            )?
            .query_and_then([self.round_row(round)?], |row| {
                let answers = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
                Ok(Response {
                    id: row.get(0)?,
                    party: party_of(row, 1)?,
                    unit: row.get::<_, Option<String>>(2)?.map(UnitCode::from),
                    answered_at: time::optional(row, 3)?,
                    answers: fields::decode(answers)?,
                    source: batches.source(self, row.get(5)?, observation::place(row, 6)?)?,
                })
            })?
            .collect()
    }

    pub(crate) fn stored_response(
        &self,
        round: i64,
        key: ResponseKey<'_>,
    ) -> Result<Option<StoredResponse>> {
        self.connection
            .prepare_cached(
                r#"SELECT batch, party, unit, answered_at, answers, sheet, "row", "column"
                 FROM response WHERE round = ?1 AND party = ?2 AND key = ?3"#,
            )?
            .query_and_then(params![round, party_code(key.party), key.id], |row| {
                Ok(StoredResponse {
                    batch: row.get(0)?,
                    image: ResponseImage {
                        party: party_of(row, 1)?,
                        unit: row.get(2)?,
                        answered_at: time::optional(row, 3)?,
                        answers: row.get(4)?,
                        place: observation::place(row, 5)?,
                    },
                })
            })?
            .next()
            .transpose()
    }
}

impl Write<'_> {
    /// Writes a response without an audit entry of its own.
    pub(crate) fn put_response(
        &self,
        round: i64,
        id: &str,
        image: &ResponseImage,
        batch: Option<i64>,
    ) -> Result<()> {
        self.connection
            .prepare_cached(
                r#"INSERT INTO response
                     (round, key, party, unit, answered_at, answers, batch, sheet, "row", "column")
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (round, party, key) DO UPDATE SET unit = ?4, answered_at = ?5,
                     answers = ?6, batch = ?7, sheet = ?8, "row" = ?9, "column" = ?10"#,
            )?
            .execute(params![
                round,
                id,
                party_code(image.party),
                image.unit,
                image.answered_at.map(time::text),
                image.answers,
                batch,
                image.place.map(|p| p.sheet),
                image.place.map(|p| p.row),
                image.place.map(|p| p.column),
            ])?;
        Ok(())
    }

    /// Lets a response stay as it is, whatever becomes of the batch that it is of.
    pub(crate) fn keep_response(&self, round: i64, key: ResponseKey<'_>) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE response SET batch = NULL WHERE round = ?1 AND party = ?2 AND key = ?3",
            )?
            .execute(params![round, party_code(key.party), key.id])?;
        Ok(())
    }

    pub(crate) fn remove_response(&self, round: i64, key: ResponseKey<'_>) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM response WHERE round = ?1 AND party = ?2 AND key = ?3")?
            .execute(params![round, party_code(key.party), key.id])?;
        Ok(())
    }
}
