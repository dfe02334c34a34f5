//! [`ActorRef`]: the untyped half of a handle on one instance, which the
//! generated handles wrap. It makes no instance; a call does.

use std::fmt;
use std::sync::Arc;

use crate::local_call::LocalCall;
use crate::method::Method;
use crate::registry::Registry;
use crate::{Actor, CallError, Caller};

/// A reference to one instance of the actor `A`, by its id.
///
/// The instance need not exist; the first call brings it about.
pub struct ActorRef<A: Actor> {
    registry: Arc<Registry<A>>,
    id: Arc<str>,
    caller: Arc<Caller>,
}

impl<A: Actor> ActorRef<A> {
    pub(crate) fn new(registry: Arc<Registry<A>>, id: &str, caller: Arc<Caller>) -> Self {
        Self {
            registry,
            id: id.into(),
            caller,
        }
    }

    /// Calls a method. Dropping the future once it was polled does not cancel the call.
    ///
    /// # Errors
    ///
    /// The method's own error, or why it did not run or not finish.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime.
    pub async fn call<M: Method<A>>(&self, input: M) -> Result<M::Output, CallError<M::Error>> {
        let (call, answer) = LocalCall::new(input, Arc::clone(&self.caller));
        match self.registry.enqueue(&self.id, Box::new(call)) {
            Ok(()) => answer.await.unwrap_or(Err(CallError::Internal)),
            Err((_, refusal)) => Err(refusal.into()),
        }
    }
}

impl<A: Actor> Clone for ActorRef<A> {
    fn clone(&self) -> Self {
        Self {
            registry: Arc::clone(&self.registry),
            id: Arc::clone(&self.id),
            caller: Arc::clone(&self.caller),
        }
    }
}

impl<A: Actor> fmt::Debug for ActorRef<A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", A::NAME, self.id)
    }
}
