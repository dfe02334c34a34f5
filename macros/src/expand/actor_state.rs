//! `ActorState`: the name, the documentation and the starting value of an
//! actor's type; and the question where its impl is.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse_quote;

use super::defaults::default_of;
use super::handle;
use crate::crate_path::CratePath;
use crate::model::TypeItem;

pub(super) fn expand(declared: &TypeItem, root: &CratePath) -> TokenStream {
    let ident = &declared.item.ident;
    let name = &declared.wire_name().text;
    let docs = declared.docs.text();
    let default = declared_default(declared, root);
    let empty = empty(declared, root);
    let assertion = {
        let root = root.exactly_at(ident.span());
        quote_spanned!(ident.span()=> const _: () = <#ident as #root::Actor>::DEFINED;)
    };
    let handle = handle::expand_name(ident, root);
    quote! {
        #handle
        #[automatically_derived]
        impl #root::ActorState for #ident {
            const NAME: &'static str = #name;
            const DOCS: &'static str = #docs;
            #default
            #empty
        }
        #assertion
    }
}

/// What a type that does not start from `{}` starts from.
fn declared_default(declared: &TypeItem, root: &CratePath) -> Option<TokenStream> {
    let ident = &declared.item.ident;
    let given = declared.options.default.as_ref();
    let value = match given.and_then(|given| given.value.as_ref()) {
        Some(value) if declared.is_opaque() => quote!(#value),
        _ if declared.is_opaque() || declared.starts_field_by_field() => return None,
        Some(value) => quote!(#value),
        None if declared.is_unit_struct() => quote!(Self),
        None => default_of(&parse_quote!(#ident), root),
    };
    Some(quote! {
        fn declared_default() -> ::core::option::Option<Self> {
            ::core::option::Option::Some(#value)
        }
    })
}

/// The type's own `Default`, if it has one, for a `Deserialize` by hand.
fn empty(declared: &TypeItem, root: &CratePath) -> Option<TokenStream> {
    let private = root.private();
    let by_hand = declared.is_opaque() || declared.derives.of_serde().is_some();
    by_hand.then(|| {
        quote! {
            fn empty() -> ::core::option::Option<Self> {
                #[allow(unused_imports, reason = "which of the traits is used depends on the type")]
                use #private::default_probe::*;
                (&DefaultProbe::<Self>::new()).probe()
            }
        }
    })
}
