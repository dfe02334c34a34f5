//! [`Middleware`]: concerns that are not a value, such as logging and rate
//! limits. It runs before a method and may end the call; it never sees the answer.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::{Call, Denied};

/// Something that runs before each method of an app or an actor, in the order
/// in which it was added, and can end the call.
///
/// A closure `Fn(&Call) -> Result<(), Denied>` is one; implement the trait for
/// a middleware that awaits.
pub trait Middleware: Send + Sync + 'static {
    /// Lets the call pass or ends it.
    ///
    /// # Errors
    ///
    /// The refusal that the caller is answered with.
    fn before(&self, call: &Call) -> impl Future<Output = Result<(), Denied>> + Send;
}

impl<F> Middleware for F
where
    F: Fn(&Call) -> Result<(), Denied> + Send + Sync + 'static,
{
    async fn before(&self, call: &Call) -> Result<(), Denied> {
        self(call)
    }
}

/// The middleware of an app followed by that of one actor.
#[derive(Clone, Default)]
pub(crate) struct Chain(Vec<Arc<dyn Link>>);

impl Chain {
    pub(crate) fn push(&mut self, middleware: impl Middleware) {
        self.0.push(Arc::new(middleware));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn followed_by(&self, inner: &Self) -> Self {
        Self(self.0.iter().chain(&inner.0).cloned().collect())
    }

    pub(crate) async fn before(&self, call: &Call) -> Result<(), Denied> {
        for link in &self.0 {
            link.before(call).await?;
        }
        Ok(())
    }
}

trait Link: Send + Sync {
    fn before<'a>(&'a self, call: &'a Call) -> BoxFuture<'a, Result<(), Denied>>;
}

impl<M: Middleware> Link for M {
    fn before<'a>(&'a self, call: &'a Call) -> BoxFuture<'a, Result<(), Denied>> {
        Box::pin(Middleware::before(self, call))
    }
}
