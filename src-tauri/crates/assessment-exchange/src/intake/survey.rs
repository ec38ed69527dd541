//! Questionnaires.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use assessment_models::{
    UnitCode, Value,
    draft::{Content, Place, ResponseRow},
    framework::{Question, QuestionKind},
    problem::Severity,
    survey::Party,
};
use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use super::{
    SheetWork,
    dictionary::{Dictionary, Target},
    plan::Plan,
    report::Report,
    rows::{data_rows, said},
};
use crate::{
    fold::{fold, half_width},
    sheet::{Cell, Row, Sheet, number_text},
    value::{
        moment, number,
        scale::Fault,
        unit::{Found, UnitIndex},
    },
    vocabulary::WORDS,
};

/// Reads the options of one question.
struct OptionReader<'a> {
    question: &'a Question,
    labels: HashMap<String, usize>,
}

impl<'a> OptionReader<'a> {
    fn new(question: &'a Question) -> Self {
        let mut labels = HashMap::new();
        for (at, option) in question.options.iter().enumerate() {
            for words in [&option.zh, &option.en] {
                labels.entry(fold(words)).or_insert(at);
                if numeral(words).is_some() {
                    // 22 is not option 2, whose words are 2.
                    continue;
                }
                if let Some(letter) = u8::try_from(at).ok().filter(|n| *n < 26) {
                    let letter = char::from(b'a' + letter);
                    labels
                        .entry(fold(&format!("{letter}{words}")))
                        .or_insert(at);
                }
                labels
                    .entry(fold(&format!("{}{words}", at + 1)))
                    .or_insert(at);
            }
        }
        labels.remove("");
        Self { question, labels }
    }

    /// The option that text means, by words, position from 1, or letter.
    fn position(&self, text: &str) -> Option<usize> {
        let options = &self.question.options;
        let count = options.len();
        if let Some(n) = numeral(text) {
            // Folding would take sign and point away: -3 is not 3, and 1.0 is not 10.
            let itself = |words: &str| words.trim() == text.trim();
            let labelled = options
                .iter()
                .position(|o| itself(&o.zh) || itself(&o.en))
                .or_else(|| {
                    let whole = n >= 0.0 && n.fract() == 0.0;
                    let shown = whole.then(|| number_text(n))?;
                    self.labels.get(&shown).copied()
                });
            return labelled.or_else(|| (0..count).find(|at| (at + 1) as f64 == n));
        }
        let folded = fold(text);
        if let Some(at) = self.labels.get(&folded) {
            return Some(*at);
        }
        let mut letters = folded.chars();
        match (letters.next(), letters.next()) {
            (Some(c @ 'a'..='z'), None) => Some(c as usize - 'a' as usize).filter(|at| *at < count),
            _ => None,
        }
    }

    fn unknown(&self, text: &str) -> Fault {
        let candidates: Vec<&str> = self
            .question
            .options
            .iter()
            .take(12)
            .map(|o| o.zh.as_str())
            .collect();
        Fault::new(
            "question_option_unknown",
            vec![
                ("question", self.question.id.clone()),
                ("value", text.to_owned()),
                ("candidates", candidates.join(" / ")),
            ],
        )
    }

    /// Whether a cell in the column of one option ticks it. `Ok(None)` where the question was skipped.
    fn tick(&self, text: &str, option: usize) -> Result<Option<bool>, Fault> {
        if WORDS.is_skipped(text) {
            return Ok(None);
        }
        match numeral(text) {
            Some(1.0) => return Ok(Some(true)),
            Some(0.0) => return Ok(Some(false)),
            Some(_) => {}
            None if WORDS.is_yes(text) => return Ok(Some(true)),
            None if WORDS.is_no(text) || WORDS.is_dash(text) => return Ok(Some(false)),
            None => {}
        }
        let own = self.question.options.get(option);
        let itself = match self.position(text) {
            Some(at) => at == option,
            // What was written in beside 其他 stands behind it.
            None => own.is_some_and(|own| {
                let folded = fold(text);
                let begins = |words: String| !words.is_empty() && folded.starts_with(&words);
                begins(fold(&own.zh)) || begins(fold(&own.en))
            }),
        };
        if itself {
            return Ok(Some(true));
        }
        let label = own.map(|o| o.zh.as_str());
        let words = [
            label.unwrap_or_default(),
            WORDS.flag(true),
            WORDS.flag(false),
        ];
        Err(Fault::new(
            "question_option_unknown",
            vec![
                ("question", self.question.id.clone()),
                ("value", text.to_owned()),
                ("candidates", words.join(" / ")),
            ],
        ))
    }

