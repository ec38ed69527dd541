//! Moments that are counted from other clocks than those of the country.

use chrono::{NaiveDate, NaiveDateTime};

use super::{Fault, local};

/// Seconds by which the clocks of the country are ahead of those that a `Z` or an offset is counted from.
const LOCAL: i64 = 8 * 3_600;

/// A moment with a `Z` or an offset behind its time of day, by the clocks of the country; `None` where
/// there is neither.
pub(super) fn zoned(
    text: &str,
    period: Option<(NaiveDate, NaiveDate)>,
) -> Option<Result<NaiveDateTime, Fault>> {
    let lower = text.to_ascii_lowercase();
    let colon = lower.find(':')?;
    let named = |text: &str| -> Option<String> {
        let mut words = ["utc", "gmt", "z"].into_iter();
        words.find_map(|w| Some(text.strip_suffix(w)?.trim_end().to_owned()))
    };
    let (written, offset) = if let Some(written) = named(&lower) {
        (written, "+00:00".to_owned())
    } else {
        // `08:30-09:30` is a span of time; only behind a `T` is a minus the sign of an offset.
        let signs: &[char] = if lower.contains('t') {
            &['+', '-']
        } else {
            &['+']
        };
        let sign = colon + lower[colon..].find(signs)?;
        let before = lower[..sign].trim_end();
        let offset = &lower[sign..];
        let minutes = if offset.len() == 3 { ":00" } else { "" };
        (
            named(before).unwrap_or_else(|| before.to_owned()),
            format!("{offset}{minutes}"),
        )
    };
    let Ok(offset) = offset.parse::<chrono::FixedOffset>() else {
        return Some(Err(Fault::NotADate));
    };
    let ahead = chrono::Duration::seconds(LOCAL - i64::from(offset.local_minus_utc()));
    let moment = local(&written, period);
    Some(moment.and_then(|m| m.checked_add_signed(ahead).ok_or(Fault::NotADate)))
}

/// A typed cell's moment with a `Z` or an offset behind it, by the clocks of the country; `None` where there is
/// neither, or no moment.
pub(crate) fn zoned_iso(text: &str) -> Option<NaiveDateTime> {
    let (_, time) = text.split_once('T')?;
    time.contains(['Z', 'z', '+', '-'])
        .then(|| zoned(text, None)?.ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_moment_is_by_the_same_clocks_as_one_in_text() {
        for (written, is) in [
            ("2024-03-05T03:00:00Z", Some("2024-03-05 11:00:00")),
            ("2024-03-05T20:00:00.000Z", Some("2024-03-06 04:00:00")),
            ("2024-03-05T08:30:00+08:00", Some("2024-03-05 08:30:00")),
            ("2024-03-05T08:30:00-05:00", Some("2024-03-05 21:30:00")),
            ("2024-03-05T08:30:00", None),
            ("2024-03-05Z", None),
            ("T08:30:00Z", None),
        ] {
            let read = zoned_iso(written).map(|m| m.to_string());
            assert_eq!(read.as_deref(), is, "{written}");
        }
    }
}
