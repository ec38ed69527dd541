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

/// Takes the bytes of a file until a person asks to stop: that is told once, and what the packer still writes
/// to end its file is let go.
pub(super) struct Patient<'a> {
    bytes: &'a mut Vec<u8>,
    cancel: &'a AtomicBool,
    told: bool,
}

impl<'a> Patient<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>, cancel: &'a AtomicBool) -> Self {
        Self {
            bytes,
            cancel,
            told: false,
        }
    }
}

impl Write for Patient<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.told {
            return Ok(bytes.len());
        }
        if let Err(stopped) = going(self.cancel) {
            self.told = true;
            return Err(stopped);
        }
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
