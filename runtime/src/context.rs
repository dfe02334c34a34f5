//! [`Context`]: what a method may do besides changing its state.

use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::event::{Emission, EmittedBy, Outbox};
use crate::{Actor, Call, Emit};

/// What a method or hook of the actor `A` may do: know its [`Call`], which it
/// derefs to, read the time, emit events, call other actors.
///
/// A method that wants it takes `&Context<Self>`.
pub struct Context<A: Actor> {
    call: Call,
    now: OnceLock<u64>,
    outbox: Outbox,
    actor: PhantomData<fn() -> A>,
}

impl<A: Actor> Context<A> {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            call,
            now: OnceLock::new(),
            outbox: Outbox::default(),
            actor: PhantomData,
        }
    }

    /// The time of this turn, in milliseconds since 1970-01-01 UTC: when it was
    /// first asked for, and then the same.
    #[must_use]
    pub fn now(&self) -> u64 {
        *self.now.get_or_init(milliseconds_since_epoch)
    }

    /// A handle on one instance of an actor of the same app, for calls in the
    /// name of whoever calls this one.
    ///
    /// While a turn awaits such a call its own instance waits as well. A call
    /// that would come back to an instance that waits for it fails at once with
    /// [`CallError::Cycle`](crate::CallError::Cycle), which names the actors and
    /// methods. [`send`](crate::PendingCall::send) waits for nothing.
    ///
    /// The call is a turn of its own: it is not undone if this turn fails later.
    ///
    /// # Panics
    ///
    /// If the app was built without the actor.
    #[must_use]
    pub fn actor<B: Actor>(&self, id: &str) -> B::Handle {
        self.call.peers().actor::<B>(id, self.call.caller())
    }

    /// Emits an event that the actor declares; the builder says to whom.
    pub fn emit<E: EmittedBy<A>>(&self, event: E) -> Emit<'_, E::Event> {
        Emit::new(event.into_event(), &self.outbox)
    }

    pub(crate) fn call(&self) -> &Call {
        &self.call
    }

    pub(crate) fn into_emissions(self) -> Vec<Emission> {
        self.outbox.into_emissions()
    }
}

impl<A: Actor> Deref for Context<A> {
    type Target = Call;

    fn deref(&self) -> &Call {
        &self.call
    }
}

fn milliseconds_since_epoch() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| {
        u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
    })
}
