//! [`Errors`]: collects every mistake, so that all are reported at once. What
//! counts as a mistake is decided where it is read or checked.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes found so far in one item.
#[derive(Default)]
pub(crate) struct Errors {
    found: Option<syn::Error>,
}

impl Errors {
    /// Reports a mistake on these tokens of the user's.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.absorb(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a mistake on the span of one token.
    pub(crate) fn at_span(&mut self, span: Span, message: impl Display) {
        self.absorb(syn::Error::new(span, message));
    }

    /// Reports a mistake on everything from one token to another.
    pub(crate) fn between(
        &mut self,
        first: impl ToTokens,
        last: impl ToTokens,
        message: impl Display,
    ) {
        let mut tokens = first.into_token_stream();
        last.to_tokens(&mut tokens);
        self.at(tokens, message);
    }

    /// Takes over what a parser found.
    pub(crate) fn absorb(&mut self, error: syn::Error) {
        match &mut self.found {
            Some(found) => found.combine(error),
            found @ None => *found = Some(error),
        }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_none()
    }

    /// One `compile_error!` for each mistake.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.found
            .map_or_else(TokenStream::new, syn::Error::into_compile_error)
    }
}
