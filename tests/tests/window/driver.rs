//! A real window under a display of its own, driven through WebDriver.

use std::{
    env,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// How long a page may take before a test gives up on it; generous, because test machines are busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The window, its driver and its display.
pub struct Window {
    /// The WebDriver session.
    pub client: Client,
    driver: Running,
    _display: Running,
}

impl Window {
    /// Opens the program with `arguments`; what it remembers lies in `config`.
    pub async fn open(config: &Path, arguments: &[&str]) -> Self {
        let (display, number) = display();
        let port = free_port();
        let native = free_port();
        let driver = Command::new(driver_program())
            .args([
                "--port",
                &port.to_string(),
                "--native-port",
                &native.to_string(),
            ])
            .env("DISPLAY", format!(":{number}"))
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("LANG", "zh_CN.UTF-8")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("tauri-driver starts; `cargo xtask test` installs it");
        let driver = Running(driver);
        wait_for(
            || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok(),
            "tauri-driver answers",
        );

        let mut args = vec![
            "--config-dir",
            config.to_str().expect("a temporary path is UTF-8"),
        ];
        args.extend(arguments);
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "tauri:options".to_owned(),
            json!({ "application": application(), "args": args }),
        );
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the window opens");
        Self {
            client,
            driver,
            _display: display,
        }
    }

    /// The element with a test id, once it is there and shown.
    pub async fn find(&self, id: &str) -> Element {
        let started = Instant::now();
        loop {
            if let Ok(element) = self
                .client
                .find(Locator::Css(&format!("[data-testid=\"{id}\"]")))
                .await
                && element.is_displayed().await.unwrap_or(false)
            {
                return element;
            }
            if started.elapsed() > PATIENCE {
                self.picture(&format!("missing-{id}")).await;
                panic!("no element `{id}` after {PATIENCE:?}; see target/screens/missing-{id}.png");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks the element with a test id.
    pub async fn click(&self, id: &str) {
        let started = Instant::now();
        loop {
            // An element may be covered or redrawn for a moment.
            match self.find(id).await.click().await {
                Ok(()) => return,
                Err(error) if started.elapsed() > PATIENCE => {
                    panic!("`{id}` takes no click: {error}")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// The text of the element with a test id.
    pub async fn text(&self, id: &str) -> String {
        self.find(id)
            .await
            .text()
            .await
            .expect("an element has text")
    }

    /// Waits until the text of an element satisfies `wanted`, and gives it.
    pub async fn text_when(&self, id: &str, wanted: impl Fn(&str) -> bool) -> String {
        let started = Instant::now();
        loop {
            let text = self.text(id).await;
            if wanted(&text) {
                return text;
            }
            if started.elapsed() > PATIENCE {
                self.picture(&format!("text-{id}")).await;
                panic!("`{id}` still reads {text:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Keeps a picture of the window under `target/screens/`.
    pub async fn picture(&self, name: &str) {
        if let Ok(png) = self.client.screenshot().await {
            let folder = target().join("screens");
            std::fs::create_dir_all(&folder).expect("target/ can be written");
            std::fs::write(folder.join(format!("{name}.png")), png)
                .expect("target/ can be written");
        }
    }

    /// Closes the window as a person would, and waits until it is gone.
    pub async fn close(self) {
        let _ = self.client.close().await;
        drop(self.driver);
    }
}

fn target() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies in the root");
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

fn application() -> PathBuf {
    let program = target().join("debug").join("hezhi-desktop");
    assert!(
        program.is_file(),
        "{} is built by `cargo xtask test`",
        program.display()
    );
    program
}

fn driver_program() -> PathBuf {
    env::var_os("TAURI_DRIVER").map_or_else(
        || target().join("tools").join("bin").join("tauri-driver"),
        PathBuf::from,
    )
}

fn display() -> (Running, u32) {
    for number in 90..190 {
        if Path::new(&format!("/tmp/.X{number}-lock")).exists() {
            continue;
        }
        let server = Command::new("Xvfb")
            .args([
                &format!(":{number}"),
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts; `cargo xtask test` installs it");
        let mut server = Running(server);
        let socket = format!("/tmp/.X11-unix/X{number}");
        wait_for(
            || Path::new(&socket).exists() || server.0.try_wait().is_ok_and(|end| end.is_some()),
            "Xvfb answers",
        );
        if server.0.try_wait().is_ok_and(|end| end.is_none()) {
            return (server, number);
        }
    }
    panic!("no free display between :90 and :189");
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("loopback has a free port")
        .port()
}

fn wait_for(mut ready: impl FnMut() -> bool, what: &str) {
    let started = Instant::now();
    while !ready() {
        assert!(started.elapsed() < PATIENCE, "{what} within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
