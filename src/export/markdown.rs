//! Markdown: who said what, grouped by speaker in the order they first speak.
//!
//! Words of the article and of readers are escaped: whatever they hold, they are shown as they are
//! and never become a heading, a list, a link or HTML.

use super::rows::{Row, about, joined, rows};
use super::{Report, counted, one_line};
use crate::annotation::{Review, Set};
use crate::story::Story;

/// One story as a section.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let groups = groups(&rows);
    let mut blocks = vec![format!("# {}", escaped(story.article.label()))];
    let about = about(&story.article);
    if !about.is_empty() {
        blocks.push(escaped(&about));
    }
    let suggested = rows.iter().any(|row| row.tags.by() == "machine");
    let legend = if suggested { " A tag with a question mark is the machine’s." } else { "" };
    let statements = counted(rows.len(), "statement");
    blocks.push(format!("{statements}, {}.{legend}", counted(groups.len(), "speaker")));
    for (speaker, rows) in groups {
        blocks.push(format!("## {}", escaped(&speaker)));
        blocks.extend(rows.into_iter().flat_map(blocks_of));
    }
    (blocks.join("\n\n") + "\n", report)
}

/// The quotation, and below it what is known about it.
fn blocks_of(row: &Row) -> Vec<String> {
    let mut facts = Vec::new();
    if !row.tags.labels().is_empty() {
        facts.push(format!("**{}**", escaped(&row.tags.words())));
    }
    facts.extend(row.statement.directness.map(|it| it.word().to_owned()));
    if !row.cue.is_empty() {
        facts.push(format!("“{}”", escaped(&joined(&row.cue))));
    }
    if row.review == Review::Accepted {
        facts.push(row.review.word().to_owned());
    }
    let mut blocks = vec![format!("> {}", escaped(&joined(&row.content)))];
    if !facts.is_empty() {
        blocks.push(facts.join(" · "));
    }
    if !row.comment.is_empty() {
        blocks.push(format!("*Comment:* {}", escaped(row.comment)));
    }
    blocks
}

/// Rows by who speaks; several who speak together are a group of their own.
fn groups<'a>(rows: &'a [Row]) -> Vec<(String, Vec<&'a Row<'a>>)> {
    let mut groups: Vec<(String, Vec<&Row>)> = Vec::new();
    for row in rows {
        let speaker = row.said_by();
        match groups.iter_mut().find(|(name, _)| *name == speaker) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((speaker, vec![row])),
        }
    }
    groups
}

/// Text on one line that Markdown, also GitHub's, shows as it is wherever it stands.
fn escaped(text: &str) -> String {
    let line = one_line(text);
    let mut escaped = String::with_capacity(line.len());
    for it in line.chars() {
        if matches!(
            it,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$' | '#'
        ) {
            escaped.push('\\');
        }
        escaped.push(it);
    }
    // What would open a block, or become a link by itself.
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    match escaped.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => escaped.insert(digits, '\\'),
        Some(b'-' | b'+' | b'=' | b':') if digits == 0 => escaped.insert(0, '\\'),
        _ => (),
    }
    escaped.replace("://", "\\://").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::export::sample;

    #[test]
    fn hostile_words_stay_words() {
        for words in [
            "# no heading",
            "- no list",
            "+ no list",
            "1. no list",
            "22) no list",
            "=====",
            "---",
            "***",
            "> no quotation",
            "no *stress* _here_ or ~~there~~",
            "no [link](x) or ![picture](y) or <https://a.b>",
            "<b>no</b> &amp; html &#65;",
            "`no code` ``` or $math$",
            "a | b",
            "back\\slash\\",
            ": no definition",
            "[^1]: no note",
            "- [ ] no task",
            "https://no.link and www.no.link",
        ] {
            let page = format!("> {0}\n\n# {0}\n\n*Comment:* {0}\n", escaped(words));
            let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
            let (mut tags, mut text) = (Vec::new(), String::new());
            for event in Parser::new_ext(&page, options) {
                match event {
                    Event::Start(tag) => tags.push(tag),
                    Event::Text(words) => text.push_str(&words),
                    Event::End(end) if tags.len() == 2 && end == tags[0].to_end() => (),
                    Event::End(_) => (),
                    other => panic!("{words}: {other:?}"),
                }
            }
            assert_eq!(tags.len(), 5, "{words}: {tags:?}");
            assert!(matches!(tags[0], Tag::BlockQuote(_)) && tags[1] == Tag::Paragraph, "{tags:?}");
            assert!(
                matches!(tags[2], Tag::Heading { .. }) && tags[3] == Tag::Paragraph,
                "{tags:?}"
            );
            assert_eq!(tags[4], Tag::Emphasis, "{words}");
            assert_eq!(text, format!("{words}{words}Comment: {words}"));
        }
    }

    #[test]
    fn it_reads_well() {
        let (story, set) = sample::story();
        insta::assert_snapshot!(super::story(&story, &set).0, @r##"
# A plan 🎉 for \*Oss\*

Cy Roe · The Oss Post · Oss · 2026-03-01

5 statements, 3 speakers. A tag with a question mark is the machine’s.

## Ada Hill

> “=SUM(A1) 🎉 is no plan,” … “and \*nobody\* \<b\>here\</b\> wants it.”

**denial?** · direct · “said”

> that Bo Lund denied taking \[money\](x)

**claim?** · indirect · “told”

> \+31 6 is the number

*Comment:* \[2Jgone

## Bo Lund

> taking \[money\](x)

**denial** · indirect · “denied” · accepted

*Comment:* \=look "again" \* here

## a spokesman

> the hall \| was closed

indirect · “According to”
"##);
    }
}
