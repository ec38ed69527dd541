//! What each check does with a row: scales, rounding, the tree, adjustments, ranks. Other files hold the rest.

use std::collections::BTreeMap;

use assessment_models::{
    Text, Unit,
    framework::{
        AdjustmentKind, AdjustmentRule, AdjustmentSettings, Aggregation, AnswerOption, DoubleCount,
        Goalposts, Mean, Scale, Step, Trigger,
    },
    grid::Grid,
    scoring::{
        CellState, Cells, Event, Mode, NotScored, Ranking, adjust, grade, normalise,
        published_text, score_cells,
    },
    stats::weighted_mean,
};

use super::{
    diagnoses, indices,
    provinces::{framework, framework_of, unit},
    questionnaires, registers,
    tables::{Row, Table},
    values::{Outcome, TOLERANCE, close, each, number, optional},
    weighing,
};

/// What earlier tables of the file gave.
#[derive(Default)]
pub(crate) struct Given {
    rules: Vec<AdjustmentRule>,
    limits: BTreeMap<String, f64>,
    tables: BTreeMap<String, Table>,
}

impl Given {
    /// A table that stands before, by its name.
    pub(crate) fn table(&self, name: &str) -> &Table {
        let found = self.tables.get(name);
        found.unwrap_or_else(|| panic!("no table before this one is called “{name}”"))
    }
}

/// Runs a table. A table that only gives something has no outcomes.
pub(crate) fn run(table: &Table, given: &mut Given) -> Vec<Outcome> {
    let (check, settings) = table.check.split_once(' ').unwrap_or((&table.check, ""));
    let elsewhere = [
        indices::run_check,
        weighing::run_check,
        registers::run_check,
        diagnoses::run_check,
        questionnaires::run_check,
    ];
    for run in elsewhere {
        if let Some(outcomes) = run(check, settings, table, given) {
            return outcomes;
        }
    }
    match check {
        "normalise" => each(table, |row| check_scale(table, row)),
        "published" => each(table, |row| check_published(table, row)),
        "grade" => each(table, |row| check_grade(table, row)),
        "mean" => each(table, |row| check_mean(table, row)),
        "score" => each(table, |row| check_score(table, row, settings, given)),
        "adjust" => each(table, |row| check_adjust(table, row, given)),
        "rank" => check_ranks(table),
        "given" => {
            given.tables.insert(settings.to_owned(), table.clone());
            Vec::new()
        }
        "tree" => {
            given.tables.insert("tree".to_owned(), table.clone());
            Vec::new()
        }
        "rules" => {
            given.rules = table.rows.iter().map(|row| rule(table, row)).collect();
            Vec::new()
        }
        "limits" => {
            let limit = |row: &Row| {
                (
                    table.cell(row, "limit").to_owned(),
                    number(table.cell(row, "points")),
                )
            };
            given.limits = table.rows.iter().map(limit).collect();
            Vec::new()
        }
        unknown => panic!("no check is called “{unknown}”"),
    }
}

fn scale(words: &str) -> Scale {
    let (kind, rest) = words.split_once(' ').unwrap();
    let pairs = || rest.split(' ').filter_map(|p| p.split_once('='));
    let numbers: Vec<f64> = rest.split(' ').filter_map(|n| n.parse().ok()).collect();
    let options = || {
        pairs()
            .map(|(value, score)| AnswerOption {
                value: number(value),
                label: Text::default(),
                score: number(score),
            })
            .collect()
    };
    match kind {
        "choice" => Scale::Choice(options()),
        "maturity" => Scale::Maturity(options()),
        "goalposts" => Scale::Goalposts(Goalposts {
            zero: numbers[0],
            full: numbers[1],
        }),
        "steps" => Scale::Steps(
            pairs()
                .map(|(from, score)| Step {
                    from: number(from),
                    score: number(score),
                })
                .collect(),
        ),
        "band" => Scale::Band {
            a: numbers[0],
            b: numbers[1],
            c: numbers[2],
            d: numbers[3],
        },
        "likert" => Scale::Likert { points: numbers[0] },
        unknown => panic!("no scale is called “{unknown}”"),
    }
}

fn check_scale(table: &Table, row: &Row) -> Result<(), String> {
    let here = normalise(
        &scale(table.cell(row, "scale")),
        number(table.cell(row, "raw")),
    );
    close("score", here, optional(table.cell(row, "score")))
}

