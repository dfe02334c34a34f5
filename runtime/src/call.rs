//! [`Call`]: what is known of one call before its method runs, and
//! [`FromCall`]: the values that a method may draw from it. Not the call's input.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::route::Peers;
use crate::{Actor, Caller, ClientId, Context};

/// One call: which method of which instance, and who is calling.
///
/// In a lifecycle hook the method is the hook's name, `on_connect` for one.
#[derive(Clone)]
pub struct Call {
    actor: &'static str,
    method: &'static str,
    home: Arc<dyn Home>,
    caller: Arc<Caller>,
}

/// The instance that a call is made on, whatever its actor.
pub(crate) trait Home: Send + Sync {
    fn id(&self) -> &str;
    /// The actors that a call may go on to.
    fn peers(&self) -> Peers<'_>;
}

impl Call {
    pub(crate) fn new(
        actor: &'static str,
        method: &'static str,
        home: Arc<dyn Home>,
        caller: Arc<Caller>,
    ) -> Self {
        Self {
            actor,
            method,
            home,
            caller,
        }
    }

    /// The wire name of the actor.
    #[must_use]
    pub fn actor(&self) -> &'static str {
        self.actor
    }

    /// The id of the instance.
    #[must_use]
    pub fn actor_id(&self) -> &str {
        self.home.id()
    }

    /// The wire name of the method, or the name of the hook.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.method
    }

    /// The id of the connection that calls; [`ClientId::system`] where there is none.
    #[must_use]
    pub fn client_id(&self) -> ClientId {
        self.caller.client_id().clone()
    }

    pub(crate) fn caller(&self) -> &Arc<Caller> {
        &self.caller
    }

    pub(crate) fn peers(&self) -> Peers<'_> {
        self.home.peers()
    }

    /// The verified user behind the connection.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.caller.who().user_id.as_deref()
    }

    /// The verified claims of the user, as a JSON object.
    #[must_use]
    pub fn claims(&self) -> &Map<String, Value> {
        &self.caller.who().claims
    }

    /// What the caller is limited to.
    #[must_use]
    pub fn scope(&self) -> &BTreeMap<String, String> {
        &self.caller.who().scope
    }

    /// Draws a value from the call, so that one drawn value can build on another.
    ///
    /// # Errors
    ///
    /// The value's own refusal.
    pub async fn draw<T: FromCall>(&self) -> Result<T, Denied> {
        T::from_call(self).await
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("actor", &self.actor)
            .field("actor_id", &self.actor_id())
            .field("method", &self.method)
            .field("caller", &self.caller)
            .finish_non_exhaustive()
    }
}

/// A value that a method takes as `&T` and that is drawn from the call.
///
/// Drawing happens before the method runs. When it fails the call is answered
/// with that refusal and the method never runs, which makes drawing `&User`
/// from the connection's claims the authentication itself.
///
/// ```
/// use stagedoor::prelude::*;
///
/// struct User { id: String }
///
/// impl FromCall for User {
///     async fn from_call(call: &Call) -> Result<Self, Denied> {
///         let id = call.user_id().ok_or_else(|| Denied::new("sign in first"))?;
///         Ok(Self { id: id.to_owned() })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be drawn from a call",
    label = "not `&Context<Self>` and not a type that implements `FromCall`",
    note = "a parameter by reference is lent by the runtime: implement `FromCall` for `{Self}`, or take it by value to receive it over the wire"
)]
pub trait FromCall: Sized + Send + Sync {
    /// Draws the value.
    ///
    /// # Errors
    ///
    /// The refusal that the caller is answered with.
    fn from_call(call: &Call) -> impl Future<Output = Result<Self, Denied>> + Send;
}

/// Why a call was refused before its method ran; the text goes to the caller.
pub struct Denied {
    message: String,
}

impl Denied {
    /// A refusal with this text.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
        }
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl fmt::Debug for Denied {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Denied({:?})", self.message)
    }
}

/// Any error can be a refusal, so that `?` works; its `Display` text goes to the caller.
impl<E: std::error::Error> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::new(error.to_string())
    }
}

/// What the runtime can lend to a parameter of type `&Self` on a method of `A`:
/// the context, and every [`FromCall`] value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be lent to a method of `{A}`",
    label = "not `&Context<Self>` and not a type that implements `FromCall`",
    note = "a parameter by reference is lent by the runtime: implement `FromCall` for `{Self}`, or take it by value to receive it over the wire"
)]
pub trait Lend<A: Actor>: Sized {
    /// What holds the value while the method runs.
    type Lent<'t>: Deref<Target = Self> + Send;

    /// Whether lending may wait.
    const WAITS: bool;

    /// Lends the value for the call of this context.
    fn lend(context: &Context<A>) -> impl Future<Output = Result<Self::Lent<'_>, Denied>> + Send;
}

impl<A: Actor> Lend<A> for Context<A> {
    type Lent<'t> = &'t Context<A>;
    const WAITS: bool = false;

    async fn lend(context: &Context<A>) -> Result<&Context<A>, Denied> {
        Ok(context)
    }
}

impl<A: Actor, T: FromCall> Lend<A> for T {
    type Lent<'t> = Drawn<T>;
    const WAITS: bool = true;

    async fn lend(context: &Context<A>) -> Result<Drawn<T>, Denied> {
        T::from_call(context).await.map(Drawn)
    }
}

/// A value drawn for one call.
pub struct Drawn<T>(T);

impl<T> Deref for Drawn<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
