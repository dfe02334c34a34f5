//! [`Client`]: calls, events and state of a server's actors over one WebSocket
//! that is kept alive. It knows the wire protocol and nothing of how a server
//! works.
//!
//! ```no_run
//! use futures_util::StreamExt;
//! use stagedoor::client::Client;
//! use stagedoor::prelude::*;
//!
//! #[actor]
//! struct Counter { count: i64 }
//!
//! #[event]
//! struct Counted { count: i64 }
//!
//! #[actor(events(Counted))]
//! impl Counter {
//!     #[method]
//!     fn add(&mut self, cx: &Context<Self>, amount: i64) -> i64 {
//!         self.count += amount;
//!         cx.emit(Counted { count: self.count }).broadcast();
//!         self.count
//!     }
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::connect("ws://127.0.0.1:3000").await?;
//! let counter = client.actor::<Counter>("visits");
//! let mut counted = counter.on::<Counted>().await?; // a stream of events
//! let mut state = counter.state().await?; // the state, kept up to date
//! let count = counter.add(2).await?; // typed, with the method's own error
//! println!("{count}: {}, {}", state.changed().await?.count, counted.next().await.is_some());
//! # Ok(())
//! # }
//! ```
//!
//! What happens when the connection is lost, to calls, events and state:
//! [Reconnecting, and what it promises](crate::docs::reconnecting).

mod builder;
mod options;

mod endpoint;
#[cfg(feature = "runtime")]
mod in_process;
mod tls;
mod web_socket;

mod connection;
mod driver;

mod dispatcher;

mod calls;
mod queue;
mod subscription;
mod subscriptions;

mod buffer;
mod events;
mod lease;
mod observer;
mod replica;
mod state_watch;
mod updates;

mod dynamic;
mod handle;

mod backoff;
mod command;
mod error;
mod frames;
mod instance;
mod mismatch;
mod status;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

pub use builder::ClientBuilder;
pub use dynamic::DynamicHandle;
pub use error::{CallFailure, ConnectError, EventError, MethodFailure, Refused, StateError};
pub use events::{Events, RawEvent};
/// The TLS library, for [`ClientBuilder::tls`].
pub use rustls;
pub use state_watch::{PartWatch, StateStream, StateWatch};
pub use status::{Status, StatusStream, StatusWatch};
pub use updates::{Update, Updates};

use calls::Call;
use command::{Command, Release};
use events::Listener;
use instance::Instance;
use lease::{Lease, Purpose};
use observer::Observer;
use options::Options;
use replica::WatchFor;
use status::Standing;

use crate::error::{Mismatch, Unanswered};
use crate::{ClientId, Issue, State};

/// A connection to a server, kept alive.
///
/// Clones are cheap and share the connection. It is closed when the last clone
/// and the last of its [`Events`], [`StateWatch`]es and [`Updates`] are dropped,
/// or by [`close`](Self::close).
///
/// Calls go out in the order in which their futures are first polled. See the
/// [module](self) for what happens when the connection is lost.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

impl Client {
    /// Connects to a server, as in `ws://127.0.0.1:3000` or `wss://example.com/live`.
    ///
    /// # Errors
    ///
    /// See [`ConnectError`].
    ///
    /// # Panics
    ///
    /// Outside of a Tokio runtime.
    pub async fn connect(url: impl Into<String>) -> Result<Self, ConnectError> {
        Self::builder(url).connect().await
    }

    /// A client that is to be configured before it connects.
    pub fn builder(url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(url.into())
    }

    /// The status of the connection, now and as it changes.
    #[must_use]
    pub fn status(&self) -> StatusWatch {
        StatusWatch::new(self.0.standing.clone())
    }

    /// What the server calls this connection; none while there is none. Each
    /// reconnect brings another one.
    #[must_use]
    pub fn client_id(&self) -> Option<ClientId> {
        self.0.standing.borrow().client_id.clone()
    }

