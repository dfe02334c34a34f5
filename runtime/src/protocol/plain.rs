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
        let end = plain_length(self.0.as_bytes());
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

/// How many bytes stand for themselves in a string, up to the first that does not.
fn plain_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks();
    let mut length = 0;
    for &word in words {
        let ends = not_plain(u64::from_le_bytes(word));
        if ends != 0 {
            return length + ends.trailing_zeros() as usize / 8;
        }
        length += word.len();
    }
    length + rest.iter().take_while(|&&byte| is_plain(byte)).count()
}

/// Finds the first of eight bytes that does not stand for itself: none is marked
/// before it, that one is, and those behind it may be marked wrongly.
fn not_plain(word: u64) -> u64 {
    let each = |byte: u8| u64::from_ne_bytes([byte; 8]);
    // A byte that is less borrows from its highest bit, which was not set.
    let less = |word: u64, than: u8| word.wrapping_sub(each(than)) & !word & each(0x80);
    let equal = |byte: u8| less(word ^ each(byte), 1);
    less(word, b' ') | equal(b'"') | equal(b'\\')
}

/// Whether a byte stands for itself in a string.
fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_ends_what_stands_for_itself_or_not_wherever_it_is() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                for after in [b'a', b'"', 0x1f, 0x80, 0xff, b'!'] {
                    let mut bytes = [after; 20];
                    bytes[..place].fill(0x7f);
                    bytes[place] = byte;
                    let expected = bytes.iter().take_while(|&&byte| is_plain(byte)).count();
                    assert_eq!(plain_length(&bytes), expected, "{bytes:x?}");
                }
            }
        }
    }
}
