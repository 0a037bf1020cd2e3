//! The bundled font: registering it, and measuring text with it.
//!
//! The pictures must not depend on the fonts of the machine, so PNG text is drawn with a bundled subset of Inter. SVG
//! text is set by the reader's browser in its own font, for which [`width`] leaves some room.

use super::Face;
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::OnceLock;

const REGULAR: &[u8] = include_bytes!("../../assets/inter-regular-subset.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../assets/inter-semibold-subset.otf");

/// The drawing library's measure of size, line height, in terms of the usual one, the em.
const LINE_HEIGHT: f64 = 1.24;

/// Room for fonts that run wider than Inter: DejaVu Sans, the widest in common use, by up to
/// 10 %, and its bold by 20 %.
const SLACK: f64 = 1.1;
const BOLD_SLACK: f64 = 1.2;

/// The font at `scale` pixels to one of the scene, in the drawing library's terms.
pub fn description(face: Face, scale: f64) -> FontDesc<'static> {
    static REGISTERED: OnceLock<()> = OnceLock::new();
    REGISTERED.get_or_init(|| {
        // A font that does not register fails at the first text drawn, which is reported there.
        let _ = register_font("sans-serif", FontStyle::Normal, REGULAR);
        let _ = register_font("sans-serif", FontStyle::Bold, SEMIBOLD);
    });
    let style = match face.bold {
        true => FontStyle::Bold,
        false => FontStyle::Normal,
    };
    let size = face.size * scale * LINE_HEIGHT;
    FontDesc::new(FontFamily::SansSerif, size, style)
}

/// How wide a text is at most, in pixels of the scene.
pub fn width(words: &str, face: Face) -> f64 {
    // Measured large, because the library rounds to whole pixels.
    const SCALE: f64 = 16.0;
    let slack = if face.bold { BOLD_SLACK } else { SLACK };
    let measured = description(face, SCALE).box_size(words);
    measured.map_or(0.0, |(width, _)| f64::from(width) / SCALE * slack)
}

/// The width of the widest of some texts.
pub fn widest<S: AsRef<str>>(texts: impl IntoIterator<Item = S>, face: Face) -> f64 {
    let widths = texts.into_iter().map(|words| width(words.as_ref(), face));
    widths.fold(0.0, f64::max)
}

/// The face, or its regular cut where the words have signs that the bold one lacks, as names of users may: see `subset.py`
/// beside the fonts.
pub fn suited(face: Face, words: &str) -> Face {
    let has = |sign: char| {
        matches!(
            sign,
            ' '..='~' | '\u{A0}' | '–' | '—' | '·' | '×' | '‘' | '’' | '…' | '‰' | '≤' | '≥'
        )
    };
    let bold = face.bold && words.chars().all(has);
    Face { bold, ..face }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::report::chart::theme::{BODY, TITLE};

    /// The first sign of a text that the bundled font does not have.
    ///
    /// Signs that are missing are all drawn as the same box, and so are all as wide as one that nobody has.
    pub fn missing_sign(words: &str, bold: bool) -> Option<char> {
        const MANY: usize = 64;
        // Wide, so that no sign has the width of the box by rounding.
        let face = if bold { TITLE } else { BODY };
        let many = |sign: char| width(&sign.to_string().repeat(MANY), face);
        let missing = many('\u{10FFFF}');
        words.chars().find(|sign| many(*sign) == missing)
    }

    #[test]
    fn text_has_a_width_that_grows_with_it() {
        assert_eq!(width("", BODY), 0.0);
        assert!(width("median", BODY) > 30.0);
        assert!(width("median 9 h", BODY) > width("median", BODY));
        assert!(width("median", TITLE) > width("median", BODY));
    }

    #[test]
    fn the_font_has_every_sign_that_reports_use() {
        let signs = "éßłŻŞαβγΩ–—·→←≤≥≈…‰€×−’“”";
        assert_eq!(missing_sign(signs, false), None);
    }

    #[test]
    fn the_font_of_titles_has_less_and_what_is_missing_is_noticed() {
        let ascii: String = (' '..='~').collect();
        assert_eq!(missing_sign(&(ascii + "–—·×‘’…‰≤≥"), true), None);
        assert_eq!(missing_sign("of kind “leavers”", true), Some('“'));
        assert_eq!(missing_sign("a change of −3", true), Some('−'));
    }

    #[test]
    fn names_that_the_bold_cut_cannot_write_are_written_in_the_regular_one() {
        assert!(suited(TITLE, "four jobs is fastest – 3 × as fast").bold);
        for name in ["größere Gruppen", "“all”", "−3", "всё"] {
            assert!(
                missing_sign(name, true).is_some() && !suited(TITLE, name).bold,
                "{name}"
            );
        }
    }

    #[test]
    fn the_titles_of_every_kind_of_change_can_be_drawn() {
        use crate::report::fixture;
        use crate::report::sentences::{delay_answer, phrases};
        for mut delay in fixture::life().delays {
            for half in [delay.p50_ms, None] {
                delay.p50_ms = half;
                let title = phrases::capitalised(&delay_answer::words(&delay));
                assert_eq!(missing_sign(&title, true), None, "{title}");
            }
        }
    }
}
