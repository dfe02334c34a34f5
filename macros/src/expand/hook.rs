//! One hook in the definition of an actor.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;

use super::fit::{HOOK_RESULT, Vets, hook_parameter};
use crate::crate_path::CratePath;
use crate::model::{Behaviour, Hook};
use crate::span::{local, locate};

pub(super) fn expand(
    hook: &Hook,
    behaviour: &Behaviour,
    vets: &Vets<'_>,
    root: &CratePath,
) -> TokenStream {
    let (actor, function, cfgs) = (&behaviour.actor, &hook.ident, &hook.cfgs);
    let define = Ident::new(hook.moment.attribute(), Span::call_site());
    let here = function.span();
    let (this, context) = (local("__actor", here), local("__context", here));
    let argument = hook.context.as_ref().map(|ty| {
        let parameter = hook_parameter(ty, actor, &quote!(#root));
        quote!(#parameter::of(#context))
    });
    let waited = hook.asynchronous.then(|| quote!(.await));
    let call = quote!(<#actor>::#function(#this, #argument)#waited);
    let private = root.private();
    let call = match vets.vet(HOOK_RESULT, &hook.returned, cfgs) {
        Some(vetted) => quote!(#vetted::out(#call)),
        None => call,
    };
    let result = quote!(#private::HookReturn::into_hook_result);
    // A future that is not `Send` is reported on the name of the user's function.
    let stub = quote_spanned!(locate(here)=> ::std::boxed::Box::pin(async move { #result(#call) }));
    quote! {
        #(#cfgs)*
        __definition.#define(|#this, #context| #stub);
    }
}
