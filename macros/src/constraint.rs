//! The reader of `#[garde(…)]`: constraints on fields and parameters. Their
//! grammar is that of the crate garde, whose rules they are, and which the
//! schema follows as well. What a rule does is the runtime's.

use proc_macro2::{Group, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Token};

use crate::errors::Errors;
use crate::suggest::nearest;

/// One rule.
#[derive(Clone)]
pub(crate) struct Rule {
    pub(crate) name: Ident,
    pub(crate) kind: Kind,
}

/// What the rule asks for.
#[derive(Clone)]
pub(crate) enum Kind {
    /// Nothing but its name: `email`.
    Plain,
    /// `length(…)`
    Length(Range),
    /// `range(…)`
    Range(Range),
    /// `contains(…)`, `prefix(…)`, `suffix(…)`
    Part(Expr),
    /// `pattern("…")`
    Pattern(LitStr),
    /// `custom(…)`
    Custom(Expr),
    /// `inner(…)`
    Inner(Vec<Rule>),
}

/// The two ends of a range, at least one of which is there.
#[derive(Clone)]
pub(crate) struct Range {
    pub(crate) min: Option<Expr>,
    pub(crate) max: Option<Expr>,
}

const PLAIN: [&str; 7] = [
    "ascii",
    "alphanumeric",
    "email",
    "ip",
    "ipv4",
    "ipv6",
    "required",
];
const ALL: [&str; 15] = [
    "length",
    "range",
    "pattern",
    "email",
    "custom",
    "inner",
    "required",
    "contains",
    "prefix",
    "suffix",
    "ascii",
    "alphanumeric",
    "ip",
    "ipv4",
    "ipv6",
];

/// The constraints among these attributes. What is wrong is taken out of them,
/// so that nobody else reports it as well.
pub(crate) fn read(attributes: &mut Vec<Attribute>, errors: &mut Errors) -> Vec<Rule> {
    let mut rules = Vec::new();
    attributes.retain_mut(|attribute| {
        if !is_constraint(attribute) {
            return true;
        }
        let Meta::List(list) = &mut attribute.meta else {
            errors.at(
                attribute.path(),
                "write a rule: `#[garde(length(max = …))]`",
            );
            return false;
        };
        let parser = Punctuated::<Entry, Token![,]>::parse_terminated;
        match parser.parse2(list.tokens.clone()) {
            Ok(entries) => {
                let sound = entries.into_iter().filter_map(|entry| {
                    let tokens = entry.tokens.clone();
                    match entry.rule() {
                        Ok(rule) => rules.push(rule),
                        Err(error) => {
                            errors.absorb(error);
                            return None;
                        }
                    }
                    Some(tokens)
                });
                let sound: Vec<TokenStream> = sound.collect();
                list.tokens = quote!(#(#sound),*);
                !sound.is_empty()
            }
            Err(error) => {
                errors.absorb(error);
                false
            }
        }
    });
    rules
}

/// Whether the attribute is `#[garde(…)]`.
pub(crate) fn is_constraint(attribute: &Attribute) -> bool {
    attribute.path().is_ident("garde")
}

/// A rule as it is written: `name` or `name(…)`.
struct Entry {
    tokens: TokenStream,
    name: Ident,
    arguments: Option<Punctuated<Argument, Token![,]>>,
}

/// `value` or `key = value`
struct Argument {
    key: Option<Ident>,
    value: Expr,
}

impl Parse for Entry {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name: Ident = input.parse()?;
        let mut tokens = name.to_token_stream();
        let arguments = if input.peek(syn::token::Paren) {
            let group: Group = input.parse()?;
            group.to_tokens(&mut tokens);
            Some(Punctuated::parse_terminated.parse2(group.stream())?)
        } else {
            None
        };
        Ok(Self {
            tokens,
            name,
            arguments,
        })
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let key = if input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) {
            let key = input.parse()?;
            input.parse::<Token![=]>()?;
            Some(key)
        } else {
            None
        };
        Ok(Self {
            key,
            value: input.parse()?,
        })
    }
}

impl Entry {
    fn rule(self) -> syn::Result<Rule> {
        let name = self.name.clone();
        let spelling = name.to_string();
        let kind = match spelling.as_str() {
            "length" => Kind::Length(self.range()?),
            "range" => Kind::Range(self.range()?),
            "contains" | "prefix" | "suffix" => Kind::Part(self.only("\"…\"")?),
            "custom" => Kind::Custom(self.only("function")?),
            "pattern" => Kind::Pattern(self.pattern()?),
            "inner" => Kind::Inner(self.inner()?),
            plain if PLAIN.contains(&plain) => {
                self.nothing()?;
                Kind::Plain
            }
            _ => return Err(unknown(&name)),
        };
        Ok(Rule { name, kind })
    }

