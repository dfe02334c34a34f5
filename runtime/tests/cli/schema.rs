//! `stagedoor schema`.

use serde_json::Value;
use tokio::io::AsyncReadExt;

use crate::fake::FakeServer;
use crate::fixture::World;
use crate::program::{Run, stagedoor};
use crate::soon;

fn assert_prints(run: &Run, document: &Value) {
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
    assert_eq!(run.stdout.lines().count(), 1);
    let printed: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!(printed, *document);
}

fn assert_fails(run: &Run, said: &[&str]) {
    assert_eq!((run.code, &*run.stdout), (Some(3), ""), "{run:?}");
    for said in said {
        assert!(run.stderr.contains(said), "no {said:?} in {}", run.stderr);
    }
}

#[tokio::test]
async fn the_document_is_what_the_server_has() {
    let world = World::open().await;
    let (document, url) = (world.app.schema(), world.url());
    let http = url.replace("ws://", "http://");
    assert_prints(&stagedoor(&["schema", &url]).await, document);
    assert_prints(&stagedoor(&["-u", &url, "schema"]).await, document);
    assert_prints(&stagedoor(&["schema", &http]).await, document);
    assert_prints(
        &stagedoor(&["schema", &format!("{http}/schema")]).await,
        document,
    );
    assert_prints(
        &stagedoor(&["schema", &format!("{url}/guarded/")]).await,
        document,
    );
    assert!(document["actors"]["queue"].is_object());
}

#[tokio::test]
async fn the_request_says_who_asks() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let arguments = ["schema", &url, "--token", "t", "-H", "x-key: k:1"];
    let answering = server.answer("200 OK", "{\"a\" : 1}");
    let (run, request) = tokio::join!(stagedoor(&arguments), answering);
    assert_eq!(
        (run.code, &*run.stdout),
        (Some(0), "{\"a\":1}\n"),
        "{run:?}"
    );
    let request = request.to_ascii_lowercase();
    assert!(request.starts_with("get /schema http/1.1\r\n"), "{request}");
    for header in ["authorization: bearer t", "x-key: k:1"] {
        let line = format!("\r\n{header}\r\n");
        assert!(request.contains(&line), "no {header} in {request}");
    }
}

/// Another server is not told who asks.
#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let (server, other) = (FakeServer::listen().await, FakeServer::listen().await);
    let head = format!("307 Temporary Redirect\r\nlocation: {}/", other.url("http"));
    let url = server.url("ws");
    let (run, _) = tokio::join!(stagedoor(&["schema", &url]), server.answer(&head, ""));
    assert_fails(&run, &["answered with the HTTP status 307"]);
}

#[tokio::test]
async fn what_is_no_document_is_told() {
    let server = FakeServer::listen().await;
    let url = server.url("http");
    let answering = server.answer("200 OK", "<html>");
    let (run, _) = tokio::join!(stagedoor(&["schema", &url]), answering);
    assert_fails(&run, &["answered is no schema document"]);
    let answering = server.answer("403 Forbidden", "members only");
    let (run, _) = tokio::join!(stagedoor(&["schema", &url]), answering);
    assert_fails(&run, &["status 403\n  members only\n", "--token"]);
    let answering = server.answer("404 Not Found", "");
    let (run, _) = tokio::join!(stagedoor(&["schema", &url]), answering);
    assert_fails(&run, &["status 404\n", "the path"]);
}

#[tokio::test]
async fn a_server_that_is_not_there_or_silent_is_told() {
    let address = World::open().await.stop().await;
    let run = stagedoor(&["schema", &format!("ws://{address}")]).await;
    let said = format!("error: cannot connect to http://{address}/schema: Connection refused (");
    assert_fails(&run, &[&said, "Is the server running?"]);
    let server = FakeServer::listen().await;
    let run = stagedoor(&["-t", "0.2", "schema", &server.url("ws")]).await;
    assert_fails(&run, &["cannot connect", "timeout"]);
}

#[tokio::test]
async fn an_encrypted_server_is_asked_by_tls() {
    let server = FakeServer::listen().await;
    for command in [&["schema"][..], &["watch", "queue/1"]] {
        for scheme in ["wss", "https"] {
            let url = server.url(scheme);
            let arguments = [&["-u", &url], command].concat();
            let (run, first) = tokio::join!(stagedoor(&arguments), async {
                let mut stream = server.accept_raw().await;
                let mut first = [0; 2];
                let read = soon("the greeting", stream.read_exact(&mut first)).await;
                read.expect("the client is there");
                first
            });
            // A handshake record (RFC 8446, section 5.1).
            assert_eq!(first, [22, 3]);
            assert_fails(&run, &["cannot connect", "does it speak TLS"]);
        }
    }
}
