//! The rules that a value is checked by, as calls of the runtime's.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::constraint::{Kind, Range, Rule};
use crate::crate_path::CratePath;
use crate::span::{local, locate};

/// What is wrong, as a variable that no name of the user's can be.
pub(super) fn issues() -> Ident {
    local("__issues", Span::call_site())
}

/// Checks the value that `value` is a reference to, and adds what is wrong to
/// [`issues`].
pub(super) fn expand(rules: &[Rule], value: &Ident, root: &CratePath) -> TokenStream {
    rules.iter().map(|rule| one(rule, value, root)).collect()
}

fn one(rule: &Rule, value: &Ident, root: &CratePath) -> TokenStream {
    let issues = issues();
    // A value of a type that the rule is not for is reported on the rule.
    let mut value = value.clone();
    value.set_span(value.span().located_at(rule.name.span()));
    let here = locate(rule.name.span());
    let (name, private) = (&rule.name, root.private_at(rule.name.span()));
    let module = quote_spanned!(here=> #private::constraints::rules);
    let call = match &rule.kind {
        Kind::Plain => quote_spanned!(here=> #module::#name(#value)),
        Kind::Length(Range { min, max }) => {
            let min = min.as_ref().map_or_else(|| quote!(0), |min| quote!(#min));
            let max = max
                .as_ref()
                .map_or_else(|| quote!(::core::primitive::usize::MAX), |max| quote!(#max));
            quote_spanned!(here=> #module::length(#value, #min, #max))
        }
        Kind::Range(Range { min, max }) => {
            let end = |end: &Option<syn::Expr>| match end {
                Some(end) => quote!(::core::option::Option::Some(#end)),
                None => quote!(::core::option::Option::None),
            };
            let (min, max) = (end(min), end(max));
            quote_spanned!(here=> #module::range(#value, #min, #max))
        }
        Kind::Part(part) => quote_spanned!(here=> #module::#name(#value, #part)),
        Kind::Custom(function) => {
            // Called here, so that a `&String` is a `&str` as well.
            let same = local("__value", rule.name.span());
            quote_spanned!(here=> #module::custom(#value, |#same| (#function)(#same)))
        }
        Kind::Pattern(pattern) => quote_spanned! {here=> {
            static PATTERN: #module::StaticPattern = #module::init_pattern!(#pattern);
            #module::pattern(#value, &PATTERN)
        }},
        Kind::Inner(rules) => {
            let element = Ident::new("__element", Span::mixed_site());
            let index = Ident::new("__index", Span::mixed_site());
            let inside = expand(rules, &element, root);
            return quote! {
                for (#index, #element) in
                    ::core::iter::Iterator::enumerate(::core::iter::IntoIterator::into_iter(#value))
                {
                    #issues.index(#index, |#issues| { #inside });
                }
            };
        }
    };
    quote!(#issues.add(#call);)
}
