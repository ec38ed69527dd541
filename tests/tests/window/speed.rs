//! How soon the window is of use.

use std::{
    fs,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{
    ONE,
    driver::{Window, processes},
    id, province,
};

/// When a process started, in milliseconds since the epoch, to the kernel's hundredth of a second.
fn started(process: &str) -> f64 {
    let read = |path: &str| fs::read_to_string(path).expect("Linux tells of its processes");
    let stat = read(&format!("/proc/{process}/stat"));
    // The name in brackets may hold blanks; the 20th field after it is the start in ticks since boot.
    let after = stat.rsplit(')').next().expect("a line has an end");
    let ticks = after.split_whitespace().nth(19).expect("a start");
    let ticks: f64 = ticks.parse().expect("ticks are a number");
    let uptime = read("/proc/uptime");
    let uptime = uptime.split_whitespace().next().expect("an uptime");
    let uptime: f64 = uptime.parse().expect("seconds are a number");
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("now is after 1970");
    now.as_secs_f64() * 1000.0 - (uptime - ticks / 100.0) * 1000.0
}

#[tokio::test]
async fn the_overview_is_painted_soon_after_the_start() {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.find(&id("overview-row")).await;
    let painted = window
        .client
        .execute(
            "return performance.timeOrigin + performance.getEntriesByName('useful')[0].startTime",
            Vec::new(),
        )
        .await
        .expect("a page runs scripts");
    let painted = painted.as_f64().expect("the page noted its first paint");
    let [process] = &processes(&config)[..] else {
        panic!("one program runs with {}", config.display());
    };
    let took = painted - started(process);
    println!("from the start of the program to the overview of 184 units painted: {took:.0} ms");
    // A busy test machine and an unoptimised build are allowed for; a page that waits for a time-out is not.
    assert!(took < 10_000.0, "{took} ms");
    window.close().await;
}
