//! One pass over a page's tags before any parser sees it: what would take hours, all memory or the
//! stack is refused here, by named limits. Counts in one direction and keeps a few numbers.

use crate::import::ImportError;

/// The largest page, in bytes: news pages have 0.1 to 2 MB, and a tree takes fifty times its text.
pub const PAGE_BYTES: usize = 5 << 20;

/// Most elements of a page: the largest of hundreds of news pages has 7,000, book-long ones 40,000.
pub const ELEMENTS: usize = 60_000;

/// The most text outside of tags and scripts, in bytes: a long page has 100 kB, a book 1 MB.
pub const TEXT_BYTES: usize = 1 << 20;

/// Elements inside each other: real pages stop at 60; libraries that walk a tree by calling
/// themselves need some kilobytes of stack for each.
pub const DEPTH: usize = 256;

/// Attributes of one element: parsers compare each with all before it.
pub const ATTRIBUTES: usize = 256;

/// Formatting elements (`<b>`, `<i>`) left open at a time: a parser opens all of them again in each
/// paragraph that follows.
pub const FORMATTING: usize = 128;

/// Elements that a parser makes of a page, those opened again among them: each takes 130 bytes.
pub const MADE: usize = 300_000;

/// Elements whose end is often left out; they close each other and add no depth of their own.
const LOOSE: &[&[u8]] = &[
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"tr",
    b"td",
    b"th",
    b"tbody",
    b"thead",
    b"tfoot",
    b"option",
    b"optgroup",
    b"colgroup",
    b"html",
    b"head",
    b"body",
    b"rp",
    b"rt",
    b"path",
];

/// Elements that have no end.
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"image", b"input", b"link", b"meta",
    b"param", b"source", b"track", b"wbr", b"frame", b"keygen",
];

/// Elements that a parser opens again where they were left open.
const FORMATS: &[&[u8]] = &[
    b"b", b"big", b"code", b"em", b"font", b"i", b"s", b"small", b"strike", b"strong", b"tt", b"u",
];

/// Elements whose inside is text up to their end tag.
const RAW: &[&[u8]] =
    &[b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"];

/// Elements in which no element is raw: pictures and formulas.
const DRAWN: &[&[u8]] = &[b"svg", b"math"];

/// Declares text inside of those; elsewhere parsers take it for a comment.
const CDATA: &[u8] = b"![CDATA[";

/// Whether a page of HTML is small, shallow and plain enough to be parsed. O(bytes).
pub fn check(page: &str) -> Result<(), ImportError> {
    let refuse = |what, most| Err(ImportError::TooMuch { what, most });
    if page.len() > PAGE_BYTES {
        return refuse("bytes of HTML", PAGE_BYTES);
    }
    let (mut elements, mut depth, mut open) = (0, 0_usize, [0_usize; FORMATS.len()]);
    let mut rest = page.as_bytes();
    let (mut words, mut made, mut drawn) = (0, 0, 0_usize);
    while let Some(tag) = next(&mut rest, &mut words, drawn > 0) {
        if words > TEXT_BYTES {
            return refuse("bytes of text", TEXT_BYTES);
        }
        // Whether a parser sees tags in there depends on more than is counted here.
        if tag.name == CDATA {
            let text = rest.len() - after(rest, b"]]>").len();
            if rest.get(..text).is_some_and(|text| text.contains(&b'<')) {
                return refuse("tags declared as text in a picture", 0);
            }
            continue;
        }
        let is = |list: &[&[u8]]| list.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        let format = FORMATS.iter().position(|name| tag.name.eq_ignore_ascii_case(name));
        let nests = !is(LOOSE) && !is(VOID);
        let picture = is(DRAWN);
        if tag.ends {
            drawn = drawn.saturating_sub(usize::from(picture));
            depth = depth.saturating_sub(usize::from(nests));
            if let Some(format) = format {
                open[format] = open[format].saturating_sub(1);
            }
            continue;
        }
        elements += 1;
        drawn += usize::from(picture && !tag.closed);
        depth += usize::from(nests && !tag.closed);
        if let Some(format) = format {
            open[format] += 1;
        }
        made += 1 + open.iter().sum::<usize>();
        if made > MADE {
            return refuse("elements, those opened again among them", MADE);
        }
        if elements > ELEMENTS {
            return refuse("elements", ELEMENTS);
        }
        if depth > DEPTH {
            return refuse("elements inside each other", DEPTH);
        }
        if tag.attributes > ATTRIBUTES {
            return refuse("attributes of one element", ATTRIBUTES);
        }
        if open.iter().sum::<usize>() > FORMATTING {
            return refuse("formatting elements left open", FORMATTING);
        }
        if is(RAW) && drawn == 0 {
            skip_raw(&mut rest, tag.name);
        }
    }
    if words > TEXT_BYTES { refuse("bytes of text", TEXT_BYTES) } else { Ok(()) }
}

/// A start or end tag.
struct Tag<'a> {
    name: &'a [u8],
    ends: bool,
    /// `<br/>`: means nothing for most elements of HTML, but those of pictures inside.
    closed: bool,
    attributes: usize,
}

