//! What the workers tell, and leaving: never before everything is saved, unless the reader knows.

use super::{
    Action, App, Effect, Leaving, Notice, Report, Saved, Stage, act, book, decide, hits, list,
    outside, reading,
};
use crate::story::Story;

/// Leaves when everything is saved; when that failed, tells so once and leaves when asked again.
pub fn quit(app: &mut App) -> Vec<Effect> {
    let states = || app.tabs.all.iter().filter_map(|tab| tab.reader()).map(|one| &one.saved);
    let failed = states().find_map(|saved| match saved {
        Saved::Failed(_, why) => Some(why.clone()),
        _ => None,
    });
    let saving = states().any(|saved| matches!(saved, Saved::Saving(_)));
    match (failed, app.leaving) {
        (Some(why), Leaving::No | Leaving::WhenSaved) => {
            app.leaving = Leaving::Warned;
            let (again, leave) = (app.keys.of(&Action::Save), app.keys.of(&Action::Quit));
            let how = format!("{leave} again leaves, with a rescue copy; {again} tries again");
            app.notice = Some(Notice::Bad(format!("NOT SAVED — {how}. {why}")));
            Vec::new()
        }
        (None, _) if saving => {
            app.leaving = Leaving::WhenSaved;
            app.notice = Some(Notice::Good("saving, then leaving".to_owned()));
            Vec::new()
        }
        _ => vec![Effect::Quit],
    }
}

/// Takes in what a worker tells.
pub fn hear(app: &mut App, report: Report) -> Vec<Effect> {
    match report {
        Report::Analysing(tab, progress) => stage(app, tab, Stage::Analysing(progress)),
        Report::Failed(tab, why) => stage(app, tab, Stage::Failed(why)),
        Report::Ready(tab, mut reader) => {
            if let Some(what) = missing(&reader.story, app.keys.of(&Action::Unplaced))
                .filter(|_| tab == app.tabs.at)
            {
                app.notice = Some(Notice::Bad(what));
            }
            reader.codebook = app.codebook.clone();
            if app.look.order != reader.list.order {
                list::order(&mut reader, app.look.order);
            }
            stage(app, tab, Stage::Ready(reader));
            if tab == app.tabs.at {
                act::fit(app);
                if let Some(reader) = app.tabs.current_mut().reader_mut() {
                    let at = reader.caret.at;
                    reading::to_byte(reader, at);
                }
                if app.reader().is_some_and(|reader| reader.decide.is_some()) {
                    decide::ask(app);
                }
            }
        }
        Report::Saved { tab, revision, at } => {
            let mut again = None;
            if let Some(reader) = app.tabs.all.get_mut(tab).and_then(|tab| tab.reader_mut())
                && reader.saved.revision() == revision
            {
                if matches!(reader.saved, Saved::Failed(..)) {
                    again = Some(reader.story.article.label().to_owned());
                }
                reader.saved = Saved::At(revision, at);
            }
            if let Some(label) = again {
                app.notice = Some(Notice::Good(format!("saved after all: the marks of {label}")));
            }
            if app.leaving == Leaving::WhenSaved {
                return quit(app);
            }
        }
        Report::NotSaved(tab, why) => {
            if let Some(reader) = app.tabs.all.get_mut(tab).and_then(|tab| tab.reader_mut()) {
                reader.saved = Saved::Failed(reader.saved.revision(), why.clone());
            }
            let (again, export) = (app.keys.of(&Action::Save), app.keys.of(&Action::AskExport));
            let how = format!("it is tried again, at once with {again}; {export} exports them");
            let kept = "your changes of this session are kept here until you leave";
            app.notice = Some(Notice::Bad(format!("NOT SAVED: {why}. {kept}: {how}")));
            if app.leaving == Leaving::WhenSaved {
                return quit(app);
            }
        }
        Report::Outside(tab, outside) => {
            outside::hear(app, tab, outside);
            if app.leaving == Leaving::WhenSaved {
                return quit(app);
            }
        }
        Report::Answered(answer) => return hits::hear(app, *answer),
        Report::Exported(Ok(what)) => app.notice = Some(Notice::Good(what)),
        Report::Exported(Err(why)) => {
            app.notice = Some(Notice::Bad(format!("not exported: {why}")));
        }
        Report::Codebook(kept, guide) => {
            app.keys.guide = guide;
            return book::use_it(app, &kept);
        }
        Report::Warned(what) => app.notice = Some(Notice::Bad(what)),
    }
    Vec::new()
}

/// What of a story or its marks is not on the screen, in words.
pub fn missing(story: &Story, places: &str) -> Option<String> {
    let lost = match story.unplaced.len() {
        0 => None,
        1 => Some(format!(
            "1 mark has lost its words and is kept: {places} puts it where it belongs"
        )),
        many => Some(format!(
            "{many} marks have lost their words and are kept: {places} puts them where they belong"
        )),
    };
    let dropped = match story.article.dropped {
        0 => None,
        many => Some(format!("{many} characters that cannot be shown were left out")),
    };
    let all: Vec<String> = lost.into_iter().chain(dropped).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn stage(app: &mut App, tab: usize, stage: Stage) {
    if let Some(tab) = app.tabs.all.get_mut(tab) {
        tab.stage = stage;
    }
}
