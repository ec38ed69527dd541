//! Other methods beside the adopted one: weights that the data would give, nearness to the ideal, fuzzy
//! evaluation, and how far what units say of themselves agrees with what was verified. None of them enters
//! a score.

use std::collections::BTreeSet;

use assessment_models::{
    Framework, Scorecard,
    agreement::{KappaWeights, intraclass, kendall_w, weighted_kappa},
    framework::DerivedFormula,
    mcdm::{DecisionMatrix, Scaling, fuzzy, topsis},
    scoring::{self, CellState, Ranking},
    weights::{Shares, critic, entropy},
};
use serde::Serialize;
use ts_rs::TS;

use super::{Head, Named, grade, rank};
use crate::{
    desk::Scored,
    failure::{Code, Failure},
};

/// An aspect's share of the total by several methods, each 0..=1.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CriterionWeights {
    /// Which aspect.
    #[serde(flatten)]
    pub aspect: Named,
    /// As adopted.
    pub adopted: f64,
    /// The same for all.
    pub equal: f64,
    /// By entropy; null where units do not differ or there are too few.
    pub entropy: Option<f64>,
    /// By CRITIC; null likewise.
    pub critic: Option<f64>,
}

/// A unit's place by several methods.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CrossRank {
    /// Which unit.
    #[serde(flatten)]
    pub unit: Named,
    /// Rank by the total.
    pub rank: Option<u32>,
    /// TOPSIS closeness to the ideal, 0..=1, of the aspects under the adopted weights.
    pub closeness: Option<f64>,
    /// Rank by closeness, among units with all aspects.
    pub closeness_rank: Option<u32>,
    /// Fuzzy score: grades' middles, weighted by the share of weight that lies in each grade.
    pub fuzzy: Option<f64>,
    /// The grade in which most of the weight lies.
    pub fuzzy_grade: Option<Named>,
}

/// How far what units say of themselves agrees with what was verified.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LayerAgreement {
    /// Answers that both layers have.
    pub answers: usize,
    /// ICC(2,1) of their scores: absolute agreement; null where it has no meaning.
    pub icc: Option<f64>,
    /// κ of the grades of these scores, by squared distance; null likewise.
    pub kappa: Option<f64>,
    /// Kendall's W of the scores as rankings; null likewise.
    pub concordance: Option<f64>,
}

/// Cross-checks of a peer group.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CrossChecksDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// The group.
    pub peer_group: Named,
    /// Aspects in which every unit that counts has a score.
    pub criteria: Vec<CriterionWeights>,
    /// Units in code order.
    pub units: Vec<CrossRank>,
    /// Self-reported beside verified.
    pub agreement: LayerAgreement,
}

/// Cross-checks of a peer group; `own` and `verified` are the scorecards of the two layers.
///
/// # Errors
/// [`Code::AnalysisRefused`] for a peer group that the framework does not have.
pub fn cross_checks(
    scored: &Scored,
    (own, verified): (&Scored, &Scored),
    peer_group: &str,
) -> Result<CrossChecksDocument, Failure> {
    let (framework, card) = (&scored.round.framework, &scored.card);
    let group = framework.peer_groups.iter().find(|g| g.id == peer_group);
    let group = group.ok_or_else(|| {
        Failure::new(Code::AnalysisRefused)
            .because("given_no_such_group")
            .with("group", peer_group)
    })?;
    let rows: Vec<usize> = (0..card.units.len())
        .filter(|row| card.units[*row].peer_group == group.id)
        .collect();
    let table = Aspects::of(framework, card, &rows);
    let close = table.closeness(framework);
    let units = rows.iter().map(|&row| {
        let at = table.rows.iter().position(|known| *known == row);
        let nearness = at.and_then(|at| Some((*close.0.get(at)?, *close.1.get(at)?)));
        let evaluated = evaluated(framework, card, row);
        CrossRank {
            unit: Named::unit(&scored.round, &card.units[row].unit),
            rank: rank(card.units[row].ranking),
            closeness: nearness.map(|(closeness, _)| closeness),
            closeness_rank: nearness.map(|(_, rank)| rank as u32),
            fuzzy: evaluated.map(|(score, _)| score),
            fuzzy_grade: evaluated.and_then(|(_, at)| grade(framework, Some(at))),
        }
    });
    Ok(CrossChecksDocument {
        head: Head::of(card),
        peer_group: Named {
            code: group.id.clone(),
            name: (&group.name).into(),
        },
        units: units.collect(),
        criteria: table.criteria(framework),
        agreement: agreement(framework, (&own.card, &verified.card), &group.id),
    })
}

/// Units × aspects without a gap.
struct Aspects {
    /// Rows of the scorecard.
    rows: Vec<usize>,
    /// Positions of the aspects.
    columns: Vec<usize>,
    /// `None` where there are fewer than two units or no aspects.
    matrix: Option<DecisionMatrix>,
}

impl Aspects {
    /// Ranked units, over the aspects that are asked of any of them; units with a gap are left out.
    fn of(framework: &Framework, card: &Scorecard, rows: &[usize]) -> Self {
        let ranked = |row: &usize| matches!(card.units[*row].ranking, Ranking::Rank(_));
        let rows: Vec<usize> = rows.iter().copied().filter(ranked).collect();
        let asked = |at: &usize| rows.iter().any(|row| card.aspects.get(*row, *at).is_some());
        let columns: Vec<usize> = (0..framework.aspects.len()).filter(asked).collect();
        let mut whole = Vec::new();
        let mut values = Vec::new();
        for row in rows {
            let scores = columns.iter().map(|at| card.aspects.get(row, *at));
            if let Some(scores) = scores.collect::<Option<Vec<f64>>>() {
                whole.push(row);
                values.push(scores);
            }
        }
        let units = whole.iter().map(|row| card.units[*row].unit.to_string());
        let criteria = columns
            .iter()
            .map(|at| framework.aspects[*at].id.to_string());
        let matrix = DecisionMatrix::new(units.collect(), criteria.collect(), &values, &[]);
        Self {
            rows: whole,
            columns,
            matrix: matrix.ok(),
        }
    }

