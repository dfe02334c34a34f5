//! The only reader of the helper attributes: `#[actor(…)]`, `#[model(…)]`,
//! `#[event(…)]`, `#[state(…)]`, `#[method(…)]` and the hooks. Not of serde's,
//! which has a reader of its own.

mod entry;
mod key;

use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, LitStr, Meta, Path, Token};

use crate::errors::Errors;
use crate::rename::RenameRule;
use crate::suggest::nearest;
use entry::Entry;
pub(crate) use key::{
    ACTOR, ACTOR_IMPL, EVENT, Key, METHOD, MODEL, Position, STATE, TypePositions, hook,
};

/// An option that was written, and the key that it was written with.
#[derive(Clone)]
pub(crate) struct Given<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
}

/// The options of one helper attribute.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) name: Option<Given<LitStr>>,
    pub(crate) rename_all: Option<Given<RenameRule>>,
    pub(crate) default: Option<Given<Option<Expr>>>,
    pub(crate) opaque: Option<Ident>,
    pub(crate) private: Option<Ident>,
    pub(crate) map_key: Option<Ident>,
    pub(crate) events: Vec<Path>,
    pub(crate) declared_by: Option<String>,
    pub(crate) vetted: Option<Ident>,
    seen: Vec<Key>,
}

impl Options {
    /// Reads the arguments of an attribute macro.
    pub(crate) fn parse(arguments: TokenStream, position: &Position, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        options.extend(arguments, position, errors);
        options
    }

    /// Reads a helper attribute, which may be written several times.
    pub(crate) fn read(attributes: &[Attribute], position: &Position, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for attribute in attributes {
            if is_helper(attribute.path(), position.attribute) {
                options.extend_from(attribute, position, errors);
            }
        }
        options
    }

    /// Reads a helper attribute on a part of a type and takes it away, also
    /// where it is another type's by mistake.
    pub(crate) fn take(
        attributes: &mut Vec<Attribute>,
        position: &Position,
        errors: &mut Errors,
    ) -> Self {
        let options = Self::read(attributes, position, errors);
        attributes.retain(|attribute| {
            let Some(found) = helper_of_types(attribute.path()) else {
                return true;
            };
            let expected = position.attribute;
            if found != expected {
                let message = format!(
                    "options inside this type are written `#[{expected}(…)]`, not `#[{found}(…)]`"
                );
                errors.at(attribute.path(), message);
            }
            false
        });
        options
    }

    /// Which of two options was written first.
    pub(crate) fn first_of(&self, one: Key, other: Key) -> Key {
        let mut seen = self.seen.iter().copied();
        seen.find(|&key| key == one || key == other).unwrap_or(one)
    }

    fn extend_from(&mut self, attribute: &Attribute, position: &Position, errors: &mut Errors) {
        match &attribute.meta {
            Meta::List(list) => self.extend(list.tokens.clone(), position, errors),
            Meta::Path(path) => {
                let (name, keys) = (position.attribute, listing(position));
                errors.at(path, format!("write an option: `#[{name}(…)]` with {keys}"));
            }
            Meta::NameValue(pair) => {
                let name = position.attribute;
                errors.at(&pair.value, format!("write options as `#[{name}(…)]`"));
            }
        }
    }

    fn extend(&mut self, arguments: TokenStream, position: &Position, errors: &mut Errors) {
        let entries = Punctuated::<Entry, Token![,]>::parse_terminated.parse2(arguments);
        match entries {
            Ok(entries) => {
                for entry in entries {
                    self.insert(entry, position, errors);
                }
            }
            Err(error) => errors.absorb(error),
        }
    }

    fn insert(&mut self, entry: Entry, position: &Position, errors: &mut Errors) {
        let key = match Key::parse(&entry.key.to_string()) {
            Some(key) if position.allows(key) => key,
            known => {
                errors.at(&entry.key, unknown_key(&entry.key, known, position));
                return;
            }
        };
        if self.seen.contains(&key) {
            let message = format!("`{}` is given twice: keep one", entry.key);
            errors.at(&entry.key, message);
            return;
        }
        self.seen.push(key);
        if let Err(error) = self.set(key, entry) {
            errors.absorb(error);
        }
    }

    fn set(&mut self, key: Key, entry: Entry) -> syn::Result<()> {
        let ident = entry.key.clone();
        match key {
            Key::Name => {
                let value = entry.string()?;
                self.name = Some(Given { key: ident, value });
            }
            Key::RenameAll => {
                let value = rename_rule(&entry.string()?)?;
                self.rename_all = Some(Given { key: ident, value });
            }
            Key::Default => {
                let value = entry.expression()?;
                self.default = Some(Given { key: ident, value });
            }
            Key::Opaque => self.opaque = Some(entry.flag()?),
            Key::Private => self.private = Some(entry.flag()?),
            Key::Map => self.map_key = Some(entry.flag()?),
            Key::Events => self.events = entry.list()?.into_iter().collect(),
            Key::Vetted => self.vetted = Some(entry.flag()?),
            Key::DeclaredBy => self.declared_by = Some(entry.string()?.value()),
        }
        Ok(())
    }
}

/// Whether a path is that of the helper attribute, alone or behind a module.
pub(crate) fn is_helper(path: &Path, attribute: &str) -> bool {
    let named = |segment: &syn::PathSegment| segment.ident == attribute;
    path.segments.last().is_some_and(named) && (path.segments.len() == 1 || is_from_stagedoor(path))
}

fn is_from_stagedoor(path: &Path) -> bool {
    let name = crate::crate_path::CratePath::find().name();
    let first = path.segments.first();
    first.is_some_and(|segment| segment.ident == name)
}

/// Which of the attributes for types a path is.
pub(crate) fn helper_of_types(path: &Path) -> Option<&'static str> {
    ["actor", "model", "event"]
        .into_iter()
        .find(|attribute| is_helper(path, attribute))
}

fn rename_rule(literal: &LitStr) -> syn::Result<RenameRule> {
    let spelling = literal.value();
    RenameRule::parse(&spelling).ok_or_else(|| {
        let spellings: Vec<&str> = RenameRule::spellings().collect();
        let hint = match nearest(&spelling, RenameRule::spellings()) {
            Some(meant) => format!("did you mean `{meant}`? "),
            None => String::new(),
        };
        let list = spellings.join("`, `");
        let message = format!("no such spelling of names; {hint}The spellings are `{list}`");
        syn::Error::new_spanned(literal, message)
    })
}

fn unknown_key(ident: &Ident, known: Option<Key>, position: &Position) -> String {
    let (attribute, place) = (position.attribute, position.place);
    let keys = listing(position);
    if let Some(key) = known
        && !key.is_internal()
    {
        let home = key.home();
        return format!("`{ident}` is for {home}; on {place} `#[{attribute}]` has {keys}");
    }
    let spellings = position.keys.iter().map(|key| key.spelling());
    match nearest(&ident.to_string(), spellings) {
        Some(meant) => format!(
            "unknown option `{ident}`; did you mean `{meant}`? On {place} `#[{attribute}]` has {keys}"
        ),
        None => format!("unknown option `{ident}`; on {place} `#[{attribute}]` has {keys}"),
    }
}

/// The options of a position, in words.
fn listing(position: &Position) -> String {
    let keys = position.keys.iter().filter(|key| !key.is_internal());
    let spellings: Vec<String> = keys.map(|key| format!("`{}`", key.spelling())).collect();
    match spellings.as_slice() {
        [] => "no options".to_owned(),
        [only] => format!("the option {only}"),
        [first @ .., last] => format!("the options {} and {last}", first.join(", ")),
    }
}
