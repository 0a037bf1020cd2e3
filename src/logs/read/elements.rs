//! The entries of a JSON text, one by one as they come: of an array, of a page, of lines, or the one object that it is.
//!
//! Only brackets, quotes and lines are looked at, so what is wrong inside an entry spoils that entry alone, and no more of a
//! file is held than its longest entry.

use std::io::{self, Read};

use memchr::memchr3;

/// The longest entry that is taken for one.
const MOST_BYTES: usize = 16 << 20;
const CHUNK: usize = 256 << 10;
/// Names of the lists in which a page or a batch of records holds its entries.
const LISTS: [&[u8]; 2] = [b"\"value\"", b"\"records\""];
/// No entry begins at this depth.
const NOWHERE: usize = usize::MAX;

/// One entry, or what stands in the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element<'b> {
    /// An object, whole as far as its brackets tell.
    Object(&'b [u8]),
    /// Something that is no object.
    Stray,
    /// An object that the file or line ends in.
    CutOff,
    /// One that is longer than any entry; what follows is not looked at.
    TooLong,
}

/// Splits a JSON text.
pub(super) struct Elements<R> {
    source: R,
    buffer: Vec<u8>,
    /// The next byte of the buffer to look at.
    at: usize,
    /// Where the present object begins in the buffer; nothing before it is kept.
    start: Option<usize>,
    /// Brackets that are open.
    depth: usize,
    /// Brackets that are open around an entry.
    base: usize,
    /// Where the present text begins, if one is open.
    text: Option<usize>,
    /// The next byte of the text stands for itself.
    is_escaped: bool,
    /// The latest text directly in the present object, which may be the name of a list.
    name: Option<(usize, usize)>,
    /// Whether each line has entries of its own; found out at the end of the first that has any.
    is_lines: Option<bool>,
    /// An entry that began at depth zero has been seen.
    is_bare: bool,
    in_stray: bool,
    line: u64,
    /// The line on which the latest entry began.
    began_on: u64,
    is_over: bool,
}

/// What a byte leads to: nothing yet, the end of the object that begins there, or something else.
enum Step {
    Goes,
    Ends(usize),
    Is(Element<'static>),
}

impl<R: Read> Elements<R> {
    pub fn new(source: R) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            at: 0,
            start: None,
            depth: 0,
            base: 0,
            text: None,
            is_escaped: false,
            name: None,
            is_lines: None,
            is_bare: false,
            in_stray: false,
            line: 1,
            began_on: 1,
            is_over: false,
        }
    }

    /// The line on which the latest entry begins, from 1.
    pub fn began_on(&self) -> u64 {
        self.began_on
    }

    /// The next entry.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn next(&mut self) -> io::Result<Option<Element<'_>>> {
        while !self.is_over {
            if self.at == self.buffer.len() && !self.fill()? {
                self.is_over = true;
                return Ok(self.start.take().map(|_| Element::CutOff));
            }
            let step = if self.text.is_some() {
                self.text_goes_on()
            } else {
                self.byte()
            };
            match step {
                Step::Goes => {}
                Step::Is(element) => return Ok(Some(element)),
                Step::Ends(start) => {
                    return Ok(Some(Element::Object(&self.buffer[start..self.at])));
                }
            }
            if self.start.is_some_and(|start| self.at - start > MOST_BYTES) {
                self.is_over = true;
                return Ok(Some(Element::TooLong));
            }
        }
        Ok(None)
    }

    /// Reads on, and forgets what is done with; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        let keep = self.start.unwrap_or(self.at);
        let kept = |place: usize| place.saturating_sub(keep);
        self.buffer.drain(..keep);
        self.at -= keep;
        self.start = self.start.map(kept);
        self.text = self.text.map(kept);
        self.name = self.name.map(|(from, to)| (kept(from), kept(to)));
        let length = self.buffer.len();
        self.buffer.resize(length + CHUNK, 0);
        let read = read_some(&mut self.source, &mut self.buffer[length..])?;
        self.buffer.truncate(length + read);
        Ok(read > 0)
    }

    /// Looks at one byte that is not within a text.
    fn byte(&mut self) -> Step {
        let position = self.at;
        self.at += 1;
        match self.buffer[position] {
            b'\n' => self.line_ends(),
            b' ' | b'\t' | b'\r' | b':' => Step::Goes,
            b',' => {
                self.in_stray = false;
                Step::Goes
            }
            b'"' => {
                self.text = Some(position);
                self.stray()
            }
            byte @ (b'{' | b'[') => {
                self.opens(position, byte == b'{');
                Step::Goes
            }
            b'}' | b']' => self.closes(),
            _ => self.stray(),
        }
    }

    /// Passes over what the buffer holds of a text.
    fn text_goes_on(&mut self) -> Step {
        if std::mem::take(&mut self.is_escaped) {
            self.at += 1;
            return Step::Goes;
        }
        let Some(offset) = memchr3(b'"', b'\\', b'\n', &self.buffer[self.at..]) else {
            self.at = self.buffer.len();
            return Step::Goes;
        };
        self.at += offset + 1;
        match self.buffer[self.at - 1] {
            b'\\' => self.is_escaped = true,
            b'\n' => return self.line_ends(),
            _ => {
                let from = self.text.take().unwrap_or(0);
                let is_direct = self.start.is_some() && self.depth == 1 && self.base == 0;
                self.name = is_direct.then_some((from, self.at));
            }
        }
        Step::Goes
    }

    /// Something in the place of an entry: told once.
    fn stray(&mut self) -> Step {
        let counts = self.start.is_none() && self.depth == self.base && !self.in_stray;
        if !counts {
            return Step::Goes;
        }
        self.in_stray = true;
        self.began_on = self.line;
        Step::Is(Element::Stray)
    }

    fn opens(&mut self, position: usize, is_object: bool) {
        self.in_stray = false;
        if self.start.is_none() && self.depth == self.base && is_object {
            self.start = Some(position);
            self.began_on = self.line;
            self.is_bare |= self.depth == 0;
        } else if self.start.is_none() && self.depth == 0 {
            self.base = 1;
        } else if !is_object && self.depth == 1 && self.names_a_list() {
            // The object is no entry but holds them.
            self.start = None;
            self.base = 2;
        }
        self.name = None;
        self.depth += 1;
    }

    /// Whether the latest text is the name of a list of entries.
    fn names_a_list(&self) -> bool {
        self.name.is_some_and(|(from, to)| {
            let name = &self.buffer[from..to];
            LISTS.iter().any(|list| list.eq_ignore_ascii_case(name))
        })
    }

    fn closes(&mut self) -> Step {
        self.in_stray = false;
        self.depth = self.depth.saturating_sub(1);
        if self.depth == self.base
            && let Some(start) = self.start.take()
        {
            return Step::Ends(start);
        }
        if self.depth == 0 {
            self.base = 0;
        } else if self.depth < self.base {
            self.base = NOWHERE;
        }
        Step::Goes
    }

    fn line_ends(&mut self) -> Step {
        self.line += 1;
        self.in_stray = false;
        if self.is_lines.is_none() && (self.depth > 0 || self.is_bare) {
            self.is_lines = Some(self.depth == 0);
        }
        if self.is_lines != Some(true) {
            return Step::Goes;
        }
        // Nothing goes over the end of such a line.
        (self.depth, self.base, self.text, self.name) = (0, 0, None, None);
        match self.start.take() {
            Some(_) => Step::Is(Element::CutOff),
            None => Step::Goes,
        }
    }
}

