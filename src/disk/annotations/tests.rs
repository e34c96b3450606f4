//! What the disk promises of marks: what was saved is there, nobody's work is overwritten, and whatever
//! fails is told.

use jiff::Timestamp;

use super::*;
use crate::annotation::{Anchor, Item, ItemId, Stamp};
use crate::article::Origin;
use crate::disk::atomic::faults;
use crate::text::{Span, clean};

const TEXT: &str = "“We stay,” said Ada Hill.";

/// A folder with a story in it, and the places of a user who lives there too.
fn home() -> (tempfile::TempDir, Places, Article) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places { config: folder.path().join("config"), data: folder.path().join("data") };
    let article = article(Origin::File(folder.path().join("a.txt")));
    (folder, places, article)
}

fn article(origin: Origin) -> Article {
    Article::new("a.txt", origin, clean::clean(TEXT))
}

fn tag(set: &mut Set, tag: &str) {
    let item = Item {
        speakers: vec!["Ada Hill".to_owned()],
        tags: vec![tag.to_owned()],
        ..Item::new(
            vec![Anchor::new(TEXT, Span::new(0, 14))],
            Stamp { annotator: "ada".to_owned(), at: Timestamp::UNIX_EPOCH },
        )
    };
    set.apply([(ItemId::of(&["“We stay,”"], 0), Some(item))]);
}

fn items(set: &Set) -> Vec<(ItemId, Item)> {
    set.items().map(|(id, item)| (id.clone(), item.clone())).collect()
}

#[test]
fn what_is_saved_is_loaded() {
    let (folder, places, story) = home();
    for article in [story, article(Origin::Stdin), article(Origin::BuiltIn)] {
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        notebook.save(&set).unwrap();
        assert!(!notebook.path().exists(), "no file for nothing");
        for name in ["claim", "denial"] {
            tag(&mut set, name);
            notebook.save(&set).unwrap();
            let again = load(&article, &places, "bo").unwrap();
            assert_eq!(items(&again.set), items(&set));
            assert_eq!(again.notebook.path(), notebook.path());
        }
        set.undo();
        set.undo();
        notebook.save(&set).unwrap();
        assert!(load(&article, &places, "bo").unwrap().set.is_empty());
        let in_data = !matches!(article.origin, Origin::File(_));
        assert_eq!(notebook.path().starts_with(&places.data), in_data);
        let _ = fs::remove_dir_all(&places.data);
    }
    assert!(folder.path().join("a.txt.onrecord.ron").exists());
}

