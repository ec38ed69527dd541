//! The fill-in workbook of a unit: what it is asked, its lists to choose from, and a hidden sheet that
//! says whose it is, so that its return needs no mapping.

mod answers;
pub(crate) mod findings;
mod questionnaire;
mod register;

pub use self::findings::OpenFinding;
pub use self::questionnaire::{QuestionnaireInput, questionnaire};
pub(crate) use self::{answers::option_text, register::heading};

use std::collections::BTreeMap;

use assessment_models::{Framework, Observation, Round, Unit, text::Lang};
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::{
    error::ExchangeError,
    intake::{self, fill_in},
    words::{phrase, word},
};

/// Name of the hidden sheet with the lists.
const LISTS: &str = "_lists";

/// What a fill-in workbook is made from.
#[derive(Debug, Clone, Copy)]
pub struct TemplateInput<'a> {
    /// What is asked.
    pub framework: &'a Framework,
    /// Of whom.
    pub unit: &'a Unit,
    /// In which round.
    pub round: &'a Round,
    /// The workspace that the return is for.
    pub workspace: &'a str,
    /// Answers that are there already; those of other units and layers are passed over.
    pub answers: &'a [Observation],
    /// Answers of the round before, shown beside the new ones.
    pub last: &'a [Observation],
    /// The unit's findings that are not closed.
    pub findings: &'a [OpenFinding],
    /// The language of headings and guidance.
    pub lang: Lang,
}

/// Makes a unit's fill-in workbook.
///
/// # Errors
///
/// [`ExchangeError::Write`] where the framework holds something that no workbook can, such as a text of
/// more than 32,767 characters.
pub fn template(input: &TemplateInput<'_>) -> Result<Vec<u8>, ExchangeError> {
    build(input).map_err(|e| ExchangeError::Write {
        detail: e.to_string(),
    })
}

/// Formats of a workbook.
pub(crate) struct Styles {
    pub(crate) title: Format,
    pub(crate) head: Format,
    pub(crate) fixed: Format,
    pub(crate) open: Format,
    pub(crate) open_text: Format,
    pub(crate) open_time: Format,
}

impl Styles {
    fn new() -> Self {
        let base = || {
            Format::new()
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0xC9_CED6))
        };
        let open = || base().set_unlocked();
        Self {
            title: Format::new().set_bold().set_font_size(16),
            head: base()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0xE8_EDF4)),
            fixed: base().set_background_color(Color::RGB(0xF5_F6F8)),
            open: open(),
            open_text: open().set_num_format("@"),
            open_time: open().set_num_format("yyyy-mm-dd hh:mm"),
        }
    }
}

/// Lists to choose from, one a column of a hidden sheet.
#[derive(Default)]
pub(crate) struct Lists {
    columns: Vec<Vec<String>>,
    known: BTreeMap<Vec<String>, usize>,
}

impl Lists {
    /// The range of a list, as a validation refers to it.
    pub(crate) fn range(&mut self, items: Vec<String>) -> String {
        let at = match self.known.get(&items) {
            Some(at) => *at,
            None => {
                self.columns.push(items.clone());
                self.known.insert(items.clone(), self.columns.len() - 1);
                self.columns.len() - 1
            }
        };
        let letters = assessment_models::draft::column_letters(u16::try_from(at).unwrap_or(0));
        format!("={LISTS}!${letters}$1:${letters}${}", items.len())
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (column, items) in self.columns.iter().enumerate() {
            for (row, item) in items.iter().enumerate() {
                sheet.write_string(row as u32, u16::try_from(column).unwrap_or(0), item)?;
            }
        }
        Ok(())
    }
}

/// Locks a sheet but for its open cells, and leaves people what they need to work in it.
pub(crate) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
}

/// Paper, orientation and repeated headings for print.
pub(crate) fn print_setup(sheet: &mut Worksheet, head: u32, lang: Lang) -> Result<(), XlsxError> {
    sheet
        .set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, head)?
        .set_footer(format!("&C{}", word(lang, "page_footer")));
    Ok(())
}

