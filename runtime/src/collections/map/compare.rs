//! Compares two tries side by side. Decides nothing about values; that is the
//! part of who asks.

use std::ops::ControlFlow;
use std::slice;

use super::iter::Entries;
use super::node::{Index, Node, Slot};

impl<K: Eq, V> Node<K, V> {
    /// Calls `visit` with the entries of two nodes at the same place in their
    /// tries, by key: the value here and the value in `other`, one of which may
    /// be missing. Nodes that are shared are skipped, entries beside an entry
    /// that differs are not. O(changed × depth).
    pub(super) fn compare<'a>(
        &'a self,
        other: &'a Self,
        visit: &mut impl FnMut(&'a K, Option<&'a V>, Option<&'a V>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.is_shared_with(other) {
            return ControlFlow::Continue(());
        }
        let (Index::Branch(bits), Index::Branch(other_bits)) = (self.index(), other.index()) else {
            return compare_lists(self.slots(), other.slots(), visit);
        };
        let mut rest = bits | other_bits;
        while rest != 0 {
            let bit = rest & rest.wrapping_neg();
            rest ^= bit;
            match (self.slot(bit), other.slot(bit)) {
                (Some(Slot::Child(child)), Some(Slot::Child(other))) => {
                    child.compare(other, visit)?;
                }
                (slot, other) => compare_lists(as_slice(slot), as_slice(other), visit)?,
            }
        }
        ControlFlow::Continue(())
    }
}

/// Compares all entries of two lists of slots, looking for each in the other
/// list. O(n × m): one of them has one entry, or both are buckets.
fn compare_lists<'a, K: Eq, V>(
    slots: &'a [Slot<K, V>],
    others: &'a [Slot<K, V>],
    visit: &mut impl FnMut(&'a K, Option<&'a V>, Option<&'a V>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let find = |slots, key| Entries::new(slots).find(|(found, _)| *found == key);
    for (key, value) in Entries::new(slots) {
        let other = find(others, key).map(|(_, other)| other);
        visit(key, Some(value), other)?;
    }
    for (key, other) in Entries::new(others) {
        if find(slots, key).is_none() {
            visit(key, None, Some(other))?;
        }
    }
    ControlFlow::Continue(())
}

fn as_slice<T>(element: Option<&T>) -> &[T] {
    element.map_or(&[], slice::from_ref)
}
