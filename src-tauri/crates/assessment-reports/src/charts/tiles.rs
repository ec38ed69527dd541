//! Units as tiles, shaded by score: those with a place stand as on the map, each tile as large as any other,
//! no border drawn; on drill-down the tiles of one unit's members, best first.
//!
//! Places are data: the attributes `tile_column` and `tile_row` of the framework's units, counted from 1 at
//! the north-west.

use assessment_models::{Framework, Scorecard, Unit, UnitCode};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    note, one_decimal, or_dash, unit_name,
};
use crate::{font, palette::Palette};

/// The attributes that place a tile; they measure nothing.
pub const PLACE: [&str; 2] = ["tile_column", "tile_row"];

/// One tile.
struct Tile<'a> {
    code: &'a UnitCode,
    name: &'a str,
    score: Option<f64>,
    /// Column and row.
    at: (usize, usize),
    /// Scores of its members, best first, drawn as small squares within.
    members: Vec<Option<f64>>,
}

/// Score of a unit: that of an aspect, or its total.
fn score(card: &Scorecard, code: &UnitCode, aspect: Option<usize>) -> Option<f64> {
    let row = card.unit_index(code)?;
    match aspect {
        Some(aspect) => card.aspects.get(row, aspect),
        None => card.units.get(row)?.total,
    }
}

fn members<'a>(units: &'a [Unit], parent: &UnitCode) -> impl Iterator<Item = &'a Unit> {
    let parent = parent.clone();
    units
        .iter()
        .filter(move |u| u.parent.as_ref() == Some(&parent))
}

/// The units that have a place, as on the map, each with its members inside; `aspect` is a position in the
/// framework, the total without one.
#[must_use]
pub fn tile_map(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    aspect: Option<usize>,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let whole = |x: f64| (1.0..100.0).contains(&x).then_some(x as usize - 1);
    let mut tiles: Vec<Tile<'_>> = framework
        .units
        .iter()
        .filter_map(|place| {
            let [column, row] =
                PLACE.map(|name| place.attributes.get(name).copied().and_then(whole));
            let unit = units.iter().find(|u| u.code == place.code)?;
            let mut inside: Vec<Option<f64>> = members(units, &unit.code)
                .map(|m| score(scorecard, &m.code, aspect))
                .collect();
            inside.sort_by(|a, b| b.unwrap_or(-1.0).total_cmp(&a.unwrap_or(-1.0)));
            Some(Tile {
                code: &unit.code,
                name: unit.name.get(style.lang),
                score: score(scorecard, &unit.code, aspect),
                at: (column?, row?),
                members: inside,
            })
        })
        .collect();
    // Where the first columns or rows are not used, no room is kept for them.
    let least = |of: &dyn Fn(&Tile<'_>) -> usize| tiles.iter().map(of).min().unwrap_or_default();
    let (left, top) = (least(&|t| t.at.0), least(&|t| t.at.1));
    for tile in &mut tiles {
        tile.at = (tile.at.0 - left, tile.at.1 - top);
    }
    tiles.sort_by_key(|t| (t.at.1, t.at.0));
    let what = measure(framework, aspect, style);
    let title = title(&tiles, &what, "tiles", style);
    let subtitle = words.fill("tiles_subtitle", &[("what", &what)]);
    let frame = Frame::new(
        title,
        subtitle,
        &note(framework, scorecard, tiles.len(), style),
        style,
    );
    if tiles.is_empty() {
        return frame.empty(words.get("tiles_none"));
    }
    draw(frame, &tiles, style)
}

/// The members of one unit as tiles, best first.
#[must_use]
pub fn member_tiles(
    framework: &Framework,
    units: &[Unit],
    scorecard: &Scorecard,
    (parent, aspect): (&UnitCode, Option<usize>),
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let name = unit_name(units, parent, style.lang);
    let mut inside: Vec<(&Unit, Option<f64>)> = members(units, parent)
        .map(|m| (m, score(scorecard, &m.code, aspect)))
        .collect();
    inside.sort_by(|a, b| {
        let value = |s: Option<f64>| s.unwrap_or(-1.0);
        value(b.1)
            .total_cmp(&value(a.1))
            .then_with(|| a.0.code.cmp(&b.0.code))
    });
    let across = match style.size {
        Size::Wide => 6,
        Size::Small => 4,
    };
    // Few members stand in rows that are nearly square.
    let across = across.min((inside.len() as f64).sqrt().ceil().max(1.0) as usize + 1);
    let tiles: Vec<Tile<'_>> = inside
        .iter()
        .enumerate()
        .map(|(n, (unit, score))| Tile {
            code: &unit.code,
            name: unit.name.get(style.lang),
            score: *score,
            at: (n % across, n / across),
            members: Vec::new(),
        })
        .collect();
    let what = measure(framework, aspect, style);
    let title =
        words.fill("member_tiles_title", &[("unit", name)]) + &title(&tiles, &what, "tiles", style);
    let subtitle = words.fill("member_tiles_subtitle", &[("what", &what)]);
    let frame = Frame::new(
        title,
        subtitle,
        &note(framework, scorecard, tiles.len(), style),
        style,
    );
    if tiles.is_empty() {
        return frame.empty(words.get("member_tiles_none"));
    }
    draw(frame, &tiles, style)
}

fn measure(framework: &Framework, aspect: Option<usize>, style: &ChartStyle) -> String {
    aspect.and_then(|a| framework.aspects.get(a)).map_or_else(
        || style.words().get("published").to_owned(),
        |a| a.name.get(style.lang).to_owned(),
    )
}

fn title(tiles: &[Tile<'_>], what: &str, key: &str, style: &ChartStyle) -> String {
    let words = style.words();
    let scored = || tiles.iter().filter_map(|t| Some((t, t.score?)));
    let best = scored().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.code.cmp(a.0.code)));
    let least = scored().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.code.cmp(b.0.code)));
    match (best, least) {
        (Some((_, high)), Some((_, low))) if one_decimal(high) == one_decimal(low) => words.fill(
            &format!("{key}_title_equal"),
            &[("what", what), ("high", &one_decimal(high))],
        ),
        (Some((best, high)), Some((least, low))) => words.fill(
            &format!("{key}_title"),
            &[
                ("what", what),
                ("best", best.name),
                ("high", &one_decimal(high)),
                ("least", least.name),
                ("low", &one_decimal(low)),
            ],
        ),
        _ => words.fill(&format!("{key}_title_none"), &[("what", what)]),
    }
}

