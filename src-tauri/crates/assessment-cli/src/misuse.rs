//! What is wrong with a command line, said in the person's language.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::arguments::Language;

/// One or two sentences for a usage error.
pub(crate) fn sentence(error: &Error, lang: Language) -> String {
    let context = |kind| error.get(kind).map(spoken).unwrap_or_default();
    let name = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let allowed = context(ContextKind::ValidValue);
    let text = match error.kind() {
        ErrorKind::UnknownArgument => lang.fill("usage_unknown", &[("what", &name)]),
        ErrorKind::InvalidSubcommand => {
            let task = context(ContextKind::InvalidSubcommand);
            lang.fill("usage_unknown", &[("what", &task)])
        }
        ErrorKind::MissingRequiredArgument => lang.fill("usage_missing", &[("what", &name)]),
        ErrorKind::InvalidValue if value.is_empty() => {
            lang.fill("usage_missing", &[("what", &name)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if !allowed.is_empty() => lang.fill(
            "usage_value_of",
            &[("name", &name), ("what", &value), ("allowed", &allowed)],
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            lang.fill("usage_value", &[("name", &name), ("what", &value)])
        }
        ErrorKind::ArgumentConflict | ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            lang.fill("usage_conflict", &[("name", &name)])
        }
        _ => lang.say("usage_other").to_owned(),
    };
    format!("{text} {}", lang.say("usage_more"))
}

fn spoken(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}
