//! The longer texts of the help, below the arguments of each command.

/// A heading as clap styles them; the codes are left out where colours are.
macro_rules! heading {
    ($text:literal) => {
        concat!("\u{1b}[1;4m", $text, ":\u{1b}[0m\n")
    };
}

macro_rules! examples {
    () => {
        concat!(
            heading!("Examples"),
            r#"  stagedoor call counter/visits add '{"amount": 2}'
  stagedoor watch counter/visits
  stagedoor schema
  stagedoor -u wss://example.com/live --token "$TOKEN" watch board/main"#,
        )
    };
}

macro_rules! watch_examples {
    () => {
        concat!(
            heading!("Examples"),
            r#"  stagedoor watch counter/visits
  stagedoor watch counter/visits | head -1 | jq .state
  stagedoor watch chat/general | jq -c 'select(.type == "event")'"#,
        )
    };
}

pub(crate) const EXAMPLES: &str = examples!();

pub(crate) const EXIT_CODES: &str = concat!(
    examples!(),
    "\n\n",
    heading!("Exit codes"),
    "  0  it worked; for `watch` also: Ctrl-C, or nobody reads the output any more
  1  the call failed or was refused; what was watched has ended or is refused;
     the output cannot be written
  2  the command line is wrong, or the input is not JSON
  3  the server cannot be reached, or does not let one in; nothing was called
  4  no answer came, so that whether the call took place is unknown; no state
     came

Results go to stdout and errors to stderr. On a terminal the output is made for
reading, and coloured unless NO_COLOR is set; else it is JSON, one value a line.",
);

pub(crate) const CALL_EXAMPLES: &str = concat!(
    heading!("Examples"),
    r#"  stagedoor call counter/visits get
  stagedoor call counter/visits add '{"amount": 2}'
  stagedoor call chat/general post - < message.json
  count=$(stagedoor call counter/visits get)"#,
);

pub(crate) const WATCH_EXAMPLES: &str = watch_examples!();

pub(crate) const WATCH_LINES: &str = concat!(
    watch_examples!(),
    "\n\n",
    heading!("Lines"),
    r#"  {"type":"state:snapshot","state":…}       the whole state
  {"type":"state:patch","patches":[…]}      a change of it, as of RFC 6902
  {"type":"event","event":…,"payload":…}    an event and its name
  {"type":"interrupted"}                    the connection is lost
  {"type":"lagged","events":…}              so many events are lost
  {"type":"end","reason":…,"message":…}     there is no more to come

One of these is on each line when the output is no terminal. After `interrupted`
and `lagged` a snapshot follows. The reason of an end is `destroyed`,
`disconnected`, or the code with which the server refused."#,
);

pub(crate) const SCHEMA_EXAMPLES: &str = concat!(
    heading!("Examples"),
    "  stagedoor schema
  stagedoor schema https://example.com/live | jq '.actors | keys'",
);
