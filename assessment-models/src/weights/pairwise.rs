//! Pairwise judgements 两两比较: how much more one thing matters than another.

use super::{RandomIndices, WeightsError, given::distinct};
use crate::text::csv_rows;

/// How far `a·b` may lie from 1 where both sides of the diagonal are given: 0.12 for 1/8 is 4 % off.
const ROUNDED: f64 = 0.05;
/// How near 1 `a·b` is of reciprocals that are rounded by binary arithmetic alone.
const EXACT: f64 = 1e-12;
/// Judgements reach from its reciprocal to this. Saaty's scale ends at 9; ratios of given weights may
/// go further.
const GREATEST: f64 = 1e6;
/// Least number of things that can be compared.
const LEAST: usize = 2;

/// A matrix of judgements, row against column: 3 says that the row matters three times as much as the
/// column. Reciprocal, 1 on the diagonal; pairs may lack a judgement as long as a chain of judgements
/// joins all things.
#[derive(Debug, Clone, PartialEq)]
pub struct PairwiseMatrix {
    labels: Vec<String>,
    /// Row by row; `None` for a pair without a judgement.
    cells: Vec<Vec<Option<f64>>>,
}

impl PairwiseMatrix {
    /// Reads a csv: square, with or without a heading row and a first column of labels. A cell is a number
    /// or a fraction (`1/3`); empty, `NA` and 0 say that there is no judgement. Where only one side of the
    /// diagonal is filled in, the other is its reciprocal; an empty diagonal is 1. Without labels the
    /// things are called `1`, `2`, ….
    ///
    /// # Errors
    ///
    /// [`WeightsError::Csv`], [`WeightsError::NotANumber`], and those of [`PairwiseMatrix::new`].
    ///
    /// ```
    /// use assessment_models::weights::PairwiseMatrix;
    /// let matrix = PairwiseMatrix::parse(",制度,人员\n制度,1,1/3\n人员,3,1\n").unwrap();
    /// assert_eq!(matrix.labels(), ["制度", "人员"]);
    /// assert_eq!(matrix.judgement(1, 0), Some(3.0));
    /// ```
    pub fn parse(text: &str) -> Result<Self, WeightsError> {
        Self::parse_part(text)?.hung_together()
    }

    /// Reads a csv as [`PairwiseMatrix::parse`] does, of one expert among several, who need not join all
    /// things by judgements: the others may.
    ///
    /// # Errors
    ///
    /// Those of [`PairwiseMatrix::parse`] but for [`WeightsError::Disconnected`].
    pub fn parse_part(text: &str) -> Result<Self, WeightsError> {
        let rows = csv_rows(text).map_err(|line| WeightsError::Csv { line })?;
        let (labels, body) = without_labels(rows)?;
        let labels = labels.unwrap_or_else(|| (1..=body.len()).map(|n| n.to_string()).collect());
        check_square(&labels, &body)?;
        let mut cells = Vec::with_capacity(body.len());
        for (row, words) in body.iter().enumerate() {
            let values = words.iter().enumerate().map(|(column, word)| {
                judged(word).ok_or_else(|| WeightsError::NotANumber {
                    row: labels[row].clone(),
                    column: labels[column].clone(),
                    value: word.clone(),
                })
            });
            cells.push(values.collect::<Result<Vec<_>, _>>()?);
        }
        Self::part(labels, cells)
    }

    /// A matrix of `labels.len()` rows and columns; `None` and 0 say that there is no judgement. Where
    /// both sides of the diagonal are given and rounded (3 and 0.33), what both say in the geometric mean is
    /// the judgement, `√(a/b)`: λmax measures consistency in a reciprocal matrix only.
    ///
    /// # Errors
    ///
    /// [`WeightsError::Size`], [`WeightsError::NotSquare`], [`WeightsError::Label`] for one that stands
    /// there twice, [`WeightsError::NotPositive`], [`WeightsError::Diagonal`],
    /// [`WeightsError::NotReciprocal`] (more than 5 % off), [`WeightsError::Disconnected`].
    pub fn new(labels: Vec<String>, cells: Vec<Vec<Option<f64>>>) -> Result<Self, WeightsError> {
        Self::part(labels, cells)?.hung_together()
    }

