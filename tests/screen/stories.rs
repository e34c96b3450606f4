//! A story for every action of the table: what stands before it, its own key, what the screen shows
//! then, and how it is taken back. An action without a story fails the test.

use std::fmt::Write;

use onrecord::app::{App, Effect, Saved};
use onrecord::view::{self, Screen};

use super::{after, press, text};

/// Names of actions, the keys before, the keys that take it back.
#[rustfmt::skip]
const STORIES: &[(&str, &str, &str)] = &[
    // Statements.
    ("next-statement", "J", "H"), ("previous-statement", "J J", "J"),
    ("next-open", "J", "[x"), ("previous-open", "J J", "]x"),
    ("other-statement", "J J J J J", "o"),
    ("explain", "J", "<esc>"), ("define", "J", "<esc>"), ("codebook", "J", "<esc>"),
    ("copy", "J", ""),
    // Marking.
    ("tag-1", "J", "u"), ("tag-2", "J", "u"), ("tag-3", "J", "u"),
    ("accept", "J", "u"), ("reject", "J", "u"), ("delete", "J", "u"),
    ("certainty", "J", "u"), ("attribute", "J", ""),
    ("review", "J", "<esc>"), ("speaker", "J", "<esc>"), ("comment", "J", "<esc>"),
    ("make", "J", "<esc>"), ("edit", "J", "<esc>"),
    ("split", "J w w w w", "u w w w w"), ("join", "J", "u"),
    ("repeat", "J a J", "u"), ("everywhere", "J 1", "<esc>"), ("accept-all", "J", "<esc>"),
    ("undo", "J 1", "<c-r>"), ("redo", "J 1 u", "u"), ("save", "J", ""),
    // The review.
    ("judge-accept", "R", "u"), ("judge-reject", "R", "u"), ("judge-1", "R", "u"),
    ("judge-2", "R", "u"), ("judge-3", "R", "u"),
    ("skip", "R", "<esc> R"), ("edit-it", "R", "<esc>"), ("speaker-of-it", "R", "<esc>"),
    ("judge-again", "R x", "u"), ("judge-all", "R", "<esc>"), ("end-review", "R", "R"),
    // A draft.
    ("quote", "v", "<esc> v"), ("sentence", "v", "<esc> v"), ("clause", "v", "<esc> v"),
    ("paragraph", "v", "<esc> v"), ("name", "v", "<esc> v"),
    ("previous-quote", "G v", "<esc> v"), ("previous-sentence", "G v", "<esc> v"),
    ("previous-clause", "G v", "<esc> v"), ("previous-paragraph", "G v", "<esc> v"),
    ("previous-name", "G v", "<esc> v"),
    ("end-word", "J e b", "b"), ("end-word-back", "J e", "<esc> e"),
    ("end-letter", "J e h", "h"), ("end-letter-back", "J e", "l"),
    ("end-line", "v", "k"), ("end-line-back", "} } v", "j"),
    ("end-sentence", "v", "<esc> v"), ("end-sentence-back", "} ) v", "<esc> v"),
    ("end-paragraph", "v", "<esc> v"), ("end-paragraph-back", "} } v", "<esc> v"),
    ("other-end", "v w", "o"), ("add-fragment", "v", "-"), ("drop-fragment", "v +", "+"),
    ("next-fragment", "v +", "["), ("previous-fragment", "v +", "]"),
    ("next-part", "v", "<backtab>"), ("previous-part", "v", "<tab>"),
    ("draft-speaker", "v", "<esc>"), ("keep", "} ) v", "u v"), ("keep-1", "} ) v", "u v"),
    ("keep-2", "} ) v", "u v"), ("keep-3", "} ) v", "u v"),
    ("drop-draft", "v", "v"), ("draft-help", "v", "<esc>"),
    // Moving.
    ("letter-back", "l", "l"), ("letter", "", "h"), ("line", "", "k"), ("line-back", "j", "j"),
    ("word", "", "b"), ("word-back", "w", "w"), ("sentence-on", "}", "("), ("sentence-back", "} )", ")"),
    ("paragraph-on", "", "{"), ("paragraph-back", "}", "}"),
    ("quote-on", "}", "gg }"), ("quote-back", "]q ]q", "]q"),
    ("line-start", "l l", "l l"), ("line-end", "", "0"),
    ("half-page", "", "<c-u>"), ("half-page-back", "G", "G"), ("page", "", "<pageup>"),
    ("page-back", "G", "G"), ("start", "G", "G"), ("end", "", "gg"),
    ("mark-place", "}", ""), ("go-to-mark", "} ma gg", "gg"),
    ("jump-back", "} G", "<c-l>"), ("jump-on", "} G <c-o>", "<c-o>"),
    ("count-1", "", "<esc>"), ("count-2", "", "<esc>"), ("count-3", "", "<esc>"),
    ("count-4", "", "<esc>"), ("count-5", "", "<esc>"), ("count-6", "", "<esc>"),
    ("count-7", "", "<esc>"), ("count-8", "", "<esc>"), ("count-9", "", "<esc>"),
    // The lists.
    ("list-next", "<tab> j", "k"), ("list-previous", "<tab> j j", "j"), ("list-page", "<tab> gg", "gg"),
    ("list-page-back", "<tab> G", "G"), ("list-first", "<tab> G", "G"), ("list-last", "<tab> gg", "gg"),
    ("read-it", "<tab>", "<tab>"),
    ("order-text", "zs", "zs"), ("order-speaker", "", "zo"), ("order-tag", "", "zo"),
    ("order-confidence", "", "zo"),
    ("person-next", "<backtab> j", "k"), ("person-previous", "<backtab> j j", "j"),
    ("mention-next", "<backtab> j", "h"), ("mention-previous", "<backtab> j l", "l"),
    ("merge", "<backtab> j", "<esc>"), ("split-person", "<backtab> j", "<esc>"),
    ("rename", "<backtab> j", "<esc>"), ("kind", "<backtab> j", "<esc>"),
    ("mention-on", "<backtab> j <tab>", "[e"), ("mention-back", "<backtab> j l <tab>", "]e"),
    // Finding, the screen, stories.
    ("search", "", "<esc>"), ("search-word", "} w", "<esc> <c-o>"), ("collection", "", "<esc>"),
    ("match-next", "/ the <enter>", "N"), ("match-previous", "/ the <enter> n", "n"),
    ("filter", "", "<esc>"), ("clear", "J f ada <enter>", "f ada <enter>"),
    ("pane-next", "", "<backtab>"), ("pane-previous", "", "<tab>"),
    ("wider", "zf", "-"), ("narrower", "", "+"), ("alone", "", "zf"), ("numbers", "", "zn"),
    ("spacing", "", "zp"), ("justify", "", "zj"), ("hyphens", "", "zh"),
    ("theme", "", "TTTTT"), ("dashboard", "", "<esc>"), ("stories", "", "<esc>"),
    ("story-next", "", ""), ("story-previous", "", ""), ("export", "", "<esc>"),
    ("command", "", "<esc>"), ("help", "", "<esc>"), ("suspend", "", ""), ("quit", "", ""),
    // A line.
    ("done", "/ the", "<esc> <c-o> /the"), ("leave-line", "f ada", "f ada"),
    ("complete", "f spe", "<c-w> spe"), ("completion-next", "f tag:", "<up>"),
    ("completion-previous", "f tag: <down> <down>", "<down>"),
    ("rub", "f ada", "a"), ("rub-here", "f ada <left>", "a <left>"), ("rub-word", "f ada", "ada"),
    ("rub-all", "f ada", "ada"), ("type-back", "f ada", "<right>"), ("type-on", "f ada <left>", "<left>"),
    ("type-start", "f ada", "<end>"), ("type-end", "f ada <home>", "<home>"),
    // A comment.
    ("write-done", "J c why", "u c why"), ("new-line", "J c why", "<backspace>"),
    ("write-leave", "J c why", "c why"),
    ("write-down", "J c a <c-j> b <up>", "<up>"), ("write-up", "J c a <c-j> b", "<down>"),
    ("write-rub", "J c why", "y"), ("write-rub-here", "J c why <left>", "y <left>"),
    ("write-rub-word", "J c why", "why"), ("write-rub-all", "J c why", "why"),
    ("write-back", "J c why", "<right>"), ("write-on", "J c why <left>", "<left>"),
    ("write-start", "J c why", "<end>"), ("write-end", "J c why <home>", "<home>"),
    // A list to choose from, and what is shown.
    ("choice-next", "J s", "<up>"), ("choice-previous", "J s <down>", "<down>"),
    ("choice-page", "?", "<pageup>"), ("choice-page-back", "? <pagedown>", "<pagedown>"),
    ("tick", "J s", "<up> <tab> <up>"), ("choose", "J s <down>", "u s <down>"),
    ("choose-none", "J s", "s"), ("narrow-rub", "J s lu", "u"), ("narrow-rub-word", "J s lu", "lu"),
    ("narrow-rub-all", "J s lu", "lu"),
    ("shown-down", "D", "k"), ("shown-up", "D j", "j"), ("shown-page", "D", "<pageup>"),
    ("shown-page-back", "D <pagedown>", "<pagedown>"), ("shown-close", "D", "D"),
];

