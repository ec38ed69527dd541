//! The way through the stages.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    Alternatives, Coefficient, ElementKind, IndexData, IndexError, IndexMeta, IndexOptions,
    Normaliser, Stage, Treatment, aggregate, audit, impute, normalise, relations, table::Table,
    treat,
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

/// An index with the table of each stage that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed<'m> {
    meta: Cow<'m, IndexMeta>,
    /// Raw first, then what was computed, in order.
    tables: Vec<(Stage, Table)>,
    coefficient: Coefficient,
}

/// Computes every stage that `options` ask for and keeps them all.
///
/// `iData` may hold any stage already: what has no option is passed over, so normalised data are
/// aggregated as they are.
///
/// # Errors
///
/// [`IndexError`] names the element, the unit or the option at fault.
pub fn compute<'m>(
    meta: &'m IndexMeta,
    data: &IndexData,
    options: &IndexOptions,
) -> Result<Computed<'m>, IndexError> {
    if let Some(given) = options
        .thresholds
        .iter()
        .find(|share| !(0.0..=1.0).contains(*share))
    {
        return Err(IndexError::BadThreshold { given: *given });
    }
    let meta = match &options.weights {
        Some(weights) => Cow::Owned(meta.clone().with_weights(weights)?),
        None => Cow::Borrowed(meta),
    };
    let mut tables = vec![(Stage::Raw, data.table.clone())];
    let mut table = data.table.clone();
    if options.denominate {
        denominate(&meta, &mut table)?;
        tables.push((Stage::Denominated, table.clone()));
    }
    if let Some(how) = &options.impute {
        impute::impute(&meta, data, &mut table, how)?;
        tables.push((Stage::Imputed, table.clone()));
    }
    if let Some(how) = options.treat {
        treat::treat(&meta, &mut table, how);
        tables.push((Stage::Treated, table.clone()));
    }
    if let Some(how) = &options.normalise {
        normalise::normalise(&meta, &mut table, how)?;
        tables.push((Stage::Normalised, table.clone()));
    }
    if !options.aggregate.is_empty() {
        aggregate::aggregate(&meta, &mut table, &options.aggregate, &options.thresholds)?;
        tables.push((Stage::Aggregated, table));
    }
    Ok(Computed {
        meta,
        tables,
        coefficient: options.coefficient,
    })
}

impl Computed<'_> {
    /// The table of a stage, or one about the last stage that was computed.
    ///
    /// # Errors
    ///
    /// [`IndexError::StageNotComputed`] for a stage without its option, [`IndexError::NoSuchGroup`], and
    /// what a table about the index is not defined for.
    pub fn table(&self, stage: &Stage) -> Result<IndexOutput, IndexError> {
        let meta = &*self.meta;
        let (_, last) = self.last()?;
        if let Stage::Statistics
        | Stage::Correlations
        | Stage::Cronbach
        | Stage::CronbachWithout
        | Stage::Pca(_) = stage
        {
            relations::measurable(meta, last)?;
        }
        let (columns, rows) = match stage {
            Stage::Weights => audit::weights(meta),
            Stage::EffectiveWeights => audit::effective_weights(meta),
            Stage::Statistics => relations::statistics(meta, last),
            Stage::Correlations => relations::correlations(meta, last, self.coefficient)?,
            Stage::Cronbach => audit::cronbach(meta, last),
            Stage::CronbachWithout => audit::cronbach_without(meta, last),
            Stage::Pca(group) => audit::components(meta, last, group.as_deref())?,
            Stage::Outranking(group) => relations::outranking(meta, last, group.as_deref())?,
            Stage::Ranks => by_unit(meta, &audit::ranked(meta, last)),
            computed => {
                let found = self.tables.iter().find(|(stage, _)| stage == computed);
                let (_, table) = found.ok_or_else(|| not_computed(computed))?;
                by_unit(meta, table)
            }
        };
        Ok(IndexOutput {
            stage: stage.to_string(),
            columns,
            rows,
        })
    }

    /// Stages that were computed, raw first.
    pub fn stages(&self) -> impl Iterator<Item = &Stage> {
        self.tables.iter().map(|(stage, _)| stage)
    }

    fn last(&self) -> Result<&(Stage, Table), IndexError> {
        self.tables.last().ok_or_else(|| not_computed(&Stage::Raw))
    }
}

/// Computes the stages that are asked for and gives the table of one: that of `options`, else the last.
///
/// # Errors
///
/// Those of [`compute`] and [`Computed::table`].
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
    let computed = compute(meta, data, options)?;
    let last = computed.last()?.0.clone();
    computed.table(options.stage.as_ref().unwrap_or(&last))
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
        let denominator = table.column(by).ok_or_else(|| IndexError::MissingColumn {
            table: "iData",
            column: meta.elements[by].code.clone(),
        })?;
        let Some(column) = table.column(at) else {
            continue;
        };
        let pairs = || column.iter().zip(denominator);
        if let Some(row) = pairs().position(|(value, by)| *by == 0.0 && !value.is_nan()) {
            return Err(IndexError::DivisionByZero {
                indicator: element.code.clone(),
                unit: table.units[row].clone(),
            });
        }
        let divided: Vec<f64> = pairs().map(|(value, by)| value / by).collect();
        if divided.iter().any(|x| x.is_infinite()) {
            return Err(IndexError::Overflow {
                element: element.code.clone(),
            });
        }
        table.set(at, divided);
    }
    Ok(())
}

/// The tree's columns in the order of `iMeta`, rows by unit code.
fn by_unit(meta: &IndexMeta, table: &Table) -> (Vec<String>, Vec<IndexRow>) {
    let in_tree = |at: &usize| {
        let kind = meta.elements[*at].kind;
        kind == ElementKind::Indicator || kind == ElementKind::Aggregate
    };
    let columns: Vec<(usize, &[f64])> = table.columns().filter(|(at, _)| in_tree(at)).collect();
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

fn not_computed(stage: &Stage) -> IndexError {
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
