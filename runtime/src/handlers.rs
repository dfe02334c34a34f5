//! [`Handlers`]: frames in, calls out. What every transport is built on; it
//! knows connections and frames, never actors' types.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use serde_json::value::RawValue;

mod processed;
mod unreadable;

pub use processed::Processed;
pub use unreadable::Unreadable;

use crate::connection::Connection;
use crate::done::Done;
use crate::manager::ActorManager;
use crate::protocol::{self, Request, Subject, Target};
use crate::session::{Session, Topic};
use crate::wire_call::WireReply;
use crate::{App, Caller, ClientId, Identity, Refusal};
use unreadable::{answer_bad_frame, answer_too_large};

/// The transport-agnostic way into an app: an adapter tells it of
/// connections, messages and their end.
///
/// Cloning is cheap; all clones share their connections. All calls must be
/// made from within a Tokio runtime.
///
/// A connection is known by its id. One that was refused because its id is taken
/// is not to be told of any more: that would be taken for the one that has it.
///
/// # Codes
///
/// What fails is answered with a text for people and a `code` for programs: in
/// the `rpc:result` of a call, and in an `error` frame for everything else.
///
/// | `code` | when |
/// | --- | --- |
/// | `validation` | the input does not fit the method, see [`Issue`](crate::Issue) |
/// | `unknownMethod`, `unknownActor` | there is none of that name |
/// | `denied` | a drawn value or a middleware refused the call |
/// | `method` | the method returned an error; `data` has it, if it serialises |
/// | `internal` | the method panicked, or something inside failed; see the log |
/// | `activation` | the actor has no state to start from |
/// | `overloaded`, `tooLarge` | a limit was reached, see [`Limits`](crate::Limits) |
/// | `unavailable` | the app is shutting down |
/// | `invalidFrame` | the frame cannot be read |
/// | `destroyed` | the instance has ended, and the subscriptions to it |
#[derive(Clone)]
pub struct Handlers {
    app: App,
    sessions: Arc<DashMap<ClientId, Arc<Session>>>,
}

