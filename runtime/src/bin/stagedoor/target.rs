//! [`Target`]: which instance is meant.

use std::fmt;
use std::str::FromStr;

/// An instance, written `ACTOR/ID`. An id may have slashes of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) actor: String,
    pub(crate) id: String,
}

/// A text names no instance.
#[derive(Debug, thiserror::Error)]
#[error("an instance is written ACTOR/ID, as in `counter/visits`")]
pub(crate) struct NoTarget;

impl FromStr for Target {
    type Err = NoTarget;

    fn from_str(text: &str) -> Result<Self, NoTarget> {
        match text.split_once('/') {
            Some((actor, id)) if !actor.is_empty() && !id.is_empty() => Ok(Self {
                actor: actor.to_owned(),
                id: id.to_owned(),
            }),
            _ => Err(NoTarget),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.actor, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_slash_separates() {
        let target: Target = "document/a/b".parse().expect("it is one");
        assert_eq!((&*target.actor, &*target.id), ("document", "a/b"));
        assert_eq!(target.to_string(), "document/a/b");
    }

    #[test]
    fn both_halves_are_needed() {
        for text in ["", "counter", "counter/", "/visits", "/"] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }
}
