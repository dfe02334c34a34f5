//! `apply`: which part of a value an operation is for. How it is applied there
//! is the runtime's business.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Member;
use syn::spanned::Spanned;

use super::{Arm, Writer, arms, name_of_contents};
use crate::model::{Contents, Field, Missing, Place, Shape, Tagging};

/// `quote!`, whose variables are not those of the user's functions.
macro_rules! hygienic {
    ($($tokens:tt)*) => {
        quote_spanned!(Span::mixed_site()=> $($tokens)*)
    };
}

impl Writer<'_> {
    pub(super) fn apply(&self, shape: &Shape) -> TokenStream {
        let root = self.root;
        let body = match shape {
            Shape::Opaque => return TokenStream::new(),
            Shape::Struct(contents) if contents.whole().is_some() => {
                self.apply_to_parts(shape, &hygienic!(self))
            }
            Shape::Struct(_) | Shape::Enum(_) => {
                let parts = self.apply_below(shape);
                hygienic! {
                    if __operation.is_here() {
                        return __operation.set(self);
                    }
                    #parts
                }
            }
        };
        hygienic! {
            fn apply(
                &mut self,
                __operation: #root::Operation<'_>,
            ) -> ::core::result::Result<(), #root::ApplyError> {
                #body
            }
        }
    }

    fn apply_below(&self, shape: &Shape) -> TokenStream {
        if !has_untagged_variant(shape) {
            return self.apply_to_parts(shape, &hygienic!(self));
        }
        let derived = self.derived();
        let parts = self.apply_to_parts(shape, &hygienic!(__whole));
        hygienic! {
            #derived::untagged(self, __operation, |__whole, __operation| #parts)
        }
    }

    fn apply_to_parts(&self, shape: &Shape, whole: &TokenStream) -> TokenStream {
        let arms = arms(shape).into_iter().map(|arm| {
            let pattern = arm.pattern("this", |field| is_applied_to(field, &arm));
            let body = self.apply_to_arm(&arm);
            hygienic!(#pattern => { #body })
        });
        let nowhere = self.misfit("Nowhere");
        hygienic! {
            match #whole {
                #(#arms)*
                _ => #nowhere,
            }
        }
    }

    fn apply_to_arm(&self, arm: &Arm<'_>) -> TokenStream {
        let inside = self.apply_to_contents(arm);
        let derived = self.derived();
        match arm.variant.and_then(name_of_contents) {
            Some(name) => hygienic! {
                let __operation = #derived::contents(__operation, #name)?;
                #inside
            },
            None => inside,
        }
    }

    /// Finds the field, where the operation is at the contents.
    fn apply_to_contents(&self, arm: &Arm<'_>) -> TokenStream {
        let derived = self.derived();
        let fields = || {
            let fields = arm.contents.fields.iter();
            fields.filter(|field| is_applied_to(field, arm))
        };
        if let Some(field) = fields().find(|field| matches!(field.place, Place::Whole)) {
            return self.apply_to_field(field);
        }
        let arms = fields().map(|field| {
            let apply = self.apply_to_field(field);
            match &field.place {
                Place::Key(name) | Place::OptionalKey(name, _) => hygienic!(#name => { #apply }),
                Place::Index(index) => hygienic!(#index => { #apply }),
                Place::Hidden | Place::Whole | Place::Mixed => TokenStream::new(),
            }
        });
        let nowhere = self.misfit("Nowhere");
        if is_tuple(arm.contents) {
            let length = fields().count();
            hygienic! {
                let (__index, __operation) = #derived::element(__operation, #length)?;
                match __index { #(#arms)* _ => #nowhere }
            }
        } else {
            hygienic! {
                let (__name, __operation) = #derived::member(__operation)?;
                match &*__name { #(#arms)* _ => #nowhere }
            }
        }
    }

    fn apply_to_field(&self, field: &Field) -> TokenStream {
        let derived = self.derived();
        let (this, apply) = (field.binding("this"), self.apply_function(field));
        let Place::OptionalKey(_, hidden) = &field.place else {
            let this = self.changed(field, &this);
            return hygienic!((#apply)(#this, __operation));
        };
        let missing = self.missing(field);
        hygienic! {
            let __is_hidden = #hidden(&*#this);
            #derived::optional(#this, __operation, __is_hidden, #missing, #apply)
        }
    }

    /// What applies an operation to the field's value.
    fn apply_function(&self, field: &Field) -> TokenStream {
        let derived = self.derived();
        let ty = &field.ty;
        let Some(read) = &field.deserialize_with else {
            return self.function(field, "apply");
        };
        let inside = if field.opaque {
            quote_spanned!(ty.span()=> #derived::refuse::<#ty>)
        } else {
            self.function(field, "apply")
        };
        hygienic! {
            |__this: &mut #ty, __operation| {
                #derived::read_with(__this, __operation, |__value| #read(__value), #inside)
            }
        }
    }

    /// A function that makes what the field becomes when it is missing.
    fn missing(&self, field: &Field) -> TokenStream {
        let (derived, ty) = (self.derived(), &field.ty);
        match &field.missing {
            Missing::OfNothing => quote_spanned!(ty.span()=> #derived::missing::<#ty>),
            Missing::Never => quote_spanned!(ty.span()=> #derived::never_missing::<#ty>),
            Missing::OfType | Missing::Made(_) | Missing::OfStruct(_) => {
                let value = made_default(field);
                hygienic!(|| ::core::result::Result::Ok(#value))
            }
        }
    }

    fn derived(&self) -> TokenStream {
        let private = self.root.private();
        quote!(#private::derived)
    }

    fn misfit(&self, misfit: &str) -> TokenStream {
        let root = self.root;
        let misfit = Ident::new(misfit, Span::call_site());
        hygienic!(::core::result::Result::Err(__operation.misfit(#root::state::Misfit::#misfit)))
    }
}

/// The default of a field, where the user gave it one; else that of its type.
pub(in crate::expand) fn made_default(field: &Field) -> TokenStream {
    let (ty, member) = (&field.ty, &field.member);
    match &field.missing {
        Missing::Made(function) => hygienic!(#function()),
        Missing::OfStruct(function) => {
            let whole = function.as_ref().map_or_else(
                || hygienic!(<Self as ::core::default::Default>::default()),
                |function| hygienic!(#function()),
            );
            hygienic!({
                let __whole: Self = #whole;
                __whole.#member
            })
        }
        Missing::OfType | Missing::OfNothing | Missing::Never => {
            quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default())
        }
    }
}

/// Whether the field changes without what it is in. What lies beside a tag does not.
fn is_applied_to(field: &Field, arm: &Arm<'_>) -> bool {
    let lies_beside_tag = matches!(field.place, Place::Whole)
        && arm
            .variant
            .is_some_and(|variant| variant.tagging == Tagging::Internal);
    field.is_applied_to() && !lies_beside_tag
}

fn has_untagged_variant(shape: &Shape) -> bool {
    let arms = arms(shape);
    let mut variants = arms.iter().filter_map(|arm| arm.variant);
    variants.any(|variant| variant.tagging == Tagging::Untagged)
}

fn is_tuple(contents: &Contents) -> bool {
    let mut fields = contents.fields.iter();
    fields.any(|field| matches!(field.member, Member::Unnamed(_)))
}
