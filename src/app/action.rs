//! What a person can ask for: every key, click and wheel turn becomes one of these.

use super::Pane;

/// One request of the reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Moves the caret in the text.
    Move(Motion),
    /// Goes to the next or previous of a kind.
    Go(Side, Goal),
    /// Another of the statements under the caret.
    Cycle,
    /// Gives the keys to the next or previous pane.
    Turn(Side),
    /// Gives the keys to a pane.
    Focus(Pane),
    /// Sets or takes back the tag of that number in the codebook.
    ToggleTag(usize),
    /// The statement is right, or is open again.
    ToggleAccepted,
    /// The statement is wrong, or is open again.
    ToggleRejected,
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
    /// Asks what to show.
    AskFilter,
    /// Asks in which format to export.
    AskExport,
    /// Shows all keys.
    Help,
    /// Ends what is shown on top: the filter, the search.
    Clear,
    /// Makes the text wider (next) or narrower.
    Measure(Side),
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
    /// Moves in a list or in the help.
    Choose(Side),
    /// The same, by a screenful.
    ChoosePage(Side),
    /// Does what was typed or chosen.
    Submit,
    /// Goes back without doing it.
    Cancel,
    /// The mouse was pressed at this column and row.
    Press(u16, u16),
    /// The wheel was turned over this column and row.
    Wheel(Side, u16, u16),
    /// The keys typed so far begin a longer one; none to give up.
    Await(String),
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
    /// Moves to the end (next) or start.
    Edge(Side),
}
