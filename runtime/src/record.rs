//! [`Record`]: a struct with named fields as serde reads and writes it. What is
//! generated for a struct is a row for each field; the visitor is here, once.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor, value};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serializer, forward_to_deserialize_any};

/// What serde needs to know of a struct with named fields. The macros implement
/// it for a type of their own, so that what it names can be private.
pub trait Record: Sized {
    /// The struct.
    type Value;
    /// The name that serde is told.
    const NAME: &'static str;
    /// The wire names of the fields that are read, in order.
    const FIELDS: &'static [&'static str];
    /// How many fields are written.
    const WRITTEN: usize;
    /// A place for the value of each field, in order.
    type Slots;

    /// Slots without values.
    fn slots() -> Self::Slots;

    /// Reads the value of one field into its slot.
    ///
    /// # Errors
    ///
    /// Those of the source.
    fn read<'de, S: Source<'de>>(
        slots: &mut Self::Slots,
        field: usize,
        source: &mut S,
    ) -> Result<(), S::Error>;

    /// Makes the struct of what was read, and of the defaults of what was not.
    ///
    /// # Errors
    ///
    /// A field without a value and without a default.
    fn finish<E: serde::de::Error>(slots: Self::Slots) -> Result<Self::Value, E>;

    /// Writes the fields.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    fn write<W: SerializeStruct>(value: &Self::Value, writer: &mut W) -> Result<(), W::Error>;
}

/// Where the values of the fields come from.
pub trait Source<'de> {
    /// What may go wrong.
    type Error: serde::de::Error;

    /// Reads the next value into a slot.
    ///
    /// # Errors
    ///
    /// A value that does not fit, or a slot that has one already.
    fn fill<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) -> Result<(), Self::Error>;
}

/// Writes a record as serde's own derive does.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<R: Record, S: Serializer>(
    value: &R::Value,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut writer = serializer.serialize_struct(R::NAME, R::WRITTEN)?;
    R::write(value, &mut writer)?;
    writer.end()
}

/// Reads a record as serde's own derive does.
///
/// # Errors
///
/// Those of the deserializer.
pub fn deserialize<'de, R: Record, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<R::Value, D::Error> {
    deserializer.deserialize_struct(R::NAME, R::FIELDS, RecordVisitor::<R>(PhantomData))
}

/// The value of a field without a default; `None` for an `Option`.
///
/// # Errors
///
/// There is none.
pub fn required<'de, T: Deserialize<'de>, E: serde::de::Error>(
    slot: Option<T>,
    name: &'static str,
) -> Result<T, E> {
    match slot {
        Some(value) => Ok(value),
        None => T::deserialize(Missing(name)).map_err(|_| E::missing_field(name)),
    }
}

struct RecordVisitor<R>(PhantomData<fn() -> R>);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
    type Value = R::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "struct {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<R::Value, A::Error> {
        let mut slots = R::slots();
        visit_map(R::FIELDS, map, |field, source| {
            R::read(&mut slots, field, source)
        })?;
        R::finish(slots)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<R::Value, A::Error> {
        let mut slots = R::slots();
        for field in 0..R::FIELDS.len() {
            let mut source = SequenceSource {
                sequence: &mut sequence,
                element: PhantomData,
            };
            R::read(&mut slots, field, &mut source)?;
        }
        R::finish(slots)
    }
}

/// Reads the entries of a map, each by the place that its name has among `names`.
pub(crate) fn visit_map<'de, A: MapAccess<'de>>(
    names: &'static [&'static str],
    mut map: A,
    mut read: impl FnMut(usize, &mut MapSource<'_, 'de, A>) -> Result<(), A::Error>,
) -> Result<(), A::Error> {
    while let Some(place) = map.next_key_seed(FieldName(names))? {
        match place {
            Some(place) => {
                let mut source = MapSource {
                    map: &mut map,
                    name: names[place],
                    entry: PhantomData,
                };
                read(place, &mut source)?;
            }
            None => drop(map.next_value::<IgnoredAny>()?),
        }
    }
    Ok(())
}

pub(crate) struct MapSource<'a, 'de, A> {
    map: &'a mut A,
    name: &'static str,
    entry: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Source<'de> for MapSource<'_, 'de, A> {
    type Error = A::Error;

    fn fill<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(A::Error::duplicate_field(self.name));
        }
        *slot = Some(self.map.next_value()?);
        Ok(())
    }
}

struct SequenceSource<'a, 'de, A> {
    sequence: &'a mut A,
    element: PhantomData<&'de ()>,
}

impl<'de, A: SeqAccess<'de>> Source<'de> for SequenceSource<'_, 'de, A> {
    type Error = A::Error;

    fn fill<T: Deserialize<'de>>(&mut self, slot: &mut Option<T>) -> Result<(), A::Error> {
        *slot = self.sequence.next_element()?;
        Ok(())
    }
}

/// Finds the place of a field by its name, or its number in formats without names.
struct FieldName(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("field identifier")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(self.0.iter().position(|field| *field == name))
    }

    fn visit_bytes<E: serde::de::Error>(self, name: &[u8]) -> Result<Option<usize>, E> {
        Ok(self.0.iter().position(|field| field.as_bytes() == name))
    }

    fn visit_u64<E: serde::de::Error>(self, index: u64) -> Result<Option<usize>, E> {
        let place = usize::try_from(index).ok();
        Ok(place.filter(|&place| place < self.0.len()))
    }
}

/// A value that is not there.
struct Missing(&'static str);

impl<'de> Deserializer<'de> for Missing {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Self::Error::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
