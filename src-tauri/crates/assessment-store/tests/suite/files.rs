//! Files that are not as they should be, and workspaces that something happened to.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use assessment_models::Answer;
use assessment_store::{Flaw, NewWorkspace, SCHEMA_VERSION, StoreError, Workspace};
use rusqlite::Connection;

use crate::given::*;

/// Opening `path` fails, and leaves the folder as it is.
fn refused(path: &Path) -> StoreError {
    let before = fs::read(path).ok();
    let folder = path.parent().unwrap();
    let files = fs::read_dir(folder).unwrap().count();
    let error = Workspace::open(path).unwrap_err();
    assert_eq!(fs::read(path).ok(), before, "the file was changed");
    assert_eq!(
        fs::read_dir(folder).unwrap().count(),
        files,
        "something was left beside it"
    );
    error
}

#[test]
fn what_is_no_workspace_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.hezhi");
    assert!(matches!(refused(&path), StoreError::NotFound { .. }));
    for content in [
        &b""[..],
        b"SQLite format 3\0",
        &[0; 5000],
        "随便什么".repeat(100).as_bytes(),
    ] {
        fs::write(&path, content).unwrap();
        assert!(matches!(refused(&path), StoreError::NotAWorkspace { .. }));
    }
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("CREATE TABLE meta (name TEXT)")
        .unwrap();
    other.close().unwrap();
    assert!(matches!(refused(&path), StoreError::NotAWorkspace { .. }));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(matches!(refused(&path), StoreError::NotAWorkspace { .. }));
}

