//! [`Twin`]: a state and its model, to which the same is done.

use crate::done::Done;
use crate::mutations::Mutations;
use crate::op::{Op, Side};
use crate::place::Name;
use crate::state::{Model, Phase, Room};

#[derive(Clone, Default)]
pub(crate) struct Twin {
    pub(crate) room: Room,
    pub(crate) model: Model,
}

/// Runs an operation on a field of the state and on that of the model.
macro_rules! on {
    ($twin:ident, $mutations:ident, $field:ident, |$value:ident| $run:expr) => {{
        let done: Done = {
            let $value = &mut $twin.room.$field;
            $run
        };
        let expected: Done = {
            let $value = &mut $twin.model.$field;
            $run
        };
        assert_eq!(done, expected, "{}", stringify!($field));
        $mutations.add(stringify!($field), done.mutations);
    }};
}

impl Twin {
    pub(crate) fn assert_alike(&self) {
        self.room.assert_alike_in(&self.model, |_| true);
    }

    /// Does it on both.
    pub(crate) fn run(&mut self, op: &Op, mutations: &mut Mutations) {
        match op {
            Op::Numbers(Side::Left, op) => on!(self, mutations, numbers, |it| op.run(it)),
            Op::Numbers(Side::Right, op) => on!(self, mutations, figures, |it| op.run(it)),
            Op::Posts(Side::Left, op) => on!(self, mutations, posts, |it| op.run(it)),
            Op::Posts(Side::Right, op) => on!(self, mutations, drafts, |it| op.run(it)),
            Op::Post(Side::Left, at, op) => on!(self, mutations, posts, |it| at
                .element(it.len())
                .and_then(|at| it.get_mut(at))
                .map_or(Done::nothing(), |post| op.run(
                    &mut post.text,
                    &mut post.likes,
                    &mut post.marks
                ))),
            Op::Post(Side::Right, at, op) => on!(self, mutations, drafts, |it| at
                .element(it.len())
                .and_then(|at| it.get_mut(at))
                .map_or(Done::nothing(), |post| op.run(
                    &mut post.text,
                    &mut post.likes,
                    &mut post.marks
                ))),
            Op::Rows(op) => {
                on!(self, mutations, rows, |it| op.run(it));
                mutations.exchange("rows");
            }
            Op::Row(at, op) => on!(self, mutations, rows, |it| at
                .element(it.len())
                .and_then(|at| it.get_mut(at))
                .map_or(Done::nothing(), |row| op.run(row))),
            Op::Body(Side::Left, op) => on!(self, mutations, body, |it| op.run(it)),
            Op::Body(Side::Right, op) => on!(self, mutations, title, |it| op.run(it)),
            Op::Whole(field, whole) => self.run_whole(*field, *whole, mutations),
            Op::SwapRow(..) | Op::PushNumbers | Op::ShelveNumbers(..) | Op::Append(..) => {
                self.run_across(op, mutations);
            }
            _ => self.run_on_map(op, mutations),
        }
    }

    fn run_on_map(&mut self, op: &Op, mutations: &mut Mutations) {
        match op {
            Op::Scores(Side::Left, op) => on!(self, mutations, scores, |it| op.run(it)),
            Op::Scores(Side::Right, op) => on!(self, mutations, ranks, |it| op.run(it)),
            Op::Shelves(op) => on!(self, mutations, shelves, |it| op.run(it)),
            Op::Shelf(name, op) => on!(self, mutations, shelves, |it| it
                .get_mut(&String::from(*name))
                .map_or(Done::nothing(), |shelf| op.run(shelf))),
            Op::Notes(op) => on!(self, mutations, notes, |it| op.run(it)),
            Op::Note(name, op) => on!(self, mutations, notes, |it| it
                .get_mut(&String::from(*name))
                .map_or(Done::nothing(), |note| op.run(note))),
            _ => self.run_on_plain(op, mutations),
        }
    }

    fn run_on_plain(&mut self, op: &Op, mutations: &mut Mutations) {
        match op {
            Op::Plain(Side::Left, op) => on!(self, mutations, plain, |it| op.run(it)),
            Op::Plain(Side::Right, op) => on!(self, mutations, spare, |it| op.run(it)),
            Op::Archive(op) => on!(self, mutations, archive, |it| op.run(it)),
            Op::Archived(at, op) => on!(self, mutations, archive, |it| at
                .element(it.len())
                .and_then(|at| it.get_mut(at))
                .map_or(Done::nothing(), |post| op.run(
                    &mut post.text,
                    &mut post.likes,
                    &mut post.marks
                ))),
            Op::Queue(op) => on!(self, mutations, queue, |it| op.run(it)),
            Op::Table(Side::Left, op) => on!(self, mutations, table, |it| op.run(it)),
            Op::Table(Side::Right, op) => on!(self, mutations, index, |it| op.run(it)),
            Op::Tree(op) => on!(self, mutations, tree, |it| op.run(it)),
            Op::Branch(Name(key), op) => on!(self, mutations, tree, |it| it
                .get_mut(key)
                .map_or(Done::nothing(), |branch| op.run(branch))),
            Op::Tags(op) => on!(self, mutations, tags, |it| op.run(it)),
            _ => self.run_on_small(op, mutations),
        }
    }

    fn run_on_small(&mut self, op: &Op, mutations: &mut Mutations) {
        match op {
            Op::Name(op) => on!(self, mutations, name, |it| op.run(it)),
            Op::SetPhase(phase) => on!(self, mutations, phase, |it| Done::set(it, phase.clone())),
            Op::Round(op) => on!(self, mutations, phase, |it| match it {
                Phase::Running { round, log } => {
                    *round += 1;
                    Done::one().and(op.run(log))
                }
                Phase::Waiting | Phase::Over(_) => Done::nothing(),
            }),
            Op::Topic(topic) => on!(self, mutations, topic, |it| Done::set(it, topic.clone())),
            Op::Pin(at) => {
                let at = at.element(self.model.posts.len());
                self.room.pinned = at.map(|at| self.room.posts[at].clone());
                self.model.pinned = at.map(|at| self.model.posts[at].clone());
                mutations.add_any("pinned");
            }
            Op::Unpin => on!(self, mutations, pinned, |it| Done::set(it, None)),
            Op::Pinned(op) => on!(self, mutations, pinned, |it| it.as_mut().map_or(
                Done::nothing(),
                |post| op.run(&mut post.text, &mut post.likes, &mut post.marks)
            )),
            Op::Settings(volume, language, dark) => on!(self, mutations, settings, |it| {
                Done::set_some(&mut it.volume, volume.as_ref())
                    .and(Done::set_some(&mut it.language, language.as_ref()))
                    .and(Done::set_some(&mut it.dark, dark.as_ref()))
            }),
            _ => unreachable!("{op:?} is no change of one field"),
        }
    }
}
