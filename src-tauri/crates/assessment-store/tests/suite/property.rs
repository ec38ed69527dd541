//! Whatever is imported, undoing it in any order brings back what was there.

use assessment_models::{Value, draft::Draft};
use proptest::prelude::*;

use crate::given::*;

const UNITS: [&str; 4] = ["140105", "140106", "140107", "999"];
const INDICATORS: [&str; 3] = ["A1.1.1", "A1.1.2", "A1.1.3"];

fn drafts() -> impl Strategy<Value = Draft> {
    let cell = prop_oneof![Just(f64::NAN), (0..4).prop_map(f64::from)];
    let table = prop::collection::vec(prop::collection::vec(cell, 3), 4);
    let rows = prop::collection::vec((0..5usize, 0..4usize, 0..3), 0..6);
    (table, rows).prop_map(|(table, rows)| {
        let lines: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
        let keys = ["S-0", "S-1", "S-2", "S-3", "S-4"];
        let fields: Vec<_> = rows
            .iter()
            .map(|(.., level)| [("level", Value::Number(f64::from(*level)))])
            .collect();
        let rows: Vec<_> = rows
            .iter()
            .zip(&fields)
            .map(|((key, unit, _), fields)| (keys[*key], UNITS[*unit], fields.as_slice()))
            .collect();
        draft(vec![
            answers(&UNITS, &INDICATORS, &lines),
            records("incident", &rows),
        ])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn undoing_is_the_way_back(first in drafts(), second in drafts(), second_first: bool) {
        let mut given = Given::with_units(&UNITS[..3]);
        let empty = given.workspace.round_data(&round_id()).unwrap();
        let compared = given.workspace.compare(&first, &round_id()).unwrap();
        let one = given.apply(&first);
        prop_assert_eq!(compared.new + compared.changed, one.accepted);
        prop_assert_eq!(one.accepted + one.unchanged + one.rejected, one.rows_read);
        let between = given.workspace.round_data(&round_id()).unwrap();
        let two = given.apply(&second);
        prop_assert_eq!(given.apply(&second).batch, None);
        let order = if second_first { [two.batch, one.batch] } else { [one.batch, two.batch] };
        for (at, batch) in order.into_iter().enumerate() {
            if let Some(batch) = batch {
                given.undo(batch);
            }
            if second_first && at == 0 {
                prop_assert_eq!(&given.workspace.round_data(&round_id()).unwrap(), &between);
            }
        }
        prop_assert_eq!(given.workspace.round_data(&round_id()).unwrap(), empty);
        prop_assert_eq!(given.workspace.check().unwrap(), vec![]);
    }
}
