//! [`Desk`]: every shape of input, output and error.

use std::fmt;

use stagedoor::prelude::*;
use support::Probe;

/// A state that never changes.
#[actor]
pub(crate) struct Desk {
    drawers: u32,
}

/// A line on a canvas.
#[model]
pub(crate) struct Stroke {
    /// Where it starts.
    start: Point,
    /// Where it goes, step by step.
    through: Vec<Point>,
}

/// A place on a canvas.
#[model]
pub(crate) struct Point {
    x: i32,
    y: i32,
}

/// A user, as the transport knows him; these transports know none.
pub(crate) struct User {
    id: String,
}

impl FromCall for User {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        let id = call.user_id().ok_or_else(|| Denied::new("Sign in first"))?;
        Ok(Self { id: id.to_owned() })
    }
}

/// A draw that waits for the test.
pub(crate) struct Late;

impl FromCall for Late {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        Probe::of(call.actor_id()).pass().await;
        Ok(Self)
    }
}

/// An error that has a text and nothing else.
pub(crate) struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("The desk is \"closed\"")
    }
}

#[actor]
impl Desk {
    #[method]
    fn ping(&self) {}

    #[method]
    fn nothing_or_refused(&self, refuse: bool) -> Result<(), Refused> {
        if refuse { Err(Refused) } else { Ok(()) }
    }

    #[method]
    fn none(&self) -> Option<i64> {
        None
    }

    #[method]
    fn drawers(&self) -> u32 {
        self.drawers
    }

    #[method]
    fn echo(&self, text: String) -> String {
        text
    }

    #[method]
    fn greet(&self, name: Option<String>) -> String {
        name.unwrap_or_else(|| "nobody".to_owned())
    }

    #[method]
    fn trace(&self, stroke: Stroke, width: u8) -> (Stroke, u8) {
        (stroke, width)
    }

    #[method]
    fn trace_whole(&self, Input(stroke): Input<Stroke>) -> Stroke {
        stroke
    }

    #[method]
    fn sum_whole(&self, Input(numbers): Input<Vec<i64>>) -> i64 {
        numbers.iter().sum()
    }

    #[method]
    fn has_whole(&self, Input(text): Input<Option<String>>) -> bool {
        text.is_some()
    }

    #[method]
    fn client(&self, cx: &Context<Self>) -> ClientId {
        cx.client_id()
    }

    #[method]
    fn whoami(&self, user: &User) -> String {
        user.id.clone()
    }

    /// Is drawn late, if it is late, and then records its number.
    #[method]
    fn sign_late(&self, _late: &Late, probe: &Probe, number: u32) {
        probe.record(number.to_string());
    }

    #[method]
    fn sign(&self, probe: &Probe, number: u32) {
        probe.record(number.to_string());
    }

    #[method]
    async fn wait(&self, probe: &Probe) {
        probe.pass().await;
    }
}
