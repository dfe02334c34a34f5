//! [`Registry`]: one actor of an app, by its definition and its instances; and
//! the form in which the manager knows it, without the actor's type.

use std::any::Any;
use std::collections::BTreeMap;
use std::future::ready;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::sync::oneshot;

use crate::current_turn::CurrentTurn;
use crate::definition::{Definition, MakeCall};
use crate::done::Done;
use crate::guard::quietly;
use crate::hook::Moment;
use crate::instance::{Instance, Instances, Invocation, Job, Kind, SlowCommits, SubscribeError};
use crate::middleware::Chain;
use crate::schema::{EventSchema, MethodSchema, actor_document};
use crate::session::{Session, Topic};
use crate::shared::Shared;
use crate::wire_call::WireReply;
use crate::{Actor, BuildError, Refusal};

/// The actors of an app, by their names.
pub(crate) type Registries = BTreeMap<&'static str, Arc<dyn AnyRegistry>>;

/// A registry, whatever its actor's type.
pub(crate) trait AnyRegistry: Send + Sync {
    /// Queues a call that came over a connection; it is answered whatever happens.
    fn call(&self, actor_id: &str, method: &str, input: Option<&RawValue>, reply: WireReply<'_>);
    /// Subscribes a session, making the instance if there is none.
    fn subscribe(
        &self,
        actor_id: &str,
        session: &Arc<Session>,
        topic: Topic,
        done: Done,
    ) -> Result<(), Refusal>;
    /// Ends a subscription; never makes an instance.
    fn unsubscribe(&self, actor_id: &str, session: &Session, topic: Topic);
    /// The ids of the live instances.
    fn live(&self) -> Vec<String>;
    /// Ends one instance; whether there was one.
    fn destroy(&self, actor_id: &str) -> BoxFuture<'static, bool>;
    /// Ends all instances that there are now.
    fn destroy_all(&self) -> Vec<BoxFuture<'static, bool>>;
    /// What the actor says about itself.
    fn document(&self) -> Value;
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

/// What an app has of the actor `A`.
pub(crate) struct Registry<A: Actor> {
    methods: BTreeMap<&'static str, MakeCall<A>>,
    method_schemas: Vec<MethodSchema>,
    event_schemas: Vec<EventSchema>,
    instances: Arc<Instances<A>>,
}

impl<A: Actor> Registry<A> {
    pub(crate) fn new(middleware: Chain, shared: Arc<Shared>) -> Result<Self, BuildError> {
        let definition = Definition::of()?;
        let kind = Kind {
            hooks: definition.hooks,
            middleware,
            slow_commits: SlowCommits::default(),
        };
        Ok(Self {
            methods: definition.methods,
            method_schemas: definition.method_schemas,
            event_schemas: definition.event_schemas,
            instances: Arc::new(Instances::new(kind, shared)),
        })
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        self.instances.shared()
    }

    /// Makes a call on an instance, making that if there is none; the instance,
    /// unless the call was refused without one.
    pub(crate) fn call(
        &self,
        actor_id: &str,
        call: &mut dyn Invocation<A>,
    ) -> Option<Arc<Instance<A>>> {
        loop {
            let creator = call.session().map(Arc::as_ref);
            let instance = match self.instances.get_or_make(actor_id, creator) {
                Ok(instance) => instance,
                Err(refusal) => {
                    quietly(|| call.refuse(refusal));
                    return None;
                }
            };
            if instance.call(call).is_ok() {
                return Some(instance);
            }
            self.instances.remove(&instance);
        }
    }

    /// Makes a call that came over a connection, on the instance that this called
    /// last if that is the one.
    pub(crate) fn call_over_connection(&self, actor_id: &str, call: &mut dyn Invocation<A>) {
        let is_it = |instance: &Instance<A>| *instance.key().id == *actor_id;
        let called = call.session().and_then(|session| session.called(is_it));
        if let Some(called) = called
            && !self.shared().is_closing()
            && called.call(call).is_ok()
        {
            return;
        }
        let session = call.session().map(Arc::clone);
        if let Some((session, called)) = session.zip(self.call(actor_id, call)) {
            session.note_called(called);
        }
    }

    /// Ends an instance. Whoever asks waits for that, but for a turn that the
    /// instance waits for: it would wait for itself.
    fn stop(&self, instance: &Arc<Instance<A>>) -> BoxFuture<'static, bool> {
        let wait = CurrentTurn::get().map(|turn| {
            let hook = Moment::Deactivate.hook_name();
            let waits = self.shared().waits();
            waits.wait(turn, instance.key().clone(), hook)
        });
        let (sender, receiver) = oneshot::channel();
        // An instance that is gone drops the sender, which says that there was none.
        let _ = instance.push(Job::Stop(sender));
        match wait.transpose() {
            Ok(wait) => Box::pin(async move {
                let _wait = wait;
                receiver.await.unwrap_or(false)
            }),
            Err(cycle) => {
                tracing::debug!(cycle, "an instance ends after the turn that destroys it");
                Box::pin(ready(true))
            }
        }
    }
}

impl<A: Actor> AnyRegistry for Registry<A> {
    fn call(&self, actor_id: &str, method: &str, input: Option<&RawValue>, reply: WireReply<'_>) {
        match self.methods.get(method) {
            Some(call) => call(self, actor_id, input, reply),
            None => reply.refuse(&Refusal::UnknownMethod, A::NAME, method),
        }
    }

    fn subscribe(
        &self,
        actor_id: &str,
        session: &Arc<Session>,
        topic: Topic,
        done: Done,
    ) -> Result<(), Refusal> {
        let mut done = done;
        loop {
            let instance = self.instances.get_or_make(actor_id, Some(session))?;
            done = match instance.subscribe(session, topic, done) {
                Ok(()) => return Ok(()),
                Err(SubscribeError::Refused(refusal)) => return Err(refusal),
                Err(SubscribeError::Gone(done)) => {
                    session.forget(instance.address());
                    self.instances.remove(&instance);
                    done
                }
            };
        }
    }

    fn unsubscribe(&self, actor_id: &str, session: &Session, topic: Topic) {
        if let Some(instance) = self.instances.get(actor_id) {
            instance.unsubscribe(session, topic);
        }
    }

    fn live(&self) -> Vec<String> {
        let all = self.instances.all().into_iter();
        let live = all.filter(|instance| instance.is_live());
        live.map(|instance| instance.key().id.to_string()).collect()
    }

    fn destroy(&self, actor_id: &str) -> BoxFuture<'static, bool> {
        match self.instances.get(actor_id) {
            Some(instance) => self.stop(&instance),
            None => Box::pin(async { false }),
        }
    }

    fn destroy_all(&self) -> Vec<BoxFuture<'static, bool>> {
        let all = self.instances.all();
        all.iter().map(|instance| self.stop(instance)).collect()
    }

    fn document(&self) -> Value {
        actor_document::<A>(&self.method_schemas, &self.event_schemas)
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}
