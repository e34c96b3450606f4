//! A story → its entry and the records of its statements.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{About, Entry, Naming, Record};
use crate::annotation::{Item, Set};
use crate::article::{Article, Origin};
use crate::nlp::EntityKind;
use crate::story::query::{Facts, Judged, Key, Number};
use crate::story::{Statement, Story, reviewed, tags};
use crate::text::Span;
use crate::text::clean::clean_line;

/// Code points of the text that are kept before a statement and behind it.
const AROUND: usize = 60;

/// What a story comes to in a collection.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The story.
    pub entry: Entry,
    /// Who and what it names that may speak.
    pub namings: Vec<Naming>,
    /// Its statements, in text order.
    pub records: Vec<Record>,
}

/// What a story with its marks comes to. O(statements + entities).
pub fn records(story: &Story, set: &Set) -> Records {
    let about = Arc::new(about(&story.article));
    let mut lines = Lines { text: &story.article.text, at: 0, line: 1 };
    let records: Vec<Record> = story
        .statements
        .iter()
        .map(|one| {
            let line = lines.of(one.content[0].start());
            record(story, one, set.get(&one.id), (Arc::clone(&about), line))
        })
        .collect();
    let judged = story.statements.iter().filter(|one| reviewed(set.get(&one.id))).count();
    let entry = Entry {
        hash: story.article.hash(),
        statements: records.len(),
        reviewed: judged,
        tagged: records.iter().filter(|one| one.judged.tagged).count(),
        annotators: annotators(set),
        about,
    };
    Records { entry, namings: namings(story), records }
}

fn about(article: &Article) -> About {
    let known = &article.metadata;
    let agency = known.agency.as_ref().map(|agency| clean_line(&agency.name));
    let file = match &article.origin {
        Origin::File(path) | Origin::Part(path) => path.to_string_lossy().into_owned(),
        Origin::Stdin | Origin::BuiltIn => String::new(),
    };
    About {
        id: article.id.clone(),
        file,
        title: known.title.as_deref().map(clean_line),
        outlet: known.publisher.as_deref().map(clean_line).or_else(|| agency.clone()),
        agency,
        published: known.published,
    }
}

/// Who marked something, each once, in order of name.
fn annotators(set: &Set) -> Vec<String> {
    let mut all: Vec<String> = set
        .items()
        .map(|(_, item)| item.stamp.annotator.clone())
        .filter(|it| !it.is_empty())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn record(
    story: &Story,
    one: &Statement,
    item: Option<&Item>,
    (about, line): (Arc<About>, usize),
) -> Record {
    let article = &story.article;
    let words = |spans: &[Span]| {
        let pieces: Vec<String> =
            spans.iter().map(|span| clean_line(article.words(*span))).collect();
        pieces.join(" … ")
    };
    let extent = one.content[0].cover(one.content[one.content.len() - 1]);
    Record {
        about,
        id: one.id.clone(),
        start: one.content[0].start(),
        line,
        speakers: one.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
        people: Vec::new(),
        unnamed: one.unnamed.clone(),
        content: words(&one.content),
        source: words(&one.source),
        cue: words(&one.cue),
        around: around(&article.text, extent),
        tags: tags(one, item).into_iter().map(str::to_owned).collect(),
        directness: one.directness,
        confidence: one.confidence,
        score: one.suggestion.as_ref().map(|suggestion| suggestion.score),
        judged: Judged::of(one, item),
        comment: item.map_or_else(String::new, |item| item.comment.clone()),
        annotator: item.map_or_else(String::new, |item| item.stamp.annotator.clone()),
        marked: item.map(|item| item.stamp.at),
    }
}

/// Counts lines of a text from one place to a later one.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line in which byte `at` stands, which is not before the one that was asked for last.
    fn of(&mut self, at: usize) -> usize {
        let between = Span::new(self.at.min(at), at).of(self.text);
        self.line += between.bytes().filter(|byte| *byte == b'\n').count();
        self.at = self.at.max(at);
        self.line
    }
}

/// The text before a stretch and behind it, on one line.
fn around(text: &str, extent: Span) -> [String; 2] {
    let before = Span::new(0, extent.start()).of(text);
    let from = before.char_indices().rev().take(AROUND).last().map_or(0, |(at, _)| at);
    let behind = Span::new(extent.end(), text.len()).of(text);
    let to = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
    [clean_line(Span::new(from, before.len()).of(before)), clean_line(Span::new(0, to).of(behind))]
}

