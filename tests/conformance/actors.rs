//! The fixture actors, written as a user would write them, and the app of them
//! all and of those that a load is put on.

use stagedoor::Limits;
use stagedoor::prelude::App;

mod counter;
mod desk;
mod journal;
mod names;
mod registry;
mod starting;
mod weighed;

pub(crate) use counter::Counter;
pub(crate) use journal::Journal;
pub(crate) use registry::Registry;
pub(crate) use starting::{Capacity, SETTINGS};

/// All fixture actors, with limits that no test reaches by accident.
pub(crate) fn app() -> App {
    limited(Limits::default())
}

/// All fixture actors under these limits.
pub(crate) fn limited(limits: Limits) -> App {
    App::new()
        .actor::<counter::Counter>()
        .actor::<desk::Desk>()
        .actor::<journal::Journal>()
        .actor::<names::NameTag>()
        .actor::<names::Renamed>()
        .actor::<Registry>()
        .actor::<starting::Settings>()
        .actor::<starting::Mode>()
        .actor::<starting::Switch>()
        .actor::<starting::Tally>()
        .actor::<starting::FromNull>()
        .actor::<starting::FromDefault>()
        .actor::<starting::BracesFirst>()
        .actor::<starting::NullFirst>()
        .actor::<starting::Refusing>()
        .actor::<weighed::Scale>()
        .actor::<support::Turnstile>()
        .actor::<support::Hall>()
        .limits(limits)
        .build()
        .expect("the fixtures do not contradict each other")
}