    /// Calls a method with an input and reads its result.
    ///
    /// # Errors
    ///
    /// See [`CallFailure`]; [`CallFailure::typed`] makes a
    /// [`CallError`](crate::CallError) of it.
    pub async fn request<I, T>(
        &self,
        actor: &str,
        id: &str,
        method: &str,
        input: &I,
    ) -> Result<T, CallFailure>
    where
        I: Serialize + ?Sized,
        T: DeserializeOwned,
    {
        self.answered(actor, id, method, write_input(input)).await
    }

    /// Calls a method with an input that is written already, if it could be.
    async fn answered<T: DeserializeOwned>(
        &self,
        actor: &str,
        id: &str,
        method: &str,
        input: Result<Box<RawValue>, CallFailure>,
    ) -> Result<T, CallFailure> {
        let result = self.call(actor, id, method, Some(&*input?)).await?;
        read_result(method, result.as_deref())
    }

    /// Calls a method with an input as JSON; the result is JSON too, none where
    /// there is nothing or `null`. The future may be dropped: the call is then
    /// not sent if it has not been yet, and its answer ignored if it has.
    ///
    /// # Errors
    ///
    /// See [`CallFailure`].
    pub async fn call(
        &self,
        actor: &str,
        id: &str,
        method: &str,
        input: Option<&RawValue>,
    ) -> Result<Option<Box<RawValue>>, CallFailure> {
        let number = self.0.next_id();
        let text = frames::call(number, &Instance::new(actor, id), method, input);
        let (length, limit) = (text.len(), self.0.options.largest_outgoing);
        if length > limit {
            let text = format!("The frame is {length} bytes long (limit {limit})");
            return Err(CallFailure::TooLarge(text));
        }
        let (call, mut caller) = Call::new(number, text, self.0.releases.clone());
        let answered = async {
            if self.0.command(Command::Call(call)).await.is_err() {
                return Err(CallFailure::Disconnected(Unanswered::NotSent));
            }
            caller.answered().await
        };
        match within(self.0.options.call_timeout, answered).await {
            Some(answered) => answered,
            None => Err(CallFailure::Timeout(caller.give_up())),
        }
    }

    /// The events of one name, of one instance. When this returns, the
    /// subscription is on its way ahead of all calls that are made afterwards;
    /// whether it was accepted shows in the stream.
    ///
    /// # Errors
    ///
    /// The client is closed, or disconnected for good.
    pub async fn events<T: DeserializeOwned>(
        &self,
        actor: &str,
        id: &str,
        name: &str,
    ) -> Result<Events<T>, EventError> {
        self.listen(Instance::new(actor, id), Some(name), RawEvent::read)
            .await
    }

    /// All events of one instance, as JSON; else as [`events`](Self::events).
    ///
    /// # Errors
    ///
    /// The client is closed, or disconnected for good.
    pub async fn raw_events(&self, actor: &str, id: &str) -> Result<Events<RawEvent>, EventError> {
        self.listen(Instance::new(actor, id), None, |event| Ok(event.clone()))
            .await
    }

    /// The state of one instance, when its first snapshot is there. It waits
    /// no longer than a call.
    ///
    /// # Errors
    ///
    /// See [`StateError`].
    pub async fn state<S: State>(
        &self,
        actor: &str,
        id: &str,
    ) -> Result<StateWatch<S>, StateError> {
        let instance = Instance::new(actor, id);
        let lease = Lease::new(&self.0, Purpose::State, instance.clone());
        let (reply, shown) = oneshot::channel();
        let request = Box::new(WatchFor::<S> {
            lease: lease.id(),
            reply,
        });
        let opened = async {
            let command = Command::Watch { instance, request };
            self.0
                .command(command)
                .await
                .map_err(|Ended| StateError::Disconnected)?;
            let shown = shown.await.map_err(|_| StateError::Disconnected)?;
            StateWatch::open(shown, lease).await
        };
        within(self.0.options.call_timeout, opened)
            .await
            .unwrap_or(Err(StateError::Timeout))
    }

