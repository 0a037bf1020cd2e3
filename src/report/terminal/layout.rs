//! How wide a report is: sentences break between words, and what is to be typed does not break at all.

/// Columns of a report that goes to a file or another program.
pub const WIDTH: usize = 100;

/// How a report is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Whether all that is known follows the first screen.
    pub is_full: bool,
    /// Columns that no line of words or numbers passes.
    pub width: usize,
}

impl Default for Layout {
    fn default() -> Self {
        let (is_full, width) = (false, WIDTH);
        Self { is_full, width }
    }
}

/// The text with no line longer than `width`, save commands and single words; what is broken goes on below its first word.
pub(super) fn broken(text: &str, width: usize) -> String {
    let lines = text.lines().flat_map(|line| {
        if line.chars().count() <= width || line.trim_start().starts_with("cyclecast ") {
            vec![line.to_owned()]
        } else {
            lines_of(line, width)
        }
    });
    lines.map(|line| format!("{line}\n")).collect()
}

fn lines_of(line: &str, width: usize) -> Vec<String> {
    let first = hanging(line);
    let mut lines: Vec<String> = Vec::new();
    let mut current = line[..line.len() - line.trim_start().len()].to_owned();
    let mut is_empty = true;
    for word in words(line) {
        let joined = current.chars().count() + usize::from(!is_empty) + word.chars().count();
        if !is_empty && joined > width {
            lines.push(std::mem::replace(&mut current, " ".repeat(first)));
            is_empty = true;
        }
        if !is_empty {
            current.push(' ');
        }
        current.push_str(&word);
        is_empty = false;
    }
    lines.push(current);
    lines
}

/// Words between which a line may break: a number stays with what it counts.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let ends_in_digit = |word: &String| word.ends_with(|sign: char| sign.is_ascii_digit());
    for word in line.split_whitespace() {
        match words.last_mut().filter(|last| ends_in_digit(last)) {
            Some(number) if word.chars().count() <= 5 => {
                number.push(' ');
                number.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Where lines after the first begin: below the first word, after a mark such as `!` or `->`.
fn hanging(line: &str) -> usize {
    let indent = line.len() - line.trim_start().len();
    let mut marks = ["! ", "-> "].into_iter();
    let mark = marks.find(|mark| line.trim_start().starts_with(mark));
    indent + mark.map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_breaks_between_words_and_goes_on_below_its_first() {
        let text =
            "  ! most of the range comes from inputs\n    -> find out first what moves it\nshort\n";
        assert_eq!(
            broken(text, 24),
            "  ! most of the range\n    comes from inputs\n    -> find out first\n       what moves it\nshort\n"
        );
    }

    #[test]
    fn a_number_stays_with_its_unit_and_a_command_is_not_broken() {
        assert_eq!(
            broken("it takes 12 min more", 11),
            "it takes\n12 min more\n"
        );
        let command = "  cyclecast run scenarios/pilot.toml --seed 1\n";
        assert_eq!(broken(command, 20), command);
    }
}
