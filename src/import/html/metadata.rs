//! What a page says about its article outside JSON-LD: `<meta>`, links, bylines and times in print.

use dom_query::{Document, NodeRef};
use jiff::civil::Date;

use super::super::markup::one_line;
use crate::article::{Metadata, day};

/// No byline has more characters: four writers, each with a role.
const LONGEST_BYLINE: usize = 120;

/// Where headlines stand in `<meta>`, best first.
const TITLES: &[&str] = &[
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "title",
    "headline",
];

/// Where writers stand in `<meta>`, best first.
const AUTHORS: &[&str] = &[
    "author",
    "authors",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "article:author",
    "article:author_name",
    "byl",
    "rbauthors",
    "cxenseparse:author",
];

/// Where the day of publication stands in `<meta>`, best first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "pubdate",
    "published_time",
    "article.published",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "last-modified",
    "article:modified_time",
    "og:updated_time",
];

/// What a page says of itself, in small letters, in order.
struct Tags(Vec<(String, String)>);

impl Tags {
    fn read(document: &Document) -> Tags {
        let tag = |node: &NodeRef| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| node.attr(key))?;
            let content = line(&node.attr("content")?)?;
            Some((name.to_lowercase().replace(':', ".").replace("og.", "og:"), content))
        };
        Tags(document.select("meta[content]").nodes().iter().filter_map(tag).collect())
    }

    /// The first content under the best of `names` that `read` makes something of.
    fn first<T>(&self, names: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<T> {
        names.iter().find_map(|name| {
            let name = name.replace(':', ".").replace("og.", "og:");
            self.0.iter().filter(|tag| tag.0 == name).find_map(|tag| read(&tag.1))
        })
    }
}

/// Everything but JSON-LD.
pub(super) fn read(document: &Document) -> Metadata {
    let tags = Tags::read(document);
    let publisher = tags.first(&["og:site_name", "publisher", "application-name"], line);
    let link = |rel: &str| document.select(&format!("link[rel='{rel}']")).attr("href");
    let url = link("canonical")
        .and_then(|url| line(&url))
        .into_iter()
        .chain(tags.first(&["og:url", "twitter:url"], line))
        .find(|url| url.starts_with("http"));
    let language = document.select("html").attr("lang").and_then(|language| line(&language));
    Metadata {
        title: title(document, &tags, publisher.as_deref()),
        byline: byline(document, &tags),
        published: published(document, &tags, url.as_deref()),
        language: language.or_else(|| tags.first(&["og:locale", "language"], line)),
        publisher,
        url,
        ..Metadata::default()
    }
}

/// A headline has so many words; a first heading outside of that is a name or a warning.
const HEADLINE_WORDS: std::ops::RangeInclusive<usize> = 3..=30;

/// The headline: what the page is called for sharing, where a first heading prints the same; else
/// the heading, where the shared name bears the name of the site and so was made for search
/// engines; else the shared name.
/// Headings looked at: the title is among the first, and each is held against every name of the page.
const HEADINGS: usize = 20;

fn title(document: &Document, tags: &Tags, site: Option<&str>) -> Option<String> {
    let text = |selector: &str| -> Vec<String> {
        document.select(selector).nodes().iter().filter_map(|node| line(&node.text())).collect()
    };
    let mut printed = text("h1");
    printed.truncate(HEADINGS);
    let called = text("head title").into_iter().next();
    let names: Vec<String> =
        TITLES.iter().filter_map(|name| tags.first(&[name], line)).chain(called).collect();
    let same = |heading: &&String| {
        let heading = letters(heading);
        heading.len() > 8 && names.iter().any(|name| letters(name).starts_with(&heading))
    };
    let near = |heading: &&String| {
        HEADLINE_WORDS.contains(&heading.split_whitespace().count())
            && names.iter().any(|name| share_a_word(name, heading))
    };
    if let Some(heading) = printed.iter().find(same) {
        return Some(heading.clone());
    }
    let Some(shared) = names.first() else { return printed.into_iter().next() };
    let bare = without_site(shared, site);
    let heading = printed.iter().find(near).filter(|_| bare != *shared);
    Some(heading.cloned().unwrap_or(bare))
}

/// Whether two titles have a word in common that says something.
fn share_a_word(one: &str, other: &str) -> bool {
    let words = |title: &str| -> Vec<String> {
        title
            .split(|ch: char| !ch.is_alphanumeric())
            .map(letters)
            .filter(|word| word.len() > 3)
            .collect()
    };
    let other = words(other);
    words(one).iter().any(|word| other.contains(word))
}

