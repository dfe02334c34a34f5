//! `stagedoor call`.

use std::process::Stdio;

use serde_json::json;

use crate::fake::FakeServer;
use crate::fixture::World;
use crate::program::{Run, command, finish, stagedoor, stagedoor_with};

async fn call(world: &World, arguments: &[&str]) -> Run {
    stagedoor(&[&["-u", &world.url(), "call", "queue/1"], arguments].concat()).await
}

fn assert_prints(run: &Run, stdout: &str) {
    assert_eq!(run.stderr, "");
    assert_eq!((run.code, &*run.stdout), (Some(0), stdout));
}

fn assert_fails(run: &Run, code: i32, stderr: &str) {
    assert_eq!(run.stdout, "");
    assert_eq!((run.code, &*run.stderr), (Some(code), stderr));
}

#[tokio::test]
async fn the_result_is_one_line_of_json() {
    let world = World::open().await;
    assert_prints(&call(&world, &["isEmpty"]).await, "true\n");
    assert_prints(&call(&world, &["rest"]).await, "null\n");
    assert_prints(&call(&world, &["rest", "{}"]).await, "null\n");
    let run = call(&world, &["join", "{\"name\":\"a b\"}"]).await;
    assert_prints(&run, "[\"a b\"]\n");
    assert_prints(&call(&world, &["leave", "null"]).await, "\"a b\"\n");
}

#[tokio::test]
async fn the_input_may_come_from_stdin() {
    let world = World::open().await;
    let url = world.url();
    let arguments = ["-u", &url, "call", "queue/1", "join", "-"];
    let run = stagedoor_with(&arguments, b"{\n  \"name\": \"ada\"\n}\n").await;
    assert_prints(&run, "[\"ada\"]\n");
}

#[tokio::test]
async fn options_may_stand_anywhere_and_in_the_environment() {
    let world = World::open().await;
    let url = world.url();
    let run = stagedoor(&["call", "queue/1", "isEmpty", "--url", &url, "-t", "5"]).await;
    assert_prints(&run, "true\n");
    let mut command = command(&["call", "queue/1", "isEmpty"]);
    assert_prints(&finish(command.env("STAGEDOOR_URL", &url)).await, "true\n");
}

#[tokio::test]
async fn a_method_s_error_is_told_with_its_data() {
    let world = World::open().await;
    for name in ["a", "b", "c"] {
        let input = json!({ "name": name }).to_string();
        assert_eq!(call(&world, &["join", &input]).await.code, Some(0));
    }
    let run = call(&world, &["join", "{\"name\":\"d\"}"]).await;
    let said = "error: all 3 places are taken\n  {\"full\":{\"places\":3}}\n";
    assert_fails(&run, 1, said);
}

#[tokio::test]
async fn an_input_that_does_not_fit_is_told_where() {
    let world = World::open().await;
    let run = call(&world, &["join", "{\"name\": 7}"]).await;
    let said = format!(
        "error: the input does not fit `join`\n  \
         name: invalid type: integer `7`, expected a string\n\
         hint: `stagedoor schema {}` shows what each method takes.\n",
        world.url()
    );
    assert_fails(&run, 1, &said);
    let run = call(&world, &["join", "-7"]).await;
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("\n  must be an object\n"), "{run:?}");
}

#[tokio::test]
async fn what_the_server_does_not_have_is_looked_up_in_the_schema() {
    let world = World::open().await;
    let url = world.url();
    let said =
        format!("error: Unknown method: jion\nhint: `stagedoor schema {url}` shows the methods.\n");
    assert_fails(&call(&world, &["jion"]).await, 1, &said);
    let said =
        format!("error: Unknown actor: quee\nhint: `stagedoor schema {url}` shows the actors.\n");
    assert_fails(
        &stagedoor(&["-u", &url, "call", "quee/1", "join"]).await,
        1,
        &said,
    );
}

#[tokio::test]
async fn a_denied_call_and_a_broken_one_fail() {
    let world = World::open().await;
    let said = "error: `command` is denied: nobody may\n\
                hint: Say who you are with --token or --header.\n";
    assert_fails(&call(&world, &["command"]).await, 1, said);
    let said = "error: `breakDown` failed inside the server\n\
                hint: The server's log says what happened.\n";
    assert_fails(&call(&world, &["breakDown"]).await, 1, said);
}

#[tokio::test]
async fn a_server_that_is_not_there_cannot_be_called() {
    let address = World::open().await.stop().await;
    let url = format!("ws://{address}");
    let run = stagedoor(&["-u", &url, "call", "queue/1", "isEmpty"]).await;
    assert_eq!((run.code, &*run.stdout), (Some(3), ""));
    let said = format!("error: cannot connect to {url}: Connection refused (");
    assert!(run.stderr.starts_with(&said), "{run:?}");
    let hint = "\nhint: Is the server running? Name another one with --url or STAGEDOOR_URL.\n";
    assert!(run.stderr.ends_with(hint), "{run:?}");
}

