//! Labels that do not collide: each takes the first free place beside its point, and where there is none it
//! is left to the mark.

use super::canvas::Anchor;
use crate::font;

/// A box: left, top, width, height.
type Box = (f64, f64, f64, f64);

/// Room that is taken.
#[derive(Default)]
pub(super) struct Placed {
    boxes: Vec<Box>,
}

impl Placed {
    pub(super) fn take(&mut self, taken: Box) {
        self.boxes.push(taken);
    }

    fn free(&self, (x, y, w, h): Box) -> bool {
        self.boxes
            .iter()
            .all(|b| x >= b.0 + b.2 || x + w <= b.0 || y >= b.1 + b.3 || y + h <= b.1)
    }
}

/// Place, baseline and anchor of a text beside the point, inside the bounds (left, top, right, bottom).
pub(super) fn beside(
    placed: &mut Placed,
    (x, y): (f64, f64),
    text: &str,
    size: f64,
    (left, top, right, bottom): (f64, f64, f64, f64),
) -> Option<(f64, f64, Anchor)> {
    let wide = font::width(text, size, false);
    let tall = size * 1.2;
    let places = [
        (x + 7.0, y - tall / 2.0, Anchor::Start),
        (x - 7.0 - wide, y - tall / 2.0, Anchor::End),
        (x - wide / 2.0, y - 6.0 - tall, Anchor::Middle),
        (x - wide / 2.0, y + 6.0, Anchor::Middle),
        (x + 5.0, y - 3.0 - tall, Anchor::Start),
        (x + 5.0, y + 3.0, Anchor::Start),
        (x - 5.0 - wide, y - 3.0 - tall, Anchor::End),
        (x - 5.0 - wide, y + 3.0, Anchor::End),
    ];
    let (at, over, anchor) = places.into_iter().find(|&(at, over, _)| {
        let inside = at >= left && at + wide <= right && over >= top && over + tall <= bottom;
        inside && placed.free((at, over, wide, tall))
    })?;
    placed.take((at, over, wide, tall));
    let place = match anchor {
        Anchor::Start => at,
        Anchor::Middle => at + wide / 2.0,
        Anchor::End => at + wide,
    };
    Some((place, over + size, anchor))
}

/// Heights for labels in one column, near those wanted and at least `step` apart, between `top` and
/// `bottom`; in the order given, which must go downwards.
pub(super) fn spread(wanted: &[f64], step: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::with_capacity(wanted.len());
    for &y in wanted {
        let least = places.last().map_or(top, |last| last + step);
        places.push(y.max(least));
    }
    let mut most = bottom;
    for y in places.iter_mut().rev() {
        *y = y.min(most);
        most = *y - step;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn labels_keep_their_distance_and_their_order() {
        assert_eq!(
            spread(&[10.0, 11.0, 50.0], 8.0, 0.0, 60.0),
            [10.0, 18.0, 50.0]
        );
        assert_eq!(
            spread(&[58.0, 59.0, 60.0], 8.0, 0.0, 60.0),
            [44.0, 52.0, 60.0]
        );
    }
}
