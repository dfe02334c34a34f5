//! Ten thousand connections come, and then leave, at once, while there are
//! 100,000 live instances: the longest that another caller has to wait.

use std::io;
use std::time::{Duration, Instant};

use crate::arguments::Effort;
use crate::dialect::{INCREMENT, Instance, Method, overwrite};
use crate::generator::{ClosedLoop, Connections, Load, PATIENCE, Probe, ROOM};
use crate::outcome::{Case, Outcome, Unit};
use crate::server::Server;
use crate::target::Target;

const TARGETS: [Target; 2] = [Target::Stagedoor, Target::Axum];

const INSTANCES: usize = 100_000;

const CONNECTIONS: usize = 10_000;

/// How many sockets are closed between two looks at the probe: closing them all
/// would keep the load generator from noticing what the probe waits for.
const CLOSED_AT_ONCE: usize = 20;

/// How long the probe goes on after a storm.
const AFTERMATH: Duration = Duration::from_secs(1);

pub(super) fn run(effort: Effort) -> io::Result<Outcome> {
    let mut outcome = Outcome::new(&[
        ("longest wait", Unit::Seconds),
        ("99 % within", Unit::Seconds),
    ]);
    for _ in 0..effort.rounds().min(3) {
        for target in TARGETS {
            let storm = Storm::new(target, effort)?;
            for (case, load) in storm.run()? {
                let case = Case {
                    name: case.to_owned(),
                    at: 0.0,
                };
                let numbers = [load.longest(), load.quantile(0.99)];
                let numbers = numbers.map(|time| time.as_secs_f64());
                outcome.add(&case, &target.label(), &numbers);
            }
        }
    }
    Ok(outcome)
}

struct Storm {
    server: Server,
    probe: Probe,
    connections: usize,
    _instances: ClosedLoop,
}

impl Storm {
    /// A server with many live instances, and a probe.
    fn new(target: Target, effort: Effort) -> io::Result<Self> {
        let server = Server::start(target)?;
        let dialect = target.dialect();
        let instance = Instance {
            actor: "counter",
            id: "live-00000000",
        };
        let add = Method {
            name: "add",
            input: r#"{"amount":1}"#,
        };
        let callers = Connections::open(server.address, 100)?;
        let text = |_, id| dialect.call(id, instance, add);
        let mut calls = ClosedLoop::new(dialect, callers, 16, text);
        let mut number = 0;
        calls.run_times(effort.size(INSTANCES), |frame| {
            number += 1;
            let place = memchr::memmem::find(frame, b"live-").expect("the id is in the frame");
            overwrite(frame, place + 5, number);
        })?;
        Ok(Self {
            probe: Probe::new(dialect, server.address)?,
            server,
            connections: effort.size(CONNECTIONS),
            _instances: calls,
        })
    }

    fn run(mut self) -> io::Result<[(&'static str, Load); 3]> {
        let calm = self.watch(|_| Ok(Progress::Over))?;
        let mut connections = Connections::new(self.server.address)?;
        let count = self.connections;
        let coming = self.watch(|_| {
            connections.connect(count)?;
            connections.turn_now(&mut |_| {})?;
            Ok(Progress::over_when(connections.len() == count))
        })?;
        self.touch(&mut connections)?;
        let leaving = self.watch(|_| {
            connections.close(CLOSED_AT_ONCE);
            Ok(Progress::over_when(connections.len() == 0))
        })?;
        Ok([
            ("nothing happens", calm),
            ("they come", coming),
            ("they leave", leaving),
        ])
    }

    /// Each connection calls an instance of its own and listens to a room that all share.
    fn touch(&self, connections: &mut Connections) -> io::Result<()> {
        let dialect = self.server.target.dialect();
        for connection in 0..connections.len() {
            connections.queue(connection, &dialect.listen(ROOM));
        }
        let text = |connection| {
            let id = &format!("live-{connection:08}");
            let instance = Instance {
                actor: "counter",
                id,
            };
            dialect.call(1, instance, INCREMENT)
        };
        connections.ask_all(text, |text| dialect.answered(text) == Some(1))
    }

    /// Lets the probe call while something happens step by step, and some time after it.
    fn watch(&mut self, mut step: impl FnMut(&Server) -> io::Result<Progress>) -> io::Result<Load> {
        let begun = Instant::now();
        let mut load = Load::new();
        let mut over = None;
        self.probe.begin();
        while over.is_none_or(|over: Instant| over.elapsed() < AFTERMATH) {
            if over.is_none() && step(&self.server)? == Progress::Over {
                over = Some(Instant::now());
            }
            self.probe.step(&mut load)?;
            if begun.elapsed() > PATIENCE {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        self.probe.settle(&mut load)?;
        load.finish(begun.elapsed())
    }
}

#[derive(PartialEq, Eq)]
enum Progress {
    Goes,
    Over,
}

impl Progress {
    fn over_when(over: bool) -> Self {
        if over { Self::Over } else { Self::Goes }
    }
}
