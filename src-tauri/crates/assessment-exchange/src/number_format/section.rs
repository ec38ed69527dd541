//! One section of a format code, cut into tokens.

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Stands as it is.
    Literal(String),
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// Between digits groups them, behind them divides by a thousand.
    Comma,
    /// `%`.
    Percent,
    /// `E` or `e` with `+` (true) or `-`; the places behind it are the exponent's.
    Exponent(char, bool),
    /// The bar of a fraction.
    Slash,
    /// A denominator that is given.
    Denominator(u32),
    /// `General`.
    General,
    /// The text itself, `@`.
    Text,
    /// A part of a day or time: letter in small, how often. Minutes are `n`.
    Date(char, usize),
    /// `[h]`, `[m]`, `[s]`: a span of time in whole hours, minutes or seconds.
    Elapsed(char, usize),
    /// Fractions of a second.
    Fraction(usize),
    /// Forenoon or afternoon: the words for them.
    Halves(&'static str, &'static str),
}

/// What a section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but literals.
    Empty,
    Number,
    Date,
    Text,
}

/// `[>=100]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    operator: Operator,
    bound: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    Less,
    AtMost,
    Equal,
    Differs,
    AtLeast,
    More,
}

impl Condition {
    fn new(text: &str) -> Option<Self> {
        let (operator, rest) = [
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            ("<>", Operator::Differs),
            ("<", Operator::Less),
            (">", Operator::More),
            ("=", Operator::Equal),
        ]
        .iter()
        .find_map(|(sign, operator)| Some((*operator, text.strip_prefix(sign)?)))?;
        let bound = rest.trim().parse().ok()?;
        Some(Self { operator, bound })
    }

    pub(super) fn holds(self, value: f64) -> bool {
        match self.operator {
            Operator::Less => value < self.bound,
            Operator::AtMost => value <= self.bound,
            Operator::Equal => value == self.bound,
            Operator::Differs => value != self.bound,
            Operator::AtLeast => value >= self.bound,
            Operator::More => value > self.bound,
        }
    }

    /// Whether it leaves the negative values to others: one number, or what is above a bound that is not
    /// negative.
    pub(super) fn leaves_negative(self) -> bool {
        match self.operator {
            Operator::Equal => true,
            Operator::More | Operator::AtLeast => self.bound >= 0.0,
            _ => false,
        }
    }

    /// Whether only negative values fulfil it, so that they are shown without their sign.
    pub(super) fn only_negative(self) -> bool {
        match self.operator {
            Operator::Less => self.bound <= 0.0,
            Operator::AtMost | Operator::Equal => self.bound < 0.0,
            _ => false,
        }
    }
}

/// Most places of a second's fraction.
const FINEST: usize = 3;

/// Chinese numerals of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numerals {
    /// `[DBNum1]`: 一二三.
    Common,
    /// `[DBNum2]`: 壹贰叁.
    Formal,
    /// `[DBNum3]`: full-width digits.
    Wide,
}

/// A section of a code.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) tokens: Vec<Token>,
    pub(super) kind: Kind,
    pub(super) condition: Option<Condition>,
    /// How often it multiplies by a hundred.
    pub(super) percent: usize,
    /// It shows spans of time.
    pub(super) elapsed: bool,
    pub(super) numerals: Option<Numerals>,
    /// Names of days and months are Chinese.
    pub(super) chinese: bool,
}

/// What shows a number that no section is for.
pub(super) static GENERAL: std::sync::LazyLock<Section> =
    std::sync::LazyLock::new(|| Section::new("General"));

/// Reads the code of a section.
struct Cutter<'c> {
    rest: &'c str,
    section: Section,
}

impl Section {
    pub(super) fn new(code: &str) -> Self {
        let mut cutter = Cutter {
            rest: code,
            section: Self {
                tokens: Vec::new(),
                kind: Kind::Empty,
                condition: None,
                percent: 0,
                elapsed: false,
                numerals: None,
                chinese: false,
            },
        };
        cutter.cut();
        let mut section = cutter.section;
        section.finish();
        section
    }

