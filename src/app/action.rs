//! What a person can ask for: every key, click and wheel turn becomes one of these.

use super::{Listed, Order, Pane, Person};

/// One request of the reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Moves the caret in the text.
    Move(Motion),
    /// Goes to the next or previous of a kind.
    Go(Side, Goal),
    /// The next move is made so many times; digits go on from those typed before.
    Count(usize),
    /// Another of the statements under the caret.
    Cycle,
    /// Remembers this place under a letter.
    SetMark(char),
    /// Goes to the place remembered under a letter.
    GoMark(char),
    /// To where the reader was before the last long move, or on again.
    Jump(Side),
    /// Gives the keys to the next or previous pane.
    Turn(Side),
    /// Gives the keys to a pane.
    Focus(Pane),
    /// Marks the current statement.
    Mark(Mark),
    /// Makes or changes a statement.
    Draft(Drafting),
    /// Starts the review of what is shown and open, or ends it.
    Review,
    /// Judges the statement under review and goes to the next.
    Judge(Verdict),
    /// Asks whether everything shown and open shall be accepted.
    AskAcceptAll,
    /// Does again what was last decided.
    Repeat,
    /// Asks which other statements are like the current one.
    AskEverywhere,
    /// Asks who speaks.
    AskSpeaker,
    /// Asks what else is to be said of the statement.
    AskAttribute,
    /// Lists marks that are not where they were.
    Unplaced,
    /// Asks what is right where colleagues see it differently.
    Decide,
    /// Asks about the chosen person or place.
    AskPerson(Person),
    /// Writes or changes a comment.
    AskComment,
    /// Takes back the last change.
    Undo,
    /// Makes the change again that was taken back.
    Redo,
    /// Saves now, also after a failure.
    Save,
    /// Asks what to search for.
    AskSearch,
    /// Searches for the word at the caret.
    SearchWord,
    /// Asks what to show.
    AskFilter,
    /// Orders the list of statements.
    Order(Order),
    /// Shows what a question to the collection found, or asks one.
    AskCollection,
    /// Does something with what it found.
    Hits(Listed),
    /// Asks in which format to export.
    AskExport,
    /// Asks for a command.
    AskCommand,
    /// Asks which story to go to.
    AskStory,
    /// Copies the current statement with its speaker and source.
    Copy,
    /// Shows what is known of the current statement.
    Explain,
    /// Shows what the tags mean.
    Define,
    /// Shows the codebook, to be changed.
    Codebook,
    /// Shows who speaks how much, of what and where.
    Dashboard,
    /// Shows all keys.
    Help,
    /// Ends what is shown on top: the filter, the search.
    Clear,
    /// Makes the text wider (next) or narrower.
    Measure(Side),
    /// Turns something of the look on or off.
    Toggle(Switch),
    /// Looks different.
    NextTheme,
    /// Another story.
    Story(Side),
    /// Ends the program, once everything is saved.
    Quit,
    /// Gives the terminal back for a while.
    Suspend,
    /// Changes the line that is typed.
    Edit(Edit),
    /// Moves in a list or in what is shown.
    Choose(Side),
    /// The same, by a screenful.
    ChoosePage(Side),
    /// Ticks or unticks what is chosen; takes the first completion of a typed line.
    Tick,
    /// Does what was typed or chosen.
    Submit,
    /// Goes back without doing it.
    Cancel,
    /// The mouse was pressed at this column and row.
    Press(u16, u16),
    /// The mouse was dragged to this column and row.
    Drag(u16, u16),
    /// The wheel was turned over this column and row.
    Wheel(Side, u16, u16),
    /// The keys typed so far begin a longer one; none to give up.
    Await(String),
    /// Does nothing: a key that a reader has unbound.
    Nothing,
}

/// A mark on the current statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Sets or takes back the tag of that number in the codebook.
    Tag(usize),
    /// It is right, or is open again.
    Accept,
    /// It is wrong, or is open again.
    Reject,
    /// How sure the reader is: sure, unsure.
    Certainty,
    /// Takes it away: one of the reader's own, or a finding of the machine, which is rejected.
    Delete,
}

/// A verdict in the review.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Right, with its proposed tag.
    Accept,
    /// Right, with the tag of that number.
    Tag(usize),
    /// Wrong.
    Reject,
    /// Later.
    Skip,
}

/// A step in making or changing a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drafting {
    /// Begins a new one at the caret.
    Begin,
    /// Changes the current one.
    Change,
    /// Takes the next or previous stretch of a kind.
    Take(Side, Object),
    /// Moves the end that moves.
    Move(Motion),
    /// The other end moves.
    Other,
    /// Goes on with the content, the cue or the source.
    Part(Side),
    /// Adds a further fragment.
    Add,
    /// Drops the fragment at hand.
    Drop,
    /// The next or previous fragment.
    Fragment(Side),
    /// Keeps it, with the tag of that number where there is one.
    Keep(Option<usize>),
    /// Leaves without keeping it.
    Leave,
    /// Cuts the current statement in two at the caret.
    Split,
    /// Joins the current statement with the next one.
    Join,
}

/// A stretch of the text that can be taken whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Object {
    /// Between quotation marks, and they too.
    Quote,
    /// A sentence.
    Sentence,
    /// A part of a sentence between marks, reporting words and words like “that”.
    Clause,
    /// A paragraph.
    Paragraph,
    /// Where somebody or something is named or meant.
    Name,
}

/// Something of the look that is on or off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Switch {
    /// Numbers of paragraphs.
    Numbers,
    /// The story alone.
    Focus,
    /// A blank line between paragraphs.
    Spacing,
    /// Straight edges on both sides of the text.
    Justify,
    /// Hyphens at the end of lines.
    Hyphens,
}

/// Forward or back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Forward, down, more.
    Next,
    /// Back, up, less.
    Back,
}

/// A move of the caret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Motion {
    /// By a letter.
    Letter(Side),
    /// By a line of the screen.
    Line(Side),
    /// To the start of a word.
    Word(Side),
    /// To the end of a word.
    WordEnd,
    /// To the start of a sentence.
    Sentence(Side),
    /// To the start of a paragraph.
    Paragraph(Side),
    /// By half of what is seen.
    Half(Side),
    /// By what is seen.
    Page(Side),
    /// To the end (next) or start of the line.
    Edge(Side),
    /// To the end (next) or start of the story.
    Story(Side),
}

/// What can be stepped through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Goal {
    /// Statements that are shown.
    Statement,
    /// Statements nobody has looked at.
    Unreviewed,
    /// Quotations.
    Quote,
    /// A screenful of statements.
    StatementPage,
    /// The last (next) or first statement.
    StatementEdge,
    /// People and places.
    Entity,
    /// Where the chosen one is named.
    Mention,
    /// Where the searched words stand.
    Match,
}

/// A change of a typed line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// Writes this.
    Insert(String),
    /// Begins a new line, where there may be several.
    Break,
    /// Rubs out the letter before.
    Rub,
    /// Rubs out the letter under the cursor.
    Delete,
    /// Rubs out the word before.
    RubWord,
    /// Rubs out everything before.
    RubAll,
    /// Moves by a letter.
    Letter(Side),
    /// Moves by a line, where there are several; to what was typed before, where there is one.
    Line(Side),
    /// Moves to the end (next) or start.
    Edge(Side),
}
