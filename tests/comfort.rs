//! Settings, keys and tags of a reader's own; the same work in plain lines; what is remembered between
//! sessions.

use std::path::Path;

use assert_cmd::Command;

use super::command::{onrecord, run};

/// The program with a home of its own.
fn at(home: &Path) -> Command {
    let mut command = onrecord();
    command.env("HOME", home);
    command.env("XDG_DATA_HOME", home.join("data"));
    command.env("XDG_CONFIG_HOME", home.join("config"));
    command.env("ONRECORD_ANNOTATOR", "ada");
    command.env_remove("NO_COLOR");
    command
}

fn write(home: &Path, name: &str, text: &str) {
    let folder = home.join("config/onrecord");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), text).unwrap();
}

#[test]
fn config_shows_where_what_and_what_differs() {
    let home = tempfile::tempdir().unwrap();
    let (out, err, status) = run(at(home.path()).arg("config"));
    assert_eq!((err.as_str(), status), ("", 0));
    assert!(out.contains("measure    72\n") && out.contains("not there: all by default"), "{out}");

    write(home.path(), "settings.ron", "(measure: 60)");
    write(home.path(), "keys.ron", "{\"read\": {\"<f5>\": \"review\"}}");
    write(
        home.path(),
        "codebook.ron",
        "(name: \"frames\", version: 2, tags: [(name: \"blame\", glyph: 'B', definition: \"d\")])",
    );
    let (out, err, status) = run(at(home.path()).arg("config"));
    assert_eq!((err.as_str(), status), ("", 0));
    for words in [
        "measure    60   (by default 72)",
        "read       <f5>     review",
        "“frames”, version 2: blame",
    ] {
        assert!(out.contains(words), "no {words}:\n{out}");
    }
}

