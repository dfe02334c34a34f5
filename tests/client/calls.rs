//! Calls: how they are answered, how they fail, and when they are not sent.

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use stagedoor::client::{CallFailure, Client, Status};
use stagedoor::{CallError, Unanswered};

use crate::fake::{FakeServer, Peer};
use crate::soon;

/// Long enough for what is to happen, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(500);

async fn call(client: &Client, method: &str) -> Result<Value, CallFailure> {
    client.dynamic("room", "1").call(method, &json!({})).await
}

async fn connected() -> (FakeServer, Client, Peer) {
    let server = FakeServer::listen().await;
    let (client, peer) = server.connect(server.builder()).await;
    (server, client, peer)
}

#[tokio::test]
async fn a_call_is_one_frame() {
    let (_server, client, mut peer) = connected().await;
    let input = to_raw_value(&json!({ "text": "hi" })).expect("it is JSON");
    let calling = client.call("room", "a\"b", "say", Some(&input));
    let played = async {
        let frame = peer.next().await;
        let id = &frame["id"];
        let expected = json!({
            "type": "rpc", "id": id, "actor": "room", "actorId": "a\"b",
            "method": "say", "input": { "text": "hi" },
        });
        assert_eq!(frame, expected);
        peer.send(json!({ "type": "rpc:result", "id": id, "result": [1, 2] }))
            .await;
    };
    let (answer, ()) = tokio::join!(calling, played);
    assert_eq!(
        answer.expect("it succeeds").expect("a result").get(),
        "[1,2]"
    );
    let calling = client.call("room", "1", "say", None);
    let played = async {
        let frame = peer.next().await;
        assert!(frame.get("input").is_none(), "{frame}");
        peer.send(json!({ "type": "rpc:result", "id": frame["id"] }))
            .await;
    };
    let (answer, ()) = tokio::join!(calling, played);
    assert!(answer.expect("it succeeds").is_none());
}

#[tokio::test]
async fn calls_are_sent_in_the_order_in_which_they_are_made() {
    let (_server, client, mut peer) = connected().await;
    let names: Vec<String> = (0..100).map(|number| format!("m{number}")).collect();
    let calling = join_all(names.iter().map(|name| call(&client, name)));
    let played = async {
        let mut ids = Vec::new();
        for name in &names {
            ids.push(peer.call(name).await);
        }
        // Answers may come in any order.
        for (number, id) in ids.into_iter().enumerate().rev() {
            peer.send(json!({ "type": "rpc:result", "id": id, "result": number }))
                .await;
        }
    };
    let (answers, ()) = tokio::join!(calling, played);
    for (number, answer) in answers.into_iter().enumerate() {
        assert_eq!(answer.expect("it succeeds"), json!(number));
    }
}

/// Answers one call with this failure.
async fn failure(answer: Value) -> CallFailure {
    let (_server, client, mut peer) = connected().await;
    let played = async {
        let id = peer.call("say").await;
        let mut frame = answer;
        frame["type"] = json!("rpc:result");
        frame["id"] = json!(id);
        peer.send(frame).await;
    };
    let (answer, ()) = tokio::join!(call(&client, "say"), played);
    answer.expect_err("it fails")
}

#[tokio::test]
async fn each_code_is_a_failure_of_its_own() {
    let of = |code: &str, error: &str| failure(json!({ "code": code, "error": error }));
    assert!(matches!(of("denied", "no").await, CallFailure::Denied(text) if text == "no"));
    assert!(matches!(
        of("unknownMethod", "Unknown method: say").await,
        CallFailure::UnknownMethod(_)
    ));
    assert!(matches!(
        of("unknownActor", "Unknown actor: room").await,
        CallFailure::UnknownActor(_)
    ));
    assert!(
        matches!(of("overloaded", "full").await, CallFailure::Overloaded(text) if text == "full")
    );
    assert!(matches!(
        of("tooLarge", "large").await,
        CallFailure::TooLarge(_)
    ));
    assert!(matches!(
        of("unavailable", "Shutting down").await,
        CallFailure::Unavailable
    ));
    assert!(matches!(
        of("activation", "no field").await,
        CallFailure::Activation(_)
    ));
    assert!(matches!(
        of("internal", "Internal error").await,
        CallFailure::Internal
    ));
    assert!(matches!(
        of("fromTheFuture", "?").await,
        CallFailure::Other { code, .. } if code == "fromTheFuture"
    ));
}

/// A method's error.
#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum Noise {
    Loud { by: u32 },
}

#[tokio::test]
async fn a_method_s_error_is_typed_or_text() {
    let frame = json!({ "code": "method", "error": "too loud", "data": { "loud": { "by": 3 } } });
    let failed = failure(frame).await;
    let typed = failed.clone().typed::<Noise>();
    assert!(
        matches!(typed, CallError::Method(Noise::Loud { by: 3 })),
        "{typed:?}"
    );
    let text = failed.clone().text();
    assert!(matches!(text, CallError::Method(text) if text == "too loud"));
    let CallError::<u32>::Mismatch(mismatch) = failed.typed() else {
        panic!("an object is no number");
    };
    assert!(mismatch.to_string().contains("too loud"), "{mismatch}");
    let without_data = failure(json!({ "code": "method", "error": "too loud" })).await;
    assert!(matches!(
        without_data.clone().typed::<Noise>(),
        CallError::Mismatch(_)
    ));
    assert!(matches!(without_data.text(), CallError::Method(_)));
}

