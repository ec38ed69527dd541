//! Which drawing a kind of chart is, and what it is drawn from.

use std::{collections::BTreeMap, sync::atomic::AtomicBool};

use assessment_models::{
    Framework, Scorecard, UnitCode,
    composite::{IndexOptions, PreparedIndex, ScorecardAlternatives},
    diagnosis::{development, responsibility},
    scoring::medians,
    sensitivity::{self, Factor, SensitivityOptions},
    survey::Party,
    uncertainty::{Assumptions, Uncertainty, uncertainty},
};
use assessment_reports::{Chart, ChartStyle, charts, words::Words};

use super::Drawn;
use crate::{
    desk::Scored,
    failure::{Code, Failure},
    progress::go_on,
    wire::ChartKind,
};

/// A total, and the aspects in the order of their framework.
type Scores = (Option<f64>, Vec<Option<f64>>);

/// Aggregations that are set against each other in a sensitivity analysis.
const AGGREGATIONS: [&str; 2] = ["arithmetic", "geometric"];

/// A party by the word that the wire knows.
fn party(word: &str) -> Result<Party, Failure> {
    [
        Party::Government,
        Party::Enterprise,
        Party::SocialOrg,
        Party::Citizen,
    ]
    .into_iter()
    .find(|party| party_word(*party) == word)
    .ok_or_else(|| {
        Failure::new(Code::BadArgument)
            .with("name", "party")
            .with("value", word)
    })
}

/// A party by the word that the wire knows it by.
pub(crate) fn party_word(party: Party) -> &'static str {
    match party {
        Party::Government => "government",
        Party::Enterprise => "enterprise",
        Party::SocialOrg => "social_org",
        Party::Citizen => "citizen",
    }
}

impl Drawn {
    /// Draws one chart. Asked to stop it fails, and the job with it: what was to be worked out for its charts
    /// is not there.
    pub(crate) fn draw(
        &self,
        kind: &ChartKind,
        style: &ChartStyle,
        cancel: &AtomicBool,
    ) -> Result<Chart, Failure> {
        go_on(cancel)?;
        let chart = self.drawn(kind, style, cancel)?;
        go_on(cancel)?;
        Ok(chart)
    }

