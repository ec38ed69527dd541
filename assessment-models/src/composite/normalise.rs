//! Bringing indicators to one scale.

use super::{
    Element, IndexError, IndexMeta, Normaliser,
    table::{Table, present},
};
use crate::stats;

/// Normalises every indicator; those where less is better are negated first.
pub(super) fn normalise(
    meta: &IndexMeta,
    table: &mut Table,
    how: &Normaliser,
) -> Result<(), IndexError> {
    let reference = match how {
        Normaliser::DistanceToReference(unit) => {
            let row = table.units.binary_search(unit);
            Some(row.map_err(|_| IndexError::UnknownReference {
                element: "distance_to_reference".to_owned(),
                reference: unit.clone(),
            })?)
        }
        _ => None,
    };
    for at in meta.indicators() {
        let element = &meta.elements[at];
        let Some(column) = table.column(at) else {
            continue;
        };
        let direction = element.direction;
        let ranked = |place: &dyn Fn(f64) -> f64| {
            let turned: Vec<f64> = column.iter().map(|x| x * direction).collect();
            stats::ranks(&turned, 0.0).into_iter().map(place).collect()
        };
        let extent = Extent::of(column, direction);
        if extent.count == 0 {
            return Err(IndexError::EmptyColumn {
                indicator: element.code.clone(),
            });
        }
        let normalised: Vec<f64> = match how {
            Normaliser::Rank => ranked(&|r| r),
            Normaliser::Borda => ranked(&|r| r - 1.0),
            Normaliser::PercentileRank => {
                let others = extent.count as f64 - 1.0;
                if others < 1.0 {
                    return Err(constant(element, "percentile_rank"));
                }
                ranked(&|r| (r - 1.0) / others)
            }
            _ => {
                let base =
                    reference.map(|row| (column[row] * direction, table.units[row].as_str()));
                let line = Line::of(element, column, extent, how, base)?;
                if !(line.origin.is_finite() && line.unit.is_finite()) {
                    return Err(IndexError::Overflow {
                        element: element.code.clone(),
                    });
                }
                column.iter().map(|x| line.at(*x * direction)).collect()
            }
        };
        if normalised.iter().any(|x| x.is_infinite()) {
            return Err(IndexError::Overflow {
                element: element.code.clone(),
            });
        }
        table.set(at, normalised);
    }
    Ok(())
}

/// Between which values a column lies once it points upward.
#[derive(Clone, Copy)]
struct Extent {
    least: f64,
    greatest: f64,
    /// Values that are there.
    count: usize,
}

/// Values that are looked at side by side.
const LANES: usize = 8;

impl Extent {
    fn of(column: &[f64], direction: f64) -> Self {
        // In lanes, so that no comparison waits for the one before.
        let (mut least, mut greatest) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
        let mut gaps = 0;
        for values in column.chunks(LANES) {
            for ((x, low), high) in values.iter().zip(&mut least).zip(&mut greatest) {
                *low = if *x < *low { *x } else { *low };
                *high = if *x > *high { *x } else { *high };
                gaps += usize::from(x.is_nan());
            }
        }
        let low = least.into_iter().fold(f64::INFINITY, f64::min);
        let high = greatest.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let (least, greatest) = if direction < 0.0 {
            (-high, -low)
        } else {
            (low, high)
        };
        Self {
            least,
            greatest,
            count: column.len() - gaps,
        }
    }
}

/// `(x − origin)/unit·factor + offset`, held within `bounds` before the factor.
struct Line {
    origin: f64,
    unit: f64,
    factor: f64,
    offset: f64,
    held: bool,
}

impl Line {
    fn at(&self, x: f64) -> f64 {
        let mut place = (x - self.origin) / self.unit;
        if self.held {
            // A gap stays one: a clamp of NaN is NaN.
            place = place.clamp(0.0, 1.0);
        }
        place * self.factor + self.offset
    }

    fn new(origin: f64, unit: f64) -> Self {
        Self {
            origin,
            unit,
            factor: 1.0,
            offset: 0.0,
            held: false,
        }
    }

