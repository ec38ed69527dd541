//! The command line. Words stand in the locale files ([`crate::speech`]), under `help.<command>` and
//! `help.<command>.<argument>`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::tasks::{AgreeTask, AnalyseTask, DecideTask, WeightsTask};

/// What `hezhi` was asked to do.
#[derive(Parser)]
#[command(
    name = "hezhi",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Arguments {
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Language>,
    #[arg(long, global = true, value_name = "NAME")]
    pub actor: Option<String>,
    #[command(subcommand)]
    pub task: Task,
}

/// A language that the program speaks.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Language {
    #[value(name = "zh-CN", alias = "zh")]
    Zh,
    #[value(name = "en")]
    En,
}

/// Whether the answer is for a program.
#[derive(Args, Clone, Copy)]
pub(crate) struct Json {
    /// One JSON document on stdout, nothing else.
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Task {
    New {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[arg(long, value_name = "ID|PATH")]
        framework: Option<String>,
        #[arg(long)]
        demo: bool,
        #[arg(long, value_name = "N", requires = "demo")]
        seed: Option<u64>,
        #[arg(long, value_name = "N", requires = "demo")]
        units: Option<usize>,
        #[arg(long, value_name = "ID", conflicts_with = "demo")]
        round: Option<String>,
        #[command(flatten)]
        period: Period,
        #[command(flatten)]
        json: Json,
    },
    Round {
        #[command(subcommand)]
        task: RoundTask,
    },
    Adjust {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[arg(long, value_name = "CODE")]
        unit: String,
        #[arg(long, value_name = "ID")]
        rule: Option<String>,
        #[arg(long, value_name = "N", requires = "rule")]
        times: Option<u32>,
        #[arg(long, value_name = "TEXT", requires = "rule")]
        because: Option<String>,
        #[arg(long, value_name = "R")]
        round: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    Inspect {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, requires = "json")]
        cells: bool,
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        json: Json,
    },
    Import {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        reading: Reading,
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        json: Json,
    },
    Undo {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[arg(value_name = "BATCH")]
        batch: i64,
        #[command(flatten)]
        json: Json,
    },
    Template {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[arg(long, value_name = "CODE")]
        unit: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long, value_name = "R")]
        round: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    Score {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[arg(long, value_name = "R")]
        round: Option<String>,
        #[arg(long, default_value = "final")]
        layer: LayerWord,
        #[arg(long, default_value = "official")]
        mode: ModeWord,
        #[command(flatten)]
        json: Json,
    },
    Report {
        #[arg(value_name = "WS", required_unless_present_any = ["export_template", "check_template"])]
        workspace: Option<PathBuf>,
        #[arg(
            long,
            value_name = "DIR",
            required_unless_present_any = ["export_template", "check_template"]
        )]
        out: Option<PathBuf>,
        #[arg(long, value_name = "R")]
        round: Option<String>,
        #[arg(long, value_name = "KIND", value_delimiter = ',')]
        only: Vec<ReportWord>,
        #[command(flatten)]
        form: Box<DocumentWords>,
        #[arg(long, value_name = "FILE", conflicts_with = "workspace")]
        export_template: Option<PathBuf>,
        #[arg(long, value_name = "FILE", conflicts_with_all = ["workspace", "export_template"])]
        check_template: Option<PathBuf>,
        #[arg(long, default_value = "final")]
        layer: LayerWord,
        #[arg(long, default_value = "official")]
        mode: ModeWord,
        #[command(flatten)]
        json: Json,
    },
    Analyse {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[command(subcommand)]
        task: AnalyseTask,
    },
    Index {
        #[command(flatten)]
        index: Box<Composite>,
        #[command(flatten)]
        json: Json,
    },
    Weights {
        #[command(subcommand)]
        task: WeightsTask,
    },
    Decide {
        #[command(subcommand)]
        task: DecideTask,
    },
    Agree {
        #[command(subcommand)]
        task: AgreeTask,
    },
    Framework {
        #[command(subcommand)]
        task: FrameworkTask,
    },
    Check {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[command(flatten)]
        json: Json,
    },
}

/// When a round is, and when submissions are due.
#[derive(Args, Clone)]
pub(crate) struct Period {
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<NaiveDate>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<NaiveDate>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub deadline: Option<NaiveDate>,
}

impl Period {
    /// Whether any of it is given.
    pub(crate) fn given(&self) -> bool {
        [self.from, self.to, self.deadline]
            .iter()
            .any(Option::is_some)
    }
}