/// “Rain falls | Daily Bugle” without the last part, if that is the site or short beside the rest.
fn without_site(title: &str, site: Option<&str>) -> String {
    let mut title = title;
    for mark in [" | ", " – ", " — ", " - ", " « ", " » ", " :: "] {
        let Some((rest, last)) = title.rsplit_once(mark) else { continue };
        let is_site = site.is_some_and(|site| {
            let (site, last) = (letters(site), letters(last));
            site.contains(&last) || last.contains(&site)
        });
        let (words, behind) = (rest.split_whitespace().count(), last.split_whitespace().count());
        if words >= 2 && (is_site || (mark == " | " && behind <= 4 && words > behind)) {
            title = rest;
        }
    }
    title.trim().to_owned()
}

/// Where pages mark who wrote them, best first.
const BYLINES: &[&str] = &[
    "[itemprop='author'] [itemprop='name']",
    "[itemprop='author']",
    "a[rel='author'], a[rel~='author']",
    "[class*='byline'] a, [class*='Byline'] a",
    "[class*='byline'], [class*='Byline'], [id*='byline']",
    "a[href*='/author/'], a[href*='/authors/'], a[href*='/staff/'], a[href*='/reporter/']",
    "[class*='author-name'], [class*='author_name'], [class*='AuthorName'], [class*='authorName']",
    "[class~='author'], [class~='by-author'], [class*='author']",
];

/// An element with more nodes inside is no byline.
const PARTS: usize = 60;

/// So many elements of a kind are looked at: who wrote stands before who wrote other articles.
const LOOKED_AT: usize = 8;

/// The writers: in `<meta>`, else where the page marks them. A name of one word (“admin”) only where
/// there is none of two.
fn byline(document: &Document, tags: &Tags) -> Option<String> {
    let person = |words: &str| names(&[words.to_owned()]).filter(|_| !words.starts_with("http"));
    let full = |name: &String| name.split_whitespace().count() > 1;
    let told = tags.first(AUTHORS, person);
    if told.as_ref().is_some_and(full) {
        return told;
    }
    let mut short = told;
    for name in BYLINES.iter().flat_map(|selector| marked(document, selector)) {
        if full(&name) {
            return Some(name);
        }
        short = short.or(Some(name));
    }
    document.select("p, span").nodes().iter().find_map(by).or(short)
}

/// The names in the first elements that a selector finds; links side by side are one byline.
fn marked(document: &Document, selector: &str) -> Vec<String> {
    let nodes = document.select(selector);
    let nodes: Vec<&NodeRef> = nodes.nodes().iter().take(LOOKED_AT).collect();
    let words = |node: &NodeRef| {
        let small = node.descendants_it().take(PARTS).count() < PARTS;
        let words = line(&small.then(|| node.formatted_text())?.replace('\n', " | "))?;
        (words.chars().count() <= LONGEST_BYLINE).then_some(words)
    };
    let beside = |one: &NodeRef, other: &NodeRef| {
        one.has_name("a")
            && other.has_name("a")
            && one.parent().map(|it| it.id) == other.parent().map(|it| it.id)
    };
    let byline = |node: &&NodeRef| {
        let together: Vec<String> =
            nodes.iter().filter(|other| beside(node, other)).filter_map(|it| words(it)).collect();
        names(&if together.is_empty() { words(node).into_iter().collect() } else { together })
    };
    nodes.iter().filter_map(byline).collect()
}

/// An element that says “By Jane Roe” and little more.
fn by(node: &NodeRef) -> Option<String> {
    let first = node.first_child().filter(NodeRef::is_text)?.text();
    if !first.trim_start().to_lowercase().starts_with("by") {
        return None;
    }
    let words = line(&node.text()).filter(|words| words.chars().count() <= LONGEST_BYLINE)?;
    let begins = words.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    let name = names(&[begins.then_some(words)?])?;
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let count = name.split_whitespace().count();
    ((2..=12).contains(&count)
        && name.split_whitespace().filter(|word| capital(word)).count() * 4 >= count * 3)
        .then_some(name)
}

/// The day of publication: in `<meta>`, in `<time>`, in print, in the address.
fn published(document: &Document, tags: &Tags, url: Option<&str>) -> Option<Date> {
    let marked = [
        "[itemprop='datePublished']",
        "time[pubdate]",
        "time[class*='publish'], time[class*='entry-date']",
        "time[datetime]",
        "[class*='publish'], [class*='pubdate'], [class*='timestamp'], [class*='dateline'], [class*='post-date'], \
         [class*='entry-date'], [class*='article-date'], [class*='article__date'], [class~='date'], [id*='date']",
    ];
    let read = |node: &NodeRef| {
        let values = ["datetime", "content", "title", "data-datetime"].map(|key| node.attr(key));
        let said = values.into_iter().flatten().find_map(|value| date(&value));
        said.or_else(|| {
            let text = node.text();
            (text.len() < 200).then(|| date_inside(&text))?
        })
    };
    let printed = || {
        marked
            .iter()
            .find_map(|selector| document.select(selector).nodes().iter().take(12).find_map(read))
    };
    tags.first(DATES, date).or_else(printed).or_else(|| url.and_then(date_of_url))
}

