//! Which charts a gallery shows, and in which order: of the whole, of each peer group, of each unit.

use std::collections::BTreeMap;

use assessment_models::text::Lang;
use assessment_reports::{charts::PLACE, words::Words};

use super::{Drawn, party_word};
use crate::{reports::file_safe, wire::ChartKind};

/// One chart of a gallery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// What it stands under.
    pub(crate) section: String,
    /// Its file name without extension.
    pub(crate) name: String,
    pub(crate) kind: ChartKind,
}

impl Drawn {
    /// Every chart of the round.
    pub(crate) fn gallery(&self, lang: Lang) -> Vec<Shown> {
        let words = Words::of(lang);
        let mut all = self.of_whole(words.get("gallery_whole"));
        let framework = &self.scored.round.framework;
        for group in &framework.peer_groups {
            all.extend(self.of_group(&group.id, group.name.get(lang)));
        }
        all.extend(self.of_units(words.get("gallery_units")));
        all
    }

    /// What native charts of a spreadsheet cannot do: the map, heat maps, small multiples, chains.
    pub(crate) fn pictures(&self) -> Vec<ChartKind> {
        let shown = |kind: &ChartKind| match kind {
            ChartKind::TileMap { aspect } => aspect.is_none(),
            ChartKind::HeatMap { .. }
            | ChartKind::IncidentClasses
            | ChartKind::Timeliness
            | ChartKind::Responsibility => true,
            _ => false,
        };
        let groups = self.scored.round.framework.peer_groups.iter();
        let of_groups = groups.flat_map(|g| self.of_group(&g.id, ""));
        let all = self.of_whole("").into_iter().chain(of_groups);
        all.map(|s| s.kind).filter(shown).collect()
    }

    fn of_whole(&self, section: &str) -> Vec<Shown> {
        let framework = &self.scored.round.framework;
        let mut kinds = Vec::new();
        let placed =
            |u: &assessment_models::Unit| PLACE.iter().all(|p| u.attributes.contains_key(*p));
        if framework.units.iter().any(placed) {
            let aspects = framework.aspects.iter().map(|a| a.id.to_string());
            for aspect in [None].into_iter().chain(aspects.map(Some)) {
                let name = file_safe(aspect.as_deref().unwrap_or("total"));
                kinds.push((format!("map-{name}"), ChartKind::TileMap { aspect }));
            }
        }
        if framework.incident.is_some() {
            let of_register = [
                ("incidents", ChartKind::Incidents),
                ("incident-levels", ChartKind::IncidentLevels),
                ("incident-classes", ChartKind::IncidentClasses),
                ("problems", ChartKind::Problems),
                ("timeliness", ChartKind::Timeliness),
            ];
            kinds.extend(of_register.map(|(name, kind)| (name.to_owned(), kind)));
        }
        if framework.diagnosis.responsibility.is_some() {
            kinds.push(("responsibility".to_owned(), ChartKind::Responsibility));
        }
        let mut parties: Vec<&str> = framework
            .questions
            .iter()
            .map(|q| party_word(q.party))
            .collect();
        parties.sort_unstable();
        parties.dedup();
        for party in parties {
            let kind = ChartKind::Survey {
                party: party.to_owned(),
            };
            kinds.push((format!("survey-{party}"), kind));
        }
        kinds.push(("sensitivity".to_owned(), ChartKind::Sensitivity));
        under(section, kinds)
    }

    fn of_group(&self, id: &str, section: &str) -> Vec<Shown> {
        if !self.scored.card.units.iter().any(|u| u.peer_group == id) {
            return Vec::new();
        }
        let group = || id.to_owned();
        let of_group = [
            (
                "ranking",
                ChartKind::SureRanking {
                    peer_group: group(),
                },
            ),
            (
                "heat-map",
                ChartKind::HeatMap {
                    peer_group: group(),
                },
            ),
            (
                "objectives",
                ChartKind::ObjectiveHeatMap {
                    peer_group: group(),
                },
            ),
            (
                "completeness",
                ChartKind::Completeness {
                    peer_group: group(),
                },
            ),
            (
                "slope",
                ChartKind::Slope {
                    peer_group: group(),
                    from: None,
                },
            ),
            (
                "trend",
                ChartKind::Trend {
                    peer_group: group(),
                },
            ),
            (
                "rank-intervals",
                ChartKind::RankIntervals {
                    peer_group: group(),
                },
            ),
            (
                "grade-shares",
                ChartKind::ReplicationShares {
                    peer_group: group(),
                },
            ),
            (
                "correlations",
                ChartKind::Correlations {
                    peer_group: group(),
                },
            ),
        ];
        let safe = file_safe(id);
        let mut kinds: Vec<(String, ChartKind)> = of_group
            .map(|(name, kind)| (format!("{name}-{safe}"), kind))
            .into();
        for attribute in self.measures(id) {
            let name = format!("quadrants-{safe}-{}", file_safe(&attribute));
            let kind = ChartKind::Quadrants {
                peer_group: group(),
                attribute,
            };
            kinds.push((name, kind));
        }
        under(section, kinds)
    }

    fn of_units(&self, section: &str) -> Vec<Shown> {
        let mut kinds = Vec::new();
        for unit in &self.scored.card.units {
            let code = || unit.unit.to_string();
            let safe = file_safe(unit.unit.as_str());
            kinds.push((format!("radar-{safe}"), ChartKind::Radar { unit: code() }));
            kinds.push((
                format!("waterfall-{safe}"),
                ChartKind::Waterfall { unit: code() },
            ));
            let has_members = |u: &assessment_models::Unit| u.parent.as_ref() == Some(&unit.unit);
            if self.units().iter().any(has_members) {
                let kind = ChartKind::MemberTiles {
                    unit: code(),
                    aspect: None,
                };
                kinds.push((format!("members-{safe}"), kind));
            }
        }
        under(section, kinds)
    }

    /// Attributes of which most units of a peer group have a measure.
    fn measures(&self, peer_group: &str) -> Vec<String> {
        let members = || self.units().iter().filter(|u| u.peer_group == peer_group);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in members().flat_map(|u| u.attributes.keys()) {
            *counts.entry(name).or_default() += 1;
        }
        let most = members().count() / 2;
        counts
            .into_iter()
            .filter(|(name, n)| *n > most && !PLACE.contains(name))
            .map(|(name, _)| name.to_owned())
            .collect()
    }
}

fn under(section: &str, kinds: Vec<(String, ChartKind)>) -> Vec<Shown> {
    let shown = kinds.into_iter().map(|(name, kind)| Shown {
        section: section.to_owned(),
        name,
        kind,
    });
    shown.collect()
}
