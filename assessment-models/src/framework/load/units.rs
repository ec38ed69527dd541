//! Peer groups, and the units that a new workspace starts with.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Loader,
    conditions::unknown,
    settings::{FILE, Settings, UnitSource},
    table::Row,
    tree::Tree,
};
use crate::{
    Unit, UnitCode,
    framework::{Fault, FaultCode, PeerGroup, Register},
};

pub(super) fn read(
    loader: &mut Loader<'_>,
    settings: &Settings,
    tree: &Tree,
    registers: &[Register],
) -> (Vec<PeerGroup>, Vec<Unit>) {
    let groups = peer_groups(loader, settings, tree, registers);
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    for source in &settings.units {
        read_source(loader, source, &groups, &mut units);
    }
    for (tag, codes) in &settings.unit_tags {
        for code in codes {
            match units.get_mut(code) {
                Some(unit) => {
                    unit.tags.insert(tag.clone());
                }
                None => unknown(loader, FILE, tag, "unit", code),
            }
        }
    }
    attributes(loader, settings, &mut units);
    (groups, units.into_values().collect())
}

fn peer_groups(
    loader: &mut Loader<'_>,
    settings: &Settings,
    tree: &Tree,
    registers: &[Register],
) -> Vec<PeerGroup> {
    if settings.peer_groups.is_empty() {
        loader.fault(Fault::new(FILE, None, FaultCode::EmptyGroup).with("group", "peer_groups"));
    }
    let mut ids = BTreeSet::new();
    let mut groups = Vec::new();
    for file in &settings.peer_groups {
        if !ids.insert(&file.id) {
            loader.fault(Fault::new(FILE, None, FaultCode::DuplicateId).with("id", &file.id));
        }
        let group = PeerGroup {
            id: file.id.clone(),
            name: file.name.check(loader, FILE, &file.id),
            answers: file
                .answers
                .iter()
                .map(super::settings::SelectorFile::to_selector)
                .collect(),
            pools_children: file.pools_children,
        };
        for selector in &group.answers {
            if let Some(id) = &selector.indicator
                && !tree.known.contains_key(id.as_str())
            {
                unknown(loader, FILE, &group.id, "indicator", id.as_str());
            }
            if let Some(id) = &selector.register
                && !registers.iter().any(|r| r.id == **id)
            {
                unknown(loader, FILE, &group.id, "register", id);
            }
            let words = [
                (
                    "level",
                    &selector.level,
                    tree.indicators.iter().map(|i| &i.level).collect(),
                ),
                (
                    "owner",
                    &selector.owner,
                    tree.indicators.iter().map(|i| &i.owner).collect(),
                ),
            ];
            for (kind, word, known) in words {
                let known: BTreeSet<&String> = known;
                if let Some(word) = word
                    && !known.contains(word)
                {
                    unknown(loader, FILE, &group.id, kind, word);
                }
            }
        }
        if group.answers.is_empty() {
            loader.fault(Fault::new(FILE, None, FaultCode::EmptyGroup).with("group", &group.id));
        }
        groups.push(group);
    }
    groups
}

fn read_source(
    loader: &mut Loader<'_>,
    source: &UnitSource,
    groups: &[PeerGroup],
    units: &mut BTreeMap<String, Unit>,
) {
    let named = source.peer_group.iter().chain(source.groups.values());
    for group in named.filter(|g| !groups.iter().any(|known| known.id == **g)) {
        unknown(loader, FILE, &source.file, "peer_group", group);
    }
    let mut columns = vec!["code", "name_zh", "name_en"];
    columns.extend(source.group_column.as_deref());
    columns.extend(source.parent_column.as_deref());
    let Some(text) = loader
        .files
        .get_key_value(&source.file)
        .map(|(name, _)| name)
    else {
        loader.fault(Fault::new(&source.file, None, FaultCode::MissingFile));
        return;
    };
    let Some(table) = loader.table(text, true, &columns) else {
        return;
    };
    for row in table.rows() {
        let group = source.peer_group.as_ref().or_else(|| {
            let column = source.group_column.as_deref()?;
            source.groups.get(row.text(column))
        });
        if let Some(group) = group {
            let unit = unit(loader, source, row, group);
            let code = unit.code.to_string();
            if units.insert(code.clone(), unit).is_some() {
                loader.fault(row.fault(FaultCode::DuplicateId).with("id", code));
            }
        }
    }
}

fn unit(loader: &mut Loader<'_>, source: &UnitSource, row: Row<'_>, group: &str) -> Unit {
    let parent = source
        .parent_column
        .as_deref()
        .map(|column| row.text(column))
        .filter(|code| !code.is_empty())
        .or(source.parent.as_deref());
    Unit {
        code: row.required("code", loader).into(),
        name: row.words("name", true, loader),
        peer_group: group.to_owned(),
        parent: parent.map(UnitCode::from),
        tags: source.tags.iter().cloned().collect(),
        attributes: BTreeMap::new(),
    }
}

fn attributes(loader: &mut Loader<'_>, settings: &Settings, units: &mut BTreeMap<String, Unit>) {
    for source in &settings.attributes {
        let Some(file) = loader
            .files
            .get_key_value(&source.file)
            .map(|(name, _)| name)
        else {
            loader.fault(Fault::new(&source.file, None, FaultCode::MissingFile));
            continue;
        };
        let Some(table) = loader.table(file, true, &["code", &source.column]) else {
            continue;
        };
        for row in table.rows() {
            let code = row.text("code");
            match (units.get_mut(code), row.number(&source.column, loader)) {
                (Some(unit), Some(value)) if value > 0.0 => {
                    unit.attributes.insert(source.name.clone(), value);
                }
                (Some(_), Some(value)) => loader.fault(
                    row.fault(FaultCode::OutOfRange)
                        .with("column", &source.column)
                        .with("value", value),
                ),
                (Some(_), None) => {}
                (None, _) => loader.fault(
                    row.fault(FaultCode::UnknownReference)
                        .with("kind", "unit")
                        .with("value", code),
                ),
            }
        }
    }
}