#[tokio::test]
async fn issues_are_parsed() {
    let text = r#"Validation failed for say: [{"path":["list",2,"to"],"message":"missing: it"}]"#;
    for frame in [
        json!({ "code": "validation", "error": text }),
        json!({ "error": text }),
    ] {
        let CallFailure::Validation(issues) = failure(frame).await else {
            panic!("the input was refused");
        };
        assert_eq!(issues.len(), 1);
        assert_eq!(issues[0].message, "missing: it");
        assert_eq!(issues[0].path.len(), 3);
    }
    let odd = failure(json!({ "code": "validation", "error": "odd" })).await;
    assert!(matches!(odd, CallFailure::Validation(issues) if issues[0].message == "odd"));
}

#[tokio::test]
async fn a_server_without_codes_is_understood() {
    let of = |error: &str| failure(json!({ "error": error }));
    assert!(matches!(
        of("Unknown method: say").await,
        CallFailure::UnknownMethod(_)
    ));
    assert!(matches!(
        of("Unknown actor: room").await,
        CallFailure::UnknownActor(_)
    ));
    assert!(matches!(of("Internal error").await, CallFailure::Internal));
    assert!(matches!(
        of("too loud").await,
        CallFailure::Method(failed) if failed.message == "too loud"
    ));
}

/// A method's result.
#[derive(Debug, serde::Deserialize)]
struct Said {
    #[expect(dead_code, reason = "only serde looks at it")]
    messages: Vec<Message>,
}
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    #[expect(dead_code, reason = "only serde looks at it")]
    sent_at: u64,
}

#[tokio::test]
async fn an_answer_that_does_not_fit_says_where() {
    let (_server, client, mut peer) = connected().await;
    let input = json!({});
    let calling = client.request::<_, Said>("room", "1", "say", &input);
    let result = json!({ "messages": [{ "sentAt": 1 }, { "at": 1 }] });
    let (answer, ()) = tokio::join!(calling, peer.answer("say", result));
    let CallFailure::Mismatch(mismatch) = answer.expect_err("a field is renamed") else {
        panic!("the answer does not fit");
    };
    assert_eq!(mismatch.path, "messages[1]");
    let text = mismatch.to_string();
    assert!(
        text.contains("`say`") && text.contains("`sentAt`"),
        "{text}"
    );
}

#[tokio::test]
async fn a_call_without_answer_times_out_and_a_late_answer_is_ignored() {
    let server = FakeServer::listen().await;
    let (client, mut peer) = server.connect(server.builder().call_timeout(SHORT)).await;
    let (answer, id) = tokio::join!(call(&client, "slow"), peer.call("slow"));
    assert!(
        matches!(answer, Err(CallFailure::Timeout(Unanswered::Unknown))),
        "{answer:?}"
    );
    peer.send(json!({ "type": "rpc:result", "id": id, "result": 1 }))
        .await;
    for id in ["999", "none", ""] {
        peer.send(json!({ "type": "rpc:result", "id": id, "result": 1 }))
            .await;
    }
    let (answer, ()) = tokio::join!(call(&client, "next"), peer.answer("next", json!(2)));
    assert_eq!(answer.expect("it succeeds"), json!(2));
}

#[tokio::test]
async fn a_call_that_timed_out_before_it_was_sent_is_never_sent() {
    let server = FakeServer::listen().await;
    let client = server.builder().call_timeout(SHORT).connect_lazily();
    let client = client.expect("the address is one");
    assert_eq!(client.status().get(), Status::Connecting);
    let answer = call(&client, "missed").await;
    assert!(
        matches!(answer, Err(CallFailure::Timeout(Unanswered::NotSent))),
        "{answer:?}"
    );
    let mut peer = server.accept().await;
    assert!(soon("the status", client.status().wait_for(Status::Connected)).await);
    let (answer, ()) = tokio::join!(call(&client, "next"), peer.answer("next", json!(2)));
    assert_eq!(answer.expect("it succeeds"), json!(2));
}

#[tokio::test]
async fn a_call_whose_future_was_dropped_is_not_sent() {
    let server = FakeServer::listen().await;
    let client = server.builder().connect_lazily();
    let client = client.expect("the address is one");
    {
        let mut dropped = Box::pin(call(&client, "dropped"));
        assert!((&mut dropped).now_or_never().is_none());
        tokio::task::yield_now().await;
        assert!((&mut dropped).now_or_never().is_none());
    }
    let mut peer = server.accept().await;
    let (answer, ()) = tokio::join!(call(&client, "next"), peer.answer("next", json!(2)));
    assert_eq!(answer.expect("it succeeds"), json!(2));
}

