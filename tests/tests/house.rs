//! The invariants of the house that no type or lint can hold: who may know whom, and what stands where.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies in the root")
        .to_path_buf()
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--locked".to_owned()])
        .exec()
        .expect("cargo metadata answers")
}

/// Files that git tracks, as text; binary files are left out.
fn tracked() -> Vec<(String, String)> {
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    String::from_utf8(listed.stdout)
        .expect("paths are UTF-8")
        .split('\0')
        .filter(|path| !path.is_empty())
        .filter_map(|path| Some((path.to_owned(), fs::read_to_string(root().join(path)).ok()?)))
        .collect()
}

#[test]
fn crates_know_only_whom_they_may() {
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("assessment-models", &[][..]),
        ("assessment-store", &["assessment-models"]),
        ("assessment-exchange", &["assessment-models"]),
        ("assessment-reports", &["assessment-models"]),
        (
            "assessment-app",
            &[
                "assessment-models",
                "assessment-store",
                "assessment-exchange",
                "assessment-reports",
            ],
        ),
        ("assessment-cli", &["assessment-app"]),
        ("src-tauri", &["assessment-app"]),
        ("xtask", &[]),
    ]);
    let metadata = metadata();
    let ours: BTreeSet<&str> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    for package in metadata.workspace_packages() {
        if package.name.as_str() == "tests" {
            continue;
        }
        let may = allowed
            .get(package.name.as_str())
            .unwrap_or_else(|| panic!("{} is no room of the house", package.name));
        for dependency in &package.dependencies {
            if ours.contains(dependency.name.as_str()) {
                assert!(
                    may.contains(&dependency.name.as_str()),
                    "{} may not know {}",
                    package.name,
                    dependency.name
                );
            }
        }
    }
    assert_eq!(
        ours.len(),
        allowed.len() + 1,
        "every member has its room: {ours:?}"
    );
}

#[test]
fn folder_name_is_crate_name() {
    for package in metadata().workspace_packages() {
        let folder = package.manifest_path.parent().and_then(|p| p.file_name());
        assert_eq!(folder, Some(package.name.as_str()));
    }
}

#[test]
fn sql_and_tauri_keep_to_their_rooms() {
    let rooms: BTreeMap<&str, &str> =
        BTreeMap::from([("rusqlite", "assessment-store"), ("tauri", "src-tauri")]);
    for package in metadata().workspace_packages() {
        for dependency in &package.dependencies {
            if dependency.kind == DependencyKind::Development {
                continue;
            }
            if let Some(room) = rooms.get(dependency.name.as_str()) {
                assert_eq!(
                    package.name.as_str(),
                    *room,
                    "{} stands only there",
                    dependency.name
                );
            }
        }
    }
    for (path, text) in tracked() {
        if path.starts_with("ui/src/") && !path.starts_with("ui/src/platform/") {
            assert!(
                !text.contains("@tauri-apps/"),
                "{path} reaches past ui/src/platform/"
            );
        }
    }
}

#[test]
fn sentences_of_sql_stand_only_in_the_store() {
    let store = "src-tauri/crates/assessment-store/";
    let sentences = [
        "SELECT ",
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "PRAGMA ",
    ];
    for (path, text) in tracked() {
        // The suites look into a workspace from outside on purpose.
        if !path.ends_with(".rs") || path.starts_with(store) || path.starts_with("tests/") {
            continue;
        }
        for sentence in sentences {
            assert!(
                !text.contains(&format!("\"{sentence}")),
                "{path} speaks SQL: {sentence}"
            );
        }
    }
}

#[test]
fn the_domain_does_no_input_or_output() {
    // Functions are held by clippy (assessment-models/clippy.toml); here the crates that would bring them.
    let barred = [
        "tokio",
        "rusqlite",
        "tempfile",
        "sys-locale",
        "rand",
        "reqwest",
        "ureq",
    ];
    for package in metadata().workspace_packages() {
        if package.name.as_str() != "assessment-models" {
            continue;
        }
        for dependency in &package.dependencies {
            if dependency.kind != DependencyKind::Development {
                assert!(
                    !barred.contains(&dependency.name.as_str()),
                    "{}",
                    dependency.name
                );
            }
        }
    }
}

