//! `Actor`: the definition that registers an actor's methods, events and hooks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Path, parse_quote};

use super::fit::{EMITTED, Vets};
use super::handle::handle_name;
use super::hook;
use super::method::row_name;
use crate::crate_path::CratePath;
use crate::model::Behaviour;
use crate::span::locate;

pub(super) fn expand(behaviour: &Behaviour, vets: &Vets<'_>, root: &CratePath) -> TokenStream {
    let private = root.private();
    let (actor, handle) = (&behaviour.actor, handle_name(&behaviour.ident));
    let events = behaviour.events.iter().map(|event| {
        let vetted = vetted(event, vets);
        quote!(__definition.event::<#vetted::Type>();)
    });
    let methods = behaviour.methods.iter().map(|method| {
        let (cfgs, row) = (&method.cfgs, row_name(method, behaviour));
        quote!(#(#cfgs)* __definition.method::<#row>();)
    });
    let hooks = behaviour
        .hooks
        .iter()
        .map(|hook| hook::expand(hook, behaviour, vets, root));
    let emits = behaviour.events.iter().map(|event| {
        // An event that is declared through an alias as well is reported here.
        let span = event.span();
        let (root_here, vetted) = (root.at(span), vetted(event, vets));
        quote_spanned! {locate(span)=>
            #[automatically_derived]
            impl #root_here::Emits<#event> for #actor {
                type Event = #vetted::Type;

                fn event(__event: #event) -> Self::Event {
                    #vetted::out(__event)
                }
            }
        }
    });
    // A second impl, or a type that is no state, is reported on the type.
    let span = behaviour.ident.span();
    let root_here = root.at(span);
    quote_spanned! {locate(span)=>
        #[automatically_derived]
        impl #root_here::Actor for #actor {
            type Handle = #handle;

            fn define(__definition: &mut #private::Definition<Self>) {
                #(#events)*
                #(#methods)*
                #(#hooks)*
            }
        }
        #(#emits)*
    }
}

fn vetted(event: &Path, vets: &Vets<'_>) -> Option<TokenStream> {
    vets.vet(EMITTED, &parse_quote!(#event), &[])
}