/// `/2017/11/12/` or `/2017-11-12` in an address.
fn date_of_url(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split(['/', '-']).collect();
    parts.windows(3).find_map(|three| {
        let [year, month, day] = three else { return None };
        let long = year.len() == 4 && month.len() <= 2 && day.len() == 2;
        let year = year.parse().ok().filter(|year| (1990..2100).contains(year))?;
        long.then(|| Date::new(year, month.parse().ok()?, day.parse().ok()?).ok())?
    })
}

/// A day as computers and newsrooms write it: `2017-11-12T08:00:00Z`, `20171112`, “Nov. 12, 2017”,
/// “12 Nov 2017 08:02 GMT”, `11/13/2017` where only one order makes a day. None before 1800.
pub(in crate::import) fn date(words: &str) -> Option<Date> {
    let words = words.trim();
    let digits = words.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let compact = || {
        let (year, rest) = digits?.split_at(4);
        let (month, day) = rest.split_at(2);
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let found =
        day::date(words).or_else(compact).or_else(|| slashes(words)).or_else(|| date_inside(words));
    found.filter(|date| date.year() >= 1800)
}

fn slashes(words: &str) -> Option<Date> {
    let first = words.split([' ', 'T', ',']).next()?;
    let parts: Vec<i16> = first.split(['/', '.']).map_while(|part| part.parse().ok()).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let date = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match (one, two, three) {
        (year, month, day) if *year > 1800 => date(*year, *month, *day),
        (month, day, year) if *day > 12 || month == day => date(*year, *month, *day),
        (day, month, year) if *day > 12 => date(*year, *month, *day),
        _ => None,
    }
}

/// The first day inside a line: “Published 8:02 AM, Nov. 12, 2017 by …”.
fn date_inside(words: &str) -> Option<Date> {
    let parts: Vec<&str> = words
        .split([' ', ',', '\u{a0}', '\n', '\t', '|', '(', ')', '•', '·'])
        .filter(|part| !part.is_empty())
        .take(40)
        .collect();
    let iso = || parts.iter().find_map(|part| day::date(part));
    parts.windows(3).find_map(|three| day::date(&three.join(" "))).or_else(iso)
}

/// Writers as printed, without “By”, their roles and their paper; none where no name is left.
pub(in crate::import) fn names(all: &[String]) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for words in all {
        for name in name_parts(words) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

fn name_parts(words: &str) -> Vec<String> {
    let Some(words) = line(words) else { return Vec::new() };
    let bare = strip_by(&words);
    let dashed = bare
        .replace(" - ", " | ")
        .replace(" – ", " | ")
        .replace(" and ", ", ")
        .replace(" & ", ", ");
    let parts = dashed.split([',', '|', ';', '•', '·']).map(|part| strip_by(part.trim()));
    let mut kept: Vec<String> = Vec::new();
    for part in parts {
        if is_role(part) || part.contains('@') || part.starts_with("http") || date(part).is_some() {
            // What follows a role, an address or a day is no name either.
            if !kept.is_empty() {
                break;
            }
            continue;
        }
        if !part.is_empty() && part.chars().any(char::is_alphabetic) && part.chars().count() <= 60 {
            kept.push(part.to_owned());
        }
    }
    kept
}

fn strip_by(words: &str) -> &str {
    let labels = [
        "written by ",
        "posted by ",
        "published by ",
        "reported by ",
        "story by ",
        "by: ",
        "by ",
        "author: ",
    ];
    let small = words.to_lowercase();
    let label = labels.iter().find(|label| small.starts_with(*label));
    label.and_then(|label| words.get(label.len()..)).unwrap_or(words).trim()
}

/// “AP Auto Writer”, “Staff Reporter”: what somebody is, not who.
fn is_role(words: &str) -> bool {
    let roles = [
        "writer",
        "correspondent",
        "reporter",
        "editor",
        "columnist",
        "contributor",
        "staff",
        "bureau",
        "follow",
        "updated",
        "published",
        "minutes",
        "share",
        "comments",
    ];
    let words = words.to_lowercase();
    words.split_whitespace().count() > 1
        && words
            .split_whitespace()
            .any(|word| roles.contains(&word.trim_end_matches(['s', ':', '.'])))
}

/// One line, cleaned, with its entities resolved; none where nothing is left.
pub(super) fn line(words: &str) -> Option<String> {
    let plain = if words.contains('&') {
        Document::fragment(words.replace('<', "&lt;")).text().to_string()
    } else {
        words.to_owned()
    };
    one_line(&plain)
}

/// Letters and digits alone, small.
pub(super) fn letters(words: &str) -> String {
    words.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
