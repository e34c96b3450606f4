//! Colours as a theme writes them, and the nearest that a terminal of fewer has.

use serde::Deserialize;
use serde::de::{self, Deserializer};

/// A colour: one of the terminal's sixteen by number, or red, green and blue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// The terminal's own, 0 to 15; 16 to 255 where it has so many.
    Terminal(u8),
    /// Written `#rrggbb`.
    Rgb(u8, u8, u8),
}

/// Names of the terminal's sixteen colours, by number.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// How many colours a terminal has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// All that can be written.
    True,
    /// 256: a cube of six by six by six, and greys.
    Indexed,
    /// 16.
    Sixteen,
}

/// The sixteen, as most terminals draw them.
const SIXTEEN: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// Red, green and blue of one of the colours 16 to 255.
fn indexed(number: u8) -> (u8, u8, u8) {
    if number >= 232 {
        let grey = 8 + 10 * (number - 232);
        return (grey, grey, grey);
    }
    let cube = number - 16;
    let part = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    (part(cube / 36), part(cube / 6 % 6), part(cube % 6))
}

impl Colour {
    /// The nearest that a terminal of that many colours has.
    #[must_use]
    pub fn at(self, depth: Depth) -> Colour {
        let Colour::Rgb(r, g, b) = self else { return self };
        let far = |(x, y, z): (u8, u8, u8)| {
            let part = |a: u8, b: u8| i32::from(a.abs_diff(b)).pow(2);
            2 * part(r, x) + 4 * part(g, y) + 3 * part(b, z)
        };
        match depth {
            Depth::True => self,
            Depth::Indexed => {
                let all = (16..=255_u8).map(|number| (far(indexed(number)), number));
                all.min().map_or(self, |(_, number)| Colour::Terminal(number))
            }
            Depth::Sixteen => {
                let all = (0..=15_u8).zip(SIXTEEN).map(|(number, rgb)| (far(rgb), number));
                all.min().map_or(self, |(_, number)| Colour::Terminal(number))
            }
        }
    }

    /// Reads `#rrggbb` or a name such as `bright-blue`.
    pub fn parse(text: &str) -> Option<Colour> {
        if let Some(number) = NAMES.iter().position(|name| *name == text) {
            return u8::try_from(number).ok().map(Colour::Terminal);
        }
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let rgb = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Colour::Rgb(rgb[1], rgb[2], rgb[3]))
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Colour, D::Error> {
        let text = String::deserialize(from)?;
        Colour::parse(&text).ok_or_else(|| {
            de::Error::custom(format!("“{text}” is no colour: write #rrggbb or a name like blue"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours() {
        for (text, colour) in [
            ("#0a141e", Some(Colour::Rgb(10, 20, 30))),
            ("bright-blue", Some(Colour::Terminal(12))),
            ("#12345", None),
            ("#12345g", None),
            ("mauve", None),
        ] {
            assert_eq!(Colour::parse(text), colour, "{text}");
        }
    }

    #[test]
    fn colours_fall_back() {
        for (colour, depth, expected) in [
            (Colour::Rgb(1, 2, 3), Depth::True, Colour::Rgb(1, 2, 3)),
            (Colour::Rgb(255, 0, 0), Depth::Indexed, Colour::Terminal(196)),
            (Colour::Rgb(95, 135, 175), Depth::Indexed, Colour::Terminal(67)),
            (Colour::Rgb(18, 18, 18), Depth::Indexed, Colour::Terminal(233)),
            (Colour::Rgb(250, 10, 10), Depth::Sixteen, Colour::Terminal(9)),
            (Colour::Terminal(3), Depth::Sixteen, Colour::Terminal(3)),
        ] {
            assert_eq!(colour.at(depth), expected, "{colour:?} {depth:?}");
        }
    }
}
