//! `analyse`.

use std::path::{Path, PathBuf};

use assessment_app::{
    Failure,
    analyses::{
        self, AnswerTry, Assumed, AuditDocument, DiagnosisDocument, DiagnosisRequest, Named,
        SensitivityDocument, ShareTry, TargetChoice, TrendDocument, UncertaintyDocument, WhatFirst,
        WhatIfDocument,
    },
    wire::{Phrase, ScoreRequest},
};
use clap::{Args, Subcommand, ValueEnum, error::ErrorKind};

use super::{CANCELLED, Work, round};
use crate::{
    answer::Outcome,
    arguments::{Json, Language, LayerWord, ModeWord},
};

/// What is analysed of a workspace.
#[derive(Subcommand)]
pub(crate) enum AnalyseTask {
    Diagnosis {
        #[arg(long, value_name = "FILE.csv")]
        development: Option<PathBuf>,
        #[arg(long, value_name = "CODE")]
        unit: Option<String>,
        #[arg(long, default_value = "full", requires = "unit")]
        target: TargetWord,
        #[command(flatten)]
        card: Card,
    },
    WhatIf {
        #[arg(long, value_name = "UNIT:INDICATOR=VALUE", value_parser = answer)]
        set: Vec<AnswerTry>,
        #[arg(long, value_name = "ID=SHARE", value_parser = share)]
        weight: Vec<ShareTry>,
        #[command(flatten)]
        card: Card,
    },
    Trend {
        #[arg(long, value_name = "R")]
        from: Option<String>,
        #[command(flatten)]
        card: Card,
    },
    Audit {
        #[command(flatten)]
        card: Card,
    },
    Uncertainty {
        #[command(flatten)]
        assumed: Assumptions,
        #[command(flatten)]
        card: Card,
    },
    Sensitivity {
        #[command(flatten)]
        assumed: Assumptions,
        #[arg(long)]
        estimator: Option<EstimatorWord>,
        #[command(flatten)]
        card: Card,
    },
}

/// Which scorecard.
#[derive(Args, Clone)]
pub(crate) struct Card {
    #[arg(long, value_name = "R")]
    round: Option<String>,
    #[arg(long, default_value = "final")]
    layer: LayerWord,
    #[arg(long, default_value = "official")]
    mode: ModeWord,
    #[command(flatten)]
    json: Json,
}

/// What is held uncertain.
#[derive(Args, Clone)]
pub(crate) struct Assumptions {
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    #[arg(long, value_name = "N")]
    replications: Option<usize>,
    #[arg(long, value_name = "SHARE")]
    noise: Option<f64>,
    #[arg(long, value_name = "M[,M…]")]
    aggregate: Vec<String>,
}

/// How far indicators could come.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum TargetWord {
    Full,
    Median,
    Best,
}

/// How first-order indices are estimated.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EstimatorWord {
    Plain,
    Centred,
}

/// `UNIT:INDICATOR=VALUE`; no value is no answer.
fn answer(text: &str) -> Result<AnswerTry, clap::Error> {
    let read = || {
        let (place, value) = text.split_once('=')?;
        let (unit, indicator) = place.split_once(':')?;
        let value = match value.trim() {
            "" => None,
            number => Some(number.parse().ok()?),
        };
        Some(AnswerTry {
            unit: unit.trim().to_owned(),
            indicator: indicator.trim().to_owned(),
            value,
        })
    };
    read().ok_or_else(|| clap::Error::new(ErrorKind::ValueValidation))
}

/// `ID=SHARE`.
fn share(text: &str) -> Result<ShareTry, clap::Error> {
    let read = || {
        let (element, share) = text.split_once('=')?;
        Some(ShareTry {
            element: element.trim().to_owned(),
            share: share.trim().parse().ok()?,
        })
    };
    read().ok_or_else(|| clap::Error::new(ErrorKind::ValueValidation))
}

impl AnalyseTask {
    fn card(&self) -> &Card {
        match self {
            Self::Diagnosis { card, .. }
            | Self::WhatIf { card, .. }
            | Self::Trend { card, .. }
            | Self::Audit { card }
            | Self::Uncertainty { card, .. }
            | Self::Sensitivity { card, .. } => card,
        }
    }

