//! What the tests start from.

use std::path::{Path, PathBuf};

use assessment_models::{
    Answer, Layer, Observation, Record, Round, RoundId, Text, Unit, Value,
    draft::{AnswerRow, AnswerTable, Content, Draft, Place, RecordRow, ResponseRow},
    survey::Party,
};
use assessment_store::{FrameworkFiles, NewWorkspace, StoreError, Workspace, Write};
use chrono::NaiveDateTime;

pub(crate) const ACTOR: &str = "审核人";

pub(crate) fn now() -> NaiveDateTime {
    "2026-03-01T08:00:00".parse().unwrap()
}

pub(crate) fn round_id() -> RoundId {
    RoundId::from("2026")
}

pub(crate) fn framework() -> FrameworkFiles {
    FrameworkFiles::new(
        "six-aspect",
        "2026",
        "d1",
        [
            ("framework.toml".to_owned(), "id = 1\n".to_owned()),
            ("指标.csv".to_owned(), "id,名称\n".to_owned()),
        ]
        .into(),
    )
}

pub(crate) fn unit(code: &str) -> Unit {
    Unit {
        code: code.into(),
        name: Text::new(format!("单位{code}"), format!("Unit {code}")),
        peer_group: "county".to_owned(),
        parent: Some("140100".into()),
        tags: ["cii".to_owned()].into(),
        attributes: [("population".to_owned(), 123_456.5)].into(),
    }
}

pub(crate) fn round() -> Round {
    Round {
        id: round_id(),
        name: Text::new("2026年度评估", "Assessment of 2026"),
        period_start: "2026-01-01".parse().unwrap(),
        period_end: "2026-12-31".parse().unwrap(),
        deadline: Some("2027-01-31".parse().unwrap()),
        framework: "six-aspect".to_owned(),
        framework_version: "2026".to_owned(),
    }
}

/// A workspace file in a folder that goes when it is dropped.
pub(crate) struct Given {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) workspace: Workspace,
}

impl Given {
    /// One round, with these units taking part.
    pub(crate) fn with_units(codes: &[&str]) -> Given {
        let folder = tempfile::tempdir().unwrap();
        let workspace = create(&folder.path().join("w.hezhi"), codes);
        Given { folder, workspace }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("w.hezhi")
    }

    pub(crate) fn write<T>(
        &mut self,
        work: impl FnOnce(&Write<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.workspace.write(ACTOR, now(), work)
    }

    pub(crate) fn apply(&mut self, draft: &Draft) -> assessment_store::BatchReport {
        self.workspace
            .apply(draft, &round_id(), ACTOR, now(), &mut |_, _| {}, &|| false)
            .unwrap()
    }

    pub(crate) fn undo(&mut self, batch: i64) -> assessment_store::Undone {
        self.workspace.undo(batch, ACTOR, now()).unwrap()
    }
}

pub(crate) fn create(path: &Path, codes: &[&str]) -> Workspace {
    let new = NewWorkspace {
        name: "山西省",
        synthetic: true,
        framework: framework(),
        actor: ACTOR,
        now: now(),
    };
    let mut workspace = Workspace::create(path, &new).unwrap();
    workspace
        .write(ACTOR, now(), |write| -> Result<(), StoreError> {
            write.add_round(&round())?;
            let mut taking_part = Vec::new();
            for code in codes {
                write.save_unit(&unit(code))?;
                taking_part.push((*code).into());
            }
            write.set_round_units(&round_id(), &taking_part)
        })
        .unwrap();
    workspace
}

pub(crate) fn place(row: usize, column: usize) -> Place {
    Place {
        sheet: 0,
        row: row as u32,
        column: column as u16,
    }
}

/// A draft of a file with one sheet.
pub(crate) fn draft(contents: Vec<Content>) -> Draft {
    let rows = contents
        .iter()
        .map(|content| match content {
            Content::Answers(table) => table.rows.len(),
            Content::Units(units) => units.len(),
            Content::Records { rows, .. } => rows.len(),
            Content::Responses(rows) => rows.len(),
            Content::Rectification(rows) => rows.len(),
        })
        .sum();
    Draft {
        file_name: "自评.xlsx".to_owned(),
        sha256: "ab".repeat(32),
        sheets: vec!["自评".to_owned()],
        round: None,
        rows_read: rows,
        rows_rejected: 0,
        contents,
    }
}

/// A wide table: a line a unit, a column an indicator; NaN leaves a cell out.
pub(crate) fn answers(units: &[&str], indicators: &[&str], values: &[&[f64]]) -> Content {
    let mut rows = Vec::new();
    for (u, line) in values.iter().enumerate() {
        for (i, value) in line.iter().enumerate().filter(|(_, v)| !v.is_nan()) {
            rows.push(AnswerRow {
                unit: u as u32,
                indicator: i as u32,
                answer: Answer::Value(*value),
                note: None,
                place: place(u + 1, i + 2),
            });
        }
    }
    Content::Answers(AnswerTable {
        layer: Layer::SelfReported,
        units: units.iter().map(|&code| code.into()).collect(),
        indicators: indicators.iter().map(|&code| code.into()).collect(),
        rows,
    })
}

/// Key, unit and fields of a row.
type Line<'a> = (&'a str, &'a str, &'a [(&'a str, Value)]);

pub(crate) fn records(register: &str, rows: &[Line<'_>]) -> Content {
    let mut ids: Vec<Box<str>> = rows
        .iter()
        .flat_map(|(_, _, fields)| fields.iter().map(|(field, _)| (*field).into()))
        .collect();
    ids.sort();
    ids.dedup();
    let index = |field: &str| ids.iter().position(|id| **id == *field).unwrap() as u16;
    let rows = rows
        .iter()
        .enumerate()
        .map(|(i, (key, unit, fields))| RecordRow {
            key: (*key).to_owned(),
            unit: (*unit).into(),
            fields: fields
                .iter()
                .map(|(field, value)| (index(field), value.clone()))
                .collect(),
            place: place(i + 1, 0),
        })
        .collect();
    Content::Records {
        register: register.into(),
        fields: ids,
        rows,
    }
}

pub(crate) fn response(id: &str, unit: Option<&str>, answer: f64) -> ResponseRow {
    ResponseRow {
        id: id.to_owned(),
        party: Party::Citizen,
        unit: unit.map(Into::into),
        answered_at: Some(now()),
        answers: vec![("q1".into(), Value::Number(answer))],
        place: place(1, 0),
    }
}

pub(crate) fn typed(unit: &str, indicator: &str, value: f64) -> Observation {
    Observation {
        unit: unit.into(),
        indicator: indicator.into(),
        layer: Layer::SelfReported,
        answer: Answer::Value(value),
        note: None,
        flagged: false,
        source: None,
    }
}

pub(crate) fn record(key: &str, unit: &str, fields: &[(&str, Value)]) -> Record {
    Record {
        register: "incident".into(),
        key: key.to_owned(),
        unit: unit.into(),
        fields: fields
            .iter()
            .map(|(field, value)| ((*field).to_owned(), value.clone()))
            .collect(),
        source: None,
    }
}
