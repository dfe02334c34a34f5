//! ractor.

use ractor::rpc::CallResult;
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort};

use crate::load::Kind;

struct Counter;

pub(crate) enum Message {
    Increment(RpcReplyPort<i64>),
}

impl Actor for Counter {
    type Msg = Message;
    type State = i64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Message>, (): ()) -> Result<i64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(
        &self,
        _: ActorRef<Message>,
        Message::Increment(reply): Message,
        count: &mut i64,
    ) -> Result<(), ActorProcessingErr> {
        *count += 1;
        reply.send(*count)?;
        Ok(())
    }
}

pub(crate) struct Ractor;

impl Kind for Ractor {
    type Actor = ActorRef<Message>;

    fn new() -> Self {
        Self
    }

    async fn spawn(&self, _: usize) -> Self::Actor {
        let spawned = Actor::spawn(None, Counter, ()).await;
        spawned.expect("the actor starts").0
    }

    async fn increment(actor: &Self::Actor) -> i64 {
        match actor.call(Message::Increment, None).await {
            Ok(CallResult::Success(count)) => count,
            _ => panic!("the actor does not answer"),
        }
    }
}
