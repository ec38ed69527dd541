//! Reporting deadlines of incidents.

use std::collections::BTreeSet;

use super::{
    Loader,
    conditions::{Subject, Vocabulary, unknown},
    incidents::{
        FILE, IncidentFile, known_scopes, level, plain_conditions, register, split_scopes,
    },
};
use crate::{
    Text,
    framework::{Deadline, Fault, FaultCode, IncidentSettings, Scope, Status},
};

const DEADLINES: &str = "reporting_rules.csv";

/// Ids of reporting rules, and the steps that they govern.
pub(super) fn names(loader: &mut Loader<'_>, file: &Option<IncidentFile>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    if let Some(text) = loader.text(DEADLINES) {
        // Faults of the table itself are found when it is read as a whole.
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        names.extend(
            reader
                .records()
                .filter_map(Result::ok)
                .filter_map(|r| r.get(0).map(str::to_owned)),
        );
    }
    let rules = file.iter().flat_map(|f| f.deadlines.values());
    names.extend(rules.filter_map(|rule| rule.step.clone()));
    names
}

pub(super) fn read(
    loader: &mut Loader<'_>,
    file: &Option<IncidentFile>,
    incident: Option<&IncidentSettings>,
    scopes: &[Scope],
    words: &Vocabulary<'_>,
) -> Vec<Deadline> {
    let columns = [
        "rule_id",
        "instrument",
        "article",
        "reporter_zh",
        "reporter_en",
        "receiver_zh",
        "receiver_en",
        "min_level",
        "scope",
        "deadline_minutes",
        "clock_start",
        "what_zh",
        "what_en",
    ];
    let Some(table) = loader.table(DEADLINES, false, &columns) else {
        return Vec::new();
    };
    let (Some(file), Some(register)) = (file, register(incident, words)) else {
        loader.fault(Fault::new(FILE, None, FaultCode::MissingFile));
        return Vec::new();
    };
    let mut ids = BTreeSet::new();
    let mut deadlines = Vec::new();
    for row in table.rows() {
        let id = row.required("rule_id", loader);
        if !ids.insert(id.to_owned()) {
            loader.fault(row.fault(FaultCode::DuplicateId).with("id", id));
        }
        let scope = split_scopes(row.text("scope"));
        known_scopes(loader, row, scopes, &scope);
        let minutes = row.number("deadline_minutes", loader);
        if let Some(minutes) = minutes.filter(|m| *m <= 0.0) {
            loader.fault(
                row.fault(FaultCode::OutOfRange)
                    .with("column", "deadline_minutes")
                    .with("value", minutes),
            );
        }
        let min_level = match row.text("min_level") {
            "0" | "" => None,
            _ => level(loader, row, "min_level"),
        };
        let reporter = row.words("reporter", true, loader);
        let receiver = row.words("receiver", true, loader);
        let what = row.words("what", true, loader);
        let runs = file.deadlines.get(id);
        let when = runs.map_or_else(Vec::new, |r| {
            plain_conditions(loader, id, register, words, &r.when)
        });
        if let Some(runs) = runs {
            for field in [Some(&runs.from), runs.done.as_ref()].into_iter().flatten() {
                words.time(loader, FILE, id, Subject::Register(register), field);
            }
        }
        deadlines.push(Deadline {
            id: id.to_owned(),
            reporter,
            receiver,
            min_level,
            scope: row.text("scope").to_owned(),
            step: runs.and_then(|r| r.step.clone()),
            when,
            minutes,
            clock: both(row.text("clock_start")),
            from_field: runs.map(|r| r.from.clone()),
            done_field: runs.and_then(|r| r.done.clone()),
            what,
            instrument: format!("{} {}", row.text("instrument"), row.text("article"))
                .trim_end()
                .to_owned(),
            status: Status(row.text("status").to_owned()),
        });
    }
    for id in file.deadlines.keys().filter(|id| !ids.contains(*id)) {
        unknown(loader, FILE, id, "deadline", id);
    }
    deadlines
}

/// `中文 / English` in one cell.
fn both(text: &str) -> Text {
    match text.split_once(" / ") {
        Some((zh, en)) => Text::new(zh.trim(), en.trim()),
        None => Text::new(text, text),
    }
}
