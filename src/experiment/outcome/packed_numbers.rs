//! Numbers in few bytes, one behind the other, and back again exactly: the same walk over a value's numbers writes and reads them.

/// Whoever is shown the numbers of a value, one by one and always in the same order: to write them down, or to set them to what was written.
pub(in crate::experiment) trait Numbers {
    /// A whole number.
    fn whole(&mut self, number: &mut u64);
    /// Any other number.
    fn real(&mut self, number: &mut f64);

    /// The elements of a list.
    fn list<T: Default>(&mut self, list: &mut Vec<T>, each: impl Fn(&mut Self, &mut T)) {
        let mut length = list.len() as u64;
        self.whole(&mut length);
        list.resize_with(length as usize, T::default);
        for one in list {
            each(self, one);
        }
    }

    /// What may be absent.
    fn maybe<T: Copy + Default>(&mut self, one: &mut Option<T>, each: impl Fn(&mut Self, &mut T)) {
        let mut is_there = u64::from(one.is_some());
        self.whole(&mut is_there);
        let mut value = one.unwrap_or_default();
        if is_there > 0 {
            each(self, &mut value);
        }
        *one = (is_there > 0).then_some(value);
    }

    /// Whole numbers that mostly ascend: each by its distance to the one before.
    fn ascending(&mut self, list: &mut Vec<u64>) {
        let mut length = list.len() as u64;
        self.whole(&mut length);
        list.resize(length as usize, 0);
        let mut before = 0_u64;
        for number in list {
            let mut step = number.wrapping_sub(before);
            self.whole(&mut step);
            *number = before.wrapping_add(step);
            before = *number;
        }
    }
}

/// Writes numbers behind what is there already.
#[derive(Debug)]
pub(in crate::experiment) struct Packing<'b>(pub &'b mut Vec<u8>);

/// Reads numbers as they were written.
#[derive(Debug)]
pub(in crate::experiment) struct Unpacking<'b>(pub &'b [u8]);

/// Rates are counts over a second or a minute, so most numbers are whole sixtieths.
const PARTS: f64 = 60.0;
/// Whole numbers up to here are numbers exactly.
const LARGEST: u64 = 1 << 53;

impl Numbers for Packing<'_> {
    fn whole(&mut self, number: &mut u64) {
        let mut left = *number;
        while left >= 0x80 {
            self.0.push(left as u8 | 0x80);
            left >>= 7;
        }
        self.0.push(left as u8);
    }

    fn real(&mut self, number: &mut f64) {
        let sixtieths = (*number * PARTS).round() as u64;
        let is_exact = (sixtieths as f64 / PARTS).to_bits() == number.to_bits();
        if is_exact && sixtieths < LARGEST {
            self.whole(&mut (sixtieths + 1));
        } else {
            self.0.push(0);
            self.0.extend(number.to_le_bytes());
        }
    }
}

impl Unpacking<'_> {
    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }
}

impl Numbers for Unpacking<'_> {
    fn whole(&mut self, number: &mut u64) {
        let mut byte = self.byte();
        *number = u64::from(byte & 0x7F);
        let mut shift = 7;
        while byte >= 0x80 {
            byte = self.byte();
            *number |= u64::from(byte & 0x7F) << shift;
            shift += 7;
        }
    }

    fn real(&mut self, number: &mut f64) {
        let mut sixtieths = 0;
        self.whole(&mut sixtieths);
        *number = match sixtieths {
            0 => f64::from_le_bytes(std::array::from_fn(|_| self.byte())),
            some => (some - 1) as f64 / PARTS,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_bit_by_bit() {
        let wholes = [0, 1, 127, 128, 300, 1 << 53, u64::MAX - 1, u64::MAX];
        let reals = [
            0.0,
            -0.0,
            1.95,
            117.0 / 60.0,
            0.1 + 0.2,
            -3.0,
            1e300,
            f64::MIN_POSITIVE,
            f64::INFINITY,
            f64::NAN,
            9_007_199_254_740_993.0,
        ];
        let mut bytes = Vec::new();
        let mut packing = Packing(&mut bytes);
        for mut whole in wholes {
            packing.whole(&mut whole);
        }
        for mut real in reals {
            packing.real(&mut real);
        }
        packing.ascending(&mut vec![5, 5, 9, 2]);
        packing.maybe(&mut None, |to, one| to.whole(one));
        packing.maybe(&mut Some(7), |to, one| to.whole(one));
        let mut unpacking = Unpacking(&bytes);
        for expected in wholes {
            let mut found = 9;
            unpacking.whole(&mut found);
            assert_eq!(found, expected);
        }
        for expected in reals {
            let mut found = 9.0;
            unpacking.real(&mut found);
            assert_eq!(found.to_bits(), expected.to_bits(), "{expected}");
        }
        // Whatever was there before is gone.
        let (mut list, mut none, mut some) = (vec![1; 9], Some(4), None);
        unpacking.ascending(&mut list);
        unpacking.maybe(&mut none, |from, one| from.whole(one));
        unpacking.maybe(&mut some, |from, one| from.whole(one));
        assert_eq!((list, none, some), (vec![5, 5, 9, 2], None, Some(7)));
        assert!(unpacking.0.is_empty());
    }

    #[test]
    fn counts_and_rates_take_a_byte_or_two() {
        let length = |mut number: f64| {
            let mut bytes = Vec::new();
            Packing(&mut bytes).real(&mut number);
            bytes.len()
        };
        assert_eq!([0.0, 2.0, 12.0, 1.95].map(length), [1, 1, 2, 1]);
    }
}
