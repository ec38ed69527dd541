//! Samples that are given in place of drawing: sets of weights, designs, outputs.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use assessment_models::{
    composite::Weights,
    sensitivity::SensitivityOptions,
    uncertainty::{Assumptions, Factor},
};

use super::{misused, text};
use crate::failure::{Code, Failure};

/// A sample.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sample {
    /// Sets of weights, in the order of their numbers or of their first rows.
    Weights(Vec<Weights>),
    /// A design.
    Design(Design),
}

/// A design: what was chosen in each row, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Design {
    /// Names of the factors, as the file has them.
    pub(super) names: Vec<String>,
    /// Columns, one a factor.
    columns: Vec<Column>,
    /// The output of each row, where there is one.
    pub(super) outputs: Option<Vec<f64>>,
    rows: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Column {
    /// Positions in 0..1.
    Places(Vec<f64>),
    /// Numbers of alternatives, from 1.
    Numbers(Vec<f64>),
}

impl Sample {
    /// Reads a csv: `iCode`, `Weight` and perhaps `rep` are sets of weights; `u_NAME` (0..1) and `idx_NAME`
    /// (number of the alternative, from 1; it goes before `u_NAME`) with perhaps `y` are a design.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = text(path)?;
        let table = Table::read(&text)?;
        if table.place("iCode").is_some() {
            return Ok(Self::Weights(sets(&table)?));
        }
        let mut names: Vec<String> = Vec::new();
        for heading in &table.headings {
            let name = ["u_", "idx_"].iter().find_map(|p| heading.strip_prefix(p));
            if let Some(name) = name
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
        let columns = names
            .iter()
            .map(|name| match table.place(&format!("idx_{name}")) {
                Some(place) => Ok(Column::Numbers(table.numbers(place)?)),
                None => {
                    let place = table.place(&format!("u_{name}"));
                    let places = table.numbers(place.unwrap_or_default())?;
                    if let Some(u) = places.iter().find(|u| !(0.0..=1.0).contains(*u)) {
                        return Err(unusable("given_not_a_place").with("value", u));
                    }
                    Ok(Column::Places(places))
                }
            });
        let columns = columns.collect::<Result<Vec<_>, Failure>>()?;
        let outputs = table.place("y").map(|y| table.numbers(y)).transpose()?;
        if columns.is_empty() {
            return Err(unusable("given_no_columns"));
        }
        Ok(Self::Design(Design {
            rows: table.rows.len(),
            names,
            columns,
            outputs,
        }))
    }
}

impl Sample {
    /// Puts the sample in place of what replications would draw. `counts` are the alternatives of each
    /// choice that has several.
    pub(crate) fn instead_of_draws(
        &self,
        counts: &[(Factor, usize)],
        assumptions: &mut Assumptions,
    ) -> Result<(), Failure> {
        match self {
            Self::Weights(sets) => assumptions.weights.clone_from(sets),
            Self::Design(design) => assumptions.design = Some(design.places(counts)?),
        }
        Ok(())
    }

    /// Puts the sample in place of the design that a sensitivity analysis would draw.
    pub(crate) fn instead_of_a_design(
        &self,
        counts: &[(Factor, usize)],
        options: &mut SensitivityOptions,
    ) -> Result<(), Failure> {
        let design = match self {
            Self::Weights(sets) => {
                options.weights.clone_from(sets);
                return Ok(());
            }
            Self::Design(design) => design,
        };
        let mut counts = counts.to_vec();
        if !options.weights.is_empty() {
            // Stands among the others already.
        } else if design.speaks_of(Factor::Weights) && options.noise > 0.0 {
            let at = counts
                .iter()
                .position(|(factor, _)| *factor == Factor::Aggregation)
                .unwrap_or(counts.len());
            counts.insert(at, (Factor::Weights, SensitivityOptions::SETS));
        } else {
            options.noise = 0.0;
        }
        options.design = Some(design.places(&counts)?);
        Ok(())
    }
}