fn read_some(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries of a text that comes in pieces of so many bytes.
    fn elements(text: &str, piece: usize) -> Vec<String> {
        struct Pieces<'t>(&'t [u8], usize);
        impl Read for Pieces<'_> {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                let length = self.1.min(self.0.len()).min(into.len());
                into[..length].copy_from_slice(&self.0[..length]);
                self.0 = &self.0[length..];
                Ok(length)
            }
        }
        let mut elements = Elements::new(Pieces(text.as_bytes(), piece));
        let mut found = Vec::new();
        while let Some(element) = elements.next().unwrap() {
            found.push(match element {
                Element::Object(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                other => format!("{other:?}"),
            });
        }
        found
    }

    #[test]
    fn entries_are_found_in_every_shape_whatever_pieces_they_come_in() {
        for (text, expected) in [
            (
                "[{\"a\":1},{\"b\":{\"c\":\"}\"}}]",
                vec!["{\"a\":1}", "{\"b\":{\"c\":\"}\"}}"],
            ),
            ("{\"a\":\"\\\"}\"}", vec!["{\"a\":\"\\\"}\"}"]),
            (
                "{\"@x\":\"y\",\"value\":[{\"a\":1}],\"n\":[{\"b\":1}]}",
                vec!["{\"a\":1}"],
            ),
            (
                "{\"records\": [{\"a\":1}, {\"b\":2}]}\n{\"records\":[{\"c\":3}]}\n",
                vec!["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"],
            ),
            (
                "{\"a\":1}\n{\"b\":\n{\"c\":\"x\n{\"d\":4}\n",
                vec!["{\"a\":1}", "CutOff", "CutOff", "{\"d\":4}"],
            ),
            (
                "\n\n{\n\"a\": [1]\n}\n{\n}",
                vec!["{\n\"a\": [1]\n}", "{\n}"],
            ),
            (
                "[1, \"two\", {\"a\":1}, [{}]]",
                vec!["Stray", "Stray", "{\"a\":1}"],
            ),
            ("hello, world", vec!["Stray", "Stray"]),
            ("[{\"a\":1},{\"b\":", vec!["{\"a\":1}", "CutOff"]),
            ("{\"a\":{\"value\":[{}]}}", vec!["{\"a\":{\"value\":[{}]}}"]),
            ("", vec![]),
        ] {
            for piece in [1, 2, 3, 7, 1_000] {
                assert_eq!(elements(text, piece), expected, "{text} by {piece}");
            }
        }
    }

    #[test]
    fn an_entry_without_an_end_is_given_up_in_bounded_memory() {
        let endless = io::Read::chain(&b"[{\"a\":\""[..], io::repeat(b'x'));
        let mut elements = Elements::new(endless);
        assert_eq!(elements.next().unwrap(), Some(Element::TooLong));
        assert_eq!(elements.next().unwrap(), None);
        assert!(elements.buffer.capacity() < 4 * MOST_BYTES);
    }
}
