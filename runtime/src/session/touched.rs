//! [`Touched`]: the instances that one connection has touched, and where its
//! subscriptions to them stand.

use std::mem;
use std::sync::Arc;

use super::members::Members;
use crate::Refusal;
use crate::address::Address;
use crate::member::Member;

/// The instances that a connection has touched.
#[derive(Default)]
pub(super) struct Touched {
    closed: bool,
    members: Members<Touch>,
    subscriptions: usize,
}

/// What a connection has to do with one instance.
struct Touch {
    member: Arc<dyn Member>,
    events: Standing,
    state: Standing,
}

/// Where one subscription stands.
#[derive(Clone, Copy, Default)]
struct Standing {
    subscribed: bool,
    /// How often it was ended; a subscription that waits for its turn is void
    /// once this has moved on.
    ended: u32,
}

/// The two kinds of subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    Events,
    State,
}

/// Tells one asking for a subscription from those before and after it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ticket(u32);

/// A subscription that was asked for.
pub(crate) struct Asked {
    pub(crate) ticket: Ticket,
    /// Whether the connection had nothing to do with the instance before.
    pub(crate) first_touch: bool,
    /// Whether it has been subscribed before, and stays so.
    pub(crate) again: bool,
}

impl Touched {
    /// Notes that the connection touches an instance; false once it is closed.
    pub(super) fn touch(&mut self, at: Address, member: impl FnOnce() -> Arc<dyn Member>) -> bool {
        if !self.closed {
            self.open(at, member);
        }
        !self.closed
    }

    fn open(&mut self, at: Address, member: impl FnOnce() -> Arc<dyn Member>) -> &mut Touch {
        self.members.get_or_insert(at, || Touch {
            member: member(),
            events: Standing::default(),
            state: Standing::default(),
        })
    }

    /// Asks for a subscription, of which there may be so many.
    pub(super) fn subscribe(
        &mut self,
        at: Address,
        topic: Topic,
        limit: usize,
        member: impl FnOnce() -> Arc<dyn Member>,
    ) -> Result<Asked, Refusal> {
        let known = self.members.get(at);
        let is_subscribed = known.is_some_and(|touch| touch.standing(topic).subscribed);
        if self.subscriptions >= limit && !is_subscribed {
            let text = format!("Too many subscriptions on this connection (limit {limit})");
            return Err(Refusal::Overloaded(text));
        }
        let first_touch = known.is_none();
        let ticket = if self.closed {
            Ticket(u32::MAX)
        } else {
            self.subscriptions += usize::from(!is_subscribed);
            let standing = self.open(at, member).standing_mut(topic);
            standing.subscribed = true;
            Ticket(standing.ended)
        };
        Ok(Asked {
            ticket,
            first_touch,
            again: is_subscribed,
        })
    }

    pub(super) fn unsubscribe(&mut self, at: Address, topic: Topic) {
        if let Some(touch) = self.members.get_mut(at) {
            let standing = touch.standing_mut(topic);
            standing.ended = standing.ended.wrapping_add(1);
            self.subscriptions -= usize::from(mem::take(&mut standing.subscribed));
        }
    }

    /// Whether a subscription is still wanted when its turn comes.
    pub(super) fn honours(&self, at: Address, topic: Topic, ticket: Ticket) -> bool {
        let standing = self.members.get(at).map(|touch| touch.standing(topic));
        standing.is_some_and(|standing| standing.subscribed && standing.ended == ticket.0)
    }

    pub(super) fn has(&self, at: Address) -> bool {
        self.members.get(at).is_some()
    }

    pub(super) fn forget(&mut self, at: Address) {
        if let Some(touch) = self.members.remove(at) {
            self.subscriptions -= usize::from(touch.events.subscribed);
            self.subscriptions -= usize::from(touch.state.subscribed);
        }
    }

    /// Hands over all members; none is taken any more.
    pub(super) fn close(&mut self) -> Vec<Arc<dyn Member>> {
        self.closed = true;
        self.subscriptions = 0;
        let members = mem::take(&mut self.members);
        members.into_values().map(|touch| touch.member).collect()
    }
}

impl Touch {
    fn standing(&self, topic: Topic) -> Standing {
        match topic {
            Topic::Events => self.events,
            Topic::State => self.state,
        }
    }

    fn standing_mut(&mut self, topic: Topic) -> &mut Standing {
        match topic {
            Topic::Events => &mut self.events,
            Topic::State => &mut self.state,
        }
    }
}
