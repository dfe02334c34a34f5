//! [`Key`]: what may be the key of a map. Not how maps are compared.

use std::borrow::Cow;
use std::num::NonZero;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A key of a map, with its name in the JSON object; implemented by `#[model]`
/// on enums of unit variants, and by `#[model(key)]` on newtypes around a key.
///
/// Two keys are equal exactly when their names are.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a map in an actor's state",
    label = "has no name in a JSON object",
    note = "put `#[model]` on an enum of unit variants, or `#[model(key)]` on a newtype around a `String`, an integer or another key"
)]
pub trait Key: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name that `serde_json` writes for this key, not escaped.
    fn key(&self) -> Cow<'_, str>;

    /// The key with this name; `None` if [`key`](Self::key) never gives it, as
    /// with `"007"` and an integer.
    #[must_use]
    fn from_key(name: &str) -> Option<Self>;
}

impl Key for String {
    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn from_key(name: &str) -> Option<Self> {
        Some(name.to_owned())
    }
}

impl Key for Box<str> {
    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    fn from_key(name: &str) -> Option<Self> {
        Some(name.into())
    }
}

impl Key for bool {
    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }

    fn from_key(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// Implements [`Key`] for types whose name is their `Display` text.
macro_rules! displayed {
    ($($key:ty),+ $(,)?) => {$(
        impl Key for $key {
            fn key(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }

            fn from_key(name: &str) -> Option<Self> {
                // Also `+1`, `-0` and `01` can be parsed.
                name.parse().ok().filter(|key: &Self| key.key() == name)
            }
        }
    )+};
}

displayed! {
    char,
    i8, i16, i32, i64, i128, isize,
    u8, u16, u32, u64, u128, usize,
    NonZero<i8>, NonZero<i16>, NonZero<i32>, NonZero<i64>, NonZero<i128>, NonZero<isize>,
    NonZero<u8>, NonZero<u16>, NonZero<u32>, NonZero<u64>, NonZero<u128>, NonZero<usize>,
}
