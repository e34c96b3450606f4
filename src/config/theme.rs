//! Themes: what every role on the screen looks like, read from RON.
//!
//! Three are inside the binary. Nothing here touches a file: a reader's own theme comes as text
//! with the name to blame. How a role becomes cells is `ui`'s business.

use std::sync::LazyLock;

use serde::Deserialize;

use super::colour::{Colour, Depth};
use crate::text::find::nearest;

/// How everything looks. Roles left out of a file are plain text.
#[derive(Clone, PartialEq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Theme {
    /// What the reader calls it.
    pub name: String,
    /// The words of the story.
    pub text: Style,
    /// What may be overlooked: labels, counts, excerpts.
    pub faint: Style,
    /// The story's headline, headings.
    pub title: Style,
    /// The line on top.
    pub bar: Style,
    /// Lines between panes.
    pub rule: Style,
    /// Title and line of the pane that has the keys.
    pub focus: Style,
    /// Words that name a source.
    pub source: Style,
    /// Reporting words.
    pub cue: Style,
    /// What is said.
    pub content: Style,
    /// Laid over all parts of the current statement.
    pub current: Style,
    /// Laid over the current row of a list.
    pub row: Style,
    /// The stretch of the text whose end is being moved.
    pub chosen: Style,
    /// Where the chosen person or place is named.
    pub mention: Style,
    /// Where the search text is found.
    pub found: Style,
    /// The found place under the caret.
    pub found_here: Style,
    /// A tag that the reader set.
    pub tag: Style,
    /// A tag that the machine proposes.
    pub suggested: Style,
    /// A statement that the reader accepted.
    pub accepted: Style,
    /// A statement that the reader rejected.
    pub rejected: Style,
    /// A key to press.
    pub key: Style,
    /// Something went well.
    pub good: Style,
    /// Something went wrong.
    pub bad: Style,
    /// The scroll bar's part that is in view.
    pub thumb: Style,
    /// A box over the screen.
    pub popup: Style,
    /// One for each speaker in turn, told apart by colour-blind readers too.
    pub speakers: Vec<Style>,
}

/// A look: colours where given, and what is added to the letters.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Style {
    /// Colour of the letters.
    pub fg: Option<Colour>,
    /// Colour behind them.
    pub bg: Option<Colour>,
    /// What is added.
    pub add: Vec<Effect>,
}

/// What can be added to letters; exists without colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Heavier.
    Bold,
    /// Fainter.
    Dim,
    /// Slanted.
    Italic,
    /// With a line below.
    Underline,
    /// Letters and ground swapped.
    Reverse,
    /// With a line through.
    Strike,
}

/// Why a theme could not be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("theme {file}, line {line}: {reason}")]
pub struct ThemeError {
    /// The file's name.
    pub file: String,
    /// Where in it, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl Theme {
    /// Reads a theme; `file` names it in the error.
    pub fn parse(file: &str, text: &str) -> Result<Theme, ThemeError> {
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        options.from_str(text).map_err(|error| ThemeError {
            file: file.to_owned(),
            line: error.span.start.line,
            reason: super::told(&error.code),
        })
    }

    /// The same with the colours that a terminal of so many has.
    #[must_use]
    pub fn at(&self, depth: Depth) -> Theme {
        let mut theme = self.clone();
        let styles = theme.styles_mut();
        for style in styles {
            style.fg = style.fg.map(|colour| colour.at(depth));
            style.bg = style.bg.map(|colour| colour.at(depth));
        }
        theme
    }

    fn styles_mut(&mut self) -> Vec<&mut Style> {
        let Theme { speakers, .. } = self;
        let mut all: Vec<&mut Style> = speakers.iter_mut().collect();
        all.extend([
            &mut self.text,
            &mut self.faint,
            &mut self.title,
            &mut self.bar,
            &mut self.rule,
            &mut self.focus,
            &mut self.source,
            &mut self.cue,
            &mut self.content,
            &mut self.current,
            &mut self.row,
            &mut self.chosen,
            &mut self.mention,
            &mut self.found,
            &mut self.found_here,
            &mut self.tag,
            &mut self.suggested,
            &mut self.accepted,
            &mut self.rejected,
            &mut self.key,
            &mut self.good,
            &mut self.bad,
            &mut self.thumb,
            &mut self.popup,
        ]);
        all
    }

