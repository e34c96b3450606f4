//! What there is to know about each word of a page before anything is decided: how it is written,
//! which lists and clusters hold it, and how the article uses the same word elsewhere.
//!
//! Every word is hashed once; all else works on hashes. O(tokens).

use std::collections::HashMap;

use super::super::gazetteer::{self, Cluster, Listing, Lists};
use super::super::lexicon;
use super::super::model::features::Seen;
use super::super::page::Page;
use super::super::token::TokenKind;

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Case {
    /// “word”
    Lower,
    /// “Word”
    Capital,
    /// Capitals inside: “O’Leary”, “Asia-Pacific”
    Mixed,
    /// “NATO”
    Shout,
    /// “U.S.”, “J.”
    Dotted,
    /// “A”
    Letter,
    /// “12”
    Number,
    /// “’s”
    Possessive,
    /// “,”
    Mark,
}

/// What is known of one token.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// In lower case.
    pub lower: Seen,
    /// Number of its lower-case form on this page.
    pub form: usize,
    pub case: Case,
    /// Whether it begins a sentence or a quotation, so that its capital tells little.
    pub begins: bool,
    /// Whether most words around it have capitals, or only capitals.
    pub heading: Heading,
    pub cluster: Cluster,
    /// Lists that hold a phrase which begins here, and, higher up, one that goes on here.
    pub listed: u32,
}

/// How capitals are used in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Heading {
    /// For names.
    Not,
    /// For Most Words.
    TitleCase,
    /// FOR ALL LETTERS.
    Shouted,
}

impl Word {
    /// Whether it may be part of a name by how it is written.
    pub fn is_capital(&self) -> bool {
        matches!(self.case, Case::Capital | Case::Mixed | Case::Shout | Case::Dotted | Case::Letter)
    }

    fn is(&self, listing: Listing) -> bool {
        self.listed & (1 << listing as u32) != 0
    }
}

/// How an article uses one word, over all places where capitals mean something.
#[derive(Clone, Copy, Debug, Default)]
pub struct Form {
    /// Times in lower case.
    pub lower: u16,
    /// Times with a capital that no sentence begin explains.
    pub capital: u16,
    /// What stood around it then: bits of [`Around`].
    pub around: u16,
    /// The capitalised word before it, where it first had one.
    pub before: Option<Seen>,
    /// The capitalised word behind it, where it first had one.
    pub behind: Option<Seen>,
    /// The last word of the first name of several words that it is part of.
    pub last: Option<Seen>,
}

/// Something that may stand around a capitalised word.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub enum Around {
    TitleBefore,
    GivenNameBefore,
    TheBefore,
    PrepositionBefore,
    CapitalBefore,
    CapitalBehind,
    CueBeside,
    PossessiveBehind,
    OrgWordBehind,
    PronounBehind,
}

impl Around {
    /// How many there are.
    pub const COUNT: u32 = 10;
}

/// All words of a page.
pub struct Words {
    pub tokens: Vec<Word>,
    pub forms: Vec<Form>,
    /// Index in `forms` by the hash of the word in lower case.
    numbers: HashMap<Seen, usize>,
    /// By the initials of names of several words, the hash of their last word.
    acronyms: HashMap<Seen, Seen>,
}

impl Words {
    /// Of `page`.
    pub fn of(page: &Page) -> Words {
        let lists = gazetteer::lists();
        let mut numbers: HashMap<Seen, usize> = HashMap::with_capacity(page.tokens.len() / 16);
        let mut plain = String::new();
        let mut undotted = |word: &str| {
            plain.clear();
            plain.extend(word.chars().filter(|&c| c != '.'));
            Seen::word(&plain)
        };
        let mut tokens: Vec<Word> = Vec::with_capacity(page.tokens.len());
        for at in 0..page.tokens.len() {
            let word = page.word(at);
            let exact = Seen::word(word);
            let case = case(page.tokens[at].kind, word);
            // “E.U.” is “EU”; but “U.S.” is not “us”.
            let short = case == Case::Dotted && word.len() > 2 && word != "U.S.";
            let lower = if short { undotted(page.lower(at)) } else { Seen::word(page.lower(at)) };
            let digits = word.bytes().any(|byte| byte.is_ascii_digit());
            let mut cluster = lists.cluster(if digits { digitless(word) } else { exact });
            if short && cluster == Cluster::default() {
                cluster = lists.cluster(undotted(word));
            }
            let next = numbers.len();
            tokens.push(Word {
                lower,
                form: *numbers.entry(lower).or_insert(next),
                case,
                begins: false,
                heading: Heading::Not,
                cluster,
                listed: 0,
            });
        }
        let mut words = Words {
            tokens,
            forms: vec![Form::default(); numbers.len()],
            numbers,
            acronyms: HashMap::new(),
        };
        for part in &page.paragraphs {
            for sentence in &part.sentences {
                words.see_sentence(page, sentence.clone());
                words.look_up(lists, sentence.clone());
            }
        }
        for part in &page.paragraphs {
            for sentence in &part.sentences {
                words.count(page, sentence.clone());
            }
        }
        words
    }

