//! State and event values that go wrong in code of their own: while they are
//! copied, compared, written or dropped.

use std::mem;

use schemars::JsonSchema;
use serde::ser::{self, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use stagedoor::prelude::*;
use support::{Client, Instance, Replica, Transport, World};

/// Where a [`Volatile`] goes wrong.
#[model]
#[derive(Copy, Debug, PartialEq, Default)]
enum Place {
    #[default]
    Nowhere,
    Clone,
    Compare,
    Serialize,
    SerializeFails,
    Drop,
}

/// A value that goes wrong.
#[derive(Debug, Default, Deserialize, JsonSchema)]
struct Volatile(Place);

impl Clone for Volatile {
    fn clone(&self) -> Self {
        assert!(self.0 != Place::Clone, "hush: cloned");
        Self(self.0)
    }
}

impl PartialEq for Volatile {
    fn eq(&self, other: &Self) -> bool {
        assert!(
            self.0 != Place::Compare && other.0 != Place::Compare,
            "hush: compared"
        );
        self.0 == other.0
    }
}

impl Serialize for Volatile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Place::Serialize => panic!("hush: serialised"),
            Place::SerializeFails => Err(ser::Error::custom("hush: not serialised")),
            place => place.serialize(serializer),
        }
    }
}

impl Drop for Volatile {
    fn drop(&mut self) {
        assert!(self.0 != Place::Drop, "hush: dropped");
    }
}

/// Keeps a value that may go wrong, and counts the turns that were kept.
#[actor]
struct Vault {
    turns: u32,
    #[actor(opaque)]
    content: Volatile,
}

/// Something volatile was shown.
#[event]
struct Shown {
    content: Volatile,
}

impl Vault {
    /// Replaces the content and does not drop the old one, so that nothing
    /// goes wrong in the method itself.
    fn store(&mut self, place: Place) {
        self.turns += 1;
        mem::forget(mem::replace(&mut self.content, Volatile(place)));
    }
}

#[actor(events(Shown))]
impl Vault {
    #[method]
    fn ping(&self) {}

    #[method]
    fn turns(&self) -> u32 {
        self.turns
    }

    #[method]
    fn put(&mut self, place: Place) {
        self.store(place);
    }

    #[method]
    fn put_then_fail(&mut self, place: Place) -> Result<(), String> {
        self.store(place);
        Err("It failed".to_owned())
    }

    #[method]
    fn put_then_panic(&mut self, place: Place) {
        self.store(place);
        panic!("hush: {}", self.turns);
    }

    #[method]
    fn show(&mut self, cx: &Context<Self>, place: Place) {
        self.turns += 1;
        let content = Volatile(place);
        cx.emit(Shown { content }).broadcast();
    }

    #[method]
    fn show_then_fail(&mut self, cx: &Context<Self>, place: Place) -> Result<(), String> {
        self.show(cx, place);
        Err("It failed".to_owned())
    }
}

const PLACES: [&str; 4] = ["compare", "serialize", "serializeFails", "drop"];

/// Whatever the value does, each call is answered once, a call that was told
/// to have failed has changed nothing, and subscribers are told the same.
#[tokio::test(start_paused = true)]
async fn a_volatile_state_keeps_turns_whole() {
    for place in PLACES {
        for method in ["put", "putThenFail", "putThenPanic"] {
            for watched in [false, true] {
                Trial::begin(watched).await.of_state(method, place).await;
            }
        }
    }
}

/// Without a copy there is nothing to go back to, so the state may be lost; but
/// then subscribers are told, and the instance starts anew.
#[tokio::test(start_paused = true)]
async fn a_state_that_cannot_be_copied_is_lost_at_worst() {
    for method in ["put", "putThenFail", "putThenPanic"] {
        let mut trial = Trial::begin(true).await;
        trial.call("put", "nowhere").await;
        let Trial { client, vault, .. } = &mut trial;
        let answer = client
            .call(vault, method, json!({ "place": "clone" }))
            .await;
        assert!(answer["error"].is_string(), "{answer}");
        let turns = client.result(vault, "turns", json!({})).await;
        let mut witness = trial.witness.take().expect("it is watched");
        let frames = witness.settled_frames(&trial.vault).await;
        let lost = frames.iter().any(|frame| frame["code"] == "destroyed");
        assert_eq!(turns, u32::from(!lost), "{frames:?}");
        trial.kept = u32::from(!lost);
        trial.call("put", "nowhere").await;
        trial.finish().await;
    }
}

