//! The default keys: one table that dispatch, hints and help all read.

use std::sync::LazyLock;

use super::chord::shown;
use crate::app::Scope::{self, Entities, Help, Pick, Prompt, Read, Statements, Story};
use crate::app::{Action, App, Edit, Goal, Hint, Motion, Pane, Side};
use Action::{Choose, Focus, Go, Measure, Move, ToggleTag, Turn};
use Side::{Back, Next};

/// Where it is live, keys (alternatives apart), what it does, in the hint line, in the help.
type Row = (Scope, &'static str, Action, &'static str, &'static str);

/// The table, under the headings of the help. Earlier rows stand earlier in the hint line.
#[rustfmt::skip]
const KEYS: &[(&str, &[Row])] = &[
    ("Statements, from every pane", &[
        (Read,       "J ]s",            Go(Next, Goal::Statement),      "next",       "next statement"),
        (Read,       "K [s",            Go(Back, Goal::Statement),      "",           "previous statement"),
        (Read,       "]x",              Go(Next, Goal::Unreviewed),     "",           "next statement to review"),
        (Read,       "[x",              Go(Back, Goal::Unreviewed),     "",           "previous statement to review"),
        (Read,       "o",               Action::Cycle,                  "",           "another statement under the caret"),
    ]),
    ("Marking", &[
        (Read, "1",       ToggleTag(0),            "claim",      "tag as a claim, or take it back"),
        (Read, "2",       ToggleTag(1),            "commitment", "tag as a commitment, or take it back"),
        (Read, "3",       ToggleTag(2),            "denial",     "tag as a denial, or take it back"),
        (Read, "a",       Action::ToggleAccepted,  "accept",     "accept the statement and its proposed tag, or take it back"),
        (Read, "x",       Action::ToggleRejected,  "reject",     "reject the statement, or take it back"),
        (Read, "c",       Action::AskComment,      "comment",    "write or change a comment"),
        (Read, "u",       Action::Undo,            "undo",       "undo the last change"),
        (Read, "<c-r>",   Action::Redo,            "",           "redo what was undone"),
        (Read, "<c-s>",   Action::Save,            "",           "save now (every change is saved by itself)"),
    ]),
    ("Moving in the text", &[
        (Story, "h <left>",         Move(Motion::Letter(Back)),    "", "a letter back"),
        (Story, "l <right>",        Move(Motion::Letter(Next)),    "", "a letter on"),
        (Story, "j <down>",         Move(Motion::Line(Next)),      "", "a line down"),
        (Story, "k <up>",           Move(Motion::Line(Back)),      "", "a line up"),
        (Story, "w",                Move(Motion::Word(Next)),      "", "next word"),
        (Story, "b",                Move(Motion::Word(Back)),      "", "previous word"),
        (Story, ")",                Move(Motion::Sentence(Next)),  "", "next sentence"),
        (Story, "(",                Move(Motion::Sentence(Back)),  "", "previous sentence"),
        (Story, "}",                Move(Motion::Paragraph(Next)), "", "next paragraph"),
        (Story, "{",                Move(Motion::Paragraph(Back)), "", "previous paragraph"),
        (Story, "0 <home>",         Move(Motion::Edge(Back)),      "", "start of the line"),
        (Story, "$ <end>",          Move(Motion::Edge(Next)),      "", "end of the line"),
        (Story, "<c-d>",            Move(Motion::Half(Next)),      "", "half a page down"),
        (Story, "<c-u>",            Move(Motion::Half(Back)),      "", "half a page up"),
        (Story, "<space> <pagedown> <c-f>", Move(Motion::Page(Next)), "", "a page down"),
        (Story, "<pageup> <c-b>",   Move(Motion::Page(Back)),      "", "a page up"),
        (Story, "gg",               Move(Motion::Story(Back)),     "", "start of the story"),
        (Story, "G",                Move(Motion::Story(Next)),     "", "end of the story"),
    ]),
    ("In the list of statements", &[
        (Statements, "j <down>",        Go(Next, Goal::Statement),      "next",       "next statement"),
        (Statements, "k <up>",          Go(Back, Goal::Statement),      "previous",   "previous statement"),
        (Statements, "<pagedown> <c-d>", Go(Next, Goal::StatementPage), "",           "a screen of statements on"),
        (Statements, "<pageup> <c-u>",  Go(Back, Goal::StatementPage),  "",           "a screen of statements back"),
        (Statements, "gg <home>",       Go(Back, Goal::StatementEdge),  "",           "first statement"),
        (Statements, "G <end>",         Go(Next, Goal::StatementEdge),  "",           "last statement"),
        (Statements, "<enter>",         Focus(Pane::Story),             "read it",    "read it in the story"),
    ]),
    ("In the list of people and places", &[
        (Entities, "j <down>",          Go(Next, Goal::Entity),   "next",             "next in the list"),
        (Entities, "k <up>",            Go(Back, Goal::Entity),   "previous",         "previous in the list"),
        (Entities, "<enter> l <right>", Go(Next, Goal::Mention),  "next mention",     "next place where it is named"),
        (Entities, "h <left>",          Go(Back, Goal::Mention),  "previous mention", "previous place where it is named"),
        (Read,     "]e",                Go(Next, Goal::Mention),  "",                 "next mention, of who stands under the caret if none is chosen"),
        (Read,     "[e",                Go(Back, Goal::Mention),  "",                 "previous mention"),
    ]),
    ("Finding", &[
        (Read, "/",     Action::AskSearch,       "find",   "search in the text"),
        (Read, "n",     Go(Next, Goal::Match),   "",       "next match"),
        (Read, "N",     Go(Back, Goal::Match),   "",       "previous match"),
        (Read, "f",     Action::AskFilter,       "show",   "show one speaker, one tag, or what is to review"),
        (Read, "<esc>", Action::Clear,           "",       "end the search, then the filter"),
    ]),
    ("Screen and stories", &[
        (Read, "<tab>",     Turn(Next),             "pane",  "next pane"),
        (Read, "<backtab>", Turn(Back),             "",      "previous pane"),
        (Read, "+",         Measure(Next),          "",      "longer lines"),
        (Read, "-",         Measure(Back),          "",      "shorter lines"),
        (Read, "T",         Action::NextTheme,      "",      "another theme"),
        (Read, ">",         Action::Story(Next),    "next story", "next story"),
        (Read, "<lt>",      Action::Story(Back),    "",      "previous story"),
        (Read, "e",         Action::AskExport,      "export", "export story and marks"),
        (Read, "?",         Action::Help,           "keys",  "all keys"),
        (Read, "<c-z>",     Action::Suspend,        "",      "back to the shell; fg returns"),
        (Read, "q <c-c>",   Action::Quit,           "quit",  "leave, once everything is saved"),
    ]),
    ("Typing a line", &[
        (Prompt, "<enter>",          Action::Submit,                     "done",  "do it"),
        (Prompt, "<esc> <c-c>",      Action::Cancel,                     "leave", "leave it"),
        (Prompt, "<backspace> <c-h>", Action::Edit(Edit::Rub),           "", "rub out a letter"),
        (Prompt, "<delete>",         Action::Edit(Edit::Delete),         "", "rub out the letter under the cursor"),
        (Prompt, "<c-w>",            Action::Edit(Edit::RubWord),        "", "rub out a word"),
        (Prompt, "<c-u>",            Action::Edit(Edit::RubAll),         "", "rub out everything before"),
        (Prompt, "<left>",           Action::Edit(Edit::Letter(Back)),   "", "a letter back"),
        (Prompt, "<right>",          Action::Edit(Edit::Letter(Next)),   "", "a letter on"),
        (Prompt, "<home> <c-a>",     Action::Edit(Edit::Edge(Back)),     "", "start of the line"),
        (Prompt, "<end> <c-e>",      Action::Edit(Edit::Edge(Next)),     "", "end of the line"),
    ]),
    ("Choosing from a list", &[
        (Pick, "<down> <c-n> <tab>",   Choose(Next),                  "next",     "next"),
        (Pick, "<up> <c-p> <backtab>", Choose(Back),                  "previous", "previous"),
        (Pick, "<pagedown>",           Action::ChoosePage(Next),      "",         "further down"),
        (Pick, "<pageup>",             Action::ChoosePage(Back),      "",         "further up"),
        (Pick, "<enter>",              Action::Submit,                "choose",   "choose"),
        (Pick, "<esc> <c-c>",          Action::Cancel,                "leave",    "leave"),
        (Pick, "<backspace> <c-h>",    Action::Edit(Edit::Rub),       "",         "rub out a letter; letters narrow the list"),
        (Pick, "<c-u>",                Action::Edit(Edit::RubAll),    "",         "show the whole list again"),
    ]),
    ("In this help", &[
        (Help, "j <down> <enter>",       Choose(Next),                "down",   "down"),
        (Help, "k <up>",                 Choose(Back),                "up",     "up"),
        (Help, "<space> <pagedown> <c-d>", Action::ChoosePage(Next),  "",       "further down"),
        (Help, "<pageup> <c-u>",         Action::ChoosePage(Back),    "",       "further up"),
        (Help, "<esc> q ? <c-c>",        Action::Cancel,              "close",  "close"),
    ]),
];

fn rows() -> impl Iterator<Item = (&'static str, &'static Row)> {
    KEYS.iter().flat_map(|(group, rows)| rows.iter().map(move |row| (*group, row)))
}

/// The keymap as the screen shows it.
pub fn guide() -> Vec<Hint> {
    static GUIDE: LazyLock<Vec<Hint>> = LazyLock::new(|| {
        let hint = |(group, (scope, keys, action, brief, help)): (&'static str, &'static Row)| {
            let keys: Vec<String> = keys.split(' ').map(shown).collect();
            Hint { scope: *scope, group, keys: keys.join(" "), help, brief, action: action.clone() }
        };
        rows().map(hint).collect()
    });
    GUIDE.clone()
}

/// What a key means now, after those typed before it. Where letters are text, they are typed.
pub fn action(app: &App, chord: &str) -> Option<Action> {
    let typed = format!("{}{chord}", app.keys.pending);
    for scope in app.scopes() {
        let mut live = rows().filter(|(_, row)| row.0 == *scope);
        if let Some((_, row)) = live.find(|(_, row)| row.1.split(' ').any(|keys| keys == typed)) {
            return Some(row.2.clone());
        }
    }
    if app.takes_text() {
        let letter = if chord == "<space>" {
            " "
        } else if chord == "<lt>" {
            "<"
        } else {
            chord
        };
        let one = letter.chars().count() == 1;
        return one.then(|| Action::Edit(Edit::Insert(letter.to_owned())));
    }
    let begun = |(_, row): (&str, &Row)| {
        app.scopes().contains(&row.0)
            && row.1.split(' ').any(|keys| !keys.starts_with('<') && keys.starts_with(&typed))
    };
    if rows().any(begun) {
        return Some(Action::Await(typed));
    }
    (!app.keys.pending.is_empty()).then(|| Action::Await(String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// Panes add their own keys to those of every pane; nothing may be bound twice among them.
    #[test]
    fn no_key_is_bound_twice_where_both_are_live() {
        for scopes in [
            vec![Story, Read],
            vec![Statements, Read],
            vec![Entities, Read],
            vec![Prompt],
            vec![Pick],
            vec![Help],
        ] {
            let mut seen = HashSet::new();
            for (_, row) in rows().filter(|(_, row)| scopes.contains(&row.0)) {
                for keys in row.1.split(' ') {
                    assert!(seen.insert(keys), "{keys} is bound twice in {scopes:?}");
                }
            }
            let plain: Vec<&str> = seen.into_iter().filter(|keys| !keys.starts_with('<')).collect();
            for one in &plain {
                let longer = plain.iter().find(|other| *other != one && other.starts_with(one));
                assert_eq!(longer, None, "{one} hides a longer key in {scopes:?}");
            }
        }
    }

    #[test]
    fn every_row_has_help() {
        for (_, row) in rows() {
            assert!(!row.4.is_empty() && row.4.len() <= 64, "{}: {}", row.1, row.4);
        }
    }
}
