//! The incident register: list, form, level and deadlines.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use assessment_models::{
    Framework, Record, RegisterId, RoundId, Unit, Value, diagnosis,
    framework::{FieldKind, IncidentSettings, Register},
    incident::{self, Assessment},
};
use assessment_store::EvidenceFor;
use chrono::{NaiveDate, NaiveDateTime};

use crate::{
    desk::{Desk, HeldRound, Stamp},
    failure::{Code, Failure},
    form::{file_names, source_view},
    registers, view,
    wire::{
        DeadlineView, FieldValue, IncidentAssessment, IncidentEdit, IncidentPage, IncidentQuery,
        IncidentRow, IncidentView, Phrase,
    },
};

/// The incident register of a framework and what rules say of its fields.
#[derive(Clone, Copy)]
struct Incidents<'a> {
    framework: &'a Framework,
    register: &'a Register,
    settings: &'a IncidentSettings,
}

impl<'a> Incidents<'a> {
    fn of(framework: &'a Framework) -> Result<Self, Failure> {
        let settings = framework.incident.as_ref();
        let register = settings.and_then(|s| framework.register(&s.register));
        match (settings, register) {
            (Some(settings), Some(register)) => Ok(Self {
                framework,
                register,
                settings,
            }),
            _ => Err(Failure::new(Code::NoSuchRegister).with("register", "incident")),
        }
    }

    fn class<'r>(&self, record: &'r Record) -> Option<&'r str> {
        record.get(&self.settings.class_field)?.as_text()
    }

    fn level(&self, record: &Record) -> Option<u8> {
        let level = match record.get(&self.settings.level_field)? {
            Value::Number(level) => level.to_string(),
            Value::Text(level) => level.clone(),
            Value::Flag(_) | Value::Time(_) => return None,
        };
        level.parse().ok()
    }

    fn status<'r>(&self, record: &'r Record) -> Option<&'r str> {
        record.get(self.settings.status_field.as_ref()?)?.as_text()
    }

    fn open(&self, record: &Record) -> bool {
        self.status(record)
            .is_none_or(|status| !self.settings.closed.iter().any(|c| c == status))
    }

    /// When it was: the first of the register's dating fields that is filled in.
    fn dated(&self, record: &Record) -> Option<NaiveDateTime> {
        let fields = &self.register.period_fields;
        fields.iter().find_map(|f| record.get(f)?.as_time())
    }

    /// A class and all classes below it.
    fn classes_under(&self, class: &str) -> BTreeSet<&'a str> {
        let mut under = BTreeSet::new();
        // Parents stand before children.
        for c in &self.framework.incident_classes {
            if c.code == class || c.parent.as_deref().is_some_and(|p| under.contains(p)) {
                under.insert(c.code.as_str());
            }
        }
        under
    }

    fn row(&self, record: &Record, name: Phrase) -> IncidentRow {
        let assessment = incident::assess(self.framework, &record.fields);
        // What was due first is the first report, whatever the framework calls it.
        let first = assessment
            .deadlines
            .iter()
            .filter(|d| d.due_at.is_some())
            .min_by_key(|d| d.due_at);
        IncidentRow {
            key: record.key.clone(),
            unit: record.unit.to_string(),
            unit_name: name,
            class: self.class(record).map(str::to_owned),
            level: self.level(record).or(assessment.level),
            discovered_at: self.dated(record).map(view::time),
            report_due_at: first.and_then(|d| d.due_at).map(view::time),
            first_report_at: first.and_then(|d| d.done_at).map(view::time),
            late: assessment.deadlines.iter().any(|d| d.late),
            status: self.status(record).map(str::to_owned),
        }
    }

    /// Whether nobody is named at a link of the chain of responsibility that must be there.
    fn broken(&self, record: &Record, as_of: NaiveDate) -> bool {
        let chain = self.framework.diagnosis.responsibility.as_ref();
        let links = chain.map_or(&[][..], |chain| &chain.links);
        let named = |field: &str| match record.get(field) {
            Some(Value::Text(text)) => !text.trim().is_empty(),
            value => value.is_some(),
        };
        let due = diagnosis::links_due(self.framework, &record.fields, as_of);
        due.into_iter().any(|at| !named(&links[at].field))
    }

    /// Words in which a person may look for an incident.
    fn holds(&self, record: &Record, unit: Option<&Unit>, sought: &str) -> bool {
        let class = self.class(record);
        let class = class.and_then(|code| {
            let classes = &self.framework.incident_classes;
            classes.iter().find(|c| c.code == code)
        });
        let names = [unit.map(|u| &u.name), class.map(|c| &c.name)];
        let found = |text: &str| text.to_lowercase().contains(sought);
        found(&record.key)
            || found(record.unit.as_str())
            || names.iter().flatten().any(|n| found(&n.zh) || found(&n.en))
            || record
                .fields
                .values()
                .any(|v| v.as_text().is_some_and(found))
    }

    fn of_register(&self, record: &Record) -> bool {
        record.register == self.register.id
    }
}

