//! `Key`: what makes an enum of unit variants, or a newtype around a key, the
//! key of a map.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse_quote;
use syn::spanned::Spanned;

use crate::crate_path::CratePath;
use crate::model::{Contents, Field, Shape, StateType, Tagging, Variant};

pub(super) fn expand(state: &StateType, root: &CratePath) -> TokenStream {
    match &state.shape {
        Shape::Enum(variants) if are_names(variants) => of_variants(state, variants, root),
        Shape::Struct(contents) if state.map_key.is_some() => match contents.whole() {
            Some(field) => of_newtype(state, contents, field, root),
            None => TokenStream::new(),
        },
        _ => TokenStream::new(),
    }
}

/// Whether the JSON of each variant is its name.
fn are_names(variants: &[Variant]) -> bool {
    let is_name = |variant: &Variant| variant.unit && variant.tagging == Tagging::External;
    !variants.is_empty() && variants.iter().all(is_name)
}

fn of_variants(state: &StateType, variants: &[Variant], root: &CratePath) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let (ident, name) = (&variant.ident, &variant.name);
        quote!(Self::#ident => #name,)
    });
    let key = quote!(::std::borrow::Cow::Borrowed(match self { #(#arms)* }));
    let arms = variants.iter().map(|variant| {
        let (ident, name) = (&variant.ident, &variant.name);
        quote!(#name => ::core::option::Option::Some(Self::#ident),)
    });
    let from_key = quote!(match __name { #(#arms)* _ => ::core::option::Option::None });
    implement(state, root, &state.generics, &key, &from_key)
}

fn of_newtype(
    state: &StateType,
    contents: &Contents,
    field: &Field,
    root: &CratePath,
) -> TokenStream {
    let (ty, member) = (&field.ty, &field.member);
    let mut generics = state.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.default = None;
        parameter.bounds.push(parse_quote!(#root::Key));
    }
    let key = quote_spanned!(ty.span()=> <#ty as #root::Key>::key(&self.#member));
    let others = contents
        .fields
        .iter()
        .filter(|other| other.member != *member);
    let others = others.map(|other| {
        let member = &other.member;
        let value = super::state::made_default(other);
        quote!(#member: #value,)
    });
    let from_key = quote_spanned! {ty.span()=>
        ::core::option::Option::map(
            <#ty as #root::Key>::from_key(__name),
            |__key| Self { #member: __key, #(#others)* },
        )
    };
    implement(state, root, &generics, &key, &from_key)
}

fn implement(
    state: &StateType,
    root: &CratePath,
    generics: &syn::Generics,
    key: &TokenStream,
    from_key: &TokenStream,
) -> TokenStream {
    let (ident, allowances) = (&state.ident, super::allowances());
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = state.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #allowances
        impl #impl_generics #root::Key for #ident #type_generics #where_clause {
            fn key(&self) -> ::std::borrow::Cow<'_, str> {
                #key
            }
            fn from_key(__name: &str) -> ::core::option::Option<Self> {
                #from_key
            }
        }
    }
}
