//! Actors over a transport of one's own: newline-delimited JSON over TCP.
//!
//! ```text
//! cargo run --example custom_handlers
//! nc 127.0.0.1 4000
//! ```
//!
//! Everything that knows about TCP is in `tcp.rs`; the actor is the same that
//! would be served over a WebSocket. With `--ack` each line is acknowledged
//! once it is fully processed, as a consumer of a queue would do it.

use std::io;

use stagedoor::prelude::*;
use tokio::net::TcpListener;

use self::tcp::{Acknowledgement, Options};

#[expect(
    unreachable_pub,
    reason = "the conformance tests include it in a library"
)]
mod tcp;

/// A room that remembers what was said in it.
#[actor]
pub struct Room {
    /// Everything said so far.
    lines: Vec<String>,
}

/// Somebody said something.
#[event]
pub struct Said {
    /// The connection that said it.
    from: ClientId,
    /// What was said.
    text: String,
}

#[actor(events(Said))]
impl Room {
    /// Says something to everyone who listens, and counts the lines.
    #[method]
    fn say(&mut self, cx: &Context<Self>, text: String) -> usize {
        self.lines.push(text.clone());
        let from = cx.client_id();
        cx.emit(Said { from, text }).broadcast();
        self.lines.len()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = App::new().actor::<Room>().build()?;
    let listener = TcpListener::bind("127.0.0.1:4000").await?;
    print_instructions(&listener)?;

    let acknowledgement = if std::env::args().any(|argument| argument == "--ack") {
        Acknowledgement::EachLine
    } else {
        Acknowledgement::None
    };
    let options = Options {
        line_bytes: 64 * 1024,
        queued_lines: 1_024,
        acknowledgement,
    };
    tcp::serve(app, listener, options, async {
        // Where Ctrl-C cannot be caught, the server stops at once.
        tokio::signal::ctrl_c().await.unwrap_or_default();
    })
    .await?;
    Ok(())
}

fn print_instructions(listener: &TcpListener) -> io::Result<()> {
    let address = listener.local_addr()?;
    println!(
        "Listening. Try it with `nc {} {}`:",
        address.ip(),
        address.port()
    );
    for frame in [
        r#"{"type":"state:sub","actor":"room","actorId":"lobby"}"#,
        r#"{"type":"event:sub","actor":"room","actorId":"lobby"}"#,
        r#"{"type":"rpc","id":"1","actor":"room","actorId":"lobby","method":"say","input":{"text":"hello"}}"#,
    ] {
        println!("{frame}");
    }
    println!("Stop it with Ctrl-C.");
    Ok(())
}
