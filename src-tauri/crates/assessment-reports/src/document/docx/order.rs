//! Elements put into the order that ECMA-376 (transitional, wml.xsd) gives them: the writer has its own, which
//! programs that go by the schema do not read.

use resvg::usvg::roxmltree::{Document, Node};

const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Elements with their children in the order of the schema; those that are not named stay behind the named.
const ORDERS: [(&str, &str); 11] = [
    (
        "pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs \
         suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi \
         adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc \
         textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof \
         snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText \
         vertAlign rtl cs em lang eastAsianLayout specVanish",
    ),
    (
        "tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing \
         tblInd tblBorders shd tblLayout tblCellMar tblLook",
    ),
    (
        "tblBorders",
        "top left start bottom right end insideH insideV",
    ),
    ("tblCellMar", "top left start bottom right end"),
    (
        "tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    ),
    (
        "tcBorders",
        "top left start bottom right end insideH insideV tl2br tr2bl",
    ),
    (
        "sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType \
         pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    ),
    (
        "style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked \
         personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    ),
    (
        "settings",
        "writeProtection view zoom removePersonalInformation mirrorMargins defaultTabStop autoHyphenation \
         evenAndOddHeaders bookFoldPrinting characterSpacingControl updateFields footnotePr endnotePr compat \
         docVars rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    ),
    ("tbl", "tblPr tblGrid tr"),
];

/// The same part in the order of the schema; what is no XML stays as it is.
pub(super) fn ordered(xml: &str) -> String {
    let Ok(document) = Document::parse(xml) else {
        return xml.to_owned();
    };
    let mut out = String::with_capacity(xml.len());
    let root = document.root_element().range();
    out.push_str(&xml[..root.start]);
    put(document.root_element(), xml, &mut out);
    out.push_str(&xml[root.end..]);
    out
}

/// Where a child stands among its siblings.
fn position(order: &str, child: Node<'_, '_>) -> usize {
    let name = child.tag_name().name();
    let mut names = order.split_whitespace();
    names
        .position(|wanted| wanted == name)
        .unwrap_or(usize::MAX)
}

fn put(node: Node<'_, '_>, xml: &str, out: &mut String) {
    let whole = node.range();
    let (Some(first), Some(last)) = (node.first_child(), node.last_child()) else {
        out.push_str(&xml[whole]);
        return;
    };
    out.push_str(&xml[whole.start..first.range().start]);
    let mut children: Vec<Node<'_, '_>> = node.children().collect();
    let name = node.tag_name();
    let order = ORDERS.iter().find(|(tag, _)| *tag == name.name());
    if let Some((_, order)) = order.filter(|_| name.namespace() == Some(WORDS)) {
        children.sort_by_key(|child| position(order, *child));
    }
    for child in children {
        put(child, xml, out);
    }
    out.push_str(&xml[last.range().end..whole.end]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_stand_as_the_schema_has_them_and_nothing_is_lost() {
        let xml = format!(
            "<?xml version=\"1.0\"?><w:p xmlns:w=\"{WORDS}\"><w:pPr><w:rPr><w:sz w:val=\"1\" /><w:rFonts \
             /></w:rPr><w:jc w:val=\"left\" /><w:pStyle w:val=\"A\" /></w:pPr><w:r><w:t>一 &amp; \
             二</w:t></w:r></w:p>"
        );
        let expected = format!(
            "<?xml version=\"1.0\"?><w:p xmlns:w=\"{WORDS}\"><w:pPr><w:pStyle w:val=\"A\" /><w:jc \
             w:val=\"left\" /><w:rPr><w:rFonts /><w:sz w:val=\"1\" /></w:rPr></w:pPr><w:r><w:t>一 &amp; \
             二</w:t></w:r></w:p>"
        );
        assert_eq!(ordered(&xml), expected);
        assert_eq!(ordered("no xml"), "no xml");
    }
}
