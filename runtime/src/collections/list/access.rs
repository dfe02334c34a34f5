//! Elements of a [`List`] by their place, and the traits of `std` that a
//! vector has.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Index, IndexMut};

use super::List;

impl<T> List<T> {
    /// The element at `index`. O(log n); O(1) at the end.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        self.elements.get(index)
    }

    /// The first element. O(log n).
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The last element. O(1) amortized over pops.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Whether an element equals `element`. O(n).
    #[must_use]
    pub fn contains(&self, element: &T) -> bool
    where
        T: PartialEq,
    {
        self.iter().any(|other| other == element)
    }

    /// Finds an element of a sorted list, or where it would have to be inserted.
    /// `compare` says how an element compares with the one that is looked for.
    /// O(log² n).
    ///
    /// # Errors
    ///
    /// The index to insert at, where no element compares as equal.
    pub fn binary_search_by(
        &self,
        mut compare: impl FnMut(&T) -> Ordering,
    ) -> Result<usize, usize> {
        let (mut start, mut end) = (0, self.len());
        while start < end {
            let middle = usize::midpoint(start, end);
            match compare(&self[middle]) {
                Ordering::Less => start = middle + 1,
                Ordering::Equal => return Ok(middle),
                Ordering::Greater => end = middle,
            }
        }
        Err(start)
    }
}

impl<T: Clone> List<T> {
    /// The element at `index`, to be changed. O(log n); O(1) at the end.
    ///
    /// What is shared on the way is copied, whether it is then changed or not.
    #[must_use]
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.elements.get_mut(index)
    }

    /// The first element, to be changed. O(log n).
    #[must_use]
    pub fn first_mut(&mut self) -> Option<&mut T> {
        self.get_mut(0)
    }

    /// The last element, to be changed. O(1) amortized over pops.
    #[must_use]
    pub fn last_mut(&mut self) -> Option<&mut T> {
        self.get_mut(self.len().checked_sub(1)?)
    }

    /// Swaps two elements. O(log n); one of them is cloned.
    ///
    /// # Panics
    ///
    /// If an index is not less than the length.
    #[track_caller]
    pub fn swap(&mut self, a: usize, b: usize) {
        let element = self[a].clone();
        if a == b {
            return;
        }
        let other = std::mem::replace(&mut self[b], element);
        self[a] = other;
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for List<T> {
    /// A list that shares every element. O(1).
    fn clone(&self) -> Self {
        Self {
            elements: self.elements.clone(),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for List<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self).finish()
    }
}

impl<T: PartialEq> PartialEq for List<T> {
    /// Compares element by element, also shared ones: an element need not equal
    /// itself. O(n).
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other)
    }
}

impl<T: Eq> Eq for List<T> {}

impl<T: Hash> Hash for List<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.len());
        for element in self {
            element.hash(state);
        }
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    #[track_caller]
    fn index(&self, index: usize) -> &T {
        self.get(index)
            .unwrap_or_else(|| out_of_bounds(index, self.len()))
    }
}

impl<T: Clone> IndexMut<usize> for List<T> {
    #[track_caller]
    fn index_mut(&mut self, index: usize) -> &mut T {
        let len = self.len();
        self.get_mut(index)
            .unwrap_or_else(|| out_of_bounds(index, len))
    }
}

#[track_caller]
fn out_of_bounds(index: usize, len: usize) -> ! {
    panic!("index out of bounds: the len is {len} but the index is {index}")
}
