//! Appending to a text.

use stagedoor::{State, Text, model};

use crate::elapsed::CYCLE;
use crate::measure::Bench;
use crate::number;
use crate::workload::Workload;

/// What a call appends.
const WORDS: &str = "twenty bytes, so it ";

#[model]
struct Page<T> {
    title: String,
    body: T,
}

/// A text that is appended to.
trait Body: State {
    const KIND: &str;

    fn of(text: String) -> Self;

    fn push_str(&mut self, text: &str);

    fn truncate(&mut self, len: usize);
}

macro_rules! bodies {
    ($($name:literal $text:ident),+) => {$(
        impl Body for $text {
            const KIND: &str = $name;

            fn of(text: String) -> Self {
                text.into()
            }

            fn push_str(&mut self, text: &str) {
                self.push_str(text);
            }

            fn truncate(&mut self, len: usize) {
                self.truncate(len);
            }
        }
    )+};
}

bodies!("String" String, "Text" Text);

struct Append<T> {
    appends: usize,
    make: fn(String) -> T,
}

impl<T: Body> Append<T> {
    /// Appends to about `len` bytes.
    fn to(len: usize) -> Self {
        Self {
            appends: len / WORDS.len() - CYCLE / 2,
            make: T::of,
        }
    }
}

impl<T: Body> Workload for Append<T>
where
    Page<T>: State,
{
    type State = Page<T>;

    fn name(&self) -> String {
        let len = (self.appends + CYCLE / 2) * WORDS.len();
        format!("append {} B to {} B", WORDS.len(), number::count(len))
    }

    fn kind(&self) -> &'static str {
        T::KIND
    }

    fn start(&self) -> Page<T> {
        Page {
            title: "a page".to_owned(),
            body: (self.make)(WORDS.repeat(self.appends)),
        }
    }

    fn change(&self, page: &mut Page<T>, _turn: usize) {
        page.body.push_str(WORDS);
    }

    fn reset(&self, page: &mut Page<T>) {
        page.body.truncate(self.appends * WORDS.len());
    }
}

pub(crate) fn run(bench: &mut Bench) {
    for len in [10_000, 1_000_000] {
        bench.workload(&Append::<String>::to(len));
        bench.workload(&Append::<Text>::to(len));
        bench.naive(&Append::<String>::to(len));
    }
}
