//! Marks of several people: compared, joined, counted, and merged by git.

use std::path::Path;
use std::process::Command;

use onrecord::annotation::file::{self, Head};
use onrecord::annotation::{Anchor, Item, ItemId, Set, Stamp};
use onrecord::article::{Article, Origin};
use onrecord::text::{Span, clean::clean};

use super::command::{onrecord, run};

const TEXT: &str = "“We stay,” said Ada Hill.\n\n“We never met,” said Bo Lund.\n\n“We will pay,” said Zoë Adé.\n\n\
                    “It is late,” said the mayor.\n";
const SAID: [&str; 4] = ["“We stay,”", "“We never met,”", "“We will pay,”", "“It is late,”"];

fn item(at: usize, tag: &str, second: i64) -> (ItemId, Item) {
    let start = TEXT.find(SAID[at]).unwrap();
    let item = Item {
        speakers: vec!["Ada Hill".to_owned()],
        tags: vec![tag.to_owned()],
        ..Item::new(
            vec![Anchor::new(TEXT, Span::new(start, start + SAID[at].len()))],
            Stamp {
                annotator: "ada".to_owned(),
                at: jiff::Timestamp::from_second(second).unwrap(),
            },
        )
    };
    (ItemId::of(&[SAID[at]], 0), item)
}

fn marks(annotator: &str, tags: &[(usize, &str)]) -> String {
    let article = Article::new("story.txt", Origin::BuiltIn, clean(TEXT));
    let set = Set::from_items(tags.iter().map(|(at, tag)| item(*at, tag, 0)));
    file::encode(&Head::new(&article, annotator), &set)
}

/// A folder with the files of three people.
fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    for (name, tags) in [
        ("ada", &[(0, "claim"), (1, "denial"), (2, "commitment"), (3, "claim")][..]),
        ("bo", &[(0, "claim"), (1, "claim"), (2, "commitment")]),
        ("cy", &[(0, "claim"), (1, "denial"), (2, "claim")]),
    ] {
        std::fs::write(desk.path().join(format!("{name}.onrecord.ron")), marks(name, tags))
            .unwrap();
    }
    desk
}

