//! [`Receiver`]: how a method takes its actor, `&self` or `&mut self`.

use crate::{Actor, Begun};

/// How a method takes its actor.
pub trait Receiver {
    /// The reference that it takes.
    type Of<'t, A: 't>;

    /// Takes the actor from a turn that has begun.
    fn of<A: Actor>(turn: Begun<'_, A>) -> Self::Of<'_, A>;
}

/// `&self`
pub struct Shared;

impl Receiver for Shared {
    type Of<'t, A: 't> = &'t A;

    fn of<A: Actor>(turn: Begun<'_, A>) -> &A {
        turn.read()
    }
}

/// `&mut self`
pub struct Exclusive;

impl Receiver for Exclusive {
    type Of<'t, A: 't> = &'t mut A;

    fn of<A: Actor>(turn: Begun<'_, A>) -> &mut A {
        turn.change()
    }
}
