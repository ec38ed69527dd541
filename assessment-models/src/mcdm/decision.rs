//! Alternatives × criteria.

use super::DecisionError;
use crate::text::csv_rows;

/// A size beyond which squares and differences could leave the range of numbers.
const GREATEST: f64 = 1e100;
/// Headings of a first column that holds labels, also where they are numbers.
const LABELS: [&str; 22] = [
    "",
    "ucode",
    "id",
    "code",
    "unit",
    "unit code",
    "name",
    "subject",
    "alternative",
    "代码",
    "编码",
    "编号",
    "序号",
    "名称",
    "单位",
    "单位代码",
    "单位编码",
    "单位名称",
    "行政区划代码",
    "区划代码",
    "对象",
    "方案",
];

/// Alternatives × criteria without gaps, and which criteria are costs.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionMatrix {
    alternatives: Vec<String>,
    criteria: Vec<String>,
    /// Values by criterion, then by alternative.
    columns: Vec<Vec<f64>>,
    costs: Vec<bool>,
}

impl DecisionMatrix {
    /// Reads a csv: a heading row of criteria, one row an alternative. The first column holds labels where
    /// its heading is empty or says so (`uCode`, `id`, `code`, `unit`, `name`, `subject`, `alternative`,
    /// 代码, 编号, 序号, 名称, 单位, 单位代码, 行政区划代码, 对象, 方案 and the like), or where a cell of it is no
    /// number; else alternatives are called `1`, `2`, …. `costs` names the criteria of which less is better.
    ///
    /// # Errors
    ///
    /// [`DecisionError::Csv`], [`DecisionError::NoColumns`], [`DecisionError::UnknownCriterion`], and
    /// those of [`DecisionMatrix::new`].
    ///
    /// ```
    /// use assessment_models::mcdm::DecisionMatrix;
    /// let text = "市,漏洞整改率,事件数\n太原,92,4\n大同,81,1\n";
    /// let matrix = DecisionMatrix::parse(text, &["事件数".into()]).unwrap();
    /// assert_eq!(matrix.alternatives(), ["太原", "大同"]);
    /// assert_eq!(matrix.column(0), Some([92.0, 81.0].as_slice()));
    /// assert!(matrix.is_cost(1));
    /// ```
    pub fn parse(text: &str, costs: &[String]) -> Result<Self, DecisionError> {
        let mut rows = csv_rows(text).map_err(|line| DecisionError::Csv { line })?;
        if rows.is_empty() {
            return Err(DecisionError::NoColumns);
        }
        let mut criteria = rows.remove(0);
        let first = criteria.first().map(String::as_str).unwrap_or_default();
        let wordy = |row: &Vec<String>| {
            let word = row.first().map(String::as_str).unwrap_or_default();
            !word.is_empty() && word.parse::<f64>().is_err()
        };
        let labelled = LABELS.contains(&first.to_lowercase().as_str()) || rows.iter().any(wordy);
        let mut alternatives: Vec<String> = (1..=rows.len()).map(|n| n.to_string()).collect();
        if labelled {
            criteria.remove(0);
            for (label, row) in alternatives.iter_mut().zip(&mut rows) {
                *label = row.remove(0);
            }
        }
        let mut values = Vec::with_capacity(rows.len());
        for (label, row) in alternatives.iter().zip(&rows) {
            check_length(label, row.len(), criteria.len())?;
            let numbers = row.iter().zip(&criteria).map(|(cell, criterion)| {
                cell.parse::<f64>().map_err(|_| DecisionError::NotANumber {
                    row: label.clone(),
                    column: criterion.clone(),
                    value: cell.clone(),
                })
            });
            values.push(numbers.collect::<Result<Vec<_>, _>>()?);
        }
        Self::new(alternatives, criteria, &values, costs)
    }

    /// A matrix of `values[alternative][criterion]`; `costs` names the criteria of which less is better.
    ///
    /// # Errors
    ///
    /// [`DecisionError::NoColumns`], [`DecisionError::TooFewRows`] of fewer than two,
    /// [`DecisionError::Duplicate`], [`DecisionError::Length`], [`DecisionError::NotANumber`] for what is
    /// not finite or beyond 1e100, [`DecisionError::UnknownCriterion`].
    pub fn new(
        alternatives: Vec<String>,
        criteria: Vec<String>,
        values: &[Vec<f64>],
        costs: &[String],
    ) -> Result<Self, DecisionError> {
        if criteria.is_empty() {
            return Err(DecisionError::NoColumns);
        }
        check_length("labels", alternatives.len(), values.len())?;
        if values.len() < 2 {
            return Err(DecisionError::TooFewRows {
                found: values.len(),
                least: 2,
            });
        }
        distinct(&criteria)?;
        distinct(&alternatives)?;
        let mut columns = vec![Vec::with_capacity(values.len()); criteria.len()];
        for (label, row) in alternatives.iter().zip(values) {
            check_length(label, row.len(), criteria.len())?;
            for ((column, value), criterion) in columns.iter_mut().zip(row).zip(&criteria) {
                if !value.is_finite() || value.abs() > GREATEST {
                    return Err(DecisionError::NotANumber {
                        row: label.clone(),
                        column: criterion.clone(),
                        value: if value.is_finite() {
                            format!("{value:e}")
                        } else {
                            value.to_string()
                        },
                    });
                }
                column.push(*value);
            }
        }
        if let Some(name) = costs.iter().find(|name| !criteria.contains(name)) {
            return Err(DecisionError::UnknownCriterion { name: name.clone() });
        }
        let costs = criteria.iter().map(|name| costs.contains(name)).collect();
        Ok(Self {
            alternatives,
            criteria,
            columns,
            costs,
        })
    }

