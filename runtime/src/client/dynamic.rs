//! [`DynamicHandle`]: one instance, used by names and JSON values, for tools
//! that do not know its actor's type.

use serde_json::Value;
use serde_json::value::to_raw_value;

use super::Client;
use super::error::{CallFailure, EventError, StateError};
use super::events::{Events, RawEvent};
use super::state_watch::StateWatch;
use super::updates::Updates;

/// One instance of an actor, by names and JSON values. Cloning is cheap enough.
#[derive(Clone, Debug)]
pub struct DynamicHandle {
    client: Client,
    actor: String,
    id: String,
}

impl DynamicHandle {
    pub(super) fn new(client: Client, actor: String, id: String) -> Self {
        Self { client, actor, id }
    }

    /// The wire name of the actor.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The id of the instance.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Calls a method by its wire name; the input is an object of its
    /// parameters, or `null`. The result is `null` where there is none.
    ///
    /// # Errors
    ///
    /// See [`CallFailure`].
    ///
    /// # Panics
    ///
    /// Never: a JSON value can be written.
    pub async fn call(&self, method: &str, input: &Value) -> Result<Value, CallFailure> {
        let input = to_raw_value(input).expect("a JSON value can be written");
        let call = self
            .client
            .call(&self.actor, &self.id, method, Some(&input));
        super::read_result(method, call.await?.as_deref())
    }

    /// All events of the instance.
    ///
    /// # Errors
    ///
    /// See [`Client::raw_events`].
    pub async fn events(&self) -> Result<Events<RawEvent>, EventError> {
        self.client.raw_events(&self.actor, &self.id).await
    }

    /// The state of the instance.
    ///
    /// # Errors
    ///
    /// See [`Client::state`].
    pub async fn state(&self) -> Result<StateWatch<Value>, StateError> {
        self.client.state(&self.actor, &self.id).await
    }

    /// All that the server tells of the instance: snapshots and patches of the
    /// state as JSON, and events, in the order of the wire.
    ///
    /// ```
    /// use futures_util::StreamExt;
    /// use serde_json::Value;
    /// use stagedoor::client::{DynamicHandle, Update};
    /// use stagedoor::state::apply_patch;
    ///
    /// # async fn follow(room: DynamicHandle) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut updates = room.updates().await?;
    /// let mut state = Value::Null;
    /// while let Some(update) = updates.next().await {
    ///     match update? {
    ///         Update::Snapshot(whole) => state = serde_json::from_str(whole.get())?,
    ///         Update::Patch(change) => apply_patch(&mut state, change.get())?,
    ///         Update::Event(event) => println!("{}: {}", event.name(), event.payload()),
    ///         Update::Interrupted => println!("the connection is lost"),
    ///         other => println!("{other:?}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`Client::updates`].
    pub async fn updates(&self) -> Result<Updates, StateError> {
        self.client.updates(&self.actor, &self.id).await
    }
}
