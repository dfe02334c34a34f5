//! How what happens to an instance is shown, to a person and to a program.

use std::fmt::Write as _;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use stagedoor::client::{RawEvent, StateError, Update};

use crate::json::{Layout, visible};
use crate::output::Reader;
use crate::server::Server;
use crate::target::Target;

const QUIET: Style = Style::new().dimmed();
const STATE: Style = Style::new().bold();
const EVENT: Style = AnsiColor::Magenta.on_default().bold();
const TROUBLE: Style = AnsiColor::Yellow.on_default().bold();
const ADDED: Style = AnsiColor::Green.on_default().bold();
const REPLACED: Style = AnsiColor::Yellow.on_default().bold();
const REMOVED: Style = AnsiColor::Red.on_default().bold();

/// The columns of the time.
const MARGIN: usize = 11;

/// An operation of a JSON Patch.
#[derive(Deserialize)]
struct Operation<'a> {
    op: String,
    path: String,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
}

/// What a person reads before the first update.
pub(crate) fn heading(target: &Target, server: &Server) -> String {
    let (target, url) = (target.to_string(), server.url.to_string());
    let (target, url) = (visible(&target), visible(&url));
    format!("{QUIET}{target} at {url}; Ctrl-C ends{QUIET:#}")
}

/// An update for this reader, which came so long after the beginning.
pub(crate) fn update(reader: Reader, since: Duration, update: &Update) -> String {
    match reader {
        Reader::Program => as_line(update),
        Reader::Person => {
            let seconds = since.as_secs_f64();
            let text = as_text(update);
            format!("{QUIET}{seconds:>8.2}s{QUIET:#}  {text}")
        }
    }
}

/// The end as a JSON line; a person reads of it on stderr.
pub(crate) fn end(why: &StateError) -> String {
    let reason = match why {
        StateError::Refused(refused) => &refused.code,
        StateError::Destroyed => "destroyed",
        _ => "disconnected",
    };
    let message = match why {
        StateError::Refused(refused) => refused.message.clone(),
        other => other.to_string(),
    };
    let (reason, message) = (json!(reason), json!(message));
    format!(r#"{{"type":"end","reason":{reason},"message":{message}}}"#)
}

fn as_line(update: &Update) -> String {
    let dense = |json: &RawValue| Layout::Dense.of(json.get());
    match update {
        Update::Snapshot(state) => {
            format!(r#"{{"type":"state:snapshot","state":{}}}"#, dense(state))
        }
        Update::Patch(patch) => format!(r#"{{"type":"state:patch","patches":{}}}"#, dense(patch)),
        Update::Event(event) => format!(
            r#"{{"type":"event","event":{},"payload":{}}}"#,
            json!(event.name()),
            dense(event.payload())
        ),
        Update::Interrupted => json!({ "type": "interrupted" }).to_string(),
        Update::Lagged(events) => json!({ "type": "lagged", "events": events }).to_string(),
    }
}

fn as_text(update: &Update) -> String {
    match update {
        Update::Snapshot(state) => {
            let state = Layout::Block(MARGIN).of(state.get());
            format!("{STATE}state{STATE:#} {state}")
        }
        Update::Patch(patch) => patch_text(patch),
        Update::Event(event) => event_text(event),
        Update::Interrupted => {
            format!("{TROUBLE}connection lost{TROUBLE:#}, reconnecting; events may be missing")
        }
        Update::Lagged(events) => {
            format!("{TROUBLE}too slow{TROUBLE:#}, {events} events are lost; a new state follows")
        }
    }
}

fn event_text(event: &RawEvent) -> String {
    let payload = Layout::Line.of(event.payload().get());
    format!("{EVENT}event {}{EVENT:#} {payload}", visible(event.name()))
}

/// An operation on each line.
fn patch_text(patch: &RawValue) -> String {
    let Ok(operations) = serde_json::from_str::<Vec<Operation<'_>>>(patch.get()) else {
        return Layout::Line.of(patch.get());
    };
    let mut text = String::new();
    for operation in operations {
        if !text.is_empty() {
            let _ = write!(text, "\n{:MARGIN$}", "");
        }
        text.push_str(&operation.text());
    }
    text
}

impl Operation<'_> {
    fn text(&self) -> String {
        let (sign, style) = match &*self.op {
            "add" => ("+", ADDED),
            "remove" => ("-", REMOVED),
            _ => ("~", REPLACED),
        };
        let path = if self.path.is_empty() {
            "(the whole state)"
        } else {
            &self.path
        };
        let path = visible(path);
        // What is read as absent may have been `null`.
        let value = match self.value {
            _ if self.op == "remove" => String::new(),
            Some(value) => Layout::Line.of(value.get()),
            None => Layout::Line.of("null"),
        };
        format!("{style}{sign}{style:#} {path} {value}")
            .trim_end()
            .to_owned()
    }
}
