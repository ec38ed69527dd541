//! `iMeta`: the elements of an index and how they hang together.

use std::collections::BTreeMap;

use super::{
    IndexError, Weights,
    table::{Sheet, words},
};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementKind {
    /// A column of data that is joined upward.
    Indicator,
    /// What indicators or other aggregates are joined into.
    Aggregate,
    /// A column of words that groups units.
    Group,
    /// A column that indicators are divided by.
    Denominator,
    /// A column that is carried along.
    Other,
}

/// Between which values an indicator is placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goalposts {
    /// The lower post, in the indicator's own unit.
    pub lower: f64,
    /// The upper post.
    pub upper: f64,
    /// The score at the better post; 100 where nothing is stated.
    pub scale: f64,
    /// Values beyond a post score as it does.
    pub held: bool,
}

/// A row of `iMeta`.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// `iCode`.
    pub code: String,
    /// `iName`; the code where there is none.
    pub name: String,
    /// What it is.
    pub kind: ElementKind,
    /// 1 for indicators, rising towards the index; 0 for what is not in the tree.
    pub level: u32,
    /// 1 where more is better, −1 where less is.
    pub direction: f64,
    /// Weight among its siblings, relative.
    pub weight: f64,
    /// `Unit`.
    pub unit: String,
    /// `Target`, in the indicator's own unit.
    pub target: Option<f64>,
    /// `goalpost_lower`, `goalpost_upper`, `goalpost_scale`, `goalpost_trunc2posts`.
    pub goalposts: Option<Goalposts>,
    /// Position of the denominator.
    pub denominator: Option<usize>,
    /// Position of the parent; `None` at the top.
    pub parent: Option<usize>,
}

/// `iMeta`, checked: codes are unique, parents are aggregates of a higher level, weights are sound.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexMeta {
    /// In the order of the table.
    pub elements: Vec<Element>,
}

const NAME: &str = "iMeta";

impl IndexMeta {
    /// Reads the table. Needs the columns `Level`, `iCode`, `Direction`, `Weight`, `Parent` and `Type`;
    /// takes `iName`, `Unit`, `Target`, `Denominator`, `goalpost_lower`, `goalpost_upper`,
    /// `goalpost_scale` and `goalpost_trunc2posts` where they are there. `NA` and an empty cell are gaps.
    ///
    /// # Errors
    ///
    /// An [`IndexError`] that names the first element with a fault: a code twice, an unknown type, a
    /// direction other than ±1, a weight that is no number, a parent or denominator that is not there, a
    /// level that does not rise, an aggregate without children, weights that sum to 0.
    pub fn parse(text: &str) -> Result<Self, IndexError> {
        let sheet = Sheet::parse(NAME, text)?;
        let code_at = sheet.need("iCode")?;
        for needed in ["Level", "Direction", "Weight", "Parent", "Type"] {
            sheet.need(needed)?;
        }
        let mut positions = BTreeMap::new();
        for (position, row) in sheet.rows.iter().enumerate() {
            let code = sheet.code(row, code_at)?;
            if positions.insert(code, position).is_some() {
                return Err(IndexError::Duplicate {
                    table: NAME,
                    code: code.to_owned(),
                });
            }
        }
        let elements = sheet
            .rows
            .iter()
            .map(|row| element(&sheet, row, code_at, &positions))
            .collect::<Result<Vec<_>, _>>()?;
        let meta = Self { elements };
        meta.check_tree()?;
        meta.check_weights()?;
        Ok(meta)
    }

