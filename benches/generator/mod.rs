//! News stories without end, written by us: the large inputs of benches and tests.
//!
//! Story `number` of a seed is always the same, whoever asks and in whatever order. Speakers, outlets
//! and days come from lists that all stories share, so that the same mayor speaks in many of them.
//! About 750 words each; what is said is a claim, a commitment or a denial by its template.

mod words;

use serde_json::json;

use words::{
    BACKGROUND, CLAIMS, CUES, DENIALS, FIRST, LAST, ORGS, OUTLETS, PLANS, PLANS_WE, ROLES, SOURCES,
    TOPICS, TOWNS, Topic,
};

/// Paragraphs of one story: 750 words are about so many.
const PARAGRAPHS: usize = 24;

/// People of a seed. Each speaks in many stories.
const PEOPLE: usize = 2_000;

/// A story, as a line of JSONL has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// `story-000042`.
    pub id: String,
    /// The headline.
    pub title: String,
    /// `YYYY-MM-DD`, of one of twenty years.
    pub date: String,
    /// Who wrote it.
    pub author: String,
    /// The outlet.
    pub publisher: String,
    /// Paragraphs with a blank line between them.
    pub text: String,
    /// What is said in it, in order.
    pub said: Vec<Said>,
}

/// One statement that was put into a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The full name of the speaker.
    pub speaker: String,
    /// The words, as they stand in the text.
    pub words: String,
    /// `claim`, `commitment` or `denial`.
    pub tag: &'static str,
}

impl Story {
    /// The line of JSONL, without its end.
    pub fn line(&self) -> String {
        json!({
            "id": self.id, "title": self.title, "date": self.date, "author": self.author,
            "publisher": self.publisher, "text": self.text,
        })
        .to_string()
    }
}

/// Somebody with an office.
struct Person {
    first: &'static str,
    last: &'static str,
    role: &'static str,
    org: String,
}

