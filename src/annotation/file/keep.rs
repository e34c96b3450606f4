//! Reads a struct and keeps the fields it does not know, as the RON they were written in.
//!
//! So a file written by a later onrecord of the same format loses nothing when an older one changes
//! it. Works on any struct that derives `Deserialize`; values it knows are read in place, so errors
//! keep their line.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use ron::value::RawValue;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer};
use serde::de::{MapAccess, Visitor};

/// Fields by name, each with its value as it was written, white space around it not included.
pub type Fields = BTreeMap<String, String>;

/// A `T`, and the fields beside it that a `T` does not have.
pub(super) struct Keep<T> {
    pub(super) known: T,
    pub(super) unknown: Fields,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Keep<T> {
    fn deserialize<D: Deserializer<'de>>(inner: D) -> Result<Keep<T>, D::Error> {
        let mut unknown = Fields::new();
        let known = T::deserialize(Sieve { inner, known: &[], unknown: &mut unknown })?;
        Ok(Keep { known, unknown })
    }
}

/// Stands before a deserializer, its visitor and its map in turn, and takes the unknown fields out.
struct Sieve<'a, T> {
    inner: T,
    known: &'static [&'static str],
    unknown: &'a mut Fields,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Sieve<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Sieve { inner: visitor, known, unknown: self.unknown };
        self.inner.deserialize_struct(name, known, visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Sieve<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Sieve { inner: fields, known: self.known, unknown: self.unknown })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Sieve<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.inner.next_key::<String>()? {
            if let Some(known) = self.known.iter().find(|known| **known == name) {
                return seed.deserialize((*known).into_deserializer()).map(Some);
            }
            let value: Box<RawValue> = self.inner.next_value()?;
            match self.unknown.entry(name) {
                Entry::Vacant(free) => free.insert(value.get_ron().to_owned()),
                Entry::Occupied(taken) => {
                    let why = format!("field {} stands twice", taken.key());
                    return Err(de::Error::custom(why));
                }
            };
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(seed)
    }
}
