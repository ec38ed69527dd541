//! Words across each page, as word processors know them: a shape of text in the header, behind everything.

use crate::charts::escaped;

/// Width of the words in points, and how much of it each letter is high.
const WIDTH: f64 = 400.0;
/// Highest that letters are, in points.
const HIGHEST: f64 = 110.0;

/// A header part with these words across its page.
pub(super) fn across(header: &str, words: &str) -> String {
    let Some(end) = header.find("</w:p>") else {
        return header.to_owned();
    };
    let letters = words.chars().count().max(1) as f64;
    let high = (WIDTH / letters).min(HIGHEST);
    let wide = (high * letters).min(WIDTH);
    let shape = format!(
        "<w:r><w:rPr><w:noProof /></w:rPr><w:pict xmlns:v=\"urn:schemas-microsoft-com:vml\" \
         xmlns:o=\"urn:schemas-microsoft-com:office:office\"><v:shapetype id=\"_x0000_t136\" \
         coordsize=\"21600,21600\" o:spt=\"136\" adj=\"10800\" \
         path=\"m@7,l@8,m@5,21600l@6,21600e\"><v:formulas><v:f eqn=\"sum #0 0 10800\" /><v:f \
         eqn=\"prod #0 2 1\" /><v:f eqn=\"sum 21600 0 @1\" /><v:f eqn=\"sum 0 0 @2\" /><v:f \
         eqn=\"sum 21600 0 @3\" /><v:f eqn=\"if @0 @3 0\" /><v:f eqn=\"if @0 21600 @1\" /><v:f \
         eqn=\"if @0 0 @2\" /><v:f eqn=\"if @0 @4 21600\" /></v:formulas><v:path textpathok=\"t\" \
         /><v:textpath on=\"t\" fitshape=\"t\" /><o:lock v:ext=\"edit\" text=\"t\" shapetype=\"t\" \
         /></v:shapetype><v:shape id=\"PowerPlusWaterMarkObject1\" type=\"#_x0000_t136\" \
         style=\"position:absolute;margin-left:0;margin-top:0;width:{wide:.0}pt;height:{high:.0}pt;\
         rotation:325;z-index:-251658752;mso-position-horizontal:center;\
         mso-position-horizontal-relative:margin;mso-position-vertical:center;\
         mso-position-vertical-relative:margin\" o:allowincell=\"f\" fillcolor=\"#e8e8e8\" \
         stroked=\"f\"><v:textpath style=\"font-family:&quot;黑体&quot;;font-size:1pt\" string=\"{}\" \
         /></v:shape></w:pict></w:r>",
        escaped(words)
    );
    format!("{}{shape}{}", &header[..end], &header[end..])
}