    fn nothing(self) -> syn::Result<()> {
        match self.arguments {
            None => Ok(()),
            Some(arguments) => {
                let message = format!("`{}` takes nothing: write just `{0}`", self.name);
                Err(syn::Error::new(span_of(&arguments, &self.name), message))
            }
        }
    }

    /// The one argument, which has no key.
    fn only(self, what: &str) -> syn::Result<Expr> {
        let name = &self.name;
        let message = format!("`{name}` takes one value: `{name}({what})`");
        let arguments = self.arguments.unwrap_or_default();
        let span = span_of(&arguments, name);
        let mut arguments = arguments.into_iter();
        match (arguments.next(), arguments.next()) {
            (Some(Argument { key: None, value }), None) => Ok(value),
            _ => Err(syn::Error::new(span, message)),
        }
    }

    fn pattern(self) -> syn::Result<LitStr> {
        let value = self.only("\"…\"")?;
        let Expr::Lit(ExprLit {
            lit: Lit::Str(pattern),
            ..
        }) = value
        else {
            let message = "a pattern is written out, so that it is checked and shown in the schema: `pattern(\"…\")`";
            return Err(syn::Error::new_spanned(value, message));
        };
        match regex_syntax::Parser::new().parse(&pattern.value()) {
            Ok(_) => Ok(pattern),
            Err(error) => {
                let reason = match &error {
                    regex_syntax::Error::Parse(error) => error.kind().to_string(),
                    regex_syntax::Error::Translate(error) => error.kind().to_string(),
                    _ => error.to_string(),
                };
                let message = format!("this is no regular expression: {reason}");
                Err(syn::Error::new_spanned(pattern, message))
            }
        }
    }

    fn inner(self) -> syn::Result<Vec<Rule>> {
        let message = "`inner` takes the rules for each element: `inner(length(max = …))`";
        let wrong = syn::Error::new(self.name.span(), message);
        let arguments = self.arguments.unwrap_or_default();
        if arguments.is_empty() {
            return Err(wrong);
        }
        let rules = arguments.into_iter().map(|argument| {
            let Argument { key: None, value } = argument else {
                return Err(wrong.clone());
            };
            let entry: Entry = syn::parse2(quote!(#value)).map_err(|_| wrong.clone())?;
            entry.rule()
        });
        rules.collect()
    }

    /// `min = …, max = …` or `equal = …`
    fn range(self) -> syn::Result<Range> {
        let name = &self.name;
        let help =
            format!("write `{name}(min = …, max = …)`, one of the two, or `{name}(equal = …)`");
        let arguments = self.arguments.unwrap_or_default();
        let whole = span_of(&arguments, name);
        let mut range = Range {
            min: None,
            max: None,
        };
        let mut equal = None;
        for Argument { key, value } in arguments {
            let Some(key) = key else {
                return Err(syn::Error::new_spanned(value, help));
            };
            let slot = match key.to_string().as_str() {
                "min" => &mut range.min,
                "max" => &mut range.max,
                "equal" => &mut equal,
                _ => return Err(syn::Error::new_spanned(key, help)),
            };
            if let Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) = &value
            {
                return Err(syn::Error::new_spanned(text, "write a number"));
            }
            if slot.replace(value).is_some() {
                let message = format!("`{key}` is given twice: keep one");
                return Err(syn::Error::new_spanned(key, message));
            }
        }
        match (equal, &range) {
            (
                Some(equal),
                Range {
                    min: None,
                    max: None,
                },
            ) => Ok(Range {
                min: Some(equal.clone()),
                max: Some(equal),
            }),
            (
                None,
                Range {
                    min: None,
                    max: None,
                },
            )
            | (Some(_), _) => Err(syn::Error::new(whole, help)),
            (None, _) => Ok(range),
        }
    }
}

fn span_of(arguments: &Punctuated<Argument, Token![,]>, name: &Ident) -> Span {
    let first = arguments.first();
    first.map_or_else(
        || name.span(),
        |first| {
            first
                .key
                .as_ref()
                .map_or_else(|| first.value.span(), Spanned::span)
        },
    )
}

fn unknown(name: &Ident) -> syn::Error {
    let list = ALL.join("`, `");
    let message = match nearest(&name.to_string(), ALL) {
        Some(meant) => {
            format!("unknown rule `{name}`; did you mean `{meant}`? The rules are `{list}`")
        }
        None => match name.to_string().as_str() {
            "dive" | "skip" => format!("models are looked into by themselves: remove `{name}`"),
            _ => format!("unknown rule `{name}`; the rules are `{list}`"),
        },
    };
    syn::Error::new_spanned(name, message)
}
