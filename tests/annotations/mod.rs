//! Annotation files as people keep them: every format that ever shipped opens, and comes back the
//! same when nothing was changed.

use onrecord::annotation::{ItemOrigin, Review, file};
use onrecord::article::{Article, Origin};
use onrecord::text::clean;

fn article() -> Article {
    let text = include_str!("library.txt");
    Article::new("library.txt", Origin::BuiltIn, clean::clean(text))
}

#[test]
fn format_1_opens_and_comes_back() {
    let text = include_str!("format-1.onrecord.ron");
    let read = file::decode(text.as_bytes(), &article()).unwrap();
    let shown: Vec<_> = read
        .set
        .items()
        .map(|(_, item)| (item.tags.join(" "), item.comment.as_str(), item.review, item.origin))
        .collect();
    let comment = "Ask for the plan of\nlast year.";
    let expected = [
        ("commitment".to_owned(), "", Review::Open, ItemOrigin::Extracted),
        ("denial".to_owned(), comment, Review::Accepted, ItemOrigin::Edited),
    ];
    assert_eq!(shown, expected);
    assert_eq!(file::encode(&read.head, &read.set), text);
}
