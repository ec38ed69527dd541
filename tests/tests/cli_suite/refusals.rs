//! What cannot be taken is refused by name, in one sentence, and the workspace stays as it was.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
    process::Command,
};

use super::{
    hezhi::{Ran, on, program, run},
    province::copy,
};

/// Imports what must be refused, and says with which code.
fn refused(path: &Path, file: &Path) -> String {
    let before = fs::read(path).unwrap();
    let ran = on("import", path, &[file.to_str().unwrap()]);
    assert_eq!(
        ran.code,
        3,
        "{}: {}{}",
        file.display(),
        ran.stdout,
        ran.stderr
    );
    assert!(fs::read(path).unwrap() == before, "{}", file.display());
    let code = ran.failure();
    // One sentence for a person of either language, with nothing of the other's in it.
    let message = |ran: &Ran| {
        let document = ran.document();
        let text = document["failure"]["message"].as_str().unwrap().to_owned();
        let hint = document["failure"]["hint"].as_str().unwrap().to_owned();
        (text + &hint).replace(path_name(file), "")
    };
    assert!(!message(&ran).is_ascii(), "{code}");
    let english = on("import", path, &[file.to_str().unwrap(), "--lang", "en"]);
    let said = message(&english);
    assert!(
        said.chars().all(|c| c.is_ascii() || "“”’".contains(c)),
        "{code}: {said}"
    );
    assert!(fs::read(path).unwrap() == before, "{}", file.display());
    code
}

/// As sentences name a file: its path where it could not even be read, else its name.
fn path_name(file: &Path) -> &str {
    if file.is_file() {
        file.file_name().unwrap().to_str().unwrap()
    } else {
        file.to_str().unwrap()
    }
}

/// A workbook with one sheet of this XML.
fn workbook(sheet: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_that_are_no_spreadsheets() {
    let (folder, path) = copy();
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        file
    };
    assert_eq!(refused(&path, folder.path()), "folder_without_files");
    assert_eq!(
        refused(&path, &folder.path().join("none.xlsx")),
        "not_found"
    );
    assert_eq!(refused(&path, &write("empty.xlsx", b"")), "file_empty");
    assert_eq!(
        refused(&path, &write("zeros.zip", &[0; 5000])),
        "file_empty"
    );
    let mut protected = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for stream in ["EncryptionInfo", "EncryptedPackage"] {
        let mut stream = protected.create_stream(stream).unwrap();
        stream.write_all(&[7; 6000]).unwrap();
    }
    let protected = protected.into_inner().into_inner();
    assert_eq!(
        refused(&path, &write("protected.xlsx", &protected)),
        "file_encrypted"
    );
    let truncated = &protected[..700];
    let code = refused(&path, &write("truncated.xls", truncated));
    assert!(
        ["file_cut_off", "file_is_binary"].contains(&code.as_str()),
        "{code}"
    );
    let nul = write("nul.csv", b"\0\0a\0,\0\0\xff\xfe\0b\0\0\0\n\0\0");
    let code = refused(&path, &nul);
    assert!(
        ["file_is_binary", "file_encoding"].contains(&code.as_str()),
        "{code}"
    );
}

