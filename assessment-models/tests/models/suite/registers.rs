//! Which answer counts, what registers come to, and where chains of responsibility break.

use assessment_models::{
    Framework, Layer, Mode, RoundData,
    derive::derive,
    diagnosis::{Counts, responsibility},
    framework::{ChainLink, DerivedFormula, ResponsibilitySettings},
    scoring::{CellState, LayerChoice, NotScored, ScoreOptions, score},
};

use super::{
    checks::Given,
    provinces::{
        answer, conditions, formula, framework, framework_of, observed, records, register, round,
        unit,
    },
    tables::{Row, Table},
    values::{Found, Outcome, cells, close, each, equal, optional, setting},
};

pub(crate) fn run_check(
    check: &str,
    settings: &str,
    table: &Table,
    given: &Given,
) -> Option<Vec<Outcome>> {
    Some(match check {
        "layers" => each(table, |row| layers(settings, table, row)),
        "derived" => derived(settings, table, given),
        "responsibility" => chains(settings, table, given),
        _ => return None,
    })
}

fn state(state: CellState) -> &'static str {
    match state {
        CellState::Scored => "scored",
        CellState::Missing => "missing",
        CellState::NotApplicable => "not applicable",
        CellState::NotScored(NotScored::EmptyDenominator) => "nothing to divide by",
        CellState::NotScored(NotScored::SampleTooSmall) => "too few",
        CellState::NotScored(NotScored::NoAttribute) => "attribute not known",
        CellState::NotAsked => "not asked",
    }
}

/// One indicator of a unit: what it says of itself, what an auditor found, what the register comes to
/// (`3 of 4`), and what then counts in a layer.
fn layers(settings: &str, table: &Table, row: &Row) -> Result<(), String> {
    let tree = super::tables::parse(
        "## One `tree`\n\n| element | parent | weight |\n| --- | --- | --- |\n| A | | 1 |\n| O | A | 1 |\n| x | O | 1 |\n",
    );
    let mut framework = framework_of(&tree[0]);
    framework.indicators[0].na_allowed = setting(settings, "excuses") != Some("none");
    framework.scoring.excuses_need_approver = setting(settings, "excuses") == Some("approved");
    let mut data = round(vec![unit("U", "city")]);
    for (column, layer) in [("self", Layer::SelfReported), ("verified", Layer::Verified)] {
        if let Some(answer) = answer(table.cell(row, column)) {
            data.observations.push(observed("U", "x", layer, answer));
        }
    }
    if let Some((done, all)) = table.cell(row, "register").split_once(" of ") {
        add_register(&mut framework, &mut data, done, all);
    }
    let layer = match table.cell(row, "layer") {
        "self" => LayerChoice::SelfReported,
        "verified" => LayerChoice::Verified,
        _ => LayerChoice::Final,
    };
    let of = |mode: Mode| score(&framework, &data, ScoreOptions { layer, mode }).unwrap();
    let (official, provisional) = (of(Mode::Official), of(Mode::Provisional));
    equal(
        "state",
        state(official.state(0, 0)),
        table.cell(row, "state"),
    )?;
    let expected = |column: &str| optional(table.cell(row, column));
    close("value", official.raw.get(0, 0), expected("value"))?;
    close("official", official.units[0].total, expected("official"))?;
    let here = provisional.units[0].total;
    close("provisional", here, expected("provisional"))
}

/// A register in which `done` of `all` rows are done, and the formula that makes a share of it.
fn add_register(framework: &mut Framework, data: &mut RoundData, done: &str, all: &str) {
    let (done, all): (usize, usize) = (done.parse().unwrap(), all.parse().unwrap());
    let row = |at: usize| format!("| U | {} |\n", u8::from(at < done));
    let text: String = (0..all).map(row).collect();
    let rows = format!("## Rows `given`\n\n| unit | done |\n| --- | --- |\n{text}");
    let formulas = "## Formulas `given`\n\n| indicator | above | below | times |\n| --- | --- | --- | --- |\n| x | count of done=1 | count | 100 |\n";
    let (rows, formulas) = (super::tables::parse(&rows), super::tables::parse(formulas));
    framework.registers = vec![register(&rows[0])];
    framework.derived = vec![formula(&formulas[0], &formulas[0].rows[0])];
    data.records = records(&rows[0]);
}

