//! How a child's end is told, with shell scripts in the child's place.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use super::*;

const LIMITS: ParseLimits = ParseLimits {
    memory: 64 << 20,
    time: Duration::from_secs(20),
    output: 1000,
    file: 1000,
};

/// The code with which reading fails when the child is this script.
fn fails_with(script: &str, limits: ParseLimits) -> Code {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("child");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let cancel = AtomicBool::new(false);
    process::answer(&program, vec![0; 100_000], &limits, &cancel, <[u8]>::to_vec)
        .unwrap_err()
        .code
}

#[test]
fn a_child_that_dies_is_a_crash() {
    assert_eq!(fails_with("exit 101", LIMITS), Code::ParseCrashed);
    assert_eq!(fails_with("kill -SEGV $$", LIMITS), Code::ParseCrashed);
}

#[test]
fn a_child_without_memory_says_so() {
    let complaint = "echo 'memory allocation of 99 bytes failed' >&2; kill -ABRT $$";
    assert_eq!(fails_with(complaint, LIMITS), Code::ParseOutOfMemory);
    assert_eq!(fails_with("kill -KILL $$", LIMITS), Code::ParseOutOfMemory);
}

#[test]
fn a_child_that_never_ends_is_ended() {
    let limits = ParseLimits {
        time: Duration::from_millis(200),
        ..LIMITS
    };
    assert_eq!(fails_with("exec sleep 60", limits), Code::ParseTimeout);
    assert_eq!(
        fails_with("exec >&-; exec sleep 60", limits),
        Code::ParseTimeout
    );
    assert_eq!(fails_with("kill -XCPU $$", LIMITS), Code::ParseTimeout);
}

#[test]
fn a_child_that_says_too_much_is_not_listened_to() {
    assert_eq!(fails_with("exec yes", LIMITS), Code::ParseAnswerTooLarge);
}

#[test]
fn an_answer_is_as_long_as_it_says() {
    let said = |script: &str| {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("child");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let cancel = AtomicBool::new(false);
        process::answer(&program, Vec::new(), &LIMITS, &cancel, <[u8]>::to_vec).map_err(|e| e.code)
    };
    let five = r"printf '\005\000\000\000\000\000\000\000";
    assert_eq!(said(&format!("{five}whole'")).unwrap(), b"whole");
    assert_eq!(said(&format!("{five}less'")), Err(Code::ParseCrashed));
    // What it said does not count where it ends badly.
    assert_eq!(
        said(&format!("{five}whole'; exit 1")),
        Err(Code::ParseCrashed)
    );
}

#[test]
fn a_program_that_is_not_there_is_told() {
    let cancel = AtomicBool::new(false);
    let missing = Path::new("/nowhere/hezhi");
    let failure = process::answer(missing, Vec::new(), &LIMITS, &cancel, |_| ()).unwrap_err();
    assert_eq!(failure.code, Code::ParseNotStarted);
}

#[test]
fn a_person_can_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("child");
    fs::write(&program, "#!/bin/sh\nexec sleep 60\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let cancel = AtomicBool::new(false);
    thread::scope(|scope| {
        let answer =
            scope.spawn(|| process::answer(&program, Vec::new(), &LIMITS, &cancel, |_| ()));
        thread::sleep(Duration::from_millis(100));
        cancel.store(true, Ordering::Relaxed);
        assert_eq!(answer.join().unwrap().unwrap_err().code, Code::Cancelled);
    });
}

#[test]
fn what_is_no_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let code = |path: &Path| file_bytes(path, LIMITS.file).unwrap_err().code;
    assert_eq!(code(folder.path()), Code::IsDirectory);
    assert_eq!(code(&folder.path().join("nothing.xlsx")), Code::NotFound);
    assert_eq!(code(Path::new("/dev/zero")), Code::NotAFile);
    let large = folder.path().join("large.csv");
    fs::write(&large, vec![b'1'; 1001]).unwrap();
    assert_eq!(code(&large), Code::FileTooLarge);
    fs::write(&large, vec![b'1'; 1000]).unwrap();
    assert_eq!(file_bytes(&large, LIMITS.file).unwrap().len(), 1000);
}
