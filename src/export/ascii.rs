//! JSON in ASCII alone, for programs that guess encodings.

use std::fmt::Write as _;

/// JSON with every letter beyond ASCII as an escape; it reads back the same.
pub fn ascii(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() + json.len() / 8);
    for ch in json.chars() {
        if ch.is_ascii() {
            escaped.push(ch);
        } else {
            for unit in ch.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back() {
        let words = "“é” 🎉 e\u{301} \u{7f}\"\\\n";
        let json = ascii(&serde_json::to_string(words).unwrap());
        assert!(json.is_ascii());
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), words);
    }
}
