//! The published test suite of RFC 6902, on JSON values through `State::apply`:
//! every case that moves and copies nothing.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use stagedoor::state::apply_patch;

const FILES: [(&str, &str); 2] = [
    ("tests.json", include_str!("json_patch_tests/tests.json")),
    (
        "spec_tests.json",
        include_str!("json_patch_tests/spec_tests.json"),
    ),
];

#[derive(Deserialize)]
struct Case {
    comment: Option<String>,
    #[serde(default)]
    doc: Value,
    #[serde(default)]
    patch: Vec<Box<RawValue>>,
    expected: Option<Value>,
    error: Option<String>,
    #[serde(default)]
    disabled: bool,
}

/// What tells whether an operation is the runner's.
#[derive(Deserialize)]
struct Test {
    path: String,
    value: Value,
}

fn name(operation: &RawValue) -> Option<String> {
    let operation: Value = serde_json::from_str(operation.get()).unwrap();
    operation["op"].as_str().map(str::to_owned)
}

impl Case {
    fn is_run(&self) -> bool {
        let foreign = |operation: &RawValue| {
            name(operation).is_some_and(|name| ["move", "copy"].contains(&name.as_str()))
        };
        !self.disabled && !self.patch.iter().any(|operation| foreign(operation))
    }

    /// The document after all operations.
    fn run(&self) -> Result<Value, String> {
        let mut document = self.doc.clone();
        for operation in &self.patch {
            if name(operation).as_deref() == Some("test") {
                test(&document, operation)?;
            } else {
                apply_patch(&mut document, &format!("[{operation}]"))
                    .map_err(|error| error.to_string())?;
            }
        }
        Ok(document)
    }
}

/// The operation `test`, which stagedoor does not send.
fn test(document: &Value, operation: &RawValue) -> Result<(), String> {
    let test: Test = serde_json::from_str(operation.get()).map_err(|error| error.to_string())?;
    let found = document.pointer(&test.path).ok_or("nothing is there")?;
    if *found == test.value {
        Ok(())
    } else {
        Err(format!("{found} is not {}", test.value))
    }
}

#[test]
fn every_case_that_adds_replaces_and_removes_passes() {
    let (mut passing, mut failing) = (0, 0);
    for (file, text) in FILES {
        let cases: Vec<Case> = serde_json::from_str(text).unwrap();
        for case in cases.iter().filter(|case| case.is_run()) {
            let comment = case.comment.as_deref().unwrap_or_default();
            match (case.run(), &case.error, &case.expected) {
                (Err(_), Some(_), _) => failing += 1,
                (Ok(document), None, Some(expected)) => {
                    assert_eq!(document, *expected, "{file}: {comment}");
                    passing += 1;
                }
                // A patch of nothing but tests.
                (Ok(_), None, None) => passing += 1,
                (outcome, error, _) => panic!("{file}: {comment}: {outcome:?}, not {error:?}"),
            }
        }
    }
    println!("{passing} cases that pass, {failing} that must fail");
    assert!(
        passing >= 60 && failing >= 20,
        "{passing} and {failing} were run"
    );
}
