//! `State`: how two values of a type are compared, told apart as a patch, and
//! brought together. A struct is treated as an enum with one variant.

mod apply;
mod bounds;
mod check;
mod field;

pub(super) use apply::made_default;
use proc_macro2::TokenStream;
use quote::quote;

use crate::crate_path::CratePath;
use crate::model::{Contents, Field, Place, Shape, StateType, Tagging, Variant};

pub(super) fn expand(state: &StateType, root: &CratePath) -> TokenStream {
    let private = root.private();
    let writer = Writer { state, root };
    let functions = match &state.shape {
        Shape::Opaque => quote! {
            fn same(&self, __other: &Self) -> bool {
                #private::opaque::same(self, __other)
            }
        },
        Shape::Enum(variants) if variants.is_empty() => empty_enum(root),
        shape => {
            let (same, diff, assign) =
                (writer.same(shape), writer.diff(shape), writer.assign(shape));
            let (apply, check) = (writer.apply(shape), writer.check(shape));
            quote!(#same #diff #assign #apply #check)
        }
    };
    implement(state, root, &functions)
}

pub(super) fn expand_stub(state: &StateType, root: &CratePath) -> TokenStream {
    let same = quote! {
        fn same(&self, _: &Self) -> bool {
            ::core::unimplemented!()
        }
    };
    implement(state, root, &same)
}

fn implement(state: &StateType, root: &CratePath, functions: &TokenStream) -> TokenStream {
    let ident = &state.ident;
    let allowances = super::allowances();
    let generics = bounds::of(state, root);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, type_generics, _) = state.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #allowances
        impl #impl_generics #root::State for #ident #type_generics #where_clause {
            #functions
        }
    }
}

/// A value of an enum without variants does not exist.
fn empty_enum(root: &CratePath) -> TokenStream {
    quote! {
        fn same(&self, _: &Self) -> bool {
            match *self {}
        }
        fn diff(&self, _: &Self, _: &mut #root::Patch) {
            match *self {}
        }
        fn assign(&mut self, _: &Self) {
            match *self {}
        }
        fn apply(
            &mut self,
            _: #root::Operation<'_>,
        ) -> ::core::result::Result<(), #root::ApplyError> {
            match *self {}
        }
    }
}

/// Writes the functions of one type.
struct Writer<'a> {
    state: &'a StateType,
    root: &'a CratePath,
}

/// One arm of a match: the constructor and what is in it.
struct Arm<'a> {
    constructor: TokenStream,
    variant: Option<&'a Variant>,
    contents: &'a Contents,
}

