//! Moments as text: local time, ISO 8601, which sorts as it reads.

use chrono::NaiveDateTime;
use rusqlite::{Row, types::Type};

/// `2026-03-01T08:00:00`, with as many decimals as the moment has.
pub(crate) fn text(moment: NaiveDateTime) -> String {
    // Its `Debug` is defined as `%Y-%m-%dT%H:%M:%S%.f`, and need not be understood first.
    format!("{moment:?}")
}

/// A column that holds a date or a moment as text.
pub(crate) fn column<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err = chrono::ParseError>,
{
    parse(row.get_ref(index)?.as_str()?, index)
}

/// The same where it may be empty.
pub(crate) fn optional<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>>
where
    T: std::str::FromStr<Err = chrono::ParseError>,
{
    let text = row.get_ref(index)?.as_str_or_null()?;
    text.map(|t| parse(t, index)).transpose()
}

fn parse<T>(text: &str, index: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err = chrono::ParseError>,
{
    text.parse().map_err(|e: chrono::ParseError| {
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(e))
    })
}
