//! Updating some of the entries of a map.

use std::collections::{BTreeMap, HashMap};

use stagedoor::{Map, State, model};

use crate::measure::Bench;
use crate::number;
use crate::workload::Workload;

/// Apart from one another in any order of keys; prime, so that all are met.
const STRIDE: usize = 7919;

#[model]
struct Player {
    name: String,
    score: u64,
}

impl Player {
    fn new(id: &str) -> Self {
        Self {
            name: format!("the player {id}"),
            score: 0,
        }
    }
}

#[model]
struct Game<P> {
    title: String,
    players: P,
}

/// A map whose values are updated.
trait Players: State + FromIterator<(String, Player)> {
    const KIND: &str;

    fn get_mut(&mut self, id: &str) -> Option<&mut Player>;
}

macro_rules! players {
    ($($name:literal $map:ident),+) => {$(
        impl Players for $map<String, Player> {
            const KIND: &str = $name;

            fn get_mut(&mut self, id: &str) -> Option<&mut Player> {
                self.get_mut(id)
            }
        }
    )+};
}

players!("BTreeMap" BTreeMap, "HashMap" HashMap, "Map" Map);

struct Update<P> {
    ids: Vec<String>,
    updated: usize,
    make: fn(&[String]) -> P,
}

impl<P: Players> Update<P> {
    fn of(updated: usize, len: usize) -> Self {
        Self {
            ids: (0..len)
                .map(|number| format!("player-{number:06}"))
                .collect(),
            updated,
            make: |ids| ids.iter().map(|id| (id.clone(), Player::new(id))).collect(),
        }
    }
}

impl<P: Players> Workload for Update<P>
where
    Game<P>: State,
{
    type State = Game<P>;

    fn name(&self) -> String {
        format!(
            "update {} of {} entries",
            self.updated,
            number::count(self.ids.len())
        )
    }

    fn kind(&self) -> &'static str {
        P::KIND
    }

    fn start(&self) -> Game<P> {
        Game {
            title: "everybody".to_owned(),
            players: (self.make)(&self.ids),
        }
    }

    fn change(&self, game: &mut Game<P>, turn: usize) {
        for number in turn * self.updated..(turn + 1) * self.updated {
            let id = &self.ids[number * STRIDE % self.ids.len()];
            if let Some(player) = game.players.get_mut(id) {
                player.score += 1;
            }
        }
    }
}

pub(crate) fn run(bench: &mut Bench) {
    for len in [1_000, 100_000] {
        for updated in [1, 50] {
            bench.workload(&Update::<BTreeMap<_, _>>::of(updated, len));
            bench.workload(&Update::<HashMap<_, _>>::of(updated, len));
            bench.workload(&Update::<Map<_, _>>::of(updated, len));
            bench.naive(&Update::<BTreeMap<_, _>>::of(updated, len));
        }
    }
}