    /// Those inside the binary.
    pub fn built_in() -> &'static [Theme] {
        static BUILT_IN: LazyLock<Vec<Theme>> = LazyLock::new(|| {
            let files = [
                ("dark.ron", include_str!("../../themes/dark.ron")),
                ("light.ron", include_str!("../../themes/light.ron")),
                ("mono.ron", include_str!("../../themes/mono.ron")),
                ("contrast.ron", include_str!("../../themes/contrast.ron")),
                ("safe.ron", include_str!("../../themes/safe.ron")),
                ("sixteen.ron", include_str!("../../themes/sixteen.ron")),
            ];
            let read = |(file, text)| Theme::parse(file, text).expect("tested below");
            files.into_iter().map(read).collect()
        });
        &BUILT_IN
    }

    /// The look of the `number`th speaker; they come round again when there are more than colours.
    pub fn speaker(&self, number: usize) -> Style {
        match self.speakers.len() {
            0 => Style::default(),
            count => self.speakers[number % count].clone(),
        }
    }
}

/// The themes there are, which one to begin with, and what to tell the reader about that.
#[derive(Clone, PartialEq, Debug)]
pub struct Themes {
    /// Never empty.
    pub all: Vec<Theme>,
    /// Where to begin.
    pub at: usize,
    /// Why it is not the one that was asked for.
    pub warning: Option<String>,
}

