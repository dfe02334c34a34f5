//! What is done to fields as a whole, and what goes from one field to another.

use std::hash::Hash;
use std::mem;

use stagedoor::{List, Map, Text};

use crate::mutations::Mutations;
use crate::op::{Field, Op, Side, Whole};
use crate::twin::Twin;

/// Makes a new value of the same elements, which shares nothing with this one.
trait Remake {
    fn remake(&self) -> Self;
}

impl<T: Clone> Remake for List<T> {
    fn remake(&self) -> Self {
        self.iter().cloned().collect()
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Remake for Map<K, V> {
    fn remake(&self) -> Self {
        let entries = self.iter();
        entries
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }
}

impl Remake for Text {
    fn remake(&self) -> Self {
        Self::from(self.to_string())
    }
}

macro_rules! remake_by_clone {
    ($([$($generics:tt)*] $Type:ty),+) => {$(
        impl<$($generics)*> Remake for $Type {
            fn remake(&self) -> Self {
                self.clone()
            }
        }
    )+};
}

remake_by_clone!([T: Clone] Vec<T>, [K: Clone, V: Clone] std::collections::HashMap<K, V>, [] String);

impl Whole {
    fn run<T: Clone + Default + Remake>(self, left: &mut T, right: &mut T) {
        match self {
            Self::Swap => mem::swap(left, right),
            Self::Copy => *left = right.clone(),
            Self::Take => *left = mem::take(right),
            Self::Remake => *left = left.remake(),
            Self::Reset => *left = T::default(),
        }
    }
}

impl Twin {
    pub(crate) fn run_whole(&mut self, field: Field, whole: Whole, mutations: &mut Mutations) {
        macro_rules! pair {
            ($left:ident, $right:ident) => {{
                whole.run(&mut self.room.$left, &mut self.room.$right);
                whole.run(&mut self.model.$left, &mut self.model.$right);
                mutations.add_any(stringify!($left));
                mutations.add_any(stringify!($right));
            }};
        }
        match field {
            Field::Numbers => pair!(numbers, figures),
            Field::Posts => pair!(posts, drafts),
            Field::Scores => pair!(scores, ranks),
            Field::Body => pair!(body, title),
            Field::Plain => pair!(plain, spare),
            Field::Table => pair!(table, index),
        }
    }

    pub(crate) fn run_across(&mut self, op: &Op, mutations: &mut Mutations) {
        let (room, model) = (&mut self.room, &mut self.model);
        match op {
            Op::SwapRow(at) => {
                if let Some(at) = at.element(model.rows.len()) {
                    mem::swap(&mut room.rows[at], &mut room.numbers);
                    mem::swap(&mut model.rows[at], &mut model.numbers);
                    mutations.add_any("numbers");
                    mutations.add_any("rows");
                }
            }
            Op::PushNumbers => {
                room.rows.push(room.numbers.clone());
                model.rows.push(model.numbers.clone());
                mutations.add("rows", 1);
                mutations.exchange("rows");
            }
            Op::ShelveNumbers(name) => {
                let name = String::from(*name);
                room.shelves.insert(name.clone(), room.numbers.clone());
                model.shelves.insert(name, model.numbers.clone());
                mutations.add_any("shelves");
            }
            Op::Append(Side::Left) => {
                mutations.add("posts", model.drafts.len());
                mutations.add("drafts", model.drafts.len());
                room.posts.append(&mut room.drafts);
                model.posts.append(&mut model.drafts);
            }
            _ => {
                mutations.add("drafts", model.posts.len());
                room.drafts.extend(room.posts.clone());
                model.drafts.extend(model.posts.clone());
            }
        }
    }
}
