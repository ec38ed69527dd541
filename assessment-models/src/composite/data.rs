//! `iData`: what was measured.

use std::collections::BTreeMap;

use super::{
    ElementKind, IndexError, IndexMeta,
    table::{Sheet, Table, words},
};

/// `iData`, by unit code.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexData {
    pub(super) table: Table,
    /// Position of a group element to the group of each unit.
    pub(super) groups: BTreeMap<usize, Vec<Option<String>>>,
}

const NAME: &str = "iData";

impl IndexData {
    /// Reads the table. Needs the column `uCode` and one for each indicator of `meta`; takes those of its
    /// groups and denominators where they are there, and leaves out what `meta` does not name. `NA` and
    /// an empty cell are gaps. Rows come in any order.
    ///
    /// # Errors
    ///
    /// An [`IndexError`] that names the column that is missing, the unit that stands twice, or the cell
    /// that is no finite number.
    pub fn parse(text: &str, meta: &IndexMeta) -> Result<Self, IndexError> {
        let sheet = Sheet::parse(NAME, text)?;
        let code_at = sheet.need("uCode")?;
        let mut rows: Vec<&csv::StringRecord> = sheet.rows.iter().collect();
        for row in &rows {
            sheet.code(row, code_at)?;
        }
        let code_of = |row: &csv::StringRecord| row.get(code_at).unwrap_or_default().to_owned();
        rows.sort_by_key(|row| code_of(row));
        let units: Vec<String> = rows.iter().map(|row| code_of(row)).collect();
        if let Some(twice) = units.windows(2).find(|w| w[0] == w[1]) {
            return Err(IndexError::Duplicate {
                table: NAME,
                code: twice[0].clone(),
            });
        }
        let mut columns = BTreeMap::new();
        let mut groups = BTreeMap::new();
        for (at, element) in meta.elements.iter().enumerate() {
            let place = match element.kind {
                ElementKind::Indicator => Some(sheet.need(&element.code)?),
                ElementKind::Aggregate => None,
                ElementKind::Group | ElementKind::Denominator | ElementKind::Other => {
                    sheet.find(&element.code)
                }
            };
            let Some(place) = place else { continue };
            if matches!(element.kind, ElementKind::Group | ElementKind::Other) {
                let group = |row: &&csv::StringRecord| words(row, Some(place)).map(str::to_owned);
                groups.insert(at, rows.iter().map(group).collect());
            } else {
                let values = rows.iter().zip(&units).map(|(row, unit)| {
                    sheet
                        .number(row, Some(place), (unit, &element.code))
                        .map(|n| n.unwrap_or(f64::NAN))
                });
                columns.insert(at, values.collect::<Result<_, _>>()?);
            }
        }
        Ok(Self {
            table: Table::new(units, columns),
            groups,
        })
    }

    /// Unit codes, in order.
    #[must_use]
    pub fn units(&self) -> &[String] {
        &self.table.units
    }
}