    /// Position of an element.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.elements.iter().position(|e| e.code == code)
    }

    /// Positions of the indicators, in order.
    pub fn indicators(&self) -> impl Iterator<Item = usize> + '_ {
        let is = |e: &Element| e.kind == ElementKind::Indicator;
        (0..self.elements.len()).filter(move |&i| is(&self.elements[i]))
    }

    /// Positions of an aggregate's children, in order.
    pub fn children(&self, parent: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.elements.len()).filter(move |&i| self.elements[i].parent == Some(parent))
    }

    /// Positions of the aggregates, lowest level first.
    #[must_use]
    pub fn aggregates(&self) -> Vec<usize> {
        let is = |i: &usize| self.elements[*i].kind == ElementKind::Aggregate;
        let mut found: Vec<usize> = (0..self.elements.len()).filter(is).collect();
        found.sort_by_key(|&i| self.elements[i].level);
        found
    }

    /// How many levels are aggregated into: the highest level less the indicators' own.
    #[must_use]
    pub fn aggregated_levels(&self) -> usize {
        let top = self.elements.iter().map(|e| e.level).max().unwrap_or(1);
        top.saturating_sub(1) as usize
    }

    /// The same with other weights.
    ///
    /// # Errors
    ///
    /// [`IndexError::UnknownReference`] for a code that is not in the tree, and what
    /// [`IndexMeta::parse`] says of weights.
    pub fn with_weights(mut self, weights: &Weights) -> Result<Self, IndexError> {
        for (code, weight) in &weights.by_code {
            let in_tree = self
                .elements
                .iter_mut()
                .find(|e| e.code == *code && e.level > 0);
            let element = in_tree.ok_or_else(|| IndexError::UnknownReference {
                element: "weights".to_owned(),
                reference: code.clone(),
            })?;
            if let Some(given) = weights.levels.get(code)
                && *given != f64::from(element.level)
            {
                return Err(IndexError::WrongLevel {
                    element: code.clone(),
                    given: *given,
                    level: element.level,
                });
            }
            element.weight = *weight;
        }
        self.check_weights()?;
        Ok(self)
    }

    /// Effective weight of each element in what stands at the top: the product of its share among its
    /// siblings and those of its ancestors. 0 for what is not in the tree.
    #[must_use]
    pub fn effective_weights(&self) -> Vec<f64> {
        let share = |at: usize| {
            let parent = self.elements[at].parent?;
            let sum: f64 = self.children(parent).map(|c| self.elements[c].weight).sum();
            Some((parent, self.elements[at].weight / sum))
        };
        (0..self.elements.len())
            .map(|at| {
                if self.elements[at].level == 0 {
                    return 0.0;
                }
                let (mut weight, mut here) = (1.0, at);
                while let Some((parent, part)) = share(here) {
                    weight *= part;
                    here = parent;
                }
                weight
            })
            .collect()
    }

    fn check_tree(&self) -> Result<(), IndexError> {
        for (at, element) in self.elements.iter().enumerate() {
            if let Some(parent) = element.parent
                && self.elements[parent].level <= element.level
            {
                return Err(IndexError::Cycle {
                    element: element.code.clone(),
                });
            }
            if element.kind == ElementKind::Aggregate && self.children(at).next().is_none() {
                return Err(IndexError::EmptyGroup {
                    group: element.code.clone(),
                });
            }
        }
        if self.indicators().next().is_none() {
            return Err(IndexError::EmptyGroup {
                group: NAME.to_owned(),
            });
        }
        Ok(())
    }

    fn check_weights(&self) -> Result<(), IndexError> {
        for (at, element) in self.elements.iter().enumerate() {
            if element.level > 0 && !(element.weight.is_finite() && element.weight >= 0.0) {
                return Err(IndexError::BadWeight {
                    element: element.code.clone(),
                });
            }
            let sum: f64 = self.children(at).map(|c| self.elements[c].weight).sum();
            if element.kind == ElementKind::Aggregate && sum <= 0.0 {
                return Err(IndexError::ZeroWeights {
                    group: element.code.clone(),
                });
            }
            if sum.is_infinite() {
                return Err(IndexError::Overflow {
                    element: element.code.clone(),
                });
            }
        }
        Ok(())
    }
}

fn kind_of(code: &str, given: &str) -> Result<ElementKind, IndexError> {
    match given {
        "Indicator" => Ok(ElementKind::Indicator),
        "Aggregate" => Ok(ElementKind::Aggregate),
        "Group" => Ok(ElementKind::Group),
        "Denominator" => Ok(ElementKind::Denominator),
        "Other" => Ok(ElementKind::Other),
        _ => Err(IndexError::UnknownType {
            element: code.to_owned(),
            given: given.to_owned(),
        }),
    }
}

