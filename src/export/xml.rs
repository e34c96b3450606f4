//! Words inside XML and HTML: escaped, so that they stay words.

/// `text` as it may stand between tags and inside attributes in quotation marks.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Inside an attribute a reader of XML would make a blank of it.
            '\n' => escaped.push_str("&#10;"),
            // XML has no place for these, escaped or not.
            _ if ch.is_control() || matches!(ch, '\u{fffe}' | '\u{ffff}') => {}
            _ => escaped.push(ch),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for words in ["a < b & c > \"d\" 'e'", "two\nlines", "]]> &amp; <!-- 🎉 é"] {
            let page = format!("<a b=\"{0}\">{0}</a>", escaped(words));
            let page = roxmltree::Document::parse(&page).unwrap();
            assert_eq!(page.root_element().text(), Some(words));
            assert_eq!(page.root_element().attribute("b"), Some(words));
        }
        assert_eq!(escaped("\u{1b}[2J\u{ffff}"), "[2J");
    }
}
