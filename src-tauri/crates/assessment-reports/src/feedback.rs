//! The feedback sheet 反馈单: what one unit is told of its result, and what would lift it.

use assessment_models::{
    Framework, RoundData, Scorecard,
    diagnosis::{Gain, LeastSet, Outcome, Target, gains, least_set},
    scoring::{CellState, Prepared, ScoreError, medians, published_text},
    uncertainty::Uncertainty,
};
use chrono::{Days, NaiveDate};

use crate::{
    briefing::{
        Form, Template,
        appendix::kind_key,
        foot, head,
        writer::{Writer, grade, or_none, rank, signed, unit_name},
    },
    document::{Block, Column, Document},
    findings::{Mending, Told},
};

/// What feedback sheets are written from.
#[derive(Debug, Clone, Copy)]
pub struct FeedbackInput<'a> {
    /// The framework of the round.
    pub framework: &'a Framework,
    /// What was collected.
    pub data: &'a RoundData,
    /// The scorecard that counts.
    pub scorecard: &'a Scorecard,
    /// What it was made from.
    pub prepared: &'a Prepared,
    /// The scorecard of what units reported.
    pub reported: &'a Scorecard,
    /// The scorecard of what was verified.
    pub verified: &'a Scorecard,
    /// How sure ranks are, for the units of the scorecard; without it no intervals are shown.
    pub uncertainty: Option<&'a Uncertainty>,
    /// The round's findings, of all units.
    pub findings: &'a [Told],
    /// The day that the sheets are dated.
    pub dated: NaiveDate,
    /// The data are synthetic, which every page says.
    pub synthetic: bool,
    /// Their form.
    pub form: &'a Form,
}

/// Writes the sheet of one unit (its row in the scorecard).
///
/// # Errors
///
/// [`ScoreError`] where the way to the next grade cannot be scored.
pub fn feedback(
    input: &FeedbackInput<'_>,
    unit: usize,
    template: &Template,
) -> Result<Document, ScoreError> {
    let mut sheet = Sheet {
        input,
        unit,
        w: Writer::new(template),
    };
    sheet.result();
    sheet.adjustments();
    sheet.problems();
    sheet.findings();
    sheet.next_grade()?;
    let round = &input.data.round;
    let mode = input.scorecard.mode;
    let title = "document.feedback_title";
    let mut head = head(
        &sheet.w,
        input.form,
        round,
        input.dated,
        input.synthetic,
        mode,
        title,
    );
    head.subtitle = sheet.name().to_owned();
    head.contents = String::new();
    head.number = String::new();
    Ok(Document {
        lang: template.lang,
        layout: crate::document::Layout::Official,
        dated: input.dated,
        foot: foot(
            &sheet.w,
            &Form {
                layout: crate::document::Layout::Official,
                ..input.form.clone()
            },
            input.dated,
        ),
        head,
        blocks: sheet.w.blocks,
    })
}

/// Binds sheets into one document, each with a bookmark, on pages of its own; `None` of none.
#[must_use]
pub fn bound(sheets: Vec<Document>) -> Option<Document> {
    let mut all: Option<Document> = None;
    for mut sheet in sheets {
        let title = Block::Title {
            text: std::mem::take(&mut sheet.head.subtitle),
            subtitle: sheet.head.title.clone(),
        };
        let signed = Block::Signed {
            lines: std::mem::take(&mut sheet.foot),
        };
        let blocks = std::mem::take(&mut sheet.blocks);
        let all = &mut all.get_or_insert(sheet).blocks;
        all.push(title);
        all.extend(blocks);
        all.push(signed);
    }
    all
}

struct Sheet<'a> {
    input: &'a FeedbackInput<'a>,
    unit: usize,
    w: Writer<'a>,
}