/// What a reader left to the program, and what it is here.
#[test]
fn config_says_what_auto_is_here() {
    for (environment, asked, theme, colours) in [
        (&[("TERM", "xterm-256color")][..], "()", "dark, or light where", "Auto   (here 256)"),
        (&[("COLORTERM", "truecolor"), ("COLORFGBG", "0;15")], "()", "light)", "Auto   (here all)"),
        (&[("TERM", "xterm-kitty"), ("NO_COLOR", "1")], "()", "mono)", "Auto   (here all)"),
        (&[("TERM", "linux")], "()", "sixteen)", "Auto   (here 16)"),
        (
            &[("TERM", "linux"), ("COLORFGBG", "15;0")],
            "(colours: True)",
            "dark)",
            "True   (by default Auto)",
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        write(home.path(), "settings.ron", asked);
        let mut command = at(home.path());
        for name in ["TERM", "COLORTERM", "COLORFGBG"] {
            command.env_remove(name);
        }
        command.envs(environment.iter().copied());
        let (out, err, status) = run(command.arg("config"));
        assert_eq!((err.as_str(), status), ("", 0));
        assert!(out.contains(&format!("theme      \"auto\"   (here {theme}")), "{theme}:\n{out}");
        assert!(out.contains(&format!("colours    {colours}")), "{colours}:\n{out}");
        assert!(out.contains("annotator  \"\"   (here ada)\n"), "{out}");
    }
    let home = tempfile::tempdir().unwrap();
    write(home.path(), "settings.ron", "(theme: \"light\", annotator: \"bo\")");
    let (out, _, _) = run(at(home.path()).arg("config"));
    assert!(out.contains("\"light\"   (by default \"auto\")"), "{out}");
    assert!(out.contains("\"bo\"   (by default \"\")"), "{out}");
}

/// (file, what is in it, what is told)
#[test]
fn what_is_wrong_is_told_with_file_and_line_and_the_rest_still_works() {
    for (name, text, told) in [
        (
            "settings.ron",
            "(\n mesure: 60)",
            "settings.ron, line 2: there is no `mesure`: did you mean `measure`?",
        ),
        (
            "settings.ron",
            "(\n measure: 72,\n theme: \"lihgt\")",
            "no theme “lihgt”: did you mean light? there are dark",
        ),
        (
            "keys.ron",
            "{\n\"read\": {\n\"a\": \"rejetc\"}}",
            "keys.ron, line 3: no action is called “rejetc”: did you mean reject?",
        ),
        (
            "keys.ron",
            "{\"read\": {\"a\": \"accept\",\n \"a\": \"reject\"}}",
            "keys.ron, line 2: a is bound twice in read: also in line 1",
        ),
        (
            "codebook.ron",
            "(name: \"x\", version: 1,\n tags: [])",
            "codebook.ron, line 2: a codebook has 1 to 9 tags",
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        write(home.path(), name, text);
        let (out, err, status) = run(at(home.path()).arg("config"));
        assert_eq!(status, 2, "{name}");
        assert!(err.starts_with("error: ") && err.contains(told), "{name}: {err}");
        assert!(out.contains("measure    72"), "{out}");
        let (out, _, status) = run(at(home.path()).arg("--linear").write_stdin("\n"));
        assert_eq!(status, 0);
        assert!(out.contains(told) && out.contains("1 of "), "{name}: {out}");
    }
}

/// Lines in, what the last ones out say.
fn lines(home: &Path, input: &str) -> String {
    let (out, err, status) =
        run(at(home).arg("--linear").arg("a.txt").current_dir(home).write_stdin(input.to_owned()));
    assert_eq!((err.as_str(), status), ("", 0), "{input}");
    out
}

#[test]
fn the_same_work_in_plain_lines() {
    let story =
        "“We will repair the pier,” Ada Hill said. Bo Lund denied that it was ever closed.\n";
    for (input, told) in [
        ("list\n", "commitment?, open. Ada Hill, said: “We will repair the pier,”"),
        ("accept\n", "commitment, accepted. Ada Hill"),
        ("tag claim\nundo\n", "undone: "),
        ("tag claim\n", "claim, open. Ada Hill"),
        ("show tag:denial\n", "1 of 1. denial?"),
        ("show tga:denial\n", "did you mean tag: ?"),
        ("speaker\n2\n", "Bo Lund, said: “We will repair the pier,”"),
        ("speaker Eve Stone\n", "Eve Stone, said"),
        ("comment\nask again\n", "[ask again]"),
        ("list\n", "2 of 2. denial?"),
        ("read\n", "Bo Lund denied that it was ever closed."),
        ("review\njudge-accept\njudge-accept\n", "everything shown is reviewed"),
        ("review\nhelp\n", "judge-accept: right, with the tag it shows; then the next"),
        ("nonsense\n", "no command is called"),
        ("dashboard\n", "Who speaks how much:"),
        ("quit\n", "onrecord: a command a line"),
    ] {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("a.txt"), story).unwrap();
        let out = lines(home.path(), input);
        assert!(out.contains(told), "{input:?}: no {told}\n{out}");
    }
}

/// What was done in one session is undone in the next, and the reader is where they were.
#[test]
fn undo_and_place_outlast_a_session() {
    let home = tempfile::tempdir().unwrap();
    let story =
        "“We will repair the pier,” Ada Hill said.\n\nBo Lund denied that it was ever closed.\n";
    std::fs::write(home.path().join("a.txt"), story).unwrap();
    lines(home.path(), "next-statement\naccept\nnext-statement\ntag claim\nquit\n");
    let out = lines(home.path(), "undo\nundo\nundo\n");
    let said: Vec<&str> = out.lines().skip(1).collect();
    assert!(said[0].starts_with("2 of 2. claim"), "{out}");
    assert!(
        said[1].starts_with("undone: claim") && said[3].starts_with("undone: accepted"),
        "{out}"
    );
    assert_eq!(said[5], "nothing to undo", "{out}");
    // Marks that another program changed since are not undone into what they never were.
    lines(home.path(), "next-statement\naccept\nquit\n");
    let path = home.path().join("a.txt.onrecord.ron");
    let marks = std::fs::read_to_string(&path).unwrap().replace("Accepted", "Rejected");
    std::fs::write(&path, marks).unwrap();
    assert!(lines(home.path(), "undo\n").contains("nothing to undo"));
}
