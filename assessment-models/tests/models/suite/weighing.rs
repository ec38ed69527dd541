//! Weights, cross-checks and agreement: what is computed of a small table of numbers.

use assessment_models::{
    agreement::{KappaWeights, intraclass, kendall_w, weighted_kappa},
    mcdm::{DecisionMatrix, Scaling, fuzzy, topsis},
    weights::{
        Ahp, PairwiseMatrix, Shares, WeightMethod, WeightSet, ahp, blend, critic, entropy, equal,
        expert,
    },
};

use super::{
    checks::Given,
    tables::Table,
    values::{Found, Outcome, cells, close, each, list, number, setting},
};

pub(crate) fn run_check(
    check: &str,
    settings: &str,
    table: &Table,
    given: &Given,
) -> Option<Vec<Outcome>> {
    Some(match check {
        "ahp" => check_ahp(settings, table, given),
        "points" => points(table),
        "blend" => check_blend(settings, table),
        "entropy" | "critic" => dispersion(check, settings, table, given),
        "topsis" => check_topsis(settings, table, given),
        "fuzzy" => check_fuzzy(settings, table, given),
        "kappa" => check_kappa(settings, table, given),
        "icc" => check_icc(settings, table, given),
        "kendall-w" => check_concordance(settings, table, given),
        _ => return None,
    })
}

/// Labels of the first column.
fn labels(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.cells[0].clone()).collect()
}

/// The numbers behind the first column, by row.
fn numbers(table: &Table) -> Vec<Vec<f64>> {
    let rows = table.rows.iter();
    rows.map(|row| row.cells[1..].iter().map(|c| number(c)).collect())
        .collect()
}

/// The numbers behind the first column, by column.
fn columns(table: &Table) -> Vec<Vec<f64>> {
    let rows = numbers(table);
    (0..table.columns.len() - 1)
        .map(|at| rows.iter().map(|row| row[at]).collect())
        .collect()
}

fn matrix(table: &Table) -> PairwiseMatrix {
    let cell = |c: &String| (!c.is_empty()).then(|| number(c));
    let rows = table.rows.iter();
    let cells = rows.map(|row| row.cells[1..].iter().map(cell).collect());
    PairwiseMatrix::part(labels(table), cells.collect()).unwrap()
}

/// `measure`, `value`: weights by label, λmax, CI, CR, gaps, and the judgements that hurt most.
fn check_ahp(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let experts = setting(settings, "of").unwrap().split(',');
    let experts: Vec<PairwiseMatrix> = experts.map(|name| matrix(given.table(name))).collect();
    let found = ahp(&experts, "", 5);
    each(table, |row| {
        let value = |measure: &str| match &found {
            Ok(found) => ahp_measure(found, measure),
            Err(error) => Found::Words(error.to_string()),
        };
        let cell = table.cell(row, "value");
        super::values::matches(&row.cells[0], value(&row.cells[0]), cell)
    })
}

fn ahp_measure(found: &Ahp, measure: &str) -> Found {
    let worst = |at: usize| &found.judgements[at];
    let number = |x: f64| Found::Number(Some(x));
    match measure.split_once(' ').unwrap_or((measure, "")) {
        ("weight", label) => {
            let at = found.weights.labels.iter().position(|l| l == label);
            number(found.weights.values[at.unwrap()])
        }
        ("λmax", _) => number(found.lambda_max),
        ("CI", _) => number(found.ci),
        ("CR", _) => number(found.cr),
        ("gaps", _) => number(found.missing as f64),
        ("hurting", "judgements") => number(found.judgements.len() as f64),
        ("worst", "judgement") => Found::Words(format!("{} : {}", worst(0).row, worst(0).column)),
        ("worst", "value") => number(worst(0).value),
        ("worst", "suggested") => number(worst(0).suggested),
        ("worst", "CR after") => number(worst(0).cr_after),
        (unknown, _) => panic!("nothing is called “{unknown}”"),
    }
}

/// `label`, `points`, `weight`, `equal`.
fn points(table: &Table) -> Vec<Outcome> {
    let given = |row| number(table.cell(row, "points"));
    let values: Vec<f64> = table.rows.iter().map(given).collect();
    let names = labels(table);
    let (set, even) = (
        expert(&names, &values, "").unwrap(),
        equal(&names, "").unwrap(),
    );
    each(table, |row| {
        let at = names.iter().position(|n| *n == row.cells[0]).unwrap();
        let weight = number(table.cell(row, "weight"));
        close("weight", Some(set.values[at]), Some(weight))?;
        let expected = number(table.cell(row, "equal"));
        close("equal weight", Some(even.values[at]), Some(expected))
    })
}

/// Columns `label`, one a part, `blend`; the heading says the shares of the parts.
fn check_blend(settings: &str, table: &Table) -> Vec<Outcome> {
    let names = labels(table);
    let shares = list(settings);
    let part = |(at, share): (usize, &f64)| {
        let values = table.rows.iter().map(|row| number(&row.cells[at + 1]));
        let set = WeightSet {
            labels: names.clone(),
            values: values.collect(),
            method: WeightMethod::Equal,
            by: String::new(),
            at: None,
        };
        (*share, set)
    };
    let parts: Vec<(f64, WeightSet)> = shares.iter().enumerate().map(part).collect();
    let joined = blend(&parts, "").unwrap();
    each(table, |row| {
        let at = names.iter().position(|n| *n == row.cells[0]).unwrap();
        let expected = number(table.cell(row, "blend"));
        close("blend", Some(joined.values[at]), Some(expected))
    })
}

