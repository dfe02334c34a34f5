//! [`Arguments`]: what a method takes by value, as a list of pairs. It is read
//! and written like a struct with a field for each.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::SerializeStruct;
use serde_json::{Map, Value};

use super::input::field_issue;
use crate::Issue;
use crate::record::{Source, required};

/// What a method takes by value: nothing, or one value and the rest.
pub trait Arguments: Sized + Send + 'static {
    /// A place for each value.
    type Slots: Default;

    /// Reads the value of one parameter into its slot.
    ///
    /// # Errors
    ///
    /// Those of the source.
    fn read<'de, S: Source<'de>>(
        slots: &mut Self::Slots,
        parameter: usize,
        source: &mut S,
    ) -> Result<(), S::Error>;

    /// Makes the list of what was read.
    ///
    /// # Errors
    ///
    /// A parameter without a value.
    fn finish<E: serde::de::Error>(
        slots: Self::Slots,
        names: &'static [&'static str],
    ) -> Result<Self, E>;

    /// Writes the values.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    fn write<W: SerializeStruct>(
        &self,
        names: &'static [&'static str],
        writer: &mut W,
    ) -> Result<(), W::Error>;

    /// Reads each value by itself, to find out which of them do not fit.
    fn misfits(names: &[&str], object: &Map<String, Value>, issues: &mut Vec<Issue>);

    /// Describes each parameter.
    fn describe(
        names: &[&str],
        docs: &[&str],
        generator: &mut SchemaGenerator,
        properties: &mut Properties,
    );
}

/// The parameters of a method as JSON Schema.
#[derive(Default)]
pub struct Properties {
    pub(super) schemas: Map<String, Value>,
    pub(super) required: Vec<Value>,
}

impl Arguments for () {
    type Slots = ();

    fn read<'de, S: Source<'de>>((): &mut (), _: usize, _: &mut S) -> Result<(), S::Error> {
        Ok(())
    }

    fn finish<E: serde::de::Error>((): (), _: &'static [&'static str]) -> Result<(), E> {
        Ok(())
    }

    fn write<W: SerializeStruct>(
        &self,
        _: &'static [&'static str],
        _: &mut W,
    ) -> Result<(), W::Error> {
        Ok(())
    }

    fn misfits(_: &[&str], _: &Map<String, Value>, _: &mut Vec<Issue>) {}

    fn describe(_: &[&str], _: &[&str], _: &mut SchemaGenerator, _: &mut Properties) {}
}

impl<T, R> Arguments for (T, R)
where
    T: Serialize + DeserializeOwned + JsonSchema + Send + 'static,
    R: Arguments,
{
    type Slots = (Option<T>, R::Slots);

    fn read<'de, S: Source<'de>>(
        slots: &mut Self::Slots,
        parameter: usize,
        source: &mut S,
    ) -> Result<(), S::Error> {
        match parameter {
            0 => source.fill(&mut slots.0),
            _ => R::read(&mut slots.1, parameter - 1, source),
        }
    }

    fn finish<E: serde::de::Error>(
        (first, rest): Self::Slots,
        names: &'static [&'static str],
    ) -> Result<Self, E> {
        Ok((required(first, names[0])?, R::finish(rest, &names[1..])?))
    }

    fn write<W: SerializeStruct>(
        &self,
        names: &'static [&'static str],
        writer: &mut W,
    ) -> Result<(), W::Error> {
        writer.serialize_field(names[0], &self.0)?;
        self.1.write(&names[1..], writer)
    }

    fn misfits(names: &[&str], object: &Map<String, Value>, issues: &mut Vec<Issue>) {
        issues.extend(field_issue::<T>(names[0], object.get(names[0])));
        R::misfits(&names[1..], object, issues);
    }

    fn describe(
        names: &[&str],
        docs: &[&str],
        generator: &mut SchemaGenerator,
        properties: &mut Properties,
    ) {
        let mut schema: Schema = generator.subschema_for::<T>();
        if !docs[0].is_empty() {
            schema.insert("description".to_owned(), docs[0].into());
        }
        properties
            .schemas
            .insert(names[0].to_owned(), schema.into());
        let missing: Result<T, serde::de::value::Error> = required(None, "");
        if missing.is_err() {
            properties.required.push(names[0].into());
        }
        R::describe(&names[1..], &docs[1..], generator, properties);
    }
}
