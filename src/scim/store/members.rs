//! Who is in a group, in the order in which they came.

use indexmap::IndexMap;
use serde_json::Value;

use super::attribute_tables::ResourceKind;
use super::filter::{Comparison, Filter};
use super::store_error::StoreError;

/// A user or group by its place in the store, which no other ever has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Member {
    pub kind: ResourceKind,
    pub place: u64,
}

/// The members of a group. A copy is a copy of memory, so that a group of ten thousand is read as a whole in some microseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    /// With how often each is stored, where a target stores twice what is written again.
    copies: IndexMap<Member, u32>,
    more_copies: u32,
}

/// What a request does with the members of a group.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum MemberEdit {
    Add(Vec<String>),
    Remove(Vec<String>),
    Replace(Vec<String>),
}

impl MemberEdit {
    /// The identifiers that it names.
    pub fn ids(&self) -> &[String] {
        match self {
            Self::Add(ids) | Self::Remove(ids) | Self::Replace(ids) => ids,
        }
    }
}

impl Members {
    /// So many are stored, each copy counted.
    pub fn count(&self) -> u32 {
        // Far fewer members than that fit into requests.
        self.copies.len() as u32 + self.more_copies
    }

    pub fn has(&self, member: Member) -> bool {
        self.copies.contains_key(&member)
    }

    /// Every member, those that are stored several times as often.
    pub fn all(&self) -> impl Iterator<Item = Member> + '_ {
        let each = self.copies.iter();
        each.flat_map(|(member, copies)| std::iter::repeat_n(*member, *copies as usize))
    }

    pub fn add(&mut self, member: Member, doubles: bool) {
        let copies = self.copies.entry(member).or_insert(0);
        if *copies == 0 {
            *copies = 1;
        } else if doubles {
            *copies += 1;
            self.more_copies += 1;
        }
    }

    pub fn remove(&mut self, member: Member) {
        if let Some(copies) = self.copies.shift_remove(&member) {
            self.more_copies -= copies - 1;
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Leaves out whoever is not kept.
    pub fn retain(&mut self, is_kept: impl Fn(Member) -> bool) {
        self.copies.retain(|member, _| is_kept(*member));
        self.more_copies = self.copies.values().map(|copies| copies - 1).sum();
    }
}

/// The identifiers in a value of `members`: a list of objects with `value`, one of them, or plain texts.
pub(super) fn ids_of(value: &Value) -> Result<Vec<String>, StoreError> {
    let id_of = |element: &Value| {
        let value = element.get("value").unwrap_or(element);
        let text = value.as_str().map(str::to_owned);
        text.ok_or_else(|| StoreError::value("a member is to be an object with the text value"))
    };
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(elements) => elements.iter().map(id_of).collect(),
        one => id_of(one).map(|id| vec![id]),
    }
}

/// The identifiers that a filter on members names: `value eq "7"`, several of them joined by `or`.
pub(super) fn ids_in(filter: &Filter) -> Option<Vec<String>> {
    match filter {
        Filter::Any(any) => {
            let each: Option<Vec<_>> = any.iter().map(ids_in).collect();
            each.map(|each| each.concat())
        }
        Filter::Compare {
            of,
            comparison: Comparison::Equal,
            value: Value::String(id),
        } if of.name.attribute.name == "value" => Some(vec![id.clone()]),
        _ => None,
    }
}
