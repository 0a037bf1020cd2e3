//! The source directory, read page by page.
//!
//! Users come first, then groups, then the pages that hold nothing but memberships out of scope, which cost
//! reading and no more. Pages are read one after another, and one page is read ahead of the work.

#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    page_size: u64,
    users: u64,
    groups: u64,
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
    /// Those of them that fill no page yet.
    done_of_page: u64,
    members_done: u64,
    /// So many members are done when the next of their pages is: to divide each time takes longer than most of a request.
    page_of_members_ends: u64,
    members: u64,
}

/// What a cycle has to read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    pub users: u64,
    pub groups: u64,
    /// Objects out of scope that are not among the users.
    pub outside: u64,
    /// Memberships that are read but not written.
    pub memberships_read_only: u64,
    /// Memberships that are written.
    pub members: u64,
    /// Pages that they are on; each group begins a page of its own.
    pub reference_pages: u64,
}

/// An object by its index among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceItem {
    User(u32),
    Group(u32),
    Outside(u32),
}

impl Source {
    pub fn new(page_size: u64, extent: Extent) -> Self {
        let objects = extent.users + extent.groups + extent.outside;
        let mut source = Self {
            page_size,
            users: extent.users,
            groups: extent.groups,
            objects,
            object_pages: objects.div_ceil(page_size),
            membership_pages: extent.memberships_read_only.div_ceil(page_size),
            reference_pages: extent.reference_pages,
            members: extent.members,
            ..Self::default()
        };
        source.page_of_members_ends = source.end_of_page_of_members();
        source
    }

    /// So many members are done when one more of their pages is than by now.
    fn end_of_page_of_members(&self) -> u64 {
        let so_far = (self.reference_pages_done() + 1) * self.members;
        match self.reference_pages {
            0 => u64::MAX,
            pages => so_far.div_ceil(pages),
        }
    }

    /// All pages of the cycle, the unit of the portal's progress bar.
    pub fn pages(&self) -> u64 {
        self.object_pages + self.membership_pages + self.reference_pages
    }

    /// Objects that are finished.
    pub fn objects_finished(&self) -> u64 {
        self.objects_done
    }

    /// Whether a page is on its way.
    pub fn is_reading(&self) -> bool {
        self.reading
    }

    /// Begins with the next page if there is one and the work in stock is less than a page; returns its number.
    pub fn start_reading(&mut self) -> Option<u64> {
        let has_stock = self.objects_read - self.next_object >= self.page_size;
        if self.reading || has_stock || self.pages_read >= self.object_pages + self.membership_pages
        {
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

    /// The page on its way is given up, to be read again.
    pub fn break_off(&mut self) {
        self.reading = false;
    }

    /// The index of the next object, if it is a user who has been read.
    #[inline]
    pub fn next_user(&self) -> Option<u32> {
        (self.next_object < self.objects_read.min(self.users)).then_some(self.next_object as u32)
    }

    /// The next object is taken.
    #[inline]
    pub fn user_taken(&mut self) {
        self.next_object += 1;
    }

    /// The next object that has been read and not been taken.
    pub fn next_object(&mut self) -> Option<SourceItem> {
        if self.next_object == self.objects_read {
            return None;
        }
        let index = self.next_object;
        self.next_object += 1;
        // Each count fits 32 bits, so each index within its kind does too.
        Some(if index < self.users {
            SourceItem::User(index as u32)
        } else if index < self.users + self.groups {
            SourceItem::Group((index - self.users) as u32)
        } else {
            SourceItem::Outside((index - self.users - self.groups) as u32)
        })
    }

    /// One object is finished; true when a page is finished with it.
    pub fn object_done(&mut self) -> bool {
        self.objects_done += 1;
        self.done_of_page += 1;
        let is_full = self.done_of_page == self.page_size;
        if is_full {
            self.done_of_page = 0;
        }
        is_full || self.objects_done == self.objects
    }

    /// So many memberships are finished; true when a page is finished with them.
    #[inline(always)]
    pub fn members_done(&mut self, how_many: u64) -> bool {
        self.members_done += how_many;
        let ends = self.members_done >= self.page_of_members_ends;
        if ends {
            self.page_of_members_ends = self.end_of_page_of_members();
        }
        ends
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