/// The register of incidents in a round's framework.
pub(crate) fn register_id(desk: &mut Desk, round: &str) -> Result<RegisterId, Failure> {
    let framework = desk.framework(Some(round))?;
    Ok(Incidents::of(&framework)?.register.id.clone())
}

/// A page of the incident register, latest first.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchRegister`] where the framework knows no incidents.
pub fn incidents(desk: &mut Desk, query: &IncidentQuery) -> Result<IncidentPage, Failure> {
    let held = desk.held(&query.round)?;
    let of = Incidents::of(&held.framework)?;
    let units: BTreeMap<&str, &Unit> = held
        .data
        .units
        .iter()
        .map(|u| (u.code.as_str(), u))
        .collect();
    let classes = of.classes_under(&query.class);
    let sought = query.text.trim().to_lowercase();
    let mut matching: Vec<&Record> = held
        .data
        .records
        .iter()
        .filter(|r| of.of_register(r))
        .filter(|r| query.unit.is_empty() || r.unit == query.unit.as_str())
        .filter(|r| query.class.is_empty() || of.class(r).is_some_and(|c| classes.contains(c)))
        .filter(|r| query.level.is_none() || of.level(r) == query.level)
        .filter(|r| !query.open_only || of.open(r))
        .filter(|r| !query.broken_only || of.broken(r, held.data.round.period_end))
        .filter(|r| {
            let unit = units.get(r.unit.as_str()).copied();
            sought.is_empty() || of.holds(r, unit, &sought)
        })
        .collect();
    matching.sort_by_key(|r| (Reverse(of.dated(r)), &r.key));
    Ok(IncidentPage {
        total: view::count(matching.len()),
        rows: matching
            .into_iter()
            .skip(query.offset as usize)
            .take(query.limit as usize)
            .map(|r| {
                let unit = units.get(r.unit.as_str());
                let name = unit.map(|u| Phrase::from(&u.name)).unwrap_or_default();
                of.row(r, name)
            })
            .collect(),
    })
}

fn find<'a>(of: Incidents<'_>, held: &'a HeldRound, key: &str) -> Result<&'a Record, Failure> {
    let mut records = held.data.records.iter();
    records
        .find(|r| of.of_register(r) && r.key == key)
        .ok_or_else(|| Failure::new(Code::NoSuchIncident).with("key", key))
}

/// One incident.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchIncident`], [`Code::NoSuchRegister`].
pub fn incident(desk: &mut Desk, round: &str, key: &str) -> Result<IncidentView, Failure> {
    let held = std::sync::Arc::clone(desk.held(round)?);
    let of = Incidents::of(&held.framework)?;
    let record = find(of, &held, key)?;
    let files = file_names(desk, record.source.iter())?;
    Ok(IncidentView {
        key: record.key.clone(),
        fields: record
            .fields
            .iter()
            .map(|(id, value)| (id.clone(), view::field_value(of.register.field(id), value)))
            .collect(),
        assessment: assessment(&held.framework, &record.fields, held.data.round.period_end),
        source: record.source.as_ref().map(|source| {
            let file = files.get(&source.batch);
            source_view(source, file.cloned().unwrap_or_default())
        }),
    })
}

