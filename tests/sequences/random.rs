//! The random sequences. A failing one is shrunk, and its seed kept.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};

use crate::mapping::MapOp;
use crate::op::{Op, Side, op, side};
use crate::play::Play;
use crate::sequence::SequenceOp::Grow;
use crate::text::TextOp;

/// The seeds of sequences that failed once, and are run before any other. A
/// failure is appended by itself and is to be committed with what mends it. As a
/// seed means another sequence once operations are added, one that matters is
/// also written out in `cases`.
const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sequences/seeds.txt");

const STEPS_OF_SHORT_TURNS: usize = 80_000;
const STEPS_OF_LONG_TURNS: usize = 17_000;
const STEPS_OF_LARGE_STATES: usize = 5_000;

const _: () =
    assert!(STEPS_OF_SHORT_TURNS + STEPS_OF_LONG_TURNS + STEPS_OF_LARGE_STATES >= 100_000);

/// Plays random sequences, and counts their steps.
fn play(cases: u32, ops: impl Strategy<Value = Vec<Op>>) -> usize {
    let steps = Cell::new(0);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(SEEDS))),
        // Milliseconds: a step less is worth little by then.
        max_shrink_time: 120_000,
        max_shrink_iters: u32::MAX,
        ..Config::default()
    });
    runner
        .run(&ops, |ops| {
            Play::run(&ops);
            steps.set(steps.get() + ops.len());
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    steps.get()
}

#[test]
fn short_turns() {
    let steps = play(900, vec(op(5), 0..200));
    assert!(steps >= STEPS_OF_SHORT_TURNS, "{steps} steps");
}

/// Turns of so many changes that the search for the fewest operations ends early.
#[test]
fn long_turns() {
    let steps = play(100, vec(op(80), 0..400));
    assert!(steps >= STEPS_OF_LONG_TURNS, "{steps} steps");
}

/// Collections that are trees of several levels, and long texts.
#[test]
fn large_states() {
    let numbers = (side(), 500..4000_u16).prop_map(|(side, by)| Op::Numbers(side, Grow(by)));
    let rest = (0..300_u16, 0..3000_u16, 0..30_000_u16).prop_map(|(posts, scores, body)| {
        vec![
            Op::Posts(Side::Left, Grow(posts)),
            Op::Scores(Side::Left, MapOp::Grow(scores)),
            Op::Plain(Side::Left, Grow(posts)),
            Op::Body(Side::Left, TextOp::Grow(body)),
            Op::Commit,
        ]
    });
    let ops = (vec(numbers, 2), rest, vec(op(6), 0..200));
    let ops = ops.prop_map(|(numbers, rest, ops)| [numbers, rest, ops].concat());
    let steps = play(60, ops);
    assert!(steps >= STEPS_OF_LARGE_STATES, "{steps} steps");
}
