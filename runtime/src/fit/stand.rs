//! What stands for values whose type is not fit for its place. There are none.

use std::convert::Infallible;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::refused;
use crate::Event;
use crate::hook::HookReturn;
use crate::state::State;

/// Stands for a value of the type `T`, and is fit for every place.
pub struct Stand<T>(Never<T>);

/// A value that there is not.
pub struct Never<T>(Infallible, PhantomData<fn() -> T>);

impl<T> Deref for Never<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self.0 {}
    }
}

impl<T> Clone for Stand<T> {
    fn clone(&self) -> Self {
        match self.0.0 {}
    }
}

impl<T> Default for Stand<T> {
    fn default() -> Self {
        refused()
    }
}

impl<T> PartialEq for Stand<T> {
    fn eq(&self, _: &Self) -> bool {
        match self.0.0 {}
    }
}

impl<T> Display for Stand<T> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.0 {}
    }
}

impl<T> Serialize for Stand<T> {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match self.0.0 {}
    }
}

impl<'de, T> Deserialize<'de> for Stand<T> {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        refused()
    }
}

impl<T> JsonSchema for Stand<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        refused()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        refused()
    }
}

impl<T: 'static> State for Stand<T> {
    fn same(&self, _: &Self) -> bool {
        match self.0.0 {}
    }
}

impl<T: 'static> Event for Stand<T> {
    const NAME: &'static str = "";
    const DOCS: &'static str = "";
}

impl<T> HookReturn for Stand<T> {
    fn into_hook_result(self) -> Result<(), String> {
        match self.0.0 {}
    }
}
