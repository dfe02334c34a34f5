//! The user's type again, with derives and serde attributes added. The options
//! that he wrote become serde's, so that serde, the schema and change
//! detection all read the same.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Attribute, Data, Fields, LitStr, parse_quote};

use super::defaults::Default;
use super::fit;
use crate::crate_path::CratePath;
use crate::model::{FieldItem, Role, TypeItem, VariantItem};
use crate::rename::RenameRule;

pub(super) fn expand(declared: &TypeItem, root: &CratePath) -> TokenStream {
    let mut item = declared.item.clone();
    let mut attributes = derives(declared, root);
    attributes.extend(container(declared, root));
    attributes.append(&mut item.attrs);
    item.attrs = attributes;
    let follows_serde = writes_serde(declared);
    let mut fields = declared.fields.iter();
    let mut add_to = |item_fields: &mut Fields| {
        for (field, declared_field) in item_fields.iter_mut().zip(fields.by_ref()) {
            field
                .attrs
                .extend(opaque(declared, declared_field.options.opaque.is_some()));
            if follows_serde {
                field
                    .attrs
                    .extend(field_attributes(declared_field, declared));
                field
                    .attrs
                    .extend(schema_type(declared_field, declared, root));
            }
        }
    };
    match &mut item.data {
        Data::Struct(data) => add_to(&mut data.fields),
        Data::Enum(data) => {
            for (variant, declared_variant) in data.variants.iter_mut().zip(&declared.variants) {
                let is_opaque = declared_variant.options.opaque.is_some();
                variant.attrs.extend(opaque(declared, is_opaque));
                if follows_serde {
                    variant.attrs.extend(variant_name(declared_variant));
                }
                add_to(&mut variant.fields);
            }
        }
        Data::Union(_) => {}
    }
    let imports = imports(declared);
    quote!(#imports #item)
}

/// What schemars' derive takes for granted and a module without a prelude lacks.
fn imports(declared: &TypeItem) -> Option<TokenStream> {
    let derived = !declared.is_opaque() && !declared.derives.has("JsonSchema");
    derived.then(|| {
        quote! {
            #[allow(unused_imports, reason = "where there is a prelude")]
            use ::core::convert::{From as _, Into as _};
        }
    })
}

/// Whether the serde attributes are ours to add.
fn writes_serde(declared: &TypeItem) -> bool {
    !declared.is_opaque() && declared.derives.of_serde().is_none()
}

fn derives(declared: &TypeItem, root: &CratePath) -> Vec<Attribute> {
    let private = root.private();
    let mut wanted = Vec::new();
    if !declared.is_opaque() {
        if !declared.is_record() {
            wanted.push(("Clone", quote!(::core::clone::Clone)));
            wanted.push(("Serialize", quote!(#private::serde::Serialize)));
            wanted.push(("Deserialize", quote!(#private::serde::Deserialize)));
        }
        wanted.push(("JsonSchema", quote!(#private::schemars::JsonSchema)));
    }
    if declared.role != Role::Event {
        wanted.push(("State", quote!(#root::State)));
    }
    if declared.derives.default_variant {
        wanted.push(("Default", quote!(::core::default::Default)));
    }
    let added = wanted
        .into_iter()
        .filter(|(name, _)| !declared.derives.has(name))
        .map(|(_, path)| path);
    let added: Vec<TokenStream> = added.collect();
    if added.is_empty() {
        return Vec::new();
    }
    vec![parse_quote!(#[derive(#(#added),*)])]
}

fn container(declared: &TypeItem, root: &CratePath) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = Vec::new();
    if declared.role != Role::Event {
        let attribute = declared.role.attribute();
        let opaque = declared.is_opaque().then(|| quote!(opaque,));
        let key = declared.options.map_key.iter();
        let vetted = declared.is_record().then(|| quote!(vetted,));
        attributes.push(parse_quote!(#[state(#opaque #(#key,)* #vetted declared_by = #attribute)]));
    }
    if declared.role == Role::Actor && !declared.is_opaque() {
        // Macros such as `tokio::join!` in a method would otherwise make it complain.
        attributes.push(parse_quote! {
            #[allow(clippy::unsafe_derive_deserialize, reason = "methods do not build the state")]
        });
    }
    if writes_serde(declared) {
        let serde = container_serde(declared, root);
        attributes.push(parse_quote!(#[serde(#(#serde),*)]));
    }
    if !declared.is_opaque() && !declared.derives.has("JsonSchema") {
        let schemars = root.literal("schemars");
        attributes.push(parse_quote!(#[schemars(crate = #schemars)]));
    }
    attributes
}

fn container_serde(declared: &TypeItem, root: &CratePath) -> Vec<TokenStream> {
    let rule = declared.options.rename_all.as_ref();
    let rule = rule
        .map_or(RenameRule::Camel, |given| given.value)
        .spelling();
    let mut serde = Vec::new();
    // Where nothing of serde's is derived, only the schema reads this.
    if declared.serde.crate_path.is_none() && !declared.is_record() {
        let path = root.literal("serde");
        serde.push(quote!(crate = #path));
    }
    if declared.serde.rename_all.is_none() && !declared.is_unit_struct() {
        serde.push(quote!(rename_all = #rule));
    }
    if declared.serde.rename_all_fields.is_none() && declared.is_enum() {
        serde.push(quote!(rename_all_fields = #rule));
    }
    serde
}

fn field_attributes(field: &FieldItem, declared: &TypeItem) -> Vec<Attribute> {
    let mut serde = Vec::new();
    let mut attributes: Vec<Attribute> = Vec::new();
    if let Some(name) = field
        .options
        .name
        .as_ref()
        .filter(|_| field.serde.rename.is_none())
    {
        let name = &name.value;
        serde.push(quote!(rename = #name));
    }
    match Default::of(field, declared) {
        Default::None => {}
        Default::OfType => serde.push(quote!(default)),
        Default::Made(function) => {
            let path = function.path(declared);
            serde.push(quote!(default = #path));
        }
    }
    if field.options.private.is_some() {
        if !field.serde.skip_serializing {
            serde.push(quote!(skip_serializing));
        }
        attributes.push(parse_quote!(#[schemars(skip)]));
    }
    if !serde.is_empty() {
        attributes.push(parse_quote!(#[serde(#(#serde),*)]));
    }
    attributes
}

/// The type that the schema is made of, where the field's own may not be fit.
fn schema_type(field: &FieldItem, declared: &TypeItem, root: &CratePath) -> Option<Attribute> {
    let vetted = declared.is_record().then(|| {
        let place = fit::place_of(field, declared);
        place.vetted_anywhere(&field.ty, root)
    });
    let ty = LitStr::new(&format!("{}::Type", vetted??), field.ty.span());
    Some(parse_quote!(#[schemars(with = #ty)]))
}

fn variant_name(variant: &VariantItem) -> Option<Attribute> {
    let name = variant.options.name.as_ref();
    let name = &name.filter(|_| variant.serde.rename.is_none())?.value;
    Some(parse_quote!(#[serde(rename = #name)]))
}

fn opaque(declared: &TypeItem, is_opaque: bool) -> Option<Attribute> {
    (is_opaque && declared.role != Role::Event).then(|| parse_quote!(#[state(opaque)]))
}
