//! [`Place`]: the way to a key through the trie. Knows hashes, and no nodes.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::LazyLock;

/// One seed for the whole process: random, so that nobody outside can choose
/// keys that collide, and the same in every map, so that maps of the same keys
/// have the same shape.
static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// How many bits of the hash choose a slot at each level: one of 32.
const BITS: u32 = 5;

/// Where a key belongs at one level of the trie: its hash, and how many bits of
/// it the levels above have used.
#[derive(Clone, Copy)]
pub(super) struct Place {
    hash: u64,
    used: u32,
}

impl Place {
    /// The place of a key in the root.
    pub(super) fn of<Q: Hash + ?Sized>(key: &Q) -> Self {
        Self {
            hash: SEED.hash_one(key),
            used: 0,
        }
    }

    /// The place of another key at the same level.
    pub(super) fn beside<Q: Hash + ?Sized>(self, key: &Q) -> Self {
        Self {
            used: self.used,
            ..Self::of(key)
        }
    }

    /// The place of the same key one level further down.
    pub(super) fn below(self) -> Self {
        Self {
            used: self.used + BITS,
            ..self
        }
    }

    /// The bit of the slot in the bitmap of a branch; `None` at the bottom,
    /// where the hash is used up.
    pub(super) fn bit(self) -> Option<u32> {
        let rest = self.hash.checked_shr(self.used)?;
        Some(1 << (rest % (1 << BITS)))
    }

    #[cfg(test)]
    pub(super) fn hash(self) -> u64 {
        self.hash
    }
}