impl Person {
    fn of(seed: u64, number: usize) -> Person {
        let mut chance = Chance::new(seed ^ 0x9e0b, number as u64);
        let (town, org) = (chance.one(TOWNS), chance.one(ORGS));
        Person {
            first: chance.one(FIRST),
            last: chance.one(LAST),
            role: chance.one(ROLES),
            org: org.replace("{town}", town),
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// Story `number` of `seed`.
pub fn story(seed: u64, number: u64) -> Story {
    let mut chance = Chance::new(seed, number);
    let topic = chance.one(TOPICS);
    let town = chance.one(TOWNS);
    let publisher = chance.one(OUTLETS).replace("{town}", chance.one(TOWNS));
    let author = format!("{} {}", chance.one(FIRST), chance.one(LAST));
    let day = chance.below(20 * 336);
    let (year, month, day) = (2006 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
    let cast: Vec<Person> =
        (0..4 + chance.below(3)).map(|_| Person::of(seed, chance.below(PEOPLE))).collect();
    let mut telling = Telling { chance, topic, town, cast, met: Vec::new(), said: Vec::new() };
    let title = telling.filled(telling.topic.headline);
    let dateline =
        format!("{}, {} {day}, {year} ({publisher}) — ", town.to_uppercase(), MONTHS[month - 1]);
    let lead = telling.filled(telling.topic.lead);
    let mut paragraphs = vec![format!("{dateline}{lead}")];
    while paragraphs.len() < PARAGRAPHS {
        paragraphs.push(telling.paragraph());
    }
    Story {
        id: format!("story-{number:06}"),
        title,
        date: format!("{year}-{month:02}-{day:02}"),
        author,
        publisher,
        text: paragraphs.join("\n\n") + "\n",
        said: telling.said,
    }
}

const MONTHS: [&str; 12] = [
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
    "Dec.",
];

/// A story while it is told.
struct Telling {
    chance: Chance,
    topic: Topic,
    town: &'static str,
    cast: Vec<Person>,
    /// Who was named in full before.
    met: Vec<usize>,
    said: Vec<Said>,
}

impl Telling {
    /// One paragraph: what somebody says, or what happened.
    fn paragraph(&mut self) -> String {
        match self.chance.below(10) {
            0 | 1 => self.background(),
            2 | 3 => self.direct(),
            4 => format!("{} {}", self.direct(), self.background()),
            5 | 6 => format!("{} {}", self.indirect(), self.background()),
            7 => format!("{} {}", self.indirect(), self.direct()),
            8 => self.mixed(),
            _ => format!("{} {}", self.unnamed(), self.indirect()),
        }
    }

    fn direct(&mut self) -> String {
        let (who, name) = self.speaker();
        let cue = self.chance.one(CUES);
        let (first, second) = (self.saying(), self.saying());
        self.note(who, &first);
        self.note(who, &second);
        let (first, second) = (first.1, second.1);
        match self.chance.below(3) {
            0 => format!("“{},” {} {cue}. “{}.”", capital(&first), ahead(&name), capital(&second)),
            1 => format!("“{},” {cue} {name}, “and {second}.”", capital(&first)),
            _ => {
                let name = capital(&ahead(&name));
                format!("{name} {cue}: “{}. {}.”", capital(&first), capital(&second))
            }
        }
    }

    fn indirect(&mut self) -> String {
        let (who, name) = self.speaker();
        let said = self.saying();
        self.note(who, &said);
        let (tag, words) = said;
        match (tag, self.chance.below(3)) {
            ("denial", 0) => {
                format!("{} denied any of it and said that {words}.", capital(&ahead(&name)))
            }
            (_, 0) => format!("According to {name}, {words}."),
            (_, 1) => {
                format!("{} {} that {words}.", capital(&ahead(&name)), self.chance.one(CUES))
            }
            _ => format!("{}, {} {}.", capital(&words), ahead(&name), self.chance.one(CUES)),
        }
    }

    fn mixed(&mut self) -> String {
        let (who, name) = self.speaker();
        let said = self.saying();
        self.note(who, &said);
        let plan = self.filled_one(PLANS);
        let weekday = self.chance.one(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]);
        format!(
            "{} called {plan} “overdue” on {weekday} and said that “{}”.",
            capital(&name),
            said.1
        )
    }

    fn unnamed(&mut self) -> String {
        let source = self.filled_one(SOURCES);
        let words = self.saying().1;
        format!("{} {} that {words}.", capital(&source), self.chance.one(CUES))
    }

    fn background(&mut self) -> String {
        let (one, other) = (self.filled_one(BACKGROUND), self.filled_one(BACKGROUND));
        if one == other { one } else { format!("{one} {other}") }
    }

    /// A clause and what it does.
    fn saying(&mut self) -> (&'static str, String) {
        match self.chance.below(8) {
            0 | 1 => ("commitment", format!("we will {}", self.filled_one(PLANS_WE))),
            2 => ("denial", self.filled_one(DENIALS)),
            _ => ("claim", self.filled_one(CLAIMS)),
        }
    }

    /// Somebody of the cast, and how the text names them: in full once, then shorter.
    fn speaker(&mut self) -> (usize, String) {
        let who = self.chance.below(self.cast.len());
        let person = &self.cast[who];
        if !self.met.contains(&who) {
            self.met.push(who);
            return (who, format!("{}, {} of {}", person.name(), person.role, person.org));
        }
        let name = match self.chance.below(4) {
            0 => person.name(),
            1 => format!("the {}", person.role),
            _ => person.last.to_owned(),
        };
        (who, name)
    }

    /// Another town.
    fn other(&mut self) -> &'static str {
        loop {
            let other = self.chance.one(TOWNS);
            if other != self.town {
                return other;
            }
        }
    }

    fn note(&mut self, who: usize, (tag, words): &(&'static str, String)) {
        let speaker = self.cast[who].name();
        self.said.push(Said { speaker, words: words.clone(), tag });
    }

    fn filled_one(&mut self, templates: &[&str]) -> String {
        let template = self.chance.one(templates);
        self.filled(template)
    }

    /// A template with everything in braces said.
    fn filled(&mut self, template: &str) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, behind)) = rest.split_once('{') {
            let (what, after) = behind.split_once('}').expect("a brace is closed");
            text.push_str(before);
            match what {
                "town" => text.push_str(self.town),
                "other" => text.push_str(self.other()),
                "thing" => {
                    let thing = self.chance.one(self.topic.things);
                    text.push_str(&self.filled(thing));
                }
                "act" => {
                    let act = self.chance.one(self.topic.acts);
                    text.push_str(&self.filled(act));
                }
                "org" => text.push_str(&self.chance.one(ORGS).replace("{town}", self.town)),
                "number" => text.push_str(&(2 + self.chance.below(97)).to_string()),
                "year" => text.push_str(&(1990 + self.chance.below(40)).to_string()),
                "month" => text.push_str(self.chance.one(words::MONTHS)),
                other => panic!("no such thing: {other}"),
            }
            rest = after;
        }
        text + rest
    }
}

/// A name in front of a verb: what is set between commas has a second one.
fn ahead(name: &str) -> String {
    if name.contains(", ") { format!("{name},") } else { name.to_owned() }
}

/// With its first letter large.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Numbers by chance, the same for the same seed: splitmix64.
struct Chance(u64);

impl Chance {
    fn new(seed: u64, number: u64) -> Chance {
        let mut chance = Chance(seed.wrapping_mul(0xd134_2543_de82_ef95) ^ number);
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % end
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}
