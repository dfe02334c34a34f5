//! The floor: a task with a channel, and a channel for each answer.

use tokio::sync::{mpsc, oneshot};

use crate::load::Kind;

/// As many as the others keep waiting.
const WAITING: usize = 64;

pub(crate) struct Mpsc;

impl Kind for Mpsc {
    type Actor = mpsc::Sender<oneshot::Sender<i64>>;

    fn new() -> Self {
        Self
    }

    async fn spawn(&self, _: usize) -> Self::Actor {
        let (sender, mut receiver) = mpsc::channel::<oneshot::Sender<i64>>(WAITING);
        tokio::spawn(async move {
            let mut count = 0;
            while let Some(answer) = receiver.recv().await {
                count += 1;
                let _ = answer.send(count);
            }
        });
        sender
    }

    async fn increment(actor: &Self::Actor) -> i64 {
        let (sender, receiver) = oneshot::channel();
        actor.send(sender).await.expect("the actor lives");
        receiver.await.expect("the actor answers")
    }
}
