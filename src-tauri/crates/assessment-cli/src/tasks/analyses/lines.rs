//! What analyses say to a person.

use assessment_app::{
    analyses::{
        AuditDocument, CrossChecksDocument, DiagnosisDocument, MethodsDocument, Named,
        ProfileDocument, SensitivityDocument, SpreadDocument, SurveyDocument, TrendDocument,
        UncertaintyDocument, WhatFirst, WhatIfDocument,
    },
    published_text,
    wire::Phrase,
};

use crate::arguments::Language;

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
    super::super::number(x, 2)
}

fn ends(low: f64, high: f64) -> String {
    format!("{}–{}", published_text(low, 2), published_text(high, 2))
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

pub(super) fn diagnosed(found: &DiagnosisDocument, lang: Language) -> Vec<String> {
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
            "{}\t+{}\t{} → {}\t{}",
            gain.indicator.code,
            published_text(gain.points, 2),
            published_text(gain.score, 1),
            published_text(gain.target, 1),
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

pub(super) fn tried(found: &WhatIfDocument, lang: Language) -> Vec<String> {
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

pub(super) fn changed(found: &TrendDocument, lang: Language) -> Vec<String> {
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

pub(super) fn audited(found: &AuditDocument, lang: Language) -> Vec<String> {
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

pub(super) fn unsure(found: &UncertaintyDocument, lang: Language) -> Vec<String> {
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
        let range = |spread: Option<SpreadDocument>| {
            spread.map_or_else(|| "-".to_owned(), |s| ends(s.low, s.high))
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

pub(super) fn moving(found: &SensitivityDocument, lang: Language) -> Vec<String> {
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

pub(super) fn standing(found: &ProfileDocument, lang: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for (key, standings) in [
        ("said_strengths", &found.strengths),
        ("said_weaknesses", &found.weaknesses),
    ] {
        let name = phrase(&found.unit.name, lang);
        lines.push(lang.fill(key, &[("unit", name)]));
        lines.extend(standings.iter().map(|standing| {
            format!(
                "{}\t{}\t{}/{}\t{}",
                standing.indicator.code,
                published_text(standing.score, 1),
                standing.rank,
                standing.peers,
                phrase(&standing.indicator.name, lang)
            )
        }));
    }
    lines
}

pub(super) fn compared(found: &MethodsDocument, lang: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for group in &found.groups {
        lines.push(lang.fill(
            "said_compared",
            &[
                ("group", phrase(&group.peer_group.name, lang)),
                ("units", &group.units.to_string()),
                ("tau", &number(group.tau)),
                ("shift", &number(Some(group.mean_shift))),
            ],
        ));
        lines.extend(group.movers.iter().map(|mover| {
            let (code, from, to) = (&mover.unit.code, mover.from, mover.to);
            format!("{code}\t{from} → {to}\t{}", phrase(&mover.unit.name, lang))
        }));
    }
    lines
}

pub(super) fn checked(found: &CrossChecksDocument, lang: Language) -> Vec<String> {
    let share = |share: Option<f64>| number(share.map(|share| share * 100.0));
    let keys = ["code", "adopted", "equal", "entropy", "critic", "element"];
    let mut lines = vec![heading(lang, &keys)];
    lines.extend(found.criteria.iter().map(|entry| {
        let by = [
            Some(entry.adopted),
            Some(entry.equal),
            entry.entropy,
            entry.critic,
        ];
        let (code, by) = (&entry.aspect.code, by.map(share).join("\t"));
        format!("{code}\t{by}\t{}", phrase(&entry.aspect.name, lang))
    }));
    let agreement = &found.agreement;
    lines.push(lang.fill(
        "said_agreement",
        &[
            ("answers", &agreement.answers.to_string()),
            ("icc", &number(agreement.icc)),
            ("kappa", &number(agreement.kappa)),
            ("w", &number(agreement.concordance)),
        ],
    ));
    let keys = ["code", "rank", "topsis", "fuzzy", "grade", "unit"];
    lines.push(heading(lang, &keys));
    lines.extend(found.units.iter().map(|unit| {
        format!(
            "{}\t{}\t{}\t{}\t{}\t{}",
            unit.unit.code,
            rank(unit.rank),
            rank(unit.closeness_rank),
            number(unit.fuzzy),
            grade(unit.fuzzy_grade.as_ref(), lang),
            phrase(&unit.unit.name, lang)
        )
    }));
    lines
}

pub(super) fn asked(found: &SurveyDocument, lang: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for of in &found.parties {
        let responses = of
            .responses
            .map_or_else(|| "-".to_owned(), |n| n.to_string());
        let name = word(lang, "party", Some(of.party));
        lines.push(format!("{name}\t{responses}"));
        lines.extend(of.questions.iter().map(|question| {
            let n = question.n.map_or_else(|| "-".to_owned(), |n| n.to_string());
            let estimate = question.mean.or(question.right);
            let range = estimate.and_then(|e| e.interval);
            let range = range.map_or_else(String::new, |[a, b]| ends(a, b));
            format!(
                "{}\t{n}\t{}\t{range}\t{}",
                question.id,
                number(estimate.map(|e| e.value)),
                phrase(&question.text, lang)
            )
        }));
    }
    lines
}
