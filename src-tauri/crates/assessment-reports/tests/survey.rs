//! The chart of a questionnaire says what it withholds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what goes wrong here fails the test"
)]

use assessment_models::text::Lang;
use assessment_reports::{Size, charts};
use drawn::{check, keep, styles};
use resvg::usvg::roxmltree;

mod drawn;

/// Where no distribution may be published the chart draws the means, and says what is withheld and why.
#[test]
fn withheld_shares_leave_the_means() {
    let points = ["1", "2", "3", "4", "5"].map(str::to_owned);
    let mean = 3.5;
    let item = |id: &str, shares: &[f64]| charts::LikertItem {
        id: id.to_owned(),
        name: format!("题目 {id}"),
        shares: shares.to_vec(),
        n: 120,
        mean: Some((mean, Some((3.3, 3.7)))),
        too_few: false,
    };
    let shown = item("Q1", &[0.1, 0.2, 0.3, 0.2, 0.2]);
    for items in [vec![item("Q2", &[])], vec![shown, item("Q2", &[])]] {
        for style in styles() {
            let of = ("公民", points.as_slice(), 5);
            let chart = charts::likert(of, (&items, 10), "问卷", &style);
            check("withheld", &chart);
            keep(
                &format!(
                    "withheld-{}-{}-{}-{:?}",
                    items.len(),
                    style.lang.tag(),
                    style.dark,
                    style.size
                ),
                &chart,
            );
            let dots = chart.svg.matches("<circle").count();
            let expected = match (items.len(), style.size) {
                (n, Size::Wide) => n,
                (1, Size::Small) => 1,
                // Beside bars the small size has no room for a second scale.
                _ => 0,
            };
            assert_eq!(dots, expected);
            let words = match style.lang {
                Lang::Zh => ["不公布", "不足 10 份"],
                Lang::En => ["withheld", "under 10"],
            };
            let value = &chart.marks.iter().find(|m| m.id == "Q2").unwrap().value;
            assert!(
                value.contains("3.50") && value.contains(words[0]),
                "{value}"
            );
            // The note may be broken over lines.
            let drawn: String = roxmltree::Document::parse(&chart.svg)
                .unwrap()
                .descendants()
                .filter(|n| n.has_tag_name("text"))
                .filter_map(|n| n.text())
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ");
            assert!(drawn.contains(words[1]), "{drawn}");
        }
    }
}
