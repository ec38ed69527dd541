//! Mean, spread and shape of a sample. NaN is not looked for: leave gaps out first.

/// The arithmetic mean; `None` of nothing. A second pass takes the rounding of the first away.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let n = values.len() as f64;
    let first = values.iter().sum::<f64>() / n;
    Some(first + values.iter().map(|x| x - first).sum::<f64>() / n)
}

/// Sample standard deviation (n − 1); `None` of fewer than two values.
#[must_use]
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    let centre = mean(values)?;
    let squares: f64 = values.iter().map(|x| (x - centre) * (x - centre)).sum();
    (values.len() > 1).then(|| (squares / (values.len() as f64 - 1.0)).sqrt())
}

/// Skewness with sample correction (G₁ of Joanes and Gill 1998, as spreadsheets compute it); `None` of
/// fewer than three values or of a constant.
///
/// ```
/// use assessment_models::stats::skewness;
/// // 1, 2, 6: m₃ = 6, m₂ = 14/3; √(3·2)/1 · 6/(14/3)^1.5
/// assert!((skewness(&[1.0, 2.0, 6.0]).unwrap() - 1.457_862_967_321_305).abs() < 1e-12);
/// ```
#[must_use]
pub fn skewness(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let [squares, cubes, _] = central_sums(values)?;
    (values.len() > 2 && squares > 0.0).then(|| {
        let plain = n.sqrt() * cubes / (squares * squares.sqrt());
        plain * (n * (n - 1.0)).sqrt() / (n - 2.0)
    })
}

/// Excess kurtosis with sample correction (G₂ of Joanes and Gill 1998); `None` of fewer than four values
/// or of a constant.
#[must_use]
pub fn kurtosis(values: &[f64]) -> Option<f64> {
    let n = values.len() as f64;
    let [squares, _, fourths] = central_sums(values)?;
    (values.len() > 3 && squares > 0.0).then(|| {
        let plain = n * fourths / (squares * squares) - 3.0;
        ((n + 1.0) * plain + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0))
    })
}

/// Sums of squares, cubes and fourth powers about the mean, in units of the greatest distance from it, so
/// that no power leaves the range of numbers.
fn central_sums(values: &[f64]) -> Option<[f64; 3]> {
    let centre = mean(values)?;
    let most = values
        .iter()
        .map(|x| (x - centre).abs())
        .fold(0.0, f64::max);
    let unit = if most > 0.0 { most } else { 1.0 };
    let mut sums = [0.0; 3];
    for x in values {
        let d = (x - centre) / unit;
        sums[0] += d * d;
        sums[1] += d * d * d;
        sums[2] += d * d * d * d;
    }
    Some(sums)
}
