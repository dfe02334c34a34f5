//! [`State`](super::State) and [`Key`] for `uuid::Uuid`. Makes no ids.

use std::borrow::Cow;

use uuid::Uuid;

use super::Key;
use super::opaque::opaque;

opaque!(Uuid);

impl Key for Uuid {
    fn key(&self) -> Cow<'_, str> {
        Cow::Owned(self.hyphenated().to_string())
    }

    fn from_key(name: &str) -> Option<Self> {
        // Capitals, braces and the like can be parsed as well.
        name.parse().ok().filter(|key: &Self| key.key() == name)
    }
}
