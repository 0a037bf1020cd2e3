//! Making words fit.

use super::{Face, width};
use crate::units::is_without_picture;

/// The text without control characters and the like, which SVG does not allow and which have no picture.
pub fn clean(words: &str) -> String {
    words.replace(is_without_picture, " ")
}

/// The text, or as much of its beginning as fits, followed by an ellipsis and its last `tail` characters.
pub fn shorten(words: &str, face: Face, room: f64, tail: usize) -> String {
    if width(words, face) <= room {
        return words.to_owned();
    }
    let signs: Vec<char> = words.chars().collect();
    let end: String = signs[signs.len().saturating_sub(tail)..].iter().collect();
    let cut = |kept: usize| {
        let start: String = signs[..kept].iter().collect();
        format!("{}…{end}", start.trim_end())
    };
    // No text of this many characters fits; it keeps the search short for absurd input.
    let (mut fits, mut too_long) = (0, signs.len().min(1_000));
    while too_long - fits > 1 {
        let middle = usize::midpoint(fits, too_long);
        match width(&cut(middle), face) <= room {
            true => fits = middle,
            false => too_long = middle,
        }
    }
    cut(fits)
}

/// Texts of one list, each as [`shorten`] makes it fit, such that what differs is seen: of those that would look the same the
/// beginning that they share gives way, or else each has its number before it.
pub fn shorten_apart(all: &[String], face: Face, room: f64, tail: usize) -> Vec<String> {
    let cut = |text: &str| shorten(text, face, room, tail);
    let plain: Vec<String> = all.iter().map(|text| cut(text)).collect();
    let mut shown = plain.clone();
    for index in look_alikes(&plain) {
        let twins = all.iter().zip(&plain);
        let twins = twins.filter(|(text, other)| **other == plain[index] && **text != all[index]);
        let shared = twins.map(|(text, _)| shared_words(text, &all[index])).min();
        let rest = all[index].chars().skip(shared.unwrap_or_default());
        let rest: String = rest.collect();
        shown[index] = cut(&format!("…{rest}"));
    }
    for index in look_alikes(&shown) {
        shown[index] = cut(&format!("{}: {}", index + 1, all[index]));
    }
    shown
}

/// The places of texts of which there are several.
fn look_alikes(shown: &[String]) -> Vec<usize> {
    let twice = |index: &usize| {
        let same = shown.iter().filter(|other| **other == shown[*index]);
        same.count() > 1
    };
    (0..shown.len()).filter(twice).collect()
}

/// How many characters two texts share at their beginning, up to the end of a word.
fn shared_words(one: &str, other: &str) -> usize {
    let pairs = (1..).zip(one.chars().zip(other.chars()));
    let shared = pairs.take_while(|(_, (a, b))| a == b);
    let ends = shared.filter(|(_, (sign, _))| !sign.is_alphanumeric());
    ends.last().map_or(0, |(count, _)| count)
}

/// The text in lines that fit, broken between words, and within a word that is longer than a line.
pub fn wrap(words: &str, face: Face, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        let longer = format!("{line} {word}");
        let longer = longer.trim_start().to_owned();
        if width(&longer, face) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for sign in word.chars() {
            line.push(sign);
            if width(&line, face) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, sign.to_string()));
            }
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::drawing::BODY;

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(shorten("a short name", BODY, 200.0, 4), "a short name");
        assert_eq!(wrap("a short name", BODY, 200.0), ["a short name"]);
    }

    #[test]
    fn what_is_too_long_keeps_its_beginning_and_its_end() {
        let short = shorten(&"long ".repeat(500), BODY, 200.0, 5);
        assert!(short.starts_with("long long") && short.ends_with("…long "));
        assert!(width(&short, BODY) <= 200.0);
    }

    #[test]
    fn texts_that_differ_look_different_when_they_are_cut() {
        let all = [
            "One job of a gallery connector for ninety small groups, all of them at once",
            "One job of a gallery connector for three large groups, all of them at once",
            "Two days",
        ]
        .map(str::to_owned);
        let shown = shorten_apart(&all, BODY, 190.0, 8);
        assert!(
            shown[0].starts_with("…ninety") && shown[1].starts_with("…three"),
            "{shown:?}"
        );
        assert_eq!(shown[2], "Two days");
        assert!(shown.iter().all(|text| width(text, BODY) <= 190.0));
        // What differs beyond all room has a number.
        let far = ["a", "b"].map(|sign| format!("{}{sign}{}", "x".repeat(60), "y".repeat(60)));
        let shown = shorten_apart(&far, BODY, 190.0, 8);
        assert!(
            shown[0].starts_with("1: ") && shown[1].starts_with("2: "),
            "{shown:?}"
        );
    }

    #[test]
    fn every_wrapped_line_fits_and_nothing_is_lost() {
        let words = format!("{} {}", "several words ".repeat(5), "x".repeat(90));
        let lines = wrap(&words, BODY, 120.0);
        assert!(lines.iter().all(|line| width(line, BODY) <= 120.0));
        let signs = |text: &str| text.chars().filter(|sign| *sign != ' ').count();
        assert_eq!(signs(&lines.concat()), signs(&words));
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(clean("a\nb\u{0}c"), "a b c");
    }
}
