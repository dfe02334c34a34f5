//! The command line: what is wrong with it, and what the help says.

use crate::program::{Run, stagedoor, stagedoor_with};

/// Nothing is listening there, and nothing is to be asked.
const NOWHERE: [&str; 2] = ["-u", "ws://127.0.0.1:1"];

fn assert_usage(run: &Run, said: &[&str]) {
    assert_eq!(run.code, Some(2), "{run:?}");
    assert_eq!(run.stdout, "");
    for said in said {
        assert!(run.stderr.contains(said), "no {said:?} in {}", run.stderr);
    }
}

#[tokio::test]
async fn the_help_has_the_commands_and_the_exit_codes() {
    let help = stagedoor(&["--help"]).await;
    assert_eq!(help.code, Some(0));
    for part in [
        "call",
        "watch",
        "schema",
        "--url",
        "--token",
        "--header",
        "--ca-file",
        "--timeout",
        "STAGEDOOR_URL",
        "STAGEDOOR_TOKEN",
        "SSL_CERT_FILE",
        "ws://127.0.0.1:3000",
        "Examples:\n",
        "Exit codes:\n  0  ",
        "\n  4  ",
        "NO_COLOR",
    ] {
        assert!(help.stdout.contains(part), "no {part:?} in {}", help.stdout);
    }
    assert!(!help.stdout.contains('\u{1b}'), "{:?}", help.stdout);
    let longest = help.stdout.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(100), "{longest:?}");
    let version = stagedoor(&["--version"]).await;
    let expected = format!("stagedoor {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((version.code, version.stdout), (Some(0), expected));
    for command in ["call", "watch", "schema"] {
        let help = stagedoor(&[command, "--help"]).await;
        assert_eq!(help.code, Some(0));
        assert!(
            help.stdout.contains("Examples:\n  stagedoor "),
            "{}",
            help.stdout
        );
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    assert_usage(&stagedoor(&[]).await, &["Usage: stagedoor"]);
    assert_usage(&stagedoor(&["call", "a/b"]).await, &["<METHOD>"]);
    assert_usage(&stagedoor(&["watch"]).await, &["<ACTOR/ID>"]);
    assert_usage(&stagedoor(&["wacth", "a/b"]).await, &["wacth", "'watch'"]);
}

#[tokio::test]
async fn an_instance_has_two_names() {
    for wrong in ["counter", "counter/", "/visits"] {
        let run = stagedoor(&["watch", wrong]).await;
        assert_usage(&run, &[wrong, "written ACTOR/ID, as in `counter/visits`"]);
    }
}

#[tokio::test]
async fn an_address_has_a_scheme_and_a_host() {
    let run = stagedoor(&["-u", "localhost:3000", "watch", "a/b"]).await;
    assert_usage(&run, &["localhost:3000", "`ws://`"]);
    let run = stagedoor(&["schema", "https://"]).await;
    assert_usage(&run, &["it names no host"]);
    for command in [&["watch", "a/b"][..], &["schema"]] {
        let arguments = [&["-u", "ws://a b"], command].concat();
        assert_usage(&stagedoor(&arguments).await, &["a b"]);
    }
}

#[tokio::test]
async fn a_header_is_a_name_and_a_value() {
    let with_header = async |header: &str, command: &[&str]| {
        stagedoor(&[&NOWHERE[..], &["-H", header], command].concat()).await
    };
    let run = with_header("x-key", &["schema"]).await;
    assert_usage(&run, &["x-key", "NAME: VALUE"]);
    for command in [&["watch", "a/b"][..], &["schema"]] {
        let run = with_header("x key: 1", command).await;
        assert_usage(&run, &["the header `x key` is not valid"]);
        let run = with_header("x-key: 1\n2", command).await;
        assert_usage(&run, &["the header `x-key` is not valid"]);
    }
}

#[tokio::test]
async fn a_token_fits_into_a_header() {
    let run = stagedoor(&["--token", "a\nb", "schema"]).await;
    assert_usage(&run, &["the header `authorization` is not valid"]);
    let run = stagedoor(&["--token", "a\nb", "watch", "a/b"]).await;
    assert_usage(&run, &["the header `authorization` is not valid"]);
}

#[tokio::test]
async fn a_timeout_is_a_number_of_seconds() {
    for wrong in ["soon", "-1", "NaN", "1e30"] {
        let timeout = format!("--timeout={wrong}");
        assert_usage(&stagedoor(&[&timeout, "schema"]).await, &[wrong]);
    }
}

/// It is said before anybody is connected to.
#[tokio::test]
async fn an_input_is_json() {
    let arguments = [&NOWHERE[..], &["call", "a/b", "c"]].concat();
    let run = stagedoor(&[&arguments[..], &["{amount: 2}"]].concat()).await;
    let said = "error: the input is not JSON: key must be a string at line 1 column 2\n  \
                {amount: 2}\n   ^\nhint: Write an object of the method's parameters, as in \
                '{\"amount\": 2}'.\n";
    assert_usage(&run, &[said]);
    let arguments = [&arguments[..], &["-"]].concat();
    let run = stagedoor_with(&arguments, b"{\n  \"amount\": 2,\n}\n").await;
    assert_usage(&run, &["line 3", "\n  }\n  ^\n"]);
    assert_usage(
        &stagedoor_with(&arguments, b"").await,
        &["the input is not JSON"],
    );
    let run = stagedoor_with(&arguments, b"\"\xff\"").await;
    assert_usage(&run, &["cannot be read from stdin"]);
}
