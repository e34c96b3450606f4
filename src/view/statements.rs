//! The statements pane: who said what, in text order.

use super::{Block, Line, Role, Run, cut, run, story};
use crate::annotation::{ItemOrigin, Review};
use crate::app::{Area, Entry, Order, Reader};
use crate::story::{Statement, reviewed};
use crate::text::{Span, wrap};

/// Columns of a speaker's name where a statement takes one row.
const NAME: usize = 18;
/// Columns of all before it: `▸ M commitment ✓ ✎`.
const TAG: usize = 19;

/// For the title line: how many, how many to review, and what is left out.
pub fn about(reader: &Reader) -> String {
    let all = reader.story.statements.len();
    // Marks that have no place in this text are on no statement of the list.
    let placed = reader.marks.items().filter(|(id, _)| reader.number_of(id).is_some());
    let done = placed.filter(|(_, item)| reviewed(Some(item))).count();
    let open = all.saturating_sub(done);
    let order = match reader.list.order {
        Order::Text => String::new(),
        order => format!(" · {}", order.word()),
    };
    let lost = match reader.story.unplaced.len() {
        0 => String::new(),
        1 => " · 1 unplaced".to_owned(),
        many => format!(" · {many} unplaced"),
    };
    if reader.list.filter.is_empty() {
        format!("{all} · {open} to review{order}{lost}")
    } else {
        format!("{} of {all} · {}{order}", reader.list.shown.len(), reader.list.filter.text)
    }
}

/// The statements in view.
pub fn block(reader: &Reader, area: Area) -> Block {
    let list = &reader.list;
    let width = usize::from(area.width);
    let rows = list.rows;
    let seen = list.entries.iter().skip(list.top).take(list.height + 1);
    let mut lines: Vec<Line> = seen
        .flat_map(|entry| match entry {
            Entry::Heading(name, many) => vec![heading(name, *many, width)],
            Entry::Statement(number) => statement(reader, *number, width, rows),
        })
        .collect();
    if lines.is_empty() {
        let why =
            if list.filter.is_empty() { "nobody is quoted" } else { "none fits · Esc shows all" };
        lines.push(vec![run(format!("  {why}"), Role::Faint)]);
    }
    Block { area, ground: Role::Text, lines }
}

/// The line above a group.
fn heading(name: &str, many: usize, width: usize) -> Line {
    let name = wrap::fit(name, width.saturating_sub(10));
    let line = vec![run(format!(" ▾ {name}"), Role::Title), run(format!("  {many}"), Role::Faint)];
    cut(line, width)
}

fn statement(reader: &Reader, number: usize, width: usize, rows: usize) -> Vec<Line> {
    let statement = &reader.story.statements[number];
    let current = reader.current == Some(number);
    let item = reader.item(statement);
    let (glyph, word, role) = story::tag(reader, number);
    let voice = reader.index.voice(number).map_or(Role::Faint, Role::Speaker);
    let rejected = item.is_some_and(|item| item.review == Review::Rejected);
    let mut lead = vec![
        run(if current { "▸ " } else { "  " }, Role::Focus),
        run(format!("{glyph} "), if rejected { Role::Faint } else { role }),
    ];
    lead.push(run(word, role));
    if rejected && rows > 1 {
        lead.push(run(" rejected", Role::Faint));
    }
    if item.is_some_and(|item| item.review == Review::Accepted) {
        lead.push(run(" ✓", Role::Accepted));
    }
    match statement.origin {
        ItemOrigin::Extracted => {}
        ItemOrigin::Edited => lead.push(run(" ✱", Role::Accepted)),
        ItemOrigin::Made => lead.push(run(" ✚", Role::Accepted)),
    }
    if item.is_some_and(|item| !item.comment.is_empty()) {
        lead.push(run(" ✎", Role::Accepted));
    }
    let words = excerpt(reader, statement, width);
    let said = if rejected { Role::Rejected } else { Role::Text };
    if rows == 1 {
        let gap = TAG.saturating_sub(super::columns(&lead)).max(1);
        lead.push(run(" ".repeat(gap), Role::Text));
        let name = wrap::fit(&statement.said_by(), NAME);
        let pad = " ".repeat(NAME + 2 - wrap::columns(&name));
        lead.extend([run(name, voice), run(pad, Role::Text)]);
        lead.push(run(words, said));
        return vec![filled(lead, width, current)];
    }
    lead.push(run(" · ", Role::Faint));
    lead.push(run(statement.said_by(), voice));
    let below = vec![run("    ", Role::Text), run(words, said)];
    vec![filled(lead, width, current), filled(below, width, current)]
}

/// A line of exactly `width` columns, lit where it is the current one.
pub fn filled(line: Line, width: usize, current: bool) -> Line {
    let mut line = cut(line, width);
    if current {
        let left = width.saturating_sub(super::columns(&line));
        line.push(run(" ".repeat(left), Role::Text));
        for Run { roles, .. } in &mut line {
            roles.push(Role::Row);
        }
    }
    line
}

/// The first words of a content, as many as a line can hold; further spans after an ellipsis.
fn excerpt(reader: &Reader, statement: &Statement, width: usize) -> String {
    let mut words = String::new();
    for span in &statement.content {
        if !words.is_empty() {
            words.push_str(" … ");
        }
        let some = span.of(reader.text()).chars().take(width.saturating_sub(words.len()).max(1));
        words.extend(some);
        if words.chars().count() >= width {
            break;
        }
    }
    let one_line = wrap::fit(&words, usize::MAX);
    let whole = statement.content.iter().map(|span: &Span| span.len()).sum::<usize>();
    if whole > width && !one_line.ends_with('…') { one_line + " …" } else { one_line }
}
