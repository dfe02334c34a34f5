//! `serde_json`, as stagedoor uses it: the envelope borrows from the frame, and
//! leaves the input as it is for the method's own type.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::calls::{Call, Reply};

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, rename = "actor")]
    _actor: Cow<'a, str>,
    #[serde(borrow, rename = "actorId")]
    _actor_id: Cow<'a, str>,
    #[serde(borrow, rename = "method")]
    _method: Cow<'a, str>,
    #[serde(borrow)]
    input: &'a RawValue,
}

pub(super) fn answer<C: Call>(frame: &str, answer: &mut Vec<u8>) {
    let envelope: Envelope<'_> = serde_json::from_str(frame).expect("it is a call");
    assert_eq!(envelope.kind, "rpc");
    let call: C = serde_json::from_str(envelope.input.get()).expect("it is the input");
    let reply = Reply::new(&envelope.id, call.run());
    serde_json::to_writer(answer, &reply).expect("a result can be written");
}