    fn finish(&mut self) {
        let is_date =
            |t: &Token| matches!(t, Token::Date(..) | Token::Elapsed(..) | Token::Halves(..));
        self.elapsed = self.tokens.iter().any(|t| matches!(t, Token::Elapsed(..)));
        self.percent = self.tokens.iter().filter(|t| **t == Token::Percent).count();
        self.kind = if self.tokens.iter().any(is_date) {
            Kind::Date
        } else if self.tokens.contains(&Token::Text) {
            Kind::Text
        } else if self.tokens.iter().any(|t| !matches!(t, Token::Literal(_))) {
            Kind::Number
        } else {
            Kind::Empty
        };
        if self.kind == Kind::Date {
            self.tell_minutes();
        }
    }

    /// `m` is minutes behind hours or seconds and before seconds, months elsewhere. Each hour or second stands
    /// for one `m` only: the last of `h:mm:ss m` is a month.
    fn tell_minutes(&mut self) {
        // The part before: where it stands, its letter, and whether an `m` is already told by it.
        let mut last: Option<(usize, char, bool)> = None;
        for at in 0..self.tokens.len() {
            let (Token::Date(letter, count) | Token::Elapsed(letter, count)) = self.tokens[at]
            else {
                continue;
            };
            let elapsed = matches!(self.tokens[at], Token::Elapsed(..));
            let mut used = false;
            let mut told = letter;
            match (letter, last) {
                ('m', Some((_, 'h' | 's', false))) if !elapsed && count <= 2 => {
                    told = 'n';
                }
                ('s', Some((_, 'n', _))) => used = true,
                ('s', Some((before, 'm', _))) if !elapsed => {
                    if let Token::Date(c, 1 | 2) = &mut self.tokens[before] {
                        *c = 'n';
                        used = true;
                    }
                }
                _ => {}
            }
            if told == 'n' {
                self.tokens[at] = Token::Date('n', count);
            }
            let kind = if elapsed && letter == 'm' { 'n' } else { told };
            last = Some((at, kind, used));
        }
    }

    /// All literals in a row.
    pub(super) fn literals(&self) -> String {
        self.around_text("")
    }

    /// The literals with the text in its places.
    pub(super) fn around_text(&self, text: &str) -> String {
        self.tokens
            .iter()
            .map(|t| match t {
                Token::Literal(l) => l.as_str(),
                Token::Text | Token::General => text,
                _ => "",
            })
            .collect()
    }
}

