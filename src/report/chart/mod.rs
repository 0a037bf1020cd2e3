//! Charts of an outcome, as SVG and PNG.
//!
//! A file for each kind, which turns a document into what `drawing` knows.

mod activity_rows;
mod documented_rows;
mod drawing;
mod duration;
mod fleet_rows;
mod life;
mod log_charts;
mod observed_curve;
mod progress_panels;
mod rehearsal_panels;
mod request_rate;
mod sensitivity;
mod strategies;
mod sweep;
mod variant_rows;

use crate::experiment::outcome::comparison::{ComparedBy, Comparison};
use crate::experiment::outcome::fleet_document::Fleet;
use crate::experiment::outcome::observed_job::ObservedJob;
use crate::experiment::outcome::rehearsal::Rehearsal;
use crate::experiment::outcome::reproduction::Reproduction;
use crate::experiment::outcome::sweep::Sweep;
use crate::experiment::outcome::{Life, Outcome, View};
use crate::logs::calibrate::Calibration;
use crate::logs::summary::LogSummary;
pub use drawing::ChartError;
pub(super) use drawing::theme;
use drawing::{Scene, frame, png, svg};

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
    /// Requests in each hour or day after the cycle, by endpoint.
    LaterLoad,
    /// Which inputs move the forecast, and how far.
    Sensitivity,
    /// One typical replication over the horizon.
    Timeline,
    /// Backlog, escrow, cycles and states of all replications over the horizon.
    Life,
    /// How long changes take to the target, by kind.
    Delays,
    /// When the user is in who is assigned at a stated moment.
    UserAssigned,
}

impl ChartKind {
    /// The kinds of chart that `outcome` has something for, in the order of a report.
    pub fn of(outcome: &Outcome) -> Vec<Self> {
        let mut kinds = vec![Self::Duration, Self::Progress, Self::Activities, Self::Load];
        let moved = outcome.sensitivity.as_ref();
        if moved.is_some_and(|found| !found.effects.is_empty()) {
            kinds.push(Self::Sensitivity);
        }
        if let Some(life) = &outcome.life {
            kinds.extend([Self::Timeline, Self::Life, Self::Delays]);
            kinds.extend(life.load.as_ref().map(|_| Self::LaterLoad));
            kinds.extend(life.user_assigned.as_ref().map(|_| Self::UserAssigned));
        }
        if outcome.view == View::Target {
            // A stable sort leaves the others in their order.
            kinds.sort_by_key(|kind| !kind.is_of_target());
        }
        kinds
    }

    /// Whether it shows what the target sees.
    fn is_of_target(self) -> bool {
        matches!(self, Self::Load | Self::LaterLoad)
    }

    /// Name of the chart's file, without the extension.
    pub fn file_stem(self) -> &'static str {
        self.parts().0
    }

    /// Its name, and how it is laid out.
    const fn parts(self) -> (&'static str, Layout) {
        match self {
            Self::Duration => ("duration", Layout::Cycle(duration::scene)),
            Self::Progress => ("progress", Layout::Cycle(progress_panels::scene)),
            Self::Activities => ("activities", Layout::Cycle(activity_rows::scene)),
            Self::Load => ("load", Layout::Cycle(request_rate::scene)),
            Self::LaterLoad => ("later-load", Layout::Life(life::load_by_hour::scene)),
            Self::Sensitivity => ("sensitivity", Layout::Cycle(sensitivity::scene)),
            Self::Timeline => ("timeline", Layout::Life(life::timeline_panels::scene)),
            Self::Life => ("life", Layout::Life(life::all_runs::scene)),
            Self::Delays => ("delays", Layout::Life(life::delays::scene)),
            Self::UserAssigned => ("user-assigned", Layout::Life(life::user_assigned::scene)),
        }
    }

    /// The chart of this kind, or a page that says why there is none.
    ///
    /// # Errors
    ///
    /// The drawing library refuses a shape.
    pub fn draw(self, outcome: &Outcome) -> Result<Chart, ChartError> {
        Chart::of(self.scene(outcome))
    }

    fn scene(self, outcome: &Outcome) -> Scene {
        match (self.parts().1, &outcome.life) {
            (Layout::Cycle(scene), _) => scene(outcome),
            (Layout::Life(scene), Some(life)) => scene(outcome, life),
            (Layout::Life(_), None) => {
                let title = "The job was not followed beyond its initial cycle";
                frame::empty_page(outcome, title, "The scenario has no horizon.")
            }
        }
    }
}

/// How a chart is laid out: of the initial cycle, or of the job over its horizon.
enum Layout {
    Cycle(fn(&Outcome) -> Scene),
    Life(fn(&Outcome, &Life) -> Scene),
}

/// A chart, laid out and drawn once for every file that shows it.
pub struct Chart {
    scene: Scene,
    svg: String,
}

impl Chart {
    fn of(scene: Scene) -> Result<Self, ChartError> {
        let svg = svg(&scene)?;
        Ok(Self { scene, svg })
    }

    /// The chart as an SVG document. Text stays text, in the reader's own sans-serif font.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The chart as a PNG picture, at twice the size of the SVG in pixels.
    ///
    /// # Errors
    ///
    /// The drawing library refuses a shape, or the picture cannot be encoded.
    pub fn png(&self) -> Result<Vec<u8>, ChartError> {
        self.png_painted_on(&mut Vec::new())
    }

    /// The same, painted on memory of an earlier one: it is some twenty megabytes, which the system does not provide for nothing.
    ///
    /// # Errors
    ///
    /// As [`Chart::png`].
    pub fn png_painted_on(&self, painted: &mut Vec<u8>) -> Result<Vec<u8>, ChartError> {
        png(&self.scene, painted)
    }
}

/// Every chart that an outcome has something for, in the order of a report.
///
/// # Errors
///
/// A chart that cannot be drawn; so with the functions below.
pub fn outcome(outcome: &Outcome) -> Result<Vec<(ChartKind, Chart)>, ChartError> {
    let kinds = ChartKind::of(outcome).into_iter();
    kinds.map(|kind| Ok((kind, kind.draw(outcome)?))).collect()
}

/// The chart of a reproduction.
pub fn reproduction(found: &Reproduction) -> Result<Chart, ChartError> {
    Chart::of(documented_rows::scene(found))
}

/// The chart of variants.
pub fn comparison(found: &Comparison) -> Result<Chart, ChartError> {
    Chart::of(match found.of {
        ComparedBy::Strategies => strategies::scene(found),
        ComparedBy::Policies | ComparedBy::Workers => variant_rows::scene(found),
    })
}

/// The chart of a sweep.
pub fn sweep(found: &Sweep) -> Result<Chart, ChartError> {
    Chart::of(sweep::scene(found))
}

/// The chart of a fleet.
pub fn fleet(found: &Fleet) -> Result<Chart, ChartError> {
    Chart::of(fleet_rows::scene(found))
}

/// The chart of a summary of logs.
pub fn logs(found: &LogSummary) -> Result<Chart, ChartError> {
    Chart::of(log_charts::entries(found))
}

/// The chart of a calibration.
pub fn calibration(found: &Calibration) -> Result<Chart, ChartError> {
    Chart::of(log_charts::durations(found))
}

/// The chart of a cycle under way.
pub fn observed(found: &ObservedJob) -> Result<Chart, ChartError> {
    Chart::of(observed_curve::scene(found))
}

/// The chart of a cycle that was played to a real target.
pub fn rehearsal(found: &Rehearsal) -> Result<Chart, ChartError> {
    Chart::of(rehearsal_panels::scene(found))
}

#[cfg(test)]
mod tests;
