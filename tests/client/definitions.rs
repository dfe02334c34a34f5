//! A client whose definitions are not the server's.

use serde_json::json;
use stagedoor::CallError;
use stagedoor::client::{CallFailure, StateError};
use stagedoor::prelude::*;

use crate::actors::{Entry, Ledger, LedgerError};
use crate::connected;

/// The ledger as an older program knows it: `title` was `name` then.
#[actor(name = "ledger")]
#[derive(Debug)]
struct OldLedger {
    entries: Vec<Entry>,
    newest: std::collections::BTreeMap<String, u64>,
    name: String,
}

#[actor]
impl OldLedger {
    #[method]
    fn name(&self) -> String {
        self.name.clone()
    }
}

/// Every field has a default, so serde alone would see nothing wrong.
#[tokio::test]
async fn a_renamed_field_is_named() {
    let (_world, client) = connected().await;
    let old = client.state::<OldLedger>("ledger", "1").await;
    let Err(StateError::Mismatch(mismatch)) = old else {
        panic!("{old:?}");
    };
    let text = mismatch.to_string();
    assert!(
        text.contains("`name`") && text.contains("`title`"),
        "{text}"
    );
    let same = client.state::<Ledger>("ledger", "1").await;
    assert!(same.is_ok(), "{same:?}");
}

#[tokio::test]
async fn a_missing_method_and_a_missing_actor_are_named() {
    let (_world, client) = connected().await;
    let failed = client
        .request::<_, String>("ledger", "1", "name", &json!({}))
        .await;
    let failed = failed.expect_err("it is missing").typed::<LedgerError>();
    assert!(matches!(failed, CallError::UnknownMethod(text) if text == "Unknown method: name"));
    let failed = client
        .request::<_, String>("books", "1", "name", &json!({}))
        .await;
    let failed = failed.expect_err("it is missing").text();
    assert!(matches!(failed, CallError::UnknownActor(text) if text == "Unknown actor: books"));
    let state = client.state::<Ledger>("books", "1").await;
    assert!(matches!(state, Err(StateError::Refused(refused)) if refused.code == "unknownActor"));
}

#[tokio::test]
async fn another_result_type_says_where_it_differs() {
    let (_world, client) = connected().await;
    let input = json!({ "writer": "a", "number": 1 });
    let failed = client
        .request::<_, String>("ledger", "1", "write", &input)
        .await;
    let Err(CallFailure::Mismatch(mismatch)) = failed else {
        panic!("{failed:?}");
    };
    assert!(mismatch.to_string().contains("`write`"), "{mismatch}");
}

#[tokio::test]
async fn a_real_server_s_failures_are_typed() {
    let (_world, client) = connected().await;
    let ask = async |method: &str, input| {
        let asked = client
            .request::<_, Entry>("ledger", "2", method, &input)
            .await;
        asked.expect_err("it fails").typed::<LedgerError>()
    };
    let full = ask("strike", json!({})).await;
    assert!(
        matches!(full, CallError::Method(LedgerError::Full { lines: 0 })),
        "{full:?}"
    );
    let denied = ask("refuse", json!({})).await;
    assert!(matches!(&denied, CallError::Denied(denied) if denied.to_string() == "nobody may"));
    let internal = ask("breakDown", json!({})).await;
    assert!(matches!(internal, CallError::Internal), "{internal:?}");
    let invalid = ask("write", json!({ "writer": 3, "number": 1 })).await;
    let CallError::Validation(issues) = invalid else {
        panic!("{invalid:?}");
    };
    assert_eq!(issues.len(), 1, "{issues:?}");
}
