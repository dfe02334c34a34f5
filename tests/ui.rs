//! What the compiler says to a user who is wrong: one file for each mistake,
//! named after it, with the text beside it; and programs that must compile.

#[test]
fn mistakes() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}

#[test]
fn programs() {
    trybuild::TestCases::new().pass("ui/pass/*.rs");
}
