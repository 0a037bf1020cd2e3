//! Many rows in little memory: beyond the first, a row takes a tenth of what it does by itself.

use std::fmt;
use std::ops::Range;

use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ReplicationRow;
use super::each_row::EachRow;
use super::packed_numbers::{Packing, Unpacking};
use super::row_numbers::walk;

/// So many are kept as they are: rows are gone through hundreds of times, and hardly a run has more.
pub(in crate::experiment) const UNPACKED: usize = 1_024;

/// Rows of replications in order. Those behind the first ones are packed, and each is unpacked where it is looked at.
#[derive(Clone, Default, PartialEq)]
pub struct ReplicationRows {
    first: Vec<ReplicationRow>,
    bytes: Vec<u8>,
    /// Where each of the others ends.
    ends: Vec<usize>,
}

impl EachRow for ReplicationRows {
    fn count(&self) -> usize {
        self.len()
    }

    fn any(&self, mut is_so: impl FnMut(&ReplicationRow) -> bool) -> bool {
        if self.first.iter().any(&mut is_so) {
            return true;
        }
        let mut row = ReplicationRow::default();
        (0..self.ends.len()).any(|index| {
            self.unpack(index, &mut row);
            is_so(&row)
        })
    }
}

impl ReplicationRows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.first.len() + self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The row at a place.
    pub fn get(&self, index: usize) -> Option<ReplicationRow> {
        let Some(packed) = index.checked_sub(self.first.len()) else {
            return Some(self.first[index].clone());
        };
        (packed < self.ends.len()).then(|| {
            let mut row = ReplicationRow::default();
            self.unpack(packed, &mut row);
            row
        })
    }

    /// Every row in order.
    pub fn iter(&self) -> UnpackedRows<'_> {
        UnpackedRows {
            rows: self,
            places: 0..self.len(),
        }
    }

    /// Adds a row behind the others.
    pub fn push(&mut self, mut row: ReplicationRow) {
        if self.first.len() < UNPACKED {
            self.first.push(row);
            return;
        }
        walk(&mut row, &mut Packing(&mut self.bytes));
        self.ends.push(self.bytes.len());
    }

    /// Unpacks one of those behind the first.
    fn unpack(&self, index: usize, row: &mut ReplicationRow) {
        let begins = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        walk(row, &mut Unpacking(&self.bytes[begins..self.ends[index]]));
    }

    /// Bytes of those that are packed.
    #[cfg(test)]
    pub fn bytes(&self) -> usize {
        self.bytes.len() + self.ends.len() * size_of::<usize>()
    }

    /// Changes the rows at some places.
    #[cfg(test)]
    pub fn change(
        &mut self,
        places: impl std::ops::RangeBounds<usize>,
        change: impl Fn(&mut ReplicationRow),
    ) {
        let mut rows: Vec<ReplicationRow> = self.iter().collect();
        let chosen = (0..)
            .zip(&mut rows)
            .filter(|(place, _)| places.contains(place));
        chosen.for_each(|(_, row)| change(row));
        *self = rows.into_iter().collect();
    }
}

/// Rows as they are unpacked one by one.
pub struct UnpackedRows<'r> {
    rows: &'r ReplicationRows,
    places: Range<usize>,
}

impl Iterator for UnpackedRows<'_> {
    type Item = ReplicationRow;

    fn next(&mut self) -> Option<ReplicationRow> {
        self.rows.get(self.places.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl ExactSizeIterator for UnpackedRows<'_> {}

impl<'r> IntoIterator for &'r ReplicationRows {
    type Item = ReplicationRow;
    type IntoIter = UnpackedRows<'r>;

    fn into_iter(self) -> UnpackedRows<'r> {
        self.iter()
    }
}

impl FromIterator<ReplicationRow> for ReplicationRows {
    fn from_iter<I: IntoIterator<Item = ReplicationRow>>(rows: I) -> Self {
        let mut packed = Self::default();
        rows.into_iter().for_each(|row| packed.push(row));
        packed
    }
}

impl fmt::Debug for ReplicationRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for ReplicationRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        let mut written = Ok(());
        self.each(|row| {
            if written.is_ok() {
                written = list.serialize_element(row);
            }
        });
        written?;
        list.end()
    }
}

impl<'de> Deserialize<'de> for ReplicationRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Packed;

        impl<'de> Visitor<'de> for Packed {
            type Value = ReplicationRows;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of replications")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut rows = ReplicationRows::default();
                while let Some(row) = list.next_element()? {
                    rows.push(row);
                }
                Ok(rows)
            }
        }

        deserializer.deserialize_seq(Packed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::outcome::{JobRow, TargetRow};

    fn row(number: u64) -> ReplicationRow {
        ReplicationRow {
            replication: number,
            initial_cycle_ms: (number > 4).then_some(130_716),
            mean_request_rate: 0.895_068_158_712_947_4,
            peak_request_rate_minute: 1.95,
            pages: u64::MAX,
            target: TargetRow {
                requests: vec![59, 50, 8],
                passed: vec![number; (number % 4) as usize],
                utilisation: (number > 2).then_some(0.5),
                ..TargetRow::default()
            },
            jobs: vec![JobRow::default(); (number % 2) as usize],
            ..ReplicationRow::default()
        }
    }

    #[test]
    fn rows_come_back_as_they_went_in() {
        let count = UNPACKED as u64 + 12;
        let rows: Vec<ReplicationRow> = (0..count).map(row).collect();
        let packed: ReplicationRows = rows.iter().cloned().collect();
        assert_eq!(packed.iter().collect::<Vec<_>>(), rows);
        for number in [7, count - 5] {
            assert_eq!(packed.get(number as usize), Some(row(number)));
        }
        assert_eq!(packed.get(count as usize), None);
        let pages = |row: &ReplicationRow| row.pages as f64 + row.replication as f64;
        assert_eq!(packed.values(pages), rows.values(pages));
        let json = serde_json::to_string(&packed).unwrap();
        assert_eq!(json, serde_json::to_string(&rows).unwrap());
        assert_eq!(
            serde_json::from_str::<ReplicationRows>(&json).unwrap(),
            packed
        );
    }

    #[test]
    fn no_row_is_looked_at_behind_the_first_that_is_so() {
        let rows: ReplicationRows = (0..UNPACKED as u64 + 12).map(row).collect();
        for number in [3, UNPACKED as u64 + 4] {
            let mut looked_at = 0;
            let is_there = rows.any(|row| {
                looked_at += 1;
                row.replication == number
            });
            assert!(is_there);
            assert_eq!(looked_at, number + 1);
        }
        assert!(!rows.any(|row| row.replication > 9_999));
    }

    /// What makes a million replications fit into a gibibyte.
    #[test]
    fn a_row_takes_little_memory() {
        let packed: ReplicationRows = (0..UNPACKED as u64 + 1_000).map(row).collect();
        let each = packed.bytes() / 1_000;
        assert!(each < 150, "{each} bytes");
    }
}
