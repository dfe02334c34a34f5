//! [`Method`]: a function of an actor that clients call.

use std::collections::HashMap;

use syn::{Attribute, Ident, ImplItemFn, Path, ReturnType, Type, parse_quote};

use super::argument::{Argument, Parameter, is_doc};
use super::self_type;
use super::signature::{self, Receiver};
use super::type_item::cfgs;
use super::wire_type::{self, Direction};
use crate::attr::Options;
use crate::docs::Docs;
use crate::errors::Errors;
use crate::rename::RenameRule;
use crate::wire_name::WireName;

pub(crate) struct Method {
    pub(crate) ident: Ident,
    pub(crate) name: WireName,
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) docs: Docs,
    /// What the generated handle repeats: documentation and `#[deprecated]`.
    pub(crate) repeated: Vec<Attribute>,
    pub(crate) asynchronous: bool,
    pub(crate) receiver: Receiver,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) returned: Type,
}

/// What the input of a method is.
pub(crate) enum Input<'a> {
    Empty,
    Fields(Vec<&'a Parameter>),
    Whole(&'a Parameter),
}

impl Method {
    /// Reads a method; nothing where so much is wrong that it could not be called.
    pub(super) fn read(
        function: &ImplItemFn,
        options: &Options,
        rule: RenameRule,
        actor: &Path,
        errors: &mut Errors,
    ) -> Option<Self> {
        let signature = &function.sig;
        let sound = signature::check(signature, errors);
        let split = signature::split(signature, errors);
        let returned = returned(&signature.output, actor, errors);
        let name = match &options.name {
            Some(given) => WireName::chosen(&given.value),
            None => WireName::of_function(&signature.ident, rule),
        };
        name.check_method(errors);
        let sound = check_handle_name(&signature.ident, errors) && sound;
        let (receiver, typed) = split?;
        let read = typed
            .iter()
            .map(|typed| Argument::read(typed, actor, errors))
            .collect::<Vec<_>>();
        let arguments = read.into_iter().collect::<Option<Vec<_>>>()?;
        let consistent = check_arguments(&arguments, rule, errors);
        let repeated = function
            .attrs
            .iter()
            .filter(|attribute| is_doc(attribute) || attribute.path().is_ident("deprecated"));
        let method = Self {
            ident: signature.ident.clone(),
            name,
            cfgs: cfgs(&function.attrs),
            docs: Docs::read(&function.attrs),
            repeated: repeated.cloned().collect(),
            asynchronous: signature.asyncness.is_some(),
            receiver,
            arguments,
            returned: returned?,
        };
        (sound && consistent).then_some(method)
    }

    pub(crate) fn input(&self) -> Input<'_> {
        let mut fields = Vec::new();
        for argument in &self.arguments {
            match argument {
                Argument::Whole(parameter) => return Input::Whole(parameter),
                Argument::Field(parameter) => fields.push(parameter),
                Argument::Lent(_) => {}
            }
        }
        if fields.is_empty() {
            Input::Empty
        } else {
            Input::Fields(fields)
        }
    }
}

/// The functions that every handle has.
const HANDLE: [&str; 3] = ["id", "on", "state"];

/// Reports a function that the handle has already; whether it has not.
fn check_handle_name(ident: &Ident, errors: &mut Errors) -> bool {
    let taken = HANDLE.iter().any(|name| ident == name);
    if taken {
        let message = format!(
            "every handle has a function `{ident}` of its own: rename this one, and keep the wire name with `#[method(name = \"{ident}\")]`"
        );
        errors.at(ident, message);
    }
    !taken
}

fn returned(output: &ReturnType, actor: &Path, errors: &mut Errors) -> Option<Type> {
    match output {
        ReturnType::Default => Some(parse_quote!(())),
        ReturnType::Type(_, ty) => {
            wire_type::check(ty, Direction::Returned, errors).then(|| self_type::replace(ty, actor))
        }
    }
}

/// Reports parameters that cannot stand beside each other; whether there are none.
fn check_arguments(arguments: &[Argument], rule: RenameRule, errors: &mut Errors) -> bool {
    let mut sound = true;
    let mut owned = 0;
    let mut names: HashMap<String, &Ident> = HashMap::new();
    for argument in arguments {
        if let Argument::Field(parameter) = argument {
            owned += 1;
            let name = WireName::of_function(&parameter.ident, rule);
            if let Some(first) = names.get(&name.text) {
                sound = false;
                let (name, second) = (&name.text, &parameter.ident);
                let message = format!(
                    "`{second}` and `{first}` are both `{name}` on the wire: rename one of them"
                );
                errors.at(second, message);
            } else {
                names.insert(name.text, &parameter.ident);
            }
        }
    }
    let whole = arguments.iter().filter_map(|argument| match argument {
        Argument::Whole(parameter) => Some(parameter),
        Argument::Field(_) | Argument::Lent(_) => None,
    });
    for (index, parameter) in whole.enumerate() {
        if owned > 0 || index > 0 {
            sound = false;
            let message = "`Input` is the whole input, so nothing else can come over the wire: put all of it into one type, or take each value as its own parameter";
            errors.at(&parameter.ty, message);
        }
    }
    sound
}
