//! [`Definition`]: what an actor declares (its methods, events and hooks) as
//! data. Not how any of it is run.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::hook::{HookFn, Hooks};
use crate::method::Method;
use crate::registry::Registry;
use crate::schema::{EventSchema, MethodSchema};
use crate::wire_call::{self, WireReply};
use crate::{Actor, BuildError, Event};

/// The declarations of the actor `A`, filled in by [`Actor::define`].
pub struct Definition<A: Actor> {
    pub(crate) methods: BTreeMap<&'static str, MakeCall<A>>,
    pub(crate) method_schemas: Vec<MethodSchema>,
    pub(crate) event_schemas: Vec<EventSchema>,
    pub(crate) hooks: Hooks<A>,
    fault: Option<BuildError>,
}

/// Makes a call of one method on an instance; it is answered whatever happens.
pub(crate) type MakeCall<A> = fn(&Registry<A>, &str, Option<&RawValue>, WireReply<'_>);

impl<A: Actor> Definition<A> {
    /// What the actor declares.
    ///
    /// # Errors
    ///
    /// A name that is there twice.
    pub(crate) fn of() -> Result<Self, BuildError> {
        let mut definition = Self {
            methods: BTreeMap::new(),
            method_schemas: Vec::new(),
            event_schemas: Vec::new(),
            hooks: Hooks::none(),
            fault: None,
        };
        A::define(&mut definition);
        match definition.fault {
            Some(fault) => Err(fault),
            None => Ok(definition),
        }
    }

    /// Declares a method.
    pub fn method<M: Method<A>>(&mut self) {
        self.method_schemas.push(MethodSchema::of::<A, M>());
        if self
            .methods
            .insert(M::ROW.name, wire_call::call::<A, M>)
            .is_some()
        {
            self.fault.get_or_insert(BuildError::DuplicateMethod {
                actor: A::NAME,
                method: M::ROW.name,
            });
        }
    }

    /// Declares an event.
    pub fn event<E: Event>(&mut self) {
        if self.event_schemas.iter().any(|known| known.name == E::NAME) {
            self.fault.get_or_insert(BuildError::DuplicateEvent {
                actor: A::NAME,
                event: E::NAME,
            });
        }
        self.event_schemas.push(EventSchema::of::<E>());
    }

    /// Declares what runs before the first call.
    pub fn on_activate(&mut self, hook: HookFn<A>) {
        self.hooks.activate = Some(hook);
    }

    /// Declares what runs before the instance goes.
    pub fn on_deactivate(&mut self, hook: HookFn<A>) {
        self.hooks.deactivate = Some(hook);
    }

    /// Declares what runs when a connection first touches the instance.
    pub fn on_connect(&mut self, hook: HookFn<A>) {
        self.hooks.connect = Some(hook);
    }

    /// Declares what runs when a connection that touched the instance has closed.
    pub fn on_disconnect(&mut self, hook: HookFn<A>) {
        self.hooks.disconnect = Some(hook);
    }
}
