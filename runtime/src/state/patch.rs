//! [`Patch`]: a JSON Patch that is written while two values are compared.
//! Decides nothing about what differs; that is [`State`](super::State)'s part.

use std::io;
use std::time::Instant;

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::Error;

use super::pointer::Pointer;
use super::slow_field::Times;
use crate::bounded::Bounded;

/// Room for an operation of common length, so that it is made once and not as
/// the operation grows.
const COMMON: usize = 160;

/// A JSON Patch (RFC 6902) in the making: the text of its operations and the
/// path at which the next one is written.
///
/// Only `add`, `replace` and `remove` are written, and an element is appended
/// to an array at its index, never at `-`.
///
/// ```
/// use stagedoor::Patch;
///
/// let mut patch = Patch::new();
/// patch.field("and/or", |patch| {
///     patch.index(2, |patch| patch.add("new"));
/// });
/// assert_eq!(
///     patch.finish().unwrap().as_deref(),
///     Some(r#"[{"op":"add","path":"/and~1or/2","value":"new"}]"#),
/// );
/// ```
#[derive(Debug, Default)]
pub struct Patch {
    /// The array without its closing bracket; empty while there is no operation.
    text: Vec<u8>,
    operations: usize,
    path: Pointer,
    failure: Option<Error>,
    /// Where the fields at the root are timed.
    times: Option<Box<Times>>,
}

impl Patch {
    /// An empty patch, at the root of the document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty patch that also times the fields at the root.
    pub(super) fn timing(times: Times) -> Self {
        Self {
            times: Some(Box::new(times)),
            ..Self::default()
        }
    }

    pub(super) fn into_times(self) -> Option<Times> {
        self.times.map(|times| *times)
    }

    /// Runs `diff` one member deeper: at `name` in the object at the current path.
    pub fn field(&mut self, name: &str, diff: impl FnOnce(&mut Self)) {
        let depth = self.path.depth();
        let begun = (depth == 0 && self.times.is_some()).then(Instant::now);
        self.path.enter_name(name);
        diff(self);
        self.path.leave(depth);
        if let (Some(begun), Some(times)) = (begun, &mut self.times) {
            times.note(name, begun);
        }
    }

    /// Runs `diff` one element deeper: at `index` in the array at the current path.
    pub fn index(&mut self, index: usize, diff: impl FnOnce(&mut Self)) {
        let depth = self.path.depth();
        self.path.enter_index(index);
        diff(self);
        self.path.leave(depth);
    }

    /// Writes the change of a member that is left out of the object at times,
    /// as with serde's `skip_serializing_if`.
    ///
    /// A member that appears is added with `value`, one that disappears is
    /// removed, and for one that was and is there `diff` runs as in
    /// [`field`](Self::field).
    pub fn optional_field<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        was_hidden: bool,
        is_hidden: bool,
        value: &T,
        diff: impl FnOnce(&mut Self),
    ) {
        match (was_hidden, is_hidden) {
            (true, true) => {}
            (true, false) => self.field(name, |patch| patch.add(value)),
            (false, true) => self.field(name, Self::remove),
            (false, false) => self.field(name, diff),
        }
    }

    /// Writes that `value` is added at the current path (RFC 6902, section 4.1).
    pub fn add<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.operation("add", |text| write_value(text, value));
    }

    /// Writes that what is at the current path is replaced by `value`
    /// (RFC 6902, section 4.3).
    pub fn replace<T: Serialize + ?Sized>(&mut self, value: &T) {
        self.operation("replace", |text| write_value(text, value));
    }

    /// Writes that what is at the current path is removed (RFC 6902, section 4.2).
    pub fn remove(&mut self) {
        self.operation("remove", |_| Ok(()));
    }

    /// Writes what `diff` writes or, where that is shorter, one operation that
    /// replaces what is at the current path by `value`.
    ///
    /// The replacement is tried only after operations that may be longer, such as
    /// two or more, and given up at their length: it costs no more than they did.
    pub fn or_replace<T: Serialize + ?Sized>(&mut self, value: &T, diff: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        let before = self.operations;
        diff(self);
        let may_be_longer = match self.operations - before {
            0 => false,
            1 => names_more_than_values(&self.text[start..]),
            _ => true,
        };
        if !may_be_longer || self.failure.is_some() {
            return;
        }
        let end = self.text.len();
        self.text.push(if start == 0 { b'[' } else { b',' });
        self.begin("replace");
        // One byte is left for the closing brace, and one to be shorter by.
        let mut rest = Bounded {
            limit: (end + (end - start)).saturating_sub(2),
            text: &mut self.text,
        };
        let complete = write_value(&mut rest, value).is_ok();
        if complete {
            self.text.push(b'}');
            self.text.drain(start..end);
            self.operations = before + 1;
        } else {
            self.text.truncate(end);
        }
    }

    /// Whether there is nothing to finish: no operation, and no failure either.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.failure.is_none()
    }

    /// The text of the patch, a JSON array; `None` when it has no operations.
    ///
    /// # Errors
    ///
    /// The first error of a value's `Serialize`; what was written besides is lost,
    /// because a part of the patch does not lead to the new document.
    pub fn finish(mut self) -> Result<Option<String>, Error> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if self.text.is_empty() {
            return Ok(None);
        }
        self.text.push(b']');
        String::from_utf8(self.text)
            .map(Some)
            .map_err(Error::custom)
    }

    fn operation(
        &mut self,
        name: &str,
        write_rest: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
    ) {
        if self.failure.is_some() {
            return;
        }
        let start = self.text.len();
        self.text.push(if start == 0 { b'[' } else { b',' });
        self.begin(name);
        match write_rest(&mut self.text) {
            Ok(()) => {
                self.text.push(b'}');
                self.operations += 1;
            }
            Err(error) => {
                self.text.truncate(start);
                self.failure = Some(error);
            }
        }
    }

    fn begin(&mut self, operation: &str) {
        self.text.reserve(COMMON);
        for part in [
            r#"{"op":""#,
            operation,
            r#"","path":""#,
            self.path.as_str(),
            "\"",
        ] {
            self.text.extend_from_slice(part.as_bytes());
        }
    }
}

/// Whether an operation may be longer than one that replaces what is around its
/// target, which has the value in it, and the name if that is in an object.
///
/// Only one that has no value, or whose path is longer than the names in it.
fn names_more_than_values(operation: &[u8]) -> bool {
    // Behind a bracket or comma: `{"op":"…","path":"…`, up to the first quote.
    let mut parts = operation.split(|byte| *byte == b'"').skip(3);
    let (name, path) = (parts.next(), parts.nth(3));
    let is_escaped = path.is_some_and(|path| path.contains(&b'~') || path.contains(&b'\\'));
    is_escaped || name == Some(b"remove")
}

fn write_value<T: Serialize + ?Sized>(mut text: impl io::Write, value: &T) -> Result<(), Error> {
    text.write_all(br#","value":"#).map_err(Error::io)?;
    serde_json::to_writer(text, value)
}
