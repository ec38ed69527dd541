//! The index engine against COINr's ASEM example, stage by stage, and against reference weights and
//! reliabilities. The reference files are not part of the repository; without them nothing is checked,
//! and that is said.

use std::{collections::BTreeMap, path::PathBuf};

use assessment_models::composite::{
    IndexData, IndexMeta, IndexOptions, IndexOutput, Stage, Weights, lineage, run,
};

use super::shared;

/// Agreement that is asked for, relative to the reference.
const TOLERANCE: f64 = 1e-10;

struct References {
    golden: PathBuf,
    meta: IndexMeta,
    raw: String,
}

impl References {
    fn open() -> Option<Self> {
        let (golden, samples) = (shared("golden")?, shared("samples")?);
        let meta = std::fs::read_to_string(samples.join("ASEM_iMeta.csv")).unwrap();
        Some(Self {
            golden,
            meta: IndexMeta::parse(&meta).unwrap(),
            raw: std::fs::read_to_string(samples.join("ASEM_iData.csv")).unwrap(),
        })
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.golden.join(file)).unwrap()
    }

    /// Runs over a reference file, or over the raw data.
    fn run(&self, input: Option<&str>, options: &IndexOptions) -> IndexOutput {
        let text = input.map_or_else(|| self.raw.clone(), |file| self.text(file));
        let data = IndexData::parse(&text, &self.meta).unwrap();
        run(&self.meta, &data, options).unwrap()
    }

    /// Every number of a reference file stands in the output.
    fn agrees(&self, output: &IndexOutput, file: &str, tolerance: f64) {
        let text = self.text(file);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let mut compared = 0;
        for row in reader.records().map(Result::unwrap) {
            let unit = output
                .rows
                .iter()
                .find(|r| r.unit == row[0])
                .unwrap_or_else(|| panic!("{file}: no row {}", &row[0]));
            for (at, column) in columns.iter().enumerate().skip(1) {
                let place = output
                    .columns
                    .iter()
                    .position(|c| c == column)
                    .unwrap_or_else(|| panic!("{file}: no column {column}"));
                let here = unit.values[place];
                let there: Option<f64> = match &row[at] {
                    "NA" | "NaN" => None,
                    number => Some(number.parse().unwrap()),
                };
                let same = match (here, there) {
                    (Some(a), Some(b)) => (a - b).abs() <= tolerance * b.abs().max(1e-3),
                    (None, None) => true,
                    _ => false,
                };
                assert!(
                    same,
                    "{file}: {} {column}: {here:?}, reference {there:?}",
                    &row[0]
                );
                compared += 1;
            }
        }
        assert!(compared > 20, "{file}: only {compared} numbers");
    }
}

fn options(change: impl FnOnce(&mut IndexOptions)) -> IndexOptions {
    let mut options = IndexOptions::default();
    change(&mut options);
    options
}

fn arithmetic(options: &mut IndexOptions) {
    options.aggregate = IndexOptions::parse_aggregators("arithmetic").unwrap();
}

/// The whole example in one run, from raw data.
fn example(stage: Stage) -> IndexOptions {
    options(|o| {
        o.denominate = true;
        o.impute = Some("group_mean:EurAsia_group".parse().unwrap());
        o.treat = Some("winsorise:5".parse().unwrap());
        o.normalise = Some("min_max:0:100".parse().unwrap());
        arithmetic(o);
        o.stage = Some(stage);
    })
}

#[test]
fn the_example_from_raw_data_stage_by_stage() {
    let Some(references) = References::open() else {
        return;
    };
    for (stage, file) in [
        (Stage::Denominated, "A_Denominated.csv"),
        (Stage::Imputed, "A_Imputed.csv"),
        (Stage::Treated, "A_Treated.csv"),
        (Stage::Normalised, "A_Normalised.csv"),
        (Stage::Aggregated, "A_Aggregated.csv"),
    ] {
        references.agrees(&references.run(None, &example(stage)), file, TOLERANCE);
    }
    let ranks = references.run(None, &example(Stage::Ranks));
    references.agrees(&ranks, "A_ranks_all.csv", 0.0);
}

#[test]
fn each_stage_from_the_reference_of_the_one_before() {
    let Some(references) = References::open() else {
        return;
    };
    let normalised = options(|o| o.normalise = Some("min_max:0:100".parse().unwrap()));
    let treated = Some("A_Treated.csv");
    references.agrees(
        &references.run(treated, &normalised),
        "A_Normalised.csv",
        TOLERANCE,
    );
    let aggregated = references.run(Some("A_Normalised.csv"), &options(arithmetic));
    references.agrees(&aggregated, "A_Aggregated.csv", TOLERANCE);
    let winsorised = options(|o| o.treat = Some("winsorise:5".parse().unwrap()));
    references.agrees(
        &references.run(Some("A_Imputed.csv"), &winsorised),
        "A_Treated.csv",
        TOLERANCE,
    );
}

#[test]
fn effective_weights() {
    let Some(references) = References::open() else {
        return;
    };
    let output = references.run(None, &options(|o| o.stage = Some(Stage::Weights)));
    references.agrees(&output, "A_eff_weights.csv", TOLERANCE);
}

