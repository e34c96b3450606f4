//! Lines of a page that are no part of its article: calls to subscribe or follow, labels of lists of
//! other articles, who the author is. English words; a line with curly quotation marks stays.

use std::sync::LazyLock;

use regex::Regex;

/// Calls have fewer words; longer lines are prose, whatever they mention.
const CALL_WORDS: usize = 45;

/// Labels have fewer words.
const LABEL_WORDS: usize = 60;

/// “Follow us on Twitter”, “Sign up for our newsletter”, “Click here”.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    let networks = "(twitter|facebook|instagram|youtube|linkedin|telegram|tiktok|snapchat|whatsapp|apple news|google news|flipboard|pinterest|reddit)";
    // A call begins a sentence: “voters must register to vote” is none.
    let begins = "(^|[.!?:|–—] )";
    pattern(&[
        &format!(
            r"{begins}(and )?(follow|like|find|join|friend|message|tweet|contact|reach)\b.{{0,60}}\b(on|at|via|in|us)\b.{{0,30}}\b{networks}\b"
        ),
        &format!(r"{begins}(and )?follow (us|me|him|her|them|@\w+)\b"),
        &format!(
            r"{begins}(please )?(subscribe|sign up|register|log in)\b.{{0,30}}\b(to|for|here|now|today|below|with)\b"
        ),
        &format!(r"{begins}(leave|post) a comment\b"),
        r"^(get|join|receive|try|read|see|check out)\b.{0,60}\bnewsletters?\b",
        r"\bhave a (news )?tip\?",
        r"\bclick here\b",
        r"\byour inbox\b",
        r"^(get|enjoy|unlock) (the latest|access|unlimited|more|our|full)\b",
        r"^(listen to|watch|download|tune in)\b.{0,80}\b(live|app|podcast|here|now|below)\b",
        r"\bfirst appeared (on|in|at)\b.{0,40}$",
    ])
});

/// “Related: …”, “Read more”, “Filed under: …”, “Image credit: …”.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[concat!(
        r"^\W*(related( (articles?|stories|posts?|links?|topics|content|coverage|video|reading|news))?|also",
        r"|read( more| also| next| on| this)?|see (also|more)|more( on| from| stories| news| about)?|more (on|from|in|about) .{0,40}",
        r"|must read|don.t miss|you may (also )?like|recommended|trending|filed under|tags?|tagged|categor(y|ies)",
        r"|topics?|keywords|image( credits?| source)?|photos?( credits?| by)?|picture|share( this)?.{0,20}",
        r"|advertisement|continue reading|watch( now| this| the video)?|listen|copyright|©.*|all rights reserved)",
        r"\s*(:|\||$|»|>)",
    )])
});

/// “Jane Roe is a reporter …”, at the end of an article.
static AUTHOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(The author|[A-Z][\w.’'-]+( [A-Z][\w.’'-]+){1,3}) (is|was|covers|writes|has been|can be reached|may be reached)\b",
        r".*\b(reporter|editor|writer|curator|correspondent|author|columnist|contributor|journalist|blogger|freelance\w*",
        r"|covers|writes|reached|based in|book)\b",
    ))
    .expect("the pattern is sound")
});

fn pattern(all: &[&str]) -> Regex {
    Regex::new(&format!("(?i){}", all.join("|"))).expect("the pattern is sound")
}

/// Whether a line asks or labels and tells nothing.
pub(super) fn is_promotion(line: &str) -> bool {
    let count = line.split_whitespace().count();
    let quotes = line.contains(['“', '”', '"']);
    (count <= LABEL_WORDS && LABEL.is_match(line))
        || (count <= CALL_WORDS && !quotes && CALL.is_match(line))
}

/// Whether a line says who wrote the article.
pub(super) fn is_about_author(line: &str) -> bool {
    line.split_whitespace().count() <= LABEL_WORDS && AUTHOR.is_match(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn lines() {
        for (line, promotion) in [
            ("Follow us on Twitter.",                                    true),
            ("Have a tip? Jane Roe may be reached at roe@example.org.",  true),
            ("Get the latest updates right in your inbox.",              true),
            ("Related: Mayor leaves town hall",                          true),
            ("Filed under: Rain |",                                      true),
            ("(Image credit: Daily Bugle)",                              true),
            ("Read more",                                                true),
            ("READ ALSO: Mayor leaves",                                  true),
            ("Voters have to register to vote by Friday.",               false),
            ("The paper began to send newsletters to its readers.",      false),
            ("Read more carefully, she told the court.",                 false),
            ("He said people should “follow us on Twitter”.",            false),
            ("Photos of the flood were shown in court.",                 false),
            ("The newspaper found no records of the sale.",              false),
        ] {
            assert_eq!(is_promotion(line), promotion, "{line}");
        }
        assert!(is_about_author("Jane Roe is a reporter for the Daily Bugle."));
        assert!(!is_about_author("Jane Roe is a former mayor of Riga."));
    }
}
