//! Names within one state type: two of one name would overwrite each other.

use std::collections::HashMap;

use syn::Ident;

use crate::errors::Errors;
use crate::model::{Contents, Place, Shape, StateType};

pub(crate) fn check_state_type(state: &StateType, errors: &mut Errors) {
    match &state.shape {
        Shape::Opaque => {}
        Shape::Struct(contents) => check_fields(contents, errors),
        Shape::Enum(variants) => {
            for variant in variants {
                check_fields(&variant.contents, errors);
            }
            let names = variants
                .iter()
                .map(|variant| (variant.name.as_str(), &variant.ident));
            check_names(names, errors);
        }
    }
    check_map_key(state, errors);
}

fn check_fields(contents: &Contents, errors: &mut Errors) {
    let names = contents.fields.iter().filter_map(|field| {
        let name = match &field.place {
            Place::Key(name) | Place::OptionalKey(name, _) => name.as_str(),
            _ => return None,
        };
        match &field.member {
            syn::Member::Named(ident) => Some((name, ident)),
            syn::Member::Unnamed(_) => None,
        }
    });
    check_names(names, errors);
}

fn check_names<'a>(names: impl Iterator<Item = (&'a str, &'a Ident)>, errors: &mut Errors) {
    let mut taken: HashMap<&str, &Ident> = HashMap::new();
    for (name, ident) in names {
        if name.is_empty() {
            errors.at(
                ident,
                "the wire name of this is empty: write the name that clients use",
            );
        } else if let Some(first) = taken.get(name) {
            let message = format!(
                "`{ident}` and `{first}` are both `{name}` on the wire: rename one of them"
            );
            errors.at(ident, message);
        } else {
            taken.insert(name, ident);
        }
    }
}

fn check_map_key(state: &StateType, errors: &mut Errors) {
    let Some(option) = &state.map_key else {
        return;
    };
    let message = match &state.shape {
        Shape::Struct(contents) if contents.whole().is_some() => return,
        Shape::Enum(variants) if variants.iter().all(|variant| variant.unit) => {
            "an enum whose variants have no fields is a map key by itself: remove `key`"
        }
        _ => "`key` is for a struct that wraps one value, as in `struct UserId(String);`",
    };
    errors.at(option, message);
}
