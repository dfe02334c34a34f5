//! [`Mutations`]: how much was changed in each field since the last commit.

use std::collections::{HashMap, HashSet};

/// Counts by the name of a field of the state.
#[derive(Debug, Default)]
pub(crate) struct Mutations {
    counts: HashMap<&'static str, usize>,
    exchanged: HashSet<&'static str>,
    everything: bool,
}

impl Mutations {
    pub(crate) fn add(&mut self, field: &'static str, mutations: usize) {
        let count = self.counts.entry(field).or_default();
        *count = count.saturating_add(mutations);
    }

    /// The field may be any other by now.
    pub(crate) fn add_any(&mut self, field: &'static str) {
        self.add(field, usize::MAX);
    }

    /// Elements of the field may be where others were that are nearly alike. What
    /// differs within one is told part by part where that is shorter.
    pub(crate) fn exchange(&mut self, field: &'static str) {
        self.exchanged.insert(field);
    }

    pub(crate) fn has_exchanged(&self, field: &str) -> bool {
        self.exchanged.contains(field)
    }

    /// All fields may be any other by now.
    pub(crate) fn add_everywhere(&mut self) {
        self.everything = true;
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.everything || self.counts.contains_key(field)
    }

    pub(crate) fn merge(&mut self, later: &Self) {
        self.everything |= later.everything;
        self.exchanged.extend(&later.exchanged);
        for (field, count) in &later.counts {
            self.add(field, *count);
        }
    }

    /// The most operations that a patch may have in a field: two for each change.
    pub(crate) fn most_operations(&self, field: &str) -> usize {
        if self.everything {
            return usize::MAX;
        }
        let count = self.counts.get(field).copied().unwrap_or_default();
        count.saturating_mul(2)
    }
}
