//! [`Waits`]: which turns wait for which instances, so that a call which would
//! wait for itself fails at once and says why. It sees what is awaited within a
//! turn; a task that a turn spawns and waits for is out of its sight.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::current_turn::CurrentTurn;
use crate::member::MemberKey;

/// The waiting turns of an app.
#[derive(Debug, Default)]
pub(crate) struct Waits(Mutex<Graph>);

#[derive(Debug, Default)]
struct Graph {
    /// By the instance whose turn waits, and by number, for a turn may wait for
    /// many at once.
    waits: HashMap<MemberKey, BTreeMap<u64, Edge>>,
    next: u64,
}

/// One call that a turn waits for.
#[derive(Clone, Debug)]
struct Edge {
    /// The method whose turn waits.
    turn: &'static str,
    /// The instance that was called, and its method.
    callee: MemberKey,
    method: &'static str,
}

/// A turn's waiting for one call, until it is dropped.
#[derive(Debug)]
pub(crate) struct Wait {
    waits: Arc<Waits>,
    caller: MemberKey,
    number: u64,
}

impl Waits {
    /// Notes that a turn waits for a call of a method.
    ///
    /// # Errors
    ///
    /// The called instance waits for this turn, itself or through others: the
    /// calls in between, in words.
    pub(crate) fn wait(
        self: &Arc<Self>,
        turn: CurrentTurn,
        callee: MemberKey,
        method: &'static str,
    ) -> Result<Wait, String> {
        let mut graph = self.0.lock();
        let edge = Edge {
            turn: turn.method,
            callee,
            method,
        };
        if let Some(cycle) = graph.cycle(&turn.instance, &edge) {
            return Err(cycle);
        }
        let number = graph.next;
        graph.next += 1;
        let edges = graph.waits.entry(turn.instance.clone()).or_default();
        edges.insert(number, edge);
        Ok(Wait {
            waits: Arc::clone(self),
            caller: turn.instance,
            number,
        })
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        let mut graph = self.waits.0.lock();
        if let Some(edges) = graph.waits.get_mut(&self.caller) {
            edges.remove(&self.number);
            if edges.is_empty() {
                graph.waits.remove(&self.caller);
            }
        }
    }
}

impl Graph {
    /// The way from the callee of a call back to its caller, in words, if there is one.
    fn cycle(&self, caller: &MemberKey, call: &Edge) -> Option<String> {
        // Each step with the index of the one before it, in the order in which
        // they are looked at.
        let mut steps = vec![(None, call)];
        let mut seen = HashSet::new();
        let mut index = 0;
        while let Some(&(_, edge)) = steps.get(index) {
            if edge.callee == *caller {
                return Some(describe(caller, &way_to(index, &steps)));
            }
            if seen.insert(&edge.callee) {
                let next = self.waits.get(&edge.callee).into_iter();
                let next = next.flat_map(BTreeMap::values);
                steps.extend(next.map(|next| (Some(index), next)));
            }
            index += 1;
        }
        None
    }
}

/// The steps up to one of them.
fn way_to<'g>(last: usize, steps: &[(Option<usize>, &'g Edge)]) -> Vec<&'g Edge> {
    let mut way = Vec::new();
    let mut next = Some(last);
    while let Some((before, edge)) = next.map(|index| steps[index]) {
        way.push(edge);
        next = before;
    }
    way.reverse();
    way
}

fn describe(caller: &MemberKey, way: &[&Edge]) -> String {
    let first = way.first().map(|edge| Place(caller, edge.turn).to_string());
    let rest = way.iter().enumerate().map(|(index, edge)| {
        let place = Place(&edge.callee, edge.method);
        // The callee may be busy with another turn than the one that was called.
        match way.get(index + 1) {
            Some(next) if next.turn != edge.method => {
                format!("{place} (behind {})", Place(&edge.callee, next.turn))
            }
            _ => place.to_string(),
        }
    });
    let steps: Vec<String> = first.into_iter().chain(rest).collect();
    steps.join(" → ")
}

/// A method of an instance, as people read it.
struct Place<'a>(&'a MemberKey, &'static str);

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(MemberKey { actor, id }, method) = self;
        write!(formatter, "{actor}/{id}.{method}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(id: &str) -> MemberKey {
        let actor = "actor";
        let id = id.into();
        MemberKey { actor, id }
    }

    /// A turn of `m` calls `m`; but `b` is busy with `tick` when its `start` is called.
    fn wait(waits: &Arc<Waits>, from: &str, to: &str) -> Result<Wait, String> {
        let turn = CurrentTurn {
            instance: instance(from),
            method: if from == "b" { "tick" } else { "m" },
        };
        let method = if to == "b" { "start" } else { "m" };
        waits.wait(turn, instance(to), method)
    }

    #[test]
    fn an_instance_that_calls_itself_is_named() {
        let waits = Arc::<Waits>::default();
        let error = wait(&waits, "a", "a").expect_err("it waits for itself");
        assert_eq!(error, "actor/a.m → actor/a.m");
    }

    #[test]
    fn a_cycle_of_several_is_named_with_what_each_is_busy_with() {
        let waits = Arc::<Waits>::default();
        let _first = wait(&waits, "c", "b").expect("nobody waits yet");
        let _second = wait(&waits, "b", "a").expect("a waits for nobody");
        let error = wait(&waits, "a", "c").expect_err("b waits for a");
        assert_eq!(
            error,
            "actor/a.m → actor/c.m → actor/b.start (behind actor/b.tick) → actor/a.m"
        );
    }

    #[test]
    fn what_is_answered_is_waited_for_no_more() {
        let waits = Arc::<Waits>::default();
        let first = wait(&waits, "a", "b").expect("nobody waits yet");
        let other = wait(&waits, "a", "c").expect("a turn may wait for several");
        assert!(wait(&waits, "b", "a").is_err());
        drop(first);
        let _now = wait(&waits, "b", "a").expect("a waits for c only");
        assert!(
            wait(&waits, "c", "b").is_err(),
            "c waits for b, b for a, a for c"
        );
        drop(other);
        assert!(wait(&waits, "c", "b").is_ok());
    }

    #[test]
    fn a_long_chain_is_followed_to_its_end() {
        let waits = Arc::<Waits>::default();
        let ids: Vec<String> = (0..500).map(|number| number.to_string()).collect();
        let chain: Result<Vec<Wait>, String> = ids
            .windows(2)
            .rev()
            .map(|pair| {
                waits.wait(
                    CurrentTurn {
                        instance: instance(&pair[0]),
                        method: "m",
                    },
                    instance(&pair[1]),
                    "m",
                )
            })
            .collect();
        let chain = chain.expect("it is no cycle");
        assert!(wait(&waits, "499", "0").is_err());
        drop(chain);
        assert!(waits.0.lock().waits.is_empty());
    }
}
