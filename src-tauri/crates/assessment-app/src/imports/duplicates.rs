//! Incidents that may be one: of one unit and class, within a day of each other, under different names.

use assessment_models::{
    Framework, RoundData, Value,
    draft::{Content, Draft},
};
use chrono::{NaiveDateTime, TimeDelta};

use super::held;
use crate::{desk::Desk, failure::Failure, view, wire::NearDuplicate};

/// As far apart as two reports of one incident may be.
const APART: TimeDelta = TimeDelta::hours(24);
/// Most pairs that are listed.
const MOST: usize = 1_000;

struct Seen {
    unit: String,
    class: String,
    at: NaiveDateTime,
    key: String,
    /// Sheet and zero-based row in the file; `None` where it stands in the workspace.
    place: Option<(u16, u32)>,
}

/// Every incident of the draft and of the workspace that has a class and a time.
fn incidents(framework: &Framework, draft: &Draft, data: &RoundData) -> Vec<Seen> {
    let Some(settings) = &framework.incident else {
        return Vec::new();
    };
    let Some(register) = framework
        .registers
        .iter()
        .find(|r| r.id == *settings.register.as_str())
    else {
        return Vec::new();
    };
    let class_of = |value: Option<&Value>| Some(value?.as_text()?.to_owned());
    let mut seen = Vec::new();
    for record in data.records.iter().filter(|r| r.register == register.id) {
        let at = register
            .period_fields
            .iter()
            .find_map(|f| record.get(f)?.as_time());
        if let (Some(at), Some(class)) = (at, class_of(record.get(&settings.class_field))) {
            seen.push(Seen {
                unit: record.unit.to_string(),
                class,
                at,
                key: record.key.clone(),
                place: None,
            });
        }
    }
    for content in &draft.contents {
        let Content::Records {
            register: id,
            fields,
            rows,
        } = content
        else {
            continue;
        };
        if *id != register.id {
            continue;
        }
        let position = |name: &str| fields.iter().position(|f| **f == *name);
        let class_at = position(&settings.class_field);
        let times: Vec<usize> = register
            .period_fields
            .iter()
            .filter_map(|f| position(f))
            .collect();
        for row in rows.iter() {
            let value = |at: usize| {
                row.fields
                    .iter()
                    .find(|(f, _)| usize::from(*f) == at)
                    .map(|(_, v)| v)
            };
            let at = times.iter().find_map(|t| value(*t)?.as_time());
            if let (Some(at), Some(class)) = (at, class_of(class_at.and_then(value))) {
                seen.push(Seen {
                    unit: row.unit.to_string(),
                    class,
                    at,
                    key: row.key.clone(),
                    place: Some((row.place.sheet, row.place.row)),
                });
            }
        }
    }
    seen
}

/// Incidents of a held file that may be ones that are in the workspace already, or that stand elsewhere in
/// the file; at most a thousand pairs.
///
/// # Errors
/// [`Code::NoSuchDraft`](crate::Code::NoSuchDraft), and what reading the workspace fails with.
pub fn near_duplicates(desk: &mut Desk, token: &str) -> Result<Vec<NearDuplicate>, Failure> {
    let inspected = held(desk, token)?;
    let settings = inspected.framework.incident.as_ref();
    let register = settings.map(|s| s.register.clone()).unwrap_or_default();
    let incidents_there = inspected.parsed.draft.contents.iter().any(
        |c| matches!(c, Content::Records { register: id, rows, .. } if *id == *register && !rows.is_empty()),
    );
    let Some(round) = inspected.round.clone().filter(|_| incidents_there) else {
        return Ok(Vec::new());
    };
    let data = std::sync::Arc::clone(desk.held(round.as_str())?);
    let inspected = held(desk, token)?;
    let draft = &inspected.parsed.draft;
    let mut seen = incidents(&inspected.framework, draft, &data.data);
    seen.sort_by(|a, b| (&a.unit, &a.class, a.at, &a.key).cmp(&(&b.unit, &b.class, b.at, &b.key)));
    let mut pairs = Vec::new();
    for (n, one) in seen.iter().enumerate() {
        for other in &seen[n + 1..] {
            if (&one.unit, &one.class) != (&other.unit, &other.class) || other.at - one.at > APART {
                break;
            }
            // The same key is the same incident: a conflict, not a near duplicate.
            if one.key == other.key {
                continue;
            }
            let (new, old) = match (one.place, other.place) {
                (None, None) => continue,
                (Some(a), Some(b)) if a < b => (other, one),
                (Some(_), _) => (one, other),
                (None, Some(_)) => (other, one),
            };
            let Some((sheet, row)) = new.place else {
                continue;
            };
            pairs.push(NearDuplicate {
                sheet: draft
                    .sheets
                    .get(usize::from(sheet))
                    .cloned()
                    .unwrap_or_default(),
                row: row + 1,
                key: new.key.clone(),
                other: old.key.clone(),
                other_row: old.place.map(|(_, row)| row + 1),
                unit: new.unit.clone(),
                class: new.class.clone(),
                at: view::time(new.at),
                other_at: view::time(old.at),
            });
            if pairs.len() >= MOST {
                return Ok(pairs);
            }
        }
    }
    Ok(pairs)
}