/// Derived values by unit; the tables `units`, `formulas` and `rows` stand before it.
fn derived(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let formulas = given.table("formulas");
    let mut tree = "## Tree `tree`\n\n| element | parent | weight |\n| --- | --- | --- |\n| A | | 1 |\n| O | A | 1 |\n".to_owned();
    for row in &formulas.rows {
        tree.push_str(&format!("| {} | O | 1 |\n", row.cells[0]));
    }
    let mut framework = framework_of(&super::tables::parse(&tree)[0]);
    let rows = given.table(setting(settings, "rows").unwrap_or("rows"));
    framework.registers = vec![register(rows)];
    let each_formula = formulas.rows.iter().map(|row| formula(formulas, row));
    framework.derived = each_formula.collect::<Vec<DerivedFormula>>();
    for group in &mut framework.peer_groups {
        group.pools_children = true;
    }
    let units = given.table("units");
    let of_unit = |row: &Row| {
        let mut unit = unit(&row.cells[0], "city");
        let above = units.cell(row, "above");
        unit.parent = (!above.is_empty()).then(|| above.into());
        if let Some(people) = optional(units.cell(row, "population")) {
            unit.attributes.insert("population".to_owned(), people);
        }
        unit
    };
    let mut data = round(units.rows.iter().map(of_unit).collect());
    data.records = records(rows);
    let found = derive(&framework, &data);
    each(table, |row| {
        let at = data
            .units
            .iter()
            .position(|u| u.code == row.cells[0].as_str());
        cells(table, row, |column| {
            let indicator = framework.indicator_index(&column.into()).unwrap();
            match found.get(at.unwrap(), indicator) {
                Some(Ok(value)) => Found::Number(Some(value)),
                Some(Err(why)) => Found::Words(state(CellState::NotScored(why)).to_owned()),
                None => Found::Number(None),
            }
        })
    })
}

/// Counts over a register, by `class`, by `department`, or of both.
fn chains(settings: &str, table: &Table, given: &Given) -> Vec<Outcome> {
    let mut framework = framework();
    let rows = given.table("rows");
    framework.registers = vec![register(rows)];
    framework.incident = None;
    let links = given.table("links");
    let link = |row: &Row| ChainLink {
        field: links.cell(row, "link").to_owned(),
        when: conditions(links.cell(row, "only where")),
        obligations: Vec::new(),
        duty_field: None,
        acted: None,
    };
    framework.diagnosis.responsibility = Some(ResponsibilitySettings {
        register: "register".to_owned(),
        class_field: "class".to_owned(),
        department_field: Some("department".to_owned()),
        duty: conditions("duty set"),
        done: conditions("duty=done"),
        late: conditions("duty=late"),
        untraced: conditions("traced=no"),
        links: links.rows.iter().map(link).collect(),
    });
    let mut data = round(Vec::new());
    data.records = records(rows);
    let found = responsibility(&framework, &data, None).unwrap();
    let by = setting(settings, "by").unwrap();
    each(table, |row| {
        let name = row.cells[0].as_str();
        let counts = match (by, name) {
            (_, "all") => &found.total,
            ("class", name) => &found.by_class[name],
            (_, name) => &found.by_department[name],
        };
        cells(table, row, |column| count(counts, &framework, column))
    })
}

fn count(counts: &Counts, framework: &Framework, column: &str) -> Found {
    let links = &framework.diagnosis.responsibility.as_ref().unwrap().links;
    if column == "weakest link" {
        let at = counts.weakest_link();
        return Found::Words(at.map_or(String::new(), |at| links[at].field.clone()));
    }
    let place = |field: &str| links.iter().position(|l| l.field == field).unwrap();
    let count = match column.split_once(' ').unwrap_or((column, "")) {
        ("rows", _) => counts.records,
        ("duties", _) => counts.duties,
        ("done", _) => counts.done,
        ("late", _) => counts.late,
        ("not", "done") => counts.not_done(),
        ("untraced", _) => counts.untraced,
        ("broken", _) => counts.broken(),
        ("due:", field) => counts.links_due[place(field)],
        ("empty:", field) => counts.links_empty[place(field)],
        ("first:", field) => counts.first_breaks[place(field)],
        (unknown, _) => panic!("nothing is called “{unknown}”"),
    };
    Found::Number(Some(count as f64))
}
