//! [`Context`]: what a method may do besides changing its state.

use std::marker::PhantomData;
use std::ops::Deref;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::event::{Emission, Outbox};
use crate::{Actor, Call, Emit, Emits, Event};

/// What a method or hook of the actor `A` may do: know its [`Call`], which it
/// derefs to, read the time, emit events.
///
/// A method that wants it takes `&Context<Self>`.
pub struct Context<A: Actor> {
    call: Call,
    now: u64,
    outbox: Outbox,
    actor: PhantomData<fn() -> A>,
}

impl<A: Actor> Context<A> {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            call,
            now: milliseconds_since_epoch(),
            outbox: Outbox::default(),
            actor: PhantomData,
        }
    }

    /// When this turn began, in milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Emits an event that the actor declares; the builder says to whom.
    pub fn emit<E: Event>(&self, event: E) -> Emit<'_, E>
    where
        A: Emits<E>,
    {
        Emit::new(event, &self.outbox)
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
