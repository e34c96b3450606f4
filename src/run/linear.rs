//! `onrecord --linear`: the same work as on the screen in plain lines, for screen readers and scripts.
//!
//! One command a line comes in: an action's name (`next-statement`, `accept`), a command with words
//! (`tag denial`, `show tag:claim`), or one of `list`, `read`, `help`. What it did goes out, then the
//! statement at hand in one line. What asks is answered by the next line.

use std::io::{self, BufRead, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use jiff::Timestamp;

use super::tui::{self, Desk, Unsaved};
use super::{End, Stop, desk, tell};
use crate::app::{
    self, Action, App, Ask, Draft, Edit, Effect, Fact, Message, Mode, Notice, Part, Reader, Report,
    Size, update,
};
use crate::library::concordance::{named, shown_tags};
use crate::story::{Shown, shown_tag};
use crate::text::clean::clean_line;

/// Works on `files` until standard input ends or asks to quit. What cannot be saved is an error.
pub fn work(files: Vec<PathBuf>, tutorial: bool) -> Result<End, Stop> {
    let (desk, failures) = desk::set(files, None, tutorial);
    for failure in &failures {
        tell(&format!("error: {failure}"));
    }
    let desk = desk.ok_or_else(|| Stop("no story could be read".to_owned()))?;
    let mut out = io::stdout().lock();
    let mut session = Session::open(&desk);
    let mut lines = session.greeting();
    let mut input = io::stdin().lock().lines();
    loop {
        for line in lines.drain(..) {
            // A closed pipe ends the work; everything is saved.
            if writeln!(out, "{}", clean_line(&line)).is_err() {
                return session.end();
            }
        }
        let _ = out.flush();
        let Some(Ok(line)) = input.next() else { return session.end() };
        match session.hear(line.trim()) {
            Some(said) => lines = said,
            None => return session.end(),
        }
    }
}

/// A desk with the app on it.
struct Session<'a> {
    desk: &'a Desk,
    app: App,
}

