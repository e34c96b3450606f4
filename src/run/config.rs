//! What a reader asked for in the config folder: settings, keys, codebook; and `onrecord config`,
//! which shows where that is, what it says, what of it differs from the default, and what became of
//! what is as it is here.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::desk::user_theme;
use super::{End, Stop, annotator, tui, variable};
use crate::annotation::Codebook;
use crate::config::settings::Colours;
use crate::config::{Depth, Settings, Themes, keys};
use crate::disk::places::Places;
use crate::disk::read;
use crate::input::{self, Bound};
use crate::text::clean::clean_line;

/// What a reader asked for. What cannot be used is as it is by default, and told.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// How the app is set.
    pub settings: Settings,
    /// Keys that are bound otherwise.
    pub keys: Vec<Bound>,
    /// The tags there are.
    pub codebook: Arc<Codebook>,
    /// Whether there is a codebook that cannot be used: it is never written over.
    pub broken_codebook: bool,
    /// What cannot be used: file, line and reason.
    pub faults: Vec<String>,
}

/// Names of the files in the config folder.
const SETTINGS: &str = "settings.ron";
const KEYS: &str = "keys.ron";
/// The tags of a reader.
pub const CODEBOOK: &str = "codebook.ron";

impl Wishes {
    /// Reads the config folder.
    pub fn read(places: Option<&Places>) -> Wishes {
        let mut faults = Vec::new();
        let text = |name: &str, faults: &mut Vec<String>| {
            let path = places?.config.join(name);
            if !exists(&path) {
                return None;
            }
            match read::bytes(&path) {
                Ok(bytes) => {
                    Some((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
                }
                Err(error) => {
                    faults.push(error.to_string());
                    None
                }
            }
        };
        let settings =
            text(SETTINGS, &mut faults).map(|(file, text)| Settings::parse(&file, &text));
        let settings = settings.transpose().unwrap_or_else(|error| {
            faults.push(error.to_string());
            None
        });
        let codebook =
            text(CODEBOOK, &mut faults).map(|(file, text)| Codebook::parse(&file, &text));
        let codebook = codebook.transpose().unwrap_or_else(|error| {
            faults.push(error.to_string());
            None
        });
        let broken_codebook =
            codebook.is_none() && places.is_some_and(|it| exists(&it.config.join(CODEBOOK)));
        let codebook = codebook.unwrap_or_else(|| Codebook::built_in().clone());
        let mut bound = Vec::new();
        if let Some((file, text)) = text(KEYS, &mut faults) {
            match keys::parse(&file, &text) {
                Ok(keys) => {
                    bound = keys
                        .into_iter()
                        .map(|it| Bound {
                            scope: it.place,
                            keys: it.keys,
                            action: it.action,
                            line: it.line,
                        })
                        .collect();
                    let wrong = input::bind(&mut input::guide(&codebook), &bound);
                    faults.extend(
                        wrong.iter().map(|(line, why)| format!("{file}, line {line}: {why}")),
                    );
                }
                Err(error) => faults.push(error.to_string()),
            }
        }
        Wishes {
            settings: settings.unwrap_or_default(),
            keys: bound,
            codebook: Arc::new(codebook),
            broken_codebook,
            faults,
        }
    }
}

/// What `auto` is here.
pub struct Here {
    /// How many colours there are.
    pub depth: Depth,
    /// The theme.
    pub theme: &'static str,
    /// Whether the terminal is asked for its ground, since the environment does not say it.
    pub ask: bool,
}

impl Here {
    /// By the environment, and by the colours that were asked for.
    pub fn of(settings: &Settings) -> Here {
        let ground = variable("COLORFGBG");
        let depth = settings.depth(variable("COLORTERM").as_deref(), variable("TERM").as_deref());
        let theme = tui::usual_theme(variable("NO_COLOR").as_deref(), ground.as_deref(), depth);
        Here { depth, theme, ask: theme == "dark" && ground.is_none() }
    }

    /// What became of a setting that is as it is here; nothing where the reader said it.
    fn became(&self, name: &str, settings: &Settings) -> Option<String> {
        match name {
            "theme" if settings.theme == "auto" => Some(
                if self.ask {
                    "dark, or light where the terminal says that its ground is"
                } else {
                    self.theme
                }
                .to_owned(),
            ),
            "colours" if settings.colours == Colours::Auto => Some(match self.depth {
                Depth::True => "all".to_owned(),
                Depth::Indexed => "256".to_owned(),
                Depth::Sixteen => "16".to_owned(),
            }),
            "annotator" if settings.annotator.is_empty() => Some(annotator()),
            _ => None,
        }
    }
}

/// What is wrong with the theme that was asked for, and where that is written.
fn theme_fault(places: Option<&Places>, settings: &Settings) -> Option<String> {
    let wanted = Some(settings.theme.as_str()).filter(|name| *name != "auto")?;
    let fault = Themes::choose(wanted, |name| user_theme(places, name)).warning?;
    let path = places?.config.join(SETTINGS);
    let text = String::from_utf8_lossy(&read::bytes(&path).ok()?).into_owned();
    let line = (1..).zip(text.lines()).find(|(_, line)| line.contains("theme"));
    Some(format!("{}, line {}: {fault}", path.display(), line.map_or(1, |(line, _)| line)))
}

fn exists(path: &Path) -> bool {
    path.try_exists().unwrap_or(true)
}

/// Shows the config folder: where it is, what it says, what differs from the default. What cannot be
/// used is an error.
pub fn show(places: Option<&Places>) -> Result<End, Stop> {
    let mut wishes = Wishes::read(places);
    wishes.faults.extend(theme_fault(places, &wishes.settings));
    let mut out = String::new();
    let mut line = |words: &str| {
        let indent = words.len() - words.trim_start().len();
        out.push_str(&" ".repeat(indent));
        out.push_str(&clean_line(words));
        out.push('\n');
    };
    match places {
        None => line("there is no home folder, so there are no settings of yours"),
        Some(places) => {
            line(&format!("Settings lie in {}", places.config.display()));
            for (name, about) in [
                (SETTINGS, "settings"),
                (KEYS, "keys"),
                (CODEBOOK, "tags"),
                ("themes", "themes of your own, NAME.ron"),
            ] {
                let there = if exists(&places.config.join(name)) {
                    "there"
                } else {
                    "not there: all by default"
                };
                line(&format!("  {name:<14} {about}; {there}"));
            }
            line(&format!("Marks, places and histories lie in {}", places.data.display()));
        }
    }
    line("");
    line("Settings");
    let here = Here::of(&wishes.settings);
    for (name, value, usual) in wishes.settings.rows() {
        let differs = usual.map(|usual| format!("   (by default {usual})"));
        let here = here.became(name, &wishes.settings).map(|it| format!("   (here {it})"));
        let more = differs.or(here).unwrap_or_default();
        line(&format!("  {name:<10} {value}{more}"));
    }
    line("");
    let tags: Vec<&str> = wishes.codebook.tags.iter().map(|tag| tag.name.as_str()).collect();
    line(&format!(
        "Tags of “{}”, version {}: {}",
        wishes.codebook.name,
        wishes.codebook.version,
        tags.join(", ")
    ));
    if !wishes.keys.is_empty() {
        line("");
        line("Keys of yours");
        for key in &wishes.keys {
            line(&format!("  {:<10} {:<8} {}", key.scope, key.keys, key.action));
        }
    }
    // A closed pipe is nobody's business.
    let _ = io::stdout().write_all(out.as_bytes());
    if wishes.faults.is_empty() { Ok(End::Done) } else { Err(Stop(wishes.faults.join("; "))) }
}
