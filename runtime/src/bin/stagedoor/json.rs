//! [`Layout`]: JSON text laid out anew. Numbers, the order of fields and the
//! escapes in strings stay as they came, so nothing is read into values.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

const KEY: Style = AnsiColor::Blue.on_default().bold();
const STRING: Style = AnsiColor::Green.on_default();
const OTHER: Style = AnsiColor::Cyan.on_default();

/// How JSON is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// For programs: on one line, without spaces.
    Dense,
    /// For people: on one line, coloured.
    Line,
    /// For people: on as many lines as there are values, coloured; all lines but
    /// the first are indented by this many columns.
    Block(usize),
}

impl Layout {
    /// Lays out a JSON text, which must be one.
    pub(crate) fn of(self, json: &str) -> String {
        let mut text = String::with_capacity(json.len());
        let mut depth = 0;
        let mut tokens = Tokens(json).peekable();
        while let Some(token) = tokens.next() {
            let next = tokens.peek().copied().unwrap_or_default();
            match token {
                "{" | "[" => {
                    text.push_str(token);
                    if next != "}" && next != "]" {
                        depth += 1;
                        self.break_line(&mut text, depth);
                    }
                }
                "}" | "]" => {
                    if !text.ends_with(['{', '[']) {
                        depth -= 1;
                        self.break_line(&mut text, depth);
                    }
                    text.push_str(token);
                }
                "," => {
                    text.push(',');
                    self.space(&mut text);
                    self.break_line(&mut text, depth);
                }
                ":" => {
                    text.push(':');
                    self.space(&mut text);
                }
                token => self.push(&mut text, token, style(token, next)),
            }
        }
        text
    }

    fn push(self, text: &mut String, token: &str, style: Style) {
        if self == Self::Dense {
            text.push_str(token);
        } else {
            // Writing to a string succeeds.
            let _ = write!(text, "{style}{}{style:#}", visible(token));
        }
    }

    fn space(self, text: &mut String) {
        if self != Self::Dense {
            text.push(' ');
        }
    }

    fn break_line(self, text: &mut String, depth: usize) {
        if let Self::Block(margin) = self {
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', margin + 2 * depth));
        }
    }
}

/// A text without what would control a terminal, or turn the direction of
/// writing: such characters are shown as JSON escapes them.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unseen(character) {
            // Writing to a string succeeds.
            let _ = write!(shown, "\\u{:04x}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

fn is_unseen(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn style(token: &str, next: &str) -> Style {
    match (token.starts_with('"'), next) {
        (true, ":") => KEY,
        (true, _) => STRING,
        (false, _) => OTHER,
    }
}

/// The tokens of a JSON text, without the spaces between them.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.0.trim_start();
        let length = match text.chars().next()? {
            '"' => string_length(text),
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            _ => {
                let ends = |character: char| {
                    character.is_whitespace() || matches!(character, ',' | ']' | '}')
                };
                text.find(ends).unwrap_or(text.len())
            }
        };
        let (token, rest) = text.split_at(length);
        self.0 = rest;
        Some(token)
    }
}

/// The bytes of the string at the beginning of a text, with its quotes.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRICKY: &str =
        r#" { "z" : [ 1.10 , -0, 1e400 ,true,null ], "a\"{,:" : "}\\" , "":{ },"e":[ [ ] ] } "#;

    /// Without the colours.
    fn plain(layout: Layout, json: &str) -> String {
        anstream::adapter::strip_str(&layout.of(json)).to_string()
    }

    #[test]
    fn for_programs_everything_stays_but_the_spaces() {
        let dense = r#"{"z":[1.10,-0,1e400,true,null],"a\"{,:":"}\\","":{},"e":[[]]}"#;
        assert_eq!(Layout::Dense.of(TRICKY), dense);
        assert_eq!(Layout::Dense.of("  7 "), "7");
        assert_eq!(Layout::Dense.of("\"\u{9b}\""), "\"\u{9b}\"");
    }

    #[test]
    fn a_line_has_spaces_where_they_help() {
        let line = r#"{"z": [1.10, -0, 1e400, true, null], "a\"{,:": "}\\", "": {}, "e": [[]]}"#;
        assert_eq!(plain(Layout::Line, TRICKY), line);
    }

    #[test]
    fn a_block_has_a_line_for_each_value() {
        let block = "{\n    \"a\": [\n      1,\n      {}\n    ],\n    \"b\": \"x, \"\n  }";
        assert_eq!(plain(Layout::Block(2), r#"{"a":[1,{}],"b":"x, "}"#), block);
        assert_eq!(plain(Layout::Block(4), "[]"), "[]");
    }

    #[test]
    fn a_terminal_is_not_controlled_by_what_it_shows() {
        let shown = plain(Layout::Line, "\"\u{9b}2J\u{7f}\u{202e}ä\"");
        assert_eq!(shown, r#""\u009b2J\u007f\u202eä""#);
        assert_eq!(visible("a\u{1b}[2J\n"), r"a\u001b[2J\u000a");
    }

    #[test]
    fn keys_are_told_from_strings() {
        let line = Layout::Line.of(r#"{"a":"a"}"#);
        assert_eq!(
            line,
            format!("{{{KEY}\"a\"{KEY:#}: {STRING}\"a\"{STRING:#}}}")
        );
    }
}
