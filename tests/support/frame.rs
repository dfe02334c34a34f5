//! [`check`]: whether a frame from the server is one that the protocol has.
//! Not whether it is the right one.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The documented values of `code`.
pub const CODES: [&str; 12] = [
    "validation",
    "unknownMethod",
    "unknownActor",
    "denied",
    "method",
    "internal",
    "overloaded",
    "tooLarge",
    "unavailable",
    "invalidFrame",
    "activation",
    "destroyed",
];

/// What must not be on the wire: panic texts and private fields of the fixtures
/// say `hush`; the rest are traces of the inside.
const SECRETS: [&str; 5] = ["hush", "panicked", ".rs:", "/src/", "RUST_BACKTRACE"];

/// Reads a frame, strictly: all fields of its row in the protocol, with their
/// types, none twice and no others.
///
/// # Errors
///
/// What the protocol does not allow.
pub fn check(text: &str) -> Result<Value, String> {
    let frame: ServerFrame = parse(text)?;
    frame.check()?;
    if let Some(secret) = SECRETS.iter().find(|secret| text.contains(**secret)) {
        return Err(format!("it shows `{secret}`"));
    }
    let value: Value = parse(text)?;
    match value.get("error") {
        Some(_) if value.get("result").is_some() => Err("it has both result and error".to_owned()),
        _ => Ok(value),
    }
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all_fields = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "read for their presence and type alone")]
enum ServerFrame {
    #[serde(rename = "welcome")]
    Welcome { client_id: String },
    #[serde(rename = "rpc:result")]
    RpcResult {
        id: String,
        result: Option<Value>,
        error: Option<String>,
        code: Option<String>,
        data: Option<Value>,
    },
    #[serde(rename = "event")]
    Event {
        actor: String,
        actor_id: String,
        event: String,
        payload: Value,
    },
    #[serde(rename = "state:snapshot")]
    Snapshot {
        actor: String,
        actor_id: String,
        state: Value,
    },
    #[serde(rename = "state:patch")]
    Patch {
        actor: String,
        actor_id: String,
        patches: Vec<Operation>,
    },
    #[serde(rename = "error")]
    Error {
        code: String,
        message: String,
        actor: Option<String>,
        actor_id: Option<String>,
        id: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
#[expect(dead_code, reason = "read for their presence and type alone")]
enum Operation {
    Add { path: String, value: Value },
    Replace { path: String, value: Value },
    Remove { path: String },
}

impl ServerFrame {
    fn check(&self) -> Result<(), String> {
        match self {
            Self::RpcResult {
                error: Some(error),
                code: Some(code),
                ..
            } => meaningful(error).and_then(|()| documented(code)),
            Self::RpcResult { error: Some(_), .. } => Err("a failure has no code".to_owned()),
            Self::RpcResult { code: Some(_), .. } | Self::RpcResult { data: Some(_), .. } => {
                Err("a success has a failure's fields".to_owned())
            }
            Self::Error { code, message, .. } => {
                meaningful(message).and_then(|()| documented(code))
            }
            Self::Patch { patches, .. } if patches.is_empty() => {
                Err("a patch changes nothing".to_owned())
            }
            _ => Ok(()),
        }
    }
}

fn meaningful(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("the error says nothing".to_owned());
    }
    Ok(())
}

fn documented(code: &str) -> Result<(), String> {
    if CODES.contains(&code) {
        return Ok(());
    }
    Err(format!("the code `{code}` is not documented"))
}

/// Reads JSON however deep: an echoed value is one level deeper in its answer
/// than it was in its call.
fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    let value = T::deserialize(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    value.map_err(|error| error.to_string())
}
