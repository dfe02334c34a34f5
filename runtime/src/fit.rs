//! Whether a type is fit for the place that a user puts it in, found out by the
//! macros without an error, so that a type that is not gives exactly one.
//!
//! A probe, [`Travel`] for one, has an inherent constant `FIT` where the type
//! implements what the place asks for; else the constant of [`Unfit`] is found.
//! [`Vetted`] takes the answer into the types: where the type is not fit, all
//! that is generated works on a [`Stand`]-in, and the [`Subject`](Vetted::Subject)
//! that has to implement [`Travels`] is the type itself, which nothing else asks.

use std::fmt::Display;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Lend;
use crate::hook::HookReturn;
use crate::state::{Key, State};
use crate::{Actor, Context, Event, PendingCall};

mod stand;

pub use stand::{Never, Stand};

/// What a type that is fit is checked as.
pub struct Fit;

/// The answer of all probes of what is not fit.
pub trait Unfit {
    /// No.
    const FIT: bool = false;
}

/// Declares a probe, and the trait whose diagnostics say what is wrong.
macro_rules! places {
    ($(
        $(#[$docs:meta])*
        $probe:ident: [$($bound:tt)+];
        $(#[$diagnostics:meta])*
        $verdict:ident;
    )+) => {$(
        $(#[$docs])*
        pub struct $probe<T: ?Sized>(PhantomData<T>);

        impl<T: $($bound)+> $probe<T> {
            /// Yes.
            pub const FIT: bool = true;
        }

        impl<T: ?Sized> Unfit for $probe<T> {}

        /// Says what is wrong with a type that is not fit.
        $(#[$diagnostics])*
        pub trait $verdict {
            /// Names the trait, which is what checks it.
            const CHECKED: () = ();
        }

        #[diagnostic::do_not_recommend]
        impl $verdict for Fit {}
    )+};
}

places! {
    /// A parameter or a result.
    Travel: [Serialize + DeserializeOwned + JsonSchema + Send + 'static];
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot go over the wire",
        label = "this is not a model",
        note = "if the type is yours, put `#[model]` on it; else use a type that has `serde::Serialize`, `serde::Deserialize`, `schemars::JsonSchema` and `Send`"
    )]
    Travels;

    /// A field of a state or a model.
    Keep: [State + JsonSchema];
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be part of a state",
        label = "this is not a model",
        note = "if the type is yours, put `#[model]` on it; else mark the field `#[actor(opaque)]`, in a model `#[model(opaque)]`, if it has `Clone`, `PartialEq`, `serde::Serialize`, `serde::Deserialize` and `schemars::JsonSchema`"
    )]
    Keeps;

    /// A key of a map in a state or a model.
    KeepKey: [Key + JsonSchema];
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be the key of a map",
        label = "this has no single name in JSON",
        note = "a key is a string, a number, an enum whose variants have no fields, or a struct around one of these with `#[model(key)]`"
    )]
    KeepsKey;

    /// A field that is compared and sent as a whole.
    KeepWhole: [
        Clone + PartialEq + Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static
    ];
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be compared and sent as a whole",
        label = "`opaque` asks for more than this type has",
        note = "an opaque value has `Clone`, `PartialEq`, `serde::Serialize`, `serde::Deserialize`, `schemars::JsonSchema`, `Send` and `Sync`: derive what is missing"
    )]
    KeepsWhole;

    /// A field of an event.
    Publish: [Clone + Serialize + DeserializeOwned + JsonSchema + Send + 'static];
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be part of an event",
        label = "this is not a model",
        note = "if the type is yours, put `#[model]` on it; else use a type that has `Clone`, `serde::Serialize`, `serde::Deserialize`, `schemars::JsonSchema` and `Send`"
    )]
    Publishes;

    /// The error of a method.
    Fail: [Display + Send + 'static];
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be the error of a method",
        label = "this has no text for the caller",
        note = "implement `std::fmt::Display` for it, for which `thiserror` has a derive; it has to be `Send` as well"
    )]
    Fails;

    /// A field that a new instance starts with.
    Start: [Default];
    #[diagnostic::on_unimplemented(
        message = "this has no default, and a new instance needs one to start from",
        label = "`{Self}` has no default",
        note = "give the field one, `#[actor(default = …)]`, or implement `Default` for `{Self}`"
    )]
    Starts;

    /// A state that starts as a whole.
    StartWhole: [Default];
    #[diagnostic::on_unimplemented(
        message = "this has no default, and a new instance needs one to start from",
        label = "`{Self}` has no default",
        note = "put `#[default]` on a variant, or give it one: `#[actor(default = …)]`, or implement `Default` for `{Self}`"
    )]
    StartsWhole;

    /// A type that may have constraints inside.
    IsState: [State];
    /// Nothing is wrong with one that has none.
    NeedsState;

    /// What a hook returns.
    HookResult: [HookReturn];
    #[diagnostic::on_unimplemented(
        message = "a hook cannot return `{Self}`",
        label = "nobody would get it",
        note = "a hook returns nothing or `Result<(), E>`, where `E` has a `Display`"
    )]
    HookReturns;

    /// An event of an actor.
    Emitted: [Event];
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not an event",
        label = "no `#[event]` on this type",
        note = "put `#[event]` on it"
    )]
    Emittable;
}

