//! The target's limits: who may pass when, what excess gets, how often each limit bound.

use super::book::Book;
use super::call::{Answer, Call, Resource};
use crate::kernel::InvalidLimit;
use crate::model::endpoint::EndpointSet;
use crate::model::limit_rule::{Counts, Excess, LimitKind, LimitRule, Per, RetryAfter, Sharing};
use crate::model::record::LimitTally;
use crate::units::{SimDuration, SimTime};

/// What a target's limits do with a call that is over one of them.
pub(super) enum Verdict {
    Passes,
    /// Answered at once with this.
    Answered(Answer),
    /// Answered by a closed connection.
    Closed,
    /// Not answered at all.
    Silence,
}

pub(super) struct Limits {
    limits: Vec<Limit>,
    /// Whether some limit counts more than one for a call, so that a call may never pass.
    by_size: bool,
}

struct Limit {
    endpoints: EndpointSet,
    counts: Counts,
    per: Per,
    /// Payloads that count, from above this to at most that many bytes; the smallest counts too where there is no bound.
    bytes: (Option<u64>, u64),
    excess: Excess,
    /// What is really used up: one book, or one for each job.
    books: Vec<Book>,
    /// What each job that paces itself believes to be used up, where that can differ from what really is.
    views: Vec<Book>,
    /// Whether jobs pace themselves by the books.
    paced_by_books: bool,
    /// The most that one call may count so that it passes at all.
    most: u64,
    tally: LimitTally,
}

/// A call and the size of its payload.
#[derive(Clone, Copy)]
pub(super) struct Sized<'c> {
    pub call: &'c Call,
    pub bytes: u64,
}

impl Limits {
    /// The limits of some rules, unused, for so many jobs. Jobs that pace themselves know what is published and their own calls.
    ///
    /// # Errors
    /// When a limit would let nothing pass.
    pub fn new(rules: &[LimitRule], jobs: u16, paced: bool) -> Result<Self, InvalidLimit> {
        let limits = rules.iter().map(|rule| Limit::new(rule, jobs, paced));
        Ok(Self {
            limits: limits.collect::<Result<_, _>>()?,
            by_size: rules.iter().any(|rule| rule.counts != Counts::Calls),
        })
    }

    pub fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }

    /// How often each limit bound so far.
    pub fn tallies(&self) -> Vec<LimitTally> {
        self.limits.iter().map(|limit| limit.tally).collect()
    }

    /// Counts from zero again how often limits bind.
    pub fn forget_tallies(&mut self) {
        for limit in &mut self.limits {
            limit.tally = LimitTally::default();
        }
    }

    /// The most members that a published limit lets one request carry.
    pub fn members_passed(&self) -> u64 {
        let by_members = self
            .limits
            .iter()
            .filter(|limit| limit.counts == Counts::Members && limit.is_paced());
        by_members
            .map(|limit| limit.most)
            .min()
            .unwrap_or(u64::MAX)
            .max(1)
    }

    /// Whether a call counts more than some limit ever lets pass.
    pub fn never_pass(&self, sized: Sized<'_>) -> bool {
        self.by_size
            && self
                .limits
                .iter()
                .any(|limit| limit.cost(sized) > limit.most)
    }

    /// The earliest moment, not before `at`, at which a job that paces itself believes that its call breaks no limit.
    pub fn earliest(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        settle(at, |moment| {
            let known = self.limits.iter().filter(|limit| limit.is_paced());
            known
                .map(|limit| limit.believed(sized, moment))
                .fold(moment, SimTime::max)
        })
    }

    /// Judges a call that arrives. One of a job that paces itself is only over limits that it cannot know.
    pub fn judge(&mut self, sized: Sized<'_>, at: SimTime, paced: bool) -> Verdict {
        let mut worst: Option<(usize, SimTime)> = None;
        for (place, limit) in self.limits.iter().enumerate() {
            if limit.excess == Excess::Slower || (paced && limit.paced_by_books) {
                continue;
            }
            let passes_at = limit.earliest(sized, at);
            // The last of those that pass latest: its answer is the one that counts.
            if passes_at > at && worst.is_none_or(|(_, latest)| passes_at >= latest) {
                worst = Some((place, passes_at));
            }
        }
        let Some((place, passes_at)) = worst else {
            return Verdict::Passes;
        };
        let limit = &mut self.limits[place];
        limit.tally.over += 1;
        match limit.excess {
            Excess::TooManyRequests(retry_after) => {
                Verdict::Answered(Answer::Refusal(match retry_after {
                    RetryAfter::UntilAllowed => Some(whole_seconds(passes_at - at)),
                    RetryAfter::Fixed(time) => Some(whole_seconds(time)),
                    RetryAfter::Absent => None,
                }))
            }
            Excess::Forbidden => Verdict::Answered(Answer::Denial),
            Excess::Closed => Verdict::Closed,
            Excess::Silence => Verdict::Silence,
            Excess::Slower => Verdict::Passes,
        }
    }

    /// Until when limits that make answers slower hold a call back.
    pub fn held_until(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        settle(at, |moment| {
            let slower = self
                .limits
                .iter()
                .filter(|limit| limit.excess == Excess::Slower);
            slower
                .map(|limit| limit.earliest(sized, moment))
                .fold(moment, SimTime::max)
        })
    }

    /// Books a call that passes at `at`, from `held_until` on where limits hold it back. It is under way until `until`.
    pub fn take(&mut self, sized: Sized<'_>, at: SimTime, held_until: SimTime, until: SimTime) {
        for limit in &mut self.limits {
            let cost = limit.cost(sized);
            if cost == 0 {
                continue;
            }
            let is_slower = limit.excess == Excess::Slower;
            let from = if is_slower { held_until } else { at };
            if is_slower && held_until > at {
                limit.tally.over += 1;
            }
            limit.tally.passed += cost;
            let job = usize::from(sized.call.job);
            let place = if limit.books.len() > 1 { job } else { 0 };
            limit.books[place].take(sized.call, from, cost, until.max(from));
            if let Some(view) = limit.views.get_mut(job) {
                view.take(sized.call, from, cost, until.max(from));
            }
        }
    }

    /// Notes that a call of a job that paces itself was sent although it does not pass: it believes otherwise.
    pub fn note(&mut self, sized: Sized<'_>, at: SimTime, until: SimTime) {
        let job = usize::from(sized.call.job);
        for limit in &mut self.limits {
            let cost = limit.cost(sized);
            if let (Some(view), true) = (limit.views.get_mut(job), cost > 0) {
                view.take(sized.call, at, cost, until);
            }
        }
    }
}