fn check_published(table: &Table, row: &Row) -> Result<(), String> {
    let decimals = table.cell(row, "decimals").parse().unwrap();
    let here = published_text(number(table.cell(row, "value")), decimals);
    let expected = table.cell(row, "shown");
    (here == expected)
        .then_some(())
        .ok_or_else(|| format!("shown is {here}, expected {expected}"))
}

fn check_grade(table: &Table, row: &Row) -> Result<(), String> {
    let framework = framework();
    let total = number(table.cell(row, "total"));
    let here = grade(&framework.grades, total, framework.scoring.decimals)
        .map(|at| framework.grades[at].key.as_str());
    let expected = table.cell(row, "grade");
    (here == Some(expected))
        .then_some(())
        .ok_or_else(|| format!("grade is {here:?}, expected {expected}"))
}

fn mean_of(words: &str) -> Mean {
    match words {
        "arithmetic" => Mean::Arithmetic,
        "geometric" => Mean::Geometric,
        "harmonic" => Mean::Harmonic,
        power => Mean::Power(number(power.strip_prefix("power:").unwrap())),
    }
}

fn check_mean(table: &Table, row: &Row) -> Result<(), String> {
    let list =
        |column: &str| -> Vec<f64> { table.cell(row, column).split(' ').map(number).collect() };
    let pairs: Vec<(f64, f64)> = list("weights").into_iter().zip(list("values")).collect();
    let here = weighted_mean(mean_of(table.cell(row, "method")), &pairs);
    match (here, table.cell(row, "mean")) {
        (Err(_), "error") => Ok(()),
        (Err(error), _) => Err(format!("{error:?}")),
        (Ok(here), "error") => Err(format!("mean is {here:?}, expected an error")),
        (Ok(here), expected) => close("mean", here, optional(expected)),
    }
}

fn cell_state(cell: &str) -> CellState {
    match cell {
        "?" => CellState::Missing,
        "n/a" => CellState::NotApplicable,
        "–" => CellState::NotScored(NotScored::EmptyDenominator),
        "·" => CellState::NotAsked,
        _ => CellState::Scored,
    }
}

/// `official threshold=0.6 aspect=geometric` in any order.
fn apply(settings: &str, aggregation: &mut Aggregation) -> Mode {
    let mut mode = Mode::Official;
    *aggregation = Aggregation {
        objective: Mean::Arithmetic,
        aspect: Mean::Arithmetic,
        total: Mean::Arithmetic,
        floor: None,
        threshold: None,
    };
    for word in settings.split_whitespace() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("official", _) => mode = Mode::Official,
            ("provisional", _) => mode = Mode::Provisional,
            ("threshold", share) => aggregation.threshold = Some(number(share)),
            ("floor", floor) => aggregation.floor = Some(number(floor)),
            ("objective", mean) => aggregation.objective = mean_of(mean),
            ("aspect", mean) => aggregation.aspect = mean_of(mean),
            ("total", mean) => aggregation.total = mean_of(mean),
            (unknown, _) => panic!("no setting is called “{unknown}”"),
        }
    }
    mode
}

fn check_score(table: &Table, row: &Row, settings: &str, given: &Given) -> Result<(), String> {
    let mut framework = framework_of(given.table("tree"));
    let mode = apply(settings, &mut framework.scoring.aggregation);
    let columns = framework.indicators.len();
    let mut raw = Grid::empty(1, columns);
    let mut states = Vec::new();
    for (column, indicator) in framework.indicators.iter().enumerate() {
        let cell = table.cell(row, indicator.id.as_str());
        states.push(cell_state(cell));
        raw.set(0, column, cell.parse().ok());
    }
    let unit = unit("U", "city");
    let scores = score_cells(&framework, &[&unit], &Cells { states, raw }, &[], mode)
        .map_err(|e| e.to_string())?;
    let expected = |column: &str| optional(table.cell(row, column));
    for (at, objective) in framework.objectives.iter().enumerate() {
        let id = objective.id.as_str();
        close(id, scores.objectives.get(0, at), expected(id))?;
    }
    for (at, aspect) in framework.aspects.iter().enumerate() {
        let id = aspect.id.as_str();
        close(id, scores.aspects.get(0, at), expected(id))?;
    }
    close("total", scores.units[0].total, expected("total"))?;
    close(
        "completeness",
        Some(scores.units[0].completeness),
        expected("completeness"),
    )?;
    let weights: f64 = (0..columns).filter_map(|c| scores.weights.get(0, c)).sum();
    let whole = f64::from(u8::from(scores.units[0].total.is_some()));
    close("sum of effective weights", Some(weights), Some(whole))
}

