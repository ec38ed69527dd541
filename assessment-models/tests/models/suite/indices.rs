//! Composite indices: trees, data, and every table that comes of them.

use std::{fmt::Write as _, sync::atomic::AtomicBool};

use assessment_models::{
    composite::{
        Alternatives, IndexData, IndexError, IndexMeta, IndexOptions, IndexOutput, PreparedIndex,
        Weights, run,
    },
    sensitivity::{Bootstrap, Estimator, sobol},
    stats,
    uncertainty::{Assumptions, uncertainty},
};

use super::{
    checks::Given,
    tables::{Row, Table},
    values::{Found, Outcome, cells, close, each, equal, list, number, setting},
};

pub(crate) fn run_check(
    check: &str,
    settings: &str,
    table: &Table,
    given: &Given,
) -> Option<Vec<Outcome>> {
    Some(match check {
        "column" => columns(settings, table),
        "index" => index(settings, table, given),
        "refused" => each(table, |row| refused(table, row)),
        "without" => without(settings, table, given),
        "given-weights" => given_weights(settings, table, given),
        "sobol" => each(table, |row| check_sobol(settings, table, row, given)),
        "quantile" => each(table, |row| {
            let values = list(table.cell(row, "values"));
            let here = stats::quantile(&values, number(table.cell(row, "p")));
            close("quantile", here, Some(number(table.cell(row, "quantile"))))
        }),
        _ => return None,
    })
}

/// `normalise=min_max:0:100 aggregate=arithmetic …` in any order.
fn options(settings: &str) -> Result<IndexOptions, IndexError> {
    let mut options = IndexOptions::default();
    for word in settings.split_whitespace() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("denominate", _) => options.denominate = true,
            ("impute", how) => options.impute = Some(how.parse()?),
            ("treat", how) => options.treat = Some(how.parse()?),
            ("normalise", how) => options.normalise = Some(how.parse()?),
            ("aggregate", how) => options.aggregate = IndexOptions::parse_aggregators(how)?,
            ("threshold", shares) => {
                options.thresholds = shares.split(',').map(number).collect();
            }
            ("stage", stage) => options.stage = Some(stage.parse()?),
            ("correlation", which) => options.coefficient = which.parse()?,
            ("data" | "tree", _) => {}
            (unknown, _) => panic!("no option is called “{unknown}”"),
        }
    }
    Ok(options)
}

/// A cell as `iData` has it.
fn datum(cell: &str) -> &str {
    if cell.is_empty() || cell == "?" {
        "NA"
    } else {
        cell
    }
}

/// A tree with the columns `element`, `level`, `parent`, `weight`, and perhaps `direction`, `kind`, `by`.
fn meta(tree: &Table) -> IndexMeta {
    let mut text = "iCode,Level,Direction,Weight,Parent,Type,Denominator\n".to_owned();
    for row in &tree.rows {
        let or = |column: &str, customary: &str| -> String {
            let cell = tree.cell(row, column);
            let cell = if cell.is_empty() { customary } else { cell };
            cell.to_owned()
        };
        let level = or("level", "NA");
        let kind = match level.as_str() {
            "1" => "Indicator",
            "NA" => "Group",
            _ => "Aggregate",
        };
        writeln!(
            text,
            "{},{level},{},{},{},{},{}",
            or("element", ""),
            or("direction", "1"),
            or("weight", "1"),
            or("parent", "NA"),
            or("kind", kind),
            or("by", "NA"),
        )
        .unwrap();
    }
    IndexMeta::parse(&text).unwrap()
}

fn data(table: &Table, meta: &IndexMeta) -> IndexData {
    let kept: Vec<&String> = table.columns.iter().filter(|c| *c != "why").collect();
    let mut text = kept
        .iter()
        .map(|c| if *c == "unit" { "uCode" } else { c.as_str() })
        .collect::<Vec<_>>()
        .join(",");
    for row in &table.rows {
        let values = kept.iter().map(|column| datum(table.cell(row, column)));
        text.push('\n');
        text.push_str(&values.collect::<Vec<_>>().join(","));
    }
    IndexData::parse(&text, meta).unwrap()
}

