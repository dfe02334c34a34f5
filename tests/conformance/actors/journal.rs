//! [`Journal`]: an instance that writes down its life, in its state and in its probe.

use stagedoor::prelude::*;
use support::Probe;

/// A life, written down.
#[actor]
pub(crate) struct Journal {
    /// What has happened, oldest first.
    entries: Vec<String>,
    /// Who is connected.
    members: Vec<ClientId>,
}

/// Somebody came or went.
#[event]
pub(crate) struct Moved {
    what: String,
}

impl Journal {
    fn write(&mut self, cx: &Context<Self>, what: impl Into<String>) {
        let what = what.into();
        Probe::of(cx.actor_id()).record(&what);
        self.entries.push(what);
    }
}

#[actor(events(Moved))]
impl Journal {
    #[on_activate]
    async fn wake(&mut self, cx: &Context<Self>) {
        self.write(cx, "activate");
        Probe::of(cx.actor_id()).checkpoint("activate").await;
    }

    #[on_deactivate]
    fn sleep(&mut self, cx: &Context<Self>) {
        self.write(cx, "deactivate");
        let what = "deactivate".to_owned();
        cx.emit(Moved { what }).broadcast();
    }

    #[on_connect]
    async fn join(&mut self, cx: &Context<Self>) {
        self.write(cx, format!("connect {}", cx.client_id()));
        Probe::of(cx.actor_id()).checkpoint("connect").await;
        self.members.push(cx.client_id());
        let what = format!("connect {}", cx.client_id());
        cx.emit(Moved { what }).broadcast();
    }

    #[on_disconnect]
    async fn leave(&mut self, cx: &Context<Self>) {
        self.write(cx, format!("disconnect {}", cx.client_id()));
        Probe::of(cx.actor_id()).checkpoint("disconnect").await;
        self.members.retain(|member| *member != cx.client_id());
        let what = format!("disconnect {}", cx.client_id());
        cx.emit(Moved { what }).broadcast();
    }

    #[method]
    fn ping(&self) {}

    #[method]
    fn note(&mut self, cx: &Context<Self>, text: String) {
        self.write(cx, text);
    }

    #[method]
    fn entries(&self) -> Vec<String> {
        self.entries.clone()
    }

    #[method]
    async fn wait(&mut self, cx: &Context<Self>, probe: &Probe) {
        self.write(cx, "wait");
        probe.pass().await;
    }
}
