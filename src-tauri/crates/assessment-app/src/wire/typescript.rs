//! TypeScript of the wire: every type that a command takes or gives, and the table of commands.

use std::{
    any::TypeId,
    collections::{BTreeMap, BTreeSet},
};

use ts_rs::{Config, TS, TypeVisitor};

use super::*;

/// Declarations by name, gathered from the types that commands name.
struct Declarations<'a> {
    config: &'a Config,
    seen: BTreeSet<TypeId>,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Only types of this crate have a file to go to; lists and options are written where they stand.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}", T::decl(self.config));
            self.found.insert(T::ident(self.config), text);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

macro_rules! describe {
    ($(
        $(#[doc = $doc:literal])*
        $(@ $long:ident)? $name:ident ( $($arg:ident : $type:ty),* $(,)? ) -> $result:ty ;
    )*) => {
        fn describe(config: &Config, types: &mut Declarations<'_>) -> String {
            let mut table = String::new();
            $(
                $(types.visit::<$type>();)*
                types.visit::<$result>();
                let arguments: &[String] = &[
                    $(format!("{}: {}", stringify!($arg), <$type as TS>::name(config))),*
                ];
                command(
                    &mut table,
                    concat!($($doc),*),
                    stringify!($name),
                    arguments,
                    &<$result as TS>::name(config),
                    ["" $(, stringify!($long))?].len() == 2,
                );
            )*
            table
        }
    };
}

crate::with_commands!(describe);

fn command(
    table: &mut String,
    doc: &str,
    name: &str,
    arguments: &[String],
    result: &str,
    long: bool,
) {
    let arguments = if arguments.is_empty() {
        "Record<string, never>".to_owned()
    } else {
        format!("{{ {} }}", arguments.join(", "))
    };
    table.push_str(&format!(
        "  /**{doc} */\n  {name}: {{ args: {arguments}, result: {result}, long: {long} }},\n"
    ));
}

/// The text of `ui/src/platform/generated.ts`: types by name, then the table of commands. The same at
/// every call.
#[must_use]
pub fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut types = Declarations {
        config: &config,
        seen: BTreeSet::new(),
        found: BTreeMap::new(),
    };
    types.visit::<FailureView>();
    types.visit::<ProgressView>();
    let table = describe(&config, &mut types);
    let types: Vec<String> = types.found.into_values().collect();
    format!(
        "// Generated from assessment-app's wire types. To renew: cargo xtask generate\n\n\
         {}\n\n\
         /**\n * What the shell can be asked for. Commands with `long: true` also take `task` (a name to cancel\n \
         * them by) and `onProgress` (a channel of `ProgressView`).\n */\n\
         export type Commands = {{\n{table}}};\n",
        types.join("\n\n")
    )
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::typescript;

    #[test]
    fn generated_typescript_is_current() {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/platform/generated.ts");
        let text = typescript();
        if std::env::var_os("HEZHI_UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let checked_in = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            checked_in == text,
            "ui/src/platform/generated.ts is stale: run cargo xtask generate"
        );
    }
}
