//! The rhythm of a week: how much of a working day's changes fall into which time.
//!
//! The rhythm follows the local clocks. Where they are put forward or back, the spell of the day in which that happens is an hour
//! shorter or longer and has the same worth as ever: no change is lost and none is made twice.

use crate::model::plan::{ClockShift, OfficeHours, Start};
use crate::units::{SimDuration, SimTime};

const DAY: f64 = 86_400.0;
const WEEK: f64 = 7.0 * DAY;
/// Before, in and after office hours, on each of seven days; where they go over midnight, the second is the time that is not in them.
const SPELLS: usize = 21;

/// A time of the clocks that lasts longer or shorter than they say, since they are put forward or back within it. In seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    /// From which to which time of the clocks, since Monday at midnight.
    wall: (f64, f64),
    /// From when to when it lasts, since the start of the job.
    real: (f64, f64),
}

/// Changes over time, in working days' worth: its rate is the same in all weeks and constant in each spell of a day.
#[derive(Clone, Debug)]
pub(super) struct Week {
    /// End of each spell, in seconds since Monday at midnight.
    ends: [f64; SPELLS],
    /// Working days' worth of changes from Monday at midnight to the end of each spell.
    sums: [f64; SPELLS],
    /// What the clocks show at the start of the job, in seconds since Monday at midnight.
    start: f64,
    /// Working days' worth from Monday at midnight to the start of the job.
    before_start: f64,
    /// Where the clocks are put forward or back, in order; none that is over at the start.
    stretches: Vec<Stretch>,
}

impl Week {
    /// The week in which a job starts, and those that follow. Shares are between zero and one.
    pub fn new(start: &Start, office: OfficeHours, office_share: f64, weekend_share: f64) -> Self {
        let (from, to) = (office.from.as_secs_f64(), office.to.as_secs_f64());
        let is_overnight = to < from;
        let (first, second) = (from.min(to), from.max(to));
        let lengths = [first, second - first, DAY - second];
        let open = if is_overnight {
            DAY - lengths[1]
        } else {
            lengths[1]
        };
        let outside = DAY - open;
        // Where the office never closes, no time is left for the rest.
        let in_office = if outside > 0.0 { office_share } else { 1.0 };
        let mut ends = [0.0; SPELLS];
        let mut sums = [0.0; SPELLS];
        let mut sum = 0.0;
        for spell in 0..SPELLS {
            let (day, part) = (spell / 3, spell % 3);
            // Hours after midnight belong to the day on which they lie.
            let weight = if day < 5 { 1.0 } else { weekend_share };
            let is_open = (part == 1) != is_overnight;
            sum += weight
                * if is_open {
                    in_office * (lengths[part] / open)
                } else if outside > 0.0 {
                    (1.0 - in_office) * lengths[part] / outside
                } else {
                    0.0
                };
            ends[spell] = day as f64 * DAY + [first, second, DAY][part];
            sums[spell] = sum;
        }
        let mut week = Self {
            ends,
            sums,
            start: start.since_monday().as_secs_f64(),
            before_start: 0.0,
            stretches: Vec::new(),
        };
        week.stretch(start.shifts());
        week.before_start = week.sum_by(week.rhythm_at_start());
        week
    }

    /// Lays each change of the clocks into the spells that it falls into.
    fn stretch(&mut self, shifts: impl Iterator<Item = ClockShift>) {
        for shift in shifts {
            let last_shown = shift.before.max(shift.after);
            let mut from = self.spell_begin(shift.before.min(shift.after));
            let mut to = self.spell_end(last_shown);
            let mut began = shift.at + (from - shift.before);
            while let Some(last) = self.stretches.pop_if(|last| last.wall.1 > from) {
                (from, began) = (last.wall.0, last.real.0);
                to = to.max(last.wall.1);
            }
            let ended = |to: f64| shift.at + (to - shift.after);
            // Where whole spells are skipped, as at the line of dates, their changes are made with those that follow.
            while ended(to) <= began {
                to = self.spell_end(to + 1.0);
            }
            self.stretches.push(Stretch {
                wall: (from, to),
                real: (began, ended(to)),
            });
        }
        self.stretches.retain(|one| one.real.1 > 0.0);
    }

