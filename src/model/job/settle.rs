//! How the changes of users, groups and references end, or go to escrow.

use super::change::{DropReason, Fate};
use super::escrow::Held;
use super::ledger::NONE;
use super::store::Store;
use crate::model::errors::ErrorCode;
use crate::model::record::Observer;
use crate::units::SimTime;

impl Store {
    /// Ends all changes of a user, and their stay in escrow.
    pub fn settle_user(
        &mut self,
        user: u32,
        fate: Fate,
        now: SimTime,
        observer: &mut impl Observer,
    ) {
        let head = std::mem::replace(&mut self.user_changes[user as usize], NONE);
        self.ledger.settle(head, Some(fate), now, observer);
        let place = std::mem::replace(&mut self.user_escrow[user as usize], NONE);
        if place != NONE {
            self.escrow.let_go(place);
        }
    }

    /// Ends all changes of a group, and its stay in escrow. Members that were lost with it come in with it.
    pub fn settle_group(
        &mut self,
        group: u32,
        fate: Fate,
        now: SimTime,
        observer: &mut impl Observer,
    ) {
        let head = std::mem::replace(&mut self.group_changes[group as usize], NONE);
        self.ledger.settle(head, Some(fate), now, observer);
        self.unresolved.group_comes_in(group);
        let place = std::mem::replace(&mut self.group_escrow[group as usize], NONE);
        if place != NONE {
            self.escrow.let_go(place);
        }
    }

    /// A user failed for good in this cycle: they wait in escrow, which is true, or is given up where retries have ended.
    pub fn user_fails(
        &mut self,
        user: u32,
        code: ErrorCode,
        now: SimTime,
        observer: &mut impl Observer,
    ) -> bool {
        let place = self.user_escrow[user as usize];
        if place == NONE {
            self.user_escrow[user as usize] =
                self.escrow.take_in(Held::User(user), NONE, code, now);
        } else if !self.escrow.fails_again(place, code, now) {
            self.settle_user(user, Fate::Dropped(DropReason::GivenUp), now, observer);
            return false;
        }
        let head = self.user_changes[user as usize];
        self.ledger
            .settle(head, Some(Fate::Escrowed), now, observer);
        true
    }

    /// The same for a group.
    pub fn group_fails(
        &mut self,
        group: u32,
        code: ErrorCode,
        now: SimTime,
        observer: &mut impl Observer,
    ) -> bool {
        let place = self.group_escrow[group as usize];
        if place == NONE {
            self.group_escrow[group as usize] =
                self.escrow.take_in(Held::Group(group), NONE, code, now);
        } else if !self.escrow.fails_again(place, code, now) {
            self.settle_group(group, Fate::Dropped(DropReason::GivenUp), now, observer);
            return false;
        }
        let head = self.group_changes[group as usize];
        self.ledger
            .settle(head, Some(Fate::Escrowed), now, observer);
        true
    }

    /// A reference failed that was not in escrow before.
    pub fn reference_fails(
        &mut self,
        held: Held,
        head: u32,
        code: ErrorCode,
        now: SimTime,
        observer: &mut impl Observer,
    ) {
        self.ledger
            .settle(head, Some(Fate::Escrowed), now, observer);
        self.escrow.take_in(held, head, code, now);
    }

    /// The retry of a reference ended, well or not; whether it waits in escrow for another.
    pub fn reference_retried(
        &mut self,
        place: u32,
        failure: Option<ErrorCode>,
        now: SimTime,
        observer: &mut impl Observer,
    ) -> bool {
        let fate = match failure {
            None => Fate::Applied,
            Some(code) if self.escrow.fails_again(place, code, now) => return true,
            Some(_) => Fate::Dropped(DropReason::GivenUp),
        };
        let head = self.escrow.let_go(place);
        self.ledger.settle(head, Some(fate), now, observer);
        false
    }
}
