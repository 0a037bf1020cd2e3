//! The replications in which an input is lowest and highest, for a tornado chart.

use super::moments::all_finite;
use super::ranks::{ascending, head};

/// Places of the replications in which an input is lowest, and of those in which it is highest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fifths {
    /// About a fifth of the replications: those with the lowest values. In ascending order of place.
    pub lowest: Vec<usize>,
    /// About a fifth of the replications: those with the highest values. In ascending order of place.
    pub highest: Vec<usize>,
}

/// The replications in the lowest and in the highest fifth of an input's values.
///
/// Replications with equal values are taken or left together, so that their order decides nothing: a fifth is as near to
/// its size as they allow, and of a choice among few values it is the lowest or highest one, however many have it. No replication
/// is in both. Absent when a value is not finite and when all are equal.
///
/// ```
/// use cyclecast::stats::fifths;
/// let found = fifths(&[5.0, 1.0, 4.0, 2.0, 3.0]).unwrap();
/// assert_eq!((found.lowest, found.highest), (vec![1], vec![0]));
/// let choice = fifths(&[0.0, 1.0, 1.0, 0.0, 1.0]).unwrap();
/// assert_eq!((choice.lowest, choice.highest), (vec![0, 3], vec![1, 2, 4]));
/// ```
pub fn fifths(values: &[f64]) -> Option<Fifths> {
    if !all_finite(values) {
        return None;
    }
    let size = values.len() as f64 / 5.0;
    let mut order = ascending(values);
    let lowest = in_order_of_place(&order[..head(&order, values, size)]);
    order.reverse();
    let highest = in_order_of_place(&order[..head(&order, values, size)]);
    // More than one value: no group is in both, as neither end grows beyond two fifths save by its first group.
    (lowest.len() < values.len()).then_some(Fifths { lowest, highest })
}

fn in_order_of_place(places: &[usize]) -> Vec<usize> {
    let mut places = places.to_vec();
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fifths_are_apart_and_hold_all_or_none_of_equal_values(
            choices in prop::collection::vec(0_u8..12, 1..60),
            kinds in 1_u8..12,
        ) {
            let values: Vec<f64> = choices.iter().map(|choice| f64::from(choice % kinds)).collect();
            let Some(fifths) = fifths(&values) else {
                prop_assert!(values.iter().all(|value| *value == values[0]));
                return Ok(());
            };
            let bounds = |places: &[usize]| {
                let of_places = places.iter().map(|&place| values[place]);
                of_places.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
            };
            let (lowest, highest) = (bounds(&fifths.lowest), bounds(&fifths.highest));
            prop_assert!(lowest.1 < highest.0);
            for (place, &value) in values.iter().enumerate() {
                prop_assert_eq!(value <= lowest.1, fifths.lowest.contains(&place));
                prop_assert_eq!(value >= highest.0, fifths.highest.contains(&place));
            }
        }
    }

    #[test]
    fn without_equal_values_they_are_fifths() {
        let values: Vec<f64> = (0..1_000)
            .map(|place| f64::from(place * 37 % 1_000))
            .collect();
        let found = fifths(&values).unwrap();
        assert_eq!((found.lowest.len(), found.highest.len()), (200, 200));
        assert!(found.lowest.iter().all(|&place| values[place] < 200.0));
        assert!(found.highest.iter().all(|&place| values[place] >= 800.0));
    }

    #[test]
    fn a_rare_value_is_not_drowned_by_a_common_one() {
        let mut values = vec![1.0; 100];
        values[7] = 0.0;
        let found = fifths(&values).unwrap();
        assert_eq!((found.lowest, found.highest.len()), (vec![7], 99));
    }

    #[test]
    fn there_are_none_of_what_does_not_vary() {
        assert_eq!(fifths(&[]), None);
        assert_eq!(fifths(&[2.0; 10]), None);
        assert_eq!(fifths(&[1.0, f64::NAN]), None);
    }
}
