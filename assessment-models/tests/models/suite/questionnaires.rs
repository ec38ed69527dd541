//! Questionnaires: means, shares and their intervals, weights, what may be published, reliability.

use std::collections::BTreeMap;

use assessment_models::{
    Framework, RoundData, Text, Value,
    framework::{DerivedFormula, Question, QuestionKind},
    survey::{Party, Response},
    survey_stats::{
        Estimate, PartyStatistics, StratumBy, SurveyOptions, mean, post_stratification, publish,
        share, survey_statistics,
    },
};

use super::{
    checks::Given,
    provinces::{framework, round},
    tables::{Row, Table},
    values::{Found, Outcome, cells, each, equal, list, number, setting},
};

pub(crate) fn run_check(
    check: &str,
    settings: &str,
    table: &Table,
    given: &Given,
) -> Option<Vec<Outcome>> {
    Some(match check {
        "mean-interval" => each(table, |row| interval_of_mean(table, row)),
        "share-interval" => each(table, |row| interval_of_share(table, row)),
        "items" => items(settings, table, given),
        "options" => options(settings, table, given),
        "scale" => scale(table, &Asked::of(settings, given)),
        "straight-lines" => straight_lines(table, &Asked::of(settings, given)),
        "published" if !settings.is_empty() => published(settings, table, given),
        _ => return None,
    })
}

fn estimate(found: Option<Estimate>, column: &str) -> Found {
    Found::Number(match column {
        "low" => found.and_then(|e| e.interval).map(|i| i.0),
        "high" => found.and_then(|e| e.interval).map(|i| i.1),
        "effective n" => found.map(|e| e.effective_n),
        _ => found.map(|e| e.value),
    })
}

/// Columns that a statistic has; others are given.
fn told<'t>(table: &'t Table, given: &'t [&'t str]) -> impl Iterator<Item = &'t String> {
    let columns = table.columns.iter();
    columns.filter(move |c| *c != "why" && !given.contains(&c.as_str()))
}

fn all_match(
    table: &Table,
    row: &Row,
    given: &[&str],
    found: impl Fn(&str) -> Found,
) -> Result<(), String> {
    told(table, given).try_for_each(|column| {
        super::values::matches(column, found(column), table.cell(row, column))
    })
}

/// `weights` (1 each where there are none), `values`, `confidence`, then `mean`, `low`, `high`.
fn interval_of_mean(table: &Table, row: &Row) -> Result<(), String> {
    let values = list(table.cell(row, "values"));
    let mut weights = list(table.cell(row, "weights"));
    weights.resize(values.len(), 1.0);
    let pairs: Vec<(f64, f64)> = weights.into_iter().zip(values).collect();
    let found = mean(&pairs, number(table.cell(row, "confidence")));
    let given = ["weights", "values", "confidence"];
    all_match(table, row, &given, |column| estimate(found, column))
}

/// `of` answers, of which `hold`, then `share`, `low`, `high`.
fn interval_of_share(table: &Table, row: &Row) -> Result<(), String> {
    let count = |column: &str| number(table.cell(row, column)) as usize;
    let (all, hold) = (count("of"), count("hold"));
    let pairs: Vec<(f64, bool)> = (0..all).map(|at| (1.0, at < hold)).collect();
    let found = share(&pairs, number(table.cell(row, "confidence")));
    let given = ["of", "hold", "confidence"];
    all_match(table, row, &given, |column| estimate(found, column))
}

/// The questionnaire of citizens, with what was answered.
struct Asked {
    framework: Framework,
    data: RoundData,
}

impl Asked {
    /// Of the tables `questions` (`question`, `kind`, `options`) and `responses` (`response`, `unit`, then a
    /// question a column).
    fn of(settings: &str, given: &Given) -> Self {
        let mut framework = framework();
        let questions = given.table(setting(settings, "questions").unwrap_or("questions"));
        framework.questions = questions
            .rows
            .iter()
            .map(|r| question(questions, r))
            .collect();
        let likert = |q: &&Question| matches!(q.kind, QuestionKind::Likert { .. });
        let items = framework.questions.iter().filter(likert);
        framework.derived = vec![DerivedFormula::SurveyMean {
            indicator: framework.indicators[0].id.clone(),
            party: Party::Citizen,
            items: items.map(|q| q.id.clone()).collect(),
            min_n: 1,
            when: Vec::new(),
        }];
        let survey = &mut framework.diagnosis.survey;
        let of = |name: &str, customary: f64| setting(settings, name).map_or(customary, number);
        survey.confidence = of("confidence", 0.95);
        survey.suppress_below = of("below", 10.0) as usize;
        survey.straight_line_items = of("straight", 3.0) as usize;
        let table = given.table(setting(settings, "responses").unwrap_or("responses"));
        let mut data = round(Vec::new());
        data.responses = table
            .rows
            .iter()
            .flat_map(|r| responses(table, r))
            .collect();
        Self { framework, data }
    }

    fn statistics(&self, options: &SurveyOptions) -> PartyStatistics {
        survey_statistics(&self.framework, &self.data, options).remove(0)
    }

    fn position(&self, question: &str) -> usize {
        let mut all = self.framework.questions.iter();
        all.position(|q| q.id == question).unwrap()
    }
}

