//! [`Docs`]: the documentation that a user wrote, for the schema.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The lines of a doc comment.
#[derive(Default)]
pub(crate) struct Docs {
    lines: Vec<Expr>,
}

impl Docs {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let lines = attributes
            .iter()
            .filter_map(|attribute| match &attribute.meta {
                Meta::NameValue(pair) if pair.path.is_ident("doc") => Some(pair.value.clone()),
                _ => None,
            });
        Self {
            lines: lines.collect(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A constant expression of type `&'static str`: the lines, trimmed and joined.
    pub(crate) fn text(&self) -> TokenStream {
        let literals: Option<Vec<String>> = self.lines.iter().map(literal).collect();
        if let Some(literals) = literals {
            let text = literals.join("\n");
            let text = text.trim();
            return quote!(#text);
        }
        // `#[doc = include_str!("…")]` is known to the compiler only.
        let lines = self.lines.iter().map(|line| {
            let text = literal(line).map(|text| quote!(#text));
            text.unwrap_or_else(|| quote!(#line))
        });
        quote!(::core::concat!(#(#lines, "\n"),*))
    }
}

/// A line that is spelt out, or several (`/** … */`).
fn literal(line: &Expr) -> Option<String> {
    let Expr::Lit(ExprLit {
        lit: Lit::Str(literal),
        ..
    }) = line
    else {
        return None;
    };
    let text = literal.value();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::Docs;
    use syn::parse_quote;

    #[test]
    fn trims_and_joins_lines() {
        let docs = Docs::read(&[
            parse_quote!(#[doc = " A chat room."]),
            parse_quote!(#[cfg(test)]),
            parse_quote!(#[doc = ""]),
            parse_quote!(#[doc = "   With people."]),
        ]);
        assert_eq!(docs.text().to_string(), r#""A chat room.\n\nWith people.""#);
        assert_eq!(Docs::default().text().to_string(), r#""""#);
    }

    #[test]
    fn keeps_what_only_the_compiler_knows() {
        let docs = Docs::read(&[parse_quote!(#[doc = include_str!("chat.md")])]);
        let text = docs.text().to_string();
        assert!(text.contains("include_str"), "{text}");
    }
}
