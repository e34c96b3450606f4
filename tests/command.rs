//! The command line itself: help, mistakes, exit status, and output without a screen.

use assert_cmd::Command;

pub fn onrecord() -> Command {
    let mut command = Command::cargo_bin("onrecord").unwrap();
    command.env_remove("RUST_BACKTRACE");
    command
}

/// Standard output, standard error and exit status.
pub fn run(command: &mut Command) -> (String, String, i32) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn help_reads_well_everywhere() {
    for (args, words) in [
        (&["--help"][..], "Exit status:"),
        (&["-h"], "Examples:"),
        (&["extract", "--help"], "one article a line"),
        (&["export", "--help"], "--out"),
        (&["import", "--help"], "--dry-run"),
        (&["merge", "--help"], "merge.onrecord.driver"),
        (&["agree", "--help"], "Fleiss"),
        (&["completions", "--help"], "bash"),
    ] {
        let (out, err, status) = run(onrecord().args(args));
        assert!(out.contains(words), "{args:?}: {out}");
        assert_eq!((err.as_str(), status), ("", 0));
        assert!(out.lines().all(|line| line.chars().count() <= 100), "{args:?}");
    }
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (out, _, status) = run(onrecord().args(["completions", shell]));
        assert!(out.contains("extract") && status == 0, "{shell}");
    }
}

#[test]
fn a_wrong_command_line_ends_with_2_and_is_cleaned() {
    for args in [
        &["extract", "--from", "\u{1b}[31mhtml"][..],
        &["--\u{1b}]0;title\u{7}"],
        &["extract", "--threads", "0"],
    ] {
        let (out, err, status) = run(onrecord().args(args));
        assert_eq!((out.as_str(), status), ("", 2), "{args:?}");
        assert!(err.starts_with("error: ") && !err.contains(['\u{1b}', '\u{7}']), "{err:?}");
    }
}

#[test]
fn without_a_screen_statements_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("extract"),
        "Rain at last\n\nIt rained on Monday, the Mayor of Riga said.\n",
    )
    .unwrap();
    let (out, _, status) = run(onrecord().current_dir(&folder).arg("./extract"));
    assert!(out.contains("Rain at last") && status == 0, "{out}");
    let (out, _, status) = run(&mut onrecord());
    assert!(out.lines().count() > 2 && status == 0, "{out}");
}

#[test]
fn a_missing_story_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (out, err, status) = run(onrecord().current_dir(&folder).arg("no\u{1b}[31m.txt"));
    assert_eq!(out, "");
    assert!(err.contains("error: no[31m.txt: there is no such file"), "{err:?}");
    assert_eq!(status, 2);
}

#[test]
fn a_story_and_its_marks_are_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "a.txt.onrecord.ron"] {
        std::fs::write(folder.path().join(name), "It rained, the Mayor of Riga said.\n").unwrap();
    }
    for (command, out) in
        [("extract", "a.txt"), ("export", "./a.txt"), ("export", "a.txt.onrecord.ron")]
    {
        let (_, err, status) =
            run(onrecord().current_dir(&folder).args([command, "a.txt", "--out", out]));
        assert!(err.contains("name another file") && status == 2, "{command} {out}: {err}");
        let kept = std::fs::read_to_string(folder.path().join(out)).unwrap();
        assert!(kept.starts_with("It rained"), "{command} {out}");
    }
}
