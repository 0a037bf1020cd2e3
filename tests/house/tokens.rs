//! Rust text as words and signs, without comments, literals and what exists for tests only.

/// A word, `::`, or one other sign, and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    pub line: usize,
    pub text: &'t str,
}

/// All words and signs of a text but those of comments, strings and characters.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < text.len() {
        let rest = &text[at..];
        let (length, is_token) = next(rest);
        if is_token {
            let text = &rest[..length];
            tokens.push(Token { line, text });
        }
        line += rest[..length].matches('\n').count();
        at += length;
    }
    tokens
}

/// The length of what a text begins with, and whether it is a token.
fn next(text: &str) -> (usize, bool) {
    let until = |end: &str, from: usize| match text[from..].find(end) {
        Some(found) => from + found + end.len(),
        None => text.len(),
    };
    let first = text.chars().next().expect("not at the end");
    let word = text.find(|one: char| !one.is_alphanumeric() && one != '_');
    let word = &text[..word.unwrap_or(text.len())];
    match first {
        _ if text.starts_with("//") => (until("\n", 0), false),
        _ if text.starts_with("/*") => (until("*/", 2), false),
        '"' => (string(text), false),
        _ if matches!(word, "r" | "br") && is_raw(&text[word.len()..]) => {
            let hashes = text[word.len()..].find('"').expect("it begins") + word.len();
            let end = format!("\"{}", &text[word.len()..hashes]);
            (until(&end, hashes + 1), false)
        }
        '\'' => (character(text), false),
        _ if !word.is_empty() => (word.len(), true),
        _ if text.starts_with("::") => (2, true),
        _ => (first.len_utf8(), !first.is_whitespace()),
    }
}

fn is_raw(after: &str) -> bool {
    after.trim_start_matches('#').starts_with('"')
}

/// The length of a string literal.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, one) in text.char_indices().skip(1) {
        match one {
            '"' if !is_escaped => return at + 1,
            _ => is_escaped = one == '\\' && !is_escaped,
        }
    }
    text.len()
}

/// The length of a character literal, or of the quote before a lifetime.
fn character(text: &str) -> usize {
    let mut rest = text.char_indices().skip(1);
    match (rest.next(), rest.next()) {
        (Some((_, '\\')), Some((after, _))) => {
            let from = after + text[after..].chars().next().map_or(1, char::len_utf8);
            text[from..]
                .find('\'')
                .map_or(text.len(), |end| from + end + 1)
        }
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

/// The tokens outside of items under `#[cfg(test)]`, and the modules of other files that are declared there.
pub fn without_tests<'t>(tokens: &[Token<'t>]) -> (Vec<Token<'t>>, Vec<&'t str>) {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut modules) = (Vec::new(), Vec::new());
    let mut rest = tokens;
    while let Some((first, others)) = rest.split_first() {
        if !rest
            .iter()
            .map(|token| token.text)
            .take(MARK.len())
            .eq(MARK)
        {
            kept.push(*first);
            rest = others;
            continue;
        }
        let (item, after) = rest[MARK.len()..].split_at(item(&rest[MARK.len()..]));
        let declared = item
            .windows(3)
            .find(|three| three[0].text == "mod" && three[2].text == ";");
        modules.extend(declared.map(|three| three[1].text));
        rest = after;
    }
    (kept, modules)
}

/// How many tokens the next item has: up to its semicolon or its closing brace.
fn item(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" => depth -= 1,
            "}" => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            ";" if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(tokens: &[Token<'_>]) -> Vec<(usize, String)> {
        tokens
            .iter()
            .map(|one| (one.line, one.text.to_owned()))
            .collect()
    }

    #[test]
    fn comments_and_literals_hold_no_words() {
        let text = "a::b /* no\nno */ c // no\n\"no \\\" no\nno\" d r#\"no \" no\"# 'n' '\\'' '\\u{1}' &'x e\n.f";
        let expected = [
            (1, "a"),
            (1, "::"),
            (1, "b"),
            (2, "c"),
            (4, "d"),
            (4, "&"),
            (4, "x"),
            (4, "e"),
            (5, "."),
            (5, "f"),
        ];
        assert_eq!(
            words(&tokens(text)),
            expected.map(|(line, word)| (line, word.to_owned()))
        );
    }

    #[test]
    fn what_exists_for_tests_only_is_left_out_up_to_its_end() {
        let text = "a\n#[cfg(test)]\nmod tests;\nb\n#[cfg(test)]\n#[allow(x)]\nfn f(x: [u8; 2]) { { y } }\nc\n#[cfg(unix)] d";
        let all = tokens(text);
        let (kept, modules) = without_tests(&all);
        let kept: Vec<&str> = kept.iter().map(|token| token.text).collect();
        assert_eq!(
            kept,
            ["a", "b", "c", "#", "[", "cfg", "(", "unix", ")", "]", "d"]
        );
        assert_eq!(modules, ["tests"]);
    }
}
