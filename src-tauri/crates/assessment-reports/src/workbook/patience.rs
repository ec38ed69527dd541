//! Stopping while a workbook is written: between two rows, and while its parts are packed.

use std::{
    io::{self, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use rust_xlsxwriter::XlsxError;

/// Fails where a person asked to stop; what the error says is replaced by [`super::render`].
pub(super) fn go_on(cancel: &AtomicBool) -> Result<(), XlsxError> {
    going(cancel).map_err(XlsxError::IoError)
}

fn going(cancel: &AtomicBool) -> io::Result<()> {
    if cancel.load(Ordering::Relaxed) {
        // Not `Interrupted`, after which writing is tried again.
        return Err(io::Error::other("stopped"));
    }
    Ok(())
}

/// Takes the bytes of a file until a person asks to stop.
pub(super) struct Patient<'a> {
    pub(super) bytes: &'a mut Vec<u8>,
    pub(super) cancel: &'a AtomicBool,
}

impl Write for Patient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        going(self.cancel)?;
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
