//! What charts are drawn with: words and shapes, axes and frames, and the two mechanisms, rows and panels.
//!
//! Each chart is first laid out as a `Scene`, a plain list of shapes, and then painted by one function for both formats, so that
//! the two pictures agree. Only `paint` and `font` know the drawing library.

mod axis;
mod density;
pub mod font;
mod formats;
pub mod frame;
mod label;
mod marks;
mod paint;
pub mod panels;
pub mod reference_line;
mod row_chart;
mod scene;
mod text;
pub mod theme;
pub mod time_axis;
mod values_below;

pub use axis::{
    AIR_ABOVE, Axis, Scale, Tick, is_near, multiples, round_step, tick_number, ticks_from_zero,
};
pub use density::Distribution;
pub use font::{suited, widest, width};
pub use formats::{png, svg};
pub use frame::{Piece, Plot};
pub use label::{Label, Labels};
pub use marks::Marks;
pub use paint::ChartError;
pub use panels::{Bar, HEADING_ROOM, Layer, Panel, Panels, band};
pub use reference_line::Level;
pub use row_chart::{End, Mark, Row, Rows};
pub use scene::{Anchor, Colour, Face, Point, Scene, Shape, Text};
pub use text::{clean, shorten, shorten_apart, wrap};
pub use theme::{
    AXIS, BAND, BELOW, BLUE, BODY, CAPTION, GRID, HEADING, HEIGHT, INK, MARGIN, MUTED, PAPER, SKY,
    SMALL, TITLE, TOP, VERMILLION, WIDTH,
};
pub use time_axis::TimeUnit;
