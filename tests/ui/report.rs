//! [`Report`]: the text of a compiler run, read as far as the tests judge it.

/// What the compiler said about one program.
pub(crate) struct Report<'a> {
    text: &'a str,
    pub(crate) errors: Vec<Error<'a>>,
    pub(crate) warnings: usize,
}

/// The place that an error points at first.
pub(crate) struct Error<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: usize,
}

/// Words of the generated code that a user has never written.
const INTERNAL: [&str; 3] = ["__", "lent_", "Vetted"];

/// Words that look like it and are not, or that rustc alone decides on.
const KNOWN: [&str; 2] = ["__proto__", "stagedoor::__private::subscriptions"];

impl<'a> Report<'a> {
    pub(crate) fn read(text: &'a str) -> Self {
        let mut errors = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.starts_with("error") {
                errors.push(Error::read(&mut lines));
            }
        }
        let warnings = text.lines().filter(|line| line.starts_with("warning"));
        Self {
            text,
            errors,
            warnings: warnings.count(),
        }
    }

    /// The lines that show something of how the macros work.
    pub(crate) fn internals(&self) -> impl Iterator<Item = &'a str> {
        self.text.lines().filter(|line| {
            let line = KNOWN
                .iter()
                .fold((*line).to_owned(), |line, word| line.replace(word, ""));
            INTERNAL.iter().any(|word| line.contains(word))
        })
    }
}

impl<'a> Error<'a> {
    /// Reads on to the first arrow, which the first place stands behind.
    fn read(lines: &mut impl Iterator<Item = &'a str>) -> Self {
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> "));
        let mut parts = place.unwrap_or_default().split(':');
        Self {
            file: parts.next().unwrap_or_default(),
            line: parts
                .next()
                .and_then(|line| line.parse().ok())
                .unwrap_or_default(),
        }
    }
}
