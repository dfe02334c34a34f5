//! `stagedoor watch`, with its output read by a program.

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::fake::FakeServer;
use crate::fixture::World;
use crate::program::{Program, Run, stagedoor};

async fn watch(world: &World) -> Program {
    let mut program = Program::start(&["-u", &world.url(), "watch", "queue/1"]);
    assert_eq!(program.next().await, snapshot(&[], 0));
    program
}

async fn join(world: &World, name: &str) {
    let queue = world.app.actor::<crate::fixture::Queue>("1");
    queue.join(name.to_owned()).await.expect("there is room");
}

fn snapshot(names: &[&str], greeted: u64) -> Value {
    let state = json!({ "names": names, "greeted": greeted });
    json!({ "type": "state:snapshot", "state": state })
}

fn assert_ended(run: &Run, code: i32, stdout: &str, stderr: &str) {
    assert_eq!((&*run.stdout, &*run.stderr), (stdout, stderr));
    assert_eq!(run.code, Some(code));
}

#[tokio::test]
async fn each_update_is_a_line_in_the_order_of_the_wire() {
    let world = World::open().await;
    let url = world.url();
    let mut program = Program::start(&["-u", &url, "watch", "queue/1"]);
    let first = r#"{"type":"state:snapshot","state":{"names":[],"greeted":0}}"#;
    assert_eq!(program.next_line().await.as_deref(), Some(first));
    join(&world, "ada").await;
    let patch = program.next().await;
    assert_eq!(patch["type"], "state:patch");
    let expected = json!([
        { "op": "add", "path": "/names/0", "value": "ada" },
        { "op": "replace", "path": "/greeted", "value": 1 },
    ]);
    assert_eq!(patch["patches"], expected);
    let event = r#"{"type":"event","event":"came","payload":{"name":"ada","number":1}}"#;
    assert_eq!(program.next_line().await.as_deref(), Some(event));
    program.signal(Signal::INT);
    assert_ended(&program.end().await, 0, "", "");
}

#[tokio::test]
async fn it_ends_cleanly_when_it_is_told_to() {
    let world = World::open().await;
    for signal in [Signal::INT, Signal::TERM] {
        let program = watch(&world).await;
        program.signal(signal);
        assert_ended(&program.end().await, 0, "", "");
    }
}

/// The server learns of it, rather than having to find out.
#[tokio::test]
async fn it_says_goodbye() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let program = Program::start(&["-u", &url, "watch", "queue/1"]);
    let mut peer = server.show(json!({})).await;
    program.signal(Signal::INT);
    peer.expect_close().await;
    assert_eq!(program.end().await.code, Some(0));
}

/// Nothing happens after the first line that a write could notice.
#[tokio::test]
async fn it_ends_when_nobody_reads_any_more() {
    let world = World::open().await;
    let program = watch(&world).await;
    assert_ended(&program.abandon().await, 0, "", "");
}

#[tokio::test]
async fn a_restart_is_seen_and_what_comes_after_it() {
    let world = World::open().await;
    let mut program = watch(&world).await;
    join(&world, "ada").await;
    assert_eq!(program.next().await["type"], "state:patch");
    assert_eq!(program.next().await["type"], "event");
    let world = world.restart().await;
    assert_eq!(program.next().await, json!({ "type": "interrupted" }));
    assert_eq!(program.next().await, snapshot(&[], 0));
    join(&world, "bob").await;
    assert_eq!(program.next().await["patches"][0]["value"], "bob");
    program.signal(Signal::INT);
    assert_eq!(program.end().await.code, Some(0));
}

#[tokio::test]
async fn a_destroyed_instance_is_the_end() {
    let world = World::open().await;
    let program = watch(&world).await;
    assert!(world.app.manager().destroy("queue", "1").await);
    let last = r#"{"type":"end","reason":"destroyed","message":"the instance was destroyed"}"#;
    let said = "error: queue/1 was destroyed\nhint: Watching it again makes a new one.\n";
    assert_ended(&program.end().await, 1, &format!("{last}\n"), said);
    assert_eq!(world.app.manager().len(), 0);
}

#[tokio::test]
async fn what_the_server_does_not_have_cannot_be_watched() {
    let world = World::open().await;
    let url = world.url();
    let run = stagedoor(&["-u", &url, "watch", "quee/1"]).await;
    let last = r#"{"type":"end","reason":"unknownActor","message":"Unknown actor: quee"}"#;
    let said = format!(
        "error: quee/1 cannot be watched: Unknown actor: quee\n\
         hint: `stagedoor schema {url}` shows the actors.\n"
    );
    assert_ended(&run, 1, &format!("{last}\n"), &said);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_not_waited_for() {
    let address = World::open().await.stop().await;
    let run = stagedoor(&["-u", &format!("ws://{address}"), "watch", "queue/1"]).await;
    assert_eq!((run.code, &*run.stdout), (Some(3), ""), "{run:?}");
    assert!(
        run.stderr.starts_with("error: cannot connect to "),
        "{run:?}"
    );
}

#[tokio::test]
async fn a_server_that_does_not_let_one_in_is_not_asked_again() {
    let world = World::open().await;
    let url = world.guarded_url();
    let run = stagedoor(&["-u", &url, "watch", "queue/1"]).await;
    assert_eq!((run.code, &*run.stdout), (Some(3), ""), "{run:?}");
    let token = ["--token", "open sesame"];
    let arguments = [&["-u", &url, "watch", "queue/1"][..], &token].concat();
    let mut program = Program::start(&arguments);
    assert_eq!(program.next().await, snapshot(&[], 0));
}

#[tokio::test]
async fn a_state_that_does_not_come_is_not_waited_for_forever() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let arguments = ["-u", &url, "-t", "0.3", "watch", "queue/1"];
    let (run, _peer) = tokio::join!(stagedoor(&arguments), server.accept());
    let said =
        "error: no state of queue/1 came in time\nhint: Wait longer with --timeout SECONDS.\n";
    assert_ended(&run, 4, "", said);
}

/// A reader that stands still costs neither the connection nor memory without
/// bounds, and is told what it has missed.
#[tokio::test]
async fn a_reader_that_falls_behind_is_told() {
    const EVENTS: u64 = 20_000;
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let mut program = Program::start(&["-u", &url, "watch", "queue/1"]);
    let mut peer = server.show(json!({})).await;
    for number in 0..EVENTS {
        let payload = json!({ "number": number, "padding": "x".repeat(100) });
        let event = json!({
            "type": "event", "actor": "queue", "actorId": "1", "event": "came", "payload": payload
        });
        peer.send(event).await;
    }
    // The client has taken all of them when it answers this.
    peer.ping().await;
    assert_eq!(program.next().await["type"], "state:snapshot");
    let (mut seen, mut lost) = (0, 0);
    while seen + lost < EVENTS {
        let line = program.next().await;
        if line["type"] == "event" {
            assert_eq!(line["payload"]["number"], seen + lost);
            seen += 1;
        } else {
            assert_eq!(line["type"], "lagged", "{line}");
            lost += line["events"].as_u64().expect("it is a count");
        }
    }
    assert!(lost > 0);
    peer.expect("state:sub").await;
    peer.tell("state:snapshot", "state", json!({})).await;
    assert_eq!(program.next().await["type"], "state:snapshot");
}
