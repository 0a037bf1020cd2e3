//! Problems of a scenario as a person reads them: the line, the place in it, and what would be right.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::scenario::{Problem, Problems};
use crate::units::{display_number, steers};

/// Problems that are shown; nobody mends more than these before the next try.
const MOST_SHOWN: usize = 50;
/// Characters of a long line that are shown before and after the start of the fault.
const AROUND: usize = 80;

/// Shows each problem with its line, and says how many there are beyond the first 50.
pub fn render(problems: &Problems, coloured: bool) -> String {
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut shown = String::new();
    for problem in problems.iter().take(MOST_SHOWN) {
        shown.push_str(&render_one(problem, &renderer));
        shown.push_str("\n\n");
    }
    let more = problems.count().saturating_sub(MOST_SHOWN);
    if more > 0 {
        let problems = if more == 1 { "problem" } else { "problems" };
        let more = display_number(more as f64);
        // Writing to a string cannot fail.
        let _ = writeln!(shown, "and {more} more {problems}");
    }
    shown
}

fn render_one(problem: &Problem, renderer: &Renderer) -> String {
    let excerpt = Excerpt::of(problem);
    let file = printable(&problem.file);
    let mut annotation = AnnotationKind::Primary.span(excerpt.span.clone());
    if !problem.label.is_empty() {
        annotation = annotation.label(printable(&problem.label));
    }
    let snippet = Snippet::source(&excerpt.line)
        .path(&file)
        .line_start(problem.line)
        .annotation(annotation);
    let mut group = Level::ERROR
        .primary_title(printable(&problem.message))
        .element(snippet);
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    let rendered = renderer.render(&[group]);
    // The renderer counts columns in what it is shown, which may be cut off at the left.
    let counted = format!("{file}:{}:{}", problem.line, excerpt.column);
    let true_place = format!("{file}:{}:{}", problem.line, problem.column);
    rendered.replacen(&counted, &true_place, 1)
}

/// The part of a line around a fault.
struct Excerpt {
    line: String,
    span: std::ops::Range<usize>,
    column: usize,
}

impl Excerpt {
    fn of(problem: &Problem) -> Self {
        let source = &problem.source;
        let line_start = source[..problem.span.start]
            .rfind('\n')
            .map_or(0, |end| end + 1);
        let line_end = source[problem.span.start..]
            .find(['\n', '\r'])
            .map_or(source.len(), |length| problem.span.start + length);
        let before = &source[line_start..problem.span.start];
        let fault =
            &source[problem.span.start..problem.span.end.min(line_end).max(problem.span.start)];
        let after = &source
            [problem.span.start + fault.len()..line_end.max(problem.span.start + fault.len())];

        let skipped = before.chars().count().saturating_sub(AROUND);
        let mut line = String::new();
        if skipped > 0 {
            line.push_str("...");
        }
        line.extend(before.chars().skip(skipped).map(visible));
        let column = line.chars().count() + 1;
        let start = line.len();
        line.extend(fault.chars().take(AROUND).map(visible));
        let end = line.len();
        line.extend(after.chars().take(AROUND).map(visible));
        Self {
            line,
            span: start..end,
            column,
        }
    }
}

/// `text` on one line, without characters that would move the cursor.
fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}

fn visible(character: char) -> char {
    match character {
        '\t' => ' ',
        other if steers(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{SourceFile, parse};

    fn problems(text: &[u8]) -> Problems {
        let source = SourceFile {
            name: "s.toml".to_owned(),
            bytes: text.to_vec(),
        };
        parse(source, "s", &mut |_| Err("no such file".to_owned())).unwrap_err()
    }

    #[test]
    fn a_problem_shows_its_line_its_place_and_its_remedy() {
        let found = problems("# größe\n[job]\ntimeout = \"40 users\"\n".as_bytes());
        let expected = "\
error: `users` is no unit of time
 --> s.toml:3:11
  |
3 | timeout = \"40 users\"
  |           ^^^^^^^^^^
  |
  = help: units of time are ns, us, ms, s, min, h, days and weeks, for example \"40 min\"

";
        assert_eq!(render(&found, false), expected);
        assert!(render(&found, true).contains("\u{1b}["));
    }

    #[test]
    fn a_long_line_is_cut_around_the_fault_but_its_column_is_true() {
        let text = format!("description = \"{}\" x = 1\n", "é".repeat(5_000));
        let shown = render(&problems(text.as_bytes()), false);
        assert!(shown.contains("s.toml:1:5018\n"), "{shown}");
        assert!(
            shown.lines().all(|line| line.chars().count() < 200),
            "{shown}"
        );
    }

    #[test]
    fn characters_that_move_the_cursor_are_not_passed_on() {
        let shown = render(
            &problems(b"a\x1b[2J = \"\x07\xe2\x80\xae\"\r\nb = \xff\n"),
            false,
        );
        let moving = |one: char| one.is_control() && one != '\n';
        assert!(
            !shown.contains(moving) && !shown.contains('\u{202E}'),
            "{shown:?}"
        );
    }

    #[test]
    fn no_more_than_fifty_problems_are_shown_and_the_others_are_counted() {
        let text: String = (0..3_000).map(|key| format!("key{key} = 1\n")).collect();
        let shown = render(&problems(text.as_bytes()), false);
        assert_eq!(shown.matches("error: ").count(), 50);
        assert!(shown.ends_with("and 2,950 more problems\n"), "{shown}");
    }
}
