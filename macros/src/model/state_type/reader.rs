//! Reads a [`StateType`] off the item and its serde attributes.

use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, Ident, Member, Path};

use super::{Contents, Field, Missing, Place, Shape, StateType, Tagging, Variant};
use crate::attr::{self, Options};
use crate::constraint;
use crate::errors::Errors;
use crate::model::Role;
use crate::rename::RenameRule;
use crate::serde_attr::{Named, SerdeAttributes};

impl StateType {
    pub(crate) fn read(input: &DeriveInput, errors: &mut Errors) -> Self {
        let container = attr::STATE.container;
        let options = Options::read(&input.attrs, &container, errors);
        let serde = SerdeAttributes::read(&input.attrs);
        let reader = Reader {
            attribute: options.declared_by.clone().unwrap_or("state".to_owned()),
            default: serde.default.is_some().then(|| {
                // serde lets only a struct have one.
                Missing::OfStruct(serde.default_function.clone())
            }),
        };
        let shape = if options.opaque.is_some() {
            Shape::Opaque
        } else {
            reader.check_container(&serde, errors);
            reader.shape(input, &serde, errors)
        };
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            shape,
            root: reader.attribute == Role::Actor.attribute(),
            vetted: options.vetted.is_some(),
            map_key: options.map_key,
        }
    }
}

/// What the parts of a type need to know of the whole.
struct Reader {
    /// The attribute that the user writes options with.
    attribute: String,
    /// The default that the fields take theirs from.
    default: Option<Missing>,
}

impl Reader {
    fn check_container(&self, serde: &SerdeAttributes, errors: &mut Errors) {
        if let Some(key) = &serde.converted {
            self.unfollowable(key, "the type", errors);
        }
        self.check_names(serde, "the type", errors);
    }

    fn unfollowable(&self, key: &Path, place: &str, errors: &mut Errors) {
        let attribute = &self.attribute;
        let name = key.segments.last().map(|segment| segment.ident.to_string());
        let name = name.unwrap_or_default();
        let message = format!(
            "changes cannot be followed through `#[serde({name})]`: add `#[{attribute}(opaque)]` to {place}, which is then compared and sent as a whole"
        );
        errors.at(key, message);
    }

    fn check_names(&self, serde: &SerdeAttributes, place: &str, errors: &mut Errors) {
        if let Some(key) = &serde.two_names {
            let attribute = &self.attribute;
            let message = format!(
                "changes cannot be followed where a name is read differently from how it is written: use one name, or add `#[{attribute}(opaque)]` to {place}"
            );
            errors.at(key, message);
        }
    }

    fn shape(&self, input: &DeriveInput, serde: &SerdeAttributes, errors: &mut Errors) -> Shape {
        match &input.data {
            Data::Struct(data) => {
                let rule = rule(serde.rename_all.as_ref());
                let mut contents = self.contents(&data.fields, rule, errors);
                if serde.transparent {
                    contents.make_transparent();
                }
                if let ([field], Fields::Unnamed(_)) = (&mut *contents.fields, &data.fields) {
                    // serde writes what a newtype wraps even where it says to skip it.
                    field.place = Place::Whole;
                }
                Shape::Struct(contents)
            }
            Data::Enum(data) => {
                let variants = data.variants.iter();
                Shape::Enum(
                    variants
                        .map(|variant| self.variant(variant, serde, errors))
                        .collect(),
                )
            }
            Data::Union(data) => {
                errors.at(
                    data.union_token,
                    "a union has no JSON: use a struct or an enum",
                );
                Shape::Opaque
            }
        }
    }

    fn variant(
        &self,
        variant: &syn::Variant,
        container: &SerdeAttributes,
        errors: &mut Errors,
    ) -> Variant {
        let options = Options::read(&variant.attrs, &attr::STATE.variant, errors);
        let serde = SerdeAttributes::read(&variant.attrs);
        let opaque = options.opaque.is_some();
        if !opaque {
            let with = serde.serialize_with.as_ref().map(|with| &with.key);
            if let Some(key) = with {
                self.unfollowable(key, "the variant", errors);
            }
            self.check_names(&serde, "the variant", errors);
        }
        let rule_of_fields = serde.rename_all.as_ref();
        let rule_of_fields = rule(rule_of_fields.or(container.rename_all_fields.as_ref()));
        let mut contents = self.contents(&variant.fields, rule_of_fields, errors);
        if opaque {
            contents.mix();
        }
        Variant {
            name: variant_name(&variant.ident, &serde, container),
            tagging: tagging(container, serde.untagged),
            unit: matches!(variant.fields, Fields::Unit),
            ident: variant.ident.clone(),
            contents,
        }
    }

