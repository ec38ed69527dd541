//! The desktop shell.
fn main() {
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .run(tauri::generate_context!());
    if built.is_err() {
        std::process::exit(3);
    }
}
