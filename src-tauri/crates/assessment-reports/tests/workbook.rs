//! The workbook read back by another program's eyes: sheets, values, text that stays text, bytes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "what goes wrong here fails the test"
)]

use std::{
    cell::{Cell, RefCell},
    sync::atomic::{AtomicBool, Ordering},
};

use assessment_models::{Framework, Mode, RoundData, Scorecard, text::Lang};
use assessment_reports::{ReportError, workbook};
use calamine::{Data, Reader, Xlsx};
use package::rendered;

mod fixture;
mod package;

fn render(framework: &Framework, data: &RoundData, card: &Scorecard, lang: Lang) -> Vec<u8> {
    let bytes = rendered(framework, data, card, lang, &[]);
    if let Some(folder) = std::env::var_os("WRITE_WORKBOOKS") {
        let name = format!("{}-{}.xlsx", lang.tag(), data.units.len());
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(name), &bytes).unwrap();
    }
    bytes
}

fn open(bytes: Vec<u8>) -> Xlsx<std::io::Cursor<Vec<u8>>> {
    Xlsx::new(std::io::Cursor::new(bytes)).unwrap()
}

#[test]
fn a_province_in_both_languages() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 56, 117, 1);
    let card = fixture::score(&framework, &data, Mode::Official);
    for (lang, sheets) in [
        (
            Lang::Zh,
            "封面 总览 排名·省直部门 排名·县（市、区） 图表 单位页 方面得分 二级指标 指标得分 填报值 完整度 加扣分 事件 共性问题 问题 问题整改 问卷 方法 稽核 导入问题",
        ),
        (
            Lang::En,
            "Cover Overview Rank·Departments Rank·Counties Charts Unit·page Aspects Objectives Indicator·scores Answers Completeness Adjustments Incidents Common·problems Problems Rectification Survey Method Audit Import·problems",
        ),
    ] {
        let mut book = open(render(&framework, &data, &card, lang));
        let names: Vec<String> = book
            .sheet_names()
            .iter()
            .map(|n| n.replace(' ', "·"))
            .collect();
        let expected: Vec<&str> = sheets.split(' ').collect();
        assert_eq!(names, expected);
        for name in book.sheet_names() {
            let range = book.worksheet_range(&name).unwrap();
            assert!(range.height() > 2, "{name} is nearly empty");
            assert!(name.encode_utf16().count() <= 31);
        }
        // The results that stand in the file are the engine's.
        let name = book.sheet_names()[6].clone();
        let aspects = book.worksheet_range(&name).unwrap();
        let column = 3 + framework.aspects.len() as u32 + 4;
        for line in 6..6 + data.units.len() as u32 {
            let code = aspects.get_value((line, 0)).unwrap().to_string();
            let unit = card.units.iter().find(|u| u.unit == code.as_str()).unwrap();
            match (aspects.get_value((line, column)), unit.total) {
                (Some(Data::Float(x)), Some(total)) => assert_eq!(*x, total, "{code}"),
                (found, total) => panic!("{code}: {found:?} {total:?}"),
            }
        }
    }
}

/// Names, causes and titles that begin like a formula are written as text.
#[test]
fn what_people_typed_is_never_a_formula() {
    let framework = fixture::framework();
    let mut data = fixture::round(&framework, 4, 0, 2);
    for (unit, sign) in data.units.iter_mut().zip(["=1+1", "+1", "-1", "@SUM(A1)"]) {
        unit.name.zh = sign.to_owned();
    }
    let card = fixture::score(&framework, &data, Mode::Official);
    let mut book = open(render(&framework, &data, &card, Lang::Zh));
    let aspects = book.worksheet_range("方面得分").unwrap();
    let formulas = book.worksheet_formula("方面得分").unwrap();
    for (line, sign) in (6..).zip(["=1+1", "+1", "-1", "@SUM(A1)"]) {
        assert_eq!(
            aspects.get_value((line, 1)),
            Some(&Data::String(sign.to_owned()))
        );
        assert!(formulas.get_value((line, 1)).is_none_or(String::is_empty));
    }
}