    /// Whether the answer is for a program.
    pub(crate) fn json(&self) -> Json {
        self.card().json
    }
}

pub(super) fn analyse(
    work: &Work,
    workspace: &Path,
    task: &AnalyseTask,
) -> Result<Outcome, Failure> {
    let mut desk = work.open(workspace)?;
    let card = task.card();
    let request = ScoreRequest {
        round: round(&desk, card.round.clone())?,
        layer: card.layer.word().to_owned(),
        mode: card.mode.word().to_owned(),
    };
    let lang = work.answers.lang;
    let give = work.answers;
    match task {
        AnalyseTask::Diagnosis {
            development,
            unit,
            target,
            ..
        } => {
            let asked = DiagnosisRequest {
                development: development.as_ref().map(|path| path.display().to_string()),
                unit: unit.clone(),
                target: match target {
                    TargetWord::Full => TargetChoice::Full,
                    TargetWord::Median => TargetChoice::PeerMedian,
                    TargetWord::Best => TargetChoice::PeerBest,
                },
            };
            let found = analyses::diagnosis(&desk.scorecard(&request)?, &asked)?;
            give.give(&found, || diagnosed(&found, lang).join("\n"))?;
        }
        AnalyseTask::WhatIf { set, weight, .. } => {
            let found = analyses::what_if(&desk.scorecard(&request)?, set.clone(), weight.clone())?;
            give.give(&found, || tried(&found, lang).join("\n"))?;
        }
        AnalyseTask::Trend { from, .. } => {
            let found = analyses::trend(&mut desk, &request, from.as_deref())?;
            give.give(&found, || changed(&found, lang).join("\n"))?;
        }
        AnalyseTask::Audit { .. } => {
            let told = work.progress();
            let found = analyses::audit(&desk.scorecard(&request)?, &told, &CANCELLED)?;
            give.give(&found, || audited(&found, lang).join("\n"))?;
        }
        AnalyseTask::Uncertainty { assumed, .. } => {
            let assumed = assumed.clone().into();
            let told = work.progress();
            let scored = desk.scorecard(&request)?;
            let found = analyses::uncertainty(&scored, &assumed, &told, &CANCELLED)?;
            give.give(&found, || unsure(&found, lang).join("\n"))?;
        }
        AnalyseTask::Sensitivity {
            assumed, estimator, ..
        } => {
            let assumed = assumed.clone().into();
            let estimator = estimator.map(|word| match word {
                EstimatorWord::Plain => "plain",
                EstimatorWord::Centred => "centred",
            });
            let told = work.progress();
            let scored = desk.scorecard(&request)?;
            let found = analyses::sensitivity(&scored, &assumed, estimator, &told, &CANCELLED)?;
            give.give(&found, || moving(&found, lang).join("\n"))?;
        }
    }
    Ok(Outcome::Done)
}

impl From<Assumptions> for Assumed {
    fn from(given: Assumptions) -> Self {
        Self {
            seed: given.seed,
            replications: given.replications,
            noise: given.noise,
            aggregations: given.aggregate,
        }
    }
}

fn phrase(phrase: &Phrase, lang: Language) -> &str {
    match lang {
        Language::Zh => &phrase.zh,
        Language::En => &phrase.en,
    }
}

fn grade(grade: Option<&Named>, lang: Language) -> &str {
    grade.map_or("-", |grade| phrase(&grade.name, lang))
}

fn number(x: Option<f64>) -> String {
    x.map_or_else(|| "-".to_owned(), |x| format!("{x:.2}"))
}

fn rank(rank: Option<u32>) -> String {
    rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string())
}

/// A word of the documents in the person's language; `-` where there is none.
fn word(lang: Language, group: &str, key: Option<&str>) -> String {
    key.map_or_else(
        || "-".to_owned(),
        |key| lang.say(&format!("{group}.{key}")).to_owned(),
    )
}

fn heading(lang: Language, keys: &[&str]) -> String {
    let words = keys.iter().map(|key| word(lang, "column", Some(key)));
    words.collect::<Vec<_>>().join("\t")
}

