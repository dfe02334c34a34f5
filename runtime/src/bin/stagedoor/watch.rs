//! `stagedoor watch`: what happens to an instance, as it happens.

use std::convert::Infallible;
use std::pin::pin;

use futures_util::StreamExt;
use stagedoor::client::{Client, StateError, Update};
use tokio::time::{Instant, timeout_at};

use crate::closing::{Closing, closing};
use crate::failure::{Exit, Failure, Report};
use crate::output::{Output, Reader};
use crate::reaching::not_connected;
use crate::rendering;
use crate::server::{Server, runtime};
use crate::target::Target;

/// Shows an instance until it is told to stop.
pub(crate) fn run(server: &Server, target: &Target) -> Result<(), Failure> {
    let mut output = Output::open();
    // Writing blocks for as long as the reader likes. The client has a thread of
    // its own, so that the connection is kept all the same.
    let closing = runtime()?.block_on(watch(server, target, &mut output))?;
    if closing == Closing::Asked && output.reader() == Reader::Person {
        // The prompt would come behind the terminal's `^C`.
        output.line("")?;
    }
    Ok(())
}

async fn watch(server: &Server, target: &Target, output: &mut Output) -> Result<Closing, Failure> {
    let mut closing = pin!(closing());
    let builder = server.builder()?;
    let client = tokio::select! {
        connected = builder.connect() => connected,
        closing = &mut closing => return Ok(closing),
    };
    let client = client.map_err(|error| not_connected(&server.url.web_socket(), &error))?;
    let closing = tokio::select! {
        ended = follow(&client, server, target, output) => ended.map(|never| match never {}),
        closing = &mut closing => Ok(closing),
    };
    client.close().await;
    closing
}

async fn follow(
    client: &Client,
    server: &Server,
    target: &Target,
    output: &mut Output,
) -> Result<Infallible, Failure> {
    let reader = output.reader();
    if reader == Reader::Person {
        output.line(&rendering::heading(target, server))?;
    }
    let begun = Instant::now();
    let mut deadline = server.limit().map(|limit| begun + limit);
    let updates = client.updates(&target.actor, &target.id).await;
    let mut updates = updates.map_err(|error| ended(server, target, &error))?;
    loop {
        let next = match deadline {
            Some(deadline) => timeout_at(deadline, updates.next())
                .await
                .map_err(|_| ended(server, target, &StateError::Timeout))?,
            None => updates.next().await,
        };
        match next.unwrap_or(Err(StateError::Disconnected)) {
            Ok(update) => {
                if matches!(update, Update::Snapshot(_)) {
                    deadline = None;
                }
                output.line(&rendering::update(reader, begun.elapsed(), &update))?;
            }
            Err(error) => {
                if reader == Reader::Program {
                    output.line(&rendering::end(&error))?;
                }
                return Err(ended(server, target, &error));
            }
        }
    }
}

/// Why there is no more to be seen.
fn ended(server: &Server, target: &Target, error: &StateError) -> Failure {
    let report = match error {
        StateError::Destroyed => Report::new(Exit::Failed, format!("{target} was destroyed"))
            .hint("Watching it again makes a new one."),
        StateError::Refused(refused) => {
            let message = format!("{target} cannot be watched: {refused}");
            let report = Report::new(Exit::Failed, message);
            if refused.code == "unknownActor" {
                report.hint(server.schema_hint("the actors"))
            } else {
                report
            }
        }
        StateError::Timeout => Report::new(
            Exit::Unanswered,
            format!("no state of {target} came in time"),
        )
        .hint("Wait longer with --timeout SECONDS."),
        error => Report::new(Exit::Unreachable, error.to_string()),
    };
    report.into()
}