impl<'a> Session<'a> {
    /// Opens every story.
    fn open(desk: &'a Desk) -> Session<'a> {
        let mut app = tui::start(desk, Size { width: 120, height: 40 });
        for tab in 0..desk.names.len() {
            let opened = (desk.open)(tab, &mut |_| ControlFlow::Continue(()));
            let report = match opened {
                Ok(opened) => Report::Ready(tab, opened.reader),
                Err(why) => Report::Failed(tab, why),
            };
            update(&mut app, Message::Heard(report));
        }
        Session { desk, app }
    }

    fn greeting(&self) -> Vec<String> {
        let mut lines = vec![
            "onrecord: a command a line; “help” lists them, “quit” leaves; an empty line is the next statement".to_owned(),
        ];
        lines.extend(self.notice());
        lines.extend(self.here());
        lines
    }

    /// What one line does, in lines; none where it ends the work.
    fn hear(&mut self, line: &str) -> Option<Vec<String>> {
        self.app.me.now = Timestamp::now();
        self.app.notice = None;
        if !matches!(self.app.mode, Mode::Read) {
            return self.answer(line);
        }
        match line {
            "" if self.app.hits.shown => self.run("hit-next"),
            "" => self.run("next-statement"),
            "list" => Some(self.list()),
            "read" => Some(self.read()),
            "help" => Some(self.help()),
            line => self.run(line),
        }
    }

    fn run(&mut self, line: &str) -> Option<Vec<String>> {
        let effects = app::run(&mut self.app, line);
        self.done(effects)
    }

    /// Carries out what must happen outside, and tells what happened.
    fn done(&mut self, effects: Vec<Effect>) -> Option<Vec<String>> {
        let mut lines = Vec::new();
        let mut left: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = left.pop_front() {
            let report = match effect {
                Effect::Save { tab, revision, story, marks, decided } => {
                    match (self.desk.save)(&story, &marks, decided) {
                        Ok(elsewhere) => {
                            lines.extend(elsewhere);
                            Report::Saved { tab, revision, at: "now".to_owned() }
                        }
                        Err(Unsaved::Failed(why)) => Report::NotSaved(tab, why),
                        Err(Unsaved::Outside(outside)) => Report::Outside(tab, outside),
                    }
                }
                Effect::Export { format, story, marks } => {
                    Report::Exported((self.desk.export)(&format, &story, &marks))
                }
                Effect::KeepCodebook(book) => match (self.desk.keep_codebook)(&book) {
                    Ok(()) => Report::Codebook(book.clone(), tui::guide(self.desk, &book)),
                    Err(why) => Report::Warned(why),
                },
                Effect::Copy(words) => {
                    lines.push(words);
                    continue;
                }
                Effect::Ask(asked) => match (self.desk.ask)(asked, &|| false) {
                    Some(answer) => answer.into(),
                    None => continue,
                },
                Effect::Open(tab, sought) => {
                    (self.desk.seek)(tab, sought);
                    match (self.desk.open)(tab, &mut |_| ControlFlow::Continue(())) {
                        Ok(opened) => Report::Ready(tab, opened.reader),
                        Err(why) => Report::Failed(tab, why),
                    }
                }
                Effect::Suspend | Effect::Look { .. } => continue,
                Effect::Quit => return None,
            };
            left.extend(update(&mut self.app, Message::Heard(report)));
        }
        lines.extend(self.notice());
        lines.extend(self.asked());
        if matches!(self.app.mode, Mode::Read) {
            lines.extend(self.here());
        }
        Some(lines)
    }

    /// An answer to what was asked; an empty one leaves it.
    fn answer(&mut self, line: &str) -> Option<Vec<String>> {
        let action = |action| Message::Act(action);
        let number = line.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if line.is_empty() {
            update(&mut self.app, action(Action::Cancel));
            return self.done(Vec::new());
        }
        match (&mut self.app.mode, number) {
            (Mode::Pick(picker), Some(at)) if at < picker.left().len() => picker.at = at,
            (Mode::Prompt(_) | Mode::Write(_), _) => {
                update(&mut self.app, action(Action::Edit(Edit::RubAll)));
                update(&mut self.app, action(Action::Edit(Edit::Insert(line.to_owned()))));
            }
            _ => {
                update(&mut self.app, action(Action::Edit(Edit::Insert(line.to_owned()))));
            }
        }
        let effects = update(&mut self.app, action(Action::Submit));
        self.done(effects)
    }

    /// What the app asks now, in lines.
    fn asked(&mut self) -> Vec<String> {
        match &self.app.mode {
            Mode::Read => Vec::new(),
            Mode::Prompt(prompt) => vec![match prompt.ask {
                Ask::Search(_) => "search for what?".to_owned(),
                Ask::Filter => "show what? a query, such as speaker:hill unreviewed".to_owned(),
                Ask::Collection => "ask the collection what? a query".to_owned(),
                Ask::Book(..) => "write it".to_owned(),
                Ask::Rename(_) => "call it what?".to_owned(),
                Ask::Reason => "why?".to_owned(),
                Ask::Split(_) => "whose are they? a name".to_owned(),
            }],
            Mode::Write(page) => vec![format!("comment? now: {}", page.text)],
            Mode::Pick(picker) => {
                let mut lines = vec![format!(
                    "{}: a number, or words that name it; an empty line leaves it",
                    picker.title
                )];
                for (at, (_, choice)) in picker.left().iter().enumerate().take(40) {
                    let words = [&choice.kind, &choice.label, &choice.about].map(String::as_str);
                    let words: Vec<&str> =
                        words.into_iter().filter(|word| !word.is_empty()).collect();
                    lines.push(format!("{}. {}", at + 1, words.join(", ")));
                }
                lines
            }
            Mode::Show(show) => {
                let lines = show.rows.iter().filter_map(fact).collect();
                self.app.mode = Mode::Read;
                lines
            }
        }
    }

    fn notice(&self) -> Option<String> {
        self.app.notice.as_ref().map(Notice::words)
    }

    /// The statement at hand.
    fn here(&self) -> Option<String> {
        if self.app.hits.shown {
            return self.hit(self.app.hits.at);
        }
        let reader = self.app.reader()?;
        if let Some(draft) = reader.draft() {
            return Some(drafted(reader, draft));
        }
        Some(statement(reader, reader.current?))
    }

    /// A hit of the collection, by its number.
    fn hit(&self, at: usize) -> Option<String> {
        let hits = &self.app.hits;
        let record = &hits.found.get(at)?.record;
        let day = record.about.published.map_or(String::new(), |day| format!(", {day}"));
        let more = if hits.more { " and more" } else { "" };
        Some(format!(
            "{} of {}{more}. {}, {}{day}: {}",
            at + 1,
            hits.found.len(),
            Some(shown_tags(record)).filter(|tags| !tags.is_empty()).unwrap_or("no tag".to_owned()),
            named(record),
            record.content
        ))
    }

    fn list(&self) -> Vec<String> {
        if self.app.hits.shown {
            return (0..self.app.hits.found.len()).filter_map(|at| self.hit(at)).collect();
        }
        let Some(reader) = self.app.reader() else { return vec!["no story is open".to_owned()] };
        reader.list.shown.iter().map(|number| statement(reader, *number)).collect()
    }

    fn read(&self) -> Vec<String> {
        let Some(reader) = self.app.reader() else { return vec!["no story is open".to_owned()] };
        let paragraphs = reader.story.article.paragraphs.iter();
        paragraphs.map(|one| one.span.of(reader.text()).to_owned()).collect()
    }

    fn help(&self) -> Vec<String> {
        let worded = app::WITH_WORDS.iter().map(|(name, about)| format!("{name} WORDS: {about}"));
        let own =
            ["list: the statements that are shown", "read: the whole story", "help: this list"];
        let scopes = self.app.scopes();
        let live = self.app.keys.guide.iter().filter(|hint| scopes.contains(&hint.scope));
        let named = live.map(|hint| format!("{}: {}", hint.name, hint.help));
        worded.chain(own.map(str::to_owned)).chain(named).collect()
    }

    /// The end: what could not be saved is rescued, and told.
    fn end(&self) -> Result<End, Stop> {
        tui::keep_places(&self.app, self.desk);
        match tui::rescued(&self.app, self.desk) {
            None => Ok(End::Done),
            Some(lost) => Err(Stop(lost)),
        }
    }
}

/// The statement being made or changed, in one line.
fn drafted(reader: &Reader, draft: &Draft) -> String {
    let words = |part: Part| {
        let words: Vec<&str> =
            draft.fragments(part).iter().map(|span| span.of(reader.text())).collect();
        if words.is_empty() { "none".to_owned() } else { words.join(" … ") }
    };
    let (content, cue, source) = (words(Part::Content), words(Part::Cue), words(Part::Source));
    format!(
        "draft: {content}. cue: {cue}. source: {source}. speakers: {}",
        draft.speakers.join(", ")
    )
}

fn fact(fact: &Fact) -> Option<String> {
    match fact {
        Fact::Blank => None,
        Fact::Title(words) => Some(format!("{words}:")),
        Fact::Words(label, words) if label.is_empty() => Some(words.clone()),
        Fact::Line(words) => Some(words.clone()),
        Fact::Words(label, words) => Some(format!("{label}: {words}")),
        Fact::Bar(name, _, behind, _) => Some(format!("{name}: {behind}")),
        Fact::Strip(name, places, _) => {
            let places: Vec<String> =
                places.iter().map(|at| format!("{:.0} %", at * 100.0)).collect();
            Some(format!("{name}: at {}", places.join(", ")))
        }
    }
}

/// A statement in one line: its place in the list, tag, verdict, speaker, reporting words, content.
fn statement(reader: &Reader, number: usize) -> String {
    let one = &reader.story.statements[number];
    let item = reader.item(one);
    let place = reader.list.place(number).map_or(0, |place| place + 1);
    let tag = match shown_tag(one, item) {
        Shown::Set(tag) => tag.to_owned(),
        Shown::Proposed(tag) => format!("{tag}?"),
        Shown::None => "no tag".to_owned(),
    };
    let words = |spans: &[crate::text::Span]| {
        spans.iter().map(|span| span.of(reader.text())).collect::<Vec<_>>().join(" … ")
    };
    let review = item.map_or("open", |item| item.review.word());
    let comment = item.map(|item| item.comment.replace('\n', " / ")).unwrap_or_default();
    let comment = if comment.is_empty() { comment } else { format!(" [{comment}]") };
    format!(
        "{place} of {}. {tag}, {review}. {}, {}: {}{comment}",
        reader.list.shown.len(),
        one.said_by(),
        if one.cue.is_empty() { "no cue".to_owned() } else { words(&one.cue) },
        words(&one.content),
    )
}
