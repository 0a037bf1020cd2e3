//! Words of a command line as they are typed.

/// A word as it is typed, in quotes where it holds anything that a shell would read otherwise.
pub fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-:=,+@%".contains(c);
    let read_within_quotes = |c: char| "\"$`\\!".contains(c);
    // A folder of Windows is typed as it is: its shells read no backslash.
    let plain_on = |c: char| plain(c) || (cfg!(windows) && c == '\\');
    if !text.is_empty() && text.chars().all(plain_on) {
        text.to_owned()
    } else if text.contains(read_within_quotes) && !cfg!(windows) {
        // A POSIX shell reads nothing within single quotes.
        format!("'{}'", text.replace('\'', "'\\''"))
    } else {
        format!("\"{text}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_where_a_shell_would_read_it_otherwise() {
        for (word, typed) in [
            ("plain.toml", "plain.toml"),
            ("東京.toml", "東京.toml"),
            ("24 h", "\"24 h\""),
            ("k=1..16:log", "k=1..16:log"),
            ("a|b", "\"a|b\""),
            ("it's", "\"it's\""),
            ("", "\"\""),
            ("*", "\"*\""),
            ("~/x", "\"~/x\""),
        ] {
            assert_eq!(quoted(word), typed);
        }
    }

    #[cfg(not(windows))]
    #[test]
    fn what_a_posix_shell_reads_within_double_quotes_is_in_single_ones() {
        for (word, typed) in [
            ("$HOME", "'$HOME'"),
            ("a\\b", "'a\\b'"),
            ("say \"it's\"", "'say \"it'\\''s\"'"),
        ] {
            assert_eq!(quoted(word), typed);
        }
    }
}
