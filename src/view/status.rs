//! The lines around the panes: what is open, the current statement, keys to press.

use super::{Block, Line, Role, columns, cut, run};
use crate::annotation::{Certainty, Review};
use crate::app::{
    App, Area, Ask, Button, Draft, Field, Filter, Mode, Notice, Part, Reader, Saved, Stage, Work,
    buttons, preview, why,
};
use crate::story::{Shown, Statement, kind_word, shown_tag};
use crate::text::{Span, wrap};

/// The line on top: the story left, its number and whether it is saved right.
pub fn bar(app: &App) -> Line {
    let tab = app.tabs.current();
    let width = usize::from(app.size.width);
    let (number, all) = (app.tabs.at + 1, app.tabs.all.len());
    let (state, role) = match tab.reader().map(|reader| &reader.saved) {
        Some(Saved::Saving(_)) => ("saving …".to_owned(), Role::Bar),
        Some(Saved::At(_, time)) => (format!("● saved {time}"), Role::Bar),
        Some(Saved::Failed(_, why)) => (format!("✗ not saved: {why}"), Role::Bad),
        Some(Saved::Clean) if width < 40 => (String::new(), Role::Bar),
        Some(Saved::Clean) => ("○ no changes".to_owned(), Role::Bar),
        None => (String::new(), Role::Bar),
    };
    let count = if all > 1 { format!("{number}/{all} stories  ") } else { String::new() };
    let state = wrap::fit(&state, width / 2);
    let right = wrap::columns(&count) + wrap::columns(&state) + 1;
    let room = width.saturating_sub(right + 1);
    let left = format!(" {}", wrap::fit(&what(app), room.saturating_sub(1)));
    let gap = " ".repeat(width.saturating_sub(right + wrap::columns(&left)));
    let mut line = vec![run(left, Role::Bar), run(gap, Role::Bar), run(count, Role::Bar)];
    line.push(super::Run { text: state, roles: vec![Role::Bar, role] });
    cut(line, width)
}

