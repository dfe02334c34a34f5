//! What a method and a hook have in common: an ordinary function with `&self`
//! or `&mut self`.

use syn::{FnArg, PatType, ReceiverKind, Safety, Signature};

use crate::errors::Errors;

/// How the function takes the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// `&self`: it cannot change the state.
    Shared,
    /// `&mut self`
    Exclusive,
}

/// Reports qualifiers and generics that the runtime could not call through;
/// whether there are none.
pub(super) fn check(signature: &Signature, errors: &mut Errors) -> bool {
    let mut sound = true;
    let mut report = |tokens: &dyn quote::ToTokens, message: &str| {
        errors.at(tokens, message);
        sound = false;
    };
    if let Some(constness) = &signature.constness {
        report(constness, "the runtime calls this function: remove `const`");
    }
    if let Safety::Unsafe(token) = &signature.safety {
        report(token, "the runtime calls this function: remove `unsafe`");
    }
    if let Some(abi) = &signature.abi {
        report(abi, "the runtime calls this function: remove `extern`");
    }
    if let Some(variadic) = &signature.variadic {
        report(variadic, "write out the parameters: each is a JSON key");
    }
    if !signature.generics.params.is_empty() {
        let message = "the runtime calls this function with types that it knows: remove the generic parameters";
        report(&signature.generics, message);
    }
    sound
}

/// How the function takes the actor, and what else it takes.
pub(super) fn split<'a>(
    signature: &'a Signature,
    errors: &mut Errors,
) -> Option<(Receiver, Vec<&'a PatType>)> {
    let others = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    Some((receiver(signature, errors)?, others.collect()))
}

fn receiver(signature: &Signature, errors: &mut Errors) -> Option<Receiver> {
    let Some(receiver) = signature.receiver() else {
        let name = &signature.ident;
        let message = format!(
            "`{name}` runs on an instance: give it `&mut self`, or `&self` if it only reads"
        );
        errors.at(name, message);
        return None;
    };
    match &receiver.kind {
        // Declared on the function, it was reported there.
        ReceiverKind::Reference(_, Some(lifetime), _) if signature.generics.params.is_empty() => {
            errors.at(
                lifetime,
                "the runtime decides how long this borrows: remove the lifetime",
            );
            None
        }
        ReceiverKind::Reference(_, _, Some(_)) => Some(Receiver::Exclusive),
        ReceiverKind::Reference(_, _, None) => Some(Receiver::Shared),
        _ => {
            let message = "the runtime keeps the actor and lends it: take `&mut self`, or `&self` to only read";
            errors.at(receiver, message);
            None
        }
    }
}
