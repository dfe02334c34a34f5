//! [`Pointer`]: the path of an operation as it is written into the patch, and
//! what is needed to read one. Resolves nothing.

use std::borrow::Cow;
use std::fmt::Write;

/// A JSON Pointer, its names escaped by RFC 6901, section 3, and then as the
/// inside of a JSON string by RFC 8259, section 7.
#[derive(Debug, Default)]
pub(super) struct Pointer(String);

impl Pointer {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// How far the pointer goes now; [`Pointer::leave`] comes back to it.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    pub(super) fn enter_name(&mut self, name: &str) {
        self.0.push('/');
        for character in name.chars() {
            self.push_escaped(character);
        }
    }

    pub(super) fn enter_index(&mut self, index: usize) {
        write!(self.0, "/{index}").expect("writing to a String never fails");
    }

    pub(super) fn leave(&mut self, depth: usize) {
        self.0.truncate(depth);
    }

    fn push_escaped(&mut self, character: char) {
        match character {
            '~' => self.0.push_str("~0"),
            '/' => self.0.push_str("~1"),
            '"' => self.0.push_str("\\\""),
            '\\' => self.0.push_str("\\\\"),
            '\0'..='\x1f' => write!(self.0, "\\u{:04x}", u32::from(character))
                .expect("writing to a String never fails"),
            _ => self.0.push(character),
        }
    }
}

/// Whether the text is a JSON Pointer (RFC 6901, section 3).
pub(super) fn is_pointer(text: &str) -> bool {
    let mut escapes = text.split('~').skip(1);
    (text.is_empty() || text.starts_with('/')) && escapes.all(|rest| rest.starts_with(['0', '1']))
}

/// The name that is written so in a JSON Pointer.
pub(super) fn unescape(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        // In this order, or the `~01` of `~1` would become a slash.
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}
