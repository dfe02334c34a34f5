//! The edit distance between two short sequences (E. W. Myers, "An O(ND)
//! Difference Algorithm and Its Variations", 1986). Knows nothing of lists.

use std::ops::Range;

/// The most insertions and removals that one search goes through.
const REACH: usize = 64;

/// A run of old elements in whose place there is a run of new ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// The edits that lead from `old` to `new`, in order.
///
/// They are the fewest while a shortest way has at most 64 removals and
/// insertions. Beyond that, the way is put together from such pieces, until one
/// finds little that is the same: the rest is then one edit. So the time is
/// proportional to the lengths.
pub(super) fn edits<T>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Edit> {
    let both_same = |(old, new): &(&T, &T)| same(old, new);
    let head = old.iter().zip(new).take_while(both_same).count();
    let pairs_from_end = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = pairs_from_end.take_while(both_same).count();
    let end = (old.len() - tail, new.len() - tail);

    let mut edits = Vec::new();
    let mut at = (head, head);
    // What is left of one side alone needs no search.
    while at.0 < end.0 && at.1 < end.1 && (end.0 - at.0, end.1 - at.1) != (1, 1) {
        let (old, new) = (&old[at.0..end.0], &new[at.1..end.1]);
        let way = Search::new(old, new, &same).run();
        let start = at;
        for run in &way.runs {
            let next = (start.0 + run.old, start.1 + run.new);
            push_edit(&mut edits, at, next);
            at = (next.0 + run.len, next.1 + run.len);
        }
        if way.is_complete || !way.is_half_the_same() {
            break;
        }
    }
    push_edit(&mut edits, at, end);
    edits
}

fn push_edit(edits: &mut Vec<Edit>, at: (usize, usize), next: (usize, usize)) {
    if at != next {
        edits.push(Edit {
            old: at.0..next.0,
            new: at.1..next.1,
        });
    }
}

/// A run of elements that are the same on both sides.
#[derive(Debug, Clone, Copy)]
struct Run {
    old: usize,
    new: usize,
    len: usize,
}

/// A way through both sequences, as far as a search came.
struct Way {
    runs: Vec<Run>,
    /// How many elements of both sequences it goes past.
    passed: usize,
    is_complete: bool,
}

impl Way {
    fn is_half_the_same(&self) -> bool {
        let same: usize = self.runs.iter().map(|run| run.len).sum();
        // Each element of a run is passed twice, once on each side.
        4 * same >= self.passed
    }
}

struct Search<'s, T, F> {
    old: &'s [T],
    new: &'s [T],
    same: &'s F,
    /// How many old elements the furthest way with `d` edits, of which `i` are
    /// removals, goes past. Row `d` has `d + 1` entries; an entry is none where a
    /// sequence is too short for that way.
    furthest: Vec<Option<usize>>,
}

impl<'s, T, F: Fn(&T, &T) -> bool> Search<'s, T, F> {
    fn new(old: &'s [T], new: &'s [T], same: &'s F) -> Self {
        Self {
            old,
            new,
            same,
            furthest: Vec::new(),
        }
    }

    fn run(mut self) -> Way {
        for edits in 0..=REACH {
            for removals in 0..=edits {
                let end = self.start(edits, removals).map(|(old, _)| {
                    let new = new_index(old, edits, removals);
                    old + self.length_of_run(old, new)
                });
                self.furthest.push(end);
                if end == Some(self.old.len())
                    && new_index(self.old.len(), edits, removals) == self.new.len()
                {
                    return self.way(edits, removals, true);
                }
            }
        }
        let passed = |removals: &usize| {
            let old = self.end(REACH, *removals)?;
            Some(old + new_index(old, REACH, *removals))
        };
        let best = (0..=REACH).max_by_key(passed).unwrap_or_default();
        self.way(REACH, best, false)
    }

    /// Where the last run of a way starts in the old sequence, and how many
    /// removals come before the way's last edit.
    fn start(&self, edits: usize, removals: usize) -> Option<(usize, usize)> {
        if edits == 0 {
            return Some((0, 0));
        }
        let after_removal = removals
            .checked_sub(1)
            .and_then(|before| Some((self.end(edits - 1, before)? + 1, before)))
            .filter(|(old, _)| *old <= self.old.len());
        let after_insertion = (removals < edits)
            .then(|| self.end(edits - 1, removals))
            .flatten()
            .map(|old| (old, removals))
            .filter(|(old, _)| new_index(*old, edits, removals) <= self.new.len());
        after_removal.max(after_insertion)
    }

    fn end(&self, edits: usize, removals: usize) -> Option<usize> {
        self.furthest[edits * (edits + 1) / 2 + removals]
    }

    fn length_of_run(&self, old: usize, new: usize) -> usize {
        let pairs = self.old[old..].iter().zip(&self.new[new..]);
        pairs.take_while(|(old, new)| (self.same)(old, new)).count()
    }

    /// Goes back along the way that ends with so many edits and removals.
    fn way(&self, mut edits: usize, mut removals: usize, is_complete: bool) -> Way {
        let end = self.end(edits, removals).unwrap_or_default();
        let passed = end + new_index(end, edits, removals);
        let mut runs = Vec::new();
        while let (Some(end), Some((old, before))) =
            (self.end(edits, removals), self.start(edits, removals))
        {
            if end > old {
                runs.push(Run {
                    old,
                    new: new_index(old, edits, removals),
                    len: end - old,
                });
            }
            if edits == 0 {
                break;
            }
            (edits, removals) = (edits - 1, before);
        }
        runs.reverse();
        Way {
            runs,
            passed,
            is_complete,
        }
    }
}

/// Where a way is in the new sequence: it has gone past as many elements as in
/// the old one, less what was removed, and what was inserted besides.
fn new_index(old: usize, edits: usize, removals: usize) -> usize {
    let insertions = edits - removals;
    old + insertions - removals
}