    /// Reads an answer. `Ok(None)` where the question was skipped.
    fn read(&self, text: &str, units: &UnitIndex<'_>) -> Result<Option<Value>, Fault> {
        if WORDS.is_dash(text) || WORDS.is_skipped(text) {
            return Ok(None);
        }
        match &self.question.kind {
            QuestionKind::Region => match units.find(text, None) {
                Found::One(at) => Ok(Some(Value::Text(units.units()[at].code.to_string()))),
                Found::Several(places) => Err(Fault::new(
                    "unit_ambiguous",
                    vec![
                        ("value", text.to_owned()),
                        (
                            "candidates",
                            places
                                .iter()
                                .map(|at| units.describe(*at))
                                .collect::<Vec<_>>()
                                .join(" / "),
                        ),
                    ],
                )),
                Found::None => Err(Fault::new("unit_unknown", vec![("value", text.to_owned())])),
            },
            QuestionKind::Single | QuestionKind::Quiz { .. } => self
                .position(text)
                .map(|at| Some(Value::Text((at + 1).to_string())))
                .ok_or_else(|| self.unknown(text)),
            QuestionKind::Likert { .. } => self
                .position(text)
                .map(|at| Some(Value::Number((at + 1) as f64)))
                .ok_or_else(|| self.unknown(text)),
            QuestionKind::Multiple => {
                if let Some(at) = self.position(text) {
                    return Ok(Some(Value::Text((at + 1).to_string())));
                }
                let mut chosen = text
                    .split(['|', '┋', ';', '；', '、', ',', '，', '\n'])
                    .map(str::trim)
                    .filter(|t| !t.is_empty())
                    .map(|t| self.position(t).ok_or_else(|| self.unknown(t)))
                    .collect::<Result<Vec<usize>, Fault>>()?;
                chosen.sort_unstable();
                chosen.dedup();
                Ok(Some(Value::Text(joined(&chosen))))
            }
            QuestionKind::Number { min, max } => {
                match number::read(text, &assessment_models::Text::default()) {
                    Ok(n) if (*min..=*max).contains(&n.number) => Ok(Some(Value::Number(n.number))),
                    Ok(n) => Err(Fault::new(
                        "value_out_of_range",
                        vec![
                            ("value", number_text(n.number)),
                            ("min", number_text(*min)),
                            ("max", number_text(*max)),
                            ("indicator", self.question.id.clone()),
                        ],
                    )),
                    Err(_) => Err(Fault::new(
                        "field_not_a_number",
                        vec![
                            ("value", text.to_owned()),
                            ("field", self.question.id.clone()),
                        ],
                    )),
                }
            }
        }
    }
}

/// The number that text is, sign and point and all; a full stop may follow it, as in `1.` and `1、`.
fn numeral(text: &str) -> Option<f64> {
    let narrow: String = text.trim().chars().map(half_width).collect();
    let narrow = narrow.trim_end_matches(['.', '、', '。', ',', ';', ':']);
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.');
    narrow.chars().all(plain).then(|| narrow.parse().ok())?
}

fn joined(chosen: &[usize]) -> String {
    chosen
        .iter()
        .map(|at| (at + 1).to_string())
        .collect::<Vec<_>>()
        .join("|")
}

/// Reads questionnaires of one party.
pub(crate) fn read<'a>(
    dictionary: &'a Dictionary<'a>,
    work: &SheetWork<'a>,
    sheet: &Sheet,
    plan: &Plan<'_>,
    party: Party,
    report: &mut Report,
) -> (Content, usize, usize) {
    let framework = dictionary.framework;
    let rows = data_rows(sheet, plan, report);
    let mut readers: HashMap<usize, OptionReader<'_>> = HashMap::new();
    for planned in &plan.columns {
        if let Target::Question(at, _) = planned.target {
            readers
                .entry(at)
                .or_insert_with(|| OptionReader::new(&framework.questions[at]));
        }
    }
    let constant_unit = work
        .mapping
        .and_then(|m| m.constants.get("unit"))
        .and_then(|text| match work.units.find(text, None) {
            Found::One(at) => Some(work.units.units()[at].code.clone()),
            _ => None,
        });
    let mut responses: Vec<ResponseRow> = Vec::with_capacity(rows.len());
    let mut ids: HashMap<String, u32> = HashMap::new();
    let (mut read, mut rejected) = (0, 0);
    for row in rows.iter() {
        read += 1;
        let mut answers: BTreeMap<usize, Value> = BTreeMap::new();
        let mut ticks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut untold: BTreeSet<usize> = BTreeSet::new();
        let mut unit: Option<UnitCode> = None;
        let mut failed = false;
        for planned in &plan.columns {
            let Some(said) = said(sheet, row, planned) else {
                continue;
            };
            let shown = said.shown(sheet);
            let shown = shown.trim();
            match planned.target {
                Target::Question(at, Some(option)) => {
                    let Some(reader) = readers.get(&at) else {
                        continue;
                    };
                    match reader.tick(shown, option) {
                        Ok(Some(true)) => ticks.entry(at).or_default().push(option),
                        Ok(Some(false)) => {
                            ticks.entry(at).or_default();
                        }
                        Ok(None) => {}
                        Err(fault) => {
                            failed = true;
                            // What else was ticked is not the whole answer.
                            untold.insert(at);
                            report.cell(Severity::Error, sheet, row.number, said.column, fault);
                        }
                    }
                }
                Target::Question(at, None) => {
                    let Some(reader) = readers.get(&at) else {
                        continue;
                    };
                    match reader.read(shown, &work.units) {
                        Ok(Some(value)) => {
                            if reader.question.kind == QuestionKind::Region
                                && let Value::Text(code) = &value
                            {
                                unit = Some(code.as_str().into());
                            }
                            answers.entry(at).or_insert(value);
                        }
                        Ok(None) => {}
                        Err(fault) => {
                            failed = true;
                            report.cell(Severity::Error, sheet, row.number, said.column, fault);
                        }
                    }
                }
                Target::Unit => match work.units.find(shown, None) {
                    Found::One(at) => unit = Some(work.units.units()[at].code.clone()),
                    _ => report.cell(
                        Severity::Error,
                        sheet,
                        row.number,
                        said.column,
                        Fault::new("unit_unknown", vec![("value", shown.to_owned())]),
                    ),
                },
                _ => {}
            }
        }
        ticks.retain(|at, _| !untold.contains(at));
        for (at, mut chosen) in ticks {
            chosen.sort_unstable();
            answers
                .entry(at)
                .or_insert_with(|| Value::Text(joined(&chosen)));
        }
        if answers.is_empty() {
            rejected += 1;
            if !failed {
                report.row(
                    Severity::Error,
                    sheet,
                    row.number,
                    Fault::new("response_empty", Vec::new()),
                );
            }
            continue;
        }
        let unit = unit.or_else(|| constant_unit.clone());
        let answered_at = answered_at(sheet, row, plan, work);
        let id = id_of(sheet, row, plan, party, unit.as_ref(), answered_at);
        if let Some(earlier) = ids.get(&id) {
            rejected += 1;
            report.row(
                Severity::Error,
                sheet,
                row.number,
                Fault::new(
                    "row_repeated",
                    vec![
                        ("key", id),
                        ("other", (u64::from(*earlier) + 1).to_string()),
                    ],
                ),
            );
            continue;
        }
        ids.insert(id.clone(), row.number);
        responses.push(ResponseRow {
            id,
            party,
            unit,
            answered_at,
            answers: answers
                .into_iter()
                .map(|(at, v)| (framework.questions[at].id.as_str().into(), v))
                .collect(),
            place: Place {
                sheet: work.sheet_index,
                row: row.number,
                column: row.cells.first().map_or(0, |c| c.0),
            },
        });
    }
    (Content::Responses(responses), read, rejected)
}