fn assessment(
    framework: &Framework,
    fields: &BTreeMap<String, Value>,
    as_of: NaiveDate,
) -> IncidentAssessment {
    let chain = framework.diagnosis.responsibility.as_ref();
    let chain = chain.map_or(&[][..], |chain| &chain.links);
    let Assessment {
        level,
        reasons,
        deadlines,
    } = incident::assess(framework, fields);
    IncidentAssessment {
        level,
        level_field: framework.incident.as_ref().map(|i| i.level_field.clone()),
        reasons: reasons
            .into_iter()
            .map(|at| (&framework.grading[at].criterion).into())
            .collect(),
        deadlines: deadlines
            .into_iter()
            .map(|due| {
                let rule = &framework.deadlines[due.deadline];
                DeadlineView {
                    rule: rule.id.clone(),
                    what: (&rule.what).into(),
                    receiver: (&rule.receiver).into(),
                    minutes: rule.minutes,
                    due_at: due.due_at.map(view::time),
                    done_at: due.done_at.map(view::time),
                    late: due.late,
                }
            })
            .collect(),
        links: diagnosis::links_due(framework, fields, as_of)
            .into_iter()
            .map(|at| chain[at].field.clone())
            .collect(),
    }
}

/// Level and deadlines of what is typed so far, by the rules and for the period of a round; saves nothing.
/// What cannot stand in its field yet is looked over.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchRegister`] where the framework knows no incidents.
pub fn assess(
    desk: &mut Desk,
    round: &str,
    fields: &BTreeMap<String, FieldValue>,
) -> Result<IncidentAssessment, Failure> {
    let units = desk.workspace.units().map_err(|e| desk.failed(e))?;
    let framework = desk.framework(Some(round))?;
    let of = Incidents::of(&framework)?;
    let sound = fields
        .iter()
        .filter_map(|(id, value)| {
            let field = of.register.field(id)?;
            let value = view::parse_value(&framework, &units, field, value).ok()??;
            Some((id.clone(), value))
        })
        .collect();
    let as_of = desk.round(round)?.period_end;
    Ok(assessment(&framework, &sound, as_of))
}

/// Saves an incident, new or changed; it is on disk when this returns. A new one without a number gets
/// one.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchRegister`], [`Code::NoSuchIncident`] where the one to change is
/// gone, [`Code::IncidentExists`], [`Code::NoSuchField`], [`Code::FieldInvalid`],
/// [`Code::FieldRequired`], [`Code::NoSuchUnit`], [`Code::IncidentNotEnded`] and
/// [`Code::IncidentWithoutEvidence`] where it is closed, and what writing fails with.
pub fn save(
    desk: &mut Desk,
    edit: &IncidentEdit,
    stamp: Stamp<'_>,
) -> Result<IncidentView, Failure> {
    let held = std::sync::Arc::clone(desk.held(&edit.round)?);
    let of = Incidents::of(&held.framework)?;
    if let Some(key) = &edit.key {
        find(of, &held, key)?;
    }
    let mut fields = registers::parsed(of.framework, of.register, &held.data.units, &edit.fields)?;
    // Rows of units that take no part in the round are out of sight, but theirs are their numbers.
    let round = &held.data.round.id;
    let taken = desk.workspace.record_keys(round, &of.register.id);
    let taken = taken.map_err(|e| desk.failed(e))?;
    if edit.key.is_none() {
        number(of, round, &taken, &mut fields);
    }
    registers::complete(of.register, &fields)?;
    let key = registers::key(of.register, &fields)?;
    let moved = edit.key.as_ref().is_none_or(|before| *before != key);
    if moved && taken.contains(&key) {
        return Err(Failure::new(Code::IncidentExists).with("key", &key));
    }
    let stood = edit.key.as_deref().and_then(|k| find(of, &held, k).ok());
    closes(desk, of, stood, &held.data.round.id, &fields)?;
    let record = Record {
        register: of.register.id.clone(),
        key: key.clone(),
        unit: registers::unit(of.register, &fields)?,
        fields,
        source: None,
    };
    let round = RoundId::from(edit.round.as_str());
    let renamed = edit.key.as_deref().filter(|_| moved);
    let recurrence = of.settings.recurrence_field.clone();
    let (changed, followed) = desk.write(stamp, |write| {
        let Some(from) = renamed else {
            return Ok((write.save_record(&round, &record)?, 0));
        };
        write.rename_record(&round, from, &record)?;
        let followed = match &recurrence {
            Some(field) => write.follow_rename(&round, &record.register, field, (from, &key))?,
            None => 0,
        };
        Ok((true, followed))
    })?;
    // So that the round is changed where it lies, not in a copy.
    drop(held);
    if followed > 0 {
        desk.forget_read()?;
    } else if changed {
        desk.change(&edit.round, |data| {
            let stood = edit.key.as_ref();
            data.records
                .retain(|r| r.register != record.register || Some(&r.key) != stood);
            data.records.push(record);
        })?;
    }
    incident(desk, &edit.round, &key)
}