    fn drawn(
        &self,
        kind: &ChartKind,
        style: &ChartStyle,
        cancel: &AtomicBool,
    ) -> Result<Chart, Failure> {
        let Scored { round, card } = &self.scored;
        let (framework, data, units) = (&round.framework, &round.data, self.units());
        let group = |id: &'_ str| match framework.peer_group(id) {
            Some(_) => Ok(()),
            None => Err(Failure::new(Code::NoSuchPeerGroup).with("peer_group", id)),
        };
        let row = |unit: &str| {
            let row = card.unit_index(&UnitCode::from(unit));
            row.ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", unit))
        };
        if let Some(id) = kind.peer_group() {
            group(id)?;
        }
        Ok(match kind {
            ChartKind::Radar { unit } => {
                charts::radar(framework, units, card, row(unit)?, self.before(), style)
            }
            ChartKind::Ranking { peer_group } => {
                charts::ranking(framework, units, card, peer_group, None, style)
            }
            ChartKind::HeatMap { peer_group } => {
                charts::heat_map(framework, units, card, peer_group, style)
            }
            ChartKind::SureRanking { peer_group } => {
                let of = (peer_group.as_str(), None);
                charts::sure_ranking(framework, units, card, of, self.sure(cancel), style)
            }
            ChartKind::ObjectiveHeatMap { peer_group } => {
                charts::objective_heat_map(framework, units, card, peer_group, style)
            }
            ChartKind::Completeness { peer_group } => {
                charts::completeness(framework, units, card, peer_group, style)
            }
            ChartKind::Waterfall { unit } => {
                charts::waterfall(framework, units, card, row(unit)?, style)
            }
            ChartKind::Slope { peer_group, from } => {
                let rounds = (self.earlier_round(from.as_deref())?, &**card);
                charts::slope(framework, units, rounds, peer_group, style)
            }
            ChartKind::Trend { peer_group } => self.group_trend(peer_group, style),
            ChartKind::UnitTrend { unit } => self.unit_trend(row(unit)?, style),
            ChartKind::Quadrants {
                peer_group,
                attribute,
            } => self.quadrants(peer_group, attribute, style),
            ChartKind::RankIntervals { peer_group } => {
                let found = self.sure(cancel);
                charts::rank_intervals(framework, units, card, peer_group, found, style)
            }
            ChartKind::ReplicationShares { peer_group } => {
                let top = (peer_group.as_str(), Assumptions::default().top);
                charts::replication_shares(framework, units, card, top, self.sure(cancel), style)
            }
            ChartKind::Correlations { peer_group } => {
                charts::correlations(framework, card, peer_group, style)
            }
            ChartKind::Sensitivity => self.sensitivity(style, cancel),
            ChartKind::Incidents => charts::incidents(framework, &data.records, &data.round, style),
            ChartKind::IncidentLevels => {
                charts::incident_levels(framework, &data.records, &data.round, style)
            }
            ChartKind::IncidentClasses => {
                charts::incident_multiples(framework, &data.records, &data.round, style)
            }
            ChartKind::Responsibility => {
                let found = responsibility(framework, data, None);
                let words = Words::of(style.lang);
                let round = data.round.name.get(style.lang);
                let source = words.fill("source_register", &[("round", round)]);
                let n = found.as_ref().map_or(0, |f| f.total.records).to_string();
                let source = words.fill("note_counts", &[("source", &source), ("n", &n)]);
                charts::responsibility(framework, found.as_ref(), &source, style)
            }
            ChartKind::TileMap { aspect } => {
                let aspect = self.aspect(aspect.as_deref())?;
                charts::tile_map(framework, units, card, aspect, style)
            }
            ChartKind::MemberTiles { unit, aspect } => {
                row(unit)?;
                let of = (
                    &UnitCode::from(unit.as_str()),
                    self.aspect(aspect.as_deref())?,
                );
                charts::member_tiles(framework, units, card, of, style)
            }
            ChartKind::Problems => charts::problem_pareto(framework, data, style),
            ChartKind::Timeliness => charts::report_timeliness(framework, data, style),
            ChartKind::Survey { party: word } => {
                charts::party_survey(framework, data, party(word)?, style)
            }
        })
    }

    /// An earlier round by its id, or the one before; `None` where this is the first.
    fn earlier_round(&self, id: Option<&str>) -> Result<Option<&Scorecard>, Failure> {
        let Some(id) = id else {
            return Ok(self.before());
        };
        let found = self.earlier.iter().find(|one| one.card.round == *id);
        match found {
            Some(one) => Ok(Some(&one.card)),
            None => Err(Failure::new(Code::NoSuchRound).with("round", id)),
        }
    }

    /// Position of an aspect; `None` where none is asked for.
    fn aspect(&self, id: Option<&str>) -> Result<Option<usize>, Failure> {
        let Some(id) = id else { return Ok(None) };
        let aspects = &self.scored.round.framework.aspects;
        let at = aspects.iter().position(|a| a.id == *id);
        at.map(Some).ok_or_else(|| {
            Failure::new(Code::BadArgument)
                .with("name", "aspect")
                .with("value", id)
        })
    }

    /// How sure scores and ranks are. Where it cannot be computed nothing is sure, and charts say so.
    fn sure(&self, cancel: &AtomicBool) -> &Uncertainty {
        static NOTHING: Uncertainty = Uncertainty {
            replications: 0,
            seed: 0,
            units: Vec::new(),
        };
        let compute = || {
            let Scored { round, card } = &self.scored;
            let index = PreparedIndex::of_scorecard(
                &round.framework,
                card,
                &ScorecardAlternatives::default(),
            )
            .ok()?;
            uncertainty(&index, &Assumptions::default(), &|_, _| {}, cancel).ok()
        };
        self.sure.get_or_init(compute).as_ref().unwrap_or(&NOTHING)
    }

    fn sensitivity(&self, style: &ChartStyle, cancel: &AtomicBool) -> Chart {
        let Scored { round, card } = &self.scored;
        let framework = &round.framework;
        let words = Words::of(style.lang);
        let options = SensitivityOptions::default();
        let source = words.fill(
            "source_uncertainty",
            &[
                ("framework", framework.name.get(style.lang)),
                ("version", &framework.version),
                ("round", card.round.as_str()),
                ("seed", &options.seed.to_string()),
            ],
        );
        let found = AGGREGATIONS
            .iter()
            .map(|methods| IndexOptions::parse_aggregators(methods))
            .collect::<Result<Vec<_>, _>>()
            .and_then(|aggregations| {
                let alternatives = ScorecardAlternatives {
                    aggregations,
                    ..ScorecardAlternatives::default()
                };
                PreparedIndex::of_scorecard(framework, card, &alternatives)
            })
            .ok()
            .and_then(|index| sensitivity::sensitivity(&index, &options, &|_, _| {}, cancel).ok());
        let Some(found) = found else {
            return charts::sensitivity(&[], (0, false), &source, style);
        };
        let pair = |ends: Option<[f64; 2]>| ends.map(|[low, high]| (low, high));
        let effects: Vec<charts::Effect> = found
            .effects
            .iter()
            .map(|(factor, effect)| {
                let id = match factor {
                    Factor::Treatment => "treatment",
                    Factor::Normaliser => "normaliser",
                    Factor::Weights => "weights",
                    Factor::Aggregation => "aggregation",
                };
                charts::Effect {
                    id: id.to_owned(),
                    name: words.get(&format!("factor_{id}")).to_owned(),
                    first: (effect.first, pair(effect.first_interval)),
                    total: (effect.total, pair(effect.total_interval)),
                }
            })
            .collect();
        charts::sensitivity(&effects, (found.rows, found.rough), &source, style)
    }

    fn quadrants(&self, peer_group: &str, attribute: &str, style: &ChartStyle) -> Chart {
        let Scored { round, card } = &self.scored;
        let index: BTreeMap<UnitCode, f64> = self
            .units()
            .iter()
            .filter_map(|u| Some((u.code.clone(), *u.attributes.get(attribute)?)))
            .collect();
        let found = development(card, peer_group, &index);
        let key = format!("attribute_{attribute}");
        let named = Words::of(style.lang).get(&key);
        let measure = if named == key { attribute } else { named };
        let of = (peer_group, measure);
        charts::quadrants(&round.framework, self.units(), card, of, &found, style)
    }

    /// All rounds up to this one, oldest first.
    fn rounds(&self) -> impl Iterator<Item = &Scored> {
        self.earlier.iter().chain([&self.scored])
    }

    /// The total and the aspects over the rounds, as `score` gives them: the total, and the aspects in the
    /// order of the round's own framework.
    fn trend(
        &self,
        (whose, n): (&str, usize),
        score: &dyn Fn(&Scorecard) -> Scores,
        style: &ChartStyle,
    ) -> Chart {
        let framework = &self.scored.round.framework;
        let words = Words::of(style.lang);
        let scores: Vec<_> = self
            .rounds()
            .map(|r| (&*r.round.framework, score(&r.card)))
            .collect();
        let mut series = vec![charts::Series {
            id: "total".to_owned(),
            name: words.get("published").to_owned(),
            values: scores.iter().map(|(_, (total, _))| *total).collect(),
            subject: true,
        }];
        for aspect in &framework.aspects {
            let value = |(of, (_, aspects)): &(&Framework, Scores)| {
                let at = of.aspects.iter().position(|a| a.id == aspect.id)?;
                aspects.get(at).copied().flatten()
            };
            series.push(charts::Series {
                id: aspect.id.to_string(),
                name: aspect.name.get(style.lang).to_owned(),
                values: scores.iter().map(value).collect(),
                subject: false,
            });
        }
        let rounds: Vec<String> = self
            .rounds()
            .map(|r| r.round.data.round.name.get(style.lang).to_owned())
            .collect();
        let source = charts::note(framework, &self.scored.card, n, style);
        charts::trend((whose, &rounds), &series, &source, style)
    }

    fn group_trend(&self, peer_group: &str, style: &ChartStyle) -> Chart {
        let framework = &self.scored.round.framework;
        let whose = framework
            .peer_group(peer_group)
            .map_or(peer_group, |g| g.name.get(style.lang));
        let score = |card: &Scorecard| {
            let middle = medians(card, peer_group);
            (middle.total, middle.aspects)
        };
        let words = Words::of(style.lang);
        let whose = words.fill("trend_of_group", &[("group", whose)]);
        let members = self.scored.card.units.iter();
        let n = members.filter(|u| u.peer_group == peer_group).count();
        self.trend((&whose, n), &score, style)
    }

    fn unit_trend(&self, row: usize, style: &ChartStyle) -> Chart {
        let code = &self.scored.card.units[row].unit;
        let whose = self.units().iter().find(|u| u.code == *code);
        let whose = whose.map_or(code.as_str(), |u| u.name.get(style.lang));
        let score = |card: &Scorecard| match card.unit_index(code) {
            None => (None, Vec::new()),
            Some(row) => {
                let aspects = (0..card.aspects.columns()).map(|a| card.aspects.get(row, a));
                (card.units[row].total, aspects.collect())
            }
        };
        self.trend((whose, 1), &score, style)
    }
}
