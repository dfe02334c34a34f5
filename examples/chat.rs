//! A chat room for the browser.
//!
//! ```text
//! cargo run --example chat            # then open the address in two windows
//! cargo run --example chat -- 4000    # on another port
//! ```
//!
//! The room is one actor. Its state, the people and the messages, reaches
//! every page by itself: a page subscribes and gets the room and then each
//! change. Typing is worth no state, so it is an event. A refused call is
//! a variant of [`ChatError`]. The page itself is in `chat/`: it speaks the
//! wire protocol with nothing but a browser, and finds its way back after the
//! server was restarted.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::Html;
use axum::routing::{MethodRouter, get};
use stagedoor::prelude::*;
use stagedoor::server::{Server, shutdown_signal};
use tokio::net::TcpListener;

const PAGE: &str = include_str!("chat/index.html");
const STYLE: &str = include_str!("chat/style.css");
const SCRIPT: &str = include_str!("chat/script.js");

const LONGEST_NAME: usize = 40;
const LONGEST_TEXT: usize = 2000;
const MESSAGES_KEPT: usize = 500;

/// A chat room.
#[actor]
pub struct Chat {
    /// When the room was opened, in milliseconds since 1970. Rooms live in
    /// memory: to whoever comes back, another value says that this is another room.
    opened_at: u64,
    /// Who is in the room, in the order of their coming.
    members: Vec<Member>,
    /// What was said last, by a number that counts up from 1, so that a page
    /// knows a message again when the oldest are forgotten.
    messages: BTreeMap<u64, Message>,
}

/// Someone in the room.
#[model]
pub struct Member {
    id: ClientId,
    name: String,
}

/// Something that was said.
#[model]
pub struct Message {
    author: Member,
    text: String,
    /// In milliseconds since 1970.
    sent_at: u64,
}

/// A member began or stopped typing.
#[event]
pub struct Typing {
    member: ClientId,
    typing: bool,
}

/// Why the room refuses something; its text is what the caller reads.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// The name is blank or too long.
    #[error("A name has 1 to {LONGEST_NAME} characters.")]
    Name,
    /// The caller has not joined.
    #[error("Join the room first.")]
    NotJoined,
    /// The message is blank.
    #[error("A message has some text.")]
    Blank,
    /// The message is too long.
    #[error("A message has at most {LONGEST_TEXT} characters.")]
    TooLong,
}

#[actor(events(Typing))]
impl Chat {
    #[on_activate]
    fn open(&mut self, cx: &Context<Self>) {
        self.opened_at = cx.now();
    }

    /// Enters the room under a name.
    #[method]
    fn join(&mut self, cx: &Context<Self>, name: String) -> Result<(), ChatError> {
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(ChatError::Name);
        }
        self.leave(cx);
        let id = cx.client_id();
        self.members.push(Member { id, name });
        Ok(())
    }

    /// Says something to everyone in the room.
    #[method]
    fn post(&mut self, cx: &Context<Self>, text: String) -> Result<(), ChatError> {
        let author = self.member(cx)?.clone();
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(ChatError::Blank);
        }
        if text.chars().count() > LONGEST_TEXT {
            return Err(ChatError::TooLong);
        }
        let last = self.messages.keys().next_back();
        let id = last.map_or(1, |last| last + 1);
        let sent_at = cx.now();
        let message = Message {
            author,
            text,
            sent_at,
        };
        self.messages.insert(id, message);
        if self.messages.len() > MESSAGES_KEPT {
            self.messages.pop_first();
        }
        Ok(())
    }

    /// Tells the others that one began or stopped typing.
    #[method]
    fn set_typing(&self, cx: &Context<Self>, typing: bool) -> Result<(), ChatError> {
        let member = self.member(cx)?.id.clone();
        cx.emit(Typing { member, typing }).except([cx.client_id()]);
        Ok(())
    }

    #[on_disconnect]
    fn leave(&mut self, cx: &Context<Self>) {
        self.members.retain(|member| member.id != cx.client_id());
    }

    fn member(&self, cx: &Context<Self>) -> Result<&Member, ChatError> {
        let mut members = self.members.iter();
        members
            .find(|member| member.id == cx.client_id())
            .ok_or(ChatError::NotJoined)
    }
}

type Error = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let argument = std::env::args().nth(1);
    let port = argument.or_else(|| std::env::var("PORT").ok());
    let address = format!("127.0.0.1:{}", port.as_deref().unwrap_or("3000"));

    let listener = TcpListener::bind(&address).await.unwrap_or_else(|error| {
        eprintln!("Cannot listen on {address}: {error}.");
        eprintln!("To choose another port: cargo run --example chat -- 4000");
        std::process::exit(1)
    });
    let address = listener.local_addr()?;
    println!("Open http://{address} in two windows. Ctrl-C stops.");
    serve(listener, shutdown_signal()).await
}

/// Serves the page and the rooms until the future completes.
///
/// # Errors
///
/// Accepting connections failed.
pub async fn serve(
    listener: TcpListener,
    until: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let live = Server::new(App::new().actor::<Chat>().build()?);
    let router = Router::new()
        .route("/", get(Html(PAGE)))
        .route("/style.css", file("text/css; charset=utf-8", STYLE))
        .route("/script.js", file("text/javascript; charset=utf-8", SCRIPT))
        .nest("/live", live.router());

    axum::serve(listener, router)
        .with_graceful_shutdown(async move {
            until.await;
            live.shutdown().await;
        })
        .await?;
    Ok(())
}

fn file(content_type: &'static str, content: &'static str) -> MethodRouter {
    get(([(CONTENT_TYPE, content_type)], content))
}
