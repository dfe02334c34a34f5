//! `Event`: the name and the documentation of an event.

use proc_macro2::TokenStream;
use quote::quote;

use crate::crate_path::CratePath;
use crate::model::TypeItem;

pub(super) fn expand(declared: &TypeItem, root: &CratePath) -> TokenStream {
    let ident = &declared.item.ident;
    let name = &declared.wire_name().text;
    let docs = declared.docs.text();
    quote! {
        #[automatically_derived]
        impl #root::Event for #ident {
            const NAME: &'static str = #name;
            const DOCS: &'static str = #docs;
            const DEFINED_AT: &'static str = ::core::concat!(
                ::core::module_path!(), ":", ::core::line!(), ":", ::core::column!()
            );
        }
    }
}
