//! [`Told`]: what a patch says, and how much of it that takes.

use std::collections::HashMap;
use std::mem;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::mutations::Mutations;

/// The operations of a patch, each with its path as it is written and its length
/// in bytes.
pub(crate) struct Told<'p> {
    operations: Vec<(&'p str, usize)>,
}

#[derive(Deserialize)]
struct Operation<'p> {
    #[serde(borrow)]
    path: &'p RawValue,
}

impl<'p> Told<'p> {
    pub(crate) fn by(patch: &'p str) -> Self {
        let operations: Vec<&'p RawValue> = serde_json::from_str(patch).unwrap();
        let operation = |raw: &'p RawValue| {
            let Operation { path } = serde_json::from_str(raw.get()).unwrap();
            (path.get().trim_matches('"'), raw.get().len())
        };
        Self {
            operations: operations.into_iter().map(operation).collect(),
        }
    }

    /// Checks that there are at most two operations for each change. Those within
    /// one element count as one where elements may have traded places.
    pub(crate) fn assert_few(&self, mutations: &Mutations) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut within = None;
        for (path, _) in &self.operations {
            let field = path.split('/').nth(1).unwrap();
            let before = mem::replace(&mut within, element_around(path));
            let goes_on = within.is_some() && within == before;
            if !(goes_on && mutations.has_exchanged(field)) {
                *counts.entry(field).or_default() += 1;
            }
        }
        for (field, count) in counts {
            let most = mutations.most_operations(field);
            assert!(count <= most, "{field}: {count} operations, {most} at most");
        }
    }

    /// Checks that nothing below the root would be shorter to replace, given what
    /// the document has become.
    pub(crate) fn assert_short(&self, document: &Value) {
        for (at, (path, _)) in self.operations.iter().enumerate() {
            let before = at.checked_sub(1).map(|at| self.operations[at].0);
            for (end, _) in path.match_indices('/').skip(1) {
                let around = &path[..=end];
                // Told of already, with the operation before.
                if before.is_some_and(|before| before.starts_with(around)) {
                    continue;
                }
                let within = self.operations[at..]
                    .iter()
                    .take_while(|(path, _)| path.starts_with(around));
                let told: usize = within.map(|(_, length)| length + 1).sum::<usize>() - 1;
                let replaced = replacement(&path[..end], document, told);
                assert!(
                    replaced.is_none(),
                    "{told} bytes from operation {at} on, rather than {replaced:?}"
                );
            }
        }
    }
}

/// The path of the element of a field that a place is within.
fn element_around(path: &str) -> Option<&str> {
    let (end, _) = path.match_indices('/').nth(2)?;
    Some(&path[..end])
}

/// The operation that replaces what is at a path, which is as it is written, if
/// that takes less than so many bytes.
fn replacement(path: &str, document: &Value, bytes: usize) -> Option<String> {
    let pointer: String = serde_json::from_str(&format!("\"{path}\"")).unwrap();
    let value = document
        .pointer(&pointer)
        .expect("there is something around a change");
    let around = format!(r#"{{"op":"replace","path":"{path}","value":}}"#);
    let mut text = vec![0; bytes.saturating_sub(around.len() + 1)];
    // An error where there is no room, long before all of a large value is written.
    serde_json::to_writer(text.as_mut_slice(), value).ok()?;
    (bytes > around.len()).then(|| format!("{around} of {value}"))
}
