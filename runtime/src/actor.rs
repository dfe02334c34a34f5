//! [`Actor`] and [`ActorState`]: what the two halves of `#[actor]` make of a
//! user's type. Not a running instance of it.

use schemars::JsonSchema;

use crate::state::State;
use crate::{ActorRef, Definition};

/// The state of an actor; implemented by `#[actor]` on the type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the state of an actor",
    label = "no `#[actor]` on this type",
    note = "put `#[actor]` on the struct or enum as well as on its impl"
)]
pub trait ActorState: State + JsonSchema {
    /// The wire name of the actor.
    const NAME: &'static str;
    /// The documentation of the actor, empty when there is none.
    const DOCS: &'static str;

    /// The declared default of a type that does not start from `{}`.
    #[must_use]
    fn declared_default() -> Option<Self> {
        None
    }

    /// The type's own `Default`, where it has one.
    #[must_use]
    fn empty() -> Option<Self> {
        None
    }
}

/// An actor: a state with methods; implemented by `#[actor]` on the impl.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an actor",
    label = "no `#[actor] impl {Self}`",
    note = "put its methods into an impl that carries the attribute: `#[actor] impl {Self} {{ … }}`"
)]
pub trait Actor: ActorState {
    /// Names the trait, for the question whether a type has it.
    #[doc(hidden)]
    const DEFINED: () = ();

    /// The typed handle on one instance, named after the actor: `Chat` has `ChatHandle`.
    type Handle: From<ActorRef<Self>> + AsRef<ActorRef<Self>>;

    /// Declares the methods, events and hooks.
    fn define(definition: &mut Definition<Self>);
}