fn build(input: &TemplateInput<'_>) -> Result<Vec<u8>, XlsxError> {
    let lang = input.lang;
    let styles = Styles::new();
    let mut lists = Lists::default();
    let mut workbook = Workbook::new();
    guide(workbook.add_worksheet(), input, &styles)?;
    unit_sheet(workbook.add_worksheet(), input, &styles)?;
    answers::write(workbook.add_worksheet(), input, &styles, &mut lists)?;
    let mut roles = vec![
        (
            word(lang, "sheet_guide").to_owned(),
            fill_in::INFO.to_owned(),
        ),
        (
            word(lang, "sheet_unit").to_owned(),
            fill_in::INFO.to_owned(),
        ),
        (
            word(lang, "sheet_answers").to_owned(),
            fill_in::ANSWERS.to_owned(),
        ),
        (LISTS.to_owned(), fill_in::INFO.to_owned()),
    ];
    if !input.findings.is_empty() {
        findings::write(workbook.add_worksheet(), input, &styles, &mut lists)?;
        roles.push((
            word(lang, "sheet_findings").to_owned(),
            intake::findings::ROLE.to_owned(),
        ));
    }
    for register in supplied(input.framework, input.unit) {
        let name = sheet_name(register.name.get(lang), &roles);
        register::write(
            workbook.add_worksheet().set_name(&name)?,
            input,
            register,
            &styles,
            &mut lists,
        )?;
        roles.push((name, register.id.to_string()));
    }
    let sheet = workbook.add_worksheet().set_name(LISTS)?;
    lists.write(sheet)?;
    sheet.set_hidden(true);
    let sheet = workbook.add_worksheet().set_name(fill_in::SHEET)?;
    let facts = [
        ("hezhi", "1"),
        ("workspace", input.workspace),
        ("round", input.round.id.as_str()),
        ("framework", &input.framework.id),
        ("version", &input.framework.version),
        ("digest", &input.framework.digest),
        ("unit", input.unit.code.as_str()),
    ];
    let mut row = 0;
    for (name, value) in facts {
        sheet
            .write_string(row, 0, name)?
            .write_string(row, 1, value)?;
        row += 1;
    }
    for (name, role) in &roles {
        sheet
            .write_string(row, 0, "sheet")?
            .write_string(row, 1, name)?
            .write_string(row, 2, role)?;
        row += 1;
    }
    sheet.set_hidden(true);
    workbook.worksheet_from_index(2)?.set_active(true);
    workbook.save_to_buffer()
}

/// Registers that a unit fills in: the incidents, and those of which an indicator is asked of it.
fn supplied<'a>(
    framework: &'a Framework,
    unit: &Unit,
) -> Vec<&'a assessment_models::framework::Register> {
    let incident = framework.incident.as_ref().map(|i| i.register.as_str());
    framework
        .registers
        .iter()
        .filter(|r| {
            incident == Some(r.id.as_str())
                || framework.indicators.iter().any(|i| {
                    i.register.as_deref() == Some(r.id.as_str()) && framework.asks(unit, i)
                })
        })
        .collect()
}

/// A name that a sheet may have: 31 characters, none of `[]:*?/\`, and not taken yet.
fn sheet_name(name: &str, taken: &[(String, String)]) -> String {
    let clean: String = name
        .chars()
        .map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c })
        .take(28)
        .collect();
    let clean = clean.trim().to_owned();
    let mut name = clean.clone();
    let mut n = 2;
    while taken.iter().any(|(t, _)| t.eq_ignore_ascii_case(&name)) {
        name = format!("{clean} {n}");
        n += 1;
    }
    name
}

fn guide(
    sheet: &mut Worksheet,
    input: &TemplateInput<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    let unit = input.unit.name.get(lang);
    let deadline = input.round.deadline.map_or_else(
        || word(lang, "guide_no_deadline").to_owned(),
        |d| d.to_string(),
    );
    let params = [
        ("unit", unit),
        ("round", input.round.name.get(lang)),
        ("deadline", deadline.as_str()),
    ];
    sheet.set_name(word(lang, "sheet_guide"))?;
    sheet.set_column_width(0, 100)?;
    sheet.write_string_with_format(0, 0, phrase(lang, "guide_title", &params), &styles.title)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for n in 1..=7_u32 {
        let text = phrase(lang, &format!("guide_{n}"), &params);
        sheet.write_string_with_format(n + 1, 0, text, &wrap)?;
        sheet.set_row_height(n + 1, 34)?;
    }
    protect(sheet);
    print_setup(sheet, 0, lang)
}

fn unit_sheet(
    sheet: &mut Worksheet,
    input: &TemplateInput<'_>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    let group = input
        .framework
        .peer_group(&input.unit.peer_group)
        .map_or("", |g| g.name.get(lang));
    let framework = format!(
        "{} {}",
        input.framework.name.get(lang),
        input.framework.version
    );
    sheet.set_name(word(lang, "sheet_unit"))?;
    sheet.set_column_width(0, 18)?.set_column_width(1, 50)?;
    let known = [
        ("unit_code", input.unit.code.as_str()),
        ("unit_name", input.unit.name.get(lang)),
        ("unit_group", group),
        ("unit_round", input.round.name.get(lang)),
        ("unit_framework", framework.as_str()),
    ];
    let mut row = 0;
    for (key, value) in known {
        sheet.write_string_with_format(row, 0, word(lang, key), &styles.head)?;
        sheet.write_string_with_format(row, 1, value, &styles.fixed)?;
        row += 1;
    }
    for key in ["unit_person", "unit_phone", "unit_chief", "unit_date"] {
        sheet.write_string_with_format(row, 0, word(lang, key), &styles.head)?;
        sheet.write_blank(row, 1, &styles.open_text)?;
        row += 1;
    }
    protect(sheet);
    print_setup(sheet, 0, lang)
}
