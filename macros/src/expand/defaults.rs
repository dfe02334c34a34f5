//! The values that fields start from, each made by a hidden function of the
//! type, because serde takes the path of one.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, Ident, LitStr, Type};

use super::fit::START;
use crate::crate_path::CratePath;
use crate::model::{FieldItem, Role, TypeItem};

/// How a field that is missing gets its value.
pub(super) enum Default<'a> {
    /// It does not, or serde already knows.
    None,
    /// By its type's `Default`.
    OfType,
    /// By a function of ours.
    Made(Function<'a>),
}

pub(super) struct Function<'a> {
    name: Ident,
    field: &'a FieldItem,
    /// The value that the user gave; else the starting value of the type.
    value: Option<&'a Expr>,
}

impl<'a> Default<'a> {
    pub(super) fn of(field: &'a FieldItem, declared: &TypeItem) -> Self {
        // The defaults of all fields come from the user's own default of the whole.
        let left_to_serde = field.serde.default.is_some() || field.serde.flatten.is_some();
        let (Some(name), false) = (field.default_function(), left_to_serde) else {
            return Self::None;
        };
        let given = field.options.default.as_ref();
        let value = given.and_then(|given| given.value.as_ref());
        let starts_here = declared.role == Role::Actor && declared.starts_field_by_field();
        let wanted = match (given, value) {
            (Some(_), None) if !starts_here => return Self::OfType,
            (Some(_), _) => true,
            (None, _) => starts_here && declared.serde.default.is_none(),
        };
        if wanted {
            Self::Made(Function { name, field, value })
        } else {
            Self::None
        }
    }
}

impl Function<'_> {
    pub(super) fn name(&self) -> &Ident {
        &self.name
    }

    /// The path of the function as serde wants it.
    pub(super) fn path(&self, declared: &TypeItem) -> LitStr {
        let ident = &declared.item.ident;
        let (_, generics, _) = declared.item.generics.split_for_impl();
        let turbofish = generics.as_turbofish();
        let name = &self.name;
        LitStr::new(&quote!(#ident #turbofish :: #name).to_string(), name.span())
    }

    fn expand(&self, declared: &TypeItem, root: &CratePath) -> TokenStream {
        let (name, ty, cfgs) = (&self.name, &self.field.ty, &self.field.cfgs);
        let value = match self.value {
            Some(value) => quote!(#value),
            None if declared.is_generic() => quote!(<#ty as ::core::default::Default>::default()),
            None => default_of(ty, root),
        };
        quote! {
            #(#cfgs)*
            #[doc(hidden)]
            fn #name() -> #ty {
                #value
            }
        }
    }
}

/// The `Default` of a type, which is reported elsewhere if it has none.
pub(super) fn default_of(ty: &Type, root: &CratePath) -> TokenStream {
    match START.vetted_anywhere(ty, root) {
        Some(vetted) => {
            quote!(#vetted::back(<#vetted::Type as ::core::default::Default>::default()))
        }
        None => quote!(<#ty as ::core::default::Default>::default()),
    }
}

pub(super) fn expand(declared: &TypeItem, root: &CratePath) -> TokenStream {
    if declared.is_opaque() || declared.derives.of_serde().is_some() {
        return TokenStream::new();
    }
    let functions: Vec<TokenStream> = declared
        .fields
        .iter()
        .filter_map(|field| match Default::of(field, declared) {
            Default::Made(function) => Some(function.expand(declared, root)),
            Default::None | Default::OfType => None,
        })
        .collect();
    if functions.is_empty() {
        return TokenStream::new();
    }
    let ident = &declared.item.ident;
    let (impl_generics, type_generics, where_clause) = declared.item.generics.split_for_impl();
    quote! {
        #[allow(non_snake_case, reason = "named after a variant and its field")]
        impl #impl_generics #ident #type_generics #where_clause {
            #(#functions)*
        }
    }
}