/// The same where an event's payload goes wrong.
#[tokio::test(start_paused = true)]
async fn a_volatile_event_keeps_turns_whole() {
    for place in PLACES {
        for method in ["show", "showThenFail"] {
            for heard in [false, true] {
                let mut trial = Trial::begin(true).await;
                if heard {
                    trial.client.listen(&trial.vault).await;
                }
                trial.call(method, place).await;
                trial.call("show", "nowhere").await;
                trial.finish().await;
            }
        }
    }
}

/// A snapshot that cannot be written is refused, and nothing else is.
#[tokio::test(start_paused = true)]
async fn a_snapshot_that_cannot_be_written_is_refused() {
    for place in ["serialize", "serializeFails"] {
        let mut trial = Trial::begin(false).await;
        trial.call("put", place).await;
        let Trial { client, vault, .. } = &mut trial;
        client.send(&vault.frame("state:sub"));
        let refused = client.next().await;
        assert!(vault.is("error", &refused), "{refused}");
        assert_eq!(refused["code"], "internal");
        trial.call("put", "nowhere").await;
        trial.finish().await;
    }
}

/// A vault with its clients, and how often one of its turns was kept.
struct Trial {
    world: World,
    client: Client,
    witness: Option<Client>,
    vault: Instance,
    kept: u32,
}

impl Trial {
    async fn begin(watched: bool) -> Self {
        let app = App::new()
            .actor::<Vault>()
            .build()
            .expect("it is one actor");
        let world = World::open(Transport::Memory, app).await;
        let vault = Instance::unique("vault");
        let mut client = world.connect().await;
        client.settle(&vault).await;
        let mut witness = world.connect().await;
        if watched {
            witness.send(&vault.frame("state:sub"));
            witness.settle(&vault).await;
        }
        Self {
            witness: watched.then_some(witness),
            world,
            client,
            vault,
            kept: 0,
        }
    }

    async fn of_state(mut self, method: &str, place: &str) {
        self.call(method, place).await;
        // Over what may be there now, which is dropped by it or in its failure.
        self.call("putThenFail", "nowhere").await;
        self.call("put", "nowhere").await;
        self.call(method, place).await;
        self.finish().await;
    }

    /// Calls, and notes whether the turn was kept.
    async fn call(&mut self, method: &str, place: &str) {
        let answer = self
            .client
            .call(&self.vault, method, json!({ "place": place }))
            .await;
        match answer["code"].as_str() {
            None => self.kept += 1,
            Some(code) => assert!(["internal", "method"].contains(&code), "{answer}"),
        }
        let turns = self.client.result(&self.vault, "turns", json!({})).await;
        assert_eq!(turns, self.kept, "after {method} {place}: {answer}");
        let answers = self.client.settled_frames(&self.vault).await;
        let again = answers.iter().filter(|frame| frame["type"] == "rpc:result");
        assert_eq!(again.count(), 0, "a second answer to {method} {place}");
    }

    /// The subscriber has been told of each turn, and the instance can end.
    async fn finish(mut self) {
        if let Some(mut witness) = self.witness.take() {
            let mut replica = Replica::new();
            let frames: Vec<Value> = witness.settled_frames(&self.vault).await;
            replica.apply_all(&frames);
            assert_eq!(replica.state()["turns"], self.kept, "{frames:?}");
        }
        let manager = self.world.app().manager();
        assert!(manager.destroy("vault", &self.vault.id).await);
        assert_eq!(self.client.result(&self.vault, "turns", json!({})).await, 0);
    }
}
