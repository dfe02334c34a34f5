//! [`Event`]: a typed message from an instance to its subscribers, and the
//! builder that decides who gets it. Not its delivery.

use parking_lot::Mutex;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::ClientId;

/// A typed message that an actor emits; implemented by `#[event]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    note = "put `#[event]` on the type"
)]
pub trait Event: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// The wire name.
    const NAME: &'static str;
    /// The documentation, empty when there is none.
    const DOCS: &'static str;
    /// Where it is defined; no two are defined in one place.
    #[doc(hidden)]
    const DEFINED_AT: &'static str = "";
}

/// Says that an actor declares the event `E`; implemented by `#[actor(events(E))]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not declare the event `{E}`",
    label = "this event is not declared",
    note = "declare it on the actor's impl: `#[actor(events({E}))] impl {Self}`"
)]
pub trait Emits<E> {
    /// The event; something else only where `E` is none, which is an error already.
    #[doc(hidden)]
    type Event: Event;

    /// The event itself.
    #[doc(hidden)]
    fn event(event: E) -> Self::Event;
}

/// An event that the actor `A` declares: what [`Emits`] says, seen from the event.
#[diagnostic::on_unimplemented(
    message = "`{A}` does not declare the event `{Self}`",
    label = "this event is not declared",
    note = "declare it on the actor's impl: `#[actor(events({Self}))] impl {A}`"
)]
pub trait EmittedBy<A> {
    /// The event; see [`Emits`].
    #[doc(hidden)]
    type Event: Event;

    /// The event itself.
    #[doc(hidden)]
    fn into_event(self) -> Self::Event;
}

#[diagnostic::do_not_recommend]
impl<E, A: Emits<E>> EmittedBy<A> for E {
    type Event = A::Event;

    fn into_event(self) -> A::Event {
        A::event(self)
    }
}

/// Fails to compile where an event has the wire name of another one. Each is
/// its name and where it is defined.
///
/// # Panics
///
/// If it has.
#[track_caller]
pub const fn assert_new_event(event: (&str, &str), others: &[(&str, &str)]) {
    let (name, place) = event;
    let mut index = 0;
    while index < others.len() {
        let (other_name, other_place) = others[index];
        // One event that is listed twice is reported already.
        assert!(
            !are_same(name, other_name) || are_same(place, other_place),
            "another event of this actor has the same wire name: give this one its own with `#[event(name = \"…\")]`"
        );
        index += 1;
    }
}

/// `==`, which constants do not have.
const fn are_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}

/// Who of an instance's event subscribers receives an event.
#[derive(Debug)]
pub(crate) enum Audience {
    Everyone,
    Only(Clients),
    Except(Clients),
}

impl Audience {
    pub(crate) fn includes(&self, client: &ClientId) -> bool {
        match self {
            Self::Everyone => true,
            Self::Only(clients) => clients.contains(client),
            Self::Except(clients) => !clients.contains(client),
        }
    }
}

/// Some connections, in the order of their ids: each subscriber is looked for
/// among them, so that takes few steps where they are many.
#[derive(Debug)]
pub(crate) struct Clients(Vec<ClientId>);

impl Clients {
    fn contains(&self, client: &ClientId) -> bool {
        self.0.binary_search(client).is_ok()
    }
}

impl<C: Into<ClientId>> FromIterator<C> for Clients {
    fn from_iter<I: IntoIterator<Item = C>>(clients: I) -> Self {
        let mut clients: Vec<_> = clients.into_iter().map(Into::into).collect();
        clients.sort_unstable();
        Self(clients)
    }
}

/// An event that waits for its turn to succeed.
pub(crate) struct Emission {
    pub(crate) name: &'static str,
    pub(crate) audience: Audience,
    payload: Box<dyn Payload>,
}

impl Emission {
    /// The payload as JSON.
    ///
    /// # Errors
    ///
    /// What the payload's `Serialize` says.
    pub(crate) fn payload(&self) -> serde_json::Result<Box<RawValue>> {
        self.payload.to_json()
    }
}

trait Payload: Send {
    fn to_json(&self) -> serde_json::Result<Box<RawValue>>;
}

impl<E: Event> Payload for E {
    fn to_json(&self) -> serde_json::Result<Box<RawValue>> {
        serde_json::value::to_raw_value(self)
    }
}

/// The events of one turn, in the order emitted.
#[derive(Default)]
pub(crate) struct Outbox(Mutex<Vec<Emission>>);

impl Outbox {
    pub(crate) fn into_emissions(self) -> Vec<Emission> {
        self.0.into_inner()
    }
}

/// An event that is about to be sent: say to whom.
///
/// The event leaves when the turn succeeds, after the state's patch and before
/// the caller's answer; if the turn fails it never does. Only connections that
/// are subscribed to the instance's events receive it, whatever is said here.
#[must_use = "an event is sent by `.broadcast()`, `.to(ids)` or `.except(ids)`"]
pub struct Emit<'t, E> {
    event: E,
    outbox: &'t Outbox,
}

impl<'t, E: Event> Emit<'t, E> {
    pub(crate) fn new(event: E, outbox: &'t Outbox) -> Self {
        Self { event, outbox }
    }

    /// Sends to every subscriber.
    pub fn broadcast(self) {
        self.send(Audience::Everyone);
    }

    /// Sends to those of these connections that are subscribed.
    pub fn to<I>(self, clients: I)
    where
        I: IntoIterator,
        I::Item: Into<ClientId>,
    {
        self.send(Audience::Only(clients.into_iter().collect()));
    }

    /// Sends to every subscriber but these.
    pub fn except<I>(self, clients: I)
    where
        I: IntoIterator,
        I::Item: Into<ClientId>,
    {
        self.send(Audience::Except(clients.into_iter().collect()));
    }

    fn send(self, audience: Audience) {
        self.outbox.0.lock().push(Emission {
            name: E::NAME,
            audience,
            payload: Box::new(self.event),
        });
    }
}
