//! Faults of the tables that an index is given as, each named at its place.

use assessment_models::composite::{IndexData, IndexError, IndexMeta, Weights};

const META: &str = "Level,iCode,Direction,Weight,Parent,Type\n1,a,1,1,all,Indicator\n\
                    1,b,1,1,all,Indicator\n2,all,1,1,NA,Aggregate\n";

fn meta() -> IndexMeta {
    IndexMeta::parse(META).unwrap()
}

#[test]
fn a_row_without_a_code_is_named_by_its_line() {
    let no_code = |table, line| IndexError::NoCode { table, line };
    let blank = META.replace("1,b,", "1,,");
    assert_eq!(IndexMeta::parse(&blank), Err(no_code("iMeta", 3)));
    let data = IndexData::parse("uCode,a,b\nX,1,2\n,3,4\n", &meta());
    assert_eq!(data.err(), Some(no_code("iData", 3)));
    let weights = Weights::parse("iCode,Level,Weight\n,1,2\n");
    assert_eq!(weights.err(), Some(no_code("weights", 2)));
}

#[test]
fn a_weight_at_another_level_is_refused() {
    let weights = |level: &str| {
        let text = format!("iCode,Level,Weight\na,{level},3\n");
        meta().with_weights(&Weights::parse(&text).unwrap())
    };
    let taken = weights("1").unwrap();
    assert_eq!(taken.elements[0].weight, 3.0);
    assert!(weights("NA").is_ok());
    assert_eq!(
        weights("2"),
        Err(IndexError::WrongLevel {
            element: "a".to_owned(),
            given: 2.0,
            level: 1
        })
    );
}
