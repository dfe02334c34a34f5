//! The calls: their frames, and what a method makes of its input.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// An input, and the result that its method gives.
pub(crate) trait Call: DeserializeOwned {
    type Output: Serialize;

    fn run(self) -> Self::Output;
}

/// `counter.add`.
#[derive(Deserialize)]
pub(crate) struct Add {
    amount: i64,
}

impl Call for Add {
    type Output = i64;

    fn run(self) -> i64 {
        self.amount
    }
}

/// `chat.sendMessage`.
#[derive(Deserialize)]
pub(crate) struct Say {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    text: String,
    sent_at: u64,
}

impl Call for Say {
    type Output = Message;

    fn run(self) -> Message {
        Message {
            text: self.text,
            sent_at: 1_700_000_000_000,
        }
    }
}

/// A nested object, which is given back.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    customer: Customer,
    lines: Vec<Line>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    name: String,
    street_address: String,
    is_new: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    article: String,
    count: u32,
    unit_price: f64,
    remarks: Vec<String>,
}

impl Call for Order {
    type Output = Self;

    fn run(self) -> Self {
        self
    }
}

/// The frame of the call with this name.
pub(crate) fn frame(name: &str) -> Option<String> {
    let (actor, method, input) = match name {
        "add" => ("counter", "add", json!({ "amount": 42 })),
        "text" => {
            let text = "And then she said: \"some words\", and went on.\n".repeat(205);
            ("chat", "sendMessage", json!({ "text": text }))
        }
        "nested" => {
            let line = |number: u32| {
                json!({
                    "article": format!("An article of number {number}"),
                    "count": number,
                    "unitPrice": f64::from(number) * 1.37,
                    "remarks": ["none", "fragile"],
                })
            };
            let lines: Vec<_> = (0..98).map(line).collect();
            let customer =
                json!({ "name": "Ada", "streetAddress": "Main Street 1", "isNew": true });
            (
                "shop",
                "order",
                json!({ "customer": customer, "lines": lines }),
            )
        }
        _ => return None,
    };
    Some(format!(
        r#"{{"type":"rpc","id":"00000012","actor":"{actor}","actorId":"c17","method":"{method}","input":{input}}}"#
    ))
}

/// What a call is answered with.
#[derive(Serialize)]
pub(crate) struct Reply<'a, T> {
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) id: &'a str,
    pub(crate) result: T,
}

impl<'a, T> Reply<'a, T> {
    pub(crate) fn new(id: &'a str, result: T) -> Self {
        let kind = "rpc:result";
        Self { kind, id, result }
    }
}
