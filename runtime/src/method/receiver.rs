//! [`Receiver`]: how a method takes its actor, `&self` or `&mut self`.

use crate::{Actor, Refusal, Turn};

/// How a method takes its actor.
pub trait Receiver {
    /// The reference that it takes.
    type Of<'t, A: 't>;

    /// Begins the turn.
    fn begin<'t, A: Actor>(
        turn: Turn<'t, A>,
    ) -> impl Future<Output = Result<Self::Of<'t, A>, Refusal>> + Send;
}

/// `&self`
pub struct Shared;

impl Receiver for Shared {
    type Of<'t, A: 't> = &'t A;

    fn begin<'t, A: Actor>(
        turn: Turn<'t, A>,
    ) -> impl Future<Output = Result<&'t A, Refusal>> + Send {
        turn.begin()
    }
}

/// `&mut self`
pub struct Exclusive;

impl Receiver for Exclusive {
    type Of<'t, A: 't> = &'t mut A;

    fn begin<'t, A: Actor>(
        turn: Turn<'t, A>,
    ) -> impl Future<Output = Result<&'t mut A, Refusal>> + Send {
        turn.begin_mut()
    }
}
