//! Results and charts.

use assessment_app::{
    charts::ChartJob,
    results,
    wire::{ChartRequest, ChartView, OverviewView, ScoreRequest, UnitResultView},
};
use tauri::command;

use super::{Answer, Here, session};

#[command]
pub(crate) async fn overview(here: Here<'_>, request: ScoreRequest) -> Answer<OverviewView> {
    session(&here)
        .at_desk(move |desk, _| results::overview(desk, &request))
        .await
}

#[command]
pub(crate) async fn unit_result(
    here: Here<'_>,
    request: ScoreRequest,
    unit: String,
) -> Answer<UnitResultView> {
    session(&here)
        .at_desk(move |desk, _| results::unit_result(desk, &request, &unit))
        .await
}

#[command]
pub(crate) async fn chart(here: Here<'_>, request: ChartRequest) -> Answer<ChartView> {
    session(&here)
        .aside(move |s| {
            let today = s.stamp().now.date();
            let job = s.with_desk(|desk| ChartJob::new(desk, &request, today))?;
            job.draw()
        })
        .await
}
