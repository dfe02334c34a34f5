//! What the type parameters of a generic type must be for it to be a `State`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Ident, Type, parse_quote};

use crate::crate_path::CratePath;
use crate::model::{Shape, StateType, fields_of};

/// `T: State` for each type parameter, and what opaque fields need.
pub(super) fn of(state: &StateType, root: &CratePath) -> Generics {
    let mut generics = state.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.default = None;
        parameter.bounds.push(parse_quote!(#root::State));
    }
    let parameters: Vec<Ident> = state
        .generics
        .type_params()
        .map(|parameter| parameter.ident.clone())
        .collect();
    for field in fields_of(&state.shape) {
        let ty = &field.ty;
        if field.opaque && mentions(ty, &parameters) {
            let predicate = parse_quote!(#ty: ::core::cmp::PartialEq);
            generics.make_where_clause().predicates.push(predicate);
            let read_by_type = field.is_applied_to() && field.deserialize_with.is_none();
            if read_by_type {
                let predicate = parse_quote!(#ty: #root::__private::serde::de::DeserializeOwned);
                generics.make_where_clause().predicates.push(predicate);
            }
        }
    }
    if !parameters.is_empty() {
        // serde's bounds are its own: a field with a default, say, wants one of its type.
        let ident = &state.ident;
        let (_, type_generics, _) = state.generics.split_for_impl();
        let predicate =
            parse_quote!(#ident #type_generics: #root::__private::serde::de::DeserializeOwned);
        generics.make_where_clause().predicates.push(predicate);
    }
    if matches!(state.shape, Shape::Opaque) && !parameters.is_empty() {
        let ident = &state.ident;
        let (_, type_generics, _) = state.generics.split_for_impl();
        let predicate = parse_quote!(
            #ident #type_generics: ::core::cmp::PartialEq + ::core::clone::Clone + ::core::marker::Send
                + ::core::marker::Sync + #root::__private::serde::Serialize
        );
        generics.make_where_clause().predicates.push(predicate);
    }
    generics
}

fn mentions(ty: &Type, parameters: &[Ident]) -> bool {
    fn search(tokens: TokenStream, parameters: &[Ident]) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => parameters.contains(&ident),
            TokenTree::Group(group) => search(group.stream(), parameters),
            _ => false,
        })
    }
    search(ty.to_token_stream(), parameters)
}
