//! The exact text of patches, and what `assign` leaves behind. That patches fit
//! their documents for any two values is tested from outside the crate.

mod assign;
mod changes;
mod keys;
mod minimal;
mod patches;

use super::{Patch, State};

/// The patch from `old` to `new`, its quotes written as `'`; empty when there is none.
fn patch<T: State>(old: &T, new: &T) -> String {
    let mut patch = Patch::new();
    new.diff(old, &mut patch);
    let empty = patch.is_empty();
    let text = patch.finish().unwrap();
    assert_eq!(empty, text.is_none());
    text.unwrap_or_default().replace('"', "'")
}

fn replaced(path: &str, value: &str) -> String {
    format!("[{{'op':'replace','path':'{path}','value':{value}}}]")
}
