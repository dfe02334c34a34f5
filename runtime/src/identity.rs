//! [`Identity`] and [`Caller`]: who is behind a call, as something outside the
//! actor has verified it. Nothing here verifies anything.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::ClientId;

/// Who a connection or an in-process caller is.
///
/// Built by the transport (from a verified token, say) and read by methods
/// through [`Call`](crate::Call) and [`FromCall`](crate::FromCall).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    /// The verified user, if there is one.
    pub user_id: Option<String>,
    /// What else is known of the user: the claims of a token, as a JSON object.
    pub claims: Map<String, Value>,
    /// What the caller is limited to, such as a tenant or a room.
    pub scope: BTreeMap<String, String>,
}

impl Identity {
    /// Nobody in particular: no user, no claims, no scope.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// The user with this id.
    #[must_use]
    pub fn user(id: impl Into<String>) -> Self {
        Self {
            user_id: Some(id.into()),
            ..Self::default()
        }
    }

    /// Adds one claim.
    #[must_use]
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// Adds one pair to the scope.
    #[must_use]
    pub fn scope(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.scope.insert(name.into(), value.into());
        self
    }
}

/// Who makes a call: a connection's id and the identity behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    client_id: ClientId,
    identity: Identity,
}

impl Caller {
    /// An anonymous caller that acts under this client id.
    #[must_use]
    pub fn new(client_id: impl Into<ClientId>) -> Self {
        Self {
            client_id: client_id.into(),
            identity: Identity::anonymous(),
        }
    }

    /// The program itself; see [`ClientId::system`].
    #[must_use]
    pub fn system() -> Self {
        Self::new(ClientId::system())
    }

    /// Puts an identity behind the caller.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    pub(crate) fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    pub(crate) fn who(&self) -> &Identity {
        &self.identity
    }
}
