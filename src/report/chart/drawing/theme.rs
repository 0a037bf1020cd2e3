//! Colours, type sizes and margins, the same in every chart.
//!
//! The colours are from the palette of Okabe and Ito, which colour-blind readers can tell apart; blue is clearly
//! darker than sky blue and vermillion, so the shapes stay apart in grey print too.

use super::{Colour, Face};

pub const PAPER: Colour = Colour::new(255, 255, 255);
pub const INK: Colour = Colour::new(26, 26, 26);
pub const MUTED: Colour = Colour::new(89, 89, 89);
pub const GRID: Colour = Colour::new(225, 225, 225);
pub const AXIS: Colour = Colour::new(140, 140, 140);
pub const BLUE: Colour = Colour::new(0, 114, 178);
pub const SKY: Colour = Colour::new(86, 180, 233);
pub const VERMILLION: Colour = Colour::new(213, 94, 0);

pub const TITLE: Face = Face::bold(20.0);
pub const HEADING: Face = Face::bold(13.0);
pub const BODY: Face = Face::regular(13.0);
pub const SMALL: Face = Face::regular(12.0);
pub const CAPTION: Face = Face::regular(11.0);

pub const WIDTH: f64 = 900.0;
pub const HEIGHT: f64 = 520.0;
/// Space kept free at the left and right of every text.
pub const MARGIN: f64 = 28.0;
/// Opacity of the band from the 5th to the 95th percentile.
pub const BAND: f64 = 0.22;
/// Where the data begins, and the height below it: the axis and the caption.
pub const TOP: f64 = 92.0;
pub const BELOW: f64 = 68.0;