    fn contents(&self, fields: &Fields, rule: Option<RenameRule>, errors: &mut Errors) -> Contents {
        let alone = fields.len() == 1;
        let mut next_index = 0;
        let mut moved_at_times = false;
        let fields = fields.iter().zip(fields.members()).map(|(field, member)| {
            let serde = SerdeAttributes::read(&field.attrs);
            let opaque = self.is_opaque(field, &serde, errors);
            let place = match (&member, serde.skip_serializing) {
                (_, true) => Place::Hidden,
                (Member::Named(ident), false) => named_place(ident, &serde, rule),
                (Member::Unnamed(_), false) if alone => Place::Whole,
                (Member::Unnamed(_), false) => {
                    // Where an element is left out, those behind it move up.
                    moved_at_times |= serde.skip_serializing_if.is_some();
                    if moved_at_times {
                        Place::Mixed
                    } else {
                        next_index += 1;
                        Place::Index(next_index - 1)
                    }
                }
            };
            Field {
                member,
                ty: field.ty.clone(),
                place,
                opaque,
                constraints: constraint::read(&mut field.attrs.clone(), errors),
                missing: self.missing(&serde),
                serialize_with: serde.serialize_with.map(|with| with.value),
                deserialize_with: serde.deserialize_with,
            }
        });
        Contents {
            fields: fields.collect(),
        }
    }

    fn missing(&self, serde: &SerdeAttributes) -> Missing {
        match (&serde.default_function, &self.default) {
            (Some(function), _) => Missing::Made(function.clone()),
            (None, _) if serde.default.is_some() => Missing::OfType,
            (None, Some(default)) => default.clone(),
            (None, None) if serde.deserialize_with.is_some() => Missing::Never,
            (None, None) => Missing::OfNothing,
        }
    }

    fn is_opaque(&self, field: &syn::Field, serde: &SerdeAttributes, errors: &mut Errors) -> bool {
        let options = Options::read(&field.attrs, &attr::STATE.named_field, errors);
        let opaque = options.opaque.is_some();
        if !opaque && !serde.skip_serializing {
            let with = serde.serialize_with.as_ref().map(|with| &with.key);
            let moves_others = serde.skip_serializing_if.as_ref();
            let moves_others = moves_others.filter(|_| field.ident.is_none());
            let keys = with
                .into_iter()
                .chain(&serde.flatten)
                .chain(&serde.converted)
                .chain(moves_others.map(|skip| &skip.key));
            for key in keys {
                self.unfollowable(key, "the field", errors);
            }
            self.check_names(serde, "the field", errors);
        }
        opaque
    }
}

fn named_place(ident: &Ident, serde: &SerdeAttributes, rule: Option<RenameRule>) -> Place {
    if serde.flatten.is_some() {
        return Place::Mixed;
    }
    let plain = ident.unraw().to_string();
    let name = match (&serde.rename, rule) {
        (Some(name), _) => name.value(),
        (None, Some(rule)) => rule.apply_to_field(&plain),
        (None, None) => plain,
    };
    match &serde.skip_serializing_if {
        Some(hidden) => Place::OptionalKey(name, hidden.value.clone()),
        None => Place::Key(name),
    }
}

fn variant_name(ident: &Ident, serde: &SerdeAttributes, container: &SerdeAttributes) -> String {
    let plain = ident.unraw().to_string();
    match (&serde.rename, rule(container.rename_all.as_ref())) {
        (Some(name), _) => name.value(),
        (None, Some(rule)) => rule.apply_to_variant(&plain),
        (None, None) => plain,
    }
}

fn tagging(container: &SerdeAttributes, untagged: bool) -> Tagging {
    match (&container.tag, &container.content) {
        _ if untagged || container.untagged => Tagging::Untagged,
        (Some(_), Some(content)) => Tagging::Adjacent {
            content: content.clone(),
        },
        (Some(_), None) => Tagging::Internal,
        (None, _) => Tagging::External,
    }
}

fn rule(given: Option<&Named<Option<RenameRule>>>) -> Option<RenameRule> {
    given.and_then(|given| given.value)
}
