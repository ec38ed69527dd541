//! Fill in: units with their progress, forms, saving an answer, and what became of it.

mod history;
mod saving;
mod sheet;
mod source;
mod units;

pub use history::answer_history;
pub use saving::{keep_answer, save_answer, standing};
pub use sheet::form;
pub(crate) use source::{file_names, source_view};
pub use units::units;

use assessment_models::{
    Framework, Layer, Mode,
    scoring::{LayerChoice, ScoreOptions},
};

use crate::failure::{Code, Failure};

/// A layer by its name on the wire.
fn layer(name: &str) -> Result<Layer, Failure> {
    match name {
        "self_reported" => Ok(Layer::SelfReported),
        "verified" => Ok(Layer::Verified),
        other => Err(Failure::new(Code::BadArgument)
            .with("name", "layer")
            .with("value", other)),
    }
}

/// What a form of a layer comes to: in official mode, of that layer alone.
fn options(layer: Layer) -> ScoreOptions {
    ScoreOptions {
        layer: match layer {
            Layer::SelfReported => LayerChoice::SelfReported,
            Layer::Verified => LayerChoice::Verified,
        },
        mode: Mode::Official,
    }
}

/// For each indicator, whether a person types it.
fn typed(framework: &Framework) -> Vec<bool> {
    framework
        .indicators
        .iter()
        .map(|i| !framework.is_derived(i))
        .collect()
}
