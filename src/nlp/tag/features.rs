//! What the tag model looks at in a statement. Changing anything here makes the model stale: raise
//! [`VERSION`] and train it again.

use super::super::act::{Deed, deed};
use super::super::gazetteer;
use super::super::model::features::Seen;
use super::lists::{
    ADVERBS, ALLEGED, AUXILIARIES, BONDS, CONTRAST, FALSE, FOR_OTHERS, PARTICLES, PRONOUNS,
};
use super::said::Said;

/// Version of these features, in the head of the model.
pub const VERSION: u32 = 4;

/// Hears of each feature: its template and what that saw.
type Push<'p> = &'p mut dyn FnMut(u32, Seen);

/// All features of a statement. O(words).
pub fn features(said: &Said, push: Push) {
    let cue = Cue::of(said);
    let content = Content::of(said);
    push_cue(said, &cue, push);
    push_source(said, push);
    push_words(&content, push);
    push_opening(&cue, &content, push);
    push_undertakings(said, &cue, &content, push);
    push_denials(said, &cue, &content, push);
    push_context(said, &cue, &content, push);
}

/// The word that reports, and what it does.
struct Cue<'a> {
    /// Lemma, or the word itself where the list does not hold it.
    lemma: &'a str,
    class: &'a str,
    negated: bool,
}

impl<'a> Cue<'a> {
    fn of(said: &'a Said) -> Cue<'a> {
        let known: Vec<&Deed> = said.cue.iter().filter_map(|word| deed(word)).collect();
        let plain = |word: &&str| !PARTICLES.contains(word);
        let own = said.cue.iter().map(AsRef::as_ref).rfind(plain).unwrap_or("");
        Cue {
            lemma: known.first().map_or(own, |deed| deed.lemma),
            class: known.first().map_or("", |deed| deed.class),
            negated: said.cue.iter().any(|word| is_negation(word)),
        }
    }
}

/// The words of a content, with what stands between quotation marks.
struct Content<'a> {
    words: Vec<&'a str>,
    quoted: Vec<bool>,
    /// Whether its last mark asks, and whether nothing else in it ends a sentence.
    asks: bool,
    asks_only: bool,
}

impl<'a> Content<'a> {
    fn of(said: &'a Said) -> Content<'a> {
        let mut content =
            Content { words: Vec::new(), quoted: Vec::new(), asks: false, asks_only: false };
        let mut inside = false;
        let mut flat = false;
        for (at, word) in said.content.iter().enumerate() {
            let before = at.checked_sub(1).map_or("", |at| &said.content[at]);
            match word.as_ref() {
                "“" | "«" | "``" => inside = true,
                "”" | "»" => inside = false,
                "\"" => inside = !inside,
                "'" if before == "'" => inside = !inside,
                "?" => content.asks = true,
                "." | "!" => flat = true,
                "," | "…" | "'" => {}
                plain => {
                    content.words.push(plain);
                    content.quoted.push(inside);
                }
            }
        }
        content.asks_only = content.asks && !flat;
        content
    }

    fn at(&self, at: usize) -> &'a str {
        self.words.get(at).copied().unwrap_or("</s>")
    }

    fn back(&self, at: usize, steps: usize) -> &'a str {
        at.checked_sub(steps).map_or("<s>", |at| self.words[at])
    }

    /// 0 none, 1 some, 2 all of the words.
    fn directness(&self) -> u32 {
        let quoted = self.quoted.iter().filter(|quoted| **quoted).count();
        if quoted == 0 { 0 } else { 1 + u32::from(quoted == self.quoted.len()) }
    }
}

fn word(word: &str) -> Seen {
    Seen::word(word)
}

fn two(first: &str, second: &str) -> Seen {
    word(first).and(word(second))
}

fn flag(on: bool) -> Seen {
    Seen::number(u32::from(on))
}

fn push_cue(said: &Said, cue: &Cue, push: Push) {
    push(0, word(cue.lemma));
    push(1, word(cue.class));
    push(2, word(cue.class).and(flag(cue.negated)));
    push(2, word(cue.lemma).and(flag(cue.negated)));
    let mut whole = word("");
    let mut before = "<s>";
    for one in &said.cue {
        push(3, word(one));
        push(4, two(before, one));
        if let Some(deed) = deed(one) {
            push(5, word(deed.class));
        }
        // Words that stand in like places mean alike, also those that the corpus never shows.
        let cluster = gazetteer::lists().cluster(word(one));
        for length in [6, 10, 16] {
            push(9, Seen::number(cluster.prefix(length)));
        }
        whole = whole.and(word(one));
        before = one;
    }
    push(4, two(before, "</s>"));
    push(6, whole);
    push(7, Seen::number(bucket(said.cue.len())).and(flag(said.content_first)));
    push(8, word(cue.class).and(flag(said.content_first)));
}

