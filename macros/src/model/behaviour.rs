//! [`Behaviour`]: an impl with `#[actor]`: the methods, events and hooks of an actor.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, Path, PathArguments, Type, parse_quote,
};

use super::actor_impl::{ActorImpl, Member};
use super::argument::is_doc;
use super::hook::{Hook, Moment};
use super::method::Method;
use crate::attr::{self, Options, is_helper};
use crate::constraint::is_constraint;
use crate::errors::Errors;
use crate::rename::RenameRule;
use crate::suggest::nearest;

pub(crate) struct Behaviour {
    /// The name of the actor's type.
    pub(crate) ident: Ident,
    /// The type itself, as the impl names it.
    pub(crate) actor: Path,
    /// How the names of functions and parameters become wire names.
    pub(crate) rename_rule: RenameRule,
    pub(crate) events: Vec<Path>,
    pub(crate) methods: Vec<Method>,
    pub(crate) hooks: Vec<Hook>,
}

/// What a helper attribute makes of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FunctionRole {
    Method,
    Hook(Moment),
}

impl FunctionRole {
    fn all() -> impl Iterator<Item = Self> {
        let hooks = Moment::ALL.into_iter().map(Self::Hook);
        std::iter::once(Self::Method).chain(hooks)
    }

    fn of(attribute: &Attribute) -> Option<Self> {
        Self::all().find(|role| is_helper(attribute.path(), role.attribute()))
    }

    fn attribute(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Hook(moment) => moment.attribute(),
        }
    }
}

/// Whether a path is that of a helper attribute for functions.
pub(super) fn is_role(path: &Path) -> bool {
    FunctionRole::all().any(|role| is_helper(path, role.attribute()))
}

impl Behaviour {
    /// Reads the impl and takes the helper attributes away from it; nothing
    /// where it is not clear what the actor is.
    pub(crate) fn read(
        arguments: TokenStream,
        item: &mut ActorImpl,
        errors: &mut Errors,
    ) -> Option<Self> {
        let options = Options::parse(arguments, &attr::ACTOR_IMPL, errors);
        let actor = actor(&item.head, errors);
        let known = actor.is_some();
        let rule = options
            .rename_all
            .map_or(RenameRule::Camel, |given| given.value);
        // Its functions are read even so, to report all that is wrong at once.
        let actor = actor.unwrap_or_else(|| parse_quote!(Self));
        let mut behaviour = Self {
            ident: actor.segments.last()?.ident.clone(),
            actor,
            rename_rule: rule,
            events: options.events,
            methods: Vec::new(),
            hooks: Vec::new(),
        };
        for member in &mut item.members {
            behaviour.read_member(member, errors);
        }
        if behaviour.methods.is_empty() && errors.is_empty() && known && !item.is_incomplete() {
            let message = format!(
                "nobody could call `{}`, which has no method: put `#[method]` on a function of this impl",
                behaviour.ident
            );
            errors.at(&item.head.self_ty, message);
        }
        known.then_some(behaviour)
    }

    fn read_member(&mut self, member: &mut Member, errors: &mut Errors) {
        let item = match member {
            Member::Function(function, _) => {
                report_misspelt(&mut function.attrs, errors);
                let taken = take_role(&mut function.attrs, errors);
                if let Some((role, options)) = taken {
                    self.read_function(function, role, &options, errors);
                    take_documentation(function);
                    // Reported as ours; the compiler would add two errors of its own.
                    function.sig.variadic = None;
                    function.attrs.push(allowance());
                }
                return;
            }
            Member::Other(item) => &mut **item,
            Member::Unreadable(_) => return,
        };
        match item {
            ImplItem::Const(item) => refuse_roles(&mut item.attrs, errors),
            ImplItem::Type(item) => refuse_roles(&mut item.attrs, errors),
            ImplItem::Macro(item) => refuse_roles(&mut item.attrs, errors),
            _ => {}
        }
    }

    fn read_function(
        &mut self,
        function: &ImplItemFn,
        role: FunctionRole,
        options: &Options,
        errors: &mut Errors,
    ) {
        match role {
            FunctionRole::Method => {
                let method = Method::read(function, options, self.rename_rule, &self.actor, errors);
                self.methods.extend(method);
            }
            FunctionRole::Hook(moment) => {
                let hook = Hook::read(function, moment, &self.actor, errors);
                self.hooks.extend(hook);
            }
        }
    }
}