impl Themes {
    /// Begins with the theme called `wanted`: one of those inside, else one that `read` gives as
    /// file name and text; the first one, and a warning, where neither has it.
    pub fn choose(wanted: &str, read: impl FnOnce(&str) -> Option<(String, String)>) -> Themes {
        let mut all = Theme::built_in().to_vec();
        if let Some(at) = all.iter().position(|theme| theme.name == wanted) {
            return Themes { all, at, warning: None };
        }
        match read(wanted).map(|(file, text)| Theme::parse(&file, &text)) {
            Some(Ok(theme)) => {
                all.push(Theme { name: wanted.to_owned(), ..theme });
                Themes { at: all.len() - 1, all, warning: None }
            }
            Some(Err(error)) => Themes { all, at: 0, warning: Some(error.to_string()) },
            None => {
                let names: Vec<&str> = all.iter().map(|theme| theme.name.as_str()).collect();
                let near = nearest(wanted, names.iter().copied());
                let near = near.map_or(String::new(), |name| format!("did you mean {name}? "));
                let names = names.join(", ");
                let warning = format!("no theme “{wanted}”: {near}there are {names}");
                Themes { all, at: 0, warning: Some(warning) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_file_line_and_reason() {
        for (text, line, reason) in [
            ("(\n cue: (fg: \"mauve\"),\n)", 2, "“mauve” is no colour"),
            ("(\n\n ceu: (),\n)", 3, "there is no `ceu`: did you mean `cue`?"),
            ("(name: \"x\"", 1, "Expected"),
        ] {
            let error = Theme::parse("mine.ron", text).unwrap_err();
            assert_eq!((error.file.as_str(), error.line), ("mine.ron", line), "{text}: {error}");
            assert!(error.reason.contains(reason), "{error}");
        }
    }

    #[test]
    fn a_theme_that_cannot_be_used_is_told() {
        let read = |name: &str| match name {
            "mine" => Some(("mine.ron".to_owned(), "(cue: (add: [bold]))".to_owned())),
            "broken" => Some(("broken.ron".to_owned(), "(\n  cue: 3\n)".to_owned())),
            _ => None,
        };
        for (wanted, begins, warning) in [
            ("light", "light", None),
            ("mine", "mine", None),
            ("broken", "dark", Some("theme broken.ron, line 2: ")),
            ("gone", "dark", Some("no theme “gone”")),
        ] {
            let themes = Themes::choose(wanted, read);
            assert_eq!(themes.all[themes.at].name, begins);
            match warning {
                None => assert_eq!(themes.warning, None),
                Some(start) => assert!(themes.warning.unwrap().starts_with(start), "{wanted}"),
            }
        }
    }

    #[test]
    fn every_built_in_theme_reads() {
        let names: Vec<&str> = Theme::built_in().iter().map(|theme| theme.name.as_str()).collect();
        assert_eq!(names, ["dark", "light", "mono", "contrast", "safe", "sixteen"]);
    }

    /// In every theme, what must not be confused differs by effect alone; in mono there is no colour.
    #[test]
    fn roles_are_told_apart_without_colour() {
        for theme in Theme::built_in() {
            let groups: [(&str, Vec<&Style>); 3] = [
                ("parts", vec![&theme.text, &theme.source, &theme.cue]),
                ("tags", vec![&theme.tag, &theme.suggested, &theme.rejected]),
                ("places", vec![&theme.text, &theme.mention, &theme.found_here]),
            ];
            for (name, styles) in groups {
                for (at, one) in styles.iter().enumerate() {
                    let same = styles.iter().skip(at + 1).any(|other| other.add == one.add);
                    assert!(!same, "{} {name}: style {at} looks like another", theme.name);
                }
            }
        }
        let mut mono = Theme::built_in()[2].clone();
        let plain = mono.styles_mut().into_iter().all(|it| it.fg.is_none() && it.bg.is_none());
        assert!(plain);
        let lit =
            [&mono.text, &mono.current, &mono.row, &mono.chosen, &mono.found, &mono.found_here];
        for (at, one) in lit.iter().enumerate().filter(|(at, _)| *at != 4) {
            let same = lit.iter().skip(at + 1).filter(|other| other.add == one.add).count();
            assert!(same <= 1, "mono: lit style {at} looks like others");
        }
    }

    /// Letters stand out from the ground, where both are known: a ratio of 4.5 or more; of 7 in the
    /// theme made for it.
    #[test]
    fn contrast() {
        let known = |theme: &&Theme| theme.text.bg.is_some();
        for theme in Theme::built_in().iter().filter(known) {
            let ground = theme.text.bg.expect("only those");
            let least = if theme.name == "contrast" { 7.0 } else { 4.5 };
            let over = |style: &Style, ground| style.bg.unwrap_or(ground);
            let mut pairs: Vec<(String, Option<Colour>, Colour)> = Vec::new();
            for (at, speaker) in theme.speakers.iter().enumerate() {
                pairs.push((format!("speaker {at}"), speaker.fg, over(speaker, ground)));
                pairs.push((format!("speaker {at} now"), speaker.fg, over(&theme.current, ground)));
                pairs.push((format!("speaker {at} row"), speaker.fg, over(&theme.row, ground)));
            }
            for (name, style) in [
                ("text", &theme.text),
                ("faint", &theme.faint),
                ("content", &theme.content),
                ("popup", &theme.popup),
                ("bar", &theme.bar),
                ("chosen", &theme.chosen),
                ("found", &theme.found),
                ("found_here", &theme.found_here),
                ("key", &theme.key),
                ("good", &theme.good),
                ("bad", &theme.bad),
                ("tag", &theme.tag),
                ("suggested", &theme.suggested),
                ("accepted", &theme.accepted),
            ] {
                pairs.push((name.to_owned(), style.fg.or(theme.text.fg), over(style, ground)));
            }
            for (name, style) in [("faint", &theme.faint), ("key", &theme.key)] {
                pairs.push((format!("{name} in a box"), style.fg, over(&theme.popup, ground)));
            }
            for (name, fg, bg) in pairs {
                let Some(fg) = fg else { continue };
                let ratio = ratio(fg, bg);
                assert!(ratio >= least, "{} {name}: {ratio:.2}", theme.name);
            }
        }
    }

    /// Contrast by WCAG 2.
    fn ratio(a: Colour, b: Colour) -> f64 {
        let linear = |part: u8| match f64::from(part) / 255.0 {
            low if low <= 0.03928 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        };
        let light = |colour| match colour {
            Colour::Rgb(r, g, b) => {
                0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05
            }
            Colour::Terminal(_) => panic!("a terminal's own colour has no known contrast"),
        };
        let (a, b) = (light(a), light(b));
        a.max(b) / a.min(b)
    }
}
