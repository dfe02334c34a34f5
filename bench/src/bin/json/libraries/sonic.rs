//! `sonic-rs`, in the same way, with its own raw value.

use std::borrow::Cow;

use serde::Deserialize;
use sonic_rs::LazyValue;

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
    input: LazyValue<'a>,
}

pub(super) fn answer<C: Call>(frame: &str, answer: &mut Vec<u8>) {
    let envelope: Envelope<'_> = sonic_rs::from_str(frame).expect("it is a call");
    assert_eq!(envelope.kind, "rpc");
    let input = envelope.input.as_raw_str();
    let call: C = sonic_rs::from_str(input).expect("it is the input");
    let reply = Reply::new(&envelope.id, call.run());
    sonic_rs::to_writer(answer, &reply).expect("a result can be written");
}