fn push_source(said: &Said, push: Push) {
    let last = said.source.last().map_or("", AsRef::as_ref);
    let first = said.source.first().map_or("", AsRef::as_ref);
    push(10, word(last));
    push(11, word(first));
    push(12, Seen::number(bucket(said.source.len())));
    for one in &said.source {
        push(13, word(one));
    }
}

fn push_words(content: &Content, push: Push) {
    for at in 0..content.words.len() {
        let (one, next) = (content.words[at], content.at(at + 1));
        push(20, word(one));
        push(21, two(one, next));
        if at < 8 {
            push(22, word(one));
        }
    }
    // Words that stand in like places mean alike.
    let kin = |at: usize| Seen::number(gazetteer::lists().cluster(word(content.at(at))).prefix(10));
    for at in 0..content.words.len().min(12) {
        push(23, kin(at));
        push(28, kin(at).and(kin(at + 1)));
    }
    push(24, Seen::number(bucket(content.words.len())));
    push(25, Seen::number(content.directness()));
    push(26, flag(content.asks).and(flag(content.asks_only)));
    let last = content.words.len().saturating_sub(1);
    push(27, word(content.at(last)));
}

/// How the content begins, alone and with the cue.
fn push_opening(cue: &Cue, content: &Content, push: Push) {
    let start = usize::from(content.at(0) == "that");
    let (first, second, third) = (content.at(start), content.at(start + 1), content.at(start + 2));
    push(30, word(first));
    push(31, two(first, second));
    push(32, two(first, second).and(word(third)));
    push(33, word(second));
    let kin = |one: &str| Seen::number(gazetteer::lists().cluster(word(one)).prefix(10));
    push(42, word(cue.class).and(kin(first)));
    push(43, word(cue.class).and(kin(first)).and(kin(second)));
    push(44, kin(first).and(kin(second)).and(kin(third)));
    push(34, two(cue.class, first));
    push(35, two(cue.lemma, first));
    push(36, two(cue.lemma, first).and(word(second)));
    push(37, word(cue.class).and(word(shape(first))));
    push(37, word(cue.lemma).and(word(shape(first))));
    push(38, word(cue.class).and(Seen::number(content.directness())));
    push(38, word(cue.lemma).and(Seen::number(content.directness())));
    push(39, word(cue.class).and(flag(content.asks)).and(flag(content.asks_only)));
    push(40, word(cue.lemma).and(flag(start == 1)));
    push(41, word(cue.lemma).and(Seen::number(bucket(content.words.len()))));
}

/// What kind of phrase a word begins.
fn shape(first: &str) -> &'static str {
    match first {
        "to" => "to",
        "not" => "not",
        "if" | "whether" => "whether",
        "who" | "what" | "why" | "how" | "when" | "where" | "which" => "wh",
        "i" | "we" | "i'm" | "we're" | "i'll" | "we'll" | "i've" | "we've" => "i",
        "he" | "she" | "they" | "it" | "he's" | "she's" | "they're" | "it's" => "he",
        "you" | "you're" => "you",
        "there" | "there's" => "there",
        "a" | "an" | "any" | "the" | "this" | "that" | "these" | "those" | "his" | "her"
        | "their" | "its" | "our" | "my" => "the",
        "for" | "of" | "in" | "on" | "about" | "against" | "as" | "with" | "from" => "of",
        _ if first.ends_with("ing") => "ing",
        _ => "",
    }
}

