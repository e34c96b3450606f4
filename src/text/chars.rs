//! What kind of character is this? The few classes that cleaning needs, each as one small question.

use unicode_width::UnicodeWidthChar;

/// Zero width non-joiner and zero width joiner.
pub(super) fn is_joiner(ch: char) -> bool {
    matches!(ch, '\u{200C}' | '\u{200D}')
}

/// Ends a line, whatever it is called: LF, VT, FF, CR, NEL, line and paragraph separator.
pub fn is_line_end(ch: char) -> bool {
    matches!(ch, '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Never shown and never kept: control characters, directions, invisible letters, tags.
/// Line ends and TAB are controls too: ask [`is_line_end`] first.
#[rustfmt::skip]
pub fn is_hidden(ch: char) -> bool {
    ch.is_control() || matches!(ch,
        '\u{AD}'                                                      // soft hyphen
        | '\u{61C}' | '\u{200E}' | '\u{200F}'                         // direction marks
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'           // overrides, isolates
        | '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' // zero width, invisible operators
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'                        // byte order mark, ruby anchors
        | '\u{E0000}'..='\u{E007F}'                                   // tags
    )
}

/// Adds no column of its own: combining marks, variation selectors, joiners.
pub(super) fn is_mark(ch: char) -> bool {
    ch.width() == Some(0)
}

/// Whether a joiner between these two shapes what is seen: inside a word of a script that joins,
/// and ZWJ inside an emoji sequence.
pub(super) fn joins(before: char, joiner: char, after: char) -> bool {
    (is_joining_script(before) && is_joining_script(after))
        || (joiner == '\u{200D}' && is_pictograph(before) && is_pictograph(after))
}

/// Scripts whose letters change shape beside a joiner, with their marks.
#[rustfmt::skip]
fn is_joining_script(ch: char) -> bool {
    matches!(ch,
        '\u{600}'..='\u{8FF}'                              // Arabic, Syriac, Thaana, N'Ko, …
        | '\u{900}'..='\u{DFF}'                            // the scripts of India, Sinhala
        | '\u{F00}'..='\u{FFF}' | '\u{1000}'..='\u{109F}'  // Tibetan, Myanmar
        | '\u{1780}'..='\u{18AF}'                          // Khmer, Mongolian
        | '\u{1B00}'..='\u{1BFF}' | '\u{1CD0}'..='\u{1CFF}' // Balinese, Sundanese, Batak, Vedic
        | '\u{A840}'..='\u{A87F}' | '\u{A8E0}'..='\u{A8FF}' // Phags-pa, Devanagari extended
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' // Arabic forms
        | '\u{10A00}'..='\u{10AFF}' | '\u{11000}'..='\u{11FFF}' // Manichaean …, further Indic
        | '\u{1E900}'..='\u{1E95F}'                        // Adlam
    )
}

/// Emoji and what may stand inside their sequences: variation selectors, skin tones, signs.
#[rustfmt::skip]
fn is_pictograph(ch: char) -> bool {
    matches!(ch,
        '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}'
    )
}
