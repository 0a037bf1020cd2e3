//! Rows of separated values as spreadsheets and scripts write them, each field with its place.
//!
//! A row ends with its line: a quote that is left open must not swallow the rows that follow. What stands between quotes may go over
//! several lines only where none of these could be a row of its own.

use std::borrow::Cow;

use crate::scenario::finding::Span;

/// One field: what it says, without quotes and spaces around it, and where it stands.
pub struct Field<'t> {
    pub text: Cow<'t, str>,
    pub span: Span,
}

/// One row.
pub struct Row<'t> {
    pub fields: Vec<Field<'t>>,
    /// The quote that opens and does not close, if there is one.
    pub unclosed: Option<Span>,
    end: usize,
}

impl Row<'_> {
    /// Where it stands.
    pub fn span(&self) -> Span {
        let start = self.fields.first().map_or(self.end, |one| one.span.start);
        start..self.fields.last().map_or(start, |one| one.span.end)
    }
}

/// What a quote within quotes means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// Two are one, and one that no separator follows is itself: `"the "A" team",5`.
    Lenient,
    /// As before, but the second of two closes where a separator follows: `"Rack 19"",30`.
    LastCloses,
    /// Two are one, and text may go over several lines: as the standard has it, RFC 4180.
    Standard,
}

/// The rows of a text, without blank lines.
pub struct Rows<'t> {
    text: &'t str,
    at: usize,
    separator: char,
    /// How many columns a row has and in which of them a number stands, if in any, once the header has told.
    shape: Option<(usize, Option<usize>)>,
}

impl<'t> Rows<'t> {
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            separator: ',',
            shape: None,
        }
    }

    /// The same rows with another separator than a comma: a sign of one byte.
    pub const fn separated_by(mut self, separator: char) -> Self {
        self.separator = separator;
        self
    }

    /// The rows from a place on.
    pub const fn from(mut self, start: usize) -> Self {
        self.at = start;
        self
    }

    /// Says what the rows after the header look like: how many columns they have, and in which a number stands, if in any.
    pub fn expect(&mut self, columns: usize, number: Option<usize>) {
        self.shape = Some((columns, number));
    }

    fn row(&self, start: usize) -> Row<'t> {
        let line_end = self.text[start..]
            .find(['\r', '\n'])
            .map_or(self.text.len(), |length| start + length);
        let alone = self.split(start, line_end, Quotes::Lenient);
        if self.fits(&alone) {
            return alone;
        }
        let last_closes = self.split(start, line_end, Quotes::LastCloses);
        if self.fits(&last_closes) {
            return last_closes;
        }
        if alone.unclosed.is_some() {
            let longer = self.split(start, self.text.len(), Quotes::Standard);
            // The last line ends the row, so that it looks like one in any case.
            let all_but_last = self.text[start..longer.end].rsplit_once('\n');
            let mut lines = all_but_last.map_or("", |(lines, _)| lines).lines();
            if self.fits(&longer) && !lines.any(|line| self.could_be_a_row(line)) {
                return longer;
            }
        }
        alone
    }

    fn fits(&self, row: &Row<'_>) -> bool {
        let columns = self.shape.map(|(columns, _)| columns);
        row.unclosed.is_none() && columns.is_none_or(|columns| columns == row.fields.len())
    }

    /// Whether a line has a number where rows have one, counted from either side.
    fn could_be_a_row(&self, line: &str) -> bool {
        let Some((columns, number)) = self.shape else {
            return true;
        };
        let is_number = |part: Option<&str>| {
            let digits = part.map_or("", |part| part.trim().trim_matches('"'));
            !digits.is_empty() && digits.bytes().all(|one| one.is_ascii_digit())
        };
        let has_columns = line.matches(self.separator).count() + 1 >= columns;
        has_columns
            && number.is_none_or(|number| {
                is_number(line.split(self.separator).nth(number))
                    || is_number(line.rsplit(self.separator).nth(columns - 1 - number))
            })
    }

    /// Reads a row from `start` on, up to `limit` at most.
    fn split(&self, start: usize, limit: usize, quotes: Quotes) -> Row<'t> {
        let text = &self.text[..limit];
        let mut row = Row {
            fields: Vec::with_capacity(self.shape.map_or(0, |(columns, _)| columns)),
            unclosed: None,
            end: start,
        };
        loop {
            let begin = row.end + spaces(&text[row.end..], self.separator);
            let (field, end) = if text[begin..].starts_with('"') {
                quoted(text, begin, (quotes, self.separator)).unwrap_or_else(|| {
                    row.unclosed = Some(begin..begin + 1);
                    plain(text, begin, self.separator)
                })
            } else {
                plain(text, begin, self.separator)
            };
            row.fields.push(field);
            row.end = end;
            if !text[end..].starts_with(self.separator) {
                return row;
            }
            row.end += 1;
        }
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start().len();
        if blank == rest.len() {
            return None;
        }
        // Spaces before the first field belong to its line, line breaks before them to none.
        let row = self.row(self.at + blank);
        self.at = row.end;
        Some(row)
    }
}

