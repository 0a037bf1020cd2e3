//! What an outcome needs of its replications, gathered one by one in little memory.

use std::io::{self, Cursor};

use super::circumstances::MOST_FOR_ONE_JOB;
use super::courses::{Aside, Course, Courses};
use super::life::LifeRecord;
use super::outcome::ReplicationRows;
use super::replication_record::Record;

/// Replications in order from the first, as far as an outcome needs them.
pub struct Gathered {
    pub(super) rows: ReplicationRows,
    /// The values of each input.
    pub(super) inputs: Vec<Vec<f64>>,
    /// The first ones, without their courses: more is asked of them than of the others.
    pub(super) first: Vec<Record>,
    pub(super) life: Vec<LifeRecord>,
    pub(super) courses: Courses,
}

impl Gathered {
    /// None so far. Courses beyond the first go `aside`: some hundred bytes for each.
    pub fn new(aside: Box<dyn Aside>) -> Self {
        Self {
            rows: ReplicationRows::default(),
            inputs: Vec::new(),
            first: Vec::new(),
            life: Vec::new(),
            courses: Courses::new(aside),
        }
    }

    /// All of these, with everything in memory.
    pub(super) fn in_memory(records: impl IntoIterator<Item = Record>) -> io::Result<Self> {
        let mut gathered = Self::new(Box::new(Cursor::new(Vec::new())));
        for record in records {
            gathered.take(record)?;
        }
        Ok(gathered)
    }

    /// Takes the next one in.
    ///
    /// # Errors
    /// What goes aside cannot be written.
    pub fn take(&mut self, mut record: Record) -> io::Result<()> {
        self.courses.push(Course::taken_from(&mut record))?;
        if self.inputs.len() < record.inputs.len() {
            self.inputs.resize(record.inputs.len(), Vec::new());
        }
        for (values, value) in self.inputs.iter_mut().zip(&record.inputs) {
            values.push(*value);
        }
        self.life.extend(record.life.take());
        if (self.first.len() as u64) < MOST_FOR_ONE_JOB {
            self.first.push(record.clone());
        }
        self.rows.push(record.row);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::outcome::UNPACKED;
    use super::*;
    use crate::experiment::{Forecast, Plan, Session};
    use crate::scenario::{SourceFile, parse};

    /// Bytes in memory after so many replications of fifty users.
    fn in_memory(replications: u64) -> usize {
        let text = b"tenant.users = 50\nscope.mode = 'all-users'".to_vec();
        let file = SourceFile {
            name: "tiny.toml".into(),
            bytes: text,
        };
        let scenario = parse(file, "tiny", &mut |_| Err("no other files".into())).unwrap();
        let plan = Plan {
            replications,
            seed: 1,
            threads: Some(1),
        };
        let forecast = Forecast::new(&scenario, Session::new(plan));
        let records = forecast.simulate(BTreeMap::new(), &|_| ()).unwrap();
        let mut gathered = Gathered::new(Box::new(tempfile::tempfile().unwrap()));
        for record in records {
            gathered.take(record).unwrap();
        }
        let inputs: usize = gathered.inputs.iter().map(Vec::len).sum();
        gathered.rows.bytes() + inputs * size_of::<f64>()
    }

    /// What stays besides are columns of values, some at a time.
    #[test]
    fn a_million_replications_take_three_hundred_megabytes() {
        let [few, more] = [100, 300].map(|beyond| in_memory(UNPACKED as u64 + beyond));
        let each = (more - few) / 200;
        assert!((150..300).contains(&each), "{each} bytes each");
    }
}
