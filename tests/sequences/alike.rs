//! [`Alike`]: whether a state reads as its model does, whatever it is made of.

use std::collections::HashMap;

use stagedoor::{List, Map, Text};

use crate::state::{Model, Post, PostModel, Room};

pub(crate) trait Alike<M> {
    fn is_alike(&self, model: &M) -> bool;
}

impl Alike<u32> for u32 {
    fn is_alike(&self, model: &u32) -> bool {
        self == model
    }
}

impl Alike<String> for Text {
    fn is_alike(&self, model: &String) -> bool {
        self.len() == model.len() && self == model
    }
}

impl<T: Alike<M>, M> Alike<Vec<M>> for List<T> {
    fn is_alike(&self, model: &Vec<M>) -> bool {
        self.len() == model.len() && all_alike(self, model)
    }
}

impl<T: Alike<M>, M> Alike<Vec<M>> for Vec<T> {
    fn is_alike(&self, model: &Vec<M>) -> bool {
        self.len() == model.len() && all_alike(self, model)
    }
}

impl<T: Alike<M>, M> Alike<Option<M>> for Option<T> {
    fn is_alike(&self, model: &Option<M>) -> bool {
        self.is_some() == model.is_some() && all_alike(self, model)
    }
}

impl<V: Alike<M>, M> Alike<HashMap<String, M>> for Map<String, V> {
    /// Asked from both sides: what is iterated over can be found, and back.
    fn is_alike(&self, model: &HashMap<String, M>) -> bool {
        let in_model = |(key, value): (&String, &V)| match model.get(key) {
            Some(model) => value.is_alike(model),
            None => false,
        };
        self.len() == model.len()
            && self.iter().all(in_model)
            && model.keys().all(|key| self.contains_key(key))
    }
}

impl Alike<PostModel> for Post {
    fn is_alike(&self, model: &PostModel) -> bool {
        self.text.is_alike(&model.text) && self.likes == model.likes && self.marks == model.marks
    }
}

fn all_alike<'a, T: Alike<M> + 'a, M: 'a>(
    values: impl IntoIterator<Item = &'a T>,
    models: impl IntoIterator<Item = &'a M>,
) -> bool {
    let mut pairs = values.into_iter().zip(models);
    pairs.all(|(value, model)| value.is_alike(model))
}

impl Room {
    /// # Panics
    ///
    /// Where a field of those that are wanted is not as in the model.
    pub(crate) fn assert_alike_in(&self, model: &Model, is_wanted: impl Fn(&str) -> bool) {
        macro_rules! check {
            ($($field:ident),+; $($equal:ident),+) => {
                $(assert!(
                    !is_wanted(stringify!($field)) || self.$field.is_alike(&model.$field),
                    "{}: {:?} is not {:?}", stringify!($field), self.$field, model.$field
                );)+
                $(assert!(
                    !is_wanted(stringify!($equal)) || self.$equal == model.$equal,
                    "{}: {:?} is not {:?}", stringify!($equal), self.$equal, model.$equal
                );)+
            };
        }
        check!(
            numbers, figures, posts, drafts, rows, scores, ranks, shelves, notes, body, title,
            archive, pinned;
            plain, spare, queue, table, index, tree, tags, name, phase, topic, settings
        );
    }
}
