use proptest::prelude::*;

use super::*;
use crate::composite::{Alternatives, IndexData, IndexMeta, IndexOptions};

fn index(data: &str) -> PreparedIndex {
    let meta = IndexMeta::parse(
        "Level,iCode,Direction,Weight,Parent,Type\n\
         1,a,1,1,left,Indicator\n1,b,1,3,left,Indicator\n1,c,1,1,left,Indicator\n\
         1,d,1,1,right,Indicator\n2,left,1,3,all,Aggregate\n2,right,1,1,all,Aggregate\n\
         3,all,1,1,NA,Aggregate\n",
    )
    .unwrap();
    let data = IndexData::parse(data, &meta).unwrap();
    PreparedIndex::of_index(
        &meta,
        &data,
        &IndexOptions::default(),
        &Alternatives::default(),
    )
    .unwrap()
}

fn run(data: &str) -> Audit {
    audit(&index(data), &|_, _| {}, &AtomicBool::new(false)).unwrap()
}

const DATA: &str = "uCode,a,b,c,d\nP,10,20,30,5\nQ,50,45,20,5\nR,35,15,10,7\n\
                    S,90,80,70,1\nT,60,85,40,2\nU,20,30,25,9\n";

fn close(here: Option<f64>, there: f64) {
    assert!((here.unwrap() - there).abs() < 1e-8, "{here:?} {there}");
}

fn pair<'a>(audit: &'a Audit, first: &str, second: &str) -> &'a Correlation {
    let is = |c: &&Correlation| c.first == first && c.second == second;
    audit.correlations.iter().find(is).unwrap()
}

/// Computed with numpy 2: `corrcoef`, the same of mean ranks, and τ-b by counting pairs.
#[test]
fn correlations_agree_with_numpy() {
    let audit = run(DATA);
    let ab = pair(&audit, "a", "b");
    close(ab.pearson, 0.849_014_29);
    close(ab.spearman, 0.771_428_57);
    close(ab.kendall, 0.6);
    assert!(ab.siblings && ab.flag.is_none());
    let ad = pair(&audit, "a", "d");
    close(ad.pearson, -0.795_000_19);
    close(ad.spearman, -0.753_702_35);
    close(ad.kendall, -0.690_065_559_342_354_3);
    // Negative, but not siblings: a group apart may well measure the opposite.
    assert!(!ad.siblings && ad.flag.is_none());
    // Six pairs of indicators, one of the groups of level 2.
    assert_eq!(audit.correlations.len(), 7);
}

/// `numpy.linalg.eigh(corrcoef)`, signs fixed.
#[test]
fn components_agree_with_numpy() {
    let components = run(DATA).components.unwrap();
    let values = [3.394_619_67, 0.277_593_51, 0.188_215_43, 0.139_571_38];
    for (component, value) in components.components.iter().zip(values) {
        close(Some(component.eigenvalue), value);
        close(Some(component.explained), value / 4.0);
    }
    let loadings = [
        [0.498_127_84, 0.511_104_36, 0.485_904_88, -0.504_517_02],
        [-0.555_855_83, -0.270_500_03, 0.783_028_36, -0.068_706_71],
    ];
    for (component, loadings) in components.components.iter().zip(loadings) {
        for (here, there) in component.loadings.iter().zip(loadings) {
            close(Some(*here), there);
        }
    }
}

/// `k/(k − 1)·(1 − Σ variances/Σ covariances)` with numpy.
#[test]
fn reliability_with_and_without() {
    let audit = run(DATA);
    let left = audit
        .reliability
        .iter()
        .find(|r| r.group == "left")
        .unwrap();
    close(left.alpha, 0.908_396_946_564_885_5);
    assert_eq!(left.without[2].0, "c");
    close(left.without[2].1, 0.917_948_717_948_718);
    let right = audit
        .reliability
        .iter()
        .find(|r| r.group == "right")
        .unwrap();
    assert_eq!((right.alpha, right.without[0].1), (None, None));
}

#[test]
fn gaps_leave_pairs_out() {
    let audit = run(&format!("{DATA}V,NA,99,1,NA\nW,7,NA,NA,NA\n"));
    let ab = pair(&audit, "a", "b");
    close(ab.pearson, 0.849_014_29);
    close(ab.spearman, 0.771_428_57);
    close(ab.kendall, 0.6);
    assert_eq!(audit.components.unwrap().units, 6);
}

#[test]
fn twins_and_opposites_are_flagged() {
    let audit = run("uCode,a,b,c,d\nP,1,2,9,0\nQ,2,4,8,0\nR,3,6,7,0\n");
    assert_eq!(pair(&audit, "a", "b").flag, Some(Flag::Collinear));
    assert_eq!(pair(&audit, "a", "c").flag, Some(Flag::Negative));
    let constant = pair(&audit, "a", "d");
    assert_eq!((constant.pearson, constant.kendall), (None, None));
    // What does not vary is no part of the components.
    assert_eq!(audit.components.unwrap().indicators, ["a", "b", "c"]);
}

