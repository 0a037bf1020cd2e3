//! The attributes of users and groups (RFC 7643, sections 4 and 8.7).

/// What a value of an attribute is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Flag,
    Moment,
    Reference,
    Binary,
    Complex,
}

impl Kind {
    /// What it is called in schemas.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Flag => "boolean",
            Self::Moment => "dateTime",
            Self::Reference => "reference",
            Self::Binary => "binary",
            Self::Complex => "complex",
        }
    }
}

/// One attribute, or a part of a complex one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub name: &'static str,
    pub kind: Kind,
    pub is_list: bool,
    pub parts: &'static [Attribute],
    pub is_required: bool,
    /// Whether upper and lower case differ.
    pub is_exact: bool,
    pub is_read_only: bool,
    /// Whether no answer shows it.
    pub is_hidden: bool,
    pub is_unique: bool,
}

const fn of(name: &'static str, kind: Kind) -> Attribute {
    Attribute {
        name,
        kind,
        is_list: false,
        parts: &[],
        is_required: false,
        is_exact: false,
        is_read_only: false,
        is_hidden: false,
        is_unique: false,
    }
}

const fn text(name: &'static str) -> Attribute {
    of(name, Kind::Text)
}

const fn flag(name: &'static str) -> Attribute {
    of(name, Kind::Flag)
}

const fn complex(name: &'static str, parts: &'static [Attribute]) -> Attribute {
    Attribute {
        parts,
        ..of(name, Kind::Complex)
    }
}

const fn list(name: &'static str, parts: &'static [Attribute]) -> Attribute {
    Attribute {
        is_list: true,
        ..complex(name, parts)
    }
}

impl Attribute {
    const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    const fn exact(self) -> Self {
        Self {
            is_exact: true,
            ..self
        }
    }

    const fn read_only(self) -> Self {
        Self {
            is_read_only: true,
            ..self
        }
    }

    const fn unique(self) -> Self {
        Self {
            is_unique: true,
            ..self
        }
    }

    /// The part with this name, in any case.
    pub fn part(&self, name: &str) -> Option<&'static Self> {
        find(self.parts, name)
    }
}

/// The attribute with this name, in any case.
pub(super) fn find(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    attributes
        .iter()
        .find(|one| one.name.eq_ignore_ascii_case(name))
}

/// A schema: its URN, its name and its attributes.
#[derive(Debug)]
pub(super) struct Schema {
    pub urn: &'static str,
    pub name: &'static str,
    pub says: &'static str,
    pub attributes: &'static [Attribute],
}

const TYPED: &[Attribute] = &[
    text("value"),
    text("display"),
    text("type"),
    flag("primary"),
];

const PHOTO: &[Attribute] = &[
    of("value", Kind::Reference).exact(),
    text("display"),
    text("type"),
    flag("primary"),
];

const CERTIFICATE: &[Attribute] = &[
    of("value", Kind::Binary).exact(),
    text("display"),
    text("type"),
    flag("primary"),
];

const NAME: &[Attribute] = &[
    text("formatted"),
    text("familyName"),
    text("givenName"),
    text("middleName"),
    text("honorificPrefix"),
    text("honorificSuffix"),
];

const ADDRESS: &[Attribute] = &[
    text("formatted"),
    text("streetAddress"),
    text("locality"),
    text("region"),
    text("postalCode"),
    text("country"),
    text("type"),
    flag("primary"),
];

const META: &[Attribute] = &[
    text("resourceType").exact(),
    of("created", Kind::Moment),
    of("lastModified", Kind::Moment),
    of("location", Kind::Reference).exact(),
    text("version").exact(),
];

const MANAGER: &[Attribute] = &[
    text("value").exact(),
    of("$ref", Kind::Reference).exact(),
    text("displayName").read_only(),
];

/// Whether a member is a user or a group stands in `$ref`.
const MEMBER: &[Attribute] = &[text("value").exact(), of("$ref", Kind::Reference).exact()];

/// What every resource has.
pub(super) const COMMON: &[Attribute] = &[
    text("id").exact().read_only(),
    text("externalId").exact(),
    complex("meta", META).read_only(),
];

pub(super) static USER: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:core:2.0:User",
    name: "User",
    says: "User Account",
    attributes: &[
        text("userName").required().unique(),
        complex("name", NAME),
        text("displayName"),
        text("nickName"),
        of("profileUrl", Kind::Reference).exact(),
        text("title"),
        text("userType"),
        text("preferredLanguage"),
        text("locale"),
        text("timezone"),
        flag("active"),
        Attribute {
            is_hidden: true,
            ..text("password")
        },
        list("emails", TYPED),
        list("phoneNumbers", TYPED),
        list("ims", TYPED),
        list("photos", PHOTO),
        list("addresses", ADDRESS),
        list("entitlements", TYPED),
        list("roles", TYPED),
        list("x509Certificates", CERTIFICATE),
    ],
};

pub(super) static ENTERPRISE: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    name: "EnterpriseUser",
    says: "Enterprise User",
    attributes: &[
        text("employeeNumber"),
        text("costCenter"),
        text("organization"),
        text("division"),
        text("department"),
        complex("manager", MANAGER),
    ],
};

pub(super) static GROUP: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:core:2.0:Group",
    name: "Group",
    says: "Group",
    attributes: &[
        text("displayName").required().unique(),
        list("members", MEMBER),
    ],
};

/// The name of the attribute that is kept apart, since it grows large.
pub(super) const MEMBERS: &str = "members";

/// What a resource is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ResourceKind {
    User,
    Group,
}

impl ResourceKind {
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    /// The last part of the address of all of them.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::User => "Users",
            Self::Group => "Groups",
        }
    }

    pub fn schema(self) -> &'static Schema {
        match self {
            Self::User => &USER,
            Self::Group => &GROUP,
        }
    }

    pub fn extension(self) -> Option<&'static Schema> {
        (self == Self::User).then_some(&ENTERPRISE)
    }

    /// The attribute by which people know one.
    pub const fn naming(self) -> &'static str {
        match self {
            Self::User => "userName",
            Self::Group => "displayName",
        }
    }
}
