//! The program's language: which one, and the words of its help and messages.

use std::{collections::HashMap, ffi::OsString, sync::LazyLock};

use clap::{Arg, ArgAction, Command, builder::PossibleValue};

use crate::arguments::Language;

type Words = HashMap<String, String>;

static ZH: LazyLock<Words> = LazyLock::new(|| read(include_str!("../locales/zh-CN.json")));
static EN: LazyLock<Words> = LazyLock::new(|| read(include_str!("../locales/en.json")));

#[expect(
    clippy::expect_used,
    reason = "the text is compiled in, and a test reads each file"
)]
fn read(json: &str) -> Words {
    serde_json::from_str(json).expect("locale files are flat JSON objects of sentences")
}

impl Language {
    /// The language that `--lang` names among the raw arguments, else the environment's, else Chinese.
    /// It must be known before the command line is parsed, because that already speaks.
    pub(crate) fn choose(arguments: &[OsString]) -> Self {
        let mut words = arguments.iter().filter_map(|a| a.to_str());
        let mut named = None;
        while let Some(word) = words.next() {
            if word == "--lang" {
                named = words.next();
            } else if let Some(value) = word.strip_prefix("--lang=") {
                named = Some(value);
            }
        }
        let tag = named.map_or_else(
            || sys_locale::get_locale().unwrap_or_default(),
            str::to_owned,
        );
        if tag.to_lowercase().starts_with("en") {
            Self::En
        } else {
            Self::Zh
        }
    }

    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    fn words(self) -> &'static Words {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// A phrase; its key where the locale file lacks it.
    pub(crate) fn say(self, key: &str) -> &str {
        self.words().get(key).map_or(key, String::as_str)
    }

    /// A phrase that lives as long as the program, as headings of help must.
    fn heading(self, key: &'static str) -> &'static str {
        self.words().get(key).map_or(key, String::as_str)
    }

    /// A phrase with its `{name}` places filled.
    pub(crate) fn fill(self, key: &str, params: &[(&str, &str)]) -> String {
        params
            .iter()
            .fold(self.say(key).to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }
}

/// Puts the help of a command and all below it into words.
pub(crate) fn localise(command: Command, lang: Language) -> Command {
    let mut command = with_help(command, lang, "help");
    // Only now do commands know what they are called from.
    command.build();
    with_usage(command, lang)
}

/// Says how each command is called without the words that clap has in English only.
fn with_usage(mut command: Command, lang: Language) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let usage = usage
        .replace("[OPTIONS]", &format!("[{}]", lang.say("heading_options")))
        .replace("<COMMAND>", &format!("<{}>", lang.say("value_command")));
    let tasks: Vec<String> = command
        .get_subcommands()
        .map(|task| task.get_name().to_owned())
        .collect();
    for name in tasks {
        command = command.mut_subcommand(name, |task| with_usage(task, lang));
    }
    command.override_usage(usage)
}

/// What an argument is when it is not given, and what it may be.
fn choices(argument: &Arg, lang: Language) -> String {
    let mut said = String::new();
    let joined = |values: Vec<&str>| values.join(lang.say("list"));
    if !argument.get_action().takes_values() {
        return said;
    }
    let values = argument.get_possible_values();
    let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    if !values.is_empty() {
        said += &lang.fill("help_values", &[("values", &joined(values))]);
    }
    let usual = argument.get_default_values();
    let usual: Vec<&str> = usual
        .iter()
        .filter_map(|v| v.to_str())
        .filter(|v| !v.is_empty())
        .collect();
    if !usual.is_empty() {
        said += &lang.fill("help_default", &[("value", &joined(usual))]);
    }
    said
}

fn with_help(command: Command, lang: Language, key: &str) -> Command {
    let arguments: Vec<String> = command
        .get_arguments()
        .map(|a| a.get_id().to_string())
        .collect();
    let tasks: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    let top = key == "help";
    let mut command = command
        .about(lang.say(key).to_owned())
        .help_template(lang.say("help_template").to_owned())
        .subcommand_help_heading(lang.heading("heading_commands"))
        .subcommand_value_name(lang.heading("value_command"))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(lang.say("help_help").to_owned())
                .help_heading(lang.heading("heading_options"))
                .display_order(1000),
        );
    if top {
        command = command.arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(lang.say("help_version").to_owned())
                .help_heading(lang.heading("heading_options"))
                .display_order(1001),
        );
    }
    for id in arguments {
        // The same option means the same everywhere, unless a command says it in its own words.
        let own = format!("{key}.{id}");
        let words = match lang.say(&own) {
            word if word == own => lang.say(&format!("option.{id}")).to_owned(),
            word => word.to_owned(),
        };
        command = command.mut_arg(id, |argument| {
            let heading = if argument.is_positional() {
                "heading_arguments"
            } else {
                "heading_options"
            };
            let words = words + &choices(&argument, lang);
            let argument = argument.help(words).help_heading(lang.heading(heading));
            if argument.get_action().takes_values() {
                argument.hide_possible_values(true).hide_default_value(true)
            } else {
                argument
            }
        });
    }
    for name in tasks {
        let below = format!("{key}.{name}");
        command = command.mut_subcommand(name, |task| {
            with_help(task.disable_help_flag(true), lang, &below)
        });
    }
    command
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;
    use crate::arguments::Arguments;

    fn check_words(command: &Command, seen: &mut Vec<String>) {
        seen.push(
            command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default(),
        );
        for argument in command.get_arguments() {
            seen.push(
                argument
                    .get_help()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            );
        }
        for task in command.get_subcommands() {
            check_words(task, seen);
        }
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        let keys = |words: &Words| words.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&ZH), keys(&EN));
    }

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_is_explained_in_both_languages() {
        for lang in [Language::Zh, Language::En] {
            let mut seen = Vec::new();
            check_words(&localise(Arguments::command(), lang), &mut seen);
            for words in seen {
                assert!(
                    !words.is_empty()
                        && !words.starts_with("help.")
                        && !words.starts_with("option.")
                        && !words.contains(&lang.fill("help_default", &[("value", "")])),
                    "{words:?} in {}",
                    lang.tag()
                );
            }
        }
    }

    #[test]
    fn the_command_line_names_its_language() {
        let choose = |words: &[&str]| {
            Language::choose(&words.iter().map(OsString::from).collect::<Vec<_>>()).tag()
        };
        assert_eq!(choose(&["score", "--lang", "en"]), "en");
        assert_eq!(choose(&["--lang=zh-CN", "score"]), "zh-CN");
    }
}
