//! Files of former versions of the program.

use std::{fs, path::Path};

use assessment_models::Value;
use assessment_store::{Kept, SCHEMA_VERSION, StoreError, Workspace};
use rusqlite::Connection;

use crate::given::*;

#[test]
fn a_workspace_of_schema_version_1_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v1.hezhi");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../fixtures/v1.sql"))
        .unwrap();
    old.close().unwrap();
    // Reading never writes.
    let bytes = fs::read(&path).unwrap();
    let mut workspace = Workspace::open(&path).unwrap();
    assert!(workspace.read_only());
    let responses = workspace.responses(&round_id()).unwrap().len();
    assert_eq!((responses, workspace.check().unwrap()), (2, vec![]));
    let refused = workspace.write(ACTOR, now(), |write| write.save_unit(&unit("140109")));
    assert!(matches!(refused, Err(StoreError::ReadOnly)));
    drop(workspace);
    assert!(fs::read(&path).unwrap() == bytes, "reading wrote");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let workspace = Workspace::open_to_write(&path, "升级人", now()).unwrap();
    assert_eq!(workspace.check().unwrap(), []);
    let (_, last) = workspace.audit(None, 0, 1).unwrap();
    assert_eq!(
        (last[0].actor.as_str(), last[0].action.as_str()),
        ("升级人", "upgrade_schema")
    );
    assert_eq!(last[0].detail["before"], "1");
    assert_eq!(workspace.meta().unwrap().name, "山西省");
    assert_eq!(
        workspace.framework_files("six-aspect", "2026").unwrap(),
        framework()
    );
    let data = workspace.round_data(&round_id()).unwrap();
    let sizes = [
        data.units.len(),
        data.observations.len(),
        data.records.len(),
        data.responses.len(),
    ];
    assert_eq!(sizes, [2, 3, 2, 2]);
    assert_eq!(data.observations[2].source.as_ref().unwrap().cell(), "D3");
    assert_eq!(workspace.batches().unwrap().len(), 1);
}

#[test]
fn what_an_older_version_replaced_can_still_be_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v1.hezhi");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../fixtures/v1.sql"))
        .unwrap();
    // A second batch that changed one response, as version 1 wrote it down.
    old.execute_batch(
        r#"INSERT INTO batch SELECT 2, round, 'b.csv', sha256, kinds, imported_at, actor,
             rows_read, accepted, unchanged, rejected, NULL, NULL FROM batch WHERE id = 1;
         INSERT INTO row_before VALUES (2, 'response', 'R-1', 1, '{"party":"citizen","unit":null,
             "answered_at":"2026-03-01T08:00:00","answers":"{\"q1\":5.0}",
             "place":{"sheet":0,"row":1,"column":0}}');
         UPDATE response SET batch = 2, answers = '{"q1":1.0}' WHERE key = 'R-1';"#,
    )
    .unwrap();
    old.close().unwrap();
    let mut workspace = Workspace::open_to_write(&path, ACTOR, now()).unwrap();
    let answer = |workspace: &Workspace| {
        let responses = workspace.responses(&round_id()).unwrap();
        responses[0].answers["q1"].clone()
    };
    assert_eq!(answer(&workspace), Value::Number(1.0));
    let undone = workspace.undo(2, ACTOR, now()).unwrap();
    assert_eq!((undone.restored, undone.kept), (1, vec![]));
    assert_eq!(answer(&workspace), Value::Number(5.0));
}

/// A file as a version of the program left it that had the first `version` migrations.
fn of_version(path: &Path, version: usize) -> Connection {
    let migrations = [
        include_str!("../../migrations/0002_governance.sql"),
        include_str!("../../migrations/0003_documents.sql"),
        include_str!("../../migrations/0004_problems.sql"),
        include_str!("../../migrations/0005_parties.sql"),
        include_str!("../../migrations/0006_rectification.sql"),
        include_str!("../../migrations/0007_units_by_code.sql"),
    ];
    let old = Connection::open(path).unwrap();
    old.execute_batch(include_str!("../fixtures/v1.sql"))
        .unwrap();
    for migration in &migrations[..version - 1] {
        old.execute_batch(migration).unwrap();
    }
    old.pragma_update(None, "user_version", version as u32)
        .unwrap();
    old
}

#[test]
fn a_workspace_of_every_version_opens() {
    for version in 1..SCHEMA_VERSION as usize {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.hezhi");
        of_version(&path, version).close().unwrap();
        // As it is, and brought up to date.
        for workspace in [
            Workspace::open(&path).unwrap(),
            Workspace::open_to_write(&path, ACTOR, now()).unwrap(),
        ] {
            assert_eq!(workspace.check().unwrap(), [], "version {version}");
            let data = workspace.round_data(&round_id()).unwrap();
            assert_eq!((data.records.len(), data.responses.len()), (2, 2));
        }
    }
}

#[test]
fn a_unit_that_a_file_names_by_a_row_that_has_gone_is_not_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v6.hezhi");
    let old = of_version(&path, 6);
    old.execute_batch(
        r#"INSERT INTO batch SELECT 2, round, 'b.csv', sha256, kinds, imported_at, actor,
             rows_read, accepted, unchanged, rejected, NULL, NULL, NULL FROM batch WHERE id = 1;
         INSERT INTO row_before VALUES
             (2, 'record', 'incident/S-1', 1, '{"unit":99,"fields":"{}","place":null}'),
             (2, 'record', 'incident/S-2', 1, '{"unit":2,"fields":"{}","place":null}');
         UPDATE record SET batch = 2;"#,
    )
    .unwrap();
    old.close().unwrap();
    let mut workspace = Workspace::open_to_write(&path, ACTOR, now()).unwrap();
    let undone = workspace.undo(2, ACTOR, now()).unwrap();
    assert_eq!(
        (undone.restored, undone.kept),
        (
            1,
            vec![Kept::Record {
                register: "incident".into(),
                key: "S-1".to_owned(),
            }]
        )
    );
    assert_eq!(workspace.check().unwrap(), []);
}

#[test]
fn typed_rows_of_a_former_version_get_the_keys_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v7.hezhi");
    let old = of_version(&path, 7);
    let keys = [
        "140105|2026-01-01T00:00:00",
        "140105|2026-02-01T00:00:00",
        "140105|2026-02-01",
        "140105|2026-03-01T08:00:00",
    ];
    for key in keys {
        old.execute(
            "INSERT INTO record (round, register, key, unit, fields) VALUES (1, 1, ?1, 1, '{}')",
            [key],
        )
        .unwrap();
    }
    old.close().unwrap();
    let workspace = Workspace::open_to_write(&path, ACTOR, now()).unwrap();
    let records = workspace.round_data(&round_id()).unwrap().records;
    let keys: Vec<&str> = records.iter().map(|r| r.key.as_str()).collect();
    // Two rows of one month are for a person to choose from.
    assert_eq!(
        keys,
        [
            "140105|2026-01-01",
            "140105|2026-02-01",
            "140105|2026-02-01T00:00:00",
            "140105|2026-03-01T08:00:00",
            "S-1",
            "S-2"
        ]
    );
    assert_eq!(workspace.check().unwrap(), []);
}