#[tokio::test]
async fn a_server_asks_who_is_there() {
    let world = World::open().await;
    let url = world.guarded_url();
    let arguments = ["-u", &url, "call", "queue/1", "isEmpty"];
    let refused = stagedoor(&arguments).await;
    let said = format!(
        "error: {url} answered with the HTTP status 401\n  say the word\n\
         hint: Say who you are with --token or --header.\n"
    );
    assert_fails(&refused, 3, &said);
    let with = async |more: &[&str]| stagedoor(&[&arguments[..], more].concat()).await;
    assert_prints(&with(&["--token", "open sesame"]).await, "true\n");
    let headers = ["-H", "x-key: k:1", "--header", "X-Other:2"];
    assert_prints(&with(&headers).await, "true\n");
    assert_fails(&with(&headers[..2]).await, 3, &said);
    let mut command = command(&arguments);
    command.env("STAGEDOOR_TOKEN", "open sesame");
    assert_prints(&finish(&mut command).await, "true\n");
}

#[tokio::test]
async fn what_is_no_stagedoor_server_is_told() {
    let world = World::open().await;
    let url = format!("{}/nowhere", world.url());
    let run_at = async |url: &str| stagedoor(&["-u", url, "call", "queue/1", "isEmpty"]).await;
    let run = run_at(&url).await;
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(run.stderr.contains("HTTP status 404"), "{run:?}");
    let run = run_at(&world.url().replace("ws://", "wss://")).await;
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(run.stderr.contains("does it speak TLS"), "{run:?}");
}

#[tokio::test]
async fn a_server_that_is_silent_is_not_waited_for_forever() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let run = stagedoor(&["-u", &url, "-t", "0.2", "call", "queue/1", "isEmpty"]).await;
    assert_eq!((run.code, &*run.stdout), (Some(3), ""), "{run:?}");
    assert!(run.stderr.contains("connecting took too long"), "{run:?}");
}

#[tokio::test]
async fn a_call_that_is_not_answered_has_an_unknown_outcome() {
    let world = World::open().await;
    let run = call(&world, &["waitForever", "--timeout", "0.2"]).await;
    let said = "error: no answer in time: the call was sent, and its outcome is unknown\n\
                hint: Wait longer with --timeout SECONDS.\n";
    assert_fails(&run, 4, said);
}

#[tokio::test]
async fn a_connection_that_is_lost_leaves_the_outcome_unknown() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let (run, ()) = tokio::join!(
        stagedoor(&["-u", &url, "-t", "0", "call", "queue/1", "x"]),
        async {
            server.accept().await.expect("rpc").await;
        }
    );
    let said = "error: disconnected: the call was sent, and its outcome is unknown\n";
    assert_fails(&run, 4, said);
}

/// Numbers, the order of fields and characters are what the server sent.
#[tokio::test]
async fn a_result_is_passed_on_as_it_is() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let (run, ()) = tokio::join!(stagedoor(&["-u", &url, "call", "queue/1", "x"]), async {
        let mut peer = server.accept().await;
        let id = peer.expect("rpc").await["id"].clone();
        let result = r#"{ "z": 12345678901234567890123, "a": [1.10, "\u0041ä\n"] }"#;
        peer.send_text(format!(
            r#"{{"type":"rpc:result","id":{id},"result":{result}}}"#
        ))
        .await;
    });
    assert_prints(
        &run,
        "{\"z\":12345678901234567890123,\"a\":[1.10,\"\\u0041ä\\n\"]}\n",
    );
}

/// Whatever the server says, it does not control the terminal.
#[tokio::test]
async fn an_error_cannot_control_the_terminal() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let (run, ()) = tokio::join!(stagedoor(&["-u", &url, "call", "queue/1", "x"]), async {
        let mut peer = server.accept().await;
        let id = peer.expect("rpc").await["id"].clone();
        let error = "one\u{1b}[2J\ntwo\u{9b}3\u{202e}";
        peer.send(json!({ "type": "rpc:result", "id": id, "error": error }))
            .await;
    });
    assert_fails(&run, 1, "error: one\\u001b[2J\n  two\\u009b3\\u202e\n");
}

#[tokio::test]
async fn nobody_need_read_the_result() {
    let world = World::open().await;
    let url = world.url();
    let (reader, writer) = std::io::pipe().expect("there is one");
    drop(reader);
    let mut command = command(&["-u", &url, "call", "queue/1", "isEmpty"]);
    assert_prints(&finish(command.stdout(Stdio::from(writer))).await, "");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_output_that_cannot_be_written_is_told() {
    let world = World::open().await;
    let url = world.url();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = command(&["-u", &url, "call", "queue/1", "isEmpty"]);
    command.stdout(Stdio::from(full.expect("Linux has it")));
    let run = finish(&mut command).await;
    let said = "error: the output cannot be written: No space left on device (os error 28)\n";
    assert_fails(&run, 1, said);
}
