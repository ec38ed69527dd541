//! Reports: fill-in workbooks, result workbook and charts, as files.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use assessment_exchange::TemplateInput;
use assessment_models::text::Lang;
use assessment_reports::{
    Chart, ChartStyle, WorkbookInput,
    gallery::{self, Entry},
    png,
    workbook::{self, ImportedFile, ListedFinding, Picture},
};
use chrono::NaiveDate;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::{
    charts::{self, Drawn, Shown},
    desk::{Desk, Stamp},
    documents::{self, Documents, Found, Keepsake},
    failure::{Code, Failure},
    files::{self, Together},
    findings,
    progress::{Progress, Stage, go_on},
    provenance,
    wire::{ReportFile, ReportRequest},
};

/// Pixels of a PNG for each unit of the drawing: sharp on paper at the width of a page.
const PNG_SCALE: f32 = 2.0;

/// The same for a picture in the workbook, which is seen on screens first.
const PICTURE_SCALE: f32 = 1.5;

/// Charts that are drawn side by side between two looks at the cancel flag.
const AT_ONCE: usize = 16;

/// What a report is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Workbook,
    Briefing,
    Feedback,
    Charts,
}

/// Files that wait beside their places, and the briefing among them, which the workspace keeps. Dropped,
/// nothing is left of them.
#[derive(Debug)]
pub struct Written {
    waiting: Together,
    keepsake: Option<Keepsake>,
    /// The desk at which it was asked for.
    desk: u64,
}

impl Written {
    /// Lets the files take their places and keeps the briefing: both or neither.
    ///
    /// # Errors
    /// What the system says of a place, and what writing to the workspace fails with;
    /// [`Code::AnotherWorkspace`]. All is as it was.
    pub fn settle(self, desk: &mut Desk, stamp: Stamp<'_>) -> Result<Vec<ReportFile>, Failure> {
        desk.expect(self.desk)?;
        let keepsake = self.keepsake;
        self.waiting.finish(|| match &keepsake {
            Some(keepsake) => documents::keep(desk, keepsake, stamp),
            None => Ok(()),
        })
    }
}

/// Reports that were asked for, with all that writing them needs, so that the desk is free meanwhile.
#[derive(Debug)]
pub struct ReportJob {
    drawn: Drawn,
    folder: PathBuf,
    parts: Vec<Part>,
    documents: Option<Documents>,
    lang: Lang,
    synthetic: bool,
    name: String,
    today: NaiveDate,
    imports: Vec<ImportedFile>,
    findings: Vec<ListedFinding>,
    desk: u64,
}

impl ReportJob {
    /// Looks at what was asked for and scores the round.
    ///
    /// # Errors
    /// [`Code::NoSuchRound`], [`Code::BadArgument`] for layer, mode, language, part or form,
    /// [`Code::BadTemplate`].
    pub fn new(
        desk: &mut Desk,
        request: &ReportRequest,
        stamp: Stamp<'_>,
    ) -> Result<Self, Failure> {
        let parts = if request.only.is_empty() {
            vec![Part::Workbook, Part::Briefing, Part::Charts]
        } else {
            let parts = request.only.iter().map(|name| part(name));
            parts.collect::<Result<_, _>>()?
        };
        let lang = charts::lang(&request.lang)?;
        let form = request.form.clone().unwrap_or_default();
        let feedback = parts.contains(&Part::Feedback);
        let documents = (feedback || parts.contains(&Part::Briefing))
            .then(|| Documents::new(desk, &request.score, lang, &form, feedback, stamp));
        Ok(Self {
            drawn: charts::drawn(desk, &request.score)?,
            folder: PathBuf::from(&request.folder),
            parts,
            documents: documents.transpose()?,
            lang,
            synthetic: desk.meta.synthetic,
            name: desk.meta.name.clone(),
            today: stamp.now.date(),
            imports: provenance::imports(desk, &request.score.round, lang)?,
            findings: provenance::findings(desk, &request.score.round)?,
            desk: desk.serial(),
        })
    }