    /// All that the server tells of one instance, as JSON: its state as
    /// snapshots and patches, and its events. When this returns, the
    /// subscriptions are on their way ahead of all calls that are made
    /// afterwards; whether they were accepted shows in the stream.
    ///
    /// # Errors
    ///
    /// The client is closed, or disconnected for good.
    pub async fn updates(&self, actor: &str, id: &str) -> Result<Updates, StateError> {
        let instance = Instance::new(actor, id);
        let lease = Lease::new(&self.0, Purpose::Updates, instance.clone());
        let (observer, opened) = Observer::new(lease.id(), self.0.options.event_buffer);
        let command = Command::Observe { instance, observer };
        self.0
            .command(command)
            .await
            .map_err(|Ended| StateError::Disconnected)?;
        let taken = opened.taken.await;
        taken.map_err(|_| StateError::Disconnected)?;
        Ok(Updates::new(opened.reader, lease))
    }

    /// One instance, to be used by names and JSON values.
    #[must_use]
    pub fn dynamic(&self, actor: impl Into<String>, id: impl Into<String>) -> DynamicHandle {
        DynamicHandle::new(self.clone(), actor.into(), id.into())
    }

    /// Closes the connection, whatever else uses it, and waits until that is
    /// done: calls fail, and streams end.
    pub async fn close(self) {
        self.0.closing.cancel();
        self.0.commands.closed().await;
    }

    async fn listen<T>(
        &self,
        instance: Instance,
        name: Option<&str>,
        read: fn(&RawEvent) -> Result<T, Mismatch>,
    ) -> Result<Events<T>, EventError> {
        let lease = Lease::new(&self.0, Purpose::Events, instance.clone());
        let buffer = self.0.options.event_buffer;
        let (listener, mut subscribed) = Listener::new(lease.id(), name, buffer);
        let command = Command::Listen { instance, listener };
        self.0
            .command(command)
            .await
            .map_err(|Ended| EventError::Disconnected)?;
        let taken = (&mut subscribed.taken).await;
        taken.map_err(|_| EventError::Disconnected)?;
        Ok(Events::new(subscribed, lease, read))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Client")
            .field(&*self.0.standing.borrow())
            .finish()
    }
}

/// What all clones of a client share: the ways to its driver.
struct Inner {
    options: Options,
    commands: mpsc::Sender<Command>,
    releases: mpsc::UnboundedSender<Release>,
    standing: watch::Receiver<Standing>,
    closing: CancellationToken,
    ids: AtomicU64,
}

/// The driver has ended.
struct Ended;

impl Inner {
    fn new(
        options: Options,
        commands: mpsc::Sender<Command>,
        releases: mpsc::UnboundedSender<Release>,
        standing: watch::Receiver<Standing>,
        closing: CancellationToken,
    ) -> Self {
        Self {
            options,
            commands,
            releases,
            standing,
            closing,
            ids: AtomicU64::new(1),
        }
    }

    /// A number that no call, listener or watcher of this client has had.
    fn next_id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::Relaxed)
    }

    async fn command(&self, command: Command) -> Result<(), Ended> {
        self.commands.send(command).await.map_err(|_| Ended)
    }

    fn release(&self, release: Release) {
        // Without a driver there is nothing to tidy up.
        let _ = self.releases.send(release);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.closing.cancel();
    }
}

/// Reads the result of a method; one that is not there is `null`.
fn write_input<I: Serialize + ?Sized>(input: &I) -> Result<Box<RawValue>, CallFailure> {
    to_raw_value(input).map_err(|error| {
        let issue = Issue::new(Vec::new(), format!("it cannot be written: {error}"));
        CallFailure::Validation(vec![issue])
    })
}

fn read_result<T: DeserializeOwned>(
    method: &str,
    result: Option<&RawValue>,
) -> Result<T, CallFailure> {
    let result = result.unwrap_or(RawValue::NULL);
    Mismatch::check(result, || format!("the answer of `{method}`")).map_err(CallFailure::Mismatch)
}

/// Awaits a future within a limit; none if it was not enough.
async fn within<T>(limit: Option<Duration>, future: impl Future<Output = T>) -> Option<T> {
    match limit {
        Some(limit) => timeout(limit, future).await.ok(),
        None => Some(future.await),
    }
}