#[tokio::test]
async fn the_answer_to_a_dropped_call_is_ignored() {
    let (_server, client, mut peer) = connected().await;
    let id = tokio::select! {
        _ = call(&client, "dropped") => panic!("it was not answered"),
        id = peer.call("dropped") => id,
    };
    peer.send(json!({ "type": "rpc:result", "id": id })).await;
    let (answer, ()) = tokio::join!(call(&client, "next"), peer.answer("next", json!(2)));
    assert_eq!(answer.expect("it succeeds"), json!(2));
}

#[tokio::test]
async fn without_a_timeout_a_call_waits_for_as_long_as_it_takes() {
    let server = FakeServer::listen().await;
    let builder = server
        .builder()
        .call_timeout(Duration::ZERO)
        .ping_interval(None);
    let (client, mut peer) = server.connect(builder).await;
    let calling = tokio::spawn(async move { call(&client, "slow").await });
    let id = peer.call("slow").await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_hours(1)).await;
    assert!(!calling.is_finished());
    tokio::time::resume();
    peer.send(json!({ "type": "rpc:result", "id": id, "result": 1 }))
        .await;
    let answer = soon("the answer", calling).await.expect("no panic");
    assert_eq!(answer.expect("it succeeds"), json!(1));
}

#[tokio::test]
async fn a_call_times_out_after_ten_seconds_by_default() {
    let (_server, client, mut peer) = connected().await;
    let calling = tokio::spawn(async move {
        let start = tokio::time::Instant::now();
        (call(&client, "slow").await, start.elapsed())
    });
    peer.call("slow").await;
    tokio::time::pause();
    let (answer, took) = calling.await.expect("no panic");
    assert!(matches!(
        answer,
        Err(CallFailure::Timeout(Unanswered::Unknown))
    ));
    assert!(
        took >= Duration::from_secs(10) && took < Duration::from_secs(11),
        "{took:?}"
    );
}

#[tokio::test]
async fn a_call_that_is_too_large_is_not_sent() {
    let server = FakeServer::listen().await;
    let builder = server.builder().largest_outgoing(1_000);
    let (client, mut peer) = server.connect(builder).await;
    let room = client.dynamic("room", "1");
    let refused = room
        .call("say", &json!({ "text": "x".repeat(1_000) }))
        .await;
    assert!(
        matches!(refused, Err(CallFailure::TooLarge(_))),
        "{refused:?}"
    );
    let (answer, ()) = tokio::join!(call(&client, "next"), peer.answer("next", json!(2)));
    assert_eq!(answer.expect("it succeeds"), json!(2));
}

#[tokio::test]
async fn past_the_queue_calls_wait_for_a_place() {
    let server = FakeServer::listen().await;
    let builder = server.builder().outgoing_queue(2).call_timeout(SHORT);
    let client = builder.connect_lazily().expect("the address is one");
    // What has timed out makes place.
    for round in 0..3 {
        let answers = join_all((0..10).map(|_| call(&client, "missed"))).await;
        for answer in answers {
            assert!(
                matches!(answer, Err(CallFailure::Timeout(Unanswered::NotSent))),
                "{round}: {answer:?}"
            );
        }
    }
    let builder = server.builder().outgoing_queue(2);
    let client = builder.connect_lazily().expect("the address is one");
    // The first client, which is gone, had begun to connect.
    drop(server.accept_raw().await);
    let names: Vec<String> = (0..10).map(|number| format!("m{number}")).collect();
    let calling = join_all(names.iter().map(|name| call(&client, name)));
    let played = async {
        let mut peer = server.accept().await;
        for name in &names {
            peer.answer(name, Value::Null).await;
        }
    };
    let (answers, ()) = tokio::join!(calling, played);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
}

#[tokio::test]
async fn frames_that_make_no_sense_are_ignored() {
    let (_server, client, mut peer) = connected().await;
    for frame in [
        json!([1]),
        json!({}),
        json!({ "type": 3 }),
        json!({ "type": "fromTheFuture", "x": 1 }),
        json!({ "type": "rpc:result" }),
        json!({ "type": "state:patch", "actor": "room", "actorId": "1" }),
        json!({ "type": "state:patch", "actor": "room", "actorId": "1", "patches": 3 }),
        json!({ "type": "event", "actor": "room", "actorId": "1" }),
        json!({ "type": "error", "code": "invalidFrame", "message": "?" }),
        json!({ "type": "error", "code": "x", "message": "?", "actor": "room", "actorId": "1" }),
        json!({ "type": "welcome", "clientId": "again" }),
    ] {
        peer.send(frame).await;
    }
    let (answer, ()) = tokio::join!(call(&client, "next"), peer.answer("next", json!(2)));
    assert_eq!(answer.expect("it succeeds"), json!(2));
    assert_eq!(client.client_id().expect("it is connected").as_str(), "me");
}
