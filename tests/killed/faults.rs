//! Disks and folders that fail under the running app: told at once, nothing overwritten, kept in memory,
//! tried again, and told when it succeeds.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::screen::pty::Session;

const STORY: &str = "“We will repair the pier,” Ada Hill said.\n\n“We never met,” said Bo Lund.\n";

/// Seen in every run, also where tests that succeed are silent.
fn tell(words: &str) {
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{words}\n").as_bytes());
}

/// A small file system in memory, given back when it goes; none where this user may not mount one.
struct Small<'a>(&'a Path);

impl<'a> Small<'a> {
    fn mount(at: &'a Path, size: &str) -> Option<Small<'a>> {
        fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at)
            .output();
        if mounted.is_ok_and(|it| it.status.success()) {
            return Some(Small(at));
        }
        tell("SKIPPED: no file system can be mounted here, so a full disk was not tried");
        None
    }

    fn close(&self) {
        let done = Command::new("mount").args(["-o", "remount,ro"]).arg(self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

fn marks(folder: &Path) -> String {
    fs::read_to_string(folder.join("a.txt.onrecord.ron")).unwrap_or_default()
}

#[test]
fn a_full_disk_is_told_and_tried_again() {
    let home = tempfile::tempdir().unwrap();
    let disk = home.path().join("disk");
    let Some(_disk) = Small::mount(&disk, "64k") else { return };
    fs::write(disk.join("a.txt"), STORY).unwrap();
    let mut session = Session::with(home.path(), &["disk/a.txt"]);
    session.shows("to review");
    session.press("J1");
    session.shows("● saved");
    let before = marks(&disk);
    // Full to the last page.
    let filler = disk.join("filler");
    let mut full = vec![0; 1 << 20];
    while fs::write(&filler, &full).is_err() {
        full.truncate(full.len() / 2);
        assert!(!full.is_empty());
    }
    let mut more = fs::OpenOptions::new().append(true).open(&filler).unwrap();
    while std::io::Write::write(&mut more, &[0; 4096]).is_ok_and(|count| count > 0) {}
    drop(more);
    session.press("2");
    session.shows("✗ not saved");
    session.shows("NOT SAVED");
    assert_eq!(marks(&disk), before, "the old file is whole");
    // More work is kept too, and all of it is saved by itself once there is room.
    session.press("cask her\r");
    session.shows("commitment ✎");
    fs::remove_file(&filler).unwrap();
    session.shows("● saved");
    let after = marks(&disk);
    assert!(after.contains("commitment") && after.contains("ask her"), "{after}");
    session.press("q");
    assert_eq!(session.end().1, 0);
}

#[test]
fn a_read_only_disk_sends_marks_to_the_data_folder() {
    let home = tempfile::tempdir().unwrap();
    let disk = home.path().join("disk");
    let Some(small) = Small::mount(&disk, "1m") else { return };
    fs::write(disk.join("a.txt"), STORY).unwrap();
    small.close();
    let mut session = Session::with(home.path(), &["disk/a.txt"]);
    session.shows("to review");
    session.press("J1");
    session.shows("nothing can be written beside the story");
    session.shows("● saved");
    session.press("q");
    assert_eq!(session.end().1, 0);
    let kept = fs::read_dir(home.path().join("data/onrecord/annotations")).unwrap().next().unwrap();
    assert!(fs::read_to_string(kept.unwrap().path()).unwrap().contains("claim"));
}

#[test]
fn a_folder_that_vanishes_or_is_closed_sends_marks_to_the_data_folder() {
    // A superuser may write everywhere: the program runs as somebody else then.
    let superuser = std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap()) == 0;
    for way in ["vanishes", "is closed"] {
        let home = tempfile::tempdir().unwrap();
        let desk = home.path().join("desk");
        fs::create_dir(&desk).unwrap();
        fs::write(desk.join("a.txt"), STORY).unwrap();
        let program = env!("CARGO_BIN_EXE_onrecord");
        let copy = home.path().join("onrecord");
        let mut line = vec![program, "desk/a.txt"];
        if superuser {
            fs::copy(program, &copy).unwrap();
            for path in [home.path(), &desk, &copy] {
                std::os::unix::fs::chown(path, Some(65_534), Some(65_534)).unwrap();
            }
            let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
            line = [&nobody[..], &[copy.to_str().unwrap(), "desk/a.txt"]].concat();
        }
        let mut session = Session::of(home.path(), &line);
        session.shows("to review");
        session.press("J1");
        session.shows("● saved");
        let before = marks(&desk);
        let (mode, aside) = (fs::metadata(&desk).unwrap().permissions(), home.path().join("aside"));
        if way == "vanishes" {
            fs::rename(&desk, &aside).unwrap();
        } else {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&desk, fs::Permissions::from_mode(0o500)).unwrap();
        }
        session.press("2");
        session.shows("nothing can be written beside the story");
        session.shows("● saved");
        let folder = if way == "vanishes" { &aside } else { &desk };
        assert_eq!(marks(folder), before, "{way}");
        let kept = fs::read_dir(home.path().join("data/onrecord/annotations")).unwrap();
        let kept: Vec<_> = kept.map(|it| fs::read_to_string(it.unwrap().path()).unwrap()).collect();
        assert!(kept.len() == 1 && kept[0].contains("commitment"), "{way}");
        session.press("q");
        assert_eq!(session.end().1, 0);
        fs::set_permissions(folder, mode).unwrap();
    }
}

/// Another program writes the file while it is open here: the reader joins both, and takes it back.
#[test]
fn what_somebody_else_wrote_is_joined_or_kept_by_the_readers_word() {
    for (key, tags, told) in [
        ("1", ["commitment", "denial"], "joined with theirs"),
        ("2", ["claim", "denial"], "theirs are here now"),
        ("3", ["commitment", "no tag"], "yours are kept"),
    ] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("a.txt"), STORY).unwrap();
        let mut session = Session::with(home.path(), &["a.txt"]);
        session.shows("to review");
        session.press("J1");
        session.shows("● saved");
        // Another program, which needs no lock: a checkout, an editor, a merge.
        let theirs = home.path().join("theirs");
        fs::create_dir(&theirs).unwrap();
        fs::write(theirs.join("a.txt"), STORY).unwrap();
        fs::copy(home.path().join("a.txt.onrecord.ron"), theirs.join("a.txt.onrecord.ron"))
            .unwrap();
        let mut other = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(["--linear", "a.txt"])
            .current_dir(&theirs)
            .env("HOME", &theirs)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let commands = b"go 1\ntag denial\nquit\n";
        std::io::Write::write_all(&mut other.stdin.take().unwrap(), commands).unwrap();
        assert!(other.wait().unwrap().success());
        fs::rename(theirs.join("a.txt.onrecord.ron"), home.path().join("a.txt.onrecord.ron"))
            .unwrap();
        session.press("2");
        session.shows("somebody else changed these marks");
        session.press(key);
        session.shows(told);
        session.shows("● saved");
        let kept = marks(home.path());
        for tag in tags.iter().filter(|tag| **tag != "no tag") {
            assert!(kept.contains(&format!("[\"{tag}\"]")), "{key}: no {tag} in {kept}");
        }
        assert_eq!(kept.contains("denial"), tags.contains(&"denial"), "{key}");
        // Taking theirs out again leaves what was here.
        session.press("u");
        session.shows("undone");
        session.press("q");
        assert_eq!(session.end().1, 0);
        let undone = marks(home.path());
        assert_eq!(undone.contains("commitment"), key != "3", "{key}: {undone}");
    }
}

