//! The chapters of a page: sections with their parts below them, block by block.

use super::markup::Markup;
use super::{assumptions, picture, table_markup};
use crate::report::blocks::{Block, Medium, Rank, Section};
use crate::report::sentences::phrases::capitalised;

/// The name of a figure, and its chart as SVG.
pub type Picture<'p> = (&'static str, &'p str);

/// A part of the page below a heading of its own.
pub struct Chapter {
    /// Name within the page.
    pub id: &'static str,
    pub title: String,
    pub body: Markup,
}

impl Chapter {
    fn add(&mut self, section: &Section, pictures: &[Picture<'_>]) {
        let blocks: Vec<&Block> = section.shown_in(Medium::Page).collect();
        // A table below the title of a part has that for its caption.
        let has_caption =
            matches!(blocks[..], [Block::Table(caption, _), ..] if caption.is_empty());
        if section.rank == Rank::Part && !has_caption && !blocks.is_empty() {
            self.body.words("h3", &section.title);
        }
        for block in blocks {
            match block {
                Block::Table(caption, table) => {
                    let has_none = caption.is_empty();
                    let caption = if has_none { &section.title } else { caption };
                    table_markup::add(&mut self.body, caption, table);
                }
                Block::Figure(figure) => {
                    let mut pictures = pictures.iter();
                    if let Some((_, svg)) = pictures.find(|(id, _)| *id == figure.id) {
                        picture::add(&mut self.body, figure, svg);
                    }
                }
                other => add(&mut self.body, other),
            }
        }
    }
}

/// The chapters that have something to say.
pub fn chapters(sections: &[Section], pictures: &[Picture<'_>]) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for section in sections {
        if section.rank != Rank::Part && section.medium.includes(Medium::Page) {
            chapters.push(Chapter {
                id: section.id,
                title: section.title.clone(),
                body: Markup::default(),
            });
        }
        if let Some(chapter) = chapters.last_mut() {
            chapter.add(section, pictures);
        }
    }
    chapters.retain(|chapter| !chapter.body.is_empty());
    chapters
}

/// Adds a block that needs nothing of what is around it.
fn add(body: &mut Markup, block: &Block) {
    match block {
        Block::Lead(_, sentence) => body.element("p", &[("class", "lead")], |lead| {
            lead.prose(&capitalised(sentence));
        }),
        Block::Sentence(words) | Block::Note(words) => {
            body.element("p", &[], |sentence| sentence.prose(&capitalised(words)));
        }
        Block::List(all) => body.element("ul", &[], |list| {
            for words in all {
                list.words("li", words);
            }
        }),
        Block::Facts(caption, facts) => table_markup::facts(body, caption, facts),
        Block::Warning(message, remedy) => {
            body.element("div", &[("class", "warning")], |note| {
                for (name, words) in [("Warning: ", message), ("What to do: ", remedy)] {
                    note.element("p", &[], |part| {
                        part.words("strong", name);
                        part.prose(&sentence(words));
                    });
                }
            });
        }
        Block::Command(command) => {
            let attributes = [("tabindex", "0")];
            body.element("pre", &attributes, |pre| pre.words("code", command));
        }
        Block::Values(parameters) => assumptions::add(body, parameters),
        Block::Folded(title, text) => body.element("details", &[], |details| {
            details.words("summary", title);
            details.element("pre", &[("tabindex", "0")], |pre| pre.words("code", text));
        }),
        Block::Table(..) | Block::Figure(_) | Block::Characters(_) | Block::Gap => {}
    }
}

/// With a capital and a full stop.
fn sentence(words: &str) -> String {
    let stop = if words.ends_with('.') { "" } else { "." };
    format!("{}{stop}", capitalised(words))
}
