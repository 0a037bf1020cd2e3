//! Parts of sentences: lists of names, and beginnings.

/// `a, b or c`; beyond `most` names, how many others there are: `a, b, c or 5 others`.
pub(in crate::report) fn listed(names: &[String], before_last: &str, most: usize) -> String {
    let left_out = names.len().saturating_sub(most);
    // One name is no longer than to say that there is one more.
    let shown = if left_out > 1 { most } else { names.len() };
    let mut parts = names[..shown].to_vec();
    if shown < names.len() {
        parts.push(format!("{left_out} others"));
    }
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} {before_last} {last}", others.join(", ")),
    }
}

/// Words as the beginning of a sentence.
pub(in crate::report) fn capitalised(words: &str) -> String {
    let mut signs = words.chars();
    signs.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(signs).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut_and_say_so() {
        let names: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        assert_eq!(listed(&names[..0], "or", 3), "");
        assert_eq!(listed(&names[..1], "or", 3), "a");
        assert_eq!(listed(&names[..2], "or", 3), "a or b");
        assert_eq!(listed(&names, "and", 3), "a, b, c and d");
        assert_eq!(listed(&names, "and", 2), "a, b and 2 others");
    }
}
