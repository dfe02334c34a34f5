//! The page "What the macro writes", which shows what it writes today.

use std::fs;

use proc_macro2::TokenStream;

use crate::entry;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/expansion.md");

/// With `EXPANSION=overwrite` the page is written anew.
#[test]
fn the_page_shows_the_expansion() {
    let page = fs::read_to_string(PAGE).expect("the page is there");
    let written = rewritten(&page);
    if std::env::var("EXPANSION").is_ok_and(|value| value == "overwrite") {
        fs::write(PAGE, &written).expect("the page can be written");
    } else {
        assert!(
            page == written,
            "docs/expansion.md shows another expansion; `EXPANSION=overwrite cargo test -p stagedoor-macros` writes it anew"
        );
    }
}

/// The page with what the two halves of its actor become.
fn rewritten(page: &str) -> String {
    let mut blocks: Vec<&str> = page.split("```").collect();
    let source = blocks[1].split_once('\n').expect("a block has lines").1;
    let items: syn::File = syn::parse_str(source).expect("the actor is Rust");
    let expansions: Vec<String> = items.items.iter().map(expansion).collect();
    for (block, expansion) in [3, 5].into_iter().zip(&expansions) {
        blocks[block] = expansion;
    }
    blocks.join("```")
}

/// What one of the two attributes writes, as a block of the page.
fn expansion(item: &syn::Item) -> String {
    let mut item = item.clone();
    let attributes = match &mut item {
        syn::Item::Struct(item) => &mut item.attrs,
        syn::Item::Impl(item) => &mut item.attrs,
        other => panic!("the page has a struct and an impl: {other:?}"),
    };
    // The attribute itself is not what it is called with.
    attributes.clear();
    let expanded = entry::actor(TokenStream::new(), &quote::quote!(#item));
    let file = syn::parse2(expanded).expect("the expansion is Rust");
    format!("rust,ignore\n{}", prettyplease::unparse(&file))
}
