//! The words of every text, each for one thing: `docs/glossary.md` is the list.

const PAGE: &str = include_str!("../../docs/glossary.md");
/// What stands before the words that only the documents use.
const DOCUMENTS_ALONE: &str = "## In the documents";

/// The words that the page of every report explains, each with its meaning.
pub(super) fn of_every_report() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_reports = PAGE.split(DOCUMENTS_ALONE).next().unwrap_or_default();
    of_reports
        .lines()
        .filter_map(|line| line.strip_prefix("- **")?.split_once("**: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_the_page_has_one_meaning_and_the_report_has_the_first_of_them() {
        let words: Vec<&str> = PAGE.lines().filter(|line| line.starts_with("- ")).collect();
        let of_reports: Vec<_> = of_every_report().collect();
        assert!(words.len() >= 25 && (10..words.len()).contains(&of_reports.len()));
        for ((word, meaning), line) in of_reports.iter().zip(&words) {
            assert_eq!(format!("- **{word}**: {meaning}"), *line);
        }
    }
}
