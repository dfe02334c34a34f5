//! One field in the functions of `State`, bound as `new_…` and `old_…`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ExprPath, GenericParam, Ident, parse_quote};

use super::{Writer, bounds};
use crate::expand::fit::{KEEP, KEEP_WHOLE};
use crate::model::{Field, Place};

impl Writer<'_> {
    pub(super) fn field_same(&self, field: &Field) -> TokenStream {
        let (new, old) = (field.binding("new"), field.binding("old"));
        let function = self.function(field, "same");
        let (new, old) = (self.shown(field, &new), self.shown(field, &old));
        quote!(#function(#new, #old))
    }

    pub(super) fn field_assign(&self, field: &Field) -> TokenStream {
        let (new, old) = (field.binding("new"), field.binding("old"));
        let function = self.function(field, "assign");
        let (new, old) = (self.changed(field, &new), self.shown(field, &old));
        quote!(#function(#new, #old);)
    }

    /// The field's part of the patch, at the place of its struct or variant.
    pub(super) fn field_diff(&self, field: &Field) -> TokenStream {
        let inside = self.value_diff(field);
        let (new, old) = (field.binding("new"), field.binding("old"));
        match &field.place {
            Place::Hidden | Place::Mixed => TokenStream::new(),
            Place::Whole => quote!(#inside),
            Place::Key(name) => quote!(__patch.field(#name, |__patch| { #inside });),
            Place::Index(index) => quote!(__patch.index(#index, |__patch| { #inside });),
            Place::OptionalKey(name, hidden) => {
                let value = self.written(field);
                quote! {
                    __patch.optional_field(#name, #hidden(#old), #hidden(#new), #value, |__patch| {
                        #inside
                    });
                }
            }
        }
    }

    fn value_diff(&self, field: &Field) -> TokenStream {
        let (new, old) = (field.binding("new"), field.binding("old"));
        if field.serialize_with.is_some() {
            let same = self.field_same(field);
            let value = self.written(field);
            return quote! {
                if !#same {
                    __patch.replace(#value);
                }
            };
        }
        let function = self.function(field, "diff");
        let (new, old) = (self.shown(field, &new), self.shown(field, &old));
        quote!(#function(#new, #old, __patch);)
    }

    /// A function of `State`, or its stand-in for opaque fields, on the field's type.
    pub(super) fn function(&self, field: &Field, name: &str) -> TokenStream {
        let (root, ty) = (self.root, &field.ty);
        let private = root.private();
        let name = syn::Ident::new(name, ty.span());
        if let Some(vetted) = self.vetted(field) {
            return if field.opaque {
                quote!(#private::opaque::#name::<#vetted::Type>)
            } else {
                quote!(<#vetted::Type as #root::State>::#name)
            };
        }
        if field.opaque {
            quote_spanned!(ty.span()=> #private::opaque::#name::<#ty>)
        } else {
            quote_spanned!(ty.span()=> <#ty as #root::State>::#name)
        }
    }

    pub(super) fn vetted(&self, field: &Field) -> Option<TokenStream> {
        let place = if field.opaque { KEEP_WHOLE } else { KEEP };
        let vetted = self
            .state
            .vetted
            .then(|| place.vetted_anywhere(&field.ty, self.root));
        vetted.flatten()
    }

    /// A reference to the field as its function takes it.
    pub(super) fn shown(&self, field: &Field, binding: &Ident) -> TokenStream {
        match self.vetted(field) {
            Some(vetted) => quote!(#vetted::shown(#binding)),
            None => quote!(#binding),
        }
    }

    /// A mutable reference to the field as its function takes it.
    pub(super) fn changed(&self, field: &Field, binding: &Ident) -> TokenStream {
        match self.vetted(field) {
            Some(vetted) => quote!(#vetted::changed(#binding)),
            None => quote!(#binding),
        }
    }

    /// A reference to what is written for the field.
    fn written(&self, field: &Field) -> TokenStream {
        let new = field.binding("new");
        match &field.serialize_with {
            None => new.into_token_stream(),
            Some(function) => self.written_with(field, function),
        }
    }

    /// A value that is written by the user's function, as serde's derive does it.
    fn written_with(&self, field: &Field, function: &ExprPath) -> TokenStream {
        let (ident, ty, new) = (&self.state.ident, &field.ty, field.binding("new"));
        let private = self.root.private();
        let (_, type_generics, _) = self.state.generics.split_for_impl();
        let mut generics = bounds::of(self.state, self.root);
        let lifetime: GenericParam = parse_quote!('__value);
        generics.params.insert(0, lifetime);
        for parameter in generics.type_params_mut() {
            parameter.bounds.push(parse_quote!('__value));
        }
        let (impl_generics, with_generics, where_clause) = generics.split_for_impl();
        quote! {&{
            struct __With #impl_generics (
                &'__value #ty,
                ::core::marker::PhantomData<#ident #type_generics>,
            ) #where_clause;
            impl #impl_generics #private::serde::Serialize for __With #with_generics #where_clause {
                fn serialize<__S: #private::serde::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #function(self.0, __serializer)
                }
            }
            __With(#new, ::core::marker::PhantomData)
        }}
    }
}