    /// What one expert among several says: as [`PairwiseMatrix::new`], but no chain of judgements need
    /// join all things.
    ///
    /// # Errors
    ///
    /// Those of [`PairwiseMatrix::new`] but for [`WeightsError::Disconnected`].
    pub fn part(
        labels: Vec<String>,
        mut cells: Vec<Vec<Option<f64>>>,
    ) -> Result<Self, WeightsError> {
        check_square(&labels, &cells)?;
        distinct(&labels)?;
        let n = labels.len();
        for row in 0..n {
            for column in 0..n {
                if cells[row][column] == Some(0.0) {
                    cells[row][column] = None;
                }
                let Some(value) = cells[row][column] else {
                    continue;
                };
                if !(GREATEST.recip()..=GREATEST).contains(&value) {
                    return Err(WeightsError::NotPositive {
                        row: labels[row].clone(),
                        column: labels[column].clone(),
                        value,
                    });
                }
            }
        }
        for row in 0..n {
            let value = cells[row][row].unwrap_or(1.0);
            if (value - 1.0).abs() > 1e-9 {
                let label = labels[row].clone();
                return Err(WeightsError::Diagonal { label, value });
            }
            cells[row][row] = Some(1.0);
            for column in row + 1..n {
                match (cells[row][column], cells[column][row]) {
                    (Some(value), Some(opposite)) if (value * opposite - 1.0).abs() > ROUNDED => {
                        return Err(WeightsError::NotReciprocal {
                            row: labels[row].clone(),
                            column: labels[column].clone(),
                            value,
                            opposite,
                        });
                    }
                    (Some(value), None) => cells[column][row] = Some(value.recip()),
                    (None, Some(opposite)) => cells[row][column] = Some(opposite.recip()),
                    (Some(value), Some(opposite)) if (value * opposite - 1.0).abs() > EXACT => {
                        let judgement = (value / opposite).sqrt();
                        cells[row][column] = Some(judgement);
                        cells[column][row] = Some(judgement.recip());
                    }
                    (Some(_), Some(_)) | (None, None) => {}
                }
            }
        }
        Ok(Self { labels, cells })
    }

    /// The same, where a chain of judgements joins all things.
    pub(super) fn hung_together(self) -> Result<Self, WeightsError> {
        match self.unreached() {
            Some(lost) => Err(WeightsError::Disconnected {
                from: self.labels[0].clone(),
                to: self.labels[lost].clone(),
            }),
            None => Ok(self),
        }
    }

    /// Joins the matrices of several experts by the geometric mean of their judgements on each pair; an
    /// expert without a judgement on a pair has no say on it. Labels must stand in the same order.
    ///
    /// # Errors
    ///
    /// [`WeightsError::Empty`] without matrices, [`WeightsError::Label`] naming one that another expert
    /// lacks or has elsewhere, [`WeightsError::Disconnected`] where all together leave things unjoined.
    pub fn join(experts: &[Self]) -> Result<Self, WeightsError> {
        let first = experts.first().ok_or(WeightsError::Empty)?;
        for other in experts {
            let mut pairs = first.labels.iter().zip(&other.labels);
            let differs = pairs.find(|(a, b)| a != b).map(|(a, _)| a);
            let longer = [first, other].into_iter().max_by_key(|m| m.labels.len());
            let left =
                longer.and_then(|m| m.labels.get(first.labels.len().min(other.labels.len())));
            if let Some(label) = differs.or(left) {
                return Err(WeightsError::Label {
                    label: label.clone(),
                });
            }
        }
        let n = first.labels.len();
        let mut cells = vec![vec![None; n]; n];
        for (row, out) in cells.iter_mut().enumerate() {
            for (column, cell) in out.iter_mut().enumerate() {
                let said: Vec<f64> = experts
                    .iter()
                    .filter_map(|e| e.cells[row][column])
                    .map(libm::log)
                    .collect();
                if !said.is_empty() {
                    *cell = Some(libm::exp(said.iter().sum::<f64>() / said.len() as f64));
                }
            }
        }
        let joined = Self {
            labels: first.labels.clone(),
            cells,
        };
        joined.hung_together()
    }

    /// What is compared, in order.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// How much more `row` matters than `column` (positions in [`labels`](Self::labels)); `None` without
    /// a judgement, or outside the matrix.
    #[must_use]
    pub fn judgement(&self, row: usize, column: usize) -> Option<f64> {
        self.cells.get(row)?.get(column).copied().flatten()
    }

