//! Rules across the functions and events of an actor's impl.

use quote::ToTokens;

use crate::errors::Errors;
use crate::model::{Behaviour, Method};

pub(crate) fn check_behaviour(behaviour: &mut Behaviour, errors: &mut Errors) {
    check_method_names(behaviour, errors);
    check_hooks(behaviour, errors);
    check_events(behaviour, errors);
}

/// A method whose name is taken is left out, so that nothing else goes wrong because of it.
fn check_method_names(behaviour: &mut Behaviour, errors: &mut Errors) {
    let mut kept: Vec<Method> = Vec::new();
    for method in std::mem::take(&mut behaviour.methods) {
        let known = |first: &Method| {
            first.ident == method.ident && first.cfgs.is_empty() && method.cfgs.is_empty()
        };
        if kept.iter().any(known) {
            // Two functions of one name are the compiler's to report.
            continue;
        }
        let same = kept.iter().find(|first| clash(first, &method));
        match same {
            Some(first) => {
                let (name, first) = (&method.name.text, &first.ident);
                let message = format!(
                    "`{name}` is the wire name of `{first}` already: rename this method, or give it another name with `#[method(name = \"…\")]`"
                );
                errors.at_span(method.name.span, message);
            }
            None => kept.push(method),
        }
    }
    behaviour.methods = kept;
}

/// Whether both methods have one wire name. Alternatives under `#[cfg]` may share one.
fn clash(first: &Method, second: &Method) -> bool {
    first.name.text == second.name.text
        && first.ident != second.ident
        && first.cfgs.is_empty()
        && second.cfgs.is_empty()
}

fn check_hooks(behaviour: &mut Behaviour, errors: &mut Errors) {
    let mut kept: Vec<crate::model::Hook> = Vec::new();
    for hook in std::mem::take(&mut behaviour.hooks) {
        let same = kept.iter().find(|first| {
            first.moment == hook.moment && first.cfgs.is_empty() && hook.cfgs.is_empty()
        });
        match same {
            Some(first) => {
                let (attribute, first) = (hook.moment.attribute(), &first.ident);
                let message = format!(
                    "`{first}` is `#[{attribute}]` already, and an actor has one: call this function from there"
                );
                errors.at(&hook.ident, message);
            }
            None => kept.push(hook),
        }
    }
    behaviour.hooks = kept;
}

fn check_events(behaviour: &mut Behaviour, errors: &mut Errors) {
    let mut seen: Vec<String> = Vec::new();
    behaviour.events.retain(|event| {
        let spelling = event.to_token_stream().to_string();
        let known = seen.contains(&spelling);
        if known {
            errors.at(event, "this event is declared already: list it once");
        } else {
            seen.push(spelling);
        }
        !known
    });
}
