//! The choice for one source: who it may be, and what speaks for each.
//!
//! Candidates are nobody (the source stays unnamed), whom the rules read in the source, the last
//! group, and entities named before. Each becomes a row of features for the ranker.

use super::Past;
use super::source::{Class, Source};
use crate::nlp::model::features::{Rows, Seen};
use crate::nlp::pos::Pos;
use crate::nlp::{EntityId, EntityKind, lexicon};
use crate::text::Span;

/// Version of the features; a model trained with others is refused.
pub const FEATURES: u32 = 1;

/// Who may be meant, and the features of each.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// None of them is nobody.
    pub candidates: Vec<Vec<EntityId>>,
    pub rows: Rows,
}

/// So many different entities are looked at, so many mentions back.
const WIDTH: usize = 14;
const BACK: usize = 90;

/// A candidate seen from the source.
struct View {
    id: EntityId,
    /// Its last mention before the source, or in it.
    at: usize,
    /// Fits “he” or “she” and the number.
    fits: bool,
    /// How many that fit were named after it.
    rank: u32,
}

/// What else stands around a source.
pub struct Around<'a> {
    pub content: &'a [Span],
    /// The source stands between quotation marks.
    pub quoted: bool,
}

/// Makes the choice for `source`.
pub fn choice(past: &Past, source: &Source, around: &Around) -> Choice {
    let mut choice = Choice::default();
    let views = views(past, source);
    nobody(past, source, around, &views, &mut choice);
    if source.named.len() > 1 {
        several(past, source, &mut choice);
    }
    groups(past, source, &mut choice);
    for view in &views {
        one(past, source, around, view, &mut choice);
    }
    choice
}

fn views(past: &Past, source: &Source) -> Vec<View> {
    let mut found: Vec<View> = Vec::new();
    let mut rank = 0;
    let mut add = |at: usize, inside: bool| {
        let id = past.entities.of[at];
        let kind = past.entities.list[id.0 as usize].kind;
        let speaks = matches!(kind, EntityKind::Person | EntityKind::Org)
            || kind == EntityKind::Place && source.class == Class::It;
        if found.iter().any(|view| view.id == id) || !(inside || speaks) {
            return;
        }
        let fits = fits(past, source, id);
        found.push(View { id, at, fits, rank });
        rank += u32::from(fits);
    };
    for &at in source.inside.iter().rev() {
        add(at, true);
    }
    // “A spokesman for X” is somebody new.
    let first = past.page.lower(source.from);
    let new = source.class == Class::Named && matches!(first, "a" | "an" | "another" | "some");
    let nearest = (if new { past.seen } else { 0 }..past.seen)
        .rev()
        .take(BACK)
        .filter(|&at| !past.mentions[at].tokens.is_empty());
    for at in nearest {
        add(at, false);
    }
    let far = past.cast.leads.iter().chain(&past.cast.authors);
    let mut found: Vec<View> = found.into_iter().take(WIDTH + source.inside.len()).collect();
    for &id in far {
        if !found.iter().any(|view| view.id == id) {
            let at = past.first[id.0 as usize];
            if at == usize::MAX {
                continue;
            }
            found.push(View { id, at, fits: fits(past, source, id), rank: 9 });
        }
    }
    found
}

fn fits(past: &Past, source: &Source, id: EntityId) -> bool {
    let person = past.entities.list[id.0 as usize].kind == EntityKind::Person;
    let female = past.cast.member(id).female;
    match source.class {
        Class::He => person && female != Some(true),
        Class::She => person && female != Some(false),
        Class::It => !person,
        _ => true,
    }
}

/// Few numbers for many: 0, 1, 2, 3, 4 for up to 6, 5 for up to 12, 6 for more.
fn bucket(number: u32) -> u32 {
    match number {
        0..=3 => number,
        4..=6 => 4,
        7..=12 => 5,
        _ => 6,
    }
}

fn number(number: u32) -> Seen {
    Seen::number(number)
}

fn flag(is: bool) -> u32 {
    u32::from(is)
}

/// Classes that share most of what they learn.
fn coarse(class: Class) -> u32 {
    match class {
        Class::He | Class::She => 0,
        Class::They => 1,
        Class::It => 2,
        Class::I | Class::We | Class::You => 3,
        Class::Who | Class::That => 4,
        Class::Named => 5,
        Class::Definite | Class::Possessed => 6,
        Class::Indefinite | Class::Bare => 7,
    }
}

