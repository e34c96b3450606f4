//! What is fuzzed: by name, a function that must neither panic nor hang on any bytes. Driven by
//! libfuzzer in `fuzz/`, and over the kept corpus by an ordinary test.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use onrecord::annotation::{Codebook, Set, Stamp, file};
use onrecord::article::{Article, Origin};
use onrecord::config::Theme;
use onrecord::import::{self, Cut, FORMATS, Given, Loaded};
use onrecord::inbox::{self, Document, File};
use onrecord::nlp::{self, Analysis, Models};
use onrecord::story::{Query, Story};
use onrecord::text::clean::clean;

/// Analysis takes its time by length; what is longer than this tells nothing new.
const LONGEST: usize = 4096;

/// A name, and what must neither panic nor hang on any bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target that is no format; each format of the table is one by its own name.
pub const OTHERS: &[Target] = &[
    ("recognise", |bytes| drop(import::articles("-", Origin::Stdin, bytes, None))),
    ("pieces", pieces),
    ("annotations", annotations),
    ("theme", theme),
    ("codebook", codebook),
    ("query", query),
    ("inbox", inbox),
    ("analyse", analyse),
];

/// Runs the target of that name.
pub fn run(target: &str, bytes: &[u8]) {
    if let Some(row) = FORMATS.iter().find(|row| row.name == target) {
        let (name, number) = (row.name, (bytes.len() % 2 == 1).then_some(1));
        for fast in [false, true] {
            let given = Given { number, fast, ..Given::file(name, bytes) };
            import::read(&given, row.format).into_iter().flatten().for_each(check);
        }
        return;
    }
    let other = OTHERS.iter().find(|row| row.0 == target);
    (other.unwrap_or_else(|| panic!("no target is called {target}")).1)(bytes);
}

/// What holds of every article that is read.
fn check(loaded: Loaded) {
    let Loaded { article, source, .. } = loaded;
    assert!(!article.text.trim().is_empty(), "nothing is in it");
    assert_eq!(clean(&article.text).text, *article.text, "it is not clean");
    let points = source.chars().count();
    for paragraph in &article.paragraphs {
        let [start, end] = article.original(paragraph.span);
        assert!(start < end && end <= points, "offsets lead out of its source");
    }
}

fn pieces(bytes: &[u8]) {
    for cut in [Cut::Lines, Cut::Messages, Cut::Records] {
        let (mut rest, mut begun) = (bytes, Vec::new());
        while let Ok(Some(_)) = import::piece(cut, &mut rest, &mut begun) {}
    }
}

fn annotations(bytes: &[u8]) {
    let _ = file::decode(bytes, &sample());
}

/// A story that marks may be about.
fn sample() -> Article {
    Article::new("a", Origin::BuiltIn, clean("“We will repair the pier,” Ada Hill said."))
}

fn codebook(bytes: &[u8]) {
    if let Ok(book) = Codebook::parse("a.ron", &String::from_utf8_lossy(bytes)) {
        let again = Codebook::parse("a.ron", &book.written());
        assert_eq!(again.as_ref(), Ok(&book), "it is written otherwise than it was read");
    }
}

fn query(bytes: &[u8]) {
    let _ = Query::parse(&String::from_utf8_lossy(bytes));
}

/// The first byte picks the format; all of them are also asked whether they know the file.
fn inbox(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let format = inbox::FORMATS[usize::from(*first) % inbox::FORMATS.len()];
    let files = [File { name: format!("a.{}", format.name), bytes: bytes.to_vec() }];
    let _ = inbox::recognise(&files);
    let story = Story::new(sample(), Analysis::default(), &Set::default());
    let documents = (format.read)(&files, &story.article).unwrap_or_default();
    let documents: Vec<&Document> = documents.iter().collect();
    let stamp =
        Stamp { annotator: "me".to_owned(), at: "2026-03-01T12:00:00Z".parse().expect("a time") };
    let placed = inbox::place(&documents, &story, &Set::default(), false, &stamp);
    for (_, item) in placed.set.items() {
        assert!(item.content.iter().all(|one| one.span.end() <= story.article.text.len()));
    }
}

fn theme(bytes: &[u8]) {
    let _ = Theme::parse("a.ron", &String::from_utf8_lossy(bytes));
}

fn analyse(bytes: &[u8]) {
    static MODELS: OnceLock<Models> = OnceLock::new();
    let models = MODELS.get_or_init(Models::embedded);
    let text = String::from_utf8_lossy(bytes.get(..LONGEST).unwrap_or(bytes));
    let article = Article::new("a", Origin::BuiltIn, clean(&text));
    let analysis = nlp::analyse(&article, models, &mut |_| ControlFlow::Continue(()));
    let analysis = analysis.expect("nothing stops it");
    for one in &analysis.attributions {
        assert!(one.content.iter().all(|span| span.end() <= article.text.len()));
    }
}
