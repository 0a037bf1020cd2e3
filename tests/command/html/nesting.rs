//! A small strict reader of pages: it takes what is both HTML and well-formed XML, and refuses the rest.

/// An element of a page.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The place of the element around it, in the list of all.
    pub parent: Option<usize>,
    /// The words directly in it, as a reader sees them.
    pub words: String,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Every element in the order in which it begins.
pub fn read(page: &str) -> Result<Vec<Element>, String> {
    let mut rest = page
        .strip_prefix("<!DOCTYPE html>\n")
        .ok_or("no doctype at the beginning")?;
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while !rest.is_empty() {
        let (words, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        match open.last() {
            Some(&inside) => elements[inside].words.push_str(&unescaped(words)?),
            None if words.trim().is_empty() => {}
            None => return Err(format!("words outside of every element: {words}")),
        }
        let Some(tag) = tag.strip_prefix('<') else {
            break;
        };
        let (tag, after) = tag.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let closed = open.pop().ok_or(format!("{name} was not opened"))?;
            if elements[closed].name != name {
                return Err(format!("{name} ends within {}", elements[closed].name));
            }
            continue;
        }
        let is_void = tag.ends_with('/');
        let mut element = begun(tag.trim_end_matches('/'))?;
        element.parent = open.last().copied();
        if !is_void {
            open.push(elements.len());
        }
        elements.push(element);
    }
    match open.last() {
        Some(&left) => Err(format!("{} is not closed", elements[left].name)),
        None => Ok(elements),
    }
}

/// An element from what stands between the angle brackets.
fn begun(tag: &str) -> Result<Element, String> {
    let is_name = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|one| one.is_ascii_alphanumeric() || ":-".contains(one))
    };
    let (name, mut rest) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
    if !is_name(name) {
        return Err(format!("<{tag}> has no name"));
    }
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        let (attribute, after) = rest
            .trim_start()
            .split_once("=\"")
            .ok_or(format!("an attribute without a value in <{tag}>"))?;
        let (value, after) = after
            .split_once('"')
            .ok_or(format!("a value without an end in <{tag}>"))?;
        if !is_name(attribute) || value.contains('<') {
            return Err(format!("{attribute}=\"{value}\" is no attribute"));
        }
        attributes.push((attribute.to_owned(), unescaped(value)?));
        rest = after;
    }
    Ok(Element {
        name: name.to_owned(),
        attributes,
        ..Element::default()
    })
}

/// The words that are meant; an ampersand that begins nothing is an error.
fn unescaped(text: &str) -> Result<String, String> {
    const NAMED: [(&str, char); 6] = [
        ("amp;", '&'),
        ("lt;", '<'),
        ("gt;", '>'),
        ("quot;", '"'),
        ("apos;", '\''),
        ("#39;", '\''),
    ];
    let mut parts = text.split('&');
    let mut words = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let named = NAMED.iter().find(|(name, _)| part.starts_with(name));
        let (name, sign) = named.ok_or(format!("&{part} is no sign"))?;
        words.push(*sign);
        words.push_str(&part[name.len()..]);
    }
    Ok(words)
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let page = |body: &str| read(&format!("<!DOCTYPE html>\n{body}"));
    let elements = page("<p class=\"a\">1 &lt; 2<br /></p>\n").expect("well-formed");
    assert_eq!(elements[0].words, "1 < 2");
    assert_eq!(elements[1].parent, Some(0));
    for wrong in [
        "<p>",
        "</p>",
        "<p><b></p></b>",
        "<p class=a></p>",
        "<p>a & b</p>",
        "words",
        "<p class=\"a></p>",
    ] {
        assert!(page(wrong).is_err(), "{wrong}");
    }
}
