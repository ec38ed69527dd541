//! Weights that are given, equal, or blended from others.

use super::{WeightMethod, WeightSet, WeightShare, WeightsError};

/// Equal weights `1/n`.
///
/// # Errors
///
/// [`WeightsError::Empty`] without labels, [`WeightsError::Label`] for one that stands there twice.
///
/// ```
/// use assessment_models::weights::equal;
/// let set = equal(&["技术".into(), "管理".into()], "省网信办").unwrap();
/// assert_eq!(set.values, [0.5, 0.5]);
/// ```
pub fn equal(labels: &[String], by: &str) -> Result<WeightSet, WeightsError> {
    let values = vec![1.0; labels.len()];
    let method = WeightMethod::Equal;
    shared_out(labels, &values, method, by)
}

/// Weights or points as experts gave them, divided by their sum.
///
/// # Errors
///
/// [`WeightsError::Length`] where labels and values are not equally many, [`WeightsError::BadWeight`] for
/// a negative or infinite one, [`WeightsError::ZeroSum`], and those of [`equal`].
pub fn expert(labels: &[String], values: &[f64], by: &str) -> Result<WeightSet, WeightsError> {
    let sum = values.iter().sum();
    shared_out(labels, values, WeightMethod::Expert { sum }, by)
}

/// The weighted arithmetic mean of weights for the same labels, such as half AHP and half entropy.
/// Labels stand in the order of the first part; shares are divided by their sum.
///
/// # Errors
///
/// [`WeightsError::Empty`] without parts, [`WeightsError::Label`] for a label that is not in all parts,
/// [`WeightsError::BadWeight`] for a bad share, [`WeightsError::ZeroSum`].
pub fn blend(parts: &[(f64, WeightSet)], by: &str) -> Result<WeightSet, WeightsError> {
    let (_, first) = parts.first().ok_or(WeightsError::Empty)?;
    let names: Vec<String> = (1..=parts.len()).map(|n| format!("part {n}")).collect();
    let given: Vec<f64> = parts.iter().map(|(share, _)| *share).collect();
    let shares = fractions(&names, &given)?;
    let mut values = vec![0.0; first.labels.len()];
    for ((_, part), share) in parts.iter().zip(&shares) {
        for (value, label) in values.iter_mut().zip(&first.labels) {
            *value += share * weight_of(part, label)?;
        }
        if let Some(label) = part.labels.iter().find(|l| !first.labels.contains(l)) {
            return Err(WeightsError::Label {
                label: label.clone(),
            });
        }
    }
    let parts = parts
        .iter()
        .zip(shares)
        .map(|((_, weights), share)| WeightShare {
            share,
            weights: weights.clone(),
        });
    let method = WeightMethod::Blend {
        parts: parts.collect(),
    };
    shared_out(&first.labels, &values, method, by)
}

fn weight_of(set: &WeightSet, label: &str) -> Result<f64, WeightsError> {
    let at = set.labels.iter().position(|l| l == label);
    at.and_then(|at| set.values.get(at).copied())
        .ok_or_else(|| WeightsError::Label {
            label: label.to_owned(),
        })
}

/// A set of `values` divided by their sum.
pub(super) fn shared_out(
    labels: &[String],
    values: &[f64],
    method: WeightMethod,
    by: &str,
) -> Result<WeightSet, WeightsError> {
    distinct(labels)?;
    Ok(WeightSet {
        labels: labels.to_vec(),
        values: fractions(labels, values)?,
        method,
        by: by.to_owned(),
        at: None,
    })
}

/// No label stands there twice.
pub(super) fn distinct(labels: &[String]) -> Result<(), WeightsError> {
    let mut sorted: Vec<&String> = labels.iter().collect();
    sorted.sort();
    match sorted.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(WeightsError::Label {
            label: twice[0].clone(),
        }),
        None => Ok(()),
    }
}

/// Values over their sum. Divided by the greatest first, so that no sum overflows.
fn fractions(labels: &[String], values: &[f64]) -> Result<Vec<f64>, WeightsError> {
    if labels.is_empty() {
        return Err(WeightsError::Empty);
    }
    if labels.len() != values.len() {
        return Err(WeightsError::Length {
            labels: labels.len(),
            values: values.len(),
        });
    }
    if let Some((label, value)) = labels
        .iter()
        .zip(values)
        .find(|(_, v)| !v.is_finite() || **v < 0.0)
    {
        return Err(WeightsError::BadWeight {
            label: label.clone(),
            value: *value,
        });
    }
    let greatest = values.iter().copied().fold(0.0, f64::max);
    if greatest == 0.0 {
        return Err(WeightsError::ZeroSum);
    }
    let sum: f64 = values.iter().map(|v| v / greatest).sum();
    Ok(values.iter().map(|v| v / greatest / sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<String> {
        words.iter().map(|w| (*w).to_owned()).collect()
    }

    #[test]
    fn points_become_shares() {
        let set = expert(&names(&["a", "b", "c"]), &[30.0, 50.0, 20.0], "panel").unwrap();
        assert_eq!(set.values, [0.3, 0.5, 0.2]);
        assert_eq!(set.method, WeightMethod::Expert { sum: 100.0 });
    }

    #[test]
    fn what_cannot_be_a_weight_is_named() {
        let two = names(&["a", "b"]);
        for bad in [f64::NAN, f64::INFINITY, -0.1] {
            let error = expert(&two, &[1.0, bad], "").unwrap_err();
            assert!(matches!(error, WeightsError::BadWeight { label, .. } if label == "b"));
        }
        assert_eq!(expert(&two, &[0.0, 0.0], ""), Err(WeightsError::ZeroSum));
        assert_eq!(equal(&[], ""), Err(WeightsError::Empty));
        assert!(expert(&two, &[f64::MAX, f64::MAX], "").is_ok());
        let twice = equal(&names(&["a", "a"]), "");
        assert_eq!(twice, Err(WeightsError::Label { label: "a".into() }));
        assert!(matches!(
            expert(&two, &[1.0], ""),
            Err(WeightsError::Length { .. })
        ));
    }

    #[test]
    fn a_blend_follows_the_labels_of_its_first_part() {
        let first = expert(&names(&["a", "b"]), &[0.8, 0.2], "panel").unwrap();
        let second = expert(&names(&["b", "a"]), &[0.6, 0.4], "data").unwrap();
        // a: 0.75·0.8 + 0.25·0.4, b: 0.75·0.2 + 0.25·0.6
        let set = blend(&[(3.0, first.clone()), (1.0, second)], "office").unwrap();
        assert!((set.values[0] - 0.7).abs() < 1e-15 && (set.values[1] - 0.3).abs() < 1e-15);
        assert!(matches!(&set.method, WeightMethod::Blend { parts } if parts[0].share == 0.75));
        let other = equal(&names(&["a", "c"]), "").unwrap();
        let more = equal(&names(&["a", "b", "c"]), "").unwrap();
        for odd in [other, more] {
            let error = blend(&[(1.0, first.clone()), (1.0, odd)], "");
            assert!(matches!(error, Err(WeightsError::Label { .. })));
        }
        assert_eq!(blend(&[(0.0, first)], ""), Err(WeightsError::ZeroSum));
    }
}
