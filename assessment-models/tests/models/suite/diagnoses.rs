//! What a scorecard says: means, parties, development, what first, what if, what changed.

use std::collections::BTreeMap;

use assessment_models::{
    Framework, IndicatorId, RoundData, Scorecard, UnitCode,
    diagnosis::{
        Outcome as Reach, Quadrant, Target, by_means, coverings, development, gains, least_set,
        parties,
    },
    framework::{Covering, Grade, Mean},
    scoring::{Ranking, ScoreOptions, prepare, score},
    survey::Party,
    trend::{Assessed, trend},
    what_if::{Change, Element, WhatIf},
};

use super::{
    checks::Given,
    provinces::{answer, answered, framework_of, means, party},
    tables::{Row, Table},
    values::{Found, Outcome, cells, close, each, equal, matches, number, optional, setting},
};

pub(crate) fn run_check(
    check: &str,
    settings: &str,
    table: &Table,
    given: &Given,
) -> Option<Vec<Outcome>> {
    let of = || Assessment::of(settings, given);
    Some(match check {
        "totals" => totals(table, &of()),
        "means" => check_means(table, &of()),
        "covering" => covering(settings, table, of()),
        "parties" => check_parties(table, &of()),
        "development" => check_development(table, given, &of()),
        "gains" => check_gains(settings, table, &of()),
        "least-set" => check_least_sets(settings, table, &of()),
        "what-if" => check_trials(table, &of()),
        "trend" => check_trend(settings, table, given, &of()),
        _ => return None,
    })
}

/// A framework with what was answered, and the scores.
struct Assessment {
    framework: Framework,
    data: RoundData,
    card: Scorecard,
}

impl Assessment {
    /// Of the tables that the heading names, else `tree` and `answers`.
    fn of(settings: &str, given: &Given) -> Self {
        let table = |name: &str| given.table(setting(settings, name).unwrap_or(name));
        let mut framework = framework_of(table("tree"));
        // A grade at 75 and one at 50, so that the next is easily worked out.
        let bounds = [("good", 75.0), ("fair", 50.0), ("poor", 0.0)];
        framework.grades = bounds
            .map(|(key, lower)| Grade {
                key: key.to_owned(),
                lower,
                ..framework.grades[0].clone()
            })
            .to_vec();
        framework.scoring.min_completeness = 0.0;
        let means = &mut framework.scoring.aggregation;
        (means.threshold, means.floor) = (None, Some(1.0));
        means.total = match setting(settings, "total") {
            Some("geometric") => Mean::Geometric,
            _ => Mean::Arithmetic,
        };
        let data = answered(table("answers"));
        let card = score(&framework, &data, ScoreOptions::default()).unwrap();
        Self {
            framework,
            data,
            card,
        }
    }

    fn row(&self, unit: &str) -> usize {
        self.card.unit_index(&unit.into()).unwrap()
    }
}

/// `unit`, `total`, `grade`, `balance`.
fn totals(table: &Table, of: &Assessment) -> Vec<Outcome> {
    each(table, |row| {
        let unit = &of.card.units[of.row(&row.cells[0])];
        cells(table, row, |column| match column {
            "total" => Found::Number(unit.total),
            "balance" => Found::Number(unit.balance),
            _ => Found::Words(
                unit.grade
                    .map_or(String::new(), |at| of.framework.grades[at].key.clone()),
            ),
        })
    })
}

/// `unit`, then the score of each means, or `share of` its weight.
fn check_means(table: &Table, of: &Assessment) -> Vec<Outcome> {
    each(table, |row| {
        let groups = by_means(&of.framework, &of.card, of.row(&row.cells[0]));
        cells(table, row, |column| {
            let name = column.strip_prefix("share of ").unwrap_or(column);
            let group = groups.iter().find(|g| g.key == means(name)).unwrap();
            Found::Number(if name == column {
                group.score
            } else {
                Some(group.share)
            })
        })
    })
}

/// `unit`, `over`, `under`, `gap`, `named`.
fn covering(settings: &str, table: &Table, mut of: Assessment) -> Vec<Outcome> {
    let word = |name: &str| setting(settings, name).unwrap();
    of.framework.diagnosis.coverings = vec![Covering {
        over: means(word("over")),
        under: means(word("under")),
        threshold: number(word("threshold")),
        beside: Vec::new(),
    }];
    let found = coverings(&of.framework, &of.card);
    each(table, |row| {
        let at = of.row(&row.cells[0]);
        let found = found.iter().find(|f| f.unit == at).unwrap();
        cells(table, row, |column| match column {
            "over" => Found::Number(found.over.score),
            "under" => Found::Number(found.under.score),
            "gap" => Found::Number(found.gap),
            _ => Found::Words(if found.named { "yes" } else { "no" }.to_owned()),
        })
    })
}

