//! Tables of the domain written out under the headings that [`parse`](crate::parse) reads.

use std::collections::HashMap;

use assessment_models::{
    Answer, Framework, Observation, Record, Unit, UnitCode, Value,
    framework::{Field, FieldKind, QuestionKind, Register, Scale},
    survey::{Party, Response},
    text::Lang,
};
use chrono::NaiveDateTime;
use encoding_rs::GB18030;
use rust_xlsxwriter::{Format as CellFormat, Workbook, XlsxError};

use crate::{
    error::ExchangeError,
    sheet::{moment_text, number_text},
    template::{heading, option_text},
    words::word,
};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Office Open XML workbook.
    Xlsx,
    /// Text with commas, UTF-8 with a byte-order mark (spreadsheet programs need it).
    CsvUtf8,
    /// Text with commas in GB 18030, as statistics offices send it.
    CsvGbk,
}

/// What a cell of a table holds.
#[derive(Debug, Clone, PartialEq)]
pub enum TableCell {
    /// Nothing.
    Empty,
    /// Words; also where they begin with `=`, `+`, `-` or `@`.
    Text(String),
    /// A number.
    Number(f64),
    /// A day or moment.
    Moment(NaiveDateTime),
}

/// A table with one line of headings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Name of the sheet; a csv does not carry it.
    pub name: String,
    /// Lines above the headings, such as a title.
    pub preamble: Vec<String>,
    /// The headings.
    pub headings: Vec<String>,
    /// The rows, each as long as the headings or shorter.
    pub rows: Vec<Vec<TableCell>>,
    /// Lines below the rows, such as the source.
    pub footer: Vec<String>,
}

/// Writes tables: a workbook with a sheet for each, or a text file with the first.
///
/// # Errors
///
/// [`ExchangeError::Write`] where a sheet's name or a text is too long for a workbook.
pub fn write_tables(tables: &[Table], format: TableFormat) -> Result<Vec<u8>, ExchangeError> {
    let failed = |e: &dyn std::fmt::Display| ExchangeError::Write {
        detail: e.to_string(),
    };
    match format {
        TableFormat::Xlsx => workbook(tables).map_err(|e| failed(&e)),
        TableFormat::CsvUtf8 | TableFormat::CsvGbk => {
            let mut bytes = Vec::new();
            if let Some(table) = tables.first() {
                text(table, &mut bytes).map_err(|e| failed(&e))?;
            }
            let text = String::from_utf8(bytes).map_err(|e| failed(&e))?;
            Ok(if format == TableFormat::CsvGbk {
                GB18030.encode(&text).0.into_owned()
            } else {
                format!("\u{feff}{text}").into_bytes()
            })
        }
    }
}

fn workbook(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let head = CellFormat::new().set_bold();
    let day = CellFormat::new().set_num_format("yyyy-mm-dd");
    let moment = CellFormat::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for table in tables {
        let sheet = workbook.add_worksheet_with_low_memory()?;
        if !table.name.is_empty() {
            sheet.set_name(&table.name)?;
        }
        let mut row = 0;
        for line in &table.preamble {
            sheet.write_string(row, 0, line)?;
            row += 1;
        }
        for (column, heading) in (0_u16..).zip(&table.headings) {
            sheet.write_string_with_format(row, column, heading, &head)?;
        }
        row += 1;
        for cells in &table.rows {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    TableCell::Empty => {}
                    TableCell::Text(text) => {
                        sheet.write_string(row, column, text)?;
                    }
                    TableCell::Number(n) => {
                        sheet.write_number(row, column, *n)?;
                    }
                    TableCell::Moment(m) => {
                        let midnight = m.time() == chrono::NaiveTime::MIN;
                        let format = if midnight { &day } else { &moment };
                        sheet.write_number_with_format(row, column, serial_of(*m), format)?;
                    }
                }
            }
            row += 1;
        }
        for line in &table.footer {
            sheet.write_string(row, 0, line)?;
            row += 1;
        }
    }
    workbook.save_to_buffer()
}

/// A moment as a serial of the 1900 epoch: days since 30 December 1899.
fn serial_of(m: NaiveDateTime) -> f64 {
    let epoch = chrono::DateTime::UNIX_EPOCH.naive_utc();
    (m - epoch).num_seconds() as f64 / 86_400.0 + 25_569.0
}

fn text(table: &Table, out: &mut Vec<u8>) -> Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    for line in &table.preamble {
        writer.write_record([line])?;
    }
    writer.write_record(&table.headings)?;
    for cells in &table.rows {
        writer.write_record(cells.iter().map(|cell| match cell {
            TableCell::Empty => String::new(),
            TableCell::Text(text) => harmless(text),
            TableCell::Number(n) => number_text(*n),
            TableCell::Moment(m) => moment_text(*m),
        }))?;
    }
    for line in &table.footer {
        writer.write_record([line])?;
    }
    writer.flush()?;
    Ok(())
}

