//! What holds for a map after each change; the keys and changes to try it with.

mod api;
mod changes;
mod cost;
mod json;
mod keys;
mod model;
mod patches;
mod sharing;

use std::hash::Hash;
use std::iter;

use super::Map;
use super::node::{Index, Node, Slot};
use super::place::Place;

/// Checks that the map counts its entries and that its trie is in canonical form.
fn check<K: Eq + Hash, V>(map: &Map<K, V>) {
    assert_eq!(check_node(&map.root, 0), map.len());
    assert_eq!(map.iter().count(), map.len());
}

/// Checks a node and what is below it, and counts the entries.
fn check_node<K: Eq + Hash, V>(node: &Node<K, V>, level: u32) -> usize {
    let slots = node.slots();
    let mut count = 0;
    let bits: Vec<Option<u32>> = match node.index() {
        Index::Branch(bitmap) => {
            let bits = (0..32).map(|bit| 1 << bit);
            bits.filter(|bit| bitmap & bit != 0).map(Some).collect()
        }
        Index::Bucket => {
            assert!(level >= 13, "a bucket on level {level}");
            vec![None; slots.len()]
        }
    };
    assert_eq!(bits.len(), slots.len(), "as many bits as slots");
    for (bit, slot) in iter::zip(bits, slots) {
        match slot {
            Slot::Vacant => panic!("a vacant slot on level {level}"),
            Slot::Entry(key, _) => {
                let mut place = Place::of(key);
                for _ in 0..level {
                    place = place.below();
                }
                assert_eq!(place.bit(), bit, "an entry in the wrong slot");
                count += 1;
            }
            Slot::Child(child) => {
                let below = check_node(child, level + 1);
                assert!(below >= 2, "a child with {below} entries");
                count += below;
            }
        }
    }
    check_bucket(node);
    count
}

/// Checks that the keys of a bucket are different keys with one hash.
fn check_bucket<K: Eq + Hash, V>(node: &Node<K, V>) {
    if node.index() == Index::Bucket {
        let keys: Vec<&K> = node.slots().iter().map(entry_key).collect();
        let hashes = keys.iter().map(|key| Place::of(*key).hash());
        assert!(
            hashes
                .collect::<Vec<_>>()
                .windows(2)
                .all(|two| two[0] == two[1])
        );
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "a key twice in a bucket");
        }
    }
}

fn entry_key<K, V>(slot: &Slot<K, V>) -> &K {
    match slot {
        Slot::Entry(key, _) => key,
        Slot::Child(_) | Slot::Vacant => panic!("not an entry in a bucket"),
    }
}

/// Checks that two nodes have the same shape, down to the bottom.
fn check_same_shape<K: Eq, V>(one: &Node<K, V>, other: &Node<K, V>) {
    assert!(one.index() == other.index(), "not the same bits");
    assert_eq!(one.slots().len(), other.slots().len());
    for slots in iter::zip(one.slots(), other.slots()) {
        match slots {
            (Slot::Entry(key, _), Slot::Entry(other_key, _)) => {
                let bucket = one.index() == Index::Bucket;
                assert!(bucket || key == other_key, "not the same key");
            }
            (Slot::Child(child), Slot::Child(other)) => check_same_shape(child, other),
            _ => panic!("an entry here is a child there"),
        }
    }
}
