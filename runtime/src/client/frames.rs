//! The wire frames from a client's side: what it sends, written; what it gets,
//! read. Nothing else in the client knows their fields, and nothing here acts
//! on them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::instance::Instance;

/// A server's frame, borrowed from its text.
#[derive(Debug)]
pub(super) enum Incoming<'a> {
    Welcome {
        client_id: Cow<'a, str>,
    },
    Answer(Answer<'a>),
    Event {
        instance: Instance,
        name: Cow<'a, str>,
        payload: &'a RawValue,
    },
    Snapshot {
        instance: Instance,
        state: &'a RawValue,
    },
    Patch {
        instance: Instance,
        patches: &'a RawValue,
    },
    Error {
        instance: Option<Instance>,
        code: Cow<'a, str>,
        message: Cow<'a, str>,
    },
    /// A frame that a newer server may send.
    Unknown {
        kind: Cow<'a, str>,
    },
}

/// The answer to a call.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) result: Option<&'a RawValue>,
    pub(super) error: Option<ErrorAnswer<'a>>,
}

/// What a failed call was answered with; a base server gives the text alone.
#[derive(Debug)]
pub(super) struct ErrorAnswer<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) code: Option<Cow<'a, str>>,
    pub(super) data: Option<&'a RawValue>,
}

impl<'a> Incoming<'a> {
    /// Reads one frame; none if it is not one.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let envelope: Envelope<'a> = serde_json::from_str(text).ok()?;
        let kind = envelope.kind.0.clone();
        match &*kind {
            "welcome" => Some(Self::Welcome {
                client_id: envelope.client_id?.0,
            }),
            "rpc:result" => envelope.into_answer(),
            "event" => Some(Self::Event {
                instance: envelope.instance()?,
                name: envelope.event?.0,
                // An Option takes a `null` for nothing, and here it is a value.
                payload: envelope.payload.unwrap_or(RawValue::NULL),
            }),
            "state:snapshot" => Some(Self::Snapshot {
                instance: envelope.instance()?,
                state: envelope.state.unwrap_or(RawValue::NULL),
            }),
            "state:patch" => Some(Self::Patch {
                instance: envelope.instance()?,
                patches: envelope.patches?,
            }),
            "error" => Some(Self::Error {
                instance: envelope.instance(),
                code: envelope.code?.0,
                message: envelope.message?.0,
            }),
            _ => Some(Self::Unknown { kind }),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow)]
    client_id: Option<Text<'a>>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    #[serde(borrow)]
    actor: Option<Text<'a>>,
    #[serde(borrow)]
    actor_id: Option<Text<'a>>,
    #[serde(borrow)]
    event: Option<Text<'a>>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
    #[serde(borrow)]
    state: Option<&'a RawValue>,
    #[serde(borrow)]
    patches: Option<&'a RawValue>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<Text<'a>>,
    #[serde(borrow)]
    code: Option<Text<'a>>,
    #[serde(borrow)]
    message: Option<Text<'a>>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// A string that borrows unless it holds escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Envelope<'a> {
    fn instance(&self) -> Option<Instance> {
        let (actor, id) = (self.actor.as_ref()?, self.actor_id.as_ref()?);
        Some(Instance::new(&actor.0, &id.0))
    }

    fn into_answer(self) -> Option<Incoming<'a>> {
        let (code, data) = (self.code.map(|code| code.0), self.data);
        let error = self.error.map(|text| ErrorAnswer {
            text: text.0,
            code,
            data,
        });
        Some(Incoming::Answer(Answer {
            id: self.id?.0,
            result: self.result,
            error,
        }))
    }
}

/// A call.
pub(super) fn call(id: u64, target: &Instance, method: &str, input: Option<&RawValue>) -> String {
    write(&Call {
        kind: "rpc",
        id: id.to_string(),
        actor: target.actor(),
        actor_id: target.id(),
        method,
        input,
    })
}

/// What can be subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Events,
    State,
}

impl Topic {
    pub(super) const ALL: [Self; 2] = [Self::Events, Self::State];
}

/// The beginning or the end of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    Subscribe(Topic),
    Unsubscribe(Topic),
}

impl Demand {
    /// Writes the frame.
    pub(super) fn frame(self, target: &Instance) -> String {
        write(&Subscription {
            kind: match self {
                Self::Subscribe(Topic::Events) => "event:sub",
                Self::Subscribe(Topic::State) => "state:sub",
                Self::Unsubscribe(Topic::Events) => "event:unsub",
                Self::Unsubscribe(Topic::State) => "state:unsub",
            },
            actor: target.actor(),
            actor_id: target.id(),
        })
    }
}

fn write(frame: &impl Serialize) -> String {
    serde_json::to_string(frame).expect("strings and raw JSON always serialise")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Call<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    actor: &'a str,
    actor_id: &'a str,
    method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subscription<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    actor: &'a str,
    actor_id: &'a str,
}
