//! Seeded draws. Each purpose and unit draws from a stream of its own, so that one more unit, or one
//! more field, does not change what the others drew.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of draws.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of `seed` that `purpose` names, such as `["records", "incident", "140105", "2026"]`.
    pub(super) fn new(seed: u64, purpose: &[&str]) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream(purpose));
        Self(rng)
    }

    /// Even in 0..1.
    pub(super) fn even(&mut self) -> f64 {
        // 53 random bits are exactly what the mantissa holds.
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Even in `low..high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.even()
    }

    /// Standard normal, within ±6: twelve even draws have variance 1, and no transcendental function
    /// that differs between platforms is needed.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }

    /// True with probability `p`.
    pub(super) fn happens(&mut self, p: f64) -> bool {
        self.even() < p
    }

    /// One of `0..n`; 0 for an empty range.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((self.even() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// A position, by weight; `None` where nothing has weight.
    pub(super) fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let sum: f64 = weights.iter().sum();
        let mut left = self.even() * sum;
        let last = weights.iter().rposition(|w| *w > 0.0)?;
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return Some(at);
            }
            left -= weight;
        }
        Some(last)
    }

    /// A count with this mean: the whole part, and one more with the probability of the rest, spread by a
    /// normal of the same variance as a Poisson count.
    pub(super) fn count(&mut self, mean: f64) -> usize {
        if mean <= 0.0 {
            return 0;
        }
        let spread = mean + mean.sqrt() * self.normal() * 0.8;
        let whole = spread.max(0.0).floor();
        whole as usize + usize::from(self.happens(spread.max(0.0) - whole))
    }
}

/// FNV-1a over the words, each ended by a byte that is in no word.
fn stream(purpose: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for word in purpose {
        for byte in word.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_purpose_draws_the_same() {
        let draws = |purpose: &[&str]| {
            let mut chance = Chance::new(7, purpose);
            (0..5).map(|_| chance.even()).collect::<Vec<_>>()
        };
        assert_eq!(draws(&["a", "b"]), draws(&["a", "b"]));
        assert_ne!(draws(&["a", "b"]), draws(&["ab"]));
    }

    #[test]
    fn draws_have_the_moments_they_promise() {
        let mut chance = Chance::new(1, &["moments"]);
        let draws: Vec<f64> = (0..20_000).map(|_| chance.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / 19_999.0;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.04, "{variance}");
        let count = (0..5_000).map(|_| chance.count(3.4)).sum::<usize>() as f64 / 5_000.0;
        assert!((count - 3.4).abs() < 0.1, "{count}");
        let picked = (0..10_000)
            .filter(|_| chance.weighted(&[1.0, 0.0, 3.0]) == Some(2))
            .count();
        assert!((7_300..7_700).contains(&picked), "{picked}");
    }
}
