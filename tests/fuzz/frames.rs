//! [`damaged`]: frames as no client would send them.

use serde_json::Value;
use support::Random;

/// A frame as its fields: names, and values as they are written.
type Fields = Vec<(String, String)>;

/// Beyond this a transport may end the connection.
const LONGEST: usize = 200 * 1024;

/// A valid frame with one to three things wrong, rarely none; or noise.
pub(crate) fn damaged(random: &mut Random) -> Vec<u8> {
    if random.below(40) == 0 {
        return noise(random);
    }
    let mut fields = valid(random);
    let wrongs = random.below(4);
    for _ in 0..wrongs {
        if random.below(2) == 0 {
            damage_fields(&mut fields, random);
        }
    }
    let mut text = written(&fields).into_bytes();
    for _ in 0..wrongs {
        if random.below(3) == 0 {
            damage_bytes(&mut text, random);
        }
    }
    text.truncate(LONGEST);
    text
}

/// One of the frames that clients send.
fn valid(random: &mut Random) -> Fields {
    let id = format!("\"call {}\"", random.below(100));
    let instance = format!("\"instance {}\"", random.below(8));
    let kinds = [
        "rpc",
        "rpc",
        "rpc",
        "event:sub",
        "event:unsub",
        "state:sub",
        "state:unsub",
    ];
    let kind = *random.pick(&kinds);
    let mut fields = vec![
        field("type", &format!("\"{kind}\"")),
        field("actor", "\"target\""),
        field("actorId", &instance),
    ];
    if kind == "rpc" {
        let (method, input) = *random.pick(&[
            ("\"ping\"", "{}"),
            ("\"ping\"", "null"),
            ("\"count\"", "{\"by\":3}"),
            (
                "\"count\"",
                "{\"by\":-1,\"text\":\"ü\\u20ac\\ud834\\udd1e\"}",
            ),
            ("\"echo\"", "[1,2.5,{\"a\":[null,true]},\"text\"]"),
            ("\"missing\"", "{}"),
        ]);
        fields.push(field("id", &id));
        fields.push(field("method", method));
        fields.push(field("input", input));
    }
    fields
}

fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn written(fields: &Fields) -> String {
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())))
        .collect();
    format!("{{{}}}", fields.join(","))
}

/// Does something to the fields that leaves them an object by its grammar.
fn damage_fields(fields: &mut Fields, random: &mut Random) {
    if fields.is_empty() {
        return;
    }
    let (at, other) = (random.below(fields.len()), random.below(fields.len()));
    match random.below(10) {
        0 => drop(fields.remove(at)),
        1 => fields.push(fields[at].clone()),
        2 => fields.push((fields[at].0.clone(), fields[other].1.clone())),
        3 => fields[at].1 = fields[other].1.clone(),
        4 => fields[at].0 = fields[other].0.clone(),
        5 => fields[at].1 = nested(random),
        6 => fields[at].1 = random.pick(&NUMBERS).to_string(),
        7 => fields[at].1 = random.pick(&TEXTS).to_string(),
        8 => fields[at].1 = random.pick(&WRONG_TYPES).to_string(),
        _ => fields[at].1 = huge(random),
    }
}

const NUMBERS: [&str; 9] = [
    "1e999",
    "-1e999",
    "1e-999",
    "-0",
    "18446744073709551616",
    "-9223372036854775809",
    "0.1e+5",
    "123456789012345678901234567890123456789012345678901234567890",
    "1E400",
];

const TEXTS: [&str; 10] = [
    r#""""#,
    r#""\ud800""#,
    r#""\udc00\ud800""#,
    r#""\ud800x""#,
    r#""\u0000""#,
    r#""\ud834\udd1e""#,
    r#""target""#,
    r#""state:sub""#,
    r#""rpc""#,
    "\"\u{feff}\u{202e}\u{fffd}\"",
];

const WRONG_TYPES: [&str; 8] = [
    "null",
    "true",
    "0",
    "-1.5",
    "[]",
    "{}",
    "[\"rpc\"]",
    "{\"type\":\"rpc\"}",
];

fn nested(random: &mut Random) -> String {
    let depth = *random.pick(&[10, 120, 127, 128, 129, 1_000, 20_000]);
    match random.below(3) {
        0 => format!("{}{}", "[".repeat(depth), "]".repeat(depth)),
        1 => format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)),
        _ => "[".repeat(depth),
    }
}

fn huge(random: &mut Random) -> String {
    let length = *random.pick(&[255, 256, 257, 1_000, 60_000, 70_000]);
    format!("\"{}\"", random.pick(&["x", "ü", "\\u0041"]).repeat(length))
}

/// Does something to the bytes, which may then be no text.
fn damage_bytes(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    match random.below(6) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(..at)),
        2 => bytes.insert(at, random.byte()),
        3 => bytes.extend_from_within(at..),
        4 => bytes.extend(random.pick(&["}", "{}", ",", "\0", " \t\n"]).as_bytes()),
        _ => {
            for _ in 0..=random.below(4) {
                let length = bytes.len();
                if let Some(byte) = bytes.get_mut(random.below(length.max(1))) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
}

/// Bytes that mean nothing, of characters that JSON is made of or of any.
fn noise(random: &mut Random) -> Vec<u8> {
    let length = random.below(200);
    if random.below(2) == 0 {
        return (0..length).map(|_| random.byte()).collect();
    }
    let alphabet = b"{}[]\",:\\u0123456789-+.eEtrufalsn \n";
    (0..length).map(|_| *random.pick(alphabet)).collect()
}
