//! The fixture actors, written as a user would write them.

use std::collections::BTreeMap;
use std::fmt;

use stagedoor::List;
use stagedoor::prelude::*;
use support::Probe;

/// Who wrote what, in order.
#[actor]
#[derive(Debug, PartialEq)]
pub(crate) struct Ledger {
    pub(crate) entries: List<Entry>,
    /// The newest number of each writer.
    pub(crate) newest: BTreeMap<String, u64>,
    pub(crate) title: String,
    #[actor(private)]
    secret: u64,
}

/// One line of a ledger.
#[model]
#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) writer: String,
    pub(crate) number: u64,
}

/// A line was written.
#[event]
pub(crate) struct Written {
    pub(crate) writer: String,
    pub(crate) number: u64,
}

/// Why a line was not written.
#[model]
#[derive(Debug, PartialEq)]
pub(crate) enum LedgerError {
    /// The ledger is full.
    Full { lines: usize },
}

impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Full { lines } = self;
        write!(formatter, "{lines} lines are enough")
    }
}

impl std::error::Error for LedgerError {}

#[actor(events(Written))]
impl Ledger {
    /// Writes a line.
    #[method]
    fn write(&mut self, cx: &Context<Self>, writer: String, number: u64) -> usize {
        self.secret += 1;
        self.newest.insert(writer.clone(), number);
        self.entries.push(Entry {
            writer: writer.clone(),
            number,
        });
        cx.emit(Written { writer, number }).broadcast();
        self.entries.len()
    }

    #[method]
    fn rename(&mut self, title: String) {
        self.title = title;
    }

    /// Strikes the first line out.
    #[method]
    fn strike(&mut self) -> Result<Entry, LedgerError> {
        if self.entries.is_empty() {
            return Err(LedgerError::Full { lines: 0 });
        }
        Ok(self.entries.remove(0))
    }

    /// Waits for the test inside the turn.
    #[method]
    async fn wait(&self, probe: &Probe) {
        probe.pass().await;
    }

    /// Fails with an error that does not serialise.
    #[method]
    fn text_error(&self) -> Result<(), TextError> {
        Err(TextError)
    }

    #[method]
    fn break_down(&self) {
        panic!("hush");
    }

    #[method]
    fn refuse(&self, _nobody: &Nobody) {}
}

/// An error that travels as its text.
#[derive(Debug, thiserror::Error)]
#[error("no line has this number")]
pub(crate) struct TextError;

/// Nobody may.
pub(crate) struct Nobody;

impl FromCall for Nobody {
    async fn from_call(_: &Call) -> Result<Self, Denied> {
        Err(Denied::new("nobody may"))
    }
}

/// An app of all fixtures.
pub(crate) fn app() -> App {
    let app = App::new().actor::<Ledger>().build();
    app.expect("the fixtures do not contradict each other")
}
