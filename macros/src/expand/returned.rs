//! What a method returns: a value, or a result with one, whatever that is called.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use super::fit::{self, FAIL, Place, TRAVEL, Vets};
use crate::crate_path::CratePath;
use crate::model::Method;
use crate::span::{local, locate};

/// How the spelling of a type reads.
pub(super) enum Returned<'a> {
    /// A value, for sure.
    Value(&'a Type),
    /// `Result<T, E>`, by that name.
    Result(&'a Type, &'a Type),
    /// What the compiler finds behind a name.
    Named(&'a Type),
}

impl<'a> Returned<'a> {
    pub(super) fn of(ty: &'a Type) -> Self {
        if fit::is_of_std(ty) {
            return Self::Value(ty);
        }
        let Type::Path(path) = ty else {
            return Self::Named(ty);
        };
        let last = path.path.segments.last();
        match last.map(|last| (&last.ident, &last.arguments)) {
            Some((name, PathArguments::AngleBracketed(arguments))) if name == "Result" => {
                let mut types = arguments.args.iter();
                match (types.next(), types.next()) {
                    (Some(GenericArgument::Type(output)), Some(GenericArgument::Type(error))) => {
                        Self::Result(output, error)
                    }
                    _ => Self::Named(ty),
                }
            }
            _ => Self::Named(ty),
        }
    }

    /// The type of a success, as the user spelt it where that is known.
    pub(super) fn output(&self, root: &CratePath) -> Type {
        match self {
            Self::Value(output) | Self::Result(output, _) => (*output).clone(),
            Self::Named(ty) => side(ty, "Output", root),
        }
    }

    /// The type of a failure, where there may be one.
    pub(super) fn error(&self, root: &CratePath) -> Option<Type> {
        match self {
            Self::Value(_) => None,
            Self::Result(_, error) => Some((*error).clone()),
            Self::Named(ty) => Some(side(ty, "Error", root)),
        }
    }

    /// The call's value as the result of the row.
    pub(super) fn into_result(
        self,
        call: &TokenStream,
        method: &Method,
        vets: &Vets<'_>,
        root: &CratePath,
    ) -> TokenStream {
        let out =
            |ty: &Type, place: Place, value: TokenStream| match vets.vet(place, ty, &method.cfgs) {
                Some(vetted) => quote!(#vetted::out(#value)),
                None => value,
            };
        let output = self.output(root);
        let Some(error) = self.error(root) else {
            let value = out(&output, TRAVEL, quote!(#call));
            return quote!(::core::result::Result::Ok(#value));
        };
        let (success, mistake) = (
            local("__value", method.ident.span()),
            local("__error", method.ident.span()),
        );
        let value = out(&output, TRAVEL, quote!(#success));
        let failure = out(&error, FAIL, quote!(#mistake));
        let result = match self {
            Self::Named(ty) => {
                let read = read_as_result(ty, root);
                quote!(<#read>::into_result(#call))
            }
            Self::Value(_) | Self::Result(..) => quote!(#call),
        };
        quote! {
            match #result {
                ::core::result::Result::Ok(#success) => ::core::result::Result::Ok(#value),
                ::core::result::Result::Err(#mistake) => ::core::result::Result::Err(#failure),
            }
        }
    }

    /// The type of a success in the row.
    pub(super) fn row_output(
        &self,
        method: &Method,
        vets: &Vets<'_>,
        root: &CratePath,
    ) -> TokenStream {
        let output = self.output(root);
        match vets.vet(TRAVEL, &output, &method.cfgs) {
            Some(vetted) => quote!(#vetted::Type),
            None => quote!(#output),
        }
    }

    /// What the row's error is, and how it travels; one for each type.
    pub(super) fn row_failure(
        &self,
        method: &Method,
        vets: &Vets<'_>,
        root: &CratePath,
    ) -> TokenStream {
        let private = root.private();
        let Some(error) = self.error(root) else {
            return quote!(#private::NoFailure);
        };
        let cfgs = &method.cfgs;
        let vetted = vets.vet(FAIL, &error, cfgs);
        let is_new = vets.is_new("Failure", &error);
        let marker = format_ident!("__Failure_{}", method.ident.unraw());
        let name = vets.name("failure", "Failure", &error, cfgs, || quote!(#marker));
        if is_new {
            vets.define(quote! {
                #(#cfgs)*
                struct #marker;

                #(#cfgs)*
                impl #private::Failure for #marker {
                    type Error = #vetted::Type;

                    fn format() -> #private::ErrorFormat<Self::Error> {
                        use #private::error_format::*;
                        let __probe = ErrorProbe::<#vetted::Type>::new();
                        #private::ErrorFormat::new((&&__probe).written(), (&__probe).read())
                    }
                }
            });
        }
        quote!(#name)
    }

    /// Reports what cannot be returned.
    pub(super) fn report(&self, method: &Method, vets: &Vets<'_>, root: &CratePath) {
        vets.report(TRAVEL, &self.output(root), &method.cfgs);
        if let Some(error) = self.error(root) {
            vets.report(FAIL, &error, &method.cfgs);
        }
    }
}

/// One side of the result that a type is read as.
fn side(ty: &Type, name: &str, root: &CratePath) -> Type {
    let (read, side) = (read_as_result(ty, root), format_ident!("{name}"));
    let here = locate(ty.span());
    Type::Verbatim(quote_spanned!(here=> <#read>::#side).into_token_stream())
}

/// The type, read as a result.
fn read_as_result(ty: &Type, root: &CratePath) -> TokenStream {
    let private = root.private_at(ty.span());
    quote_spanned! {locate(ty.span())=>
        #ty as #private::MethodReturn<{ #private::ReturnProbe::<#ty>::FALLIBLE }>
    }
}
