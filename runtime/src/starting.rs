//! The state that a new instance starts from, by the protocol's rules.

use std::marker::PhantomData;

use crate::ActorState;

/// Makes the starting state: from `{}`, so that every field takes its default;
/// else from `null`, the declared default of the whole; else the type's own
/// `Default`.
///
/// # Errors
///
/// A text that names the actor and the field, where the type accepts none of them.
pub(crate) fn starting_state<S: ActorState>() -> Result<S, String> {
    let missing = match serde_json::from_str::<S>("{}") {
        Ok(state) => return Ok(state),
        Err(error) => error,
    };
    serde_json::from_str::<S>("null")
        .ok()
        .or_else(S::declared_default)
        .or_else(S::empty)
        .ok_or_else(|| format!("No starting state for {}: {missing}", S::NAME))
}

/// Finds out whether a concrete type has a `Default`, by autoref: the method
/// on the value wins over the one on the reference.
pub struct DefaultProbe<T>(PhantomData<T>);

impl<T> DefaultProbe<T> {
    /// A probe of `T`.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Default for DefaultProbe<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// The answer for types with a `Default`.
pub trait WithDefault<T> {
    /// The default.
    fn probe(&self) -> Option<T>;
}

impl<T: Default> WithDefault<T> for DefaultProbe<T> {
    fn probe(&self) -> Option<T> {
        Some(T::default())
    }
}

/// The answer for all other types.
pub trait WithoutDefault<T> {
    /// None.
    fn probe(&self) -> Option<T>;
}

impl<T> WithoutDefault<T> for &DefaultProbe<T> {
    fn probe(&self) -> Option<T> {
        None
    }
}
