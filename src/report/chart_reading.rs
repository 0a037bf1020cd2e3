//! How the charts of a run are read.

use super::chart::ChartKind;

/// The question that a chart answers, and how it is read.
pub(super) fn of(kind: ChartKind) -> (&'static str, &'static str) {
    match kind {
        ChartKind::Duration => (
            "How long does the initial cycle take?",
            "Each bar counts the replications of one range of durations. The pale band holds 9 replications in 10, the thick line is the median: if you must \
             promise a date, promise the right end of the band. A short lower bracket under a long upper one says that measuring the inputs \
             would make the forecast narrower.",
        ),
        ChartKind::Progress => (
            "How far is it, and when?",
            "Above, the share of pages, as the portal's progress bar counts; below, the share of users with access. Lines are medians, bands \
             hold 9 replications in 10. The two differ: the portal's percentage is not the share of users.",
        ),
        ChartKind::Activities => (
            "Where does the time of the initial cycle go?",
            "Each bar is the median time of one activity, the whisker holds 9 replications in 10, and the figure at its right is its share of all \
             time. The dark part of a bar is the service's own time; the light part is the target's, or waiting, and is what to work on.",
        ),
        ChartKind::Load => (
            "What does the target see?",
            "Requests per second over the course of the cycle: the dark line is one replication with its phases, whose busiest minute is the median one; \
             the pale band holds 9 replications in 10, each at its own moment, and runs that are over count as zero. The dashed line is the busiest \
             minute, which each replication has at another moment. A limit of the target is a line where it can be compared.",
        ),
        ChartKind::LaterLoad => (
            "What does the target see after the initial cycle?",
            "Requests in each hour or day, by endpoint: the line is the median, the band holds 9 replications in 10. Waves of joiners and leavers stand \
             out from what every cycle asks for; the tables have the fullest hours and the busiest minute.",
        ),
        ChartKind::Sensitivity => (
            "Which inputs move the forecast, and how far?",
            "A row for each uncertain input, the one with the greatest share of the uncertainty first. The bars go from the duration where the \
             input is lowest to that where it is highest, for the median and for the 95th percentile; whiskers are the intervals of their ends.",
        ),
        ChartKind::Timeline => (
            "What happens in a typical replication?",
            "One replication over the horizon. Above, the states of the job and what befalls it; in the middle, a bar for each cycle, as high as the cycle \
             is long; below, changes that wait and what is in escrow. Look here for causes, not for numbers: it is one replication of many.",
        ),
        ChartKind::Life => (
            "How does the job fare over the horizon?",
            "All replications together: lines are medians and bands hold 9 replications in 10, each at its own moment. A peak that comes at another time in each \
             run looks lower and wider here than it is in each.",
        ),
        ChartKind::Delays => (
            "How long do changes take?",
            "By kind of change, on a logarithmic scale: the dot is the median, the bar ends at the 95th percentile and the line at the 99th. An \
             arrow means that fewer arrive within the horizon.",
        ),
        ChartKind::UserAssigned => (
            "When is the user in who was asked about?",
            "The probability of having access, by the time since the assignment. Where the line ends below 100 %, some replications end without access.",
        ),
    }
}