impl<'a> Sheet<'a> {
    fn name(&self) -> &'a str {
        let code = &self.input.scorecard.units[self.unit].unit;
        unit_name(&self.input.data.units, code, self.w.lang())
    }

    fn score(&self, value: f64) -> String {
        published_text(value, self.input.framework.scoring.decimals)
    }

    fn result(&mut self) {
        let (framework, card) = (self.input.framework, self.input.scorecard);
        let unit = &card.units[self.unit];
        self.w.heading(1, self.w.word("feedback.result_heading"));
        let medians = medians(card, &unit.peer_group);
        let group = framework.peer_group(&unit.peer_group);
        let group = group.map_or(unit.peer_group.as_str(), |g| self.w.text(&g.name));
        let mut said = Vec::new();
        if let Some(total) = unit.total {
            let values = [
                ("total", &*self.score(total)),
                ("grade", &*grade(framework, unit.grade, self.w.lang())),
            ];
            said.push(self.w.say("feedback.total", &values));
        } else {
            said.push(self.w.word("feedback.no_total").to_owned());
        }
        let peers = card
            .units
            .iter()
            .filter(|u| u.peer_group == unit.peer_group);
        let ranked = peers.filter(|u| rank(u).is_some()).count().to_string();
        match rank(unit) {
            Some(rank) => {
                let rank = rank.to_string();
                let values = [("group", group), ("n", &*ranked), ("rank", &*rank)];
                said.push(self.w.say("feedback.rank", &values));
                let ranks = self
                    .input
                    .uncertainty
                    .and_then(|u| u.units.get(self.unit)?.ranks);
                if let Some(ranks) = ranks {
                    let (low, high) = (ranks.low.floor() as u32, ranks.high.ceil() as u32);
                    let values = [("low", &*low.to_string()), ("high", &*high.to_string())];
                    said.push(self.w.say("feedback.interval", &values));
                }
            }
            None => said.push(self.w.word("feedback.unranked").to_owned()),
        }
        let completeness = crate::briefing::writer::percent(unit.completeness);
        said.push(
            self.w
                .say("feedback.completeness", &[("share", &completeness)]),
        );
        self.w.paragraph("", &said);
        let cards = [self.input.reported, self.input.verified, card];
        let places = cards.map(|card| card.unit_index(&unit.unit).map(|row| (card, row)));
        let row =
            |name: &str, of: &dyn Fn(&Scorecard, usize) -> Option<f64>, median: Option<f64>| {
                let mut cells = vec![name.to_owned()];
                let scores = places.map(|place| place.and_then(|(card, row)| of(card, row)));
                cells.extend(scores.map(|s| or_none(s.map(|s| self.score(s)))));
                cells.push(or_none(median.map(|m| self.score(m))));
                cells
            };
        let total = self.w.word("column.total");
        let mut rows = vec![row(
            total,
            &|card, row| card.units[row].total,
            medians.total,
        )];
        rows.extend(framework.aspects.iter().enumerate().map(|(at, aspect)| {
            let name = self.w.text(&aspect.name);
            row(
                name,
                &|card, row| card.aspects.get(row, at),
                medians.aspects[at],
            )
        }));
        let counts = match card.layer {
            assessment_models::scoring::LayerChoice::SelfReported => "column.layer_self",
            assessment_models::scoring::LayerChoice::Verified => "column.layer_verified",
            assessment_models::scoring::LayerChoice::Final => "column.layer_final",
        };
        let columns = vec![
            Column::words(self.w.word("column.aspect"), 2.0),
            Column::figures(self.w.word("column.layer_self"), 1.0),
            Column::figures(self.w.word("column.layer_verified"), 1.0),
            Column::figures(self.w.word(counts), 1.0),
            Column::figures(self.w.word("column.peer_median"), 1.2),
        ];
        let caption = self.w.word("feedback.scores_caption").to_owned();
        let note = self.w.word("feedback.scores_note").to_owned();
        self.w.table(caption, columns, rows, note);
    }

    fn adjustments(&mut self) {
        let framework = self.input.framework;
        let unit = &self.input.scorecard.units[self.unit];
        self.w
            .heading(1, self.w.word("feedback.adjustments_heading"));
        let rows: Vec<Vec<String>> = unit
            .adjustments
            .iter()
            .map(|applied| {
                let rule = framework
                    .adjustments
                    .rules
                    .iter()
                    .find(|r| r.id == applied.rule);
                vec![
                    applied.rule.clone(),
                    self.w.word(kind_key(applied.kind)).to_owned(),
                    rule.map_or_else(String::new, |r| self.w.text(&r.condition).to_owned()),
                    signed(applied.points, framework.scoring.decimals),
                    self.w.first(&applied.because, 6),
                ]
            })
            .collect();
        if rows.is_empty() {
            let said = self.w.word("feedback.no_adjustments").to_owned();
            self.w.paragraph("", &[said]);
            return;
        }
        let sum = unit.total.unwrap_or_default() - unit.aggregated.unwrap_or_default();
        let said = self.w.say(
            "feedback.adjusted",
            &[
                ("before", &or_none(unit.aggregated.map(|a| self.score(a)))),
                ("change", &signed(sum, framework.scoring.decimals)),
            ],
        );
        self.w.paragraph("", &[said]);
        let columns = vec![
            Column::short(self.w.word("column.rule"), 0.6),
            Column::short(self.w.word("column.kind"), 0.9),
            Column::words(self.w.word("column.condition"), 2.8),
            Column::figures(self.w.word("column.points"), 0.9),
            Column::words(self.w.word("column.because"), 2.4),
        ];
        let caption = self.w.word("feedback.adjustments_caption").to_owned();
        self.w.table(caption, columns, rows, String::new());
    }

    fn gains(&self) -> Vec<Gain> {
        gains(
            self.input.framework,
            self.input.scorecard,
            self.unit,
            Target::Score(100.0),
        )
    }

    /// What is to be mended: indicators without an answer or below the pass mark, the costliest first.
    fn problems(&mut self) {
        let framework = self.input.framework;
        let bounds = framework
            .grades
            .iter()
            .map(|g| g.lower)
            .filter(|l| *l > 0.0);
        let pass = bounds.min_by(f64::total_cmp).unwrap_or_default();
        self.w.heading(1, self.w.word("feedback.problems_heading"));
        let decimals = framework.scoring.decimals;
        let failing: Vec<Gain> = self
            .gains()
            .into_iter()
            .filter(|g| {
                g.missing || assessment_models::scoring::published(g.score, decimals) < pass
            })
            .collect();
        let mark = published_text(pass, 0);
        if failing.is_empty() {
            let said = self.w.say("feedback.no_problems", &[("pass", &mark)]);
            self.w.paragraph("", &[said]);
            return;
        }
        let days = self.w.template.setting("rectify_days") as u64;
        let due = self
            .input
            .dated
            .checked_add_days(Days::new(days))
            .unwrap_or(self.input.dated);
        let due = self.w.date(due);
        let points: f64 = failing.iter().map(|g| g.points).sum();
        let said = self.w.say(
            "feedback.problems",
            &[
                ("n", &failing.len().to_string()),
                ("pass", &mark),
                ("points", &self.score(points)),
                ("due", &due),
            ],
        );
        self.w.paragraph("", &[said]);
        let rows: Vec<Vec<String>> = failing
            .iter()
            .enumerate()
            .map(|(nth, gain)| {
                let indicator = &framework.indicators[gain.indicator];
                let missing =
                    self.input.scorecard.state(self.unit, gain.indicator) == CellState::Missing;
                let state = if missing {
                    self.w.word("feedback.unanswered").to_owned()
                } else {
                    self.score(gain.score)
                };
                vec![
                    (nth + 1).to_string(),
                    indicator.id.to_string(),
                    self.w.text(&indicator.name).to_owned(),
                    state,
                    self.score(gain.points),
                    due.clone(),
                ]
            })
            .collect();
        let columns = vec![
            Column::short(self.w.word("column.nth"), 0.6),
            Column::short(self.w.word("column.code"), 0.8),
            Column::words(self.w.word("column.indicator"), 2.8),
            Column::figures(self.w.word("column.score"), 0.9),
            Column::figures(self.w.word("column.lost"), 0.9),
            Column::words(self.w.word("column.due_date"), 1.8),
        ];
        let caption = self.w.word("feedback.problems_caption").to_owned();
        let note = self.w.word("feedback.problems_note").to_owned();
        self.w.table(caption, columns, rows, note);
    }

    /// What a person put on the list for this unit.
    fn findings(&mut self) {
        let code = &self.input.scorecard.units[self.unit].unit;
        let own: Vec<&Told> = self
            .input
            .findings
            .iter()
            .filter(|f| f.unit == *code)
            .collect();
        if own.is_empty() {
            return;
        }
        self.w.heading(1, self.w.word("feedback.findings_heading"));
        let open = own.iter().filter(|f| f.state != Mending::Closed).count();
        let said = self.w.say(
            "feedback.findings",
            &[("n", &own.len().to_string()), ("open", &open.to_string())],
        );
        self.w.paragraph("", &[said]);
        let rows = own.iter().enumerate().map(|(nth, finding)| {
            let state = self.w.state(finding, self.input.dated);
            vec![
                (nth + 1).to_string(),
                self.w.told(finding),
                finding.demand.clone(),
                finding.responsible.clone(),
                or_none(finding.deadline.map(|d| self.w.date(d))),
                state,
            ]
        });
        let rows = rows.collect();
        let columns = vec![
            Column::short(self.w.word("column.nth"), 0.6),
            Column::words(self.w.word("column.finding"), 2.4),
            Column::words(self.w.word("column.demand"), 2.0),
            Column::words(self.w.word("column.person"), 1.2),
            Column::words(self.w.word("column.due_date"), 1.7),
            Column::short(self.w.word("column.state"), 0.9),
        ];
        let caption = self.w.word("feedback.findings_caption").to_owned();
        self.w.table(caption, columns, rows, String::new());
    }

    fn next_grade(&mut self) -> Result<(), ScoreError> {
        let input = self.input;
        let target = Target::Score(100.0);
        let (framework, card) = (input.framework, input.scorecard);
        let found = least_set(
            framework,
            input.data,
            input.prepared,
            card,
            self.unit,
            target,
        )?;
        let Some(least) = found else {
            return Ok(());
        };
        self.w.heading(1, self.w.word("feedback.next_heading"));
        let next = grade(framework, Some(least.next), self.w.lang());
        let after = self.score(least.total_after);
        let n = least.indicators.len().to_string();
        let values = [("next", &*next), ("after", &*after), ("n", &*n)];
        if least.outcome == Outcome::OutOfReach {
            let said = self.w.say("feedback.out_of_reach", &values);
            self.w.paragraph("", &[said]);
            return Ok(());
        }
        let said = self.w.say("feedback.next", &values);
        self.w.paragraph("", &[said]);
        self.steps(&least);
        Ok(())
    }

    fn steps(&mut self, least: &LeastSet) {
        let rows = least.indicators.iter().enumerate().map(|(nth, gain)| {
            let indicator = &self.input.framework.indicators[gain.indicator];
            vec![
                (nth + 1).to_string(),
                self.w.text(&indicator.name).to_owned(),
                self.w.text(&indicator.measure).to_owned(),
                self.score(gain.score),
                self.score(gain.points),
            ]
        });
        let rows = rows.collect();
        let columns = vec![
            Column::short(self.w.word("column.nth"), 0.6),
            Column::words(self.w.word("column.indicator"), 2.0),
            Column::words(self.w.word("column.asked"), 3.2),
            Column::figures(self.w.word("column.score"), 0.9),
            Column::figures(self.w.word("column.gain"), 0.9),
        ];
        let caption = self.w.word("feedback.next_caption").to_owned();
        self.w.table(caption, columns, rows, String::new());
    }
}