/// Who opens a story that somebody has open is told at once; what they mark is kept, and saved by itself or
/// joined by their word once the other has left.
#[test]
fn a_story_that_somebody_has_open_is_marked_and_joined_later() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.txt"), STORY).unwrap();
    for saved in [false, true] {
        let mut first = Session::with(home.path(), &["a.txt"]);
        first.shows("to review");
        let mut second = Session::with(home.path(), &["a.txt"]);
        second.shows("has this story open");
        second.press("J2");
        second.shows("NOT SAVED");
        assert!(!marks(home.path()).contains("commitment"));
        if saved {
            first.press("3");
            first.shows("● saved");
        }
        first.press("q");
        assert_eq!(first.end().1, 0);
        second.press("\x13");
        if saved {
            second.shows("somebody else changed these marks");
            second.press("1");
            second.shows("joined with theirs");
        }
        second.shows("● saved");
        let kept = marks(home.path());
        assert!(kept.contains("commitment") && kept.contains("denial") == saved, "{kept}");
        second.press("q");
        assert_eq!(second.end().1, 0);
        fs::remove_file(home.path().join("a.txt.onrecord.ron")).unwrap();
        fs::remove_dir_all(home.path().join("data")).unwrap();
    }
}

/// A lock goes with its owner, however that ends.
#[test]
fn a_signal_leaves_no_lock() {
    for signal in ["TERM", "HUP"] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("a.txt"), STORY).unwrap();
        let mut session = Session::with(home.path(), &["a.txt"]);
        session.shows("to review");
        assert!(home.path().join("a.txt.onrecord.ron.lock").exists());
        session.signal(signal);
        session.end();
        assert!(!home.path().join("a.txt.onrecord.ron.lock").exists(), "{signal}");
    }
}