    /// Finds out where capitals tell little in a sentence.
    fn see_sentence(&mut self, page: &Page, sentence: std::ops::Range<usize>) {
        /// Shorter words are often left without a capital in headings.
        const LONG: usize = 4;
        let long = |at: &usize| {
            page.tokens[*at].kind == TokenKind::Word && page.tokens[*at].span.len() >= LONG
        };
        let (mut all, mut capital, mut shout) = (0, 0, 0);
        for at in sentence.clone().filter(long) {
            all += 1;
            capital += usize::from(self.tokens[at].is_capital());
            shout += usize::from(self.tokens[at].case == Case::Shout);
        }
        let heading = match () {
            () if all >= 2 && shout * 3 > all * 2 => Heading::Shouted,
            () if all >= 4 && capital * 3 > all * 2 => Heading::TitleCase,
            () => Heading::Not,
        };
        let mut begins = true;
        for at in sentence {
            let word = &mut self.tokens[at];
            word.heading = heading;
            match word.case {
                Case::Mark => {
                    begins |=
                        matches!(page.word(at), "“" | "\"" | "‘" | ":" | "(" | "—" | "–" | "•");
                }
                Case::Number | Case::Possessive => begins = false,
                _ => {
                    word.begins = begins;
                    begins = false;
                }
            }
        }
    }

    /// Looks up every phrase of a sentence that begins with a capital.
    fn look_up(&mut self, lists: &Lists, sentence: std::ops::Range<usize>) {
        /// No listed name has more words.
        const LONGEST: usize = 6;
        for at in sentence.clone() {
            if !self.tokens[at].is_capital() {
                if self.tokens[at].case == Case::Lower {
                    let listed = lists.hashed(self.tokens[at].lower);
                    self.tokens[at].listed |= listed.bits() & (1 << Listing::Title as u32);
                }
                continue;
            }
            let mut phrase = self.tokens[at].lower;
            let mut listed = lists.hashed(phrase);
            self.tokens[at].listed |= listed.bits();
            for end in at + 1..sentence.end.min(at + LONGEST) {
                if !listed.goes_on() {
                    break;
                }
                phrase = phrase.and(self.tokens[end].lower);
                listed = lists.hashed(phrase);
                if listed.bits() != 0 {
                    self.tokens[at].listed |= listed.bits();
                    for inside in &mut self.tokens[at + 1..=end] {
                        inside.listed |= listed.bits() << Listing::COUNT;
                    }
                }
            }
        }
    }

    /// Counts how the words of a sentence are used, unless it is a heading.
    fn count(&mut self, page: &Page, sentence: std::ops::Range<usize>) {
        if self.tokens[sentence.start].heading != Heading::Not {
            return;
        }
        let mut at = sentence.start;
        while at < sentence.end {
            if !self.tokens[at].is_capital() {
                let form = &mut self.forms[self.tokens[at].form];
                form.lower = form.lower.saturating_add(1);
                at += 1;
                continue;
            }
            let end = self.name_end(page, at, sentence.end);
            for one in at..end {
                self.count_capital(page, &sentence, one);
            }
            let first = if self.tokens[at].begins && !self.is_name_begin(at) { at + 1 } else { at };
            self.remember_name(page, first..end);
            at = end;
        }
    }

    fn is_name_begin(&self, at: usize) -> bool {
        self.tokens[at].is(Listing::GivenName) || self.forms[self.tokens[at].form].capital > 0
    }

    /// Where a run of capitalised words ends, “of” and the like inside included.
    fn name_end(&self, page: &Page, start: usize, limit: usize) -> usize {
        let capital = |at: usize| at < limit && self.tokens[at].is_capital();
        let mut end = start + 1;
        loop {
            let joins = |at: usize| {
                at < limit && matches!(page.lower(at), "of" | "for" | "on" | "the" | "and" | "&")
            };
            if capital(end) {
                end += 1;
            } else if joins(end) && capital(end + 1) && page.lower(end) != "the" {
                end += 2;
            } else if joins(end) && joins(end + 1) && capital(end + 2) {
                end += 3;
            } else {
                return end;
            }
        }
    }

