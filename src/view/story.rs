//! The story pane: margin, text, scroll bar.
//!
//! Each line of text is cut where something begins or ends, and each piece told what it is: part of
//! a statement (and whose), a match, a mention.

use super::{Block, Line, Role, Run, run};
use crate::annotation::Review;
use crate::app::{
    App, Area, Column, Fill, Head, LineEnd, LineKind, Mode, Pane, Part, Reader, column,
};
use crate::article::ParagraphKind;
use crate::story::{Shown, shown_tag};
use crate::text::{Span, wrap};

/// Columns of the widest word for a tag in the margin: `commitment?`.
const TAG_WORD: usize = 11;

/// Letters of it where there is little room: “commit?”.
const SHORT_WORD: usize = 6;

/// For the title line: how far the reader is.
pub fn about(reader: &Reader) -> String {
    let seen = reader.page.top + reader.page.height;
    let all = reader.page.lines.len().max(1);
    let part = if seen >= all { 100 } else { seen * 100 / all };
    match (reader.search.words.as_str(), reader.search.hits.len()) {
        ("", _) => format!("{part} %"),
        (words, many) => format!("{part} % · “{words}” {many}×"),
    }
}

/// Text with its margin, and the scroll bar.
pub fn blocks(app: &App, reader: &Reader, area: Area) -> Vec<Block> {
    let column = column(area.width, app.look.measure);
    let lines = reader.page.seen().map(|(_, line)| match line.kind {
        LineKind::Head(number) => head(&reader.page.head[usize::from(number)], column),
        LineKind::Blank => blank(reader, line.span, column),
        LineKind::Prose(kind) => prose(reader, line, kind, column, app.look.numbers),
    });
    let text = Block { area, ground: Role::Text, lines: lines.collect() };
    let right = area.x + area.width;
    let bar = Area { x: right.saturating_sub(2), width: 1, ..area };
    if column.rest < 2 {
        return vec![text];
    }
    vec![text, Block { area: bar, ground: Role::Text, lines: scroll_bar(reader, bar.height) }]
}

/// Where the caret is seen, in the pane with the keys.
pub fn cursor(app: &App, reader: &Reader, area: Area) -> Option<(u16, u16)> {
    if app.focus.pane != Pane::Story || !matches!(app.mode, Mode::Read) {
        return None;
    }
    let row = reader.page.line_of(reader.caret.at).checked_sub(reader.page.top)?;
    let margin = column(area.width, app.look.measure).margin;
    let across = reader.page.column_of(reader.text(), reader.caret.at);
    let x = area.x + margin + u16::try_from(across).ok()?;
    let y = u16::try_from(row).ok().filter(|row| *row < area.height)? + area.y;
    Some((x.min((area.x + area.width).saturating_sub(1)), y))
}

fn head(head: &Head, column: Column) -> Line {
    let (words, role) = match head {
        Head::Title(words) => (words, Role::Title),
        Head::Facts(words) => (words, Role::Faint),
    };
    vec![run(" ".repeat(column.margin.into()), Role::Text), run(words.clone(), role)]
}

fn prose(
    reader: &Reader,
    line: crate::app::Line,
    kind: ParagraphKind,
    column: Column,
    numbers: bool,
) -> Line {
    let mut runs = margin(reader, line.span, column);
    if numbers && let Some(number) = begins_paragraph(reader, line.span) {
        runs = numbered(runs, number, column);
    }
    runs.push(run(" ".repeat(line.indent()), Role::Text));
    let heading = matches!(kind, ParagraphKind::Headline | ParagraphKind::Heading);
    let base = if heading { Role::Title } else { Role::Text };
    runs.extend(spread(reader, line, pieces(reader, line.span, base)));
    runs
}