impl Design {
    /// Rows of places in 0..1 for the factors that have alternatives, `counts` of them each.
    fn places(&self, counts: &[(Factor, usize)]) -> Result<Vec<Vec<f64>>, Failure> {
        let mut rows = vec![Vec::with_capacity(counts.len()); self.rows];
        for (factor, count) in counts {
            let named = self
                .names
                .iter()
                .position(|name| factor_of(name) == Some(*factor));
            let column = named.map(|at| &self.columns[at]);
            let column = column
                .ok_or_else(|| unusable("given_no_alternatives").with("factor", word(*factor)))?;
            match column {
                Column::Places(places) => {
                    for (row, u) in rows.iter_mut().zip(places) {
                        row.push(*u);
                    }
                }
                Column::Numbers(numbers) => {
                    for (row, number) in rows.iter_mut().zip(numbers) {
                        if number.fract() != 0.0 || !(1.0..=*count as f64).contains(number) {
                            let what = word(*factor);
                            return Err(unusable("given_no_such_alternative")
                                .with("value", number)
                                .with("count", count)
                                .with("factor", what));
                        }
                        // The middle of the part of 0..1 that stands for this alternative.
                        row.push((number - 0.5) / *count as f64);
                    }
                }
            }
        }
        Ok(rows)
    }

    /// Whether there is a column of a factor.
    fn speaks_of(&self, factor: Factor) -> bool {
        self.names
            .iter()
            .any(|name| factor_of(name) == Some(factor))
    }
}

/// Which choice a name means.
fn factor_of(name: &str) -> Option<Factor> {
    let name = name.to_ascii_lowercase();
    let starts = [
        ("treat", Factor::Treatment),
        ("win", Factor::Treatment),
        ("norm", Factor::Normaliser),
        ("weight", Factor::Weights),
        ("agg", Factor::Aggregation),
    ];
    let found = starts.iter().find(|(start, _)| name.starts_with(start));
    found.map(|(_, factor)| *factor)
}

/// A choice by the word that scripts know.
pub(super) fn word(factor: Factor) -> &'static str {
    match factor {
        Factor::Treatment => "treatment",
        Factor::Normaliser => "normaliser",
        Factor::Weights => "weights",
        Factor::Aggregation => "aggregation",
    }
}

/// Sets of weights of a csv.
pub(super) fn weight_sets(path: &Path) -> Result<Vec<Weights>, Failure> {
    match Sample::read(path)? {
        Sample::Weights(sets) => Ok(sets),
        Sample::Design(_) => Err(misused("--vary", &path.display())),
    }
}

fn sets(table: &Table) -> Result<Vec<Weights>, Failure> {
    let (Some(code), Some(weight)) = (table.place("iCode"), table.place("Weight")) else {
        return Err(unusable("given_no_weight_column"));
    };
    let rep = table.place("rep");
    let weights = table.numbers(weight)?;
    let mut order: Vec<&str> = Vec::new();
    let mut found: BTreeMap<&str, Weights> = BTreeMap::new();
    let mut codes = BTreeSet::new();
    for (row, weight) in table.rows.iter().zip(weights) {
        let number = rep.and_then(|at| row.get(at)).unwrap_or_default();
        let set = found.entry(number).or_insert_with(|| {
            order.push(number);
            Weights::default()
        });
        let code = row.get(code).unwrap_or_default().to_owned();
        if !codes.insert((number, code.clone())) {
            return Err(unusable("given_code_twice")
                .with("code", &code)
                .with("rep", number));
        }
        set.by_code.push((code, weight));
    }
    Ok(order
        .iter()
        .filter_map(|number| found.remove(number))
        .collect())
}

/// A csv with headings.
struct Table {
    headings: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    fn read(text: &str) -> Result<Self, Failure> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let broken = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            unusable("given_csv").with("line", &line).caused_by(error)
        };
        let headings = reader.headers().map_err(broken)?;
        let headings: Vec<String> = headings.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<Result<Vec<_>, _>>();
        let rows = rows.map_err(broken)?;
        if rows.is_empty() {
            return Err(unusable("given_no_rows"));
        }
        Ok(Self { headings, rows })
    }

    fn place(&self, heading: &str) -> Option<usize> {
        self.headings.iter().position(|known| known == heading)
    }

    fn numbers(&self, place: usize) -> Result<Vec<f64>, Failure> {
        let number = |(at, row): (usize, &csv::StringRecord)| {
            let cell = row.get(place).unwrap_or_default();
            let number = cell.parse::<f64>().ok().filter(|n| n.is_finite());
            number.ok_or_else(|| {
                let column = self.headings.get(place).map_or("", String::as_str);
                unusable("given_not_a_number")
                    .with("row", &(at + 1))
                    .with("column", column)
                    .with("value", cell)
            })
        };
        self.rows.iter().enumerate().map(number).collect()
    }
}

fn unusable(reason: &'static str) -> Failure {
    Failure::new(Code::SampleRefused).because(reason)
}
