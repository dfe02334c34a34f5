//! One live actor: its mailbox, its state and its turns. It knows nothing of
//! names, sockets or frames but those that it sends to its own subscribers.
//!
//! ```text
//! call                      a call comes
//!   run_here                  is run at once, where the instance is idle and nothing waits
//!     call_now                  from the beginning of its turn
//!   queue                     else it waits
//!     Worker::work              until a task takes it
//!       run_here                  which runs it as well, if nothing waits
//!       perform                   or else does it like any other job
//!         make_call                 from the middleware on
//! conclude                  keeps or discards what either has changed, and answers
//! ```

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use crate::address::Address;
use crate::call::Home;
use crate::done::Done;
use crate::hook::Hooks;
use crate::local_route::Peers;
use crate::member::{Member, MemberKey};
use crate::middleware::Chain;
use crate::session::{Asked, Session, Ticket, Topic};
use crate::shared::Shared;
use crate::{Actor, Refusal};

mod brief;
mod change;
mod instances;
mod invocation;
mod job;
mod life;
mod mailbox;
mod published;
mod slow_commits;
mod snapshot_writer;
mod snapshots;
mod turn;
mod worker;

pub(crate) use instances::Instances;
pub(crate) use invocation::{Invocation, Verdict};
pub(crate) use job::{Job, Rejected};
pub(crate) use slow_commits::SlowCommits;
pub(crate) use turn::Begun;
pub use turn::Turn;

use brief::Brief;
use mailbox::{AtWork, Mailbox};
use published::{NotReady, Published, Subscribed};

/// One instance of the actor `A`. While idle it is this and nothing more: no
/// task, no channel.
pub(crate) struct Instance<A: Actor> {
    key: MemberKey,
    kind: Arc<Kind<A>>,
    shared: Arc<Shared>,
    instances: Weak<Instances<A>>,
    creator: Option<Arc<AtomicUsize>>,
    mailbox: Mutex<Mailbox<A>>,
    in_turn: AtomicBool,
    brief: Brief,
    is_live: AtomicBool,
    published: Mutex<Published<A>>,
}

/// What all instances of one actor have in common.
pub(crate) struct Kind<A: Actor> {
    pub(crate) hooks: Hooks<A>,
    pub(crate) middleware: Chain,
    pub(crate) slow_commits: SlowCommits,
}

impl<A: Actor> Instance<A> {
    fn new(
        key: MemberKey,
        instances: &Arc<Instances<A>>,
        creator: Option<Arc<AtomicUsize>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            key,
            kind: Arc::clone(instances.kind()),
            shared: Arc::clone(instances.shared()),
            instances: Arc::downgrade(instances),
            creator,
            mailbox: Mutex::new(Mailbox::new()),
            in_turn: AtomicBool::new(false),
            brief: Brief::default(),
            is_live: AtomicBool::new(false),
            published: Mutex::new(Published::new()),
        })
    }

    pub(crate) fn key(&self) -> &MemberKey {
        &self.key
    }

    /// Which instance this is, as sessions know it.
    pub(crate) fn address(&self) -> Address {
        Address::of(self)
    }

    /// Whether the instance has a state.
    pub(crate) fn is_live(&self) -> bool {
        self.is_live.load(Ordering::Acquire)
    }

    /// Subscribes a session: at once where a turn is running, whose end must
    /// not be waited for; else behind what `on_connect` changes.
    ///
    /// # Errors
    ///
    /// Why it cannot be; the instance may be gone by now.
    pub(crate) fn subscribe(
        self: &Arc<Self>,
        session: &Arc<Session>,
        topic: Topic,
        done: Done,
    ) -> Result<(), SubscribeError> {
        let limit = self.shared.limits().subscriptions;
        let member = || Arc::clone(self) as Arc<dyn Member>;
        let asked = session
            .subscribe(self.address(), topic, limit, member)
            .map_err(SubscribeError::Refused)?;
        let (shown, done) = done.split();
        let job = Job::Subscribe {
            session: Arc::clone(session),
            topic,
            ticket: asked.ticket,
            done,
        };
        let Err(mut job) = self.push_if_idle(job) else {
            return Ok(());
        };
        if asked.first_touch && !self.takes_newcomers() {
            return Err(self.turn_away(session, topic, &asked));
        }
        if self.show(session, topic, asked.ticket, shown).is_ok() {
            if !asked.first_touch {
                return Ok(());
            }
            job = Job::Connect {
                session: Arc::clone(session),
                done: job.into_done(),
            };
        }
        self.push(job).map_err(|rejected| match rejected {
            Rejected::Gone(job) => SubscribeError::Gone(job.into_done()),
            Rejected::Full => self.turn_away(session, topic, &asked),
        })
    }

    /// Takes back what a subscription that is refused has noted.
    fn turn_away(&self, session: &Session, topic: Topic, asked: &Asked) -> SubscribeError {
        if !asked.again {
            self.unsubscribe(session, topic);
        }
        if asked.first_touch {
            session.forget(self.address());
        }
        SubscribeError::Refused(self.mailbox_full())
    }

    /// Begins a subscription; `done` is over when the snapshot has been sent.
    fn show(
        self: &Arc<Self>,
        session: &Arc<Session>,
        topic: Topic,
        ticket: Ticket,
        done: Done,
    ) -> Result<(), NotReady> {
        // What a state's `Serialize` calls would find this lock taken.
        let _at_work = AtWork::begin();
        let mut published = self.published.lock();
        let instance = self.address();
        let subscribed = published.subscribe(&self.key, instance, session, topic, ticket, done)?;
        drop(published);
        if let Subscribed::Later(Some(copied)) = subscribed {
            self.write_snapshots(copied);
        }
        Ok(())
    }

    pub(crate) fn unsubscribe(&self, session: &Session, topic: Topic) {
        session.unsubscribe(self.address(), topic);
        self.published.lock().unsubscribe(session, topic);
    }

    pub(crate) fn mailbox_full(&self) -> Refusal {
        let MemberKey { actor, id } = &self.key;
        let limit = self.shared.limits().mailbox;
        Refusal::Overloaded(format!(
            "Too many calls waiting for {actor}/{id} (limit {limit})"
        ))
    }
}

/// Why a subscription could not be made.
pub(crate) enum SubscribeError {
    Refused(Refusal),
    /// The instance ended in the meantime; the next one can be tried.
    Gone(Done),
}

impl<A: Actor> Home for Instance<A> {
    fn id(&self) -> &str {
        &self.key.id
    }

    fn peers(&self) -> Peers<'_> {
        Peers::of(&self.shared)
    }
}

impl<A: Actor> Member for Instance<A> {
    fn leave(self: Arc<Self>, session: &Arc<Session>, done: Done) {
        let session = Arc::clone(session);
        // An instance that is gone has nothing left to tell.
        let _ = self.push(Job::Leave { session, done });
    }
}
