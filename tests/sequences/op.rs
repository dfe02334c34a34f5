//! [`Op`]: one step of a sequence.

use proptest::prelude::*;

use crate::done::Done;
use crate::element::{NewPost, new_post, number, row};
use crate::mapping::{MapOp, map_op};
use crate::place::{At, Name, at, name};
use crate::sequence::{SequenceOp, sequence_op};
use crate::set::{SetOp, set_op};
use crate::state::Phase;
use crate::text::{Characters, TextOp, some_text, text_op};

/// Which of two fields of one type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side {
    Left,
    Right,
}

#[derive(Clone, Debug)]
pub(crate) enum Op {
    Numbers(Side, SequenceOp<u32>),
    Posts(Side, SequenceOp<NewPost>),
    Post(Side, At, PostOp),
    Rows(SequenceOp<Vec<u32>>),
    Row(At, SequenceOp<u32>),
    Scores(Side, MapOp<u32>),
    Shelves(MapOp<Vec<u32>>),
    Shelf(Name, SequenceOp<u32>),
    Notes(MapOp<String>),
    Note(Name, TextOp),
    Body(Side, TextOp),
    Plain(Side, SequenceOp<u32>),
    Archive(SequenceOp<NewPost>),
    Archived(At, PostOp),
    Queue(SequenceOp<String>),
    Table(Side, MapOp<u32>),
    Tree(MapOp<Vec<u32>>),
    Branch(Name, SequenceOp<u32>),
    Tags(SetOp),
    Name(TextOp),
    SetPhase(Phase),
    Round(SequenceOp<u32>),
    Topic(Option<String>),
    Pin(At),
    Unpin,
    Pinned(PostOp),
    Settings(Option<u32>, Option<String>, Option<bool>),
    Whole(Field, Whole),
    /// Swaps a row with the numbers.
    SwapRow(At),
    /// A clone of the numbers becomes a row.
    PushNumbers,
    /// A clone of the numbers goes onto a shelf.
    ShelveNumbers(Name),
    /// Every post of one side is appended to the other.
    Append(Side),
    Keep,
    /// Goes back to a state that was kept.
    Restore(At),
    Commit,
    Rollback,
}

/// A change inside of a post.
#[derive(Clone, Debug)]
pub(crate) enum PostOp {
    Text(TextOp),
    Likes(u32),
    Marks(SequenceOp<u32>),
    /// Everything at once.
    All(TextOp, u32, SequenceOp<u32>),
}

/// A pair of fields of one type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {
    Numbers,
    Posts,
    Scores,
    Body,
    Plain,
    Table,
}

/// What is done to two fields as a whole.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whole {
    Swap,
    /// The one is assigned a clone of the other.
    Copy,
    /// The one is assigned what is taken out of the other.
    Take,
    /// Assigned a new value of the same elements, which shares nothing.
    Remake,
    Reset,
}

pub(crate) fn side() -> impl Strategy<Value = Side> {
    prop_oneof![3 => Just(Side::Left), 1 => Just(Side::Right)]
}

fn post_op() -> impl Strategy<Value = PostOp> {
    let marks = || sequence_op(number());
    prop_oneof![
        3 => text_op().prop_map(PostOp::Text),
        2 => number().prop_map(PostOp::Likes),
        1 => marks().prop_map(PostOp::Marks),
        1 => (text_op(), number(), marks())
            .prop_map(|(text, likes, marks)| PostOp::All(text, likes, marks)),
    ]
}

fn phase() -> impl Strategy<Value = Phase> {
    prop_oneof![
        Just(Phase::Waiting),
        (number(), row()).prop_map(|(round, log)| Phase::Running { round, log }),
        some_text().prop_map(Phase::Over),
    ]
}

fn whole() -> impl Strategy<Value = Op> {
    use Field::*;
    use Whole::*;
    let field = prop::sample::select(&[Numbers, Posts, Scores, Body, Plain, Table][..]);
    let whole = prop::sample::select(&[Swap, Swap, Swap, Copy, Copy, Take, Remake, Reset][..]);
    (field, whole).prop_map(|(field, whole)| Op::Whole(field, whole))
}

