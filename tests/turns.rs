//! Random turns that succeed, fail, panic and are cancelled half-way: whatever
//! happens, a subscriber's document is the committed state, and events are
//! those of the turns that succeeded.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Once};

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use stagedoor::prelude::*;
use stagedoor::{Connection, Handlers};
use support::{FakeConnection, Replica};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// A state with something of everything.
#[actor]
#[derive(Debug)]
struct Ledger {
    count: i64,
    names: Vec<String>,
    queue: VecDeque<u8>,
    by_name: BTreeMap<String, Point>,
    by_number: HashMap<u32, Option<f64>>,
    points: Map<String, Point>,
    log: List<Point>,
    #[actor(default = Phase::Open)]
    phase: Phase,
    #[actor(private)]
    secret: Vec<u8>,
}

#[model]
#[derive(Debug, PartialEq)]
struct Point {
    x: i32,
    tags: Vec<String>,
}

#[model]
#[derive(Debug)]
enum Phase {
    Open,
    Closing { in_seconds: u32, why: String },
    Closed(Point),
}

/// One change to the ledger.
#[model]
#[derive(Debug)]
enum Step {
    Count(i64),
    Push(String),
    RemoveFirst,
    Rotate(u8),
    Put(String, i32),
    Tag(String, String),
    Forget(String),
    Number(u32, Option<f64>),
    Point(String, i32),
    Log(i32),
    Tear(usize, i32),
    Enter(Phase),
    Hide(u8),
    Swap,
}

/// How a turn ends.
#[model]
#[derive(Debug, Copy, PartialEq)]
enum Ending {
    Succeed,
    Fail,
    Panic,
    Hang,
}

/// A turn has done something.
#[event]
struct Did {
    step: Step,
}

impl Ledger {
    fn take(&mut self, step: Step) {
        match step {
            Step::Count(by) => self.count = self.count.wrapping_add(by),
            Step::Push(name) => self.names.push(name),
            Step::RemoveFirst => {
                self.names.drain(..1.min(self.names.len()));
            }
            Step::Rotate(new) => {
                self.queue.push_back(new);
                if self.queue.len() > 3 {
                    self.queue.pop_front();
                }
            }
            Step::Put(name, x) => {
                let tags = Vec::new();
                self.by_name.insert(name, Point { x, tags });
            }
            Step::Tag(name, tag) => {
                if let Some(point) = self.by_name.get_mut(&name) {
                    point.tags.insert(0, tag);
                }
            }
            Step::Forget(name) => {
                self.by_name.remove(&name);
            }
            Step::Number(number, value) => {
                self.by_number.insert(number, value);
            }
            Step::Point(name, x) => {
                let entry = self.points.entry(name);
                entry.and_modify(|point| point.x = x).or_insert(Point {
                    x,
                    tags: vec!["new".to_owned()],
                });
            }
            Step::Log(x) => {
                let tags = vec!["logged".to_owned()];
                self.log.push(Point { x, tags });
            }
            Step::Tear(at, x) => {
                if let Some(point) = self.log.get_mut(at) {
                    point.x = x;
                } else if !self.log.is_empty() {
                    self.log.remove(0);
                }
            }
            Step::Enter(phase) => self.phase = phase,
            Step::Hide(secret) => self.secret.push(secret),
            Step::Swap => self.names.reverse(),
        }
    }
}

#[actor(events(Did))]
impl Ledger {
    #[method]
    fn at_once(
        &mut self,
        cx: &Context<Self>,
        steps: Vec<Step>,
        ending: Ending,
    ) -> Result<(), String> {
        for step in steps {
            cx.emit(Did { step: step.clone() }).broadcast();
            self.take(step);
        }
        match ending {
            Ending::Succeed => Ok(()),
            Ending::Fail => Err("as told".to_owned()),
            Ending::Panic | Ending::Hang => panic!("as told"),
        }
    }

    #[method]
    async fn slowly(
        &mut self,
        cx: &Context<Self>,
        steps: Vec<Step>,
        ending: Ending,
    ) -> Result<(), String> {
        for step in steps {
            tokio::task::yield_now().await;
            cx.emit(Did { step: step.clone() }).broadcast();
            self.take(step);
        }
        match ending {
            Ending::Succeed => Ok(()),
            Ending::Fail => Err("as told".to_owned()),
            Ending::Panic => panic!("as told"),
            Ending::Hang => std::future::pending().await,
        }
    }
}

#[derive(Clone, Debug)]
struct Planned {
    method: &'static str,
    steps: Vec<Step>,
    ending: Ending,
}

fn name() -> impl Strategy<Value = String> {
    select(vec!["a", "b/c", "~", "", "\"é"]).prop_map(str::to_owned)
}

