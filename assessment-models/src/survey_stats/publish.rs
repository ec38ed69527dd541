//! What may be published: cells that are too small are withheld, and what would give them away.

use super::{Estimate, Item, PartyStatistics};
use crate::{Framework, IndicatorId, framework::QuestionKind, survey::Party};

/// An option as it may be published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedOption {
    /// By position from 1.
    pub option: usize,
    /// `None` where it is withheld.
    pub count: Option<usize>,
    /// `None` where it is withheld.
    pub share: Option<Estimate>,
}

/// A question as it may be published.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedItem {
    /// Position in [`Framework::questions`].
    pub question: usize,
    /// Valid answers; `None` where they are too few, and then nothing else is given.
    pub n: Option<usize>,
    /// The mean.
    pub mean: Option<Estimate>,
    /// Share of right answers.
    pub right: Option<Estimate>,
    /// Each option.
    pub options: Vec<PublishedOption>,
    /// Fewer valid answers than the formulas ask for.
    pub too_few: bool,
}

/// A party's questionnaire as it may be published. It names no response.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedParty {
    /// Whose.
    pub party: Party,
    /// Responses; `None` where they are too few.
    pub responses: Option<usize>,
    /// Response rate; withheld with the responses.
    pub response_rate: Option<f64>,
    /// Each question.
    pub items: Vec<PublishedItem>,
    /// α of each scale with enough responses.
    pub alphas: Vec<(IndicatorId, f64)>,
}

/// Withholds every cell under the framework's least size, and enough beside it that no sum gives it away:
///
/// - an item with fewer answers than that gives nothing;
/// - where several options may be chosen, each is a table of its own, and is withheld where those who chose
///   it, or those who did not, are too few;
/// - where one may be chosen, the next smallest options are withheld too until at least two are, which
///   together reach the least size;
/// - an item with a mean would let withheld counts be worked out from it, so it keeps the mean and gives no
///   option at all where one is too small.
#[must_use]
pub fn publish(framework: &Framework, statistics: &[PartyStatistics]) -> Vec<PublishedParty> {
    let least = framework.diagnosis.survey.suppress_below;
    statistics
        .iter()
        .map(|party| {
            let enough = party.responses >= least;
            PublishedParty {
                party: party.party,
                responses: enough.then_some(party.responses),
                response_rate: party.response_rate.filter(|_| enough),
                items: party
                    .items
                    .iter()
                    .map(|item| published(framework, item, least))
                    .collect(),
                alphas: party
                    .scales
                    .iter()
                    .filter(|scale| scale.n >= least)
                    .filter_map(|scale| Some((scale.indicator.clone(), scale.alpha?)))
                    .collect(),
            }
        })
        .collect()
}

fn published(framework: &Framework, item: &Item, least: usize) -> PublishedItem {
    let kind = framework.questions.get(item.question).map(|q| &q.kind);
    let enough = item.n >= least;
    let counts: Vec<usize> = item.options.iter().map(|o| o.count).collect();
    let several = matches!(kind, Some(QuestionKind::Multiple));
    let withheld: Vec<bool> = if !enough {
        vec![true; counts.len()]
    } else if several {
        let small = |c: &usize| *c < least || item.n.saturating_sub(*c) < least;
        counts.iter().map(small).collect()
    } else if item.mean.is_some() && counts.iter().any(|c| *c < least) {
        vec![true; counts.len()]
    } else {
        complement(&counts, least)
    };
    let options: Vec<PublishedOption> = item
        .options
        .iter()
        .zip(withheld)
        .map(|(option, withheld)| PublishedOption {
            option: option.option,
            count: (!withheld).then_some(option.count),
            share: option.share.filter(|_| !withheld),
        })
        .collect();
    let right = match kind {
        Some(QuestionKind::Quiz { right }) => options.iter().find(|o| o.option == *right),
        _ => None,
    };
    PublishedItem {
        question: item.question,
        n: enough.then_some(item.n),
        mean: item.mean.filter(|_| enough),
        right: right.and_then(|o| o.share),
        options,
        too_few: item.too_few,
    }
}

/// Cells to withhold of counts whose sum is known.
fn complement(counts: &[usize], least: usize) -> Vec<bool> {
    let mut withheld: Vec<bool> = counts.iter().map(|c| *c < least).collect();
    if !withheld.contains(&true) {
        return withheld;
    }
    let mut shown: Vec<usize> = (0..counts.len()).filter(|&i| !withheld[i]).collect();
    shown.sort_by_key(|&i| (counts[i], i));
    for next in shown {
        let cells = withheld.iter().filter(|w| **w).count();
        let sum: usize = counts
            .iter()
            .zip(&withheld)
            .filter(|(_, w)| **w)
            .map(|(c, _)| c)
            .sum();
        if cells > 1 && sum >= least {
            break;
        }
        withheld[next] = true;
    }
    withheld
}

#[cfg(test)]
mod tests {
    use super::complement;

    #[test]
    fn a_single_small_cell_takes_the_next_smallest_with_it() {
        assert_eq!(complement(&[40, 3, 12, 25], 10), [false, true, true, false]);
    }

    #[test]
    fn two_empty_cells_are_no_cover_for_each_other() {
        assert_eq!(complement(&[0, 0, 60, 40], 10), [true, true, false, true]);
        assert_eq!(complement(&[5, 6, 60], 10), [true, true, false]);
    }

    #[test]
    fn nothing_small_nothing_withheld() {
        assert_eq!(complement(&[10, 10], 10), [false, false]);
        assert_eq!(complement(&[], 10), Vec::<bool>::new());
    }
}