/// People and organisations of a story, and who speaks by a name that is none of its entities.
fn namings(story: &Story) -> Vec<Naming> {
    let speaking: BTreeSet<&str> = story
        .statements
        .iter()
        .flat_map(|one| one.speakers.iter().map(|speaker| speaker.name.as_str()))
        .collect();
    let kinds = [EntityKind::Person, EntityKind::Org];
    // The paper that prints a story is in nobody's company.
    let known = &story.article.metadata;
    let agency = known.agency.as_ref().map(|agency| agency.name.as_str());
    let prints = |name: &str| known.publisher.as_deref() == Some(name) || agency == Some(name);
    let mut all: Vec<Naming> = story
        .analysis
        .entities
        .iter()
        .filter(|one| {
            let speaks = speaking.contains(one.name.as_str());
            speaks || kinds.contains(&one.kind) && !prints(&one.name)
        })
        .map(|one| {
            let mut aliases: Vec<String> =
                one.mentions.iter().map(|span| clean_line(story.article.words(*span))).collect();
            aliases.sort_unstable();
            aliases.dedup();
            aliases.retain(|alias| *alias != one.name);
            Naming { name: one.name.clone(), kind: Some(one.kind), aliases }
        })
        .collect();
    let named: BTreeSet<&str> =
        story.analysis.entities.iter().map(|one| one.name.as_str()).collect();
    let others = speaking.difference(&named);
    all.extend(others.map(|name| Naming { name: (*name).to_owned(), ..Naming::default() }));
    all
}

impl Facts for Record {
    fn any(&self, key: Key, passes: &dyn Fn(&str) -> bool) -> bool {
        let about = &self.about;
        match key {
            Key::Speaker if self.speakers.is_empty() => self.unnamed.as_deref().is_some_and(passes),
            Key::Speaker => self.speakers.iter().chain(&self.people).any(|name| passes(name)),
            Key::Tag => self.tags.iter().any(|tag| passes(tag)),
            Key::Kind => self.directness.is_some_and(|kind| passes(kind.word())),
            Key::Source => passes(&self.source),
            Key::Cue => passes(&self.cue),
            Key::Said => passes(&self.content),
            Key::Comment => passes(&self.comment),
            Key::By => passes(&self.annotator),
            Key::Outlet => about.outlet.iter().chain(&about.agency).any(|name| passes(name)),
            Key::Title => about.title.as_deref().is_some_and(passes),
        }
    }

    fn number(&self, number: Number) -> Option<f32> {
        match number {
            Number::Confidence => self.confidence,
            Number::Score => self.score,
        }
    }

    fn published(&self) -> Option<jiff::civil::Date> {
        self.about.published
    }

    fn judged(&self) -> Judged {
        self.judged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Named;
    use crate::nlp::{Act, Analysis, Attribution, Directness, Entity, EntityId};
    use crate::story::Query;
    use crate::text::clean;

    /// A question means the same of a statement on the screen and of its record.
    #[test]
    fn one_question_has_one_meaning() {
        const TEXT: &str = "“No deal,” Ada Hill said. An aide denied it.";
        let mut article = Article::new("a.txt", Origin::BuiltIn, clean::clean(TEXT));
        article.metadata.publisher = Some("Coast Herald".to_owned());
        article.metadata.agency = Some(Named { name: "Reuters".to_owned(), span: None });
        article.metadata.title = Some("Talks".to_owned());
        let at = |words: &str| {
            let start = TEXT.find(words).unwrap();
            vec![Span::new(start, start + words.len())]
        };
        let one = |content, cue, source, speaker: Option<u32>| Attribution {
            source: at(source),
            cue: at(cue),
            content: at(content),
            speakers: speaker.map(EntityId).into_iter().collect(),
            unnamed: speaker.is_none().then(|| source.to_owned()),
            within: None,
            directness: Directness::Direct,
            act: Act::Speech,
            suggestion: None,
            confidence: 0.5,
            why: String::new(),
        };
        let entity = Entity {
            name: "Ada Hill".to_owned(),
            kind: EntityKind::Person,
            mentions: at("Ada Hill"),
            references: Vec::new(),
        };
        let analysis = Analysis {
            entities: vec![entity],
            attributions: vec![
                one("“No deal,”", "said", "Ada Hill", Some(0)),
                one("it.", "denied", "An aide", None),
            ],
            ..Analysis::default()
        };
        let story = Story::new(article, analysis, &Set::default());
        let all = records(&story, &Set::default()).records;
        for (typed, lets) in [
            ("outlet:herald", [true, true]),
            ("outlet:reuters", [true, true]),
            ("title:talks", [true, true]),
            ("“no deal”", [true, false]),
            ("speaker:hill", [true, false]),
            ("speaker:aide unnamed", [false, true]),
            ("-cue:said", [false, true]),
            ("tag:none kind:direct confidence:0.4..0.6", [true, true]),
            ("unreviewed -tagged", [true, true]),
            ("after:2020", [false, false]),
        ] {
            let query = Query::parse(typed).unwrap();
            let screen = story.statements.iter().map(|one| query.lets(&story, one, None));
            assert_eq!(screen.collect::<Vec<_>>(), lets, "on the screen: {typed}");
            let kept = all.iter().map(|one| query.holds(one));
            assert_eq!(kept.collect::<Vec<_>>(), lets, "in a collection: {typed}");
        }
    }
}