/// Somebody will, would, is going to: who, and do what.
fn push_undertakings(said: &Said, cue: &Cue, content: &Content, push: Push) {
    let mut found = 0;
    for at in 0..content.words.len() {
        let Some((modal, next)) = modal(content, at) else { continue };
        let subject = subject(said, content, at);
        let quoted = flag(content.quoted[at]);
        let verb = content.at(next);
        let sort = if is_state(verb) { "be" } else { "do" };
        let first = found == 0;
        push(50, two(subject, modal).and(flag(first)));
        push(51, two(subject, modal).and(word(sort)).and(quoted));
        push(52, two(subject, modal).and(word(verb)));
        push(53, two(subject, verb));
        push(54, two(subject, modal).and(word(cue.class)));
        push(55, two(subject, modal).and(word(sort)).and(word(cue.lemma)));
        if at < 6 {
            push(56, two(subject, modal).and(word(sort)));
        }
        found += 1;
    }
    push(57, Seen::number(bucket(found)));
    push(57, Seen::number(bucket(found)).and(word(cue.class)));
    for one in content.words.iter().filter(|one| BONDS.contains(one)) {
        push(58, word(one));
        push(58, two("", cue.class));
    }
}

/// The modal at a word, and where its verb stands.
fn modal(content: &Content, at: usize) -> Option<(&'static str, usize)> {
    let next = content.at(at + 1);
    let skip = |at: usize| {
        (at..at + 3)
            .find(|&at| !ADVERBS.contains(&content.at(at)) && !content.at(at).ends_with("ly"))
    };
    let one = content.words[at];
    let name = match one {
        "will" | "shall" if next == "not" => "won't",
        "will" | "shall" => "will",
        "would" if next == "not" => "wouldn't",
        "would" => "would",
        "won't" => "won't",
        "wouldn't" => "wouldn't",
        "going" | "gonna" if next == "to" || one == "gonna" => "going",
        "plan" | "plans" | "intend" | "intends" | "planned" | "intended" if next == "to" => "plan",
        "want" | "wants" | "wanted" | "like" | "hope" | "hopes" if next == "to" => "want",
        "can" | "could" | "may" | "might" | "can't" | "cannot" => "can",
        "should" | "must" | "shouldn't" => "should",
        "need" | "needs" | "have" | "has" if next == "to" => "need",
        _ if one.ends_with("'ll") => "will",
        _ if one.ends_with("'d") => "would",
        _ => return None,
    };
    let from = if matches!(next, "to" | "not") { at + 2 } else { at + 1 };
    Some((name, skip(from).unwrap_or(from)))
}

/// Who the subject of the modal at a word is.
fn subject<'a>(said: &'a Said, content: &Content<'a>, at: usize) -> &'a str {
    let joined = content.words[at].split_once('\'').map(|(subject, _)| subject);
    if let Some(subject) = joined.filter(|subject| PRONOUNS.contains(subject)) {
        return class_of(said, subject);
    }
    let mut steps = 1;
    while steps <= at
        && (ADVERBS.contains(&content.back(at, steps)) || content.back(at, steps).ends_with("ly"))
    {
        steps += 1;
    }
    let near = content.back(at, steps);
    let near = near.split_once('\'').map_or(near, |(subject, _)| subject);
    if PRONOUNS.contains(&near) {
        return class_of(said, near);
    }
    match near {
        "<s>" => "start",
        "that" | "which" | "who" => "who",
        _ if said.source.iter().any(|word| word == near) => "itself",
        _ => "other",
    }
}

/// A pronoun, and whether the source is the same one or could be meant by it.
fn class_of<'a>(said: &Said, pronoun: &'a str) -> &'a str {
    let same = said.source.iter().any(|word| word == pronoun);
    let several = said.source.last().is_some_and(|last| last.ends_with('s') || last == "they");
    match pronoun {
        "i" => "i",
        "we" => "we",
        "he" | "she" if same => "same",
        "he" | "she" if several => "another",
        "he" | "she" => "he",
        "they" if several => "same",
        other => other,
    }
}

/// Whether a verb tells how things are rather than what somebody does.
fn is_state(verb: &str) -> bool {
    matches!(
        verb,
        "be" | "have"
            | "like"
            | "love"
            | "prefer"
            | "need"
            | "want"
            | "mean"
            | "take"
            | "happen"
            | "become"
            | "seem"
    )
}

fn is_negation(word: &str) -> bool {
    word.ends_with("n't")
        || matches!(
            word,
            "not"
                | "no"
                | "never"
                | "none"
                | "nothing"
                | "nobody"
                | "neither"
                | "nor"
                | "cannot"
                | "without"
        )
}