/// A change of a collection of this library.
fn change_of_large() -> impl Strategy<Value = Op> {
    prop_oneof![
        8 => (side(), sequence_op(number())).prop_map(|(side, op)| Op::Numbers(side, op)),
        6 => (side(), sequence_op(new_post())).prop_map(|(side, op)| Op::Posts(side, op)),
        6 => (side(), at(), post_op()).prop_map(|(side, at, op)| Op::Post(side, at, op)),
        3 => sequence_op(row()).prop_map(Op::Rows),
        5 => (at(), sequence_op(number())).prop_map(|(at, op)| Op::Row(at, op)),
        6 => (side(), map_op(number())).prop_map(|(side, op)| Op::Scores(side, op)),
        3 => map_op(row()).prop_map(Op::Shelves),
        5 => (name(), sequence_op(number())).prop_map(|(name, op)| Op::Shelf(name, op)),
        3 => map_op(some_text()).prop_map(Op::Notes),
        5 => (name(), text_op()).prop_map(|(name, op)| Op::Note(name, op)),
        8 => (side(), text_op()).prop_map(|(side, op)| Op::Body(side, op)),
        1 => at().prop_map(Op::SwapRow),
        1 => Just(Op::PushNumbers),
        1 => name().prop_map(Op::ShelveNumbers),
        1 => side().prop_map(Op::Append),
    ]
}

/// A change of a plain field.
fn change_of_plain() -> impl Strategy<Value = Op> {
    let settings = (
        prop::option::of(number()),
        prop::option::of(some_text()),
        prop::option::of(any::<bool>()),
    );
    prop_oneof![
        6 => (side(), sequence_op(number())).prop_map(|(side, op)| Op::Plain(side, op)),
        3 => sequence_op(new_post()).prop_map(Op::Archive),
        3 => (at(), post_op()).prop_map(|(at, op)| Op::Archived(at, op)),
        4 => sequence_op(some_text()).prop_map(Op::Queue),
        4 => (side(), map_op(number())).prop_map(|(side, op)| Op::Table(side, op)),
        2 => map_op(row()).prop_map(Op::Tree),
        3 => (name(), sequence_op(number())).prop_map(|(name, op)| Op::Branch(name, op)),
        3 => set_op().prop_map(Op::Tags),
        2 => text_op().prop_map(Op::Name),
        1 => phase().prop_map(Op::SetPhase),
        2 => sequence_op(number()).prop_map(Op::Round),
        1 => prop::option::of(some_text()).prop_map(Op::Topic),
        1 => at().prop_map(Op::Pin),
        1 => Just(Op::Unpin),
        2 => post_op().prop_map(Op::Pinned),
        2 => settings.prop_map(|(volume, language, dark)| Op::Settings(volume, language, dark)),
    ]
}

/// A step, one in so many of which ends a turn.
pub(crate) fn op(turn: u32) -> impl Strategy<Value = Op> {
    let change = prop_oneof![
        11 => change_of_large(),
        7 => change_of_plain(),
        1 => whole(),
    ];
    let end = prop_oneof![7 => Just(Op::Commit), 3 => Just(Op::Rollback)];
    let version = prop_oneof![4 => Just(Op::Keep), 1 => at().prop_map(Op::Restore)];
    prop_oneof![
        20 * (turn - 1) => change,
        20 => end,
        turn => version,
    ]
}

impl PostOp {
    /// Does it to a post or to the model of one.
    pub(crate) fn run<T: Characters>(
        &self,
        text: &mut T,
        likes: &mut u32,
        marks: &mut Vec<u32>,
    ) -> Done {
        match self {
            Self::Text(op) => op.run(text),
            Self::Likes(number) => Done::set(likes, *number),
            Self::Marks(op) => op.run(marks),
            Self::All(op, number, marks_op) => op
                .run(text)
                .and(Done::set(likes, *number))
                .and(marks_op.run(marks)),
        }
    }
}
