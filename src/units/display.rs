//! Numbers, shares and lengths of time as a person reads them.

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeUnit {
    /// Its name behind a number.
    pub name: &'static str,
    /// Its length in milliseconds.
    pub millis: f64,
    /// So many of it are still shown in it.
    alone: f64,
    /// So many are, where shorter lengths are read beside them.
    together: f64,
}

/// The units, from the shortest to the longest: milliseconds below a second, seconds below three minutes, minutes below three
/// hours, hours below two days, and days.
pub const UNITS_OF_TIME: [TimeUnit; 5] = [
    unit("ms", 1.0, 1e3, 1e3),
    unit("s", 1e3, 180.0, 180.0),
    unit("min", 60e3, 180.0, 300.0),
    unit("h", 3_600e3, 48.0, 100.0),
    unit("days", 86_400e3, f64::INFINITY, f64::INFINITY),
];

const fn unit(name: &'static str, millis: f64, alone: f64, together: f64) -> TimeUnit {
    TimeUnit {
        name,
        millis,
        alone,
        together,
    }
}

impl TimeUnit {
    /// The unit for lengths that are read together: that of the shortest, or a longer one in which the longest is no large number.
    ///
    /// ```
    /// use cyclecast::units::TimeUnit;
    /// assert_eq!(TimeUnit::together(&[40.0 * 60e3, 5.0 * 3_600e3]).name, "min");
    /// assert_eq!(TimeUnit::together(&[40.0 * 60e3, 50.0 * 3_600e3]).name, "h");
    /// ```
    pub fn together(millis: &[f64]) -> Self {
        let longest = millis.iter().copied().fold(0.0, f64::max);
        let lengths = millis.iter().copied().filter(|length| *length > 0.0);
        let shortest = lengths.fold(f64::INFINITY, f64::min).min(longest);
        let least = time_unit(shortest).millis;
        let fits = |unit: &Self| unit.millis >= least && longest <= unit.together * unit.millis;
        UNITS_OF_TIME
            .into_iter()
            .find(fits)
            .unwrap_or(UNITS_OF_TIME[4])
    }
}

/// The unit in which a length of so many milliseconds is shown.
pub fn time_unit(millis: f64) -> TimeUnit {
    let mut units = UNITS_OF_TIME.into_iter();
    let is_shown = |unit: &TimeUnit| millis < unit.alone * unit.millis;
    units.find(is_shown).unwrap_or(UNITS_OF_TIME[4])
}

/// Seconds as a person reads them, in the unit that suits their length.
///
/// Three significant digits are kept, which is more than any forecast here supports and few enough to read.
///
/// ```
/// use cyclecast::units::display_seconds;
/// assert_eq!(display_seconds(0.25), "250 ms");
/// assert_eq!(display_seconds(61.0), "61 s");
/// assert_eq!(display_seconds(9_000.0), "150 min");
/// assert_eq!(display_seconds(86_400.0), "24 h");
/// assert_eq!(display_seconds(200_000.0), "2.31 days");
/// ```
pub fn display_seconds(secs: f64) -> String {
    if secs <= 0.0 {
        return "0 s".to_owned();
    }
    let unit = time_unit(secs * 1e3);
    let value = match unit.millis {
        // Seconds are shown as they are, without the rounding of a product and its quotient.
        1.0 => secs * 1e3,
        millis => secs / (millis / 1e3),
    };
    format!("{} {}", display_number(value), unit.name)
}

/// A share in per cent: whole numbers from ten on, one digit below; what is not all is not shown as all, nor as nothing.
///
/// ```
/// use cyclecast::units::display_percent;
/// assert_eq!([0.456, 0.0312, 0.9997, 0.0001].map(display_percent), ["46 %", "3.1 %", "99.9 %", "< 0.1 %"]);
/// ```
pub fn display_percent(share: f64) -> String {
    let percent = share * 100.0;
    if share < 1.0 && percent >= 99.5 {
        format!("{:.1} %", libm::floor(percent * 10.0) / 10.0)
    } else if percent >= 9.95 {
        format!("{percent:.0} %")
    } else if percent >= 0.05 {
        format!("{percent:.1} %")
    } else if percent > 0.0 {
        "< 0.1 %".to_owned()
    } else {
        "0 %".to_owned()
    }
}

/// A number with three significant digits, without trailing zeros; thousands are grouped by commas.
///
/// ```
/// use cyclecast::units::display_number;
/// assert_eq!(display_number(0.04567), "0.0457");
/// assert_eq!(display_number(12.0), "12");
/// assert_eq!(display_number(1_234_567.0), "1,234,567");
/// ```
pub fn display_number(value: f64) -> String {
    if !value.is_finite() {
        return "never".to_owned();
    }
    let magnitude = value.abs();
    if magnitude >= 100.0 {
        return group_thousands(value);
    }
    if magnitude == 0.0 {
        return "0".to_owned();
    }
    let whole_digits = libm::floor(libm::log10(magnitude)) as i32 + 1;
    let decimals = (3 - whole_digits).clamp(0, 9) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn group_thousands(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut grouped = String::with_capacity(digits.len() * 4 / 3 + 1);
    if value < 0.0 {
        grouped.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Whether a sign steers a terminal, has no picture, or turns the direction of a line: hidden in a name it could make a text seem
/// to say something else. Line ends and tabs are among them.
///
/// ```
/// use cyclecast::units::steers;
/// assert_eq!("a\u{1B}[2J\u{202E}b".replace(steers, "?"), "a?[2J?b");
/// ```
pub fn steers(sign: char) -> bool {
    let turns_lines = matches!(
        sign,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    );
    turns_lines || is_without_picture(sign)
}

/// Whether a sign is a control character or the like, which no document holds as text and which has no picture.
pub fn is_without_picture(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{FFFE}' | '\u{FFFF}')
}
