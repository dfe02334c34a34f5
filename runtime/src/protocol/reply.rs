//! Writing the frames that a client gets.

use std::any::TypeId;

use serde::Serialize;
use serde::ser::Error as _;
use serde_json::value::RawValue;

use super::scratch;
use crate::bounded::Bounded;
use crate::connection::Frame;
use crate::{ClientId, Refusal};

/// How a call failed, as the client is told.
pub(crate) struct Outcome {
    pub(crate) code: &'static str,
    pub(crate) text: String,
    pub(crate) data: Option<Box<RawValue>>,
}

pub(crate) fn welcome(client_id: &ClientId) -> Frame {
    frame(&Welcome {
        kind: "welcome",
        client_id,
    })
}

/// The answer to a call that succeeded; a method that returns nothing has no `result`.
///
/// # Errors
///
/// What the result's `Serialize` says.
pub(crate) fn result<T: Serialize + 'static>(id: &str, result: &T) -> serde_json::Result<Frame> {
    let nothing = TypeId::of::<T>() == TypeId::of::<()>();
    scratch::write(|text| {
        // The most frequent frame of all; the fields between are JSON already.
        text.extend_from_slice(br#"{"type":"rpc:result","id":"#);
        serde_json::to_writer(&mut *text, id)?;
        if !nothing {
            text.extend_from_slice(br#","result":"#);
            serde_json::to_writer(&mut *text, result)?;
        }
        text.push(b'}');
        Ok(())
    })
}

/// The answer to a call that failed.
pub(crate) fn failure(id: &str, outcome: &Outcome) -> Frame {
    frame(&RpcFailure {
        kind: "rpc:result",
        id,
        error: &outcome.text,
        code: outcome.code,
        data: outcome.data.as_deref(),
    })
}

/// The answer to what has no `rpc:result`.
pub(crate) fn error(outcome: &Outcome, subject: Subject<'_>) -> Frame {
    frame(&ErrorFrame {
        kind: "error",
        code: outcome.code,
        message: &outcome.text,
        subject,
    })
}

/// Tells a subscriber that the instance is gone, and the subscription with it.
pub(crate) fn destroyed(actor: &str, actor_id: &str) -> Frame {
    let outcome = Outcome {
        code: "destroyed",
        text: format!("{actor}/{actor_id} was destroyed; its subscriptions have ended"),
        data: None,
    };
    error(&outcome, Subject::instance(actor, actor_id))
}

pub(crate) fn event(actor: &str, actor_id: &str, name: &str, payload: &RawValue) -> Frame {
    frame(&Event {
        kind: "event",
        actor,
        actor_id,
        name,
        payload,
    })
}

/// The whole public state.
///
/// # Errors
///
/// What the state's `Serialize` says.
pub(crate) fn snapshot<S: Serialize>(
    actor: &str,
    actor_id: &str,
    state: &S,
) -> serde_json::Result<Frame> {
    let text = serde_json::to_string(&Snapshot::new(actor, actor_id, state))?;
    Ok(Frame::new(text))
}

/// The whole public state, if the frame is not longer than `limit` bytes.
///
/// # Errors
///
/// What the state's `Serialize` says.
pub(crate) fn short_snapshot<S: Serialize>(
    actor: &str,
    actor_id: &str,
    state: &S,
    limit: usize,
) -> serde_json::Result<Option<Frame>> {
    let mut text = Vec::new();
    let bounded = Bounded {
        text: &mut text,
        limit,
    };
    match serde_json::to_writer(bounded, &Snapshot::new(actor, actor_id, state)) {
        Ok(()) => String::from_utf8(text)
            .map(|text| Some(Frame::new(text)))
            .map_err(serde_json::Error::custom),
        Err(error) if error.is_io() => Ok(None),
        Err(error) => Err(error),
    }
}

/// A change of state; `patches` is a JSON array of operations.
pub(crate) fn state_patch(actor: &str, actor_id: &str, patches: &str) -> Frame {
    let head = json(&PatchHead {
        kind: "state:patch",
        actor,
        actor_id,
    });
    // The operations are JSON already; going through serde would read them once more.
    let head = head.strip_suffix('}').unwrap_or(&head);
    Frame::new(format!("{head},\"patches\":{patches}}}"))
}

impl Refusal {
    /// The refusal as a client is told it, for a call of this actor and method.
    pub(crate) fn outcome(&self, actor: &str, method: &str) -> Outcome {
        let (code, text) = match self {
            Self::Denied(denied) => ("denied", denied.to_string()),
            Self::Validation(issues) => {
                let text = format!("Validation failed for {method}: {}", json(issues));
                ("validation", text)
            }
            Self::UnknownMethod => ("unknownMethod", format!("Unknown method: {method}")),
            Self::UnknownActor => ("unknownActor", format!("Unknown actor: {actor}")),
            Self::Overloaded(limit) => ("overloaded", limit.clone()),
            Self::TooLarge(limit) => ("tooLarge", limit.clone()),
            Self::Unavailable => ("unavailable", "Shutting down".to_owned()),
            Self::Activation(reason) => ("activation", reason.clone()),
            // Only a turn can be in a cycle, and it answers with an error of its own.
            Self::Cycle(_) | Self::Internal => ("internal", "Internal error".to_owned()),
        };
        Outcome {
            code,
            text,
            data: None,
        }
    }
}

fn frame(frame: &impl Serialize) -> Frame {
    Frame::new(json(frame))
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("strings and raw JSON always serialise")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Welcome<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    client_id: &'a ClientId,
}

#[derive(Serialize)]
struct RpcFailure<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    error: &'a str,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct ErrorFrame<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    code: &'a str,
    message: &'a str,
    #[serde(flatten)]
    subject: Subject<'a>,
}

/// What an error is about, as far as it is known.
#[derive(Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Subject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) actor_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<&'a str>,
}

impl<'a> Subject<'a> {
    pub(crate) fn instance(actor: &'a str, actor_id: &'a str) -> Self {
        Self {
            actor: Some(actor),
            actor_id: Some(actor_id),
            id: None,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    actor: &'a str,
    actor_id: &'a str,
    #[serde(rename = "event")]
    name: &'a str,
    payload: &'a RawValue,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot<'a, S> {
    #[serde(rename = "type")]
    kind: &'static str,
    actor: &'a str,
    actor_id: &'a str,
    state: &'a S,
}

impl<'a, S> Snapshot<'a, S> {
    fn new(actor: &'a str, actor_id: &'a str, state: &'a S) -> Self {
        Self {
            kind: "state:snapshot",
            actor,
            actor_id,
            state,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PatchHead<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    actor: &'a str,
    actor_id: &'a str,
}
