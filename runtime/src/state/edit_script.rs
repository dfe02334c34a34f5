//! [`edit_script`]: the fewest changes that turn one sequence into another.
//! Knows lengths and which elements are the same, and nothing of what they are.

use std::ops::Range;

/// How many changes are looked for. The search costs this much times the length
/// of what is compared, and remembers the square of it.
const MOST_CHANGES: usize = 64;

/// A place where two sequences differ: what `new` has there instead of `old`.
///
/// The elements that both have are changed, the rest removed or added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
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
/// What lies between the longest common head and tail is one hunk where it
/// takes more than 64 changes.
///
/// The search is that of Ukkonen (1985) and Myers (1986), furthest reaching on
/// each diagonal for a growing number of changes, with a change in place as a
/// third kind of step.
pub(super) fn edit_script(
    old_length: usize,
    new_length: usize,
    same: impl Fn(usize, usize) -> bool,
) -> Vec<Hunk> {
    let shorter = old_length.min(new_length);
    let head = (0..shorter).take_while(|&at| same(at, at)).count();
    let tail = (0..shorter - head)
        .take_while(|back| same(old_length - 1 - back, new_length - 1 - back))
        .count();
    let middle = Hunk {
        old: head..old_length - tail,
        new: head..new_length - tail,
    };
    if middle.old.is_empty() && middle.new.is_empty() {
        return Vec::new();
    }
    if middle.shared() == 0 || middle.old.len().abs_diff(middle.new.len()) > MOST_CHANGES {
        return vec![middle];
    }
    let search = Search {
        old_length: middle.old.len(),
        new_length: middle.new.len(),
        same: |old, new| same(head + old, head + new),
    };
    let Some(reached) = search.run() else {
        return vec![middle];
    };
    hunks(&search.trace(&reached), head)
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

/// The furthest point on each diagonal that a number of changes reaches.
///
/// A diagonal is how much more of the old sequence lies behind than of the new.
struct Front {
    /// From diagonal `-changes` to `changes`: how much of the old sequence lies
    /// behind; none where the diagonal leaves the two sequences.
    reached: Vec<Option<usize>>,
}

impl Front {
    fn changes(&self) -> isize {
        (self.reached.len() / 2).cast_signed()
    }

    fn get(&self, diagonal: isize) -> Option<usize> {
        let index = usize::try_from(diagonal + self.changes()).ok()?;
        *self.reached.get(index)?
    }
}

struct Search<F> {
    old_length: usize,
    new_length: usize,
    same: F,
}

impl<F: Fn(usize, usize) -> bool> Search<F> {
    /// The fronts up to the one that reaches the end; none where none does.
    fn run(&self) -> Option<Vec<Front>> {
        let mut fronts = vec![Front {
            reached: vec![Some(self.slide((0, 0)))],
        }];
        loop {
            let last = fronts.last()?;
            if last.get(self.last_diagonal()) == Some(self.old_length) {
                return Some(fronts);
            }
            if fronts.len() > MOST_CHANGES {
                return None;
            }
            let next = self.advance(last);
            fronts.push(next);
        }
    }

    /// The front with a change more.
    fn advance(&self, last: &Front) -> Front {
        let changes = last.changes() + 1;
        let reached = (-changes..=changes).map(|diagonal| {
            let (_, point) = self.furthest(last, diagonal)?;
            Some(self.slide(point))
        });
        Front {
            reached: reached.collect(),
        }
    }

    /// The best of the three ways to a diagonal, before what is the same there.
    fn furthest(&self, last: &Front, diagonal: isize) -> Option<(Step, Point)> {
        let ways = [
            (Step::Changed, last.get(diagonal)),
            (Step::Added, last.get(diagonal + 1)),
            (Step::Removed, last.get(diagonal - 1)),
        ];
        let ends = ways.into_iter().filter_map(|(step, old)| {
            let old = old? + usize::from(step != Step::Added);
            let new = old.checked_add_signed(-diagonal)?;
            (old <= self.old_length && new <= self.new_length).then_some((step, (old, new)))
        });
        // The last of the best: an element that has moved is removed and added
        // rather than two of them changed.
        ends.max_by_key(|(_, (old, _))| *old)
    }

    /// How much of the old sequence lies behind after all that is the same.
    fn slide(&self, (mut old, mut new): Point) -> usize {
        while old < self.old_length && new < self.new_length && (self.same)(old, new) {
            (old, new) = (old + 1, new + 1);
        }
        old
    }

    fn last_diagonal(&self) -> isize {
        self.old_length.cast_signed() - self.new_length.cast_signed()
    }

    /// The steps that led to the end, each with the point that it led to.
    fn trace(&self, fronts: &[Front]) -> Vec<(Step, Point)> {
        let mut diagonal = self.last_diagonal();
        let mut steps = Vec::new();
        for before in fronts.iter().rev().skip(1) {
            let (step, point) = self
                .furthest(before, diagonal)
                .expect("the search came this way");
            steps.push((step, point));
            diagonal += match step {
                Step::Removed => -1,
                Step::Added => 1,
                Step::Changed => 0,
            };
        }
        steps.reverse();
        steps
    }
}

/// Joins the steps that follow on each other.
fn hunks(steps: &[(Step, Point)], head: usize) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    for &(step, (old, new)) in steps {
        let (old, new) = (head + old, head + new);
        let removed = usize::from(step != Step::Added);
        let added = usize::from(step != Step::Removed);
        match hunks.last_mut() {
            // Nothing is kept between the two.
            Some(last) if last.old.end == old - removed && last.new.end == new - added => {
                last.old.end = old;
                last.new.end = new;
            }
            _ => hunks.push(Hunk {
                old: old - removed..old,
                new: new - added..new,
            }),
        }
    }
    hunks
}