/// Text that a spreadsheet program would take for a formula gets an apostrophe, which it hides and
/// [`parse`](crate::parse) takes off again.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Answers of many units as a wide table, units × indicators, in the order given. Observations of other
/// units and indicators are passed over; reasons for "not applicable" have no room in this form.
#[must_use]
pub fn answers_table(
    framework: &Framework,
    units: &[Unit],
    observations: &[Observation],
    lang: Lang,
) -> Table {
    let rows_of: HashMap<&str, usize> = units
        .iter()
        .enumerate()
        .map(|(at, u)| (u.code.as_str(), at))
        .collect();
    let indicator_at: HashMap<&str, usize> = framework
        .indicators
        .iter()
        .enumerate()
        .map(|(at, i)| (i.id.as_str(), at))
        .collect();
    let mut used = vec![false; framework.indicators.len()];
    for o in observations.iter().filter(|o| o.answer.is_given()) {
        if let Some(at) = indicator_at.get(o.indicator.as_str()) {
            used[*at] = true;
        }
    }
    let mut column_of = vec![0; used.len()];
    let mut headings = vec![
        word(lang, "table_unit_code").to_owned(),
        word(lang, "table_unit_name").to_owned(),
    ];
    for (at, indicator) in framework.indicators.iter().enumerate() {
        if used[at] {
            column_of[at] = headings.len();
            headings.push(format!("{} {}", indicator.id, indicator.name.get(lang)));
        }
    }
    let mut rows: Vec<Vec<TableCell>> = units
        .iter()
        .map(|u| {
            let mut row = vec![TableCell::Empty; headings.len()];
            row[0] = TableCell::Text(u.code.to_string());
            row[1] = TableCell::Text(u.name.get(lang).to_owned());
            row
        })
        .collect();
    for o in observations {
        let (Some(row), Some(at)) = (
            rows_of.get(o.unit.as_str()),
            indicator_at.get(o.indicator.as_str()),
        ) else {
            continue;
        };
        let scale = &framework.indicators[*at].scale;
        rows[*row][column_of[*at]] = match (&o.answer, scale) {
            (Answer::Unanswered, _) => continue,
            (Answer::NotApplicable { .. }, _) => {
                TableCell::Text(word(lang, "not_applicable").to_owned())
            }
            (Answer::Value(value), Scale::Choice(options) | Scale::Maturity(options)) => options
                .iter()
                .find(|option| option.value == *value)
                .map_or(TableCell::Number(*value), |option| {
                    TableCell::Text(option_text(scale, option, lang))
                }),
            (Answer::Value(value), _) => TableCell::Number(*value),
        };
    }
    Table {
        name: word(lang, "sheet_answers").to_owned(),
        headings,
        rows,
        ..Table::default()
    }
}

/// Rows of a register under its own headings. Units are written by code.
#[must_use]
pub fn register_table(
    framework: &Framework,
    register: &Register,
    records: &[Record],
    lang: Lang,
) -> Table {
    let used: Vec<&Field> = register
        .fields
        .iter()
        .filter(|f| {
            f.required
                || f.id == register.unit_field
                || records.iter().any(|r| r.get(&f.id).is_some())
        })
        .collect();
    let rows = records
        .iter()
        .filter(|r| r.register == register.id)
        .map(|record| {
            used.iter()
                .map(|field| match record.get(&field.id) {
                    Some(value) => field_cell(framework, field, value, lang),
                    None if field.id == register.unit_field => {
                        TableCell::Text(record.unit.to_string())
                    }
                    None => TableCell::Empty,
                })
                .collect()
        })
        .collect();
    Table {
        name: register.name.get(lang).chars().take(31).collect(),
        headings: used.iter().map(|f| heading(f, lang)).collect(),
        rows,
        ..Table::default()
    }
}

/// A value of a register as people write it: labels for codes, 是 and 否 for flags.
fn field_cell(framework: &Framework, field: &Field, value: &Value, lang: Lang) -> TableCell {
    match (&field.kind, value) {
        (FieldKind::Choice(options), Value::Text(_) | Value::Number(_)) => {
            let code = crate::intake::key_text(value);
            let label = options.iter().find(|o| o.code == code);
            TableCell::Text(label.map_or(code, |o| o.label.get(lang).to_owned()))
        }
        (FieldKind::IncidentClass, Value::Text(code)) => {
            let class = framework.incident_classes.iter().find(|c| c.code == *code);
            TableCell::Text(class.map_or_else(
                || code.clone(),
                |c| format!("{} {}", c.code, c.name.get(lang)),
            ))
        }
        (FieldKind::Month, Value::Time(m)) => TableCell::Text(m.format("%Y-%m").to_string()),
        (_, Value::Flag(flag)) => {
            TableCell::Text(word(lang, if *flag { "yes" } else { "no" }).to_owned())
        }
        (_, Value::Text(text)) => TableCell::Text(text.clone()),
        (_, Value::Number(n)) => TableCell::Number(*n),
        (_, Value::Time(m)) => TableCell::Moment(*m),
    }
}

