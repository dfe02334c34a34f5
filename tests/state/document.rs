//! [`Document`]: a JSON value that only patches change, as a subscriber has it.

use serde_json::Value;
use stagedoor::{Patch, State};

/// How arrays are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrays {
    Ordered,
    /// As sets are.
    Unordered,
}

/// A subscriber's copy of a state.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document(Value);

impl Document {
    /// The snapshot of `state`.
    pub(crate) fn of<T: State>(state: &T) -> Self {
        // By way of the text, since a `Value` cannot be made of every integer.
        let text = serde_json::to_string(state).unwrap();
        Self(serde_json::from_str(&text).unwrap())
    }

    /// Applies one operation after the other, each checked.
    pub(crate) fn apply(&mut self, patch: &str) {
        let operations: Vec<Value> = serde_json::from_str(patch).unwrap();
        assert!(!operations.is_empty(), "an empty patch is not sent");
        for operation in operations {
            self.check(&operation);
            let operation = [serde_json::from_value(operation).unwrap()];
            json_patch::patch(&mut self.0, &operation).unwrap();
        }
    }

    pub(crate) fn assert_is_of<T: State>(&self, state: &T, how: &str) {
        assert_eq!(self.0, Self::of(state).0, "{how}");
    }

    pub(crate) fn is_of<T: State>(&self, state: &T) -> bool {
        self.0 == Self::of(state).0
    }

    /// The document, its arrays in an order that does not depend on theirs.
    pub(crate) fn with(mut self, arrays: Arrays) -> Self {
        if arrays == Arrays::Unordered {
            sort(&mut self.0);
        }
        self
    }

    /// Checks what RFC 6902 leaves open and stagedoor promises.
    fn check(&self, operation: &Value) {
        let path = operation["path"].as_str().unwrap();
        let name = operation["op"].as_str().unwrap();
        assert!(["add", "replace", "remove"].contains(&name), "{operation}");
        let Some((parent, last)) = path.rsplit_once('/') else {
            assert_eq!(name, "replace", "only a replacement fits the root");
            return;
        };
        match self.0.pointer(parent) {
            Some(Value::Array(_)) => assert_ne!(last, "-", "an index is explicit"),
            Some(Value::Object(_)) if name == "add" => {
                assert!(
                    self.0.pointer(path).is_none(),
                    "{operation} adds what is there"
                );
            }
            Some(Value::Object(_)) => {}
            parent => panic!("{operation} goes into {parent:?}"),
        }
    }
}

fn sort(value: &mut Value) {
    match value {
        Value::Array(elements) => {
            elements.iter_mut().for_each(sort);
            elements.sort_by_cached_key(Value::to_string);
        }
        Value::Object(entries) => entries.values_mut().for_each(sort),
        _ => {}
    }
}

/// The patch from `old` to `new`.
pub(crate) fn patch<T: State>(old: &T, new: &T) -> Option<String> {
    let mut patch = Patch::new();
    new.diff(old, &mut patch);
    let empty = patch.is_empty();
    let text = patch.finish().unwrap();
    assert_eq!(empty, text.is_none());
    text
}
