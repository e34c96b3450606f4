//! A reader's keys, read from RON: `{"read": {"<f5>": "review", "q": "nothing"}}`.
//!
//! Only what is written, with its lines: which places and actions there are, `input` knows.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::settings::SettingsError;
use super::told;

/// One key as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// Where it is live: `read`, `review`, …
    pub place: String,
    /// `J`, `<c-d>`, `]s`.
    pub keys: String,
    /// Name of an action.
    pub action: String,
    /// Line of the file, from 1.
    pub line: usize,
}

/// Pairs in the order they are written, also where a name stands twice.
struct Pairs<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Pairs<T>, D::Error> {
        struct Read<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map between { and }")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Read(std::marker::PhantomData))
    }
}

/// Reads a file of keys; `file` names it in the error.
pub fn parse(file: &str, text: &str) -> Result<Vec<Key>, SettingsError> {
    let read: Pairs<Pairs<String>> = ron::from_str(text).map_err(|error| SettingsError {
        file: file.to_owned(),
        line: error.span.start.line,
        reason: told(&error.code),
    })?;
    let mut keys = Vec::new();
    let mut from = 0;
    for (place, pairs) in read.0 {
        from = after(text, from, &place);
        for (chord, action) in pairs.0 {
            from = after(text, from, &chord);
            let line = text.get(..from).map_or(1, |head| head.lines().count());
            keys.push(Key { place: place.clone(), keys: chord, action, line });
        }
    }
    Ok(keys)
}

/// The byte behind the next place from `from` on where a name stands with a colon behind it.
fn after(text: &str, from: usize, name: &str) -> usize {
    let quoted = format!("{name:?}");
    let rest = text.get(from..).unwrap_or_default();
    let hits = rest.match_indices(&quoted).map(|(at, _)| at + quoted.len());
    let names =
        |end: &usize| rest.get(*end..).is_some_and(|behind| behind.trim_start().starts_with(':'));
    from + hits.into_iter().find(names).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_with_their_lines() {
        let text = "// mine\n{\n  \"read\": {\n    \"a\": \"accept\", // \"b\"\n    \"b\": \"a\",\n    \"a\": \"reject\" },\n  \"story\": { \"a\": \"line\" },\n}";
        let keys = parse("keys.ron", text).unwrap();
        let told: Vec<String> = keys
            .iter()
            .map(|key| format!("{} {} {} {}", key.line, key.place, key.keys, key.action))
            .collect();
        assert_eq!(told, ["4 read a accept", "5 read b a", "6 read a reject", "7 story a line"]);
        let error = parse("keys.ron", "{\n \"read\": 3 }").unwrap_err();
        assert_eq!(error.line, 2, "{error}");
    }
}