fn nobody(past: &Past, source: &Source, around: &Around, views: &[View], choice: &mut Choice) {
    let rows = &mut choice.rows;
    let page = past.page;
    let class = number(source.class as u32);
    let group = number(coarse(source.class));
    let head = Seen::word(page.lower(source.head));
    let plural = number(flag(source.plural));
    rows.push(0, class);
    rows.push(1, class.and(plural));
    rows.push(2, head);
    rows.push(3, head.and(group));
    rows.push(4, Seen::word(page.lower(source.from)).and(class));
    let rule = number(u32::try_from(source.named.len().min(2)).unwrap_or(2));
    rows.push(5, group.and(rule));
    rows.push(6, group.and(rule).and(head));
    rows.push(7, class.and(number(flag(around.quoted))));
    let fitting = views.iter().filter(|view| view.fits && near(past, source, view)).count();
    rows.push(8, class.and(number(u32::try_from(fitting.min(4)).unwrap_or(4))));
    let last = past.spoken.last();
    let unnamed = last.map_or(0, |turn| 1 + flag(turn.speakers.is_empty()) + flag(turn.plural));
    let ago = last.map_or(9, |turn| bucket(sentences(past, turn.token, source.from)));
    rows.push(9, group.and(number(unnamed)));
    rows.push(10, group.and(number(unnamed)).and(number(ago)));
    let titled = views.iter().any(|view| role_match(past, source, view.id));
    let called = views.iter().any(|view| name_match(past, source, view.id));
    rows.push(11, group.and(number(flag(titled))).and(number(flag(called))));
    let same = past.heads.contains(page.lower(source.head));
    rows.push(12, group.and(number(flag(same))).and(plural));
    rows.push(13, class.and(Seen::word(page.lower(source.from.saturating_sub(1)))));
    rows.push(14, number(page.pos(source.head).number_u32()).and(group));
    rows.end();
    choice.candidates.push(Vec::new());
}

fn several(past: &Past, source: &Source, choice: &mut Choice) {
    let persons = source.named.iter().filter(|id| past.is_person_entity(**id)).count();
    choice.rows.push(20, number(0));
    choice.rows.push(21, number(flag(persons == source.named.len())));
    choice.rows.push(22, Seen::word(past.page.lower(source.head)));
    choice.rows.end();
    choice.candidates.push(source.named.clone());
}

/// Groups: the one that spoke or was named together last, and the two people named most.
fn groups(past: &Past, source: &Source, choice: &mut Choice) {
    if !matches!(coarse(source.class), 1 | 3 | 4 | 6 | 7) {
        return;
    }
    let last =
        past.group.as_ref().map(|(members, span)| (members, past.page.token_from(span.start())));
    if let Some((members, token)) = last {
        group(past, source, members, Some(token), choice);
    }
    let same = |pair: &Vec<EntityId>| {
        last.is_some_and(|(members, _)| {
            members.len() == pair.len() && pair.iter().all(|id| members.contains(id))
        })
    };
    if let Some(pair) = past.pair.as_ref().filter(|pair| !same(pair)) {
        group(past, source, pair, None, choice);
    }
}

fn group(
    past: &Past,
    source: &Source,
    members: &[EntityId],
    token: Option<usize>,
    choice: &mut Choice,
) {
    let rows = &mut choice.rows;
    let class = number(source.class as u32);
    let ago = number(token.map_or(9, |token| bucket(sentences(past, token, source.from))));
    let two = (source.from..source.to).take(3).any(|at| {
        matches!(past.page.lower(at), "two" | "both" | "pair" | "duo" | "couple" | "each")
    });
    let since =
        past.spoken.iter().rev().take_while(|turn| token.is_none_or(|token| turn.token > token));
    let others = since.take(6).filter(|turn| turn.plural && turn.speakers.is_empty()).count();
    let spoke = past.spoken.last().is_some_and(|turn| turn.speakers == *members);
    let plural = number(flag(source.plural)).and(number(flag(two)));
    let roles = number(flag(members.iter().all(|&id| role_match(past, source, id))));
    let lead = number(flag(token.is_none()));
    rows.push(30, class.and(ago));
    rows.push(31, class.and(plural).and(lead));
    rows.push(32, plural.and(ago).and(number(flag(spoke))));
    rows.push(33, class.and(number(flag(others > 0))));
    rows.push(34, Seen::word(past.page.lower(source.head)));
    rows.push(35, roles.and(lead));
    rows.push(36, roles.and(plural));
    rows.end();
    choice.candidates.push(members.to_vec());
}