fn phase() -> impl Strategy<Value = Phase> {
    prop_oneof![
        Just(Phase::Open),
        (0..3_u32, name()).prop_map(|(in_seconds, why)| Phase::Closing { in_seconds, why }),
        any::<i32>().prop_map(|x| Phase::Closed(Point { x, tags: vec![] })),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<i64>().prop_map(Step::Count),
        name().prop_map(Step::Push),
        Just(Step::RemoveFirst),
        any::<u8>().prop_map(Step::Rotate),
        (name(), any::<i32>()).prop_map(|(name, x)| Step::Put(name, x)),
        (name(), name()).prop_map(|(name, tag)| Step::Tag(name, tag)),
        name().prop_map(Step::Forget),
        (0..4_u32, any::<Option<i16>>())
            .prop_map(|(number, value)| Step::Number(number, value.map(f64::from))),
        (name(), any::<i32>()).prop_map(|(name, x)| Step::Point(name, x)),
        any::<i32>().prop_map(Step::Log),
        (0..4_usize, any::<i32>()).prop_map(|(at, x)| Step::Tear(at, x)),
        phase().prop_map(Step::Enter),
        any::<u8>().prop_map(Step::Hide),
        Just(Step::Swap),
    ]
}

fn turn() -> impl Strategy<Value = Planned> {
    let endings = vec![
        Ending::Succeed,
        Ending::Succeed,
        Ending::Fail,
        Ending::Panic,
    ];
    let method = select(vec!["atOnce", "slowly"]);
    let steps = proptest::collection::vec(step(), 0..6);
    (method, steps, select(endings)).prop_map(|(method, steps, ending)| Planned {
        method,
        steps,
        ending,
    })
}

/// A subscriber of the ledger that also calls it.
struct Follower {
    handlers: Handlers,
    connection: Arc<FakeConnection>,
    frames: UnboundedReceiver<String>,
    replica: Replica,
    events: Vec<Value>,
}

impl Follower {
    async fn new(app: &App) -> Self {
        let (sender, frames) = unbounded_channel();
        let mut follower = Self {
            handlers: Handlers::new(app.clone()),
            connection: Arc::new(FakeConnection::new(sender)),
            frames,
            replica: Replica::new(),
            events: Vec::new(),
        };
        let connection = Arc::clone(&follower.connection) as Arc<dyn Connection>;
        follower
            .handlers
            .on_connection(connection)
            .expect("its id is its own");
        for topic in ["state:sub", "event:sub"] {
            follower
                .send(json!({ "type": topic, "actor": "ledger", "actorId": "a" }))
                .await;
        }
        follower
    }

    async fn send(&mut self, frame: Value) {
        self.handlers
            .on_message(&*self.connection, &frame.to_string())
            .await;
        self.read();
    }

    fn read(&mut self) {
        while let Ok(frame) = self.frames.try_recv() {
            let frame: Value = serde_json::from_str(&frame).expect("frames are JSON");
            self.replica.apply(&frame);
            if frame["type"] == "event" {
                self.events.push(frame["payload"]["step"].clone());
            }
        }
    }

    async fn call(&mut self, turn: &Planned) {
        let input = json!({ "steps": turn.steps, "ending": turn.ending });
        self.send(json!({
            "type": "rpc", "id": "1", "actor": "ledger", "actorId": "a",
            "method": turn.method, "input": input,
        }))
        .await;
    }
}

/// Runs the turns beside a model of the state that only successes change.
async fn follow(turns: Vec<Planned>, late: usize) {
    let app = App::new().actor::<Ledger>().build().expect("it builds");
    let mut model: Ledger = serde_json::from_str("{}").expect("it starts from nothing");
    let mut events = Vec::new();
    let mut followers = vec![Follower::new(&app).await];
    for (index, turn) in turns.into_iter().enumerate() {
        if index == late {
            followers.push(Follower::new(&app).await);
        }
        followers[0].call(&turn).await;
        if turn.ending == Ending::Succeed {
            for step in turn.steps {
                events.push(json!(step));
                model.take(step);
            }
        }
        for follower in &mut followers {
            follower.read();
            assert_eq!(*follower.replica.state(), json!(model));
        }
        assert_eq!(followers[0].events, events);
    }
    cancel_half_way(&app, &mut followers, &model).await;
}

/// The shutdown cancels a turn that hangs: it too leaves nothing.
async fn cancel_half_way(app: &App, followers: &mut [Follower], model: &Ledger) {
    let hanging = Planned {
        method: "slowly",
        steps: vec![Step::Count(1), Step::Push("lost".to_owned())],
        ending: Ending::Hang,
    };
    tokio::join!(followers[0].call(&hanging), app.shutdown());
    for follower in followers {
        follower.read();
        assert_eq!(*follower.replica.state(), json!(model));
    }
}

fn silence_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if panic.payload().downcast_ref::<&str>() != Some(&"as told") {
                usual(panic);
            }
        }));
    });
}

proptest! {
    #[test]
    fn a_document_is_the_committed_state(
        turns in proptest::collection::vec(turn(), 0..12),
        late in 0..12_usize,
    ) {
        silence_panics();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(follow(turns, late));
    }
}

#[tokio::test]
async fn an_idle_instance_owns_no_task() {
    let app = App::new().actor::<Ledger>().build().expect("it builds");
    let mut follower = Follower::new(&app).await;
    let turn = Planned {
        method: "slowly",
        steps: vec![Step::Count(1)],
        ending: Ending::Succeed,
    };
    follower.call(&turn).await;
    // The worker has answered and may need one more step to be dismissed.
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    let tasks = tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks();
    assert_eq!(tasks, 0);
    assert_eq!(app.manager().len(), 1);
}
