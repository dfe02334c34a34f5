//! Reading what came over the wire, and saying where it does not fit. Not the
//! reading of frames.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::Mismatch;

impl Mismatch {
    /// What does not fit as a whole.
    pub(super) fn new(subject: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            path: String::new(),
            reason: reason.into(),
        }
    }

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// Where it is not a `T`; `subject` names the whole then.
    pub(super) fn check<T: DeserializeOwned>(
        value: &RawValue,
        subject: impl FnOnce() -> String,
    ) -> Result<T, Self> {
        // Looking for the place costs more than reading, so only what is wrong pays for it.
        serde_json::from_str(value.get()).or_else(|_| {
            let mut reader = serde_json::Deserializer::from_str(value.get());
            serde_path_to_error::deserialize(&mut reader).map_err(|error| {
                let path = error.path().to_string();
                Self {
                    subject: subject(),
                    path: if path == "." { String::new() } else { path },
                    reason: error.inner().to_string(),
                }
            })
        })
    }
}
