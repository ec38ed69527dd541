//! A party's questionnaire as a workbook: a sheet to print and fill in by hand, and a sheet to type answers
//! into, one respondent a row, which is imported as it is.

use std::collections::BTreeMap;

use assessment_models::{
    Framework, Round, Unit,
    framework::{Question, QuestionKind},
    survey::Party,
    text::Lang,
};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{LISTS, Lists, Styles, protect};
use crate::{
    error::ExchangeError,
    intake::fill_in,
    words::{phrase, word},
};

/// Rows that are prepared with lists; below them rows are still read.
const ROWS: u32 = 1_000;
/// Columns before the first question.
const BEFORE: u16 = 2;

/// What a questionnaire is made from.
#[derive(Debug, Clone, Copy)]
pub struct QuestionnaireInput<'a> {
    /// Whose questions.
    pub framework: &'a Framework,
    /// In which round.
    pub round: &'a Round,
    /// Who is asked.
    pub party: Party,
    /// The units of the round; places are chosen among those that belong to another.
    pub units: &'a [Unit],
    /// The workspace that the return is for.
    pub workspace: &'a str,
    /// The language of questions and headings.
    pub lang: Lang,
}

/// Makes a party's questionnaire.
///
/// # Errors
///
/// [`ExchangeError::Write`] where the framework holds something that no workbook can, such as a text of
/// more than 32,767 characters.
pub fn questionnaire(input: &QuestionnaireInput<'_>) -> Result<Vec<u8>, ExchangeError> {
    build(input).map_err(|e| ExchangeError::Write {
        detail: e.to_string(),
    })
}

fn build(input: &QuestionnaireInput<'_>) -> Result<Vec<u8>, XlsxError> {
    let lang = input.lang;
    let styles = Styles::new();
    let mut lists = Lists::default();
    let mut workbook = Workbook::new();
    let questions: Vec<&Question> = input
        .framework
        .questions
        .iter()
        .filter(|q| q.party == input.party)
        .collect();
    paper(workbook.add_worksheet(), input, &questions, &styles)?;
    table(
        workbook.add_worksheet(),
        input,
        &questions,
        &styles,
        &mut lists,
    )?;
    let sheet = workbook.add_worksheet().set_name(LISTS)?;
    lists.write(sheet)?;
    sheet.set_hidden(true);
    let sheet = workbook.add_worksheet().set_name(fill_in::SHEET)?;
    let role = fill_in::survey_role(input.party);
    let facts = [
        ("hezhi", "1", ""),
        ("workspace", input.workspace, ""),
        ("round", input.round.id.as_str(), ""),
        ("framework", &input.framework.id, ""),
        ("version", &input.framework.version, ""),
        ("digest", &input.framework.digest, ""),
        ("sheet", word(lang, "sheet_paper"), fill_in::INFO),
        ("sheet", word(lang, "sheet_responses"), &role),
        ("sheet", LISTS, fill_in::INFO),
    ];
    for (row, (name, value, role)) in (0_u32..).zip(facts) {
        sheet
            .write_string(row, 0, name)?
            .write_string(row, 1, value)?;
        if !role.is_empty() {
            sheet.write_string(row, 2, role)?;
        }
    }
    sheet.set_hidden(true);
    workbook.save_to_buffer()
}

/// The questionnaire as it is handed out on paper.
fn paper(
    sheet: &mut Worksheet,
    input: &QuestionnaireInput<'_>,
    questions: &[&Question],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    let party = word(lang, party_key(input.party));
    let top = || {
        Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_font_size(12)
    };
    let (number, text, note) = (
        top(),
        top().set_bold(),
        top()
            .set_italic()
            .set_font_size(10)
            .set_font_color(0x56_6273),
    );
    let line = top().set_border_bottom(FormatBorder::Thin);
    let centred = styles.title.clone().set_align(FormatAlign::Center);
    sheet.set_name(word(lang, "sheet_paper"))?;
    sheet.set_column_width(0, 6)?.set_column_width(1, 82)?;
    let title = phrase(
        lang,
        "paper_title",
        &[("round", input.round.name.get(lang)), ("party", party)],
    );
    sheet.merge_range(0, 0, 0, 1, &title, &centred)?;
    sheet.set_row_height(0, 30)?;
    sheet.merge_range(1, 0, 1, 1, word(lang, "paper_intro"), &note)?;
    sheet.set_row_height(1, 46)?;
    let mut row = 3;
    for (at, question) in questions.iter().enumerate() {
        let hint = match question.kind {
            QuestionKind::Multiple => word(lang, "paper_several"),
            QuestionKind::Number { .. } => word(lang, "paper_number"),
            QuestionKind::Region => word(lang, "paper_place"),
            _ => "",
        };
        let star = if question.required { " *" } else { "" };
        let asked = format!("{}{hint}{star}", question.text.get(lang));
        sheet.write_string_with_format(row, 0, format!("{}.", at + 1), &number)?;
        sheet.write_string_with_format(row, 1, &asked, &text)?;
        sheet.set_row_height(row, height(&asked))?;
        row += 1;
        match question.kind {
            QuestionKind::Region | QuestionKind::Number { .. } => {
                sheet.write_blank(row, 1, &line)?;
                sheet.set_row_height(row, 24)?;
                row += 1;
            }
            _ => {
                for option in &question.options {
                    let option = format!("□ {}", option.get(lang));
                    sheet.write_string_with_format(row, 1, &option, &number)?;
                    sheet.set_row_height(row, height(&option))?;
                    row += 1;
                }
            }
        }
        row += 1;
    }
    sheet.write_string_with_format(row, 1, word(lang, "paper_thanks"), &note)?;
    sheet
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_print_gridlines(false)
        .set_screen_gridlines(false)
        .set_footer(format!("&C{}", word(lang, "page_footer")));
    protect(sheet);
    Ok(())
}

