//! What the system must have beside Rust and Node, and how it gets it.

use std::process::{Command, Stdio};

use crate::step::{Failed, cargo, on_path, step, target};

/// Something the system must have: how to see that it is there, and which package brings it.
struct Need {
    /// What it is for, shown when it is installed.
    purpose: &'static str,
    /// Debian's and Ubuntu's package.
    package: &'static str,
    /// Whether it is there already.
    present: fn() -> bool,
}

const TO_BUILD: &[Need] = &[
    Need {
        purpose: "C compiler and linker",
        package: "build-essential",
        present: || on_path("cc"),
    },
    Need {
        purpose: "finding libraries",
        package: "pkg-config",
        present: || on_path("pkg-config"),
    },
    Need {
        purpose: "the window (WebKitGTK 4.1)",
        package: "libwebkit2gtk-4.1-dev",
        present: || library("webkit2gtk-4.1"),
    },
];

const TO_TEST: &[Need] = &[
    Need {
        purpose: "driving the window",
        package: "webkit2gtk-driver",
        present: || on_path("WebKitWebDriver"),
    },
    Need {
        purpose: "a display without a screen",
        package: "xvfb",
        present: || on_path("Xvfb"),
    },
    Need {
        purpose: "recalculating the result workbook",
        package: "libreoffice-calc",
        present: || on_path("soffice"),
    },
    Need {
        purpose: "opening the result workbook by another program",
        package: "gnumeric",
        present: || on_path("ssconvert"),
    },
    Need {
        purpose: "opening documents for editing",
        package: "libreoffice-writer",
        present: || on_path("lowriter"),
    },
    Need {
        purpose: "reading the words of a PDF",
        package: "poppler-utils",
        present: || on_path("pdftotext"),
    },
    Need {
        purpose: "checking the structure of a PDF",
        package: "qpdf",
        present: || on_path("qpdf"),
    },
];

/// What a test can do without, saying so.
const WISHED: &[Need] = &[
    Need {
        purpose: "reading the result workbook by openpyxl",
        package: "python3-openpyxl",
        present: || module("openpyxl"),
    },
    Need {
        purpose: "reading the result workbook by pandas",
        package: "python3-pandas",
        present: || module("pandas"),
    },
];

/// Installs what building and opening the window needs.
pub(crate) fn to_build() -> Result<(), Failed> {
    node()?;
    install(TO_BUILD)
}

/// Installs what the tests need.
pub(crate) fn to_test() -> Result<(), Failed> {
    node()?;
    toolchain()?;
    let needs: Vec<&Need> = TO_BUILD.iter().chain(TO_TEST).collect();
    install_all(&needs)?;
    if let Err(failed) = install(WISHED) {
        println!("Going on without: {failed}");
    }
    Ok(())
}

/// Installs the WebDriver bridge below the target folder, so that it goes with a clean-up.
pub(crate) fn tauri_driver() -> Result<std::path::PathBuf, Failed> {
    let folder = target().join("tools");
    let program = folder.join("bin").join("tauri-driver");
    if !program.is_file() {
        step(
            "install tauri-driver",
            cargo()
                .args([
                    "install",
                    "tauri-driver",
                    "--version",
                    "^2",
                    "--locked",
                    "--quiet",
                    "--root",
                ])
                .arg(&folder),
        )?;
    }
    Ok(program)
}

/// The oldest Node.js that the window's build tools run on: `engines` of `ui/package.json`.
const NODE: (u32, u32) = (20, 19);

fn node() -> Result<(), Failed> {
    let mend = format!(
        "install Node.js {}.{} or newer with npm, then run this again",
        NODE.0, NODE.1
    );
    if !on_path("node") || !on_path("npm") {
        return Err(Failed::Missing {
            what: "Node.js".to_owned(),
            mend,
        });
    }
    let said = Command::new("node")
        .arg("--version")
        .output()
        .map_err(|source| Failed::Start {
            command: "node --version".to_owned(),
            source,
        })?;
    let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    if version(&said).is_some_and(|here| here >= NODE) {
        return Ok(());
    }
    Err(Failed::Missing {
        what: format!("a Node.js that is new enough (here: {said})"),
        mend,
    })
}

/// Major and minor number of a version as `node --version` writes it: `v20.19.0`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// rustup's minimal profile comes without the formatter and the linter.
fn toolchain() -> Result<(), Failed> {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(subcommand, _)| !answers(cargo().args([subcommand, "--version"])))
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !on_path("rustup") {
        return Err(Failed::Missing {
            what: missing.join(", "),
            mend: "install them beside cargo (with rustup: `rustup component add rustfmt clippy`)"
                .to_owned(),
        });
    }
    step(
        "install rustfmt and clippy",
        Command::new("rustup")
            .args(["component", "add"])
            .args(&missing),
    )
}

fn install(needs: &[Need]) -> Result<(), Failed> {
    install_all(&needs.iter().collect::<Vec<_>>())
}

fn install_all(needs: &[&Need]) -> Result<(), Failed> {
    let missing: Vec<&&Need> = needs.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    println!("This system lacks:");
    for need in &missing {
        println!("  {} ({})", need.package, need.purpose);
    }
    if !on_path("apt-get") {
        return Err(Failed::Missing {
            what: packages.join(", "),
            mend:
                "this is not Debian or Ubuntu: install your system's packages of the same libraries"
                    .to_owned(),
        });
    }
    let root = is_root();
    if !root && !on_path("sudo") {
        return Err(Failed::Missing {
            what: packages.join(", "),
            mend: format!("as root, run: apt-get install {}", packages.join(" ")),
        });
    }
    println!(
        "Installing them with apt-get{}.",
        if root {
            ""
        } else {
            " (sudo may ask for your password)"
        }
    );
    step("apt-get update", &mut apt(root, &["update"]))?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(&packages);
    step("apt-get install", &mut apt(root, &arguments))
}

fn apt(root: bool, arguments: &[&str]) -> Command {
    let mut command = if root {
        Command::new("env")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    };
    // Another process may hold the package lock for a while.
    command
        .args([
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "-q",
            "-o",
            "DPkg::Lock::Timeout=600",
        ])
        .args(arguments);
    command
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn library(name: &str) -> bool {
    answers(Command::new("pkg-config").args(["--exists", name]))
}

/// Whether the system's Python has this module.
fn module(name: &str) -> bool {
    answers(Command::new("/usr/bin/python3").args(["-c", &format!("import {name}")]))
}

fn answers(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::{NODE, version};

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert!(version("v20.9.0").is_some_and(|here| here < NODE));
        assert!(version("v22.1.0").is_some_and(|here| here >= NODE));
        assert_eq!(version("20"), None);
    }

    #[test]
    fn what_is_asked_for_is_what_the_window_states() {
        let package = std::fs::read_to_string(crate::step::root().join("ui/package.json")).unwrap();
        let package: serde_json::Value = serde_json::from_str(&package).unwrap();
        let stated = format!(">={}.{}", NODE.0, NODE.1);
        assert_eq!(package["engines"]["node"], stated.as_str());
    }
}
