//! Where generated tokens stand, which is where the compiler reports what is
//! wrong with them.

use proc_macro2::{Ident, Span};

/// At the user's token, but with names looked up as in all that is generated.
pub(crate) fn locate(token: Span) -> Span {
    Span::call_site().located_at(token)
}

/// A local variable that no name of the user's can be, at the user's token. Its
/// name is one that is reserved as well: a pattern that is named like a constant
/// is that constant, whatever its span.
pub(crate) fn local(name: &str, token: Span) -> Ident {
    Ident::new(name, Span::mixed_site().located_at(token))
}