/// The next tag; `rest` is then behind it, and the bytes of text before it are counted. Comments
/// and declarations are passed over, but for `<![CDATA[` inside of a picture (`drawn`).
fn next<'a>(rest: &mut &'a [u8], words: &mut usize, drawn: bool) -> Option<Tag<'a>> {
    loop {
        let text: &'a [u8] = rest;
        let at = text.iter().position(|byte| *byte == b'<');
        *words += at.unwrap_or(text.len());
        let at = at?;
        let text = text.get(at + 1..)?;
        *rest = text;
        if let Some(comment) = text.strip_prefix(b"!--") {
            *rest = behind_comment(comment);
            continue;
        }
        if let Some(declared) = text.strip_prefix(CDATA).filter(|_| drawn) {
            *rest = declared;
            return Some(Tag { name: CDATA, ends: false, closed: false, attributes: 0 });
        }
        let ends = text.first() == Some(&b'/');
        let bare = if ends { text.get(1..)? } else { text };
        if !bare.first()?.is_ascii_alphabetic() {
            *words += 1;
            continue;
        }
        let end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
        let length = bare.iter().position(end).unwrap_or(bare.len());
        let (name, inside) = bare.split_at(length);
        let (attributes, closed, length) = attributes(inside);
        *rest = inside.get(length..).unwrap_or_default();
        return Some(Tag { name, ends, closed, attributes });
    }
}

/// What follows a comment whose `<!--` is read: it ends at `-->` or `--!>`, or at once at `>` or `->`,
/// as browsers have it.
fn behind_comment(comment: &[u8]) -> &[u8] {
    let at_once = comment.strip_prefix(b">").or_else(|| comment.strip_prefix(b"->"));
    at_once.unwrap_or_else(|| {
        let ends = |at: &usize| {
            let rest = comment.get(*at..).unwrap_or_default();
            rest.starts_with(b"-->") || rest.starts_with(b"--!>")
        };
        let end = (0..comment.len()).find(ends).and_then(|at| comment.get(at..));
        end.map(|rest| after(rest, b">")).unwrap_or_default()
    })
}

