//! The names of what is generated within functions. A pattern that is named like
//! a constant of the user's would be that constant, whatever its span, and a type
//! parameter that is named like a type of his would hide it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::visit_mut::{self, VisitMut};

use super::errors;
use crate::entry;
use crate::model::Role;

/// Names that begin like no user's.
#[derive(Default)]
struct Names {
    ours: usize,
    others: Vec<String>,
}

impl Names {
    fn note(&mut self, ident: &Ident) {
        let name = ident.to_string();
        if name.starts_with("__") {
            self.ours += 1;
        } else if !name.to_lowercase().starts_with("users") {
            self.others.push(name);
        }
    }
}

impl VisitMut for Names {
    fn visit_pat_ident_mut(&mut self, pattern: &mut syn::PatIdent) {
        self.note(&pattern.ident);
        visit_mut::visit_pat_ident_mut(self, pattern);
    }

    fn visit_type_param_mut(&mut self, parameter: &mut syn::TypeParam) {
        self.note(&parameter.ident);
        visit_mut::visit_type_param_mut(self, parameter);
    }

    fn visit_item_struct_mut(&mut self, item: &mut syn::ItemStruct) {
        self.note(&item.ident);
        visit_mut::visit_item_struct_mut(self, item);
    }
}

/// Every name is reserved, or the user's, which begins with `users` here.
#[track_caller]
fn assert_reserved(expanded: TokenStream) {
    assert_eq!(errors(&expanded), 0, "{expanded}");
    let mut file = syn::parse2(expanded).expect("the expansion is Rust");
    let mut names = Names::default();
    names.visit_file_mut(&mut file);
    assert!(names.ours > 0);
    assert!(names.others.is_empty(), "{:?}", names.others);
}

#[test]
fn of_types() {
    assert_reserved(entry::actor(
        TokenStream::new(),
        &quote! {
            struct UsersChat {
                #[actor(private, default = 5)]
                users_a: u32,
                #[actor(opaque)]
                users_b: UsersKind,
                #[garde(length(max = 3), inner(range(min = 1), custom(users_rule), pattern("a")))]
                users_c: Vec<UsersKind>,
                #[actor(default)]
                users_d: UsersKind,
            }
        },
    ));
    let event = quote!(
        struct UsersEvent {
            users_a: UsersKind,
        }
    );
    assert_reserved(entry::type_item(Role::Event, TokenStream::new(), &event));
}

#[test]
fn of_change_detection() {
    for item in [
        quote! {
            struct UsersRecord<UsersT> {
                #[serde(skip)]
                users_a: u32,
                #[serde(skip_serializing_if = "users_hidden", default)]
                users_b: Option<UsersT>,
                #[serde(serialize_with = "users_w", deserialize_with = "users_r", default = "users_d")]
                #[state(opaque)]
                users_c: UsersT,
                #[state(opaque)]
                users_d: UsersT,
                #[serde(flatten)]
                #[state(opaque)]
                users_e: UsersT,
                #[garde(required, inner(range(max = 3)))]
                users_f: Option<u8>,
            }
        },
        quote! {
            #[serde(default)]
            struct UsersTuple(
                #[serde(deserialize_with = "users_r")] UsersA,
                #[serde(skip)] UsersB,
                #[garde(length(max = 3))] String,
            );
        },
        quote! {
            #[state(key)]
            struct UsersKey(String);
        },
        quote! {
            #[serde(tag = "t", content = "c")]
            enum UsersEnum {
                A,
                B(UsersA),
                C(UsersA, UsersB),
                D { users_a: UsersA, #[garde(custom(users_rule))] users_b: u32 },
            }
        },
        quote! {
            #[serde(tag = "t")]
            enum UsersEnum { A, B(UsersA), C { users_a: UsersA } }
        },
        quote!(
            enum UsersName {
                A,
                B,
            }
        ),
        quote! {
            #[state(opaque)]
            struct UsersOpaque(UsersA);
        },
    ] {
        assert_reserved(entry::state(item));
    }
}

#[test]
fn of_behaviour() {
    assert_reserved(entry::actor(
        quote!(events(UsersEvent)),
        &quote! {
            impl UsersChat {
                #[method]
                fn users_a(&self, #[garde(inner(custom(users_rule)))] users_a: Vec<UsersA>) {}
                #[method]
                fn users_b(&mut self, users_a: &UsersA, users_b: UsersB) -> UsersResult { todo!() }
                #[method]
                async fn users_c(&self, users_a: Input<UsersA>) -> Result<UsersA, UsersE> { todo!() }
                #[on_connect]
                fn users_d(&mut self, users_cx: &Context<Self>) -> UsersResult { todo!() }
                #[on_disconnect]
                async fn users_e(&mut self) {}
            }
        },
    ));
}
