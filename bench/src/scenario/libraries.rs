//! Bare servers on the WebSocket libraries that stagedoor could be built on.

use std::io;

use super::calls;
use crate::arguments::Effort;
use crate::outcome::Outcome;
use crate::target::Target;

const TARGETS: [Target; 4] = [
    Target::Axum,
    Target::Tungstenite,
    Target::Fastwebsockets,
    Target::TokioWebsockets,
];

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    calls::compare(effort, &TARGETS)
}
