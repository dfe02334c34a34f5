//! Sequences that failed once, or that are known to be hard, as they are played.

use crate::mapping::MapOp;
use crate::op::Op::{self, Commit, Keep, Restore, Rollback, Whole as OnWhole};
use crate::op::{Field, PostOp, Side, Whole};
use crate::place::{At, Name};
use crate::play::Play;
use crate::sequence::SequenceOp::{self, *};
use crate::state::Phase;
use crate::text::TextOp;

fn numbers(op: SequenceOp<u32>) -> Op {
    Op::Numbers(Side::Left, op)
}

fn body(op: TextOp) -> Op {
    Op::Body(Side::Left, op)
}

#[test]
fn short_contents_of_an_enum_change_at_two_places() {
    let log = |log: &[u32]| Phase::Running {
        round: 9,
        log: log.to_vec(),
    };
    Play::run(&[
        Op::SetPhase(log(&[0])),
        Commit,
        Op::Round(Pop),
        Commit,
        Op::SetPhase(log(&[1, 2])),
    ]);
}

#[test]
fn the_only_entry_has_a_name_longer_than_the_rest() {
    for name in (0..24).map(Name) {
        Play::run(&[
            Op::Scores(Side::Left, MapOp::Insert(name, 1)),
            Op::Shelves(MapOp::Insert(name, vec![])),
            Op::Tree(MapOp::Insert(name, vec![])),
            Op::Table(Side::Left, MapOp::Insert(name, 1)),
            Commit,
            Op::Scores(Side::Left, MapOp::Remove(name)),
            Op::Shelf(name, Push(1)),
            Op::Branch(name, Push(1)),
            Op::Table(Side::Left, MapOp::Take(name)),
        ]);
    }
}

#[test]
fn a_window_slides_across_leaves() {
    let slides = (0..200).flat_map(|number| [numbers(Slide(number)), Commit]);
    let ops: Vec<Op> = [numbers(Grow(100)), Commit]
        .into_iter()
        .chain(slides)
        .collect();
    Play::run(&ops);
}

#[test]
fn leaves_are_emptied_from_the_front_and_the_end() {
    for at in [At::Start, At::End, At::Middle(50)] {
        let removals = (0..130).flat_map(|_| [numbers(Remove(at)), Commit]);
        let ops: Vec<Op> = [numbers(Grow(130)), Keep, Commit]
            .into_iter()
            .chain(removals)
            .chain([Restore(At::Start)])
            .collect();
        Play::run(&ops);
    }
}

#[test]
fn fields_trade_places_and_come_back() {
    let mut ops = vec![
        numbers(Grow(70)),
        Op::Numbers(Side::Right, Grow(33)),
        body(TextOp::Grow(3000)),
        Op::Posts(Side::Left, Grow(40)),
        Op::Scores(Side::Left, MapOp::Grow(40)),
        Commit,
    ];
    for field in [Field::Numbers, Field::Posts, Field::Scores, Field::Body] {
        for whole in [
            Whole::Swap,
            Whole::Copy,
            Whole::Take,
            Whole::Remake,
            Whole::Reset,
        ] {
            ops.extend([
                Keep,
                OnWhole(field, whole),
                numbers(Push(1)),
                body(TextOp::Push('a')),
                Commit,
                OnWhole(field, Whole::Swap),
                Rollback,
                Restore(At::End),
                Commit,
            ]);
        }
    }
    Play::run(&ops);
}

#[test]
fn a_draft_shares_nothing_that_it_changes() {
    Play::run(&[
        Op::Posts(Side::Left, Grow(64)),
        Commit,
        Keep,
        Op::Post(
            Side::Left,
            At::Start,
            PostOp::Text(TextOp::Insert(At::Start, "é".into())),
        ),
        Op::Post(Side::Left, At::End, PostOp::Likes(7)),
        Rollback,
        Op::Posts(Side::Left, Sort),
        Op::Posts(Side::Left, Retain(2)),
        Commit,
        Restore(At::Start),
        Op::Append(Side::Left),
    ]);
}

#[test]
fn rows_that_are_nearly_alike_trade_places() {
    Play::run(&[
        numbers(Grow(60)),
        Op::Rows(Push(vec![])),
        Op::PushNumbers,
        Op::Row(At::End, SequenceOp::Swap(At::Start, At::End)),
        Op::PushNumbers,
        Op::Rows(SequenceOp::Swap(At::Start, At::Middle(1))),
        Commit,
        Op::Rows(SequenceOp::Swap(At::Start, At::End)),
    ]);
}
