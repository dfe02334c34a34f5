//! The reader of the user's `#[serde(…)]` attributes: what they make of the
//! JSON. Their mistakes are serde's to report.

use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, ExprPath, Ident, LitStr, Path, Token, token};

use crate::rename::RenameRule;

/// The `#[serde(…)]` attributes of one type, variant or field, as far as they
/// decide what `Serialize` writes, and how `Deserialize` reads it.
#[allow(
    clippy::struct_excessive_bools,
    reason = "one for each attribute that is a flag"
)]
#[derive(Clone, Default)]
pub(crate) struct SerdeAttributes {
    pub(crate) rename: Option<LitStr>,
    pub(crate) rename_all: Option<Named<Option<RenameRule>>>,
    pub(crate) rename_all_fields: Option<Named<Option<RenameRule>>>,
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) untagged: bool,
    pub(crate) transparent: bool,
    pub(crate) default: Option<Path>,
    /// The function that `default` names.
    pub(crate) default_function: Option<ExprPath>,
    pub(crate) crate_path: Option<Path>,
    pub(crate) skip_serializing: bool,
    pub(crate) skip_serializing_if: Option<Named<ExprPath>>,
    pub(crate) serialize_with: Option<Named<ExprPath>>,
    pub(crate) deserialize_with: Option<ExprPath>,
    pub(crate) flatten: Option<Path>,
    /// Conversions of the whole type: what is written is another type's JSON.
    pub(crate) converted: Option<Path>,
    /// A name that is read differently from how it is written.
    pub(crate) two_names: Option<Path>,
    /// Whether there is more than names and defaults.
    pub(crate) is_intricate: bool,
}

/// A value and the key that gave it.
#[derive(Clone)]
pub(crate) struct Named<T> {
    pub(crate) key: Path,
    pub(crate) value: T,
}

impl SerdeAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut serde = Self::default();
        for attribute in attributes {
            if attribute.path().is_ident("serde") {
                // serde's own derive reports what does not parse.
                let _ = attribute.parse_nested_meta(|meta| serde.insert(&meta));
            }
        }
        serde
    }

    fn insert(&mut self, meta: &ParseNestedMeta) -> syn::Result<()> {
        let key = meta.path.clone();
        let simple = ["rename", "rename_all", "default"];
        self.is_intricate |= !simple.iter().any(|name| key.is_ident(name));
        match key.get_ident().map(Ident::to_string).as_deref() {
            Some("rename") => self.rename = self.written_name(meta)?,
            Some("rename_all") => self.rename_all = Some(self.rename_rule(meta)?),
            Some("rename_all_fields") => self.rename_all_fields = Some(self.rename_rule(meta)?),
            Some("tag") => self.tag = Some(string(meta)?.value()),
            Some("content") => self.content = Some(string(meta)?.value()),
            Some("untagged") => self.untagged = true,
            Some("transparent") => self.transparent = true,
            Some("default") => {
                self.default = Some(key);
                if meta.input.peek(Token![=]) {
                    self.default_function = Some(function(meta)?.value);
                }
            }
            Some("crate") => {
                self.crate_path = Some(key);
                skip_value(meta)?;
            }
            Some("skip" | "skip_serializing") => self.skip_serializing = true,
            Some("skip_serializing_if") => self.skip_serializing_if = Some(function(meta)?),
            Some("serialize_with") => self.serialize_with = Some(function(meta)?),
            Some("deserialize_with") => self.deserialize_with = Some(function(meta)?.value),
            Some("with") => {
                let module = function(meta)?;
                let reader = member_of(&module, "deserialize");
                self.deserialize_with = Some(reader.value);
                self.serialize_with = Some(member_of(&module, "serialize"));
            }
            Some("flatten") => self.flatten = Some(key),
            Some("from" | "try_from" | "into" | "remote" | "getter") => {
                self.converted.get_or_insert(key);
                skip_value(meta)?;
            }
            _ => skip_value(meta)?,
        }
        Ok(())
    }

    /// `rename = "…"`, or the half of `rename(serialize = "…", …)` that is written.
    fn written_name(&mut self, meta: &ParseNestedMeta) -> syn::Result<Option<LitStr>> {
        if meta.input.peek(Token![=]) {
            return string(meta).map(Some);
        }
        let (mut written, mut read) = (None, None);
        meta.parse_nested_meta(|half| {
            if half.path.is_ident("serialize") {
                written = Some(string(&half)?);
            } else {
                read = Some(string(&half)?);
            }
            Ok(())
        })?;
        if written.as_ref().map(LitStr::value) != read.as_ref().map(LitStr::value) {
            self.two_names = Some(meta.path.clone());
        }
        Ok(written)
    }

    fn rename_rule(&mut self, meta: &ParseNestedMeta) -> syn::Result<Named<Option<RenameRule>>> {
        let name = self.written_name(meta)?;
        Ok(Named {
            key: meta.path.clone(),
            value: name.and_then(|name| RenameRule::parse(&name.value())),
        })
    }
}

fn function(meta: &ParseNestedMeta) -> syn::Result<Named<ExprPath>> {
    Ok(Named {
        key: meta.path.clone(),
        value: string(meta)?.parse()?,
    })
}

/// A function of the module that `with` names.
fn member_of(module: &Named<ExprPath>, name: &str) -> Named<ExprPath> {
    let mut function = module.clone();
    let name = Ident::new(name, module.key.span());
    function.value.path.segments.push(name.into());
    function
}

fn string(meta: &ParseNestedMeta) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

/// Passes over the value of a key that changes nothing here.
fn skip_value(meta: &ParseNestedMeta) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(token::Paren) {
        meta.parse_nested_meta(|inner| skip_value(&inner))?;
    }
    Ok(())
}
