//! `onrecord people`: who speaks in the collection, a page about one of them, and who is who.

use super::{Collection, many, stop};
use crate::export::{pages, survey};
use crate::library::people::Doubt;
use crate::library::person::person;
use crate::run::{End, Stop, print, tell, tui};

/// What is asked about people.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// A name, or a part of one.
    pub name: Option<&'a str>,
    /// Whether names that may mean one are listed.
    pub doubtful: bool,
    /// Names that mean one, the first what it is called.
    pub join: &'a [String],
    /// Two names that do not.
    pub apart: &'a [String],
    /// Whether the page is HTML.
    pub html: bool,
    /// So many people or doubts.
    pub most: usize,
}

/// Columns where no terminal says how wide it is.
const WIDTH: usize = 100;

/// Does what is asked.
pub fn people(order: &Order) -> Result<End, Stop> {
    let mut collection = Collection::open()?;
    if !order.join.is_empty() || !order.apart.is_empty() {
        return decide(&mut collection, order);
    }
    collection.look()?;
    if order.doubtful {
        return doubtful(&collection, order.most);
    }
    let voices =
        |part: &str, most| collection.index.voices(part, most).map_err(|error| stop(&error));
    let part = order.name.unwrap_or_default();
    let found = voices(part, order.most)?;
    let exact = found.iter().find(|voice| voice.name.to_lowercase() == part.to_lowercase());
    match (order.name, exact.or(found.first().filter(|_| found.len() == 1))) {
        (Some(_), Some(one)) => {
            let records = collection.index.said_by(&one.name).map_err(|error| stop(&error))?;
            let page = person(&one.name, records);
            let width = tui::columns().unwrap_or(WIDTH).clamp(40, 200);
            if order.html {
                print(&survey::person(&page))
            } else {
                print(&pages::person(&page, width))
            }
        }
        (Some(name), None) if found.is_empty() => {
            Err(Stop(format!("nobody who speaks is called “{name}”")))
        }
        _ => {
            let lines = found.iter().map(|voice| {
                let statements = many(voice.statements, "statement", "statements");
                format!(
                    "{}: {statements} in {}\n",
                    voice.name,
                    many(voice.stories, "story", "stories")
                )
            });
            let page: String = lines.collect();
            print(&page)
        }
    }
}

/// Names that may mean one person, those in most stories first.
pub(super) fn doubts(collection: &Collection) -> Result<Vec<Doubt>, Stop> {
    let namings = collection.index.namings().map_err(|error| stop(&error))?;
    Ok(crate::library::people::join(&namings, &collection.decisions).doubts)
}

/// Keeps who is who, and joins the names anew.
fn decide(collection: &mut Collection, order: &Order) -> Result<End, Stop> {
    if let [_, _, ..] = order.join {
        collection.decisions.join(order.join);
    }
    if let [one, other] = order.apart {
        collection.decisions.part(one, other);
    }
    collection.keep_decisions()?;
    collection.refresh(false)
}

fn doubtful(collection: &Collection, most: usize) -> Result<End, Stop> {
    let doubts = doubts(collection)?;
    if doubts.is_empty() {
        tell("no names are doubtful");
    }
    let line = |doubt: &Doubt| {
        let stories = many(doubt.stories, "story", "stories");
        format!("{} may be {}: {} ({stories})\n", doubt.name, doubt.may_be, doubt.why)
    };
    let page: String = doubts.iter().take(most).map(line).collect();
    let end = print(&page)?;
    if !doubts.is_empty() {
        tell("decide with --join NAME OTHER, or --apart NAME OTHER");
    }
    Ok(end)
}
