//! Chains of responsibility as a flow: how many chains hold at each link, and where they break.

use assessment_models::{
    Framework, diagnosis::Responsibility, framework::ResponsibilitySettings, text::Lang,
};

use super::{
    Chart, ChartStyle, Mark, Size,
    canvas::{Anchor, Canvas, Type},
    frame::Frame,
    with_date,
};
use crate::{font, palette::Rgb};

/// What happens at one stage.
struct Stage {
    id: String,
    name: String,
    /// Records that go on.
    on: usize,
    /// Records that leave here.
    out: usize,
}

/// The chains of responsibility of a round: records whose chain still holds go on, those whose chain breaks
/// first at a link leave there; at the end stand those with a whole chain, and beside them how the duty was
/// done. `source` is the note.
#[must_use]
pub fn responsibility(
    framework: &Framework,
    found: Option<&Responsibility>,
    source: &str,
    style: &ChartStyle,
) -> Chart {
    let words = style.words();
    let known = found.zip(framework.diagnosis.responsibility.as_ref());
    let subtitle = words.get("flow_subtitle").to_owned();
    let Some((found, settings)) = known.filter(|(f, _)| f.total.records > 0) else {
        let title = words.get("flow_title_none").to_owned();
        let frame = Frame::new(title, subtitle, &with_date(source.to_owned(), style), style);
        return frame.empty(words.get("flow_none"));
    };
    let total = &found.total;
    let stages = stages(framework, settings, found, style.lang);
    let n = total.records.to_string();
    let title = match total.weakest_link() {
        Some(link) => words.fill(
            "flow_title",
            &[
                ("n", &n),
                ("broken", &total.broken().to_string()),
                ("link", &stages[link].name),
                ("most", &total.first_breaks[link].to_string()),
            ],
        ),
        None => words.fill("flow_title_whole", &[("n", &n)]),
    };
    let frame = Frame::new(title, subtitle, &with_date(source.to_owned(), style), style);
    let head = vec![
        words.get("table_link").to_owned(),
        words.get("table_count").to_owned(),
    ];
    let mut rows = vec![head, vec![words.get("flow_records").to_owned(), n]];
    rows.extend(stages.iter().map(|s| {
        let label = words.fill("flow_break", &[("link", &s.name)]);
        vec![label, s.out.to_string()]
    }));
    let duties = [
        ("flow_done", total.done),
        ("flow_late", total.late),
        ("flow_not_done", total.not_done()),
    ];
    rows.extend(duties.map(|(key, n)| vec![words.get(key).to_owned(), n.to_string()]));
    frame.chart(0.0, rows, |canvas, frame, bottom| {
        let flow = Flow {
            records: total.records,
            stages: &stages,
            duties: &duties,
            style,
        };
        flow.draw(canvas, frame, bottom)
    })
}

fn stages(
    framework: &Framework,
    settings: &ResponsibilitySettings,
    found: &Responsibility,
    lang: Lang,
) -> Vec<Stage> {
    let register = framework.register(&settings.register);
    let mut left = found.total.records;
    settings
        .links
        .iter()
        .zip(&found.total.first_breaks)
        .map(|(link, &out)| {
            left = left.saturating_sub(out);
            let field = register.and_then(|r| r.field(&link.field));
            Stage {
                id: link.field.clone(),
                name: field
                    .map_or(link.field.as_str(), |f| f.name.get(lang))
                    .to_owned(),
                on: left,
                out,
            }
        })
        .collect()
}

struct Flow<'a> {
    records: usize,
    stages: &'a [Stage],
    duties: &'a [(&'a str, usize); 3],
    style: &'a ChartStyle,
}