fn diagnosed(found: &DiagnosisDocument, lang: Language) -> Vec<String> {
    let mut head = vec![heading(lang, &["code", "total"])];
    if let Some(first) = found.units.first() {
        let means = first.means.iter();
        head.extend(means.map(|m| word(lang, "means", Some(m.means))));
    }
    head.push(heading(lang, &["evenness", "weakest", "unit"]));
    let mut lines = vec![head.join("\t")];
    for unit in &found.units {
        let mut cells = vec![unit.unit.code.clone(), number(unit.total)];
        cells.extend(unit.means.iter().map(|m| number(m.score)));
        cells.push(number(unit.parties.evenness));
        cells.push(word(lang, "party", unit.parties.weakest));
        cells.push(phrase(&unit.unit.name, lang).to_owned());
        lines.push(cells.join("\t"));
    }
    for unit in &found.units {
        lines.extend(unit.coverings.iter().filter(|c| c.named).map(|c| {
            lang.fill(
                "said_covering",
                &[
                    ("unit", phrase(&unit.unit.name, lang)),
                    ("over", &word(lang, "means", Some(c.over))),
                    ("under", &word(lang, "means", Some(c.under))),
                    ("gap", &number(c.gap)),
                ],
            )
        }));
    }
    if let Some(duty) = &found.responsibility {
        let total = &duty.total;
        let count = |n: usize| n.to_string();
        lines.push(lang.fill(
            "said_responsibility",
            &[
                ("records", &count(total.records)),
                ("duties", &count(total.duties)),
                ("done", &count(total.done)),
                ("late", &count(total.late)),
                ("not_done", &count(total.not_done)),
                ("untraced", &count(total.untraced)),
                ("broken", &count(total.broken)),
            ],
        ));
    }
    for group in found.development.iter().flatten() {
        lines.push(String::new());
        lines.push(lang.fill(
            "said_development",
            &[
                ("group", phrase(&group.peer_group.name, lang)),
                ("units", &group.units.len().to_string()),
                ("correlation", &number(group.correlation)),
            ],
        ));
        lines.extend(group.units.iter().map(|place| {
            [
                place.unit.code.clone(),
                number(Some(place.security)),
                number(Some(place.development)),
                word(lang, "quadrant", Some(place.quadrant)),
                phrase(&place.unit.name, lang).to_owned(),
            ]
            .join("\t")
        }));
    }
    lines.extend(
        found
            .what_first
            .iter()
            .flat_map(|first| firsts(first, lang)),
    );
    lines
}

/// Gains that are listed for a person; `--json` has them all.
const GAINS: usize = 10;

fn firsts(first: &WhatFirst, lang: Language) -> Vec<String> {
    let name = phrase(&first.unit.name, lang);
    let mut lines = vec![
        String::new(),
        lang.fill("said_what_first", &[("unit", name)]),
    ];
    lines.extend(first.gains.iter().take(GAINS).map(|gain| {
        format!(
            "{}\t+{:.2}\t{:.1} → {:.1}\t{}",
            gain.indicator.code,
            gain.points,
            gain.score,
            gain.target,
            phrase(&gain.indicator.name, lang)
        )
    }));
    if let Some(least) = &first.least_set {
        let codes: Vec<&str> = least
            .indicators
            .iter()
            .map(|g| &*g.indicator.code)
            .collect();
        let key = match least.outcome {
            "reached" => "said_least_set",
            _ => "said_out_of_reach",
        };
        lines.push(lang.fill(
            key,
            &[
                ("grade", grade(least.next.as_ref(), lang)),
                ("indicators", &codes.join(", ")),
                ("total", &number(Some(least.total_after))),
            ],
        ));
    }
    lines
}

