//! [`ActorImpl`]: an impl as it is read, while it may be half-written. The
//! bodies of its functions are not looked into, and a member that cannot be
//! read is emitted again as it is, so that the others are there all the same.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{
    Attribute, Block, ImplItem, ImplItemFn, ItemImpl, Path, Signature, Token, Visibility, token,
};

use super::behaviour;

pub(crate) struct ActorImpl {
    /// The impl without its members.
    pub(crate) head: ItemImpl,
    pub(crate) members: Vec<Member>,
    braces: Group,
}

pub(crate) enum Member {
    /// A function, without its body, and the body.
    Function(Box<ImplItemFn>, Group),
    Other(Box<ImplItem>),
    /// Something that is not a member, or not yet.
    Unreadable(TokenStream),
}

impl ActorImpl {
    /// Reads an impl; nothing where the tokens are something else.
    ///
    /// What is wrong with a member is the compiler's to report, which reads it too.
    pub(crate) fn read(tokens: &TokenStream) -> Option<Self> {
        let mut trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let Some(TokenTree::Group(braces)) = trees.pop() else {
            return None;
        };
        if braces.delimiter() != Delimiter::Brace {
            return None;
        }
        let head: TokenStream = trees.into_iter().collect();
        let head = syn::parse2(quote!(#head {})).ok()?;
        let members = members.parse2(braces.stream()).ok()?;
        Some(Self {
            head,
            members,
            braces,
        })
    }

    /// Whether a member could not be read, so that something is missing.
    pub(crate) fn is_incomplete(&self) -> bool {
        let mut members = self.members.iter();
        members.any(|member| matches!(member, Member::Unreadable(_)))
    }
}

fn members(input: ParseStream) -> syn::Result<Vec<Member>> {
    let mut members = Vec::new();
    while !input.is_empty() {
        let attempt = input.fork();
        if let Ok(member) = attempt.parse::<Member>() {
            input.parse::<Member>()?;
            members.push(member);
        } else {
            members.push(Member::Unreadable(skip(input)?));
        }
    }
    Ok(members)
}

/// Passes over a member: up to its body, or to a semicolon. A helper attribute
/// is left out, which would take itself to be outside of an actor.
fn skip(input: ParseStream) -> syn::Result<TokenStream> {
    let mut skipped = TokenStream::new();
    while !input.is_empty() {
        if input.peek(Token![#]) && input.peek2(token::Bracket) {
            let (hash, attribute): (Token![#], Group) = (input.parse()?, input.parse()?);
            if !is_role(&attribute) {
                hash.to_tokens(&mut skipped);
                skipped.extend([TokenTree::Group(attribute)]);
            }
            continue;
        }
        let tree: TokenTree = input.parse()?;
        let ends = match &tree {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        skipped.extend([tree]);
        if ends {
            break;
        }
    }
    Ok(skipped)
}

/// Whether what is in the brackets makes a function a method or a hook.
fn is_role(attribute: &Group) -> bool {
    let parsed = |input: ParseStream| {
        let path = input.call(Path::parse_mod_style)?;
        input.parse::<TokenStream>()?;
        Ok(path)
    };
    let path = parsed.parse2(attribute.stream());
    path.is_ok_and(|path| behaviour::is_role(&path))
}

impl Parse for Member {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attempt = input.fork();
        if function(&attempt).is_ok() {
            let (function, body) = function(input)?;
            return Ok(Self::Function(Box::new(function), body));
        }
        match input.parse()? {
            // Where a macro has put the body into a group of its own.
            ImplItem::Fn(mut function) => {
                let stmts = std::mem::take(&mut function.block.stmts);
                let body = Group::new(Delimiter::Brace, quote!(#(#stmts)*));
                Ok(Self::Function(Box::new(function), body))
            }
            item => Ok(Self::Other(Box::new(item))),
        }
    }
}

fn function(input: ParseStream) -> syn::Result<(ImplItemFn, Group)> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis: Visibility = input.parse()?;
    let sig: Signature = input.parse()?;
    let body: Group = input.parse()?;
    if body.delimiter() != Delimiter::Brace {
        return Err(syn::Error::new(body.span(), "a body"));
    }
    let block = Block {
        brace_token: token::Brace(body.span()),
        stmts: Vec::new(),
    };
    let mut function: ImplItemFn = syn::parse2(quote!(#sig {}))?;
    function.attrs = attrs;
    function.vis = vis;
    function.block = block;
    Ok((function, body))
}

impl ToTokens for Member {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Function(function, body) => {
                let (attributes, visibility) = (&function.attrs, &function.vis);
                let signature = &function.sig;
                tokens.extend(quote!(#(#attributes)* #visibility #signature #body));
            }
            Self::Other(item) => item.to_tokens(tokens),
            Self::Unreadable(member) => tokens.extend(member.clone()),
        }
    }
}

impl ToTokens for ActorImpl {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mut head: Vec<TokenTree> = self.head.to_token_stream().into_iter().collect();
        // The braces, which are empty.
        head.pop();
        let members = &self.members;
        let mut braces = Group::new(Delimiter::Brace, quote!(#(#members)*));
        braces.set_span(self.braces.span());
        tokens.extend(head);
        tokens.extend([TokenTree::Group(braces)]);
    }
}

#[cfg(test)]
mod tests {
    use super::{ActorImpl, Member};
    use quote::{ToTokens, quote};

    #[test]
    fn what_is_half_written_leaves_the_rest() {
        let tokens = quote! {
            #[doc = "A chat."]
            impl Chat {
                #[method]
                fn unfinished(&self) { self. let x = }
                #[method]
                fn untyped(&self, text: ) { 5 }
                const LENGTH: usize = { 3 };
                #[method]
                pub async fn topic(&self) -> [u8; 3] { todo!() }
                fn
            }
        };
        let read = ActorImpl::read(&tokens).expect("an impl");
        let names: Vec<String> = read
            .members
            .iter()
            .map(|member| match member {
                Member::Function(function, _) => function.sig.ident.to_string(),
                Member::Other(_) => "other".to_owned(),
                Member::Unreadable(_) => "unreadable".to_owned(),
            })
            .collect();
        assert_eq!(
            names,
            ["unfinished", "unreadable", "other", "topic", "unreadable"]
        );
        assert!(read.is_incomplete());
        let again = read.to_token_stream().to_string();
        // All but the attribute of the member that could not be read.
        assert_eq!(again.matches("# [method]").count(), 2);
        let rest = |text: &str| text.replace("# [method] ", "");
        assert_eq!(rest(&again), rest(&tokens.to_string()));
    }

    #[test]
    fn other_items_are_left_to_others() {
        assert!(
            ActorImpl::read(&quote!(
                struct Chat {
                    topic: String,
                }
            ))
            .is_none()
        );
        assert!(
            ActorImpl::read(&quote!(
                fn chat() {}
            ))
            .is_none()
        );
        assert!(ActorImpl::read(&quote!(impl Chat)).is_none());
    }
}
