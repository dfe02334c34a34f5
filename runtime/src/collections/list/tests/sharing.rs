//! What stays shared after a change, and what a comparison looks at.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{check, unshared};
use crate::collections::List;
use crate::state::{Patch, State};

/// Counts how often it is cloned, compared and serialized.
#[derive(Debug)]
struct Counted(u32, Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    clones: AtomicUsize,
    looks: AtomicUsize,
}

impl Counts {
    fn take(&self) -> (usize, usize) {
        let take = |count: &AtomicUsize| count.swap(0, Ordering::Relaxed);
        (take(&self.clones), take(&self.looks))
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        assert_ne!(self.0, 13, "cannot be cloned");
        self.1.clones.fetch_add(1, Ordering::Relaxed);
        Self(self.0, self.1.clone())
    }
}

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.1.looks.fetch_add(1, Ordering::Relaxed);
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(deserializer)?;
        Ok(Self(number, Arc::default()))
    }
}

impl State for Counted {
    fn same(&self, other: &Self) -> bool {
        self.1.looks.fetch_add(1, Ordering::Relaxed);
        self.0 == other.0
    }
}

fn counted(numbers: impl IntoIterator<Item = u32>) -> (List<Counted>, Arc<Counts>) {
    let counts = Arc::<Counts>::default();
    let list = numbers
        .into_iter()
        .map(|number| Counted(number, counts.clone()))
        .collect();
    counts.take();
    (list, counts)
}

#[test]
fn nothing_is_cloned_that_is_not_shared() {
    let (mut list, counts) = counted(100..1100);
    list.push(Counted(1, counts.clone()));
    list.insert(500, Counted(2, counts.clone()));
    list.remove(700);
    list[300].0 = 3;
    list.truncate(900);
    while list.pop().is_some() {}
    assert_eq!(counts.take(), (0, 0));
    let (list, counts) = counted(100..1100);
    assert_eq!(list.into_iter().rev().count(), 1000);
    assert_eq!(counts.take(), (0, 0));
}

#[test]
fn one_change_costs_the_same_in_a_long_list() {
    type Mutation = fn(&mut List<Counted>, Counted);
    let mutations: [Mutation; 6] = [
        |list, new| list.push(new),
        |list, _| drop(list.pop()),
        |list, new| list.insert(50_000, new),
        |list, _| drop(list.remove(30_000)),
        |list, new| list[77_777] = new,
        |list, new| {
            list.insert(10_000, new);
            list.remove(90_000);
        },
    ];
    let (mut draft, counts) = counted(100..100_100);
    for mutate in mutations {
        let committed = draft.clone();
        mutate(&mut draft, Counted(1, counts.clone()));
        check(&draft);
        let mut patch = Patch::new();
        draft.diff(&committed, &mut patch);
        assert!(patch.finish().unwrap().unwrap().len() < 150);
        let (clones, looks) = counts.take();
        assert!(clones <= 30, "{clones} clones");
        assert!(looks <= 150, "{looks} looks");
    }
}

#[test]
fn what_changes_nothing_unshares_nothing() {
    let committed: List<u32> = (0..1000).collect();
    let mut draft = committed.clone();
    draft.sort();
    draft.sort_by(Ord::cmp);
    draft.retain(|_| true);
    draft.truncate(1000);
    draft.extend([0; 0]);
    draft.assign(&committed);
    assert!(draft.ptr_eq(&committed));
}

#[test]
fn bulk_changes_keep_the_other_leaves_shared() {
    let committed: List<u32> = (0..1000).collect();

    let mut draft = committed.clone();
    draft.retain(|number| ![5, 500, 501].contains(number));
    check(&draft);
    assert!(unshared(&draft, &committed) <= 3);

    let mut draft = committed.clone();
    draft.swap(400, 420);
    draft.sort();
    assert_eq!(draft, committed);
    assert!(unshared(&draft, &committed) <= 2);

    let mut draft = committed.clone();
    draft.truncate(777);
    assert!(unshared(&draft, &committed) <= 1);
}

#[test]
fn a_panicking_clone_leaves_the_list_as_it_was() {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    type Mutation = fn(&mut List<Counted>, usize, Counted);
    let mutations: [Mutation; 8] = [
        |list, at, new| list.insert(at, new),
        |list, at, _| drop(list.remove(at)),
        |list, at, new| list[at] = new,
        |list, at, _| list.truncate(at),
        |list, at, _| list.swap(at, 100),
        |list, at, _| list.retain(|element| u32::try_from(at).unwrap() != element.0),
        |list, _, _| drop(list.pop()),
        |list, _, new| list.push(new),
    ];
    for len in [30_u32, 200, 500] {
        for start in 0..len {
            // The one that cannot be cloned is wherever the change is.
            let (list, counts) = counted((0..len).map(|n| if n == start { 13 } else { n + 100 }));
            for mutate in mutations {
                let at = (start as usize).min(list.len() - 1);
                let mut draft = list.clone();
                let before: Vec<u32> = list.iter().map(|element| element.0).collect();
                let new = Counted(1, counts.clone());
                let outcome = catch_unwind(AssertUnwindSafe(|| mutate(&mut draft, at, new)));
                check(&draft);
                if outcome.is_err() {
                    assert!(draft.iter().map(|element| element.0).eq(before));
                }
            }
        }
    }
}
