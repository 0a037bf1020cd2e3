//! The page around the sections: head, title, contents and footer.

use super::chapter::Chapter;
use super::markup::Markup;

/// The style sheet. It fetches nothing.
pub const STYLE: &str = include_str!("style.css");

/// Nothing may be fetched and nothing run, whatever a document says.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// What stands at the top of a page.
pub struct Top<'d> {
    /// What kind of report it is.
    pub kind: &'static str,
    /// The name of the scenario.
    pub name: &'d str,
    /// What it is about; may be empty.
    pub description: &'d str,
    /// Which run it is, in one line.
    pub run: String,
    /// The version of the program that made the document.
    pub version: &'d str,
}

impl<'d> Top<'d> {
    /// That of several runs beside each other, of which no description tells.
    pub fn of_several(kind: &'static str, name: &'d str, run: String, version: &'d str) -> Self {
        Self {
            kind,
            name,
            description: "",
            run,
            version,
        }
    }
}

/// The whole page.
pub fn page(top: &Top<'_>, chapters: &[Chapter]) -> String {
    let mut page = Markup::default();
    page.made("<!DOCTYPE html>\n");
    page.element("html", &[("lang", "en"), ("dir", "ltr")], |html| {
        html.element("head", &[], |head| add_head(head, top));
        html.element("body", &[], |body| {
            let skip = [("class", "skip"), ("href", "#main")];
            body.element("a", &skip, |link| link.text("Skip to the report"));
            body.element("header", &[], |header| add_header(header, top));
            add_contents(body, chapters);
            body.element("main", &[("id", "main"), ("tabindex", "-1")], |main| {
                for chapter in chapters {
                    add_chapter(main, chapter);
                }
            });
            body.element("footer", &[], |footer| add_footer(footer, top.version));
        });
    });
    page.into_string()
}

fn add_head(head: &mut Markup, top: &Top<'_>) {
    let generator = format!("cyclecast {}", top.version);
    head.void("meta", &[("charset", "utf-8")]);
    for (key, name, content) in [
        ("name", "viewport", "width=device-width, initial-scale=1"),
        ("name", "color-scheme", "light dark"),
        ("name", "generator", &generator),
        ("http-equiv", "Content-Security-Policy", POLICY),
    ] {
        head.void("meta", &[(key, name), ("content", content)]);
    }
    head.words("title", &format!("{}: {}", top.name, top.kind));
    head.element("style", &[], |style| style.made(STYLE));
}

fn add_header(header: &mut Markup, top: &Top<'_>) {
    header.element("p", &[("class", "kind")], |kind| kind.text(top.kind));
    header.words("h1", top.name);
    if !top.description.is_empty() {
        header.words("p", top.description);
    }
    // The name stands above.
    let run = top.run.strip_prefix(top.name).unwrap_or(&top.run);
    let run = run.trim_start_matches(" · ");
    header.element("p", &[("class", "run")], |line| line.text(run));
}

fn add_contents(body: &mut Markup, chapters: &[Chapter]) {
    body.element("nav", &[("aria-label", "Contents")], |nav| {
        nav.element("ul", &[], |list| {
            for chapter in chapters {
                let target = format!("#{}", chapter.id);
                list.element("li", &[], |item| {
                    item.element("a", &[("href", &target)], |link| link.text(&chapter.title));
                });
            }
        });
    });
}

fn add_chapter(main: &mut Markup, chapter: &Chapter) {
    let heading = format!("{}-heading", chapter.id);
    let named = [("id", chapter.id), ("aria-labelledby", &heading)];
    main.element("section", &named, |part| {
        let id = [("id", heading.as_str())];
        part.element("h2", &id, |title| title.text(&chapter.title));
        part.made(chapter.body.as_str());
    });
}

fn add_footer(footer: &mut Markup, version: &str) {
    let made = format!(
        "Made by cyclecast {version}, which forecasts the sync cycles of the Microsoft Entra provisioning service by simulation. \
         A forecast is a range with reasons, not a promise: it is as good as the assumptions above."
    );
    let independent = "cyclecast is independent. It is not affiliated with Microsoft, nor made, endorsed or supported by Microsoft; Microsoft \
         and Microsoft Entra are trademarks of Microsoft. This page fetches nothing, runs nothing and sends nothing.";
    footer.words("p", &made);
    footer.words("p", independent);
}
