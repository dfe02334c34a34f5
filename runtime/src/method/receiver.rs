//! [`Receiver`]: how a method takes its actor, `&self` or `&mut self`.

use crate::{Actor, Refusal, Turn};

/// How a method takes its actor.
pub trait Receiver {
    /// The reference that it takes.
    type Of<'t, A: 't>;

    /// Begins the turn.
    fn begin<A: Actor>(
        turn: Turn<'_, A>,
    ) -> impl Future<Output = Result<Self::Of<'_, A>, Refusal>> + Send;
}

/// `&self`
pub struct Shared;

impl Receiver for Shared {
    type Of<'t, A: 't> = &'t A;

    async fn begin<A: Actor>(turn: Turn<'_, A>) -> Result<&A, Refusal> {
        turn.begin().await
    }
}

/// `&mut self`
pub struct Exclusive;

impl Receiver for Exclusive {
    type Of<'t, A: 't> = &'t mut A;

    async fn begin<A: Actor>(turn: Turn<'_, A>) -> Result<&mut A, Refusal> {
        turn.begin_mut().await
    }
}
