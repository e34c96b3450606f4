//! Small looks into JSON that another program wrote: what is missing or of another kind is nothing.

use serde_json::Value;

use super::{File, InboxError};

/// The file as one value.
pub fn whole(file: &File) -> Result<Value, InboxError> {
    serde_json::from_str(file.text()?).map_err(|error| file.refuse(error.to_string()))
}

/// The file as a value a line.
pub fn lines(file: &File) -> Result<Vec<Value>, InboxError> {
    let lines = file.text()?.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    lines
        .map(|(line, number)| {
            serde_json::from_str(line)
                .map_err(|error| file.refuse(format!("line {number}: {error}")))
        })
        .collect()
}

/// A string; empty where there is none.
pub fn words<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A list; one value is a list of one, as JSON-LD has it.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    match value.get(key) {
        Some(Value::Array(all)) => all,
        None | Some(Value::Null) => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// The strings of a list.
pub fn strings(value: &Value, key: &str) -> Vec<String> {
    list(value, key).iter().filter_map(Value::as_str).map(super::cleaned).collect()
}

/// A number that counts.
pub fn number(value: &Value, key: &str) -> Option<usize> {
    value.get(key).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok())
}

/// Two numbers that count.
pub fn range(value: &Value, start: &str, end: &str) -> Option<[usize; 2]> {
    Some([number(value, start)?, number(value, end)?])
}
