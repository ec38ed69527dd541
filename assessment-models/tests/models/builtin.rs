//! The built-in framework holds what its source tables hold, and its own data agree with them.

use crate::common::six_aspect;
use assessment_models::{
    Framework,
    framework::{
        AdjustmentKind, BUILTIN, DerivedFormula, FieldKind, LoadError, Scale, builtin_files,
    },
};

#[test]
fn it_is_whole() {
    let framework = six_aspect();
    let count = |group: &str| {
        framework
            .units
            .iter()
            .filter(|u| u.peer_group == group)
            .count()
    };
    assert_eq!(
        [
            framework.aspects.len(),
            framework.objectives.len(),
            framework.indicators.len(),
            framework.incident_classes.len(),
            framework.problem_classes.len(),
            framework.deadlines.len(),
            framework.adjustments.rules.len(),
            framework.questions.len(),
            framework.obligations.len(),
            framework.forms.len(),
        ],
        [6, 22, 112, 98, 13, 21, 17, 36, 120, 75]
    );
    assert_eq!(
        [count("department"), count("city"), count("county")],
        [56, 11, 117]
    );
    assert_eq!(framework.units.len(), 184);
    let keys: Vec<&str> = framework.aspects.iter().map(|a| a.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "policy",
            "participation",
            "management",
            "personnel",
            "culture",
            "enforcement"
        ]
    );
    let people: f64 = framework
        .units
        .iter()
        .filter_map(|u| u.attributes.get("population"))
        .sum();
    assert_eq!(people, 34_915_616.0);
}

#[test]
fn everything_that_nobody_answers_has_a_formula() {
    let framework = six_aspect();
    assert_eq!(framework.derived.len(), 43);
    for indicator in &framework.indicators {
        let derived = indicator.derived_from == "incident_register"
            || indicator.derived_from.ends_with("_survey");
        assert_eq!(framework.is_derived(indicator), derived, "{}", indicator.id);
    }
}

#[test]
fn formulas_agree_with_the_rules_in_words() {
    let framework = six_aspect();
    for formula in &framework.derived {
        let position = framework
            .indicator_index(formula.indicator())
            .expect("known");
        let indicator = &framework.indicators[position];
        let words = &indicator.na_rule.zh;
        if let DerivedFormula::SurveyMean { min_n, .. }
        | DerivedFormula::SurveyShare { min_n, .. }
        | DerivedFormula::SurveyQuiz { min_n, .. } = formula
        {
            assert!(
                words.contains(&format!("样本不足{min_n}份")),
                "{}: {words}",
                indicator.id
            );
        }
        if let DerivedFormula::Ratio { cap, factor, .. } = formula {
            assert!(cap.is_none_or(|c| c == 100.0));
            if indicator.formula.contains("封顶100%") {
                assert_eq!(*cap, Some(100.0), "{}", indicator.id);
            }
            if indicator.answer_type == "ratio_per_10k" {
                assert_eq!(*factor, 10_000.0, "{}", indicator.id);
            }
        }
        // Every survey question that serves an indicator is used by its formula, and no other is.
        let items: Vec<&String> = match formula {
            DerivedFormula::SurveyMean { items, .. }
            | DerivedFormula::SurveyShare { items, .. } => items.iter().collect(),
            DerivedFormula::SurveyQuiz { key, .. } => key.keys().collect(),
            _ => continue,
        };
        let serving: Vec<&String> = framework
            .questions
            .iter()
            .filter(|q| q.indicator.as_ref() == Some(&indicator.id))
            .map(|q| &q.id)
            .collect();
        assert_eq!(items, serving, "{}", indicator.id);
    }
}

#[test]
fn not_applicable_is_offered_where_the_rule_offers_it() {
    for indicator in &six_aspect().indicators {
        let words = &indicator.na_rule.zh;
        let offered = words.contains("可选不适用") || words.contains("不适用 /") || {
            indicator.requires_tag.as_deref() == Some("cii") && words.contains("不适用")
        };
        let expected = offered || indicator.id == *"A6.2.3";
        assert_eq!(indicator.na_allowed, expected, "{} {words}", indicator.id);
    }
}

