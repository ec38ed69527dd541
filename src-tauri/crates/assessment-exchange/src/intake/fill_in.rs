//! What a fill-in workbook says of itself in its hidden sheet.

use assessment_models::{Framework, Round, RoundId, problem::Severity, survey::Party, text::Lang};

use super::{dictionary::Table, report::Report};
use crate::{
    fold::fold,
    sheet::Sheet,
    value::{
        scale::Fault,
        unit::{Found, UnitIndex},
    },
    words::word,
};

/// Name of the hidden sheet.
pub(crate) const SHEET: &str = "_hezhi";
/// What a sheet of answers is called in it.
pub(crate) const ANSWERS: &str = "answers";
/// What a sheet without data is called in it.
pub(crate) const INFO: &str = "info";

/// What a sheet of a party's responses is called in it.
pub(crate) fn survey_role(party: Party) -> String {
    let name = match party {
        Party::Government => "government",
        Party::Enterprise => "enterprise",
        Party::SocialOrg => "social_org",
        Party::Citizen => "citizen",
    };
    format!("survey:{name}")
}

/// A fill-in workbook's own words.
pub(crate) struct FillIn {
    pub(crate) round: Option<RoundId>,
    pub(crate) unit: Option<usize>,
    sheets: Vec<(String, String)>,
}

impl FillIn {
    /// Reads the hidden sheet, if there is one.
    pub(crate) fn find(
        sheets: &[Sheet],
        framework: &Framework,
        units: &UnitIndex<'_>,
        round: Option<&Round>,
        report: &mut Report,
    ) -> Option<Self> {
        let sheet = sheets.iter().find(|s| s.name == SHEET)?;
        let value = |name: &str| {
            sheet.rows().find_map(|row| {
                let key = sheet.shown(row.get(0)?);
                (key == name).then(|| row.get(1).map(|c| sheet.shown(c).into_owned()))?
            })
        };
        let (id, version) = (value("framework"), value("version"));
        if id.as_deref() != Some(framework.id.as_str())
            || version.as_deref() != Some(framework.version.as_str())
        {
            report.sheet(
                Severity::Warning,
                sheet,
                Fault::new(
                    "fill_in_other_framework",
                    vec![
                        (
                            "found",
                            format!("{} {}", id.unwrap_or_default(), version.unwrap_or_default()),
                        ),
                        (
                            "expected",
                            format!("{} {}", framework.id, framework.version),
                        ),
                    ],
                ),
            );
        }
        let stated = value("round");
        if let (Some(stated), Some(round)) = (&stated, round)
            && round.id != *stated.as_str()
        {
            report.sheet(
                Severity::Warning,
                sheet,
                Fault::new(
                    "fill_in_other_round",
                    vec![
                        ("found", stated.clone()),
                        ("expected", round.id.to_string()),
                    ],
                ),
            );
        }
        let unit = match value("unit").map(|u| (units.find(&u, None), u)) {
            Some((Found::One(at), _)) => Some(at),
            Some((_, text)) => {
                report.sheet(
                    Severity::Error,
                    sheet,
                    Fault::new("fill_in_unknown_unit", vec![("value", text)]),
                );
                None
            }
            None => None,
        };
        let listed: Vec<(String, String)> = sheet
            .rows()
            .filter(|row| row.get(0).is_some_and(|c| sheet.shown(c) == "sheet"))
            .filter_map(|row| {
                let name = sheet.shown(row.get(1)?).into_owned();
                Some((name, sheet.shown(row.get(2)?).into_owned()))
            })
            .collect();
        let mut found = Self {
            round: stated.map(RoundId::from),
            unit,
            sheets: listed,
        };
        for sheet in sheets {
            if found.role(&sheet.name) == Some(INFO) {
                found.compare(sheet, units, report);
            }
        }
        Some(found)
    }

    /// Reads what a unit wrote about itself. A code that is not the one the workbook was made for leaves open
    /// whose answers these are; who filled it in is told with the batch.
    fn compare(&mut self, sheet: &Sheet, units: &UnitIndex<'_>, report: &mut Report) {
        let line = |key: &str| {
            sheet.rows().find_map(|row| {
                let heading = fold(&sheet.shown(row.get(0)?));
                [Lang::Zh, Lang::En]
                    .iter()
                    .any(|lang| fold(word(*lang, key)) == heading)
                    .then_some(row)
            })
        };
        let value = |key: &str| {
            let row = line(key)?;
            let text = sheet.shown(row.get(1)?).trim().to_owned();
            (!text.is_empty()).then_some((row.number, text))
        };
        let made_for = self.unit;
        if let (Some((row, code)), Some(own)) = (value("unit_code"), made_for)
            && units.find(&code, None) != Found::One(own)
        {
            let other = match units.find(&code, None) {
                Found::One(at) => units.describe(at),
                _ => code.clone(),
            };
            let candidates = format!("{} / {other}", units.describe(own));
            let params = vec![("value", code), ("candidates", candidates)];
            report.cell(
                Severity::Error,
                sheet,
                row,
                1,
                Fault::new("fill_in_unit_differs", params),
            );
            self.unit = None;
        }
        let signed: Vec<String> = ["unit_person", "unit_phone", "unit_chief", "unit_date"]
            .iter()
            .filter_map(|key| Some((line(key)?, value(key)?.1)))
            .filter_map(|(row, text)| Some(format!("{} {text}", sheet.shown(row.get(0)?).trim())))
            .collect();
        if !signed.is_empty() {
            let params = vec![("value", signed.join("; "))];
            report.sheet(Severity::Info, sheet, Fault::new("fill_in_signed", params));
        }
    }

    /// What a sheet is for: `None` where it is not one of the workbook's own.
    pub(crate) fn role(&self, name: &str) -> Option<&str> {
        self.sheets
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, role)| role.as_str())
    }

    /// The table that a role stands for.
    pub(crate) fn table(framework: &Framework, role: &str) -> Option<Table> {
        if role == ANSWERS {
            return Some(Table::Long);
        }
        let parties = framework.questions.iter().map(|q| q.party);
        if let Some(party) = parties.into_iter().find(|p| survey_role(*p) == role) {
            return Some(Table::Survey(party));
        }
        framework
            .registers
            .iter()
            .position(|r| r.id == role)
            .map(Table::Register)
    }
}
