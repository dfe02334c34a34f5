//! Texts from strings and chars, and strings from texts.

use std::convert::Infallible;
use std::fmt::{self, Write};
use std::ops::AddAssign;
use std::str::FromStr;

use super::Text;

impl From<&str> for Text {
    /// O(n).
    fn from(text: &str) -> Self {
        let mut new = Self::new();
        new.push_str(text);
        new
    }
}

impl From<String> for Text {
    /// O(n).
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl FromStr for Text {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl From<Text> for String {
    /// O(n).
    fn from(text: Text) -> Self {
        text.slice(..)
    }
}

impl fmt::Display for Text {
    /// Chunk by chunk; filled up or cut off as a string where the format says so.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if formatter.width().is_some() || formatter.precision().is_some() {
            return formatter.pad(&self.slice(..));
        }
        self.chunks()
            .try_for_each(|chunk| formatter.write_str(chunk))
    }
}

impl fmt::Debug for Text {
    /// As a string.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // How a char is escaped may depend on the one before it.
        fmt::Debug::fmt(&self.slice(..), formatter)
    }
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

impl AddAssign<&str> for Text {
    fn add_assign(&mut self, text: &str) {
        self.push_str(text);
    }
}

macro_rules! collected_from {
    ($($part:ty),+) => {$(
        impl<'a> Extend<$part> for Text {
            fn extend<I: IntoIterator<Item = $part>>(&mut self, parts: I) {
                self.push_str(&parts.into_iter().collect::<String>());
            }
        }

        impl<'a> FromIterator<$part> for Text {
            fn from_iter<I: IntoIterator<Item = $part>>(parts: I) -> Self {
                Self::from(parts.into_iter().collect::<String>())
            }
        }
    )+};
}

collected_from!(char, &'a char, &'a str, String);
