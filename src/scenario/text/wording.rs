//! What others wrote, within a sentence: cut short, and what was probably meant.

use crate::units::steers;

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
