//! A look at the brackets before the parser sees them.
//!
//! Deep nesting is refused here because a tree that deep could not be freed without a deep stack: the parser
//! bounds arrays and dotted keys at 80 each, but not one within the other. And a bracket that is never closed is
//! found here because the parser reports it at the end of the file, after a fault for every line swallowed.

use super::super::finding::Finding;

/// Deeper than any valid scenario by far.
const MOST_NESTED: usize = 16;

/// The fault of the brackets in `text`, and whether there is any use in parsing it.
pub(super) enum Brackets {
    Balanced,
    NeverClosed(Finding),
    TooDeep(Finding),
}

pub(super) fn check(text: &str) -> Brackets {
    Scan {
        bytes: text.as_bytes(),
        offset: 0,
        open: Vec::new(),
        dots: 0,
        line_is_blank: true,
        in_header: false,
    }
    .run()
}

/// Walks over the tokens of a text, with the parser's own rules of where strings and comments end.
struct Scan<'a> {
    bytes: &'a [u8],
    offset: usize,
    open: Vec<usize>,
    dots: usize,
    line_is_blank: bool,
    in_header: bool,
}

impl Scan<'_> {
    fn run(mut self) -> Brackets {
        while let Some(&byte) = self.bytes.get(self.offset) {
            let start = self.offset;
            self.step(byte);
            if self.open.len() > MOST_NESTED || self.dots > MOST_NESTED {
                return Brackets::TooDeep(
                    Finding::new(start..start + 1, "tables or arrays are nested too deeply").help(
                        format!("a scenario needs no more than {MOST_NESTED} levels"),
                    ),
                );
            }
        }
        match self.open.first() {
            Some(&offset) if !self.in_header => {
                let bracket = char::from(self.bytes[offset]);
                let partner = if bracket == '[' { ']' } else { '}' };
                Brackets::NeverClosed(
                    Finding::new(
                        offset..offset + 1,
                        format!("this `{bracket}` is never closed"),
                    )
                    .help(format!("add the `{partner}` that belongs to it")),
                )
            }
            _ => Brackets::Balanced,
        }
    }

    fn step(&mut self, byte: u8) {
        let blank_so_far = self.line_is_blank;
        self.line_is_blank = byte == b'\n' || (blank_so_far && matches!(byte, b' ' | b'\t'));
        match byte {
            b'\n' => {
                self.dots = 0;
                // A table header ends with its line, closed or not.
                if std::mem::take(&mut self.in_header) {
                    self.open.clear();
                }
                self.offset += 1;
            }
            b'[' | b'{' => {
                self.in_header |= byte == b'[' && blank_so_far && self.open.is_empty();
                self.open.push(self.offset);
                self.dots = 0;
                self.offset += 1;
            }
            b']' | b'}' => {
                self.open.pop();
                self.dots = 0;
                self.offset += 1;
            }
            b'.' => {
                self.dots += 1;
                self.offset += 1;
            }
            b'=' | b',' => {
                self.dots = 0;
                self.offset += 1;
            }
            b'#' => self.skip_while(|byte| !matches!(byte, b'\r' | b'\n')),
            b'"' | b'\'' => self.skip_string(byte),
            b' ' | b'\t' | b'\r' => self.offset += 1,
            _ => self.skip_while(|byte| !b".=,[]{} \t#\r\n".contains(&byte)),
        }
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        while self.bytes.get(self.offset).is_some_and(|byte| keep(*byte)) {
            self.offset += 1;
        }
    }

    fn skip_string(&mut self, quote: u8) {
        let several_lines = self.bytes[self.offset..].starts_with(&[quote; 3]);
        self.offset += if several_lines { 3 } else { 1 };
        while let Some(&byte) = self.bytes.get(self.offset) {
            if byte == b'\\' && quote == b'"' {
                let escaped = self.bytes.get(self.offset + 1);
                self.offset += 1 + usize::from(matches!(escaped, Some(b'\\' | b'"')));
            } else if several_lines && self.bytes[self.offset..].starts_with(&[quote; 3]) {
                self.offset += 3;
                // Up to two quotes may stand directly before the closing three.
                for _ in 0..2 {
                    self.offset += usize::from(self.bytes.get(self.offset) == Some(&quote));
                }
                return;
            } else if !several_lines && byte == b'\n' {
                return;
            } else {
                self.offset += 1;
                if !several_lines && byte == quote {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        for text in [
            "a = \"[[[\"",
            "a = '{{{' # [[[",
            "a = \"\"\"[\n[\"\"\"\"\n",
            "a = \"\\\"[\"",
            "[tenant\nusers = 1",
            "[[target.limit]]",
            "description = \"....................................\"",
        ] {
            assert!(matches!(check(text), Brackets::Balanced), "{text}");
        }
    }

    #[test]
    fn a_bracket_that_is_never_closed_is_pointed_at() {
        let Brackets::NeverClosed(finding) = check("a = [1]\nb = [1, {x = 2}\n[job]\nc = 1") else {
            panic!("the bracket was not missed");
        };
        assert_eq!(finding.span, 12..13);
    }

    #[test]
    fn deep_nesting_of_any_kind_is_refused() {
        for text in ["[", "a = [", "a = {b = ", "a.", "[a."].map(|part| part.repeat(5_000)) {
            assert!(matches!(check(&text), Brackets::TooDeep(_)), "{:.20}", text);
        }
    }
}