/// Sentences from one token to a later one.
fn sentences(past: &Past, from: usize, to: usize) -> u32 {
    past.cast.sentence[to].abs_diff(past.cast.sentence[from.min(to)])
}

fn near(past: &Past, source: &Source, view: &View) -> bool {
    sentences(past, past.mentions[view.at].tokens.start, source.from) <= 3
}

/// “the senator”: a title or apposition of this one says so.
fn role_match(past: &Past, source: &Source, id: EntityId) -> bool {
    let head = singular(past.page.lower(source.head));
    let head = super::cast::spelt(head);
    past.cast.member(id).roles.iter().any(|role| role == head || singular(role) == head)
}

fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.len() > 2 => stem,
        _ => word,
    }
}

/// “the commission”: the last word of the name is the head.
fn name_match(past: &Past, source: &Source, id: EntityId) -> bool {
    let head = past.page.lower(source.head);
    let name = &past.entities.list[id.0 as usize].name;
    name.split(' ').next_back().is_some_and(|last| last.to_lowercase() == head)
}

fn one(past: &Past, source: &Source, around: &Around, view: &View, choice: &mut Choice) {
    let inside = source.inside.contains(&view.at);
    choice.rows.push(40, number(coarse(source.class)).and(number(flag(inside))));
    if inside {
        named(past, source, view, &mut choice.rows);
    } else {
        meant(past, source, around, view, &mut choice.rows);
    }
    choice.rows.end();
    choice.candidates.push(vec![view.id]);
}

/// Features of an entity that the source names.
fn named(past: &Past, source: &Source, view: &View, rows: &mut Rows) {
    let page = past.page;
    let tokens = &past.mentions[view.at].tokens;
    let kind = number(past.entities.list[view.id.0 as usize].kind as u32);
    let head = Seen::word(page.lower(source.head));
    let before = (source.from..tokens.start).rev().find(|&at| {
        lexicon::is_preposition(page.lower(at)) || matches!(page.lower(at), "," | "and")
    });
    let link = before.map_or(number(0), |at| Seen::word(page.lower(at)));
    let behind =
        if tokens.end < source.to { Seen::word(page.lower(tokens.end)) } else { number(1) };
    let rule = source.named.iter().position(|id| *id == view.id);
    let rule = match (rule, source.named.len()) {
        (None, 0) => 0,
        (None, _) => 1,
        (Some(_), 1) => 2,
        (Some(0), _) => 3,
        _ => 4,
    };
    let holds_head = number(flag(tokens.contains(&source.head)));
    let alone = number(flag(tokens.start == source.from) + 2 * flag(tokens.end == source.to));
    rows.push(41, kind.and(number(rule)));
    rows.push(42, kind.and(holds_head).and(alone));
    rows.push(43, link.and(behind).and(holds_head));
    rows.push(44, link.and(head));
    rows.push(45, link.and(kind).and(holds_head));
    rows.push(46, behind.and(kind));
    rows.push(47, head.and(holds_head));
    rows.push(48, link.and(number(rule)));
    rows.push(49, behind.and(number(rule)).and(number(flag(source.plural))));
}

