//! What a child allows itself before it looks at a file.

use std::io;

/// Caps the memory that this process may still take, in bytes, and its processor time, in seconds.
///
/// What the program itself occupies at start (a desktop program maps large libraries) is not counted.
#[cfg(unix)]
pub(super) fn cap(memory: u64, seconds: u64) -> io::Result<()> {
    use rlimit::Resource;

    let lower = |resource: Resource, wanted: u64| {
        let (_, hard) = resource.get()?;
        let wanted = wanted.min(hard);
        resource.set(wanted, wanted)
    };
    lower(Resource::AS, occupied().saturating_add(memory))?;
    lower(Resource::CPU, seconds)?;
    // A crash leaves nothing of the file behind.
    lower(Resource::CORE, 0)
}

#[cfg(not(unix))]
pub(super) fn cap(_memory: u64, _seconds: u64) -> io::Result<()> {
    Ok(())
}

/// Address space in use now, in bytes; 0 where the system does not tell.
#[cfg(unix)]
fn occupied() -> u64 {
    // The first number of statm is the size in pages.
    const PAGE: u64 = 4096;
    std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|statm| statm.split(' ').next()?.parse::<u64>().ok())
        .map_or(0, |pages| pages * PAGE)
}
