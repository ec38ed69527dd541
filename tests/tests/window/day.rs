//! The ways through the program one after another in one window, once in each language. A program is
//! started once for all of them: starting is what takes longest.

use std::{env, time::Instant};

use crate::{
    ONE, driver::Window, frame, framework, id, incidents, province, reports, results, review,
    tables,
};

/// Whether a way is gone: `HEZHI_WAYS` holds words of the names of those that are; without it, all are.
fn chosen(way: &str) -> bool {
    env::var("HEZHI_WAYS").map_or(true, |words| {
        words.split(',').any(|word| way.contains(word))
    })
}

/// Goes each way and says how long it took.
macro_rules! go {
    ($($way:path => ($($given:expr),+));+ $(;)?) => {
        $(
            if chosen(stringify!($way)) {
                let started = Instant::now();
                $way($($given),+).await;
                println!("{}: {:.1} s", stringify!($way), started.elapsed().as_secs_f64());
            }
        )+
    };
}

async fn ways(english: bool) {
    let _one = ONE.lock().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let province = province::copy_into(folder.path());
    let config = folder.path().join("config");
    let window = Window::open(&config, &[province.to_str().expect("UTF-8")]).await;
    window.find(&id("overview-row")).await;
    window.speak(english).await;
    go! {
        frame::toured => (&window);
        results::the_palette_leads_to_a_unit_by_its_name => (&window);
        results::a_deduction_is_entered_with_its_reason_and_withdrawn => (&window);
        results::a_weight_that_is_slid_moves_the_score_and_stores_nothing => (&window);
        incidents::graded_traced_closed_and_found => (&window);
        incidents::found_again_by_a_saved_view => (&window);
        tables::pasted_taken_back_and_kept => (&window);
        frame::the_language_changed_while_typing => (&window);
        frame::printed_blank_and_filled => (&window);
        frame::the_audit_filtered_and_written => (&window, folder.path());
        review::a_sample_is_drawn_by_stratum_and_drawn_again_the_same => (&window);
        review::accepted_by_a_key_and_returned_as_findings => (&window);
        reports::looked_at_with_wording_of_ones_own => (&window, folder.path());
        reports::a_folder_given_up_while_it_is_read => (&window, folder.path());
        results::judgements_make_weights_that_a_round_adopts => (&window);
    }
    // What is long and says the same in both languages is gone in one of them.
    if english {
        go! { framework::questionnaires_are_shown_by_party_with_small_cells_withheld => (&window) }
        go! { frame::twice_the_size => (&window) }
    } else {
        go! { framework::weights_are_checked_as_typed_and_kept_as_a_new_version => (&window) }
    }
    window.close().await;
}

#[tokio::test]
async fn a_day_in_chinese() {
    ways(false).await;
}

#[tokio::test]
async fn a_day_in_english() {
    ways(true).await;
}
