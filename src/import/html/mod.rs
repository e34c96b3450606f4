//! Pages of HTML: the article's body and what the page says about it. The page's links, scripts and
//! pictures are never followed, and its markup never leaves this room.
//!
//! Offsets of an article out of a page count in its text as extracted here, before cleaning.

mod body;
mod json_ld;
mod metadata;
mod promotion;
mod scan;

pub(super) use metadata::{date, names};
pub use scan::{PAGE_BYTES, check};

use dom_query::Document;

use super::{Given, ImportError, Loaded, Refused, decode};
use crate::article::Metadata;

/// An article out of a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its body, a paragraph a line, without the headline.
    pub text: String,
    /// What the page says about it.
    pub metadata: Metadata,
}

/// Nodes inside each other in a parsed page; beyond it no library is asked. Above
/// [`scan::DEPTH`], since parsers add what was left out.
const DEPTH: usize = 1024;

/// Nodes of a parsed page: parsing can make more of a page than stands in it.
const NODES: usize = 150_000;

/// How a page begins.
pub(super) fn begins(head: &super::Head) -> bool {
    let text = head.text.trim_start();
    let small: String = text.chars().take(400).collect::<String>().to_lowercase();
    let starts = ["<!doctype html", "<html", "<body", "<head", "<meta", "<title"];
    let declared = small.starts_with("<?xml") || small.starts_with("<!--");
    starts.iter().any(|tag| small.starts_with(tag))
        || (declared && (small.contains("<html") || small.contains("<!doctype html")))
}

/// Reads a file that is one page.
pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    vec![article(given)]
}

fn article(given: &Given) -> Result<Loaded, Refused> {
    let decoded = decode::page(given.bytes).map_err(|why| given.refuse(why))?;
    let page = page(&decoded, given.fast).map_err(|why| given.refuse(why))?;
    given.article(page.text, page.metadata)
}

/// The article of a decoded page. Precisely it takes about 10 ms for 100 kB; fast, a third of it
/// with more furniture left in the body. Refuses what [`check`] does.
pub fn page(decoded: &str, fast: bool) -> Result<Page, ImportError> {
    check(decoded)?;
    let document = Document::from(decoded);
    check_tree(&document)?;
    let (told, last_resort) = json_ld::read(&document);
    let tags = metadata::read(&document);
    let metadata = Metadata {
        title: told.title.or(tags.title),
        byline: told.byline.or(tags.byline),
        publisher: told.publisher.or(tags.publisher),
        published: told.published.or(tags.published),
        url: tags.url.or(told.url),
        language: tags.language.or(told.language),
        ..Metadata::default()
    };
    let title = metadata.title.clone().unwrap_or_default();
    let mut text = body::read(decoded, document, &title, fast);
    if text.is_empty() {
        text = last_resort.unwrap_or_default();
    }
    Ok(Page { text, metadata })
}

/// Walks the parsed tree without calling itself.
fn check_tree(document: &Document) -> Result<(), ImportError> {
    let mut open = vec![(document.root(), 0)];
    let mut nodes = 0;
    while let Some((node, depth)) = open.pop() {
        nodes += 1;
        if depth > DEPTH {
            return Err(ImportError::TooMuch { what: "elements inside each other", most: DEPTH });
        }
        if nodes > NODES {
            return Err(ImportError::TooMuch { what: "nodes", most: NODES });
        }
        open.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Mayor leaves town hall | Daily Bugle</title>
<meta property="og:site_name" content="Daily Bugle"><meta property="og:title" content="Mayor leaves town hall">
<meta name="author" content="By Jane Roe, Staff Writer"><meta property="article:published_time" content="2017-11-12T08:00:00Z">
<link rel="canonical" href="https://example.org/mayor"></head><body><nav><a href="/">Home</a> <a href="/rain">Rain</a></nav>
<article><h1>Mayor leaves town hall</h1>
<p>RIGA (AP) — The Mayor of Riga left the town hall on Monday, said her office, and she took with her all that had been on her desk.</p>
<p>“I have done what I came to do,” she said &amp; closed the door behind her, while a crowd of nearly forty people waited in the rain outside.</p>
<p>Nobody knows who will follow her, and the council has not said when it will meet to speak about it, or whether it will meet at all.</p>
<p>Sign up for our newsletter here.</p></article>
<footer>© Daily Bugle. All rights reserved.</footer></body></html>"#;

    fn shown(page: &str, fast: bool) -> Vec<String> {
        let given = Given::file("a.html", page.as_bytes());
        let Loaded { article, .. } = article(&Given { fast, ..given }).unwrap();
        let Metadata { title, byline, publisher, published, url, language, place, .. } =
            article.metadata;
        let published = published.map(|date| date.to_string());
        let place = place.map(|place| place.name);
        [title, byline, publisher, published, url, language, place]
            .map(Option::unwrap_or_default)
            .to_vec()
    }

    #[test]
    fn a_page_is_read() {
        let told = [
            "Mayor leaves town hall",
            "Jane Roe",
            "Daily Bugle",
            "2017-11-12",
            "https://example.org/mayor",
            "en-GB",
            "Riga",
        ];
        assert_eq!(shown(PAGE, false), told);
        assert_eq!(shown(PAGE, true), told);
        for fast in [false, true] {
            let Page { text, .. } = page(PAGE, fast).unwrap();
            let lines: Vec<&str> = text.split("\n\n").collect();
            assert_eq!(lines.len(), 3, "{text}");
            assert!(lines[0].starts_with("RIGA (AP)") && lines[2].ends_with("at all."), "{text}");
            assert!(lines[1].contains("she said & closed"), "{text}");
        }
    }

    #[test]
    fn json_ld_is_believed_before_the_rest() {
        let block = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Mayor gone","datePublished":"2017-11-11","author":[{"name":"A. Poe"}]}</script></head>"#;
        let told = shown(&PAGE.replace("</head>", block), false);
        assert_eq!(told[..4], ["Mayor gone", "A. Poe", "Daily Bugle", "2017-11-11"]);
    }
}
