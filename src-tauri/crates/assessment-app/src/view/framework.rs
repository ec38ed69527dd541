//! The framework as the window needs it.

use assessment_models::{
    Framework, Text,
    framework::{AnswerOption, Field, FieldKind, IncidentSettings, Indicator, Register, Scale},
};

use super::count;
use crate::wire::{
    ActedView, AspectView, ChainLinkView, ControlView, FieldOptionView, FieldView, FrameworkView,
    GradeView, IncidentClassView, IncidentRulesView, IndicatorView, ObjectiveView, ObligationView,
    OptionView, PeerGroupView, Phrase, RegisterView,
};

/// The whole framework.
#[must_use]
pub(crate) fn framework(framework: &Framework) -> FrameworkView {
    let aspects = &framework.aspects;
    let objectives = &framework.objectives;
    FrameworkView {
        id: framework.id.clone(),
        version: framework.version.clone(),
        name: (&framework.name).into(),
        aspects: aspects
            .iter()
            .map(|a| AspectView {
                id: a.id.to_string(),
                key: a.key.clone(),
                name: (&a.name).into(),
                weight: a.weight,
            })
            .collect(),
        objectives: objectives
            .iter()
            .map(|o| ObjectiveView {
                id: o.id.to_string(),
                aspect: aspects[o.aspect].id.to_string(),
                name: (&o.name).into(),
                description: (&o.description).into(),
                weight: o.weight,
            })
            .collect(),
        indicators: framework
            .indicators
            .iter()
            .map(|i| indicator(framework, i))
            .collect(),
        grades: framework
            .grades
            .iter()
            .map(|g| GradeView {
                key: g.key.clone(),
                name: (&g.name).into(),
                lower: g.lower,
            })
            .collect(),
        peer_groups: framework
            .peer_groups
            .iter()
            .map(|g| PeerGroupView {
                id: g.id.clone(),
                name: (&g.name).into(),
                indicator_count: count(framework.indicators.iter().filter(|i| g.asks(i)).count()),
            })
            .collect(),
        incident_classes: framework
            .incident_classes
            .iter()
            .map(|c| IncidentClassView {
                code: c.code.clone(),
                name: (&c.name).into(),
                parent: c.parent.clone(),
            })
            .collect(),
        registers: registers(framework),
        incident: framework
            .incident
            .as_ref()
            .map(|settings| incident(framework, settings)),
    }
}

fn incident(framework: &Framework, settings: &IncidentSettings) -> IncidentRulesView {
    let chain = framework.diagnosis.responsibility.as_ref();
    let links = chain
        .filter(|chain| chain.register == settings.register)
        .map_or(&[][..], |chain| &chain.links);
    let obligation = |key: &String| {
        let known = framework.obligations.iter().find(|o| o.key == *key)?;
        Some(ObligationView {
            instrument: (&known.instrument).into(),
            article: known.article.clone(),
            duty: (&known.duty).into(),
        })
    };
    IncidentRulesView {
        status_field: settings.status_field.clone(),
        closed: settings.closed.clone(),
        closing: settings.closing.clone(),
        chain: links
            .iter()
            .map(|link| ChainLinkView {
                field: link.field.clone(),
                obligations: link.obligations.iter().filter_map(obligation).collect(),
                duty_field: link.duty_field.clone(),
                acted: link.acted.as_ref().map(|acted| ActedView {
                    field: acted.field.clone(),
                    done: acted.done.clone(),
                    late: acted.late.clone(),
                }),
            })
            .collect(),
    }
}

/// Registers with the incident register first.
fn registers(framework: &Framework) -> Vec<RegisterView> {
    let incident = framework.incident.as_ref().map(|i| i.register.as_str());
    let mut registers: Vec<&Register> = framework.registers.iter().collect();
    registers.sort_by_key(|r| Some(r.id.as_str()) != incident);
    registers
        .into_iter()
        .map(|r| RegisterView {
            id: r.id.to_string(),
            name: (&r.name).into(),
            key: r.key.clone(),
            fields: r.fields.iter().map(field).collect(),
        })
        .collect()
}

fn field(field: &Field) -> FieldView {
    let (kind, options) = match &field.kind {
        FieldKind::Text => ("text", &[][..]),
        FieldKind::Number { .. } => ("number", &[][..]),
        FieldKind::Flag => ("flag", &[][..]),
        FieldKind::Time => ("time", &[][..]),
        FieldKind::Month => ("month", &[][..]),
        FieldKind::Unit => ("unit", &[][..]),
        FieldKind::IncidentClass => ("incident_class", &[][..]),
        FieldKind::Choice(options) => ("choice", &options[..]),
    };
    let (min, whole) = match field.kind {
        FieldKind::Number { min, whole } => (min, whole),
        _ => (None, false),
    };
    FieldView {
        id: field.id.clone(),
        name: (&field.name).into(),
        section: field.section.clone(),
        kind: kind.to_owned(),
        options: options
            .iter()
            .map(|o| FieldOptionView {
                code: o.code.clone(),
                label: (&o.label).into(),
            })
            .collect(),
        unit: (&field.unit).into(),
        min,
        whole,
        required: field.required,
    }
}

fn indicator(framework: &Framework, indicator: &Indicator) -> IndicatorView {
    let objective = &framework.objectives[indicator.objective];
    let phrase = |text: &Text| Phrase::from(text);
    IndicatorView {
        id: indicator.id.to_string(),
        objective: objective.id.to_string(),
        name: phrase(&indicator.name),
        measure: phrase(&indicator.measure),
        control: control(indicator),
        unit: phrase(&indicator.unit),
        anchors: phrase(&indicator.anchors),
        evidence: phrase(&indicator.evidence),
        legal: phrase(&indicator.legal.basis),
        na_rule: phrase(&indicator.na_rule),
        na_allowed: indicator.na_allowed,
        derived: framework.is_derived(indicator),
        formula: indicator.formula.clone(),
        weight: indicator.weight,
        status: indicator.scale_status.0.clone(),
    }
}

fn control(indicator: &Indicator) -> ControlView {
    let options = |options: &[AnswerOption], maturity: bool| ControlView::Options {
        options: options
            .iter()
            .map(|o| OptionView {
                value: o.value,
                label: (&o.label).into(),
                score: o.score,
            })
            .collect(),
        maturity,
    };
    let number = |zero: Option<f64>, full: Option<f64>| ControlView::Number {
        zero,
        full,
        min: indicator.min,
        max: indicator.max,
    };
    match &indicator.scale {
        Scale::Choice(list) => options(list, false),
        Scale::Maturity(list) => options(list, true),
        Scale::Goalposts(posts) => number(Some(posts.zero), Some(posts.full)),
        // Neither has one point that scores 0 and one that scores 100; the anchors say it in words.
        Scale::Steps(_) | Scale::Band { .. } => number(None, None),
        Scale::Likert { points } => number(Some(1.0), Some(*points)),
    }
}
