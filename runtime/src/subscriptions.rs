//! What handles have besides an actor's own methods, as far as this build has a
//! client: generated code cannot see which features there are.

/// Gives a handle `on` and `state`.
#[cfg(feature = "client")]
#[doc(hidden)]
#[macro_export]
macro_rules! __subscriptions {
    ($handle:ident, $actor:ty) => {
        impl $handle {
            /// The events of one type; see [`ActorRef::on`]($crate::ActorRef::on).
            //
            // Not an `async fn`, whose hidden type would repeat the bound: an
            // undeclared event would then be reported again at each use of it.
            pub fn on<E: $crate::EmittedBy<$actor> + $crate::Event>(
                &self,
            ) -> $crate::__private::BoxFuture<
                '_,
                ::core::result::Result<$crate::client::Events<E>, $crate::client::EventError>,
            > {
                ::std::boxed::Box::pin(self.0.on())
            }

            /// The state, kept up to date; see [`ActorRef::state`]($crate::ActorRef::state).
            pub async fn state(
                &self,
            ) -> ::core::result::Result<
                $crate::client::StateWatch<$actor>,
                $crate::client::StateError,
            > {
                self.0.state().await
            }
        }
    };
}

/// Gives a handle nothing.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __subscriptions {
    ($handle:ident, $actor:ty) => {};
}
