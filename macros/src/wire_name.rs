//! [`WireName`]: the name by which something goes over the wire.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::errors::Errors;
use crate::rename::RenameRule;

/// What is the key of something else in JavaScript, and refused by what applies
/// patches there.
pub(crate) const RESERVED: &str = "__proto__";

/// Why that name cannot be used.
pub(crate) fn reserved() -> String {
    format!(
        "`{RESERVED}` is not a key like others in JavaScript, where clients refuse it: choose another name"
    )
}

/// A name on the wire and the token that gave it.
#[derive(Clone)]
pub(crate) struct WireName {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl WireName {
    /// The name of a function or a parameter.
    pub(crate) fn of_function(ident: &Ident, rule: RenameRule) -> Self {
        Self::new(rule.apply_to_field(&ident.unraw().to_string()), ident)
    }

    /// The name of a type.
    pub(crate) fn of_type(ident: &Ident) -> Self {
        let rule = RenameRule::Camel;
        Self::new(rule.apply_to_variant(&ident.unraw().to_string()), ident)
    }

    /// The name that the user chose.
    pub(crate) fn chosen(literal: &LitStr) -> Self {
        Self {
            text: literal.value(),
            span: literal.span(),
        }
    }

    /// Reports a name of a method, which clients may offer as a function.
    pub(crate) fn check_method(&self, errors: &mut Errors) {
        if self.text == "then" {
            let message = "`then` is not for methods: a client in JavaScript that offers them by name would be taken for a promise; choose another name";
            errors.at_span(self.span, message);
        } else {
            self.check(errors);
        }
    }

    /// Reports a name of an actor, a method or an event that no client could spell.
    pub(crate) fn check(&self, errors: &mut Errors) {
        let illegal = |character: char| character.is_whitespace() || character.is_control();
        if self.text.is_empty() {
            errors.at_span(
                self.span,
                "this name is empty: write the name that clients use",
            );
        } else if self.text == RESERVED {
            errors.at_span(self.span, reserved());
        } else if let Some(character) = self.text.chars().find(|&character| illegal(character)) {
            let message = format!(
                "a wire name has no blanks and no control characters, and this one has {character:?}"
            );
            errors.at_span(self.span, message);
        }
    }

    fn new(text: String, ident: &Ident) -> Self {
        Self {
            text,
            span: ident.span(),
        }
    }
}
