//! What the spelling of a type rules out for a value that goes over the wire.
//! What its traits rule out is the compiler's to find.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Type, TypeReference};

use crate::errors::Errors;

/// Which way the value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Received,
    Returned,
}

/// Reports the first part of the type that cannot go over the wire; whether there is none.
pub(super) fn check(ty: &Type, direction: Direction, errors: &mut Errors) -> bool {
    if let Type::TraitObject(_) = ty {
        // It has no size, which the compiler reports.
        return false;
    }
    let search = Search::of(ty, direction);
    match search.found {
        None if search.infers => false,
        Some((tokens, message)) => {
            errors.at(tokens, message);
            false
        }
        None => true,
    }
}

/// Whether there is a `_` in the type, which the compiler reports in a signature.
pub(super) fn infers(ty: &Type) -> bool {
    Search::of(ty, Direction::Received).infers
}

/// What owns the values that a reference borrows: `String` for `&str`.
pub(super) fn owned(reference: &TypeReference) -> TokenStream {
    match &*reference.elem {
        Type::Path(path) if path.path.is_ident("str") => quote!(String),
        Type::Path(path) if path.path.is_ident("Path") => quote!(PathBuf),
        Type::Slice(slice) => {
            let element = &slice.elem;
            quote!(Vec<#element>)
        }
        other => other.to_token_stream(),
    }
}

/// Tokens as one would write them, for a message.
pub(super) fn spelling(tokens: impl ToTokens) -> String {
    let text = tokens.into_token_stream().to_string();
    let text = text.replace(" :: ", "::").replace(" < ", "<");
    text.replace(" >", ">")
        .replace(" ,", ",")
        .replace("& ", "&")
}

struct Search {
    direction: Direction,
    infers: bool,
    found: Option<(TokenStream, String)>,
}

impl Search {
    fn of(ty: &Type, direction: Direction) -> Self {
        let mut search = Self {
            direction,
            infers: false,
            found: None,
        };
        search.visit_type_mut(&mut ty.clone());
        search
    }

    fn find(&mut self, tokens: impl ToTokens, received: &str, returned: &str) {
        let message = match self.direction {
            Direction::Received => received,
            Direction::Returned => returned,
        };
        let found = || (tokens.into_token_stream(), message.to_owned());
        self.found.get_or_insert_with(found);
    }

    fn reference(&mut self, reference: &TypeReference) {
        let owned = spelling(owned(reference));
        self.find(
            reference,
            &format!("a value that comes over the wire is owned: use `{owned}`"),
            &format!("a value that goes over the wire is owned: return `{owned}`"),
        );
    }
}

impl VisitMut for Search {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Reference(reference) => self.reference(reference),
            Type::ImplTrait(_) => self.find(
                ty,
                "a value that comes over the wire has a type with a name: write the type instead of `impl …`",
                "a value that goes over the wire has a type with a name: write the type instead of `impl …`",
            ),
            Type::TraitObject(_) => self.find(
                ty,
                "a value that comes over the wire has one type: use an enum with `#[model]` instead of `dyn …`",
                "a value that goes over the wire has one type: use an enum with `#[model]` instead of `dyn …`",
            ),
            Type::Infer(_) => self.infers = true,
            Type::Ptr(_) | Type::FnPtr(_) => self.find(
                ty,
                "a pointer cannot come over the wire: use the value",
                "a pointer cannot go over the wire: return the value",
            ),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            self.find(
                lifetime,
                "a value that comes over the wire is owned: use a type without a lifetime",
                "a value that goes over the wire is owned: use a type without a lifetime",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::spelling;
    use quote::quote;

    #[test]
    fn spells_types_as_one_writes_them() {
        assert_eq!(spelling(quote!(Vec<(a::B, &C)>)), "Vec<(a::B, &C)>");
    }
}