fn party_name(party: Party) -> &'static str {
    match party {
        Party::Government => "government",
        Party::Enterprise => "enterprise",
        Party::SocialOrg => "social organisation",
        Party::Citizen => "citizen",
    }
}

/// `unit`, a party a column, `evenness`, `weakest`, `missing`.
fn check_parties(table: &Table, of: &Assessment) -> Vec<Outcome> {
    each(table, |row| {
        let found = parties(&of.framework, &of.card, of.row(&row.cells[0]));
        cells(table, row, |column| match column {
            "evenness" => Found::Number(found.evenness),
            "weakest" => Found::Words(found.weakest.map_or("", party_name).to_owned()),
            "missing" => {
                let names = found.missing.iter().map(|p| party_name(*p));
                Found::Words(names.collect::<Vec<_>>().join(", "))
            }
            name => {
                let mut all = found.parties.iter();
                let one = all.find(|p| p.group.key == party(name)).unwrap();
                Found::Number(one.group.score)
            }
        })
    })
}

/// `unit`, `security`, `development`, `quadrant`; the table `development` gives the index.
fn check_development(table: &Table, given: &Given, of: &Assessment) -> Vec<Outcome> {
    let index = given.table("development");
    let pairs = index.rows.iter().filter_map(|row| {
        let value = optional(index.cell(row, "index"))?;
        Some((UnitCode::from(row.cells[0].as_str()), value))
    });
    let index: BTreeMap<UnitCode, f64> = pairs.collect();
    let found = development(&of.card, "city", &index);
    each(table, |row| match row.cells[0].as_str() {
        "median" => {
            let here = found.security_median;
            close("median", here, optional(table.cell(row, "security")))?;
            let here = found.development_median;
            close("median", here, optional(table.cell(row, "development")))
        }
        "correlation" => close(
            "correlation",
            found.correlation,
            optional(table.cell(row, "security")),
        ),
        code => {
            let at = of.row(code);
            let place = found.places.iter().find(|p| p.unit == at);
            let Some(place) = place else {
                let apart = found.without_index.contains(&at);
                let said = if apart { "no index" } else { "" };
                return equal("quadrant", said, table.cell(row, "quadrant"));
            };
            cells(table, row, |column| match column {
                "security" => Found::Number(Some(place.security)),
                "development" => Found::Number(Some(place.development)),
                _ => Found::Words(
                    match place.quadrant {
                        Quadrant::Both => "both",
                        Quadrant::SecurityAhead => "security ahead",
                        Quadrant::DevelopmentAhead => "development ahead",
                        Quadrant::Neither => "neither",
                    }
                    .to_owned(),
                ),
            })
        }
    })
}

fn target(settings: &str) -> Target {
    match setting(settings, "target").unwrap() {
        "median" => Target::PeerMedian,
        "best" => Target::PeerBest,
        score => Target::Score(number(score)),
    }
}

/// `indicator`, `weight`, `score`, `target`, `points`, in this order.
fn check_gains(settings: &str, table: &Table, of: &Assessment) -> Vec<Outcome> {
    let unit = of.row(setting(settings, "unit").unwrap());
    let found = gains(&of.framework, &of.card, unit, target(settings));
    let id = |at: usize| of.framework.indicators[at].id.as_str();
    let mut outcomes = each(table, |row| {
        let at = table.rows.iter().position(|r| r.line == row.line).unwrap();
        let gain = found.get(at).ok_or("there are fewer")?;
        equal("indicator", id(gain.indicator), &row.cells[0])?;
        cells(table, row, |column| match column {
            "weight" => Found::Number(Some(gain.weight)),
            "score" => Found::Number(Some(gain.score)),
            "target" => Found::Number(Some(gain.target)),
            "points" => Found::Number(Some(gain.points)),
            _ => Found::Words(if gain.missing { "yes" } else { "no" }.to_owned()),
        })
    });
    if let (true, Some(last)) = (found.len() > table.rows.len(), outcomes.last_mut()) {
        last.2 = Err(format!("{} more follow", found.len() - table.rows.len()));
    }
    outcomes
}

/// `unit`, `next`, `indicators`, `total after`; `—` where there is no better grade.
fn check_least_sets(settings: &str, table: &Table, of: &Assessment) -> Vec<Outcome> {
    let prepared = prepare(&of.framework, &of.data, of.card.layer).unwrap();
    each(table, |row| {
        let unit = of.row(&row.cells[0]);
        let found = least_set(
            &of.framework,
            &of.data,
            &prepared,
            &of.card,
            unit,
            target(settings),
        );
        let Some(found) = found.unwrap() else {
            return equal("next", "—", table.cell(row, "next"));
        };
        let ids = found.indicators.iter();
        let ids = ids.map(|g| of.framework.indicators[g.indicator].id.as_str());
        let set = match found.outcome {
            Reach::Reached => ids.collect::<Vec<_>>().join(" "),
            Reach::OutOfReach => "out of reach".to_owned(),
        };
        equal(
            "next",
            &of.framework.grades[found.next].key,
            table.cell(row, "next"),
        )?;
        equal("indicators", &set, table.cell(row, "indicators"))?;
        let expected = optional(table.cell(row, "total after"));
        close("total after", Some(found.total_after), expected)
    })
}

