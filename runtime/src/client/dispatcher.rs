//! [`Dispatcher`]: what is known of calls and subscriptions; commands in, frames
//! out, and the reverse. It owns all of it and knows no socket, task or clock.

use super::calls::InFlight;
use super::command::{Command, Release};
use super::error::Refused;
use super::frames::Incoming;
use super::instance::Instance;
use super::queue::{Next, Queue};
use super::subscriptions::Subscriptions;

/// The state of a client behind its handles.
pub(super) struct Dispatcher {
    queue: Queue,
    in_flight: InFlight,
    subscriptions: Subscriptions,
    is_connected: bool,
}

impl Dispatcher {
    /// A dispatcher that lets so many frames wait for the socket.
    pub(super) fn new(outgoing_queue: usize) -> Self {
        Self {
            queue: Queue::new(outgoing_queue),
            in_flight: InFlight::default(),
            subscriptions: Subscriptions::default(),
            is_connected: false,
        }
    }

    /// Whether another command may be taken.
    pub(super) fn has_room(&self) -> bool {
        self.queue.has_room()
    }

    pub(super) fn take(&mut self, command: Command) {
        match command {
            Command::Call(call) => {
                if !call.is_abandoned() {
                    self.queue.push_call(call);
                }
            }
            Command::Listen { instance, listener } => {
                let frame = self.subscriptions.listen(&instance, listener);
                self.push(frame);
            }
            Command::Watch { instance, request } => {
                let frame = self.subscriptions.watch(&instance, request);
                self.push(frame);
            }
            Command::Observe { instance, observer } => {
                let frames = self.subscriptions.observe(&instance, observer);
                self.push(frames);
            }
        }
    }

    pub(super) fn release(&mut self, release: Release) {
        let frames = match release {
            Release::Call(id) => {
                self.queue.remove_call(id);
                self.in_flight.forget(id);
                return;
            }
            Release::Listener { instance, id } => self.subscriptions.stop_listening(&instance, id),
            Release::Watch { instance, id } => self.subscriptions.stop_watching(&instance, id),
            Release::Observer { instance, id } => self.subscriptions.stop_observing(&instance, id),
            Release::Gap { instance, id } => {
                let frame = self.subscriptions.pass_gap(&instance, id);
                return self.push(frame);
            }
        };
        self.push(frames);
    }

    /// The next frame to be sent. It counts as sent from here on.
    pub(super) fn next_frame(&mut self) -> Option<String> {
        loop {
            match self.queue.pop()? {
                Next::Subscription(frame) => return Some(frame),
                Next::Call(call) => {
                    let frame = self.in_flight.send(call);
                    if frame.is_some() {
                        return frame;
                    }
                }
            }
        }
    }

    /// Takes a frame of the server.
    pub(super) fn receive(&mut self, text: &str) {
        let Some(frame) = Incoming::parse(text) else {
            tracing::warn!("the server sent a frame that cannot be read");
            return;
        };
        match frame {
            Incoming::Answer(answer) => self.in_flight.answer(answer),
            Incoming::Event {
                instance,
                name,
                payload,
            } => self.subscriptions.event(&instance, &name, payload),
            Incoming::Snapshot { instance, state } => {
                let frames = self.subscriptions.snapshot(&instance, state);
                self.push(frames);
            }
            Incoming::Patch { instance, patches } => {
                let frame = self.subscriptions.patch(&instance, patches);
                self.push(frame);
            }
            Incoming::Error {
                instance,
                code,
                message,
            } => self.take_error(instance, &code, &message),
            Incoming::Welcome { .. } => {}
            Incoming::Unknown { kind } => {
                tracing::debug!(%kind, "a frame of an unknown type is ignored");
            }
        }
    }

    /// Begins a connection: what is subscribed to is asked for, ahead of the
    /// calls that wait.
    pub(super) fn connected(&mut self) {
        self.is_connected = true;
        let frames = self.subscriptions.renew();
        self.push(frames);
    }