    /// Pairs without a judgement.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.cells.iter().flatten().filter(|c| c.is_none()).count() / 2
    }

    /// The matrix whose principal eigenvector are the weights: Harker (1987) leaves 0 where there is no
    /// judgement, and adds to the diagonal how many the row lacks.
    pub(super) fn completed(&self) -> Vec<Vec<f64>> {
        let complete = |(at, row): (usize, &Vec<Option<f64>>)| {
            let lacking = row.iter().filter(|c| c.is_none()).count() as f64;
            let mut row: Vec<f64> = row.iter().map(|c| c.unwrap_or(0.0)).collect();
            row[at] += lacking;
            row
        };
        self.cells.iter().enumerate().map(complete).collect()
    }

    /// A copy in which one pair is judged otherwise, or not at all; `None` where things would no longer
    /// hang together.
    pub(super) fn with(&self, row: usize, column: usize, judgement: Option<f64>) -> Option<Self> {
        let mut copy = self.clone();
        copy.cells[row][column] = judgement;
        copy.cells[column][row] = judgement.map(f64::recip);
        copy.unreached().is_none().then_some(copy)
    }

    /// A thing that no chain of judgements joins to the first.
    fn unreached(&self) -> Option<usize> {
        let mut reached = vec![false; self.labels.len()];
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                open.extend((0..reached.len()).filter(|&to| self.cells[at][to].is_some()));
            }
        }
        reached.iter().position(|&r| !r)
    }
}

fn check_square<T>(labels: &[String], rows: &[Vec<T>]) -> Result<(), WeightsError> {
    let expected = rows.iter().map(Vec::len).max().unwrap_or(0).max(rows.len());
    let expected = expected.max(labels.len());
    if let Some(row) = (0..expected).find(|&r| rows.get(r).map_or(0, Vec::len) != expected) {
        return Err(WeightsError::NotSquare {
            row: row + 1,
            found: rows.get(row).map_or(0, Vec::len),
            expected,
        });
    }
    let most = RandomIndices::MOST;
    if !(LEAST..=most).contains(&expected) || labels.len() != expected {
        return Err(WeightsError::Size {
            found: labels.len(),
            least: LEAST,
            most,
        });
    }
    Ok(())
}

/// Labels where there are some, and rows of cells.
type Parted = (Option<Vec<String>>, Vec<Vec<String>>);

/// Labels where there are some, and the cells without them. The shape says whether there is a heading, a
/// column of labels, or (as square as neither) both; then the corner decides, which is 1 in a matrix. Of a
/// shape that fits none of these, words on both sides are labels all the same.
fn without_labels(mut rows: Vec<Vec<String>>) -> Result<Parted, WeightsError> {
    let height = rows.len();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let column: Vec<&String> = rows.iter().filter_map(|row| row.first()).collect();
    let heading: Vec<&String> = rows.iter().take(1).flatten().collect();
    let wordy = |cells: &[&String]| cells.iter().any(|c| judged(c).is_none());
    let corner = heading.first().map(|c| judged(c));
    let both = match corner {
        _ if height != width => {
            let behind = |cells: &[&String]| wordy(&cells[cells.len().min(1)..]);
            behind(&heading) && behind(&column)
        }
        None | Some(Some(Some(_))) => false,
        Some(None) => true,
        Some(Some(None)) => wordy(&heading) || wordy(&column) || (height > 1 && heading == column),
    };
    let headed = both || (height == width + 1 && wordy(&heading));
    let labelled = both || (width == height + 1 && wordy(&column));
    let mut above = None;
    if headed {
        let mut names = rows.remove(0);
        if labelled && names.len() == width {
            names.remove(0);
        }
        above = Some(names);
    }
    let mut beside = None;
    if labelled {
        let names = rows.iter_mut().filter(|row| !row.is_empty());
        beside = Some(names.map(|row| row.remove(0)).collect::<Vec<_>>());
    }
    if let (Some(above), Some(beside)) = (&above, &beside)
        && let Some((label, _)) = beside.iter().zip(above).find(|(a, b)| a != b)
    {
        return Err(WeightsError::Label {
            label: label.clone(),
        });
    }
    Ok((beside.or(above), rows))
}