    /// The line of a method through a column's values.
    fn of(
        element: &Element,
        column: &[f64],
        extent: Extent,
        how: &Normaliser,
        reference: Option<(f64, &str)>,
    ) -> Result<Self, IndexError> {
        let Extent {
            least, greatest, ..
        } = extent;
        let range = greatest - least;
        let spread_out = |method: &'static str| {
            if range > 0.0 {
                Ok(())
            } else {
                Err(constant(element, method))
            }
        };
        match how {
            Normaliser::MinMax(low, high) => {
                spread_out("min_max")?;
                Ok(Self {
                    factor: high - low,
                    offset: *low,
                    ..Self::new(least, range)
                })
            }
            Normaliser::ZScore(mean, deviation) => {
                spread_out("z_score")?;
                let values = present(column);
                let (Some(centre), Some(spread)) =
                    (stats::mean(&values), stats::standard_deviation(&values))
                else {
                    return Err(constant(element, "z_score"));
                };
                let centre = centre * element.direction;
                Ok(Self {
                    factor: *deviation,
                    offset: *mean,
                    ..Self::new(centre, spread)
                })
            }
            Normaliser::Scaled(low, high) => Ok(Self {
                factor: 100.0,
                ..Self::new(*low, high - low)
            }),
            Normaliser::DistanceToMax => {
                spread_out("distance_to_max")?;
                Ok(Self::from_above(greatest, range))
            }
            Normaliser::DistanceToReference(unit) => {
                let (value, unit) = reference.unwrap_or((f64::NAN, unit));
                if value.is_nan() {
                    return Err(IndexError::NoReference {
                        indicator: element.code.clone(),
                        unit: unit.to_owned(),
                    });
                }
                let aim = Self::towards(element, value, least, "distance_to_reference")?;
                Ok(Self::from_above(value, aim.unit))
            }
            Normaliser::DistanceToTarget => {
                let target = element.target.ok_or_else(|| IndexError::NoParameter {
                    indicator: element.code.clone(),
                    column: "Target",
                })?;
                Self::towards(
                    element,
                    target * element.direction,
                    least,
                    "distance_to_target",
                )
            }
            Normaliser::FractionOfMax if greatest == 0.0 => Err(IndexError::NothingToDivideBy {
                indicator: element.code.clone(),
                method: "fraction_of_max",
            }),
            Normaliser::FractionOfMax => Ok(Self::new(0.0, greatest)),
            Normaliser::Goalposts => {
                let missing = || IndexError::NoParameter {
                    indicator: element.code.clone(),
                    column: "goalpost_lower and goalpost_upper",
                };
                let posts = element.goalposts.ok_or_else(missing)?;
                if posts.lower == posts.upper {
                    return Err(missing());
                }
                Ok(Self {
                    held: posts.held,
                    ..Self::between(element, posts.lower, posts.upper, posts.scale)
                })
            }
            Normaliser::GoalpostsAt(lower, upper) => {
                Ok(Self::between(element, *lower, *upper, 100.0))
            }
            // Ranks have no line; they are placed before one is asked for.
            Normaliser::Rank | Normaliser::PercentileRank | Normaliser::Borda => {
                Ok(Self::new(0.0, 1.0))
            }
        }
    }

    /// 1 − (aim − x)/unit, computed as it is written: near 0 another order of operations rounds otherwise.
    fn from_above(aim: f64, unit: f64) -> Self {
        Self {
            offset: 1.0,
            ..Self::new(aim, unit)
        }
    }

    /// 0 at the least value, 1 at the value aimed for; beyond it more than 1.
    fn towards(
        element: &Element,
        aim: f64,
        least: f64,
        method: &'static str,
    ) -> Result<Self, IndexError> {
        if aim == least {
            return Err(IndexError::NothingToDivideBy {
                indicator: element.code.clone(),
                method,
            });
        }
        Ok(Self::new(least, aim - least))
    }

    /// Between posts in the indicator's own unit; the better post scores `scale`.
    fn between(element: &Element, lower: f64, upper: f64, scale: f64) -> Self {
        let (worse, better) = if element.direction < 0.0 {
            (upper, lower)
        } else {
            (lower, upper)
        };
        let origin = worse * element.direction;
        Self {
            factor: scale,
            held: true,
            ..Self::new(origin, better * element.direction - origin)
        }
    }
}

fn constant(element: &Element, method: &'static str) -> IndexError {
    IndexError::ConstantColumn {
        indicator: element.code.clone(),
        method,
    }
}