/// Title, agency, place, day.
fn what(app: &App) -> String {
    let tab = app.tabs.current();
    let Some(reader) = tab.reader() else { return tab.name.clone() };
    let article = &reader.story.article;
    let known = &article.metadata;
    let parts = [
        Some(article.label().to_owned()),
        known.agency.as_ref().map(|one| one.name.clone()),
        known.place.as_ref().map(|one| one.name.clone()),
        known.published.map(|day| day.strftime("%-d %b %Y").to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What was last to be told, else about the current statement.
pub fn detail(app: &App, area: Area) -> Vec<Line> {
    let (width, rows) = (usize::from(area.width), usize::from(area.height));
    if let Some(notice) = &app.notice {
        let role = match notice {
            Notice::Good(_) => Role::Good,
            Notice::Bad(_) => Role::Bad,
        };
        return told(&notice.lines(width), role, width, rows);
    }
    let Some(reader) = app.reader() else { return Vec::new() };
    if let Some(draft) = reader.draft() {
        return folded(draft_line(draft), width, rows);
    }
    let Some(statement) = reader.statement() else {
        return folded(vec![run(format!(" {}", here(reader)), Role::Faint)], width, rows);
    };
    let mut line = statement_line(reader, statement);
    if let Work::Review(review) = &reader.work {
        let left = format!(" review {} of {}", review.done() + 1, review.all);
        line.splice(0..1, [run(left, Role::Focus), run(DOT, Role::Faint)]);
    }
    let comment = reader.comment_lines(width);
    if comment.is_empty() || rows < 2 {
        if let Some(first) = comment.first() {
            line.extend([run(DOT, Role::Faint), run(first.clone(), Role::Text)]);
        }
        return folded(line, width, rows);
    }
    let mut lines = folded(line, width, Reader::FACTS.min(rows - 1));
    lines.extend(told(&comment, Role::Text, width, rows - lines.len()));
    lines
}

/// Lines in at most `rows` rows; what does not fit shows as `…`.
fn told(lines: &[String], role: Role, width: usize, rows: usize) -> Vec<Line> {
    let line = |(row, words): (usize, &String)| {
        let more = if row + 1 == rows && lines.len() > rows { " …" } else { "" };
        let room = width.saturating_sub(more.len());
        let mut line = cut(vec![run(format!(" {words}"), role)], room);
        line.push(run(more, role));
        line
    };
    lines.iter().take(rows).enumerate().map(line).collect()
}

/// A line in at most `rows` rows, broken between its runs.
fn folded(line: Line, width: usize, rows: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![Vec::new()];
    for run in line {
        let last = lines.len() - 1;
        let full = columns(&lines[last]) + wrap::columns(&run.text) > width;
        if full && lines.len() < rows && run.text == DOT {
            lines.push(vec![super::run(" ", Role::Text)]);
        } else if full && lines.len() < rows && !lines[last].is_empty() {
            let lead = super::run(" ", Role::Text);
            if lines[last].last().is_some_and(|run| run.text == DOT) {
                lines[last].pop();
            }
            lines.push(vec![lead, run]);
        } else {
            lines[last].push(run);
        }
    }
    lines.into_iter().map(|line| cut(line, width)).collect()
}

/// Between two facts.
const DOT: &str = " · ";

/// What stands under the caret where no statement does.
fn here(reader: &Reader) -> String {
    let place = Span::new(reader.caret.at, reader.caret.at + 1);
    let notes = reader.story.analysis.notes.iter();
    if let Some(note) = notes.into_iter().find(|note| note.span.overlaps(place)) {
        return note.kind.text().to_owned();
    }
    let under = reader.index.mentions.over(place);
    match under.last().map(|(_, id)| reader.story.entity(*id)) {
        Some(entity) => format!("{} · {}", entity.name, kind_word(entity.kind)),
        None => "no statement under the caret".to_owned(),
    }
}

/// Which part of a draft is at hand, and who is proposed to have said it.
fn draft_line(draft: &Draft) -> Line {
    let part = match draft.part {
        Part::Content => "what is said",
        Part::Cue => "the reporting words",
        Part::Source => "who is named",
    };
    let faint = |words: String| run(words, Role::Faint);
    let many = draft.fragments(draft.part).len();
    let which = if many > 1 { format!(", {} of {many}", draft.at + 1) } else { String::new() };
    let which = if many == 0 { ", none: a stretch key takes one".to_owned() } else { which };
    let deed = if draft.of.is_some() { " change " } else { " new " };
    let proposed = |set: bool| if set { "" } else { "?" };
    let who = if draft.speakers.is_empty() {
        "nobody named".to_owned()
    } else {
        draft.speakers.join(", ")
    };
    let none = |spans: &[Span], set, word: &str| {
        let sign = if spans.is_empty() { "no " } else { "" };
        format!("{sign}{word}{}", proposed(set))
    };
    vec![
        run(deed, Role::Focus),
        run(part, Role::Text),
        faint(which),
        run(DOT, Role::Faint),
        run(format!("{who}{}", proposed(draft.set.speakers)), Role::Text),
        run(DOT, Role::Faint),
        faint(none(&draft.source, draft.set.source, "source")),
        run(DOT, Role::Faint),
        faint(none(&draft.cue, draft.set.cue, "cue")),
    ]
}

/// Tag and score, speaker, directness, spans, confidence; last why, since that may be long.
fn statement_line(reader: &Reader, statement: &Statement) -> Line {
    let item = reader.item(statement);
    let dot = || run(DOT, Role::Faint);
    let faint = |words: String| run(words, Role::Faint);
    let number = reader.current.unwrap_or(0);
    let voice = reader.index.voice(number).map_or(Role::Text, Role::Speaker);
    let mut line = vec![run(" ", Role::Text)];
    match shown_tag(statement, item) {
        Shown::Set(tag) => line.push(run(tag, Role::Tag)),
        Shown::Proposed(tag) => {
            line.push(run(format!("{tag}?"), Role::Suggested));
            let score = statement.suggestion.as_ref().map_or(0.0, |one| one.score);
            line.push(faint(format!(" {score:.2}")));
        }
        Shown::None => line.push(faint("no tag".to_owned())),
    }
    match item.map(|item| item.review) {
        Some(Review::Accepted) => line.push(run(" ✓ accepted", Role::Accepted)),
        Some(Review::Rejected) => line.push(run(" ✗ rejected", Role::Bad)),
        _ => {}
    }
    if let Some(item) = item.filter(|item| item.certainty != Certainty::Unstated) {
        line.push(faint(format!(" ({})", item.certainty.word())));
    }
    for (name, value) in item.iter().flat_map(|item| &item.attributes) {
        line.extend([dot(), faint(format!("{name}: {value}"))]);
    }
    line.extend([dot(), run(statement.said_by(), voice)]);
    if let Some(directness) = statement.directness {
        line.extend([dot(), faint(directness.word().to_owned())]);
    }
    if statement.content.len() > 1 {
        line.push(faint(format!(", {} spans", statement.content.len())));
    }
    if let Some(confidence) = statement.confidence {
        line.extend([dot(), faint(format!("confidence {confidence:.2}"))]);
    }
    let under = reader.under_caret();
    if let (true, Some(at)) = (under.len() > 1, under.iter().position(|one| *one == number)) {
        line.extend([dot(), faint(format!("{} of {} here: o", at + 1, under.len()))]);
    }
    line.extend(why(reader, statement).into_iter().flat_map(|it| [dot(), faint(it)]));
    line
}

/// Keys to press now, from the live keymap; or the line being typed with its cursor's column.
pub fn hints(app: &App, width: usize) -> (Line, Option<u16>) {
    if let Mode::Prompt(prompt) = &app.mode {
        let found = app.reader().map_or(0, |reader| reader.search.hits.len());
        let (sign, mut rest) = match prompt.ask {
            Ask::Search(_) => ("/", vec![run(format!("{found} found"), Role::Faint)]),
            Ask::Filter => ("show: ", vec![asked(app, &prompt.line.text)]),
            Ask::Collection => ("in the collection: ", vec![faulty(&prompt.line.text)]),
            Ask::Book(None, _) => ("name of the tag: ", Vec::new()),
            Ask::Book(Some(_), Field::Colour) => ("number of its colour: ", Vec::new()),
            Ask::Book(..) => ("write: ", Vec::new()),
            Ask::Rename(_) => ("call it: ", Vec::new()),
            Ask::Split(_) => ("they are of: ", Vec::new()),
            Ask::Reason => ("why: ", Vec::new()),
        };
        let preview = preview(app).map(|it| run(format!("{it}  "), Role::Faint));
        rest.extend(preview);
        rest.extend(live(app, width));
        return typed(sign, &prompt.line.text, prompt.line.at, rest, width);
    }
    if let Some(count) = app.keys.count {
        let mut line = vec![run(format!(" {count} × … "), Role::Key)];
        line.extend(live(app, width));
        return (cut(line, width), None);
    }
    if !app.keys.pending.is_empty() {
        return (vec![run(format!(" {} … ", app.keys.pending), Role::Key)], None);
    }
    (live(app, width), None)
}

/// What a query that is being typed lets through, or what is wrong with it.
fn asked(app: &App, query: &str) -> super::Run {
    let Some(reader) = app.reader() else { return run("", Role::Faint) };
    match Filter::parse(query) {
        Ok(filter) => {
            let all = reader.story.statements.len();
            let many = (0..all).filter(|number| filter.lets(reader, *number)).count();
            run(format!("{many} of {all}  "), Role::Faint)
        }
        Err(error) => run(format!("! {error}  "), Role::Bad),
    }
}

/// What is wrong with a question that is being typed.
fn faulty(query: &str) -> super::Run {
    match Filter::parse(query) {
        Ok(_) => run("", Role::Faint),
        Err(error) => run(format!("! {error}  "), Role::Bad),
    }
}

/// Hints for the live keys, as many as fit.
fn live(app: &App, width: usize) -> Line {
    let words = |one: Button| {
        let keys = format!("{}{} ", " ".repeat(one.gap), one.keys);
        [run(keys, Role::Key), run(one.words, Role::Faint)]
    };
    cut(buttons(app, width).into_iter().flat_map(words).collect(), width)
}

/// A line being typed, scrolled so that the cursor is seen.
fn typed(sign: &str, text: &str, at: usize, rest: Line, width: usize) -> (Line, Option<u16>) {
    let room = width.saturating_sub(wrap::columns(sign) + 2).max(1);
    let before = Span::new(0, at).of(text);
    let mut start = 0;
    // One column for the cursor behind the last letter, and one for the sign of what is left out.
    let needs =
        |start: usize| wrap::columns(Span::new(start, at).of(text)) + 1 + usize::from(start > 0);
    while start < at && needs(start) > room {
        start = wrap::after(text, start);
    }
    let left = if start > 0 { "…" } else { "" };
    let shown = Span::new(start, text.len()).of(text);
    let cursor = 1 + wrap::columns(sign) + wrap::columns(left) + wrap::columns(before)
        - wrap::columns(Span::new(0, start).of(text));
    let mut line = vec![run(format!(" {sign}"), Role::Key), run(left, Role::Faint)];
    line.push(run(shown, Role::Text));
    if columns(&line) + 3 + columns(&rest) <= width {
        line.push(run("   ", Role::Text));
        line.extend(rest);
    }
    (cut(line, width), u16::try_from(cursor).ok())
}

/// Instead of the text while there is none.
pub fn waiting(stage: &Stage, area: Area) -> Block {
    let width = usize::from(area.width);
    let mut lines: Vec<Line> = vec![Vec::new(); usize::from(area.height / 3)];
    match stage {
        Stage::Failed(why) => {
            lines.push(vec![run("  this story cannot be shown", Role::Bad)]);
            let room = width.saturating_sub(4);
            for span in wrap::wrap(why, Span::new(0, why.len()), room) {
                lines.push(vec![run(format!("  {}", span.of(why)), Role::Text)]);
            }
        }
        Stage::Analysing(progress) => {
            let part = progress.done * 100 / progress.total.max(1);
            let full = 24 * progress.done / progress.total.max(1);
            let bar = format!("{}{}", "█".repeat(full.min(24)), "░".repeat(24 - full.min(24)));
            lines.push(vec![run(format!("  reading who says what  {bar} {part} %"), Role::Faint)]);
        }
        Stage::Loading | Stage::Ready(_) => {
            lines.push(vec![run("  opening …", Role::Faint)]);
        }
    }
    let lines = lines.into_iter().map(|line| cut(line, width)).collect();
    Block { area, ground: Role::Text, lines }
}
