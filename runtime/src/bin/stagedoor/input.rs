//! Reading the input of a call, and saying where it is not JSON.

use std::io;

use serde_json::value::RawValue;

use crate::failure::{Exit, Failure, Report};

/// The input of a call; `-` stands for what comes from stdin.
pub(crate) fn read(argument: &str) -> Result<Box<RawValue>, Failure> {
    if argument != "-" {
        return parse(argument);
    }
    match io::read_to_string(io::stdin()) {
        Ok(text) => parse(text.trim_end()),
        Err(error) => Err(Report::new(
            Exit::Usage,
            format!("the input cannot be read from stdin: {error}"),
        )
        .into()),
    }
}

fn parse(text: &str) -> Result<Box<RawValue>, Failure> {
    serde_json::from_str(text).map_err(|error| {
        Report::new(Exit::Usage, format!("the input is not JSON: {error}"))
            .detail(place(text, &error))
            .hint(r#"Write an object of the method's parameters, as in '{"amount": 2}'."#)
            .into()
    })
}

/// The line with the mistake, and a mark below it.
fn place(text: &str, error: &serde_json::Error) -> String {
    const SHOWN: usize = 60;
    let line = text.lines().nth(error.line().saturating_sub(1));
    let line = line.unwrap_or_default();
    // Columns count bytes, the last of which is the wrong one.
    let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
    let before: Vec<char> = before.chars().collect();
    let from = before.len().saturating_sub(SHOWN);
    let shown: String = line.chars().skip(from).take(SHOWN + 20).collect();
    format!("{shown}\n{}^", " ".repeat(before.len() - from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let error = serde_json::from_str::<&RawValue>(text).expect_err("it is wrong");
        place(text, &error)
    }

    #[test]
    fn the_mark_is_below_the_mistake() {
        assert_eq!(shown("hello"), "hello\n^");
        assert_eq!(shown("{\"a\": 1,\n  b: 2}"), "  b: 2}\n  ^");
        assert_eq!(shown("[\"ä\", x]"), "[\"ä\", x]\n      ^");
        assert_eq!(shown(""), "\n^");
    }

    #[test]
    fn a_long_line_is_shown_around_the_mistake() {
        let text = format!("[{}x{}]", "1,".repeat(500), ",1".repeat(500));
        let shown = shown(&text);
        let (line, mark) = shown.split_once('\n').expect("there are two");
        assert_eq!(line.chars().nth(mark.len() - 1), Some('x'));
        assert!(line.len() <= 80);
    }
}