/// A cleared answer is missing, a code typed as a number is the code, and no score reaches a limit that the
/// framework does not state.
#[test]
fn formulas_take_what_people_do_to_cells() {
    let mut framework = fixture::framework();
    framework.adjustments.max_deduction = None;
    framework.adjustments.max_bonus = None;
    framework.adjustments.bonus_above = None;
    let data = fixture::round(&framework, 6, 6, 5);
    let card = fixture::score(&framework, &data, Mode::Official);
    let mut book = open(render(&framework, &data, &card, Lang::Zh));
    let mut formulas = |sheet: &str| -> Vec<String> {
        let range = book.worksheet_formula(sheet).unwrap();
        range.used_cells().map(|(_, _, f)| f.clone()).collect()
    };
    let cleared = |f: &String| f.contains("=\"\"") && f.contains("missing_word),0,");
    let scored = |f: &&String| f.starts_with("IF(ISNUMBER(");
    let scores = formulas("指标得分");
    assert!(scores.iter().filter(scored).count() > 20, "{scores:?}");
    assert!(scores.iter().filter(scored).all(cleared), "{scores:?}");
    let sums = formulas("方面得分");
    assert!(sums.iter().any(|f| f.contains("&\"\"=$A")), "{sums:?}");
    let method = book.worksheet_range("方法").unwrap();
    for name in ["max_deduction", "max_bonus", "bonus_above"] {
        let line = method
            .rows()
            .find(|r| r[0] == Data::String(name.to_owned()));
        let limit = line.unwrap()[1].to_string().parse::<f64>().unwrap();
        assert!(limit.abs() >= 1e9, "{name} {limit}");
    }
}

/// A round without a survey has nothing that was withheld.
#[test]
fn a_survey_that_was_not_held_is_an_empty_list() {
    let mut framework = fixture::framework();
    let mut data = fixture::round(&framework, 3, 3, 6);
    data.responses.clear();
    let card = fixture::score(&framework, &data, Mode::Official);
    framework.questions = Framework::builtin("six-aspect").unwrap().questions;
    let mut book = open(render(&framework, &data, &card, Lang::Zh));
    let survey = book.worksheet_range("问卷").unwrap();
    let withheld = |cell: &&[Data]| cell.get(3).is_some_and(|c| !c.to_string().is_empty());
    assert_eq!(survey.rows().skip(4).find(withheld), None);
}

#[test]
fn nobody_and_one_unit() {
    let framework = fixture::framework();
    for (departments, counties) in [(0, 0), (1, 0)] {
        let data = fixture::round(&framework, departments, counties, 3);
        let card = fixture::score(&framework, &data, Mode::Official);
        let mut book = open(render(&framework, &data, &card, Lang::Zh));
        assert!(book.worksheet_range("方法").is_ok());
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 10, 10, 4);
    let card = fixture::score(&framework, &data, Mode::Official);
    let first = render(&framework, &data, &card, Lang::Zh);
    assert!(first == render(&framework, &data, &card, Lang::Zh));
}

#[test]
fn a_workbook_tells_how_far_it_is_and_stops_where_it_is_asked_to() {
    let framework = fixture::framework();
    let data = fixture::round(&framework, 30, 5, 3);
    let card = fixture::score(&framework, &data, Mode::Official);
    let input = package::input(&framework, &data, &card, Lang::Zh, &[]);
    let told = RefCell::new(Vec::new());
    let tell = |done, steps| told.borrow_mut().push((done, steps));
    workbook::render(&input, &tell, &AtomicBool::new(false)).unwrap();
    let told = told.into_inner();
    assert!(told.is_sorted() && told.len() > 10, "{told:?}");
    let &(done, steps) = told.last().unwrap();
    assert_eq!(done, steps);
    // Before a sheet, and while the parts are packed.
    for &(at, _) in &told[..told.len() - 1] {
        let cancel = AtomicBool::new(false);
        let last = Cell::new(0);
        let tell = |done, _| {
            last.set(done);
            cancel.store(done >= at, Ordering::Relaxed);
        };
        let stopped = workbook::render(&input, &tell, &cancel);
        assert!(matches!(stopped, Err(ReportError::Cancelled)), "{at}");
        assert_eq!(last.get(), at);
    }
}

/// Six thousand units of the built-in framework: every one has its line, and the time is printed (it is
/// not bounded here, because tests run beside others; the benchmark bounds it).
#[test]
fn six_thousand_units() {
    let framework = Framework::builtin("six-aspect").unwrap();
    let data = fixture::answered(&framework, 6000, 5);
    let card = fixture::score(&framework, &data, Mode::Official);
    let start = std::time::Instant::now();
    let bytes = render(&framework, &data, &card, Lang::Zh);
    println!(
        "{} units: {:.1} s, {} bytes",
        data.units.len(),
        start.elapsed().as_secs_f64(),
        bytes.len()
    );
    let aspects = open(bytes).worksheet_range("方面得分").unwrap();
    assert_eq!(
        aspects.height(),
        6000 + 6 - aspects.start().unwrap().0 as usize
    );
}

/// Nothing of the built-in framework is drawn as an empty box: the font has its every character.
#[test]
fn the_font_covers_the_built_in_framework() {
    for (file, text) in assessment_models::framework::builtin_files("six-aspect").unwrap() {
        let lost: String = text
            .chars()
            .filter(|c| !c.is_control() && *c != '\u{feff}' && !assessment_reports::font::has(*c))
            .collect();
        assert!(lost.is_empty(), "{file}: {lost}");
    }
}
