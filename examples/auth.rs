//! From a signed token to `&User`: the server verifies a JWT once, when a
//! connection is made; methods say what they need by what they borrow.
//!
//! Run it with `cargo run --example auth`. It prints a token for a member and
//! one for an admin, and what to send. A request without a valid token is
//! refused with 401 before there is a connection.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde_json::{Map, Value, json};
use stagedoor::prelude::*;
use stagedoor::server::{Server, shutdown_signal};

/// A notice board that members read and admins write.
#[actor]
struct Board {
    notices: Vec<String>,
}

#[actor]
impl Board {
    /// The notices; for everyone who is signed in.
    #[method]
    fn read(&self, user: &User) -> Vec<String> {
        tracing::info!(user = user.id, "reads the board");
        self.notices.clone()
    }

    /// Puts up a notice; for admins.
    #[method]
    fn post(&mut self, admin: &Admin, text: String) -> usize {
        self.notices.push(format!("{text} ({})", admin.0.id));
        self.notices.len()
    }
}

/// Somebody who is signed in.
struct User {
    id: String,
    role: String,
}

impl FromCall for User {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        let id = call.user_id().ok_or_else(|| Denied::new("Sign in first"))?;
        let role = call.claims().get("role").and_then(Value::as_str);
        Ok(Self {
            id: id.to_owned(),
            role: role.unwrap_or("member").to_owned(),
        })
    }
}

/// A user who may change things: drawn from the user, so it is never forgotten.
struct Admin(User);

impl FromCall for Admin {
    async fn from_call(call: &Call) -> Result<Self, Denied> {
        let user = call.draw::<User>().await?;
        if user.role != "admin" {
            return Err(Denied::new(format!("{} is not an admin", user.id)));
        }
        Ok(Self(user))
    }
}

/// Signs and verifies tokens.
#[derive(Clone)]
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
}

impl Tokens {
    /// Tokens under one shared secret.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self {
            signing: EncodingKey::from_secret(secret),
            verifying: DecodingKey::from_secret(secret),
        }
    }

    /// A token that is good for an hour.
    ///
    /// # Errors
    ///
    /// The token could not be signed.
    pub fn issue(&self, user: &str, role: &str) -> Result<String, jsonwebtoken::errors::Error> {
        let expires = SystemTime::now() + Duration::from_hours(1);
        let expires = expires.duration_since(UNIX_EPOCH).unwrap_or_default();
        let claims = json!({ "sub": user, "role": role, "exp": expires.as_secs() });
        encode(&Header::default(), &claims, &self.signing)
    }

    /// Who a request comes from: `Authorization: Bearer …`, or `?token=…` for
    /// browsers, which cannot set headers on a `WebSocket`.
    fn identify(&self, request: &Parts) -> Result<Identity, (StatusCode, String)> {
        let refuse = |why: &str| (StatusCode::UNAUTHORIZED, why.to_owned());
        let token = token(request).ok_or_else(|| refuse("a token is required"))?;
        let verified = decode::<Map<String, Value>>(token, &self.verifying, &Validation::default());
        let claims = verified
            .map_err(|error| refuse(&format!("the token is not valid: {error}")))?
            .claims;
        let user = claims.get("sub").and_then(Value::as_str).map(str::to_owned);
        Ok(Identity {
            user_id: Some(user.ok_or_else(|| refuse("the token names no user"))?),
            claims,
            ..Identity::anonymous()
        })
    }
}

fn token(request: &Parts) -> Option<&str> {
    let header = request.headers.get(header::AUTHORIZATION);
    let bearer = header.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    bearer.or_else(|| {
        let mut pairs = request.uri.query()?.split('&');
        pairs.find_map(|pair| pair.strip_prefix("token="))
    })
}

/// The server of the board, open to those with a token.
///
/// # Errors
///
/// The app could not be built.
pub fn server(tokens: &Tokens) -> Result<Server, stagedoor::Error> {
    let app = App::new().actor::<Board>().build()?;
    let tokens = tokens.clone();
    let server = Server::new(app).identify(move |request: Parts| {
        let identity = tokens.identify(&request);
        async move { identity }
    });
    Ok(server)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().init();
    // A real program reads its secret from outside and never prints a token.
    let tokens = Tokens::new(uuid::Uuid::new_v4().as_bytes());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    for (user, role) in [("mia", "member"), ("ada", "admin")] {
        println!(
            "{user} ({role}): ws://127.0.0.1:3000/?token={}",
            tokens.issue(user, role)?
        );
    }
    println!(
        r#"send: {{"type":"rpc","id":"1","actor":"board","actorId":"hall","method":"post","input":{{"text":"hello"}}}}"#
    );
    server(&tokens)?.serve(listener, shutdown_signal()).await?;
    Ok(())
}