impl Limit {
    fn new(rule: &LimitRule, jobs: u16, paced: bool) -> Result<Self, InvalidLimit> {
        let each_job = rule.sharing == Sharing::Job;
        let left = rule.amount_left();
        let differs = left != rule.amount || (!each_job && jobs > 1);
        let books = |count: u16, amount: u64| {
            (0..count)
                .map(|_| Book::new(rule, amount))
                .collect::<Result<Vec<_>, _>>()
        };
        let knows = paced && rule.published;
        Ok(Self {
            endpoints: rule.endpoints,
            counts: rule.counts,
            per: rule.per,
            bytes: (rule.over_bytes, rule.up_to_bytes.unwrap_or(u64::MAX)),
            excess: rule.excess,
            books: books(if each_job { jobs } else { 1 }, left)?,
            views: if knows && differs {
                books(jobs, rule.amount)?
            } else {
                Vec::new()
            },
            paced_by_books: knows && !differs,
            most: match rule.kind {
                LimitKind::TokenBucket { burst } if left == rule.amount => burst,
                LimitKind::TokenBucket { burst } => rule.left_of(burst),
                LimitKind::FixedWindow => left,
                LimitKind::Concurrency => u64::MAX,
            },
            tally: LimitTally::default(),
        })
    }

    fn is_paced(&self) -> bool {
        self.paced_by_books || !self.views.is_empty()
    }

    /// What a call counts; zero where it does not.
    #[inline]
    fn cost(&self, sized: Sized<'_>) -> u64 {
        let Sized { call, bytes } = sized;
        let (over, up_to) = self.bytes;
        let counted = self.endpoints.contains(call.endpoint)
            && over.is_none_or(|over| bytes > over)
            && bytes <= up_to;
        let concerned = match self.per {
            Per::Everything => true,
            Per::EachGroup => matches!(call.resource, Resource::Group(_)),
            Per::EachObject => call.resource != Resource::Nobody,
        };
        if !counted || !concerned {
            return 0;
        }
        match self.counts {
            Counts::Calls => 1,
            Counts::Members => u64::from(call.members_carried),
            Counts::Bytes => bytes,
        }
    }

    fn earliest(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        let job = if self.books.len() > 1 {
            usize::from(sized.call.job)
        } else {
            0
        };
        self.asked(&self.books[job], sized, at)
    }

    fn believed(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        match self.views.get(usize::from(sized.call.job)) {
            Some(view) => self.asked(view, sized, at),
            None => self.earliest(sized, at),
        }
    }

    #[inline]
    fn asked(&self, book: &Book, sized: Sized<'_>, at: SimTime) -> SimTime {
        match self.cost(sized) {
            0 => at,
            cost => book.earliest(sized.call, at, cost),
        }
    }
}

/// The first moment, not before `at`, that moves no further: limits are nested, and what one allows another may not.
fn settle(at: SimTime, latest: impl Fn(SimTime) -> SimTime) -> SimTime {
    let mut moment = at;
    loop {
        let later = latest(moment);
        if later == moment {
            return moment;
        }
        moment = later;
    }
}

/// A Retry-After is a whole number of seconds (RFC 9110, section 10.2.3), so it is rounded up.
fn whole_seconds(time: SimDuration) -> SimDuration {
    SimDuration::from_secs(time.as_nanos().div_ceil(1_000_000_000))
}