#[derive(Subcommand)]
pub(crate) enum RoundTask {
    Add {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        period: Period,
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[arg(long, value_name = "ID|PATH")]
        framework: Option<String>,
        #[arg(long, value_name = "R")]
        like: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    List {
        #[arg(value_name = "WS")]
        workspace: PathBuf,
        #[command(flatten)]
        json: Json,
    },
}

/// What is computed of a composite index.
#[derive(Args, Clone)]
pub(crate) struct Composite {
    #[arg(long, value_name = "FILE")]
    pub imeta: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub idata: PathBuf,
    #[arg(long)]
    pub denominate: bool,
    #[arg(long, value_name = "M")]
    pub impute: Option<String>,
    #[arg(long, value_name = "winsorise:N")]
    pub treat: Option<String>,
    #[arg(long, value_name = "M")]
    pub normalise: Option<String>,
    #[arg(long, value_name = "M[,M…]")]
    pub aggregate: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    #[arg(long, value_name = "S[,S…]", value_delimiter = ',')]
    pub threshold: Vec<f64>,
    #[arg(long, value_name = "S")]
    pub stage: Option<String>,
    #[arg(long, value_name = "C")]
    pub correlation: Option<String>,
    #[arg(long, value_name = "WHAT=M")]
    pub vary: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,
    #[arg(long, value_name = "N")]
    pub replications: Option<usize>,
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    #[arg(long, value_name = "SHARE")]
    pub noise: Option<f64>,
    #[arg(long, value_name = "E")]
    pub estimator: Option<String>,
    #[arg(long, value_name = "N")]
    pub bootstrap: Option<usize>,
}

/// The form of documents.
#[derive(Args, Clone)]
pub(crate) struct DocumentWords {
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    pub format: Vec<FormatWord>,
    #[arg(long, default_value = "official")]
    pub layout: LayoutWord,
    #[arg(long, value_name = "NAME", default_value = "")]
    pub organisation: String,
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub number: String,
    #[arg(long, value_name = "ISSUE", default_value = "")]
    pub issue: String,
    #[arg(long, value_name = "WORDS")]
    pub marking: Option<String>,
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub watermark: String,
    #[arg(long, value_name = "FILE")]
    pub logo: Option<PathBuf>,
    #[arg(long, value_name = "FILE.toml")]
    pub template: Option<PathBuf>,
    #[arg(long, value_name = "SECTION", value_delimiter = ',')]
    pub sections: Vec<String>,
    #[arg(long, value_name = "FILE.csv")]
    pub development: Option<PathBuf>,
    #[arg(long)]
    pub bound: bool,
    #[arg(long)]
    pub again: bool,
}

/// How a file is to be read.
#[derive(Args, Clone)]
pub(crate) struct Reading {
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindWord>,
    #[arg(long, value_name = "R")]
    pub round: Option<String>,
    #[arg(long, value_name = "MAP.json")]
    pub map: Option<PathBuf>,
    #[arg(long, value_name = "WHAT")]
    pub hidden: Option<HiddenWord>,
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    #[arg(long, value_name = "RULE")]
    pub conflict: Option<ConflictWord>,
}

#[derive(Subcommand)]
pub(crate) enum FrameworkTask {
    Check {
        #[arg(value_name = "ID|PATH")]
        framework: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    Show {
        #[arg(value_name = "ID|PATH")]
        framework: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    Export {
        #[arg(value_name = "ID|PATH")]
        framework: Option<String>,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[arg(long)]
        force: bool,
        #[command(flatten)]
        json: Json,
    },
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
        pub(crate) enum $name {
            $(#[value(name = $word)] $variant),+
        }

        impl $name {
            /// The word as scripts and the wire know it.
            pub(crate) fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word),+
                }
            }
        }
    )+};
}

words! {
    /// What kind of table a file holds.
    KindWord {
        Answers = "answers",
        Units = "units",
        Incidents = "incidents",
        Survey = "survey",
        Cases = "cases",
        Complaints = "complaints",
        Transfers = "transfers",
    }
    /// What becomes of hidden rows and sheets.
    HiddenWord { Rows = "rows", Take = "take", Skip = "skip" }
    /// Which counts where file and workspace differ.
    ConflictWord { Replace = "replace", Keep = "keep", Newer = "newer" }
    /// Which layer is scored.
    LayerWord { SelfReported = "self", Verified = "verified", Final = "final" }
    /// How missing answers count.
    ModeWord { Official = "official", Provisional = "provisional" }
    /// Which reports are written.
    ReportWord {
        Workbook = "workbook",
        Briefing = "briefing",
        Feedback = "feedback",
        Charts = "charts",
    }
    /// Format of a document.
    FormatWord { Pdf = "pdf", Docx = "docx" }
    /// Form of a document.
    LayoutWord { Official = "official", Bulletin = "bulletin" }
}

impl Task {
    /// Whether the answer is for a program.
    pub(crate) fn json(&self) -> bool {
        match self {
            Task::New { json, .. }
            | Task::Adjust { json, .. }
            | Task::Inspect { json, .. }
            | Task::Import { json, .. }
            | Task::Undo { json, .. }
            | Task::Template { json, .. }
            | Task::Score { json, .. }
            | Task::Report { json, .. }
            | Task::Index { json, .. }
            | Task::Check { json, .. }
            | Task::Round {
                task: RoundTask::Add { json, .. } | RoundTask::List { json, .. },
            }
            | Task::Framework {
                task:
                    FrameworkTask::Check { json, .. }
                    | FrameworkTask::Show { json, .. }
                    | FrameworkTask::Export { json, .. },
            } => json.json,
            Task::Analyse { task, .. } => task.json().json,
            Task::Weights { task } => task.json().json,
            Task::Decide { task } => task.json().json,
            Task::Agree { task } => task.json().json,
        }
    }

    /// Whether a workspace or file is another one afterwards.
    pub(crate) fn writes(&self) -> bool {
        match self {
            Task::New { .. }
            | Task::Undo { .. }
            | Task::Template { .. }
            | Task::Round {
                task: RoundTask::Add { .. },
            }
            | Task::Framework {
                task: FrameworkTask::Export { .. },
            } => true,
            Task::Adjust { rule, .. } => rule.is_some(),
            Task::Import { dry_run, .. } => !dry_run,
            Task::Report { check_template, .. } => check_template.is_none(),
            Task::Inspect { .. }
            | Task::Score { .. }
            | Task::Index { .. }
            | Task::Check { .. }
            | Task::Round {
                task: RoundTask::List { .. },
            }
            | Task::Framework {
                task: FrameworkTask::Check { .. } | FrameworkTask::Show { .. },
            }
            | Task::Analyse { .. }
            | Task::Weights { .. }
            | Task::Decide { .. }
            | Task::Agree { .. } => false,
        }
    }
}
