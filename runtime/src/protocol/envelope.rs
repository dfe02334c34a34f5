//! [`Envelope`]: the fields of a client's frame, whatever they make.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use serde_json::value::RawValue;

use super::plain;

/// The fields of a client's frame, borrowed from it.
#[derive(Default, Deserialize)]
pub(super) struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    pub(super) kind: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) actor: Option<Text<'a>>,
    #[serde(borrow, rename = "actorId")]
    pub(super) actor_id: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) method: Option<Text<'a>>,
    #[serde(borrow)]
    pub(super) input: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    /// Reads the fields; none if the text is no object, or one of them is there
    /// twice or of the wrong type.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        plain::read(text).or_else(|| Self::read_any(text))
    }

    fn read_any(text: &'a str) -> Option<Self> {
        // serde would take an array of the fields for the object that they make.
        let is_object = text.trim_ascii_start().starts_with('{');
        is_object.then(|| serde_json::from_str(text).ok()).flatten()
    }
}

/// A string that borrows unless it holds escapes.
#[derive(Debug, PartialEq)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn fields<'e>(envelope: &'e Envelope<'_>) -> [Option<&'e str>; 6] {
        let Envelope {
            kind,
            id,
            actor,
            actor_id,
            method,
            input,
        } = envelope;
        let texts = [kind, id, actor, actor_id, method];
        let [kind, id, actor, actor_id, method] =
            texts.map(|text| text.as_ref().map(|text| &*text.0));
        [kind, id, actor, actor_id, method, input.map(RawValue::get)]
    }

    /// Names and values, as they are written; most of them are those of a frame.
    fn field() -> impl Strategy<Value = (&'static str, &'static str)> {
        const NAMES: &[&str] = &[
            "\"type\"",
            "\"id\"",
            "\"actor\"",
            "\"actorId\"",
            "\"method\"",
            "\"input\"",
            "\"input\"",
            "\"other\"",
            "\"\\u0069d\"",
            "id",
            "",
        ];
        const VALUES: &[&str] = &[
            "\"rpc\"",
            "\"state:sub\"",
            "\"a\"",
            "\"grüße\"",
            "\"\"",
            "\"a\\nb\"",
            "\"\u{1}\"",
            "null",
            "1",
            "-0.5e3",
            "{}",
            "[1,{\"a\":\"}\"}]",
            "{\"text\":\"\\\"\"}",
            "{\"a\":}",
            "tru",
            "\"open",
            "",
        ];
        (select(NAMES), select(VALUES))
    }

    fn space() -> impl Strategy<Value = &'static str> {
        select(&["", "", "", " ", "\n\t\r ", "\u{a0}"][..])
    }

    fn frame() -> impl Strategy<Value = String> {
        let field = (field(), [space(), space(), space(), space()]);
        let fields = prop::collection::vec(field, 0..7);
        let ends = select(&["}", "}", "}", "}", "} ", "},", "}x", "]", ""][..]);
        (space(), fields, ends).prop_map(|(before, fields, end)| {
            let fields: Vec<String> = fields
                .into_iter()
                .map(|((name, value), [a, b, c, d])| format!("{a}{name}{b}:{c}{value}{d}"))
                .collect();
            format!("{before}{{{}{end}", fields.join(","))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn what_is_plain_is_read_as_serde_reads_it(text in frame()) {
            if let Some(plain) = plain::read(&text) {
                let any = Envelope::read_any(&text);
                prop_assert_eq!(Some(fields(&plain)), any.as_ref().map(fields), "{}", text);
            }
        }
    }

    #[test]
    fn the_frames_of_clients_are_plain() {
        let call = r#"{"type":"rpc","id":"1","actor":"chat","actorId":"hall","method":"send","input":{"text":"\n"}}"#;
        let read = plain::read(call).expect("it is plain");
        let expected = ["rpc", "1", "chat", "hall", "send", r#"{"text":"\n"}"#];
        assert_eq!(fields(&read), expected.map(Some));
        let spaced =
            " {\n  \"actorId\" : \"hall\" , \"actor\": \"chat\", \"type\": \"state:sub\"\n}\n";
        let read = plain::read(spaced).expect("it is plain");
        assert_eq!(
            fields(&read),
            [
                Some("state:sub"),
                None,
                Some("chat"),
                Some("hall"),
                None,
                None
            ]
        );
    }

    #[test]
    fn what_is_not_plain_is_read_all_the_same() {
        let call = r#"{"type":"rpc","id":"\u0031","more":[],"actor":"chat","input":null}"#;
        assert!(plain::read(call).is_none());
        let read = Envelope::read(call).expect("it is an object of strings");
        let expected = [Some("rpc"), Some("1"), Some("chat"), None, None, None];
        assert_eq!(fields(&read), expected);
    }
}
