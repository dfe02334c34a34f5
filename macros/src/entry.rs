//! What each macro does with its tokens: read, check, expand.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Item};

use crate::crate_path::CratePath;
use crate::errors::Errors;
use crate::model::{ActorImpl, Behaviour, Role, StateType, TypeItem};
use crate::{check, expand, placement};

pub(crate) fn actor(arguments: TokenStream, tokens: &TokenStream) -> TokenStream {
    if let Some(item) = ActorImpl::read(tokens) {
        return implement(arguments, item);
    }
    match syn::parse2(tokens.clone()) {
        Ok(Item::Struct(item)) => declare(Role::Actor, arguments, item.into()),
        Ok(Item::Enum(item)) => declare(Role::Actor, arguments, item.into()),
        Ok(other) => placement::refuse(
            &other,
            "`#[actor]` goes on the struct or enum that is the actor's state, and on the impl with its methods",
        ),
        Err(error) => placement::unreadable(tokens, error),
    }
}

pub(crate) fn type_item(role: Role, arguments: TokenStream, tokens: &TokenStream) -> TokenStream {
    match syn::parse2(tokens.clone()) {
        Ok(Item::Struct(item)) => declare(role, arguments, item.into()),
        Ok(Item::Enum(item)) => declare(role, arguments, item.into()),
        Ok(other) => {
            let message = format!("`#[{}]` goes on a struct or an enum", role.attribute());
            placement::refuse(&other, &message)
        }
        Err(error) => placement::unreadable(tokens, error),
    }
}

/// A type: the state of an actor, a value that travels, or an event.
fn declare(role: Role, arguments: TokenStream, item: DeriveInput) -> TokenStream {
    let root = CratePath::find();
    let mut errors = Errors::default();
    let mut declared = TypeItem::read(role, arguments, item, &mut errors);
    check::check_type_item(&mut declared, &mut errors);
    let expanded = expand::expand_type_item(&declared, &root);
    let errors = errors.into_tokens();
    quote!(#expanded #errors)
}

/// The impl of an actor.
fn implement(arguments: TokenStream, mut item: ActorImpl) -> TokenStream {
    let root = CratePath::find();
    let mut errors = Errors::default();
    let behaviour = Behaviour::read(arguments, &mut item, &mut errors);
    let expanded = if let Some(mut behaviour) = behaviour {
        check::check_behaviour(&mut behaviour, &mut errors);
        expand::expand_behaviour(&behaviour, &item, &root)
    } else {
        quote!(#item)
    };
    let errors = errors.into_tokens();
    quote!(#expanded #errors)
}

pub(crate) fn state(tokens: TokenStream) -> TokenStream {
    let item: DeriveInput = match syn::parse2(tokens) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let root = CratePath::find();
    let mut errors = Errors::default();
    let state = StateType::read(&item, &mut errors);
    check::check_state_type(&state, &mut errors);
    if errors.is_empty() {
        return expand::expand_state_type(&state, &root);
    }
    let stub = expand::expand_state_stub(&state, &root);
    let errors = errors.into_tokens();
    quote!(#stub #errors)
}
