//! Settings: how a reader wants the app, read from RON; what is not said stays as it is by default.

use serde::Deserialize;

use super::colour::Depth;
use super::told;

/// How a reader wants the app.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that a reader sets by name")]
pub struct Settings {
    /// Name of the theme; `auto` for what the terminal is like.
    pub theme: String,
    /// Columns of a line of text, at most.
    pub measure: usize,
    /// Whether a blank line stands between paragraphs.
    pub spacing: bool,
    /// Whether both edges of the text are straight.
    pub justify: bool,
    /// Whether English words are hyphenated at the end of lines.
    pub hyphens: bool,
    /// Whether paragraphs have numbers.
    pub numbers: bool,
    /// Whether the story stands alone.
    pub alone: bool,
    /// What the list of statements is ordered by: text, speaker, tag, confidence.
    pub order: Order,
    /// Whether the mouse is heard.
    pub mouse: bool,
    /// How many colours the terminal has; `Auto` for what it tells.
    pub colours: Colours,
    /// Name written beside every mark; empty for the name one is logged in by.
    pub annotator: String,
    /// Whether a story opens where one was when it was closed.
    pub remember: bool,
}

/// What the list of statements is ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[expect(missing_docs, reason = "each is told at its namesake in `app::Order`")]
pub enum Order {
    #[default]
    Text,
    Speaker,
    Tag,
    Confidence,
}

/// How many colours the terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub enum Colours {
    /// What it tells.
    #[default]
    Auto,
    /// All of them.
    True,
    /// 256.
    Indexed,
    /// 16.
    Sixteen,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            theme: "auto".to_owned(),
            measure: 72,
            spacing: true,
            justify: false,
            hyphens: false,
            numbers: false,
            alone: false,
            order: Order::Text,
            mouse: true,
            colours: Colours::Auto,
            annotator: String::new(),
            remember: true,
        }
    }
}

/// Why a file of the config folder cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct SettingsError {
    /// The file's name.
    pub file: String,
    /// Where in it, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Columns that a line may have.
const MEASURES: std::ops::RangeInclusive<usize> = 24..=140;

impl Settings {
    /// Reads settings; `file` names the file in the error.
    pub fn parse(file: &str, text: &str) -> Result<Settings, SettingsError> {
        let wrong = |line, reason| SettingsError { file: file.to_owned(), line, reason };
        let settings: Settings =
            ron::from_str(text).map_err(|error| wrong(error.span.start.line, told(&error.code)))?;
        if !MEASURES.contains(&settings.measure) {
            let line = (1..).zip(text.lines()).find(|(_, line)| line.contains("measure"));
            let (from, to) = (MEASURES.start(), MEASURES.end());
            let reason =
                format!("measure is {}: a line has {from} to {to} columns", settings.measure);
            return Err(wrong(line.map_or(1, |(line, _)| line), reason));
        }
        Ok(settings)
    }

    /// Every setting: its name, its value, and the default where it is another.
    pub fn rows(&self) -> Vec<(&'static str, String, Option<String>)> {
        let usual = Settings::default().values();
        let rows = self.values().into_iter().zip(usual);
        rows.map(|((name, value), (_, usual))| {
            let differs = (value != usual).then_some(usual);
            (name, value, differs)
        })
        .collect()
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        vec![
            ("theme", format!("{:?}", self.theme)),
            ("measure", self.measure.to_string()),
            ("spacing", self.spacing.to_string()),
            ("justify", self.justify.to_string()),
            ("hyphens", self.hyphens.to_string()),
            ("numbers", self.numbers.to_string()),
            ("alone", self.alone.to_string()),
            ("order", format!("{:?}", self.order)),
            ("mouse", self.mouse.to_string()),
            ("colours", format!("{:?}", self.colours)),
            ("annotator", format!("{:?}", self.annotator)),
            ("remember", self.remember.to_string()),
        ]
    }

    /// How many colours there are, after what the environment says (`COLORTERM`, `TERM`).
    pub fn depth(&self, colorterm: Option<&str>, term: Option<&str>) -> Depth {
        match self.colours {
            Colours::True => Depth::True,
            Colours::Indexed => Depth::Indexed,
            Colours::Sixteen => Depth::Sixteen,
            Colours::Auto => {
                let rich = |name: &str| {
                    name.contains("direct") || name.contains("kitty") || name.contains("ghostty")
                };
                match (colorterm, term) {
                    (Some("truecolor" | "24bit"), _) => Depth::True,
                    (_, Some(term)) if rich(term) => Depth::True,
                    (_, Some(term)) if term.contains("256") => Depth::Indexed,
                    _ => Depth::Sixteen,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let read = Settings::parse("settings.ron", "(measure: 60, order: Tag)").unwrap();
        assert_eq!(read, Settings { measure: 60, order: Order::Tag, ..Settings::default() });
        let differs = read.rows().into_iter().filter_map(|(name, value, usual)| {
            usual.map(|usual| format!("{name} {value} {usual}"))
        });
        assert_eq!(differs.collect::<Vec<_>>(), ["measure 60 72", "order Tag Text"]);
        assert_eq!(Settings::parse("settings.ron", "()"), Ok(Settings::default()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, line, reason) in [
            ("(\n mesure: 60)", 2, "did you mean `measure`?"),
            ("(\n\n theme: 3)", 3, "Expected string"),
            ("(order: Tga)", 1, "did you mean `Tag`?"),
            ("(\n measure: 6)", 2, "24 to 140 columns"),
            ("", 1, "Expected"),
        ] {
            let error = Settings::parse("settings.ron", text).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.reason.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn colours_are_told_by_the_terminal() {
        let settings = Settings::default();
        for (colorterm, term, depth) in [
            (Some("truecolor"), Some("xterm"), Depth::True),
            (None, Some("xterm-256color"), Depth::Indexed),
            (None, Some("xterm-kitty"), Depth::True),
            (None, Some("linux"), Depth::Sixteen),
            (None, None, Depth::Sixteen),
        ] {
            assert_eq!(settings.depth(colorterm, term), depth, "{colorterm:?} {term:?}");
        }
        let asked = Settings { colours: Colours::Sixteen, ..settings };
        assert_eq!(asked.depth(Some("truecolor"), None), Depth::Sixteen);
    }
}