    /// Shares of the adopted weights over these aspects.
    fn adopted(&self, framework: &Framework) -> Vec<f64> {
        let weight = |at: &usize| framework.aspects[*at].weight;
        let sum: f64 = self.columns.iter().map(weight).sum();
        self.columns.iter().map(|at| weight(at) / sum).collect()
    }

    fn criteria(&self, framework: &Framework) -> Vec<CriterionWeights> {
        let matrix = self.matrix.as_ref();
        let by_entropy = matrix.and_then(|m| entropy(m, Shares::fitting(m), "").ok());
        let by_critic = matrix.and_then(|m| critic(m, "").ok());
        let adopted = self.adopted(framework);
        let equal = 1.0 / self.columns.len() as f64;
        let columns = self.columns.iter().zip(adopted).enumerate();
        columns
            .map(|(place, (at, adopted))| {
                let aspect = &framework.aspects[*at];
                CriterionWeights {
                    aspect: Named {
                        code: aspect.id.to_string(),
                        name: (&aspect.name).into(),
                    },
                    adopted,
                    equal,
                    entropy: by_entropy.as_ref().map(|set| set.values[place]),
                    critic: by_critic.as_ref().map(|set| set.values[place]),
                }
            })
            .collect()
    }

    /// Closeness and its rank of each row; nothing where it is not defined.
    fn closeness(&self, framework: &Framework) -> (Vec<f64>, Vec<f64>) {
        let weights = self.adopted(framework);
        let matrix = self.matrix.as_ref();
        let found = matrix.and_then(|m| topsis(m, &weights, Scaling::MinMax).ok());
        found.map_or_else(Default::default, |found| (found.closeness, found.ranks))
    }
}

/// Fuzzy score of a unit and the position of its grade: each indicator belongs to the grade of its score,
/// with its effective weight. A grade is worth its middle.
fn evaluated(framework: &Framework, card: &Scorecard, row: usize) -> Option<(f64, usize)> {
    let grades = &framework.grades;
    let mut upper = 100.0;
    let mut middles = Vec::new();
    for grade in grades {
        middles.push(f64::midpoint(upper, grade.lower));
        upper = grade.lower;
    }
    let (mut names, mut weights, mut memberships) = (Vec::new(), Vec::new(), Vec::new());
    for (column, indicator) in framework.indicators.iter().enumerate() {
        let score = card.indicators.get(row, column);
        let weight = card.weights.get(row, column);
        if let (Some(score), Some(weight)) = (score, weight.filter(|weight| *weight > 0.0)) {
            let at = scoring::grade(grades, score, framework.scoring.decimals);
            let mut membership = vec![0.0; grades.len()];
            // What reaches no grade belongs to the last.
            *membership.get_mut(at.unwrap_or(grades.len().saturating_sub(1)))? = 1.0;
            names.push(indicator.id.to_string());
            weights.push(weight);
            memberships.push(membership);
        }
    }
    let found = fuzzy(&names, &weights, &memberships, &middles).ok()?;
    Some((found.score, found.grade))
}

/// Of the answers of a group's units that both layers have. Derived values are the same in both and say
/// nothing of who judged.
fn agreement(
    framework: &Framework,
    (own, verified): (&Scorecard, &Scorecard),
    group: &str,
) -> LayerAgreement {
    let derived = framework.derived.iter().map(DerivedFormula::indicator);
    let derived: BTreeSet<_> = derived.collect();
    let asked: Vec<usize> = (0..framework.indicators.len())
        .filter(|at| !derived.contains(&framework.indicators[*at].id))
        .collect();
    let answered = |card: &Scorecard, row: usize, column: usize| {
        let scored = card.state(row, column) == CellState::Scored;
        card.indicators.get(row, column).filter(|_| scored)
    };
    let mut both = [Vec::new(), Vec::new()];
    for (row, unit) in own.units.iter().enumerate() {
        let there = verified.unit_index(&unit.unit);
        let Some(there) = there.filter(|_| unit.peer_group == group) else {
            continue;
        };
        for &column in &asked {
            let pair = (
                answered(own, row, column),
                answered(verified, there, column),
            );
            if let (Some(first), Some(second)) = pair {
                both[0].push(first);
                both[1].push(second);
            }
        }
    }
    // Below the last grade stands one place more.
    let places = framework.grades.len() + 1;
    let decimals = framework.scoring.decimals;
    let place = |score: &f64| scoring::grade(&framework.grades, *score, decimals);
    let [first, second] = both.each_ref().map(|scores| {
        let places = scores.iter().map(|s| place(s).unwrap_or(places - 1));
        places.collect::<Vec<usize>>()
    });
    let kappa = weighted_kappa(&first, &second, places, KappaWeights::Quadratic);
    LayerAgreement {
        answers: both[0].len(),
        icc: intraclass(&both).ok().map(|found| found.agreement),
        kappa: kappa.ok().map(|found| found.value),
        concordance: kendall_w(&both).ok().map(|found| found.w),
    }
}
