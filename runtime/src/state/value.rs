//! [`State`] for JSON values of any shape; their objects and arrays are compared
//! as maps and sequences are. Not for text that holds JSON.

use serde_json::{Map, Number, Value};

use super::map::by_lookup;
use super::{ApplyError, Operation, Patch, State};

impl State for Value {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Object(entries), Value::Object(other)) => entries.same(other),
            (Value::Array(elements), Value::Array(other)) => elements.same(other),
            (Value::Number(number), Value::Number(other)) => number.same(other),
            _ => self == other,
        }
    }

    fn diff(&self, old: &Self, patch: &mut Patch) {
        match (self, old) {
            (Value::Object(entries), Value::Object(old)) => entries.diff(old, patch),
            (Value::Array(elements), Value::Array(old)) => elements.diff(old, patch),
            _ if self.same(old) => {}
            _ => patch.replace(self),
        }
    }

    fn assign(&mut self, from: &Self) {
        match (&mut *self, from) {
            (Value::Object(entries), Value::Object(from)) => entries.assign(from),
            (Value::Array(elements), Value::Array(from)) => elements.assign(from),
            (Value::String(text), Value::String(from)) => text.assign(from),
            _ => self.clone_from(from),
        }
    }

    fn apply(&mut self, operation: Operation<'_>) -> Result<(), ApplyError> {
        match self {
            Value::Object(entries) if !operation.is_here() => entries.apply(operation),
            Value::Array(elements) if !operation.is_here() => elements.apply(operation),
            _ => operation.set(self),
        }
    }
}

impl State for Number {
    fn same(&self, other: &Self) -> bool {
        let bits = |number: &Number| number.as_f64().map(f64::to_bits);
        self == other && (!self.is_f64() || bits(self) == bits(other))
    }
}

impl State for Map<String, Value> {
    by_lookup!();
}