    /// Writes the files beside their places, which they take by [`Written::settle`]: where the work is
    /// stopped or fails, what stood there before is as it was.
    ///
    /// # Errors
    /// [`Code::Cancelled`], [`Code::WorkbookNotWritten`], [`Code::ChartNotDrawn`], [`Code::NotAFolder`],
    /// [`Code::IsWorkspace`], and what the system says of the folder.
    pub fn write(
        &self,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<Written, Failure> {
        let mut written = Together::default();
        written.folder(&self.folder)?;
        let keepsake = self.write_parts(&mut written, on_progress, cancel)?;
        go_on(cancel)?;
        Ok(Written {
            waiting: written,
            keepsake,
            desk: self.desk,
        })
    }

    fn write_parts(
        &self,
        written: &mut Together,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<Option<Keepsake>, Failure> {
        let mut keepsake = None;
        let found = self
            .documents
            .as_ref()
            .map(|documents| documents.find(cancel));
        let found = found.transpose()?;
        for part in &self.parts {
            go_on(cancel)?;
            match part {
                Part::Workbook => self.workbook(written, on_progress, cancel)?,
                Part::Charts => self.charts(written, on_progress, cancel)?,
                Part::Briefing | Part::Feedback => {
                    let (Some(documents), Some(found)) = (&self.documents, &found) else {
                        continue;
                    };
                    if *part == Part::Briefing {
                        let written =
                            self.briefing(documents, found, written, on_progress, cancel)?;
                        keepsake = Some(written);
                    } else {
                        self.feedback(documents, found, written, on_progress, cancel)?;
                    }
                }
            }
        }
        Ok(keepsake)
    }

    fn briefing(
        &self,
        documents: &Documents,
        found: &Found,
        written: &mut Together,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<Keepsake, Failure> {
        let steps = documents.formats.len() + 1;
        on_progress(Progress::new(Stage::Briefing, 0, steps));
        let document = documents.briefing(found)?;
        let round = file_safe(self.drawn.scored.round.data.round.id.as_str());
        for (at, format) in documents.formats.iter().enumerate() {
            go_on(cancel)?;
            on_progress(Progress::new(Stage::Briefing, at + 1, steps));
            let name = format!("briefing-{round}.{}", format.ending());
            let bytes = documents::bytes(&document, *format)?;
            written.add("briefing", self.folder.join(name), &bytes)?;
        }
        on_progress(Progress::new(Stage::Briefing, steps, steps));
        Keepsake::new(documents, &document)
    }

    fn feedback(
        &self,
        documents: &Documents,
        found: &Found,
        written: &mut Together,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<(), Failure> {
        let round = file_safe(self.drawn.scored.round.data.round.id.as_str());
        let folder = if documents.bound {
            self.folder.clone()
        } else {
            self.folder.join("feedback")
        };
        written.folder(&folder)?;
        documents.sheets(
            found,
            |unit, format, bytes| {
                let unit = unit.map_or_else(String::new, |u| format!("-{}", file_safe(u.as_str())));
                let name = format!("feedback-{round}{unit}.{}", format.ending());
                written.add("feedback", folder.join(name), bytes)
            },
            on_progress,
            cancel,
        )
    }

    fn workbook(
        &self,
        written: &mut Together,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<(), Failure> {
        on_progress(Progress::new(Stage::Workbook, 0, 1));
        let round = &self.drawn.scored.round;
        let pictures = self.pictures(cancel)?;
        let input = WorkbookInput {
            framework: &round.framework,
            data: &round.data,
            scorecard: &self.drawn.scored.card,
            lang: self.lang,
            generated_on: self.today,
            synthetic: self.synthetic,
            imports: &self.imports,
            pictures: &pictures,
            findings: &self.findings,
        };
        let tell = |done, steps| on_progress(Progress::new(Stage::Workbook, done, steps));
        let bytes = workbook::render(&input, &tell, cancel);
        let bytes = bytes.map_err(|e| Failure::report(e, "workbook"))?;
        let name = format!("results-{}.xlsx", file_safe(round.data.round.id.as_str()));
        let file = self.folder.join(name);
        written.add("workbook", file, &bytes)
    }

    /// The drawings that stand in the workbook.
    fn pictures(&self, cancel: &AtomicBool) -> Result<Vec<Picture>, Failure> {
        let kinds = self.drawn.pictures();
        let drawn = kinds.par_iter().map(|kind| {
            let chart = self.drawn.draw(kind, &self.style(), cancel)?;
            let png = png(&chart.svg, PICTURE_SCALE).map_err(|e| Failure::report(e, "workbook"))?;
            Ok(Picture {
                width: chart.width,
                height: chart.height,
                alternative: chart.alternative,
                png,
            })
        });
        drawn.collect()
    }

    fn style(&self) -> ChartStyle {
        ChartStyle {
            lang: self.lang,
            synthetic: self.synthetic,
            generated_on: Some(self.today),
            ..ChartStyle::default()
        }
    }

    fn charts(
        &self,
        written: &mut Together,
        on_progress: &dyn Fn(Progress),
        cancel: &AtomicBool,
    ) -> Result<(), Failure> {
        let folder = self.folder.join("charts");
        written.folder(&folder)?;
        let kinds = self.drawn.gallery(self.lang);
        let mut shown = Vec::with_capacity(kinds.len());
        for chunk in kinds.chunks(AT_ONCE) {
            go_on(cancel)?;
            on_progress(Progress::new(Stage::Charts, shown.len(), kinds.len()));
            let drawn: Vec<Result<(Chart, Vec<u8>), Failure>> = chunk
                .par_iter()
                .map(|shown| {
                    let chart = self.drawn.draw(&shown.kind, &self.style(), cancel)?;
                    let picture =
                        png(&chart.svg, PNG_SCALE).map_err(|e| Failure::report(e, &shown.name))?;
                    Ok((chart, picture))
                })
                .collect();
            for (planned, drawn) in chunk.iter().zip(drawn) {
                let name = &planned.name;
                let (chart, picture) = drawn?;
                let svg = folder.join(format!("{name}.svg"));
                written.add("chart", svg, chart.svg.as_bytes())?;
                let file = folder.join(format!("{name}.png"));
                written.add("chart", file, &picture)?;
                shown.push((planned, chart));
            }
        }
        on_progress(Progress::new(Stage::Charts, kinds.len(), kinds.len()));
        let page = self.gallery(&shown);
        let index = folder.join("index.html");
        written.add("index", index, page.as_bytes())?;
        let style = folder.join(gallery::CSS_FILE);
        written.add("index", style, gallery::css().as_bytes())?;
        Ok(())
    }

    /// A page that shows all charts.
    fn gallery(&self, shown: &[(&Shown, Chart)]) -> String {
        let round = &self.drawn.scored.round.data.round;
        let title = format!("{} · {}", self.name, round.name.get(self.lang));
        let files: Vec<(String, String)> = shown
            .iter()
            .map(|(Shown { name, .. }, _)| (format!("{name}.svg"), format!("{name}.png")))
            .collect();
        let entries: Vec<Entry<'_>> = shown
            .iter()
            .zip(&files)
            .map(|((planned, chart), (svg, png))| Entry {
                section: &planned.section,
                chart,
                svg,
                png,
            })
            .collect();
        gallery::index(&title, &entries, self.lang, self.synthetic)
    }
}

fn part(name: &str) -> Result<Part, Failure> {
    match name {
        "workbook" => Ok(Part::Workbook),
        "charts" => Ok(Part::Charts),
        "briefing" => Ok(Part::Briefing),
        "feedback" => Ok(Part::Feedback),
        other => Err(Failure::new(Code::BadArgument)
            .with("name", "only")
            .with("value", other)),
    }
}

/// A code as part of a file name: what no system allows there becomes `_`.
pub(crate) fn file_safe(code: &str) -> String {
    let safe = |c: char| !c.is_control() && !"/\\:*?\"<>|".contains(c);
    code.chars()
        .map(|c| if safe(c) { c } else { '_' })
        .collect()
}

/// Writes a unit's fill-in workbook for a round, with the answers that are there already.
///
/// # Errors
/// [`Code::NoSuchRound`], [`Code::NoSuchUnit`], [`Code::WorkbookNotWritten`], and what the system says of
/// the file.
pub fn write_template(
    desk: &mut Desk,
    round: &str,
    unit: &str,
    path: &Path,
    lang: Lang,
) -> Result<ReportFile, Failure> {
    template(desk, (round, unit), path, lang, false)
}

/// Writes a unit's fill-in workbook for a round without any answers.
///
/// # Errors
/// As [`write_template`].
pub fn write_blank_template(
    desk: &mut Desk,
    round: &str,
    unit: &str,
    path: &Path,
    lang: Lang,
) -> Result<ReportFile, Failure> {
    template(desk, (round, unit), path, lang, true)
}

fn template(
    desk: &mut Desk,
    (round, unit): (&str, &str),
    path: &Path,
    lang: Lang,
    blank: bool,
) -> Result<ReportFile, Failure> {
    let last = match desk.round_before(round) {
        Some(before) => Some(Arc::clone(desk.held(before.as_str())?)),
        None => None,
    };
    let workspace = desk.meta.workspace.clone();
    let findings = findings::open_findings(desk, round, unit)?;
    let held = desk.held(round)?;
    let member = held.data.units.iter().find(|u| u.code == unit);
    let input = TemplateInput {
        framework: &held.framework,
        unit: member.ok_or_else(|| Failure::new(Code::NoSuchUnit).with("unit", unit))?,
        round: &held.data.round,
        workspace: &workspace,
        answers: if blank { &[] } else { &held.data.observations },
        last: last.as_ref().map_or(&[], |last| &last.data.observations),
        findings: &findings,
        lang,
    };
    let name = path.to_string_lossy();
    let bytes = assessment_exchange::template(&input).map_err(|e| Failure::exchange(e, &name))?;
    files::report("template", path, &bytes)
}

/// Writes reports in one go: [`ReportJob::new`], [`ReportJob::write`], [`Written::settle`].
///
/// # Errors
/// As these.
pub fn write(
    desk: &mut Desk,
    request: &ReportRequest,
    stamp: Stamp<'_>,
    on_progress: &dyn Fn(Progress),
    cancel: &AtomicBool,
) -> Result<Vec<ReportFile>, Failure> {
    let written = ReportJob::new(desk, request, stamp)?.write(on_progress, cancel)?;
    written.settle(desk, stamp)
}
