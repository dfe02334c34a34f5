//! The handle of an actor: a type with one function for each method, the same
//! for every way to call.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{GenericArgument, Ident, PathArguments, Type};

use super::method::input_name;
use crate::crate_path::CratePath;
use crate::model::{Behaviour, Input, Method};

/// The name of the handle.
pub(super) fn handle_name(behaviour: &Behaviour) -> Ident {
    format_ident!(
        "{}Handle",
        behaviour.ident.unraw(),
        span = behaviour.ident.span()
    )
}

pub(super) fn expand_type(behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let (handle, actor) = (handle_name(behaviour), &behaviour.actor);
    let allowances = super::allowances();
    let docs = format!(
        "Calls the methods of [`{}`] on one instance, wherever it is.",
        behaviour.ident
    );
    quote! {
        #[doc = #docs]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #allowances
        pub struct #handle(#root::ActorRef<#actor>);

        #[automatically_derived]
        impl ::core::convert::From<#root::ActorRef<#actor>> for #handle {
            fn from(actor: #root::ActorRef<#actor>) -> Self {
                Self(actor)
            }
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<#root::ActorRef<#actor>> for #handle {
            fn as_ref(&self) -> &#root::ActorRef<#actor> {
                &self.0
            }
        }
    }
}

pub(super) fn expand_methods(behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let handle = handle_name(behaviour);
    let calls = behaviour
        .methods
        .iter()
        .map(|method| call(method, behaviour, root));
    let (private, actor) = (root.private(), &behaviour.actor);
    quote! {
        impl #handle {
            /// The id of the instance.
            #[must_use]
            pub fn id(&self) -> &str {
                self.0.id()
            }

            #(#calls)*
        }
        #private::subscriptions!(#handle, #actor);
    }
}

fn call(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let input = input_name(method, behaviour);
    let (cfgs, repeated, ident) = (&method.cfgs, &method.repeated, &method.ident);
    let docs = method.docs.is_empty().then(|| {
        let docs = format!("Calls `{}::{}`.", behaviour.ident, method.ident);
        quote!(#[doc = #docs])
    });
    let (parameters, value) = match method.input() {
        Input::Empty => (TokenStream::new(), quote!(#input {})),
        Input::Whole(parameter) => {
            let (ident, ty) = (&parameter.ident, &parameter.ty);
            (quote!(#ident: #ty), quote!(#input(#ident)))
        }
        Input::Fields(parameters) => {
            let idents: Vec<&Ident> = parameters.iter().map(|one| &one.ident).collect();
            let types = parameters.iter().map(|one| &one.ty);
            (
                quote!(#(#idents: #types),*),
                quote!(#input { #(#idents),* }),
            )
        }
    };
    let returned = returned(method, behaviour, root);
    quote! {
        #(#cfgs)*
        #(#repeated)*
        #docs
        pub fn #ident(&self, #parameters) -> #returned {
            self.0.call(#value)
        }
    }
}

/// A call, with its result spelt out where the method's spelling shows it, so
/// that it reads well, and else by what the compiler finds behind an alias.
fn returned(method: &Method, behaviour: &Behaviour, root: &CratePath) -> TokenStream {
    let (output, error) = match Spelling::of(&method.returned) {
        Spelling::Result(output, error) => (quote!(#output), quote!(#error)),
        Spelling::Plain(output) => (quote!(#output), quote!(::core::convert::Infallible)),
        Spelling::Unknown => {
            let private = root.private();
            let (input, actor) = (input_name(method, behaviour), &behaviour.actor);
            let row = quote!(<#input as #private::Method<#actor>>);
            (quote!(#row::Output), quote!(#row::Error))
        }
    };
    quote!(#root::PendingCall<'_, #output, #error>)
}

enum Spelling<'a> {
    Result(&'a Type, &'a Type),
    Plain(&'a Type),
    Unknown,
}

impl<'a> Spelling<'a> {
    fn of(ty: &'a Type) -> Self {
        let path = match ty {
            Type::Tuple(_) | Type::Array(_) => return Self::Plain(ty),
            Type::Path(path) if path.qself.is_none() => &path.path,
            _ => return Self::Unknown,
        };
        let Some(last) = path.segments.last() else {
            return Self::Unknown;
        };
        if last.ident == "Result" {
            return match &last.arguments {
                PathArguments::AngleBracketed(arguments) => {
                    let mut types = arguments.args.iter();
                    match (types.next(), types.next()) {
                        (
                            Some(GenericArgument::Type(output)),
                            Some(GenericArgument::Type(error)),
                        ) => Self::Result(output, error),
                        _ => Self::Unknown,
                    }
                }
                _ => Self::Unknown,
            };
        }
        let known = path.segments.len() == 1 && PLAIN.iter().any(|name| last.ident == name);
        if known {
            Self::Plain(ty)
        } else {
            Self::Unknown
        }
    }
}

/// Types of `std` that are not results, by the names that they go by.
const PLAIN: [&str; 25] = [
    "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
    "isize", "f32", "f64", "String", "Vec", "VecDeque", "Option", "Box", "HashMap", "HashSet",
    "BTreeMap", "BTreeSet",
];
