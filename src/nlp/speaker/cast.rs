//! What the whole page says of each entity: woman or man, titles, how often it is named.

use std::collections::HashMap;

use crate::article::ParagraphKind;
use crate::nlp::entity::Entities;
use crate::nlp::mention::Mention;
use crate::nlp::page::Page;
use crate::nlp::{EntityId, EntityKind, lexicon};

/// One entity as a candidate.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// A woman, a man, or not known.
    pub female: Option<bool>,
    /// How often it is named.
    pub count: usize,
    /// Named in the headline.
    pub headline: bool,
    /// Words that say what it is: titles before it, appositions behind it.
    pub roles: Vec<String>,
    /// Begins the headline before a colon, or the last paragraph: the page's author, perhaps.
    pub author: bool,
}

/// All entities, and where each token stands.
pub struct Cast {
    /// Parallel to the entities.
    pub members: Vec<Member>,
    /// For each token the number of its sentence, counted over the page.
    pub sentence: Vec<u32>,
    /// For each token the number of its paragraph.
    pub paragraph: Vec<u32>,
    /// First token of each sentence.
    pub starts: Vec<usize>,
    /// The entities named most often, a few.
    pub leads: Vec<EntityId>,
    /// People and organisations by the last word of their name, lower case.
    pub by_last_word: HashMap<String, EntityId>,
    /// Those who may have written the page.
    pub authors: Vec<EntityId>,
}

impl Cast {
    /// Looks at the whole page once. O(tokens + mentions).
    pub fn of(page: &Page, mentions: &[Mention], entities: &Entities) -> Cast {
        /// So many of those named most are always candidates.
        const LEADS: usize = 4;
        let mut cast = Cast {
            members: vec![Member::default(); entities.list.len()],
            sentence: vec![0; page.tokens.len()],
            paragraph: vec![0; page.tokens.len()],
            starts: Vec::new(),
            leads: Vec::new(),
            by_last_word: HashMap::new(),
            authors: Vec::new(),
        };
        for (number, part) in (0..).zip(&page.paragraphs) {
            cast.paragraph[part.tokens.clone()].fill(number);
            for sentence in &part.sentences {
                let at = u32::try_from(cast.starts.len()).unwrap_or(u32::MAX);
                cast.sentence[sentence.clone()].fill(at);
                cast.starts.push(sentence.start);
            }
        }
        cast.read_mentions(page, mentions, entities);
        cast.read_pronouns(page, mentions, entities);
        let kind = |at: usize| entities.list[at].kind;
        let mut order: Vec<usize> = (0..entities.list.len())
            .filter(|&at| matches!(kind(at), EntityKind::Person | EntityKind::Org))
            .collect();
        for &at in &order {
            let last = entities.list[at].name.split(' ').next_back().unwrap_or_default();
            cast.by_last_word.entry(last.to_lowercase()).or_insert(id(at));
        }
        order.sort_by_key(|&at| std::cmp::Reverse(cast.members[at].count));
        cast.leads = order.into_iter().take(LEADS).map(id).collect();
        cast.authors = (0..cast.members.len())
            .filter(|&at| cast.members[at].author)
            .map(id)
            .take(LEADS)
            .collect();
        cast
    }

    /// What is known of an entity.
    pub fn member(&self, id: EntityId) -> &Member {
        &self.members[id.0 as usize]
    }

    /// The first token of the sentence of a token.
    pub fn sentence_start(&self, token: usize) -> usize {
        self.sentence.get(token).map_or(token, |&number| self.starts[number as usize])
    }

    fn read_mentions(&mut self, page: &Page, mentions: &[Mention], entities: &Entities) {
        let last = page.paragraphs.last().map_or(0, |part| part.tokens.start);
        for (mention, of) in mentions.iter().zip(&entities.of) {
            let member = &mut self.members[of.0 as usize];
            member.count += 1;
            if mention.tokens.is_empty() {
                continue;
            }
            let part = &page.paragraphs[self.paragraph[mention.tokens.start] as usize];
            let head = part.kind == ParagraphKind::Headline || part.tokens.start == 0;
            member.headline |= head;
            if entities.list[of.0 as usize].kind != EntityKind::Person {
                continue;
            }
            let begins = mention.tokens.start == part.tokens.start;
            member.author |= begins
                && (part.tokens.start == last && page.paragraphs.len() > 2
                    || head && page.lower_at(mention.tokens.end) == ":");
            let roles = roles(page, mention);
            for word in roles {
                if let Some(female) = gender_of_title(&word) {
                    member.female = member.female.or(Some(female));
                }
                if member.roles.len() < 24 && !member.roles.contains(&word) {
                    member.roles.push(word);
                }
            }
            let first = page.lower(mention.tokens.start);
            if mention.tokens.len() > 1 {
                member.female = member.female.or(lexicon::is_female_name(first));
            }
        }
    }

