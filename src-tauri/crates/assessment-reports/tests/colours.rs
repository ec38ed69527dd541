//! Colours that stand side by side are told apart by people who see colour otherwise, and in grey print.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

use assessment_reports::palette::{DARK, LIGHT, Palette, Rgb};

type Matrix = [[f64; 3]; 3];

/// Sight as it is, and full protanopia, deuteranopia and tritanopia in linear sRGB, by Machado, Oliveira and
/// Fernandes (2009).
const SIGHTS: [(&str, Matrix); 4] = [
    (
        "normal",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

/// CIE L*a*b* (D65) of a colour as it is seen.
fn lab(colour: Rgb, sight: &Matrix) -> [f64; 3] {
    let linear = [colour.0, colour.1, colour.2].map(linear);
    let [r, g, b] = sight.map(|row| {
        let seen: f64 = row.iter().zip(linear).map(|(m, c)| m * c).sum();
        seen.clamp(0.0, 1.0)
    });
    let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47;
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83;
    let f = |t: f64| {
        if t > 0.008_856 {
            t.cbrt()
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    [
        116.0 * f(y) - 16.0,
        500.0 * (f(x) - f(y)),
        200.0 * (f(y) - f(z)),
    ]
}

/// ΔE*ab (CIE 1976) of two colours as they are seen; about 2 is just noticed.
fn apart(a: Rgb, b: Rgb, sight: &Matrix) -> f64 {
    let (a, b) = (lab(a, sight), lab(b, sight));
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b) * (a - b))
        .sum::<f64>()
        .sqrt()
}

fn check(name: &str, a: Rgb, b: Rgb, least: f64) {
    for (sight, matrix) in &SIGHTS {
        let found = apart(a, b, matrix);
        assert!(
            found >= least,
            "{name}: {} {} by {sight}: {found:.1}",
            a.css(),
            b.css()
        );
    }
}

/// The difference in lightness that is left in grey print.
fn grey(a: Rgb, b: Rgb) -> f64 {
    (lab(a, &SIGHTS[0].1)[0] - lab(b, &SIGHTS[0].1)[0]).abs()
}

#[test]
fn neighbours_in_a_stack_are_told_apart() {
    for palette in [&LIGHT, &DARK] {
        let mut stack: Vec<Rgb> = palette.hues.into();
        stack.push(palette.grey);
        for pair in palette.hues.windows(2) {
            check("hues", pair[0], pair[1], 20.0);
            assert!(
                grey(pair[0], pair[1]) >= 15.0,
                "{} {}",
                pair[0].css(),
                pair[1].css()
            );
        }
        for (at, a) in stack.iter().enumerate() {
            for b in &stack[..at] {
                check("any two", *a, *b, 8.0);
            }
        }
    }
}

#[test]
fn steps_of_the_scale_are_told_apart() {
    for palette in [&LIGHT, &DARK] {
        for pair in palette.scale.windows(2) {
            check("scale", pair[0], pair[1], 8.0);
            assert!(grey(pair[0], pair[1]) >= 8.0);
        }
    }
}

/// In time and late, held and broken, riser and faller, subject and peers.
#[test]
fn meanings_are_told_apart() {
    let pairs = |p: &Palette| {
        [
            ("subject, peers", p.blue, p.grey),
            ("subject, alarm", p.blue, p.vermilion),
            ("alarm, peers", p.vermilion, p.grey),
            ("riser, faller", p.blue, p.amber),
            ("positive, negative", p.blue, p.hues[3]),
        ]
    };
    for palette in [&LIGHT, &DARK] {
        for (name, a, b) in pairs(palette) {
            check(name, a, b, 20.0);
        }
    }
}
