//! The terminal that a report is printed to: how wide it is, and whether it takes colours.

use clap::builder::styling::{AnsiColor, Style};

use crate::report::terminal::WIDTH;

/// Narrower terminals get lines of this length, which they break themselves.
const NARROWEST: usize = 40;

/// Columns of a report: the terminal's; always the same where a file or another program takes it.
pub(super) fn width() -> usize {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).max(NARROWEST))
}

/// Whether a stream is a terminal that takes colours and is wanted to (`NO_COLOR`, `CLICOLOR`, `TERM=dumb`).
pub(super) fn takes_colour(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

/// The text with its titles and its first line bold, warnings yellow, and verdicts green or red.
pub(super) fn coloured(text: &str) -> String {
    let mut is_title = true;
    let lines = text.lines().map(|line| {
        let style = style(line, is_title);
        is_title = line.is_empty();
        match style {
            Some((style, end)) if !line.is_empty() => {
                let (styled, rest) = line.split_at(end);
                format!("{style}{styled}{style:#}{rest}\n")
            }
            _ => format!("{line}\n"),
        }
    });
    lines.collect()
}

/// How a line is shown, up to where: a sentence that stands for a title as far as its colon.
fn style(line: &str, is_title: bool) -> Option<(Style, usize)> {
    let colour = |colour: AnsiColor| Some((colour.on_default(), line.len()));
    let words = line.trim_start();
    if words.starts_with("! ") {
        colour(AnsiColor::Yellow)
    } else if words.starts_with("missed") {
        colour(AnsiColor::Red)
    } else if words.starts_with("met ") {
        colour(AnsiColor::Green)
    } else {
        let end = line.find(": ").map_or(line.len(), |colon| colon + 1);
        is_title.then(|| (Style::new().bold(), end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_warnings_and_verdicts_stand_out_and_the_words_stay_the_same() {
        let text =
            "pilot: half within 3 h.\n\nWarnings\n  ! slow\n    -> mend it\n met        p95\n";
        let shown = coloured(text);
        for part in [
            "\u{1b}[1mpilot:\u{1b}[0m half within 3 h.\n",
            "\u{1b}[1mWarnings\u{1b}[0m\n",
            "\u{1b}[33m  ! slow\u{1b}[0m\n    -> mend it\n",
            "\u{1b}[32m met        p95\u{1b}[0m\n",
        ] {
            assert!(shown.contains(part), "{part:?} in {shown:?}");
        }
        assert_eq!(anstream::adapter::strip_str(&shown).to_string(), text);
    }
}
