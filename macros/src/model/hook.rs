//! [`Hook`]: a function of an actor that runs at a moment of its life.

use syn::{Attribute, Ident, ImplItemFn, PatType, Path, ReturnType, Type, parse_quote};

use super::self_type;
use super::signature;
use super::type_item::cfgs;
use crate::errors::Errors;

/// The four moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Activate,
    Deactivate,
    Connect,
    Disconnect,
}

impl Moment {
    pub(crate) const ALL: [Self; 4] = [
        Self::Activate,
        Self::Deactivate,
        Self::Connect,
        Self::Disconnect,
    ];

    /// The attribute of the hook, and the function that defines it.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Activate => "on_activate",
            Self::Deactivate => "on_deactivate",
            Self::Connect => "on_connect",
            Self::Disconnect => "on_disconnect",
        }
    }
}

pub(crate) struct Hook {
    pub(crate) moment: Moment,
    pub(crate) ident: Ident,
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) asynchronous: bool,
    /// The type behind the reference, where the hook takes the context.
    pub(crate) context: Option<Type>,
    pub(crate) returned: Type,
}

impl Hook {
    pub(super) fn read(
        function: &ImplItemFn,
        moment: Moment,
        actor: &Path,
        errors: &mut Errors,
    ) -> Option<Self> {
        let signature = &function.sig;
        let sound = signature::check(signature, errors);
        let (_, arguments) = signature::split(signature, errors)?;
        let context = match arguments.as_slice() {
            [] => None,
            [argument] => Some(context(argument, signature, actor, errors)?),
            [_, second, ..] => {
                errors.at(&second.ty, only_context(&signature.ident));
                return None;
            }
        };
        sound.then(|| Self {
            moment,
            ident: signature.ident.clone(),
            cfgs: cfgs(&function.attrs),
            asynchronous: signature.asyncness.is_some(),
            context,
            returned: match &signature.output {
                ReturnType::Default => parse_quote!(()),
                ReturnType::Type(_, ty) => self_type::replace(ty, actor),
            },
        })
    }
}

fn context(
    argument: &PatType,
    signature: &syn::Signature,
    actor: &Path,
    errors: &mut Errors,
) -> Option<Type> {
    match &*argument.ty {
        Type::Reference(reference) if reference.mutability.is_none() => {
            Some(self_type::replace(&reference.elem, actor))
        }
        other => {
            errors.at(other, only_context(&signature.ident));
            None
        }
    }
}

fn only_context(name: &Ident) -> String {
    format!(
        "a hook has no input and draws nothing from a call: write `fn {name}(&mut self)` or `fn {name}(&mut self, cx: &Context<Self>)`"
    )
}
