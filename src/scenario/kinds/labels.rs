//! Texts that name something: folders, files, limits, strategies.

use serde_json::{Value as Json, json};

use super::certain::text;
use super::kind::{Kind, Value};
use crate::scenario::finding::Finding;
use crate::scenario::name::{self, is_name};
use crate::scenario::text::abridged;

/// A name that can also be a folder's.
pub struct FolderName;

impl Kind<String> for FolderName {
    fn read(&self, value: &Value<'_>, _: &str) -> Result<String, Finding> {
        let name = text(value, "name")?;
        if is_name(&name) {
            return Ok(name);
        }
        Err(Finding::new(value.span(), "this name cannot be the name of a folder").help(name::HOW))
    }

    fn schema(&self) -> Json {
        json!({ "type": "string", "pattern": name::PATTERN })
    }
}

/// The name of a file.
pub struct FileName {
    /// How such a key is written.
    pub example: &'static str,
}

impl Kind<String> for FileName {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<String, Finding> {
        let name = text(value, key)?;
        if !name.trim().is_empty() && !name.contains(char::is_control) {
            return Ok(name);
        }
        let finding = Finding::new(value.span(), "this is not the name of a file");
        Err(match escaped(&name) {
            // C:\temp is read as a tab and `emp` within double quotes.
            Some(path) => finding
                .label("a backslash in double quotes begins a control character here")
                .help(format!("write '{path}' in single quotes")),
            None => finding.help(format!("for example {}", self.example)),
        })
    }
}

/// A path whose backslashes were read as control characters, as it was written.
fn escaped(name: &str) -> Option<String> {
    let letters = [
        ('\u{8}', 'b'),
        ('\t', 't'),
        ('\n', 'n'),
        ('\u{c}', 'f'),
        ('\r', 'r'),
        ('\u{1b}', 'e'),
    ];
    let mut path = String::with_capacity(name.len());
    for one in name.chars() {
        match letters.iter().find(|(control, _)| *control == one) {
            Some((_, letter)) => path.extend(['\\', *letter]),
            None if one.is_control() => return None,
            None => path.push(one),
        }
    }
    (path != name).then(|| abridged(&path))
}

/// The title of a strategy, in one line of so many characters at most.
pub struct Title {
    pub longest: usize,
}

impl Kind<String> for Title {
    fn read(&self, value: &Value<'_>, key: &str) -> Result<String, Finding> {
        let title = text(value, key)?;
        let length = title.chars().count();
        let is_line = !title.trim().is_empty() && !title.contains(char::is_control);
        if is_line && length <= self.longest {
            return Ok(title);
        }
        let message = match is_line {
            true => format!("a title of {length} characters is too long"),
            false => "this title is no line of text".to_owned(),
        };
        Err(Finding::new(value.span(), message).help(format!(
            "write 1 to {} characters in one line, for example title = \"Four jobs side by side\"",
            self.longest
        )))
    }

    fn schema(&self) -> Json {
        json!({
            "type": "string",
            "minLength": 1,
            "maxLength": self.longest,
            "examples": ["Four jobs side by side"],
        })
    }
}