/// The words of a line with the blanks that fill it up, and its hyphen.
fn spread(reader: &Reader, line: crate::app::Line, mut pieces: Vec<Run>) -> Vec<Run> {
    let fill = reader.page.fill(reader.text(), line);
    if fill != Fill::default() {
        let mut gaps = 0..;
        for piece in &mut pieces {
            let words = std::mem::take(&mut piece.text);
            for word in words.split_inclusive(' ') {
                piece.text.push_str(word);
                let gap = if word.ends_with(' ') { gaps.next() } else { None };
                piece.text.push_str(&" ".repeat(gap.map_or(0, |gap| fill.behind(gap))));
            }
        }
    }
    if line.end == LineEnd::Hyphen
        && let Some(last) = pieces.last_mut()
    {
        last.text.push('-');
    }
    pieces
}

/// Number of the paragraph that begins with this line, from 1.
fn begins_paragraph(reader: &Reader, line: Span) -> Option<usize> {
    let paragraphs = &reader.story.article.paragraphs;
    let at = paragraphs.partition_point(|one| one.span.start() < line.start());
    paragraphs.get(at).filter(|one| one.span.start() == line.start()).map(|_| at + 1)
}

/// The margin with a number in it, where it has room for one.
fn numbered(runs: Vec<Run>, number: usize, column: Column) -> Vec<Run> {
    let words = format!("{number} ");
    let room = usize::from(column.margin);
    if room < words.len() + 4 {
        return runs;
    }
    let mut left = words.len();
    let mut kept = vec![run(words, Role::Faint)];
    for mut one in runs {
        let blank = one.text.len() - one.text.trim_start_matches(' ').len();
        let cut = blank.min(left);
        one.text.replace_range(..cut, "");
        left -= cut;
        let stop = !one.text.is_empty();
        kept.push(one);
        if stop && left > 0 {
            // The mark has no room beside the number: the mark goes first.
            let first = &mut kept[0].text;
            first.truncate(first.len() - left);
            left = 0;
        }
    }
    kept
}

/// Between two paragraphs of one statement, its bar goes on.
fn blank(reader: &Reader, at: Span, column: Column) -> Line {
    let before = at.start().saturating_sub(2);
    let inside = |number: &usize| {
        let extent = reader.story.statements[*number].extent();
        extent.start() < before && extent.end() > at.start()
    };
    let current = reader.current.filter(inside);
    let near = || reader.index.extents(Span::new(before, at.start() + 1));
    let other = || near().into_iter().map(|(_, number)| number).find(inside);
    let Some(number) = current.or_else(other).filter(|number| reader.list.shows(*number)) else {
        return Vec::new();
    };
    let mut runs = vec![run(" ".repeat(usize::from(column.margin).saturating_sub(2)), Role::Text)];
    runs.extend(bar(reader, number, column));
    runs
}

/// Left of a line: the tag where a statement begins, and a bar along it.
fn margin(reader: &Reader, line: Span, column: Column) -> Vec<Run> {
    let here: Vec<usize> = reader
        .index
        .extents(line)
        .into_iter()
        .map(|(_, number)| number)
        .filter(|number| reader.list.shows(*number))
        .collect();
    let current = reader.current.filter(|number| here.contains(number));
    let Some(along) = current.or(here.first().copied()) else {
        return vec![run(" ".repeat(column.margin.into()), Role::Text)];
    };
    let begins = |number: &&usize| line.holds(reader.story.statements[**number].extent().start());
    let starting: Vec<usize> = here.iter().filter(begins).copied().collect();
    let first = current.filter(|number| starting.contains(number)).or(starting.first().copied());
    let mut runs = tag_mark(reader, first, starting.len(), column);
    runs.extend(bar(reader, along, column));
    runs
}

