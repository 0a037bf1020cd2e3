//! Charts within a page: they take its colours, and say to those who cannot see them what they show.

use super::markup::{Markup, in_place_of};
use crate::report::blocks::Figure;
use crate::report::chart::theme;
use crate::units::steers;

/// Adds a chart, as `report::chart` makes it, below a heading of the third level.
pub fn add(body: &mut Markup, figure: &Figure, svg: &str) {
    let id = format!("chart-{}", figure.id);
    body.element("figure", &[("id", &id)], |part| {
        part.element("figcaption", &[], |caption| {
            caption.words("h3", figure.heading);
            caption.words("p", figure.reading);
        });
        let label = format!("Picture: {}", figure.heading);
        part.scrolling(&label, |room| room.made(&inline(svg, &id)));
    });
}

/// The chart with the colours of the page instead of its own, and with names by which its title is found.
fn inline(svg: &str, id: &str) -> String {
    let variables = variables();
    let named_by = format!("<svg aria-labelledby=\"{id}-title {id}-desc\"");
    let mut text = String::with_capacity(svg.len());
    // Text between tags has no angle brackets of its own.
    for (index, part) in svg.split_inclusive('>').enumerate() {
        let (words, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
        for sign in words.chars() {
            match steers(sign) && sign != '\n' {
                true => text.push_str(&in_place_of(sign)),
                false => text.push(sign),
            }
        }
        let tag = match tag {
            "<title>" => format!("<title id=\"{id}-title\">"),
            "<desc>" => format!("<desc id=\"{id}-desc\">"),
            _ if index == 0 => tag.replacen("<svg", &named_by, 1),
            _ => tag.to_owned(),
        };
        text.push_str(&coloured(&tag, &variables));
    }
    text
}

/// A tag whose colours are variables of the style sheet.
fn coloured(tag: &str, variables: &[(String, &str)]) -> String {
    let mut tag = tag.to_owned();
    for (colour, variable) in variables {
        // Words in the colour of paper stand on a dark shade, which stays as it is.
        if *variable == "paper" && tag.starts_with("<text") {
            continue;
        }
        tag = tag.replace(colour, &format!("\"var(--{variable})\""));
    }
    tag
}

/// Each colour of the charts, as their attributes have it, with its variable.
fn variables() -> Vec<(String, &'static str)> {
    [
        (theme::PAPER, "paper"),
        (theme::INK, "ink"),
        (theme::MUTED, "muted"),
        (theme::GRID, "grid"),
        (theme::AXIS, "axis"),
        (theme::BLUE, "blue"),
        (theme::SKY, "sky"),
        (theme::VERMILLION, "vermillion"),
    ]
    .map(|(colour, variable)| {
        let (red, green, blue) = colour.rgb;
        (format!("\"#{red:02X}{green:02X}{blue:02X}\""), variable)
    })
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::ChartKind;
    use crate::report::fixture;

    #[test]
    fn no_colour_of_a_chart_is_fixed() {
        let mut outcome = fixture::with_life();
        outcome.life.as_mut().unwrap().user_assigned = Some(fixture::user_assigned());
        for kind in ChartKind::of(&outcome) {
            let text = inline(kind.draw(&outcome).unwrap().svg(), "here");
            assert!(text.contains("fill=\"var(--ink)\""), "{kind:?}");
            assert!(!text.contains("=\"#"), "{kind:?}");
        }
        for (_, variable) in variables() {
            let style = super::super::page::STYLE;
            assert!(style.contains(&format!("--{variable}:")), "{variable}");
        }
    }

    #[test]
    fn a_chart_is_named_by_its_title_and_words_in_it_stay_as_they_are() {
        let mut outcome = fixture::outcome(30);
        outcome.scenario.name = "fill=\"#1A1A1A\" <title> \u{202E}".to_owned();
        let text = inline(ChartKind::Duration.draw(&outcome).unwrap().svg(), "here");
        assert!(text.starts_with("<svg aria-labelledby=\"here-title here-desc\" xmlns="));
        assert!(text.contains("<title id=\"here-title\">"));
        assert!(
            text.contains("fill=\"#1A1A1A\" &lt;title&gt; [U+202E] ·"),
            "{text}"
        );
        assert_eq!(text.matches("<title").count(), 1);
    }
}
