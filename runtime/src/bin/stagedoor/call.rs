//! `stagedoor call`: one call, its result on stdout.

use serde_json::value::RawValue;
use stagedoor::client::{CallFailure, MethodFailure};
use stagedoor::{Issue, PathSegment, Unanswered};

use crate::failure::{Exit, Failure, Report};
use crate::input;
use crate::json::Layout;
use crate::output::{Output, Reader};
use crate::reaching::not_connected;
use crate::server::{Server, runtime};
use crate::target::Target;

/// Calls a method and prints the result.
pub(crate) fn run(
    server: &Server,
    target: &Target,
    method: &str,
    input: Option<&str>,
) -> Result<(), Failure> {
    let input = input.map(input::read).transpose()?;
    let result = runtime()?.block_on(call(server, target, method, input.as_deref()))?;
    let mut output = Output::open();
    let layout = match output.reader() {
        Reader::Person => Layout::Block(0),
        Reader::Program => Layout::Dense,
    };
    let result = result.as_deref().unwrap_or(RawValue::NULL);
    output.line(&layout.of(result.get()))?;
    Ok(())
}

async fn call(
    server: &Server,
    target: &Target,
    method: &str,
    input: Option<&RawValue>,
) -> Result<Option<Box<RawValue>>, Failure> {
    let connected = server.builder()?.no_reconnect().connect().await;
    let client = connected.map_err(|error| not_connected(&server.url.web_socket(), &error))?;
    let called = client.call(&target.actor, &target.id, method, input).await;
    client.close().await;
    called.map_err(|failure| report(server, method, &failure).into())
}

fn report(server: &Server, method: &str, failure: &CallFailure) -> Report {
    let exit = match failure {
        CallFailure::Timeout(Unanswered::NotSent)
        | CallFailure::Disconnected(Unanswered::NotSent) => Exit::Unreachable,
        CallFailure::Timeout(Unanswered::Unknown)
        | CallFailure::Disconnected(Unanswered::Unknown) => Exit::Unanswered,
        _ => Exit::Failed,
    };
    let report = Report::new(exit, message(method, failure));
    match failure {
        CallFailure::Method(failure) => report.detail(data(failure)),
        CallFailure::Validation(issues) => issues
            .iter()
            .fold(report, |report, issue| report.detail(told(issue)))
            .hint(server.schema_hint("what each method takes")),
        CallFailure::UnknownMethod(_) => report.hint(server.schema_hint("the methods")),
        CallFailure::UnknownActor(_) => report.hint(server.schema_hint("the actors")),
        CallFailure::Denied(_) => report.hint("Say who you are with --token or --header."),
        CallFailure::Internal => report.hint("The server's log says what happened."),
        CallFailure::Timeout(_) => report.hint("Wait longer with --timeout SECONDS."),
        _ => report,
    }
}

fn message(method: &str, failure: &CallFailure) -> String {
    match failure {
        CallFailure::Method(failure) => failure.message.clone(),
        CallFailure::Validation(_) => format!("the input does not fit `{method}`"),
        CallFailure::Denied(reason) => format!("`{method}` is denied: {reason}"),
        CallFailure::Internal => format!("`{method}` failed inside the server"),
        CallFailure::Unavailable => "the server is shutting down".to_owned(),
        other => other.to_string(),
    }
}

/// The method's error as JSON, where that says more than its text.
fn data(failure: &MethodFailure) -> String {
    let Some(data) = &failure.data else {
        return String::new();
    };
    let is_text = serde_json::from_str::<String>(data.get());
    if is_text.is_ok_and(|text| text == failure.message) {
        return String::new();
    }
    Layout::Dense.of(data.get())
}

fn told(issue: &Issue) -> String {
    let path: Vec<String> = issue.path.iter().map(segment).collect();
    if path.is_empty() {
        issue.message.clone()
    } else {
        format!("{}: {}", path.join("."), issue.message)
    }
}

fn segment(segment: &PathSegment) -> String {
    match segment {
        PathSegment::Key(key) => key.clone(),
        PathSegment::Index(index) => index.to_string(),
    }
}
