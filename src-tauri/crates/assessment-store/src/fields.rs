//! Values of records and answers as JSON text: words are strings, numbers numbers, flags booleans, and a
//! moment is `{"time":"2026-03-01T08:00:00"}`, so that it cannot be taken for words.

use std::{collections::BTreeMap, fmt};

use assessment_models::Value;
use chrono::NaiveDateTime;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, Visitor},
    ser::SerializeMap,
};

use crate::{Result, StoreError, time};

/// Fields in the order of their ids, as JSON text: equal fields make equal text.
///
/// # Errors
/// [`StoreError::NotFinite`].
pub(crate) fn encode<'a>(fields: impl IntoIterator<Item = (&'a str, &'a Value)>) -> Result<String> {
    let mut sorted = BTreeMap::new();
    for (field, value) in fields {
        finite([value])?;
        sorted.insert(field, Written(value));
    }
    Ok(serde_json::to_string(&sorted)?)
}

/// Whether all values can be written.
///
/// # Errors
/// [`StoreError::NotFinite`].
pub(crate) fn finite<'a>(values: impl IntoIterator<Item = &'a Value>) -> Result<()> {
    let mut numbers = values.into_iter().filter_map(Value::as_number);
    if numbers.all(f64::is_finite) {
        Ok(())
    } else {
        Err(StoreError::NotFinite)
    }
}

/// The way back.
pub(crate) fn decode(text: &str) -> Result<BTreeMap<String, Value>> {
    let Fields(fields) = serde_json::from_str(text)?;
    Ok(fields)
}

/// Fields as they are read: they stand sorted, so that the map is built at once and its nodes are full.
struct Fields(BTreeMap<String, Value>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Fields, A::Error> {
        let mut fields = Vec::with_capacity(32);
        while let Some((field, Read(value))) = map.next_entry()? {
            fields.push((field, value));
        }
        Ok(Fields(fields.into_iter().collect()))
    }
}

struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::Time(moment) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("time", &time::text(*moment))?;
                map.end()
            }
        }
    }
}

struct Read(Value);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(ReadVisitor).map(Read)
    }
}

struct ReadVisitor;

impl<'de> Visitor<'de> for ReadVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number, a boolean or {\"time\": …}")
    }

    fn visit_str<E>(self, v: &str) -> std::result::Result<Value, E> {
        Ok(Value::Text(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> std::result::Result<Value, E> {
        Ok(Value::Text(v))
    }

    fn visit_bool<E>(self, v: bool) -> std::result::Result<Value, E> {
        Ok(Value::Flag(v))
    }

    fn visit_f64<E>(self, v: f64) -> std::result::Result<Value, E> {
        Ok(Value::Number(v))
    }

    fn visit_i64<E>(self, v: i64) -> std::result::Result<Value, E> {
        Ok(Value::Number(v as f64))
    }

    fn visit_u64<E>(self, v: u64) -> std::result::Result<Value, E> {
        Ok(Value::Number(v as f64))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Value, A::Error> {
        let (key, moment): (String, NaiveDateTime) = map
            .next_entry()?
            .ok_or_else(|| A::Error::custom("an empty object"))?;
        if key != "time" {
            return Err(A::Error::unknown_field(&key, &["time"]));
        }
        Ok(Value::Time(moment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        let moment = "2026-03-01T08:00:00.250".parse().unwrap();
        let fields = BTreeMap::from([
            ("a".to_owned(), Value::Text("2026-03-01T08:00:00".into())),
            ("b".to_owned(), Value::Number(0.1 + 0.2)),
            ("c".to_owned(), Value::Number(-3.0)),
            ("d".to_owned(), Value::Flag(true)),
            ("e".to_owned(), Value::Time(moment)),
        ]);
        let text = encode(fields.iter().map(|(k, v)| (k.as_str(), v))).unwrap();
        assert_eq!(decode(&text).unwrap(), fields);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let fields = [("a", &Value::Number(f64::NAN))];
        assert!(matches!(encode(fields), Err(StoreError::NotFinite)));
    }
}
