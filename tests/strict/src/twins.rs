//! Two actors in one module, with methods, events and types of the same names.

use stage::prelude::*;

/// What both have.
#[model]
pub struct Shared {
    /// Anything.
    pub value: u32,
}

/// Something happened.
#[event]
pub struct Happened {
    /// What.
    pub shared: Shared,
}

/// One.
#[actor]
pub struct One;

/// The other.
#[actor]
pub struct Other;

#[actor(events(Happened))]
impl One {
    /// Takes it.
    #[method]
    pub fn take(&mut self, cx: &Context<Self>, shared: Shared) -> Shared {
        cx.emit(Happened {
            shared: shared.clone(),
        })
        .broadcast();
        shared
    }

    #[on_connect]
    fn join(&mut self) {}
}

#[actor(events(Happened))]
impl Other {
    /// Takes it.
    #[method]
    pub fn take(&mut self, cx: &Context<Self>, shared: Shared) -> Shared {
        cx.emit(Happened {
            shared: shared.clone(),
        })
        .broadcast();
        shared
    }

    #[on_connect]
    fn join(&mut self) {}
}

/// Calls both.
///
/// # Errors
///
/// Those of the calls.
pub async fn both(
    one: &OneHandle,
    other: &OtherHandle,
) -> Result<u32, CallError<std::convert::Infallible>> {
    let shared = one.take(Shared { value: 1 }).await?;
    let shared = other.take(shared).await?;
    Ok(shared.value)
}
