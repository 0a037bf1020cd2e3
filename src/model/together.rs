//! Several cycles, watched as one.

use std::cell::RefCell;

use super::endpoint::Endpoint;
use super::record::{AnsweredCall, Failure, Observer, PassedCall, WorkInHand};
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
        self.observer.cycle_starts(self.users_in_scope, self.pages);
    }

    /// Every cycle is over.
    pub fn end(&mut self, at: SimTime) {
        self.observer.cycle_ends(at);
    }
}

/// What one of the cycles shows.
pub(super) struct View<'w, 'o, O> {
    pub cycle: usize,
    pub watch: &'w RefCell<Together<'o, O>>,
}

impl<O: Observer> Observer for View<'_, '_, O> {
    fn cycle_starts(&mut self, users_in_scope: u64, pages: u64) {
        let mut watch = self.watch.borrow_mut();
        watch.users_in_scope += users_in_scope;
        watch.pages += pages;
    }

    fn call_is_sent(&mut self, at: SimTime, endpoint: Endpoint, of: &WorkInHand) {
        let mut watch = self.watch.borrow_mut();
        watch.observer.call_is_sent(at, endpoint, of);
    }

    fn call_waits(&mut self, at: SimTime, until: SimTime, endpoint: Endpoint, of: &WorkInHand) {
        let mut watch = self.watch.borrow_mut();
        watch.observer.call_waits(at, until, endpoint, of);
    }

    fn call_passes(&mut self, call: &PassedCall) {
        self.watch.borrow_mut().observer.call_passes(call);
    }

    fn call_is_answered(&mut self, at: SimTime, call: &AnsweredCall, of: &WorkInHand) {
        let mut watch = self.watch.borrow_mut();
        watch.observer.call_is_answered(at, call, of);
    }

    fn work_fails(&mut self, at: SimTime, failure: &Failure) {
        self.watch.borrow_mut().observer.work_fails(at, failure);
    }

    fn work_is_retried(&mut self, at: SimTime, of: &WorkInHand) {
        self.watch.borrow_mut().observer.work_is_retried(at, of);
    }

    fn user_is_in(&mut self, at: SimTime, job: u16, user: u32) {
        self.watch.borrow_mut().observer.user_is_in(at, job, user);
    }

    fn pages_done(&mut self, at: SimTime, pages: u64) {
        let mut watch = self.watch.borrow_mut();
        watch.pages_done[self.cycle] = pages;
        let done = watch.pages_done.iter().sum();
        watch.observer.pages_done(at, done);
    }

    fn stops(&self) -> bool {
        self.watch.borrow().observer.stops()
    }
}