/// Actions that need a story of their own to do anything: `decide.rs` and `unplaced.rs` tell them; those of
/// the list of the collection, `collection.rs`.
const ELSEWHERE: [&str; 2] = ["decide", "moved"];

/// What a reader sees, but for what was last told and when it was saved.
fn seen(app: &mut App) -> (Screen, usize) {
    app.notice = None;
    if let Some(reader) = app.tabs.all[0].reader_mut() {
        reader.saved = Saved::Clean;
    }
    (view::screen(app), app.look.theme)
}

/// The rows that differ, as they are now.
fn news(before: &str, now: &str) -> String {
    let rows = before.lines().chain(std::iter::repeat("")).zip(now.lines()).enumerate();
    let mut told = String::new();
    for (row, (_, now)) in rows.filter(|(_, (before, now))| before != now) {
        writeln!(told, "  {row:>2} {now}").unwrap();
    }
    told
}

/// What must happen outside, by name.
fn outside(effects: &[Effect]) -> String {
    let names = effects.iter().map(|effect| {
        let whole = format!("{effect:?}");
        whole.split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
    });
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_action_has_a_story_and_is_taken_back() {
    let guide = after("").keys.guide;
    let told = |name: &str| {
        ELSEWHERE.contains(&name)
            || name.starts_with("hit-")
            || STORIES.iter().any(|(known, ..)| *known == name)
    };
    let untold: Vec<&str> = guide.iter().map(|hint| hint.name).filter(|name| !told(name)).collect();
    assert!(untold.is_empty(), "without a story: {untold:?}");
    let mut stories = String::new();
    let mut wrong = Vec::new();
    for (name, before, back) in STORIES {
        let hint = guide
            .iter()
            .find(|hint| hint.name == *name)
            .unwrap_or_else(|| panic!("{name} is no action"));
        let live = after(before);
        if !live.scopes().contains(&hint.scope) {
            wrong.push(format!("{name}: not live after {before}"));
            continue;
        }
        let key = hint.chords.split(' ').next().unwrap_or_default().replace('%', "a");
        let mut app = after(before);
        let (start, words) = (seen(&mut app), text(&app));
        let effects = press(&mut app, &key);
        let (now, told) = (text(&app), app.notice.clone());
        let changed = seen(&mut app) != start || now != words || !app.keys.pending.is_empty();
        if !(changed || told.is_some() || !effects.is_empty()) {
            wrong.push(format!("{name}: {key} after {before} does nothing"));
        }
        let outside = outside(&effects);
        writeln!(stories, "{name}: {before} [{key}] {outside}\n{}", news(&words, &now)).unwrap();
        press(&mut app, back);
        if seen(&mut app) != start {
            wrong.push(format!(
                "{name}: {before} [{key}] is not taken back by {back}:\n{}",
                news(&words, &text(&app))
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    insta::assert_snapshot!("stories", stories);
}
