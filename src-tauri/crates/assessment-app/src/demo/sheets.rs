//! The demonstration data as the spreadsheets that units and departments would hand in.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use assessment_exchange::{
    ExchangeError, Table, TableFormat, TemplateInput, answers_table, register_table,
    responses_table, template, units_table, write_tables,
};
use assessment_models::{
    Framework, Layer, Observation, Record, RoundData, Unit, UnitCode,
    framework::{FieldKind, Register},
    survey::{Party, Response},
    text::Lang,
};

use super::{chance::Chance, faults, plan::Plan};
use crate::{failure::Failure, wire::ReadOptions};

/// A file as it was handed in, and what the person who takes it in says about it.
#[derive(Debug, Clone)]
pub(super) struct Handed {
    pub path: PathBuf,
    pub options: ReadOptions,
}

/// Where files are written, and what of.
pub(super) struct Office<'a> {
    pub folder: &'a Path,
    pub framework: &'a Framework,
    pub plan: &'a Plan,
    pub seed: u64,
}

impl Office<'_> {
    /// The table of units, for what the framework does not know of them.
    pub(super) fn units(&self, units: &[Unit], round: &str) -> Result<Handed, Failure> {
        let table = units_table(self.framework, units, Lang::Zh);
        self.hand_in(self.folder, "单位名册", &table, TableFormat::Xlsx, round)
    }

    /// Everything of one round: fill-in workbooks, wide tables, what auditors found, registers,
    /// questionnaires. `last` is the round before.
    pub(super) fn round(
        &self,
        data: &RoundData,
        last: Option<&RoundData>,
    ) -> Result<Vec<Handed>, Failure> {
        let folder = self.folder.join(data.round.id.as_str());
        fs::create_dir_all(&folder).map_err(|error| Failure::io(&folder, error))?;
        let mut files = Vec::new();
        let (filling_in, listed): (Vec<&Unit>, Vec<&Unit>) = data
            .units
            .iter()
            .partition(|u| self.plan.fill_in.contains(&u.peer_group));
        self.workbooks(&folder, data, last, &filling_in, &mut files)?;
        self.wide(&folder, data, &listed, &mut files)?;
        self.verified(&folder, data, &mut files)?;
        for register in &self.framework.registers {
            let rows = data.records.iter().filter(|r| r.register == register.id);
            let rows: Vec<Record> = rows.cloned().collect();
            if !rows.is_empty() {
                files.push(self.register(&folder, data, register, &rows)?);
            }
        }
        for party in [
            Party::Government,
            Party::Enterprise,
            Party::SocialOrg,
            Party::Citizen,
        ] {
            let rows = data.responses.iter().filter(|r| r.party == party);
            let rows: Vec<Response> = rows.cloned().collect();
            if !rows.is_empty() {
                let table = responses_table(self.framework, party, &rows, &data.units, Lang::Zh);
                let round = data.round.id.as_str();
                files.push(self.hand_in(
                    &folder,
                    name_of(party),
                    &table,
                    TableFormat::CsvUtf8,
                    round,
                )?);
            }
        }
        Ok(files)
    }

    /// The fill-in workbook of each unit, filled in.
    fn workbooks(
        &self,
        folder: &Path,
        data: &RoundData,
        last: Option<&RoundData>,
        units: &[&Unit],
        files: &mut Vec<Handed>,
    ) -> Result<(), Failure> {
        for unit in units {
            let of = |data: &RoundData| self_reported(data, &BTreeSet::from([&unit.code]));
            let input = TemplateInput {
                framework: self.framework,
                unit,
                round: &data.round,
                workspace: &self.plan.workspace.zh,
                answers: &of(data),
                last: &last.map(of).unwrap_or_default(),
                findings: &[],
                lang: Lang::Zh,
            };
            let name = format!("{}自评表.xlsx", unit.name.zh);
            let bytes = template(&input).map_err(|error| unwritten(error, &name))?;
            files.push(self.keep(&folder.join(name), &bytes, data.round.id.as_str())?);
        }
        Ok(())
    }

    /// Wide tables of answers: one for the units below each parent, every fourth with faults.
    fn wide(
        &self,
        folder: &Path,
        data: &RoundData,
        units: &[&Unit],
        files: &mut Vec<Handed>,
    ) -> Result<(), Failure> {
        let round = data.round.id.as_str();
        let mut groups: BTreeMap<(&str, Option<&UnitCode>), Vec<Unit>> = BTreeMap::new();
        for unit in units {
            let group = (unit.peer_group.as_str(), unit.parent.as_ref());
            groups.entry(group).or_default().push((*unit).clone());
        }
        for ((group, parent), units) in groups {
            let codes = units.iter().map(|u| &u.code).collect();
            let answers = self_reported(data, &codes);
            if answers.is_empty() {
                continue;
            }
            let mut table = answers_table(self.framework, &units, &answers, Lang::Zh);
            let above = parent.and_then(|p| data.units.iter().find(|u| u.code == *p));
            let group = self
                .framework
                .peer_group(group)
                .map_or(group, |g| &g.name.zh);
            let name = format!("{}{group}自评汇总", above.map_or("", |u| &u.name.zh));
            let mut chance = Chance::new(self.seed, &["faults", round, &name]);
            if chance.happens(0.25) {
                let per_cent = self.per_cent(&table);
                faults::spoil(&mut table, &per_cent, &mut chance);
            }
            files.push(self.hand_in(folder, &name, &table, TableFormat::Xlsx, round)?);
        }
        Ok(())
    }

    /// What auditors found, in the other layer.
    fn verified(
        &self,
        folder: &Path,
        data: &RoundData,
        files: &mut Vec<Handed>,
    ) -> Result<(), Failure> {
        let found = of_layer(data, Layer::Verified);
        if found.is_empty() {
            return Ok(());
        }
        let codes: BTreeSet<&UnitCode> = found.iter().map(|o| &o.unit).collect();
        let units = data.units.iter().filter(|u| codes.contains(&u.code));
        let units: Vec<Unit> = units.cloned().collect();
        let table = answers_table(self.framework, &units, &found, Lang::Zh);
        let round = data.round.id.as_str();
        let mut handed = self.hand_in(folder, "核验结果", &table, TableFormat::Xlsx, round)?;
        let mapping = serde_json::json!({ "layer": "verified", "recognise_others": true });
        handed.options.mapping = Some(mapping.to_string());
        files.push(handed);
        Ok(())
    }

    /// A register: a monthly table as text in GBK, as statistics offices send it; others as workbooks.
    fn register(
        &self,
        folder: &Path,
        data: &RoundData,
        register: &Register,
        rows: &[Record],
    ) -> Result<Handed, Failure> {
        let table = register_table(self.framework, register, rows, Lang::Zh);
        let monthly = register.fields.iter().any(|f| f.kind == FieldKind::Month);
        let format = if monthly {
            TableFormat::CsvGbk
        } else {
            TableFormat::Xlsx
        };
        self.hand_in(
            folder,
            &register.name.zh,
            &table,
            format,
            data.round.id.as_str(),
        )
    }

    /// Which columns of a wide table hold per cent.
    fn per_cent(&self, table: &Table) -> Vec<bool> {
        let of = |heading: &String| {
            let id = heading.split(' ').next().unwrap_or_default();
            let indicator = self.framework.indicators.iter().find(|i| i.id == *id);
            indicator.is_some_and(|i| i.unit.zh.contains('%'))
        };
        table.headings.iter().map(of).collect()
    }

    fn hand_in(
        &self,
        folder: &Path,
        name: &str,
        table: &Table,
        format: TableFormat,
        round: &str,
    ) -> Result<Handed, Failure> {
        let extension = if format == TableFormat::Xlsx {
            "xlsx"
        } else {
            "csv"
        };
        let name = format!("{name}.{extension}");
        let bytes = write_tables(std::slice::from_ref(table), format)
            .map_err(|error| unwritten(error, &name))?;
        self.keep(&folder.join(name), &bytes, round)
    }

    fn keep(&self, path: &Path, bytes: &[u8], round: &str) -> Result<Handed, Failure> {
        fs::write(path, bytes).map_err(|error| Failure::io(path, error))?;
        Ok(Handed {
            path: path.to_owned(),
            options: ReadOptions {
                round: Some(round.to_owned()),
                ..ReadOptions::default()
            },
        })
    }
}

fn unwritten(error: ExchangeError, name: &str) -> Failure {
    Failure::exchange(error, name)
}

fn of_layer(data: &RoundData, layer: Layer) -> Vec<Observation> {
    let of = data.observations.iter().filter(|o| o.layer == layer);
    of.cloned().collect()
}

fn self_reported(data: &RoundData, codes: &BTreeSet<&UnitCode>) -> Vec<Observation> {
    let own = data
        .observations
        .iter()
        .filter(|o| o.layer == Layer::SelfReported && codes.contains(&o.unit));
    own.cloned().collect()
}

fn name_of(party: Party) -> &'static str {
    match party {
        Party::Government => "政府问卷",
        Party::Enterprise => "企业问卷",
        Party::SocialOrg => "社会组织问卷",
        Party::Citizen => "公众问卷",
    }
}