impl Handlers {
    /// The handlers of an app. Several may serve one app.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            sessions: Arc::default(),
        }
    }

    /// Registers a connection and welcomes it.
    ///
    /// # Errors
    ///
    /// A connection of the same id is open; this one is not registered.
    pub fn on_connection(
        &self,
        connection: Arc<dyn Connection>,
    ) -> Result<(), DuplicateConnection> {
        let caller = Arc::new(caller_of(&*connection));
        self.open(connection, caller).map(drop)
    }

    /// Registers a connection, for an adapter that keeps the session.
    pub(crate) fn open(
        &self,
        connection: Arc<dyn Connection>,
        caller: Arc<Caller>,
    ) -> Result<Arc<Session>, DuplicateConnection> {
        let session = Session::new(connection, caller, self.limits().queued_bytes);
        let session = Arc::new(session);
        match self.sessions.entry(session.client_id().clone()) {
            Entry::Occupied(_) => return Err(DuplicateConnection(session.client_id().clone())),
            Entry::Vacant(vacant) => drop(vacant.insert(Arc::clone(&session))),
        }
        session.send(protocol::welcome(session.client_id()));
        tracing::debug!(client = %session.client_id(), user = session.caller().who().user_id, "connected");
        Ok(session)
    }

    /// Takes one frame: queues its work at once, in order. The returned future
    /// is done when the frame is fully processed and answered; it may be
    /// awaited, to acknowledge a delivery, or dropped, which cancels nothing.
    /// A frame of a connection that is not open is dropped.
    pub fn on_message(&self, connection: &dyn Connection, text: &str) -> Processed {
        let Some(session) = self.session(connection) else {
            tracing::warn!(
                client = connection.id(),
                "a message from an unknown connection is dropped"
            );
            return Processed::now();
        };
        let (done, receiver) = Done::observed();
        self.receive(&session, text, done);
        Processed(vec![receiver])
    }

    /// Takes one frame of a session; `done` is over when it is processed and answered.
    pub(crate) fn receive(&self, session: &Arc<Session>, text: &str, done: Done) {
        let limit = self.limits().frame_bytes;
        if text.len() > limit {
            answer_too_large(session, text, limit, done);
            return;
        }
        match Request::parse(text) {
            Ok(request) => self.dispatch(session, request, done),
            Err(bad) => answer_bad_frame(session, &bad, done),
        }
    }

    /// Answers a frame that the transport could not hand over.
    pub fn on_unreadable(&self, connection: &dyn Connection, why: Unreadable) {
        if let Some(session) = self.session(connection) {
            why.answer(&session);
        }
    }

    /// The session of a connection that is open.
    fn session(&self, connection: &dyn Connection) -> Option<Arc<Session>> {
        let known = self.sessions.get(connection.id());
        known.map(|known| Arc::clone(&known))
    }

    /// Ends a connection: its subscriptions end, and `on_disconnect` fires on
    /// the instances that it touched. The future is done when those have run.
    /// One that is not open is left alone.
    pub fn on_close(&self, connection: &dyn Connection) -> Processed {
        let mut parts = Vec::new();
        if let Some((_, session)) = self.sessions.remove(connection.id()) {
            part(&session, || {
                let (done, receiver) = Done::observed();
                parts.push(receiver);
                done
            });
        }
        Processed(parts)
    }

    /// Ends a connection, for an adapter that keeps the session.
    #[cfg(feature = "server")]
    pub(crate) fn close(&self, session: &Arc<Session>) {
        let is_it = |_: &ClientId, known: &Arc<Session>| Arc::ptr_eq(known, session);
        if let Some((_, session)) = self.sessions.remove_if(session.client_id(), is_it) {
            part(&session, Done::unobserved);
        }
    }

    /// The live instances of the app.
    #[must_use]
    pub fn manager(&self) -> &ActorManager {
        self.app.manager()
    }

    /// The app.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    fn limits(&self) -> &crate::Limits {
        self.manager().limits()
    }

    fn dispatch(&self, session: &Arc<Session>, request: Request<'_>, done: Done) {
        match request {
            Request::Call {
                id,
                target,
                method,
                input,
            } => self.call(session, id, &target, &method, input, done),
            Request::SubscribeEvents(target) => {
                self.subscribe(session, &target, Topic::Events, done);
            }
            Request::SubscribeState(target) => {
                self.subscribe(session, &target, Topic::State, done);
            }
            Request::UnsubscribeEvents(target) => {
                self.unsubscribe(session, &target, Topic::Events, done);
            }
            Request::UnsubscribeState(target) => {
                self.unsubscribe(session, &target, Topic::State, done);
            }
        }
    }

    fn call(
        &self,
        session: &Arc<Session>,
        id: Cow<'_, str>,
        target: &Target<'_>,
        method: &str,
        input: Option<&RawValue>,
        done: Done,
    ) {
        let bytes = id.len() + input.map_or(0, |input| input.get().len());
        if let Err(refusal) = session.begin_call(bytes, self.limits()) {
            let outcome = refusal.outcome(&target.actor, method);
            session.send_then(protocol::failure(&id, &outcome), Some(done));
            return;
        }
        let reply = WireReply::new(session, id, bytes, done);
        match self.manager().registry(&target.actor) {
            Some(registry) => registry.call(&target.actor_id, method, input, reply),
            None => reply.refuse(&Refusal::UnknownActor, &target.actor, method),
        }
    }

    fn subscribe(&self, session: &Arc<Session>, target: &Target<'_>, topic: Topic, done: Done) {
        let (done, answered) = done.split();
        let subscribed = match self.manager().registry(&target.actor) {
            Some(registry) => registry.subscribe(&target.actor_id, session, topic, done),
            None => Err(Refusal::UnknownActor),
        };
        if let Err(refusal) = subscribed {
            refuse_subscription(session, target, &refusal, answered);
        }
    }

    fn unsubscribe(&self, session: &Arc<Session>, target: &Target<'_>, topic: Topic, done: Done) {
        match self.manager().registry(&target.actor) {
            Some(registry) => registry.unsubscribe(&target.actor_id, session, topic),
            None => refuse_subscription(session, target, &Refusal::UnknownActor, done),
        }
    }
}

impl fmt::Debug for Handlers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Handlers")
            .field("app", &self.app)
            .field("connections", &self.sessions.len())
            .finish()
    }
}

/// Who a connection says that it is.
fn caller_of(connection: &dyn Connection) -> Caller {
    let identity = Identity {
        user_id: connection.user_id().map(str::to_owned),
        claims: connection.claims().cloned().unwrap_or_default(),
        scope: connection.scope().cloned().unwrap_or_default(),
    };
    Caller::new(connection.id()).identity(identity)
}

/// Lets a session part from all instances that it touched.
fn part(session: &Arc<Session>, mut done: impl FnMut() -> Done) {
    tracing::debug!(client = %session.client_id(), "disconnected");
    for member in session.close() {
        member.leave(session, done());
    }
}

fn refuse_subscription(session: &Session, target: &Target<'_>, refusal: &Refusal, done: Done) {
    let outcome = refusal.outcome(&target.actor, "");
    let subject = Subject::instance(&target.actor, &target.actor_id);
    session.send_then(protocol::error(&outcome, subject), Some(done));
}

/// Two open connections with one id.
#[derive(Debug, thiserror::Error)]
#[error("a connection with the id `{0}` is open already")]
pub struct DuplicateConnection(ClientId);
