//! Mappings as a person makes them: which columns are what.

use std::collections::BTreeMap;

use assessment_exchange::{Column, Mapping};
use assessment_models::{
    Framework, Text,
    draft::{Kind, column_letters},
    framework::{AnswerOption, FieldKind, Register, Scale},
    text::Lang,
};

use super::{
    held,
    inspection::{kind_name, word},
};
use crate::{
    desk::Desk,
    failure::{Code, Failure},
    wire::{MappingEdit, MappingField, MappingOption},
    words::own,
};

/// The register that a kind of table is, by the kind's or its own name.
fn register<'f>(framework: &'f Framework, kind: &str) -> Option<&'f Register> {
    framework
        .registers
        .iter()
        .find(|r| r.id == *kind)
        .or_else(|| {
            let id = assessment_exchange::register_of_kind(framework, word("kind", kind).ok()?)?;
            framework.registers.get(id)
        })
}

/// A field that every framework has, named by the locale files.
fn plain(id: &str) -> MappingField {
    let key = format!("column.{id}");
    MappingField {
        id: id.to_owned(),
        name_zh: own(&key, Lang::Zh).to_owned(),
        name_en: own(&key, Lang::En).to_owned(),
        required: false,
        options: Vec::new(),
    }
}

fn named(id: &str, name: &Text, required: bool, options: Vec<MappingOption>) -> MappingField {
    MappingField {
        id: id.to_owned(),
        name_zh: name.zh.clone(),
        name_en: name.en.clone(),
        required,
        options,
    }
}

fn option(code: &str, label: &Text) -> MappingOption {
    MappingOption {
        code: code.to_owned(),
        zh: label.zh.clone(),
        en: label.en.clone(),
    }
}

fn answers(options: &[AnswerOption]) -> Vec<MappingOption> {
    options
        .iter()
        .map(|o| option(&o.label.zh, &o.label))
        .collect()
}

fn options(framework: &Framework, kind: &FieldKind) -> Vec<MappingOption> {
    match kind {
        FieldKind::Choice(options) => options.iter().map(|o| option(&o.code, &o.label)).collect(),
        FieldKind::IncidentClass => framework
            .incident_classes
            .iter()
            .map(|c| option(&c.code, &c.name))
            .collect(),
        FieldKind::Flag => ["yes", "no"]
            .map(|key| Text::new(own(key, Lang::Zh), own(key, Lang::En)))
            .iter()
            .map(|words| option(&words.zh, words))
            .collect(),
        _ => Vec::new(),
    }
}

/// What columns of a kind of table may be taken for, in the framework of a round.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::BadArgument`] where neither a kind nor a register has that name.
pub fn mapping_fields(
    desk: &mut Desk,
    round: Option<&str>,
    kind: &str,
) -> Result<Vec<MappingField>, Failure> {
    let framework = desk.framework(round)?;
    let mut fields = vec![plain("unit"), plain("city")];
    if let Some(register) = register(&framework, kind) {
        fields.extend(
            register
                .fields
                .iter()
                .map(|f| named(&f.id, &f.name, f.required, options(&framework, &f.kind))),
        );
        return Ok(fields);
    }
    match word::<Kind>("kind", kind)? {
        Kind::Answers => {
            fields.extend([
                plain("indicator"),
                plain("value"),
                plain("na_reason"),
                plain("note"),
            ]);
            fields.extend(
                framework
                    .indicators
                    .iter()
                    .filter(|i| !framework.is_derived(i))
                    .map(|i| {
                        let choices = match &i.scale {
                            Scale::Choice(options) | Scale::Maturity(options) => answers(options),
                            _ => Vec::new(),
                        };
                        named(i.id.as_str(), &i.name, false, choices)
                    }),
            );
        }
        Kind::Units => {
            fields = vec![
                plain("code"),
                plain("name"),
                plain("name_en"),
                plain("peer_group"),
                plain("parent"),
                plain("tags"),
                plain("attribute:population"),
            ];
        }
        Kind::Survey => {
            fields.extend([plain("response_id"), plain("answered_at")]);
            fields.extend(framework.questions.iter().map(|q| {
                let choices = (1..)
                    .zip(&q.options)
                    .map(|(n, o): (usize, _)| option(&n.to_string(), o))
                    .collect();
                named(&q.id, &q.text, false, choices)
            }));
        }
        Kind::Incidents
        | Kind::Cases
        | Kind::Complaints
        | Kind::Transfers
        | Kind::Rectification => {
            return Err(Failure::new(Code::NoSuchRegister).with("register", kind));
        }
    }
    Ok(fields)
}

/// A mapping file's text for what a person says of a held file's sheet. Columns are named by their headings,
/// so that the mapping serves the next file too; by letters where headings do not tell them apart.
///
/// # Errors
/// [`Code::NoSuchDraft`], [`Code::BadArgument`], [`Code::MappingInvalid`].
pub fn mapping_text(desk: &Desk, token: &str, edit: &MappingEdit) -> Result<String, Failure> {
    let inspected = held(desk, token)?;
    let sheet = inspected
        .parsed
        .sheets
        .iter()
        .find(|s| s.name == edit.sheet);
    let mut headings: BTreeMap<String, &str> = sheet
        .into_iter()
        .flat_map(|s| &s.mapping)
        .map(|c| (c.column.clone(), c.heading.trim()))
        .collect();
    // Of a sheet that was not recognised only its cells are known.
    if let (true, Some(row), Some(grid)) = (
        headings.is_empty(),
        edit.header_row.and_then(|row| row.checked_sub(1)),
        sheet.and_then(|s| s.grid.as_ref()),
    ) {
        headings = (0..)
            .zip(grid.row(row as usize))
            .map(|(at, text)| (column_letters(at), text.trim()))
            .collect();
    }
    let heading = |letters: &str| {
        let heading = headings.get(letters).copied().filter(|h| !h.is_empty())?;
        let alone = headings.values().filter(|h| **h == heading).count() == 1;
        alone.then(|| heading.to_owned())
    };
    let mut columns = Vec::new();
    for choice in &edit.columns {
        let Some(field) = &choice.field else { continue };
        let known = heading(&choice.column);
        columns.push(Column {
            letters: known.is_none().then(|| choice.column.clone()),
            heading: known.unwrap_or_default(),
            field: field.clone(),
            values: choice.values.clone(),
            otherwise: choice.otherwise.clone(),
            date_format: choice.date_format.clone(),
            percent: choice
                .percent
                .as_deref()
                .map(|p| word("percent", p))
                .transpose()?,
            ..Column::default()
        });
    }
    let kind: Option<Kind> = word("kind", &edit.kind).ok();
    let mapping = Mapping {
        name: edit.name.clone(),
        sender: edit.sender.clone(),
        kind,
        register: kind
            .is_none()
            .then(|| edit.kind.clone())
            .filter(|k| !k.is_empty()),
        header_row: edit.header_row,
        columns,
        constants: edit.constants.clone(),
        key: edit
            .key
            .iter()
            .map(|letters| heading(letters).unwrap_or_default())
            .filter(|h| !h.is_empty())
            .collect(),
        sheet: (inspected.parsed.sheets.len() > 1).then(|| edit.sheet.clone()),
        ..Mapping::default()
    };
    mapping
        .to_json()
        .map_err(|e| Failure::exchange(e, &inspected.parsed.draft.file_name))
}

/// The kind's name in a mapping, for lists.
pub(super) fn kind_of(mapping: &Mapping) -> Option<String> {
    mapping
        .kind
        .map(kind_name)
        .or_else(|| mapping.register.clone())
}