impl Flow<'_> {
    fn draw(&self, canvas: &Canvas<'_>, frame: &Frame, bottom: f64) -> Vec<Mark> {
        let (style, palette, words) = (self.style, self.style.palette(), self.style.words());
        let wide = style.size == Size::Wide;
        let size = if wide { 12.0 } else { 9.0 };
        let duty = if wide { 190.0 } else { 92.0 };
        let (x0, x1) = (frame.left(), frame.right() - duty);
        let step = (x1 - x0) / (self.stages.len() + 1) as f64;
        let top = frame.top() + if wide { 64.0 } else { 44.0 };
        // Those that leave find room under those that go on, however many they are.
        let most = self.stages.iter().map(|s| s.out).max().unwrap_or_default();
        let leaving = most as f64 / self.records.max(1) as f64;
        let free = bottom - top - 26.0 - size - 8.0;
        let tall = (free / (1.0 + leaving)).min((bottom - top) * 0.72);
        let high = |n: usize| tall * n as f64 / self.records.max(1) as f64;
        let node = 8.0;
        let mut marks = Vec::new();
        let mut before = self.records;
        self.stage(
            canvas,
            (x0, top, high(self.records)),
            words.get("flow_records"),
            self.records,
            step,
        );
        marks.push(mark(
            "records",
            words.get("flow_records"),
            self.records,
            (x0, top, node, high(self.records)),
        ));
        for (at, stage) in self.stages.iter().enumerate() {
            let (from, to) = (x0 + at as f64 * step + node, x0 + (at + 1) as f64 * step);
            let (held, gone) = (high(stage.on), high(before) - high(stage.on));
            band(
                canvas,
                (from, to),
                (top, top + held),
                (top, top + held),
                palette.blue,
                0.22,
            );
            if stage.out > 0 {
                let down = top + tall + 26.0;
                let floor = down;
                band(
                    canvas,
                    (from, to),
                    (top + held, top + held + gone),
                    (floor, floor + gone.max(2.0)),
                    palette.vermilion,
                    0.38,
                );
                let over = gone.max(2.0);
                canvas.rect(to, floor, node, over, palette.vermilion);
                let share = format!("{}", stage.out);
                let baseline = floor + over + size + 3.0;
                let ty = Type::new(size, palette.vermilion)
                    .bold()
                    .anchor(Anchor::Middle);
                canvas.text(to + node / 2.0, baseline, &share, ty);
                let label = words.fill("flow_break", &[("link", &stage.name)]);
                marks.push(mark(
                    &format!("{}/break", stage.id),
                    &label,
                    stage.out,
                    (to, floor, node, over),
                ));
            }
            self.stage(canvas, (to, top, held), &stage.name, stage.on, step);
            marks.push(mark(
                &stage.id,
                &stage.name,
                stage.on,
                (to, top, node, held.max(2.0)),
            ));
            before = stage.on;
        }
        self.duties(canvas, (x1 + 30.0, top, tall), duty - 34.0, &mut marks);
        marks
    }

    /// A node with its name and number over it.
    fn stage(
        &self,
        canvas: &Canvas<'_>,
        (x, top, tall): (f64, f64, f64),
        name: &str,
        n: usize,
        step: f64,
    ) {
        let palette = self.style.palette();
        let wide = self.style.size == Size::Wide;
        let size = if wide { 12.0 } else { 9.0 };
        canvas.rect(x, top, 8.0, tall.max(2.0), palette.blue);
        let lines = font::wrap(name, size, false, step - 8.0, 3);
        for (at, line) in lines.iter().rev().enumerate() {
            let y = top - 8.0 - (at + 1) as f64 * size * 1.3;
            canvas.text(x, y, line, Type::new(size, palette.muted));
        }
        canvas.text(
            x,
            top - 7.0,
            &n.to_string(),
            Type::new(size, palette.ink).bold(),
        );
    }

    /// How the duty was done, as one column of parts.
    fn duties(
        &self,
        canvas: &Canvas<'_>,
        (x, top, tall): (f64, f64, f64),
        room: f64,
        marks: &mut Vec<Mark>,
    ) {
        let (palette, words) = (self.style.palette(), self.style.words());
        let size = if self.style.size == Size::Wide {
            12.0
        } else {
            9.0
        };
        let all: usize = self.duties.iter().map(|d| d.1).sum();
        let heading = words.fill("flow_duties", &[("n", &all.to_string())]);
        let lines = font::wrap(&heading, size, true, room, 2);
        for (at, line) in lines.iter().rev().enumerate() {
            let y = top - 7.0 - at as f64 * size * 1.3;
            canvas.text(x, y, line, Type::new(size, palette.ink).bold());
        }
        if all == 0 {
            return;
        }
        let colours: [Rgb; 3] = [palette.blue, palette.amber, palette.vermilion];
        let mut y = top;
        for ((key, n), colour) in self.duties.iter().zip(colours) {
            let high = tall * *n as f64 / all as f64;
            canvas.rect(x, y, 26.0, high - 1.0, colour);
            if *n > 0 {
                let label = format!("{} {n}", words.get(key));
                let short = font::fit(&label, size, false, room - 32.0);
                let baseline = (y + high / 2.0 + size * 0.36).max(y + size * 0.8);
                canvas.text(x + 32.0, baseline, &short, Type::new(size, palette.ink));
                marks.push(mark(key, words.get(key), *n, (x, y, 26.0, high.max(2.0))));
            }
            y += high;
        }
    }
}

fn mark(id: &str, label: &str, n: usize, (x, y, width, height): (f64, f64, f64, f64)) -> Mark {
    Mark {
        id: id.to_owned(),
        label: label.to_owned(),
        value: n.to_string(),
        x,
        y,
        width,
        height,
    }
}

/// A band that swings from one span to another.
fn band(
    canvas: &Canvas<'_>,
    (x0, x1): (f64, f64),
    from: (f64, f64),
    to: (f64, f64),
    fill: Rgb,
    opacity: f64,
) {
    const PARTS: u32 = 16;
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let point = |n: u32, a: f64, b: f64| {
        let t = f64::from(n) / f64::from(PARTS);
        (x0 + (x1 - x0) * t, a + (b - a) * smooth(t))
    };
    let mut points: Vec<(f64, f64)> = (0..=PARTS).map(|n| point(n, from.0, to.0)).collect();
    points.extend((0..=PARTS).rev().map(|n| point(n, from.1, to.1)));
    canvas.polygon(&points, fill, opacity);
}
