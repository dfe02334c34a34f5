//! [`Answers`]: what a bare server says to a text.

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::world::World;

/// The answers over one connection.
pub(crate) struct Answers {
    pub(crate) world: Arc<World>,
    count: i64,
}

/// What is to be done about a text.
pub(crate) enum Answer {
    Send(String),
    /// Send whatever is broadcast from now on.
    Listen,
    Nothing,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: &'a str,
    #[serde(borrow)]
    id: Option<&'a str>,
    #[serde(borrow)]
    actor: &'a str,
    #[serde(borrow)]
    actor_id: &'a str,
    #[serde(borrow)]
    method: Option<&'a str>,
    #[serde(borrow)]
    input: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Add {
    amount: i64,
}

#[derive(Deserialize)]
struct Send<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Reply<'a, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    result: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    text: &'a str,
    sent_at: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    actor: &'a str,
    actor_id: &'a str,
    #[serde(rename = "event")]
    name: &'static str,
    payload: &'a Message<'a>,
}

impl Answers {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world, count: 0 }
    }

    /// What to do about a text; nothing if it cannot be read.
    pub(crate) fn to(&mut self, text: &str) -> Answer {
        let Ok(envelope) = serde_json::from_str::<Envelope<'_>>(text) else {
            return Answer::Nothing;
        };
        match envelope.kind {
            "rpc" => self.call(&envelope).map_or(Answer::Nothing, Answer::Send),
            "event:sub" => Answer::Listen,
            "state:sub" => Answer::Send(snapshot(&envelope)),
            _ => Answer::Nothing,
        }
    }

    fn call(&mut self, envelope: &Envelope<'_>) -> Option<String> {
        let input = envelope.input?.get();
        let id = envelope.id?;
        match envelope.method? {
            "add" => {
                let Add { amount } = serde_json::from_str(input).ok()?;
                reply(id, self.world.add(envelope.actor_id, amount))
            }
            "sendMessage" => {
                let Send { text } = serde_json::from_str(input).ok()?;
                let message = Message { text, sent_at: 0 };
                self.world.broadcast(&event(envelope, &message)?);
                reply(id, message)
            }
            _ => {
                self.count += 1;
                reply(id, self.count)
            }
        }
    }
}

fn reply(id: &str, result: impl Serialize) -> Option<String> {
    let kind = "rpc:result";
    serde_json::to_string(&Reply { kind, id, result }).ok()
}

fn event(envelope: &Envelope<'_>, payload: &Message<'_>) -> Option<Bytes> {
    let event = Event {
        kind: "event",
        actor: envelope.actor,
        actor_id: envelope.actor_id,
        name: "message",
        payload,
    };
    Some(serde_json::to_string(&event).ok()?.into())
}

fn snapshot(envelope: &Envelope<'_>) -> String {
    let Envelope {
        actor, actor_id, ..
    } = envelope;
    format!(
        r#"{{"type":"state:snapshot","actor":"{actor}","actorId":"{actor_id}","state":{{"count":0}}}}"#
    )
}
