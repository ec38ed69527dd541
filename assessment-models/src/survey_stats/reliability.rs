//! Whether a questionnaire can be relied on: α of its scales, and responses that are straight lines.

use super::{Weighed, item::likert};
use crate::{
    Framework, IndicatorId,
    framework::{DerivedFormula, Question, QuestionKind},
    stats,
    survey::{Party, Response},
};

/// Cronbach's α of the Likert items that a formula averages.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleReliability {
    /// The indicator that the scale fills.
    pub indicator: IndicatorId,
    /// Its items, positions in [`Framework::questions`].
    pub items: Vec<usize>,
    /// Responses that answer every item; α is over these, unweighted.
    pub n: usize,
    /// α; `None` of fewer than two responses or without variance. Below 0 where items contradict one
    /// another.
    pub alpha: Option<f64>,
    /// α without each item, in the order of [`Self::items`]; `None` where a single item is left.
    pub without: Vec<Option<f64>>,
    /// α is below what the framework asks.
    pub low: bool,
}

/// A response that ticks the same point throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StraightLine {
    /// Its id.
    pub response: String,
    /// The point that it ticks, from 1.
    pub point: usize,
    /// Likert items answered.
    pub items: usize,
    /// Reversed items are among them (and others too): the answers contradict one another, and are no
    /// honest straight line.
    pub contradicts: bool,
}

pub(super) fn scales(
    framework: &Framework,
    party: Party,
    responses: &[Weighed<'_>],
) -> Vec<ScaleReliability> {
    framework
        .derived
        .iter()
        .filter_map(|formula| match formula {
            DerivedFormula::SurveyMean {
                indicator,
                party: asked,
                items,
                ..
            } if *asked == party => {
                let members: Vec<(usize, &Question)> = framework
                    .questions
                    .iter()
                    .enumerate()
                    .filter(|(_, q)| q.party == party && items.contains(&q.id))
                    .filter(|(_, q)| matches!(q.kind, QuestionKind::Likert { .. }))
                    .collect();
                (members.len() > 1).then(|| scale(framework, indicator, &members, responses))
            }
            _ => None,
        })
        .collect()
}

fn scale(
    framework: &Framework,
    indicator: &IndicatorId,
    members: &[(usize, &Question)],
    responses: &[Weighed<'_>],
) -> ScaleReliability {
    let rows: Vec<Vec<f64>> = responses
        .iter()
        .filter_map(|r| {
            let points = members.iter().map(|(_, q)| Some(likert(q, r.response)?.1));
            points.collect()
        })
        .collect();
    let columns: Vec<Vec<f64>> = (0..members.len())
        .map(|at| rows.iter().map(|row| row[at]).collect())
        .collect();
    let alpha_of = |left_out: Option<usize>| {
        let kept = columns.iter().enumerate();
        let kept = kept.filter(|(at, _)| Some(*at) != left_out);
        let kept: Vec<&[f64]> = kept.map(|(_, c)| c.as_slice()).collect();
        stats::cronbach(&kept)
    };
    let alpha = alpha_of(None);
    ScaleReliability {
        indicator: indicator.clone(),
        items: members.iter().map(|(at, _)| *at).collect(),
        n: rows.len(),
        alpha,
        without: (0..members.len()).map(|at| alpha_of(Some(at))).collect(),
        low: alpha.is_some_and(|a| a < framework.diagnosis.survey.low_alpha),
    }
}

pub(super) fn straight_lines(
    framework: &Framework,
    party: Party,
    responses: &[&Response],
) -> Vec<StraightLine> {
    let questions: Vec<&Question> = framework
        .questions
        .iter()
        .filter(|q| q.party == party)
        .collect();
    let least = framework.diagnosis.survey.straight_line_items;
    responses
        .iter()
        .filter_map(|response| {
            let ticked: Vec<(&Question, usize)> = questions
                .iter()
                .filter_map(|q| Some((*q, likert(q, response)?.0)))
                .collect();
            let (_, point) = *ticked.first()?;
            let straight = ticked.len() >= least && ticked.iter().all(|(_, p)| *p == point);
            let reversed = |q: &Question| q.kind == QuestionKind::Likert { reversed: true };
            let turned = ticked.iter().filter(|(q, _)| reversed(q)).count();
            straight.then(|| StraightLine {
                response: response.id.clone(),
                point,
                items: ticked.len(),
                contradicts: turned > 0 && turned < ticked.len(),
            })
        })
        .collect()
}