/// Reads to the `>` of a tag: how many attributes, whether `/` stands before the end, how many bytes.
fn attributes(inside: &[u8]) -> (usize, bool, usize) {
    let (mut count, mut quote, mut in_word, mut last) = (0, None, false, b' ');
    // Whether a value may begin, and whether the attribute at hand has its `=` already.
    let (mut begins, mut given) = (false, false);
    for (at, byte) in inside.iter().enumerate() {
        let equals = quote.is_none() && *byte == b'=' && !given;
        match (quote, byte) {
            (Some(mark), _) if mark == *byte => (quote, in_word, given) = (None, false, false),
            (None, b'>') => return (count, last == b'/', at + 1),
            // Quotes open a value only where it begins; elsewhere they are letters.
            (None, b'"' | b'\'') if begins => quote = Some(*byte),
            (None, byte) if byte.is_ascii_whitespace() || *byte == b'/' => {
                (in_word, given) = (false, false);
            }
            (None, b'=') => (in_word, given) = (true, true),
            (None, _) if !in_word => {
                count += usize::from(last != b'=');
                in_word = true;
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            begins = equals;
            last = *byte;
        }
    }
    (count, false, inside.len())
}

/// To the end tag of an element whose inside is text.
fn skip_raw(rest: &mut &[u8], name: &[u8]) {
    loop {
        let Some(at) = rest.iter().position(|byte| *byte == b'<') else {
            *rest = &[];
            return;
        };
        let inside = rest.get(at + 1..).unwrap_or_default();
        let found = inside.first() == Some(&b'/')
            && inside.get(1..=name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
        *rest = if found { rest.get(at..).unwrap_or_default() } else { inside };
        if found {
            return;
        }
    }
}

fn after<'a>(text: &'a [u8], end: &[u8]) -> &'a [u8] {
    let at = text.windows(end.len()).position(|window| window == end);
    at.and_then(|at| text.get(at + end.len()..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(page: &str) -> String {
        check(page).map_or_else(|why| why.to_string(), |()| "fine".to_owned())
    }

    #[test]
    #[rustfmt::skip]
    fn limits() {
        for (page, expected) in [
            ("<p>It rained.</p>".to_owned(),                    "fine"),
            ("<p>It rained.<br>".repeat(20_000),                "fine"),
            ("<ul><li>a<li>b</ul>".repeat(10_000),              "fine"),
            ("<b>a</b> <i>b</i>".repeat(10_000),                "fine"),
            (format!("<script>{}</script>", "<div>".repeat(10_000)), "fine"),
            (format!("<!-- {} -->", "<div>".repeat(10_000)),    "fine"),
            (format!("<!-->{}", "<div>".repeat(10_000)),        "elements inside each other"),
            (format!("<!--->{}", "<div>".repeat(10_000)),       "elements inside each other"),
            (format!("<!-- a --!>{} -->", "<div>".repeat(10_000)), "elements inside each other"),
            (format!("<p a=b=\">{}", "<div>".repeat(10_000)),   "elements inside each other"),
            ("<svg><path/><g/></svg>".repeat(9_000),            "fine"),
            (format!("<svg><style>{}", "<g>".repeat(10_000)),   "elements inside each other"),
            (format!("<svg></svg><style>{}", "<g>".repeat(10_000)), "fine"),
            ("<svg><style><![CDATA[ a{} ]]></style></svg>".to_owned(), "fine"),
            ("<svg><![CDATA[</svg>]]><style><b>".to_owned(),    "declared as text"),
            (format!("<a title='{}'>", "> x=y ".repeat(9_000)), "fine"),
            ("a < b && c > d ".repeat(9_000),                   "fine"),
            ("<div>".repeat(10_000),                            "elements inside each other"),
            ("<DIV x>".repeat(10_000),                          "elements inside each other"),
            ("<b><i>".repeat(20_000),                           "formatting elements left open"),
            ((0..999).map(|at| ["<p><b id=", &at.to_string(), ">"].concat()).collect(), "formatting elements left open"),
            (format!("{}{}", "<b>".repeat(100), "<p>".repeat(9_000)), "opened again"),
            (format!("<p {}>", "a ".repeat(100_000)),           "attributes of one element"),
            (format!("<p {}>", "a=b ".repeat(100_000)),         "attributes of one element"),
            (format!("<p {}>", "a='b'c".repeat(100_000)),       "attributes of one element"),
            (format!("<p {}", "a/".repeat(100_000)),            "attributes of one element"),
            ("<p>".repeat(100_000),                             "60000 elements"),
            ("a & b ".repeat(400_000),                          "bytes of text"),
            ("<".repeat(2_000_000),                             "bytes of text"),
            ("x".repeat(PAGE_BYTES + 1),                        "bytes of HTML"),
        ] {
            let told = told(&page);
            assert!(told.contains(expected), "{} … {told}", page.get(..20).unwrap_or(&page));
        }
    }
}
