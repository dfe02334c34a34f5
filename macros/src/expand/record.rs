//! `Record`: a struct with named fields as serde reads and writes it, a row for
//! each field.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Index, Type};

use crate::crate_path::CratePath;
use crate::span::local;

/// One field.
pub(super) struct Row<'a> {
    pub(super) ident: &'a Ident,
    /// The name on the wire.
    pub(super) name: String,
    pub(super) ty: TokenStream,
    /// `<T as Vetted<…>>`, where the type may not be fit.
    pub(super) vetted: Option<TokenStream>,
    pub(super) missing: Missing,
    pub(super) written: bool,
}

/// What a field is that is not there.
pub(super) enum Missing {
    /// A mistake, but for an `Option`.
    Required,
    /// Its type's `Default`.
    Default(Box<Type>),
    /// What this function makes.
    Made(TokenStream),
}

/// Implements serde's traits for the struct `ident`, which the private type
/// `marker` stands for.
pub(super) fn expand(
    marker: &Ident,
    ident: &Ident,
    name: &str,
    rows: &[Row<'_>],
    root: &CratePath,
) -> TokenStream {
    let private = root.private();
    let record = quote!(#private::record);
    let names = rows.iter().map(|row| &row.name);
    let written = rows.iter().filter(|row| row.written).count();
    let slots = rows.iter().map(|row| match &row.vetted {
        Some(vetted) => quote!(::core::option::Option<#vetted::Type>),
        None => {
            let ty = &row.ty;
            quote!(::core::option::Option<#ty>)
        }
    });
    let nones = rows.iter().map(|_| quote!(::core::option::Option::None));
    let reads = rows.iter().enumerate().map(|(place, _)| {
        let slot = Index::from(place);
        quote!(#place => __source.fill(&mut __slots.#slot),)
    });
    let fields = rows.iter().enumerate().map(|(place, row)| {
        let (ident, value) = (row.ident, row.value(&Index::from(place), root));
        quote!(#ident: #value)
    });
    let writes = rows.iter().filter(|row| row.written).map(|row| {
        let (ident, name) = (row.ident, &row.name);
        let value = match &row.vetted {
            Some(vetted) => quote!(#vetted::shown(&__this.#ident)),
            None => quote!(&__this.#ident),
        };
        quote!(#private::serde::ser::SerializeStruct::serialize_field(__writer, #name, #value)?;)
    });
    quote! {
        impl #record::Record for #marker {
            type Value = #ident;
            const NAME: &'static str = #name;
            const FIELDS: &'static [&'static str] = &[#(#names),*];
            const WRITTEN: ::core::primitive::usize = #written;
            type Slots = (#(#slots,)*);

            fn slots() -> Self::Slots {
                (#(#nones,)*)
            }

            fn read<'de, __S: #record::Source<'de>>(
                __slots: &mut Self::Slots,
                __field: ::core::primitive::usize,
                __source: &mut __S,
            ) -> ::core::result::Result<(), __S::Error> {
                match __field {
                    #(#reads)*
                    _ => ::core::result::Result::Ok(()),
                }
            }

            fn finish<__E: #private::serde::de::Error>(
                __slots: Self::Slots,
            ) -> ::core::result::Result<#ident, __E> {
                ::core::result::Result::Ok(#ident { #(#fields,)* })
            }

            fn write<__W: #private::serde::ser::SerializeStruct>(
                __this: &#ident,
                __writer: &mut __W,
            ) -> ::core::result::Result<(), __W::Error> {
                #(#writes)*
                ::core::result::Result::Ok(())
            }
        }

        impl #private::serde::Serialize for #ident {
            fn serialize<__S: #private::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #record::serialize::<#marker, __S>(self, __serializer)
            }
        }

        impl<'de> #private::serde::Deserialize<'de> for #ident {
            fn deserialize<__D: #private::serde::Deserializer<'de>>(
                __deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                #record::deserialize::<#marker, __D>(__deserializer)
            }
        }
    }
}

impl Row<'_> {
    /// What the field becomes.
    fn value(&self, slot: &Index, root: &CratePath) -> TokenStream {
        let (private, name) = (root.private(), &self.name);
        let back = |value: TokenStream| match &self.vetted {
            Some(vetted) => quote!(#vetted::back(#value)),
            None => value,
        };
        let otherwise = match &self.missing {
            Missing::Required => {
                return back(quote!(#private::record::required(__slots.#slot, #name)?));
            }
            Missing::Default(ty) => quote!(<#ty as ::core::default::Default>::default()),
            Missing::Made(function) => quote!(#function()),
        };
        let value = local("__value", self.ident.span());
        let given = back(quote!(#value));
        quote! {
            match __slots.#slot {
                ::core::option::Option::Some(#value) => #given,
                ::core::option::Option::None => #otherwise,
            }
        }
    }
}