    /// When the spell began in which the clocks show `wall`.
    fn spell_begin(&self, wall: f64) -> f64 {
        let monday = libm::floor(wall / WEEK) * WEEK;
        let passed = self.ends.partition_point(|end| *end <= wall - monday);
        match passed {
            0 => monday,
            _ => monday + self.ends[passed - 1],
        }
    }

    /// When the spell ends in which the clocks show `wall`, or the one that ends then.
    fn spell_end(&self, wall: f64) -> f64 {
        let monday = libm::floor(wall / WEEK) * WEEK;
        if self.spell_begin(wall) >= wall {
            return wall;
        }
        let passed = self.ends.partition_point(|end| *end <= wall - monday);
        monday + self.ends[passed]
    }

    /// When the job starts by the rhythm: what the clocks show, save within a stretch.
    fn rhythm_at_start(&self) -> f64 {
        let around = self.stretches.first().filter(|one| one.real.0 < 0.0);
        around.map_or(self.start, |one| {
            let ((from, to), (began, ended)) = (one.wall, one.real);
            from + (to - from) * (-began / (ended - began))
        })
    }

    /// Seconds from the start of the job to the time that is `wall` by the rhythm.
    fn since_start(&self, wall: f64) -> f64 {
        let begun = self.stretches.partition_point(|one| one.wall.0 <= wall);
        let Some(last) = begun.checked_sub(1).map(|last| self.stretches[last]) else {
            return wall - self.start;
        };
        let ((from, to), (began, ended)) = (last.wall, last.real);
        if wall < to {
            began + (ended - began) * ((wall - from) / (to - from))
        } else {
            ended + (wall - to)
        }
    }

    /// Working days' worth from the first Monday at midnight to `wall` by the rhythm.
    fn sum_by(&self, wall: f64) -> f64 {
        let weeks = libm::floor(wall / WEEK);
        weeks * self.total() + self.sum_at(wall - weeks * WEEK)
    }

    /// Working days' worth from Monday at midnight to so many seconds later, within the week.
    fn sum_at(&self, secs: f64) -> f64 {
        let spell = self
            .ends
            .partition_point(|end| *end <= secs)
            .min(SPELLS - 1);
        let (begin, sum) = match spell {
            0 => (0.0, 0.0),
            later => (self.ends[later - 1], self.sums[later - 1]),
        };
        let length = self.ends[spell] - begin;
        if length <= 0.0 {
            return sum;
        }
        sum + (self.sums[spell] - sum) * (secs - begin) / length
    }

    /// Working days' worth of changes in a week.
    pub fn total(&self) -> f64 {
        self.sums[SPELLS - 1]
    }

    /// The moment by which so many working days' worth of changes have come since the start; never, where none come.
    pub fn moment(&self, worth: f64) -> SimTime {
        let total = self.total();
        if total <= 0.0 || !worth.is_finite() {
            return SimTime::NEVER;
        }
        let all = self.before_start + worth;
        let weeks = libm::floor(all / total);
        let rest = (all - weeks * total).clamp(0.0, total);
        let spell = self.sums.partition_point(|sum| *sum < rest).min(SPELLS - 1);
        let (begin, sum) = match spell {
            0 => (0.0, 0.0),
            later => (self.ends[later - 1], self.sums[later - 1]),
        };
        let within = self.sums[spell] - sum;
        let part = if within > 0.0 {
            (rest - sum) / within
        } else {
            0.0
        };
        let secs = begin + (self.ends[spell] - begin) * part;
        let since_start = self.since_start(weeks * WEEK + secs).max(0.0);
        SimTime::ZERO + SimDuration::from_secs_f64(since_start)
    }
}

#[cfg(test)]
mod tests;