#[test]
fn lineage_of_every_indicator() {
    let Some(references) = References::open() else {
        return;
    };
    let tree = lineage(&references.meta);
    assert_eq!(tree.levels, [1, 2, 3, 4]);
    let text = references.text("A_lineage.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut expected: Vec<Vec<Option<String>>> = reader
        .records()
        .map(|row| row.unwrap().iter().map(|c| Some(c.to_owned())).collect())
        .collect();
    let mut found = tree.rows;
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn other_weights_and_another_range() {
    let Some(references) = References::open() else {
        return;
    };
    let one_to_hundred = options(|o| o.normalise = Some("min_max:1:100".parse().unwrap()));
    let treated = Some("A_Treated.csv");
    references.agrees(
        &references.run(treated, &one_to_hundred),
        "B_norm_minmax_1_100.csv",
        TOLERANCE,
    );
    let mut both = one_to_hundred;
    arithmetic(&mut both);
    references.agrees(
        &references.run(treated, &both),
        "B_agg_amean.csv",
        TOLERANCE,
    );
    both.weights = Some(Weights::parse(&references.text("B_weights_unequal.csv")).unwrap());
    references.agrees(
        &references.run(treated, &both),
        "B_agg_unequalw_amean.csv",
        TOLERANCE,
    );
}

#[test]
fn gaps_are_left_out_and_thresholds_void_groups() {
    let Some(references) = References::open() else {
        return;
    };
    let mut with_gaps = options(|o| {
        o.normalise = Some("min_max:1:100".parse().unwrap());
    });
    references.agrees(
        &references.run(None, &with_gaps),
        "C_raw_norm_1_100_withNA.csv",
        TOLERANCE,
    );
    arithmetic(&mut with_gaps);
    with_gaps.weights = Some(Weights::parse(&references.text("B_weights_unequal.csv")).unwrap());
    references.agrees(
        &references.run(None, &with_gaps),
        "C_agg_NA_amean.csv",
        TOLERANCE,
    );
    with_gaps.thresholds = vec![0.75];
    references.agrees(
        &references.run(None, &with_gaps),
        "C_agg_NA_amean_thresh0.75.csv",
        TOLERANCE,
    );
}

#[test]
fn imputation() {
    let Some(references) = References::open() else {
        return;
    };
    for (how, file) in [
        ("mean", "C_impute_mean.csv"),
        ("median", "C_impute_median.csv"),
        ("group_mean:GDP_group", "C_impute_mean_grp_GDP.csv"),
        ("group_median:GDP_group", "C_impute_median_grp_GDP.csv"),
        ("row_mean:2", "C_impute_row_mean_pillar.csv"),
    ] {
        let output = references.run(None, &options(|o| o.impute = Some(how.parse().unwrap())));
        references.agrees(&output, file, TOLERANCE);
    }
}

#[test]
fn other_normalisers() {
    let Some(references) = References::open() else {
        return;
    };
    for (how, file) in [
        ("rank", "D_norm_rank.csv"),
        ("z_score:0:1", "D_norm_zscore_0_1.csv"),
    ] {
        let output = references.run(
            Some("A_Treated.csv"),
            &options(|o| o.normalise = Some(how.parse().unwrap())),
        );
        references.agrees(&output, file, TOLERANCE);
    }
}

#[test]
fn one_winsorised_point_reaches_the_logarithm() {
    let Some(references) = References::open() else {
        return;
    };
    let output = references.run(
        Some("A_Imputed.csv"),
        &options(|o| o.treat = Some("winsorise:1".parse().unwrap())),
    );
    references.agrees(&output, "E_treat_winmax1.csv", TOLERANCE);
}

#[test]
fn reliability_and_correlations() {
    let Some(references) = References::open() else {
        return;
    };
    let alphas = |output: &IndexOutput| -> BTreeMap<String, f64> {
        let at = output.columns.iter().position(|c| c == "Alpha").unwrap();
        let value =
            |r: &assessment_models::composite::IndexRow| Some((r.unit.clone(), r.values[at]?));
        output.rows.iter().filter_map(value).collect()
    };
    let of = |input: Option<&str>, change: &dyn Fn(&mut IndexOptions)| {
        let wanted = options(|o| {
            change(o);
            o.stage = Some(Stage::Cronbach);
        });
        alphas(&references.run(input, &wanted))
    };
    let raw = of(None, &|_| {});
    let aggregated = of(Some("A_Normalised.csv"), &arithmetic);
    let text = references.text("F_cronbach.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records().map(Result::unwrap) {
        let (here, name) = match (&row[1], &row[0]) {
            ("Raw", name) => (&raw, name),
            (_, name) => (&aggregated, name.split("_pillars").next().unwrap()),
        };
        let name = name.split("_subindexes").next().unwrap();
        let (a, b) = (here[name], row[2].parse::<f64>().unwrap());
        assert!((a - b).abs() <= TOLERANCE * b.abs(), "{row:?}: {a}");
    }
    let correlations = references.run(
        Some("A_Normalised.csv"),
        &options(|o| {
            arithmetic(o);
            o.stage = Some(Stage::Correlations);
        }),
    );
    let text = references.text("F_corr_pillar_subindex_pearson.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for row in reader.records().map(Result::unwrap) {
        let at = correlations
            .columns
            .iter()
            .position(|c| *c == row[0])
            .unwrap();
        let of = correlations.rows.iter().find(|r| r.unit == row[1]).unwrap();
        let (a, b) = (of.values[at].unwrap(), row[2].parse::<f64>().unwrap());
        assert!((a - b).abs() <= TOLERANCE, "{row:?}: {a}");
    }
}
