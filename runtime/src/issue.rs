//! [`Issue`]: one thing that is wrong with an input. Not what finds it.

use serde::{Deserialize, Serialize};

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Issue {
    /// The way to the wrong value: keys and indexes, none for the input itself.
    pub path: Vec<PathSegment>,
    /// What is wrong with it.
    pub message: String,
}

/// One step of an issue's path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PathSegment {
    /// The key of an object.
    Key(String),
    /// The index of an array.
    Index(usize),
}

impl Issue {
    /// How many are told of one input. If there are more, one follows that has no
    /// path and the message `… and more`, and the rest is not looked for.
    pub const MOST: usize = 100;

    /// How many bytes the message may have, and the keys of the path together. What
    /// is longer is cut, and ends in `…`.
    pub const LONGEST: usize = 1_024;

    pub(crate) fn new(path: Vec<PathSegment>, message: impl Into<String>) -> Self {
        Self {
            path: short_path(path),
            message: shortened(message.into()),
        }
    }

    /// What stands for all those that are not told.
    pub(crate) fn more() -> Self {
        Self::new(Vec::new(), "… and more")
    }
}

impl PathSegment {
    fn bytes(&self) -> usize {
        match self {
            Self::Key(key) => key.len(),
            Self::Index(_) => 0,
        }
    }
}

/// The text, or as much of it as an issue tells.
pub(crate) fn shortened(text: String) -> String {
    if text.len() > Issue::LONGEST {
        cut(&text, ROOM)
    } else {
        text
    }
}

/// What is left beside the mark of a cut.
const ROOM: usize = Issue::LONGEST - '…'.len_utf8();

fn cut(text: &str, room: usize) -> String {
    format!("{}…", &text[..text.floor_char_boundary(room)])
}

/// The path, up to the key with which it would be too long.
fn short_path(path: Vec<PathSegment>) -> Vec<PathSegment> {
    if path.iter().map(PathSegment::bytes).sum::<usize>() <= Issue::LONGEST {
        return path;
    }
    let mut room = ROOM;
    let mut short = Vec::new();
    for segment in path {
        if let PathSegment::Key(key) = &segment
            && key.len() > room
        {
            short.push(PathSegment::Key(cut(key, room)));
            break;
        }
        room -= segment.bytes();
        short.push(segment);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(bytes: usize) -> PathSegment {
        PathSegment::Key("k".repeat(bytes))
    }

    #[test]
    fn what_fits_is_told_as_it_is() {
        let path = vec![key(1_000), PathSegment::Index(7), key(24)];
        let message = "ü".repeat(512);
        let issue = Issue::new(path.clone(), message.clone());
        assert_eq!((issue.path, issue.message), (path, message));
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let path = vec![key(1_000), PathSegment::Index(7), key(25), key(1)];
        let issue = Issue::new(path, "ü".repeat(513));
        let last = PathSegment::Key(format!("{}…", "k".repeat(21)));
        assert_eq!(issue.path, [key(1_000), PathSegment::Index(7), last]);
        assert_eq!(issue.message, format!("{}…", "ü".repeat(510)));
    }

    #[test]
    fn a_path_of_many_keys_is_short_as_well() {
        let issue = Issue::new(vec![key(100); 127], "");
        assert_eq!(issue.path.len(), 11);
        let bytes: usize = issue.path.iter().map(PathSegment::bytes).sum();
        assert_eq!(bytes, Issue::LONGEST);
    }
}
