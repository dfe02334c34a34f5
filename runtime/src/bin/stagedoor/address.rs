//! [`Address`]: where a server is, for both of the protocols that it speaks.

use std::fmt;
use std::str::FromStr;

/// The address of a server, with the scheme of a WebSocket or of HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    is_encrypted: bool,
    /// What follows the scheme.
    location: String,
}

/// Why a text is no address.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AddressError {
    #[error("it begins with none of `ws://`, `wss://`, `http://` and `https://`")]
    Scheme,
    #[error("it names no host")]
    Host,
}

impl Address {
    /// Whether it is reached by TLS.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// The address of the WebSocket.
    pub(crate) fn web_socket(&self) -> String {
        let scheme = if self.is_encrypted { "wss" } else { "ws" };
        format!("{scheme}://{}", self.location)
    }

    /// The address of the schema document.
    pub(crate) fn schema(&self) -> String {
        let scheme = if self.is_encrypted { "https" } else { "http" };
        let (path, query) = match self.location.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (&*self.location, String::new()),
        };
        let path = path.trim_end_matches('/');
        let path = path.strip_suffix("/schema").unwrap_or(path);
        format!("{scheme}://{path}/schema{query}")
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let (scheme, location) = text.split_once("://").ok_or(AddressError::Scheme)?;
        let is_encrypted = match &*scheme.to_ascii_lowercase() {
            "ws" | "http" => false,
            "wss" | "https" => true,
            _ => return Err(AddressError::Scheme),
        };
        if location.is_empty() || location.starts_with(['/', '?', '#', ':']) {
            return Err(AddressError::Host);
        }
        let location = location.to_owned();
        Ok(Self {
            is_encrypted,
            location,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.web_socket())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(text: &str) -> String {
        text.parse::<Address>().expect("it is one").schema()
    }

    #[test]
    fn the_schema_is_beside_the_web_socket() {
        assert_eq!(schema("ws://host:1"), "http://host:1/schema");
        assert_eq!(schema("WSS://host/"), "https://host/schema");
        assert_eq!(schema("https://host/live/"), "https://host/live/schema");
        assert_eq!(
            schema("ws://host/live?key=a/b"),
            "http://host/live/schema?key=a/b"
        );
    }

    #[test]
    fn the_schema_s_own_address_is_taken_as_it_is() {
        assert_eq!(schema("http://host/live/schema"), "http://host/live/schema");
        assert_eq!(schema("http://schema"), "http://schema/schema");
    }

    #[test]
    fn either_scheme_leads_to_the_web_socket() {
        for text in ["http://host/live?a", "ws://host/live?a"] {
            let address: Address = text.parse().expect("it is one");
            assert_eq!(address.web_socket(), "ws://host/live?a");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "host:3000",
            "ftp://host",
            "ws://",
            "ws:///live",
            "ws://:3000",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
