//! One limit of the target: what a call counts, and what is used up.

use super::book::Book;
use super::call::{Call, Resource};
use crate::kernel::InvalidLimit;
use crate::model::endpoint::EndpointSet;
use crate::model::limit_rule::{Counts, Excess, LimitKind, LimitRule, Per, Sharing};
use crate::model::record::LimitTally;
use crate::units::SimTime;

pub(super) struct Limit {
    endpoints: EndpointSet,
    pub counts: Counts,
    per: Per,
    /// Payloads that count, from above this to at most that many bytes; the smallest counts too where there is no bound.
    bytes: (Option<u64>, u64),
    pub excess: Excess,
    /// Whether it is on calls at once.
    pub is_cap: bool,
    /// What is really used up: one book, or one for each job.
    books: Vec<Book>,
    /// What each job that paces itself believes to be used up, where that can differ from what really is.
    pub views: Vec<Book>,
    /// Whether jobs pace themselves by the books.
    pub paced_by_books: bool,
    /// The most that one call may count so that it passes at all.
    pub most: u64,
    pub tally: LimitTally,
}

/// A call and the size of its payload.
#[derive(Clone, Copy)]
pub(super) struct Sized<'c> {
    pub call: &'c Call,
    pub bytes: u64,
}

impl Limit {
    /// A limit that is not used up, for so many jobs.
    ///
    /// # Errors
    /// When it would let nothing pass.
    pub fn new(rule: &LimitRule, jobs: u16, paced: bool) -> Result<Self, InvalidLimit> {
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
            is_cap: rule.kind == LimitKind::Concurrency,
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

    /// What is really used up by a job, and what it believes to be.
    pub fn books_of(&mut self, job: u16) -> impl Iterator<Item = &mut Book> {
        let job = usize::from(job);
        let place = if self.books.len() > 1 { job } else { 0 };
        let view = self.views.get_mut(job);
        self.books.get_mut(place).into_iter().chain(view)
    }

    /// Whether jobs that pace themselves know it.
    pub fn is_paced(&self) -> bool {
        self.paced_by_books || !self.views.is_empty()
    }

    /// What a call counts; zero where it does not.
    #[inline]
    pub fn cost(&self, sized: Sized<'_>) -> u64 {
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

    /// The earliest moment, not before `at`, at which a call passes.
    pub fn earliest(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
        let job = if self.books.len() > 1 {
            usize::from(sized.call.job)
        } else {
            0
        };
        self.asked(&self.books[job], sized, at)
    }

    /// The same as the job believes it.
    pub fn believed(&self, sized: Sized<'_>, at: SimTime) -> SimTime {
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
