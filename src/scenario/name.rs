//! Names of scenarios and strategies, which are names of folders as well.

/// Longest name, in characters and in bytes: a file system takes 255 bytes, and a command adds its own name.
const LONGEST: usize = 64;
const MOST_BYTES: usize = 200;
/// What a name is made of, as a person reads it.
pub(super) const HOW: &str = "a name has 1 to 64 letters and digits of any script, spaces within, and the signs . _ -; it is not . or ..";
/// The same for a JSON Schema.
pub(super) const PATTERN: &str =
    r"^(?! )(?!\.{1,2}$)[^\u0000-\u001f!-,/:-@\[-^`{-\u009f]{0,63}[^\u0000- !-,/:-@\[-^`{-\u009f]$";

/// Whether `name` can be a scenario's and so a folder's on any file system.
pub(super) fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    (1..=LONGEST).contains(&length)
        && name.len() <= MOST_BYTES
        && name.trim() == name
        && name.chars().all(fits)
        && !matches!(name, "." | "..")
}

/// Letters, digits and marks of every script; of the other signs of ASCII those alone that no shell and no file system minds.
fn fits(one: char) -> bool {
    match one {
        ' ' | '.' | '_' | '-' => true,
        // What turns the direction of a line or is not seen can make a name read as another.
        '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' => false,
        '\u{FEFF}' | char::REPLACEMENT_CHARACTER => false,
        other if other.is_ascii() => other.is_ascii_alphanumeric(),
        other => !other.is_control() && !other.is_whitespace(),
    }
}

/// A name made of any text, usually the stem of a file. Texts that differ have names that differ: where signs are replaced or
/// cut off, the name ends in a digest of the text.
pub(super) fn name_from(text: &str) -> String {
    if is_name(text) {
        return text.to_owned();
    }
    let folded: String = text
        .trim()
        .chars()
        .map(|one| if fits(one) { one } else { '-' })
        .take(LONGEST)
        .collect();
    let digest = format!("-{:06x}", digest(text) >> 40);
    let mut name = String::new();
    let mut length = 0;
    for one in folded.chars() {
        length += 1;
        if length + digest.len() > LONGEST
            || name.len() + one.len_utf8() + digest.len() > MOST_BYTES
        {
            break;
        }
        name.push(one);
    }
    let stem = name.trim_matches([' ', '.', '-']);
    let stem = if stem.is_empty() { "scenario" } else { stem };
    if text.trim().is_empty() {
        return stem.to_owned();
    }
    format!("{stem}{digest}")
}

/// FNV-1a, which is the same everywhere.
fn digest(text: &str) -> u64 {
    let mix = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_script_make_a_name() {
        for name in [
            "東京",
            "größe",
            "gro\u{308}ße",
            "हिन्दी",
            "نام\u{200C}ها",
            "Acme rollout 2",
            "a.b_c-d",
            "🚀",
        ] {
            assert!(is_name(name), "{name}");
            assert_eq!(name_from(name), name);
        }
        for wrong in [
            "",
            " ",
            ".",
            "..",
            " a",
            "a ",
            "a/b",
            "a\\b",
            "a:b",
            "a\nb",
            "a\u{a0}b",
            "a\u{202E}b",
            "$(a)",
            "a;b",
        ] {
            assert!(!is_name(wrong), "{wrong:?}");
            assert!(
                is_name(&name_from(wrong)),
                "{wrong:?}: {}",
                name_from(wrong)
            );
        }
        assert!(is_name(&"東".repeat(64)) && !is_name(&"東".repeat(65)));
        assert!(!is_name(&"🚀".repeat(64)), "more bytes than a folder takes");
    }

    #[test]
    fn texts_that_differ_have_names_that_differ() {
        let long = "x".repeat(70);
        let texts = [
            "a/b".to_owned(),
            "a:b".to_owned(),
            "a-b".to_owned(),
            " a-b".to_owned(),
            "$".to_owned(),
            "&".to_owned(),
            "..".to_owned(),
            format!("{long}1"),
            format!("{long}2"),
            "🚀".repeat(80),
            "🚀".repeat(81),
        ];
        let mut names: Vec<String> = texts.iter().map(|text| name_from(text)).collect();
        assert!(names.iter().all(|name| is_name(name)), "{names:?}");
        assert!(names[0].starts_with("a-b-"), "{names:?}");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), texts.len(), "{names:?}");
    }

    #[test]
    fn where_there_is_no_text_there_is_a_name() {
        assert_eq!(name_from(""), "scenario");
        assert_eq!(name_from("  "), "scenario");
    }
}
