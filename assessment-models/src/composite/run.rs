//! The way through the stages.

use serde::{Deserialize, Serialize};

use super::{
    Alternatives, ElementKind, IndexData, IndexError, IndexMeta, IndexOptions, Normaliser, Stage,
    Treatment, aggregate, audit, impute, normalise, table::Table, treat,
};

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexRow {
    /// Unit code; in the tables about the index the element or measure that the row is of.
    pub unit: String,
    /// By column; `None` is a gap.
    pub values: Vec<Option<f64>>,
}

/// The table that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexOutput {
    /// Its name, such as `aggregated`.
    pub stage: String,
    /// Element codes in the order of `iMeta`; in the tables about the index, the names of measures.
    pub columns: Vec<String>,
    /// By unit code; in the tables about the index, in the order of `iMeta`.
    pub rows: Vec<IndexRow>,
}

/// Computes the stages that are asked for and gives the table of one.
///
/// `iData` may hold any stage already: what has no option is passed over, so normalised data are
/// aggregated as they are.
///
/// # Errors
///
/// [`IndexError`] names the element, the unit or the option at fault.
///
/// ```
/// use assessment_models::composite::{IndexData, IndexMeta, IndexOptions, run};
/// let meta = IndexMeta::parse(
///     "Level,iCode,Direction,Weight,Parent,Type\n\
///      1,speed,1,1,all,Indicator\n1,delay,-1,3,all,Indicator\n2,all,1,1,NA,Aggregate\n",
/// )?;
/// let data = IndexData::parse("uCode,speed,delay\nB,10,4\nA,30,8\nC,20,6\n", &meta)?;
/// let options = IndexOptions {
///     normalise: Some("min_max:0:100".parse()?),
///     aggregate: IndexOptions::parse_aggregators("arithmetic")?,
///     ..IndexOptions::default()
/// };
/// let output = run(&meta, &data, &options)?;
/// assert_eq!(output.columns, ["speed", "delay", "all"]);
/// assert_eq!(output.rows[0].values, [Some(100.0), Some(0.0), Some(25.0)]);
/// # Ok::<(), assessment_models::composite::IndexError>(())
/// ```
pub fn run(
    meta: &IndexMeta,
    data: &IndexData,
    options: &IndexOptions,
) -> Result<IndexOutput, IndexError> {
    if let Some(given) = options.threshold
        && !(0.0..=1.0).contains(&given)
    {
        return Err(IndexError::BadThreshold { given });
    }
    let reweighted = options
        .weights
        .as_ref()
        .map(|weights| meta.clone().with_weights(weights))
        .transpose()?;
    let meta = reweighted.as_ref().unwrap_or(meta);
    let steps = [
        (Stage::Denominated, options.denominate),
        (Stage::Imputed, options.impute.is_some()),
        (Stage::Treated, options.treat.is_some()),
        (Stage::Normalised, options.normalise.is_some()),
        (Stage::Aggregated, !options.aggregate.is_empty()),
    ];
    let computed = |(stage, wanted): &(Stage, bool)| wanted.then_some(*stage);
    let last = steps.iter().rev().find_map(computed).unwrap_or(Stage::Raw);
    let wanted = options.stage.unwrap_or(last);
    if steps
        .iter()
        .any(|(stage, computed)| *stage == wanted && !computed)
    {
        return Err(not_computed(wanted));
    }
    let mut table = data.table.clone();
    for (stage, _) in steps
        .iter()
        .filter(|s| s.1 && (s.0 <= wanted || wanted > Stage::Aggregated))
    {
        compute(*stage, meta, data, options, &mut table)?;
    }
    let (columns, rows) = match wanted {
        Stage::Weights => audit::weights(meta),
        Stage::Correlations => audit::correlations(meta, &table),
        Stage::Cronbach => audit::cronbach(meta, &table),
        Stage::Pca => audit::components(meta, &table)?,
        Stage::Ranks => {
            audit::rank(meta, &mut table);
            by_unit(meta, &table)
        }
        _ => by_unit(meta, &table),
    };
    Ok(IndexOutput {
        stage: wanted.name().to_owned(),
        columns,
        rows,
    })
}

