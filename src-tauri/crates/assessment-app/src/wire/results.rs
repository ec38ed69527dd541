//! Results, charts and reports.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AspectScoreView, DocumentForm, Phrase};

/// Which scorecard is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScoreRequest {
    /// The round.
    pub round: String,
    /// `self`, `verified` or `final`.
    pub layer: String,
    /// `official` or `provisional`.
    pub mode: String,
}

/// Everything on the overview page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OverviewView {
    /// The round.
    pub round: String,
    /// One for each peer group that has units.
    pub groups: Vec<GroupView>,
    /// Every unit, in code order.
    pub rows: Vec<RankRow>,
    /// Incidents in the round.
    pub incident_count: u32,
    /// Questionnaires in the round.
    pub response_count: u32,
}

/// A peer group at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct GroupView {
    /// Peer group id.
    pub id: String,
    /// Name.
    pub name: Phrase,
    /// Units in it.
    pub units: u32,
    /// Units ranked.
    pub ranked: u32,
    /// Median total.
    pub median: Option<f64>,
    /// Median total of the round before.
    pub last_median: Option<f64>,
    /// Grade key and how many units have it.
    pub grades: Vec<GradeCount>,
    /// Median score of each aspect.
    pub aspects: Vec<AspectScoreView>,
}

/// How many units have a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GradeCount {
    /// Grade key.
    pub grade: String,
    /// How many.
    pub units: u32,
}

/// A unit in the ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RankRow {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Phrase,
    /// Peer group id.
    pub peer_group: String,
    /// Total, unrounded.
    pub total: Option<f64>,
    /// Total of the round before.
    pub last_total: Option<f64>,
    /// Grade key.
    pub grade: Option<String>,
    /// Rank in the peer group; `None` where it is not ranked.
    pub rank: Option<u32>,
    /// Weighted share answered, 0..=1.
    pub completeness: f64,
    /// Evenness over the aspects, 0..=1.
    pub balance: Option<f64>,
    /// Aspect scores.
    pub aspects: Vec<AspectScoreView>,
    /// Points that adjustments took or added.
    pub adjusted: f64,
}

/// One unit's result in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitResultView {
    /// The row in the ranking.
    pub row: RankRow,
    /// Before adjustments.
    pub aggregated: Option<f64>,
    /// Objective id and score.
    pub objectives: Vec<ElementScore>,
    /// Indicator id, state, value and score.
    pub indicators: Vec<IndicatorScoreView>,
    /// Adjustments.
    pub adjustments: Vec<AdjustmentView>,
}

/// A score of an element of the tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ElementScore {
    /// Its id.
    pub id: String,
    /// Score 0..=100.
    pub score: Option<f64>,
    /// Median of the peer group.
    pub median: Option<f64>,
}

/// An indicator's result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct IndicatorScoreView {
    /// Indicator id.
    pub id: String,
    /// `scored`, `missing`, `not_applicable`, `not_scored`; what is not asked is left out.
    pub state: String,
    /// Raw value.
    pub raw: Option<f64>,
    /// Score 0..=100.
    pub score: Option<f64>,
    /// Effective weight in the unit's total, 0..=1.
    pub weight: Option<f64>,
}

/// A deduction, bonus or veto.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AdjustmentView {
    /// Rule id.
    pub rule: String,
    /// `deduction`, `bonus` or `veto`.
    pub kind: String,
    /// Points added, negative for a deduction.
    pub points: f64,
    /// When it applies, in words.
    pub condition: Phrase,
    /// Records or reasons behind it.
    pub because: Vec<String>,
}

