//! `Actor`: the definition that registers an actor's methods, events and hooks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::handle::handle_name;
use super::hook;
use super::method::input_name;
use crate::crate_path::CratePath;
use crate::model::Behaviour;
use crate::span::locate;

pub(super) fn expand(behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let private = root.private();
    let (actor, handle) = (&behaviour.actor, handle_name(behaviour));
    let events = behaviour
        .events
        .iter()
        .map(|event| quote!(definition.event::<#event>();));
    let methods = behaviour.methods.iter().map(|method| {
        let (cfgs, input) = (&method.cfgs, input_name(method, behaviour));
        quote!(#(#cfgs)* definition.method::<#input>();)
    });
    let hooks = behaviour
        .hooks
        .iter()
        .map(|hook| hook::expand(hook, behaviour, root));
    let emits = behaviour.events.iter().map(|event| {
        // What is not an event, or declared through an alias as well, is reported here.
        let root = root.at(event.span());
        let emits = quote_spanned!(locate(event.span())=> #root::Emits<#event>);
        quote! {
            #[automatically_derived]
            impl #emits for #actor {}
        }
    });
    quote! {
        #[automatically_derived]
        impl #root::Actor for #actor {
            type Handle = #handle;

            fn define(definition: &mut #private::Definition<Self>) {
                #(#events)*
                #(#methods)*
                #(#hooks)*
            }
        }
        #(#emits)*
    }
}