#[test]
fn a_newer_workspace_is_refused_and_left_as_it_is() {
    let given = Given::with_units(&["140105"]);
    let path = given.path();
    given.workspace.close().unwrap();
    let later = Connection::open(&path).unwrap();
    later
        .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
        .unwrap();
    later.close().unwrap();
    match refused(&path) {
        StoreError::NewerVersion { found, supported } => {
            assert_eq!((found, supported), (SCHEMA_VERSION + 1, SCHEMA_VERSION));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_newer_version_in_the_log_of_a_crash_is_seen_too() {
    let given = Given::with_units(&["140105"]);
    let path = given.path();
    given.workspace.close().unwrap();
    let crashed = given.folder.path().join("crashed");
    fs::create_dir(&crashed).unwrap();
    let later = Connection::open(&path).unwrap();
    later
        .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
        .unwrap();
    // As a crash leaves them: the new version stands in the log only.
    for suffix in ["", "-wal"] {
        let name = format!("w.hezhi{suffix}");
        fs::copy(given.folder.path().join(&name), crashed.join(&name)).unwrap();
    }
    let before = fs::read(crashed.join("w.hezhi")).unwrap();
    let opened = Workspace::open(&crashed.join("w.hezhi"));
    assert!(matches!(opened, Err(StoreError::NewerVersion { .. })));
    assert_eq!(fs::read(crashed.join("w.hezhi")).unwrap(), before);
}

#[test]
fn a_damaged_workspace_says_so() {
    let given = Given::with_units(&["140105"]);
    let path = given.path();
    given.workspace.close().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes[100..8192].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    assert!(matches!(refused(&path), StoreError::Corrupt(_)));
}

#[test]
fn a_new_workspace_never_replaces_a_file_and_fails_without_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.hezhi");
    let new = NewWorkspace {
        name: "新",
        synthetic: false,
        framework: framework(),
        actor: ACTOR,
        now: now(),
    };
    fs::write(&path, "mine").unwrap();
    assert!(matches!(
        Workspace::create(&path, &new),
        Err(StoreError::AlreadyExists { .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    let nowhere = folder.path().join("no/x.hezhi");
    assert!(matches!(
        Workspace::create(&nowhere, &new),
        Err(StoreError::NotFound { .. })
    ));
}

#[cfg(unix)]
#[test]
fn a_read_only_workspace_opens_for_reading() {
    use std::os::unix::fs::PermissionsExt;
    let given = Given::with_units(&["140105"]);
    let path = given.path();
    let data = given.workspace.round_data(&round_id()).unwrap();
    given.workspace.close().unwrap();
    let locked = [
        (path.as_path(), 0o444, 0o644),
        (given.folder.path(), 0o555, 0o755),
    ];
    for (place, closed, open) in locked {
        fs::set_permissions(place, fs::Permissions::from_mode(closed)).unwrap();
        let mut workspace = Workspace::open(&path).unwrap();
        assert!(workspace.read_only());
        assert_eq!(workspace.round_data(&round_id()).unwrap(), data);
        let refused = workspace.write(ACTOR, now(), |write| write.save_unit(&unit("140199")));
        assert!(matches!(refused, Err(StoreError::ReadOnly)));
        workspace.close().unwrap();
        assert_eq!(fs::read_dir(given.folder.path()).unwrap().count(), 1);
        fs::set_permissions(place, fs::Permissions::from_mode(open)).unwrap();
    }
}

#[test]
fn a_workspace_that_another_program_writes_is_busy() {
    let mut given = Given::with_units(&["140105"]);
    let other = Connection::open(given.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = given.write(|write| write.save_unit(&unit("140199")));
    assert!(matches!(refused, Err(StoreError::Busy)));
    // Reading goes on meanwhile.
    assert_eq!(given.workspace.unit_count().unwrap(), 1);
}

#[test]
fn tampering_with_the_audit_trail_is_seen() {
    let tampered = |sql: &str| {
        let given = Given::with_units(&["140105", "140106"]);
        let path = given.path();
        given.workspace.close().unwrap();
        let foreign = Connection::open(&path).unwrap();
        foreign.execute_batch(sql).unwrap();
        foreign.close().unwrap();
        Workspace::open(&path).unwrap().check().unwrap()
    };
    let without = |sql: &str| {
        tampered(&format!(
            "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted; {sql}"
        ))
    };
    assert_eq!(without(""), []);
    assert_eq!(
        without("UPDATE audit SET actor = '别人' WHERE id = 3"),
        [Flaw::AuditBroken { entry: 3 }]
    );
    assert_eq!(
        without("DELETE FROM audit WHERE id = 3"),
        [Flaw::AuditBroken { entry: 4 }]
    );
    assert_eq!(
        without("DELETE FROM audit WHERE id = 6"),
        [Flaw::AuditCut {
            last: 5,
            written: 6
        }]
    );
    let given = Given::with_units(&["140105"]);
    let foreign = Connection::open(given.path()).unwrap();
    for sql in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
        assert!(
            foreign
                .execute(sql, [])
                .unwrap_err()
                .to_string()
                .contains("only appended")
        );
    }
}

#[test]
fn an_altered_evidence_file_and_a_dangling_answer_are_found() {
    let mut given = Given::with_units(&["140105"]);
    let answer = assessment_store::EvidenceFor::Answer {
        round: round_id(),
        unit: "140105".into(),
        indicator: "A1.1.1".into(),
    };
    given
        .write(|write| {
            write.save_observation(&round_id(), &typed("140105", "A1.1.1", 1.0))?;
            write.add_evidence(&answer, "a.pdf", b"before")
        })
        .unwrap();
    let foreign = Connection::open(given.path()).unwrap();
    foreign
        .execute_batch(
            "UPDATE evidence_file SET content = x'00';
             UPDATE observation SET id = (77 << 16) + 1;",
        )
        .unwrap();
    let findings = given.workspace.check().unwrap();
    assert_eq!(findings.len(), 2);
    assert!(matches!(&findings[0], Flaw::Dangling { parent, .. } if parent == "form"));
    assert!(matches!(&findings[1], Flaw::EvidenceAltered { sha256 } if sha256.len() == 64));
}

/// The other half of the next test: runs in a process of its own, which is killed while it writes.
#[test]
#[ignore = "started by a_process_killed_while_writing_leaves_a_whole_workspace"]
fn writes_until_killed() {
    let path = std::env::var_os("HEZHI_TEST_WORKSPACE").unwrap();
    let mut workspace = Workspace::open(Path::new(&path)).unwrap();
    let indicators: Vec<String> = (0..200).map(|i| format!("I{i:03}")).collect();
    let indicators: Vec<&str> = indicators.iter().map(String::as_str).collect();
    for round in 0.. {
        let line = vec![f64::from(round); indicators.len()];
        let draft = draft(vec![answers(&["140105"], &indicators, &[&line])]);
        workspace
            .apply(&draft, &round_id(), ACTOR, now(), &mut |_, _| {}, &|| false)
            .unwrap();
        println!("saved {round}");
    }
}

#[test]
fn a_process_killed_while_writing_leaves_a_whole_workspace() {
    for kill_after in [1, 7, 20] {
        let given = Given::with_units(&["140105"]);
        let path = given.path();
        given.workspace.close().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "files::writes_until_killed",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env("HEZHI_TEST_WORKSPACE", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut saved = None;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((_, number)) = line.split_once("saved ") {
                saved = number.parse::<f64>().ok();
                if saved >= Some(f64::from(kill_after)) {
                    break;
                }
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let workspace = Workspace::open(&path).unwrap();
        assert_eq!(workspace.check().unwrap(), []);
        let data = workspace.round_data(&round_id()).unwrap();
        let first = &data.observations[0].answer;
        assert!(
            matches!(first, Answer::Value(value) if Some(*value) >= saved),
            "what was said to be saved is not there"
        );
        assert_eq!(data.observations.len(), 200);
        assert!(
            data.observations.iter().all(|o| o.answer == *first),
            "half a batch"
        );
    }
}

#[test]
fn a_workspace_that_is_not_finished_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.hezhi");
    let new = NewWorkspace {
        name: "新",
        synthetic: false,
        framework: framework(),
        actor: ACTOR,
        now: now(),
    };
    let (mut workspace, unfinished) = Workspace::begin(&path, &new).unwrap();
    workspace
        .write(ACTOR, now(), |write| write.save_unit(&unit("140105")))
        .unwrap();
    assert!(!path.exists());
    drop(workspace);
    drop(unfinished);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);

    // Somebody else's file that came meanwhile is not replaced.
    let (workspace, unfinished) = Workspace::begin(&path, &new).unwrap();
    fs::write(&path, "mine").unwrap();
    let late = unfinished.finish(workspace);
    assert!(matches!(late, Err(StoreError::AlreadyExists { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
