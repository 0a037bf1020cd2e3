//! Names of attributes as requests write them: with or without the schema's URN, in any case, with a part behind a dot.

use serde_json::{Map, Value};

use super::attribute_tables::{Attribute, COMMON, Kind, ResourceKind, Schema, find};

/// An attribute of a resource, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The URN under which it is kept, where it is no attribute of the core.
    pub extension: Option<&'static str>,
    pub attribute: &'static Attribute,
    pub part: Option<&'static Attribute>,
}

/// Where a name is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scope {
    /// Among the attributes of a resource.
    Of(ResourceKind),
    /// Among the parts of an attribute.
    Within(&'static Attribute),
}

impl Scope {
    pub fn name(self, text: &str) -> Option<Name> {
        match self {
            Self::Of(kind) => Name::of(kind, text),
            Self::Within(attribute) => attribute.part(text).map(|part| Name {
                extension: None,
                attribute: part,
                part: None,
            }),
        }
    }
}

impl Name {
    /// Reads a name. Without a URN it is one of the core, or else of the extension, as the service writes `manager`.
    pub fn of(kind: ResourceKind, text: &str) -> Option<Self> {
        let extension = kind.extension();
        if let Some(rest) = behind_urn(kind.schema(), text) {
            return Self::in_core(kind, rest);
        }
        if let Some((schema, rest)) =
            extension.and_then(|schema| behind_urn(schema, text).map(|rest| (schema, rest)))
        {
            return Self::in_extension(schema, rest);
        }
        Self::in_core(kind, text)
            .or_else(|| extension.and_then(|schema| Self::in_extension(schema, text)))
    }

    fn in_core(kind: ResourceKind, text: &str) -> Option<Self> {
        Self::among(COMMON, None, text)
            .or_else(|| Self::among(kind.schema().attributes, None, text))
    }

    fn in_extension(schema: &Schema, text: &str) -> Option<Self> {
        Self::among(schema.attributes, Some(schema.urn), text)
    }

    fn among(
        attributes: &'static [Attribute],
        extension: Option<&'static str>,
        text: &str,
    ) -> Option<Self> {
        let (name, part) = match text.split_once('.') {
            Some((name, part)) => (name, Some(part)),
            None => (text, None),
        };
        let attribute = find(attributes, name)?;
        let part = match part {
            Some(part) => Some(attribute.part(part)?),
            None => None,
        };
        Some(Self {
            extension,
            attribute,
            part,
        })
    }

    /// The whole value of the attribute in a resource.
    pub fn whole<'r>(&self, resource: &'r Map<String, Value>) -> Option<&'r Value> {
        let map = match self.extension {
            Some(urn) => resource.get(urn)?.as_object()?,
            None => resource,
        };
        map.get(self.attribute.name)
    }

    /// The part of an element that is compared: the one that is named, or else `value`.
    pub fn compared<'r>(&self, element: &'r Value) -> Option<&'r Value> {
        match (self.attribute.kind, self.part) {
            (Kind::Complex, part) => element.get(part.map_or("value", |part| part.name)),
            _ => Some(element),
        }
    }

    /// Whether upper and lower case differ in what is compared.
    pub fn is_exact(&self) -> bool {
        let part = self.part.or_else(|| self.attribute.part("value"));
        part.unwrap_or(self.attribute).is_exact
    }
}

/// What stands behind a schema's URN and a colon.
fn behind_urn<'t>(schema: &Schema, text: &'t str) -> Option<&'t str> {
    let length = schema.urn.len();
    let urn = text.get(..length)?;
    let rest = text.get(length..)?.strip_prefix(':')?;
    urn.eq_ignore_ascii_case(schema.urn).then_some(rest)
}
