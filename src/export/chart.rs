//! Charts of a report as inline SVG: who speaks how much, how tags go with speakers, where each speaks,
//! and how much of it is quoted.
//!
//! Every bar has its number in words, so that nothing is said by colour or length alone.

use std::fmt::Write as _;

use super::html::{LOOKS, look};
use super::rows::Row;
use super::xml::escaped;
use super::{counted, one_line};
use crate::nlp::Directness;
use crate::story::Story;

/// Width of a chart in its own units; it grows with the page.
pub(super) const WIDTH: usize = 720;
/// Room for names at the left.
pub(super) const NAMES: usize = 200;
/// Room for numbers at the right.
const NUMBERS: usize = 130;
/// Height of a line.
const LINE: usize = 24;
/// Letters of a name shown.
pub(super) const LETTERS: usize = 24;
/// Speakers shown; the rest is a count.
const MOST: usize = 12;

/// All charts: those of the app’s dashboard.
pub fn all(story: &Story, rows: &[Row], speakers: &[String]) -> String {
    let mut by_words: Vec<Speaker> = speakers.iter().map(|name| Speaker::of(name, rows)).collect();
    by_words.sort_by_key(|one| std::cmp::Reverse(one.words));
    let left_out = by_words.len().saturating_sub(MOST);
    by_words.truncate(MOST);
    let more = if left_out == 0 {
        String::new()
    } else {
        format!("<p>{} more with fewer words.</p>\n", counted(left_out, "speaker"))
    };
    format!(
        "<section class=\"charts\" aria-label=\"Charts\">\n{}{}{}{}{more}</section>\n",
        words(&by_words, speakers),
        tags(&by_words),
        places(story, &by_words, rows, speakers),
        kinds(rows),
    )
}

/// A speaker's share.
struct Speaker {
    name: String,
    words: usize,
    /// Tag and how often, in order of the word.
    tags: Vec<(String, usize)>,
}

impl Speaker {
    fn of(name: &str, rows: &[Row]) -> Speaker {
        let mut speaker = Speaker { name: name.to_owned(), words: 0, tags: Vec::new() };
        for row in rows.iter().filter(|row| row.said_by() == name) {
            let words = |piece: &super::rows::Piece| piece.text.split_whitespace().count();
            speaker.words += row.content.iter().map(words).sum::<usize>();
            let label = match row.tags.words() {
                none if none.is_empty() => "no tag".to_owned(),
                words => words,
            };
            match speaker.tags.iter_mut().find(|(tag, _)| *tag == label) {
                Some((_, count)) => *count += 1,
                None => speaker.tags.push((label, 1)),
            }
        }
        speaker.tags.sort();
        speaker
    }
}

pub(super) fn svg(title: &str, lines: usize, inside: &str) -> String {
    let height = lines * LINE + 8;
    format!(
        "<figure>\n<figcaption>{title}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"{title}\">\n{inside}</svg>\n</figure>\n"
    )
}

pub(super) fn text(x: usize, line: usize, anchor: &str, words: &str) -> String {
    let y = line * LINE + 17;
    format!("<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>\n", escaped(words))
}

pub(super) fn name(line: usize, name: &str) -> String {
    let name = one_line(name);
    let mut shown: String = name.chars().take(LETTERS).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    text(NAMES - 8, line, "end", &shown)
}

pub(super) fn bar(x: usize, line: usize, width: usize, class: &str, title: &str) -> String {
    let y = line * LINE + 5;
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" class=\"{class}\"><title>{}</title></rect>\n",
        LINE - 8,
        escaped(title)
    )
}

/// Room for bars.
pub(super) const ROOM: usize = WIDTH - NAMES - NUMBERS;

/// Who speaks how much.
fn words(by_words: &[Speaker], speakers: &[String]) -> String {
    let most = by_words.iter().map(|one| one.words).max().unwrap_or(1).max(1);
    let mut inside = String::new();
    for (line, one) in by_words.iter().enumerate() {
        let number = speakers.iter().position(|name| *name == one.name).unwrap_or(0) % LOOKS;
        let width = (one.words * ROOM / most).max(1);
        let count = counted(one.words, "word");
        inside += &name(line, &one.name);
        inside += &bar(NAMES, line, width, &format!("fill{number}"), &count);
        inside += &text(NAMES + width + 6, line, "start", &count);
    }
    svg("Who speaks how much", by_words.len(), &inside)
}

/// Tags of each speaker, as shares of a bar with its counts in words.
fn tags(by_words: &[Speaker]) -> String {
    let mut kinds: Vec<&str> =
        by_words.iter().flat_map(|one| one.tags.iter().map(|(tag, _)| tag.as_str())).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let most: usize =
        by_words.iter().map(|one| one.tags.iter().map(|it| it.1).sum()).max().unwrap_or(1);
    let mut inside = String::new();
    for (line, one) in by_words.iter().enumerate() {
        inside += &name(line * 2, &one.name);
        let mut x = NAMES;
        for (tag, count) in &one.tags {
            let kind = kinds.iter().position(|known| known == tag).unwrap_or(0) % LOOKS;
            let width = (count * (ROOM + NUMBERS - 8) / most).max(2);
            let title = format!("{tag}: {count}");
            inside += &bar(x, line * 2, width - 1, &format!("tag{kind}"), &title);
            x += width;
        }
        let told: Vec<String> =
            one.tags.iter().map(|(tag, count)| format!("{tag} {count}")).collect();
        inside += &text(NAMES, line * 2 + 1, "start", &told.join(" · "));
    }
    svg("Tags by speaker", by_words.len() * 2, &inside)
}

/// Where in the story each speaks.
fn places(story: &Story, by_words: &[Speaker], rows: &[Row], speakers: &[String]) -> String {
    let length = story.article.text.len().max(1);
    let room = ROOM + NUMBERS - 8;
    let mut inside = String::new();
    for (line, one) in by_words.iter().enumerate() {
        inside += &name(line, &one.name);
        let y = line * LINE + LINE / 2;
        let _ = writeln!(
            inside,
            "<line x1=\"{NAMES}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\"/>",
            NAMES + room
        );
        for (number, row) in (1..).zip(rows) {
            if row.said_by() != one.name {
                continue;
            }
            for piece in &row.content {
                let x = NAMES + piece.span.start() * room / length;
                let width = (piece.span.len() * room / length).max(2);
                let class = format!("fill{}", look(row, speakers));
                inside += &bar(x, line, width, &class, &format!("statement {number}"));
            }
        }
    }
    svg("Where in the story each speaks, from its beginning to its end", by_words.len(), &inside)
}

/// How much is quoted, and how much is told; a reader's own statements only where marks tell.
fn kinds(rows: &[Row]) -> String {
    let count = |kind| rows.iter().filter(|row| row.statement.directness == Some(kind)).count();
    let kinds = [Directness::Direct, Directness::Mixed, Directness::Indirect];
    let most = kinds.map(count).into_iter().max().unwrap_or(0).max(1);
    let mut inside = String::new();
    for (line, kind) in kinds.into_iter().enumerate() {
        let width = (count(kind) * ROOM / most).max(1);
        let told = counted(count(kind), "statement");
        inside += &name(line, kind.word());
        inside += &bar(NAMES, line, width, &format!("tag{line}"), &told);
        inside += &text(NAMES + width + 6, line, "start", &told);
    }
    svg("How they are quoted", kinds.len(), &inside)
}
