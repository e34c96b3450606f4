//! The same everywhere: other statements like the current one, to be judged as it was in one step;
//! and other places with the same words, to be made statements.

use super::{App, Choice, Deed, Effect, Notice, Picker, Reader, making, marking};
use crate::annotation::{Item, Review};
use crate::story::Statement;
use crate::text::find::find;
use crate::text::{Span, wrap};

/// Asks which of those that are like the current statement shall be judged as it was: ticked are
/// those with the same words, and those of the same speaker with the same reporting words. Where nothing
/// is said of the current one, it is taken back of the others.
pub fn ask(reader: &Reader) -> Result<Picker, String> {
    let one = reader.statement().ok_or("no statement under the caret")?;
    let decided = reader.item(one).map(decision).unwrap_or_default();
    let text = reader.text();
    let mut choices: Vec<Choice> = Vec::new();
    for (number, other) in reader.story.statements.iter().enumerate() {
        let Some(why) = alike(text, one, other).filter(|_| other.id != one.id) else { continue };
        if reader.item(other).map(decision).unwrap_or_default() == decided {
            continue;
        }
        choices.push(Choice {
            kind: why.to_owned(),
            label: wrap::fit(other.content[0].of(text), WORDS),
            about: other.said_by(),
            deed: Deed::Alike(number),
            tick: Some(true),
        });
    }
    let places = if decided.is_empty() { Vec::new() } else { unsaid(reader, one) };
    for place in places {
        choices.push(Choice {
            kind: "no statement".to_owned(),
            label: wrap::fit(place.of(text), WORDS),
            about: wrap::fit(&around(text, place), WORDS),
            deed: Deed::Unsaid(place),
            tick: Some(true),
        });
    }
    let title = match (choices.is_empty(), decided.is_empty()) {
        (true, true) => {
            return Err("this one is not judged yet: tag, accept or reject it first".to_owned());
        }
        (true, false) => {
            return Err(
                "no other statement has these words, or this speaker and these reporting words"
                    .to_owned(),
            );
        }
        (false, true) => "take back what was judged of all ticked",
        (false, false) => "the same for all ticked",
    };
    Ok(Picker { many: true, ..Picker::new(title, choices) })
}

/// Columns of the words of a statement in the list.
const WORDS: usize = 44;

/// Shorter words than this stand everywhere by chance, and are not looked for outside statements.
const LONG: usize = 12;

/// The tags and the verdict of an item, in words.
fn decision(item: &Item) -> String {
    let verdict = match item.review {
        Review::Open => String::new(),
        other => other.word().to_owned(),
    };
    let parts = [item.tags.join(", "), verdict];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What two statements have in common, if it is enough.
fn alike(text: &str, one: &Statement, other: &Statement) -> Option<&'static str> {
    let words = |spans: &[Span]| {
        spans.iter().map(|span| span.of(text).to_lowercase()).collect::<Vec<_>>().join(" ")
    };
    if words(&one.content) == words(&other.content) {
        return Some("same words");
    }
    let cues = !one.cue.is_empty() && words(&one.cue) == words(&other.cue);
    (cues && one.said_by() == other.said_by()).then_some("same speaker, cue")
}

/// Where the words of a statement stand without being one.
fn unsaid(reader: &Reader, one: &Statement) -> Vec<Span> {
    let [content] = one.content[..] else { return Vec::new() };
    let words = content.of(reader.text());
    if words.len() < LONG {
        return Vec::new();
    }
    let paragraphs = reader.story.article.paragraphs.iter();
    let places = paragraphs.flat_map(|it| find(reader.text(), it.span, words));
    places.filter(|place| reader.index.parts(*place).is_empty()).collect()
}

fn around(text: &str, place: Span) -> String {
    let start = wrap::grapheme(text, place.start().saturating_sub(20));
    let end = wrap::grapheme(text, (place.end() + 20).min(text.len()));
    format!("… {} …", Span::new(start, end).of(text))
}

/// Judges those that were ticked as the current statement is, as one step.
pub fn spread(app: &mut App, ticked: &[Deed]) -> Vec<Effect> {
    let (tab, me) = (app.tabs.at, app.me.clone());
    let Some(reader) = app.tabs.current_mut().reader_mut() else { return Vec::new() };
    let Some(one) = reader.statement() else { return Vec::new() };
    let model = marking::item_of(reader, one, &me);
    let mut taken = Vec::new();
    let wanted = ticked.iter().filter_map(|deed| match deed {
        Deed::Alike(number) => {
            let other = reader.story.statements.get(*number)?;
            let item = marking::item_of(reader, other, &me);
            let item = Item {
                tags: model.tags.clone(),
                review: model.review,
                stamp: marking::stamp(&me),
                ..item
            };
            Some((other.id.clone(), Some(item)))
        }
        Deed::Unsaid(place) => {
            let item = making::proposed(reader, *place, &me);
            let item = Item { tags: model.tags.clone(), ..item };
            let id = making::new_id(reader, &[*place], &taken);
            taken.push(id.clone());
            Some((id, Some(item)))
        }
        _ => None,
    });
    let wanted: Vec<_> = wanted.collect();
    let many = wanted.len();
    let effects = marking::apply(reader, tab, wanted);
    let undo = app.keys.of(&super::Action::Undo);
    app.notice = Some(Notice::Good(format!("{many} judged the same: {undo} takes them all back")));
    effects
}