/// The type that the impl is for, if it can be an actor.
fn actor(item: &ItemImpl, errors: &mut Errors) -> Option<Path> {
    if let Some((path, _)) = &item.trait_ {
        errors.at(
            path,
            "the methods of an actor are in an impl without a trait: `#[actor] impl Chat { … }`",
        );
        return None;
    }
    if !item.generics.params.is_empty() {
        errors.at(&item.generics, GENERIC_ACTOR);
        return None;
    }
    let Type::Path(path) = &*item.self_ty else {
        // The compiler reports an inherent impl of such a type.
        return None;
    };
    let last = path.path.segments.last()?;
    if path.qself.is_some() || !matches!(last.arguments, PathArguments::None) {
        errors.at(&last.arguments, GENERIC_ACTOR);
        return None;
    }
    Some(path.path.clone())
}

/// Why an actor cannot be generic.
pub(crate) const GENERIC_ACTOR: &str = "an actor cannot be generic: it is known to clients by one name, so it has one state type; use a concrete type for what varies";

/// What the helper attributes make of a function; they are taken away.
fn take_role(
    attributes: &mut Vec<Attribute>,
    errors: &mut Errors,
) -> Option<(FunctionRole, Options)> {
    let mut taken: Option<(FunctionRole, Options)> = None;
    attributes.retain(|attribute| {
        let Some(role) = FunctionRole::of(attribute) else {
            return true;
        };
        if let Some((first, _)) = &taken {
            errors.at(attribute.path(), second_role(role, *first));
        } else {
            taken = Some((role, function_options(attribute, role, errors)));
        }
        false
    });
    taken
}

fn second_role(second: FunctionRole, first: FunctionRole) -> String {
    let attribute = first.attribute();
    if first == second {
        format!("`#[{attribute}]` is on this function already: remove one")
    } else {
        format!(
            "a function has one role, and this one has `#[{attribute}]`: call it from a second function"
        )
    }
}

fn function_options(attribute: &Attribute, role: FunctionRole, errors: &mut Errors) -> Options {
    let position = match role {
        FunctionRole::Method => attr::METHOD,
        FunctionRole::Hook(moment) => attr::hook(moment.attribute()),
    };
    if let syn::Meta::Path(_) = attribute.meta {
        return Options::default();
    }
    Options::read(std::slice::from_ref(attribute), &position, errors)
}

/// Reports attributes that look like a slip in one of ours, and takes them away.
fn report_misspelt(attributes: &mut Vec<Attribute>, errors: &mut Errors) {
    attributes.retain(|attribute| {
        let Some(ident) = attribute.path().get_ident() else {
            return true;
        };
        let name = ident.to_string();
        let roles = FunctionRole::all().map(FunctionRole::attribute);
        match nearest(&name, roles) {
            Some(meant) if meant != name => {
                errors.at(
                    ident,
                    format!("unknown attribute `#[{name}]`; did you mean `#[{meant}]`?"),
                );
                false
            }
            _ => true,
        }
    });
}

/// Reports helper attributes on what is not a function, and takes them away.
fn refuse_roles(attributes: &mut Vec<Attribute>, errors: &mut Errors) {
    attributes.retain(|attribute| {
        let role = FunctionRole::of(attribute);
        if let Some(role) = role {
            let message = format!("`#[{}]` belongs on a function", role.attribute());
            errors.at_span(attribute.path().span(), message);
        }
        role.is_none()
    });
}

/// Lints about what the user has no choice in: parameters come by value, and a
/// method has a receiver.
fn allowance() -> Attribute {
    parse_quote! {
        #[allow(
            clippy::needless_pass_by_value,
            clippy::unused_async,
            clippy::unused_self,
            reason = "this is how stagedoor calls it"
        )]
    }
}

/// Documentation and constraints of a parameter are for the schema; Rust itself
/// refuses them.
fn take_documentation(function: &mut ImplItemFn) {
    for input in &mut function.sig.inputs {
        if let FnArg::Typed(typed) = input {
            typed
                .attrs
                .retain(|attribute| !is_doc(attribute) && !is_constraint(attribute));
        }
    }
}