#[test]
fn a_refused_file_gives_no_way_to_overwrite_it() {
    let (folder, places, article) = home();
    let path = folder.path().join("a.txt.onrecord.ron");
    for (text, place) in [("(format: 1,", ":1:11: "), ("(format: 2)", ":1: "), ("", ":1:1: ")] {
        fs::write(&path, text).unwrap();
        let error = load(&article, &places, "ada").unwrap_err().to_string();
        assert!(error.starts_with(&format!("{}{place}", path.display())), "{error}");
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(matches!(load(&article, &places, "ada"), Err(LoadError::Read { .. })));
}

#[test]
fn a_file_changed_outside_is_not_overwritten() {
    let (_folder, places, article) = home();
    let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
    tag(&mut set, "claim");
    notebook.save(&set).unwrap();
    let theirs = fs::read_to_string(notebook.path()).unwrap().replace("claim", "commitment");
    fs::write(notebook.path(), &theirs).unwrap();
    tag(&mut set, "denial");
    for _ in 0..2 {
        let error = notebook.save(&set).unwrap_err();
        assert!(matches!(error, SaveError::ChangedOutside { .. }), "{error}");
        assert_eq!(fs::read_to_string(notebook.path()).unwrap(), theirs);
    }
    // Gone is not changed: there is nothing to overwrite.
    fs::remove_file(notebook.path()).unwrap();
    notebook.save(&set).unwrap();
    // Nor is one overwritten that came after we found none.
    let mut late = load(&self::article(Origin::Stdin), &places, "ada").unwrap().notebook;
    fs::create_dir_all(late.path().parent().unwrap()).unwrap();
    fs::write(late.path(), "theirs").unwrap();
    assert!(matches!(late.save(&set), Err(SaveError::ChangedOutside { .. })));
}

#[test]
fn a_change_made_outside_is_shown_and_settled() {
    let (_folder, places, article) = home();
    let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
    tag(&mut set, "claim");
    notebook.save(&set).unwrap();
    let base = set.bare();
    let text = fs::read_to_string(notebook.path()).unwrap();
    let theirs = text.replace("claim", "denial").replace("    items:", "    later: 1,\n    items:");
    fs::write(notebook.path(), &theirs).unwrap();
    tag(&mut set, "commitment");
    assert!(matches!(notebook.save(&set), Err(SaveError::ChangedOutside { .. })));
    let outside = notebook.outside(&article).unwrap();
    assert_eq!(outside.base, base);
    assert_eq!(items(&outside.theirs)[0].1.tags, ["denial"]);
    // Not decided yet, and changed again after it was shown: nothing is written.
    assert!(matches!(notebook.save(&set), Err(SaveError::ChangedOutside { .. })));
    fs::write(notebook.path(), theirs.clone() + "\n").unwrap();
    notebook.settle(&places, &article);
    assert!(matches!(notebook.save(&set), Err(SaveError::ChangedOutside { .. })));
    notebook.outside(&article).unwrap();
    notebook.settle(&places, &article);
    notebook.save(&set).unwrap();
    let kept = fs::read_to_string(notebook.path()).unwrap();
    assert!(kept.contains("commitment") && kept.contains("    later: 1,\n"), "{kept}");
    let others = fs::read_to_string(places.backup_of_others(&article)).unwrap();
    assert_eq!(others, theirs + "\n");
    // What cannot be read is not settled.
    fs::write(notebook.path(), "(").unwrap();
    assert!(notebook.outside(&article).is_err());
    notebook.settle(&places, &article);
    assert!(matches!(notebook.save(&set), Err(SaveError::ChangedOutside { .. })));
}

/// At every step of a save, by faults below it: the file is the old one whole or the new one, what
/// failed is told, nothing is left beside, and the next try succeeds and is not taken for
/// somebody else's.
#[test]
fn whatever_step_fails_nothing_is_lost() {
    for deed in Deed::ALL {
        let (folder, places, article) = home();
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        for name in ["claim", "denial"] {
            let before = fs::read(notebook.path()).ok();
            tag(&mut set, name);
            for _ in 0..2 {
                faults::set(Some(deed));
                let failed = notebook.save(&set);
                faults::set(None);
                let Err(SaveError::Write(error)) = failed else { panic!("{deed:?}: {failed:?}") };
                assert_eq!(error.deed, deed);
                let after = fs::read(notebook.path()).ok();
                assert_eq!(after == before, deed != Deed::SyncFolder, "{deed:?}");
                let beside = fs::read_dir(folder.path()).unwrap().flatten();
                let left = beside.filter(|it| it.file_name().to_string_lossy().contains(".tmp"));
                assert_eq!(left.count(), 0, "{deed:?}");
            }
            assert_eq!(notebook.save(&set).unwrap(), Saved::InPlace, "{deed:?}");
            assert_eq!(items(&load(&article, &places, "bo").unwrap().set), items(&set));
        }
    }
    // Where the backup or the lock cannot be written, work goes on.
    for closed in ["data/backups", "a.txt.onrecord.ron.lock"] {
        let (folder, places, article) = home();
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        tag(&mut set, "claim");
        notebook.save(&set).unwrap();
        let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
        let closed = folder.path().join(closed);
        fs::create_dir_all(closed.parent().unwrap()).unwrap();
        match closed.extension() {
            Some(_) => fs::create_dir(&closed).unwrap(),
            None => fs::write(&closed, "a file").unwrap(),
        }
        assert_eq!(notebook.claim("ada"), Ok(()));
        tag(&mut set, "denial");
        assert_eq!(notebook.save(&set).unwrap(), Saved::InPlace);
        assert_eq!(items(&load(&article, &places, "bo").unwrap().set), items(&set));
    }
}

#[test]
fn one_works_on_marks_and_the_state_before_is_kept() {
    let (folder, places, article) = home();
    let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
    assert_eq!(notebook.claim("ada"), Ok(()));
    let mut other = load(&article, &places, "bo").unwrap().notebook;
    assert_eq!(other.claim("bo"), Err("ada".to_owned()));
    tag(&mut set, "claim");
    notebook.save(&set).unwrap();
    drop(notebook);
    assert!(!folder.path().join("a.txt.onrecord.ron.lock").exists());
    // The next session: what it found is kept, whatever it does.
    let first = fs::read(other.path()).unwrap();
    let Loaded { mut set, mut notebook, .. } = load(&article, &places, "bo").unwrap();
    assert_eq!(notebook.claim("bo"), Ok(()));
    for name in ["denial", "commitment"] {
        tag(&mut set, name);
        notebook.save(&set).unwrap();
    }
    assert_eq!(fs::read(places.backup(&article)).unwrap(), first);
}

#[test]
fn where_the_storys_folder_vanishes_the_data_folder_is_used() {
    let (folder, places, _) = home();
    let desk = folder.path().join("desk");
    fs::create_dir(&desk).unwrap();
    let article = article(Origin::File(desk.join("a.txt")));
    let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
    tag(&mut set, "claim");
    assert_eq!(notebook.save(&set).unwrap(), Saved::InPlace);
    let old = fs::read(notebook.path()).unwrap();
    fs::remove_dir_all(&desk).unwrap();
    tag(&mut set, "denial");
    let Saved::Elsewhere(path) = notebook.save(&set).unwrap() else { panic!("no folder") };
    assert!(path.starts_with(&places.data));
    tag(&mut set, "commitment");
    assert_eq!(notebook.save(&set).unwrap(), Saved::InPlace, "told once");
    // The folder is back with what it had: the later marks count, and both files stay.
    fs::create_dir(&desk).unwrap();
    let beside = desk.join("a.txt.onrecord.ron");
    fs::write(&beside, old).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    fs::File::options().write(true).open(&beside).unwrap().set_modified(long_ago).unwrap();
    let again = load(&article, &places, "ada").unwrap();
    assert_eq!(items(&again.set), items(&set));
    assert_eq!(again.older, Some(beside));
}

#[test]
fn what_cannot_be_saved_is_rescued() {
    let (_folder, places, article) = home();
    let Loaded { mut set, .. } = load(&article, &places, "ada").unwrap();
    tag(&mut set, "claim");
    let paths = [(); 2].map(|()| {
        let path = rescue(&article, &places, "ada", &set).unwrap();
        let kept = file::decode(&fs::read(&path).unwrap(), &article).unwrap();
        assert_eq!(items(&kept.set), items(&set));
        tag(&mut set, "denial");
        path
    });
    assert_ne!(paths[0], paths[1]);
}

/// The kernel's own folder forbids writing even to a superuser.
#[cfg(target_os = "linux")]
#[test]
fn where_the_storys_folder_is_closed_the_data_folder_is_used() {
    let (_folder, places, _) = home();
    let article = article(Origin::File("/sys/a.txt".into()));
    let Loaded { mut set, mut notebook, .. } = load(&article, &places, "ada").unwrap();
    tag(&mut set, "claim");
    notebook.save(&set).unwrap();
    assert!(notebook.path().starts_with(&places.data));
    assert_eq!(items(&load(&article, &places, "ada").unwrap().set), items(&set));
}