fn tried(found: &WhatIfDocument, lang: Language) -> Vec<String> {
    let moved = found.units.iter().filter(|u| u.moved());
    let mut lines: Vec<String> = moved
        .map(|unit| {
            format!(
                "{}\t{} → {}\t{} → {}\t{} → {}\t{}",
                unit.unit.code,
                number(unit.total_before),
                number(unit.total_after),
                rank(unit.rank_before),
                rank(unit.rank_after),
                grade(unit.grade_before.as_ref(), lang),
                grade(unit.grade_after.as_ref(), lang),
                phrase(&unit.unit.name, lang)
            )
        })
        .collect();
    if lines.is_empty() {
        lines.push(lang.say("said_nothing_moved").to_owned());
    } else {
        lines.insert(
            0,
            heading(lang, &["code", "total", "rank", "grade", "unit"]),
        );
    }
    lines
}

fn changed(found: &TrendDocument, lang: Language) -> Vec<String> {
    let mut lines = vec![
        lang.fill(
            "said_trend",
            &[("from", &found.from), ("to", &found.head.round)],
        ),
        heading(
            lang,
            &[
                "code",
                "before",
                "after",
                "change",
                "answers",
                "framework",
                "unit",
            ],
        ),
    ];
    lines.extend(found.units.iter().map(|unit| {
        let total = &unit.total;
        [
            unit.unit.code.clone(),
            number(total.before),
            number(total.after),
            number(total.change),
            number(total.answers),
            number(total.framework),
            phrase(&unit.unit.name, lang).to_owned(),
        ]
        .join("\t")
    }));
    lines
}

fn audited(found: &AuditDocument, lang: Language) -> Vec<String> {
    let mut lines = vec![heading(
        lang,
        &[
            "code",
            "weight",
            "alpha",
            "mean_shift",
            "max_shift",
            "element",
        ],
    )];
    lines.extend(found.elements.iter().map(|element| {
        let group = found
            .reliability
            .iter()
            .find(|r| r.group == element.element.code);
        [
            element.element.code.clone(),
            format!("{:.4}", element.weight),
            number(group.and_then(|g| g.alpha)),
            number(element.mean_shift),
            rank(element.max_shift),
            phrase(&element.element.name, lang).to_owned(),
        ]
        .join("\t")
    }));
    let flagged = found.correlations.iter().filter_map(|pair| {
        let flag = word(lang, "flag", Some(pair.flag?));
        let r = number(pair.pearson);
        Some(format!("{} ~ {}\t{r}\t{flag}", pair.first, pair.second))
    });
    lines.extend(flagged);
    lines
}

fn unsure(found: &UncertaintyDocument, lang: Language) -> Vec<String> {
    let mut lines = vec![
        lang.fill(
            "said_uncertainty",
            &[
                ("replications", &found.replications.to_string()),
                ("seed", &found.seed.to_string()),
            ],
        ),
        heading(
            lang,
            &["code", "total", "total_range", "rank", "rank_range", "unit"],
        ),
    ];
    lines.extend(found.units.iter().map(|unit| {
        let range = |spread: Option<analyses::SpreadDocument>| {
            spread.map_or_else(|| "-".to_owned(), |s| format!("{:.2}–{:.2}", s.low, s.high))
        };
        [
            unit.unit.code.clone(),
            number(unit.total),
            range(unit.totals),
            rank(unit.rank),
            range(unit.ranks),
            phrase(&unit.unit.name, lang).to_owned(),
        ]
        .join("\t")
    }));
    lines
}

fn moving(found: &SensitivityDocument, lang: Language) -> Vec<String> {
    let mut lines = vec![
        lang.fill(
            "said_sensitivity",
            &[
                ("rows", &found.rows.to_string()),
                ("shift", &number(Some(found.mean_shift))),
            ],
        ),
        heading(lang, &["factor", "first", "total_effect"]),
    ];
    let index = |x: f64, interval: Option<[f64; 2]>| match interval {
        Some([low, high]) => format!("{x:.3} ({low:.3}–{high:.3})"),
        None => format!("{x:.3}"),
    };
    lines.extend(found.effects.iter().map(|effect| {
        format!(
            "{}\t{}\t{}",
            word(lang, "factor", Some(effect.factor)),
            index(effect.first, effect.first_interval),
            index(effect.total, effect.total_interval)
        )
    }));
    if found.rough {
        lines.push(lang.say("said_rough").to_owned());
    }
    lines
}
