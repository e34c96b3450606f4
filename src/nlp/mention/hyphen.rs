//! Names inside words joined by hyphens: “anti-⟦Lund⟧”, “⟦Lisbon⟧-based”, “⟦Hill⟧-⟦Lund⟧ talks”.
//!
//! A token is one word, hyphens included; a name may be less of it, or be two.

use crate::text::Span;

/// The names in what was labelled one name. `known` tells whether a piece is a name of its own.
pub fn parts(text: &str, span: Span, known: impl Fn(&str) -> bool) -> Vec<Span> {
    let words = span.of(text);
    if !words.contains('-') {
        return vec![span];
    }
    let first = words.find(char::is_whitespace).unwrap_or(words.len());
    let (mut start, mut end) = (span.start(), span.end());
    while let Some(hyphen) = Span::new(start, end).of(text).find('-')
        && start + hyphen < span.start() + first
        && stands_before(Span::new(start, start + hyphen).of(text))
        && Span::new(start + hyphen, end).of(text).contains(char::is_uppercase)
    {
        start += hyphen + 1;
    }
    let last = words.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    while let Some(hyphen) = Span::new(start, end).of(text).rfind('-')
        && start + hyphen > span.start() + last
        && stands_behind(Span::new(start + hyphen + 1, end).of(text))
    {
        end = start + hyphen;
    }
    let name = Span::new(start, end);
    match name.of(text).split_once('-') {
        Some((one, other)) if known(one) && known(other) => {
            let middle = start + one.len();
            vec![Span::new(start, middle), Span::new(middle + 1, end)]
        }
        _ => vec![name],
    }
}

/// “anti”, “pro”, “then”; the party in “R-Fla.”
fn stands_before(piece: &str) -> bool {
    piece.starts_with(char::is_lowercase)
        || matches!(piece, "R" | "D" | "I" | "Anti" | "Pro" | "Non" | "Post" | "Pre" | "Ex")
}

/// “based”, “led”, “leaning”; not the end of “Ki-moon”.
fn stands_behind(piece: &str) -> bool {
    const ENDS: &[&str] =
        &["ed", "ing", "led", "born", "like", "style", "era", "wide", "only", "run", "friendly"];
    piece.starts_with(char::is_lowercase) && ENDS.iter().any(|end| piece.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens() {
        for (text, expected) in [
            ("Hill", "Hill"),
            ("anti-Lund", "Lund"),
            ("R-Fla.", "Fla."),
            ("New York-based", "New York"),
            ("then-Republican-leaning", "Republican"),
            ("Hill-Lund", "Hill|Lund"),
            ("Hill-Osei", "Hill-Osei"),
            ("Jean-Claude Roe", "Jean-Claude Roe"),
            ("Bo Ki-moon", "Bo Ki-moon"),
            ("Al-Roe", "Al-Roe"),
        ] {
            let known = |piece: &str| matches!(piece, "Hill" | "Lund");
            let found: Vec<&str> =
                parts(text, Span::new(0, text.len()), known).iter().map(|s| s.of(text)).collect();
            assert_eq!(found.join("|"), expected);
        }
    }
}
