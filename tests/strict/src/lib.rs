//! A crate that depends on stagedoor under another name and allows nothing. That
//! it compiles, and that clippy is silent, is the test.

#![deny(
    warnings,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic
)]

pub mod documented;
pub mod names;
pub mod twins;
pub mod without_prelude;
