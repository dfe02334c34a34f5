//! Options of a type that contradict each other, the type, or serde's attributes.

mod names;

use syn::Ident;

use crate::attr::Key;
use crate::errors::Errors;
use crate::model::{FieldItem, GENERIC_ACTOR, Role, TypeItem};

pub(crate) fn check_type_item(item: &mut TypeItem, errors: &mut Errors) {
    names::check(item, errors);
    check_container(item, errors);
    check_starting_value(item, errors);
    for field in &item.fields {
        check_field(field, errors);
    }
    check_constraints(item, errors);
    for variant in &item.variants {
        if let (Some(name), Some(_)) = (&variant.options.name, &variant.serde.rename) {
            errors.at(&name.key, twice(&name.key, "rename"));
        }
    }
    check_without_effect(item, errors);
}

fn check_container(item: &TypeItem, errors: &mut Errors) {
    if item.role != Role::Model {
        item.wire_name().check(errors);
    }
    let attribute = item.role.attribute();
    if let (Some(ours), Some(_)) = (&item.options.rename_all, &item.serde.rename_all) {
        errors.at(&ours.key, twice(&ours.key, "rename_all"));
    }
    if item.role != Role::Model && item.is_generic() {
        let reason = if item.role == Role::Actor {
            GENERIC_ACTOR
        } else {
            "an event cannot be generic: it is known to clients by one name, so it has one payload; use a concrete type for what varies"
        };
        errors.at(&item.item.generics, reason);
    } else if let Some(lifetime) = item.item.generics.lifetimes().next() {
        let message = format!(
            "a type with `#[{attribute}]` owns what it holds: use owned types instead of borrowing for `{}`",
            lifetime.lifetime
        );
        errors.at(&lifetime.lifetime, message);
    }
}

fn check_starting_value(item: &TypeItem, errors: &mut Errors) {
    let Some(default) = &item.options.default else {
        return;
    };
    if default.value.is_none() {
        errors.at(&default.key, "write the value to start from: `default = …`");
    } else if item.is_unit_struct() {
        errors.at(
            &default.key,
            "a unit struct has one value, so it needs no `default`",
        );
    } else if item.starts_field_by_field() && !item.is_opaque() {
        let message = "a struct with named fields starts from the defaults of its fields: put `#[actor(default = …)]` on the fields";
        errors.at(&default.key, message);
    }
}

fn check_field(field: &FieldItem, errors: &mut Errors) {
    let (ours, serde) = (&field.options, &field.serde);
    if let (Some(name), Some(_)) = (&ours.name, &serde.rename) {
        errors.at(&name.key, twice(&name.key, "rename"));
    }
    if let (Some(default), Some(_)) = (&ours.default, &serde.default) {
        errors.at(&default.key, twice(&default.key, "default"));
    }
    if let (Some(private), Some(name)) = (&ours.private, &ours.name) {
        let message = "a private field never goes over the wire, so it has no name there: remove one of the two";
        match ours.first_of(Key::Private, Key::Name) {
            Key::Private => errors.between(private, &name.key, message),
            _ => errors.between(&name.key, private, message),
        }
    }
}

/// An event goes out, and nobody checks that.
fn check_constraints(item: &TypeItem, errors: &mut Errors) {
    for attribute in item
        .fields
        .iter()
        .filter_map(|field| field.constraint.as_ref())
    {
        if item.role == Role::Event {
            let message = "constraints are for what comes in, and an event goes out: remove this";
            errors.at(attribute.path(), message);
        }
    }
}

fn twice(ours: &Ident, serdes: &str) -> String {
    format!("`{ours}` and `#[serde({serdes})]` say the same: keep one")
}

/// Options that are written as serde attributes, where those are the user's own.
fn check_without_effect(item: &TypeItem, errors: &mut Errors) {
    let why = if item.is_opaque() {
        format!(
            "`#[{}(opaque)]` leaves the JSON to you",
            item.role.attribute()
        )
    } else if let Some(derive) = item.derives.of_serde() {
        format!("you derive `{derive}` yourself")
    } else {
        return;
    };
    let container = item.options.rename_all.as_ref().map(|given| &given.key);
    let fields = item.fields.iter().map(|field| &field.options);
    let variants = item.variants.iter().map(|variant| &variant.options);
    let inner = fields.chain(variants).flat_map(|options| {
        let name = options.name.as_ref().map(|given| &given.key);
        let default = options.default.as_ref().map(|given| &given.key);
        let opaque = options.opaque.as_ref().filter(|_| item.is_opaque());
        [name, default, options.private.as_ref(), opaque]
    });
    for key in container.into_iter().chain(inner.flatten()) {
        let instead = instead(key);
        errors.at(
            key,
            format!("`{key}` has no effect here, because {why}{instead}"),
        );
    }
}

/// What to write for an option of ours.
fn instead(key: &Ident) -> &'static str {
    match key.to_string().as_str() {
        "name" => ": write `#[serde(rename = \"…\")]`",
        "rename_all" => ": write `#[serde(rename_all = \"…\")]`",
        "default" => ": write `#[serde(default)]`",
        "private" => ": write `#[serde(skip_serializing, default)]`",
        _ => "",
    }
}
