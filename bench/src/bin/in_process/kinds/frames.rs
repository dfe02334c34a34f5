//! stagedoor, by frames as they come over a connection, without a socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use stagedoor::prelude::App;
use stagedoor::{Connection, Frame, Handlers};

use super::stagedoor::Counter;
use crate::load::Kind;

pub(crate) struct Frames(Handlers);

/// A connection that calls one actor of its own, and counts the answers.
pub(crate) struct Caller {
    handlers: Handlers,
    id: String,
    call: String,
    answers: AtomicI64,
}

impl Connection for Caller {
    fn id(&self) -> &str {
        &self.id
    }

    fn send(&self, _: Frame) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }
}

impl Kind for Frames {
    type Actor = Arc<Caller>;

    fn new() -> Self {
        let app = App::new().actor::<Counter>().build();
        Self(Handlers::new(app.expect("the actor is well-formed")))
    }

    async fn spawn(&self, number: usize) -> Arc<Caller> {
        let caller = Arc::new(Caller {
            handlers: self.0.clone(),
            id: format!("connection {number}"),
            call: format!(
                r#"{{"type":"rpc","id":"1","actor":"counter","actorId":"{number}","method":"increment","input":{{}}}}"#
            ),
            answers: AtomicI64::new(0),
        });
        let connection: Arc<dyn Connection> = Arc::<Caller>::clone(&caller);
        let connected = self.0.on_connection(connection);
        connected.expect("each has an id of its own");
        caller
    }

    async fn increment(caller: &Arc<Caller>) -> i64 {
        caller.handlers.on_message(&**caller, &caller.call).await;
        caller.answers.load(Ordering::Relaxed)
    }
}
