//! Lifecycle hooks: the functions that run when an instance starts and ends,
//! and when a connection comes and goes. Not when they run; that is the instance.

use std::fmt::Display;
use std::pin::Pin;

use crate::{Actor, Context};

/// A hook at work; the error is the text of its own.
pub type HookFuture<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;

/// The stub that calls a hook.
pub type HookFn<A> = for<'a> fn(&'a mut A, &'a Context<A>) -> HookFuture<'a>;

/// The four moments of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Activate,
    Deactivate,
    Connect,
    Disconnect,
}

impl Moment {
    pub(crate) fn hook_name(self) -> &'static str {
        match self {
            Self::Activate => "on_activate",
            Self::Deactivate => "on_deactivate",
            Self::Connect => "on_connect",
            Self::Disconnect => "on_disconnect",
        }
    }
}

/// The hooks that an actor has.
pub(crate) struct Hooks<A: Actor> {
    pub(crate) activate: Option<HookFn<A>>,
    pub(crate) deactivate: Option<HookFn<A>>,
    pub(crate) connect: Option<HookFn<A>>,
    pub(crate) disconnect: Option<HookFn<A>>,
}

impl<A: Actor> Hooks<A> {
    pub(crate) fn none() -> Self {
        Self {
            activate: None,
            deactivate: None,
            connect: None,
            disconnect: None,
        }
    }

    pub(crate) fn at(&self, moment: Moment) -> Option<HookFn<A>> {
        match moment {
            Moment::Activate => self.activate,
            Moment::Deactivate => self.deactivate,
            Moment::Connect => self.connect,
            Moment::Disconnect => self.disconnect,
        }
    }
}

/// What a hook may return: nothing, or a result with nothing in it.
pub trait HookReturn {
    /// The outcome, with the error as text.
    ///
    /// # Errors
    ///
    /// The hook's own.
    fn into_hook_result(self) -> Result<(), String>;
}

impl HookReturn for () {
    fn into_hook_result(self) -> Result<(), String> {
        Ok(())
    }
}

impl<E: Display> HookReturn for Result<(), E> {
    fn into_hook_result(self) -> Result<(), String> {
        self.map_err(|error| error.to_string())
    }
}