fn element(
    sheet: &Sheet,
    row: &csv::StringRecord,
    code_at: usize,
    positions: &BTreeMap<&str, usize>,
) -> Result<Element, IndexError> {
    let code = row.get(code_at).unwrap_or_default();
    let word = |column: &str| words(row, sheet.find(column));
    let number = |column: &str| sheet.number(row, sheet.find(column), (code, column));
    let refer = |column: &str| {
        word(column)
            .map(|reference| {
                positions
                    .get(reference)
                    .copied()
                    .ok_or_else(|| unknown_reference(code, reference))
            })
            .transpose()
    };
    let kind = kind_of(code, word("Type").unwrap_or_default())?;
    let in_tree = matches!(kind, ElementKind::Indicator | ElementKind::Aggregate);
    let direction = number("Direction")?;
    if in_tree && !direction.is_none_or(|d| d == 1.0 || d == -1.0) {
        return Err(IndexError::BadDirection {
            element: code.to_owned(),
        });
    }
    let level = if in_tree { number("Level")? } else { Some(0.0) };
    let level = level.filter(|l| *l >= 0.0 && *l <= 1000.0 && l.fract() == 0.0);
    let parent = if in_tree { refer("Parent")? } else { None };
    let denominator = if kind == ElementKind::Indicator {
        refer("Denominator")?
    } else {
        None
    };
    for (reference, needed) in [
        (parent, ElementKind::Aggregate),
        (denominator, ElementKind::Denominator),
    ] {
        let Some(other) = reference.and_then(|at| sheet.rows.get(at)) else {
            continue;
        };
        let other_code = other.get(code_at).unwrap_or_default();
        let found = words(other, sheet.find("Type")).unwrap_or_default();
        if kind_of(other_code, found)? != needed {
            return Err(unknown_reference(code, other_code));
        }
    }
    let goalposts = match (number("goalpost_lower")?, number("goalpost_upper")?) {
        (Some(lower), Some(upper)) => Some(Goalposts {
            lower,
            upper,
            scale: number("goalpost_scale")?.unwrap_or(100.0),
            held: !word("goalpost_trunc2posts")
                .is_some_and(|w| matches!(w, "FALSE" | "False" | "false" | "F" | "0")),
        }),
        _ => None,
    };
    Ok(Element {
        code: code.to_owned(),
        name: word("iName").unwrap_or(code).to_owned(),
        kind,
        level: match level {
            // Within 0..=1000, checked above.
            Some(level) if !in_tree || level >= 1.0 => level as u32,
            _ => {
                return Err(IndexError::BadLevel {
                    element: code.to_owned(),
                });
            }
        },
        direction: direction.unwrap_or(1.0),
        // What carries no weight stands at the top, or outside the tree.
        weight: match number("Weight")? {
            Some(weight) => weight,
            None if parent.is_none() => 1.0,
            None => f64::NAN,
        },
        unit: word("Unit").unwrap_or_default().to_owned(),
        target: number("Target")?,
        goalposts,
        denominator,
        parent,
    })
}

fn unknown_reference(element: &str, reference: &str) -> IndexError {
    IndexError::UnknownReference {
        element: element.to_owned(),
        reference: reference.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(level: &str, weights: [&str; 2]) -> String {
        let [a, b] = weights;
        let text = format!(
            "Level,iCode,Direction,Weight,Parent,Type\n1,a,1,{a},all,Indicator\n\
             1,b,1,{b},all,Indicator\n{level},all,1,1,NA,Aggregate\n"
        );
        IndexMeta::parse(&text).map_or_else(|e| e.to_string(), |_| "taken".to_owned())
    }

    #[test]
    fn levels_and_weights_that_cannot_be_used_are_named() {
        assert_eq!(said("2", ["1", "0"]), "taken");
        for level in ["0", "1.5", "1001", "-2", "NA"] {
            let expected = "all: the level must be a whole number of 1 to 1000";
            assert_eq!(said(level, ["1", "1"]), expected, "{level}");
        }
        assert!(said("1", ["1", "1"]).contains("does not stand below its parent"));
        assert!(said("2", ["0", "0"]).contains("sum to 0"));
        assert!(said("2", ["1", "-1"]).starts_with("b: the weight"));
        // Each is a number; their sum is none.
        assert_eq!(
            said("2", ["1e308", "1e308"]),
            "all: a value is too large to compute with"
        );
    }
}
