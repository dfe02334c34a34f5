//! Handles over the wire: the same generated handles as within the process, for
//! calls, events and state. Not what goes over the wire.

use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::error::{EventError, MethodFailure, StateError};
use super::events::Events;
use super::state_watch::StateWatch;
use super::{Client, write_input};
use crate::method::{ErrorOf, Failure, Method, Outcome, Written};
use crate::pending_call::Attempt;
use crate::route::Route;
use crate::{Actor, ActorRef, CallError, EmittedBy, Event};

impl Client {
    /// A handle on one instance of an actor of the server.
    #[must_use]
    pub fn actor<A: Actor>(&self, id: &str) -> A::Handle {
        ActorRef::new(Route::Remote(self.clone()), id).into()
    }

    pub(crate) fn attempt<'a, A: Actor, M: Method<A>>(
        &'a self,
        id: &'a Arc<str>,
        input: M::Input,
    ) -> RemoteAttempt<'a, A, M> {
        RemoteAttempt {
            client: self,
            id,
            progress: Progress::Unmade(input),
        }
    }
}

impl<A: Actor> ActorRef<A> {
    /// The events of one type, from when this returns. All listeners and clones
    /// of a client share one subscription, which ends with the last of them.
    ///
    /// Within the process each stream is a connection of its own.
    ///
    /// # Errors
    ///
    /// The client is closed, or disconnected for good. Whether the server
    /// accepts the subscription shows in the stream.
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub async fn on<E: EmittedBy<A> + Event>(&self) -> Result<Events<E>, EventError> {
        let client = self.route.client();
        client.events(A::NAME, &self.id, E::NAME).await
    }

    /// The state, kept up to date, when its first snapshot is there. All watches
    /// of a client share one subscription, which ends with the last of them.
    ///
    /// Within the process each watch is a connection of its own. Private fields
    /// have their defaults, for they are never sent.
    ///
    /// # Errors
    ///
    /// See [`StateError`].
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub async fn state(&self) -> Result<StateWatch<A>, StateError> {
        let client = self.route.client();
        client.state(A::NAME, &self.id).await
    }
}

/// A call of the method `M` over the wire, about to be made or waited for.
pub(crate) struct RemoteAttempt<'a, A: Actor, M: Method<A>> {
    client: &'a Client,
    id: &'a Arc<str>,
    progress: Progress<'a, A, M>,
}

enum Progress<'a, A: Actor, M: Method<A>> {
    Unmade(M::Input),
    Made(BoxFuture<'a, Answer<A, M>>),
    Answered,
}

type Answer<A, M> = Outcome<A, M>;

impl<A: Actor, M: Method<A>> Attempt<M::Output, ErrorOf<A, M>> for RemoteAttempt<'_, A, M> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Answer<A, M>> {
        let progress = std::mem::replace(&mut self.progress, Progress::Answered);
        let mut made = match progress {
            Progress::Unmade(input) => answered::<A, M>(self.client, self.id, &input).boxed(),
            Progress::Made(made) => made,
            Progress::Answered => panic!("a call was polled after its answer"),
        };
        let polled = made.poll_unpin(context);
        if polled.is_pending() {
            self.progress = Progress::Made(made);
        }
        polled
    }

    fn send(mut self: Box<Self>) {
        let progress = std::mem::replace(&mut self.progress, Progress::Answered);
        let Progress::Unmade(input) = progress else {
            return;
        };
        let (client, id) = (self.client.clone(), Arc::clone(self.id));
        let input = write_input(&Written(&M::ROW, &input));
        let mut call = async move {
            let answer = client.answered(A::NAME, &id, M::ROW.name, input).await;
            let answer: Answer<A, M> = answer.map_err(|failure| failure.read_with(typed::<A, M>));
            if let Err(error) = answer {
                let (actor, method) = (A::NAME, M::ROW.name);
                tracing::warn!(actor, method, %error, "a call that nobody waits for failed");
            }
        }
        .boxed();
        // The first poll lines it up behind the calls that were made before.
        if call.as_mut().now_or_never().is_none() {
            tokio::spawn(call);
        }
    }
}

fn answered<'a, A: Actor, M: Method<A>>(
    client: &'a Client,
    id: &'a str,
    input: &M::Input,
) -> impl Future<Output = Answer<A, M>> + Send + use<'a, A, M> {
    let input = write_input(&Written(&M::ROW, input));
    async move {
        let answer = client.answered(A::NAME, id, M::ROW.name, input).await;
        answer.map_err(|failure| failure.read_with(typed::<A, M>))
    }
}

/// The method's own error. One whose type cannot be read, or that came without
/// its data, is known by its text alone.
fn typed<A: Actor, M: Method<A>>(failure: MethodFailure) -> CallError<ErrorOf<A, M>> {
    let read = M::Failure::format().read();
    match (read, &failure.data) {
        (Some(read), Some(data)) => match read(data) {
            Ok(error) => CallError::Method(error),
            Err(reason) => CallError::Mismatch(failure.mismatch(&reason)),
        },
        _ => CallError::Other {
            code: "method".to_owned(),
            message: failure.message,
        },
    }
}
