//! A picture of the story in numbers: who speaks how much, where, of what kind, with which tags.

use super::explain::{Fact, Show};
use super::{App, Reader};
use crate::annotation::Review;
use crate::nlp::Directness;
use crate::story::{Shown, reviewed, shown_tag};

/// Speakers that have a row of their own.
const MOST: usize = 12;

/// Somebody who speaks, or what an unnamed source is called.
struct Voice {
    name: String,
    /// Number of the colour; none for the unnamed.
    colour: Option<usize>,
    /// Numbers of the statements.
    numbers: Vec<usize>,
    /// How many words they are.
    words: usize,
}

/// Who speaks how much (of the words said), where in the story, tags by speaker, directness, and
/// how far the work has come. Rejected statements do not count; one of several speakers counts for
/// each of them.
pub fn dashboard(app: &App) -> Option<Show> {
    let reader = app.reader()?;
    let statements = &reader.story.statements;
    let rejected = |number: &usize| {
        let item = reader.item(&statements[*number]);
        item.is_some_and(|item| item.review == Review::Rejected)
    };
    let counted: Vec<usize> = (0..statements.len()).filter(|number| !rejected(number)).collect();
    let voices = voices(reader, &counted);
    let mut rows = Vec::new();
    let mut part = |title: &str, facts: Vec<Fact>| {
        if !rows.is_empty() {
            rows.push(Fact::Blank);
        }
        rows.push(Fact::Title(title.to_owned()));
        rows.extend(facts);
    };
    part("Who speaks how much", shares(reader, &voices, &counted));
    part("Where in the story", voices.iter().take(MOST).map(|one| strip(reader, one)).collect());
    part("Tags (set or proposed)", tags(app, reader, &voices, &counted));
    part("How they are quoted", kinds(reader, &counted));
    let done = counted.iter().filter(|number| reviewed(reader.item(&statements[**number]))).count();
    let behind = format!("{done} of {}", counted.len());
    let bar = Fact::Bar("reviewed".to_owned(), share(done, counted.len()), behind, None);
    part("Work done", vec![bar]);
    Some(Show { title: "the story in numbers", rows, top: 0 })
}

fn share(some: usize, of: usize) -> f32 {
    some as f32 / of.max(1) as f32
}

/// Words of a statement.
fn words(reader: &Reader, number: usize) -> usize {
    let spans = reader.story.statements[number].content.iter();
    spans.map(|span| span.of(reader.text()).split_whitespace().count()).sum()
}

/// Everybody who speaks, who says most first.
fn voices(reader: &Reader, counted: &[usize]) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    for &number in counted {
        let one = &reader.story.statements[number];
        let mut names: Vec<String> = one.speakers.iter().map(|it| it.name.clone()).collect();
        if names.is_empty() {
            names.push(one.said_by());
        }
        for name in names {
            let at = voices.iter().position(|voice| voice.name == name).unwrap_or_else(|| {
                let colour = reader.index.voice_called(&name);
                voices.push(Voice { name, colour, numbers: Vec::new(), words: 0 });
                voices.len() - 1
            });
            voices[at].numbers.push(number);
            voices[at].words += words(reader, number);
        }
    }
    voices.sort_by_key(|voice| std::cmp::Reverse(voice.words));
    voices
}

fn shares(reader: &Reader, voices: &[Voice], counted: &[usize]) -> Vec<Fact> {
    let all: usize = counted.iter().map(|number| words(reader, *number)).sum();
    let most = voices.first().map_or(1, |voice| voice.words);
    let bar = |voice: &Voice| {
        let many = match voice.numbers.len() {
            1 => "1 statement".to_owned(),
            many => format!("{many} statements"),
        };
        let part = share(voice.words, all) * 100.0;
        let behind = format!("{} words, {part:.0} %, {many}", voice.words);
        Fact::Bar(voice.name.clone(), share(voice.words, most), behind, voice.colour)
    };
    let left = voices.len().saturating_sub(MOST);
    let more = (left > 0).then(|| Fact::Words(String::new(), format!("and {left} more")));
    voices.iter().take(MOST).map(bar).chain(more).collect()
}

fn strip(reader: &Reader, voice: &Voice) -> Fact {
    let length = reader.text().len();
    let start = |number: &usize| reader.story.statements[*number].content[0].start();
    let places = voice.numbers.iter().map(|number| share(start(number), length));
    Fact::Strip(voice.name.clone(), places.collect(), voice.colour)
}

/// Speakers that are named behind a tag.
const NAMED: usize = 4;

fn tags(app: &App, reader: &Reader, voices: &[Voice], counted: &[usize]) -> Vec<Fact> {
    let shows = |number: &usize, tag: Option<&str>| {
        let one = &reader.story.statements[*number];
        match shown_tag(one, reader.item(one)) {
            Shown::Set(name) | Shown::Proposed(name) => Some(name) == tag,
            Shown::None => tag.is_none(),
        }
    };
    let count = |numbers: &[usize], tag: Option<&str>| {
        numbers.iter().filter(|number| shows(number, tag)).count()
    };
    let bar = |tag: Option<&str>| {
        let many = count(counted, tag);
        let by = voices.iter().map(|voice| (count(&voice.numbers, tag), &voice.name));
        let by = by.filter(|(some, _)| *some > 0).take(NAMED);
        let by: Vec<String> = by.map(|(some, name)| format!("{name} {some}")).collect();
        let behind = format!("{many}  {}", by.join(", "));
        Fact::Bar(tag.unwrap_or("no tag").to_owned(), share(many, counted.len()), behind, None)
    };
    let names = app.codebook.tags.iter().map(|tag| Some(tag.name.as_str()));
    names.chain([None]).map(bar).collect()
}

fn kinds(reader: &Reader, counted: &[usize]) -> Vec<Fact> {
    let bar = |kind: Directness| {
        let is = |number: &&usize| reader.story.statements[**number].directness == Some(kind);
        let many = counted.iter().filter(is).count();
        Fact::Bar(kind.word().to_owned(), share(many, counted.len()), many.to_string(), None)
    };
    [Directness::Direct, Directness::Mixed, Directness::Indirect].map(bar).into()
}