/// `b of U = 90` is an answer, `share of P = 0.5` a share of its group; several joined by `;`.
fn changes(words: &str, framework: &Framework) -> Vec<Change> {
    let one = |words: &str| {
        let (what, value) = words.split_once(" = ").unwrap();
        match what.trim().split_once(" of ").unwrap() {
            ("share", element) => Change::Share {
                element: Element::of(framework, element).unwrap(),
                share: number(value),
            },
            (indicator, unit) => Change::Answer {
                unit: unit.into(),
                indicator: indicator.into(),
                answer: answer(value),
            },
        }
    };
    words.split(';').map(one).collect()
}

/// `change`, then `U total`, `U rank`, `U grade` of any unit.
fn check_trials(table: &Table, of: &Assessment) -> Vec<Outcome> {
    let trials = WhatIf::new(&of.framework, &of.data, ScoreOptions::default()).unwrap();
    each(table, |row| {
        let trial = match row.cells[0].as_str() {
            "nothing" => trials.try_changes(&[]),
            words => trials.try_changes(&changes(words, &of.framework)),
        };
        let trial = match trial {
            Ok(trial) => trial,
            Err(error) => return equal("error", &error.to_string(), table.cell(row, "why")),
        };
        cells(table, row, |column| {
            let (unit, what) = column.split_once(' ').unwrap();
            let moved = trial.units.iter().find(|u| u.unit == unit).unwrap();
            match what {
                "total" => Found::Number(moved.total_after),
                "rank" => Found::Number(match moved.ranking_after {
                    Ranking::Rank(rank) => Some(f64::from(rank)),
                    Ranking::Incomplete | Ranking::NoScore => None,
                }),
                _ => Found::Words(
                    moved
                        .grade_after
                        .map_or(String::new(), |at| of.framework.grades[at].key.clone()),
                ),
            }
        })
    })
}

/// `unit`, `before`, `restated`, `after`, `change`, `by answers`, `by framework`; the heading names the older
/// tables, and perhaps `renamed=old:new`.
fn check_trend(settings: &str, table: &Table, given: &Given, now: &Assessment) -> Vec<Outcome> {
    let name = |what: &str| setting(settings, what).unwrap();
    let older = format!("tree={} answers={}", name("old-tree"), name("old-answers"));
    let then = Assessment::of(&older, given);
    let renamed = setting(settings, "renamed").unwrap_or_default().split(',');
    let renamed: BTreeMap<IndicatorId, IndicatorId> = renamed
        .filter_map(|pair| pair.split_once(':'))
        .map(|(old, new)| (old.into(), new.into()))
        .collect();
    let assessed = |of: &Assessment| (of.framework.clone(), of.data.clone());
    let (then, now) = (assessed(&then), assessed(now));
    let of = |pair: &(Framework, RoundData)| pair.clone();
    let ((old, before), (new, after)) = (of(&then), of(&now));
    let found = trend(
        Assessed {
            framework: &old,
            data: &before,
        },
        Assessed {
            framework: &new,
            data: &after,
        },
        &renamed,
        ScoreOptions::default(),
    )
    .unwrap();
    each(table, |row| check_split(table, row, &found))
}

fn check_split(
    table: &Table,
    row: &Row,
    found: &assessment_models::trend::Trend,
) -> Result<(), String> {
    let words = |ids: &[IndicatorId]| {
        let ids = ids.iter().map(ToString::to_string);
        ids.collect::<Vec<_>>().join(" ")
    };
    let change = &found.framework;
    let told = match row.cells[0].as_str() {
        "added" => Some(words(&change.added)),
        "dropped" => Some(words(&change.dropped)),
        "reweighted" => Some(words(&change.reweighted)),
        "rescaled" => Some(words(&change.rescaled)),
        "left out" => Some(words(&found.restated.left_out)),
        _ => None,
    };
    if let Some(told) = told {
        return equal(&row.cells[0], &told, table.cell(row, "before"));
    }
    let code = row.cells[0].as_str();
    let unit = found.units.iter().find(|u| u.unit == code).unwrap();
    for column in table.columns[1..].iter().filter(|c| *c != "why") {
        let here = match column.as_str() {
            "before" => unit.total.before,
            "restated" => unit.total.restated,
            "after" => unit.total.after,
            "change" => unit.total.change(),
            "by answers" => unit.total.answers(),
            _ => unit.total.framework(),
        };
        matches(column, Found::Number(here), table.cell(row, column))?;
    }
    Ok(())
}
