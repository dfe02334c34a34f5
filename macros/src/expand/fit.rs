//! Types of the user's that may not be fit for their place: what stands in the
//! generated code for one, and the one place where it is reported.

use std::cell::RefCell;
use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, GenericArgument, Path, PathArguments, PathSegment, Type, parse_quote};

use crate::crate_path::CratePath;
use crate::model::{FieldItem, Role, TypeItem};

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
pub(super) const START_WHOLE: Place = Place {
    knows_parts: false,
    ..Place::new("StartWhole", "StartsWhole")
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
        let vet = quote!(#private::Vet<#ty, { #allowance use #private::Unfit as _; #fit }>);
        Some(quote!(<#vet as #private::Vetted>))
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

/// The types of one block of generated code that may not be fit: a short name
/// for each, and the one place where it is reported.
pub(super) struct Vets<'a> {
    root: &'a CratePath,
    names: RefCell<HashMap<(&'static str, String), Ident>>,
    definitions: RefCell<TokenStream>,
}

impl<'a> Vets<'a> {
    pub(super) fn new(root: &'a CratePath) -> Self {
        Self {
            root,
            names: RefCell::default(),
            definitions: RefCell::default(),
        }
    }

    /// What vets the type; nothing for one that is fit for sure.
    pub(super) fn vet(&self, place: Place, ty: &Type, cfgs: &[Attribute]) -> Option<TokenStream> {
        if place.knows(ty) {
            return None;
        }
        let (private, fit) = (self.root.private(), place.fit(ty, self.root));
        let name = self.name(
            place.probe,
            "Vet",
            ty,
            cfgs,
            || quote!(#private::Vet<#ty, { #fit }>),
        );
        Some(quote!(<#name as #private::Vetted>))
    }

    /// What lends the type to a method of the actor.
    pub(super) fn loan(&self, ty: &Type, actor: &Path, cfgs: &[Attribute]) -> Ident {
        let private = self.root.private();
        self.name(
            "Borrow",
            "Loan",
            ty,
            cfgs,
            || quote!(#private::Loan<#ty, { #private::Borrow::<#ty, #actor>::FIT }>),
        )
    }

    /// The name of what `define` writes, which is the same for the same type.
    pub(super) fn name(
        &self,
        probe: &'static str,
        prefix: &str,
        ty: &Type,
        cfgs: &[Attribute],
        define: impl FnOnce() -> TokenStream,
    ) -> Ident {
        let key = format!("{} {}", spelling(ty), quote!(#(#cfgs)*));
        let mut names = self.names.borrow_mut();
        let next = names.len();
        let known = names.entry((probe, key));
        known
            .or_insert_with(|| {
                let (name, definition) = (format_ident!("__{prefix}{next}"), define());
                let definition = quote!(#(#cfgs)* type #name = #definition;);
                self.definitions.borrow_mut().extend(definition);
                name
            })
            .clone()
    }

    /// What looks into values of the type; nothing for one that has nothing inside.
    pub(super) fn walk(&self, ty: &Type, cfgs: &[Attribute]) -> Option<TokenStream> {
        if is_plain(ty) {
            return None;
        }
        let private = self.root.private();
        let value = match self.vet(TRAVEL, ty, cfgs) {
            Some(vetted) => quote!(#vetted::Type),
            None => quote!(#ty),
        };
        let name = self.name(
            "IsState",
            "Walk",
            ty,
            cfgs,
            || quote!(#private::Walk<#value, { #private::IsState::<#value>::FIT }>),
        );
        Some(quote!(<#name as #private::Walker>))
    }

    /// Adds items that are named by [`name`](Self::name).
    pub(super) fn define(&self, items: TokenStream) {
        self.definitions.borrow_mut().extend(items);
    }

    /// Whether something is done for the first time.
    pub(super) fn is_new(&self, what: &'static str, ty: &Type) -> bool {
        let mut names = self.names.borrow_mut();
        let nothing = format_ident!("nothing");
        names.insert((what, spelling(ty)), nothing).is_none()
    }

    /// Reports the smallest part of the type that is not fit.
    pub(super) fn report(&self, place: Place, ty: &Type, cfgs: &[Attribute]) {
        self.report_unless(Vec::new(), place, ty, cfgs);
    }

    /// Reports a type that is fit for one place and not for another.
    pub(super) fn report_if_fit(
        &self,
        for_what: Place,
        place: Place,
        ty: &Type,
        cfgs: &[Attribute],
    ) {
        let fit = for_what.fit(ty, self.root);
        self.report_unless(vec![quote!(!#fit)], place, ty, cfgs);
    }

    fn report_unless(
        &self,
        mut conditions: Vec<TokenStream>,
        place: Place,
        ty: &Type,
        cfgs: &[Attribute],
    ) {
        if place.knows(ty) || !self.is_new(place.verdict, ty) {
            return;
        }
        conditions.insert(0, place.fit(ty, self.root));
        for (place, part) in place.parts(ty) {
            self.report(place, part, cfgs);
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
            <#root::__private::Vet<#ty, { #(#conditions)||* }> as #root::__private::Vetted>::Subject
        };
        let checked = quote_spanned!(here=> <#subject as #root::fit::#verdict>::CHECKED);
        self.push(&checked, cfgs);
    }

    /// Reports a type that cannot be lent to a method of the actor.
    pub(super) fn report_loan(&self, ty: &Type, actor: &Path, cfgs: &[Attribute]) {
        if !self.is_new("Borrows", ty) {
            return;
        }
        let here = ty.span();
        let root = self.root.exactly_at(here);
        let subject = quote_spanned! {here=>
            <#root::__private::Loan<
                #ty, { #root::__private::Borrow::<#ty, #actor>::FIT }
            > as #root::__private::LendOne<#actor>>::Subject
        };
        let checked = quote_spanned!(here=> <#subject as #root::fit::Borrows<#actor>>::CHECKED);
        self.push(&checked, cfgs);
    }

    /// Reports a parameter of a hook that is not the context.
    pub(super) fn report_hook_parameter(&self, ty: &Type, actor: &Path, cfgs: &[Attribute]) {
        let here = ty.span();
        let root = self.root.exactly_at(here);
        let parameter = hook_parameter(ty, actor, &root);
        let subject = quote_spanned!(here=> #parameter::Subject);
        let checked = quote_spanned!(here=> <#subject as #root::fit::HookTakes<#actor>>::CHECKED);
        self.push(&checked, cfgs);
    }

    /// Reports an event whose name another one has, which only the compiler knows.
    pub(super) fn report_event_name(&self, event: &Path, others: &[Path]) {
        if others.is_empty() {
            return;
        }
        let (here, root) = (event.span(), self.root);
        let identity = |event: &Path| {
            let vetted = self.vet(EMITTED, &parse_quote!(#event), &[]);
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

    fn push(&self, checked: &TokenStream, cfgs: &[Attribute]) {
        let report = quote! {
            #(#cfgs)*
            const _: () = #checked;
        };
        self.definitions.borrow_mut().extend(report);
    }
}

impl ToTokens for Vets<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.definitions.borrow().clone());
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

pub(super) fn is_plain(ty: &Type) -> bool {
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