/// `▸ commitment M+` as far as there is room: the tag of a statement that begins on a line, and
/// a sign where several do.
fn tag_mark(reader: &Reader, number: Option<usize>, many: usize, column: Column) -> Vec<Run> {
    let room = usize::from(column.margin).saturating_sub(2);
    let Some(number) = number.filter(|_| room > 2) else {
        return vec![run(" ".repeat(room), Role::Text)];
    };
    let (glyph, word, role) = tag(reader, number);
    let word = match room {
        room if room >= TAG_WORD + 5 => format!(" {word} "),
        room if room >= SHORT_WORD + 6 => format!(" {} ", short(&word)),
        _ => String::new(),
    };
    let more = if many > 1 { "+" } else { " " };
    let pointer = if reader.current == Some(number) { "▸" } else { " " };
    let pad = " ".repeat(room - 3 - wrap::columns(&word));
    let glyph_role = if role == Role::Rejected { Role::Faint } else { role };
    vec![run(pad + pointer, Role::Focus), run(word, role), run(glyph + more, glyph_role)]
}

/// The first letters of a tag's word, and its question mark.
fn short(word: &str) -> String {
    let asks = word.ends_with('?');
    let letters = wrap::start(word.trim_end_matches('?'), SHORT_WORD);
    letters + if asks { "?" } else { "" }
}

/// The bar along a statement's lines, in its speaker's colour.
fn bar(reader: &Reader, number: usize, column: Column) -> Vec<Run> {
    let current = reader.current == Some(number);
    let voice = reader.index.voice(number).map(Role::Speaker);
    let role = voice.unwrap_or(if current { Role::Text } else { Role::Faint });
    if column.margin < 2 {
        return Vec::new();
    }
    vec![run(if current { "┃" } else { "│" }, role), run(" ", Role::Text)]
}

/// Glyph, word and role of the tag that a statement shows.
pub fn tag(reader: &Reader, number: usize) -> (String, String, Role) {
    let statement = &reader.story.statements[number];
    let item = reader.item(statement);
    let glyph = |name: &str| reader.codebook.tag(name).map_or('?', |tag| tag.glyph);
    let (mark, word, role) = match shown_tag(statement, item) {
        Shown::Set(name) => {
            let more = item.map_or(0, |item| item.tags.len().saturating_sub(1));
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            let colour = reader.codebook.tag(name).and_then(|tag| tag.colour);
            (glyph(name), format!("{name}{more}"), colour.map_or(Role::Tag, Role::Speaker))
        }
        Shown::Proposed(name) => (small(glyph(name)), format!("{name}?"), Role::Suggested),
        Shown::None => ('·', "no tag".to_owned(), Role::Suggested),
    };
    match item.map(|item| item.review) {
        Some(Review::Rejected) => ("✗".to_owned(), word, Role::Rejected),
        Some(Review::Accepted) if mark == '·' => ("✓".to_owned(), word, Role::Accepted),
        _ => (mark.to_string(), word, role),
    }
}

/// A glyph for what is only proposed.
fn small(glyph: char) -> char {
    glyph.to_lowercase().next().unwrap_or(glyph)
}

/// The words of a line, cut where something begins or ends.
fn pieces(reader: &Reader, line: Span, base: Role) -> Vec<Run> {
    let mut parts = reader.index.parts(line);
    let changed = reader.draft().and_then(|draft| reader.number_of(draft.of.as_ref()?));
    parts.retain(|(_, (number, _))| reader.list.shows(*number) && changed != Some(*number));
    let drafted = drafted(reader, line);
    let hits = reader.search.over(line);
    let mut mentions = reader.index.mentions.over(line);
    mentions.retain(|(_, id)| reader.people.chosen == Some(id.0 as usize));
    let edges = |span: &Span| [span.start(), span.end()];
    let mut cuts: Vec<usize> = parts
        .iter()
        .flat_map(|(span, _)| edges(span))
        .chain(hits.iter().flat_map(edges))
        .chain(mentions.iter().flat_map(|(span, _)| edges(span)))
        .chain(drafted.iter().flat_map(|(span, _)| edges(span)))
        .chain(edges(&line))
        .filter(|at| (line.start()..=line.end()).contains(at))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |ends: &[usize]| {
        let span = Span::new(ends[0], ends[1]);
        let mut roles = vec![base];
        let over: Vec<(usize, Part)> =
            parts.iter().filter(|(part, _)| part.covers(span)).map(|(_, of)| *of).collect();
        roles.extend(statement_roles(reader, &over));
        for (_, role) in drafted.iter().filter(|(part, _)| part.covers(span)) {
            roles.push(*role);
        }
        if mentions.iter().any(|(mention, _)| mention.covers(span)) {
            roles.push(Role::Mention);
        }
        if let Some(hit) = hits.iter().find(|hit| hit.covers(span)) {
            let here = hit.holds(reader.caret.at);
            roles.push(if here { Role::FoundHere } else { Role::Found });
        }
        Run { text: span.of(reader.text()).to_owned(), roles }
    };
    cuts.windows(2).map(piece).collect()
}