/// What a cell says: `None` for what is no number, `Some(None)` for no judgement.
fn judged(word: &str) -> Option<Option<f64>> {
    let word = word.trim();
    if word.is_empty() || word == "NA" {
        return Some(None);
    }
    let value = match word.split_once('/') {
        Some((above, below)) => {
            let (above, below) = (above.trim().parse::<f64>(), below.trim().parse::<f64>());
            above.ok()? / below.ok()?
        }
        None => word.parse().ok()?,
    };
    Some(Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> PairwiseMatrix {
        PairwiseMatrix::parse(text).unwrap()
    }

    #[test]
    fn a_matrix_is_read_in_every_usual_shape() {
        let plain = parsed("1,1/3,5\n3,1,7\n0.2,1/7,1\n");
        assert_eq!(plain.labels(), ["1", "2", "3"]);
        assert_eq!(plain.judgement(1, 2), Some(7.0));
        let shapes = [
            ",a,b,c\na,1,1/3,5\nb,3,1,7\nc,0.2,1/7,1\n",
            "item,a,b,c\na,1,1/3,5\nb,3,1,7\nc,0.2,1/7,1\n",
            "a,b,c\na,1,1/3,5\nb,3,1,7\nc,0.2,1/7,1\n",
            "a,b,c\n1,1/3,5\n3,1,7\n0.2,1/7,1\n",
            "a,1,1/3,5\nb,3,1,7\nc,0.2,1/7,1\n",
            "\u{feff},a,b,c\r\na,,1 / 3,5\r\nb,,,7\r\n\r\nc,0.2,0,NA\r\n",
        ];
        for text in shapes {
            let matrix = parsed(text);
            assert_eq!(matrix.labels(), ["a", "b", "c"], "{text}");
            assert!(
                (matrix.judgement(1, 0).unwrap() - 3.0).abs() < 1e-12,
                "{text}"
            );
            assert!((matrix.judgement(2, 1).unwrap() - 1.0 / 7.0).abs() < 1e-12);
        }
        assert_eq!(parsed(",1,2\n1,1,3\n2,1/3,1\n").judgement(0, 1), Some(3.0));
    }

    #[test]
    fn rounded_reciprocals_are_made_reciprocal() {
        let matrix = parsed("1,3,7\n0.33,1,2.33\n0.14,0.43,1\n");
        for row in 0..3 {
            for column in 0..3 {
                let there = matrix.judgement(row, column).unwrap();
                let back = matrix.judgement(column, row).unwrap();
                assert!((there * back - 1.0).abs() < 1e-15, "{row} {column}");
            }
        }
        // √(3/0.33)
        assert!((matrix.judgement(0, 1).unwrap() - 3.015_113_445_777_636).abs() < 1e-14);
    }

    #[test]
    fn what_is_wrong_with_a_matrix_is_named() {
        let said = |text: &str| PairwiseMatrix::parse(text).unwrap_err().to_string();
        for (text, words) in [
            ("", "0 things"),
            ("1\n", "1 things"),
            ("1,2\n1/2,1\n1,1\n", "not square: row 1 has 2 cells, 3"),
            ("1,2,3\n1/2,1\n1/3,1,1\n", "row 2 has 2 cells, 3"),
            (
                ",a,b\na,1,3\nb,3,1\n",
                "a against b is 3, but b against a is 3",
            ),
            (",a,b\na,1,-3\nb,,1\n", "a against b: -3"),
            (",a,b\na,1,inf\nb,,1\n", "a against b: inf"),
            (",a,b\na,1,NaN\nb,,1\n", "a against b: NaN"),
            (",a,b\na,1,1/0\nb,,1\n", "a against b: inf"),
            (",a,b\na,1,many\nb,1,1\n", "a against b: “many”"),
            (
                ",a,b,c\na,1,2,3\nb,1,1,1\n",
                "not square: row 3 has 0 cells, 3",
            ),
            (",a,b\na,2,1\nb,1,1\n", "a against itself must be 1, not 2"),
            (",a,b\nb,1,1\na,1,1\n", "the label b"),
            (",a,a\na,1,1\na,1,1\n", "the label a"),
            (",a,b,c\na,1,2,\nb,,1,\nc,,,1\n", "from a to c"),
        ] {
            assert!(said(text).contains(words), "{text:?}: {}", said(text));
        }
        let wide = vec![vec!["1"; 16].join(","); 16].join("\n");
        assert!(said(&wide).contains("16 things"));
    }

    #[test]
    fn experts_are_joined_by_the_geometric_mean_of_judgements() {
        let joined = PairwiseMatrix::join(&[
            parsed(",a,b,c\na,1,2,8\nb,,1,4\nc,,,1\n"),
            parsed(",a,b,c\na,1,8,2\nb,,1,\nc,,,1\n"),
        ])
        .unwrap();
        for (row, column, value) in [(0, 1, 4.0), (1, 0, 0.25), (0, 2, 4.0), (1, 2, 4.0)] {
            assert!((joined.judgement(row, column).unwrap() - value).abs() < 1e-12);
        }
        let other = parsed(",a,b\na,1,2\nb,,1\n");
        let error = PairwiseMatrix::join(&[other, joined]).unwrap_err();
        assert_eq!(error, WeightsError::Label { label: "c".into() });
        assert_eq!(PairwiseMatrix::join(&[]), Err(WeightsError::Empty));
    }
}
