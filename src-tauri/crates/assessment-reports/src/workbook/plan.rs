//! Where everything stands: sheet names, the line of each unit, the column of each element. Formulas of
//! one sheet refer to another by this plan alone.

use assessment_models::{
    Framework,
    draft::column_letters,
    framework::{AdjustmentKind, Mean},
};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::{WorkbookInput, aspects::RESULTS};
use crate::words::Words;

/// Zero-based first row of units in the matrix sheets; over it title, subtitle, group, weight, name, id.
pub(super) const FIRST: u32 = 6;
/// Zero-based row of weights in the matrix sheets.
pub(super) const WEIGHTS: u32 = 3;
/// Columns before the values: code, name, peer group.
pub(super) const FIXED: u16 = 3;
/// Zero-based first row of units on the audit sheet.
pub(super) const CHECKED: u32 = 17;
/// Zero-based row of the chosen unit on the unit page, which stands in column B.
pub(super) const CHOSEN: u32 = 3;
/// Zero-based first row of the parameters on the method sheet.
pub(super) const PARAMETERS: u32 = 14;

/// Names of the sheets.
pub(super) struct Sheets {
    pub(super) cover: String,
    pub(super) pictures: String,
    pub(super) unit_page: String,
    pub(super) common: String,
    pub(super) survey: String,
    pub(super) checks: String,
    pub(super) overview: String,
    pub(super) aspects: String,
    pub(super) objectives: String,
    pub(super) scores: String,
    pub(super) answers: String,
    pub(super) completeness: String,
    pub(super) adjustments: String,
    pub(super) incidents: String,
    pub(super) problems: String,
    pub(super) findings: String,
    pub(super) import_problems: String,
    pub(super) method: String,
}

/// A peer group that has units: its place in the framework and its lines (zero-based rows, both included).
pub(super) struct GroupLines {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) sheet: String,
    pub(super) from: u32,
    pub(super) to: u32,
    /// Rows of the scorecard, best first.
    pub(super) ranked: Vec<usize>,
}

pub(super) struct Plan {
    pub(super) sheets: Sheets,
    pub(super) groups: Vec<GroupLines>,
    /// Row of the scorecard on each line, from [`FIRST`] on.
    pub(super) lines: Vec<usize>,
    /// Line (zero-based row) of each row of the scorecard.
    pub(super) line_of: Vec<u32>,
    /// Objectives, and of each its indicators, in the order of columns: aspect by aspect.
    pub(super) objectives: Vec<usize>,
    pub(super) indicators: Vec<usize>,
    parameters: Vec<(&'static str, String)>,
    /// Zero-based row of the first grade on the method sheet.
    pub(super) grades: u32,
    /// Zero-based row of the first adjustment rule on the method sheet.
    pub(super) rules: u32,
    rule_count: u32,
    /// Zero-based row of the first element of the tree on the method sheet.
    pub(super) tree: u32,
    decimals: u32,
    check_word: String,
}

impl Plan {
    pub(super) fn new(input: &WorkbookInput<'_>) -> Self {
        let words = Words::of(input.lang);
        let framework = input.framework;
        let card = input.scorecard;
        let name = |key: &str| words.get(key).to_owned();
        let sheets = Sheets {
            cover: name("sheet_cover"),
            pictures: name("sheet_pictures"),
            unit_page: name("sheet_unit_page"),
            common: name("sheet_common"),
            survey: name("sheet_survey"),
            checks: name("sheet_audit"),
            overview: name("sheet_overview"),
            aspects: name("sheet_aspects"),
            objectives: name("sheet_objectives"),
            scores: name("sheet_scores"),
            answers: name("sheet_answers"),
            completeness: name("sheet_completeness"),
            adjustments: name("sheet_adjustments"),
            incidents: name("sheet_incidents"),
            problems: name("sheet_problems"),
            findings: name("sheet_findings"),
            import_problems: name("sheet_import_problems"),
            method: name("sheet_method"),
        };
        let mut lines = Vec::new();
        let mut line_of = vec![FIRST; card.units.len()];
        let mut groups: Vec<GroupLines> = Vec::new();
        for group in &framework.peer_groups {
            let rows: Vec<usize> = (0..card.units.len())
                .filter(|&r| card.units[r].peer_group == group.id)
                .collect();
            if rows.is_empty() {
                continue;
            }
            let from = FIRST + lines.len() as u32;
            for &row in &rows {
                line_of[row] = FIRST + lines.len() as u32;
                lines.push(row);
            }
            let label = group.name.get(input.lang);
            let sheet = words.fill("sheet_ranking", &[("group", label)]);
            groups.push(GroupLines {
                id: group.id.clone(),
                name: label.to_owned(),
                sheet: sheet_name(&sheet, &groups),
                from,
                to: FIRST + lines.len() as u32 - 1,
                ranked: best_first(card, rows),
            });
        }
        let objectives: Vec<usize> = (0..framework.aspects.len())
            .flat_map(|a| framework.objectives_of(a).map(|(o, _)| o))
            .collect();
        let indicators: Vec<usize> = objectives
            .iter()
            .flat_map(|&o| framework.indicators_of(o).map(|(i, _)| i))
            .collect();
        let parameters = parameters(framework, words);
        let grades = PARAMETERS + parameters.len() as u32 + 3;
        let rules = grades + framework.grades.len() as u32 + 3;
        let rule_count = framework.adjustments.rules.len() as u32;
        let tree = if rule_count == 0 {
            rules
        } else {
            rules + rule_count + 3
        };
        Self {
            sheets,
            groups,
            lines,
            line_of,
            objectives,
            indicators,
            parameters,
            grades,
            rules,
            rule_count,
            tree,
            decimals: framework.scoring.decimals,
            check_word: name("check_same"),
        }
    }

