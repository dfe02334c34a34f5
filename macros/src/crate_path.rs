//! [`CratePath`]: how generated code names the `stagedoor` crate, also where
//! the user's manifest renames it.

use proc_macro_crate::FoundCrate;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, LitStr};

use crate::span::locate;

/// The absolute path of the `stagedoor` crate.
#[derive(Clone)]
pub(crate) struct CratePath {
    name: Ident,
}

impl CratePath {
    /// Looks the dependency up in the manifest of the crate that is compiled.
    pub(crate) fn find() -> Self {
        let name = match proc_macro_crate::crate_name("stagedoor") {
            Ok(FoundCrate::Name(name)) => name,
            // In stagedoor itself and in its own examples the crate goes by its own
            // name; where there is no manifest, that name is the best guess.
            Ok(FoundCrate::Itself) | Err(_) => "stagedoor".to_owned(),
        };
        Self {
            name: Ident::new(&name, Span::call_site()),
        }
    }

    /// The name of the crate, for paths that the user may write.
    pub(crate) fn name(&self) -> String {
        self.name.to_string()
    }

    /// The module for generated code.
    pub(crate) fn private(&self) -> TokenStream {
        quote!(#self::__private)
    }

    /// The crate's path for an error that belongs on a token of the user's.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        let span = locate(span);
        let mut name = self.name.clone();
        name.set_span(span);
        quote_spanned!(span=> ::#name)
    }

    /// The crate's path as if the user had written it there.
    pub(crate) fn exactly_at(&self, span: Span) -> TokenStream {
        let mut name = self.name.clone();
        name.set_span(span);
        quote_spanned!(span=> ::#name)
    }

    /// The module for generated code, for an error that belongs on a token of the user's.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        let root = self.at(span);
        quote_spanned!(locate(span)=> #root::__private)
    }

    /// `crate = "…"` for a derive of serde, or of another crate that is
    /// re-exported for generated code.
    pub(crate) fn literal(&self, dependency: &str) -> LitStr {
        let path = format!("::{}::__private::{dependency}", self.name);
        LitStr::new(&path, Span::call_site())
    }
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = &self.name;
        tokens.extend(quote!(::#name));
    }
}
