//! A method's input: its shape on the wire and how it is read.

use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

use super::arguments::{Arguments, Properties};
use super::{Method, Row, check};
use crate::record::{required, visit_map};
use crate::{Issue, PathSegment};

/// The whole `input` of a call as one parameter: `Input(stroke): Input<Stroke>`.
///
/// Without it, a method's owned parameters are the fields of an input object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Input<T>(pub T);

/// What a method's input looks like on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputShape {
    /// An object with a field per parameter; absent and `null` are `{}`.
    Fields,
    /// One value; absent is `null`.
    Whole,
}

/// What a method takes by value.
pub trait MethodInput: Sized + Send + 'static {
    /// What it looks like on the wire.
    const SHAPE: InputShape;

    /// Reads it.
    ///
    /// # Errors
    ///
    /// Those of the deserializer.
    fn read<'de, D: Deserializer<'de>>(row: &Row, deserializer: D) -> Result<Self, D::Error>;

    /// Writes it.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<S: Serializer>(&self, row: &Row, serializer: S) -> Result<S::Ok, S::Error>;

    /// Says all that keeps this text from being read.
    fn misfits(row: &Row, text: &str) -> Vec<Issue>;

    /// Describes it.
    fn schema(row: &Row, generator: SchemaGenerator) -> Schema;
}

impl<T: Arguments> MethodInput for T {
    const SHAPE: InputShape = InputShape::Fields;

    fn read<'de, D: Deserializer<'de>>(row: &Row, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ArgumentsVisitor::<T> {
            names: row.parameters,
            arguments: PhantomData,
        })
    }

    fn write<S: Serializer>(&self, row: &Row, serializer: S) -> Result<S::Ok, S::Error> {
        let names = row.parameters;
        let mut writer = serializer.serialize_struct(row.name, names.len())?;
        Arguments::write(self, names, &mut writer)?;
        writer.end()
    }

    fn misfits(row: &Row, text: &str) -> Vec<Issue> {
        let mut issues = Vec::new();
        if let Ok(object) = serde_json::from_str::<Map<String, Value>>(text) {
            T::misfits(row.parameters, &object, &mut issues);
        }
        issues
    }

    fn schema(row: &Row, mut generator: SchemaGenerator) -> Schema {
        let mut properties = Properties::default();
        let docs = row.parameter_docs;
        T::describe(row.parameters, docs, &mut generator, &mut properties);
        let mut schema = json_schema!({ "title": row.name, "type": "object" });
        if let Some(meta) = &generator.settings().meta_schema {
            schema.insert("$schema".to_owned(), (&**meta).into());
        }
        if !properties.schemas.is_empty() {
            schema.insert("properties".to_owned(), properties.schemas.into());
        }
        if !properties.required.is_empty() {
            schema.insert("required".to_owned(), properties.required.into());
        }
        let definitions = generator.take_definitions(true);
        if !definitions.is_empty() {
            schema.insert("$defs".to_owned(), definitions.into());
        }
        schema
    }
}

/// Reads the values of a list.
struct ArgumentsVisitor<T> {
    names: &'static [&'static str],
    arguments: PhantomData<fn() -> T>,
}

impl<'de, T: Arguments> Visitor<'de> for ArgumentsVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with the parameters")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut slots = T::Slots::default();
        visit_map(self.names, map, |parameter, source| {
            T::read(&mut slots, parameter, source)
        })?;
        T::finish(slots, self.names)
    }
}

/// One value that is the whole input.
pub struct Whole<T>(pub T);

impl<T> MethodInput for Whole<T>
where
    T: Serialize + DeserializeOwned + JsonSchema + Send + 'static,
{
    const SHAPE: InputShape = InputShape::Whole;

    fn read<'de, D: Deserializer<'de>>(_: &Row, deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }

    fn write<S: Serializer>(&self, _: &Row, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }

    fn misfits(_: &Row, text: &str) -> Vec<Issue> {
        misfit::<T>(text, Vec::new()).into_iter().collect()
    }

    fn schema(_: &Row, generator: SchemaGenerator) -> Schema {
        generator.into_root_schema_for::<T>()
    }
}

/// An input as it is written.
#[cfg(feature = "client")]
pub(crate) struct Written<'a, I>(pub(crate) &'a Row, pub(crate) &'a I);

#[cfg(feature = "client")]
impl<I: MethodInput> Serialize for Written<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.1.write(self.0, serializer)
    }
}

impl InputShape {
    fn absent(self) -> &'static str {
        match self {
            Self::Fields => "{}",
            Self::Whole => "null",
        }
    }
}

/// Reads and checks an input.
///
/// # Errors
///
/// What does not fit, and where.
pub(crate) fn parse_input<A, M: Method<A>>(
    input: Option<&RawValue>,
) -> Result<M::Input, Vec<Issue>> {
    let text = text(M::Input::SHAPE, input)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match M::Input::read(&M::ROW, &mut deserializer) {
        Ok(input) => check::<A, M>(&input).map(|()| input),
        // Following the paths costs time, so it is done only once something is wrong.
        Err(error) => Err(or_whole(M::Input::misfits(&M::ROW, text), &error)),
    }
}

/// The text of an input.
fn text(shape: InputShape, input: Option<&RawValue>) -> Result<&str, Vec<Issue>> {
    let text = match input.map(RawValue::get) {
        None | Some("null") => shape.absent(),
        Some(text) => text,
    };
    if shape == InputShape::Fields && !text.starts_with('{') {
        return Err(vec![Issue::new(Vec::new(), "must be an object")]);
    }
    Ok(text)
}

/// The issues; where none was found, that of the whole.
fn or_whole(issues: Vec<Issue>, error: &serde_json::Error) -> Vec<Issue> {
    if issues.is_empty() {
        vec![Issue::new(Vec::new(), without_position(error))]
    } else {
        issues
    }
}

/// What is wrong with the value of a parameter.
pub(super) fn field_issue<T: DeserializeOwned>(name: &str, value: Option<&Value>) -> Option<Issue> {
    let path = vec![PathSegment::Key(name.to_owned())];
    let Some(value) = value else {
        let missing: Result<T, serde::de::value::Error> = required(None, "");
        let message = || format!("missing field `{name}`");
        return missing.err().map(|_| Issue::new(path, message()));
    };
    misfit::<T>(&value.to_string(), path)
}

/// What is wrong with the value at a path, and where.
fn misfit<T: DeserializeOwned>(text: &str, mut path: Vec<PathSegment>) -> Option<Issue> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
    path.extend(error.path().iter().filter_map(segment));
    let message = without_position(&error.into_inner());
    // serde tells the object that lacks a field, not the field's own path.
    let missing = message.strip_prefix("missing field `");
    if let Some(name) = missing.and_then(|rest| rest.strip_suffix('`')) {
        path.push(PathSegment::Key(name.to_owned()));
    }
    Some(Issue::new(path, message))
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
