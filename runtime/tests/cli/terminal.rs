//! What a person sees on a terminal.

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::fake::FakeServer;
use crate::fixture::{Queue, World};
use crate::program::command;
use crate::screen::Screen;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const RESET: &str = "\u{1b}[0m";

fn uncoloured(command: &mut Command) -> &mut Command {
    command.env("NO_COLOR", "1")
}

fn interrupt(screen: &Screen) {
    let id = screen.child.id().expect("it runs");
    let id = Pid::from_raw(i32::try_from(id).expect("it fits"));
    kill_process(id.expect("it is not 0"), Signal::INT).expect("it runs");
}

/// A text without the times, which are on the left.
fn timeless(text: &str) -> String {
    let strip = |line: &str| match line.split_once("s  ") {
        Some((time, rest)) if time.trim().parse::<f64>().is_ok() => format!("{:11}{rest}", ""),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = text.lines().map(strip).collect();
    lines.join("\n")
}

#[tokio::test]
async fn a_result_is_indented_and_coloured() {
    let world = World::open().await;
    let url = world.url();
    let arguments = ["-u", &url, "call", "queue/1", "join", "{\"name\":\"ada\"}"];
    let (text, code) = Screen::run(&mut command(&arguments)).end().await;
    let expected = format!("[\n  {GREEN}\"ada\"{RESET}\n]\n");
    assert_eq!((text, code), (expected, Some(0)));
    let arguments = ["-u", &url, "call", "queue/1", "join", "{\"name\":\"bob\"}"];
    let screen = Screen::run(uncoloured(&mut command(&arguments)));
    let expected = "[\n  \"ada\",\n  \"bob\"\n]\n".to_owned();
    assert_eq!(screen.end().await, (expected, Some(0)));
}

#[tokio::test]
async fn a_document_is_indented_and_the_same() {
    let world = World::open().await;
    let url = world.url();
    let screen = Screen::run(uncoloured(&mut command(&["schema", &url])));
    let (text, code) = screen.end().await;
    assert!(
        text.starts_with("{\n  \"actors\": {\n    \"queue\": {\n"),
        "{text}"
    );
    let printed: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!((printed, code), (world.app.schema().clone(), Some(0)));
}

#[tokio::test]
async fn an_error_is_coloured() {
    let world = World::open().await;
    let url = world.url();
    let arguments = ["-u", &url, "call", "queue/1", "command"];
    let (text, code) = Screen::run(&mut command(&arguments)).end().await;
    let said = format!("{BOLD}{RED}error:{RESET} `command` is denied: nobody may\n");
    assert!(text.starts_with(&said), "{text:?}");
    assert_eq!(code, Some(1));
    let screen = Screen::run(uncoloured(&mut command(&arguments)));
    let (text, _) = screen.end().await;
    assert!(text.starts_with("error: `command` is denied"), "{text:?}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[tokio::test]
async fn the_help_fits_and_is_coloured() {
    let (text, code) = Screen::run(&mut command(&["--help"])).end().await;
    assert!(
        text.contains("\u{1b}[1;4mExit codes:\u{1b}[0m\n"),
        "{text:?}"
    );
    assert_eq!(code, Some(0));
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["call", "-h"],
        &["watch", "--help"],
    ] {
        let screen = Screen::run(uncoloured(&mut command(arguments)));
        let (text, _) = screen.end().await;
        let longest = text.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(80), "{longest:?} in {text}");
    }
}

#[tokio::test]
async fn updates_are_told_in_words() {
    let world = World::open().await;
    let url = world.url();
    let screen = &mut command(&["-u", &url, "watch", "queue/1"]);
    let mut screen = Screen::run(uncoloured(screen));
    screen.until("state {").await;
    let queue = world.app.actor::<Queue>("1");
    queue.join("ada".to_owned()).await.expect("there is room");
    screen.until("event came").await;
    queue.leave().await.expect("it succeeds");
    screen.until("- /names/0").await;
    let world = world.restart().await;
    screen.until("connection lost").await;
    screen.until("\"greeted\": 0\r\n           }\r\n").await;
    drop(world);
    interrupt(&screen);
    let (text, code) = screen.end().await;
    assert_eq!(code, Some(0));
    let expected = format!(
        r#"queue/1 at {url}; Ctrl-C ends
           state {{
             "names": [],
             "greeted": 0
           }}
           + /names/0 "ada"
           ~ /greeted 1
           event came {{"name": "ada", "number": 1}}
           - /names/0
           connection lost, reconnecting; events may be missing
           state {{
             "names": [],
             "greeted": 0
           }}
"#
    );
    assert_eq!(timeless(&text), expected);
}

#[tokio::test]
async fn updates_are_coloured() {
    let world = World::open().await;
    let url = world.url();
    let mut screen = Screen::run(&mut command(&["-u", &url, "watch", "queue/1"]));
    screen.until(&format!("{BOLD}state{RESET} {{")).await;
    let queue = world.app.actor::<Queue>("1");
    queue.join("ada".to_owned()).await.expect("there is room");
    let addition = format!("{BOLD}{GREEN}+{RESET} /names/0 {GREEN}\"ada\"{RESET}\r\n");
    screen.until(&addition).await;
    interrupt(&screen);
    assert_eq!(screen.end().await.1, Some(0));
}

/// Of its end a person reads on stderr alone.
#[tokio::test]
async fn the_end_of_an_instance_is_told_once() {
    let world = World::open().await;
    let url = world.url();
    let screen = &mut command(&["-u", &url, "watch", "queue/1"]);
    let mut screen = Screen::run(uncoloured(screen));
    screen.until("state {").await;
    assert!(world.app.manager().destroy("queue", "1").await);
    let (text, code) = screen.end().await;
    let said = "}\nerror: queue/1 was destroyed\nhint: Watching it again makes a new one.\n";
    assert!(text.ends_with(said), "{text}");
    assert_eq!(code, Some(1));
}

/// Whatever an instance holds, it does not control the terminal.
#[tokio::test]
async fn what_is_shown_cannot_control_the_terminal() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let mut screen = Screen::run(uncoloured(&mut command(&["-u", &url, "watch", "queue/1"])));
    let evil = "\u{9b}2J\u{1b}[2J\u{202e}";
    let mut peer = server.show(json!({ evil: evil })).await;
    let patch = json!([{ "op": "replace", "path": format!("/{evil}"), "value": null }]);
    peer.tell("state:patch", "patches", patch).await;
    peer.send(json!({
        "type": "event", "actor": "queue", "actorId": "1", "event": evil, "payload": evil
    }))
    .await;
    screen.until("event").await;
    interrupt(&screen);
    let (text, _) = screen.end().await;
    let seen = r"\u009b2J\u001b[2J\u202e";
    let expected = format!(
        "           state {{\n             \"{seen}\": \"{seen}\"\n           }}\n           \
         ~ /{seen} null\n           event {seen} \"{seen}\"\n"
    );
    assert!(timeless(&text).ends_with(&expected), "{text:?}");
}

/// A patch that is none is shown all the same, and `null` is a value.
#[tokio::test]
async fn unusual_patches_are_shown_as_they_are() {
    let server = FakeServer::listen().await;
    let url = server.url("ws");
    let mut screen = Screen::run(uncoloured(&mut command(&["-u", &url, "watch", "queue/1"])));
    let mut peer = server.show(json!(null)).await;
    let patch = json!([{ "op": "replace", "path": "", "value": { "a": null } }]);
    peer.tell("state:patch", "patches", patch).await;
    peer.tell("state:patch", "patches", json!({ "odd": [] }))
        .await;
    screen.until("odd").await;
    interrupt(&screen);
    let (text, _) = screen.end().await;
    let expected = "           state null\n           ~ (the whole state) {\"a\": null}\n           \
                    {\"odd\": []}\n";
    assert!(timeless(&text).ends_with(expected), "{text:?}");
}
