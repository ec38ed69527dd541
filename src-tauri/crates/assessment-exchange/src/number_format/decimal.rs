//! A number as the fifteen decimal digits that spreadsheet programs reckon and show with.

/// `0.d₁d₂d₃… × 10^point`, never negative, without zeros at either end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    /// A number's first fifteen significant digits; its sign is dropped.
    pub(super) fn new(value: f64) -> Self {
        let text = format!("{:.14e}", value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = mantissa
            .bytes()
            .filter(u8::is_ascii_digit)
            .map(|b| b - b'0')
            .collect();
        let mut decimal = Self {
            digits,
            point: exponent.parse::<i32>().unwrap_or(0) + 1,
        };
        decimal.trim();
        decimal
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        let leading = self.digits.iter().take_while(|d| **d == 0).count();
        self.digits.drain(..leading);
        self.point -= leading as i32;
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// The power of ten of its first digit: 3 for 1234, -2 for 0.05; 0 for nothing.
    pub(super) fn magnitude(&self) -> i32 {
        if self.is_zero() { 0 } else { self.point - 1 }
    }

    /// How many digits stand behind the point.
    pub(super) fn decimals(&self) -> i32 {
        (self.digits.len() as i32 - self.point).max(0)
    }

    /// The same times `10^by`.
    #[must_use]
    pub(super) fn shifted(mut self, by: i32) -> Self {
        if !self.is_zero() {
            self.point = self.point.saturating_add(by);
        }
        self
    }

    /// Rounded to so many digits behind the point, halves away from zero.
    #[must_use]
    pub(super) fn rounded(mut self, decimals: i32) -> Self {
        let keep = self.point.saturating_add(decimals);
        if keep >= self.digits.len() as i32 {
            return self;
        }
        if keep < 0 {
            self.digits.clear();
        } else {
            let up = self.digits[keep as usize] >= 5;
            self.digits.truncate(keep as usize);
            if up {
                let mut at = self.digits.len();
                loop {
                    if at == 0 {
                        self.digits.insert(0, 1);
                        self.point += 1;
                        break;
                    }
                    at -= 1;
                    if self.digits[at] == 9 {
                        self.digits[at] = 0;
                    } else {
                        self.digits[at] += 1;
                        break;
                    }
                }
            }
        }
        self.trim();
        self
    }

    /// The digits before the point, without leading zeros: nothing for 0.5.
    pub(super) fn whole(&self) -> String {
        (0..self.point.max(0))
            .map(|at| {
                let digit = self.digits.get(at as usize).copied().unwrap_or(0);
                char::from(b'0' + digit)
            })
            .collect()
    }

    /// So many digits behind the point.
    pub(super) fn part(&self, decimals: usize) -> String {
        (0..decimals as i32)
            .map(|at| {
                let digit = usize::try_from(self.point + at)
                    .ok()
                    .and_then(|at| self.digits.get(at).copied());
                char::from(b'0' + digit.unwrap_or(0))
            })
            .collect()
    }

    /// As it is written without a format: `0.05`, `1234.5`.
    pub(super) fn plain(&self) -> String {
        let whole = self.whole();
        let whole = if whole.is_empty() { "0" } else { &whole };
        let part = self.part(self.decimals() as usize);
        if part.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{part}")
        }
    }
}
