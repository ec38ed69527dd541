//! Random numbers that depend on the seed and the replication, and on nothing else.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// The stream of one replication.
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Even in 0..1, in steps of 2⁻⁵³.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Normal with mean 0 and standard deviation 1, after Box and Muller (1958).
    pub(crate) fn normal(&mut self) -> f64 {
        // 1 − u is never 0.
        let radius = (-2.0 * libm::log(1.0 - self.unit())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// One of `count`, each as likely as the other; 0 of none.
    pub(crate) fn choice(&mut self, count: usize) -> usize {
        pick(self.unit(), count)
    }

    /// Each weight times `1 + share·U(−1, 1)`.
    pub(crate) fn disturb(&mut self, weights: &mut [f64], share: f64) {
        for weight in weights {
            *weight *= 1.0 + share * (2.0 * self.unit() - 1.0);
        }
    }
}

/// Which of `count` alternatives a number in 0..1 stands for: each has the same part of the interval.
pub(crate) fn pick(u: f64, count: usize) -> usize {
    ((u * count as f64) as usize).min(count.saturating_sub(1))
}
