//! The live keymap: the default keys, those of the codebook's tags, and what a reader changed.

use super::chord::{NAMES, shown};
use super::keys::KEYS;
use crate::annotation::Codebook;
use crate::app::{Action, App, Drafting, Edit, Hint, Mark, Scope, Verdict};
use crate::text::find::nearest;

/// A key that a reader has bound: where, which, to the action of which name; and where that is
/// written, for what is told when it cannot be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bound {
    /// What [`Scope::word`] says.
    pub scope: String,
    /// As the keymap writes it: `J`, `<c-d>`, `]s`.
    pub keys: String,
    /// The name of an action; `nothing` to take the key away.
    pub action: String,
    /// Line of the file.
    pub line: usize,
}

/// The keymap as the screen shows it, with the tags of a codebook.
pub fn guide(codebook: &Codebook) -> Vec<Hint> {
    let mut guide = Vec::new();
    for (group, rows) in KEYS {
        match *group {
            "Marking" => {
                guide.extend(tags(group, Scope::Read, codebook, |at| Action::Mark(Mark::Tag(at))));
            }
            "In what the collection found" => {
                guide.extend(tags(group, Scope::Hits, codebook, |at| Action::Mark(Mark::Tag(at))));
            }
            "In the review" => {
                guide.extend(tags(group, Scope::Review, codebook, |at| {
                    Action::Judge(Verdict::Tag(at))
                }));
            }
            "Making and changing a statement" => {
                let keep = |at| Action::Draft(Drafting::Keep(Some(at)));
                guide.extend(tags(group, Scope::Draft, codebook, keep));
            }
            _ => {}
        }
        guide.extend(rows.iter().map(|(scope, chords, name, action, brief, help)| {
            let mut hint = Hint {
                scope: *scope,
                group,
                keys: String::new(),
                chords: (*chords).to_owned(),
                name,
                help: (*help).to_owned(),
                brief: (*brief).to_owned(),
                action: action.clone(),
            };
            name_keys(&mut hint);
            hint
        }));
    }
    guide
}

/// Names of the keys of tags, for commands and files of keys.
const TAGS: [(&str, &str, &str, &str); Codebook::MOST] = [
    ("tag-1", "judge-1", "keep-1", "hit-tag-1"),
    ("tag-2", "judge-2", "keep-2", "hit-tag-2"),
    ("tag-3", "judge-3", "keep-3", "hit-tag-3"),
    ("tag-4", "judge-4", "keep-4", "hit-tag-4"),
    ("tag-5", "judge-5", "keep-5", "hit-tag-5"),
    ("tag-6", "judge-6", "keep-6", "hit-tag-6"),
    ("tag-7", "judge-7", "keep-7", "hit-tag-7"),
    ("tag-8", "judge-8", "keep-8", "hit-tag-8"),
    ("tag-9", "judge-9", "keep-9", "hit-tag-9"),
];

fn tags(
    group: &'static str,
    scope: Scope,
    codebook: &Codebook,
    action: impl Fn(usize) -> Action,
) -> Vec<Hint> {
    let tags = codebook.tags.iter().zip(TAGS).enumerate();
    let hint = |(at, (tag, (mark, judge, keep, hits))): (usize, (&crate::annotation::Tag, _))| {
        let (name, help) = match scope {
            Scope::Review => (judge, format!("right, but a {}; then the next", tag.name)),
            Scope::Draft => (keep, format!("keep it as a {}", tag.name)),
            Scope::Hits => {
                (hits, format!("tag what is ticked, or the one at hand, as a {}", tag.name))
            }
            _ => (mark, format!("tag as a {}, or take it back", tag.name)),
        };
        let chords = (at + 1).to_string();
        let (keys, brief) = (chords.clone(), tag.name.clone());
        Hint { scope, group, keys, chords, name, help, brief, action: action(at) }
    };
    tags.map(hint).collect()
}

fn name_keys(hint: &mut Hint) {
    let keys: Vec<String> = hint.chords.split(' ').filter(|it| !it.is_empty()).map(shown).collect();
    hint.keys = keys.join(" ");
}