/// Which chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "chart", rename_all = "snake_case")]
pub enum ChartKind {
    /// Six aspects of a unit against its peers' median.
    Radar {
        /// The unit.
        unit: String,
    },
    /// Totals of a peer group, best first.
    Ranking {
        /// The peer group.
        peer_group: String,
    },
    /// Units × aspects of a peer group.
    HeatMap {
        /// The peer group.
        peer_group: String,
    },
    /// Incidents by month and class.
    Incidents,
    /// Incidents by month and level.
    IncidentLevels,
    /// Incidents by month, each class in a panel of its own.
    IncidentClasses,
    /// Where chains of responsibility break.
    Responsibility,
    /// Units that have a place, as on the map, with their members inside.
    TileMap {
        /// The aspect; the total without one.
        aspect: Option<String>,
    },
    /// The members of a unit as tiles.
    MemberTiles {
        /// The unit.
        unit: String,
        /// The aspect; the total without one.
        aspect: Option<String>,
    },
    /// Totals of a peer group, best first, with the intervals of their ranks under other weights.
    SureRanking {
        /// The peer group.
        peer_group: String,
    },
    /// Units × objectives of a peer group.
    ObjectiveHeatMap {
        /// The peer group.
        peer_group: String,
    },
    /// How far each unit of a peer group has answered.
    Completeness {
        /// The peer group.
        peer_group: String,
    },
    /// How a unit's total comes about.
    Waterfall {
        /// The unit.
        unit: String,
    },
    /// Totals of a peer group in an earlier round and in this one.
    Slope {
        /// The peer group.
        peer_group: String,
        /// The earlier round; `None` for the one before.
        from: Option<String>,
    },
    /// Medians of a peer group over the rounds.
    Trend {
        /// The peer group.
        peer_group: String,
    },
    /// A unit's scores over the rounds.
    UnitTrend {
        /// The unit.
        unit: String,
    },
    /// Totals against an attribute of the units, parted at the medians.
    Quadrants {
        /// The peer group.
        peer_group: String,
        /// The attribute, such as `population`.
        attribute: String,
    },
    /// Intervals of the ranks of a peer group under other weights.
    RankIntervals {
        /// The peer group.
        peer_group: String,
    },
    /// How often each unit of a peer group came to have each grade under other weights.
    ReplicationShares {
        /// The peer group.
        peer_group: String,
    },
    /// Correlations of the objectives over the units of a peer group.
    Correlations {
        /// The peer group.
        peer_group: String,
    },
    /// What moves ranks most.
    Sensitivity,
    /// Incidents by problem class, commonest first.
    Problems,
    /// Reports against their deadlines.
    Timeliness,
    /// Answers of a party on scales of agreement.
    Survey {
        /// `government`, `enterprise`, `social_org` or `citizen`.
        party: String,
    },
}

impl ChartKind {
    /// The peer group that it is of; `None` where it is of a unit or of the whole.
    #[must_use]
    pub fn peer_group(&self) -> Option<&str> {
        match self {
            Self::Ranking { peer_group }
            | Self::HeatMap { peer_group }
            | Self::SureRanking { peer_group }
            | Self::ObjectiveHeatMap { peer_group }
            | Self::Completeness { peer_group }
            | Self::Slope { peer_group, .. }
            | Self::Trend { peer_group }
            | Self::Quadrants { peer_group, .. }
            | Self::RankIntervals { peer_group }
            | Self::ReplicationShares { peer_group }
            | Self::Correlations { peer_group } => Some(peer_group),
            _ => None,
        }
    }
}

/// A chart that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChartRequest {
    /// Which chart.
    #[serde(flatten)]
    #[ts(flatten)]
    pub kind: ChartKind,
    /// Of which scorecard.
    pub score: ScoreRequest,
    /// `zh-CN` or `en`.
    pub lang: String,
    /// Dark palette.
    pub dark: bool,
    /// The smaller of the two house sizes, for a panel beside others.
    #[serde(default)]
    pub small: bool,
}

/// A chart, drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChartView {
    /// The drawing.
    pub svg: String,
    /// What it finds.
    pub title: String,
    /// The text alternative.
    pub alternative: String,
    /// Its marks, for tooltips and keyboard.
    pub marks: Vec<MarkView>,
}

/// One mark of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MarkView {
    /// What it stands for: a unit code, `unit/aspect`, `month/class`.
    pub id: String,
    /// Its words.
    pub label: String,
    /// Its value as shown.
    pub value: String,
    /// Left, in the drawing's units.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Reports that are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportRequest {
    /// Of which scorecard.
    pub score: ScoreRequest,
    /// Folder to write into.
    pub folder: String,
    /// `workbook`, `briefing`, `feedback`, `charts`; empty is all but feedback sheets.
    pub only: Vec<String>,
    /// `zh-CN` or `en`.
    pub lang: String,
    /// The form of documents; the customary one where nothing is stated.
    #[serde(default)]
    #[ts(optional)]
    pub form: Option<DocumentForm>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReportFile {
    /// `workbook`, `chart`, `briefing`, `feedback`, `index`, `marked`, `marked_anew`.
    pub kind: String,
    /// Full path.
    pub path: String,
    /// Size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256, lower-case hex.
    pub sha256: String,
}