/// Features of an entity named before the source.
fn meant(past: &Past, source: &Source, around: &Around, view: &View, rows: &mut Rows) {
    let page = past.page;
    let member = past.cast.member(view.id);
    let mention = &past.mentions[view.at];
    let at = mention.tokens.start;
    let kind = past.entities.list[view.id.0 as usize].kind;
    let group = number(coarse(source.class));
    let class = number(source.class as u32);
    let agreement = match (source.class, member.female) {
        (Class::He, Some(female)) => 1 + flag(female),
        (Class::She, Some(female)) => 1 + flag(!female),
        (_, None) => 0,
        _ => 3,
    };
    let kind = number(kind as u32);
    rows.push(50, class.and(kind).and(number(agreement)));
    let ago = number(bucket(sentences(past, at, source.from)));
    let above =
        number(bucket(past.cast.paragraph[source.from].abs_diff(past.cast.paragraph[at]).min(4)));
    let rank = number(if view.fits { view.rank.min(4) } else { 5 });
    let role = number(role(past, view.at));
    rows.push(51, group.and(ago));
    rows.push(52, group.and(above));
    rows.push(53, group.and(rank));
    rows.push(54, group.and(role));
    rows.push(55, group.and(role).and(ago));
    let turn = turn(past, source, view.id);
    rows.push(56, group.and(number(turn)));
    rows.push(57, group.and(number(turn)).and(rank));
    rows.push(58, group.and(number(turn)).and(role).and(ago));
    let own = around.content.iter().any(|span| own_content(past, *span, view.id));
    let quoted = number(flag(around.quoted));
    rows.push(59, group.and(number(flag(own))));
    rows.push(60, group.and(quoted).and(number(turn)));
    let count = number(bucket(u32::try_from(member.count).unwrap_or(99)));
    rows.push(61, group.and(count));
    let lead = past.cast.leads.iter().position(|id| *id == view.id).map_or(9, |at| at.min(3));
    rows.push(62, group.and(number(u32::try_from(lead).unwrap_or(9))));
    let spoken = past.times.get(view.id.0 as usize).copied().unwrap_or(0);
    rows.push(63, group.and(number(bucket(spoken))));
    let titled = number(flag(role_match(past, source, view.id)));
    let called = number(flag(name_match(past, source, view.id)));
    rows.push(64, group.and(titled).and(called));
    rows.push(65, group.and(titled).and(called).and(ago));
    rows.push(66, Seen::word(page.lower(source.head)).and(kind));
    rows.push(67, group.and(titled).and(rank).and(number(flag(source.plural))));
    let first = number(flag(first_of_paragraph(past, source, view)));
    rows.push(68, group.and(first));
    let begins = number(flag(past.cast.sentence_start(source.from) == source.from));
    rows.push(69, group.and(begins).and(ago).and(role));
    let gap = u32::try_from(source.from.saturating_sub(mention.tokens.end)).unwrap_or(99);
    let gap = number(if gap < 4 { gap } else { 4 + bucket(gap / 8) });
    rows.push(70, class.and(gap));
    rows.push(
        71,
        class.and(gap).and(Seen::word(page.lower(source.from.saturating_sub(1)))).and(kind),
    );
    rows.push(72, group.and(number(flag(member.headline))));
    rows.push(73, class.and(number(flag(member.author))));
    rows.push(74, group.and(rank).and(ago).and(number(flag(turn < 3))));
}

/// What part the last mention plays in its sentence.
fn role(past: &Past, at: usize) -> u32 {
    let page = past.page;
    let tokens = &past.mentions[at].tokens;
    if tokens.is_empty() {
        return 9;
    }
    if page.quote_of(tokens.start).is_some() {
        return 8;
    }
    let start = past.cast.sentence_start(tokens.start);
    let end = tokens.end;
    let verb =
        end < page.tokens.len() && (page.pos(end).is_verb() || page.pos(end) == Pos::Auxiliary);
    let begins = tokens.start - start <= 4;
    let oblique = tokens.start > start && page.pos(tokens.start - 1) == Pos::Adposition;
    let owner = matches!(page.lower_at(end), "’s" | "'s" | "’");
    match (owner, oblique) {
        (true, _) => 6 + flag(begins),
        (_, true) => 4 + flag(begins),
        _ => flag(begins) + 2 * flag(verb),
    }
}

/// How lately this one spoke: last, last but one, earlier; and how near that was.
fn turn(past: &Past, source: &Source, id: EntityId) -> u32 {
    let turn = past.spoken.iter().rev().take(4).position(|turn| turn.speakers.contains(&id));
    let Some(turn) = turn else { return 9 };
    let token = past.spoken[past.spoken.len() - 1 - turn].token;
    let near = match sentences(past, token, source.from) {
        0 => 0,
        1..=2 => 1,
        _ => 2,
    };
    let turn = u32::try_from(turn.min(2)).unwrap_or(2);
    turn * 3 + near
}

/// Whether the content names this one: nobody calls himself by his name.
fn own_content(past: &Past, content: Span, id: EntityId) -> bool {
    /// Longer contents name many.
    const LOOK: usize = 24;
    let first = past.mentions.partition_point(|one| one.span.start() < content.start());
    (first..past.mentions.len())
        .take(LOOK)
        .take_while(|&at| content.covers(past.mentions[at].span))
        .any(|at| past.entities.of[at] == id)
}

/// Whether the paragraph of the source names this person before any other.
fn first_of_paragraph(past: &Past, source: &Source, view: &View) -> bool {
    let start = past.page.paragraphs[past.cast.paragraph[source.from] as usize].tokens.start;
    let first = past.mentions.partition_point(|one| one.tokens.start < start);
    (first..past.seen)
        .take(6)
        .find(|&at| past.is_person_entity(past.entities.of[at]))
        .is_some_and(|at| past.entities.of[at] == view.id)
}
