//! [`State`] for the dates and times of `chrono`. Not for its durations, which
//! have no JSON.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::State;
use super::opaque::opaque;

opaque!(DateTime<Utc>, NaiveDate, NaiveTime, NaiveDateTime);

impl State for DateTime<FixedOffset> {
    fn same(&self, other: &Self) -> bool {
        // `==` looks at the instant alone, but the offset is written as well.
        self == other && self.offset() == other.offset()
    }
}
