//! The handle of an actor: a type with one function for each method, the same
//! for every way to call.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

use super::fit::{FAIL, TRAVEL, Vets};
use super::method::{list, row_name};
use super::returned::Returned;
use crate::crate_path::CratePath;
use crate::model::{Behaviour, Input, Method, Parameter};

/// The name of the handle of an actor.
pub(super) fn handle_name(actor: &Ident) -> Ident {
    format_ident!("{}Handle", actor.unraw(), span = actor.span())
}

/// The name of the handle beside the actor's type. It is an alias of what the
/// impl makes, so that only that impl can be there twice, or the name. In
/// documentation, where an alias would hide its functions, it is the type itself.
pub(super) fn expand_name(actor: &Ident, root: &CratePath) -> TokenStream {
    let (handle, documented) = (
        handle_name(actor),
        expand_type(actor, &quote!(#actor), root),
    );
    let docs = documentation(actor);
    quote! {
        #[cfg(not(doc))]
        #[doc = #docs]
        #[allow(dead_code, reason = "an actor need not be called from within")]
        pub type #handle = <#actor as #root::Actor>::Handle;
        #[cfg(doc)]
        #documented
    }
}

/// The handle in the block of the impl, where the actor may be known by a path.
pub(super) fn expand_handle(behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let actor = &behaviour.actor;
    let handle = expand_type(&behaviour.ident, &actor.to_token_stream(), root);
    let elsewhere = (actor.segments.len() > 1).then(|| {
        let mut path = actor.clone();
        if let Some(last) = path.segments.last_mut() {
            last.ident = handle_name(&behaviour.ident);
        }
        quote! {
            #[cfg(doc)]
            use #path;
        }
    });
    quote! {
        #[cfg(not(doc))]
        #handle
        #elsewhere
    }
}

fn expand_type(ident: &Ident, actor: &TokenStream, root: &CratePath) -> TokenStream {
    let (handle, docs) = (handle_name(ident), documentation(ident));
    quote! {
        #[doc = #docs]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        pub struct #handle(#root::ActorRef<#actor>);
    }
}

fn documentation(actor: &Ident) -> String {
    format!("Calls the methods of [`{actor}`] on one instance, wherever it is.")
}

/// What the handle does.
pub(super) fn expand_methods(
    behaviour: &Behaviour,
    vets: &Vets<'_>,
    root: &CratePath,
) -> TokenStream {
    let (handle, actor) = (handle_name(&behaviour.ident), &behaviour.actor);
    let private = root.private();
    let calls = behaviour
        .methods
        .iter()
        .map(|method| call(method, behaviour, vets, root));
    quote! {
        #[automatically_derived]
        impl ::core::convert::From<#root::ActorRef<#actor>> for #handle {
            fn from(__actor: #root::ActorRef<#actor>) -> Self {
                Self(__actor)
            }
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<#root::ActorRef<#actor>> for #handle {
            fn as_ref(&self) -> &#root::ActorRef<#actor> {
                &self.0
            }
        }

        impl #handle {
            /// The id of the instance.
            #[must_use]
            pub fn id(&self) -> &::core::primitive::str {
                self.0.id()
            }

            #(#calls)*
        }

        #private::subscriptions!(#handle, #actor);
    }
}

fn call(method: &Method, behaviour: &Behaviour, vets: &Vets<'_>, root: &CratePath) -> TokenStream {
    let row = row_name(method, behaviour);
    let (cfgs, repeated, ident) = (&method.cfgs, &method.repeated, &method.ident);
    let docs = method.docs.is_empty().then(|| {
        let docs = format!("Calls `{}::{}`.", behaviour.ident, method.ident);
        quote!(#[doc = #docs])
    });
    let taken = |parameter: &Parameter| {
        let ident = &parameter.ident;
        match vets.vet(TRAVEL, &parameter.ty, cfgs) {
            Some(vetted) => quote!(#vetted::out(#ident)),
            None => quote!(#ident),
        }
    };
    let private = root.private();
    let (parameters, value) = match method.input() {
        Input::Empty => (TokenStream::new(), quote!(())),
        Input::Whole(parameter) => {
            let (ident, ty) = (&parameter.ident, &parameter.ty);
            let value = taken(parameter);
            (quote!(#ident: #ty), quote!(#private::Whole(#value)))
        }
        Input::Fields(parameters) => {
            let idents = parameters.iter().map(|one| &one.ident);
            let types = parameters.iter().map(|one| &one.ty);
            let values = parameters.iter().map(|one| taken(one));
            (quote!(#(#idents: #types),*), list(values))
        }
    };
    let call = quote!(self.0.call::<#row>(#value));
    let (returned, call) = returned(method, call, vets, root);
    quote! {
        #(#cfgs)*
        #(#repeated)*
        #docs
        pub fn #ident(&self, #parameters) -> #returned {
            #call
        }
    }
}

/// A call, with its result spelt out where the method's spelling shows it, so
/// that it reads well, and else by what the compiler finds behind an alias; and
/// how the row's call becomes that.
fn returned(
    method: &Method,
    call: TokenStream,
    vets: &Vets<'_>,
    root: &CratePath,
) -> (TokenStream, TokenStream) {
    let returned = Returned::of(&method.returned);
    let output = returned.output(root);
    let call = match vets.vet(TRAVEL, &output, &method.cfgs) {
        Some(vetted) => quote!(#vetted::returned(#call)),
        None => call,
    };
    match returned.error(root) {
        None => (
            quote!(#root::PendingCall<'_, #output, ::core::convert::Infallible>),
            call,
        ),
        Some(error) => {
            let call = match vets.vet(FAIL, &error, &method.cfgs) {
                Some(vetted) => quote!(#vetted::failed(#call)),
                None => call,
            };
            (quote!(#root::PendingCall<'_, #output, #error>), call)
        }
    }
}
