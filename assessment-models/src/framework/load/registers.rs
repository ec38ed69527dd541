//! `registers.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Loader, settings::Words};
use crate::framework::{Fault, FaultCode, Field, FieldKind, FieldOption, Register};

const FILE: &str = "registers.toml";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegistersFile {
    #[serde(default)]
    registers: Vec<RegisterFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegisterFile {
    id: String,
    name: Words,
    unit_field: String,
    #[serde(default)]
    period_fields: Vec<String>,
    key: Vec<String>,
    fields: Vec<FieldFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    id: String,
    zh: String,
    en: String,
    kind: Kind,
    #[serde(default)]
    section: String,
    #[serde(default)]
    synonyms: Vec<String>,
    unit: Option<Words>,
    #[serde(default)]
    required: bool,
    min: Option<f64>,
    #[serde(default)]
    whole: bool,
    #[serde(default)]
    options: Vec<OptionFile>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    Number,
    Flag,
    Time,
    Month,
    Unit,
    IncidentClass,
    Choice,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionFile {
    code: String,
    zh: String,
    en: String,
}

pub(super) fn read(loader: &mut Loader<'_>) -> Vec<Register> {
    let file: RegistersFile = loader.toml(FILE, false);
    let mut ids = BTreeSet::new();
    file.registers
        .into_iter()
        .map(|register| {
            if !ids.insert(register.id.clone()) {
                duplicate(loader, &register.id);
            }
            read_register(loader, register)
        })
        .collect()
}

fn duplicate(loader: &mut Loader<'_>, id: &str) {
    loader.fault(Fault::new(FILE, None, FaultCode::DuplicateId).with("id", id));
}

fn read_register(loader: &mut Loader<'_>, file: RegisterFile) -> Register {
    let name = file.name.check(loader, FILE, &file.id);
    let mut ids = BTreeSet::new();
    let mut fields = Vec::new();
    for field in file.fields {
        let place = format!("{}.{}", file.id, field.id);
        if !ids.insert(field.id.clone()) {
            duplicate(loader, &place);
        }
        fields.push(read_field(loader, field, &place));
    }
    let register = Register {
        id: file.id.into(),
        name,
        unit_field: file.unit_field,
        period_fields: file.period_fields,
        key: file.key,
        fields,
    };
    let mut refer = |id: &str, fits: &dyn Fn(&Field) -> bool, code: FaultCode| {
        let code = match register.field(id) {
            None => FaultCode::UnknownReference,
            Some(field) if !fits(field) => code,
            Some(_) => return,
        };
        loader.fault(
            Fault::new(FILE, None, code)
                .with("id", &register.id)
                .with("kind", "field")
                .with("value", id),
        );
    };
    refer(
        &register.unit_field,
        &|f| f.kind == FieldKind::Unit,
        FaultCode::BadComparison,
    );
    for id in &register.period_fields {
        refer(
            id,
            &|f| matches!(f.kind, FieldKind::Time | FieldKind::Month),
            FaultCode::BadComparison,
        );
    }
    for id in &register.key {
        refer(id, &|f| f.required, FaultCode::MissingValue);
    }
    if register.key.is_empty() {
        loader.fault(
            Fault::new(FILE, None, FaultCode::EmptyGroup)
                .with("group", format!("{}.key", register.id)),
        );
    }
    register
}

fn read_field(loader: &mut Loader<'_>, file: FieldFile, place: &str) -> Field {
    let name = Words {
        zh: file.zh,
        en: file.en,
    }
    .check(loader, FILE, place);
    let unit = file
        .unit
        .map(|u| u.check(loader, FILE, place))
        .unwrap_or_default();
    let mut codes = BTreeSet::new();
    let options: Vec<FieldOption> = file
        .options
        .into_iter()
        .map(|option| {
            if !codes.insert(option.code.clone()) {
                duplicate(loader, &format!("{place}.{}", option.code));
            }
            let words = Words {
                zh: option.zh,
                en: option.en,
            };
            FieldOption {
                label: words.check(loader, FILE, place),
                code: option.code,
            }
        })
        .collect();
    if options.is_empty() == (file.kind == Kind::Choice) {
        loader.fault(
            Fault::new(FILE, None, FaultCode::EmptyGroup).with("group", format!("{place}.options")),
        );
    }
    Field {
        id: file.id,
        name,
        synonyms: file.synonyms,
        section: file.section,
        kind: match file.kind {
            Kind::Text => FieldKind::Text,
            Kind::Number => FieldKind::Number {
                min: file.min,
                whole: file.whole,
            },
            Kind::Flag => FieldKind::Flag,
            Kind::Time => FieldKind::Time,
            Kind::Month => FieldKind::Month,
            Kind::Unit => FieldKind::Unit,
            Kind::IncidentClass => FieldKind::IncidentClass,
            Kind::Choice => FieldKind::Choice(options),
        },
        unit,
        required: file.required,
    }
}
