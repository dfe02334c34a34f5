//! [`edit_script`]: the fewest changes that turn one sequence into another.
//! Knows lengths and which elements are the same, and nothing of what they are.

use std::ops::Range;
use std::{iter, mem};

/// How many changes one search looks for. It costs this much times the length of
/// what is compared, and remembers the square of it.
pub(super) const MOST_CHANGES: usize = 64;

/// A place where two sequences differ: what `new` has there instead of `old`.
///
/// The elements that both have are changed, the rest removed or added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hunk {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

impl Hunk {
    /// How many elements have one to be compared with.
    pub(super) fn shared(&self) -> usize {
        self.old.len().min(self.new.len())
    }

    /// The elements that are removed, and those that are added: one is empty.
    pub(super) fn rest(&self) -> (Range<usize>, Range<usize>) {
        let shared = self.shared();
        (
            self.old.start + shared..self.old.end,
            self.new.start + shared..self.new.end,
        )
    }
}

/// Where two sequences differ, in order, with the fewest elements changed,
/// removed and added; of as few changes, those are preferred that change fewer
/// elements in place. `same` compares an index of the old with one of the new.
///
/// They are the fewest where 64 are enough. Beyond that, the script is put
/// together from such pieces, until one finds little that is the same: the rest
/// is then one hunk. So the time is proportional to the lengths.
///
/// The search is that of Ukkonen (1985) and Myers (1986), furthest reaching on
/// each diagonal for a growing number of changes, with a change in place as a
/// third kind of step.
pub(crate) fn edit_script(
    old_length: usize,
    new_length: usize,
    same: impl Fn(usize, usize) -> bool,
) -> Vec<Hunk> {
    let shorter = old_length.min(new_length);
    let head = (0..shorter).take_while(|&at| same(at, at)).count();
    let tail = (0..shorter - head)
        .take_while(|back| same(old_length - 1 - back, new_length - 1 - back))
        .count();
    let end = (old_length - tail, new_length - tail);

    let mut hunks = Vec::new();
    let mut at = (head, head);
    // What is left of one side alone needs no search.
    while at.0 < end.0 && at.1 < end.1 && (end.0 - at.0, end.1 - at.1) != (1, 1) {
        let start = at;
        let search = Search {
            old_length: (end.0 - start.0).cast_signed(),
            new_length: (end.1 - start.1).cast_signed(),
            same: |old, new| same(start.0 + old, start.1 + new),
        };
        let way = search.run();
        for run in &way.runs {
            let next = (start.0 + run.old, start.1 + run.new);
            push_hunk(&mut hunks, at, next);
            at = (next.0 + run.length, next.1 + run.length);
        }
        if way.is_complete || !way.is_half_the_same() {
            break;
        }
    }
    push_hunk(&mut hunks, at, end);
    hunks
}

fn push_hunk(hunks: &mut Vec<Hunk>, at: Point, next: Point) {
    if at != next {
        hunks.push(Hunk {
            old: at.0..next.0,
            new: at.1..next.1,
        });
    }
}

/// A run of elements that are the same on both sides.
struct Run {
    old: usize,
    new: usize,
    length: usize,
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
        let same: usize = self.runs.iter().map(|run| run.length).sum();
        // Each element of a run is passed twice, once on each side.
        4 * same >= self.passed
    }
}

/// How a path comes to a point from one with a change less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Removed,
    Added,
    Changed,
}

/// A point of the search: how much of either sequence lies behind it.
type Point = (usize, usize);

/// What no way reaches: so far back that a step further is nowhere as well.
const NOWHERE: isize = isize::MIN / 4;

/// The furthest point on each diagonal that a number of changes reaches.
///
/// A diagonal is how much more of the old sequence lies behind than of the new.
struct Front {
    /// From diagonal `-changes - 2` to `changes + 2`: how much of the old sequence
    /// lies behind. The outermost four are nowhere, so that each diagonal that one
    /// more change reaches has one here and one on either side.
    reached: Vec<isize>,
}

impl Front {
    fn of(reached: impl Iterator<Item = isize>) -> Self {
        let outside = [NOWHERE; 2];
        let reached = outside.into_iter().chain(reached).chain(outside);
        Self {
            reached: reached.collect(),
        }
    }

