//! Where the values of a key lie along an axis, and which of them have room for their name.

use crate::experiment::outcome::sweep::Axis;
use crate::report::chart::drawing::*;
use crate::report::sentences::sweep_answer::is_of_names;

/// The positions of a key's values from `start` to `end` in pixels.
pub struct Positions {
    /// How a value becomes a number on the scale; names are counted.
    of: Of,
    scale: Scale,
}

enum Of {
    Number,
    Logarithm,
    /// The values in order, evenly spaced.
    Name(Vec<f64>),
}

impl Positions {
    /// Numbers lie by their value or its logarithm, names evenly.
    pub fn of(axis: &Axis, start: f64, end: f64) -> Self {
        let values: Vec<f64> = axis.values.iter().map(|one| one.value).collect();
        let of = if is_of_names(axis) {
            Of::Name(values.clone())
        } else if axis.is_logarithmic && values.iter().all(|value| *value > 0.0) {
            Of::Logarithm
        } else {
            Of::Number
        };
        let mut positions = Self {
            of,
            scale: Scale::new((0.0, 0.0), (start, end)),
        };
        let numbers = || values.iter().filter_map(|value| positions.number(*value));
        let low = numbers().fold(f64::INFINITY, f64::min);
        let high = numbers().fold(f64::NEG_INFINITY, f64::max);
        // A lone value stands in the middle, and names stand clear of the ends.
        let air = match positions.of {
            Of::Name(_) => 0.5,
            _ if high > low => 0.0,
            _ => 1.0,
        };
        (positions.scale.low, positions.scale.high) = (low - air, high + air);
        positions
    }

    /// The pixel of a value; none for a name that is not listed.
    pub fn at(&self, value: f64) -> Option<f64> {
        self.number(value).map(|number| self.scale.at(number))
    }

    /// Whether equal distances are equal ratios.
    pub fn is_logarithmic(&self) -> bool {
        matches!(self.of, Of::Logarithm)
    }

    fn number(&self, value: f64) -> Option<f64> {
        match &self.of {
            Of::Number => value.is_finite().then_some(value),
            Of::Logarithm => (value > 0.0 && value.is_finite()).then(|| libm::log10(value)),
            Of::Name(values) => {
                let same = |one: &f64| one.to_bits() == value.to_bits();
                values.iter().position(same).map(|index| index as f64)
            }
        }
    }
}

/// Those of the middles whose extents are clear of each other by `gap`, from the first on.
pub fn clear(extents: &[(f64, f64)], gap: f64) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for (index, (left, right)) in extents.iter().enumerate() {
        let mut others = kept.iter().map(|other: &usize| extents[*other]);
        if others.all(|(from, to)| *left >= to + gap || *right + gap <= from) {
            kept.push(index);
        }
    }
    kept
}

/// The values of a key below a plot, each around its middle as far as there is room, and the name of the key below them.
pub fn write_below(scene: &mut Scene, plot: &Plot, values: &[(&str, f64)], key: &str) {
    const WIDEST: f64 = 150.0;
    let placed = values.iter().map(|(words, x)| {
        let words = shorten(&clean(words), SMALL, WIDEST, 0);
        let half = width(&words, SMALL) / 2.0;
        let middle = x.min(WIDTH - MARGIN - half).max(MARGIN + half);
        (words, (middle - half, middle + half))
    });
    let (words, extents): (Vec<String>, Vec<(f64, f64)>) = placed.unzip();
    for index in clear(&extents, 10.0) {
        let (left, right) = extents[index];
        let at = (f64::midpoint(left, right), plot.bottom + 18.0);
        scene.text(at, &words[index], SMALL, MUTED, Anchor::Middle);
    }
    let key = shorten(&clean(key), BODY, WIDTH - 2.0 * MARGIN, 20);
    let at = (f64::midpoint(plot.left, plot.right), plot.bottom + 40.0);
    frame::centred(scene, at, &key, BODY, INK);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn pixels(axis: &Axis) -> Vec<f64> {
        let positions = Positions::of(axis, 0.0, 400.0);
        let values = axis.values.iter();
        values.map(|one| positions.at(one.value).unwrap()).collect()
    }

    #[test]
    fn equal_ratios_are_equal_distances_where_the_axis_is_logarithmic() {
        let mut axis = fixture::sweep().axes.remove(0);
        let at = pixels(&axis);
        assert!(
            (at[1] - 100.0).abs() < 1e-9 && (at[2] - 200.0).abs() < 1e-9,
            "{at:?}"
        );
        axis.is_logarithmic = false;
        assert!(pixels(&axis)[1] < 30.0);
    }

    #[test]
    fn names_are_evenly_spaced() {
        let mut axis = fixture::sweep().axes.remove(0);
        axis.unit = "name".to_owned();
        assert_eq!(pixels(&axis), [40.0, 120.0, 200.0, 280.0, 360.0]);
        assert_eq!(Positions::of(&axis, 0.0, 400.0).at(0.61), None);
    }

    #[test]
    fn a_lone_value_stands_in_the_middle() {
        let mut axis = fixture::sweep().axes.remove(0);
        axis.values.truncate(1);
        assert_eq!(pixels(&axis), [200.0]);
    }

    #[test]
    fn names_without_room_are_left_out() {
        let extents = [(0.0, 30.0), (20.0, 50.0), (40.0, 70.0)];
        assert_eq!(clear(&extents, 8.0), [0, 2]);
    }
}
