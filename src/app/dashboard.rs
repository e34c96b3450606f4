//! A picture of the story in numbers: who speaks how much, where, of what kind, with which tags.

use super::explain::{Fact, Show};
use super::{App, Reader};
use crate::nlp::Directness;
use crate::story::{Shown, reviewed, shown_tag};

/// Speakers that have a row of their own.
const MOST: usize = 12;

/// Who speaks how much (of the words said), where in the story, tags by speaker, directness, and
/// how far the work has come. Rejected statements do not count.
pub fn dashboard(app: &App) -> Option<Show> {
    let reader = app.reader()?;
    let story = &reader.story;
    let counts: Vec<usize> =
        (0..story.statements.len()).filter(|number| counts(reader, *number)).collect();
    let words = |number: usize| -> usize {
        let spans = story.statements[number].content.iter();
        spans.map(|span| span.of(reader.text()).split_whitespace().count()).sum()
    };
    let all: usize = counts.iter().map(|number| words(*number)).sum();
    let mut speakers: Vec<(Option<usize>, String, Vec<usize>)> = Vec::new();
    for number in &counts {
        for (voice, name) in said_by(reader, *number) {
            match speakers.iter_mut().find(|(_, known, _)| *known == name) {
                Some((_, _, numbers)) => numbers.push(*number),
                None => speakers.push((voice, name, vec![*number])),
            }
        }
    }
    let said = |numbers: &[usize]| -> usize { numbers.iter().map(|number| words(*number)).sum() };
    speakers.sort_by_key(|(_, _, numbers)| std::cmp::Reverse(said(numbers)));
    let part = |some: usize, of: usize| some as f32 / of.max(1) as f32;

    let mut rows = vec![Fact::Title("Who speaks how much".to_owned())];
    let most = speakers.first().map_or(1, |(_, _, numbers)| said(numbers));
    for (voice, name, numbers) in speakers.iter().take(MOST) {
        let some = said(numbers);
        let behind =
            format!("{some} words, {:.0} %, {} statements", part(some, all) * 100.0, numbers.len());
        rows.push(Fact::Bar(name.clone(), part(some, most), behind, *voice));
    }
    if speakers.len() > MOST {
        rows.push(Fact::Words(String::new(), format!("and {} more", speakers.len() - MOST)));
    }

    rows.extend([Fact::Blank, Fact::Title("Where in the story".to_owned())]);
    let length = reader.text().len();
    for (voice, name, numbers) in speakers.iter().take(MOST) {
        let at = |number: &usize| part(story.statements[*number].content[0].start(), length);
        rows.push(Fact::Strip(name.clone(), numbers.iter().map(at).collect(), *voice));
    }

    rows.extend([Fact::Blank, Fact::Title("Tags (set or proposed)".to_owned())]);
    let tagged = |numbers: &[usize], tag: Option<&str>| {
        let shows = |number: &&usize| {
            let one = &story.statements[**number];
            match shown_tag(one, reader.item(one)) {
                Shown::Set(name) | Shown::Proposed(name) => Some(name) == tag,
                Shown::None => tag.is_none(),
            }
        };
        numbers.iter().filter(shows).count()
    };
    let names = || app.codebook.tags.iter().map(|tag| Some(tag.name.as_str())).chain([None]);
    for tag in names() {
        let many = tagged(&counts, tag);
        let by: Vec<String> = speakers
            .iter()
            .filter_map(|(_, name, numbers)| match tagged(numbers, tag) {
                0 => None,
                some => Some(format!("{name} {some}")),
            })
            .take(4)
            .collect();
        let behind = format!("{many}  {}", by.join(", "));
        rows.push(Fact::Bar(
            tag.unwrap_or("no tag").to_owned(),
            part(many, counts.len()),
            behind,
            None,
        ));
    }

    rows.extend([Fact::Blank, Fact::Title("How they are quoted".to_owned())]);
    for kind in [Directness::Direct, Directness::Mixed, Directness::Indirect] {
        let of_kind = |number: &&usize| story.statements[**number].directness == Some(kind);
        let many = counts.iter().filter(of_kind).count();
        rows.push(Fact::Bar(
            kind.word().to_owned(),
            part(many, counts.len()),
            many.to_string(),
            None,
        ));
    }

    rows.extend([Fact::Blank, Fact::Title("Work done".to_owned())]);
    let done =
        counts.iter().filter(|number| reviewed(reader.item(&story.statements[**number]))).count();
    rows.push(Fact::Bar(
        "reviewed".to_owned(),
        part(done, counts.len()),
        format!("{done} of {}", counts.len()),
        None,
    ));
    Some(Show { title: "the story in numbers", rows, top: 0 })
}

/// Whose statement it is: each of its speakers, with the number of the colour; or what its source is
/// called.
fn said_by(reader: &Reader, number: usize) -> Vec<(Option<usize>, String)> {
    let one = &reader.story.statements[number];
    if one.speakers.is_empty() {
        return vec![(None, one.said_by())];
    }
    let named = one.speakers.iter().map(|speaker| &speaker.name);
    named.map(|name| (reader.index.voice_of(name), name.clone())).collect()
}

fn counts(reader: &Reader, number: usize) -> bool {
    let item = reader.item(&reader.story.statements[number]);
    item.is_none_or(|item| item.review != crate::annotation::Review::Rejected)
}