    /// Labels of the alternatives, in order.
    #[must_use]
    pub fn alternatives(&self) -> &[String] {
        &self.alternatives
    }

    /// Names of the criteria, in order.
    #[must_use]
    pub fn criteria(&self) -> &[String] {
        &self.criteria
    }

    /// Values of a criterion by alternative; `None` outside the table.
    #[must_use]
    pub fn column(&self, criterion: usize) -> Option<&[f64]> {
        self.columns.get(criterion).map(Vec::as_slice)
    }

    /// Whether less is better.
    #[must_use]
    pub fn is_cost(&self, criterion: usize) -> bool {
        self.costs.get(criterion).copied().unwrap_or(false)
    }

    /// Names of the criteria of which less is better, in order.
    #[must_use]
    pub fn costs(&self) -> Vec<String> {
        let named = self.criteria.iter().zip(&self.costs);
        named
            .filter(|(_, cost)| **cost)
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Values by criterion, then by alternative, as they were given.
    #[must_use]
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Each criterion on 0..=1 with 1 the best: `(x − min)/(max − min)`, and 1 less that for a cost.
    ///
    /// # Errors
    ///
    /// [`DecisionError::Constant`] names a criterion whose values are all equal.
    pub(crate) fn min_max(&self) -> Result<Vec<Vec<f64>>, DecisionError> {
        let scaled = |(at, column): (usize, &Vec<f64>)| {
            let low = column.iter().copied().fold(f64::INFINITY, f64::min);
            let high = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            if low == high {
                return Err(DecisionError::Constant {
                    criterion: self.criteria[at].clone(),
                });
            }
            let place = |x: &f64| {
                let from = if self.costs[at] { high - x } else { x - low };
                from / (high - low)
            };
            Ok(column.iter().map(place).collect())
        };
        self.columns.iter().enumerate().map(scaled).collect()
    }
}

fn check_length(row: &str, found: usize, expected: usize) -> Result<(), DecisionError> {
    if found == expected {
        return Ok(());
    }
    Err(DecisionError::Length {
        row: row.to_owned(),
        found,
        expected,
    })
}

fn distinct(labels: &[String]) -> Result<(), DecisionError> {
    let mut sorted: Vec<&String> = labels.iter().collect();
    sorted.sort();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(DecisionError::Duplicate {
            label: twice[0].clone(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_numbers() {
        let bare = DecisionMatrix::parse("a,b\n1,2\n3,4\n", &[]).unwrap();
        assert_eq!(bare.alternatives(), ["1", "2"]);
        assert_eq!(bare.criteria(), ["a", "b"]);
        for text in [
            ",a,b\n140100,1,2\n140200,3,4\n",
            "\u{feff}uCode,a,b\n1,1,2\n2,3,4\n",
            "\u{feff}单位代码,a,b\n140100,1,2\n140200,3,4\n",
            "行政区划代码,a,b\n140100,1,2\n140200,3,4\n",
            "序号,a,b\n1,1,2\n2,3,4\n",
        ] {
            let matrix = DecisionMatrix::parse(text, &[]).unwrap();
            assert_eq!(matrix.criteria(), ["a", "b"]);
            assert_eq!(matrix.column(1), Some([2.0, 4.0].as_slice()));
        }
    }

    #[test]
    fn what_is_wrong_with_a_table_is_named() {
        let said = |text: &str, costs: &[&str]| {
            let costs: Vec<String> = costs.iter().map(|c| (*c).to_owned()).collect();
            DecisionMatrix::parse(text, &costs).unwrap_err().to_string()
        };
        for (text, costs, words) in [
            ("", [].as_slice(), "no columns"),
            ("name\nx\ny\n", &[], "no columns"),
            ("a,b\n1,2\n", &[], "1 rows"),
            ("n,a,b\nx,1,2\ny,3\n", &[], "y has 1 cells, 2"),
            ("n,a,b\nx,1,2\ny,3,\n", &[], "y, b: “”"),
            ("n,a,b\nx,1,2\ny,3,NaN\n", &[], "y, b: “NaN”"),
            ("n,a,b\nx,1,2\ny,-inf,1\n", &[], "y, a: “-inf”"),
            ("n,a,b\nx,1,2\ny,1e300,1\n", &[], "y, a"),
            ("n,a,a\nx,1,2\ny,1,1\n", &[], "a stands there twice"),
            ("n,a,b\nx,1,2\nx,1,1\n", &[], "x stands there twice"),
            ("n,a,b\nx,1,2\ny,1,1\n", &["c"], "no criterion c"),
        ] {
            let message = said(text, costs);
            assert!(message.contains(words), "{text:?}: {message}");
        }
    }
}