/// Most digits of a number that only counts the rows of its file. What platforms give has more.
const ORDINAL_DIGITS: usize = 6;

/// Whether an own number is a plain 1, 2, 3, which every file of every place begins with.
fn is_ordinal(own: &str) -> bool {
    own.len() <= ORDINAL_DIGITS && own.bytes().all(|b| b.is_ascii_digit())
}

/// What names a response among those of its party: the number that the platform gave it. A mere
/// ordinal is joined to the time and the unit, so far as that is known, which the same row has again in a
/// later export and the row of another file has not. Where no time is told, another survey of the same unit
/// begins with the same ordinals: there it is a digest of the row and its number or place, so that no survey
/// takes the place of an earlier one and two people who answered alike stay two.
fn id_of(
    sheet: &Sheet,
    row: Row<'_>,
    plan: &Plan<'_>,
    party: Party,
    unit: Option<&UnitCode>,
    answered_at: Option<NaiveDateTime>,
) -> String {
    let own = plan
        .columns
        .iter()
        .filter(|c| c.target == Target::ResponseId)
        .find_map(|c| row.get(c.column))
        .map(|cell| sheet.shown(cell).trim().to_owned())
        .filter(|id| !id.is_empty());
    let unit = unit.map_or("", UnitCode::as_str);
    let beginning = match (own, answered_at) {
        (Some(own), _) if !is_ordinal(&own) => return own,
        (Some(own), Some(at)) => {
            let time = at.format("%Y%m%dT%H%M%S");
            return format!("{unit}:{time}:{own}")
                .trim_start_matches(':')
                .to_owned();
        }
        (Some(own), None) => format!("{party:?}#{unit}#{own}"),
        (None, _) => format!("{party:?}|{}", row.number),
    };
    let mut digest = Sha256::new();
    digest.update(beginning.as_bytes());
    for (column, cell) in row.cells {
        digest.update(format!("|{column}:{}", sheet.shown(*cell)).as_bytes());
    }
    let hex: String = digest
        .finalize()
        .iter()
        .take(10)
        .map(|b| format!("{b:02x}"))
        .collect();
    format!("~{hex}")
}

fn answered_at(
    sheet: &Sheet,
    row: Row<'_>,
    plan: &Plan<'_>,
    work: &SheetWork<'_>,
) -> Option<NaiveDateTime> {
    let planned = plan
        .columns
        .iter()
        .find(|c| c.target == Target::AnsweredAt)?;
    let period = work.round.map(|r| (r.period_start, r.period_end));
    match row.get(planned.column)? {
        Cell::Moment(m) => Some(m),
        Cell::Number(n) => moment::serial(n, sheet.epoch),
        cell => {
            let format = planned.mapping.and_then(|m| m.date_format.as_deref());
            moment::read(&sheet.shown(cell), period, format).ok()
        }
    }
}