    fn changes(&self) -> isize {
        (self.reached.len() / 2).cast_signed() - 2
    }

    fn get(&self, diagonal: isize) -> isize {
        let index = usize::try_from(diagonal + self.changes() + 2).ok();
        let reached = index.and_then(|index| self.reached.get(index));
        reached.copied().unwrap_or(NOWHERE)
    }

    /// How many elements of both sequences lie behind; less than none where the
    /// diagonal is not reached.
    fn passed(&self, diagonal: isize) -> isize {
        2 * self.get(diagonal) - diagonal
    }

    fn furthest_diagonal(&self) -> isize {
        let diagonals = -self.changes()..=self.changes();
        let furthest = diagonals.max_by_key(|&diagonal| self.passed(diagonal));
        furthest.unwrap_or_default()
    }
}

struct Search<F> {
    old_length: isize,
    new_length: isize,
    same: F,
}

impl<F: Fn(usize, usize) -> bool> Search<F> {
    /// The way to the end or, where that takes more changes than are looked for,
    /// the one that comes furthest with as many.
    fn run(&self) -> Way {
        let mut last = Front::of(iter::once(self.slide(0, 0)));
        let mut before = Vec::new();
        loop {
            let is_complete = last.get(self.last_diagonal()) == self.old_length;
            if is_complete || before.len() == MOST_CHANGES {
                let diagonal = if is_complete {
                    self.last_diagonal()
                } else {
                    last.furthest_diagonal()
                };
                return Way {
                    passed: last.passed(diagonal).cast_unsigned(),
                    runs: self.trace(&last, &before, diagonal),
                    is_complete,
                };
            }
            let next = self.advance(&last);
            before.push(mem::replace(&mut last, next));
        }
    }

    /// The front with a change more.
    fn advance(&self, last: &Front) -> Front {
        let ways = last.reached.array_windows().zip(-last.changes() - 1..);
        Front::of(ways.map(|(ways, diagonal)| {
            let (_, old) = self.furthest(*ways, diagonal);
            self.slide(old, diagonal)
        }))
    }

    /// The best of the three ways to a diagonal, before what is the same there;
    /// given what is reached on the diagonal before, on this one and on the next.
    fn furthest(&self, [before, here, after]: [isize; 3], diagonal: isize) -> (Step, isize) {
        let end = self.old_length.min(self.new_length + diagonal);
        let mut furthest = (Step::Changed, NOWHERE);
        // The last of the best: an element that has moved is removed and added
        // rather than two of them changed.
        for (step, old) in [
            (Step::Changed, here + 1),
            (Step::Added, after),
            (Step::Removed, before + 1),
        ] {
            if old <= end && old >= furthest.1 {
                furthest = (step, old);
            }
        }
        furthest
    }

    /// How much of the old sequence lies behind after all that is the same.
    fn slide(&self, old: isize, diagonal: isize) -> isize {
        let end = self.old_length.min(self.new_length + diagonal);
        let is_same = |old: &isize| {
            let new = old - diagonal;
            (self.same)(old.cast_unsigned(), new.cast_unsigned())
        };
        if old < 0 {
            return NOWHERE;
        }
        (old..end).find(|old| !is_same(old)).unwrap_or(end)
    }

    fn last_diagonal(&self) -> isize {
        self.old_length - self.new_length
    }

    /// The runs of the way that led to a diagonal of the last front, in order.
    fn trace(&self, last: &Front, before: &[Front], mut diagonal: isize) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut end = last.get(diagonal);
        for front in before.iter().rev() {
            let ways = [-1, 0, 1].map(|beside| front.get(diagonal + beside));
            let (step, old) = self.furthest(ways, diagonal);
            push_run(&mut runs, old, diagonal, end);
            diagonal += match step {
                Step::Removed => -1,
                Step::Added => 1,
                Step::Changed => 0,
            };
            end = front.get(diagonal);
        }
        push_run(&mut runs, 0, diagonal, end);
        runs.reverse();
        runs
    }
}

fn push_run(runs: &mut Vec<Run>, start: isize, diagonal: isize, end: isize) {
    if start < end {
        runs.push(Run {
            old: start.cast_unsigned(),
            new: (start - diagonal).cast_unsigned(),
            length: (end - start).cast_unsigned(),
        });
    }
}
