//! What the plain benchmarks share: a province of many units, and rows of a table that says how long ours
//! takes, how long the bare library, and what was promised.

use std::{
    fs::OpenOptions,
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use assessment_models::{Framework, Round, RoundId, Text, Unit, UnitCode, framework::Selector};
use assessment_store::{FrameworkFiles, NewWorkspace, StoreError, Workspace};

/// Units of the province that the figures are stated for.
pub(crate) const UNITS: usize = 6_000;

/// The built-in framework with every indicator asked of one group.
pub(crate) fn framework() -> Framework {
    let mut framework = Framework::builtin("six-aspect").expect("the built-in framework loads");
    framework.peer_groups.truncate(1);
    framework.peer_groups[0].answers = vec![Selector::default()];
    for indicator in &mut framework.indicators {
        indicator.requires_tag = None;
    }
    framework
}

/// Many units of that group.
pub(crate) fn units(framework: &Framework) -> Vec<Unit> {
    (0..UNITS)
        .map(|n| Unit {
            code: UnitCode::from(format!("U{n:05}")),
            name: Text::new(format!("单位{n}"), format!("Unit {n}")),
            peer_group: framework.peer_groups[0].id.clone(),
            parent: None,
            tags: Default::default(),
            attributes: Default::default(),
        })
        .collect()
}

/// A round of the framework.
pub(crate) fn round(framework: &Framework) -> Round {
    let day =
        |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day).expect("a day of 2026");
    Round {
        id: RoundId::from("2026"),
        name: Text::new("一", "one"),
        period_start: day(1, 1),
        period_end: day(12, 31),
        deadline: None,
        framework: framework.id.clone(),
        framework_version: framework.version.clone(),
    }
}

/// A workspace with all units in the round.
pub(crate) fn workspace(
    path: &Path,
    framework: &Framework,
    units: &[Unit],
    round: &Round,
) -> Workspace {
    let now = "2026-03-01T08:00:00".parse().expect("a moment");
    let files = FrameworkFiles::new(&framework.id, &framework.version, "0", Default::default());
    let new = NewWorkspace {
        name: "speed",
        synthetic: true,
        framework: files,
        actor: "speed",
        now,
    };
    let mut workspace = Workspace::create(path, &new).expect("a new workspace");
    let filled = workspace.write("speed", now, |write| -> Result<(), StoreError> {
        write.add_round(round)?;
        for unit in units {
            write.save_unit(unit)?;
        }
        let codes: Vec<_> = units.iter().map(|u| u.code.clone()).collect();
        write.set_round_units(&round.id, &codes)
    });
    filled.expect("units are written");
    workspace
}

/// How long a piece of work takes, and what it gives.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let value = work();
    (start.elapsed(), value)
}

/// The middle one.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// One row of the table.
pub(crate) struct Line<'a> {
    pub(crate) what: &'a str,
    pub(crate) ours: Duration,
    /// What bare libraries take for the same.
    pub(crate) bare: Option<Duration>,
    pub(crate) target: &'a str,
}

/// Prints rows as a Markdown table, and keeps them beside the others of the run where
/// `BENCH_TABLE` names a file.
pub(crate) fn table(lines: &[Line<'_>]) {
    let seconds = |d: Duration| format!("{:.3} s", d.as_secs_f64());
    let mut rows = String::new();
    for Line {
        what,
        ours,
        bare,
        target,
    } in lines
    {
        let (bare, ratio) = bare.map_or_else(Default::default, |bare| {
            let ratio = ours.as_secs_f64() / bare.as_secs_f64();
            (seconds(bare), format!("{ratio:.2}"))
        });
        rows.push_str(&format!(
            "| {what} | {} | {bare} | {ratio} | {target} |\n",
            seconds(*ours)
        ));
    }
    println!("\n| what | ours | bare | ratio | target |\n|---|---|---|---|---|\n{rows}");
    if let Some(path) = std::env::var_os("BENCH_TABLE") {
        let kept = OpenOptions::new()
            .create(true)
            .append(true)
            .open(Path::new(&path))
            .and_then(|mut file| file.write_all(rows.as_bytes()));
        kept.expect("the table's file can be written");
    }
}
