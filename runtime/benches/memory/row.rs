//! [`row`]: measures one type and prints it.

use std::alloc::System;

use stagedoor::State;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::LEN;

#[global_allocator]
pub(crate) static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Prints the bytes per element of a state alone, and in an instance.
pub(crate) fn row<S: State>(name: &str, make: fn() -> S) {
    let region = Region::new(ALLOCATOR);
    let working = make();
    let alone = held(&region);
    let committed = working.clone();
    let both = held(&region);
    println!("| `{name}` | {alone} | {both} |");
    drop((working, committed));
}

/// What is held of all that was allocated in the region, per element.
fn held(region: &Region<'_, System>) -> String {
    let tenths = bytes_held(region) * 10 / LEN;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What is held of all that was allocated in the region.
pub(crate) fn bytes_held(region: &Region<'_, System>) -> usize {
    let change = region.change();
    // Growing in place is in both numbers.
    change.bytes_allocated - change.bytes_deallocated
}