    fn count_capital(&mut self, page: &Page, sentence: &std::ops::Range<usize>, at: usize) {
        let word = self.tokens[at];
        if word.begins {
            return;
        }
        let before = (at > sentence.start).then(|| self.tokens[at - 1]);
        let behind = (at + 1 < sentence.end).then(|| self.tokens[at + 1]);
        let mut around = 0;
        let mut see = |what: Around, so: bool| around |= u16::from(so) << what as u16;
        if let Some(before) = before {
            let lower = page.lower(at - 1);
            see(Around::TitleBefore, before.is(Listing::Title));
            see(Around::GivenNameBefore, before.is(Listing::GivenName));
            see(Around::CapitalBefore, before.is_capital());
            see(Around::TheBefore, lower == "the");
            see(Around::PrepositionBefore, matches!(lower, "in" | "from" | "at" | "near" | "to"));
            see(Around::CueBeside, matches!(lower, "said" | "says"));
        }
        if let Some(behind) = behind {
            let lower = page.lower(at + 1);
            see(Around::CapitalBehind, behind.is_capital());
            see(Around::OrgWordBehind, behind.is(Listing::OrgWord));
            see(Around::PossessiveBehind, behind.case == Case::Possessive);
            see(Around::PronounBehind, matches!(lower, "who" | "himself" | "herself" | "whose"));
            see(Around::CueBeside, lexicon::cue(lower).is_some());
        }
        let form = &mut self.forms[word.form];
        form.capital = form.capital.saturating_add(1);
        form.around |= around;
        let capital = |one: Option<Word>| one.filter(Word::is_capital).map(|one| one.lower);
        form.before = form.before.or_else(|| capital(before));
        form.behind = form.behind.or_else(|| capital(behind));
    }

    /// Remembers the last word of a name for its words and for its initials.
    fn remember_name(&mut self, page: &Page, name: std::ops::Range<usize>) {
        if name.len() < 2 {
            return;
        }
        let last = self.tokens[name.end - 1].lower;
        let mut initials = letters("");
        for at in name {
            let word = self.tokens[at];
            let form = &mut self.forms[word.form];
            form.last = form.last.or(Some(last));
            if word.is_capital() {
                let initial = page.word(at).chars().next().unwrap_or_default();
                initials = initials.and(Seen::number(u32::from(initial)));
            }
        }
        self.acronyms.entry(initials).or_insert(last);
    }

    /// The number of the form of a word in lower case, if the page has it.
    pub fn form(&self, lower: &str) -> Option<usize> {
        self.numbers.get(&Seen::word(lower)).copied()
    }

    /// Whether a word is a name for itself: listed as one, or with a capital elsewhere.
    pub fn is_name(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let listed = gazetteer::lists().phrase(&lower);
        let form = self.form(&lower);
        [Listing::Country, Listing::Norp, Listing::Org].iter().any(|&one| listed.is(one))
            || form.is_some_and(|form| self.forms[form].capital > 0)
    }

    /// The last word of the name that token `at` is short for by its initials.
    pub fn spelt_out(&self, page: &Page, at: usize) -> Option<Seen> {
        let short = matches!(self.tokens[at].case, Case::Shout | Case::Dotted);
        short.then(|| self.acronyms.get(&letters(page.word(at))).copied()).flatten()
    }
}

/// The letters of a short form, as a hash.
fn letters(word: &str) -> Seen {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.fold(Seen::number(0), |so_far, letter| so_far.and(Seen::number(u32::from(letter))))
}

/// The hash of a word with 0 for each digit.
fn digitless(word: &str) -> Seen {
    let digit = |c: char| if c.is_ascii_digit() { '0' } else { c };
    Seen::word(&word.chars().map(digit).collect::<String>())
}

/// How a token is written.
fn case(kind: TokenKind, word: &str) -> Case {
    match kind {
        TokenKind::Number => return Case::Number,
        TokenKind::Possessive => return Case::Possessive,
        TokenKind::Mark => return Case::Mark,
        TokenKind::Word => {}
    }
    let (mut upper, mut lower, mut dots, mut first) = (0, 0, 0, None);
    for c in word.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
        dots += usize::from(c == '.');
        first.get_or_insert(c.is_uppercase());
    }
    match (upper, lower, dots) {
        (0, _, _) => Case::Lower,
        (_, 0, 1..) => Case::Dotted,
        (1, 0, _) => Case::Letter,
        (_, 0, _) => Case::Shout,
        (1, _, _) if first == Some(true) => Case::Capital,
        _ => Case::Mixed,
    }
}