/// What is said not to be so, and what answers an allegation.
fn push_denials(said: &Said, cue: &Cue, content: &Content, push: Push) {
    let mut negations = 0;
    let shared = content
        .words
        .iter()
        .filter(|one| one.len() > 4 && said.before.iter().any(|word| word == **one))
        .count();
    let answers = shared > 0;
    let speaks =
        said.source.iter().any(|word| FOR_OTHERS.iter().any(|stem| word.starts_with(stem)));
    let alleged = said.before.iter().any(|word| ALLEGED.contains(&word.as_ref()));
    for (at, one) in content.words.iter().enumerate() {
        if is_negation(one) {
            negations += 1;
            let next = content.at(at + 1);
            push(60, two(one, next));
            push(61, two(content.back(at, 1), one));
            push(62, two(content.back(at, 1), one).and(word(next)));
            push(63, two(next, content.at(at + 2)));
            push(64, word(subject(said, content, at)).and(flag(at < 6)));
            push(65, word(subject(said, content, at)).and(word(cue.class)));
            let who = word(subject(said, content, at.saturating_sub(back_to_aux(content, at))));
            let tense = word(tense(content, at));
            push(71, tense.and(who).and(flag(at < 6)));
            push(72, tense.and(who).and(word(cue.class)));
            push(73, tense.and(who).and(flag(answers)));
            push(74, tense.and(flag(speaks)).and(flag(at < 6)));
            push(75, tense.and(flag(alleged)).and(flag(at < 6)));
        }
        if FALSE.contains(one) {
            push(66, word(one));
            push(66, two("", cue.class));
        }
        if ALLEGED.contains(one) {
            push(67, word(one));
            push(67, two(cue.class, ""));
            push(68, two(cue.lemma, ""));
            push(68, word(one).and(flag(at < 4)));
        }
        if CONTRAST.contains(one) {
            push(69, word(one).and(flag(at < 2)));
        }
    }
    let shared = Seen::number(bucket(shared));
    push(76, shared.and(flag(negations > 0)));
    push(77, shared.and(flag(negations > 0)).and(word(cue.class)));
    push(78, flag(alleged).and(flag(negations > 0)).and(flag(speaks)));
    push(70, Seen::number(bucket(negations)));
    push(70, Seen::number(bucket(negations)).and(word(cue.class)));
}

/// Words from a negation back to its auxiliary.
fn back_to_aux(content: &Content, at: usize) -> usize {
    usize::from(at > 0 && AUXILIARIES.contains(&content.back(at, 1)))
}

/// When what is negated was, or would be.
fn tense(content: &Content, at: usize) -> &'static str {
    let (one, before, next) = (content.words[at], content.back(at, 1), content.at(at + 1));
    let aux = one.strip_suffix("n't").unwrap_or(before);
    match aux {
        "did" | "was" | "were" | "had" => "past",
        "has" | "have" | "i've" | "we've" => "perfect",
        "is" | "are" | "am" | "i'm" | "it's" | "that's" | "there's" | "we're" | "they're"
        | "he's" | "she's" => {
            if one == "no" {
                "is no"
            } else {
                "is"
            }
        }
        "do" | "does" => "does",
        "will" | "wo" | "would" | "could" | "ca" | "can" | "should" | "may" | "might" => "would",
        _ if one == "never" && next.ends_with("ed") => "past",
        _ if one == "never" => "never",
        _ if matches!(one, "no" | "nothing" | "none" | "nobody" | "neither") => "no",
        _ if one == "without" => "without",
        _ => "",
    }
}

/// Whether what stands before alleges something.
fn push_context(said: &Said, cue: &Cue, content: &Content, push: Push) {
    let negated = content.words.iter().any(|word| is_negation(word) || FALSE.contains(word));
    let mut alleged = false;
    for one in said.before.iter().map(AsRef::as_ref) {
        if ALLEGED.contains(&one) || CONTRAST.contains(&one) || FALSE.contains(&one) {
            alleged = true;
            push(82, word(one));
            push(83, word(one).and(flag(negated)));
        }
    }
    push(84, flag(alleged).and(flag(negated)).and(word(cue.class)));
    push(85, flag(alleged).and(flag(negated)));
}

/// Lengths in steps that grow.
fn bucket(count: usize) -> u32 {
    match count {
        0..=3 => u32::try_from(count).unwrap_or(0),
        4..=5 => 4,
        6..=9 => 5,
        10..=16 => 6,
        17..=30 => 7,
        _ => 8,
    }
}
