//! Clients that call as fast as they are answered: the answers come in the order
//! of the calls, and none is missing.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::Tally;
use super::stage::{COUNTERS, HOT, Stage};
use crate::{Client, Instance};

/// How many answers a client's report of a failure goes back.
const REPORTED: usize = 200;

/// Calls the counter that everybody calls.
pub(super) async fn call_hot(stage: Stage) -> Tally {
    let mut caller = Caller::new(&stage, &[HOT]).await;
    caller.run(&stage).await;
    let [line] = &mut *caller.lines else {
        unreachable!("it calls one instance");
    };
    Tally {
        counts: std::mem::take(&mut line.counts),
        ..caller.tally
    }
}

/// Calls counters in turn that nobody else calls.
pub(super) async fn call_own(stage: Stage) -> Tally {
    let own = &COUNTERS[1..];
    let mut caller = Caller::new(&stage, own).await;
    caller.run(&stage).await;
    for line in &caller.lines {
        let turns = i64::try_from(line.counts.len()).expect("they are not that many");
        assert!(line.counts.iter().copied().eq(1..=turns), "{line:?}");
    }
    caller.tally
}

struct Caller {
    client: Client,
    lines: Vec<Line>,
    tally: Tally,
}

/// The calls of one client on one instance.
#[derive(Debug)]
struct Line {
    instance: Instance,
    /// What is not answered yet, in the order in which it was sent.
    waiting: VecDeque<String>,
    counts: Vec<i64>,
}

impl Caller {
    async fn new(stage: &Stage, ids: &[&str]) -> Self {
        let lines = ids.iter().map(|id| Line {
            instance: Instance::new(stage.target.counter, *id),
            waiting: VecDeque::new(),
            counts: Vec::new(),
        });
        Self {
            client: stage.connect().await,
            lines: lines.collect(),
            tally: Tally::default(),
        }
    }

    /// Calls until it is over and all is answered.
    async fn run(&mut self, stage: &Stage) {
        let in_flight = stage.target.in_flight;
        for call in 0..in_flight {
            self.call(call);
        }
        let mut answered = 0;
        while self.lines.iter().any(|line| !line.waiting.is_empty()) {
            let answer = self.client.next().await;
            self.take(&answer);
            if answered == 0 {
                stage.begun();
            }
            if !stage.is_over() {
                self.call(in_flight + answered);
            }
            answered += 1;
            if answered.is_multiple_of(REPORTED) {
                self.client.forget();
            }
        }
    }

    fn call(&mut self, number: usize) {
        let number = number % self.lines.len();
        let line = &mut self.lines[number];
        let id = self.client.start(&line.instance, "increment", json!({}));
        line.waiting.push_back(id);
    }

    /// Takes the answer to the call that waits longest for its instance. Only a
    /// refusal may overtake it.
    fn take(&mut self, answer: &Value) {
        let waits = |waiting: &String| answer["id"] == **waiting;
        let place = |line: &Line| line.waiting.iter().position(waits);
        let mut lines = self.lines.iter_mut();
        let found = lines.find_map(|line| place(line).map(|place| (line, place)));
        let Some((line, place)) = found else {
            self.client.fail(&format!("nothing was asked for {answer}"));
        };
        line.waiting.remove(place);
        if answer["code"] == "overloaded" {
            self.tally.refused += 1;
            return;
        }
        let count = answer["result"].as_i64();
        let rises = count > line.counts.last().copied().or(Some(0));
        if place != 0 || !rises {
            self.client.fail(&format!("out of order: {answer}"));
        }
        line.counts.extend(count);
        self.tally.served += 1;
    }
}