/// Points that a text takes in the wide column, which holds some 80 narrow characters a line.
fn height(text: &str) -> f64 {
    let wide: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    17.0 * (wide.div_ceil(78).max(1) as f64)
}

/// The sheet to type answers into.
fn table(
    sheet: &mut Worksheet,
    input: &QuestionnaireInput<'_>,
    questions: &[&Question],
    styles: &Styles,
    lists: &mut Lists,
) -> Result<(), XlsxError> {
    let lang = input.lang;
    sheet.set_name(word(lang, "sheet_responses"))?;
    for (column, key, format) in [
        (0, "table_response_id", &styles.open_text),
        (1, "table_answered_at", &styles.open_time),
    ] {
        sheet.set_column_format(column, format)?;
        sheet.set_column_width(column, 16)?;
        sheet.write_string_with_format(0, column, word(lang, key), &styles.head)?;
    }
    let places = places(input);
    let mut column = BEFORE;
    for question in questions {
        if question.kind == QuestionKind::Multiple {
            for option in &question.options {
                let heading = format!("{}（{}）", question.id, option.get(lang));
                let yes_no = vec![word(lang, "yes").to_owned(), word(lang, "no").to_owned()];
                open(sheet, column, &heading, styles)?;
                sheet.add_data_validation(1, column, ROWS, column, &choice(lists, yes_no))?;
                column += 1;
            }
            continue;
        }
        let heading = format!("{} {}", question.id, question.text.get(lang));
        open(sheet, column, &heading, styles)?;
        let rule = match question.kind {
            QuestionKind::Number { min, max } => DataValidation::new()
                .allow_decimal_number(DataValidationRule::Between(min, max))
                .set_error_style(DataValidationErrorStyle::Warning),
            QuestionKind::Region => choice(lists, places.clone()),
            _ => {
                let options = question.options.iter().map(|o| o.get(lang).to_owned());
                choice(lists, options.collect())
            }
        };
        if question.kind != QuestionKind::Region || !places.is_empty() {
            sheet.add_data_validation(1, column, ROWS, column, &rule)?;
        }
        column += 1;
    }
    sheet.set_row_height(0, 64)?;
    sheet.set_freeze_panes(1, BEFORE)?;
    protect(sheet);
    super::print_setup(sheet, 0, lang)
}

fn open(
    sheet: &mut Worksheet,
    column: u16,
    heading: &str,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.set_column_format(column, &styles.open)?;
    sheet.set_column_width(column, 22)?;
    sheet.write_string_with_format(0, column, heading, &styles.head)?;
    Ok(())
}

fn choice(lists: &mut Lists, items: Vec<String>) -> DataValidation {
    DataValidation::new()
        .allow_list_formula(Formula::new(lists.range(items)))
        .set_error_style(DataValidationErrorStyle::Warning)
}

/// Places as an import knows them: by name, by code where two bear the same name.
fn places(input: &QuestionnaireInput<'_>) -> Vec<String> {
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in input.units {
        *named.entry(unit.name.get(input.lang)).or_default() += 1;
    }
    let below: Vec<&Unit> = input.units.iter().filter(|u| u.parent.is_some()).collect();
    let all: Vec<&Unit> = input.units.iter().collect();
    let chosen = if below.is_empty() { all } else { below };
    chosen
        .into_iter()
        .map(|unit| {
            let name = unit.name.get(input.lang);
            match named.get(name) {
                Some(1) => name.to_owned(),
                _ => unit.code.to_string(),
            }
        })
        .collect()
}

fn party_key(party: Party) -> &'static str {
    match party {
        Party::Government => "party_government",
        Party::Enterprise => "party_enterprise",
        Party::SocialOrg => "party_social_org",
        Party::Citizen => "party_citizen",
    }
}
