//! `Self` in a signature, replaced by the actor's own path, for code that is
//! generated outside its impl.

use syn::visit_mut::{self, VisitMut};
use syn::{Path, Type};

/// The type with `Self` replaced by the path of the actor.
pub(super) fn replace(ty: &Type, actor: &Path) -> Type {
    let mut replaced = ty.clone();
    Replacer { actor }.visit_type_mut(&mut replaced);
    replaced
}

struct Replacer<'a> {
    actor: &'a Path,
}

impl VisitMut for Replacer<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        let first = path.segments.first();
        if let Some(first) = first.filter(|segment| segment.ident == "Self") {
            let span = first.ident.span();
            let rest = path.segments.iter().skip(1).cloned().collect::<Vec<_>>();
            let mut replacement = self.actor.clone();
            // An error about `Self` belongs on the user's `Self`.
            for segment in &mut replacement.segments {
                segment.ident.set_span(span);
            }
            replacement.segments.extend(rest);
            *path = replacement;
        }
        visit_mut::visit_path_mut(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::replace;
    use quote::ToTokens;
    use syn::parse_quote;

    #[test]
    fn replaces_self_everywhere() {
        let ty = parse_quote!(Result<Context<Self>, [u8; Self::LENGTH]>);
        let replaced = replace(&ty, &parse_quote!(rooms::Chat));
        assert_eq!(
            replaced.to_token_stream().to_string(),
            "Result < Context < rooms :: Chat > , [u8 ; rooms :: Chat :: LENGTH] >"
        );
    }
}
