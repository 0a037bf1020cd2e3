//! How each of many replications goes over time, kept aside beyond the first ones and gone through as often as it takes.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use rayon::prelude::*;

use super::cycle_recorder::PHASES;
use super::outcome::UNPACKED;
use super::outcome::packed_numbers::{Numbers, Packing, Unpacking};
use super::replication_record::{Curve, Record};
use super::request_load::RateCurve;

/// Where bytes are kept aside: memory, or a file that goes away.
pub trait Aside: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Aside for T {}

/// The course of one replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Course {
    pub duration_nanos: u64,
    /// Failures by error code, in the model's order.
    pub errors: Vec<u64>,
    pub pages: Curve,
    pub users: Curve,
    pub load: RateCurve,
    pub phases: [Option<u64>; PHASES.len()],
}

impl Course {
    /// That of a record, which keeps nothing of it. Where nobody is in scope, nobody ever has access.
    pub fn taken_from(record: &mut Record) -> Self {
        let users = std::mem::take(&mut record.users);
        let has_users = record.row.users_in_scope > 0;
        Self {
            duration_nanos: record.duration_nanos,
            errors: std::mem::take(&mut record.errors),
            pages: std::mem::take(&mut record.pages),
            users: if has_users { users } else { Curve::default() },
            load: std::mem::take(&mut record.load),
            phases: record.phases,
        }
    }

    fn walk(&mut self, numbers: &mut impl Numbers) {
        numbers.whole(&mut self.duration_nanos);
        numbers.list(&mut self.errors, Numbers::whole);
        self.pages.walk(numbers);
        self.users.walk(numbers);
        self.load.walk(numbers);
        for begins in &mut self.phases {
            numbers.maybe(begins, Numbers::whole);
        }
    }
}

/// The courses of replications in order.
pub(super) struct Courses {
    /// Those that stay in memory as they are.
    first: Vec<Course>,
    aside: Box<dyn Aside>,
    /// What is not yet put aside.
    pending: Vec<u8>,
    count_aside: usize,
}

/// Bytes that are put aside or read at once.
const CHUNK: usize = 1 << 20;
/// Memory for columns of values.
const COLUMNS: usize = 128 << 20;

impl Courses {
    pub fn new(aside: Box<dyn Aside>) -> Self {
        Self {
            first: Vec::new(),
            aside,
            pending: Vec::new(),
            count_aside: 0,
        }
    }

    fn count(&self) -> usize {
        self.first.len() + self.count_aside
    }

    /// Takes a course in.
    pub fn push(&mut self, mut course: Course) -> io::Result<()> {
        if self.first.len() < UNPACKED {
            self.first.push(course);
            return Ok(());
        }
        let begins = self.pending.len();
        self.pending.extend([0; 4]);
        course.walk(&mut Packing(&mut self.pending));
        let length = (self.pending.len() - begins - 4) as u32;
        self.pending[begins..begins + 4].copy_from_slice(&length.to_le_bytes());
        self.count_aside += 1;
        if self.pending.len() >= CHUNK {
            self.put_aside()?;
        }
        Ok(())
    }

    fn put_aside(&mut self) -> io::Result<()> {
        self.aside.write_all(&self.pending)?;
        self.pending.clear();
        Ok(())
    }

    /// Shows every course in order.
    pub fn each(&mut self, mut see: impl FnMut(usize, &Course)) -> io::Result<()> {
        let first = self.first.iter().enumerate();
        first.for_each(|(index, course)| see(index, course));
        if self.count_aside == 0 {
            return Ok(());
        }
        self.put_aside()?;
        self.aside.seek(SeekFrom::Start(0))?;
        let mut kept = BufReader::with_capacity(CHUNK, &mut self.aside);
        let (mut course, mut bytes) = (Course::default(), Vec::new());
        for index in 0..self.count_aside {
            let mut length = [0; 4];
            kept.read_exact(&mut length)?;
            bytes.resize(u32::from_le_bytes(length) as usize, 0);
            kept.read_exact(&mut bytes)?;
            course.walk(&mut Unpacking(&bytes));
            see(self.first.len() + index, &course);
        }
        Ok(())
    }

