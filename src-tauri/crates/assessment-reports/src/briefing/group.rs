//! Peer groups with their units and medians, and what indicators cost.

use assessment_models::{
    framework::AdjustmentKind,
    scoring::{Medians, UnitScore, medians},
    text::Lang,
};

use super::{
    BriefingInput,
    writer::{best_first, rank},
};

/// A peer group that has units.
pub(super) struct Group<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    /// Rows in the scorecard, best first; those that are ranked before the others.
    pub(super) rows: Vec<usize>,
    /// How many of them are ranked.
    pub(super) ranked: usize,
    pub(super) medians: Medians,
    pub(super) before: Option<Medians>,
}

impl Group<'_> {
    pub(super) fn ranked_rows(&self) -> &[usize] {
        &self.rows[..self.ranked]
    }
}

pub(super) fn groups<'a>(input: &BriefingInput<'a>, lang: Lang) -> Vec<Group<'a>> {
    let card = input.scorecard;
    let groups = input.framework.peer_groups.iter().map(|group| {
        let rows = best_first(card, &group.id);
        Group {
            id: &group.id,
            name: group.name.get(lang),
            ranked: rows
                .iter()
                .filter(|&&r| rank(&card.units[r]).is_some())
                .count(),
            rows,
            medians: medians(card, &group.id),
            before: input
                .before
                .map(|before| medians(before.scorecard, &group.id)),
        }
    });
    groups.filter(|group| !group.rows.is_empty()).collect()
}

/// Whether a veto holds a unit's total down, so that better answers may gain it nothing.
pub(super) fn vetoed(unit: &UnitScore) -> bool {
    let mut applied = unit.adjustments.iter();
    applied.any(|a| a.kind == AdjustmentKind::Veto)
}

/// Points that each indicator keeps from totals, `weight × (100 − score)`, as the mean over the units with a
/// total that are `counted`.
pub(super) fn lost(input: &BriefingInput<'_>, counted: impl Fn(&UnitScore) -> bool) -> Vec<f64> {
    let card = input.scorecard;
    let rows: Vec<usize> = (0..card.units.len())
        .filter(|&row| card.units[row].total.is_some() && counted(&card.units[row]))
        .collect();
    let columns = 0..input.framework.indicators.len();
    columns
        .map(|at| {
            let lost: f64 = rows
                .iter()
                .filter_map(|&row| {
                    Some(card.weights.get(row, at)? * (100.0 - card.indicators.get(row, at)?))
                })
                .sum();
            lost / rows.len().max(1) as f64
        })
        .collect()
}