impl Arm<'_> {
    /// A pattern that binds the fields that are asked for.
    fn pattern(&self, prefix: &str, wanted: impl Fn(&Field) -> bool) -> TokenStream {
        let constructor = &self.constructor;
        let fields = self.contents.fields.iter().filter(|field| wanted(field));
        let bindings = fields.map(|field| {
            let (member, binding) = (&field.member, field.binding(prefix));
            quote!(#member: #binding)
        });
        quote!(#constructor { #(#bindings,)* .. })
    }
}

/// The arms that have something to compare; for the others being the same
/// variant is being the same.
fn arms(shape: &Shape) -> Vec<Arm<'_>> {
    match shape {
        Shape::Opaque => Vec::new(),
        Shape::Struct(contents) => vec![Arm {
            constructor: quote!(Self),
            variant: None,
            contents,
        }],
        Shape::Enum(variants) => variants
            .iter()
            .filter(|variant| !variant.contents.fields.is_empty())
            .map(|variant| {
                let ident = &variant.ident;
                Arm {
                    constructor: quote!(Self::#ident),
                    variant: Some(variant),
                    contents: &variant.contents,
                }
            })
            .collect(),
    }
}

impl Writer<'_> {
    fn same(&self, shape: &Shape) -> TokenStream {
        let arms = arms(shape).into_iter().map(|arm| {
            let (new, old) = (arm.pattern("new", |_| true), arm.pattern("old", |_| true));
            let comparisons = arm
                .contents
                .fields
                .iter()
                .map(|field| self.field_same(field));
            quote!((#new, #old) => true #(&& #comparisons)*,)
        });
        let other_arm = matches!(shape, Shape::Enum(_)).then(
            || quote!(_ => ::core::mem::discriminant(self) == ::core::mem::discriminant(__other),),
        );
        quote! {
            fn same(&self, __other: &Self) -> bool {
                match (self, __other) {
                    #(#arms)*
                    #other_arm
                }
            }
        }
    }

    fn diff(&self, shape: &Shape) -> TokenStream {
        let root = self.root;
        let arms = arms(shape).into_iter().map(|arm| {
            let written = |field: &Field| !matches!(field.place, Place::Hidden);
            let (new, old) = (arm.pattern("new", written), arm.pattern("old", written));
            let body = self.arm_diff(&arm);
            quote!((#new, #old) => { #body })
        });
        let other_arm = matches!(shape, Shape::Enum(_)).then(|| {
            quote! {
                _ => if ::core::mem::discriminant(self) != ::core::mem::discriminant(__old) {
                    __patch.replace(self);
                }
            }
        });
        let comparison = quote! {
            match (self, __old) {
                #(#arms)*
                #other_arm
            }
        };
        let body = if self.may_be_replaced(shape) {
            quote!(__patch.or_replace(self, |__patch| { #comparison });)
        } else {
            comparison
        };
        quote! {
            fn diff(&self, __old: &Self, __patch: &mut #root::Patch) {
                #body
            }
        }
    }

    /// Whether one replacement of the whole may be shorter than what its fields
    /// write. An actor is never replaced: its document would be, at the root.
    fn may_be_replaced(&self, shape: &Shape) -> bool {
        let several = |arm: &Arm<'_>| {
            let written = |field: &&Field| !matches!(field.place, Place::Hidden | Place::Mixed);
            arm.contents.fields.iter().filter(written).count() > 1
        };
        !self.state.root && arms(shape).iter().any(several)
    }

    fn arm_diff(&self, arm: &Arm<'_>) -> TokenStream {
        let fields = &arm.contents.fields;
        let wraps_unfollowed = arm
            .variant
            .is_some_and(|variant| variant.tagging == Tagging::Internal);
        let mixed = fields.iter().filter(|field| match field.place {
            Place::Mixed => true,
            // A value that lies beside the tag cannot be replaced without it.
            Place::Whole => wraps_unfollowed,
            _ => false,
        });
        let mixed: Vec<TokenStream> = mixed.map(|field| self.field_same(field)).collect();
        let followed = fields
            .iter()
            .filter(|field| !(matches!(field.place, Place::Whole) && wraps_unfollowed));
        let inside: TokenStream = followed.map(|field| self.field_diff(field)).collect();
        let inside = match arm.variant {
            Some(variant) => entered(variant, inside),
            None => inside,
        };
        if mixed.is_empty() {
            return inside;
        }
        quote! {
            if !(true #(&& #mixed)*) {
                return __patch.replace(self);
            }
            #inside
        }
    }

    fn assign(&self, shape: &Shape) -> TokenStream {
        let arms = arms(shape).into_iter().map(|arm| {
            let (new, old) = (arm.pattern("new", |_| true), arm.pattern("old", |_| true));
            let assignments = arm
                .contents
                .fields
                .iter()
                .map(|field| self.field_assign(field));
            quote!((#new, #old) => { #(#assignments)* })
        });
        let other_arm = matches!(shape, Shape::Enum(_)).then(|| {
            quote! {
                (__this, __from) => if ::core::mem::discriminant(__this) != ::core::mem::discriminant(__from) {
                    *__this = ::core::clone::Clone::clone(__from);
                }
            }
        });
        quote! {
            fn assign(&mut self, __from: &Self) {
                match (self, __from) {
                    #(#arms)*
                    #other_arm
                }
            }
        }
    }
}

/// The contents' patch, at the place of the contents.
fn entered(variant: &Variant, inside: TokenStream) -> TokenStream {
    match name_of_contents(variant) {
        Some(name) if !inside.is_empty() => quote!(__patch.field(#name, |__patch| { #inside });),
        _ => inside,
    }
}

/// The name under which the contents of a variant stand.
fn name_of_contents(variant: &Variant) -> Option<&String> {
    match &variant.tagging {
        Tagging::External => Some(&variant.name),
        Tagging::Adjacent { content } => Some(content),
        Tagging::Internal | Tagging::Untagged => None,
    }
}