/// The value of a row and column; a panic where the table has no such row.
fn value(output: &IndexOutput, row: &str, column: &str) -> Option<f64> {
    let place = output.columns.iter().position(|c| c == column);
    let place = place.unwrap_or_else(|| panic!("no column {column} in {:?}", output.columns));
    let found = output.rows.iter().find(|r| r.unit == row);
    found.unwrap_or_else(|| panic!("no row {row}")).values[place]
}

fn tree_and_data(settings: &str, given: &Given) -> (IndexMeta, IndexData) {
    let meta = meta(given.table(setting(settings, "tree").unwrap_or("tree")));
    let table = given.table(setting(settings, "data").unwrap_or("data"));
    let data = data(table, &meta);
    (meta, data)
}

/// Any table of an index; each cell beside the first is compared.
fn index(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let (meta, data) = tree_and_data(settings, given);
    let output = run(&meta, &data, &options(settings).unwrap()).unwrap();
    each(table, |row| {
        let unit = row.cells[0].as_str();
        cells(table, row, |c| Found::Number(value(&output, unit, c)))
    })
}

/// One column by several methods: `unit`, `raw`, perhaps `group`, then a method a column.
fn columns(settings: &str, table: &Table) -> Vec<Outcome> {
    let of = |name: &str, customary: &'static str| setting(settings, name).unwrap_or(customary);
    let meta = IndexMeta::parse(&format!(
        "iCode,Level,Direction,Weight,Parent,Type,Target,goalpost_lower,goalpost_upper,goalpost_scale\n\
         raw,1,{},1,all,Indicator,{},{},{},{}\nall,2,1,1,NA,Aggregate,NA,NA,NA,NA\n\
         group,NA,NA,NA,NA,Group,NA,NA,NA,NA\n",
        of("direction", "1"),
        of("target", "NA"),
        of("lower", "NA"),
        of("upper", "NA"),
        of("scale", "NA"),
    ))
    .unwrap();
    let kind = of("by", "normalise");
    let methods = table.columns.iter();
    let methods = methods.filter(|c| !["unit", "group", "raw", "why"].contains(&c.as_str()));
    let mut raw = table.clone();
    raw.columns = ["unit", "group", "raw"].map(str::to_owned).to_vec();
    for (to, from) in raw.rows.iter_mut().zip(&table.rows) {
        to.cells = ["unit", "group", "raw"]
            .map(|c| table.cell(from, c).to_owned())
            .to_vec();
    }
    let data = data(&raw, &meta);
    let outputs: Vec<(&String, IndexOutput)> = methods
        .map(|method| {
            let options = options(&format!("{kind}={method}")).unwrap();
            let output = run(&meta, &data, &options);
            (method, output.unwrap_or_else(|e| panic!("{method}: {e}")))
        })
        .collect();
    each(table, |row| {
        outputs.iter().try_for_each(|(method, output)| {
            let here = value(output, table.cell(row, "unit"), "raw");
            let cell = table.cell(row, method);
            close(method, here, super::values::optional(cell))
        })
    })
}

/// A column that a method is not defined for: `values`, `options`, `error`.
fn refused(table: &Table, row: &Row) -> Result<(), String> {
    let meta = IndexMeta::parse(
        "iCode,Level,Direction,Weight,Parent,Type\nraw,1,1,1,all,Indicator\nall,2,1,1,NA,Aggregate\n",
    )
    .unwrap();
    let values = table.cell(row, "values").split_whitespace().enumerate();
    let rows = values.map(|(at, x)| format!("U{at},{}\n", datum(x)));
    let text = format!("uCode,raw\n{}", rows.collect::<String>());
    let here = IndexData::parse(&text, &meta)
        .and_then(|data| run(&meta, &data, &options(table.cell(row, "options"))?));
    let said = match here {
        Ok(_) => "no error".to_owned(),
        Err(error) => error.to_string(),
    };
    equal("error", &said, table.cell(row, "error"))
}

