//! One row of the method table: the type that holds a method's input, and the
//! stub that lends, begins the turn and calls the method.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Type};

use super::fit::{self, TRAVEL};
use super::record::{self, Missing, Row};
use super::returned::{Outcome, Returned};
use crate::crate_path::CratePath;
use crate::model::{Argument, Behaviour, Input, Method, Receiver};
use crate::span::{local, locate};
use crate::wire_name::WireName;

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
    let (name, schemars) = (&method.name.text, root.literal("schemars"));
    let rule = behaviour.rename_rule.spelling();
    let (cfgs, derive) = (&method.cfgs, quote!(#private::schemars::JsonSchema));
    let (declaration, rows) = match method.input() {
        Input::Empty => (quote!(struct #ident {}), Vec::new()),
        Input::Fields(parameters) => {
            let fields = parameters.iter().map(|parameter| {
                let (docs, ident) = (&parameter.docs, &parameter.ident);
                let ty = input_field(&parameter.ty, root);
                quote!(#(#docs)* #ident: #ty)
            });
            let rows = parameters.iter().map(|parameter| Row {
                ident: &parameter.ident,
                name: WireName::of_function(&parameter.ident, behaviour.rename_rule).text,
                ty: input_field(&parameter.ty, root),
                vetted: None,
                missing: Missing::Required,
                written: true,
            });
            (quote!(struct #ident { #(#fields),* }), rows.collect())
        }
        Input::Whole(parameter) => {
            let ty = input_field(&parameter.ty, root);
            let serde = root.literal("serde");
            return quote! {
                #(#cfgs)*
                #[derive(#private::serde::Serialize, #private::serde::Deserialize, #derive)]
                #[serde(crate = #serde, transparent)]
                #[schemars(crate = #schemars)]
                struct #ident(#ty);
            };
        }
    };
    let record = record::expand(&ident, &ident, name, &rows, root);
    let record = conditional(cfgs, record);
    quote! {
        #(#cfgs)*
        #[derive(#derive)]
        #[schemars(crate = #schemars, rename = #name, rename_all = #rule)]
        #declaration
        #record
    }
}

/// The type of a field of the input.
fn input_field(ty: &Type, root: &CratePath) -> TokenStream {
    TRAVEL
        .vetted(ty, root)
        .map_or_else(|| quote!(#ty), |vetted| quote!(#vetted::Type))
}

/// Items that are there under the same conditions as the method.
fn conditional(cfgs: &[Attribute], items: TokenStream) -> TokenStream {
    if cfgs.is_empty() {
        return items;
    }
    quote! {
        #(#cfgs)*
        const _: () = { #items };
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
    let run = run(method, behaviour, root);
    let waits = waits(method, behaviour, root);
    let Outcome { output, error } = Outcome::of(method, root);
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
            type Output = #output;
            type Error = #error;

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
        let lendable = fit::lendable(ty, actor, root);
        quote_spanned!(locate(ty.span())=> #lendable::WAITS)
    });
    quote!(false #(|| #waits)*)
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
                let lendable = fit::lendable(ty, actor, root);
                lends.push(quote_spanned! {locate(ty.span())=>
                    let #lent = #lendable::lend(&#turn).await?;
                });
                quote_spanned!(locate(ty.span())=> &*#lent)
            }
            Argument::Field(parameter) => {
                let ident = &parameter.ident;
                given(&parameter.ty, quote!(self.#ident), root)
            }
            Argument::Whole(parameter) => {
                let value = given(&parameter.ty, quote!(self.0), root);
                quote!(#root::Input(#value))
            }
        });
    }
    let begin = match method.receiver {
        Receiver::Shared => quote!(begin),
        Receiver::Exclusive => quote!(begin_mut),
    };
    let waited = method.asynchronous.then(|| quote!(.await));
    let call = quote!(<#actor>::#function(#this, #(#arguments),*)#waited);
    let result = Returned::of(&method.returned).into_result(&call, root);
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
            #result
        }
    }
}

/// A value of the input as the user's function takes it.
fn given(ty: &Type, value: TokenStream, root: &CratePath) -> TokenStream {
    match TRAVEL.vetted(ty, root) {
        Some(vetted) => quote!(#vetted::back(#value)),
        None => value,
    }
}
