//! Change detection: for any two values of a type, the patch turns the JSON of
//! the one into the JSON of the other. The text of single patches is tested
//! beside the code.

mod applied;
mod document;
mod laws;
mod strategy;

mod enums;
mod json_patch_suite;
mod large;
mod opaque;
mod plain;
mod strict;
mod structs;