/// A parameter by reference, of a method of `A`.
pub struct Borrow<T: ?Sized, A>(PhantomData<(A, T)>);

impl<A: Actor, T: Lend<A>> Borrow<T, A> {
    /// Yes.
    pub const FIT: bool = true;
}

impl<T: ?Sized, A> Unfit for Borrow<T, A> {}

/// Says what is wrong with a type that cannot be lent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be lent to a method of `{A}`",
    label = "not `Context<Self>` and not a type that implements `FromCall`",
    note = "a parameter by reference is lent by the runtime: implement `FromCall` for `{Self}`, or take it by value to receive it over the wire"
)]
pub trait Borrows<A> {
    /// Names the trait, which is what checks it.
    const CHECKED: () = ();
}

#[diagnostic::do_not_recommend]
impl<A> Borrows<A> for Fit {}

/// A type, and whether it is `FIT` for its place.
pub struct Vet<V, const FIT: bool>(PhantomData<V>);

/// What is generated for a type if it is fit, or if not.
pub trait Vetted {
    /// What the user wrote.
    type Given;
    /// What has to be fit.
    type Subject;
    /// The type, or what stands for it.
    type Type;

    /// The value, or what stands for it.
    fn out(value: Self::Given) -> Self::Type;

    /// The value again.
    fn back(value: Self::Type) -> Self::Given;

    /// The same by reference.
    fn shown(value: &Self::Given) -> &Self::Type;

    /// The same by mutable reference.
    fn changed(value: &mut Self::Given) -> &mut Self::Type;

    /// A call that returns the value.
    fn returned<E>(call: PendingCall<'_, Self::Type, E>) -> PendingCall<'_, Self::Given, E>;

    /// A call that fails with the value.
    fn failed<T>(call: PendingCall<'_, T, Self::Type>) -> PendingCall<'_, T, Self::Given>;
}

impl<V> Vetted for Vet<V, true> {
    type Given = V;
    type Subject = Fit;
    type Type = V;

    fn out(value: V) -> V {
        value
    }

    fn back(value: V) -> V {
        value
    }

    fn shown(value: &V) -> &V {
        value
    }

    fn changed(value: &mut V) -> &mut V {
        value
    }

    fn returned<E>(call: PendingCall<'_, V, E>) -> PendingCall<'_, V, E> {
        call
    }

    fn failed<T>(call: PendingCall<'_, T, V>) -> PendingCall<'_, T, V> {
        call
    }
}

/// Nothing of this is ever run: the program does not compile.
impl<V> Vetted for Vet<V, false> {
    type Given = V;
    type Subject = V;
    type Type = Stand<V>;

    fn out(_: V) -> Stand<V> {
        refused()
    }

    fn back(_: Stand<V>) -> V {
        refused()
    }

    fn shown(_: &V) -> &Stand<V> {
        refused()
    }

    fn changed(_: &mut V) -> &mut Stand<V> {
        refused()
    }

    fn returned<E>(_: PendingCall<'_, Stand<V>, E>) -> PendingCall<'_, V, E> {
        refused()
    }

    fn failed<T>(_: PendingCall<'_, T, Stand<V>>) -> PendingCall<'_, T, V> {
        refused()
    }
}

pub(crate) fn refused() -> ! {
    unreachable!("a type that is not fit does not compile")
}

/// The parameter of a hook, if it is `FIT` for it.
pub trait HookParameter<A: Actor, const FIT: bool>: Sized {
    /// What has to be fit.
    type Subject;

    /// The context as the parameter.
    fn of(context: &Context<A>) -> &Self;
}

impl<A: Actor> HookParameter<A, true> for Context<A> {
    type Subject = Fit;

    fn of(context: &Self) -> &Self {
        context
    }
}

impl<A: Actor, T> HookParameter<A, false> for T {
    type Subject = T;

    fn of(_: &Context<A>) -> &T {
        refused()
    }
}

/// Finds out whether a type is the context of `A`.
pub struct HookContext<T, A>(PhantomData<(A, T)>);

impl<A: Actor> HookContext<Context<A>, A> {
    /// Yes.
    pub const FIT: bool = true;
}

impl<T, A> Unfit for HookContext<T, A> {}

/// Says what is wrong with the parameter of a hook.
#[diagnostic::on_unimplemented(
    message = "a hook cannot take `&{Self}`",
    label = "not the context of `{A}`",
    note = "a hook draws nothing from a call, for there is none: take `&mut self` and, if it is needed, `cx: &Context<Self>`"
)]
pub trait HookTakes<A> {
    /// Names the trait, which is what checks it.
    const CHECKED: () = ();
}

#[diagnostic::do_not_recommend]
impl<A> HookTakes<A> for Fit {}