    /// Parameters that formulas read, by their defined name, with their value as shown.
    pub(super) fn parameters(&self) -> &[(&'static str, String)] {
        &self.parameters
    }

    /// Number format of published scores.
    pub(super) fn score_format(&self) -> String {
        match self.decimals {
            0 => "0".to_owned(),
            n => format!("0.{}", "0".repeat(n as usize)),
        }
    }

    /// Last line of units; [`FIRST`] where there are none.
    pub(super) fn last(&self) -> u32 {
        FIRST + (self.lines.len() as u32).saturating_sub(1)
    }

    /// Columns of the indicators of an objective, both included; `None` where it has none.
    pub(super) fn indicator_span(
        &self,
        framework: &Framework,
        objective: usize,
    ) -> Option<(u16, u16)> {
        span(&self.indicators, |&i| {
            framework.indicators[i].objective == objective
        })
    }

    /// Columns of the objectives of an aspect, both included; `None` where it has none.
    pub(super) fn objective_span(
        &self,
        framework: &Framework,
        aspect: usize,
    ) -> Option<(u16, u16)> {
        span(&self.objectives, |&o| {
            framework.objectives[o].aspect == aspect
        })
    }

    /// Row on the method sheet of an element of the tree: aspects, objectives, indicators in order.
    pub(super) fn tree_row(&self, element: Element, framework: &Framework) -> u32 {
        let at = match element {
            Element::Aspect(a) => a,
            Element::Objective(o) => {
                framework.aspects.len()
                    + self
                        .objectives
                        .iter()
                        .position(|&x| x == o)
                        .unwrap_or_default()
            }
            Element::Indicator(i) => {
                framework.aspects.len()
                    + self.objectives.len()
                    + self
                        .indicators
                        .iter()
                        .position(|&x| x == i)
                        .unwrap_or_default()
            }
        };
        self.tree + at as u32
    }

    /// Cell on the method sheet with the weight of an element.
    pub(super) fn weight(&self, element: Element, framework: &Framework) -> String {
        let row = self.tree_row(element, framework);
        format!("{}!$E${}", quoted(&self.sheets.method), row + 1)
    }

    /// The lines of units over some columns of a sheet, fixed.
    pub(super) fn cells(&self, sheet: &str, (from, to): (u16, u16)) -> String {
        format!(
            "{}!${}${}:${}${}",
            quoted(sheet),
            column_letters(from),
            FIRST + 1,
            column_letters(to),
            self.last() + 1
        )
    }

    /// The cells of all units and indicators on a sheet.
    pub(super) fn indicator_cells(&self, sheet: &str) -> String {
        let last = FIXED + (self.indicators.len() as u16).max(1) - 1;
        self.cells(sheet, (FIXED, last))
    }

    /// Zero-based first and last row on the method sheet of aspects, objectives and indicators; the last
    /// lies before the first where there are none.
    pub(super) fn tree_spans(&self, framework: &Framework) -> [(u32, u32); 3] {
        let mut from = self.tree;
        [
            framework.aspects.len(),
            self.objectives.len(),
            self.indicators.len(),
        ]
        .map(|n| {
            let span = (from, (from + n as u32).saturating_sub(1));
            from += n as u32;
            span
        })
    }

    /// Names that formulas and people refer to cells by; `aspects` is their number.
    pub(super) fn define_names(
        &self,
        book: &mut Workbook,
        aspects: usize,
    ) -> Result<(), XlsxError> {
        for (at, (name, _)) in (0..).zip(&self.parameters) {
            let cell = format!(
                "={}!$B${}",
                quoted(&self.sheets.method),
                PARAMETERS + at + 1
            );
            book.define_name(*name, &cell)?;
        }
        book.define_name("check_word", &format!("=\"{}\"", self.check_word))?;
        if self.rule_count > 0 {
            let names = ["rule_ids", "rule_kinds", "rule_points", "rule_limits"];
            for (name, letter) in names.into_iter().zip(["A", "B", "C", "E"]) {
                let (from, to) = (self.rules + 1, self.rules + self.rule_count);
                let method = quoted(&self.sheets.method);
                book.define_name(name, &format!("={method}!${letter}${from}:${letter}${to}"))?;
            }
        }
        if self.lines.is_empty() {
            return Ok(());
        }
        let aspects = FIXED + aspects as u16;
        let sheets = &self.sheets;
        let objectives = FIXED + self.objectives.len() as u16;
        let indicators = FIXED + self.indicators.len() as u16;
        let mut names = vec![
            ("unit_codes", self.cells(&sheets.aspects, (0, 0))),
            ("unit_names", self.cells(&sheets.aspects, (1, 1))),
            ("unit_groups", self.cells(&sheets.aspects, (2, 2))),
        ];
        for (name, sheet, end) in [
            ("aspect_scores", &sheets.aspects, aspects),
            ("objective_scores", &sheets.objectives, objectives),
            ("indicator_scores", &sheets.scores, indicators),
            ("answers", &sheets.answers, indicators),
        ] {
            if end > FIXED {
                names.push((name, self.cells(sheet, (FIXED, end - 1))));
            }
        }
        for (name, key) in [
            ("totals", "total"),
            ("published_totals", "published"),
            ("ranks", "rank"),
        ] {
            let at = RESULTS.iter().position(|k| *k == key).unwrap_or_default() as u16;
            names.push((
                name,
                self.cells(&sheets.aspects, (aspects + at, aspects + at)),
            ));
        }
        for (name, cells) in names {
            book.define_name(name, &format!("={cells}"))?;
        }
        let labels = format!(
            "={}!$A${}:$A${}",
            quoted(&sheets.checks),
            CHECKED + 1,
            CHECKED as usize + self.lines.len()
        );
        book.define_name("unit_labels", &labels)?;
        let chosen = format!("{}!$B${}", quoted(&sheets.unit_page), CHOSEN + 1);
        book.define_name("unit_position", &format!("=MATCH({chosen},unit_labels,0)"))?;
        Ok(())
    }
}

/// An element of the tree, by position in the framework.
#[derive(Clone, Copy)]
pub(super) enum Element {
    Aspect(usize),
    Objective(usize),
    Indicator(usize),
}

fn span<T>(columns: &[T], belongs: impl Fn(&T) -> bool) -> Option<(u16, u16)> {
    let first = columns.iter().position(&belongs)?;
    let last = columns.iter().rposition(&belongs)?;
    Some((FIXED + first as u16, FIXED + last as u16))
}

fn best_first(card: &assessment_models::Scorecard, mut rows: Vec<usize>) -> Vec<usize> {
    use assessment_models::scoring::Ranking;
    rows.sort_by_key(|&row| {
        let place = match card.units[row].ranking {
            Ranking::Rank(rank) => (0, rank),
            Ranking::Incomplete => (1, 0),
            Ranking::NoScore => (2, 0),
        };
        (place, row)
    });
    rows
}

fn parameters(framework: &Framework, words: &Words) -> Vec<(&'static str, String)> {
    let scoring = &framework.scoring;
    let limit = |value: Option<f64>, none: f64| value.unwrap_or(none).to_string();
    let uses_bonus = framework
        .adjustments
        .rules
        .iter()
        .any(|r| r.kind == AdjustmentKind::Bonus);
    let mut out = vec![
        ("missing_word", words.get("state_missing").to_owned()),
        ("score_decimals", scoring.decimals.to_string()),
        ("min_completeness", scoring.min_completeness.to_string()),
        // Where the framework states no limit, one that no score reaches stands in its place.
        (
            "max_deduction",
            limit(framework.adjustments.max_deduction, 1e9),
        ),
    ];
    if uses_bonus {
        let above = limit(framework.adjustments.bonus_above, -1e9);
        out.push(("bonus_above", above));
        out.push(("max_bonus", limit(framework.adjustments.max_bonus, 1e9)));
    }
    out
}

/// The mean in words of the locale.
pub(super) fn mean_key(mean: Mean) -> &'static str {
    match mean {
        Mean::Arithmetic => "mean_arithmetic",
        Mean::Geometric => "mean_geometric",
        Mean::Harmonic => "mean_harmonic",
        Mean::Power(_) => "mean_power",
    }
}

/// A name that Excel allows, at most 31 characters and not taken yet.
fn sheet_name(wanted: &str, taken: &[GroupLines]) -> String {
    let clean: String = wanted
        .chars()
        .map(|c| if "[]:*?/\\'".contains(c) { '·' } else { c })
        .take(28)
        .collect();
    let free = |name: &str| {
        taken
            .iter()
            .all(|g| g.sheet.to_lowercase() != name.to_lowercase())
    };
    if free(&clean) {
        return clean;
    }
    let mut n = 2;
    loop {
        let name = format!("{clean} {n}");
        if free(&name) {
            return name;
        }
        n += 1;
    }
}

/// A sheet's name as formulas write it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// A cell in A1 notation, from zero-based row and column.
pub(super) fn a1(row: u32, column: u16) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

/// Cells of one row.
pub(super) fn across(row: u32, (from, to): (u16, u16)) -> String {
    format!("{}:{}", a1(row, from), a1(row, to))
}

/// The weights over cells of one row, fixed to their row.
pub(super) fn weights((from, to): (u16, u16)) -> String {
    let row = WEIGHTS + 1;
    format!(
        "{}${row}:{}${row}",
        column_letters(from),
        column_letters(to)
    )
}