/// Binds what a reader asked for, over the defaults; gives what cannot be, each with its line.
///
/// A key bound by a reader is taken from what had it in the same place; one that would hide a longer
/// key, or two readers' keys that are the same, are refused.
pub fn bind(guide: &mut [Hint], wanted: &[Bound]) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let mut seen: Vec<(Scope, &str, usize)> = Vec::new();
    for one in wanted {
        let mut fault = |why: String| faults.push((one.line, why));
        let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.word() == one.scope) else {
            let near = nearest(&one.scope, Scope::ALL.map(Scope::word));
            let all = || Scope::ALL.map(Scope::word).join(", ");
            let hint = near
                .map_or_else(|| format!("there are {}", all()), |it| format!("did you mean {it}?"));
            fault(format!("keys are live in no place called “{}”: {hint}", one.scope));
            continue;
        };
        if let Some((_, _, line)) =
            seen.iter().find(|it| (it.0, it.1) == (scope, one.keys.as_str()))
        {
            fault(format!("{} is bound twice in {}: also in line {line}", one.keys, one.scope));
            continue;
        }
        seen.push((scope, &one.keys, one.line));
        if !writable(&one.keys) {
            fault(format!("“{}” is no key: write J, <c-d>, <f5> or ]s", one.keys));
            continue;
        }
        let known = guide.iter().position(|hint| hint.name == one.action);
        if known.is_none() && one.action != "nothing" {
            let near = nearest(&one.action, guide.iter().map(|hint| hint.name));
            let hint = near.map_or(String::new(), |it| format!(": did you mean {it}?"));
            fault(format!("no action is called “{}”{hint}", one.action));
            continue;
        }
        for hint in guide.iter_mut().filter(|hint| hint.scope == scope) {
            let kept = hint.chords.split(' ').filter(|keys| *keys != one.keys);
            hint.chords = kept.collect::<Vec<_>>().join(" ");
            name_keys(hint);
        }
        let Some(at) = known else { continue };
        let action = guide[at].action.clone();
        let here = guide.iter().position(|hint| hint.scope == scope && hint.action == action);
        let Some(hint) = here.and_then(|at| guide.get_mut(at)) else {
            faults.push((one.line, format!("{} does nothing in {}", one.action, one.scope)));
            continue;
        };
        let chords = std::iter::once(one.keys.as_str()).chain(hint.chords.split(' '));
        hint.chords = chords.filter(|keys| !keys.is_empty()).collect::<Vec<_>>().join(" ");
        name_keys(hint);
    }
    faults.extend(hidden(guide, wanted));
    faults
}

/// Whether keys can be typed as they are written.
fn writable(keys: &str) -> bool {
    let Some(name) = keys.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return (1..=3).contains(&keys.chars().count()) && !keys.contains(['<', '>', ' ', '%']);
    };
    let number = name.strip_prefix('f').and_then(|number| number.parse::<u8>().ok());
    match name.strip_prefix("c-").or_else(|| name.strip_prefix("a-")) {
        Some(held) => held.chars().count() == 1 || held == "enter",
        None => NAMES.contains(&name) || number.is_some(),
    }
}

/// Keys of a reader that hide longer ones, or are hidden by shorter ones.
fn hidden(guide: &[Hint], wanted: &[Bound]) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    for one in wanted.iter().filter(|one| !one.keys.starts_with('<')) {
        let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.word() == one.scope) else {
            continue;
        };
        let live = guide.iter().filter(|hint| meets(hint.scope, scope));
        let mut keys =
            live.flat_map(|hint| hint.chords.split(' ').map(move |keys| (keys, hint.name)));
        let clash = keys.find(|(keys, _)| {
            let keys = keys.trim_end_matches('%');
            !keys.is_empty()
                && keys != one.keys
                && !keys.starts_with('<')
                && (keys.starts_with(&one.keys) || one.keys.starts_with(keys))
        });
        if let Some((keys, name)) = clash.filter(|_| one.action != "nothing") {
            let why = format!(
                "{} and {keys} ({name}) begin alike: the longer one is never reached",
                one.keys
            );
            faults.push((one.line, why));
        }
    }
    faults
}

/// Whether two places are live at once.
fn meets(a: Scope, b: Scope) -> bool {
    let panes = [Scope::Read, Scope::Story, Scope::Statements, Scope::Entities, Scope::Review];
    a == b || ((a == Scope::Read || b == Scope::Read) && panes.contains(&a) && panes.contains(&b))
}

