//! One row of the method table: the type that holds a method's input, and the
//! stub that lends, begins the turn and calls the method.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Type};

use crate::crate_path::CratePath;
use crate::model::{Argument, Behaviour, Input, Method, Receiver};
use crate::span::{local, locate};

pub(super) fn expand(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let input = input_type(method, behaviour, root);
    let row = row(method, behaviour, root);
    quote!(#input #row)
}

/// The name of the type that holds a method's input.
pub(super) fn input_name(method: &Method, behaviour: &Behaviour) -> Ident {
    format_ident!("__{}_{}", behaviour.ident.unraw(), method.ident.unraw())
}

fn input_type(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let private = root.private();
    let ident = input_name(method, behaviour);
    let name = &method.name.text;
    let rule = behaviour.rename_rule.spelling();
    let (serde, schemars) = (root.literal("serde"), root.literal("schemars"));
    let cfgs = &method.cfgs;
    let (transparent, fields) = match method.input() {
        Input::Empty => (None, quote!({})),
        Input::Whole(parameter) => {
            let ty = &parameter.ty;
            (Some(quote!(transparent,)), quote!((#ty);))
        }
        Input::Fields(parameters) => {
            let fields = parameters.iter().map(|parameter| {
                let (docs, ident, ty) = (&parameter.docs, &parameter.ident, &parameter.ty);
                quote!(#(#docs)* #ident: #ty)
            });
            (None, quote!({ #(#fields),* }))
        }
    };
    quote! {
        #(#cfgs)*
        #[derive(
            #private::serde::Serialize,
            #private::serde::Deserialize,
            #private::schemars::JsonSchema,
        )]
        #[serde(crate = #serde, #transparent rename = #name, rename_all = #rule)]
        #[schemars(crate = #schemars)]
        struct #ident #fields
    }
}

fn row(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let private = root.private();
    let ident = input_name(method, behaviour);
    let (actor, cfgs) = (&behaviour.actor, &method.cfgs);
    let (name, docs) = (&method.name.text, method.docs.text());
    let shape = match method.input() {
        Input::Empty => quote!(Empty),
        Input::Fields(_) => quote!(Fields),
        Input::Whole(_) => quote!(Whole),
    };
    let returned = returned(&method.returned, root);
    let run = run(method, behaviour, root);
    let waits = waits(method, behaviour, root);
    // An actor without a state is reported on its name, once for all methods.
    let row_trait = {
        let span = behaviour.ident.span();
        let private = root.private_at(span);
        quote_spanned!(locate(span)=> #private::Method<#actor>)
    };
    quote! {
        #(#cfgs)*
        impl #row_trait for #ident {
            const NAME: &'static str = #name;
            const DOCS: &'static str = #docs;
            const INPUT: #private::InputShape = #private::InputShape::#shape;
            const WAITS: bool = #waits;
            type Output = <#returned>::Output;
            type Error = <#returned>::Error;

            #run

            fn error_format() -> #private::ErrorFormat<Self::Error> {
                use #private::error_format::*;
                let probe = ErrorProbe::<<Self as #private::Method<#actor>>::Error>::new();
                #private::ErrorFormat::new((&&probe).written(), (&probe).read())
            }
        }
    }
}

/// Whether the method may wait, itself or for what it is lent.
fn waits(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    if method.asynchronous {
        return quote!(true);
    }
    let actor = &behaviour.actor;
    let lent = method
        .arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Lent(ty) => Some(ty),
            Argument::Field(_) | Argument::Whole(_) => None,
        });
    let waits = lent.map(|ty| {
        let private = root.private_at(ty.span());
        quote_spanned!(locate(ty.span())=> <#ty as #private::Lend<#actor>>::WAITS)
    });
    quote!(false #(|| #waits)*)
}

/// The returned type, read as a result whatever it is called.
fn returned(ty: &Type, root: &CratePath) -> TokenStream {
    let private = root.private();
    quote!(#ty as #private::MethodReturn<{ #private::ReturnProbe::<#ty>::FALLIBLE }>)
}

fn run(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let private = root.private();
    let (actor, function) = (&behaviour.actor, &method.ident);
    let here = function.span();
    let (turn, this) = (local("turn", here), local("actor", here));
    let mut lends = Vec::new();
    let mut arguments = Vec::new();
    for (index, argument) in method.arguments.iter().enumerate() {
        arguments.push(match argument {
            Argument::Lent(ty) => {
                // A type that cannot be drawn is reported on its name, also where
                // what was drawn is used.
                let lent = local(&format!("lent_{index}"), ty.span());
                let turn = local("turn", ty.span());
                lends.push(quote_spanned! {locate(ty.span())=>
                    let #lent = #turn.lend::<#ty>().await?;
                });
                quote_spanned!(locate(ty.span())=> &*#lent)
            }
            Argument::Field(parameter) => {
                let ident = &parameter.ident;
                quote!(self.#ident)
            }
            Argument::Whole(_) => quote!(#root::Input(self.0)),
        });
    }
    let begin = match method.receiver {
        Receiver::Shared => quote!(begin),
        Receiver::Exclusive => quote!(begin_mut),
    };
    let waited = method.asynchronous.then(|| quote!(.await));
    let returned = returned(&method.returned, root);
    // A future that is not `Send` is reported on the name of the user's function.
    let head = quote_spanned! {locate(function.span())=>
        async fn run(
            self,
            #turn: #private::Turn<'_, #actor>,
        ) -> ::core::result::Result<Self::Output, #root::CallError<Self::Error>>
    };
    quote! {
        #head {
            #(#lends)*
            let #this = #turn.#begin().await?;
            <#returned>::into_result(<#actor>::#function(#this, #(#arguments),*)#waited)
                .map_err(#root::CallError::Method)
        }
    }
}
