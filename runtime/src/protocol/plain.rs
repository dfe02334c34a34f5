//! [`read`]: reads a frame that is written plainly, as nearly all are: known
//! fields, once each, and strings without escapes. Not a JSON parser: what it
//! does not know, good or bad, it leaves to one.

use std::borrow::Cow;

use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::envelope::{Envelope, Text};

/// Reads the fields; none if the frame is anything but plain.
pub(super) fn read(text: &str) -> Option<Envelope<'_>> {
    let mut rest = Rest(text);
    let mut envelope = Envelope::default();
    rest.take(b'{')?;
    loop {
        let name = rest.string()?;
        rest.take(b':')?;
        match name {
            "type" => rest.fill(&mut envelope.kind)?,
            "id" => rest.fill(&mut envelope.id)?,
            "actor" => rest.fill(&mut envelope.actor)?,
            "actorId" => rest.fill(&mut envelope.actor_id)?,
            "method" => rest.fill(&mut envelope.method)?,
            "input" if envelope.input.is_none() => envelope.input = Some(rest.value()?),
            _ => return None,
        }
        if rest.take(b',').is_none() {
            break;
        }
    }
    rest.take(b'}')?;
    rest.skip_space();
    rest.0.is_empty().then_some(envelope)
}

/// What is left to read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn skip_space(&mut self) {
        // The whitespace of JSON, which is less than that of ASCII.
        self.0 = self.0.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Takes one byte, and the space before it.
    fn take(&mut self, byte: u8) -> Option<()> {
        if self.0.as_bytes().first() != Some(&byte) {
            self.skip_space();
        }
        self.0 = self.0.strip_prefix(char::from(byte))?;
        Some(())
    }

    /// Takes a string without escapes.
    fn string(&mut self) -> Option<&'a str> {
        self.take(b'"')?;
        let bytes = self.0.as_bytes().iter();
        let end = bytes.take_while(|&&byte| is_plain(byte)).count();
        let (string, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.strip_prefix('"')?;
        Some(string)
    }

    /// Takes a string for a field that has none yet.
    fn fill(&mut self, field: &mut Option<Text<'a>>) -> Option<()> {
        if field.is_some() {
            return None;
        }
        *field = Some(Text(Cow::Borrowed(self.string()?)));
        Some(())
    }

    /// Takes a value of any kind but `null`, which stands for none.
    fn value(&mut self) -> Option<&'a RawValue> {
        self.skip_space();
        let mut values = Deserializer::from_str(self.0).into_iter::<&RawValue>();
        let value = values.next()?.ok()?;
        let end = values.byte_offset();
        self.0 = self.0.get(end..)?;
        (value.get() != "null").then_some(value)
    }
}

/// Whether a byte stands for itself in a string.
fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}
