//! Several cycles, watched as one.

use std::cell::RefCell;

use super::record::{Observer, Occurrence};
use crate::units::SimTime;

/// What has been seen of all cycles.
pub(super) struct Together<'o, O> {
    observer: &'o mut O,
    users_in_scope: u64,
    pages: u64,
    pages_done: Vec<u64>,
}

impl<'o, O: Observer> Together<'o, O> {
    pub fn new(observer: &'o mut O, cycles: usize) -> Self {
        Self {
            observer,
            users_in_scope: 0,
            pages: 0,
            pages_done: vec![0; cycles],
        }
    }

    /// Every cycle has said how much it has to do.
    pub fn begin(&mut self) {
        let starts = Occurrence::CycleStarts {
            users_in_scope: self.users_in_scope,
            pages: self.pages,
        };
        self.observer.see(SimTime::ZERO, &starts);
    }

    /// Every cycle is over.
    pub fn end(&mut self, at: SimTime) {
        self.observer.see(at, &Occurrence::CycleEnds);
    }
}

/// What one of the cycles shows.
pub(super) struct View<'w, 'o, O> {
    pub cycle: usize,
    pub watch: &'w RefCell<Together<'o, O>>,
}

impl<O: Observer> Observer for View<'_, '_, O> {
    fn see(&mut self, at: SimTime, what: &Occurrence<'_>) {
        let mut watch = self.watch.borrow_mut();
        match *what {
            Occurrence::CycleStarts {
                users_in_scope,
                pages,
            } => {
                watch.users_in_scope += users_in_scope;
                watch.pages += pages;
            }
            Occurrence::PagesDone(pages) => {
                watch.pages_done[self.cycle] = pages;
                let done = watch.pages_done.iter().sum();
                watch.observer.see(at, &Occurrence::PagesDone(done));
            }
            // The end of all of them is what counts.
            Occurrence::CycleEnds => {}
            _ => watch.observer.see(at, what),
        }
    }

    fn stops(&self) -> bool {
        self.watch.borrow().observer.stops()
    }
}
