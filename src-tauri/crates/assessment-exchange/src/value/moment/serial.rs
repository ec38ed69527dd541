//! Serials: days as spreadsheets count them.

use chrono::{NaiveDate, NaiveDateTime};

use super::Fault;
use crate::number_format::Epoch;

/// A serial of a spreadsheet, counted from its epoch; `None` outside 1990 to 2099, where a number is none.
pub(crate) fn serial(number: f64, epoch: Epoch) -> Option<NaiveDateTime> {
    let number = match epoch {
        Epoch::Y1900 => number,
        // 1 January 1904 is 1462 in the other epoch.
        Epoch::Y1904 => number + 1_462.0,
    };
    if !(32_874.0..73_051.0).contains(&number) {
        return None;
    }
    let seconds = (number.fract() * 86_400.0).round();
    NaiveDate::from_ymd_opt(1899, 12, 30)?
        .and_hms_opt(0, 0, 0)?
        .checked_add_signed(chrono::Duration::days(number.trunc() as i64))?
        .checked_add_signed(chrono::Duration::seconds(seconds as i64))
}

/// Whether text is a serial: one that was pasted as text, as [`read`] takes it.
pub(crate) fn is_serial(text: &str) -> bool {
    let text = text.trim();
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The moment of a serial that stands as text in a workbook of the epoch of 1904: its own cells count from
/// there, what was pasted into it from elsewhere may not.
pub(crate) fn of_either_epoch(text: &str) -> Result<NaiveDateTime, Fault> {
    let number = text.trim().parse().map_err(|_| Fault::NotADate)?;
    match [Epoch::Y1904, Epoch::Y1900].map(|epoch| serial(number, epoch)) {
        [Some(own), Some(other)] => Err(Fault::Ambiguous(own.date(), other.date())),
        [own, other] => own.or(other).ok_or(Fault::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_serial_as_text_in_a_workbook_of_1904_may_be_of_either_epoch() {
        let days = of_either_epoch("45356");
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let both = Fault::Ambiguous(day(2028, 3, 6), day(2024, 3, 5));
        assert_eq!(days, Err(both));
        assert!(is_serial(" 45356 ") && !is_serial("4535") && !is_serial("45.35"));
    }
}
