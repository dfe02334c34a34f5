//! [`TypeItem`]: a struct or enum with `#[actor]`, `#[model]` or `#[event]`.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Path, Token, Type};

use super::self_type;
use crate::attr::{self, Options, Position, TypePositions};
use crate::constraint::{self, is_constraint};
use crate::docs::Docs;
use crate::errors::Errors;
use crate::rename::RenameRule;
use crate::serde_attr::SerdeAttributes;
use crate::wire_name::WireName;

/// What the attribute makes of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Actor,
    Model,
    Event,
}

impl Role {
    /// The name of the attribute.
    pub(crate) fn attribute(self) -> &'static str {
        self.positions().container.attribute
    }

    fn positions(self) -> TypePositions {
        match self {
            Self::Actor => attr::ACTOR,
            Self::Model => attr::MODEL,
            Self::Event => attr::EVENT,
        }
    }
}

/// A type as the user declared it.
pub(crate) struct TypeItem {
    pub(crate) role: Role,
    pub(crate) options: Options,
    pub(crate) serde: SerdeAttributes,
    pub(crate) derives: Derives,
    pub(crate) docs: Docs,
    /// The variants of an enum, in order.
    pub(crate) variants: Vec<VariantItem>,
    /// All fields in order, those of the variants included.
    pub(crate) fields: Vec<FieldItem>,
    /// The item without helper attributes.
    pub(crate) item: DeriveInput,
}

/// The name, type and options of a field.
pub(crate) struct FieldItem {
    pub(crate) options: Options,
    pub(crate) serde: SerdeAttributes,
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) constraint: Option<Attribute>,
    pub(crate) ident: Option<Ident>,
    /// The variant that the field is in.
    pub(crate) variant: Option<Ident>,
    pub(crate) ty: Type,
}

impl FieldItem {
    /// The name of the function that makes the field's default.
    pub(crate) fn default_function(&self) -> Option<Ident> {
        let field = self.ident.as_ref()?;
        let name = match &self.variant {
            Some(variant) => format!("__default_{}_{}", variant.unraw(), field.unraw()),
            None => format!("__default_{}", field.unraw()),
        };
        Some(Ident::new(&name, field.span()))
    }
}

/// The name and options of a variant.
pub(crate) struct VariantItem {
    pub(crate) ident: Ident,
    pub(crate) options: Options,
    pub(crate) serde: SerdeAttributes,
}

impl TypeItem {
    pub(crate) fn read(
        role: Role,
        arguments: TokenStream,
        mut item: DeriveInput,
        errors: &mut Errors,
    ) -> Self {
        let positions = role.positions();
        let options = Options::parse(arguments, &positions.container, errors);
        refuse_second(&mut item.attrs, &positions.container, errors);
        let (mut variants, mut fields) = (Vec::new(), Vec::new());
        match &mut item.data {
            Data::Struct(data) => {
                let places = (&positions.named_field, &positions.tuple_field);
                read_fields(None, &mut data.fields, places, &mut fields, errors);
            }
            Data::Enum(data) => {
                let places = (&positions.variant_field, &positions.tuple_field);
                for variant in &mut data.variants {
                    variants.push(VariantItem {
                        ident: variant.ident.clone(),
                        options: Options::take(&mut variant.attrs, &positions.variant, errors),
                        serde: SerdeAttributes::read(&variant.attrs),
                    });
                    let (ident, inner) = (Some(&variant.ident), &mut variant.fields);
                    read_fields(ident, inner, places, &mut fields, errors);
                }
            }
            Data::Union(_) => {}
        }
        if item.generics.params.is_empty() {
            // Outside of the type there is no `Self`.
            let path = item.ident.clone().into();
            for field in &mut fields {
                field.ty = self_type::replace(&field.ty, &path);
            }
        }
        Self {
            role,
            options,
            serde: SerdeAttributes::read(&item.attrs),
            derives: Derives::read(&item),
            docs: Docs::read(&item.attrs),
            variants,
            fields,
            item,
        }
    }

    /// The name of the actor or the event.
    pub(crate) fn wire_name(&self) -> WireName {
        match &self.options.name {
            Some(given) => WireName::chosen(&given.value),
            None => WireName::of_type(&self.item.ident),
        }
    }

    /// Whether the value's JSON is an object that takes a default for each missing field.
    pub(crate) fn starts_field_by_field(&self) -> bool {
        let named = matches!(&self.item.data, Data::Struct(data) if matches!(data.fields, Fields::Named(_)));
        named && !self.serde.transparent
    }