#[test]
fn a_folder_of_files_that_are_refused_says_why() {
    let (folder, path) = copy();
    let returned = folder.path().join("returned");
    fs::create_dir(&returned).unwrap();
    fs::write(returned.join("a.xlsx"), b"%PDF-1.7\n1 0 obj").unwrap();
    fs::write(returned.join("b.csv"), b"PK\x05\x06").unwrap();
    let ran = on("import", &path, &[returned.to_str().unwrap()]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(ran.failure(), "file_is_pdf");
    let document = ran.document();
    let files = document["folders"][0]["files"].as_array().unwrap();
    let codes: Vec<&str> = files
        .iter()
        .map(|f| f["failure"]["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["file_is_pdf", "file_cut_off"]);
    for file in files {
        assert_eq!(file["kept"], 0);
        let problem = &file["problems"][0];
        assert_ne!(problem["message"], problem["code"], "{problem}");
        assert_ne!(problem["hint"], "", "{problem}");
    }
}

#[test]
fn a_sheet_that_claims_to_be_vast_is_no_burden() {
    let (folder, path) = copy();
    let sheet = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    let file = folder.path().join("vast.xlsx");
    fs::write(&file, workbook(sheet)).unwrap();
    let before = fs::read(&path).unwrap();
    let ran = on("import", &path, &[file.to_str().unwrap()]);
    // Nothing in it is of use, and it costs nothing to say so.
    assert!(ran.code == 1 || ran.code == 3, "{}", ran.stdout);
    assert!(fs::read(&path).unwrap() == before, "the workspace changed");
    let _ = ran.document();
}

#[test]
fn a_newer_workspace_is_left_alone() {
    let (_folder, path) = copy();
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    connection.close().unwrap();
    let before = fs::read(&path).unwrap();
    let ran = on("score", &path, &[]);
    assert_eq!((ran.code, ran.failure().as_str()), (3, "newer_workspace"));
    assert!(fs::read(&path).unwrap() == before, "the workspace changed");
}

#[test]
fn what_is_no_workspace_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.hezhi");
    fs::write(&path, "a note, not a workspace").unwrap();
    let ran = on("score", &path, &[]);
    assert_eq!((ran.code, ran.failure().as_str()), (3, "not_a_workspace"));
    let taken = on("new", &path, &[]);
    assert_eq!(
        (taken.code, taken.failure().as_str()),
        (3, "already_exists")
    );
    let nowhere = on("new", &folder.path().join("no/where.hezhi"), &[]);
    assert_eq!((nowhere.code, nowhere.failure().as_str()), (3, "not_found"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_written_is_told() {
    let ran = on("new", Path::new("/sys/fs/new.hezhi"), &[]);
    assert_eq!(ran.code, 3);
    let code = ran.failure();
    assert!(
        ["read_only", "permission_denied"].contains(&code.as_str()),
        "{code}"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_the_workspace_as_it_was() {
    let (folder, path) = copy();
    let mut wide = String::from("单位代码,A1.1.2,A1.1.4,A1.2.2\n");
    for n in 0..60 {
        wide.push_str(&format!("D{:02},{},{},{}\n", n % 56 + 1, n, n, n % 10));
    }
    let file = folder.path().join("wide.csv");
    fs::write(&file, wide).unwrap();
    let before = on("score", &path, &[]).document();
    // No file may grow beyond one block: the journal does not fit.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} import {} {} --json",
        program().display(),
        path.display(),
        file.display()
    );
    let ran: Ran = Command::new("sh")
        .args(["-c", &script])
        .output()
        .unwrap()
        .into();
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let code = ran.failure();
    assert!(
        ["disk_full", "medium_failed", "database_failed"].contains(&code.as_str()),
        "{code}"
    );
    assert_eq!(on("score", &path, &[]).document(), before);
    assert_eq!(on("check", &path, &[]).document()["sound"], true);
}

#[test]
fn failures_are_one_sentence_in_the_persons_language() {
    let ran = run(&["score", "/nowhere/at/all.hezhi", "--lang", "en"]);
    assert_eq!(ran.code, 3);
    assert!(ran.stdout.is_empty());
    assert!(
        ran.stderr.contains("/nowhere/at/all.hezhi"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.is_ascii(), "{}", ran.stderr);
    let ran = run(&["score", "/nowhere/at/all.hezhi", "--lang", "zh-CN"]);
    assert!(!ran.stderr.is_ascii());
}

#[test]
fn nothing_written_takes_the_place_of_a_workspace() {
    let (folder, path) = copy();
    let before = fs::read(&path).unwrap();
    let workspace = path.to_str().unwrap();
    let ran = on("template", &path, &["--unit", "D01", "--out", workspace]);
    assert_eq!((ran.code, ran.failure().as_str()), (3, "is_workspace"));
    let ran = on("report", &path, &["--out", workspace]);
    assert_eq!((ran.code, ran.failure().as_str()), (3, "not_a_folder"));
    assert!(fs::read(&path).unwrap() == before, "the workspace changed");
    let out = folder.path().join("framework");
    let export = [
        "framework",
        "export",
        "--json",
        "--out",
        out.to_str().unwrap(),
    ];
    assert_eq!(run(&export).code, 0);
    let again = run(&export);
    assert_eq!(
        (again.code, again.failure().as_str()),
        (3, "already_exists")
    );
    let forced: Vec<&str> = export.into_iter().chain(["--force"]).collect();
    assert_eq!(run(&forced).code, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ran: Ran = Command::new(program())
        .args(["framework", "show", "--json"])
        .stdout(full)
        .output()
        .unwrap()
        .into();
    assert_eq!(ran.code, 3);
    assert!(!ran.stderr.is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_done_does_not_say_that_nothing_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.hezhi");
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ran: Ran = Command::new(program())
        .args(["new", path.to_str().unwrap(), "--json"])
        .stdout(full)
        .output()
        .unwrap()
        .into();
    assert!(path.exists());
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(!ran.stderr.is_empty());
}

#[test]
#[cfg(unix)]
fn files_are_as_private_as_the_person_wants_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path) = copy();
    let out = folder.path().join("140100.xlsx");
    let shell = r#"umask 077; exec "$0" template "$1" --unit 140100 --out "$2""#;
    let mut child = Command::new("sh");
    child
        .args(["-c", shell])
        .arg(program())
        .arg(&path)
        .arg(&out);
    let ran: Ran = child.output().unwrap().into();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mode = fs::metadata(&out).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn units_that_are_missing_are_listed_as_the_language_lists() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.hezhi");
    assert_eq!(on("new", &path, &["--round", "2026"]).code, 0);
    let returned = folder.path().join("returned");
    fs::create_dir(&returned).unwrap();
    let file = returned.join("140100.xlsx");
    let template = ["--unit", "140100", "--out", file.to_str().unwrap()];
    assert_eq!(on("template", &path, &template).code, 0);
    let list = |lang: &str| {
        let (path, returned) = (path.to_str().unwrap(), returned.to_str().unwrap());
        run(&["import", path, returned, "--dry-run", "--lang", lang]).stdout
    };
    assert!(list("zh-CN").contains('、'));
    let english = list("en");
    assert!(
        english.contains(", ") && !english.contains('、'),
        "{english}"
    );
}

#[test]
fn options_of_an_index_that_cannot_be_are_wrong_usage() {
    for option in ["--stage", "--normalise", "--aggregate", "--threshold"] {
        let ran = run(&[
            "index", "--imeta", "m", "--idata", "d", option, "7", "--json",
        ]);
        assert_eq!(
            (ran.code, ran.failure().as_str()),
            (2, "bad_argument"),
            "{option}"
        );
    }
}

#[test]
fn a_table_that_nothing_knows_is_refused_and_looked_at_without_a_token() {
    let (folder, path) = copy();
    let file = folder.path().join("shopping.csv");
    fs::write(&file, "milk,eggs\n1,2\n3,4\n").unwrap();
    assert_eq!(refused(&path, &file), "nothing_recognised");
    let looked = run(&["inspect", file.to_str().unwrap(), "--json"]);
    assert_eq!(looked.stdout.matches("\n  \"problems\":").count(), 1);
    assert!(looked.document().get("token").is_none());
}

/// The program as somebody who is not the owner of everything, where that can be had.
#[cfg(target_os = "linux")]
fn as_nobody(arguments: &[&str]) -> Option<Ran> {
    use std::os::unix::fs::MetadataExt as _;
    let owner = fs::metadata("/proc/self").unwrap().uid();
    let mut command = if owner == 0 {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        command.arg(program());
        command
    } else {
        Command::new(program())
    };
    let ran: Ran = command.args(arguments).output().ok()?.into();
    // `setpriv` itself could not start it, as where nobody may look into the build's folder.
    (ran.code != 126 && ran.code != 127).then_some(ran)
}

#[test]
#[cfg(target_os = "linux")]
fn a_workspace_in_a_folder_that_cannot_be_written_is_read_and_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let (folder, path) = copy();
    let file = folder.path().join("wide.csv");
    fs::write(&file, "单位代码,A1.1.2\nD01,97\n").unwrap();
    mode(&file, 0o644);
    mode(&path, 0o644);
    mode(folder.path(), 0o555);
    let before = fs::read(&path).unwrap();
    let (workspace, file) = (path.to_str().unwrap(), file.to_str().unwrap());
    let ran = as_nobody(&["import", workspace, file, "--json"]);
    let scored = as_nobody(&["score", workspace, "--json"]);
    mode(folder.path(), 0o755);
    assert!(fs::read(&path).unwrap() == before, "the workspace changed");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    let (Some(ran), Some(scored)) = (ran, scored) else {
        return;
    };
    assert_eq!(
        (ran.code, ran.failure().as_str()),
        (3, "workspace_read_only")
    );
    // Reading goes on all the same.
    assert_eq!(scored.code, 0, "{}{}", scored.stdout, scored.stderr);
}

/// A file system of its own that holds little, where the system lets one be made.
#[cfg(target_os = "linux")]
struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    fn of(bytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"])
            .arg(folder.path())
            .output();
        mounted
            .is_ok_and(|m| m.status.success())
            .then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_fills_up_while_importing_leaves_the_workspace_as_it_was() {
    let (folder, source) = copy();
    let size = fs::metadata(&source).unwrap().len();
    let Some(disk) = SmallDisk::of(size + (96 << 10)) else {
        return;
    };
    let path = disk.0.path().join("w.hezhi");
    fs::copy(&source, &path).unwrap();
    let mut wide = String::from("单位代码");
    let columns: Vec<String> = (1..=6).map(|n| format!(",A1.1.{n}")).collect();
    wide.push_str(&columns.concat());
    for n in 1..=56 {
        wide.push_str(&format!("\nD{n:02}{}", ",77".repeat(columns.len())));
    }
    let file = folder.path().join("wide.csv");
    fs::write(&file, wide).unwrap();
    let before = on("score", &path, &[]).document();
    let ran = on("import", &path, &[file.to_str().unwrap()]);
    assert_eq!((ran.code, ran.failure().as_str()), (3, "disk_full"));
    assert_eq!(on("score", &path, &[]).document(), before);
    assert_eq!(on("check", &path, &[]).document()["sound"], true);
    // Nor is a demonstration left half made.
    let demo = disk.0.path().join("demo.hezhi");
    let made = on("new", &demo, &["--demo"]);
    assert_eq!((made.code, made.failure().as_str()), (3, "disk_full"));
    let left: Vec<_> = fs::read_dir(disk.0.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name != "w.hezhi")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn help_that_cannot_be_written_is_a_failure() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ran: Ran = Command::new(program())
        .arg("--help")
        .stdout(full)
        .output()
        .unwrap()
        .into();
    assert_eq!(ran.code, 3);
    assert!(!ran.stderr.is_empty());
}

#[test]
fn help_in_chinese_is_chinese() {
    for task in ["import", "score", "new", "round", "framework", "analyse"] {
        let help = run(&[task, "--help", "--lang", "zh-CN"]).stdout;
        for word in [
            "OPTIONS", "Options", "Usage", "COMMAND", "default", "possible",
        ] {
            assert!(!help.contains(word), "{task} says {word}:\n{help}");
        }
    }
}

#[test]
fn faults_of_a_framework_are_listed_with_place_and_words() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("mine");
    let out = out.to_str().unwrap();
    assert_eq!(run(&["framework", "export", "--out", out]).code, 0);
    let sound = run(&["framework", "check", out, "--json"]);
    assert_eq!(sound.code, 0);
    assert_eq!(sound.document()["faults"], serde_json::json!([]));
    let table = Path::new(out).join("indicators.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, text.replacen("A1.1.1,A1,", "A1.1.1,A9,", 1)).unwrap();
    for lang in ["zh-CN", "en"] {
        let ran = run(&["framework", "check", out, "--json", "--lang", lang]);
        assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
        let document = ran.document();
        let faults = document["faults"].as_array().unwrap();
        let of_table = faults.iter().find(|f| f["file"] == "indicators.csv");
        let fault = of_table.unwrap_or_else(|| panic!("{document}"));
        assert!(fault["code"].is_string() && fault["params"].is_object());
        let message = fault["message"].as_str().unwrap();
        assert!(message.starts_with("indicators.csv"), "{message}");
        assert_eq!(
            lang == "en",
            message.chars().all(|c| c.is_ascii() || "“”".contains(c))
        );
    }
}