fn compute(
    stage: Stage,
    meta: &IndexMeta,
    data: &IndexData,
    options: &IndexOptions,
    table: &mut Table,
) -> Result<(), IndexError> {
    match stage {
        Stage::Denominated => denominate(meta, table)?,
        Stage::Imputed => {
            if let Some(how) = &options.impute {
                impute::impute(meta, data, table, how)?;
            }
        }
        Stage::Treated => {
            if let Some(how) = options.treat {
                treat::treat(meta, table, how);
            }
        }
        Stage::Normalised => {
            if let Some(how) = &options.normalise {
                normalise::normalise(meta, table, how)?;
            }
        }
        Stage::Aggregated => {
            aggregate::aggregate(meta, table, &options.aggregate, options.threshold)?;
        }
        _ => {}
    }
    Ok(())
}

/// The normalised table of each alternative, treatments outermost, then the nominal one.
pub(super) fn tables(
    meta: &IndexMeta,
    data: &IndexData,
    options: &IndexOptions,
    alternatives: &Alternatives,
) -> Result<Vec<Table>, IndexError> {
    let mut imputed = data.table.clone();
    if options.denominate {
        denominate(meta, &mut imputed)?;
    }
    if let Some(how) = &options.impute {
        impute::impute(meta, data, &mut imputed, how)?;
    }
    let or_nominal = |given: Vec<Option<Treatment>>| {
        if given.is_empty() {
            vec![options.treat]
        } else {
            given
        }
    };
    let treatments = or_nominal(alternatives.treatments.iter().copied().map(Some).collect());
    let mut normalisers: Vec<Option<&Normaliser>> =
        alternatives.normalisers.iter().map(Some).collect();
    if normalisers.is_empty() {
        normalisers.push(options.normalise.as_ref());
    }
    let mut tables = Vec::with_capacity(treatments.len() * normalisers.len() + 1);
    let nominal = (options.treat, options.normalise.as_ref());
    let each = treatments.iter().flat_map(|treat| {
        normalisers
            .iter()
            .map(move |normalise| (*treat, *normalise))
    });
    let mut treated: Option<(Option<Treatment>, Table)> = None;
    for (how, normaliser) in each.chain([nominal]) {
        let table = match &treated {
            Some((before, table)) if *before == how => table,
            _ => {
                let mut table = imputed.clone();
                if let Some(how) = how {
                    treat::treat(meta, &mut table, how);
                }
                &treated.insert((how, table)).1
            }
        };
        let mut table = table.clone();
        if let Some(how) = normaliser {
            normalise::normalise(meta, &mut table, how)?;
        }
        tables.push(table);
    }
    Ok(tables)
}

/// Divides indicators by their denominators; a gap in either is a gap.
fn denominate(meta: &IndexMeta, table: &mut Table) -> Result<(), IndexError> {
    for at in meta.indicators() {
        let element = &meta.elements[at];
        let Some(by) = element.denominator else {
            continue;
        };
        let denominator = table.columns.get(&by).cloned();
        let denominator = denominator.ok_or_else(|| IndexError::MissingColumn {
            table: "iData",
            column: meta.elements[by].code.clone(),
        })?;
        let Some(column) = table.columns.get_mut(&at) else {
            continue;
        };
        for ((value, by), unit) in column.iter_mut().zip(&denominator).zip(&table.units) {
            if *by == 0.0 && !value.is_nan() {
                return Err(IndexError::DivisionByZero {
                    indicator: element.code.clone(),
                    unit: unit.clone(),
                });
            }
            *value /= by;
        }
    }
    Ok(())
}

/// The tree's columns in the order of `iMeta`, rows by unit code.
fn by_unit(meta: &IndexMeta, table: &Table) -> (Vec<String>, Vec<IndexRow>) {
    let in_tree = |at: &usize| {
        let kind = meta.elements[*at].kind;
        kind == ElementKind::Indicator || kind == ElementKind::Aggregate
    };
    let columns: Vec<(usize, &Vec<f64>)> = table
        .columns
        .iter()
        .filter(|(at, _)| in_tree(at))
        .map(|(at, values)| (*at, values))
        .collect();
    let rows = table.units.iter().enumerate().map(|(row, unit)| IndexRow {
        unit: unit.clone(),
        values: columns
            .iter()
            .map(|(_, values)| Some(values[row]).filter(|x| !x.is_nan()))
            .collect(),
    });
    let codes = columns
        .iter()
        .map(|(at, _)| meta.elements[*at].code.clone());
    (codes.collect(), rows.collect())
}

fn not_computed(stage: Stage) -> IndexError {
    IndexError::StageNotComputed {
        stage: stage.name(),
        option: match stage {
            Stage::Denominated => "denominate",
            Stage::Imputed => "impute",
            Stage::Treated => "treat",
            Stage::Normalised => "normalise",
            _ => "aggregate",
        },
    }
}
