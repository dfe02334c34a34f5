//! The schema document: every actor's state, methods and events as JSON
//! Schema, for people and for generated clients.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::guard::catch;
use crate::method::{Failure, Method};
use crate::{Actor, Event};

/// Makes one schema, complete in itself.
type MakeSchema = fn() -> Schema;

/// What a method says about itself.
pub(crate) struct MethodSchema {
    name: &'static str,
    docs: &'static str,
    input: MakeSchema,
    result: MakeSchema,
    error: fn() -> Option<Schema>,
}

impl MethodSchema {
    pub(crate) fn of<A: Actor, M: Method<A>>() -> Self {
        Self {
            name: M::ROW.name,
            docs: M::ROW.docs,
            input: input_schema::<A, M>,
            result: sent::<M::Output>,
            error: error_schema::<A, M>,
        }
    }

    fn document(&self) -> Value {
        let mut document = described(self.docs);
        document.insert("input".into(), made(self.input));
        document.insert("result".into(), made(self.result));
        if let Some(error) = caught(self.error) {
            document.insert("error".into(), error.into());
        }
        document.into()
    }
}

/// What an event says about itself.
pub(crate) struct EventSchema {
    pub(crate) name: &'static str,
    docs: &'static str,
    payload: MakeSchema,
}

impl EventSchema {
    pub(crate) fn of<E: Event>() -> Self {
        Self {
            name: E::NAME,
            docs: E::DOCS,
            payload: sent::<E>,
        }
    }

    fn document(&self) -> Value {
        let mut document = described(self.docs);
        document.insert("payload".into(), made(self.payload));
        document.into()
    }
}

/// The schema document of one actor.
pub(crate) fn actor_document<A: Actor>(methods: &[MethodSchema], events: &[EventSchema]) -> Value {
    let mut document = described(A::DOCS);
    document.insert("state".into(), made(state_schema::<A>));
    document.insert(
        "methods".into(),
        methods
            .iter()
            .map(|method| (method.name.to_owned(), method.document()))
            .collect::<Map<_, _>>()
            .into(),
    );
    document.insert(
        "events".into(),
        events
            .iter()
            .map(|event| (event.name.to_owned(), event.document()))
            .collect::<Map<_, _>>()
            .into(),
    );
    document.into()
}

/// The schema of a state; one that does not start from `{}` carries its default as a whole.
fn state_schema<A: Actor>() -> Schema {
    let mut schema = received::<A>();
    let whole = A::declared_default().and_then(|default| serde_json::to_value(default).ok());
    if let Some(whole) = whole {
        schema.insert("default".to_owned(), whole);
    }
    schema
}

/// The schema of values as they are read: what has a default is optional.
fn received<T: JsonSchema>() -> Schema {
    generator(Direction::Received).into_root_schema_for::<T>()
}

/// The schema of values as they are written.
fn sent<T: JsonSchema>() -> Schema {
    generator(Direction::Sent).into_root_schema_for::<T>()
}

#[derive(Clone, Copy)]
enum Direction {
    Received,
    Sent,
}

fn generator(direction: Direction) -> SchemaGenerator {
    let settings = SchemaSettings::draft2020_12();
    let settings = match direction {
        Direction::Received => settings.for_deserialize(),
        Direction::Sent => settings.for_serialize(),
    };
    settings.into_generator()
}

fn input_schema<A: Actor, M: Method<A>>() -> Schema {
    M::input_schema(generator(Direction::Received))
}

fn error_schema<A: Actor, M: Method<A>>() -> Option<Schema> {
    M::Failure::format().schema().map(described_by)
}

/// The schema that a type's own function makes.
fn described_by(json_schema: fn(&mut SchemaGenerator) -> Schema) -> Schema {
    let mut generator = generator(Direction::Sent);
    let mut schema = json_schema(&mut generator);
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), definitions.into());
    }
    schema
}

fn described(docs: &str) -> Map<String, Value> {
    let mut document = Map::new();
    if !docs.is_empty() {
        document.insert("description".to_owned(), json!(docs));
    }
    document
}

fn made(make: MakeSchema) -> Value {
    // A type whose schema panics allows anything, rather than taking the document with it.
    caught(move || Some(make()))
        .unwrap_or_else(|| json_schema!(true))
        .into()
}

fn caught(make: impl FnOnce() -> Option<Schema>) -> Option<Schema> {
    catch(make).unwrap_or_else(|panic| {
        tracing::error!(panic, "a type panicked while describing its schema");
        None
    })
}