/// Bytes of space at the start of `text`, on its line; a tab that separates is none.
fn spaces(text: &str, separator: char) -> usize {
    let is_space = |sign: char| sign != separator && matches!(sign, ' ' | '\t');
    text.len() - text.trim_start_matches(is_space).len()
}

/// The field that goes from `begin` to the next separator or the end of the line, and where it ends.
fn plain(text: &str, begin: usize, separator: char) -> (Field<'_>, usize) {
    let length = text[begin..].find([separator, '\r', '\n']);
    let end = length.map_or(text.len(), |length| begin + length);
    let shown = text[begin..end].trim();
    let field = Field {
        text: Cow::Borrowed(shown),
        span: begin..begin + shown.len(),
    };
    (field, end)
}

/// The field whose quote opens at `begin`, and where the separator behind it stands; none if the quote never closes.
fn quoted(text: &str, begin: usize, (quotes, sign): (Quotes, char)) -> Option<(Field<'_>, usize)> {
    let separator = |offset: usize| {
        let after = offset + spaces(&text[offset..], sign);
        let ends = text[after..].is_empty() || text[after..].starts_with([sign, '\r', '\n']);
        ends.then_some(after)
    };
    let mut at = begin + 1;
    loop {
        let quote = at + text[at..].find('"')?;
        let is_doubled = text[quote + 1..].starts_with('"');
        let closing = if is_doubled && quotes == Quotes::LastCloses {
            separator(quote + 2).map(|after| (quote + 1, after))
        } else if is_doubled {
            None
        } else {
            separator(quote + 1).map(|after| (quote, after))
        };
        if let Some((close, after)) = closing {
            let inner = text[begin + 1..close].trim();
            let field = Field {
                text: if inner.contains("\"\"") {
                    Cow::Owned(inner.replace("\"\"", "\""))
                } else {
                    Cow::Borrowed(inner)
                },
                span: begin..close + 1,
            };
            return Some((field, after));
        }
        if !is_doubled && quotes == Quotes::Standard {
            return None;
        }
        at = quote + 1 + usize::from(is_doubled);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of a text whose rows have `columns` columns, with a number in the second.
    fn rows(text: &str, columns: usize) -> Vec<Vec<String>> {
        let mut rows = Rows::of(text);
        rows.expect(columns, Some(1));
        rows.map(|row| {
            assert!(row.unclosed.is_none(), "{text}");
            let fields = row.fields.into_iter();
            fields.map(|field| field.text.into_owned()).collect()
        })
        .collect()
    }

    #[test]
    fn a_field_is_found_behind_quoted_commas_and_blank_lines() {
        let text = "\r\n\r\n \"a, \"\"b\"\"\" , 12 ,x\n";
        let row = Rows::of(text).next().unwrap();
        let spans = row.fields.iter().map(|field| &text[field.span.clone()]);
        assert_eq!(spans.collect::<Vec<_>>(), ["\"a, \"\"b\"\"\"", "12", "x"]);
        assert_eq!(&row.fields[0].text, "a, \"b\"");
        assert_eq!(&text[row.span()], "\"a, \"\"b\"\"\" , 12 ,x");
    }

    #[test]
    fn a_quote_within_a_name_swallows_no_row() {
        for name in [
            "\"Rack 19\"\"",
            "\"Rack 19\"\"\"",
            "Rack 19\"",
            "\"the \"\"A\"\" team\"",
            "\"the \"A\" team\"",
            "\"A\" and \"B\"",
            "the \"A, team\"",
        ] {
            let text = format!("{name},30\n\"HR\",12\r\n\"Fin,ance\",40");
            let columns = if name.contains(", ") { 3 } else { 2 };
            let read = rows(&text, 2);
            assert_eq!((read.len(), read[0].len()), (3, columns), "{text}");
            assert_eq!(read[2], ["Fin,ance", "40"]);
        }
        assert_eq!(rows("\"Rack 19\"\",30\n", 2), [["Rack 19\"", "30"]]);
    }

    #[test]
    fn quotes_span_lines_unless_one_of_them_could_be_a_row() {
        let text = "\"Sales\nEMEA, all\",30,yes\nHR,5,no\n";
        assert_eq!(rows(text, 3)[0], ["Sales\nEMEA, all", "30", "yes"]);
        for text in [
            "\"Sales,210,yes\nSupport,95,yes\n",
            "\"Sales,210,yes\nSupport\",95,yes\n",
            "\"Sales, EMEA,210,yes\nSupport\",95,yes\n",
        ] {
            let mut rows = Rows::of(text);
            rows.expect(3, Some(1));
            let row = rows.next().unwrap();
            assert_eq!(row.unclosed, Some(0..1), "{text}");
            assert!(rows.next().unwrap().span().start > 10, "{text}");
        }
    }
}
