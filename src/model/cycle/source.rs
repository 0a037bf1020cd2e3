//! The source directory, read page by page.
//!
//! Users come first, then groups, then the pages that hold nothing but memberships out of scope, which cost
//! reading and no more. Pages are read one after another, and one page is read ahead of the work.

use super::task::Task;
use crate::model::drawn::CycleInput;
use crate::model::parameters::Parameter;

#[derive(Clone, Debug)]
pub(super) struct Source {
    page_size: u64,
    objects: u64,
    object_pages: u64,
    /// Pages with memberships out of scope only.
    membership_pages: u64,
    /// Pages with memberships that are written in the reference pass.
    reference_pages: u64,
    pages_read: u64,
    reading: bool,
    objects_read: u64,
    next_object: u64,
    objects_done: u64,
    members_done: u64,
    members: u64,
}

impl Source {
    pub fn new(input: &CycleInput<'_>) -> Self {
        let page_size = input.values.count(Parameter::PageSize).max(1);
        let objects = u64::from(input.users_read)
            + input.group_sizes.len() as u64
            + u64::from(input.groups_skipped);
        Self {
            page_size,
            objects,
            object_pages: objects.div_ceil(page_size),
            membership_pages: input.memberships_read_only.div_ceil(page_size),
            reference_pages: input
                .group_sizes
                .iter()
                .map(|&size| u64::from(size).div_ceil(page_size))
                .sum(),
            pages_read: 0,
            reading: false,
            objects_read: 0,
            next_object: 0,
            objects_done: 0,
            members_done: 0,
            members: input.memberships(),
        }
    }

    /// All pages of the cycle, the unit of the portal's progress bar.
    pub fn pages(&self) -> u64 {
        self.object_pages + self.membership_pages + self.reference_pages
    }

    /// Whether a page is on its way.
    pub fn is_reading(&self) -> bool {
        self.reading
    }

    /// Begins with the next page if there is one and the work in stock is less than a page; returns its number.
    pub fn start_reading(&mut self) -> Option<u64> {
        let in_stock = self.objects_read - self.next_object;
        let left = self.pages_read < self.object_pages + self.membership_pages;
        if self.reading || !left || in_stock >= self.page_size {
            return None;
        }
        self.reading = true;
        Some(self.pages_read)
    }

    pub fn page_arrives(&mut self) {
        self.reading = false;
        self.pages_read += 1;
        self.objects_read = (self.objects_read + self.page_size).min(self.objects);
    }

    /// The next object that has been read and not been taken.
    pub fn next_object(&mut self, input: &CycleInput<'_>) -> Option<Task> {
        if self.next_object == self.objects_read {
            return None;
        }
        let place = self.next_object;
        self.next_object += 1;
        let users = u64::from(input.users_read);
        let scoped_groups = users + input.group_sizes.len() as u64;
        // Each count fits 32 bits, so each place within its kind does too.
        Some(if place < users {
            Task::User(place as u32)
        } else if place < scoped_groups {
            Task::Group((place - users) as u32)
        } else {
            Task::SkippedGroup((place - scoped_groups) as u32)
        })
    }

    /// One object is finished; true when a page is finished with it.
    pub fn object_done(&mut self) -> bool {
        self.objects_done += 1;
        self.objects_done.is_multiple_of(self.page_size) || self.objects_done == self.objects
    }

    /// So many memberships are finished; true when a page is finished with them.
    pub fn members_done(&mut self, how_many: u64) -> bool {
        let before = self.reference_pages_done();
        self.members_done += how_many;
        self.reference_pages_done() > before
    }

    /// Pages finished so far. Objects finish out of order, so a page counts when as many objects as it holds are done.
    pub fn pages_done(&self) -> u64 {
        let object_pages_done = if self.objects_done == self.objects {
            self.object_pages
        } else {
            self.objects_done / self.page_size
        };
        object_pages_done
            + self.pages_read.saturating_sub(self.object_pages)
            + self.reference_pages_done()
    }

    /// As many of the pages of members as of the members themselves; each group begins a page of its own.
    fn reference_pages_done(&self) -> u64 {
        if self.members == 0 {
            return 0;
        }
        // Pages are no more than members, of which there are at most 10⁸.
        self.reference_pages * self.members_done / self.members
    }
}
