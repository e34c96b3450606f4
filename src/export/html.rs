//! A report in one HTML file: the story with its statements marked, what there is to count about it,
//! and a table. Needs no script and asks no other file or machine for anything.
//!
//! Words of the article and of readers are escaped; colour never says what words do not say too.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::rows::{Role, Row, about, joined, rows};
use super::xml::escaped;
use super::{Report, chart, counted, one_line};
use crate::annotation::{Review, Set};
use crate::story::Story;
use crate::text::Span;

/// Looks: of speakers there are as many as can be told apart, then they begin again.
const STYLE: &str = include_str!("report.css");

/// How many looks of speakers there are in the style.
pub(super) const LOOKS: usize = 8;

/// What a report begins with.
pub fn head() -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Who said what</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    )
}

/// One story.
pub fn story(story: &Story, set: &Set) -> (String, Report) {
    let (rows, report) = rows(story, set);
    let speakers = speakers(&rows);
    // Ids must differ between the stories of one report.
    let prefix: String = story.article.hash().chars().take(8).collect();
    let mut page = format!("<article>\n<h1>{}</h1>\n", words(story.article.label()));
    let about = about(&story.article);
    if !about.is_empty() {
        let _ = writeln!(page, "<p class=\"about\">{}</p>", escaped(&about));
    }
    let suggested = rows.iter().any(|row| row.tags.by() == "machine");
    let legend = if suggested { " A tag with a question mark is the machine’s." } else { "" };
    let _ = writeln!(
        page,
        "<p>{}, {}.{legend}</p>",
        counted(rows.len(), "statement"),
        counted(speakers.len(), "speaker"),
    );
    if !rows.is_empty() {
        page.push_str(&chart::all(story, &rows, &speakers));
    }
    page.push_str("<section class=\"text\" aria-label=\"The story\">\n");
    page.push_str(&text(story, &rows, &speakers, &prefix));
    page.push_str("</section>\n");
    page.push_str(&table(&rows, &speakers, &prefix));
    let _ = writeln!(
        page,
        "<footer>Text {} · {}</footer>\n</article>",
        story.article.hash(),
        escaped(crate::nlp::ENGINE),
    );
    (page, report)
}

/// Who speaks, in the order they first do.
fn speakers(rows: &[Row]) -> Vec<String> {
    let mut speakers = Vec::new();
    for row in rows {
        let name = row.said_by();
        if !speakers.contains(&name) {
            speakers.push(name);
        }
    }
    speakers
}

/// The number of a row's look.
pub(super) fn look(row: &Row, speakers: &[String]) -> usize {
    let name = row.said_by();
    speakers.iter().position(|one| *one == name).unwrap_or(0) % LOOKS
}

/// The text, cut at every border of a piece, each stretch marked with what it belongs to.
fn text(story: &Story, rows: &[Row], speakers: &[String], prefix: &str) -> String {
    let whole = &story.article.text;
    let mut borders = BTreeSet::from([0, whole.len()]);
    for (at, _) in whole.match_indices('\n') {
        borders.extend([at, at + 1]);
    }
    let mut pieces: Vec<(Span, Role, usize)> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        for role in Role::ALL {
            pieces.extend(row.of(role).iter().map(|piece| (piece.span, role, number)));
        }
    }
    borders.extend(pieces.iter().flat_map(|(span, ..)| [span.start(), span.end()]));
    pieces.sort_by_key(|(span, ..)| *span);
    let mut under: Vec<(Span, Role, usize)> = Vec::new();
    let mut coming = pieces.into_iter().peekable();
    let borders: Vec<usize> = borders.into_iter().collect();
    let mut page = String::from("<p>");
    for pair in borders.windows(2) {
        let stretch = Span::new(pair[0], pair[1]);
        under.retain(|(span, ..)| span.end() > stretch.start());
        while let Some(next) = coming.next_if(|(span, ..)| span.start() <= stretch.start()) {
            under.push(next);
        }
        let letters = stretch.of(whole);
        if letters == "\n" {
            page.push_str("</p>\n<p>");
            continue;
        }
        page.push_str(&marked(letters, &under, rows, speakers));
        let ends = under
            .iter()
            .filter(|(span, role, _)| span.end() == stretch.end() && *role == Role::Content);
        for (span, _, number) in ends {
            if rows[*number].content.last().is_some_and(|last| last.span == *span) {
                let shown = number + 1;
                let _ = write!(page, "<sup><a href=\"#{prefix}-{shown}\">{shown}</a></sup>");
            }
        }
    }
    page.push_str("</p>\n");
    page.replace("<p></p>\n", "")
}

