//! A composite index made ready.

use std::collections::BTreeMap;

use super::{Alternatives, Contest, Node, PreparedIndex, TIE, Ties, by_level, children};
use crate::{
    composite::{
        Aggregator, ElementKind, IndexData, IndexError, IndexMeta, IndexOptions, run::tables,
    },
    framework::Mean,
};

impl PreparedIndex {
    /// Prepares a composite index with the nominal choices of `options` (aggregated arithmetically where
    /// it names no method) and its alternatives.
    ///
    /// # Errors
    ///
    /// [`IndexError`], of the nominal choice or of any alternative; [`IndexError::ManyTops`] where more
    /// than one aggregate stands at the top.
    pub fn of_index(
        meta: &IndexMeta,
        data: &IndexData,
        options: &IndexOptions,
        alternatives: &Alternatives,
    ) -> Result<Self, IndexError> {
        let reweighted = options
            .weights
            .as_ref()
            .map(|weights| meta.clone().with_weights(weights))
            .transpose()?;
        let meta = reweighted.as_ref().unwrap_or(meta);
        let order = order(meta)?;
        let mut places = BTreeMap::new();
        for (place, at) in order.iter().enumerate() {
            places.insert(*at, place);
        }
        let nodes: Vec<Node> = order
            .iter()
            .map(|&at| {
                let element = &meta.elements[at];
                Node {
                    code: element.code.clone(),
                    level: element.level,
                    weight: element.weight,
                    parent: element.parent.and_then(|p| places.get(&p).copied()),
                }
            })
            .collect();
        let leaves = order
            .iter()
            .filter(|&&at| meta.elements[at].kind == ElementKind::Indicator)
            .count();
        let arithmetic = || vec![Aggregator::Mean(Mean::Arithmetic)];
        let nominal = if options.aggregate.is_empty() {
            arithmetic()
        } else {
            options.aggregate.clone()
        };
        let methods = alternatives
            .aggregations
            .iter()
            .chain([&nominal])
            .map(|methods| by_group(meta, &nodes[leaves..], methods))
            .collect::<Result<Vec<_>, _>>()?;
        let mut prepared = Self {
            units: data.units().to_vec(),
            groups: children(&nodes, leaves),
            nodes,
            leaves,
            bases: Vec::new(),
            treatments: alternatives.treatments.len().max(1),
            normalisers: alternatives.normalisers.len().max(1),
            methods,
            floor: None,
            peers: vec![(0..data.units().len()).collect()],
            ties: Ties::Tolerance(TIE),
            contest: Contest::OfAll((0..data.units().len()).collect()),
            finish: Vec::new(),
            grades: Vec::new(),
            sampled: Vec::new(),
        };
        let columns = &order[..leaves];
        let tables = tables(meta, data, options, alternatives)?;
        let (last, nominal) = (tables.len() - 1, prepared.methods.len() - 1);
        for (at, table) in tables.into_iter().enumerate() {
            let values: Vec<f64> = columns
                .iter()
                .filter_map(|at| table.column(*at))
                .flatten()
                .copied()
                .collect();
            // Alternatives are joined with alternatives: not all suit the nominal choice.
            let aggregations = if at == last {
                nominal..nominal + 1
            } else {
                0..nominal.max(1)
            };
            prepared.add(values, &options.thresholds, None, aggregations)?;
        }
        Ok(prepared)
    }
}

/// Positions in `meta` of what stands under its top: indicators, then groups, lowest level first.
fn order(meta: &IndexMeta) -> Result<Vec<usize>, IndexError> {
    let aggregates = meta.aggregates();
    let mut tops = aggregates
        .iter()
        .copied()
        .filter(|&at| meta.elements[at].parent.is_none());
    let code = |at: usize| meta.elements[at].code.clone();
    let top = tops.next().ok_or_else(|| IndexError::EmptyGroup {
        group: "iMeta".to_owned(),
    })?;
    if let Some(other) = tops.next() {
        return Err(IndexError::ManyTops {
            first: code(top),
            second: code(other),
        });
    }
    let below = |mut at: usize| {
        while let Some(parent) = meta.elements[at].parent {
            at = parent;
        }
        at == top
    };
    Ok(meta
        .indicators()
        .chain(aggregates.iter().copied())
        .filter(|&at| below(at))
        .collect())
}

fn by_group(
    meta: &IndexMeta,
    groups: &[Node],
    methods: &[Aggregator],
) -> Result<Vec<Aggregator>, IndexError> {
    by_level(groups, methods, meta.aggregated_levels())
}
