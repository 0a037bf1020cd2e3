//! Charts of an outcome, as SVG and PNG.
//!
//! Each chart is first laid out as a `Scene`, a plain list of shapes, and then painted by one function for
//! both formats, so that the two pictures agree. Only `paint` and `font` know the drawing library.

mod activities;
mod axis;
mod duration;
mod duration_data;
mod font;
mod frame;
mod label;
mod load;
mod output;
mod paint;
mod progress;
mod reproduction;
mod reproduction_data;
mod scene;
mod text;
mod theme;
mod time;

use crate::experiment::outcome::Outcome;
use crate::experiment::outcome::reproduction::Reproduction;
use scene::Scene;

/// A kind of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// How the durations of the initial cycle are distributed.
    Duration,
    /// How the initial cycle progresses, in pages and in users with access.
    Progress,
    /// Where the time of the initial cycle goes.
    Activities,
    /// Requests per second at the target over the course of the cycle.
    Load,
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The drawing library refused a shape or a text.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
    /// The picture could not be written as PNG.
    #[error("the chart could not be encoded as PNG: {0}")]
    Encoding(#[from] png::EncodingError),
}

impl ChartKind {
    /// Every kind of chart, in the order of a report.
    pub const ALL: [Self; 4] = [Self::Duration, Self::Progress, Self::Activities, Self::Load];

    /// Name of the chart's file, without the extension.
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Duration => "duration",
            Self::Progress => "progress",
            Self::Activities => "activities",
            Self::Load => "load",
        }
    }

    fn scene(self, outcome: &Outcome) -> Scene {
        match self {
            Self::Duration => duration::scene(outcome),
            Self::Progress => progress::scene(outcome),
            Self::Activities => activities::scene(outcome),
            Self::Load => load::scene(outcome),
        }
    }
}

/// The chart as an SVG document. Text stays text, in the reader's own sans-serif font.
pub fn svg(outcome: &Outcome, kind: ChartKind) -> Result<String, ChartError> {
    output::svg(&kind.scene(outcome))
}

/// The chart as a PNG picture, at twice the size of the SVG in pixels.
pub fn png(outcome: &Outcome, kind: ChartKind) -> Result<Vec<u8>, ChartError> {
    output::png(&kind.scene(outcome))
}

/// The chart of a reproduction as SVG and as PNG.
pub fn reproduction(found: &Reproduction) -> Result<(String, Vec<u8>), ChartError> {
    let scene = reproduction::scene(found);
    Ok((output::svg(&scene)?, output::png(&scene)?))
}

#[cfg(test)]
mod tests;