    /// What each of many readings says of each course, handed on reading by reading: as many at once as there is memory for. `of`
    /// says all of them, one behind the other.
    pub fn columns<T: Send>(
        &mut self,
        readings: usize,
        of: impl Fn(&Course, &mut Vec<f64>),
        of_column: impl Fn(usize, Vec<f64>) -> T + Sync,
    ) -> io::Result<Vec<T>> {
        let at_once = (COLUMNS / size_of::<f64>() / self.count().max(1)).max(1);
        self.columns_at_once(at_once, readings, of, of_column)
    }

    /// The same, so many readings at once.
    fn columns_at_once<T: Send>(
        &mut self,
        at_once: usize,
        readings: usize,
        of: impl Fn(&Course, &mut Vec<f64>),
        of_column: impl Fn(usize, Vec<f64>) -> T + Sync,
    ) -> io::Result<Vec<T>> {
        let count = self.count();
        let mut made = Vec::with_capacity(readings);
        for first in (0..readings).step_by(at_once) {
            let block = first..readings.min(first + at_once);
            let new_column = |_| Vec::with_capacity(count);
            let mut columns: Vec<Vec<f64>> = block.clone().map(new_column).collect();
            let mut said = Vec::with_capacity(readings);
            self.each(|_, course| {
                said.clear();
                of(course, &mut said);
                for (column, reading) in columns.iter_mut().zip(&said[first..]) {
                    column.push(*reading);
                }
            })?;
            let columns = block.into_par_iter().zip(columns);
            let columns = columns.map(|(reading, column)| of_column(reading, column));
            made.extend(columns.collect::<Vec<T>>());
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::experiment::request_load::Load;
    use crate::model::Endpoint;

    /// A course unlike any other.
    fn course(number: u64) -> Course {
        let mut load = Load::new();
        for request in 0..number % 7 {
            load.request(request * number * 1_000_000_000, Endpoint::UserGet);
        }
        Course {
            duration_nanos: number * 1_000,
            errors: vec![number, 0, 3],
            pages: (0..number % 5).collect(),
            users: (number..number + 3).collect(),
            load: load.curve(),
            phases: [Some(number), None, Some(0)],
        }
    }

    fn many() -> (Vec<Course>, Courses) {
        let all: Vec<Course> = (0..UNPACKED as u64 + 5).map(course).collect();
        let mut courses = Courses::new(Box::new(Cursor::new(Vec::new())));
        for one in &all {
            courses.push(one.clone()).unwrap();
        }
        (all, courses)
    }

    #[test]
    fn courses_come_back_as_they_went_in_as_often_as_asked() {
        let (all, mut courses) = many();
        for _ in 0..2 {
            let mut seen = Vec::new();
            courses
                .each(|index, course| seen.push((index, course.clone())))
                .unwrap();
            assert_eq!(seen, all.iter().cloned().enumerate().collect::<Vec<_>>());
        }
    }

    #[test]
    fn columns_are_the_same_however_many_are_taken_at_once() {
        let (all, mut courses) = many();
        let of = |course: &Course, said: &mut Vec<f64>| {
            said.extend((1..=5).map(|factor| (course.duration_nanos * factor) as f64));
        };
        let expected: Vec<(usize, Vec<f64>)> = (0..5)
            .map(|reading| {
                let factor = reading as u64 + 1;
                let column = all.iter().map(|one| (one.duration_nanos * factor) as f64);
                (reading, column.collect())
            })
            .collect();
        for at_once in [1, 2, 5, 9] {
            let found =
                courses.columns_at_once(at_once, 5, of, |reading, column| (reading, column));
            assert_eq!(found.unwrap(), expected);
        }
    }
}
