//! From the text of a filter or of a path to what it means.

use serde_json::Value;

use super::attribute_names::{Name, Scope};
use super::attribute_tables::ResourceKind;
use super::filter::{Comparison, Filter, Place};
use super::store_error::{StoreError, cut};

/// So deep may conditions stand within each other.
const DEEPEST: u32 = 24;

/// So many conditions a filter has at most: a search may try each of them on everybody.
const MOST_CONDITIONS: u32 = 64;

/// What an operation of a PATCH is about: an attribute, elements of it, or a part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub name: Name,
    pub within: Option<Filter>,
}

/// Reads a filter.
///
/// # Errors
/// `invalidFilter`, with what is not understood.
pub(super) fn filter_of(kind: ResourceKind, text: &str) -> Result<Filter, StoreError> {
    let mut reader = Reader {
        rest: text,
        depth: 0,
        conditions: 0,
    };
    let wrong = |reader: &Reader<'_>| {
        let at = cut(reader.rest);
        StoreError::bad(
            "invalidFilter",
            format!("the filter is not understood at {at:?}"),
        )
    };
    match reader.any_of(Scope::Of(kind)) {
        Some(filter) if reader.rest.trim().is_empty() => Ok(filter),
        _ => Err(wrong(&reader)),
    }
}

/// Reads a path.
///
/// # Errors
/// `invalidPath`, with the path.
pub(super) fn path_of(kind: ResourceKind, text: &str) -> Result<Path, StoreError> {
    let mut reader = Reader {
        rest: text.trim(),
        depth: 0,
        conditions: 0,
    };
    let place = reader.place(Scope::Of(kind));
    match place.filter(|_| reader.rest.is_empty()) {
        Some(place) => Ok(Path {
            name: place.name,
            within: place.within.map(|filter| *filter),
        }),
        None => Err(StoreError::path(text)),
    }
}

struct Reader<'t> {
    rest: &'t str,
    depth: u32,
    conditions: u32,
}

impl<'t> Reader<'t> {
    fn any_of(&mut self, scope: Scope) -> Option<Filter> {
        self.joined(scope, "or", Self::all_of, Filter::Any)
    }

    fn all_of(&mut self, scope: Scope) -> Option<Filter> {
        self.joined(scope, "and", Self::one, Filter::All)
    }

    fn joined(
        &mut self,
        scope: Scope,
        word: &str,
        read: fn(&mut Self, Scope) -> Option<Filter>,
        join: fn(Vec<Filter>) -> Filter,
    ) -> Option<Filter> {
        let mut parts = vec![read(self, scope)?];
        while self.takes_word(word) {
            parts.push(read(self, scope)?);
        }
        if parts.len() == 1 {
            parts.pop()
        } else {
            Some(join(parts))
        }
    }

    fn one(&mut self, scope: Scope) -> Option<Filter> {
        self.conditions += 1;
        if self.conditions > MOST_CONDITIONS {
            return None;
        }
        self.skip_blanks();
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.rest = rest;
            return self.deeper(|reader| {
                let inner = reader.any_of(scope)?;
                reader.takes(')').then_some(inner)
            });
        }
        if self.takes_negation() {
            let inner = self.deeper(|reader| reader.one(scope))?;
            return Some(Filter::Not(Box::new(inner)));
        }
        let of = self.place(scope)?;
        if self.takes_word("pr") {
            return Some(Filter::Present(of));
        }
        let before = self.rest;
        let comparison = Comparison::of(self.word());
        let Some(comparison) = comparison else {
            self.rest = before;
            // `emails[type eq "work"]` alone asks whether there is one.
            return of.within.is_some().then_some(Filter::Present(of));
        };
        let value = self.value()?;
        Some(Filter::Compare {
            of,
            comparison,
            value,
        })
    }

    /// An attribute with a filter in brackets and a part behind it, if it has them.
    fn place(&mut self, scope: Scope) -> Option<Place> {
        self.skip_blanks();
        let is_name = |sign: char| sign.is_ascii_alphanumeric() || ":._-$".contains(sign);
        let end = self.rest.find(|sign| !is_name(sign));
        let (text, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let mut name = scope.name(text)?;
        self.rest = rest;
        let Some(inner) = self.rest.strip_prefix('[') else {
            return Some(Place { name, within: None });
        };
        if name.part.is_some() || !name.attribute.is_list {
            return None;
        }
        self.rest = inner;
        let within = self.deeper(|reader| {
            let filter = reader.any_of(Scope::Within(name.attribute))?;
            reader.takes(']').then_some(filter)
        })?;
        if let Some(rest) = self.rest.strip_prefix('.') {
            let end = rest.find(|sign: char| !is_name(sign)).unwrap_or(rest.len());
            name.part = Some(name.attribute.part(&rest[..end])?);
            self.rest = &rest[end..];
        }
        Some(Place {
            name,
            within: Some(Box::new(within)),
        })
    }

    /// A value as JSON writes it.
    fn value(&mut self) -> Option<Value> {
        self.skip_blanks();
        let end = if self.rest.starts_with('"') {
            end_of_text(self.rest)?
        } else {
            let end = self.rest.find([' ', ')', ']']);
            end.unwrap_or(self.rest.len())
        };
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        // `True` is how the service writes it.
        let value = serde_json::from_str(text)
            .or_else(|_| serde_json::from_str(&text.to_ascii_lowercase()));
        value
            .ok()
            .filter(|value: &Value| !value.is_array() && !value.is_object())
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let found = if self.depth > DEEPEST {
            None
        } else {
            read(self)
        };
        self.depth -= 1;
        found
    }

    fn takes_negation(&mut self) -> bool {
        let before = self.rest;
        let is_negation = self.takes_word("not");
        self.skip_blanks();
        let is_negation = is_negation && self.rest.starts_with('(');
        if !is_negation {
            self.rest = before;
        }
        is_negation
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let before = self.rest;
        let is_it = self.word().eq_ignore_ascii_case(word);
        if !is_it {
            self.rest = before;
        }
        is_it
    }

    fn word(&mut self) -> &'t str {
        self.skip_blanks();
        let end = self.rest.find(|sign: char| !sign.is_ascii_alphabetic());
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn takes(&mut self, sign: char) -> bool {
        self.skip_blanks();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }
}

/// Where a text in quotes ends.
fn end_of_text(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
