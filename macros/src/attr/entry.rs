//! [`Entry`]: one option as it is written, before anyone asks what it means.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Path, Token, parenthesized, token};

/// `key`, `key = value` or `key(A, B)`.
pub(super) struct Entry {
    pub(super) key: Ident,
    pub(super) value: Value,
}

pub(super) enum Value {
    Nothing,
    Assigned(Expr),
    Listed(Punctuated<Path, Token![,]>),
}

impl Parse for Entry {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error("an option starts with its name, as in `name = \"…\"`"));
        }
        let key = input.call(Ident::parse_any)?;
        if input.peek(Token![:]) {
            return Err(input.error(format!("write `=` instead: `{key} = …`")));
        }
        let value = if input.peek(Token![=]) {
            let equals = input.parse::<Token![=]>()?;
            if input.is_empty() || input.peek(Token![,]) {
                let message = format!("write the value: `{key} = …`");
                return Err(syn::Error::new_spanned(equals, message));
            }
            Value::Assigned(input.parse()?)
        } else if input.peek(token::Paren) {
            let listed;
            parenthesized!(listed in input);
            Value::Listed(Punctuated::parse_terminated(&listed)?)
        } else {
            Value::Nothing
        };
        Ok(Self { key, value })
    }
}

impl Entry {
    /// The value of an option that is a string.
    pub(super) fn string(self) -> syn::Result<LitStr> {
        let key = self.key;
        match self.value {
            Value::Assigned(Expr::Lit(ExprLit {
                lit: Lit::Str(literal),
                ..
            })) => Ok(literal),
            value => {
                let message = format!("`{key}` takes a string: `{key} = \"…\"`");
                Err(syn::Error::new_spanned(value.tokens_or(&key), message))
            }
        }
    }

    /// The value of an option that may be any expression, or none.
    pub(super) fn expression(self) -> syn::Result<Option<Expr>> {
        let key = self.key;
        match self.value {
            Value::Nothing => Ok(None),
            Value::Assigned(expression) => Ok(Some(expression)),
            value @ Value::Listed(_) => {
                let message = format!("`{key}` takes an expression: `{key} = …`");
                Err(syn::Error::new_spanned(value.tokens_or(&key), message))
            }
        }
    }

    /// The value of an option that is a list of types.
    pub(super) fn list(self) -> syn::Result<Punctuated<Path, Token![,]>> {
        let key = self.key;
        match self.value {
            Value::Listed(list) => Ok(list),
            value => {
                let message = format!("`{key}` takes a list: `{key}(…)`");
                Err(syn::Error::new_spanned(value.tokens_or(&key), message))
            }
        }
    }

    /// An option that has no value.
    pub(super) fn flag(self) -> syn::Result<Ident> {
        let key = self.key;
        match self.value {
            Value::Nothing => Ok(key),
            value => {
                let message = format!("`{key}` has no value: write just `{key}`");
                Err(syn::Error::new_spanned(value.tokens_or(&key), message))
            }
        }
    }
}

impl Value {
    fn tokens_or(self, key: &Ident) -> TokenStream {
        let tokens = match self {
            Self::Nothing => TokenStream::new(),
            Self::Assigned(expression) => expression.into_token_stream(),
            Self::Listed(list) => list.into_token_stream(),
        };
        if tokens.is_empty() {
            key.to_token_stream()
        } else {
            tokens
        }
    }
}
