//! What indicators have in common, and what would change without them, as a document.

use std::sync::atomic::AtomicBool;

use assessment_models::audit::{self as models, Flag};
use serde::Serialize;
use ts_rs::TS;

use super::{Assumed, Head, Named, apart, refused};
use crate::{desk::Scored, failure::Failure, progress::Progress};

/// One element of the tree.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ElementAudit {
    /// Which.
    #[serde(flatten)]
    pub element: Named,
    /// Effective weight in the total, 0..=1.
    pub weight: f64,
    /// Mean absolute shift of ranks without it; null for the total, and where nothing is left to rank.
    pub mean_shift: Option<f64>,
    /// Greatest absolute shift of ranks without it; null for the total.
    pub max_shift: Option<u32>,
}

/// How two elements move together; null where one is constant.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PairAudit {
    /// Code of the one.
    pub first: String,
    /// Code of the other.
    pub second: String,
    /// Both are joined into the same group.
    pub siblings: bool,
    /// Pearson's r.
    pub pearson: Option<f64>,
    /// Spearman's ρ.
    pub spearman: Option<f64>,
    /// Kendall's τ-b.
    pub kendall: Option<f64>,
    /// `collinear`, `negative`, or null.
    pub flag: Option<&'static str>,
}

/// α without one element.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AlphaWithout {
    /// Its code.
    pub element: String,
    /// Cronbach's α of the rest.
    pub alpha: Option<f64>,
}

/// Reliability of a group.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ReliabilityDocument {
    /// Code of the group; `all_indicators` for all of them together.
    pub group: String,
    /// Cronbach's α over its children.
    pub alpha: Option<f64>,
    /// Without each of them.
    pub without: Vec<AlphaWithout>,
}

/// One principal component.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ComponentDocument {
    /// Variance in units of one indicator's.
    pub eigenvalue: f64,
    /// Share of all variance, 0..=1.
    pub explained: f64,
    /// Unit vector over the indicators used.
    pub loadings: Vec<f64>,
}

/// Principal components of the indicators.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ComponentsDocument {
    /// Codes of the indicators used.
    pub indicators: Vec<String>,
    /// Units without a gap.
    pub units: usize,
    /// Greatest first.
    pub components: Vec<ComponentDocument>,
}

/// The audit of a round's index.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct AuditDocument {
    /// What was analysed.
    #[serde(flatten)]
    pub head: Head,
    /// Indicators, then groups from the bottom up.
    pub elements: Vec<ElementAudit>,
    /// All pairs of indicators, and of the groups of each level.
    pub correlations: Vec<PairAudit>,
    /// By group.
    pub reliability: Vec<ReliabilityDocument>,
    /// Null where too few indicators or units are left.
    pub components: Option<ComponentsDocument>,
}

/// Audits the index that a round's scorecard is.
///
/// # Errors
/// [`Code::AnalysisRefused`](crate::Code::AnalysisRefused) for more elements than can be
/// audited, [`Code::Cancelled`](crate::Code::Cancelled).
pub fn audit(
    scored: &Scored,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<AuditDocument, Failure> {
    let index = Assumed::default().prepare(scored)?;
    let found = apart(
        on_progress,
        |told| models::audit(&index, told, cancel),
        refused,
    )?;
    let framework = &scored.round.framework;
    let elements = found.effective_weights.iter().map(|(code, weight)| {
        let removal = found.removals.iter().find(|r| r.element == *code);
        ElementAudit {
            element: Named::element(framework, code),
            weight: *weight,
            mean_shift: removal.and_then(|r| r.mean_shift),
            max_shift: removal.map(|r| r.max_shift),
        }
    });
    let elements = elements.collect();
    let correlations = found.correlations.into_iter().map(|pair| PairAudit {
        first: pair.first,
        second: pair.second,
        siblings: pair.siblings,
        pearson: pair.pearson,
        spearman: pair.spearman,
        kendall: pair.kendall,
        flag: pair.flag.map(|flag| match flag {
            Flag::Collinear => "collinear",
            Flag::Negative => "negative",
        }),
    });
    let reliability = found.reliability.into_iter().map(|group| {
        let without = group.without.into_iter();
        ReliabilityDocument {
            group: group.group,
            alpha: group.alpha,
            without: without
                .map(|(element, alpha)| AlphaWithout { element, alpha })
                .collect(),
        }
    });
    let components = found.components.map(|found| ComponentsDocument {
        indicators: found.indicators,
        units: found.units,
        components: found
            .components
            .into_iter()
            .map(|component| ComponentDocument {
                eigenvalue: component.eigenvalue,
                explained: component.explained,
                loadings: component.loadings,
            })
            .collect(),
    });
    Ok(AuditDocument {
        head: Head::of(&scored.card),
        elements,
        correlations: correlations.collect(),
        reliability: reliability.collect(),
        components,
    })
}
