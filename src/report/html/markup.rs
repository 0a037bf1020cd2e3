//! Markup that cannot be broken by what is put into it.
//!
//! Words are escaped on their way in, and every element is closed where it was opened. The result is HTML and, apart from
//! the doctype, well-formed XML as well.

use crate::units::{is_without_picture, steers};

/// Elements that stand within a line.
const WITHIN_LINES: [&str; 6] = ["a", "code", "span", "strong", "summary", "title"];

/// A piece of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Adds words.
    pub fn text(&mut self, words: &str) {
        escape(&mut self.0, words);
    }

    /// Adds an element with its attributes and what `inside` adds.
    pub fn element(
        &mut self,
        tag: &'static str,
        attributes: &[(&'static str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes);
        self.0.push('>');
        inside(self);
        let is_within = WITHIN_LINES.contains(&tag);
        let end = if is_within { "" } else { "\n" };
        self.0 += &format!("</{tag}>{end}");
    }

    /// Adds a part that scrolls by itself, with what it is called for those who cannot see it.
    pub fn scrolling(&mut self, label: &str, inside: impl FnOnce(&mut Self)) {
        let named = [("role", "group"), ("tabindex", "0"), ("aria-label", label)];
        let attributes = [&[("class", "scroll")], &named[..]].concat();
        self.element("div", &attributes, inside);
    }

    /// Adds an element that holds words and nothing else.
    pub fn words(&mut self, tag: &'static str, words: &str) {
        self.element(tag, &[], |inside| inside.text(words));
    }

    /// Adds words in which what stands between two backticks is code.
    pub fn prose(&mut self, words: &str) {
        let parts: Vec<&str> = words.split('`').collect();
        for (index, part) in parts.iter().enumerate() {
            match index % 2 == 1 {
                // One that stands alone is a sign like any other.
                true if index + 1 == parts.len() => self.text(&format!("`{part}")),
                true => self.words("code", part),
                false => self.text(part),
            }
        }
    }

    /// Adds an element that holds nothing by its nature, such as `meta`.
    pub fn void(&mut self, tag: &'static str, attributes: &[(&'static str, &str)]) {
        self.open(tag, attributes);
        self.0.push_str(" />\n");
    }

    /// Adds markup that this program has made.
    pub fn made(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn open(&mut self, tag: &'static str, attributes: &[(&'static str, &str)]) {
        self.0 += &format!("<{tag}");
        for (name, value) in attributes {
            self.0.push_str(&format!(" {name}=\""));
            self.text(value);
            self.0.push('"');
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same by itself.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Appends `words` such that they are shown and nothing else.
fn escape(text: &mut String, words: &str) {
    for sign in words.chars() {
        match sign {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            '\n' | '\t' => text.push(sign),
            _ if steers(sign) => text.push_str(&in_place_of(sign)),
            _ => text.push(sign),
        }
    }
}

/// What is shown in the place of a sign that steers: a space, or the number of one that turns the direction of a line, as
/// `[U+202E]`, since it could make a page seem to say something else.
pub fn in_place_of(sign: char) -> String {
    match is_without_picture(sign) {
        true => " ".to_owned(),
        false => format!("[U+{:04X}]", u32::from(sign)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(build: impl FnOnce(&mut Markup)) -> String {
        let mut markup = Markup::default();
        build(&mut markup);
        markup.into_string()
    }

    #[test]
    fn words_stay_words() {
        let text = made(|markup| markup.words("p", "<script>alert('&')</script>"));
        assert_eq!(
            text,
            "<p>&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</p>\n"
        );
    }

    #[test]
    fn attributes_do_not_end_early() {
        let text = made(|markup| markup.void("meta", &[("content", "\" onload=\"x")]));
        assert_eq!(text, "<meta content=\"&quot; onload=&quot;x\" />\n");
    }

    #[test]
    fn backticks_are_read_in_pairs() {
        let text = made(|markup| markup.prose("see `cyclecast <check>`, not `more"));
        assert_eq!(text, "see <code>cyclecast &lt;check&gt;</code>, not `more");
        assert_eq!(made(|markup| markup.prose("a`b")), "a`b");
    }

    #[test]
    fn signs_that_would_turn_a_line_round_are_named() {
        let text = made(|markup| markup.text("cost\u{202E}evif\u{0}\u{1b}[31m"));
        assert_eq!(text, "cost[U+202E]evif  [31m");
    }

    #[test]
    fn elements_hold_elements() {
        let text = made(|markup| {
            markup.element("ul", &[("class", "list")], |list| {
                list.element("li", &[], |item| {
                    item.words("code", "a");
                    item.text(" b");
                });
            });
        });
        assert_eq!(
            text,
            "<ul class=\"list\"><li><code>a</code> b</li>\n</ul>\n"
        );
    }
}
