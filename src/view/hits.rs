//! What a question to the collection found: a line each, the words that were asked for below each
//! other, and more of the one at hand.

use super::{Block, Line, Role, Run, columns, cut, run};
use crate::app::{App, Area, Found, Hits, title};
use crate::library::Record;
use crate::library::concordance::{gap, line, named, shown_tags};
use crate::text::{Span, wrap};

/// Columns of a day, of who speaks, of tags.
const DAY: usize = 10;
const NAME: usize = 18;
const TAGS: usize = 12;

/// Columns from which on a line has its tags, and its day.
const WITH_TAGS: usize = 60;
const WITH_DAY: usize = 90;

/// The list over the whole screen.
pub fn block(app: &App, area: Area) -> Block {
    let (hits, width) = (&app.hits, usize::from(area.width));
    let rows = Hits::rows(app.size.height);
    let wanted: Vec<&str> = hits.wanted.iter().map(String::as_str).collect();
    let mut lines = vec![edge(&title(hits), width, "━", Role::Focus)];
    let seen = hits.found.iter().enumerate().skip(hits.top(rows)).take(rows);
    lines.extend(seen.map(|(at, one)| hit(hits, at, one, &wanted, width)));
    if hits.waits && lines.len() <= rows {
        lines.push(vec![run("  asking the collection … Esc leaves", Role::Faint)]);
    }
    lines.resize(rows + 1, Vec::new());
    lines.push(edge("", width, "─", Role::Rule));
    lines.extend(hits.found.get(hits.at).into_iter().flat_map(|one| about(one, width)));
    Block { area, ground: Role::Text, lines }
}

/// A line across, with words in it.
fn edge(words: &str, width: usize, stroke: &str, role: Role) -> Line {
    let mut line = vec![run(stroke.repeat(2), role)];
    if !words.is_empty() {
        line.push(run(format!(" {} ", wrap::fit(words, width.saturating_sub(6))), role));
    }
    line.push(run(stroke.repeat(width.saturating_sub(columns(&line))), role));
    cut(line, width)
}

fn hit(hits: &Hits, at: usize, one: &Found, wanted: &[&str], width: usize) -> Line {
    let record = &one.record;
    let here = at == hits.at;
    let ticked = hits.ticked.contains(&at);
    let mut shown = vec![
        run(if here { "▸ " } else { "  " }, Role::Focus),
        run(if ticked { "✓ " } else { "  " }, Role::Key),
    ];
    if width >= WITH_DAY {
        let day = record.about.published.map_or(String::new(), |day| day.to_string());
        shown.push(run(padded(&day, DAY + 1), Role::Faint));
    }
    shown.push(run(padded(&named(record), NAME) + " ", Role::Text));
    if width >= WITH_TAGS {
        shown.push(tags(one, TAGS));
        shown.push(run(" ", Role::Text));
    }
    let room = width.saturating_sub(columns(&shown));
    let words = line(record, wanted, room);
    // Where there is nothing to put below each other, lines begin at the left.
    let left = match words.words.as_str() {
        "" => 0,
        found => room.saturating_sub(wrap::columns(found)) * 2 / 5,
    };
    let pad = left.saturating_sub(wrap::columns(&words.left));
    shown.push(run(format!("{}{}", " ".repeat(pad), words.left), Role::Text));
    shown.push(run(words.words, Role::Found));
    shown.push(run(words.right, Role::Text));
    let mut line = super::statements::filled(shown, width, here);
    // What was asked for stands out of the lit row too.
    for run in line.iter_mut().filter(|run| run.roles.contains(&Role::Found)) {
        run.roles = vec![Role::Found];
    }
    line
}

fn tags(one: &Found, width: usize) -> Run {
    let role = if one.record.judged.tagged { Role::Tag } else { Role::Suggested };
    run(padded(&shown_tags(&one.record), width), role)
}

fn padded(words: &str, width: usize) -> String {
    let words = wrap::fit(words, width);
    format!("{words}{}", " ".repeat(width.saturating_sub(wrap::columns(&words))))
}

/// More of the one at hand: who, what it does, two lines of what is said, and where.
fn about(one: &Found, width: usize) -> Vec<Line> {
    let (record, about) = (&one.record, &one.record.about);
    let mut first = vec![run(format!(" {}", named(record)), Role::Text)];
    let tags = shown_tags(record);
    let known = [
        Some(tags).filter(|tags| !tags.is_empty()),
        record.directness.map(|kind| kind.word().to_owned()),
        record.confidence.map(|sure| format!("confidence {sure:.2}")),
        Some(record.comment.clone()).filter(|comment| !comment.is_empty()),
    ];
    first.extend(known.into_iter().flatten().map(|it| run(format!(" · {it}"), Role::Faint)));
    let said = said(record, width.saturating_sub(2).max(1));
    let day = about.published.map(|day| day.to_string());
    let part = (about.id != about.file).then(|| about.id.clone());
    let place = Some(format!("{} line {}", about.file, record.line));
    let known = [about.outlet.clone(), about.title.clone(), day, part, place];
    let known = known.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let known = crate::text::clean::clean_line(&known);
    let last = vec![run(format!(" {}", wrap::fit(&known, width.saturating_sub(2))), Role::Faint)];
    std::iter::once(first).chain(said).chain([last]).map(|line| cut(line, width)).collect()
}

/// Two lines of what is said and what stands around it, which is faint.
fn said(record: &Record, width: usize) -> Vec<Line> {
    let [before, behind] = &record.around;
    let before = if before.is_empty() { String::new() } else { format!("…{before} ") };
    let whole = format!("{before}{}{}{behind}", record.content, gap(behind));
    let own = Span::new(before.len(), before.len() + record.content.len());
    let lines = wrap::wrap(&whole, Span::new(0, whole.len()), width);
    let mut said: Vec<Line> =
        lines.into_iter().take(2).map(|line| parts(&whole, line, own)).collect();
    said.resize(2, Vec::new());
    said
}

/// A line in runs: what is said, and what is not.
fn parts(whole: &str, line: Span, own: Span) -> Line {
    let (from, to) =
        (own.start().clamp(line.start(), line.end()), own.end().clamp(line.start(), line.end()));
    let part = |from, to, role| run(Span::new(from, to).of(whole), role);
    let faint = |from, to| part(from, to, Role::Faint);
    vec![
        run(" ", Role::Text),
        faint(line.start(), from),
        part(from, to, Role::Text),
        faint(to, line.end()),
    ]
}
