//! [`Client`]: a client that speaks hand-written frames, checks each frame that
//! it gets against the protocol, and shows them all when something is missing.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::timeout;

use crate::link::{self, Link};
use crate::{Instance, Sent, Transport, check};

/// How long a test waits for what must come. Nothing waits for it in vain
/// unless the test fails, so it is long.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// One connected client.
pub struct Client {
    id: String,
    transport: Transport,
    link: Link,
    unread: VecDeque<Value>,
    log: Vec<String>,
    calls: u64,
}

impl Client {
    /// Connects over a WebSocket to a server that need not be a [`World`](crate::World).
    pub async fn connect(server: SocketAddr) -> Self {
        let link = link::web_socket(server).await;
        Self::welcomed(link, Transport::WebSocket).await
    }

    /// Takes the `welcome`, which must come first.
    pub(crate) async fn welcomed(link: Link, transport: Transport) -> Self {
        let mut client = Self {
            id: String::new(),
            transport,
            link,
            unread: VecDeque::new(),
            log: Vec::new(),
            calls: 0,
        };
        let welcome = client.next().await;
        let id = welcome["clientId"].as_str().unwrap_or_default().to_owned();
        assert_eq!(welcome, json!({ "type": "welcome", "clientId": id }));
        client.id = id;
        client
    }

    /// The id that the server has given it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Sends a frame.
    pub fn send(&mut self, frame: &Value) {
        self.send_raw(Sent::Text(frame.to_string()));
    }

    /// Sends a text that need not be a frame.
    pub fn send_text(&mut self, text: impl Into<String>) {
        self.send_raw(Sent::Text(text.into()));
    }

    /// Sends anything.
    ///
    /// # Panics
    ///
    /// When the connection has ended.
    pub fn send_raw(&mut self, sent: Sent) {
        self.log
            .push(format!("> {}", shortened(&format!("{sent:?}"))));
        if self.link.outgoing.send(sent).is_err() {
            self.fail("the connection has ended");
        }
    }

    /// The next frame, whatever it is.
    pub async fn next(&mut self) -> Value {
        match self.unread.pop_front() {
            Some(frame) => frame,
            None => self.receive("a frame").await,
        }
    }

    /// Takes the next frame, which must be this one.
    ///
    /// # Panics
    ///
    /// When it is another.
    pub async fn expect(&mut self, expected: Value) {
        let frame = self.next().await;
        if frame != expected {
            self.fail(&format!("expected {expected}, got {frame}"));
        }
    }

    /// Takes the first frame that matches and leaves those before it unread.
    pub async fn take(&mut self, what: &str, matches: impl Fn(&Value) -> bool) -> Value {
        let position = self.unread.iter().position(&matches);
        if let Some(frame) = position.and_then(|index| self.unread.remove(index)) {
            return frame;
        }
        loop {
            let frame = self.receive(what).await;
            if matches(&frame) {
                return frame;
            }
            self.unread.push_back(frame);
        }
    }

    /// Takes all frames up to and with the first that matches.
    pub async fn until(&mut self, what: &str, matches: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut frames = Vec::new();
        loop {
            let frame = match self.unread.pop_front() {
                Some(frame) => frame,
                None => self.receive(what).await,
            };
            let last = matches(&frame);
            frames.push(frame);
            if last {
                return frames;
            }
        }
    }

    /// Sends a call and returns its id.
    pub fn start(&mut self, instance: &Instance, method: &str, input: Value) -> String {
        self.calls += 1;
        let id = format!("{}#{}", self.id, self.calls);
        self.send(&instance.rpc(&id, method, input));
        id
    }

    /// Takes the `rpc:result` of a call; frames before it stay unread.
    pub async fn answer(&mut self, id: &str) -> Value {
        let what = format!("the answer to {id}");
        self.take(&what, |frame| {
            frame["type"] == "rpc:result" && frame["id"] == id
        })
        .await
    }

