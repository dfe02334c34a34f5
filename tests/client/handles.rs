//! Generated handles over the wire, and beside those within the process.

use futures_util::StreamExt;
use stagedoor::client::{Client, StateError};
use stagedoor::prelude::*;
use stagedoor::{Actor, CallError, Emits, Event};

use crate::actors::{self, Entry, Ledger, LedgerError, LedgerHandle, Written};
use crate::{connected, soon};

/// What holds of a handle wherever its instance is.
async fn use_it(ledger: LedgerHandle) {
    assert_eq!(ledger.id(), "1");
    let mut written = ledger.on::<Written>().await.expect("it listens");
    let mut state = ledger.state().await.expect("it is there");
    let lines = ledger.write("ada".into(), 7).await.expect("it is written");
    assert_eq!(lines, 1);
    let event = soon("the event", written.next()).await;
    let event = event.expect("it goes on").expect("it is an event");
    assert_eq!((event.writer.as_str(), event.number), ("ada", 7));
    let now = soon("the state", state.wait_for(|now| !now.entries.is_empty())).await;
    let now = now.expect("it goes on");
    assert_eq!(now.newest["ada"], 7);
    let struck = ledger.strike().await.expect("there is one");
    assert_eq!(
        struck,
        Entry {
            writer: "ada".into(),
            number: 7
        }
    );
    let full = ledger.strike().await;
    let expected = LedgerError::Full { lines: 0 };
    assert!(
        matches!(&full, Err(CallError::Method(error)) if *error == expected),
        "{full:?}"
    );
    let denied = ledger.refuse().await;
    assert!(matches!(denied, Err(CallError::Denied(_))), "{denied:?}");
    let internal = ledger.break_down().await;
    assert!(matches!(internal, Err(CallError::Internal)), "{internal:?}");
    let text = ledger.text_error().await;
    assert_eq!(
        text.expect_err("it fails").to_string(),
        "no line has this number"
    );
}

#[tokio::test]
async fn a_handle_over_the_wire() {
    let (_world, client) = connected().await;
    use_it(client.actor::<Ledger>("1")).await;
}

#[tokio::test]
async fn a_handle_within_the_process() {
    use_it(actors::app().actor::<Ledger>("1")).await;
}

#[tokio::test]
async fn a_handle_of_a_client_within_the_process() {
    let client = Client::in_process(actors::app(), Identity::anonymous());
    use_it(client.actor::<Ledger>("1")).await;
}

#[tokio::test]
async fn what_is_sent_arrives_in_order_without_being_waited_for() {
    let (_world, client) = connected().await;
    for ledger in [
        client.actor::<Ledger>("sent"),
        actors::app().actor::<Ledger>("sent"),
    ] {
        for number in 0..100 {
            ledger.write("ada".into(), number).send();
        }
        // Nothing overtakes what was sent.
        let lines = ledger.write("bob".into(), 0).await.expect("it is written");
        assert_eq!(lines, 101);
        let mut state = ledger.state().await.expect("it is there");
        let all = state.wait_for(|now| now.entries.len() == 101).await;
        let all = all.expect("it goes on");
        let numbers = all.entries.iter().take(100).map(|entry| entry.number);
        assert!(numbers.eq(0..100));
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_unpolled_is_never_made() {
    let (_world, client) = connected().await;
    let ledger = client.actor::<Ledger>("dropped");
    drop(ledger.write("ada".into(), 1));
    assert_eq!(
        ledger.write("ada".into(), 2).await.expect("it is written"),
        1
    );
}

/// The ledger as an older program knows it.
#[actor(name = "ledger")]
#[derive(Debug)]
struct OldLedger {
    entries: Vec<Entry>,
    newest: std::collections::BTreeMap<String, u64>,
    name: String,
}

#[event(name = "written")]
#[derive(Debug)]
struct OldWritten {
    #[allow(dead_code, reason = "it is only read from the wire")]
    author: String,
}

#[actor(events(OldWritten))]
impl OldLedger {
    #[method]
    fn name(&self) -> String {
        self.name.clone()
    }

    /// It returned nothing then, and took another type.
    #[method]
    fn write(&mut self, writer: u32) -> String {
        writer.to_string()
    }

    #[method]
    fn rename(&mut self, title: String) -> Entry {
        Entry {
            writer: title,
            number: 0,
        }
    }
}

#[tokio::test]
async fn other_definitions_are_told_by_what_differs() {
    let (_world, client) = connected().await;
    let old = client.actor::<OldLedger>("1");
    let missing = soon("an answer", old.name()).await;
    assert!(
        matches!(&missing, Err(CallError::UnknownMethod(text)) if text == "Unknown method: name"),
        "{missing:?}"
    );
    let invalid = soon("an answer", old.write(3)).await;
    let Err(CallError::Validation(issues)) = invalid else {
        panic!("{invalid:?}");
    };
    assert!(issues[0].message.contains("string"), "{issues:?}");
    let other = soon("an answer", old.rename("x".into())).await;
    assert!(
        matches!(&other, Err(CallError::Mismatch(mismatch)) if mismatch.to_string().contains("`rename`")),
        "{other:?}"
    );
    let Err(StateError::Mismatch(mismatch)) = old.state().await else {
        panic!("the state fits");
    };
    assert!(mismatch.to_string().contains("`title`"), "{mismatch}");
    let mut events = old.on::<OldWritten>().await.expect("it listens");
    let ledger = client.actor::<Ledger>("1");
    ledger.write("ada".into(), 1).await.expect("it is written");
    let event = soon("an event", events.next()).await.expect("it goes on");
    let text = event.expect_err("it does not fit").to_string();
    assert!(
        text.contains("`written`") && text.contains("author"),
        "{text}"
    );
}

/// Generic code can ask for the event that it needs.
async fn first<A: Actor + Emits<E>, E: Event>(client: &Client, id: &str) -> E {
    let handle = client.actor::<A>(id);
    let mut events = handle.as_ref().on::<E>().await.expect("it listens");
    let event = events.next().await.expect("it goes on");
    event.expect("it is an event")
}

#[tokio::test]
async fn generic_code_can_listen() {
    let (_world, client) = connected().await;
    let ledger = client.actor::<Ledger>("1");
    let writing = async {
        // Until somebody listens.
        loop {
            ledger.write("ada".into(), 3).await.expect("it is written");
        }
    };
    let event = tokio::select! {
        event = first::<Ledger, Written>(&client, "1") => event,
        () = writing => unreachable!("it goes on writing"),
    };
    assert_eq!(event.number, 3);
}