/// What a key means now, after those typed before it. Where letters are text, they are typed.
pub fn action(app: &App, chord: &str) -> Option<Action> {
    let typed = format!("{}{chord}", app.keys.pending);
    let text = app.takes_text();
    if app.keys.count.is_some()
        && app.keys.pending.is_empty()
        && let Some(digit) = chord.parse().ok().filter(|digit| *digit < 10)
    {
        return Some(Action::Count(digit));
    }
    for scope in app.scopes() {
        let live = app.keys.guide.iter().filter(|hint| hint.scope == *scope);
        for hint in live {
            for keys in hint.chords.split(' ').filter(|keys| !keys.is_empty()) {
                if keys == typed {
                    return Some(hint.action.clone());
                }
                let any = keys.strip_suffix('%').and_then(|lead| typed.strip_prefix(lead));
                if let Some(letter) = any.and_then(|rest| rest.parse::<char>().ok())
                    && keys.chars().count() > 1
                {
                    return Some(with_letter(&hint.action, letter));
                }
            }
        }
    }
    if text {
        let letter = match chord {
            "<space>" => " ",
            "<lt>" => "<",
            _ => chord,
        };
        let one = letter.chars().count() == 1;
        return one.then(|| Action::Edit(Edit::Insert(letter.to_owned())));
    }
    let begun = |hint: &&Hint| {
        app.scopes().contains(&hint.scope)
            && hint.chords.split(' ').any(|keys| !keys.starts_with('<') && keys.starts_with(&typed))
    };
    if app.keys.guide.iter().any(|hint| begun(&hint)) {
        return Some(Action::Await(typed));
    }
    (!app.keys.pending.is_empty()).then(|| Action::Await(String::new()))
}

fn with_letter(action: &Action, letter: char) -> Action {
    match action {
        Action::SetMark(_) => Action::SetMark(letter),
        Action::GoMark(_) => Action::GoMark(letter),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use Scope::{
        Draft, Entities, Hits, Pick, Prompt, Read, Review, Show, Statements, Story, Write,
    };

    fn default() -> Vec<Hint> {
        guide(Codebook::built_in())
    }

    /// Panes add their own keys to those of every pane; nothing may be bound twice among them.
    #[test]
    fn no_key_is_bound_twice_where_both_are_live() {
        for scopes in [
            vec![Story, Read],
            vec![Statements, Read],
            vec![Entities, Read],
            vec![Review],
            vec![Draft],
            vec![Prompt],
            vec![Pick],
            vec![Write],
            vec![Show],
            vec![Hits],
        ] {
            let guide = default();
            let live = guide.iter().filter(|hint| scopes.contains(&hint.scope));
            let mut seen = HashSet::new();
            for keys in live.flat_map(|hint| hint.chords.split(' ')) {
                assert!(seen.insert(keys), "{keys} is bound twice in {scopes:?}");
            }
            let plain: Vec<&str> = seen.into_iter().filter(|keys| !keys.starts_with('<')).collect();
            for one in &plain {
                let longer = plain.iter().find(|other| *other != one && other.starts_with(one));
                assert_eq!(longer, None, "{one} hides a longer key in {scopes:?}");
            }
        }
    }

    #[test]
    fn every_row_has_help_and_a_name_of_its_own() {
        let mut names = HashSet::new();
        for hint in default() {
            assert!(!hint.help.is_empty() && hint.help.len() <= 72, "{}: {}", hint.keys, hint.help);
            assert!(names.insert(hint.name), "{} stands twice", hint.name);
        }
    }

    #[test]
    fn a_reader_binds_keys() {
        let bound = |scope: &str, keys: &str, action: &str| Bound {
            scope: scope.to_owned(),
            keys: keys.to_owned(),
            action: action.to_owned(),
            line: 7,
        };
        for (wanted, name, keys) in [
            (bound("read", "<f5>", "review"), "review", "<f5> R"),
            (bound("read", "a", "reject"), "reject", "a x"),
            (bound("read", "a", "reject"), "accept", ""),
            (bound("story", "J", "line"), "line", "J j <down>"),
            (bound("read", "q", "nothing"), "quit", "<c-c>"),
        ] {
            let mut guide = default();
            assert_eq!(bind(&mut guide, std::slice::from_ref(&wanted)), [], "{wanted:?}");
            let found = guide.iter().find(|hint| hint.name == name).unwrap();
            assert_eq!(found.chords, keys, "{wanted:?}");
        }
        for (wanted, why) in [
            (vec![bound("raed", "a", "reject")], "did you mean read?"),
            (vec![bound("read", "a", "rejetc")], "did you mean reject?"),
            (vec![bound("read", "a", "accept"), bound("read", "a", "reject")], "bound twice"),
            (vec![bound("read", "<ctrl>", "accept")], "is no key"),
            (vec![bound("read", "]", "accept")], "begin alike"),
            (vec![bound("read", "mm", "accept")], "begin alike"),
            (vec![bound("pick", "a", "accept")], "there are read, story"),
            (vec![bound("choosing", "a", "accept")], "does nothing in choosing"),
        ] {
            let faults = bind(&mut default(), &wanted);
            assert!(
                faults.iter().any(|(line, told)| *line == 7 && told.contains(why)),
                "{why}: {faults:?}"
            );
        }
    }
}
