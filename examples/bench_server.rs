//! Two reference actors for load generators.
//!
//! ```text
//! cargo run --release --example bench_server -- 3000
//! ```
//!
//! serves at `ws://127.0.0.1:3000/` the actor `counter`, with the methods
//! `increment`, `add {amount}` and `get`, and the actor `chat`, with the methods
//! `sendMessage {text}`, `getMessages` and `addMember {name}` and the event
//! `message`. The suite in `bench/` measures it, and so can any other program.

use std::net::SocketAddr;
use std::num::NonZero;
use std::process::ExitCode;
use std::thread::available_parallelism;

use stagedoor::prelude::*;
use stagedoor::server::{Server, shutdown_signal};
use stagedoor::{BuildError, Limits};
use tokio::net::TcpListener;
use tokio::runtime::Builder;

/// Counts something.
#[actor]
pub struct Counter {
    count: i64,
}

#[actor]
impl Counter {
    /// Adds one to the count.
    #[method]
    fn increment(&mut self) -> i64 {
        self.add(1)
    }

    /// Adds to the count.
    #[method]
    fn add(&mut self, amount: i64) -> i64 {
        self.count += amount;
        self.count
    }

    /// The count.
    #[method]
    fn get(&self) -> i64 {
        self.count
    }
}

/// A chat room that keeps everything.
#[actor]
pub struct Chat {
    /// The names of those in the room.
    members: Vec<String>,
    messages: List<Message>,
}

/// Something that was said.
#[model]
pub struct Message {
    text: String,
    /// In milliseconds since 1970.
    sent_at: u64,
}

/// Something was said.
#[event(name = "message")]
pub struct Sent(Message);

#[actor(events(Sent))]
impl Chat {
    /// Keeps a message and sends it to everyone who listens.
    #[method]
    fn send_message(&mut self, cx: &Context<Self>, text: String) -> Message {
        let sent_at = cx.now();
        let message = Message { text, sent_at };
        self.messages.push(message.clone());
        cx.emit(Sent(message.clone())).broadcast();
        message
    }

    /// All that was said.
    #[method]
    fn get_messages(&self) -> Vec<Message> {
        self.messages.iter().cloned().collect()
    }

    /// Adds a member; the number of members.
    #[method]
    fn add_member(&mut self, name: String) -> usize {
        self.members.push(name);
        self.members.len()
    }
}

const HELP: &str = "\
Serves the reference actors `counter` and `chat` at ws://127.0.0.1:PORT/.

Usage: cargo run --release --example bench_server -- PORT [--threads N]

  PORT          the port; 0 takes one that is free
  --threads N   the number of worker threads; all cores unless given
  --help        prints this
";

type Error = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<ExitCode, Error> {
    match Arguments::parse(std::env::args().skip(1)) {
        Ok(Asked::Help) => print!("{HELP}"),
        Ok(Asked::Serve(arguments)) => serve(arguments)?,
        Err(mistake) => {
            eprint!("{mistake}\n\n{HELP}");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// How to use the program.
    Help,
    /// The server.
    Serve(Arguments),
}

/// Where to serve, and with how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arguments {
    /// The port; 0 takes one that is free.
    pub port: u16,
    /// The number of worker threads, or one for each core.
    pub threads: Option<NonZero<usize>>,
}

impl Arguments {
    /// Reads the command line.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
        let mut port = None;
        let mut threads = None;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => return Ok(Asked::Help),
                "--threads" => {
                    let number = arguments.next().and_then(|number| number.parse().ok());
                    threads = Some(number.ok_or("--threads takes a number from 1")?);
                }
                _ if port.is_some() => return Err(format!("`{argument}` is too much")),
                _ => {
                    let number = argument.parse();
                    port = Some(number.map_err(|_| format!("`{argument}` is not a port"))?);
                }
            }
        }
        let port = port.ok_or("which port?")?;
        Ok(Asked::Serve(Self { port, threads }))
    }
}

fn serve(arguments: Arguments) -> Result<(), Error> {
    let mut builder = Builder::new_multi_thread();
    let threads = match arguments.threads {
        Some(threads) => threads,
        None => available_parallelism()?,
    };
    let runtime = builder.worker_threads(threads.get()).enable_all().build()?;
    runtime.block_on(async {
        let address = SocketAddr::from(([127, 0, 0, 1], arguments.port));
        let listener = TcpListener::bind(address).await?;
        println!("ws://{}/", listener.local_addr()?);
        Server::new(app()?)
            .serve(listener, shutdown_signal())
            .await?;
        Ok(())
    })
}

/// The app, with limits that a load generator does not meet.
///
/// # Errors
///
/// Never: its names are all different.
pub fn app() -> Result<App, BuildError> {
    App::new()
        .actor::<Counter>()
        .actor::<Chat>()
        .limits(Limits {
            calls_in_flight: 65_536,
            calls_in_flight_bytes: 1 << 30,
            subscriptions: 1_000_000,
            instances: 10_000_000,
            instances_created: 10_000_000,
            mailbox: 1_000_000,
            ..Limits::default()
        })
        .build()
}