/// The parts of the statement being made or changed that touch a line.
fn drafted(reader: &Reader, line: Span) -> Vec<(Span, Role)> {
    let Some(draft) = reader.draft() else { return Vec::new() };
    let parts =
        [(&draft.content, Role::Current), (&draft.cue, Role::Cue), (&draft.source, Role::Source)];
    let all = parts.into_iter().flat_map(|(spans, role)| {
        let lit = spans.iter().map(|span| (*span, Role::Current));
        lit.chain(spans.iter().map(move |span| (*span, role)))
    });
    let chosen = draft.fragment().map(|span| (span, Role::Chosen));
    all.chain(chosen).filter(|(span, _)| span.overlaps(line)).collect()
}

/// What the statements over a piece make of it: whose voice, which part, whether it is the current
/// one. The current statement goes before others, and the inner before the outer.
fn statement_roles(reader: &Reader, over: &[(usize, Part)]) -> Vec<Role> {
    let size = |number: usize| reader.story.statements[number].extent().len();
    let current = over.iter().find(|(number, _)| reader.current == Some(*number));
    let inner = || over.iter().min_by_key(|(number, part)| (size(*number), *part));
    let Some((number, part)) = current.or_else(inner) else { return Vec::new() };
    let mut roles = vec![Role::Content];
    roles.extend(reader.index.voice(*number).map(Role::Speaker));
    for (_, part) in over {
        match part {
            Part::Source => roles.push(Role::Source),
            Part::Cue => roles.push(Role::Cue),
            Part::Content => {}
        }
    }
    if current.is_some() && reader.draft().is_none() && (*part == Part::Content || over.len() == 1)
    {
        roles.push(Role::Current);
    }
    roles
}

/// Right of the text: which part is seen, and where statements stand, each in its speaker's colour.
fn scroll_bar(reader: &Reader, height: u16) -> Vec<Line> {
    let rows = usize::from(height);
    let all = reader.page.lines.len().max(rows).max(1);
    let line_at = |row: usize| row * all / rows.max(1);
    let end = reader.page.top + reader.page.height;
    let whole = reader.page.lines.len() <= reader.page.height;
    let row = |row: usize| {
        let (first, next) = (line_at(row), line_at(row + 1).max(line_at(row) + 1));
        let seen = !whole && first < end && next > reader.page.top;
        let number = statement_between(reader, first, next);
        let current = reader.current.is_some() && number == reader.current;
        let voice = number.map(|number| match reader.index.voice(number) {
            Some(voice) => Role::Speaker(voice),
            None => Role::Faint,
        });
        match (voice, seen) {
            (Some(voice), _) if current => run("◆", voice),
            (Some(voice), true) => run("▐", voice),
            (Some(voice), false) => run("•", voice),
            (None, true) => run("▐", Role::Thumb),
            (None, false) => run(" ", Role::Text),
        }
    };
    (0..rows).map(|number| vec![row(number)]).collect()
}

/// The current statement or the first one shown whose content begins on lines `first..next`.
fn statement_between(reader: &Reader, first: usize, next: usize) -> Option<usize> {
    let start =
        |line: usize| reader.page.lines.get(line).map_or(usize::MAX, |line| line.span.start());
    let mut here = reader.index.beginning(start(first), start(next));
    let current = reader.current.filter(|number| here.contains(number));
    current.or_else(|| here.find(|number| reader.list.shows(*number)))
}
