//! CoNLL in two columns, a token and its IOB2 label; a blank line behind each sentence.
//!
//! A token has one label, so of statements that overlap the one that begins first is written, and
//! sources and cues where nothing else stands. Pieces are labelled apart. White space is lost.

use std::collections::HashMap;

use super::rows::{Role, rows};
use super::{Report, tokens};
use crate::annotation::Set;
use crate::story::Story;
use crate::text::Span;

/// One story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, mut report) = rows(story, set);
    let text = &story.article.text;
    let borders = tokens::borders(&rows);
    let sentences: Vec<Vec<Span>> = tokens::sentences(story)
        .iter()
        .map(|sentence| tokens::tokens(text, *sentence, &borders))
        .collect();
    let all: Vec<Span> = sentences.concat();
    let mut labels: HashMap<usize, String> = HashMap::new();
    for (role, why) in [
        (Role::Content, "statements inside others"),
        (Role::Cue, "cues inside statements"),
        (Role::Source, "sources inside statements"),
    ] {
        let mut dropped = 0;
        for row in &rows {
            let under = |span: Span| {
                let first = all.partition_point(|token| token.end() <= span.start());
                let last = all.partition_point(|token| token.start() < span.end());
                first..last
            };
            let places: Vec<_> = row.of(role).iter().map(|piece| under(piece.span)).collect();
            if places.iter().any(|place| place.clone().any(|at| labels.contains_key(&at))) {
                dropped += 1;
                continue;
            }
            let label = match role {
                Role::Content => row.labels().swap_remove(0),
                role => role.word().to_owned(),
            };
            // White space would be another column.
            let label = label.replace(char::is_whitespace, "_");
            for place in places {
                for at in place.clone() {
                    let begins = if at == place.start { 'B' } else { 'I' };
                    labels.insert(at, format!("{begins}-{label}"));
                }
            }
        }
        if role == Role::Content {
            report.written -= dropped;
        }
        report.lose(dropped, why);
    }
    let mut lines = String::new();
    let mut number = 0;
    for sentence in sentences {
        for (at, token) in sentence.iter().enumerate() {
            let label = labels.get(&number).map_or("O", String::as_str);
            // What goes on into the next sentence begins there again.
            let label = match label.strip_prefix("I-") {
                Some(rest) if at == 0 => format!("B-{rest}"),
                _ => label.to_owned(),
            };
            lines.extend([token.of(text), "\t", &label, "\n"]);
            number += 1;
        }
        lines.push('\n');
    }
    (lines, report)
}

#[cfg(test)]
mod tests {
    use crate::export::{format, sample};

    #[test]
    fn two_columns_and_what_overlaps_is_told() {
        let (story, set) = sample::story();
        let (text, report) = format("conll").unwrap().document(&story, &set);
        assert!(text.lines().all(|line| line.is_empty() || line.split('\t').count() == 2));
        assert!(text.contains("“\tB-denial?\n=\tI-denial?\n"), "{text}");
        assert!(text.contains("Hill\tI-source\n"), "{text}");
        assert!(report.losses.iter().any(|loss| loss.why == "statements inside others"));
    }
}
