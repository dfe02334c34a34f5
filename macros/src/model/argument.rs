//! [`Argument`]: a parameter of a method. What is taken by reference is lent
//! by the runtime; what is owned comes over the wire.

use syn::{
    Attribute, GenericArgument, Ident, Pat, PatTupleStruct, PatType, Path, PathArguments, Type,
    TypeReference,
};

use super::self_type;
use super::wire_type::{self, Direction};
use crate::constraint::{self, Rule};
use crate::errors::Errors;

pub(crate) enum Argument {
    /// `&T`
    Lent(Type),
    /// A field of the input.
    Field(Parameter),
    /// The input itself: `Input(value): Input<T>`.
    Whole(Parameter),
}

/// An owned parameter.
pub(crate) struct Parameter {
    pub(crate) ident: Ident,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) constraint_attributes: Vec<Attribute>,
    pub(crate) constraints: Vec<Rule>,
    pub(crate) ty: Type,
}

impl Argument {
    /// Reads a parameter and takes its documentation, which Rust knows no
    /// place for.
    pub(super) fn read(typed: &PatType, actor: &Path, errors: &mut Errors) -> Option<Self> {
        if let Some(cfg) = typed
            .attrs
            .iter()
            .find(|attribute| attribute.path().is_ident("cfg"))
        {
            errors.at(
                cfg.path(),
                "put `#[cfg]` on the whole function: a parameter is part of its wire format",
            );
            return None;
        }
        if let Type::Reference(reference) = &*typed.ty {
            refuse_constraints(
                typed,
                "what is lent does not come over the wire, so it has no constraints: remove this",
                errors,
            );
            return lent(reference, actor, errors);
        }
        let inner = input_inner(&typed.ty);
        match (&*typed.pat, inner) {
            (Pat::TupleStruct(pattern), _) if is_input(&pattern.path) => {
                whole(pattern, typed, actor, errors)
            }
            (Pat::Ident(_), Some(inner)) => {
                refuse_constraints(typed, WHOLE, errors);
                let ident = name(&typed.pat, errors)?;
                let parameter = parameter(ident, &bare(typed), inner, actor, errors)?;
                Some(Self::Whole(parameter))
            }
            (pattern, _) => {
                let ident = name(pattern, errors);
                let parameter = parameter(ident?, typed, &typed.ty, actor, errors)?;
                Some(Self::Field(parameter))
            }
        }
    }
}

/// Why there is no rule for an input.
const WHOLE: &str =
    "the whole input is one value of a type: put the constraints on the fields of that type";

fn refuse_constraints(typed: &PatType, message: &str, errors: &mut Errors) {
    let mut attributes = typed.attrs.iter();
    if let Some(attribute) = attributes.find(|attribute| constraint::is_constraint(attribute)) {
        errors.at(attribute.path(), message);
    }
}

/// The parameter without the constraints that it cannot have.
fn bare(typed: &PatType) -> PatType {
    let mut typed = typed.clone();
    typed
        .attrs
        .retain(|attribute| !constraint::is_constraint(attribute));
    typed
}

fn parameter(
    ident: Ident,
    typed: &PatType,
    ty: &Type,
    actor: &Path,
    errors: &mut Errors,
) -> Option<Parameter> {
    let docs = typed.attrs.iter().filter(|attribute| is_doc(attribute));
    let attributes = typed
        .attrs
        .iter()
        .filter(|attribute| constraint::is_constraint(attribute));
    let mut attributes: Vec<Attribute> = attributes.cloned().collect();
    let constraints = constraint::read(&mut attributes, errors);
    wire_type::check(ty, Direction::Received, errors).then(|| Parameter {
        ident,
        docs: docs.cloned().collect(),
        constraint_attributes: attributes,
        constraints,
        ty: self_type::replace(ty, actor),
    })
}

pub(super) fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

fn name(pattern: &Pat, errors: &mut Errors) -> Option<Ident> {
    match pattern {
        Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => {
            Some(pattern.ident.clone())
        }
        pattern => {
            errors.at(
                pattern,
                "give this parameter a name: the name is its JSON key",
            );
            None
        }
    }
}

fn whole(
    pattern: &PatTupleStruct,
    typed: &PatType,
    actor: &Path,
    errors: &mut Errors,
) -> Option<Argument> {
    // That the type is another than the pattern's is the compiler's to report.
    let inner = input_inner(&typed.ty)?;
    refuse_constraints(typed, WHOLE, errors);
    let ident = match pattern.elems.first() {
        Some(Pat::Ident(value)) => value.ident.clone(),
        // The whole input has no key, so what it is called is free.
        _ => Ident::new("input", proc_macro2::Span::mixed_site()),
    };
    parameter(ident, &bare(typed), inner, actor, errors).map(Argument::Whole)
}

fn lent(reference: &TypeReference, actor: &Path, errors: &mut Errors) -> Option<Argument> {
    let inner = &*reference.elem;
    if let Some(mutability) = &reference.mutability {
        let inner = wire_type::spelling(inner);
        let message = format!(
            "what the runtime lends to a method is shared: use `&{inner}`; a value that comes over the wire is taken by value"
        );
        errors.between(reference.and_token, mutability, message);
        return None;
    }
    if let Some(lifetime) = &reference.lifetime {
        errors.at(
            lifetime,
            "the runtime decides how long this borrows: remove the lifetime",
        );
        return None;
    }
    let borrowed = match inner {
        Type::Path(path) => path.path.is_ident("str"),
        Type::Slice(_) | Type::Reference(_) => true,
        _ => false,
    };
    if borrowed {
        let owned = wire_type::spelling(wire_type::owned(reference));
        let message = format!(
            "a value that comes over the wire is owned: use `{owned}`; by reference come the context and values drawn from the call"
        );
        errors.at(reference, message);
        return None;
    }
    if wire_type::infers(inner) {
        return None;
    }
    if let Type::ImplTrait(_) | Type::TraitObject(_) = inner {
        let message =
            "what the runtime lends is found by its type: name a type that implements `FromCall`";
        errors.at(inner, message);
        return None;
    }
    Some(Argument::Lent(self_type::replace(inner, actor)))
}

fn is_input(path: &Path) -> bool {
    let last = path.segments.last();
    last.is_some_and(|segment| segment.ident == "Input")
}

/// The `T` of a type that is spelt `Input<T>`.
fn input_inner(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if is_input(&path.path) => Some(inner),
        _ => None,
    }
}
