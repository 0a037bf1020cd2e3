//! Bytes checked to be a text, where its lines begin, and how parts of it are shown.

use std::sync::{Arc, OnceLock};

use crate::scenario::finding::Finding;
use crate::units::steers;

/// Largest scenario file: a thousand times any that a person writes.
pub const MOST_SCENARIO_BYTES: usize = 1 << 20;
/// Largest list of groups: a million of them fit.
pub const MOST_CSV_BYTES: usize = 32 << 20;
/// How much of a text that is too large to be used is kept to be shown.
const SHOWN_BYTES: usize = 200;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A text and its name, ready to tell lines and columns.
#[derive(Debug)]
pub struct SourceText {
    pub name: Arc<str>,
    pub text: Arc<str>,
    /// Made when first asked for: a good list of a million groups needs no lines.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceText {
    fn new(name: &str, text: &str) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        }
    }

    /// Line and column, in characters, of the byte at `offset`; both from one.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.line_starts()[line - 1] as usize;
        let end = self.text.floor_char_boundary(offset);
        (line, self.text[start..end].chars().count() + 1)
    }

    /// Line of the byte at `offset`, from one.
    pub fn line(&self, offset: usize) -> usize {
        // The first line starts at zero, so there is always one at or before `offset`.
        self.line_starts()
            .partition_point(|start| *start as usize <= offset)
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.bytes().enumerate();
            let breaks = bytes.filter(|(_, byte)| *byte == b'\n');
            // Texts are far smaller than 4 GiB: their size is checked when they are decoded.
            std::iter::once(0)
                .chain(breaks.map(|(offset, _)| offset as u32 + 1))
                .collect()
        })
    }
}

/// Reads `bytes` as UTF-8, without a byte order mark. The text is returned even if it is only good for showing the finding.
pub fn decode(name: &str, bytes: &[u8], most_bytes: usize) -> (SourceText, Option<Finding>) {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    if bytes.len() > most_bytes {
        let shown = String::from_utf8_lossy(&bytes[..SHOWN_BYTES.min(bytes.len())]);
        return (SourceText::new(name, &shown), Some(too_large(most_bytes)));
    }
    if let Some(other) = other_format(bytes) {
        let shown = String::from_utf8_lossy(&bytes[..SHOWN_BYTES.min(bytes.len())]);
        return (SourceText::new(name, &shown.replace('\0', "")), Some(other));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (SourceText::new(name, text), None),
        Err(error) => {
            let offset = error.valid_up_to();
            let shown = String::from_utf8_lossy(bytes);
            let message = "the file is not UTF-8 text";
            let finding = Finding::new(
                offset..offset + char::REPLACEMENT_CHARACTER.len_utf8(),
                message,
            )
            .label(format!("byte 0x{:02X} cannot stand here", bytes[offset]))
            .help("save the file with the encoding UTF-8");
            (SourceText::new(name, &shown), Some(finding))
        }
    }
}

/// What the bytes are where they are plainly something else than UTF-8.
fn other_format(bytes: &[u8]) -> Option<Finding> {
    let start = &bytes[..SHOWN_BYTES.min(bytes.len())];
    let zeros = |first: usize| {
        let of_pairs = start.iter().skip(first).step_by(2);
        of_pairs.filter(|byte| **byte == 0).count()
    };
    // Latin letters in UTF-16 have a zero beside each of them, whichever half comes first.
    let half_empty = start.len() > 3 && zeros(0).abs_diff(zeros(1)) * 4 > start.len();
    if half_empty || start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return Some(
            Finding::new(0..0, "the file is UTF-16 text, and UTF-8 is wanted").help(
                "save the file with the encoding UTF-8; in PowerShell, write it with -Encoding utf8",
            ),
        );
    }
    start.starts_with(b"PK\x03\x04").then(|| {
        Finding::new(0..0, "the file is a workbook or an archive, not a text")
            .help("save the sheet as \"CSV UTF-8 (comma delimited)\"")
    })
}

fn too_large(most: usize) -> Finding {
    // How large it is nobody knows: no more than this is read of any file.
    let mebibytes = most >> 20;
    let message = format!("the file is too large: more than {mebibytes} MiB");
    Finding::new(0..0, message).help(format!(
        "it may have at most {mebibytes} MiB; is this the right file?"
    ))
}

/// Longer names are not compared with anything: nobody mistypes at such length.
const LONGEST_COMPARED: usize = 60;

/// `text` short enough to stand in a sentence, without control characters.
pub fn abridged(text: &str) -> String {
    const MOST: usize = 60;
    let signs = text.chars().take(MOST);
    let mut short: String = signs
        .map(|sign| if steers(sign) { '\u{FFFD}' } else { sign })
        .collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}

/// The name among `names` that `written` was probably meant to be.
pub fn similar<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if written.len() > LONGEST_COMPARED {
        return None;
    }
    let written = written.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&written, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_with_either_break() {
        let (text, finding) = decode("x", "\u{FEFF}añb\r\nc".as_bytes(), 100);
        assert!(finding.is_none());
        assert_eq!(&*text.text, "añb\r\nc");
        assert_eq!(text.position(0), (1, 1));
        assert_eq!(text.position(3), (1, 3));
        assert_eq!(text.position(6), (2, 1));
        assert_eq!(text.position(7), (2, 2));
    }

    #[test]
    fn the_first_byte_that_is_no_utf_8_is_pointed_at() {
        let (text, finding) = decode("x", b"ok\na\xFFb", 100);
        let finding = finding.unwrap();
        assert_eq!(text.position(finding.span.start), (2, 2));
        assert_eq!(&text.text[finding.span], "\u{FFFD}");
    }

    #[test]
    fn text_in_utf_16_is_named_as_such_with_a_mark_and_without() {
        let text = "name,members\r\nVertrieb Süd,5\r\n";
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xFF\xFE", &little[..]].concat();
        for bytes in [&little, &big, &marked] {
            let (_, finding) = decode("x", bytes, 1_000);
            assert!(finding.unwrap().message.contains("UTF-16"));
        }
        assert!(decode("x", text.as_bytes(), 1_000).1.is_none());
        let workbook = decode("x", b"PK\x03\x04\0\0\0\0\0\0", 1_000).1.unwrap();
        assert!(workbook.message.contains("workbook"));
    }

    #[test]
    fn a_file_over_the_limit_is_refused_with_the_limit() {
        let (_, finding) = decode("x", &[b'a'; 101], 100);
        assert!(finding.unwrap().message.contains("more than"));
    }
}
