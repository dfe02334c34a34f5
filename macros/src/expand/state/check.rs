//! `check`: the constraints on the fields, and what is in them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Arm, Writer, arms, name_of_contents};
use crate::expand::{constraint, fit};
use crate::model::{Field, Place, Shape};

impl Writer<'_> {
    /// Nothing where there is nothing to check.
    pub(super) fn check(&self, shape: &Shape) -> TokenStream {
        let (root, private) = (self.root, self.root.private());
        let arms = arms(shape);
        let fields = arms.iter().flat_map(|arm| &arm.contents.fields);
        let checked: Vec<&Field> = fields.filter(|field| is_checked(field)).collect();
        if checked.is_empty() {
            return TokenStream::new();
        }
        let always = checked.iter().any(|field| !field.constraints.is_empty());
        let walked = checked.iter().filter(|_| !always).map(|field| {
            let ty = self.walked_type(field);
            quote!(|| <#ty as #root::State>::CHECKED)
        });
        let arms = arms.iter().map(|arm| self.check_arm(arm));
        let issues = constraint::issues();
        quote! {
            const CHECKED: ::core::primitive::bool = #always #(#walked)*;

            fn check(&self, #issues: &mut #private::Issues) {
                match self {
                    #(#arms)*
                    #[allow(unreachable_patterns, reason = "where all are listed")]
                    _ => {}
                }
            }
        }
    }

    fn check_arm(&self, arm: &Arm<'_>) -> TokenStream {
        let pattern = arm.pattern("this", is_checked);
        let fields = arm.contents.fields.iter().filter(|field| is_checked(field));
        let checks: TokenStream = fields.map(|field| self.check_field(field)).collect();
        let issues = constraint::issues();
        let body = match arm.variant.and_then(name_of_contents) {
            Some(name) if !checks.is_empty() => {
                quote!(#issues.field(#name, |#issues| { #checks });)
            }
            _ => checks,
        };
        quote!(#pattern => { #body })
    }

    fn check_field(&self, field: &Field) -> TokenStream {
        let this = field.binding("this");
        let issues = constraint::issues();
        let rules = constraint::expand(&field.constraints, &this, self.root);
        let walk = is_walked(field).then(|| {
            let (root, ty) = (self.root, self.walked_type(field));
            let value = self.shown(field, &this);
            quote!(<#ty as #root::State>::check(#value, #issues);)
        });
        let inside = quote!(#rules #walk);
        match &field.place {
            Place::Key(name) | Place::OptionalKey(name, _) => {
                quote!(#issues.field(#name, |#issues| { #inside });)
            }
            Place::Index(index) => quote!(#issues.index(#index, |#issues| { #inside });),
            Place::Hidden | Place::Whole | Place::Mixed => inside,
        }
    }

    fn walked_type(&self, field: &Field) -> TokenStream {
        let ty = &field.ty;
        self.vetted(field)
            .map_or_else(|| quote!(#ty), |vetted| quote!(#vetted::Type))
    }
}

fn is_checked(field: &Field) -> bool {
    !field.constraints.is_empty() || is_walked(field)
}

/// Whether there may be constraints inside of the field's value.
fn is_walked(field: &Field) -> bool {
    !field.opaque && !fit::is_plain(&field.ty) && !matches!(field.place, Place::Hidden)
}
