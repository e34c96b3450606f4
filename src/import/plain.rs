//! Plain text and wire copy: one line a paragraph, or lines wrapped by hand and blank ones between.

use super::{Given, Head, ImportError, Loaded, Refused, decode, html};
use crate::article::{Article, Metadata, Origin};
use crate::text::Cleaned;
use crate::text::clean::{clean, clean_points};

/// Reads a file as one article; a page of HTML is no prose.
pub(super) fn files(given: &Given) -> Vec<Result<Loaded, Refused>> {
    let read = decode(given.bytes).and_then(|decoded| {
        if html::begins(&Head::new(decoded.as_bytes())) {
            return Err(ImportError::NotText { looks_like: "a page of HTML" });
        }
        let article = read(given.id(), given.origin(), &decoded);
        if article.text.trim().is_empty() {
            return Err(ImportError::Empty);
        }
        Ok(given.loaded(article, decoded.into_owned()))
    });
    vec![read.map_err(|why| given.refuse(why))]
}

/// Reads `decoded` as one article. Lines wrapped by hand are joined; offsets stay those of `decoded`.
fn read(id: String, origin: Origin, decoded: &str) -> Article {
    Article::from_copy(id, origin, unwrap_lines(decoded), Metadata::default())
}

/// No hand-wrapped line is longer, in characters.
const WIDEST: usize = 100;

/// So many full lines make it wrapped by hand; fewer can be chance.
const ENOUGH: usize = 3;

/// Cleans text; where it was wrapped by hand, a break inside a paragraph becomes a space.
///
/// A break was made by hand when the first word of the next line had no room on its line. A list,
/// a poem, a headline over its byline have no such breaks.
fn unwrap_lines(decoded: &str) -> Cleaned {
    let widths = decoded.lines().map(|line| line.trim_end().chars().count());
    let width = widths.max().unwrap_or(0);
    if width > WIDEST {
        return clean(decoded);
    }
    let mut lines = decoded.lines().peekable();
    let mut full = Vec::new();
    let mut breaks = 0_usize;
    while let Some(line) = lines.next() {
        let next = lines.peek().and_then(|next| next.split_whitespace().next());
        let inside = !line.trim().is_empty() && next.is_some();
        let room = width.saturating_sub(line.trim_end().chars().count() + 1);
        let wrapped = inside && next.is_some_and(|word| word.chars().count() > room);
        breaks += usize::from(inside);
        full.push(wrapped);
    }
    let wrapped = full.iter().filter(|full| **full).count();
    if wrapped < ENOUGH || wrapped * 2 < breaks {
        return clean(decoded);
    }
    let mut full = full.into_iter();
    let chars = decoded.char_indices().zip(0..).filter_map(move |((at, ch), point)| match ch {
        '\r' if decoded.get(at..).is_some_and(|rest| rest.starts_with("\r\n")) => None,
        '\n' if full.next() == Some(true) => Some((' ', point)),
        _ => Some((ch, point)),
    });
    clean_points(chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn lines_wrapped_by_hand() {
        for (raw, text) in [
            ("The Mayor of Riga said\nthat nobody had come to\nsee her in the town hall\nthat day.\n\nShe left.",
             "The Mayor of Riga said that nobody had come to see her in the town hall that day.\n\nShe left."),
            ("The Mayor of Riga said\r\nthat nobody had come to\r\nsee her in the town hall\r\nthat day.",
             "The Mayor of Riga said that nobody had come to see her in the town hall that day."),
            ("One\nTwo\nThree\nFour and more", "One\nTwo\nThree\nFour and more"),
            ("Mayor leaves\nThe Mayor left.", "Mayor leaves\nThe Mayor left."),
        ] {
            assert_eq!(unwrap_lines(raw).text, text);
        }
    }
}
