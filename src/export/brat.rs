//! brat standoff: the text, the annotations, and how brat is to show them.
//!
//! Offsets are code points of the text beside it, end exclusive; a piece that runs over a line end is
//! split there, as brat asks, and pieces are shown joined by one blank. A statement is an event on its
//! content with its source and cue; what else is known about it are attributes and notes. Letters
//! that brat cannot have in a name are written as `_` and two hexadecimal digits a byte.
//!
//! Nothing that a reader said is left out. Pieces with nothing but a line end between them come back
//! from brat as one.

use std::fmt::Write as _;

use super::rows::{Piece, Role, Row, Tags, all};
use super::{File, Report};
use crate::annotation::{Certainty, Codebook, Review, Set};
use crate::story::Story;
use crate::text::{Ruler, Span, Unit};

/// The text and the annotations of one story.
pub fn story(story: &Story, set: &Set, stem: &str) -> (Vec<File>, Report) {
    let rows = all(story, set);
    let text = &story.article.text;
    let mut page = Page { ruler: Ruler::new(text), lines: String::new(), numbers: [0; 4], text };
    for row in &rows {
        page.statement(row);
    }
    let files = vec![
        File::new(format!("{stem}.txt"), &**text),
        File::new(format!("{stem}.ann"), page.lines),
    ];
    (files, Report::all(&rows, story))
}

/// What brat needs to know once for all stories.
pub fn beside(codebook: &Codebook) -> Vec<File> {
    let tags = |line: fn(&str) -> String| -> String {
        let names = codebook.tags.iter().map(|tag| name(&tag.name));
        names.map(|name| line(&name)).collect()
    };
    let annotation = format!(
        "[entities]\nContent\nSource\nCue\n\n[relations]\n\n[events]\nContent\tSource*:Source, Cue*:Cue\n\n\
         [attributes]\n{}{}Review\tArg:<EVENT>, Value:accepted|rejected\n\
         Certainty\tArg:<EVENT>, Value:sure|likely|unsure\nOrigin\tArg:<EVENT>, Value:edited|made\n",
        tags(|tag| format!("Tag-{tag}\tArg:<EVENT>\n")),
        tags(|tag| format!("Suggested-{tag}\tArg:<EVENT>\n")),
    );
    let visual = "[labels]\nContent | Statement | Said\nSource | Source | Src\nCue | Cue\n\n[drawing]\n\
                  Content\tbgColor:#ffe8a3\nSource\tbgColor:#bcdcff\nCue\tbgColor:#d9f0c8\n";
    vec![File::new("annotation.conf", annotation), File::new("visual.conf", visual)]
}

struct Page<'a> {
    text: &'a str,
    ruler: Ruler<'a>,
    lines: String,
    /// How many text bounds, events, attributes and notes there are.
    numbers: [usize; 4],
}

impl Page<'_> {
    /// A line with the next name that begins with `kind`; gives the name.
    fn line(&mut self, kind: char, rest: &str) -> String {
        let at = "TEA#".find(kind).expect("one of the kinds");
        self.numbers[at] += 1;
        let name = format!("{kind}{}", self.numbers[at]);
        // Writing to a string cannot fail.
        let _ = writeln!(self.lines, "{name}\t{rest}");
        name
    }

    fn statement(&mut self, row: &Row) {
        let content = self.bound("Content", &row.content);
        let mut event = format!("Content:{content}");
        for (role, kind) in [(Role::Source, "Source"), (Role::Cue, "Cue")] {
            if !row.of(role).is_empty() {
                let bound = self.bound(kind, row.of(role));
                let _ = write!(event, " {kind}:{bound}");
            }
        }
        let event = self.line('E', &event);
        let kind = if matches!(row.tags, Tags::Reader(_)) { "Tag" } else { "Suggested" };
        for tag in row.tags.labels() {
            self.line('A', &format!("{kind}-{} {event}", name(tag)));
        }
        if row.review != Review::Open {
            self.line('A', &format!("Review {event} {}", row.review.word()));
        }
        if row.origin() != crate::annotation::ItemOrigin::Extracted {
            self.line('A', &format!("Origin {event} {}", row.origin().word()));
        }
        let mut notes = vec![("Id", row.statement.id.as_str().to_owned())];
        notes.extend(row.speakers.iter().map(|speaker| ("Speaker", (*speaker).to_owned())));
        if let Some(item) = row.item {
            if item.certainty != Certainty::Unstated {
                self.line('A', &format!("Certainty {event} {}", item.certainty.word()));
            }
            notes.extend(item.attributes.iter().map(|(name, value)| {
                ("Attribute", serde_json::to_string(&[name, value]).expect("strings are JSON"))
            }));
            notes.push(("Stamp", format!("{} {}", item.stamp.at, item.stamp.annotator)));
            notes.push(("AnnotatorNotes", item.comment.clone()));
        }
        for (kind, words) in notes.iter().filter(|(_, words)| !words.is_empty()) {
            self.line('#', &format!("{kind} {event}\t{}", on_one_line(words)));
        }
    }

    fn bound(&mut self, kind: &str, pieces: &[Piece]) -> String {
        let parts: Vec<Span> =
            pieces.iter().flat_map(|piece| lines_of(self.text, piece.span)).collect();
        let places: Vec<String> = parts
            .iter()
            .map(|part| self.ruler.of(*part, Unit::Point))
            .map(|[start, end]| format!("{start} {end}"))
            .collect();
        let words: Vec<&str> = parts.iter().map(|part| part.of(self.text)).collect();
        self.line('T', &format!("{kind} {}\t{}", places.join(";"), words.join(" ")))
    }
}

/// The parts of `span` between line ends, those that are empty left out.
fn lines_of(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start();
    let mut parts = Vec::new();
    for line in span.of(text).split('\n') {
        let part = Span::new(start, start + line.len());
        start = part.end() + 1;
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

/// A name that brat can have.
pub(super) fn name(words: &str) -> String {
    let mut name = String::with_capacity(words.len());
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            name.push(char::from(byte));
        } else {
            let _ = write!(name, "_{byte:02x}");
        }
    }
    name
}

/// Line ends as `\n`, and backslashes doubled.
pub(super) fn on_one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for ch in words.chars() {
        match ch {
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\t' => line.push_str("\\t"),
            _ if ch.is_control() => {}
            _ => line.push(ch),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn it_reads_as_brat_asks() {
        let (story, set) = sample::story();
        let (files, _) = super::story(&story, &set, "plan");
        let text = |at: usize| String::from_utf8(files[at].bytes.clone()).unwrap();
        let (source, lines) = (text(0), text(1));
        let points: Vec<char> = source.chars().collect();
        for line in lines.lines().filter(|line| line.starts_with('T')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let places = fields[1].split_once(' ').unwrap().1;
            let cut = |place: &str| -> String {
                let (start, end) = place.split_once(' ').unwrap();
                points[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
            };
            let words: Vec<String> = places.split(';').map(cut).collect();
            assert_eq!(words.join(" "), fields[2]);
        }
        let third: Vec<&str> = lines.lines().filter(|line| line.contains("E3")).collect();
        insta::assert_snapshot!(third.join("\n"));
        assert_eq!(name("a b_ü"), "a_20b_5f_c3_bc");
    }
}
