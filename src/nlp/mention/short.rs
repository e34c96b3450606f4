//! Short forms that the article itself spells out: “Islamic State (IS)”, and “IS” ever after.

use std::collections::HashMap;

use super::Mention;
use crate::nlp::EntityKind;
use crate::nlp::page::Page;

/// The mentions by short forms that stand in brackets right behind a name, there and wherever else
/// they are written alike and no name was found. `found` is in text order. O(tokens).
pub fn mentions(page: &Page, found: &[Mention]) -> Vec<Mention> {
    let forms: HashMap<&str, EntityKind> =
        found.iter().filter_map(|one| Some((spelt_out(page, one)?, one.kind))).collect();
    if forms.is_empty() {
        return Vec::new();
    }
    let mut free = vec![true; page.tokens.len()];
    for mention in found {
        free[mention.tokens.clone()].fill(false);
    }
    (0..page.tokens.len())
        .filter(|&at| free[at])
        .filter_map(|at| {
            let kind = *forms.get(page.word(at))?;
            Some(Mention { span: page.span(at..at + 1), tokens: at..at + 1, kind })
        })
        .collect()
}

/// The short form in brackets behind a name of several words, where its letters are theirs.
fn spelt_out<'p>(page: &Page<'p>, name: &Mention) -> Option<&'p str> {
    let at = name.tokens.end;
    let bracketed = page.lower_at(at) == "(" && page.lower_at(at + 2) == ")";
    if !bracketed || name.tokens.len() < 2 || name.kind.is_by_grammar() {
        return None;
    }
    let short = page.word(at + 1);
    let letters: Vec<char> = short.chars().filter(|&c| c != '.').collect();
    let shouts = letters.len() > 1 && letters.iter().all(|c| c.is_uppercase());
    let first = page.word(name.tokens.start).chars().next();
    (shouts && letters.first().copied() == first).then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Origin};
    use crate::nlp::pos::Tagger;
    use crate::text::clean;

    #[test]
    fn short_forms() {
        for (text, name, expected) in [
            ("The Island Service (IS) left. It is IS that fell.", "Island Service", "IS IS"),
            ("The Island Service (aided by IS) left.", "Island Service", ""),
            ("The Island Service (BBC) left, said BBC.", "Island Service", ""),
        ] {
            let article = Article::new("test", Origin::Stdin, clean::clean(text));
            let page = Page::new(&article, &Tagger::embedded());
            let from = page.token_from(text.find(name).unwrap());
            let tokens = from..from + name.split(' ').count();
            let span = page.span(tokens.clone());
            let known = [Mention { span, tokens, kind: EntityKind::Org }];
            let found: Vec<&str> =
                mentions(&page, &known).iter().map(|one| one.span.of(&article.text)).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