fn question(table: &Table, row: &Row) -> Question {
    let options: usize = table.cell(row, "options").parse().unwrap();
    Question {
        id: row.cells[0].clone(),
        party: Party::Citizen,
        module: String::new(),
        kind: match table.cell(row, "kind") {
            "several" => QuestionKind::Multiple,
            "reversed" => QuestionKind::Likert { reversed: true },
            "scale" => QuestionKind::Likert { reversed: false },
            _ => QuestionKind::Single,
        },
        text: Text::default(),
        options: vec![Text::default(); options],
        scoring: String::new(),
        indicator: None,
        required: false,
        skip: String::new(),
    }
}

/// A row is one response, or `times` of them.
fn responses(table: &Table, row: &Row) -> Vec<Response> {
    let asked = ["response", "unit", "times", "why"];
    let columns = table.columns.iter();
    let columns = columns.filter(|c| !asked.contains(&c.as_str()));
    let answers: BTreeMap<String, Value> = columns
        .map(|column| (column.clone(), table.cell(row, column)))
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(column, cell)| (column, Value::Text(cell.replace('+', "|"))))
        .collect();
    let times = table.cell(row, "times").parse().unwrap_or(1);
    let unit = table.cell(row, "unit");
    let one = |at: usize| Response {
        id: format!("{} {at:04}", row.cells[0]),
        party: Party::Citizen,
        unit: (!unit.is_empty()).then(|| unit.into()),
        answered_at: None,
        answers: answers.clone(),
        source: None,
    };
    (0..times).map(one).collect()
}

/// `people=L1:100,L2:300` weights responses by unit.
fn weighted(settings: &str, asked: &Asked) -> SurveyOptions {
    let mut options = SurveyOptions::default();
    if let Some(people) = setting(settings, "people") {
        let people = people.split(',').map(|pair| {
            let (unit, number_of) = pair.split_once(':').unwrap();
            (unit.to_owned(), number(number_of))
        });
        let people = people.collect();
        let strata = post_stratification(&asked.data.responses, StratumBy::Unit, &people);
        options.strata.insert(Party::Citizen, strata);
    }
    if let Some(invited) = setting(settings, "invited") {
        let invited = invited.parse().unwrap();
        options.invited.insert(Party::Citizen, invited);
    }
    options
}

/// `question`, `n`, `invalid`, `answered`, `mean`, `low`, `high`, `effective n`.
fn items(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let asked = Asked::of(settings, given);
    let found = asked.statistics(&weighted(settings, &asked));
    each(table, |row| {
        let item = &found.items[asked.position(&row.cells[0])];
        cells(table, row, |column| match column {
            "n" => Found::Number(Some(item.n as f64)),
            "invalid" => Found::Number(Some(item.invalid as f64)),
            "answered" => Found::Number(item.answered),
            "response rate" => Found::Number(found.response_rate),
            column => estimate(item.mean, column),
        })
    })
}

/// `question`, `option`, `count`, `share`, `low`, `high`.
fn options(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let asked = Asked::of(settings, given);
    let found = asked.statistics(&weighted(settings, &asked));
    each(table, |row| {
        let item = &found.items[asked.position(&row.cells[0])];
        let option: usize = table.cell(row, "option").parse().unwrap();
        let option = &item.options[option - 1];
        all_match(table, row, &["question", "option"], |column| match column {
            "count" => Found::Number(Some(option.count as f64)),
            column => estimate(option.share, column),
        })
    })
}

/// `measure`, `value`: n, α, and α without each item.
fn scale(table: &Table, asked: &Asked) -> Vec<Outcome> {
    let scales = asked.statistics(&SurveyOptions::default()).scales;
    each(table, |row| {
        let here = match row.cells[0].as_str() {
            "n" => Some(scales[0].n as f64),
            "α" => scales[0].alpha,
            without => {
                let item = asked.position(without.strip_prefix("α without ").unwrap());
                let at = scales[0].items.iter().position(|i| *i == item).unwrap();
                scales[0].without[at]
            }
        };
        super::values::matches(&row.cells[0], Found::Number(here), table.cell(row, "value"))
    })
}

/// `response`, `flagged`: `no`, `yes`, or `contradicts` where reversed items are ticked alike.
fn straight_lines(table: &Table, asked: &Asked) -> Vec<Outcome> {
    let found = asked.statistics(&SurveyOptions::default()).straight_lines;
    each(table, |row| {
        let id = format!("{} 0000", row.cells[0]);
        let said = match found.iter().find(|line| line.response == id) {
            None => "no",
            Some(line) if line.contradicts => "contradicts",
            Some(_) => "yes",
        };
        equal("flagged", said, table.cell(row, "flagged"))
    })
}

/// `question`, `n`, `mean`, then an option a column; `—` is withheld.
fn published(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let asked = Asked::of(settings, given);
    let statistics = [asked.statistics(&SurveyOptions::default())];
    let found = publish(&asked.framework, &statistics).remove(0);
    each(table, |row| {
        let item = &found.items[asked.position(&row.cells[0])];
        cells(table, row, |column| match column {
            "n" => Found::Number(item.n.map(|n| n as f64)),
            "mean" => Found::Number(item.mean.map(|e| e.value)),
            option => {
                let option: usize = option.strip_prefix("option ").unwrap().parse().unwrap();
                let found = item.options.get(option - 1);
                Found::Number(found.and_then(|o| o.count).map(|n| n as f64))
            }
        })
    })
}
