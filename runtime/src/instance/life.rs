//! A life: what an instance has between its activation and its end, who is
//! connected to it, and how it begins and ends. Not the turns within it.

use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock};

use tokio::sync::oneshot;

use super::Instance;
use super::job::Job;
use crate::done::Done;
use crate::guard::quietly;
use crate::hook::Moment;
use crate::member::Member;
use crate::protocol::{self, Subject};
use crate::session::{Session, Sessions, Ticket, Topic};
use crate::starting::starting_state;
use crate::{Actor, Caller, Refusal};

/// In whose name an instance begins and ends.
static SYSTEM: LazyLock<Arc<Caller>> = LazyLock::new(|| Arc::new(Caller::system()));

/// The state as the running turn sees it, and who is connected.
pub(crate) struct Life<A: Actor> {
    pub(super) working: A,
    /// Whether `working` may differ from what is committed.
    pub(super) dirty: bool,
    /// How many turns have been committed.
    pub(super) commits: u32,
    /// Whether neither committing nor rolling back was possible.
    pub(super) broken: bool,
    connected: Sessions,
}

/// A life on its way from one worker to the next, if there is one.
pub(super) type Resting<A> = Option<Box<Life<A>>>;

impl<A: Actor> Life<A> {
    /// Whether `on_connect` has run for this session.
    pub(super) fn knows(&self, session: &Session) -> bool {
        self.connected.contains(session)
    }
}

impl<A: Actor> Instance<A> {
    pub(super) async fn perform(self: &Arc<Self>, job: Job<A>, life: &mut Resting<A>) {
        let done = match job {
            Job::Call(mut call) => {
                self.make_call(&mut *call, life).await;
                quietly(move || drop(call));
                return;
            }
            Job::Stop(stopped) => return self.stop(stopped, life).await,
            Job::Connect { session, done } => {
                // Unless the life that it subscribed to has ended since.
                if let Some(life) = life
                    .as_deref_mut()
                    .filter(|_| session.touches(self.address()))
                {
                    self.connect(life, &session).await;
                }
                done
            }
            Job::Subscribe {
                session,
                topic,
                ticket,
                done,
            } => {
                let (shown, done) = done.split();
                self.subscribe_in_turn(&session, topic, ticket, shown, life)
                    .await;
                done
            }
            Job::Leave { session, done } => {
                if let Some(life) = life.as_deref_mut() {
                    self.disconnect(life, &session).await;
                }
                done
            }
        };
        self.end_turn();
        drop(done);
    }

    /// Makes sure that the instance is active and the session connected.
    pub(super) async fn enter<'l>(
        self: &Arc<Self>,
        life: &'l mut Resting<A>,
        session: Option<&Arc<Session>>,
    ) -> Result<&'l mut Life<A>, Refusal> {
        if life.is_none() {
            self.activate(life).await?;
        }
        let life = life.as_deref_mut().ok_or(Refusal::Internal)?;
        if let Some(session) = session {
            self.connect(life, session).await;
        }
        Ok(life)
    }

    async fn activate(self: &Arc<Self>, life: &mut Resting<A>) -> Result<(), Refusal> {
        if self.shared.is_closing() {
            return Err(Refusal::Unavailable);
        }
        let starting = quietly(starting_state::<A>).ok_or(Refusal::Internal)?;
        let working = starting.map_err(Refusal::Activation)?;
        let committed = quietly(|| working.clone()).ok_or(Refusal::Internal)?;
        self.published.lock().open(committed);
        self.is_live.store(true, Ordering::Release);
        let new = life.insert(Box::new(Life {
            working,
            dirty: false,
            commits: 0,
            broken: false,
            connected: Sessions::default(),
        }));
        self.shared.instance_created(&self.key);
        self.run_hook(Moment::Activate, &SYSTEM, new).await;
        self.published.lock().set_ready();
        Ok(())
    }

    async fn connect(self: &Arc<Self>, life: &mut Life<A>, session: &Arc<Session>) {
        if life.knows(session) {
            return;
        }
        let me = || Arc::clone(self) as Arc<dyn Member>;
        let open = session.touch(self.address(), me);
        life.connected.insert(Arc::clone(session));
        self.run_hook(Moment::Connect, session.caller(), life).await;
        if !open {
            // It closed before its first call's turn came, so nobody else will say so.
            let session = Arc::clone(session);
            let _ = self.push(Job::Leave {
                session,
                done: Done::unobserved(),
            });
        }
    }

    async fn disconnect(self: &Arc<Self>, life: &mut Life<A>, session: &Arc<Session>) {
        self.published.lock().leave(session);
        if life.connected.remove(session) {
            self.run_hook(Moment::Disconnect, session.caller(), life)
                .await;
        }
    }

    async fn subscribe_in_turn(
        self: &Arc<Self>,
        session: &Arc<Session>,
        topic: Topic,
        ticket: Ticket,
        shown: Done,
        life: &mut Resting<A>,
    ) {
        if !session.touches(self.address()) {
            // The end of the life before took this subscription along, though it
            // came too late to be told. A closed session is told nothing.
            session.send(protocol::destroyed(self.key.actor, &self.key.id));
            return;
        }
        let refusal = match self.enter(life, Some(session)).await {
            Ok(_) => {
                let shown = self.show(session, topic, ticket, shown);
                shown.is_err().then(|| {
                    session.unsubscribe(self.address(), topic);
                    Refusal::Internal
                })
            }
            Err(refusal) => {
                session.forget(self.address());
                Some(refusal)
            }
        };
        if let Some(refusal) = refusal {
            let outcome = refusal.outcome(self.key.actor, "");
            let subject = Subject::instance(self.key.actor, &self.key.id);
            session.send(protocol::error(&outcome, subject));
        }
    }

    async fn stop(self: &Arc<Self>, stopped: oneshot::Sender<bool>, life: &mut Resting<A>) {
        let was_live = life.is_some();
        if let Some(life) = life.as_deref_mut() {
            self.run_hook(Moment::Deactivate, &SYSTEM, life).await;
        }
        self.collapse(life);
        self.end_turn();
        self.vacate(life.as_deref());
        let _ = stopped.send(was_live);
    }

    /// Ends the life at once; subscribers are told.
    pub(super) fn collapse(&self, life: &mut Resting<A>) {
        let Some(ended) = life.take() else { return };
        self.is_live.store(false, Ordering::Release);
        let (committed, subscribers) = self.published.lock().close();
        let gone = protocol::destroyed(self.key.actor, &self.key.id);
        for session in subscribers.iter() {
            session.forget(self.address());
            if !self.shared.is_closing() {
                session.send(gone.clone());
            }
        }
        for session in ended.connected.iter() {
            session.forget(self.address());
        }
        self.shared.instance_destroyed(&self.key);
        quietly(move || drop(ended));
        quietly(move || drop(committed));
    }
}
