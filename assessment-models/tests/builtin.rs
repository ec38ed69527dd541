//! The built-in framework loads and holds what its source tables hold.

use assessment_models::{Framework, framework::LoadError};

fn six_aspect() -> Framework {
    match Framework::builtin("six-aspect") {
        Ok(framework) => framework,
        Err(LoadError::Faults(faults)) => panic!("{faults:#?}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn it_is_whole() {
    let framework = six_aspect();
    assert_eq!(framework.aspects.len(), 6);
    assert_eq!(framework.objectives.len(), 22);
    assert_eq!(framework.indicators.len(), 112);
}
