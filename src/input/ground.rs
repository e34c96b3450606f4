//! Light or dark: the terminal's answer to what its ground is, which comes in among the keys.
//!
//! Asked with OSC 11, a terminal writes `ESC ] 11;rgb:1414/1616/1a1a ESC \` where keys are read, at
//! once, late, or never. What reads keys takes that for `Alt-]`, letters, and `Alt-\` or `Ctrl-g`. Here
//! they are told apart from keys of a person, however late they come, and nothing has to wait.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// What asks for it.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// Sifts the answer from the keys.
#[derive(Debug, Default)]
pub struct Ground {
    state: State,
}

#[derive(Debug, Default)]
enum State {
    /// Nothing is asked: every key is a person's.
    #[default]
    Quiet,
    /// The answer may begin with any key.
    Asked,
    /// Its letters so far, and the keys they came as.
    Reading(String, Vec<Event>),
    /// It is told; the second half of its end may still come.
    Ending,
}

/// What an event turned out to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sifted {
    /// Of a person: these, in order; none as long as they may be part of an answer.
    Events(Vec<Event>),
    /// The answer: whether the ground is light.
    Light(bool),
}

impl Ground {
    /// The question was asked.
    pub fn ask(&mut self) {
        if matches!(self.state, State::Quiet) {
            self.state = State::Asked;
        }
    }

    /// Whether the answer is still to come.
    pub fn waits(&self) -> bool {
        matches!(self.state, State::Asked | State::Reading(..))
    }

    /// Takes in one event of the terminal.
    pub fn sift(&mut self, event: Event) -> Sifted {
        let key = match &event {
            Event::Key(key) if key.kind != KeyEventKind::Release => *key,
            _ => return Sifted::Events(vec![event]),
        };
        match std::mem::take(&mut self.state) {
            State::Asked if is(key, ']', KeyModifiers::ALT) => {
                self.state = State::Reading(String::new(), vec![event]);
                Sifted::Events(Vec::new())
            }
            State::Asked => {
                self.state = State::Asked;
                Sifted::Events(vec![event])
            }
            State::Ending if is(key, '\\', KeyModifiers::NONE) => Sifted::Events(Vec::new()),
            State::Quiet | State::Ending => Sifted::Events(vec![event]),
            State::Reading(letters, keys) => self.read(letters, keys, key),
        }
    }

    fn read(&mut self, mut letters: String, mut keys: Vec<Event>, key: KeyEvent) -> Sifted {
        let ends = is(key, '\\', KeyModifiers::ALT) || is(key, 'g', KeyModifiers::CONTROL);
        if let (true, Some(light)) = (ends || key.code == KeyCode::Esc, is_light(&letters)) {
            self.state = if ends { State::Quiet } else { State::Ending };
            return Sifted::Light(light);
        }
        let bare = !key.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char(letter) if bare => letters.push(letter),
            _ => letters.push('\0'),
        }
        if may_answer(&letters) {
            keys.push(Event::Key(key));
            self.state = State::Reading(letters, keys);
            return Sifted::Events(Vec::new());
        }
        // A person typed that. The answer is still to come, perhaps with this very key.
        self.state = State::Asked;
        if let Sifted::Events(more) = self.sift(Event::Key(key)) {
            keys.extend(more);
        }
        Sifted::Events(keys)
    }
}

fn is(key: KeyEvent, letter: char, modifiers: KeyModifiers) -> bool {
    key.code == KeyCode::Char(letter) && key.modifiers == modifiers
}

/// What an answer begins with.
const HEADS: [&str; 2] = ["11;rgb:", "11;rgba:"];
/// Letters of the longest one.
const LONGEST: usize = 8 + 4 * 5;

/// Whether an answer may begin so.
fn may_answer(letters: &str) -> bool {
    letters.len() <= LONGEST
        && HEADS.iter().any(|head| match letters.strip_prefix(head) {
            Some(colour) => colour.chars().all(|one| one.is_ascii_hexdigit() || one == '/'),
            None => head.starts_with(letters),
        })
}

/// Whether the colour of a whole answer is light; none where it is no answer.
fn is_light(letters: &str) -> Option<bool> {
    let colour = HEADS.iter().find_map(|head| letters.strip_prefix(head))?;
    let part = |digits: &str| -> Option<f32> {
        let most = 16_f32.powi(i32::try_from(digits.len()).ok()?) - 1.0;
        let value = u16::from_str_radix(digits, 16).ok()?;
        Some(f32::from(value) / most)
    };
    let parts: Vec<f32> = colour.split('/').map(part).collect::<Option<_>>()?;
    let [red, green, blue, ..] = parts[..] else { return None };
    Some(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys as crossterm makes them: `<` stands for Alt with the next letter, `^` for Ctrl, `!` for Esc.
    fn keys(typed: &str) -> Vec<Event> {
        let mut letters = typed.chars();
        let mut keys = Vec::new();
        while let Some(letter) = letters.next() {
            let (code, modifiers) = match letter {
                '<' => (KeyCode::Char(letters.next().unwrap()), KeyModifiers::ALT),
                '^' => (KeyCode::Char(letters.next().unwrap()), KeyModifiers::CONTROL),
                '!' => (KeyCode::Esc, KeyModifiers::NONE),
                letter => (KeyCode::Char(letter), KeyModifiers::NONE),
            };
            keys.push(Event::Key(KeyEvent::new(code, modifiers)));
        }
        keys
    }

    /// (what comes in, which of it are a person's keys, what the answers say)
    #[test]
    fn answers_are_told_from_keys() {
        for (typed, left, answers) in [
            ("<]11;rgb:1414/1616/1a1a<\\j", "j", &[false][..]),
            ("<]11;rgb:ffff/ffff/ffff^gj", "j", &[true]),
            ("<]11;rgb:fb/fa/f6<\\", "", &[true]),
            ("<]11;rgba:0000/0000/0000/ffff<\\", "", &[false]),
            // Late, among keys; its end read in two halves.
            ("jk<]11;rgb:ffff/ffff/ffff!\\w", "jkw", &[true]),
            ("<]11;rgb:ffff/ffff/ffff!w", "w", &[true]),
            // A person’s, which only begin so.
            ("<]s", "<]s", &[]),
            ("<]11 bridges", "<]11 bridges", &[]),
            ("<]11;rgb:<\\", "<]11;rgb:<\\", &[]),
            ("<]1<]11;rgb:0/0/0<\\", "<]1", &[false]),
            // One answer to one question.
            ("<]11;rgb:0/0/0<\\<]", "<]", &[false]),
        ] {
            let mut ground = Ground::default();
            ground.ask();
            let (mut people, mut told) = (Vec::new(), Vec::new());
            for event in keys(typed) {
                match ground.sift(event) {
                    Sifted::Events(events) => people.extend(events),
                    Sifted::Light(light) => told.push(light),
                }
            }
            assert_eq!((people, &told[..]), (keys(left), answers), "{typed}");
        }
    }

    #[test]
    fn what_was_not_asked_is_no_answer() {
        let mut ground = Ground::default();
        for event in keys("<]11;rgb:0/0/0<\\") {
            assert_eq!(ground.sift(event.clone()), Sifted::Events(vec![event]));
        }
    }
}
