//! Plain text: the statements in the order of the story, then what could not be decided, then whom
//! and what the story names. What `onrecord FILE | cat` prints.

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthStr;

use super::rows::{Row, about, joined, rows};
use super::{Report, counted, one_line};
use crate::annotation::{Review, Set};
use crate::nlp::{Entity, Note};
use crate::story::{Story, kind_word};
use crate::text::Span;

/// Columns of a line, as terminals are wide.
const WIDTH: usize = 80;

/// Columns that what belongs to a heading is set in.
const INDENT: usize = 4;

/// One story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let about = about(&story.article);
    let heading: Vec<String> = [one_line(story.article.label()), about]
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| wrapped(line, 0))
        .collect();
    let mut blocks = vec![heading.join("\n")];
    blocks.extend(rows.iter().map(block));
    let suggested = rows.iter().any(|row| row.tags.by() == "machine");
    let legend = if suggested { " A tag with a question mark is the machine’s." } else { "" };
    blocks.push(format!("{}.{legend}", counted(rows.len(), "statement")));
    blocks.extend(section("Not decided", notes(story).into_iter()));
    blocks.extend(section("People, places and more", story.analysis.entities.iter().map(entity)));
    (blocks.join("\n\n") + "\n", report)
}

/// Who, how and what kind on a line; what is said below it.
fn block(row: &Row) -> String {
    let mut facts = vec![row.said_by()];
    facts.extend([joined(&row.cue), row.tags.words()]);
    if row.review == Review::Accepted {
        facts.push(row.review.word().to_owned());
    }
    facts.retain(|fact| !fact.is_empty());
    let mut lines = vec![wrapped(&facts.join(" · "), 0), wrapped(&joined(&row.content), INDENT)];
    if !row.comment.is_empty() {
        lines.push(wrapped(&format!("Comment: {}", one_line(row.comment)), INDENT));
    }
    lines.join("\n")
}

fn section(title: &str, lines: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.map(|line| wrapped(&line, INDENT)).collect();
    if lines.is_empty() { None } else { Some(format!("{title}\n{}", lines.join("\n"))) }
}

/// Letters of a stretch shown with a note.
const EXCERPT: usize = 40;

/// Notes of one kind that are written out: beyond that they are a count, since a text full of
/// quotation marks has thousands that say the same.
const MOST_NOTES: usize = 20;

/// Notes in text order; behind them, for each kind, how many more there are.
fn notes(story: &Story) -> Vec<String> {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    let mut lines = Vec::new();
    for one in &story.analysis.notes {
        let kind = one.kind.text();
        let at = kinds.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            kinds.push((kind, 0));
            kinds.len() - 1
        });
        kinds[at].1 += 1;
        if kinds[at].1 <= MOST_NOTES {
            lines.push(note(story, one));
        }
    }
    let more = kinds.into_iter().filter(|(_, count)| *count > MOST_NOTES);
    lines.extend(
        more.map(|(kind, count)| format!("{kind}: … and {} more", grouped(count - MOST_NOTES))),
    );
    lines
}

/// A number with a comma between thousands: 4,210.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    let letters = digits.chars().enumerate();
    letters.flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit])).collect()
}

fn note(story: &Story, note: &Note) -> String {
    let words = one_line(story.article.words(note.span));
    let mut excerpt: String = words.chars().take(EXCERPT).collect();
    if excerpt.len() < words.len() {
        excerpt.push('…');
    }
    format!("{}: {excerpt}", note.kind.text())
}

fn entity(entity: &Entity) -> String {
    let mut times = counted(entity.mentions.len(), "mention");
    if !entity.references.is_empty() {
        times = format!("{times}, {}", counted(entity.references.len(), "reference"));
    }
    format!("{:<7} {} ({times})", kind_word(entity.kind), one_line(&entity.name))
}

/// `text` in lines of up to [`WIDTH`] columns, all of them indented; a word that is wider than
/// that has a line of its own.
fn wrapped(text: &str, indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut start = 0;
    for (end, kind) in linebreaks(text) {
        let piece = Span::new(start, end).of(text);
        start = end;
        if !line.is_empty() && indent + line.width() + piece.trim_end().width() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(piece);
        if kind == BreakOpportunity::Mandatory {
            lines.push(std::mem::take(&mut line));
        }
    }
    let line = |line: &String| format!("{:indent$}{}", "", line.trim_end());
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn lines_are_not_too_wide() {
        for (text, lines) in [
            ("", 0),
            ("short", 1),
            (&"word ".repeat(16), 1),
            (&"word ".repeat(17), 2),
            (&"新".repeat(41), 2),
            (&"x".repeat(200), 1), // nowhere to break
        ] {
            let text = wrapped(text, 0);
            assert_eq!(text.lines().count(), lines, "{text}");
            assert!(lines == 1 || text.lines().all(|line| line.width() <= WIDTH), "{text}");
        }
    }

    #[test]
    fn notes_of_one_kind_are_counted_beyond_a_few() {
        let (mut story, set) = sample::story();
        let one = story.analysis.notes[0].clone();
        story.analysis.notes = vec![one; 4_230];
        let text = super::story(&story, &set).0;
        assert_eq!(text.matches("\"she\"").count(), MOST_NOTES);
        assert!(one_line(&text).contains(": … and 4,210 more"), "{text}");
        for (number, words) in [(7, "7"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), words);
        }
    }

    #[test]
    fn it_reads_well() {
        let (story, set) = sample::story();
        insta::assert_snapshot!(super::story(&story, &set).0, @r##"
A plan 🎉 for *Oss*
Cy Roe · The Oss Post · Oss · 2026-03-01

Ada Hill · said · denial?
    “=SUM(A1) 🎉 is no plan,” … “and *nobody* <b>here</b> wants it.”

Ada Hill · told · claim?
    that Bo Lund denied taking [money](x)

Bo Lund · denied · denial · accepted
    taking [money](x)
    Comment: =look "again" * here

a spokesman · According to
    the hall | was closed

Ada Hill
    +31 6 is the number
    Comment: [2Jgone

5 statements. A tag with a question mark is the machine’s.

Not decided
    nobody is named as the source of this quotation: "she"

People, places and more
    person  Ada Hill (1 mention, 1 reference)
    person  Bo Lund (1 mention)
    place   Oss (1 mention)
"##);
    }
}
