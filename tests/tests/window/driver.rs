//! A real window under a display of its own, driven through WebDriver.

use std::{
    cell::Cell,
    env, fs,
    io::{BufRead as _, BufReader},
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

/// Between two looks at a page.
const PAUSE: Duration = Duration::from_millis(50);

/// Collects what a page complains about where nobody sees it.
const LISTEN: &str = "
    window.complaints = [];
    // The browser's notice that a size is told in the next frame; nothing has failed.
    const notice = /^ResizeObserver loop/;
    const note = (text) => notice.test(text) || window.complaints.push(String(text));
    addEventListener('error', (event) => note(event.message || event.target.src || event.type), true);
    addEventListener('unhandledrejection', (event) => note(event.reason));
    addEventListener('securitypolicyviolation', (event) =>
        note(`${event.violatedDirective} refused ${event.blockedURI}`));
";

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The window, its driver and its display.
pub(crate) struct Window {
    /// The WebDriver session.
    pub(crate) client: Client,
    /// The language in which the window speaks.
    english: Cell<bool>,
    driver: Running,
    _display: Running,
}

impl Window {
    /// Opens the program with `arguments`; what it remembers lies in `config`.
    pub(crate) async fn open(config: &Path, arguments: &[&str]) -> Self {
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
            || {
                // tauri-driver answers before the browser's own driver does, and drops what comes too early.
                [port, native]
                    .iter()
                    .all(|&port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok())
            },
            "tauri-driver and the browser's driver answer",
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
        client
            .execute(LISTEN, Vec::new())
            .await
            .expect("a page runs scripts");
        Self {
            client,
            english: Cell::new(false),
            driver,
            _display: display,
        }
    }

    /// The first element that a CSS selector names, once it is there and shown.
    pub(crate) async fn find(&self, selector: &str) -> Element {
        let started = Instant::now();
        loop {
            if let Ok(element) = self.client.find(Locator::Css(selector)).await
                && element.is_displayed().await.unwrap_or(false)
            {
                return element;
            }
            if started.elapsed() > PATIENCE {
                self.picture("missing").await;
                panic!("no element {selector} after {PATIENCE:?}; see target/screens/missing.png");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until no element answers to a CSS selector.
    pub(crate) async fn gone(&self, selector: &str) {
        let started = Instant::now();
        while self.client.find(Locator::Css(selector)).await.is_ok() {
            if started.elapsed() > PATIENCE {
                self.picture("lingering").await;
                panic!("{selector} is still there; see target/screens/lingering.png");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Clicks an element, again where it was covered or redrawn for a moment.
    pub(crate) async fn click(&self, selector: &str) {
        let started = Instant::now();
        loop {
            let element = self.find(selector).await;
            // A click on what is disabled is swallowed without a word.
            let enabled = element.is_enabled().await.unwrap_or(false);
            if !enabled && started.elapsed() < PATIENCE {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            match element.click().await {
                Ok(()) => return,
                Err(error) if started.elapsed() > PATIENCE => {
                    panic!("{selector} takes no click: {error}")
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Chooses an entry of a list by its value, again where the list was redrawn for a moment.
    pub(crate) async fn choose(&self, selector: &str, value: &str) {
        let started = Instant::now();
        loop {
            match self.find(selector).await.select_by_value(value).await {
                Ok(()) => return,
                Err(error) if started.elapsed() > PATIENCE => {
                    panic!("{selector} takes no {value}: {error}")
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Replaces what stands in a text field.
    pub(crate) async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.expect("a text field can be cleared");
        field
            .send_keys(text)
            .await
            .expect("a text field takes keys");
    }

    /// Waits until the text of an element satisfies `wanted`, and gives it.
    pub(crate) async fn text_when(&self, selector: &str, wanted: impl Fn(&str) -> bool) -> String {
        let started = Instant::now();
        loop {
            // Redrawn between being found and being read: looked for again.
            let text = self.find(selector).await.text().await.unwrap_or_default();
            if wanted(&text) {
                return text;
            }
            if started.elapsed() > PATIENCE {
                self.picture("text").await;
                panic!("{selector} still reads {text:?}; see target/screens/text.png");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until an element's attribute has a value.
    pub(crate) async fn attribute_is(&self, selector: &str, name: &str, value: &str) {
        let started = Instant::now();
        loop {
            let found = self.find(selector).await.attr(name).await.ok().flatten();
            if found.as_deref() == Some(value) {
                return;
            }
            if started.elapsed() > PATIENCE {
                self.picture("attribute").await;
                panic!("{selector} has {name}={found:?}; see target/screens/attribute.png");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Opens the form of a unit at an objective.
    pub(crate) async fn open_form(&self, unit: &str, objective: &str) {
        self.click("[data-testid=\"nav-fill\"]").await;
        self.fill("[data-testid=\"unit-filter\"]", unit).await;
        self.click(&format!(
            "[data-testid=\"unit-row\"][data-code=\"{unit}\"] a"
        ))
        .await;
        self.click(&format!("[data-objective=\"{objective}\"]"))
            .await;
        self.find("[data-testid=\"indicator\"]").await;
    }

    /// Fails where axe-core finds a fault of roles, labels, names or contrast on what is shown.
    pub(crate) async fn is_accessible(&self, page: &str) {
        let known = self
            .client
            .execute("return typeof axe === 'object'", Vec::new())
            .await;
        if !known.is_ok_and(|known| known == json!(true)) {
            self.client
                .execute(&axe(), Vec::new())
                .await
                .expect("a page takes axe-core");
        }
        // What floats for a moment is faded in; contrast is judged when it is there.
        let run = "
            const done = arguments[arguments.length - 1];
            const still = Promise.all(document.getAnimations().map((a) => a.finished.catch(() => 0)));
            still
                .then(() => axe.run(document, { resultTypes: ['violations'] }))
                .then(({ violations }) => done(violations.map((found) =>
                    `${found.id}: ${found.nodes.map((node) => node.target.join(' ')).join(', ')}`)))
                .catch((error) => done([String(error)]));
        ";
        let found = self
            .client
            .execute_async(run, Vec::new())
            .await
            .expect("axe-core runs");
        if found != json!([]) {
            self.picture("inaccessible").await;
        }
        assert_eq!(
            found,
            json!([]),
            "{page}; see target/screens/inaccessible.png"
        );
    }

    /// Lets the window speak English, or Chinese again.
    pub(crate) async fn speak(&self, english: bool) {
        self.choose(
            "[data-testid=\"language-switch\"]",
            if english { "en" } else { "zh-CN" },
        )
        .await;
        self.english.set(english);
    }

    /// What the window says, in the language in which it speaks now.
    pub(crate) fn says(&self, chinese: &'static str, english: &'static str) -> &'static str {
        if self.english.get() { english } else { chinese }
    }

    /// The language in which the window speaks now, as names of pictures have it.
    pub(crate) fn lang(&self) -> &'static str {
        self.says("zh-CN", "en")
    }

    /// Answers the system's dialogs from now on with a path, as a person who picks it would.
    pub(crate) async fn pick(&self, path: &Path) {
        let script = "
            window.sent ??= window.fetch;
            const [path] = arguments;
            window.fetch = (address, request) => {
                const asked = decodeURIComponent(String(address));
                if (!/plugin:dialog.(open|save)/.test(asked)) return window.sent(address, request);
                const headers = { 'content-type': 'application/json', 'Tauri-Response': 'ok' };
                return Promise.resolve(new Response(JSON.stringify(path), { headers }));
            };
        ";
        let path = path.to_str().expect("a temporary path is UTF-8");
        self.client
            .execute(script, vec![json!(path)])
            .await
            .expect("a page runs scripts");
    }

    /// Pastes text into a field, as the clipboard would bring it.
    pub(crate) async fn paste(&self, selector: &str, text: &str) {
        self.find(selector).await;
        let script = "
            const field = document.querySelector(arguments[0]);
            field.focus();
            const event = new Event('paste', { bubbles: true, cancelable: true });
            Object.defineProperty(event, 'clipboardData', { value: { getData: () => arguments[1] } });
            field.dispatchEvent(event);
        ";
        self.client
            .execute(script, vec![json!(selector), json!(text)])
            .await
            .expect("a page runs scripts");
    }

    /// What a field holds.
    pub(crate) async fn value(&self, selector: &str) -> String {
        let value = self.find(selector).await.prop("value").await;
        value.expect("a field has a value").unwrap_or_default()
    }

    /// Waits until a field holds something.
    pub(crate) async fn value_is(&self, selector: &str, wanted: &str) {
        let started = Instant::now();
        loop {
            let value = self.find(selector).await.prop("value").await;
            let value = value.ok().flatten().unwrap_or_default();
            if value == wanted {
                return;
            }
            if started.elapsed() > PATIENCE {
                self.picture("value").await;
                panic!("{selector} still holds {value:?}; see target/screens/value.png");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Fails where the page is wider than the window, which would have to be scrolled sideways.
    pub(crate) async fn fits(&self, page: &str) {
        let script = "
            const main = document.querySelector('main') ?? document.body;
            const wide = [document.documentElement, main].some((box) => box.scrollWidth > box.clientWidth + 1);
            if (!wide) return '';
            const edge = main.getBoundingClientRect().right + 1;
            const inner = [...main.querySelectorAll('*')].filter((box) => {
                for (let at = box.parentElement; at && at !== main; at = at.parentElement) {
                    if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return false;
                }
                return box.getBoundingClientRect().right > edge;
            });
            return inner.slice(0, 3).map((box) => box.outerHTML.slice(0, 160)).join(' ') || 'the page';
        ";
        let wide = self.client.execute(script, Vec::new()).await;
        let wide = wide.expect("a page runs scripts");
        if wide != json!("") {
            self.picture("wide").await;
        }
        assert_eq!(wide, json!(""), "{page}; see target/screens/wide.png");
    }

    /// All that the page shows as text.
    pub(crate) async fn page(&self) -> String {
        self.find("body")
            .await
            .text()
            .await
            .expect("a page has text")
    }

    /// Keeps a picture of the window under `target/screens/`.
    pub(crate) async fn picture(&self, name: &str) {
        // The driver takes the next frame that is drawn; a page at rest draws none, and it would wait for ever.
        let stir = "document.body.animate([{opacity: 0.9999}, {opacity: 1}], {duration: 4000})";
        let _ = self.client.execute(stir, Vec::new()).await;
        if let Ok(png) = self.client.screenshot().await {
            let folder = target().join("screens");
            fs::create_dir_all(&folder).expect("target/ can be written");
            fs::write(folder.join(format!("{name}.png")), png).expect("target/ can be written");
        }
    }

    /// Closes the window as a person would, and waits until it is gone. The page must not have complained.
    pub(crate) async fn close(self) {
        let complaints = self
            .client
            .execute("return window.complaints", Vec::new())
            .await
            .expect("a page runs scripts");
        assert_eq!(complaints, json!([]), "complaints of the page");
        let _ = self.client.close().await;
        drop(self.driver);
    }
}

/// Processes of the program that keep their memory in `config`.
pub(crate) fn processes(config: &Path) -> Vec<String> {
    let config = config.to_str().expect("a temporary path is UTF-8");
    let all = fs::read_dir("/proc").expect("Linux lists its processes");
    all.filter_map(Result::ok)
        .filter(|entry| {
            fs::read(entry.path().join("cmdline")).is_ok_and(|line| {
                let mut words = line.split(|byte| *byte == 0);
                words
                    .next()
                    .is_some_and(|program| program.ends_with(b"hezhi-desktop"))
                    && words.any(|word| word == config.as_bytes())
            })
        })
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// The script of axe-core, as the pages' packages bring it.
fn axe() -> String {
    let file = root().join("ui/node_modules/axe-core/axe.min.js");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the crate lies in the root")
}

pub(crate) fn target() -> PathBuf {
    let root = root();
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

/// A display of its own. The server looks for a free number itself: it knows the locks of servers that
/// are gone from those of servers that run.
fn display() -> (Running, u32) {
    let mut server = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
        .args(["-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Xvfb starts; `cargo xtask test` installs it");
    let said = server.stdout.take().expect("its output is a pipe");
    let server = Running(server);
    let mut number = String::new();
    BufReader::new(said)
        .read_line(&mut number)
        .expect("Xvfb says its display");
    let number = number.trim().parse().expect("a display's number");
    (server, number)
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
