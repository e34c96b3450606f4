//! The default keys: one table that dispatch, hints, help, commands and files of keys all read.

use crate::app::Scope::{
    self, Draft, Entities, Pick, Prompt, Read, Review, Show, Statements, Story, Write,
};
use crate::app::{
    Action, Drafting, Edit, Goal, Mark, Motion, Object, Order, Pane, Side, Switch, Verdict,
};
use Action::{Choose, Focus, Go, Judge, Measure, Move, Toggle, Turn};
use Drafting::{Fragment, Part, Take};
use Side::{Back, Next};

/// Where it is live, keys (alternatives apart), its name in commands and files of keys, what it does,
/// in the hint line, in the help. A `%` in keys stands for any letter.
pub type Row = (Scope, &'static str, &'static str, Action, &'static str, &'static str);

const fn grow(motion: Motion) -> Action {
    Action::Draft(Drafting::Move(motion))
}

const fn take(side: Side, object: Object) -> Action {
    Action::Draft(Take(side, object))
}

const fn draft(step: Drafting) -> Action {
    Action::Draft(step)
}

const fn edit(edit: Edit) -> Action {
    Action::Edit(edit)
}

/// The table, under the headings of the help. Earlier rows stand earlier in the hint line. The keys
/// of tags are made from the codebook, see [`super::guide`].
#[rustfmt::skip]
pub const KEYS: &[(&str, &[Row])] = &[
    ("Statements, from every pane", &[
        (Read, "J ]s",  "next-statement",     Go(Next, Goal::Statement),   "next",   "next statement"),
        (Read, "H [s",  "previous-statement", Go(Back, Goal::Statement),   "",       "previous statement"),
        (Read, "]x",    "next-open",          Go(Next, Goal::Unreviewed),  "",       "next statement to review"),
        (Read, "[x",    "previous-open",      Go(Back, Goal::Unreviewed),  "",       "previous statement to review"),
        (Read, "o",     "other-statement",    Action::Cycle,               "",       "another statement under the caret"),
        (Read, "i",     "explain",            Action::Explain,             "",       "all about the statement: speaker, chain, why, words"),
        (Read, "K",     "define",             Action::Define,              "",       "what the tags mean"),
        (Read, "y",     "copy",               Action::Copy,                "",       "copy it with its speaker and source"),
    ]),
    ("Marking", &[
        (Read, "a",     "accept",       Action::Mark(Mark::Accept),        "accept", "accept the statement and its proposed tag, or take it back"),
        (Read, "x",     "reject",       Action::Mark(Mark::Reject),        "reject", "reject the statement, or take it back"),
        (Read, "R",     "review",       Action::Review,                    "review", "review what is shown and open, the least sure first"),
        (Read, "s @",   "speaker",      Action::AskSpeaker,                "speaker", "choose who speaks, or write a name"),
        (Read, "c",     "comment",      Action::AskComment,                "comment", "write or change a comment"),
        (Read, "v",     "make",         draft(Drafting::Begin),            "make",   "make a new statement, beginning with the word at the caret"),
        (Read, "e",     "edit",         draft(Drafting::Change),           "edit",   "change its words, cue and source"),
        (Read, "gs",    "split",        draft(Drafting::Split),            "",       "cut it in two at the caret"),
        (Read, "gj",    "join",         draft(Drafting::Join),             "",       "join it with the next statement"),
        (Read, "d",     "delete",       Action::Mark(Mark::Delete),        "",       "delete one you made, reject one that was found"),
        (Read, ".",     "repeat",       Action::Repeat,                    "",       "decide as you did last"),
        (Read, "*",     "everywhere",   Action::AskEverywhere,             "",       "judge the same everywhere, after a look at the list"),
        (Read, "A",     "accept-all",   Action::AskAcceptAll,              "",       "accept all that is shown and open, after asking"),
        (Read, "u",     "undo",         Action::Undo,                      "undo",   "undo the last change"),
        (Read, "<c-r>", "redo",         Action::Redo,                      "",       "redo what was undone"),
        (Read, "<c-s>", "save",         Action::Save,                      "",       "save now (every change is saved by itself)"),
    ]),
    ("In the review", &[
        (Review, "a",       "judge-accept",  Judge(Verdict::Accept),  "accept",  "right, with the tag it shows; then the next"),
        (Review, "x",       "judge-reject",  Judge(Verdict::Reject),  "reject",  "wrong; then the next"),
        (Review, "s",       "skip",          Judge(Verdict::Skip),    "skip",    "later: it comes back at the end"),
        (Review, "e",       "edit-it",       draft(Drafting::Change), "edit",    "change its words first"),
        (Review, "@",       "speaker-of-it", Action::AskSpeaker,      "speaker", "choose who speaks, or write a name"),
        (Review, ".",       "judge-again",   Action::Repeat,          "again",   "as the last one; then the next"),
        (Review, "A",       "judge-all",     Action::AskAcceptAll,    "all",     "accept all that is shown and open, after asking"),
        (Review, "q <esc>", "end-review",    Action::Review,          "end",     "end the review"),
    ]),
    ("Making and changing a statement", &[
        (Draft, "q",        "quote",             take(Next, Object::Quote),      "quote",    "the quotation here; again: the next"),
        (Draft, "s",        "sentence",          take(Next, Object::Sentence),   "sentence", "the sentence here; again: the next"),
        (Draft, "c",        "clause",            take(Next, Object::Clause),     "clause",   "the clause here; again: the next"),
        (Draft, "p",        "paragraph",         take(Next, Object::Paragraph),  "",         "the paragraph here; again: the next"),
        (Draft, "n",        "name",              take(Next, Object::Name),       "",         "the name here; again: the next"),
        (Draft, "Q",        "previous-quote",    take(Back, Object::Quote),      "",         "the quotation before"),
        (Draft, "S",        "previous-sentence", take(Back, Object::Sentence),   "",         "the sentence before"),
        (Draft, "C",        "previous-clause",   take(Back, Object::Clause),     "",         "the clause before"),
        (Draft, "P",        "previous-paragraph", take(Back, Object::Paragraph), "",         "the paragraph before"),
        (Draft, "N",        "previous-name",     take(Back, Object::Name),       "",         "the name before"),
        (Draft, "w",        "end-word",          grow(Motion::Word(Next)),       "",         "the end that moves: a word on"),
        (Draft, "b",        "end-word-back",     grow(Motion::Word(Back)),       "",         "a word back"),
        (Draft, "l <right>", "end-letter",       grow(Motion::Letter(Next)),     "",         "a letter on"),
        (Draft, "h <left>", "end-letter-back",   grow(Motion::Letter(Back)),     "",         "a letter back"),
        (Draft, "j <down>", "end-line",          grow(Motion::Line(Next)),       "",         "a line down"),
        (Draft, "k <up>",   "end-line-back",     grow(Motion::Line(Back)),       "",         "a line up"),
        (Draft, ")",        "end-sentence",      grow(Motion::Sentence(Next)),   "",         "to the end of the sentence"),
        (Draft, "(",        "end-sentence-back", grow(Motion::Sentence(Back)),   "",         "to the start of the sentence"),
        (Draft, "}",        "end-paragraph",     grow(Motion::Paragraph(Next)),  "",         "to the end of the paragraph"),
        (Draft, "{",        "end-paragraph-back", grow(Motion::Paragraph(Back)), "",         "to the start of the paragraph"),
        (Draft, "o",        "other-end",         draft(Drafting::Other),         "other end", "the other end moves"),
        (Draft, "+",        "add-fragment",      draft(Drafting::Add),           "fragment", "a further fragment"),
        (Draft, "- <backspace>", "drop-fragment", draft(Drafting::Drop),         "",         "drop the fragment"),
        (Draft, "]",        "next-fragment",     draft(Fragment(Next)),          "",         "next fragment"),
        (Draft, "[",        "previous-fragment", draft(Fragment(Back)),          "",         "previous fragment"),
        (Draft, "<tab>",    "next-part",         draft(Part(Next)),              "cue, source", "from what is said to the cue, to the source, and round"),
        (Draft, "<backtab>", "previous-part",    draft(Part(Back)),              "",         "the same the other way round"),
        (Draft, "@",        "draft-speaker",     Action::AskSpeaker,             "speaker",  "choose who speaks, or write a name"),
        (Draft, "<enter>",  "keep",              draft(Drafting::Keep(None)),    "keep",     "keep it without a tag"),
        (Draft, "<esc> <c-c>", "drop-draft",     draft(Drafting::Leave),         "leave",    "leave without keeping it"),
        (Draft, "?",        "draft-help",        Action::Help,                   "keys",     "all keys"),
    ]),
    ("Moving in the text", &[
        (Story, "h <left>",         "letter-back",    Move(Motion::Letter(Back)),    "", "a letter back"),
        (Story, "l <right>",        "letter",         Move(Motion::Letter(Next)),    "", "a letter on"),
        (Story, "j <down>",         "line",           Move(Motion::Line(Next)),      "", "a line down"),
        (Story, "k <up>",           "line-back",      Move(Motion::Line(Back)),      "", "a line up"),
        (Story, "w",                "word",           Move(Motion::Word(Next)),      "", "next word"),
        (Story, "b",                "word-back",      Move(Motion::Word(Back)),      "", "previous word"),
        (Story, ")",                "sentence-on",    Move(Motion::Sentence(Next)),  "", "next sentence"),
        (Story, "(",                "sentence-back",  Move(Motion::Sentence(Back)),  "", "previous sentence"),
        (Story, "}",                "paragraph-on",   Move(Motion::Paragraph(Next)), "", "next paragraph"),
        (Story, "{",                "paragraph-back", Move(Motion::Paragraph(Back)), "", "previous paragraph"),
        (Story, "]q",               "quote-on",       Go(Next, Goal::Quote),         "", "next quotation"),
        (Story, "[q",               "quote-back",     Go(Back, Goal::Quote),         "", "previous quotation"),
        (Story, "0 <home>",         "line-start",     Move(Motion::Edge(Back)),      "", "start of the line"),
        (Story, "$ <end>",          "line-end",       Move(Motion::Edge(Next)),      "", "end of the line"),
        (Story, "<c-d>",            "half-page",      Move(Motion::Half(Next)),      "", "half a page down"),
        (Story, "<c-u>",            "half-page-back", Move(Motion::Half(Back)),      "", "half a page up"),
        (Story, "<space> <pagedown> <c-f>", "page",   Move(Motion::Page(Next)),      "", "a page down"),
        (Story, "<pageup> <c-b>",   "page-back",      Move(Motion::Page(Back)),      "", "a page up"),
        (Story, "gg",               "start",          Move(Motion::Story(Back)),     "", "start of the story"),
        (Story, "G",                "end",            Move(Motion::Story(Next)),     "", "end of the story"),
        (Read,  "m%",               "mark-place",     Action::SetMark(' '),          "", "remember this place under a letter"),
        (Read,  "'%",               "go-to-mark",     Action::GoMark(' '),           "", "go to the place under a letter"),
        (Read,  "<c-o>",            "jump-back",      Action::Jump(Back),            "", "back to where the last long move began"),
        (Read,  "<c-l>",            "jump-on",        Action::Jump(Next),            "", "on again"),
        (Read,  "<a-1>",            "count-1",        Action::Count(1),              "", "the next move once; Alt-2 to Alt-9 as often, further digits behind"),
        (Read,  "<a-2>",            "count-2",        Action::Count(2),              "", "twice"),
        (Read,  "<a-3>",            "count-3",        Action::Count(3),              "", "three times"),
        (Read,  "<a-4>",            "count-4",        Action::Count(4),              "", "four times"),
        (Read,  "<a-5>",            "count-5",        Action::Count(5),              "", "five times"),
        (Read,  "<a-6>",            "count-6",        Action::Count(6),              "", "six times"),
        (Read,  "<a-7>",            "count-7",        Action::Count(7),              "", "seven times"),
        (Read,  "<a-8>",            "count-8",        Action::Count(8),              "", "eight times"),
        (Read,  "<a-9>",            "count-9",        Action::Count(9),              "", "nine times"),
    ]),
    ("In the list of statements", &[
        (Statements, "j <down>",         "list-next",     Go(Next, Goal::Statement),     "next",     "next statement"),
        (Statements, "k <up>",           "list-previous", Go(Back, Goal::Statement),     "previous", "previous statement"),
        (Statements, "<pagedown> <c-d>", "list-page",     Go(Next, Goal::StatementPage), "",         "a screen of statements on"),
        (Statements, "<pageup> <c-u>",   "list-page-back", Go(Back, Goal::StatementPage), "",        "a screen of statements back"),
        (Statements, "gg <home>",        "list-first",    Go(Back, Goal::StatementEdge), "",         "first statement"),
        (Statements, "G <end>",          "list-last",     Go(Next, Goal::StatementEdge), "",         "last statement"),
        (Statements, "<enter>",          "read-it",       Focus(Pane::Story),            "read it",  "read it in the story"),
        (Read, "zo", "order-text",       Action::Order(Order::Text),       "", "the list in text order"),
        (Read, "zs", "order-speaker",    Action::Order(Order::Speaker),    "", "the list by speaker"),
        (Read, "zt", "order-tag",        Action::Order(Order::Tag),        "", "the list by tag"),
        (Read, "zc", "order-confidence", Action::Order(Order::Confidence), "", "the list by confidence, the least sure first"),
    ]),
    ("In the list of people and places", &[
        (Entities, "j <down>",          "person-next",      Go(Next, Goal::Entity),   "next",             "next in the list"),
        (Entities, "k <up>",            "person-previous",  Go(Back, Goal::Entity),   "previous",         "previous in the list"),
        (Entities, "<enter> l <right>", "mention-next",     Go(Next, Goal::Mention),  "next mention",     "next place where it is named"),
        (Entities, "h <left>",          "mention-previous", Go(Back, Goal::Mention),  "previous mention", "previous place where it is named"),
        (Read,     "]e",                "mention-on",       Go(Next, Goal::Mention),  "",                 "next mention, of who stands under the caret if none is chosen"),
        (Read,     "[e",                "mention-back",     Go(Back, Goal::Mention),  "",                 "previous mention"),
    ]),
    ("Finding", &[
        (Read, "/",     "search",         Action::AskSearch,       "find",   "search in the text"),
        (Read, "n",     "match-next",     Go(Next, Goal::Match),   "",       "next match"),
        (Read, "N",     "match-previous", Go(Back, Goal::Match),   "",       "previous match"),
        (Read, "f",     "filter",         Action::AskFilter,       "show",   "show what a query asks for: speaker:hill tag:denial unreviewed"),
        (Read, "<esc>", "clear",          Action::Clear,           "",       "end the search, then the filter"),
    ]),
    ("Screen and stories", &[
        (Read, "<tab>",     "pane-next",     Turn(Next),                "pane",  "next pane"),
        (Read, "<backtab>", "pane-previous", Turn(Back),                "",      "previous pane"),
        (Read, "+",         "wider",         Measure(Next),             "",      "longer lines"),
        (Read, "-",         "narrower",      Measure(Back),             "",      "shorter lines"),
        (Read, "zf",        "alone",         Toggle(Switch::Focus),     "",      "one pane alone, or all of them again"),
        (Read, "zn",        "numbers",       Toggle(Switch::Numbers),   "",      "numbers of paragraphs"),
        (Read, "zp",        "spacing",       Toggle(Switch::Spacing),   "",      "a blank line between paragraphs"),
        (Read, "T",         "theme",         Action::NextTheme,         "",      "another theme"),
        (Read, "D",         "dashboard",     Action::Dashboard,         "",      "the story in numbers: who speaks how much, and where"),
        (Read, "L",         "stories",       Action::AskStory,          "",      "all stories that are open, and how far each has come"),
        (Read, ">",         "story-next",    Action::Story(Next),       "next story", "next story"),
        (Read, "<lt>",      "story-previous", Action::Story(Back),      "",      "previous story"),
        (Read, "E",         "export",        Action::AskExport,         "export", "export story and marks"),
        (Read, ":",         "command",       Action::AskCommand,        "command", "do something by its name"),
        (Read, "?",         "help",          Action::Help,              "keys",  "all keys"),
        (Read, "<c-z>",     "suspend",       Action::Suspend,           "",      "back to the shell; fg returns"),
        (Read, "q <c-c>",   "quit",          Action::Quit,              "quit",  "leave, once everything is saved"),
    ]),
    ("Typing a line", &[
        (Prompt, "<enter>",           "done",          Action::Submit,             "done",  "do it"),
        (Prompt, "<esc> <c-c>",       "leave-line",    Action::Cancel,             "leave", "leave it"),
        (Prompt, "<tab>",             "complete",      Action::Tick,               "",      "complete the word"),
        (Prompt, "<down> <c-n>",      "completion-next", Choose(Next),             "",      "next way to complete it"),
        (Prompt, "<up> <c-p>",        "completion-previous", Choose(Back),         "",      "previous way to complete it"),
        (Prompt, "<backspace> <c-h>", "rub",           edit(Edit::Rub),            "", "rub out a letter"),
        (Prompt, "<delete>",          "rub-here",      edit(Edit::Delete),         "", "rub out the letter under the cursor"),
        (Prompt, "<c-w>",             "rub-word",      edit(Edit::RubWord),        "", "rub out a word"),
        (Prompt, "<c-u>",             "rub-all",       edit(Edit::RubAll),         "", "rub out everything before"),
        (Prompt, "<left>",            "type-back",     edit(Edit::Letter(Back)),   "", "a letter back"),
        (Prompt, "<right>",           "type-on",       edit(Edit::Letter(Next)),   "", "a letter on"),
        (Prompt, "<home> <c-a>",      "type-start",    edit(Edit::Edge(Back)),     "", "start of the line"),
        (Prompt, "<end> <c-e>",       "type-end",      edit(Edit::Edge(Next)),     "", "end of the line"),
    ]),
    ("Writing a comment", &[
        (Write, "<enter>",            "write-done",  Action::Submit,             "done",     "keep it"),
        (Write, "<a-enter> <c-j>",    "new-line",    edit(Edit::Break),          "new line", "begin a new line"),
        (Write, "<esc> <c-c>",        "write-leave", Action::Cancel,             "leave",    "leave it as it was"),
        (Write, "<down>",             "write-down",  edit(Edit::Line(Next)),     "",         "a line down"),
        (Write, "<up>",               "write-up",    edit(Edit::Line(Back)),     "",         "a line up"),
        (Write, "<backspace> <c-h>",  "write-rub",   edit(Edit::Rub),            "", "rub out a letter"),
        (Write, "<delete>",           "write-rub-here", edit(Edit::Delete),      "", "rub out the letter under the cursor"),
        (Write, "<c-w>",              "write-rub-word", edit(Edit::RubWord),     "", "rub out a word"),
        (Write, "<c-u>",              "write-rub-all", edit(Edit::RubAll),       "", "rub out the line before"),
        (Write, "<left>",             "write-back",  edit(Edit::Letter(Back)),   "", "a letter back"),
        (Write, "<right>",            "write-on",    edit(Edit::Letter(Next)),   "", "a letter on"),
        (Write, "<home> <c-a>",       "write-start", edit(Edit::Edge(Back)),     "", "start of the line"),
        (Write, "<end> <c-e>",        "write-end",   edit(Edit::Edge(Next)),     "", "end of the line"),
    ]),
    ("Choosing from a list", &[
        (Pick, "<down> <c-n>",         "choice-next",     Choose(Next),              "next",     "next"),
        (Pick, "<up> <c-p> <backtab>", "choice-previous", Choose(Back),              "previous", "previous"),
        (Pick, "<pagedown>",           "choice-page",     Action::ChoosePage(Next),  "",         "further down"),
        (Pick, "<pageup>",             "choice-page-back", Action::ChoosePage(Back), "",         "further up"),
        (Pick, "<tab>",                "tick",            Action::Tick,              "tick",     "tick it where several may be chosen, and go on"),
        (Pick, "<enter>",              "choose",          Action::Submit,            "choose",   "choose"),
        (Pick, "<esc> <c-c>",          "choose-none",     Action::Cancel,            "leave",    "leave"),
        (Pick, "<backspace> <c-h>",    "narrow-rub",      edit(Edit::Rub),           "",         "rub out a letter; letters narrow the list"),
        (Pick, "<c-w>",                "narrow-rub-word", edit(Edit::RubWord),       "",         "rub out a word"),
        (Pick, "<c-u>",                "narrow-rub-all",  edit(Edit::RubAll),        "",         "show the whole list again"),
    ]),
    ("Reading what is shown", &[
        (Show, "j <down> <enter>",         "shown-down",      Choose(Next),             "down",   "down"),
        (Show, "k <up>",                   "shown-up",        Choose(Back),             "up",     "up"),
        (Show, "<space> <pagedown> <c-d>", "shown-page",      Action::ChoosePage(Next), "",       "further down"),
        (Show, "<pageup> <c-u>",           "shown-page-back", Action::ChoosePage(Back), "",       "further up"),
        (Show, "<esc> q ? i K D <c-c>",    "shown-close",     Action::Cancel,           "close",  "close"),
    ]),
];