    /// Ends a connection: what was sent fails, what was not waits for the next one.
    pub(super) fn lost(&mut self) {
        self.is_connected = false;
        self.queue.clear_subscriptions();
        self.in_flight.fail();
        self.subscriptions.lost();
    }

    /// Ends everything, because there will be no connection.
    pub(super) fn end(&mut self) {
        self.in_flight.fail();
        self.queue.take_calls().for_each(super::calls::Call::refuse);
        self.subscriptions.end();
    }

    fn take_error(&mut self, instance: Option<Instance>, code: &str, message: &str) {
        let Some(instance) = instance else {
            tracing::warn!(code, message, "the server reports an error");
            return;
        };
        match code {
            "destroyed" => {
                let frames = self.subscriptions.destroyed(&instance);
                self.push(frames);
            }
            // The server goes away; the next connection will ask again.
            "unavailable" => tracing::debug!(%instance, "not subscribed: shutting down"),
            _ => {
                let (code, message) = (code.to_owned(), message.to_owned());
                let refused = Refused { code, message };
                let frames = self.subscriptions.refused(&instance, &refused);
                self.push(frames);
            }
        }
    }

    /// Queues frames about subscriptions. Without a connection there is nothing
    /// to subscribe with; the next one begins with all that is in use.
    fn push(&mut self, frames: impl IntoIterator<Item = String>) {
        if self.is_connected {
            for frame in frames {
                self.queue.push_subscription(frame);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc;

    use super::*;
    use crate::client::calls::{Call, Caller};
    use crate::error::Unanswered;

    /// A call, its caller's side and what the caller takes back.
    fn call(id: u64) -> (Call, Caller, mpsc::UnboundedReceiver<Release>) {
        let (sender, releases) = mpsc::unbounded_channel();
        let (call, caller) = Call::new(id, format!("call {id}"), sender);
        (call, caller, releases)
    }

    /// The caller may give up at any moment, and the driver hears of it later.
    #[test]
    fn who_is_first_decides_whether_a_call_is_sent() {
        let mut dispatcher = Dispatcher::new(10);
        let (given_up, caller, _released) = call(1);
        dispatcher.take(Command::Call(given_up));
        assert_eq!(caller.give_up(), Unanswered::NotSent);
        assert_eq!(dispatcher.next_frame(), None);
        let (sent, caller, _released) = call(2);
        dispatcher.take(Command::Call(sent));
        assert_eq!(dispatcher.next_frame().as_deref(), Some("call 2"));
        assert_eq!(caller.give_up(), Unanswered::Unknown);
    }

    /// What is taken back may be heard of before what it takes back.
    #[test]
    fn a_call_that_was_taken_back_already_takes_no_place() {
        let mut dispatcher = Dispatcher::new(1);
        let (late, caller, mut released) = call(1);
        drop(caller);
        dispatcher.release(released.try_recv().expect("it takes the call back"));
        dispatcher.take(Command::Call(late));
        assert!(dispatcher.has_room());
    }

    #[test]
    fn a_call_that_is_taken_back_makes_place() {
        let mut dispatcher = Dispatcher::new(1);
        let (waiting, caller, mut released) = call(1);
        dispatcher.take(Command::Call(waiting));
        assert!(!dispatcher.has_room());
        drop(caller);
        dispatcher.release(released.try_recv().expect("it takes the call back"));
        assert!(dispatcher.has_room());
    }

    #[test]
    fn what_was_not_sent_is_sent_by_the_next_connection() {
        let mut dispatcher = Dispatcher::new(10);
        dispatcher.connected();
        let (sent, _sent_caller, _sent_released) = call(1);
        let (unsent, _caller, _released) = call(2);
        dispatcher.take(Command::Call(sent));
        assert_eq!(dispatcher.next_frame().as_deref(), Some("call 1"));
        dispatcher.take(Command::Call(unsent));
        dispatcher.lost();
        dispatcher.connected();
        assert_eq!(dispatcher.next_frame().as_deref(), Some("call 2"));
        assert_eq!(dispatcher.next_frame(), None);
    }
}
