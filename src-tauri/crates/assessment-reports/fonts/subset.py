#!/usr/bin/env python3
"""Makes the bundled font files from Noto Sans CJK, Noto Serif CJK and LXGW WenKai (SIL Open Font License,
OFL.txt, OFL-Kai.txt).

    pip install fonttools brotli && apt-get install fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai
    python3 subset.py [FOLDER_WITH_Noto*CJK-*.ttc [FOLDER_WITH_LXGWWenKai-Regular.ttf]]

The same sources give the same bytes. Kept: GB2312, the characters of the frameworks, of the words of
program and reports and of names.txt, Latin, Greek, punctuation, arrows, signs, circled digits, box
parts and full-width forms. Kerning of Latin is kept; vertical and variant forms are not.

The regular script is for second headings only and holds level 1 of GB2312; what it lacks is set in the
serif. Its name is reserved by its makers for the whole font, so the part has a name of its own.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto")
SOURCE_KAI = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "/usr/share/fonts/truetype/lxgw-wenkai")
# 2024-01-01 in seconds since 1904: font tables carry a date, and a date of today would change the bytes.
MODIFIED = 3786912000

RANGES = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x017F),  # Latin Extended-A
    (0x01CD, 0x01DC),  # pinyin vowels
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x205E),  # general punctuation
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x214F),  # letter-like
    (0x2150, 0x217F),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical
    (0x2460, 0x24FF),  # circled
    (0x2500, 0x25FF),  # boxes, blocks, shapes
    (0x2600, 0x2606),  # stars
    (0x2610, 0x2612),  # ballot boxes
    (0x2713, 0x2717),  # check, cross
    (0x3000, 0x303F),  # CJK punctuation
    (0x3220, 0x3229),  # parenthesised numerals
    (0x3251, 0x325F),  # circled 21 to 35
    (0x32B1, 0x32BF),  # circled 36 to 50
    (0x3380, 0x33DF),  # squared units
    (0xFF01, 0xFFEE),  # full-width forms
]


RANGES_KAI = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00A0),  # no-break space
    (0x00B7, 0x00B7),  # middle dot
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x3000, 0x3017),  # CJK punctuation
    (0xFF01, 0xFF5E),  # full-width forms
]


def han(rows):
    """Characters of these rows of GB2312."""
    found = set()
    for high in rows:
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found


def characters_kai():
    return {c for low, high in RANGES_KAI for c in range(low, high + 1)} | han(range(0xB0, 0xD8))


def characters():
    wanted = {code for low, high in RANGES for code in range(low, high + 1)}
    wanted |= han(range(0xA1, 0xF8))
    folders = [
        ROOT / "assessment-models" / "frameworks",
        ROOT / "ui" / "src" / "locales",
        HERE.parent / "locales",
        HERE.parent / "templates",
    ]
    files = [HERE / "names.txt"]
    for folder in folders:
        files += [f for f in sorted(folder.rglob("*")) if f.suffix in {".csv", ".json", ".toml"}]
    for file in files:
        wanted |= {ord(c) for c in file.read_text("utf-8") if ord(c) >= 0x20}
    return wanted


def face(family, style):
    file = f"{family.replace(' ', '')}CJK-{style}.ttc"
    collection = TTCollection(SOURCE / file, lazy=True)
    for font in collection.fonts:
        if font["name"].getDebugName(1).startswith(f"{family} CJK SC"):
            return font
    raise SystemExit(f"no SC face in {file}")


def rename(font, family, style):
    name = font["name"]
    copyright_, licence, url = (name.getDebugName(i) for i in (0, 13, 14))
    version = name.getDebugName(5)
    name.names = []
    texts = {
        0: copyright_,
        1: family,
        2: style,
        3: f"{family} {style} subset",
        4: family if style == "Regular" else f"{family} {style}",
        5: version,
        6: f"{family.replace(' ', '')}-{style}",
        13: licence,
        14: url,
    }
    for number, text in texts.items():
        if text:
            name.setName(text, number, 3, 1, 0x409)


def reduce(font, wanted, family, style, suffix):
    options = subset.Options()
    options.layout_features = ["kern", "ccmp", "mark", "locl"]
    options.layout_scripts = ["DFLT", "latn", "hani"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    options.hinting = False
    options.desubroutinize = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font, family, style)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [f"{family.replace(' ', '')}-{style}"]
        top = cff[0]
        top.FullName = f"{family} {style}"
        top.FamilyName = family
    font["head"].modified = MODIFIED
    font.recalcTimestamp = False
    out = HERE / f"{family.replace(' ', '')}-{style}.{suffix}"
    font.flavor = None
    font.save(out, reorderTables=True)
    have = set(font.getBestCmap())
    lost = sorted(chr(c) for c in wanted - have if c > 0x4DFF and c < 0xA000)
    print(f"{out.name}: {len(have)} characters, {out.stat().st_size} bytes; Han not in the source: {''.join(lost)}")


def main():
    wanted = characters()
    for family, style in (("Noto Sans", "Regular"), ("Noto Sans", "Bold"), ("Noto Serif", "Regular")):
        reduce(face(family, style), wanted, f"{family} SC", style, "otf")
    kai = TTFont(SOURCE_KAI / "LXGWWenKai-Regular.ttf")
    reduce(kai, characters_kai(), "Hezhi Kai", "Regular", "ttf")


if __name__ == "__main__":
    main()