fn rule(table: &Table, row: &Row) -> AdjustmentRule {
    let mut rule = framework().adjustments.rules[0].clone();
    rule.id = table.cell(row, "rule").to_owned();
    rule.kind = match table.cell(row, "kind") {
        "deduction" => AdjustmentKind::Deduction,
        "bonus" => AdjustmentKind::Bonus,
        "veto" => AdjustmentKind::Veto,
        unknown => panic!("no kind is called “{unknown}”"),
    };
    rule.points = number(table.cell(row, "points"));
    rule.max = optional(table.cell(row, "max"));
    rule.trigger = Trigger::Manual;
    rule.double_count = DoubleCount::Allow;
    rule
}

fn check_adjust(table: &Table, row: &Row, given: &Given) -> Result<(), String> {
    let limit = |name: &str| given.limits.get(name).copied();
    let settings = AdjustmentSettings {
        max_deduction: limit("max_deduction"),
        bonus_above: limit("bonus_above"),
        max_bonus: limit("max_bonus"),
        rules: given.rules.clone(),
    };
    let events: Vec<Event> = table
        .cell(row, "events")
        .split_whitespace()
        .map(|event| {
            let (rule, count) = event.split_once('×').unwrap();
            Event {
                rule: given.rules.iter().position(|r| r.id == rule).unwrap(),
                count: count.parse().unwrap(),
                because: Vec::new(),
            }
        })
        .collect();
    let (total, applied) = adjust(&settings, number(table.cell(row, "before")), &events);
    let words: Vec<&str> = table.cell(row, "applied").split_whitespace().collect();
    let here: Vec<&str> = applied.iter().map(|a| a.rule.as_str()).collect();
    let expected: Vec<&str> = words.iter().step_by(2).copied().collect();
    if here != expected {
        return Err(format!("applied {here:?}, expected {expected:?}"));
    }
    for (applied, points) in applied.iter().zip(words.iter().skip(1).step_by(2)) {
        close(&applied.rule, Some(applied.points), Some(number(points)))?;
    }
    close("total", Some(total), optional(table.cell(row, "total")))
}

/// Indicators whose weights add up to the shares that the tables name.
const SHARES: [f64; 4] = [0.5, 0.09, 0.01, 0.4];

fn check_ranks(table: &Table) -> Vec<Outcome> {
    let mut tree = String::from(
        "## Tree `tree`\n\n| element | parent | weight |\n| --- | --- | --- |\n| A | | 1 |\n| O | A | 1 |\n",
    );
    for (at, share) in SHARES.iter().enumerate() {
        tree.push_str(&format!("| i{at} | O | {share} |\n"));
    }
    let mut framework = framework_of(&super::tables::parse(&tree)[0]);
    let mode = apply("provisional", &mut framework.scoring.aggregation);
    let (mut states, mut values) = (Vec::new(), Vec::new());
    for row in &table.rows {
        let mut left = number(table.cell(row, "answered"));
        let total = optional(table.cell(row, "total")).unwrap_or(f64::NAN);
        for share in SHARES {
            left -= share;
            let answered = left > -TOLERANCE;
            states.push(if answered {
                CellState::Scored
            } else {
                CellState::Missing
            });
            values.push(if answered { total } else { f64::NAN });
        }
    }
    let units: Vec<Unit> = table
        .rows
        .iter()
        .map(|row| unit(table.cell(row, "unit"), table.cell(row, "group")))
        .collect();
    let rows: Vec<&Unit> = units.iter().collect();
    let raw = Grid::from_values(SHARES.len(), values);
    let scores = score_cells(&framework, &rows, &Cells { states, raw }, &[], mode).unwrap();
    let outcome = |(row, score): (&Row, &assessment_models::scoring::UnitScore)| {
        let here = match score.ranking {
            Ranking::Rank(rank) => rank.to_string(),
            Ranking::Incomplete => "apart".to_owned(),
            Ranking::NoScore => "none".to_owned(),
        };
        let expected = table.cell(row, "rank");
        let message = (here == expected)
            .then_some(())
            .ok_or_else(|| format!("rank is {here}, expected {expected}"));
        (row.line, row.cells.join(" | "), message)
    };
    table.rows.iter().zip(&scores.units).map(outcome).collect()
}
