//! [`Scenario`]: what is measured, one file each, and how the results are shown.

mod calls;
mod fan_out;
mod hot;
mod idle;
mod in_process;
mod instances;
mod json;
mod large_state;
mod libraries;
mod open;
mod rate;
mod storm;
mod threads;

use std::io;

use crate::arguments::Effort;
use crate::outcome::Outcome;

/// One kind of load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenario {
    Calls,
    Open,
    Hot,
    FanOut,
    Instances,
    Idle,
    LargeState,
    Storm,
    Libraries,
    Json,
    InProcess,
    Threads,
    IdleActors,
}

/// How the first measure of a scenario is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Drawing {
    /// A group of bars for each case.
    Bars,
    /// A line for each target, over cases that are sizes of what this says.
    Lines(&'static str),
}

impl Scenario {
    pub(crate) const ALL: [Self; 13] = [
        Self::Calls,
        Self::Open,
        Self::Hot,
        Self::FanOut,
        Self::Instances,
        Self::Idle,
        Self::LargeState,
        Self::Storm,
        Self::Libraries,
        Self::Json,
        Self::InProcess,
        Self::Threads,
        Self::IdleActors,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Open => "open",
            Self::Hot => "hot",
            Self::FanOut => "fan-out",
            Self::Instances => "instances",
            Self::Idle => "idle",
            Self::LargeState => "large-state",
            Self::Storm => "storm",
            Self::Libraries => "libraries",
            Self::Json => "json",
            Self::InProcess => "in-process",
            Self::Threads => "threads",
            Self::IdleActors => "idle-actors",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Calls => "Calls as fast as they are answered",
            Self::Open => "Calls at a fixed rate",
            Self::Hot => "One hot instance",
            Self::FanOut => "Fan-out to subscribers",
            Self::Instances => "First calls on new instances",
            Self::Idle => "Connections",
            Self::LargeState => "Messages onto a large state",
            Self::Storm => "Storms of connections",
            Self::Libraries => "Bare servers on other libraries",
            Self::Json => "Reading and answering a call by JSON libraries",
            Self::InProcess => "In the process: a request and its answer",
            Self::Threads => "In the process: two threads instead of one",
            Self::IdleActors => "In the process: idle actors",
        }
    }

    pub(crate) fn drawing(self) -> Drawing {
        match self {
            Self::Open => Drawing::Lines("calls per second"),
            Self::Hot => Drawing::Lines("callers"),
            Self::LargeState => Drawing::Lines("messages in the state"),
            _ => Drawing::Bars,
        }
    }

    /// What the others are compared with.
    pub(crate) fn baseline(self) -> &'static str {
        match self {
            Self::InProcess | Self::Threads | Self::IdleActors => "tokio mpsc + oneshot",
            Self::Json => "serde_json",
            _ => "bare axum",
        }
    }

    /// Measures it.
    ///
    /// # Errors
    ///
    /// A server does not start, or does not do what it should.
    pub(crate) fn run(self, effort: Effort) -> io::Result<Outcome> {
        match self {
            Self::Calls => calls::run(effort),
            Self::Open => open::run(effort),
            Self::Hot => hot::run(effort),
            Self::FanOut => fan_out::run(effort),
            Self::Instances => instances::run(effort),
            Self::Idle => idle::run(effort),
            Self::LargeState => large_state::run(effort),
            Self::Storm => storm::run(effort),
            Self::Libraries => libraries::run(effort),
            Self::Json => json::run(effort),
            Self::InProcess => in_process::run(effort),
            Self::Threads => threads::run(effort),
            Self::IdleActors => in_process::run_idle(effort),
        }
    }
}
