//! Types of the user's that may not be fit for their place: what stands in the
//! generated code for one, and the one place where it is reported.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, GenericArgument, Path, PathArguments, PathSegment, Type, parse_quote};

use crate::crate_path::CratePath;
use crate::model::{FieldItem, Role, TypeItem};
use crate::span::locate;

/// What a place asks of a type: a probe of the runtime, and the trait that says
/// what is wrong.
#[derive(Clone, Copy)]
pub(super) struct Place {
    probe: &'static str,
    verdict: &'static str,
    /// The place of the keys of a map.
    key: Option<&'static Place>,
    /// Whether the place knows types that are fit without asking.
    knows_plain: bool,
    /// Whether a container is fit because of what it holds.
    knows_parts: bool,
}

pub(super) const TRAVEL: Place = Place::new("Travel", "Travels");
pub(super) const KEEP: Place = Place {
    key: Some(&KEEP_KEY),
    ..Place::new("Keep", "Keeps")
};
const KEEP_KEY: Place = Place::new("KeepKey", "KeepsKey");
pub(super) const KEEP_WHOLE: Place = Place::new("KeepWhole", "KeepsWhole");
pub(super) const PUBLISH: Place = Place::new("Publish", "Publishes");
pub(super) const FAIL: Place = Place {
    knows_plain: false,
    ..Place::new("Fail", "Fails")
};
pub(super) const HOOK_RESULT: Place = Place {
    knows_plain: false,
    knows_parts: false,
    ..Place::new("HookResult", "HookReturns")
};
pub(super) const START: Place = Place {
    knows_parts: false,
    ..Place::new("Start", "Starts")
};
pub(super) const EMITTED: Place = Place {
    knows_plain: false,
    ..Place::new("Emitted", "Emittable")
};

impl Place {
    const fn new(probe: &'static str, verdict: &'static str) -> Self {
        Self {
            probe,
            verdict,
            key: None,
            knows_plain: true,
            knows_parts: true,
        }
    }

    /// Whether the type is fit for sure, so that nothing need be asked.
    fn knows(self, ty: &Type) -> bool {
        self.knows_plain && is_plain(ty)
    }