/// Whether an incident may take on these fields: who closes it says when it ended, and shows it.
fn closes(
    desk: &Desk,
    of: Incidents<'_>,
    stood: Option<&Record>,
    round: &RoundId,
    fields: &BTreeMap<String, Value>,
) -> Result<(), Failure> {
    let status = of.settings.status_field.as_ref();
    let status = status.and_then(|field| fields.get(field)?.as_text());
    let closed = status.is_some_and(|status| of.settings.closed.iter().any(|c| c == status));
    if !closed || stood.is_some_and(|record| !of.open(record)) {
        return Ok(());
    }
    let lacks = |id: &&String| !fields.contains_key(*id);
    if let Some(field) = of.settings.closing.iter().find(lacks) {
        return Err(Failure::new(Code::IncidentNotEnded).with("field", field));
    }
    let behind = stood.map(|record| EvidenceFor::Record {
        round: round.clone(),
        register: of.register.id.clone(),
        key: record.key.clone(),
    });
    let shown = match behind {
        Some(place) => !desk
            .workspace
            .evidence(&place)
            .map_err(|e| desk.failed(e))?
            .is_empty(),
        None => false,
    };
    if shown {
        Ok(())
    } else {
        Err(Code::IncidentWithoutEvidence.into())
    }
}

/// Gives a new incident a number where the register's key is one field of words and it was left empty.
fn number(
    of: Incidents<'_>,
    round: &RoundId,
    taken: &BTreeSet<String>,
    fields: &mut BTreeMap<String, Value>,
) {
    let [key] = of.register.key.as_slice() else {
        return;
    };
    let words = of
        .register
        .field(key)
        .is_some_and(|f| f.kind == FieldKind::Text);
    if !words || fields.contains_key(key) {
        return;
    }
    let free = (taken.len() + 1..)
        .map(|n| format!("{round}-{n:05}"))
        .find(|number| !taken.contains(number));
    if let Some(number) = free {
        fields.insert(key.clone(), Value::Text(number));
    }
}

/// Deletes an incident.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchIncident`], [`Code::NoSuchRegister`], and what writing fails with.
pub fn delete(desk: &mut Desk, round: &str, key: &str, stamp: Stamp<'_>) -> Result<(), Failure> {
    let held = desk.held(round)?;
    let of = Incidents::of(&held.framework)?;
    find(of, held, key)?;
    let register: RegisterId = of.register.id.clone();
    let id = RoundId::from(round);
    desk.write(stamp, |write| write.delete_record(&id, &register, key))?;
    desk.change(round, |data| {
        data.records
            .retain(|r| r.register != register || r.key != key);
    })
}
