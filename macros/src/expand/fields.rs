//! What a type gets beside its derives: reports of fields that are not fit,
//! and, for a plain struct with named fields, what serde and `Clone` need.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::defaults::Default;
use super::fit::{self, START, START_WHOLE, Vets};
use super::record::{self, Missing, Row};
use crate::crate_path::CratePath;
use crate::model::{FieldItem, Role, TypeItem};

pub(super) fn expand(declared: &TypeItem, root: &CratePath) -> TokenStream {
    let private = root.private();
    let vets = Vets::new(root);
    report(declared, &vets);
    let record = declared.is_record().then(|| {
        let (ident, rows) = (&declared.item.ident, rows(declared, &vets));
        let marker = format_ident!("__Record_{}", ident.unraw());
        let record = record::expand(&marker, ident, &name(declared), &rows, root);
        let clone = clone(declared, &vets);
        quote!(struct #marker; #record #clone)
    });
    let allowances = super::allowances();
    quote! {
        #allowances
        const _: () = {
            use #private::Unfit as _;
            #vets
            #record
        };
    }
}

fn name(declared: &TypeItem) -> String {
    declared.item.ident.unraw().to_string()
}

fn report(declared: &TypeItem, vets: &Vets<'_>) {
    for field in &declared.fields {
        let place = fit::place_of(field, declared);
        if declared.is_record() {
            vets.report(place, &field.ty, &field.cfgs);
        }
        let starts = field.options.default.is_none()
            && matches!(Default::of(field, declared), Default::Made(_));
        if starts && declared.role == Role::Actor {
            vets.report_if_fit(place, START, &field.ty, &field.cfgs);
        }
    }
    if starts_as_a_whole(declared) {
        let ident = &declared.item.ident;
        vets.report(START_WHOLE, &syn::parse_quote!(#ident), &[]);
    }
}

/// Whether the type starts from its own `Default`.
fn starts_as_a_whole(declared: &TypeItem) -> bool {
    declared.role == Role::Actor
        && !declared.is_opaque()
        && !declared.starts_field_by_field()
        && !declared.is_unit_struct()
        && declared.options.default.is_none()
}

fn rows<'a>(declared: &'a TypeItem, vets: &Vets<'_>) -> Vec<Row<'a>> {
    let rule = declared.rename_rule();
    let named = declared
        .fields
        .iter()
        .filter_map(|field| Some((field.ident.as_ref()?, field)));
    named
        .map(|(ident, field)| {
            let ours = field.options.name.as_ref().map(|given| given.value.value());
            let serdes = field.serde.rename.as_ref().map(syn::LitStr::value);
            let ruled = || rule.apply_to_field(&ident.unraw().to_string());
            let ty = &field.ty;
            Row {
                ident,
                name: ours.or(serdes).unwrap_or_else(ruled),
                ty: quote!(#ty),
                vetted: vets.vet(fit::place_of(field, declared), ty, &field.cfgs),
                missing: missing(field, declared),
                written: field.options.private.is_none(),
            }
        })
        .collect()
}

fn missing(field: &FieldItem, declared: &TypeItem) -> Missing {
    if let Some(function) = &field.serde.default_function {
        return Missing::Made(quote!(#function));
    }
    if field.serde.default.is_some() {
        return Missing::Default(Box::new(field.ty.clone()));
    }
    match Default::of(field, declared) {
        Default::None => Missing::Required,
        Default::OfType => Missing::Default(Box::new(field.ty.clone())),
        Default::Made(function) => {
            let function = function.name();
            let ident = &declared.item.ident;
            Missing::Made(quote!(#ident::#function))
        }
    }
}

fn clone(declared: &TypeItem, vets: &Vets<'_>) -> TokenStream {
    let ident = &declared.item.ident;
    let fields = declared.fields.iter().map(|field| {
        let (member, ty) = (&field.ident, &field.ty);
        match vets.vet(fit::place_of(field, declared), ty, &field.cfgs) {
            Some(vetted) => quote! {
                #member: #vetted::back(::core::clone::Clone::clone(#vetted::shown(&self.#member)))
            },
            None => quote_spanned!(ty.span()=> #member: ::core::clone::Clone::clone(&self.#member)),
        }
    });
    quote! {
        #[automatically_derived]
        impl ::core::clone::Clone for #ident {
            fn clone(&self) -> Self {
                Self { #(#fields,)* }
            }
        }
    }
}
