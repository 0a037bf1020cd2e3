//! Which lines of a text have changed.

/// So far ahead is looked for lines that both texts have.
const REACH: usize = 200;

/// The lines that one text has and the other has not, each with its number: `-` before those that are gone, `+` before new ones.
pub fn difference(before: &str, after: &str) -> Vec<String> {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let (mut old, mut new) = (0, 0);
    let mut changes = Vec::new();
    while old < before.len() || new < after.len() {
        let (gone, added) = until_both_agree(&before[old..], &after[new..]);
        let lines = |sign, texts: &[&str], first: usize| -> Vec<String> {
            let numbered = (first + 1..).zip(texts);
            numbered
                .map(|(number, text)| format!("{sign} {number}: {text}"))
                .collect()
        };
        changes.extend(lines('-', &before[old..old + gone], old));
        changes.extend(lines('+', &after[new..new + added], new));
        (old, new) = (old + gone + 1, new + added + 1);
    }
    changes
}

/// How many lines of either text come before the next one that both have: as few in sum as can be.
fn until_both_agree(before: &[&str], after: &[&str]) -> (usize, usize) {
    for skipped in 0..=2 * REACH {
        for gone in skipped.saturating_sub(REACH)..=skipped.min(REACH) {
            let added = skipped - gone;
            if gone < before.len() && added < after.len() && before[gone] == after[added] {
                return (gone, added);
            }
        }
    }
    (before.len(), after.len())
}

#[test]
fn lines_that_are_gone_new_or_changed_are_told_with_their_numbers() {
    assert_eq!(difference("a\nb\nc", "a\nb\nc"), Vec::<String>::new());
    assert_eq!(difference("a\nb\nc", "a\nx\nc"), ["- 2: b", "+ 2: x"]);
    assert_eq!(difference("a\nb\nc", "a\nc"), ["- 2: b"]);
    assert_eq!(difference("a\nc\nd", "a\nb\nc\nd"), ["+ 2: b"]);
    assert_eq!(difference("a", "a\nb\nc"), ["+ 2: b", "+ 3: c"]);
    assert_eq!(difference("a\nb", ""), ["- 1: a", "- 2: b"]);
}