#[test]
fn colleagues_compare_and_join() {
    let desk = desk();
    let onrecord = |args: &[&str]| run(onrecord().current_dir(&desk).args(args));
    let [ada, bo, cy] = ["ada.onrecord.ron", "bo.onrecord.ron", "cy.onrecord.ron"];
    let (page, _, status) = onrecord(&["diff", ada, bo]);
    insta::assert_snapshot!(page, @r"
    ada: “We never met,”
        tags: denial → claim
    ada: “It is late,”
        only ada: claim
    2 statements differ
    ");
    assert_eq!((status, onrecord(&["diff", ada, bo, "--strict"]).2), (0, 1));
    assert_eq!(onrecord(&["diff", ada, ada, "--strict"]).2, 0);

    let (page, _, _) = onrecord(&["merge", ada, bo, cy, "-o", "all.onrecord.ron"]);
    insta::assert_snapshot!(page, @r"
    1 statements agreed, 1 marked by one alone, 2 to decide
    ada: “We never met,” (tags)
        ada: denial (taken)
        bo: claim
        cy: denial
    ada: “We will pay,” (tags)
        ada: commitment (taken)
        bo: commitment
        cy: claim
    ");
    let joined = std::fs::read_to_string(desk.path().join("all.onrecord.ron")).unwrap();
    for line in [
        r#"            by: ["ada", "bo", "cy"],"#,
        r#"            votes: {"ada": "denial", "bo": "claim", "cy": "denial"},"#,
    ] {
        assert!(joined.lines().any(|it| it == line), "{line}: {joined}");
    }
    let roundabout = format!("./{ada}");
    assert!(onrecord(&["merge", ada, bo, "-o", &roundabout]).1.contains("is one of those"));
    let again = onrecord(&["merge", ada, bo, "-o", ada]);
    assert_eq!((again.2, again.1.contains("name another file")), (2, true));

    let (page, _, _) = onrecord(&["feedback", bo, "all.onrecord.ron"]);
    assert!(
        page.contains("    1 claim → denial\n") && page.contains("2 of 4 statements as decided"),
        "{page}"
    );
}

#[test]
fn who_speaks_is_told_where_that_differs() {
    let desk = desk();
    let at = |name: &str| desk.path().join(name);
    let bo = marks("bo", &[(0, "claim")]).replace("Ada Hill\"]", "Bo Lund\"]");
    std::fs::write(at("one.onrecord.ron"), marks("ada", &[(0, "claim")])).unwrap();
    std::fs::write(at("two.onrecord.ron"), bo).unwrap();
    let onrecord = |args: &[&str]| run(onrecord().current_dir(&desk).args(args));
    let (page, _, _) =
        onrecord(&["merge", "one.onrecord.ron", "two.onrecord.ron", "-o", "c.onrecord.ron"]);
    assert!(page.contains("    ada: claim; speakers: Ada Hill (taken)\n"), "{page}");
    assert!(page.contains("    bo: claim; speakers: Bo Lund\n"), "{page}");
    let joined = std::fs::read_to_string(at("c.onrecord.ron")).unwrap();
    let votes =
        "votes: {\"ada\": \"claim; speakers: Ada Hill\", \"bo\": \"claim; speakers: Bo Lund\"},";
    assert!(joined.contains(votes), "{joined}");
    let (page, _, _) = onrecord(&["feedback", "two.onrecord.ron", "c.onrecord.ron"]);
    assert!(page.ends_with("0 of 1 statements as decided\n    1 with other speakers\n"), "{page}");
    let (page, _, _) = onrecord(&["agree", "one.onrecord.ron", "two.onrecord.ron"]);
    assert!(page.contains(" (speakers: ada Ada Hill, bo Bo Lund)\n"), "{page}");
    // A story is not its marks.
    std::fs::write(at("one"), TEXT).unwrap();
    let (_, told, status) = onrecord(&["diff", "one", "two.onrecord.ron"]);
    assert!(told.contains("one is a story: name its marks, one.onrecord.ron"), "{told}");
    assert_eq!(status, 2);
}

/// What one reader keeps under the name that another gave to other words does not become one with it.
#[test]
fn no_two_units_have_one_name() {
    let read = |page: String, name: &str| onrecord::agreement::Reader {
        name: name.to_owned(),
        document: file::read(page.as_bytes()).unwrap(),
    };
    let ids = [0, 1].map(|at| item(at, "claim", 0).0);
    let [first, second] = [ids[0].as_str(), ids[1].as_str()];
    let ada = marks("ada", &[(0, "claim")]);
    // The words of the first under the name of the second, and the other way round.
    let bo = marks("bo", &[(0, "claim"), (1, "denial")]);
    let bo =
        bo.replace(first, "x").replace(second, first).replace("\"x\"", &format!("\"{second}\""));
    let readers = [read(ada, "ada"), read(bo, "bo")];
    let all: Vec<&onrecord::agreement::Reader> = readers.iter().collect();
    let units = onrecord::agreement::units(&all);
    let names: std::collections::BTreeSet<_> = units.iter().map(|unit| &unit.id).collect();
    assert_eq!(names.len(), units.len());
    let merged = onrecord::agreement::merge(&all);
    assert_eq!(merged.document.set.len(), units.len(), "no statement is lost");
}

#[test]
fn figures_are_told_with_their_unit() {
    let desk = desk();
    let (page, told, _) = run(onrecord().current_dir(&desk).args([
        "agree",
        "ada.onrecord.ron",
        "bo.onrecord.ron",
        "--recal",
        "codes.csv",
    ]));
    assert!(
        page.contains(
            "Unit: a statement that two marked at least; what one did not mark is left out."
        ),
        "{page}"
    );
    assert!(page.contains("\nall (3 units)\n  percent               0.667 ["), "{page}");
    assert!(
        page.contains("\nDisagreements\nada: “We never met,” (ada denial, bo claim)\n"),
        "{page}"
    );
    for name in [
        "Cohen’s kappa",
        "Fleiss’ kappa",
        "Krippendorff’s alpha",
        "unitising alpha",
        "span F1, exact",
    ] {
        assert!(page.contains(name), "{name}");
    }
    assert!(told.contains("1 claim, 2 commitment, 3 denial"), "{told}");
    assert_eq!(
        std::fs::read_to_string(desk.path().join("codes.csv")).unwrap(),
        "1,1\r\n3,1\r\n2,2\r\n"
    );
    // Of a folder each, by the names of the files.
    for who in ["ada", "bo"] {
        let folder = desk.path().join(who);
        std::fs::create_dir(&folder).unwrap();
        std::fs::copy(
            desk.path().join(format!("{who}.onrecord.ron")),
            folder.join("s.txt.onrecord.ron"),
        )
        .unwrap();
    }
    let (page, _, _) =
        run(onrecord().current_dir(&desk).args(["agree", "ada", "bo", "--unmarked"]));
    assert!(page.starts_with("ada, bo; 1 stories\n") && page.contains("all (4 units)"), "{page}");
}

fn git(at: &Path, args: &[&str]) -> bool {
    let done = Command::new("git")
        .current_dir(at)
        .args([
            "-c",
            "user.name=ada",
            "-c",
            "user.email=ada@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .unwrap();
    done.status.success()
}

/// A repository in which two branches changed the file of `base` to `ours` and `theirs`; gives whether
/// git merged them, and the file.
fn merged_by_git(driver: bool, base: Option<&str>, ours: &str, theirs: &str) -> (bool, String) {
    let home = tempfile::tempdir().unwrap();
    let at = home.path();
    let path = at.join("story.txt.onrecord.ron");
    let commit = |page: Option<&str>, what: &str| {
        if let Some(page) = page {
            std::fs::write(&path, page).unwrap();
        }
        assert!(git(at, &["add", "-A"]) && git(at, &["commit", "-q", "--allow-empty", "-m", what]));
    };
    assert!(git(at, &["init", "-q", "-b", "main"]));
    if driver {
        let program = env!("CARGO_BIN_EXE_onrecord");
        let command = format!("'{program}' merge --driver %O %A %B");
        assert!(git(at, &["config", "merge.onrecord.driver", &command]));
        std::fs::write(at.join(".gitattributes"), "*.onrecord.ron merge=onrecord\n").unwrap();
    }
    commit(base, "base");
    assert!(git(at, &["checkout", "-q", "-b", "theirs"]));
    commit(Some(theirs), "theirs");
    assert!(git(at, &["checkout", "-q", "main"]));
    commit(Some(ours), "ours");
    let done = git(at, &["merge", "-q", "--no-edit", "theirs"]);
    (done, std::fs::read_to_string(&path).unwrap())
}

/// With the statements of the story between the marks, as the app writes them, git alone joins what two
/// branches add to any two statements, neighbours too.
#[test]
fn plain_git_joins_marks_of_neighbours() {
    let article = Article::new("story.txt", Origin::BuiltIn, clean(TEXT));
    let outline = SAID.map(|words| file::Heading::new(TEXT.find(words).unwrap(), words)).to_vec();
    let page = |tags: &[(usize, &str)]| {
        let set = Set::from_items(tags.iter().map(|(at, tag)| item(*at, tag, 0)));
        file::encode(&Head { outline: outline.clone(), ..Head::new(&article, "ada") }, &set)
    };
    for (one, other) in [(0, 1), (1, 0), (1, 2), (2, 3), (0, 3), (0, 2)] {
        // Where nothing was marked before, and where their neighbours were.
        let rest: Vec<usize> = (0..4).filter(|at| *at != one && *at != other).collect();
        for before in [&rest[..], &[]] {
            let all = |new: &[usize]| {
                let mut tags: Vec<(usize, &str)> =
                    before.iter().chain(new).map(|at| (*at, "claim")).collect();
                tags.sort_unstable();
                page(&tags)
            };
            let (done, merged) =
                merged_by_git(false, Some(&all(&[])), &all(&[one]), &all(&[other]));
            assert_eq!((done, merged), (true, all(&[one, other])), "{one} {other} {before:?}");
        }
    }
}

#[test]
fn git_joins_marks_of_two_branches() {
    let all = |tags: &[(usize, &str)]| marks("ada", tags);
    let both = [(0, "claim"), (1, "denial"), (2, "claim"), (3, "claim")];
    // Statements apart, with git alone.
    let (done, page) =
        merged_by_git(false, Some(&all(&both[1..3])), &all(&both[..3]), &all(&both[1..]));
    assert_eq!((done, page), (true, all(&both)));
    // Neighbours, and a file that both began, with our driver.
    let (done, page) =
        merged_by_git(true, Some(&all(&both[..1])), &all(&both[..2]), &all(&[both[0], both[2]]));
    assert_eq!((done, page), (true, all(&both[..3])));
    let (done, page) = merged_by_git(true, None, &all(&both[..2]), &all(&both[2..]));
    assert_eq!((done, page), (true, all(&both)));
    // The same statement in two ways is told, and ours stays.
    let theirs = all(&[(0, "denial"), (3, "claim")]);
    let (done, page) = merged_by_git(true, Some(&all(&[])), &all(&both[..1]), &theirs);
    assert_eq!((done, page), (false, all(&[both[0], both[3]])));
    // Removed by one, untouched by the other.
    let (done, page) =
        merged_by_git(true, Some(&all(&both[..2])), &all(&both[..1]), &all(&both[..3]));
    assert_eq!((done, page), (true, all(&[both[0], both[2]])));
}

/// Who remarks on something does not disagree, and no remark is lost.
#[test]
fn comments_of_all_are_kept() {
    let desk = tempfile::tempdir().unwrap();
    let article = Article::new("story.txt", Origin::BuiltIn, clean(TEXT));
    for (name, comments) in [("ada", ["ask her", "sure?", ""]), ("bo", ["", "no", ""])] {
        let commented = |(at, comment): (usize, &&str)| {
            let (id, one) = item(at, if at == 2 { name } else { "claim" }, 0);
            (id, Item { comment: (*comment).to_owned(), ..one })
        };
        let set = Set::from_items(comments.iter().enumerate().map(commented));
        let page = file::encode(&Head::new(&article, name), &set);
        std::fs::write(desk.path().join(format!("{name}.onrecord.ron")), page).unwrap();
    }
    let [ada, bo] = ["ada.onrecord.ron", "bo.onrecord.ron"];
    let (page, _, status) =
        run(onrecord().current_dir(&desk).args(["merge", ada, bo, "-o", "c.onrecord.ron"]));
    assert!(
        status == 0 && page.contains("2 statements agreed") && page.contains("1 to decide"),
        "{page}"
    );
    let joined = std::fs::read_to_string(desk.path().join("c.onrecord.ron")).unwrap();
    for words in ["comment: \"ask her\"", "ada: sure?\\nbo: no"] {
        assert!(joined.contains(words), "{words}: {joined}");
    }
    // Who remarks on something still is of one mind with who does not: two against one.
    let said = [("bo", "claim", ""), ("ada", "denial", "why?"), ("cy", "denial", "")];
    let readers = said.map(|(name, tag, comment)| {
        let (id, one) = item(0, tag, 0);
        let set = Set::from_items([(id, Item { comment: comment.to_owned(), ..one })]);
        let document = file::Document { head: Head::new(&article, name), set };
        onrecord::agreement::Reader { name: name.to_owned(), document }
    });
    let merged = onrecord::agreement::merge(&readers.iter().collect::<Vec<_>>());
    let (_, joined) = merged.document.set.items().next().unwrap();
    assert_eq!((joined.tags[0].as_str(), joined.comment.as_str()), ("denial", "why?"));
}