#[test]
fn points_agree_with_the_effects_in_words() {
    let framework = six_aspect();
    let files = builtin_files("six-aspect").expect("built in");
    let mut table = csv::Reader::from_reader(files["veto_bonus_rules.csv"].as_bytes());
    let mut headings = table.headers().expect("a heading").iter();
    let effect = headings.position(|h| h == "effect").expect("effects");
    for (row, rule) in table.records().zip(&framework.adjustments.rules) {
        let row = row.expect("a row");
        let max = rule.max.unwrap_or(0.0);
        let expected = match rule.kind {
            AdjustmentKind::Veto => format!("cap_score={}", rule.points),
            AdjustmentKind::Deduction => format!("-{} each, max -{max}", rule.points),
            AdjustmentKind::Bonus => format!("+{} each, max +{max}", rule.points),
        };
        assert_eq!(row[effect], expected, "{}", rule.id);
    }
}

#[test]
fn every_indicator_is_scored_as_its_kind_says() {
    for indicator in &six_aspect().indicators {
        match (indicator.answer_type.as_str(), &indicator.scale) {
            ("yes_no", Scale::Choice(options)) => {
                let points: Vec<(f64, f64)> = options.iter().map(|o| (o.value, o.score)).collect();
                assert_eq!(points, [(1.0, 100.0), (0.0, 0.0)]);
            }
            ("maturity_0_5", Scale::Maturity(levels)) => {
                assert_eq!(levels.len(), 6);
                assert!(levels.iter().all(|l| l.score == 20.0 * l.value));
            }
            ("likert_mean", Scale::Likert { points }) => assert_eq!(*points, 5.0),
            ("percent" | "count" | "ratio_per_10k" | "hours", Scale::Goalposts(_)) => {}
            other => panic!("{} {other:?}", indicator.id),
        }
    }
}

#[test]
fn deadlines_are_those_in_force_and_not_those_of_the_draft() {
    let framework = six_aspect();
    let minutes = |id: &str| {
        framework
            .deadlines
            .iter()
            .find(|d| d.id == id)
            .and_then(|d| d.minutes)
    };
    assert_eq!(minutes("RR01"), Some(60.0));
    assert_eq!(minutes("RR03"), Some(120.0));
    assert_eq!(minutes("RR05"), Some(240.0));
    assert_eq!(minutes("RR11"), Some(43_200.0));
    assert_eq!(minutes("RR12"), None);
    assert!(
        framework
            .grading
            .iter()
            .all(|t| !t.instrument.contains("20986"))
    );
}

#[test]
fn the_register_has_every_field_that_formulas_need() {
    let framework = six_aspect();
    let sizes: Vec<(&str, usize)> = framework
        .registers
        .iter()
        .map(|r| (r.id.as_str(), r.fields.len()))
        .collect();
    let names: Vec<&str> = sizes.iter().map(|(id, _)| *id).collect();
    assert_eq!(
        names,
        ["incident", "case_monthly", "complaint_monthly", "transfer"]
    );
    let incident = framework.register("incident").expect("there");
    let sections: std::collections::BTreeSet<&str> =
        incident.fields.iter().map(|f| f.section.as_str()).collect();
    assert_eq!(
        sections.into_iter().collect::<Vec<_>>(),
        ["duty", "handling", "impact", "what", "when"]
    );
    assert!(matches!(
        incident.field("responsibility_state").map(|f| &f.kind),
        Some(FieldKind::Choice(options)) if options.iter().map(|o| &*o.label.zh).eq(["明确", "不明确", "推诿"])
    ));
    // A heading that leads to two fields of one register would be a guess.
    for register in &framework.registers {
        let mut seen = std::collections::BTreeMap::new();
        for field in &register.fields {
            let headings = field
                .synonyms
                .iter()
                .chain([&field.name.zh, &field.name.en]);
            for heading in headings {
                let before = seen.insert(heading.to_lowercase(), &field.id);
                assert!(
                    before.is_none_or(|b| *b == field.id),
                    "{}: {heading} twice",
                    register.id
                );
            }
        }
    }
}

#[test]
fn built_ins_are_found_by_id() {
    for id in BUILTIN {
        assert_eq!(Framework::builtin(id).expect("sound").id, *id);
    }
    assert_eq!(
        Framework::builtin("none"),
        Err(LoadError::NoSuchFramework {
            id: "none".to_owned()
        })
    );
}