impl Cutter<'_> {
    fn literal(&mut self, text: &str) {
        if let Some(Token::Literal(l)) = self.section.tokens.last_mut() {
            l.push_str(text);
        } else if !text.is_empty() {
            self.section.tokens.push(Token::Literal(text.to_owned()));
        }
    }

    fn push(&mut self, token: Token) {
        self.section.tokens.push(token);
    }

    /// Takes what the rest begins with, whatever its case.
    fn take(&mut self, word: &str) -> bool {
        match self.rest.get(..word.len()) {
            Some(start) if start.eq_ignore_ascii_case(word) => {
                self.rest = &self.rest[word.len()..];
                true
            }
            _ => false,
        }
    }

    /// How often a character stands in a row, any case; it is taken.
    fn run(&mut self, c: char) -> usize {
        let run: usize = self
            .rest
            .chars()
            .take_while(|r| r.eq_ignore_ascii_case(&c))
            .count();
        // Runs are of ASCII letters and digits, one byte each.
        self.rest = &self.rest[run..];
        run
    }

    fn has_date(&self) -> bool {
        self.section
            .tokens
            .iter()
            .any(|t| matches!(t, Token::Date(..) | Token::Elapsed(..)))
    }

    fn has_digit(&self) -> bool {
        self.section
            .tokens
            .iter()
            .any(|t| matches!(t, Token::Digit(_)))
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn cut(&mut self) {
        loop {
            if self.take("General") || self.take("G/通用格式") {
                self.push(Token::General);
                continue;
            }
            if self.take("AM/PM") {
                self.push(Token::Halves("AM", "PM"));
                continue;
            }
            // The short form alone keeps its case.
            if self.rest.starts_with("a/p") {
                self.rest = &self.rest[3..];
                self.push(Token::Halves("a", "p"));
                continue;
            }
            if self.take("A/P") {
                self.push(Token::Halves("A", "P"));
                continue;
            }
            if self.take("上午/下午") {
                self.push(Token::Halves("上午", "下午"));
                continue;
            }
            let Some(c) = self.rest.chars().next() else {
                return;
            };
            match c.to_ascii_lowercase() {
                'y' | 'm' | 'd' | 'h' | 's' => {
                    let letter = c.to_ascii_lowercase();
                    let count = self.run(c);
                    self.push(Token::Date(letter, count));
                    continue;
                }
                // Names of the days of the week in Chinese and Japanese formats.
                'a' if self
                    .rest
                    .get(..3)
                    .is_some_and(|start| start.eq_ignore_ascii_case("aaa")) =>
                {
                    let count = self.run(c);
                    self.push(Token::Date('a', count));
                    continue;
                }
                'e' => {
                    let sign = self.rest.as_bytes().get(1).copied();
                    if let (Some(sign @ (b'+' | b'-')), true) = (sign, self.has_digit()) {
                        self.rest = &self.rest[2..];
                        self.push(Token::Exponent(c, sign == b'+'));
                    } else {
                        let count = self.run(c);
                        self.push(Token::Date('e', count));
                    }
                    continue;
                }
                'g' => {
                    // An era has a name only in calendars that are not read here.
                    self.run(c);
                    continue;
                }
                'b' => {
                    let count = self.run(c);
                    if count >= 2 {
                        self.push(Token::Date('b', count));
                    } else if !self.take("1") && !self.take("2") {
                        self.literal("b");
                    }
                    continue;
                }
                _ => {}
            }
            self.next();
            self.sign(c);
        }
    }

    fn sign(&mut self, c: char) {
        match c {
            '"' => {
                let end = self.rest.find('"').unwrap_or(self.rest.len());
                let text = self.rest[..end].to_owned();
                self.rest = self.rest.get(end + 1..).unwrap_or_default();
                self.literal(&text);
            }
            '\\' | '!' => {
                if let Some(c) = self.next() {
                    self.literal(c.encode_utf8(&mut [0; 4]));
                }
            }
            '_' => {
                // As wide as the next character.
                if self.next().is_some() {
                    self.literal(" ");
                }
            }
            '*' => {
                // Fills the cell with the next character.
                self.next();
            }
            '[' => {
                let end = self.rest.find(']').unwrap_or(self.rest.len());
                let inner = self.rest[..end].to_owned();
                self.rest = self.rest.get(end + 1..).unwrap_or_default();
                self.bracket(&inner);
            }
            '0' | '#' | '?' => self.push(Token::Digit(c)),
            '.' if self.has_date() && self.rest.starts_with('0') => {
                let count = self.run('0');
                self.push(Token::Fraction(count.min(FINEST)));
                for _ in FINEST..count {
                    self.push(Token::Digit('0'));
                }
            }
            '.' => self.push(Token::Point),
            // Before every place it neither groups nor divides.
            ',' if !self.has_digit() => self.literal(","),
            ',' => self.push(Token::Comma),
            '%' => self.push(Token::Percent),
            '@' => self.push(Token::Text),
            '/' if !self.has_date() && self.has_digit() => {
                self.push(Token::Slash);
                let spaces = self.rest.len() - self.rest.trim_start_matches(' ').len();
                let digits: String = self.rest[spaces..]
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect();
                if let Some(given) = digits.parse::<u32>().ok().filter(|n| *n > 0) {
                    let blank = " ".repeat(spaces);
                    self.literal(&blank);
                    self.rest = &self.rest[spaces + digits.len()..];
                    self.push(Token::Denominator(given));
                }
            }
            _ => self.literal(c.encode_utf8(&mut [0; 4])),
        }
    }

    fn bracket(&mut self, inner: &str) {
        let lower = inner.to_ascii_lowercase();
        let mut letters = lower.chars();
        if let Some(letter @ ('h' | 'm' | 's')) = letters.next()
            && letters.all(|c| c == letter)
        {
            self.push(Token::Elapsed(letter, inner.len()));
            return;
        }
        if let Some(rest) = inner.strip_prefix('$') {
            let (sign, locale) = rest.rsplit_once('-').unwrap_or((rest, ""));
            self.literal(sign);
            let number = u32::from_str_radix(locale, 16).unwrap_or(0) & 0xFFFF;
            self.section.chinese |= matches!(number, 0x804 | 0x404 | 0xC04 | 0x1004 | 0x1404)
                || locale.to_ascii_lowercase().starts_with("zh");
            return;
        }
        self.section.numerals = match lower.as_str() {
            "dbnum1" => Some(Numerals::Common),
            "dbnum2" => Some(Numerals::Formal),
            "dbnum3" => Some(Numerals::Wide),
            _ => self.section.numerals,
        };
        if let Some(condition) = Condition::new(inner.trim()) {
            self.section.condition = Some(condition);
        }
    }
}
