//! Generates the context that the window is built from.
fn main() {
    tauri_build::build();
}
