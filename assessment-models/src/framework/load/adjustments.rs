//! `veto_bonus_rules.csv` says what is deducted and added, `adjustments.toml` when and how much.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    Loader,
    conditions::{ConditionFile, Subject, Vocabulary, unknown},
    tree::Tree,
};
use crate::framework::{
    AdjustmentKind, AdjustmentRule, AdjustmentSettings, DoubleCount, Fault, FaultCode, Status,
    Trigger,
};

const RULES: &str = "veto_bonus_rules.csv";
const FILE: &str = "adjustments.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AdjustmentsFile {
    max_deduction: Option<f64>,
    bonus_above: Option<f64>,
    max_bonus: Option<f64>,
    #[serde(default)]
    rules: BTreeMap<String, RuleFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    points: f64,
    max: Option<f64>,
    /// Without a register only a person sets it off.
    register: Option<String>,
    #[serde(default)]
    when: Vec<ConditionFile>,
    double_count: Option<DoubleCount>,
    #[serde(default)]
    indicators: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Veto,
    Deduct,
    Bonus,
}

pub(super) fn read(
    loader: &mut Loader<'_>,
    tree: &Tree,
    words: &Vocabulary<'_>,
) -> AdjustmentSettings {
    let mut file: AdjustmentsFile = loader.toml(FILE, false);
    let mut settings = AdjustmentSettings {
        max_deduction: file.max_deduction,
        bonus_above: file.bonus_above,
        max_bonus: file.max_bonus,
        rules: Vec::new(),
    };
    for (column, limit) in [
        ("max_deduction", file.max_deduction),
        ("bonus_above", file.bonus_above),
        ("max_bonus", file.max_bonus),
    ] {
        if let Some(limit) = limit.filter(|limit| !fits(*limit)) {
            loader.fault(
                Fault::new(FILE, None, FaultCode::OutOfRange)
                    .with("column", column)
                    .with("value", limit),
            );
        }
    }
    let columns = [
        "id",
        "kind",
        "condition_zh",
        "condition_en",
        "basis_zh",
        "basis_en",
        "status",
    ];
    let mut ids = BTreeSet::new();
    if let Some(table) = loader.table(RULES, false, &columns) {
        ids = table.rows().map(|r| r.text("id").to_owned()).collect();
        let mut seen = BTreeSet::new();
        for row in table.rows() {
            let id = row.required("id", loader);
            if !seen.insert(id) {
                loader.fault(row.fault(FaultCode::DuplicateId).with("id", id));
                continue;
            }
            let kind = row.word::<Kind>("kind", loader);
            let condition = row.words("condition", true, loader);
            let basis = row.words("basis", false, loader);
            let Some(rule) = file.rules.remove(id) else {
                unknown(loader, FILE, id, "rules", id);
                continue;
            };
            check(loader, tree, &ids, id, &rule);
            if let Some(kind) = kind {
                let trigger = trigger(loader, words, id, &rule);
                settings.rules.push(AdjustmentRule {
                    id: id.to_owned(),
                    kind: match kind {
                        Kind::Veto => AdjustmentKind::Veto,
                        Kind::Deduct => AdjustmentKind::Deduction,
                        Kind::Bonus => AdjustmentKind::Bonus,
                    },
                    condition,
                    basis,
                    points: rule.points,
                    max: rule.max,
                    trigger,
                    double_count: rule.double_count.unwrap_or(DoubleCount::Allow),
                    indicators: rule.indicators.iter().map(|i| i.as_str().into()).collect(),
                    except: rule.except,
                    status: Status(row.text("status").to_owned()),
                });
            }
        }
    }
    for id in file.rules.keys().filter(|id| !ids.contains(*id)) {
        unknown(loader, FILE, id, "rules", id);
    }
    settings
}

/// Points are at most what a total is.
fn fits(points: f64) -> bool {
    (0.0..=100.0).contains(&points)
}

fn check(loader: &mut Loader<'_>, tree: &Tree, ids: &BTreeSet<String>, id: &str, rule: &RuleFile) {
    for points in [Some(rule.points), rule.max].into_iter().flatten() {
        if !fits(points) {
            loader.fault(
                Fault::new(FILE, None, FaultCode::OutOfRange)
                    .with("id", id)
                    .with("column", "points")
                    .with("value", points),
            );
        }
    }
    for indicator in rule
        .indicators
        .iter()
        .filter(|i| !tree.known.contains_key(*i))
    {
        unknown(loader, FILE, id, "indicator", indicator);
    }
    for other in rule.except.iter().filter(|o| !ids.contains(*o) || *o == id) {
        unknown(loader, FILE, id, "rules", other);
    }
}

fn trigger(loader: &mut Loader<'_>, words: &Vocabulary<'_>, id: &str, rule: &RuleFile) -> Trigger {
    let table = rule
        .register
        .as_ref()
        .and_then(|register| words.register(loader, FILE, id, register));
    match table {
        Some(register) => Trigger::Records {
            register: register.id.to_string(),
            when: words.conditions(loader, FILE, id, Subject::Register(register), &rule.when),
        },
        None => Trigger::Manual,
    }
}