fn decision(settings: &str, given: &Given) -> DecisionMatrix {
    let table = given.table(setting(settings, "data").unwrap());
    let costs = setting(settings, "costs").unwrap_or_default().split(',');
    let costs: Vec<String> = costs.filter(|c| !c.is_empty()).map(str::to_owned).collect();
    let criteria = table.columns[1..].to_vec();
    DecisionMatrix::new(labels(table), criteria, &numbers(table), &costs).unwrap()
}

/// `criterion`, `weight`.
fn dispersion(check: &str, settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let matrix = decision(settings, given);
    let set = match (check, setting(settings, "shares")) {
        ("critic", _) => critic(&matrix, ""),
        (_, Some("values")) => entropy(&matrix, Shares::Values, ""),
        _ => entropy(&matrix, Shares::MinMax, ""),
    };
    let set = set.unwrap();
    each(table, |row| {
        let at = set.labels.iter().position(|l| *l == row.cells[0]).unwrap();
        let expected = number(table.cell(row, "weight"));
        close("weight", Some(set.values[at]), Some(expected))
    })
}

fn weights_of(settings: &str) -> Vec<f64> {
    let given = setting(settings, "weights").unwrap().split(',');
    given.map(number).collect()
}

/// `alternative`, `to best`, `to worst`, `closeness`, `rank`.
fn check_topsis(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let matrix = decision(settings, given);
    let scaling = match setting(settings, "scaling") {
        Some("vector") => Scaling::Vector,
        _ => Scaling::MinMax,
    };
    let found = topsis(&matrix, &weights_of(settings), scaling).unwrap();
    each(table, |row| {
        let mut names = matrix.alternatives().iter();
        let at = names.position(|n| *n == row.cells[0]).unwrap();
        cells(table, row, |column| {
            Found::Number(Some(match column {
                "to best" => found.to_best[at],
                "to worst" => found.to_worst[at],
                "closeness" => found.closeness[at],
                "rank" => found.ranks[at],
                unknown => panic!("nothing is called “{unknown}”"),
            }))
        })
    })
}

/// `grade`, `membership`; the row `score` is the mean value, the row `judged` the grade of the greatest.
fn check_fuzzy(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let votes = given.table(setting(settings, "data").unwrap());
    let values: Vec<f64> = setting(settings, "values")
        .unwrap()
        .split(',')
        .map(number)
        .collect();
    let found = fuzzy(
        &labels(votes),
        &weights_of(settings),
        &numbers(votes),
        &values,
    )
    .unwrap();
    each(table, |row| {
        let grades = &votes.columns[1..];
        let here = match row.cells[0].as_str() {
            "score" => Found::Number(Some(found.score)),
            "judged" => Found::Words(grades[found.grade].clone()),
            grade => {
                let at = grades.iter().position(|g| g == grade).unwrap();
                Found::Number(Some(found.memberships[at]))
            }
        };
        super::values::matches(&row.cells[0], here, table.cell(row, "membership"))
    })
}

/// `weighting`, `κ`, `observed`, `chance`; a row of the data is a subject, grades count from 1.
fn check_kappa(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let judged = columns(given.table(setting(settings, "data").unwrap()));
    let grades: usize = setting(settings, "grades").unwrap().parse().unwrap();
    let from_nought =
        |scores: &Vec<f64>| -> Vec<usize> { scores.iter().map(|s| *s as usize - 1).collect() };
    let (first, second) = (from_nought(&judged[0]), from_nought(&judged[1]));
    each(table, |row| {
        let weights = match row.cells[0].as_str() {
            "none" => KappaWeights::None,
            "linear" => KappaWeights::Linear,
            _ => KappaWeights::Quadratic,
        };
        let found = weighted_kappa(&first, &second, grades, weights).unwrap();
        cells(table, row, |column| {
            Found::Number(Some(match column {
                "κ" => found.value,
                "observed" => found.observed,
                _ => found.chance,
            }))
        })
    })
}

/// `form`, `ICC`.
fn check_icc(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let found = intraclass(&columns(given.table(setting(settings, "data").unwrap()))).unwrap();
    each(table, |row| {
        let here = match row.cells[0].as_str() {
            "ICC(2,1)" => found.agreement,
            "ICC(3,1)" => found.consistency,
            "ICC(2,k)" => found.mean_agreement,
            _ => found.mean_consistency,
        };
        close("ICC", Some(here), Some(number(table.cell(row, "ICC"))))
    })
}

/// `measure`, `value`.
fn check_concordance(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let found = kendall_w(&columns(given.table(setting(settings, "data").unwrap()))).unwrap();
    each(table, |row| {
        let here = match row.cells[0].as_str() {
            "W" => found.w,
            "χ²" => found.chi_squared,
            "degrees of freedom" => found.freedom as f64,
            _ => found.mean_correlation,
        };
        close("value", Some(here), Some(number(table.cell(row, "value"))))
    })
}
