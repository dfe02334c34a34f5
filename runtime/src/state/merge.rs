//! [`merge`]: walks two sorted iterators side by side. Compares what they
//! yield, and nothing inside it.

use std::cmp::Ordering;
use std::iter;

/// One step of a walk over something new and something old.
pub(super) enum Step<N, O> {
    /// Only the new one has this.
    Added(N),
    /// Only the old one has this.
    Removed(O),
    /// Both have it.
    Kept(N, O),
}

/// Walks two iterators that are sorted by `order`, in that order.
pub(super) fn merge<N, O>(
    new: impl Iterator<Item = N>,
    old: impl Iterator<Item = O>,
    order: impl Fn(&N, &O) -> Ordering,
) -> impl Iterator<Item = Step<N, O>> {
    let (mut new, mut old) = (new.peekable(), old.peekable());
    iter::from_fn(move || {
        let order = match (new.peek(), old.peek()) {
            (Some(new), Some(old)) => order(new, old),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        match order {
            Ordering::Less => new.next().map(Step::Added),
            Ordering::Greater => old.next().map(Step::Removed),
            Ordering::Equal => new
                .next()
                .zip(old.next())
                .map(|(new, old)| Step::Kept(new, old)),
        }
    })
}
