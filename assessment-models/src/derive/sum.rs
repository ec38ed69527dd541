//! Sums that do not depend on the order of their terms.

/// A sum kept to twice the precision of its terms (Knuth's two-sum), so that the order in which records
/// come does not show in the result.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    pub(super) fn add(&mut self, term: f64) {
        let high = self.high + term;
        let shadow = high - self.high;
        self.low += (self.high - (high - shadow)) + (term - shadow);
        self.high = high;
    }

    pub(super) fn join(&mut self, other: Self) {
        self.add(other.high);
        self.low += other.low;
    }

    pub(super) fn value(self) -> f64 {
        self.high + self.low
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn order_does_not_show() {
        let terms = [1e16, 0.1, -1e16, 0.2, 3.7e9, 0.3];
        let total = |terms: &mut dyn Iterator<Item = &f64>| {
            let mut sum = Sum::default();
            terms.for_each(|t| sum.add(*t));
            sum.value()
        };
        assert_eq!(total(&mut terms.iter()), total(&mut terms.iter().rev()));
        assert_eq!(total(&mut terms.iter()), 3.7e9 + 0.6);
        // What a plain sum makes of it.
        assert_ne!(terms.iter().sum::<f64>(), 3.7e9 + 0.6);
    }
}