    /// Whether serde sees a plain object with a value for each field, so that
    /// its traits need not be derived.
    pub(crate) fn is_record(&self) -> bool {
        let named = matches!(&self.item.data, Data::Struct(data) if matches!(data.fields, Fields::Named(_)));
        let plain = |serde: &SerdeAttributes| !serde.is_intricate && serde.two_names.is_none();
        let mut fields = self.fields.iter();
        named
            && !self.is_opaque()
            && !self.is_generic()
            && self.derives.of_serde().is_none()
            && !self.derives.has("Clone")
            && plain(&self.serde)
            && self.serde.default.is_none()
            && fields.all(|field| field.cfgs.is_empty() && plain(&field.serde))
    }

    /// The case of the names of the fields on the wire.
    pub(crate) fn rename_rule(&self) -> RenameRule {
        let serdes = self.serde.rename_all.as_ref().and_then(|given| given.value);
        let ours = self.options.rename_all.as_ref().map(|given| given.value);
        ours.or(serdes).unwrap_or(RenameRule::Camel)
    }

    pub(crate) fn is_unit_struct(&self) -> bool {
        matches!(&self.item.data, Data::Struct(data) if matches!(data.fields, Fields::Unit))
    }

    pub(crate) fn is_enum(&self) -> bool {
        matches!(self.item.data, Data::Enum(_))
    }

    pub(crate) fn is_opaque(&self) -> bool {
        self.options.opaque.is_some()
    }

    pub(crate) fn is_generic(&self) -> bool {
        !self.item.generics.params.is_empty()
    }
}

/// Reports a second attribute of ours on the type, and takes it away.
fn refuse_second(attributes: &mut Vec<Attribute>, position: &Position, errors: &mut Errors) {
    attributes.retain(|attribute| {
        let Some(second) = attr::helper_of_types(attribute.path()) else {
            return true;
        };
        let first = position.attribute;
        let message = if first == second {
            format!("`#[{first}]` is on this type already: put all options into one")
        } else {
            format!(
                "a type has one role, and this one has `#[{first}]`: make a second type, which may wrap this one"
            )
        };
        errors.at(attribute.path(), message);
        false
    });
}

fn read_fields(
    variant: Option<&Ident>,
    fields: &mut Fields,
    (named, unnamed): (&Position, &Position),
    read: &mut Vec<FieldItem>,
    errors: &mut Errors,
) {
    for field in fields.iter_mut() {
        let position = if field.ident.is_some() {
            named
        } else {
            unnamed
        };
        let constraint = field.attrs.iter().find(|one| is_constraint(one)).cloned();
        constraint::read(&mut field.attrs, errors);
        read.push(FieldItem {
            options: Options::take(&mut field.attrs, position, errors),
            serde: SerdeAttributes::read(&field.attrs),
            cfgs: cfgs(&field.attrs),
            constraint,
            ident: field.ident.clone(),
            variant: variant.cloned(),
            ty: field.ty.clone(),
        });
    }
}

/// The `#[cfg]` attributes, which everything generated for an item shares.
pub(super) fn cfgs(attributes: &[Attribute]) -> Vec<Attribute> {
    let cfgs = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("cfg"));
    cfgs.cloned().collect()
}

/// The derives that the user lists himself.
pub(crate) struct Derives {
    listed: Vec<Ident>,
    /// Whether a variant carries `#[default]`, which wants `Default` derived.
    pub(crate) default_variant: bool,
}

impl Derives {
    fn read(item: &DeriveInput) -> Self {
        let mut listed = Vec::new();
        for attribute in &item.attrs {
            if attribute.path().is_ident("derive") {
                // What does not parse here is the compiler's to report.
                let _ = attribute.parse_args_with(|input: syn::parse::ParseStream| {
                    let paths = input.parse_terminated(Path::parse_mod_style, Token![,])?;
                    listed.extend(paths.iter().filter_map(last_ident).cloned());
                    Ok(())
                });
            }
        }
        let default_variant = match &item.data {
            Data::Enum(data) => data.variants.iter().any(|variant| {
                let mut attributes = variant.attrs.iter();
                attributes.any(|attribute| attribute.path().is_ident("default"))
            }),
            Data::Struct(_) | Data::Union(_) => false,
        };
        Self {
            listed,
            default_variant,
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Ident> {
        self.listed.iter().find(|ident| *ident == name)
    }

    /// The derive that makes the serde attributes the user's own.
    pub(crate) fn of_serde(&self) -> Option<&Ident> {
        self.find("Serialize").or_else(|| self.find("Deserialize"))
    }
}

fn last_ident(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|segment| &segment.ident)
}
