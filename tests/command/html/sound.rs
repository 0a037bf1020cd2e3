//! What holds for every page, whatever the document says.

use std::collections::HashSet;

use super::nesting::{Element, read};

/// The elements that a page is made of: none of them fetches, runs or sends anything.
const ELEMENTS: [&str; 43] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "footer",
    "a",
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "li",
    "div",
    "span",
    "strong",
    "code",
    "pre",
    "figure",
    "figcaption",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "desc",
    "rect",
    "text",
    "polyline",
    "polygon",
    "circle",
    "line",
    "path",
];
const ATTRIBUTES: [&str; 44] = [
    "lang",
    "dir",
    "charset",
    "name",
    "content",
    "http-equiv",
    "id",
    "class",
    "href",
    "role",
    "tabindex",
    "scope",
    "open",
    "aria-label",
    "aria-labelledby",
    "xmlns",
    "width",
    "height",
    "viewBox",
    "x",
    "y",
    "dx",
    "dy",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "d",
    "points",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "opacity",
    "fill-opacity",
    "text-anchor",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "transform",
];
const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Checks the page and returns its elements.
pub fn assert_sound(page: &str) -> Vec<Element> {
    let elements = read(page).unwrap_or_else(|wrong| panic!("{wrong}"));
    for element in &elements {
        assert!(
            ELEMENTS.contains(&element.name.as_str()),
            "<{}>",
            element.name
        );
        for (name, value) in &element.attributes {
            assert!(ATTRIBUTES.contains(&name.as_str()), "{name}=\"{value}\"");
            let is_address =
                value.contains("://") || value.starts_with("//") || value.contains("url(");
            let is_namespace = name == "xmlns" && value == SVG_NAMESPACE;
            let is_words = matches!(name.as_str(), "aria-label" | "content");
            assert!(
                !is_address || is_namespace || is_words,
                "{name}=\"{value}\""
            );
        }
        if element.name == "style" {
            let fetches = ["url(", "@import", "http"];
            assert!(!fetches.iter().any(|word| element.words.contains(word)));
        }
    }
    assert_names_lead_somewhere(&elements);
    assert_accessible(&elements);
    elements
}

/// Identifiers are unique, and links and labels lead to one.
fn assert_names_lead_somewhere(elements: &[Element]) {
    let mut ids = HashSet::new();
    for id in elements
        .iter()
        .filter_map(|element| element.attribute("id"))
    {
        assert!(ids.insert(id), "{id} is there twice");
    }
    for element in elements {
        if let Some(href) = element.attribute("href") {
            let target = href.strip_prefix('#').expect("links stay within the page");
            assert!(ids.contains(target), "{href} leads nowhere");
        }
        let labels = element.attribute("aria-labelledby").unwrap_or_default();
        for label in labels.split_whitespace() {
            assert!(ids.contains(label), "there is no {label}");
        }
    }
}

fn assert_accessible(elements: &[Element]) {
    let count = |name: &str| elements.iter().filter(|one| one.name == name).count();
    for once in ["html", "h1", "main", "title"] {
        // Every chart has a title of its own.
        let charts = if once == "title" { count("svg") } else { 0 };
        assert_eq!(count(once), 1 + charts, "{once}");
    }
    assert_eq!(elements[0].attribute("lang"), Some("en"));
    let mut level = 0;
    for (place, element) in elements.iter().enumerate() {
        let within = |name: &str| {
            let mut inside = elements.iter();
            inside.any(|one| one.parent == Some(place) && one.name == name && !one.words.is_empty())
        };
        match element.name.as_str() {
            "h1" | "h2" | "h3" => {
                let next = element.name[1..].parse().expect("a level");
                assert!(next <= level + 1, "{} after level {level}", element.words);
                level = next;
            }
            "th" => assert!(matches!(element.attribute("scope"), Some("col" | "row"))),
            "svg" => {
                assert_eq!(element.attribute("role"), Some("img"));
                assert!(within("title") && within("desc"));
                assert!(element.attribute("aria-labelledby").is_some());
            }
            "table" => assert!(within("caption")),
            _ => {}
        }
    }
}
