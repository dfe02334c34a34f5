//! [`Lends`]: what a method takes by reference, as a list of pairs.

use std::marker::PhantomData;
use std::ops::Deref;

use crate::call::Lend;
use crate::fit::{Fit, Never};
use crate::guard::now;
use crate::{Actor, Refusal, Turn};

/// What a method of `A` takes by reference: nothing, or one [`Loan`] and the rest.
pub trait Lends<A> {
    /// What holds the values while the method runs.
    type Lent<'t>: Send
    where
        A: 't;
    /// Whether it takes anything.
    const ANY: bool;
    /// Whether lending them may wait.
    const WAITS: bool;

    /// Lends them, one after the other.
    fn lend<'t>(turn: &Turn<'t, A>) -> impl Future<Output = Result<Self::Lent<'t>, Refusal>> + Send
    where
        A: Actor;

    /// Lends them where none of them waits.
    fn lend_now<'t>(turn: &Turn<'t, A>) -> Result<Self::Lent<'t>, Refusal>
    where
        A: Actor;
}

impl<A> Lends<A> for () {
    type Lent<'t>
        = ()
    where
        A: 't;
    const ANY: bool = false;
    const WAITS: bool = false;

    async fn lend(_: &Turn<'_, A>) -> Result<(), Refusal>
    where
        A: Actor,
    {
        Ok(())
    }

    fn lend_now(_: &Turn<'_, A>) -> Result<(), Refusal>
    where
        A: Actor,
    {
        Ok(())
    }
}

impl<A: Actor, L: LendOne<A>, R: Lends<A>> Lends<A> for (L, R) {
    type Lent<'t>
        = (L::Lent<'t>, R::Lent<'t>)
    where
        A: 't;
    const ANY: bool = true;
    const WAITS: bool = L::WAITS || R::WAITS;

    async fn lend<'t>(turn: &Turn<'t, A>) -> Result<Self::Lent<'t>, Refusal> {
        let first = L::lend(turn).await?;
        Ok((first, R::lend(turn).await?))
    }

    fn lend_now<'t>(turn: &Turn<'t, A>) -> Result<Self::Lent<'t>, Refusal> {
        let first = now(L::lend(turn)).ok_or(Refusal::Internal)??;
        Ok((first, R::lend_now(turn)?))
    }
}

/// A type that a method takes by reference, if it is `FIT` for it.
pub struct Loan<T, const FIT: bool>(PhantomData<T>);

/// What is lent for one parameter.
pub trait LendOne<A: Actor> {
    /// What has to be fit.
    type Subject;
    /// The value.
    type Target;
    /// What holds the value while the method runs.
    type Lent<'t>: Deref<Target = Self::Target> + Send;
    /// Whether lending it may wait.
    const WAITS: bool;

    /// Lends the value for a turn.
    fn lend<'t>(turn: &Turn<'t, A>)
    -> impl Future<Output = Result<Self::Lent<'t>, Refusal>> + Send;
}

impl<A: Actor, T: Lend<A>> LendOne<A> for Loan<T, true> {
    type Subject = Fit;
    type Target = T;
    type Lent<'t> = T::Lent<'t>;
    const WAITS: bool = T::WAITS;

    fn lend<'t>(turn: &Turn<'t, A>) -> impl Future<Output = Result<T::Lent<'t>, Refusal>> + Send {
        turn.lend::<T>()
    }
}

impl<A: Actor, T> LendOne<A> for Loan<T, false> {
    type Subject = T;
    type Target = T;
    type Lent<'t> = Never<T>;
    const WAITS: bool = false;

    async fn lend(_: &Turn<'_, A>) -> Result<Never<T>, Refusal> {
        crate::fit::refused()
    }
}
