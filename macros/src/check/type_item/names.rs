//! Names within one type: two of one name would overwrite each other. Where the
//! user derives serde's traits himself, change detection checks what he wrote.

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::attr::{Given, Options};
use crate::errors::Errors;
use crate::model::{FieldItem, TypeItem, VariantItem};
use crate::rename::RenameRule;
use crate::wire_name::{self, RESERVED};

pub(super) fn check(item: &mut TypeItem, errors: &mut Errors) {
    if item.is_opaque() || item.derives.of_serde().is_some() {
        return;
    }
    let rule = item.rename_rule();
    let mut names: HashMap<Option<Ident>, Names> = HashMap::new();
    for field in &mut item.fields {
        let Some(name) = name_of_field(field, rule) else {
            continue;
        };
        let Some(ident) = field.ident.clone() else {
            continue;
        };
        let names = names.entry(field.variant.clone()).or_default();
        names.take(name, &ident, &mut field.options, errors);
    }
    let mut names = Names::default();
    for variant in &mut item.variants {
        let (name, ident) = (name_of_variant(variant, rule), variant.ident.clone());
        names.take(name, &ident, &mut variant.options, errors);
    }
}

/// The name of a field, if it is a plain one; in a variant its case may be another.
fn name_of_field(field: &FieldItem, rule: RenameRule) -> Option<String> {
    let serde = &field.serde;
    if !field.cfgs.is_empty() || serde.flatten.is_some() || serde.skip_serializing {
        return None;
    }
    let ident = field.ident.as_ref()?;
    let given = given_name(&field.options, serde.rename.as_ref());
    Some(given.unwrap_or_else(|| rule.apply_to_field(&ident.unraw().to_string())))
}

fn name_of_variant(variant: &VariantItem, rule: RenameRule) -> String {
    let given = given_name(&variant.options, variant.serde.rename.as_ref());
    given.unwrap_or_else(|| rule.apply_to_variant(&variant.ident.unraw().to_string()))
}

fn given_name(options: &Options, serdes: Option<&LitStr>) -> Option<String> {
    let ours = options.name.as_ref().map(|given| given.value.value());
    ours.or_else(|| serdes.map(LitStr::value))
}

/// The names that are taken.
#[derive(Default)]
struct Names(HashMap<String, Ident>);

impl Names {
    /// Takes a name, or reports why not; what is refused gets a name that is
    /// free, so that nothing else goes wrong because of it.
    fn take(&mut self, name: String, ident: &Ident, options: &mut Options, errors: &mut Errors) {
        if let Some(first) = self.0.get(&name) {
            let message = format!(
                "`{ident}` and `{first}` are both `{name}` on the wire: rename one of them"
            );
            errors.at(ident, message);
        } else if name.is_empty() {
            let message = "the wire name of this is empty: write the name that clients use";
            errors.at(ident, message);
        } else if name == RESERVED {
            errors.at(ident, wire_name::reserved());
        } else {
            self.0.insert(name, ident.clone());
            return;
        }
        options.name = Some(Given {
            key: ident.clone(),
            value: LitStr::new(&format!("{ident} of {name}"), ident.span()),
        });
    }
}
