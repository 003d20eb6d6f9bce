//! A colour of somebody else's choice, made so dark or light that it can be read.
//!
//! Links are text in the accent colour, so it must stand out from everything it may stand on by 4.5 to 1 (WCAG 2.2, 1.4.3),
//! in either theme: the visitor's system may decide which.

use clientele_model::link::Rgb;

/// The least contrast of text.
const LEAST: f64 = 4.5;

/// Steps on the way to black or white.
const STEPS: u8 = 32;

/// What the colour may stand on in a theme.
pub struct Ground {
    /// In words.
    pub name: &'static str,
    /// `--surface`, `--bg` and `--sunken` of `styles/tokens.css`.
    surfaces: [Rgb; 3],
    /// What makes it stand out more.
    away: Rgb,
    /// How much of it is in `--accent-soft`.
    soft: f64,
}

/// The light theme.
pub const LIGHT: Ground = Ground {
    name: "light",
    surfaces: [
        Rgb([0xff, 0xff, 0xff]),
        Rgb([0xf7, 0xf7, 0xf5]),
        Rgb([0xf1, 0xf1, 0xee]),
    ],
    away: Rgb([0, 0, 0]),
    soft: 0.1,
};

/// The dark theme.
pub const DARK: Ground = Ground {
    name: "dark",
    surfaces: [
        Rgb([0x18, 0x1b, 0x1f]),
        Rgb([0x11, 0x13, 0x16]),
        Rgb([0x1f, 0x23, 0x28]),
    ],
    away: Rgb([255, 255, 255]),
    soft: 0.18,
};

/// The colours that follow from a wish.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shades {
    /// `--accent` and `--focus`.
    pub accent: Rgb,
    /// `--accent-soft`.
    pub soft: Rgb,
}

/// The wish itself where it can be read, else the first step towards black or white that can.
pub fn legible(wish: Rgb, on: &Ground) -> Shades {
    let shades = |step: u8| {
        let accent = mixed(wish, on.away, f64::from(step) / f64::from(STEPS));
        let [surface, ..] = on.surfaces;
        let soft = mixed(surface, accent, on.soft);
        Shades { accent, soft }
    };
    let reads = |of: &Shades| {
        let mut grounds = on.surfaces.iter().chain([&of.soft]);
        grounds.all(|ground| contrast(of.accent, *ground) >= LEAST)
    };
    let mut all = (0..STEPS).map(shades);
    all.find(reads).unwrap_or_else(|| shades(STEPS))
}

/// So much of `b` in `a`.
fn mixed(a: Rgb, b: Rgb, share: f64) -> Rgb {
    let mut out = a;
    for (a, b) in out.0.iter_mut().zip(b.0) {
        let value = f64::from(*a) + (f64::from(b) - f64::from(*a)) * share;
        // Between two bytes.
        *a = value.round() as u8;
    }
    out
}

/// The contrast of two colours, 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The relative luminance, 0 to 1.
fn luminance(Rgb(channels): Rgb) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        match c <= 0.04045 {
            true => c / 12.92,
            false => ((c + 0.055) / 1.055).powf(2.4),
        }
    };
    let [r, g, b] = channels.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Rgb {
        text.parse().unwrap()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        for (a, b, expected) in [
            ("#000", "#fff", 21.0),
            ("#767676", "#fff", 4.54),
            ("#949494", "#fff", 3.03),
            ("#777", "#fff", 4.48),
            ("#f00", "#fff", 4.0),
            ("#ff0", "#fff", 1.07),
            ("#00f", "#000", 2.44),
        ] {
            let found = contrast(colour(a), colour(b));
            assert!((found - expected).abs() < 0.005, "{a} on {b}: {found}");
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_and_one_that_cannot_is_moved_as_little_as_will_do() {
        assert_eq!(legible(colour("#1f5fa8"), &LIGHT).accent, colour("#1f5fa8"));
        assert_eq!(legible(colour("#86b8ea"), &DARK).accent, colour("#86b8ea"));
        for (wish, on) in [("#ffee00", &LIGHT), ("#1f5fa8", &DARK), ("#777", &LIGHT)] {
            let wish = colour(wish);
            let Shades { accent, soft } = legible(wish, on);
            assert_ne!(accent, wish);
            let worst = on.surfaces.iter().chain([&soft]);
            let worst = worst.map(|s| contrast(accent, *s)).fold(f64::MAX, f64::min);
            assert!(
                (4.5..6.0).contains(&worst),
                "{accent} on {}: {worst}",
                on.name
            );
        }
    }

    #[test]
    fn every_colour_becomes_one_that_can_be_read_on_everything() {
        let levels = [0, 17, 51, 85, 119, 136, 153, 187, 221, 255];
        let mut seen = 0;
        for (r, g, b) in levels.into_iter().flat_map(|r| {
            levels
                .into_iter()
                .flat_map(move |g| levels.map(|b| (r, g, b)))
        }) {
            for on in [&LIGHT, &DARK] {
                let Shades { accent, soft } = legible(Rgb([r, g, b]), on);
                for ground in on.surfaces.iter().chain([&soft]) {
                    assert!(
                        contrast(accent, *ground) >= 4.5,
                        "{r} {g} {b} on {}",
                        on.name
                    );
                }
                // What is written on the soft one stays readable, too.
                let ink = if on.name == "light" {
                    "#474d57"
                } else {
                    "#bcc2cb"
                };
                assert!(contrast(colour(ink), soft) >= 4.5, "{soft} under {ink}");
                seen += 1;
            }
        }
        assert_eq!(seen, 2000);
    }

    #[test]
    fn the_grounds_are_those_of_the_tokens() {
        let tokens = include_str!("../../styles/tokens.css");
        let (light, dark) = tokens
            .split_once("@media screen and (prefers-color-scheme: dark)")
            .unwrap();
        for (css, on) in [(light, &LIGHT), (dark, &DARK)] {
            for (name, value) in ["surface", "bg", "sunken"].iter().zip(on.surfaces) {
                assert!(
                    css.contains(&format!("--{name}: {value};")),
                    "{name} {value}"
                );
            }
        }
    }
}
