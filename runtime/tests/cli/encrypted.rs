//! Servers behind TLS: whom the program trusts, and what it says where it does not.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use rustix::process::Signal;

use crate::authority::{Authority, Encrypted};
use crate::fixture::World;
use crate::program::{Program, Run, command, finish, stagedoor};

/// Each command.
const COMMANDS: [&[&str]; 3] = [
    &["call", "queue/1", "isEmpty"],
    &["watch", "queue/1"],
    &["schema"],
];

fn assert_fails(run: &Run, code: i32, said: &[&str]) {
    assert_eq!((run.code, &*run.stdout), (Some(code), ""), "{run:?}");
    for said in said {
        assert!(run.stderr.contains(said), "no {said:?} in {}", run.stderr);
    }
}

/// Every command is told once what is wrong, and does not try again.
async fn assert_refuses(listener: Encrypted, authority: Option<&Authority>, said: &str) {
    let attempts = listener.attempts();
    let world = World::open_behind(listener);
    let url = world.encrypted_url();
    let mut options = vec!["-u", &*url];
    if let Some(authority) = authority {
        options.extend(["--ca-file", authority.file()]);
    }
    for command in COMMANDS {
        let before = attempts.load(Ordering::SeqCst);
        // A run that goes on, as `watch` may, fails the test.
        let run = stagedoor(&[&options[..], command].concat()).await;
        assert_fails(
            &run,
            3,
            &["error: cannot connect to ", said, "See --ca-file."],
        );
        assert_eq!(attempts.load(Ordering::SeqCst) - before, 1, "{command:?}");
    }
    world.stop().await;
}

#[tokio::test]
async fn a_server_is_trusted_by_its_authority() {
    let authority = Authority::new("its_authority");
    let world = World::open_behind(authority.listen("localhost").await);
    let (url, file) = (world.encrypted_url(), authority.file());
    for url in [&*url, &url.replace("wss://", "https://")] {
        let options = ["-u", url, "--ca-file", file];
        let run = stagedoor(&[&options[..], &["call", "queue/1", "isEmpty"]].concat()).await;
        assert_eq!((&*run.stdout, &*run.stderr), ("true\n", ""));
        let run = stagedoor(&[&options[..], &["schema"]].concat()).await;
        assert_eq!((run.code, &*run.stderr), (Some(0), ""));
        assert!(run.stdout.contains("\"queue\""), "{}", run.stdout);
        let mut watching = Program::start(&[&options[..], &["watch", "queue/1"]].concat());
        assert_eq!(watching.next().await["type"], "state:snapshot");
        watching.signal(Signal::INT);
        assert_eq!(watching.end().await.code, Some(0));
    }
}

#[tokio::test]
async fn the_environment_names_authorities_for_encrypted_servers_alone() {
    let authority = Authority::new("of_the_environment");
    let encrypted = World::open_behind(authority.listen("localhost").await);
    let plain = World::open().await;
    let run_with = async |url: &str, file: &str| {
        let mut command = command(&["-u", url, "call", "queue/1", "isEmpty"]);
        finish(command.env("SSL_CERT_FILE", file)).await
    };
    let run = run_with(&encrypted.encrypted_url(), authority.file()).await;
    assert_eq!((&*run.stdout, &*run.stderr), ("true\n", ""));
    let run = run_with(&plain.url(), "/not/there").await;
    assert_eq!((&*run.stdout, &*run.stderr), ("true\n", ""));
    let run = run_with(&encrypted.encrypted_url(), "/not/there").await;
    assert_fails(&run, 2, &["`/not/there` cannot be read"]);
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_refused() {
    let (its, other) = (Authority::new("unknown"), Authority::new("other"));
    let unknown = "invalid peer certificate: UnknownIssuer";
    assert_refuses(its.listen("localhost").await, None, unknown).await;
    // All authorities have the same name here, so that only the key is wrong.
    let forged = "invalid peer certificate: BadSignature";
    assert_refuses(its.listen("localhost").await, Some(&other), forged).await;
}

#[tokio::test]
async fn a_certificate_of_another_name_or_time_is_refused() {
    let authority = Authority::new("other_name_or_time");
    let elsewhere = authority.listen("elsewhere.example").await;
    let name = "invalid peer certificate: certificate not valid for name \"localhost\"";
    assert_refuses(elsewhere, Some(&authority), name).await;
    let late = authority.listen_too_late().await;
    let expired = "invalid peer certificate: certificate expired";
    assert_refuses(late, Some(&authority), expired).await;
}

/// It is said before anybody is connected to.
#[tokio::test]
async fn a_file_has_authorities() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_authorities.pem");
    let path = file.to_str().expect("the path is text");
    let malformed = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let cut = &malformed[..malformed.len() - 10];
    for (text, said) in [
        ("", "has no certificate of an authority"),
        (malformed, "has no certificate of an authority"),
        (cut, "cannot be read"),
    ] {
        fs::write(&file, text).expect("there is room");
        for command in COMMANDS {
            let options = ["-u", "wss://127.0.0.1:1", "--ca-file", path];
            let run = stagedoor(&[&options[..], command].concat()).await;
            assert_fails(&run, 2, &[&format!("error: `{path}` {said}")]);
        }
    }
}
