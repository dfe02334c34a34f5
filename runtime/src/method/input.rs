//! A method's input: its shape on the wire and how it is read.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_path_to_error::Segment;

use crate::{Issue, PathSegment};

/// The whole `input` of a call as one parameter: `Input(stroke): Input<Stroke>`.
///
/// Without it, a method's owned parameters are the fields of an input object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Input<T>(pub T);

/// What a method's input looks like on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputShape {
    /// No parameters: absent, `null` and an object are accepted.
    Empty,
    /// An object with a field per parameter; absent and `null` are `{}`.
    Fields,
    /// One value; absent is `null`.
    Whole,
}

impl InputShape {
    /// Whether the input is an object; serde would also take an array of its fields.
    fn is_object(self) -> bool {
        matches!(self, Self::Empty | Self::Fields)
    }

    fn absent(self) -> &'static str {
        match self {
            Self::Empty | Self::Fields => "{}",
            Self::Whole => "null",
        }
    }
}

/// Reads an input.
///
/// # Errors
///
/// What does not fit, and where.
pub(crate) fn parse_input<T: DeserializeOwned>(
    shape: InputShape,
    input: Option<&RawValue>,
) -> Result<T, Vec<Issue>> {
    let text = match input.map(RawValue::get) {
        None | Some("null") => shape.absent(),
        Some(text) => text,
    };
    if shape.is_object() && !text.starts_with('{') {
        return Err(vec![Issue::new(Vec::new(), "must be an object")]);
    }
    // Following the path costs time, so it is done only once something is wrong.
    serde_json::from_str(text).map_err(|_| issues::<T>(text))
}

fn issues<T: DeserializeOwned>(text: &str) -> Vec<Issue> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Ok(_) => vec![Issue::new(Vec::new(), "does not fit")],
        Err(error) => {
            let mut path: Vec<_> = error.path().iter().filter_map(segment).collect();
            let message = without_position(&error.into_inner());
            // serde tells the object that lacks a field, not the field's own path.
            let missing = message.strip_prefix("missing field `");
            if let Some(name) = missing.and_then(|rest| rest.strip_suffix('`')) {
                path.push(PathSegment::Key(name.to_owned()));
            }
            vec![Issue::new(path, message)]
        }
    }
}

fn segment(segment: &Segment) -> Option<PathSegment> {
    match segment {
        Segment::Map { key } => Some(PathSegment::Key(key.clone())),
        Segment::Enum { variant } => Some(PathSegment::Key(variant.clone())),
        Segment::Seq { index } => Some(PathSegment::Index(*index)),
        Segment::Unknown => None,
    }
}

/// The position is one in a slice of the frame, so it would mislead.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}