/// Questionnaires of one party, as a survey platform exports them: a column a question, options by words.
#[must_use]
pub fn responses_table(
    framework: &Framework,
    party: Party,
    responses: &[Response],
    units: &[Unit],
    lang: Lang,
) -> Table {
    let questions: Vec<_> = framework
        .questions
        .iter()
        .filter(|q| q.party == party)
        .collect();
    let asks_place = questions.iter().any(|q| q.kind == QuestionKind::Region);
    let mut headings = vec![
        word(lang, "table_response_id").to_owned(),
        word(lang, "table_answered_at").to_owned(),
    ];
    if !asks_place {
        headings.push(word(lang, "table_place").to_owned());
    }
    headings.extend(
        questions
            .iter()
            .map(|q| format!("{} {}", q.id, q.text.get(lang))),
    );
    let known: HashMap<&str, &Unit> = units.iter().map(|u| (u.code.as_str(), u)).collect();
    let place = |code: Option<&UnitCode>| {
        code.map_or(TableCell::Empty, |code| {
            let name = known.get(code.as_str()).map(|u| u.name.get(lang));
            TableCell::Text(name.map_or_else(|| code.to_string(), |n| format!("{code} {n}")))
        })
    };
    let rows = responses
        .iter()
        .filter(|r| r.party == party)
        .map(|response| {
            let mut row = vec![
                TableCell::Text(response.id.clone()),
                response
                    .answered_at
                    .map_or(TableCell::Empty, TableCell::Moment),
            ];
            if !asks_place {
                row.push(place(response.unit.as_ref()));
            }
            for question in &questions {
                let value = response.answers.get(&question.id);
                row.push(match (&question.kind, value) {
                    (QuestionKind::Region, _) => place(response.unit.as_ref()),
                    (_, None) => TableCell::Empty,
                    (QuestionKind::Number { .. }, Some(Value::Number(n))) => TableCell::Number(*n),
                    (_, Some(value)) => {
                        let labels: Vec<String> = crate::intake::key_text(value)
                            .split('|')
                            .map(|n| {
                                n.parse::<usize>()
                                    .ok()
                                    .and_then(|n| question.options.get(n.checked_sub(1)?))
                                    .map_or_else(|| n.to_owned(), |o| o.get(lang).to_owned())
                            })
                            .collect();
                        TableCell::Text(labels.join("┋"))
                    }
                });
            }
            row
        })
        .collect();
    Table {
        name: word(lang, "sheet_answers").to_owned(),
        headings,
        rows,
        ..Table::default()
    }
}

/// Units with their attributes.
#[must_use]
pub fn units_table(framework: &Framework, units: &[Unit], lang: Lang) -> Table {
    let headings = [
        "table_unit_code",
        "table_unit_name",
        "table_name_en",
        "table_peer_group",
        "table_parent",
        "table_tags",
        "table_population",
    ];
    // The population has a heading that people know; what else is known of units stands under its own name.
    let others: std::collections::BTreeSet<&str> = units
        .iter()
        .flat_map(|u| u.attributes.keys())
        .map(String::as_str)
        .filter(|name| *name != "population")
        .collect();
    let rows = units
        .iter()
        .map(|u| {
            let group = framework
                .peer_group(&u.peer_group)
                .map_or_else(|| u.peer_group.clone(), |g| g.name.get(lang).to_owned());
            let tags: Vec<&str> = u.tags.iter().map(String::as_str).collect();
            let mut row = vec![
                TableCell::Text(u.code.to_string()),
                TableCell::Text(u.name.zh.clone()),
                TableCell::Text(u.name.en.clone()),
                TableCell::Text(group),
                u.parent
                    .as_ref()
                    .map_or(TableCell::Empty, |p| TableCell::Text(p.to_string())),
                TableCell::Text(tags.join("|")),
            ];
            let attributes = ["population"].into_iter().chain(others.iter().copied());
            row.extend(attributes.map(|name| {
                let number = u.attributes.get(name);
                number.map_or(TableCell::Empty, |n| TableCell::Number(*n))
            }));
            row
        })
        .collect();
    Table {
        name: word(lang, "sheet_unit").to_owned(),
        headings: headings
            .iter()
            .map(|k| word(lang, k).to_owned())
            .chain(others.iter().map(|name| format!("attribute:{name}")))
            .collect(),
        rows,
        ..Table::default()
    }
}
