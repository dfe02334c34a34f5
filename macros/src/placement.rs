//! Where an attribute was put where it cannot be: on which keyword to say so.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Item;
use syn::spanned::Spanned;

use crate::errors::Errors;

/// The token that tells what the item is.
pub(crate) fn keyword(item: &Item) -> Span {
    match item {
        Item::Const(item) => item.const_token.span,
        Item::Enum(item) => item.enum_token.span,
        Item::ExternCrate(item) => item.extern_token.span,
        Item::Fn(item) => item.sig.fn_token.span,
        Item::Impl(item) => item.impl_token.span,
        Item::Macro(item) => item.mac.path.span(),
        Item::Mod(item) => item.mod_token.span,
        Item::Static(item) => item.static_token.span,
        Item::Struct(item) => item.struct_token.span,
        Item::Trait(item) => item.trait_token.span,
        Item::TraitAlias(item) => item.trait_token.span,
        Item::Type(item) => item.type_token.span,
        Item::Union(item) => item.union_token.span,
        Item::Use(item) => item.use_token.span,
        other => other.span(),
    }
}

/// The item again, and what is wrong with where the attribute is.
pub(crate) fn refuse(item: &Item, message: &str) -> TokenStream {
    let mut errors = Errors::default();
    errors.at_span(keyword(item), message);
    again(item, errors)
}

/// Tokens that are not an item of Rust's, as while someone is typing.
pub(crate) fn unreadable(item: &TokenStream, error: syn::Error) -> TokenStream {
    let mut errors = Errors::default();
    errors.absorb(error);
    again(item, errors)
}

/// `#[method]` or a hook where no actor's impl is around it to read it.
pub(crate) fn orphan(attribute: &str, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let message = format!(
        "`#[{attribute}]` belongs on a function inside the impl of an actor: `#[actor] impl … {{ }}`"
    );
    // The attribute itself, which the macro was called by.
    errors.at_span(Span::call_site(), message);
    again(item, errors)
}

fn again(item: impl ToTokens, errors: Errors) -> TokenStream {
    let errors = errors.into_tokens();
    quote!(#item #errors)
}
