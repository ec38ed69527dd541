//! What the setter sees of the world: the template, the document as JSON, its drawings, the faces. Nothing
//! else: no disk, no clock, no network.

use std::{collections::HashMap, sync::OnceLock};

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::Faces;

const TEMPLATE: &str = include_str!("../../templates/document.typ");

/// The template's place, and that of everything beside it.
fn place(name: &str) -> FileId {
    #[expect(
        clippy::expect_used,
        reason = "names are the constants of this module and numbers; none leads outside"
    )]
    let path = VirtualPath::new(name).expect("a name without dots");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn library() -> &'static LazyHash<Library> {
    static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
}

fn template() -> &'static Source {
    static SOURCE: OnceLock<Source> = OnceLock::new();
    SOURCE.get_or_init(|| Source::new(place("document.typ"), TEMPLATE.to_owned()))
}

/// One document with what it needs.
pub(super) struct Setting<'a> {
    faces: &'a Faces,
    files: HashMap<FileId, Bytes>,
}

impl<'a> Setting<'a> {
    /// `files` by the names under which the template asks for them.
    pub(super) fn new(
        faces: &'a Faces,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        let files = files.into_iter();
        Self {
            faces,
            files: files
                .map(|(name, bytes)| (place(&name), Bytes::new(bytes)))
                .collect(),
        }
    }
}

impl World for Setting<'_> {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.faces.book
    }

    fn main(&self) -> FileId {
        template().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == template().id() {
            Ok(template().clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.faces.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
