//! What may stand where the cursor is in a query.

use super::read::QUOTES;
use super::{KEYS, KINDS, STATES};
use crate::text::Span;

/// Values that the story at hand has, for completion.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// Names of speakers.
    pub speakers: Vec<String>,
    /// Names of tags.
    pub tags: Vec<String>,
}

/// Something that may stand where the cursor is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Completion {
    /// What to write; ends in a blank where the term is whole.
    pub text: String,
    /// What it means.
    pub about: String,
}

/// What may stand in place of the word that ends at byte `at`: the stretch it would replace, and
/// the choices, best first.
pub fn complete(text: &str, at: usize, known: &Known) -> (Span, Vec<Completion>) {
    let head = Span::new(0, at.min(text.len())).get(text).unwrap_or_default();
    let mut open = None;
    let mut from = 0;
    for (byte, letter) in head.char_indices() {
        if QUOTES.contains(&letter) {
            open = if open.is_some() { None } else { Some(byte) };
        } else if letter.is_whitespace() && open.is_none() {
            from = byte + letter.len_utf8();
        }
    }
    let place = Span::new(from, head.len());
    let typed = place.of(head);
    let (hyphen, typed) = typed.strip_prefix('-').map_or(("", typed), |rest| ("-", rest));
    let fits = |name: &str, part: &str| name.to_lowercase().contains(&part.to_lowercase());
    let choices = match typed.split_once(':') {
        None => {
            let keys = KEYS.iter().filter(|row| row.0.starts_with(typed));
            let keys = keys.map(|(name, value, about)| Completion {
                text: format!("{hyphen}{name}:"),
                about: format!("{about} · {name}:{value}"),
            });
            let states = STATES.iter().filter(|row| row.0.starts_with(typed));
            let states = states.map(|(name, about)| Completion {
                text: format!("{hyphen}{name} "),
                about: (*about).to_owned(),
            });
            let people = known.speakers.iter().filter(|name| typed.len() > 1 && fits(name, typed));
            let people = people.map(|name| whole(hyphen, "speaker", name, "speaks"));
            people.chain(states).chain(keys).collect()
        }
        Some((key, value)) => {
            let value = value.trim_matches(QUOTES);
            let values: Vec<&str> = match key {
                "speaker" => known.speakers.iter().map(String::as_str).collect(),
                "tag" => known.tags.iter().map(String::as_str).chain(["none"]).collect(),
                "kind" => KINDS.to_vec(),
                "confidence" | "score" => vec!["<0.5", ">0.9", "0.3..0.6"],
                _ => Vec::new(),
            };
            let values = values.into_iter().filter(|name| fits(name, value));
            values.map(|name| whole(hyphen, key, name, "")).collect()
        }
    };
    (place, choices)
}

fn whole(hyphen: &str, key: &str, value: &str, about: &str) -> Completion {
    let marks = if value.contains(char::is_whitespace) { "\"" } else { "" };
    Completion { text: format!("{hyphen}{key}:{marks}{value}{marks} "), about: about.to_owned() }
}
