//! The real wire story, where it is at hand: its dateline and agency are metadata, not prose.

use std::path::Path;

use onrecord::article::Origin;
use onrecord::import::{self, Format};

#[test]
fn the_real_story_is_read() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles/000_4266f23b4c5b6480.txt");
    let Ok(bytes) = std::fs::read(&path) else { return };
    let read = import::articles("a.txt", Origin::Stdin, &bytes, None);
    let article = read.into_iter().next().unwrap().unwrap();
    let metadata = &article.metadata;
    assert_eq!(metadata.published.map(|date| date.to_string()).as_deref(), Some("2017-11-12"));
    assert_eq!(metadata.place.as_ref().map(|place| place.name.as_str()), Some("Washington"));
    assert_eq!(metadata.agency.as_ref().map(|agency| agency.name.as_str()), Some("Xinhua"));
    let cut: Vec<[usize; 2]> = metadata.spans.iter().map(|span| article.original(*span)).collect();
    assert_eq!(cut.len(), 3);
    assert_eq!(&cut[..2], [[1, 16], [17, 36]]);
    let agency = metadata.agency.as_ref().and_then(|agency| agency.span).unwrap();
    assert_eq!(article.words(agency), "Xinhua");
    assert_eq!(article.paragraphs[0].span.start(), 37);
    assert!(article.words(article.paragraphs.last().unwrap().span).ends_with('”'));
    assert_eq!(Format::of_name("000.txt"), Some(Format::Text));
}
