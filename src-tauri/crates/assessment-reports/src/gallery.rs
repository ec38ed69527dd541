//! An index page of charts, static and strict: no script, nothing from elsewhere.

use std::fmt::Write;

use assessment_models::text::Lang;

use crate::{
    charts::{Chart, escaped},
    palette,
    words::Words,
};

/// File name under which [`css`] is looked for.
pub const CSS_FILE: &str = "gallery.css";

/// A chart and the files that it was written to, beside the index page.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What it stands under, such as its peer group; entries of one section come together.
    pub section: &'a str,
    /// The chart.
    pub chart: &'a Chart,
    /// File name of its SVG.
    pub svg: &'a str,
    /// File name of its PNG.
    pub png: &'a str,
}

/// The index page (HTML): each chart with its finding, its text alternative, and links to its files.
#[must_use]
pub fn index(title: &str, entries: &[Entry<'_>], lang: Lang, synthetic: bool) -> String {
    let words = Words::of(lang);
    let title = escaped(title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; \
         style-src 'self' file:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{CSS_FILE}\">\n</head>\n<body>\n\
         <header><h1>{title}</h1>",
        lang.tag(),
    );
    if synthetic {
        html += &format!("<p>{}</p>", escaped(words.get("synthetic")));
    }
    html += "</header>\n<main>\n";
    if entries.is_empty() {
        html += &format!("<p>{}</p>\n", escaped(words.get("list_empty")));
    }
    let sections: Vec<&str> = entries
        .chunk_by(|a, b| a.section == b.section)
        .map(|part| part[0].section)
        .collect();
    if sections.len() > 1 {
        html += "<nav><ul>\n";
        for (n, section) in sections.iter().enumerate() {
            let _ = writeln!(html, "<li><a href=\"#s{n}\">{}</a></li>", escaped(section));
        }
        html += "</ul></nav>\n";
    }
    let mut shown = None;
    let mut n = 0;
    for entry in entries {
        if shown != Some(entry.section) {
            shown = Some(entry.section);
            let _ = writeln!(html, "<h2 id=\"s{n}\">{}</h2>", escaped(entry.section));
            n += 1;
        }
        let (svg, png) = (escaped(entry.svg), escaped(entry.png));
        // Writing into a String cannot fail.
        let _ = writeln!(
            html,
            "<figure>\n<a href=\"{svg}\"><img src=\"{svg}\" alt=\"{}\" loading=\"lazy\"></a>\n\
             <figcaption>{} <a href=\"{svg}\">SVG</a> <a href=\"{png}\">PNG</a>\n\
             <details><summary>{}</summary>{}</details></figcaption>\n</figure>",
            escaped(&entry.chart.title),
            escaped(&entry.chart.title),
            escaped(words.get("in_words")),
            table(entry.chart),
        );
    }
    html += "</main>\n</body>\n</html>\n";
    html
}

/// What a chart shows, as a table.
fn table(chart: &Chart) -> String {
    let row = |cells: &[String], tag: &str| {
        let cells = cells
            .iter()
            .map(|c| format!("<{tag}>{}</{tag}>", escaped(c)));
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let mut rows = chart.table.iter();
    let head = rows
        .next()
        .map_or_else(String::new, |cells| row(cells, "th"));
    let body: String = rows.map(|cells| row(cells, "td")).collect();
    format!(
        "<p>{}</p><table><thead>{head}</thead><tbody>{body}</tbody></table>",
        escaped(&chart.subtitle)
    )
}

/// The style sheet of the index page, from the house colours.
#[must_use]
pub fn css() -> String {
    palette::css()
        + "body { margin: 24px auto; max-width: 1008px; padding: 0 24px; background: var(--canvas); color: var(--ink);\n\
           \x20 font: 14px/22px \"Noto Sans SC\", \"PingFang SC\", \"Microsoft YaHei\", system-ui, sans-serif; }\n\
           h1 { font-size: 28px; line-height: 40px; font-weight: 600; }\n\
           h2 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 40px 0 8px; }\n\
           nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0; padding: 0; list-style: none; }\n\
           figure { margin: 24px 0; padding: 0; background: var(--surface); border: 1px solid var(--hairline);\n\
           \x20 border-radius: 6px; overflow: hidden; }\n\
           img { display: block; max-width: 100%; height: auto; margin: 0 auto; }\n\
           figcaption { padding: 8px 16px; border-top: 1px solid var(--hairline); color: var(--muted); }\n\
           a { color: var(--blue); }\n\
           table { border-collapse: collapse; font-size: 12px; line-height: 18px; font-variant-numeric: tabular-nums; }\n\
           th, td { padding: 2px 12px 2px 0; text-align: left; border-bottom: 1px solid var(--hairline); }\n"
}