fn draw(frame: Frame, tiles: &[Tile<'_>], style: &ChartStyle) -> Chart {
    let columns = tiles.iter().map(|t| t.at.0).max().unwrap_or_default() + 1;
    let rows = tiles.iter().map(|t| t.at.1).max().unwrap_or_default() + 1;
    let inside = tiles.iter().any(|t| !t.members.is_empty());
    let (tall, most) = match style.size {
        Size::Wide => (if inside { 74.0 } else { 62.0 }, 170.0),
        Size::Small => (46.0, 120.0),
    };
    let words = style.words();
    let mut table = vec![
        ["unit", "score"]
            .map(|key| words.get(key).to_owned())
            .to_vec(),
    ];
    table.extend(
        tiles
            .iter()
            .map(|t| vec![t.name.to_owned(), or_dash(t.score)]),
    );
    frame.chart(rows as f64 * tall + 34.0, table, |canvas, frame, bottom| {
        let palette = style.palette();
        let room = frame.right() - frame.left();
        let wide = (room / columns as f64).min(most);
        // Places on a map stay flat; tiles that only stand in rows use the room there is.
        let most = if inside {
            tall * 1.25
        } else {
            (wide * 0.72).max(tall)
        };
        let tall = ((bottom - frame.top() - 34.0) / rows as f64).min(most);
        let left = frame.left() + (room - wide * columns as f64) / 2.0;
        let mut marks = Vec::new();
        for tile in tiles {
            let (x, y) = (
                left + tile.at.0 as f64 * wide,
                frame.top() + tile.at.1 as f64 * tall,
            );
            one(canvas, tile, (x, y, wide - 4.0, tall - 4.0), style);
            marks.push(Mark {
                id: tile.code.to_string(),
                label: tile.name.to_owned(),
                value: or_dash(tile.score),
                x,
                y,
                width: wide - 4.0,
                height: tall - 4.0,
            });
        }
        scale(canvas, (frame.left(), bottom - 12.0), palette);
        marks
    })
}

fn one(
    canvas: &Canvas<'_>,
    tile: &Tile<'_>,
    (x, y, wide, tall): (f64, f64, f64, f64),
    style: &ChartStyle,
) {
    let palette = style.palette();
    let fill = tile.score.map_or(palette.hairline, |s| palette.score(s));
    canvas.rect(x, y, wide, tall, fill);
    let ink = Palette::ink_on(fill);
    let size = if style.size == Size::Wide { 12.0 } else { 10.0 };
    let figure = or_dash(tile.score);
    let figure_wide = font::width(&figure, size + 1.0, true);
    let name = font::fit(tile.name, size, false, wide - figure_wide - 16.0);
    canvas.text(x + 6.0, y + size + 6.0, &name, Type::new(size, ink));
    let ty = Type::new(size + 1.0, ink).bold().anchor(Anchor::End);
    canvas.text(x + wide - 6.0, y + size + 6.0, &figure, ty);
    if tile.members.is_empty() {
        return;
    }
    // Members stand on a ground of their own, so that a member as the whole is still seen.
    let (left, top) = (x + 5.0, y + size + 13.0);
    let (room, depth) = (wide - 10.0, y + tall - 5.0 - top);
    let count = tile.members.len() as f64;
    let lines = (1..=4)
        .map(f64::from)
        .find(|n| room / (count / n).ceil() >= 9.0)
        .unwrap_or(4.0);
    let across = (count / lines).ceil();
    let side = (room / across, depth / lines);
    if side.1 < 5.0 {
        return;
    }
    canvas.rect(
        left - 1.0,
        top - 1.0,
        room + 2.0,
        depth + 2.0,
        palette.surface,
    );
    for (n, member) in tile.members.iter().enumerate() {
        let (column, line) = (n % across as usize, n / across as usize);
        let fill = member.map_or(palette.hairline, |s| palette.score(s));
        canvas.rect(
            left + column as f64 * side.0,
            top + line as f64 * side.1,
            side.0 - 1.0,
            side.1 - 1.0,
            fill,
        );
    }
}

/// The scale from 0 to 100, in steps.
fn scale(canvas: &Canvas<'_>, (x, y): (f64, f64), palette: &Palette) {
    let ty = Type::new(10.0, palette.muted);
    canvas.text(x, y + 9.0, "0", ty);
    for n in 0..10_i32 {
        let at = f64::from(n);
        canvas.rect(
            x + 12.0 + at * 16.0,
            y,
            16.0,
            10.0,
            palette.score(at * 10.0 + 5.0),
        );
    }
    canvas.text(x + 178.0, y + 9.0, "100", ty);
}
