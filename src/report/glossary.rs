//! The words of every text, each for one thing. `docs/glossary.md` has the same.

/// Words and what they stand for.
pub(super) const GLOSSARY: [(&str, &str); 10] = [
    (
        "Job",
        "one provisioning job of the service: one directory, one application, one scope.",
    ),
    (
        "Cycle",
        "one pass of a job: the initial cycle takes everything in scope, an incremental one what has changed since and what is due again.",
    ),
    (
        "Run, or replication",
        "one simulated course of a scenario, with its own luck. Texts say run; options, columns and numbers say replication.",
    ),
    (
        "p5, p50, p95",
        "one run in twenty stays within p5, half of them stay within p50, the median, and all but one in twenty within p95.",
    ),
    (
        "Account",
        "a user's entry in the target: created, changed, or found and left as it is.",
    ),
    (
        "Access",
        "a user has access from the moment at which their account is there; memberships and managers come later and do not count.",
    ),
    (
        "Failed",
        "not in the target when the cycle ends, because of an error; later cycles try again what the error lets them.",
    ),
    (
        "Escrow",
        "where the service keeps what failed until it is tried again.",
    ),
    (
        "Left out",
        "not in the target when the initial cycle ends: failed, or put off to later cycles.",
    ),
    (
        "Undone",
        "never done by a strategy at all, since it leaves groups or people out of its scope.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_the_documents_has_the_same_words() {
        let page = include_str!("../../docs/glossary.md");
        let lines: Vec<&str> = page.lines().filter(|line| line.starts_with("- ")).collect();
        let ours = GLOSSARY.map(|(word, meaning)| format!("- **{word}**: {meaning}"));
        assert_eq!(lines, ours);
    }
}