    /// Calls and takes the `rpc:result`; frames before it stay unread.
    pub async fn call(&mut self, instance: &Instance, method: &str, input: Value) -> Value {
        let id = self.start(instance, method, input);
        self.answer(&id).await
    }

    /// Calls and returns the `result`.
    ///
    /// # Panics
    ///
    /// When the call fails.
    pub async fn result(&mut self, instance: &Instance, method: &str, input: Value) -> Value {
        let mut answer = self.call(instance, method, input).await;
        if answer.get("error").is_some() {
            self.fail(&format!("{method} failed: {answer}"));
        }
        answer["result"].take()
    }

    /// Calls and returns the `rpc:result`, which must be a failure with this code.
    ///
    /// # Panics
    ///
    /// When it is not.
    pub async fn failure(
        &mut self,
        code: &str,
        instance: &Instance,
        method: &str,
        input: Value,
    ) -> Value {
        let answer = self.call(instance, method, input).await;
        if answer["code"] != code || !answer["error"].is_string() {
            self.fail(&format!("expected a failure with {code}, got {answer}"));
        }
        answer
    }

    /// Subscribes to an instance's events, and knows that it is subscribed.
    pub async fn listen(&mut self, instance: &Instance) {
        self.send(&instance.frame("event:sub"));
        self.settle(instance).await;
    }

    /// Subscribes to an instance's state and returns that of the snapshot.
    pub async fn watch(&mut self, instance: &Instance) -> Value {
        self.send(&instance.frame("state:sub"));
        let mut snapshot = self
            .take("the snapshot", |frame| instance.is("state:snapshot", frame))
            .await;
        snapshot["state"].take()
    }

    /// Waits until the instance has done all that it was given before: its
    /// `ping` has its turn after that, and is answered after its frames.
    pub async fn settle(&mut self, instance: &Instance) {
        self.result(instance, "ping", json!({})).await;
    }

    /// All frames that have come and were not taken.
    pub fn unread(&mut self) -> Vec<Value> {
        while let Ok(text) = self.link.incoming.try_recv() {
            let frame = self.checked(&text);
            self.unread.push_back(frame);
        }
        self.unread.drain(..).collect()
    }

    /// All unread frames once the instance has settled.
    pub async fn settled_frames(&mut self, instance: &Instance) -> Vec<Value> {
        self.settle(instance).await;
        self.unread.drain(..).collect()
    }

    /// Leaves out of a failure's report what was sent and received so far.
    pub fn forget(&mut self) {
        self.log.clear();
    }

    /// Waits for the server to close the connection, and returns what came before.
    pub async fn closed(&mut self) -> Vec<Value> {
        let mut frames: Vec<Value> = self.unread.drain(..).collect();
        while let Some(frame) = self.receive_or_end("the end").await {
            frames.push(frame);
        }
        frames
    }

    /// Ends the test and shows all frames.
    ///
    /// # Panics
    ///
    /// That is what it does.
    pub fn fail(&self, why: &str) -> ! {
        let Self { id, transport, .. } = self;
        let log = self.log.join("\n  ");
        panic!("{why}\n{transport:?} client {id}, all its frames:\n  {log}");
    }

    async fn receive(&mut self, what: &str) -> Value {
        match self.receive_or_end(what).await {
            Some(frame) => frame,
            None => self.fail(&format!("the connection ended before {what}")),
        }
    }

    async fn receive_or_end(&mut self, what: &str) -> Option<Value> {
        let Ok(received) = timeout(DEADLINE, self.link.incoming.recv()).await else {
            self.fail(&format!("waited in vain for {what}"));
        };
        received.map(|text| self.checked(&text))
    }

    fn checked(&mut self, text: &str) -> Value {
        self.log.push(format!("< {}", shortened(text)));
        match check(text) {
            Ok(frame) => frame,
            Err(why) => self.fail(&format!("not a frame of the protocol: {why}")),
        }
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 400;
    if text.chars().nth(MOST).is_none() {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}… ({} bytes)", text.len())
}
