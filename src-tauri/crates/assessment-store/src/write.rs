//! The handle that writes. Its functions stand beside the table that they write.

use std::ops::Deref;

use chrono::NaiveDateTime;

use crate::reader::Reader;

/// A transaction that writes, with who does it and when. Made by [`crate::Workspace::write`].
#[derive(Debug)]
pub struct Write<'w> {
    reader: &'w Reader,
    pub(crate) actor: &'w str,
    pub(crate) now: NaiveDateTime,
}

impl<'w> Write<'w> {
    pub(crate) fn new(reader: &'w Reader, actor: &'w str, now: NaiveDateTime) -> Self {
        Self { reader, actor, now }
    }
}

impl Deref for Write<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader
    }
}
