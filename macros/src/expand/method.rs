//! One row of the method table: what the method takes and returns, and the stub
//! that calls it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::constraint;
use super::fit::{TRAVEL, Vets};
use super::returned::Returned;
use crate::crate_path::CratePath;
use crate::docs::Docs;
use crate::model::{Argument, Behaviour, Input, Method, Parameter, Receiver};
use crate::span::{local, locate};
use crate::wire_name::WireName;

/// The name of the type that stands for a method.
pub(super) fn row_name(method: &Method, behaviour: &Behaviour) -> Ident {
    format_ident!("__{}_{}", behaviour.ident.unraw(), method.ident.unraw())
}

/// The items as a list of pairs: `(a, (b, ()))`.
pub(super) fn list(items: impl DoubleEndedIterator<Item = TokenStream>) -> TokenStream {
    items.rfold(quote!(()), |rest, item| quote!((#item, #rest)))
}

pub(super) fn expand(
    method: &Method,
    behaviour: &Behaviour,
    vets: &Vets<'_>,
    root: &CratePath,
) -> TokenStream {
    let private = root.private();
    let (actor, cfgs) = (&behaviour.actor, &method.cfgs);
    let (ident, data) = (row_name(method, behaviour), data(method, behaviour, root));
    let receiver = match method.receiver {
        Receiver::Shared => quote!(Shared),
        Receiver::Exclusive => quote!(Exclusive),
    };
    let input = input(method, vets, root);
    let lends = list(lent(method).map(|ty| {
        let loan = vets.loan(ty, actor, cfgs);
        quote!(#loan)
    }));
    let returned = Returned::of(&method.returned);
    let output = returned.row_output(method, vets, root);
    let failure = returned.row_failure(method, vets, root);
    let call = call(method, behaviour, vets, root);
    let check = check(method, behaviour, vets, root);
    let schema = schema(method, behaviour, root);
    quote! {
        #(#cfgs)*
        struct #ident;

        #(#cfgs)*
        impl #private::Method<#actor> for #ident {
            const ROW: #private::Row = #data;
            type Receiver = #private::#receiver;
            type Input = #input;
            type Lends = #lends;
            type Output = #output;
            type Failure = #failure;

            #call
            #check
            #schema
        }
    }
}

fn lent(method: &Method) -> impl DoubleEndedIterator<Item = &syn::Type> {
    method
        .arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Lent(ty) => Some(ty),
            Argument::Field(_) | Argument::Whole(_) => None,
        })
}

/// What the method is called and takes.
fn data(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let private = root.private();
    let (name, docs) = (&method.name.text, method.docs.text());
    let parameters = match method.input() {
        Input::Fields(parameters) => parameters,
        Input::Empty | Input::Whole(_) => Vec::new(),
    };
    let names = parameters
        .iter()
        .map(|parameter| WireName::of_function(&parameter.ident, behaviour.rename_rule).text);
    let parameter_docs = parameters
        .iter()
        .map(|parameter| Docs::read(&parameter.docs).text());
    let asynchronous = method.asynchronous.then(|| quote!(.asynchronous()));
    quote! {
        #private::Row::new(#name, #docs, &[#(#names),*], &[#(#parameter_docs),*]) #asynchronous
    }
}

/// The type of the input.
fn input(method: &Method, vets: &Vets<'_>, root: &CratePath) -> TokenStream {
    let private = root.private();
    let value = |parameter: &Parameter| {
        let ty = &parameter.ty;
        match vets.vet(TRAVEL, ty, &method.cfgs) {
            Some(vetted) => quote!(#vetted::Type),
            None => quote!(#ty),
        }
    };
    match method.input() {
        Input::Empty => quote!(()),
        Input::Fields(parameters) => list(parameters.into_iter().map(value)),
        Input::Whole(parameter) => {
            let value = value(parameter);
            quote!(#private::Whole<#value>)
        }
    }
}

fn call(method: &Method, behaviour: &Behaviour, vets: &Vets<'_>, root: &CratePath) -> TokenStream {
    let private = root.private();
    let (actor, function) = (&behaviour.actor, &method.ident);
    let here = function.span();
    let (this, lent, input) = (
        local("__actor", here),
        local("__lent", here),
        local("__input", here),
    );
    let (mut lent_path, mut input_path) = (quote!(#lent), quote!(#input));
    let mut arguments = Vec::new();
    for argument in &method.arguments {
        arguments.push(match argument {
            Argument::Lent(ty) => {
                let argument = quote_spanned!(locate(ty.span())=> &*#lent_path.0);
                lent_path = quote!(#lent_path.1);
                argument
            }
            Argument::Field(parameter) => {
                let value = given(parameter, quote!(#input_path.0), method, vets);
                input_path = quote!(#input_path.1);
                value
            }
            Argument::Whole(parameter) => {
                let value = given(parameter, quote!(#input.0), method, vets);
                quote!(#root::Input(#value))
            }
        });
    }
    let waited = method.asynchronous.then(|| quote!(.await));
    let call = quote!(<#actor>::#function(#this, #(#arguments),*)#waited);
    let result = Returned::of(&method.returned).into_result(&call, method, vets, root);
    let body = if method.asynchronous {
        // A future that is not `Send` is reported on the name of the user's function.
        let future = quote_spanned! {locate(here)=>
            ::std::boxed::Box::pin(async move { #result })
        };
        quote!(#private::Returned::Later(#future))
    } else {
        quote!(#private::Returned::Now(#result))
    };
    quote! {
        fn call<'t>(
            #this: #private::ActorFor<'t, #actor, Self>,
            #lent: #private::LentTo<'t, #actor, Self>,
            #input: Self::Input,
        ) -> #private::Called<'t, #actor, Self> {
            #body
        }
    }
}

/// A value of the input as the user's function takes it.
fn given(
    parameter: &Parameter,
    value: TokenStream,
    method: &Method,
    vets: &Vets<'_>,
) -> TokenStream {
    match vets.vet(TRAVEL, &parameter.ty, &method.cfgs) {
        Some(vetted) => quote!(#vetted::back(#value)),
        None => value,
    }
}

/// What is checked beside the types of the input; nothing where there is nothing.
fn check(
    method: &Method,
    behaviour: &Behaviour,
    vets: &Vets<'_>,
    root: &CratePath,
) -> Option<TokenStream> {
    let private = root.private();
    let input = local("__input", method.ident.span());
    let issues = constraint::issues();
    let inside = |parameter: &Parameter, value: TokenStream| {
        let this = local("__value", parameter.ident.span());
        let rules = constraint::expand(&parameter.constraints, &this, root);
        let walk = vets
            .walk(&parameter.ty, &method.cfgs)
            .map(|walk| quote!(#walk::walk(#this, #issues);));
        if rules.is_empty() && walk.is_none() {
            return None;
        }
        Some(quote!({ let #this = &#value; #rules #walk }))
    };
    let checks: Vec<TokenStream> = match method.input() {
        Input::Empty => Vec::new(),
        Input::Whole(parameter) => inside(parameter, quote!(#input.0)).into_iter().collect(),
        Input::Fields(parameters) => {
            let mut path = quote!(#input);
            let mut checks = Vec::new();
            for parameter in parameters {
                let name = WireName::of_function(&parameter.ident, behaviour.rename_rule).text;
                if let Some(inside) = inside(parameter, quote!(#path.0)) {
                    checks.push(quote!(#issues.field(#name, |#issues| #inside);));
                }
                path = quote!(#path.1);
            }
            checks
        }
    };
    (!checks.is_empty()).then(|| {
        quote! {
            fn check(#input: &Self::Input, #issues: &mut #private::Issues) {
                #(#checks)*
            }
        }
    })
}

/// The schema of an input with constraints, which are for schemars to read.
fn schema(method: &Method, behaviour: &Behaviour, root: &CratePath) -> Option<TokenStream> {
    let Input::Fields(parameters) = method.input() else {
        return None;
    };
    if parameters
        .iter()
        .all(|parameter| parameter.constraints.is_empty())
    {
        return None;
    }
    let private = root.private();
    let (name, schemars) = (&method.name.text, root.literal("schemars"));
    let rule = behaviour.rename_rule.spelling();
    let fields = parameters.iter().map(|parameter| {
        let (docs, ident, ty) = (&parameter.docs, &parameter.ident, &parameter.ty);
        let constraints = &parameter.constraint_attributes;
        quote!(#(#docs)* #(#constraints)* #ident: #ty)
    });
    Some(quote! {
        fn input_schema(__generator: #private::schemars::SchemaGenerator) -> #private::schemars::Schema {
            #[derive(#private::schemars::JsonSchema)]
            #[schemars(crate = #schemars, rename = #name, rename_all = #rule)]
            struct __Described { #(#fields),* }
            __generator.into_root_schema_for::<__Described>()
        }
    })
}
