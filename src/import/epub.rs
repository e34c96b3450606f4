//! EPUB: a book in a ZIP archive, an article a chapter of its spine.

use super::html::{date, names};
use super::xml::{self, Element};
use super::zip::Archive;
use super::{Given, Head, ImportError, Loaded, MAX_PARTS, Refused, markup};
use crate::article::Metadata;

/// A chapter with fewer words is a cover, a title page, a list of contents.
const WORDS: usize = 40;

pub(super) fn begins(head: &Head) -> bool {
    head.bytes.starts_with(b"PK\x03\x04")
        && head
            .bytes
            .get(..80)
            .unwrap_or(head.bytes)
            .windows(20)
            .any(|part| part == b"application/epub+zip")
}

pub(super) fn read(given: &Given) -> Vec<Result<Loaded, Refused>> {
    match book(given) {
        Ok(chapters) if chapters.is_empty() => vec![Err(given.refuse(ImportError::NoArticle))],
        Ok(chapters) => chapters,
        Err(why) => vec![Err(given.refuse(why))],
    }
}

fn book(given: &Given) -> Result<Vec<Result<Loaded, Refused>>, ImportError> {
    let broken = |why: &str| ImportError::Broken { format: "EPUB", why: why.to_owned() };
    let mut archive = Archive::open(given.bytes)?;
    let container =
        archive.text("META-INF/container.xml")?.ok_or_else(|| broken("it has no container.xml"))?;
    let container = xml::parse(&container)?;
    let path = container.first(&["rootfile"]).and_then(|one| one.attribute("full-path"));
    let path = path.ok_or_else(|| broken("its container.xml names no book"))?.to_owned();
    let package = archive.text(&path)?.ok_or_else(|| broken("the book it names is missing"))?;
    let package = xml::parse(&package)?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let metadata = metadata(&package);
    let spine = package.all("itemref");
    if spine.len() > MAX_PARTS {
        return Err(ImportError::TooMuch { what: "chapters", most: MAX_PARTS });
    }
    let manifest = package.all("item");
    let mut chapters = Vec::new();
    for (item, number) in spine.iter().zip(1..) {
        let id = item.attribute("idref").unwrap_or_default();
        let href = manifest.iter().find(|one| one.attribute("id") == Some(id));
        let Some(href) = href.and_then(|one| one.attribute("href")) else { continue };
        let Some(html) = archive.text(&inside(folder, href))? else { continue };
        let given = given.part(number);
        chapters.push(match markup::text(&html) {
            Ok(text) if text.split_whitespace().count() < WORDS => continue,
            Ok(text) => {
                let title = markup::headline(&html).or_else(|| metadata.title.clone());
                given.article(text, Metadata { title, ..metadata.clone() })
            }
            Err(why) => Err(given.refuse(why)),
        });
    }
    Ok(chapters)
}

fn metadata(package: &Element) -> Metadata {
    let about = package.first(&["metadata"]);
    let words = |name: &str| about.and_then(|about| about.words(&[name]));
    let writers = about.map(|about| about.all("creator")).unwrap_or_default();
    let writers: Vec<String> = writers.iter().map(|one| one.text()).collect();
    Metadata {
        title: words("title"),
        byline: names(&writers),
        publisher: words("publisher"),
        published: words("date").as_deref().and_then(date),
        language: words("language"),
        ..Metadata::default()
    }
}

/// The name in the archive of what a package names beside itself; `%20` and the like resolved.
fn inside(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut parts: Vec<String> = folder.split('/').map(str::to_owned).collect();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            name => parts.push(unescaped(name)),
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn unescaped(name: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let code = code.and_then(|two| u8::from_str_radix(two, 16).ok());
        if let Some(byte) = code.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = behind.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inside() {
        for (folder, href, name) in [
            ("OEBPS", "a%20b.xhtml#c", "OEBPS/a b.xhtml"),
            ("OEBPS/text", "../a.xhtml", "OEBPS/a.xhtml"),
            ("", "../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(inside(folder, href), name);
        }
    }
}
