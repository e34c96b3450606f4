//! WebAnno TSV 3.3: a line a token, with the pieces of statements as one span layer.
//!
//! Offsets are UTF-16 units of the whole text. The layer `webanno.custom.Statement` must be there in
//! the project: CAS JSON brings it along and holds more. Pieces of one statement share its `item`.

use std::fmt::Write as _;

use super::regions::{Region, regions};
use super::rows::{Role, rows};
use super::{File, Report, tokens};
use crate::annotation::Set;
use crate::story::Story;
use crate::text::{Ruler, Unit};

/// One story.
pub fn files(story: &Story, set: &Set, stem: &str) -> (Vec<File>, Report) {
    let (rows, report) = rows(story, set);
    let text = &story.article.text;
    let ruler = Ruler::new(text);
    let regions = regions(&rows);
    let borders = tokens::borders(&rows);
    let mut page =
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Statement|role|tag|item\n\n".to_owned();
    for (sentence, number) in tokens::sentences(story).into_iter().zip(1..) {
        let words: String = sentence.of(text).replace('\\', "\\\\").replace('\n', "\\n");
        let _ = write!(page, "\n#Text={words}\n");
        let tokens = tokens::tokens(text, sentence, &borders);
        for (token, at) in tokens.into_iter().zip(1..) {
            let [start, end] = ruler.of(token, Unit::Utf16);
            let under: Vec<(usize, &Region)> = (1..)
                .zip(&regions)
                .filter(|(_, region)| region.piece.span.overlaps(token))
                .collect();
            let column = |value: &dyn Fn(&Region) -> String| -> String {
                let each = under.iter().map(|(id, region)| format!("{}[{id}]", value(region)));
                let all: Vec<String> = each.collect();
                if all.is_empty() { "_".to_owned() } else { all.join("|") }
            };
            let _ = writeln!(
                page,
                "{number}-{at}\t{start}-{end}\t{}\t{}\t{}\t{}\t",
                escaped(token.of(text)),
                column(&|region| region.role.word().to_owned()),
                column(&tag),
                column(&|region| escaped(region.row.statement.id.as_str())),
            );
        }
    }
    (vec![File::new(format!("{stem}.tsv"), page)], report)
}

fn tag(region: &Region) -> String {
    match region.role {
        Role::Content => escaped(&region.label()),
        // An empty value.
        Role::Source | Role::Cue => "*".to_owned(),
    }
}

/// Words in a column.
fn escaped(words: &str) -> String {
    let words = words.replace('\\', "\\\\").replace("->", "\\->");
    let mut escaped = String::with_capacity(words.len());
    for ch in words.chars() {
        match ch {
            '[' | ']' | '|' | '_' | ';' | '*' => escaped.extend(['\\', ch]),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            _ => escaped.push(ch),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn lines_have_their_columns_and_offsets_count_utf_16() {
        let (story, set) = sample::story();
        let (files, _) = super::files(&story, &set, "a");
        let page = String::from_utf8(files[0].bytes.clone()).unwrap();
        let units: Vec<u16> = story.article.text.encode_utf16().collect();
        let tokens: Vec<Vec<&str>> = page
            .lines()
            .filter(|line| line.contains('\t'))
            .map(|line| line.split('\t').collect())
            .collect();
        assert!(tokens.len() > 40);
        for fields in &tokens {
            assert_eq!((fields.len(), fields[6]), (7, ""), "{fields:?}");
            let (start, end) = fields[1].split_once('-').unwrap();
            let words = &units[start.parse().unwrap()..end.parse().unwrap()];
            assert_eq!(escaped(&String::from_utf16(words).unwrap()), fields[2]);
        }
        let she = tokens.iter().find(|fields| fields[2] == "She").unwrap();
        assert!(she[3].starts_with("source["), "{she:?}");
    }
}