#[test]
fn every_licence_is_one_we_may_ship() {
    // deny.toml holds the list, so that `cargo deny check licenses` and this test cannot disagree.
    let deny: toml::Table = fs::read_to_string(root().join("deny.toml"))
        .expect("deny.toml is there")
        .parse()
        .expect("deny.toml is TOML");
    let allowed: BTreeSet<String> = deny["licenses"]["allow"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|licence| licence.as_str().expect("a name").to_owned())
        .collect();
    for package in &metadata().packages {
        let Some(licence) = &package.license else {
            assert!(
                package.license_file.is_some(),
                "{} names no licence",
                package.name
            );
            continue;
        };
        let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX)
            .unwrap_or_else(|error| panic!("{}: {licence}: {error}", package.name));
        let fits = expression.evaluate(|wanted| {
            allowed.contains(&wanted.to_string())
                || wanted
                    .license
                    .id()
                    .is_some_and(|id| allowed.contains(id.name))
        });
        assert!(fits, "{} is under {licence}", package.name);
    }
}

#[test]
fn nothing_names_a_registry_or_a_place_on_a_machine() {
    // Written in pieces, so that this file does not find itself.
    let barred = [
        ["registry.np", "mjs.org"].concat(),
        ["static.cra", "tes.io"].concat(),
        ["index.cra", "tes.io"].concat(),
        ["pypi.", "org"].concat(),
        ["deb.deb", "ian.org"].concat(),
        ["/ro", "ot/"].concat(),
        ["/wo", "rk/"].concat(),
    ];
    for (path, text) in tracked() {
        for word in &barred {
            assert!(!text.contains(word.as_str()), "{path} holds {word}");
        }
    }
}

/// What stands in the string literals of Rust code before its tests, one after the other.
fn literals(code: &str) -> String {
    let code = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = String::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (before, from) = rest.split_at(at);
        if from.starts_with("//") {
            rest = from.split_once('\n').map_or("", |(_, after)| after);
        } else if let Some(inside) = from.strip_prefix('"') {
            let hashes = before.len() - before.trim_end_matches('#').len();
            let raw = before.trim_end_matches('#').ends_with('r');
            let end = if raw {
                inside.find(&format!("\"{}", "#".repeat(hashes)))
            } else {
                let mut escaped = false;
                inside.find(|c| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                })
            };
            let (said, after) = inside.split_at(end.unwrap_or(inside.len()));
            found.push_str(said);
            found.push('\n');
            rest = after.get(1..).unwrap_or_default();
        } else {
            // A character with a quote in it must not begin a string; a lifetime is passed over.
            let skipped = ["'\"'", "'\\\"'", "'\\''"];
            let skipped = skipped.iter().find(|c| from.starts_with(**c));
            rest = &from[skipped.map_or(1, |c| c.len())..];
        }
    }
    found
}

#[test]
fn literals_of_code_are_told_from_its_comments() {
    let code = "// \"甲\"\nlet a = \"乙\\\"丙\"; let b = r#\"丁\"戊\"#; let c = '\"'; // 己\n\
                #[cfg(test)]\nmod tests { \"庚\" }";
    assert_eq!(literals(code), "乙\\\"丙\n丁\"戊\n");
}

#[test]
fn words_stand_in_locale_files() {
    // Where Chinese is what is read or counted, not what is said: spreadsheets and framework tables as people
    // fill them in, names of typefaces, numerals, the made-up province, the program's own name.
    let readers = [
        "src-tauri/crates/assessment-exchange/src/",
        "src-tauri/crates/assessment-app/src/demo/",
        "src-tauri/crates/assessment-reports/src/document/docx/",
        "src-tauri/crates/assessment-reports/src/document/faces.rs",
        "src-tauri/crates/assessment-reports/src/document/number.rs",
        "src-tauri/src/main.rs",
        "assessment-models/src/framework/load/table.rs",
        "assessment-models/src/mcdm/decision.rs",
    ];
    for (path, text) in tracked() {
        let code = path.ends_with(".rs") && path.contains("/src/") && !path.ends_with("tests.rs");
        let ours = path.starts_with("assessment-models/") || path.starts_with("src-tauri/");
        if !code || !ours || readers.iter().any(|reader| path.starts_with(reader)) {
            continue;
        }
        let said = literals(&text);
        let chinese = said
            .lines()
            .find(|line| line.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
        assert_eq!(chinese, None, "{path}: words belong in a locale file");
    }
}

#[test]
fn files_keep_a_readable_length() {
    for (path, text) in tracked() {
        let code = [".rs", ".ts", ".vue"]
            .iter()
            .any(|ending| path.ends_with(ending));
        if code && !path.contains("generated") {
            let lines = text.lines().count();
            assert!(
                lines <= 600,
                "{path} has {lines} lines: does it still hold one idea?"
            );
        }
    }
}
