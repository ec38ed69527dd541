//! `law_obligations.csv` and `inspection_tables.csv`.

use std::collections::BTreeSet;

use super::{Loader, tree::Tree};
use crate::framework::{FaultCode, FormField, Obligation, Status};

const OBLIGATIONS: &str = "law_obligations.csv";
const FORMS: &str = "inspection_tables.csv";

pub(super) fn obligations(loader: &mut Loader<'_>, tree: &Tree) -> Vec<Obligation> {
    let columns = [
        "key",
        "instrument_zh",
        "instrument_en",
        "article",
        "obligation_zh",
        "obligation_en",
        "obliged_party",
        "indicator_ids",
        "status",
    ];
    let Some(table) = loader.table(OBLIGATIONS, false, &columns) else {
        return Vec::new();
    };
    let mut keys = BTreeSet::new();
    let mut obligations = Vec::new();
    for row in table.rows() {
        let key = row.required("key", loader);
        if !keys.insert(key) {
            loader.fault(row.fault(FaultCode::DuplicateId).with("id", key));
        }
        let ids = row
            .text("indicator_ids")
            .split('|')
            .filter(|i| !i.is_empty());
        for id in ids.clone().filter(|i| !tree.known.contains_key(*i)) {
            loader.fault(
                row.fault(FaultCode::UnknownReference)
                    .with("kind", "indicator")
                    .with("value", id),
            );
        }
        obligations.push(Obligation {
            key: key.to_owned(),
            instrument: row.words("instrument", true, loader),
            article: row.text("article").to_owned(),
            article_before: row.text("article_before_2026").to_owned(),
            duty: row.words("obligation", true, loader),
            party: row.text("obliged_party").to_owned(),
            indicators: ids.map(Into::into).collect(),
            status: Status(row.text("status").to_owned()),
        });
    }
    obligations
}

pub(super) fn forms(loader: &mut Loader<'_>) -> Vec<FormField> {
    let columns = [
        "table_id",
        "table_zh",
        "table_en",
        "field_no",
        "field_zh",
        "field_en",
        "field_type",
    ];
    let Some(table) = loader.table(FORMS, false, &columns) else {
        return Vec::new();
    };
    let mut places = BTreeSet::new();
    let mut fields = Vec::new();
    for row in table.rows() {
        let number = row.text("field_no");
        let form = row.required("table_id", loader);
        if !places.insert((form, number)) {
            let id = format!("{form}.{number}");
            loader.fault(row.fault(FaultCode::DuplicateId).with("id", id));
        }
        let position = number.parse().unwrap_or_else(|_| {
            loader.fault(
                row.fault(FaultCode::BadNumber)
                    .with("column", "field_no")
                    .with("value", number),
            );
            0
        });
        fields.push(FormField {
            form: form.to_owned(),
            form_name: row.words("table", true, loader),
            number: position,
            name: row.words("field", true, loader),
            kind: row.text("field_type").to_owned(),
            status: Status(row.text("status").to_owned()),
        });
    }
    fields
}
