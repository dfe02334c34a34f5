//! [`StateType`]: a type as `#[derive(State)]` sees it, which is as serde
//! writes it: what stands where in its JSON.

mod reader;

use proc_macro2::Span;
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{ExprPath, Generics, Ident, Member, Type};

use crate::constraint::Rule;

/// A type whose changes are detected.
pub(crate) struct StateType {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) shape: Shape,
    /// Whether it is the state of an actor, and so the root of a document.
    pub(crate) root: bool,
    /// Whether types of fields that are not fit are reported already.
    pub(crate) vetted: bool,
    /// `key`: the type is a map key as the value is that it wraps.
    pub(crate) map_key: Option<Ident>,
}

pub(crate) enum Shape {
    /// Compared and sent as a whole.
    Opaque,
    Struct(Contents),
    Enum(Vec<Variant>),
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// The name on the wire.
    pub(crate) name: String,
    pub(crate) tagging: Tagging,
    /// Whether it is written without contents, not even empty ones.
    pub(crate) unit: bool,
    pub(crate) contents: Contents,
}

/// Where the contents of a variant stand, relative to the enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tagging {
    /// `{"variant": contents}`
    External,
    /// `{"tag": "variant", …contents}`
    Internal,
    /// `{"tag": "variant", "content": contents}`
    Adjacent { content: String },
    /// `contents`
    Untagged,
}

/// The fields of a struct or a variant.
pub(crate) struct Contents {
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) ty: Type,
    pub(crate) place: Place,
    pub(crate) opaque: bool,
    pub(crate) constraints: Vec<Rule>,
    pub(crate) serialize_with: Option<ExprPath>,
    pub(crate) deserialize_with: Option<ExprPath>,
    pub(crate) missing: Missing,
}

/// What serde reads for a field that is missing.
#[derive(Clone)]
pub(crate) enum Missing {
    /// The type's `Default`.
    OfType,
    /// What this function returns.
    Made(ExprPath),
    /// The field of a default struct: of the one that this function returns,
    /// else of the struct's own `Default`.
    OfStruct(Option<ExprPath>),
    /// What its type makes of nothing, as `Option` does.
    OfNothing,
    /// Nothing: it must be there for a function of the user to read it.
    Never,
}

/// Where a field stands, relative to its struct or variant.
#[derive(Clone)]
pub(crate) enum Place {
    /// Nowhere: it is not written.
    Hidden,
    /// It is all there is.
    Whole,
    Key(String),
    /// Under a key that is left out where this function says so.
    OptionalKey(String, ExprPath),
    Index(usize),
    /// Mixed with its neighbours, so a change in it replaces everything.
    Mixed,
}

impl Field {
    /// Whether a patch may change it without the struct or variant around it.
    pub(crate) fn is_applied_to(&self) -> bool {
        !matches!(self.place, Place::Hidden | Place::Mixed)
    }

    /// A name for what is bound to the field in a pattern.
    pub(crate) fn binding(&self, prefix: &str) -> Ident {
        match &self.member {
            Member::Named(ident) => {
                format_ident!("__{prefix}_{}", ident.unraw(), span = Span::mixed_site())
            }
            Member::Unnamed(index) => {
                format_ident!("__{prefix}_{}", index.index, span = Span::mixed_site())
            }
        }
    }
}

impl Contents {
    /// The one field that is all there is.
    pub(crate) fn whole(&self) -> Option<&Field> {
        let mut fields = self.fields.iter();
        fields.find(|field| matches!(field.place, Place::Whole))
    }

    /// `#[serde(transparent)]`: the one field that is written is the whole.
    fn make_transparent(&mut self) {
        for field in &mut self.fields {
            if !matches!(field.place, Place::Hidden) {
                field.place = Place::Whole;
            }
        }
    }

    /// A change in any field replaces everything.
    fn mix(&mut self) {
        for field in &mut self.fields {
            field.opaque = true;
            if !matches!(field.place, Place::Hidden) {
                field.place = Place::Mixed;
            }
        }
    }
}

/// The fields that a shape consists of, with those of all variants.
pub(crate) fn fields_of(shape: &Shape) -> Vec<&Field> {
    match shape {
        Shape::Opaque => Vec::new(),
        Shape::Struct(contents) => contents.fields.iter().collect(),
        Shape::Enum(variants) => variants
            .iter()
            .flat_map(|variant| &variant.contents.fields)
            .collect(),
    }
}
