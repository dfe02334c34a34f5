//! The protocol, rule by rule: each case runs over a WebSocket, over one while
//! others load the same app, over the example's TCP transport and over handlers
//! with no socket at all, and its test is named after both, as in
//! `events::tcp::the_case`.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the wire dictates how methods take what they are given"
)]

/// Makes a test of each case for each transport.
macro_rules! cases {
    ($($case:ident),* $(,)?) => {
        mod web_socket {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(support::Transport::WebSocket).await;
            })*
        }

        mod loaded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(support::Transport::Loaded).await;
            })*
        }

        mod tcp {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(support::Transport::Tcp).await;
            })*
        }

        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case(support::Transport::Memory).await;
            })*
        }
    };
}

mod actors;
mod atomicity;
mod bad_frames;
mod base;
mod connecting;
mod constraints;
mod destroying;
mod errors;
mod events;
mod frame_limits;
mod frames;
mod handlers;
mod inputs;
mod instance_limits;
mod limits;
mod names;
mod order;
mod oversized;
mod races;
mod slow_hooks;
mod slow_readers;
mod sockets;
mod starting;
mod state;