#[test]
fn effective_weights_and_removals_by_hand() {
    let audit = run("uCode,a,b,c,d\nP,10,0,0,0\nQ,0,5,0,0\nR,0,0,0,9\n");
    let weight = |code: &str| {
        audit
            .effective_weights
            .iter()
            .find(|w| w.0 == code)
            .unwrap()
            .1
    };
    assert_eq!([weight("a"), weight("b"), weight("d")], [0.15, 0.45, 0.25]);
    assert!((weight("all") - 1.0).abs() < 1e-12);
    let removal = |code: &str| audit.removals.iter().find(|r| r.element == code).unwrap();
    // P 1.5, Q 2.25, R 2.25: ranks 3, 1, 1. Without d or right: P 2, Q 3, R 0: ranks 2, 1, 3.
    assert_eq!(removal("d").mean_shift, Some(1.0));
    assert_eq!(removal("right").max_shift, 2);
    // Without c: left has (1, 3): P 1.875, Q 2.8125, R 2.25: 3, 1, 2
    assert_eq!(removal("c").mean_shift, Some(1.0 / 3.0));
    // The index itself is no element to remove.
    assert!(audit.removals.iter().all(|r| r.element != "all"));
}

#[test]
fn strengths_and_weaknesses() {
    let of_r = profile(&index(DATA), "R", 2).unwrap();
    // R: a 4th of 6, b last, c last, d 2nd; b weighs more than c.
    let codes = |standings: &[Standing]| -> Vec<String> {
        standings.iter().map(|s| s.indicator.clone()).collect()
    };
    assert_eq!(codes(&of_r.strengths), ["d"]);
    assert_eq!(codes(&of_r.weaknesses), ["b", "c"]);
    assert_eq!(
        (of_r.weaknesses[0].rank, of_r.weaknesses[0].peers),
        (6.0, 6)
    );
    assert!(matches!(
        profile(&index(DATA), "X", 2),
        Err(AnalysisError::UnknownUnit { .. })
    ));
}

#[test]
fn one_unit_and_stopping() {
    let alone = run("uCode,a,b,c,d\nP,1,NA,3,4\n");
    assert_eq!(alone.components, None);
    assert!(alone.correlations.iter().all(|c| c.pearson.is_none()));
    assert_eq!(alone.removals[0].mean_shift, Some(0.0));
    let stopped = audit(&index(DATA), &|_, _| {}, &AtomicBool::new(true));
    assert_eq!(stopped, Err(AnalysisError::Cancelled));
}

#[test]
fn ten_thousand_indicators_are_refused_by_number() {
    let mut meta = "Level,iCode,Direction,Weight,Parent,Type\n2,all,1,1,NA,Aggregate\n".to_owned();
    let (mut head, mut row) = ("uCode".to_owned(), "P".to_owned());
    for i in 0..10_000 {
        meta.push_str(&format!("1,I{i},1,1,all,Indicator\n"));
        head.push_str(&format!(",I{i}"));
        row.push_str(",1");
    }
    let meta = IndexMeta::parse(&meta).unwrap();
    let data = IndexData::parse(&format!("{head}\n{row}\n"), &meta).unwrap();
    let (options, none) = (IndexOptions::default(), Alternatives::default());
    let index = PreparedIndex::of_index(&meta, &data, &options, &none).unwrap();
    let refused = audit(&index, &|_, _| {}, &AtomicBool::new(false)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "10001 results are more than the 1000 that are kept at once"
    );
}

/// τ-b by looking at every pair.
fn tau_by_pairs(x: &[f64], y: &[f64]) -> Option<f64> {
    let (mut balance, mut first, mut second) = (0.0, 0.0, 0.0);
    for i in 0..x.len() {
        for j in 0..i {
            let sign = |a: f64, b: f64| if a == b { 0.0 } else { (a - b).signum() };
            let (p, q) = (sign(x[i], x[j]), sign(y[i], y[j]));
            balance += p * q;
            first += p * p;
            second += q * q;
        }
    }
    (first * second > 0.0).then(|| balance / f64::sqrt(first * second))
}

proptest! {
    #[test]
    fn kendall_is_what_counting_pairs_gives(
        pairs in prop::collection::vec((0..6_i32, 0..6_i32), 2..40),
    ) {
        let (x, y): (Vec<f64>, Vec<f64>) =
            pairs.iter().map(|(a, b)| (f64::from(*a), f64::from(*b))).unzip();
        match (kendall_tau(&x, &y), tau_by_pairs(&x, &y)) {
            (Some(here), Some(there)) => prop_assert!((here - there).abs() < 1e-12),
            (here, there) => prop_assert_eq!(here, there),
        }
    }
}
