//! The desktop shell: one window over the use cases of `assessment-app`.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod arguments;
mod commands;
mod session;

use std::{process::ExitCode, sync::Arc};

use arguments::Arguments;
use assessment_app::intake;
use clap::Parser as _;
use session::Session;
use tauri::{Manager as _, RunEvent, WebviewUrl, WebviewWindowBuilder, window::Color};

/// Canvas of the light palette, shown until the page has painted.
const CANVAS: Color = Color(0xF5, 0xF7, 0xF9, 0xFF);

macro_rules! handler {
    ($(
        $(#[$doc:meta])*
        $(@ $long:ident)? $name:ident ( $($arg:ident : $type:ty),* $(,)? ) -> $result:ty ;
    )*) => {
        tauri::generate_handler![$(commands::$name),*]
    };
}

fn main() -> ExitCode {
    // A child that parses a spreadsheet is this program under limits, without a window.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|word| word == intake::CHILD_WORD)
    {
        return intake::child_main();
    }
    let arguments = Arguments::parse();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(assessment_app::with_commands!(handler))
        .setup(move |app| {
            app.manage(Arc::new(Session::start(&arguments, app.path())?));
            let mut window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("合治 Hezhi")
                .inner_size(1280.0, 800.0)
                .min_inner_size(960.0, 600.0)
                .background_color(CANVAS)
                .zoom_hotkeys_enabled(true);
            // Language and theme are remembered by the page, and belong to the same folder.
            if let Some(folder) = &arguments.config_dir {
                window = window.data_directory(folder.join("page"));
            }
            window.build()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|app, event| {
                // The process ends here, without dropping anything.
                if let RunEvent::Exit = event
                    && let Some(session) = app.try_state::<Arc<Session>>()
                {
                    session.leave();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => arguments::refuse(&error),
    }
}