/// A stretch as it is marked: by the innermost statement whose content it is, and by its roles.
fn marked(
    letters: &str,
    under: &[(Span, Role, usize)],
    rows: &[Row],
    speakers: &[String],
) -> String {
    let content = under.iter().filter(|(_, role, _)| *role == Role::Content);
    let inner = content.min_by_key(|(span, ..)| span.len());
    let role = |role: Role| under.iter().find(|(_, one, _)| *one == role);
    let mut classes = Vec::new();
    let mut titles = Vec::new();
    if let Some((_, _, number)) = inner {
        let row = &rows[*number];
        classes.push(format!("said look{}", look(row, speakers)));
        let tags = row.tags.words();
        let tags = if tags.is_empty() { tags } else { format!(" · {tags}") };
        titles.push(format!("{} {}{tags}", number + 1, row.said_by()));
    }
    for one in [Role::Source, Role::Cue] {
        if let Some((_, _, number)) = role(one) {
            classes.push(format!("{} edge{}", one.word(), look(&rows[*number], speakers)));
            titles.push(format!("{} of {}", one.word(), number + 1));
        }
    }
    if classes.is_empty() {
        return escaped(letters);
    }
    format!(
        "<mark class=\"{}\" title=\"{}\">{}</mark>",
        classes.join(" "),
        escaped(&titles.join("; ")),
        escaped(letters)
    )
}

fn table(rows: &[Row], speakers: &[String], prefix: &str) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut page = String::from(
        "<table>\n<caption>Statements</caption>\n<thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Who</th>\
         <th scope=\"col\">What</th><th scope=\"col\">Tag</th><th scope=\"col\">How</th></tr></thead>\n<tbody>\n",
    );
    for (number, row) in (1..).zip(rows) {
        let mut how: Vec<String> = Vec::new();
        how.extend(row.statement.directness.map(|it| it.word().to_owned()));
        if !row.cue.is_empty() {
            how.push(format!("“{}”", joined(&row.cue)));
        }
        if row.review == Review::Accepted {
            how.push(row.review.word().to_owned());
        }
        let comment = if row.comment.is_empty() {
            String::new()
        } else {
            format!("<p class=\"comment\">{}</p>", escaped(row.comment).replace("&#10;", "<br>"))
        };
        let _ = writeln!(
            page,
            "<tr id=\"{prefix}-{number}\"><td>{number}</td><th scope=\"row\" class=\"edge{}\">{}</th><td>{}{comment}</td><td>{}</td><td>{}</td></tr>",
            look(row, speakers),
            escaped(&row.said_by()),
            escaped(&joined(&row.content)),
            escaped(&row.tags.words()),
            escaped(&how.join(" · ")),
        );
    }
    page + "</tbody>\n</table>\n"
}

fn words(text: &str) -> String {
    escaped(&one_line(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{format, sample};

    #[test]
    fn it_is_whole_well_formed_and_asks_for_nothing() {
        let (story, set) = sample::story();
        let (page, _) = format("html").unwrap().document(&story, &set);
        for outside in ["<script", "http:", "https:", "url(", "@import", "onload", "<b>here"] {
            assert!(!page.contains(outside), "{outside}");
        }
        // But for the void elements of the head it is XML, so every tag is closed.
        let body = page.split("<body>").nth(1).unwrap().split("</body>").next().unwrap();
        let body = format!("<body>{}</body>", body.replace("<br>", "<br/>"));
        let body = roxmltree::Document::parse(&body).unwrap();
        let text = body.descendants().find(|node| node.attribute("class") == Some("text")).unwrap();
        let letters: String = text
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter(|node| !node.ancestors().any(|up| up.tag_name().name() == "sup"))
            .filter_map(|node| node.text())
            .collect();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&letters), bare(&story.article.text), "the whole story, once");
        let targets: Vec<&str> = body.descendants().filter_map(|it| it.attribute("id")).collect();
        let links: Vec<&str> = body.descendants().filter_map(|it| it.attribute("href")).collect();
        assert_eq!(links.len(), rows(&story, &set).0.len());
        assert!(links.iter().all(|link| targets.contains(&link.trim_start_matches('#'))));
        assert_eq!(page.matches("<svg").count(), 4);
    }
}
