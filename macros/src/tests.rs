//! Whole expansions, checked as text.

mod bindings;
mod page;

use proc_macro2::TokenStream;
use quote::quote;

use crate::entry;
use crate::model::Role;

/// The expansion without the blanks that the printer of tokens puts in.
fn squeezed(tokens: &impl ToString) -> String {
    tokens.to_string().replace([' ', '\n'], "")
}

#[track_caller]
fn assert_contains(tokens: &TokenStream, part: &str) {
    let (text, part) = (squeezed(tokens), squeezed(&part));
    assert!(text.contains(&part), "{part}\nis not in\n{text}");
}

#[track_caller]
fn assert_lacks(tokens: &TokenStream, part: &str) {
    let (text, part) = (squeezed(tokens), squeezed(&part));
    assert!(!text.contains(&part), "{part}\nis in\n{text}");
}

fn errors(tokens: &TokenStream) -> usize {
    squeezed(tokens).matches("compile_error!").count()
}

#[test]
fn a_type_becomes_what_serde_reads() {
    let expanded = entry::actor(
        quote!(rename_all = "snake_case"),
        &quote! {
            pub struct Chat {
                #[actor(private, default = 5)]
                token: u32,
                #[actor(name = "kind", opaque)]
                kind_of: Kind,
            }
        },
    );
    assert_eq!(errors(&expanded), 0);
    assert_contains(&expanded, r#"#[serde(rename_all = "snake_case")]"#);
    assert_contains(
        &expanded,
        r#"#[schemars(skip)] #[serde(default = "Chat :: __default_token", skip_serializing)] token: u32"#,
    );
    assert_contains(
        &expanded,
        r#"#[state(opaque)] #[serde(rename = "kind", default = "Chat :: __default_kind_of")]"#,
    );
    assert_contains(&expanded, "fn __default_token() -> u32 { 5 }");
    assert_lacks(&expanded, "#[actor]");
}

#[test]
fn derives_are_not_added_twice() {
    let expanded = entry::type_item(
        Role::Model,
        TokenStream::new(),
        &quote! {
            #[derive(Debug, Clone, serde::Serialize)]
            pub struct Message { text: String }
        },
    );
    assert_lacks(&expanded, "::core::clone::Clone");
    assert_lacks(&expanded, "::stagedoor::__private::serde::Serialize");
    assert_lacks(&expanded, "#[serde]");
    assert_contains(&expanded, "::stagedoor::__private::serde::Deserialize");
}

#[test]
fn an_opaque_type_gets_no_derives() {
    let expanded = entry::type_item(
        Role::Model,
        quote!(opaque),
        &quote!(
            pub struct Instant(u64);
        ),
    );
    assert_contains(
        &expanded,
        r#"#[derive(::stagedoor::State)] #[state(opaque, declared_by = "model")] pub struct"#,
    );
    assert_lacks(&expanded, "serde");
}

#[test]
fn changes_are_followed_by_serdes_names() {
    let expanded = entry::state(quote! {
        #[serde(tag = "t", content = "c", rename_all = "kebab-case")]
        enum Shape {
            Point,
            RoundThing { #[serde(rename = "r")] radius: f64 },
            #[serde(untagged)]
            Other(String),
        }
    });
    assert_eq!(errors(&expanded), 0);
    assert_contains(
        &expanded,
        r#"__patch.field("c", |__patch| { __patch.field("r", |__patch|"#,
    );
    assert_contains(
        &expanded,
        "(Self::Other { 0: __new_0, .. }, Self::Other { 0: __old_0, .. }) => { <String as ::stagedoor::State>::diff(__new_0, __old_0, __patch); }",
    );
}

#[test]
fn a_skipped_element_moves_the_index() {
    let expanded = entry::state(quote! {
        struct Row(#[serde(skip)] u8, u16, u32);
    });
    assert_contains(&expanded, "__patch.index(0usize, |__patch| { <u16");
    assert_contains(&expanded, "__patch.index(1usize, |__patch| { <u32");
}

#[test]
fn a_method_lends_what_it_borrows_and_takes_the_rest_from_the_input() {
    let expanded = entry::actor(
        TokenStream::new(),
        &quote! {
            impl Chat {
                #[method]
                async fn send(&mut self, cx: &Context<Self>, text: String) -> Result<Message, Failure> {
                    todo!()
                }
            }
        },
    );
    assert_eq!(errors(&expanded), 0);
    assert_contains(&expanded, "type Input = (String, ());");
    assert_contains(&expanded, "::stagedoor::__private::Loan<Context<Chat>");
    assert_contains(
        &expanded,
        "<Chat>::send(__actor, &*__lent.0, __input.0).await",
    );
    assert_contains(
        &expanded,
        "-> ::stagedoor::PendingCall<'_, Message, Failure>",
    );
}

#[test]
fn mistakes_are_reported_together_and_the_rest_is_there() {
    let expanded = entry::actor(
        TokenStream::new(),
        &quote! {
            impl Chat {
                #[method]
                fn send(text: &str) {}
                #[method]
                fn topic(&self) -> String { String::new() }
            }
        },
    );
    assert_eq!(errors(&expanded), 1);
    assert_contains(&expanded, "fn send(text: &str) {}");
    assert_contains(&expanded, "__definition.method::<__Chat_topic>();");
    assert_lacks(&expanded, "__Chat_send");
}

#[test]
fn tokens_that_are_no_item_are_left_alone() {
    for tokens in [
        quote!(impl),
        quote!(struct),
        quote!(fn f()),
        quote!(1 + 1),
        quote!(),
    ] {
        let expanded = entry::actor(TokenStream::new(), &tokens);
        assert_contains(&expanded, &tokens.to_string());
        assert_eq!(errors(&expanded), 1, "{tokens}");
    }
}
