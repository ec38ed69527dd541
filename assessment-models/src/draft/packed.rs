//! Rows of a register, packed: a register of a million rows is held whole until a person confirms it, in
//! the process that parsed it and in the one that asks, so a row costs tens of bytes, not hundreds.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Visitor};

use super::{Place, RecordRow};
use crate::{UnitCode, record::Value};

/// Rows of one register in reading order, unpacked one at a time.
///
/// ```
/// use assessment_models::{Value, draft::{Place, RecordRow, RecordRows}};
///
/// let row = RecordRow {
///     key: "E1".to_owned(),
///     unit: "140100".into(),
///     fields: vec![(3, Value::Number(12.0))],
///     place: Place { sheet: 0, row: 6, column: 0 },
/// };
/// let rows: RecordRows = [row.clone()].into_iter().collect();
/// assert_eq!((rows.len(), rows.key(0), rows.get(0)), (1, "E1", Some(row)));
/// ```
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Carried<'_>")]
pub struct RecordRows {
    units: Vec<UnitCode>,
    #[serde(serialize_with = "as_bytes")]
    bytes: Vec<u8>,
    /// Where each row begins in `bytes`.
    #[serde(skip)]
    starts: Vec<usize>,
    /// Positions in `units`, while rows are put in.
    #[serde(skip)]
    known: BTreeMap<UnitCode, u32>,
}

/// A row as it stands in the bytes; the key first, so that it can be read alone.
#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    #[serde(borrow)]
    key: &'a str,
    unit: u32,
    fields: Cow<'a, [(u16, Value)]>,
    place: Place,
}

impl RecordRows {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Puts a row at the end.
    pub fn push(&mut self, row: &RecordRow) {
        let unit = *self.known.entry(row.unit.clone()).or_insert_with(|| {
            self.units.push(row.unit.clone());
            self.units.len() as u32 - 1
        });
        self.starts.push(self.bytes.len());
        let packed = Packed {
            key: &row.key,
            unit,
            fields: Cow::Borrowed(&row.fields),
            place: row.place,
        };
        #[expect(
            clippy::expect_used,
            reason = "plain data always has a form, and a vector takes it"
        )]
        let bytes = postcard::to_extend(&packed, std::mem::take(&mut self.bytes))
            .expect("a row can be written down");
        self.bytes = bytes;
    }

    /// The row at a position.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<RecordRow> {
        let Packed {
            key,
            unit,
            fields,
            place,
        } = postcard::take_from_bytes(self.bytes.get(*self.starts.get(position)?..)?)
            .ok()?
            .0;
        Some(RecordRow {
            key: key.to_owned(),
            unit: self.units.get(unit as usize)?.clone(),
            fields: fields.into_owned(),
            place,
        })
    }

    /// The key of the row at a position; empty where there is none.
    #[must_use]
    pub fn key(&self, position: usize) -> &str {
        let start = self.starts.get(position).copied();
        start
            .and_then(|start| self.bytes.get(start..))
            .and_then(|bytes| postcard::take_from_bytes(bytes).ok())
            .map_or("", |(key, _)| key)
    }

    /// The rows, each unpacked as it is asked for.
    pub fn iter(&self) -> impl Iterator<Item = RecordRow> + '_ {
        (0..self.len()).filter_map(|position| self.get(position))
    }
}

impl PartialEq for RecordRows {
    fn eq(&self, other: &Self) -> bool {
        (&self.units, &self.bytes) == (&other.units, &other.bytes)
    }
}

impl FromIterator<RecordRow> for RecordRows {
    fn from_iter<I: IntoIterator<Item = RecordRow>>(rows: I) -> Self {
        let mut packed = Self::default();
        for row in rows {
            packed.push(&row);
        }
        packed
    }
}

impl fmt::Debug for RecordRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Rows as another process wrote them down, not yet looked at.
#[derive(Deserialize)]
struct Carried<'a> {
    units: Vec<UnitCode>,
    #[serde(borrow, deserialize_with = "borrowed")]
    bytes: Cow<'a, [u8]>,
}

impl TryFrom<Carried<'_>> for RecordRows {
    type Error = postcard::Error;

    /// Goes over all rows once, so that whatever is held can be unpacked.
    fn try_from(carried: Carried<'_>) -> Result<Self, Self::Error> {
        let mut starts = Vec::new();
        let mut rest = &carried.bytes[..];
        while !rest.is_empty() {
            starts.push(carried.bytes.len() - rest.len());
            let (row, after) = postcard::take_from_bytes::<Packed<'_>>(rest)?;
            if row.unit as usize >= carried.units.len() {
                return Err(postcard::Error::DeserializeBadEncoding);
            }
            rest = after;
        }
        Ok(Self {
            units: carried.units,
            bytes: carried.bytes.into_owned(),
            starts,
            known: BTreeMap::new(),
        })
    }
}

pub(super) fn as_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// Bytes where they stand, or a copy where the format does not lend them.
pub(super) fn borrowed<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Cow<'de, [u8]>, D::Error> {
    struct Bytes;

    impl<'de> Visitor<'de> for Bytes {
        type Value = Cow<'de, [u8]>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("bytes")
        }

        fn visit_borrowed_bytes<E: serde::de::Error>(
            self,
            bytes: &'de [u8],
        ) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(bytes))
        }

        fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
            Ok(Cow::Owned(bytes.to_vec()))
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(
            self,
            mut seq: A,
        ) -> Result<Self::Value, A::Error> {
            let mut bytes = Vec::new();
            while let Some(byte) = seq.next_element()? {
                bytes.push(byte);
            }
            Ok(Cow::Owned(bytes))
        }
    }

    deserializer.deserialize_bytes(Bytes)
}