    /// Where names and titles do not tell, “he” and “she” right behind a name do: each votes for
    /// the person named last, in the same paragraph.
    fn read_pronouns(&mut self, page: &Page, mentions: &[Mention], entities: &Entities) {
        let mut votes = vec![(0, 0); self.members.len()];
        let mut next = 0;
        let mut person: Option<(usize, u32)> = None;
        for at in 0..page.tokens.len() {
            while mentions.get(next).is_some_and(|one| one.tokens.end <= at) {
                let of = entities.of[next].0 as usize;
                if entities.list[of].kind == EntityKind::Person && !mentions[next].tokens.is_empty()
                {
                    person = Some((of, self.paragraph[at]));
                }
                next += 1;
            }
            let Some((of, _)) = person.filter(|(_, paragraph)| *paragraph == self.paragraph[at])
            else {
                continue;
            };
            match page.lower(at) {
                "he" | "his" | "him" | "himself" => votes[of].0 += 1,
                "she" | "her" | "hers" | "herself" => votes[of].1 += 1,
                _ => {}
            }
        }
        for (member, (he, she)) in self.members.iter_mut().zip(votes) {
            if member.female.is_none() && (he > 2 * she || she > 2 * he) {
                member.female = Some(she > he);
            }
        }
    }
}

fn id(at: usize) -> EntityId {
    EntityId(u32::try_from(at).unwrap_or(u32::MAX))
}

fn gender_of_title(word: &str) -> Option<bool> {
    match word {
        "mr." | "mr" | "sir" | "king" | "prince" | "congressman" | "spokesman" | "chairman"
        | "businessman" | "father" | "son" | "husband" | "brother" => Some(false),
        "mrs." | "ms." | "miss" | "mrs" | "ms" | "queen" | "princess" | "congresswoman"
        | "spokeswoman" | "chairwoman" | "businesswoman" | "mother" | "daughter" | "wife"
        | "sister" | "lady" => Some(true),
        _ => None,
    }
}

/// Words before and behind a name that say who it is: “Sen.”, “the Republican nominee”, “, a
/// senator from Ohio,”; abbreviations spelt out.
fn roles(page: &Page, mention: &Mention) -> Vec<String> {
    let mut found = Vec::new();
    let before = mention.tokens.start.saturating_sub(5)..mention.tokens.start;
    for at in before.rev() {
        let word = page.lower(at);
        let stops = !page.pos(at).is_noun()
            && page.pos(at) != crate::nlp::pos::Pos::Adjective
            && !lexicon::kinds(word).title;
        if stops {
            break;
        }
        found.push(spelt(word).to_owned());
    }
    let end = mention.tokens.end;
    if page.lower_at(end) == "," || page.lower_at(end) == "(" {
        for at in end + 1..(end + 10).min(page.tokens.len()) {
            let word = page.lower(at);
            if matches!(word, "," | ")" | "who" | "and") || page.pos(at).is_verb() {
                break;
            }
            if page.pos(at).is_noun() || lexicon::kinds(word).title {
                found.push(spelt(word).to_owned());
            }
        }
    }
    found
}

/// A title spelt out.
pub fn spelt(title: &str) -> &str {
    match title {
        "sen." | "sens." | "senators" => "senator",
        "gov." => "governor",
        "gen." => "general",
        "rep." | "congresswoman" | "representative" => "congressman",
        "prof." => "professor",
        "dr." => "doctor",
        "col." => "colonel",
        "capt." => "captain",
        "lt." => "lieutenant",
        "sgt." => "sergeant",
        "rev." => "reverend",
        "pope" | "pontiff" => "pope",
        "d" | "democratic" | "democrats" => "democrat",
        "r" | "republicans" | "gop" => "republican",
        _ => title,
    }
}
