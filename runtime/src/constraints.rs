//! Constraints on values beyond their types, declared with `#[garde(…)]` on the
//! fields of models and on the parameters of methods. [`Issues`] collects what is
//! wrong with an input before its method runs, each with its path, up to
//! [`Issue::MOST`].

use std::cmp::Ordering;
use std::fmt::Display;
use std::marker::PhantomData;

use crate::issue::shortened;
use crate::state::State;
use crate::{Issue, PathSegment};

pub mod rules;

/// What is wrong with a value, and where in it one is looking.
#[derive(Debug, Default)]
pub struct Issues {
    path: Vec<Step>,
    found: Vec<Issue>,
}

/// One step of the path, which costs nothing until something is wrong.
#[derive(Clone, Debug)]
enum Step {
    Field(&'static str),
    Index(usize),
    Key(String),
}

impl Issues {
    /// Looks into a field.
    pub fn field(&mut self, name: &'static str, check: impl FnOnce(&mut Self)) {
        self.within(Step::Field(name), check);
    }

    /// Looks into an element.
    pub fn index(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        self.within(Step::Index(index), check);
    }

    /// Looks into the value of a map.
    pub fn key(&mut self, key: String, check: impl FnOnce(&mut Self)) {
        self.within(Step::Key(shortened(key)), check);
    }

    /// Adds what a rule says.
    pub fn add<E: Display>(&mut self, outcome: Result<(), E>) {
        let Err(error) = outcome else {
            return;
        };
        match self.found.len().cmp(&Issue::MOST) {
            Ordering::Less => {
                let path = self.path.iter().map(Step::segment).collect();
                self.found.push(Issue::new(path, error.to_string()));
            }
            Ordering::Equal => self.found.push(Issue::more()),
            Ordering::Greater => {}
        }
    }

    /// Whether enough was found, so that nothing more is looked into.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() > Issue::MOST
    }

    fn within(&mut self, step: Step, check: impl FnOnce(&mut Self)) {
        if self.is_full() {
            return;
        }
        self.path.push(step);
        check(self);
        self.path.pop();
    }

    /// Nothing, if nothing is wrong.
    #[inline]
    pub(crate) fn into_result(self) -> Result<(), Vec<Issue>> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(self.found)
        }
    }
}

/// Looks into values of a type that may be a model, as `IS_STATE` says.
pub struct Walk<T, const IS_STATE: bool>(PhantomData<T>);

/// What a [`Walk`] does.
pub trait Walker {
    /// What it looks into.
    type Value;

    /// Finds what is wrong with the value.
    fn walk(value: &Self::Value, issues: &mut Issues);
}

impl<T: State> Walker for Walk<T, true> {
    type Value = T;

    fn walk(value: &T, issues: &mut Issues) {
        if T::CHECKED {
            value.check(issues);
        }
    }
}

/// A value of another kind has no constraints of ours inside.
impl<T> Walker for Walk<T, false> {
    type Value = T;

    fn walk(_: &T, _: &mut Issues) {}
}

impl Step {
    fn segment(&self) -> PathSegment {
        match self {
            Self::Field(name) => PathSegment::Key((*name).to_owned()),
            Self::Index(index) => PathSegment::Index(*index),
            Self::Key(key) => PathSegment::Key(key.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong() -> Result<(), &'static str> {
        Err("wrong")
    }

    #[test]
    fn nothing_is_looked_into_once_enough_was_found() {
        let mut issues = Issues::default();
        let mut looks = 0;
        for index in 0..1_000 {
            issues.index(index, |issues| {
                looks += 1;
                issues.add(wrong());
                issues.field("name", |issues| issues.add(wrong()));
            });
        }
        assert_eq!(looks, 51);
        let found = issues.into_result().expect_err("all of it is wrong");
        assert_eq!(found.len(), Issue::MOST + 1);
        assert_eq!(found.last(), Some(&Issue::more()));
    }
}