/// The index as it is computed again and again.
fn prepared(settings: &str, given: &Given) -> PreparedIndex {
    let (meta, data) = tree_and_data(settings, given);
    let options = options(settings).unwrap();
    PreparedIndex::of_index(&meta, &data, &options, &Alternatives::default()).unwrap()
}

/// Scores (or `ranks`) of each unit without one element: `without`, then a unit a column.
fn without(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let (ranks, settings) = match settings.strip_prefix("ranks ") {
        Some(rest) => (true, rest),
        None => (false, settings),
    };
    let index = prepared(settings, given);
    each(table, |row| {
        let code = row.cells[0].as_str();
        let node = index.nodes().iter().position(|n| n.code == code);
        assert!(node.is_some() || code == "nothing", "no element {code}");
        let (scores, places) = index.without(node).unwrap();
        cells(table, row, |unit| {
            let at = index.units().iter().position(|u| u == unit).unwrap();
            Found::Number(if ranks {
                places[at].map(f64::from)
            } else {
                scores[at]
            })
        })
    })
}

/// What becomes of ranks and scores under sets of weights: `unit`, then what is told of it.
fn given_weights(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let (sets, settings) = settings.split_once(' ').unwrap_or((settings, ""));
    let index = prepared(settings, given);
    let sets = given.table(sets);
    let weights = sets.rows.iter().map(|row| Weights {
        by_code: sets.columns[1..]
            .iter()
            .map(|code| (code.clone(), number(sets.cell(row, code))))
            .collect(),
        ..Weights::default()
    });
    let assumptions = Assumptions {
        weights: weights.collect(),
        top: 1,
        ..Assumptions::default()
    };
    let never = AtomicBool::new(false);
    let found = uncertainty(&index, &assumptions, &|_, _| {}, &never).unwrap();
    each(table, |row| {
        let unit = row.cells[0].as_str();
        let unit = found.units.iter().find(|u| u.unit == unit).unwrap();
        cells(table, row, |column| {
            let (ranks, scores) = (unit.ranks.unwrap(), unit.scores.unwrap());
            Found::Number(Some(match column {
                "rank" => f64::from(unit.rank.unwrap()),
                "mean rank" => ranks.mean,
                "median rank" => ranks.median,
                "rank 5 %" => ranks.low,
                "rank 95 %" => ranks.high,
                "mean score" => scores.mean,
                "score 5 %" => scores.low,
                "score 95 %" => scores.high,
                "share first" => unit.top,
                unknown => panic!("nothing is called “{unknown}”"),
            }))
        })
    })
}

/// Sobol indices from a given sample: `factor`, `estimator`, `first`, `total`.
fn check_sobol(settings: &str, table: &Table, row: &Row, given: &Given) -> Result<(), String> {
    let sample = given.table(setting(settings, "sample").unwrap());
    let outputs: Vec<f64> = sample
        .rows
        .iter()
        .map(|r| number(sample.cell(r, "y")))
        .collect();
    let factors: Vec<&String> = sample
        .columns
        .iter()
        .filter(|c| c.starts_with("u_"))
        .collect();
    let estimator: Estimator = table.cell(row, "estimator").parse().unwrap();
    let none = Bootstrap {
        replications: 0,
        seed: 1,
    };
    let effects = sobol(&outputs, factors.len(), estimator, none).unwrap();
    let name = format!("u_{}", table.cell(row, "factor"));
    let at = factors.iter().position(|f| **f == name).unwrap();
    close(
        "first",
        Some(effects[at].first),
        Some(number(table.cell(row, "first"))),
    )?;
    close(
        "total",
        Some(effects[at].total),
        Some(number(table.cell(row, "total"))),
    )
}
