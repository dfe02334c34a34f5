//! [`RenameRule`]: serde's eight spellings of a name, applied exactly as serde
//! applies them to fields and to variants.

/// A value of `rename_all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    const ALL: [Self; 8] = [
        Self::Lower,
        Self::Upper,
        Self::Pascal,
        Self::Camel,
        Self::Snake,
        Self::ScreamingSnake,
        Self::Kebab,
        Self::ScreamingKebab,
    ];

    /// The rule that is spelt like this.
    pub(crate) fn parse(spelling: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|rule| rule.spelling() == spelling)
    }

    /// All spellings, in serde's order.
    pub(crate) fn spellings() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(Self::spelling)
    }

    /// How the rule is spelt in `rename_all`: in its own case.
    pub(crate) fn spelling(self) -> &'static str {
        match self {
            Self::Lower => "lowercase",
            Self::Upper => "UPPERCASE",
            Self::Pascal => "PascalCase",
            Self::Camel => "camelCase",
            Self::Snake => "snake_case",
            Self::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Self::Kebab => "kebab-case",
            Self::ScreamingKebab => "SCREAMING-KEBAB-CASE",
        }
    }

    /// The name of a field, a function or a parameter, which Rust spells in snake case.
    pub(crate) fn apply_to_field(self, field: &str) -> String {
        match self {
            // serde takes the Rust name to be in lower case already.
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal(field),
            Self::Camel => lower_first(&pascal(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The name of a variant or a type, which Rust spells in Pascal case.
    pub(crate) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Pascal => variant.to_owned(),
            Self::Camel => lower_first(variant),
            Self::Snake => snake(variant),
            Self::ScreamingSnake => snake(variant).to_ascii_uppercase(),
            Self::Kebab => snake(variant).replace('_', "-"),
            Self::ScreamingKebab => snake(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(field: &str) -> String {
    field.split('_').map(upper_first).collect()
}

fn snake(variant: &str) -> String {
    let mut snake = String::new();
    for (index, character) in variant.char_indices() {
        if index > 0 && character.is_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

fn lower_first(name: &str) -> String {
    with_first(name, |first| first.to_ascii_lowercase())
}

fn upper_first(name: &str) -> String {
    with_first(name, |first| first.to_ascii_uppercase())
}

fn with_first(name: &str, change: impl FnOnce(char) -> char) -> String {
    let mut characters = name.chars();
    let first = characters.next().map(change);
    first.into_iter().chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::RenameRule;

    fn fields(field: &str) -> Vec<String> {
        RenameRule::ALL
            .map(|rule| rule.apply_to_field(field))
            .into()
    }

    fn variants(variant: &str) -> Vec<String> {
        RenameRule::ALL
            .map(|rule| rule.apply_to_variant(variant))
            .into()
    }

    #[test]
    fn spellings_parse_back() {
        for rule in RenameRule::ALL {
            assert_eq!(RenameRule::parse(rule.spelling()), Some(rule));
        }
        assert_eq!(RenameRule::parse("camel_case"), None);
    }

    #[test]
    fn renames_fields_as_serde_does() {
        assert_eq!(
            fields("very_tasty"),
            [
                "very_tasty",
                "VERY_TASTY",
                "VeryTasty",
                "veryTasty",
                "very_tasty",
                "VERY_TASTY",
                "very-tasty",
                "VERY-TASTY",
            ]
        );
        assert_eq!(
            fields("z42"),
            ["z42", "Z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"]
        );
        assert_eq!(
            RenameRule::Camel.apply_to_field("_private__name_"),
            "privateName"
        );
        assert_eq!(
            RenameRule::Camel.apply_to_field("mixedCase_name"),
            "mixedCaseName"
        );
        assert_eq!(RenameRule::Camel.apply_to_field("_"), "");
    }

    #[test]
    fn renames_variants_as_serde_does() {
        assert_eq!(
            variants("VeryTasty"),
            [
                "verytasty",
                "VERYTASTY",
                "VeryTasty",
                "veryTasty",
                "very_tasty",
                "VERY_TASTY",
                "very-tasty",
                "VERY-TASTY",
            ]
        );
        assert_eq!(
            variants("Z42"),
            ["z42", "Z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"]
        );
        assert_eq!(
            RenameRule::Camel.apply_to_variant("HTTPServer"),
            "hTTPServer"
        );
        assert_eq!(RenameRule::Snake.apply_to_variant("HTTP"), "h_t_t_p");
        assert_eq!(RenameRule::Camel.apply_to_variant("Ölkanne"), "Ölkanne");
    }
}