    /// Whether the type is fit, as a constant.
    fn fit(self, ty: &Type, root: &CratePath) -> TokenStream {
        let (private, probe) = (root.private(), ident(self.probe));
        quote!(#private::#probe::<#ty>::FIT)
    }

    /// The same where the answer of what is not fit is not in scope.
    pub(super) fn vetted_anywhere(self, ty: &Type, root: &CratePath) -> Option<TokenStream> {
        if self.knows(ty) {
            return None;
        }
        let (private, fit) = (root.private(), self.fit(ty, root));
        let allowance = quote!(#[allow(unused_imports, reason = "where the type is fit")]);
        Some(quote!(<#ty as #private::Vetted<{ #allowance use #private::Unfit as _; #fit }>>))
    }

    /// `<T as Vetted<…>>`; nothing for a type that is fit for sure.
    pub(super) fn vetted(self, ty: &Type, root: &CratePath) -> Option<TokenStream> {
        if self.knows(ty) {
            return None;
        }
        let (private, fit) = (root.private(), self.fit(ty, root));
        Some(quote!(<#ty as #private::Vetted<{ #fit }>>))
    }
}

/// The place of a field.
pub(super) fn place_of(field: &FieldItem, declared: &TypeItem) -> Place {
    match declared.role {
        Role::Event => PUBLISH,
        Role::Actor | Role::Model if field.options.opaque.is_some() => KEEP_WHOLE,
        Role::Actor | Role::Model => KEEP,
    }
}

/// The reports of types that are not fit, one for each type and place.
pub(super) struct Reports<'a> {
    root: &'a CratePath,
    seen: HashSet<(&'static str, String)>,
    tokens: TokenStream,
}

impl<'a> Reports<'a> {
    pub(super) fn new(root: &'a CratePath) -> Self {
        Self {
            root,
            seen: HashSet::new(),
            tokens: TokenStream::new(),
        }
    }

    /// Reports the smallest part of the type that is not fit.
    pub(super) fn add(&mut self, place: Place, ty: &Type, attributes: &[Attribute]) {
        self.add_unless(Vec::new(), place, ty, attributes);
    }

    /// Reports a type that is fit for one place and not for another.
    pub(super) fn add_if_fit(
        &mut self,
        for_what: Place,
        place: Place,
        ty: &Type,
        attributes: &[Attribute],
    ) {
        let fit = for_what.fit(ty, self.root);
        self.add_unless(vec![quote!(!#fit)], place, ty, attributes);
    }

    fn add_unless(
        &mut self,
        mut conditions: Vec<TokenStream>,
        place: Place,
        ty: &Type,
        attributes: &[Attribute],
    ) {
        if place.knows(ty) || !self.seen.insert((place.probe, spelling(ty))) {
            return;
        }
        conditions.insert(0, place.fit(ty, self.root));
        for (place, part) in place.parts(ty) {
            self.add(place, part, attributes);
            if !place.knows(part) {
                let fit = place.fit(part, self.root);
                conditions.push(quote!(!#fit));
            }
        }
        // The user's own spans, so that the report shows nothing of the macro.
        let here = ty.span();
        let root = self.root.exactly_at(here);
        let verdict = Ident::new(place.verdict, here);
        let subject = quote_spanned! {here=>
            <#ty as #root::__private::Vetted<{ #(#conditions)||* }>>::Subject
        };
        let checked = quote_spanned!(here=> <#subject as #root::fit::#verdict>::CHECKED);
        self.push(&checked, attributes);
    }

    /// Reports a type that cannot be lent to a method of the actor.
    pub(super) fn add_lent(&mut self, ty: &Type, actor: &Path, attributes: &[Attribute]) {
        if !self.seen.insert(("Borrow", spelling(ty))) {
            return;
        }
        let here = ty.span();
        let root = self.root.exactly_at(here);
        let lendable = quote_spanned! {here=>
            <#ty as #root::__private::Lendable<
                #actor, { #root::__private::Borrow::<#ty, #actor>::FIT }
            >>
        };
        let subject = quote_spanned!(here=> #lendable::Subject);
        let checked = quote_spanned!(here=> <#subject as #root::fit::Borrows<#actor>>::CHECKED);
        self.push(&checked, attributes);
    }

    /// Reports a parameter of a hook that is not the context.
    pub(super) fn add_hook_parameter(&mut self, ty: &Type, actor: &Path, attributes: &[Attribute]) {
        let here = ty.span();
        let root = self.root.exactly_at(here);
        let parameter = hook_parameter(ty, actor, &root);
        let subject = quote_spanned!(here=> #parameter::Subject);
        let checked = quote_spanned!(here=> <#subject as #root::fit::HookTakes<#actor>>::CHECKED);
        self.push(&checked, attributes);
    }

    /// Reports an event whose name another one has, which only the compiler knows.
    pub(super) fn add_event_name(&mut self, event: &Path, others: &[Path]) {
        if others.is_empty() {
            return;
        }
        let (here, root) = (event.span(), self.root);
        let identity = |event: &Path| {
            let vetted = EMITTED.vetted(&parse_quote!(#event), root);
            let event = quote!(<#vetted::Type as #root::Event>);
            quote!((#event::NAME, #event::DEFINED_AT))
        };
        let (identity, others) = (identity(event), others.iter().map(identity));
        let root = root.exactly_at(here);
        let checked = quote_spanned! {here=>
            #root::__private::assert_new_event(#identity, &[#(#others),*])
        };
        self.push(&checked, &[]);
    }

    fn push(&mut self, checked: &TokenStream, attributes: &[Attribute]) {
        self.tokens.extend(quote! {
            #(#attributes)*
            const _: () = #checked;
        });
    }
}

/// `<T as HookParameter<A, …>>`, at the type.
pub(super) fn hook_parameter(ty: &Type, actor: &Path, root: &TokenStream) -> TokenStream {
    quote_spanned! {ty.span()=>
        <#ty as #root::__private::HookParameter<
            #actor, { #root::__private::HookContext::<#ty, #actor>::FIT }
        >>
    }
}

fn spelling(ty: &Type) -> String {
    ty.to_token_stream().to_string()
}

impl ToTokens for Reports<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.clone());
    }
}

/// `<T as Lendable<A, …>>`, at the type.
pub(super) fn lendable(ty: &Type, actor: &Path, root: &CratePath) -> TokenStream {
    let here = locate(ty.span());
    let private = root.private_at(ty.span());
    quote_spanned! {here=>
        <#ty as #private::Lendable<#actor, { #private::Borrow::<#ty, #actor>::FIT }>>
    }
}

impl Place {
    /// What a container of `std` holds, each with its place; it is fit if they are.
    fn parts(self, ty: &Type) -> Vec<(Place, &Type)> {
        match ty {
            _ if !self.knows_parts => Vec::new(),
            Type::Tuple(tuple) => tuple.elems.iter().map(|part| (self, part)).collect(),
            Type::Array(array) => vec![(self, &*array.elem)],
            Type::Paren(inner) => vec![(self, &*inner.elem)],
            Type::Group(inner) => self.parts(&inner.elem),
            Type::Path(path) if path.qself.is_none() => {
                let last = path.path.segments.last();
                last.map_or_else(Vec::new, |last| self.parts_of(last))
            }
            _ => Vec::new(),
        }
    }

    fn parts_of(self, last: &PathSegment) -> Vec<(Place, &Type)> {
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return Vec::new();
        };
        let types = arguments.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        let key = self.key.copied().unwrap_or(self);
        let places: &[Place] = match last.ident.to_string().as_str() {
            "Vec" | "VecDeque" | "Option" | "Box" | "List" | "HashSet" | "BTreeSet" => &[self],
            "HashMap" | "BTreeMap" | "Map" => &[key, self],
            _ => &[],
        };
        places.iter().copied().zip(types).collect()
    }
}

/// Types of `std` that are fit wherever values are, by the names that they go
/// by. One of another type by such a name is reported by the compiler, in its way.
const PLAIN: [&str; 17] = [
    "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128",
    "isize", "f32", "f64", "String",
];

fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        Type::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => {
            let segment = &path.path.segments[0];
            match &segment.arguments {
                PathArguments::None => PLAIN.iter().any(|name| segment.ident == name),
                _ => {
                    ["Vec", "Option"].iter().any(|name| segment.ident == name)
                        && TRAVEL
                            .parts_of(segment)
                            .iter()
                            .all(|(_, part)| is_plain(part))
                }
            }
        }
        Type::Group(group) => is_plain(&group.elem),
        _ => false,
    }
}

/// Whether the type is one of `std`'s that is not a result, by its name.
pub(super) fn is_of_std(ty: &Type) -> bool {
    match ty {
        Type::Tuple(_) | Type::Array(_) => true,
        Type::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => {
            let segment = &path.path.segments[0];
            is_plain(ty) || CONTAINERS.iter().any(|name| segment.ident == name)
        }
        _ => false,
    }
}

/// Types of `std` that hold values.
const CONTAINERS: [&str; 8] = [
    "Vec", "VecDeque", "Option", "Box", "HashMap", "HashSet", "BTreeMap", "BTreeSet",
];

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
