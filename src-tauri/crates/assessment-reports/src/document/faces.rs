//! The faces that documents are set in: those of the machine where it has the customary ones, the bundled
//! ones otherwise.

use std::sync::OnceLock;

use serde::Serialize;
use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::font;

const SERIF: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular.otf");
const KAI: &[u8] = include_bytes!("../../fonts/HezhiKai-Regular.ttf");

/// Families for each part that a document has words in, first choice first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Families {
    /// 小标宋 of titles.
    pub(super) title: Vec<String>,
    /// 仿宋 of the text.
    pub(super) body: Vec<String>,
    /// 楷体 of second headings.
    pub(super) kai: Vec<String>,
    /// 黑体 of first headings.
    pub(super) hei: Vec<String>,
    /// 宋体 of page numbers and tables.
    pub(super) song: Vec<String>,
}

/// Names under which the customary faces are installed, first choice first, and the bundled one that
/// stands in.
const CUSTOMARY: [(&[&str], &str); 5] = [
    (
        &[
            "FZXiaoBiaoSong-B05S",
            "方正小标宋简体",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05",
        ],
        "Noto Serif SC",
    ),
    (
        &[
            "仿宋_GB2312",
            "FangSong_GB2312",
            "FangSong",
            "仿宋",
            "STFangsong",
            "华文仿宋",
        ],
        "Noto Serif SC",
    ),
    (
        &[
            "楷体_GB2312",
            "KaiTi_GB2312",
            "KaiTi",
            "楷体",
            "STKaiti",
            "华文楷体",
        ],
        "Hezhi Kai",
    ),
    (&["SimHei", "黑体", "STHeiti", "华文黑体"], "Noto Sans SC"),
    (&["SimSun", "宋体", "STSong", "华文宋体"], "Noto Serif SC"),
];

/// Faces to set documents in.
#[derive(Debug)]
pub struct Faces {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    pub(super) families: Families,
}

impl Faces {
    /// The bundled faces only: the same document gives the same bytes on every machine.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static FACES: OnceLock<Faces> = OnceLock::new();
        FACES.get_or_init(|| Self::with(Vec::new(), |_| None))
    }

    /// The customary faces of official documents where this machine has them, the bundled ones otherwise.
    #[must_use]
    pub fn system() -> &'static Self {
        static FACES: OnceLock<Faces> = OnceLock::new();
        FACES.get_or_init(|| {
            let mut installed = fontdb::Database::new();
            installed.load_system_fonts();
            let mut fonts = Vec::new();
            let mut found = Vec::new();
            for (names, _) in CUSTOMARY {
                let Some((family, font)) = names.iter().find_map(|name| load(&installed, name))
                else {
                    found.push(None);
                    continue;
                };
                fonts.push(font);
                found.push(Some(family));
            }
            Self::with(fonts, |at| found.get(at).cloned().flatten())
        })
    }

    fn with(mut fonts: Vec<Font>, found: impl Fn(usize) -> Option<String>) -> Self {
        for bytes in [SERIF, KAI, font::REGULAR, font::BOLD] {
            fonts.extend(Font::iter(Bytes::new(bytes)));
        }
        let family = |at: usize| {
            let (_, bundled) = CUSTOMARY[at];
            // What a face lacks is set in the serif, which has every character that may occur.
            let mut names: Vec<String> = found(at).into_iter().collect();
            names.push(bundled.to_owned());
            if bundled != "Noto Serif SC" {
                names.push("Noto Serif SC".to_owned());
            }
            names
        };
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            families: Families {
                title: family(0),
                body: family(1),
                kai: family(2),
                hei: family(3),
                song: family(4),
            },
            fonts,
        }
    }
}

/// A face of the machine by its family, with the family's name as the setter will know it.
fn load(installed: &fontdb::Database, name: &str) -> Option<(String, Font)> {
    let query = fontdb::Query {
        families: &[fontdb::Family::Name(name)],
        ..fontdb::Query::default()
    };
    let id = installed.query(&query)?;
    let (bytes, index) = installed.with_face_data(id, |data, index| (data.to_vec(), index))?;
    let font = Font::new(Bytes::new(bytes), index)?;
    Some((font.info().family.clone(), font))
}
