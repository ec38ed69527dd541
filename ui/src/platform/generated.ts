// Generated from assessment-app's wire types. To renew: cargo xtask generate

/**
 * How a field says whether somebody acted.
 */
export type ActedView = { 
/**
 * The field, a choice.
 */
field: string, 
/**
 * Its option for what was done in time.
 */
done: string, 
/**
 * Its option for what was done late; any other is not done.
 */
late: string, };

/**
 * How many times a rule applies to a unit, and why.
 */
export type AdjustmentEdit = { 
/**
 * Round.
 */
round: string, 
/**
 * Code of the unit.
 */
unit: string, 
/**
 * Rule id.
 */
rule: string, 
/**
 * How many times, 0..=100; 0 takes the entry away.
 */
times: number, 
/**
 * Why; needed where it applies.
 */
because: string, };

/**
 * A deduction, bonus or veto.
 */
export type AdjustmentView = { 
/**
 * Rule id.
 */
rule: string, 
/**
 * `deduction`, `bonus` or `veto`.
 */
kind: string, 
/**
 * Points added, negative for a deduction.
 */
points: number, 
/**
 * When it applies, in words.
 */
condition: Phrase, 
/**
 * Records or reasons behind it.
 */
because: Array<string>, };

/**
 * α without one element.
 */
export type AlphaWithout = { 
/**
 * Its code.
 */
element: string, 
/**
 * Cronbach's α of the rest.
 */
alpha: number | null, };

/**
 * What a person puts in place of a cell, or of a row. The file itself stays as it is.
 */
export type AmendmentEdit = { 
/**
 * Sheet name; empty for a csv.
 */
sheet: string, 
/**
 * Cell such as `B7`, or a row as `7:7`.
 */
cell: string, 
/**
 * What the cell is to say, as a person types it; `None` sets the cell or row aside.
 */
text: string | null, };

/**
 * What was analysed.
 */
export type AnalysisHead = { 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * One change of an answer.
 */
export type AnswerChangeView = { 
/**
 * `self_reported` or `verified`.
 */
layer: string, 
/**
 * When, local time, ISO 8601.
 */
at: string, 
/**
 * By whom.
 */
actor: string, 
/**
 * `save_observation`, `clear_observation` or `import`; words as in the audit trail.
 */
action: string, 
/**
 * What it became; `None` where it was cleared, or where nothing tells any more.
 */
value: string | null, 
/**
 * Remark.
 */
note: string | null, 
/**
 * Import batch.
 */
batch: number | null, 
/**
 * Name of the imported file.
 */
file: string | null, };

/**
 * What a person typed for one indicator. All of it replaces what was there.
 */
export type AnswerEdit = { 
/**
 * The round.
 */
round: string, 
/**
 * The unit.
 */
unit: string, 
/**
 * The indicator.
 */
indicator: string, 
/**
 * `self_reported` or `verified`.
 */
layer: string, 
/**
 * Raw value; `None` clears, unless `reason` says that it does not apply.
 */
value: number | null, 
/**
 * Why it does not apply.
 */
reason: string | null, 
/**
 * Remark.
 */
note: string | null, 
/**
 * To be looked at again.
 */
flagged: boolean, };

/**
 * An answer as it stands, and what its form comes to.
 */
export type AnswerStanding = { 
/**
 * The answer as it now stands.
 */
answer: FormAnswerView, 
/**
 * What the form comes to now.
 */
standing: StandingView, };

/**
 * A unit answers otherwise.
 */
export type AnswerTry = { 
/**
 * Whose.
 */
unit: string, 
/**
 * To what.
 */
indicator: string, 
/**
 * The raw value; null for no answer.
 */
value: number | null, };

/**
 * An aspect's score.
 */
export type AspectScoreView = { 
/**
 * Aspect id.
 */
aspect: string, 
/**
 * Score 0..=100.
 */
score: number | null, };

/**
 * One aspect's change.
 */
export type AspectTrend = { 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, 
/**
 * As it was scored then, 0..=100.
 */
before: number | null, 
/**
 * The old answers under the new framework.
 */
restated: number | null, 
/**
 * As it is now.
 */
after: number | null, 
/**
 * The whole change.
 */
change: number | null, 
/**
 * What comes of other answers and records.
 */
answers: number | null, 
/**
 * What comes of the framework's change.
 */
framework: number | null, };

/**
 * An aspect.
 */
export type AspectView = { 
/**
 * Such as `A1`.
 */
id: string, 
/**
 * Such as `policy`.
 */
key: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Share of the total.
 */
weight: number, };

/**
 * What is held uncertain; what is left out stands at its customary value.
 */
export type Assumed = { 
/**
 * Where random numbers start.
 */
seed: number | null, 
/**
 * How often scores are computed; in a sensitivity analysis the rows of a block of its design.
 */
replications: number | null, 
/**
 * Weights are multiplied by `1 + noise·U(−1, 1)`, 0..=1.
 */
noise: number | null, 
/**
 * Aggregations among which one is drawn: each one method, or one a level joined by `,`, bottom up.
 */
aggregations: Array<string>, 
/**
 * Ways to place indicators among which one is drawn: `framework`, `min_max:LO:HI`, `z_score:MEAN:SD`,
 * `percentile_rank`.
 */
normalisers: Array<string>, 
/**
 * Whether what surveys say is drawn within its sampling error; it is where nothing is said.
 */
sampling: boolean | null, 
/**
 * A csv to take in place of drawing: sets of weights (`iCode`, `Weight`, `rep`) or a design
 * (`u_NAME`, `idx_NAME`).
 */
sample: string | null, };

/**
 * The audit of a round's index.
 */
export type AuditDocument = { 
/**
 * Indicators, then groups from the bottom up.
 */
elements: Array<ElementAudit>, 
/**
 * All pairs of indicators, and of the groups of each level.
 */
correlations: Array<PairAudit>, 
/**
 * By group.
 */
reliability: Array<ReliabilityDocument>, 
/**
 * Null where too few indicators or units are left.
 */
components: ComponentsDocument | null, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * A page of the audit trail.
 */
export type AuditPage = { 
/**
 * Entries that the query lets through.
 */
total: number, 
/**
 * Actions that have entries, to choose from.
 */
actions: Array<string>, 
/**
 * This page, latest first.
 */
rows: Array<AuditRow>, };

/**
 * Which part of the audit trail.
 */
export type AuditQuery = { 
/**
 * Words that stand in subject, actor or detail; empty for all.
 */
text: string, 
/**
 * What was done; empty for everything.
 */
action: string, 
/**
 * First day, ISO 8601; may be empty.
 */
from: string, 
/**
 * Last day, ISO 8601; may be empty.
 */
to: string, 
/**
 * First row.
 */
offset: number, 
/**
 * Most rows.
 */
limit: number, };

/**
 * One write.
 */
export type AuditRow = { 
/**
 * Number.
 */
id: number, 
/**
 * When, local time.
 */
at: string, 
/**
 * By whom.
 */
actor: string, 
/**
 * What was done, a stable word.
 */
action: string, 
/**
 * To what: round, unit, indicator, key.
 */
subject: string, 
/**
 * What changed, as JSON.
 */
detail: string, };

/**
 * An import batch.
 */
export type BatchView = { 
/**
 * Number.
 */
id: number, 
/**
 * File name.
 */
file: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * When, local time.
 */
imported_at: string, 
/**
 * By whom.
 */
actor: string, 
/**
 * Round.
 */
round: string, 
/**
 * Rows or answers read.
 */
rows_read: number, 
/**
 * Written.
 */
accepted: number, 
/**
 * As they already stood.
 */
unchanged: number, 
/**
 * Not taken.
 */
rejected: number, 
/**
 * Taken back, and when.
 */
undone_at: string | null, };

/**
 * An indicator that stands beside a diagnosis.
 */
export type Besides = { 
/**
 * Its state; null where it is not asked.
 */
state: string | null, 
/**
 * Its score, 0..=100.
 */
score: number | null, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * Counts of one class in one department.
 */
export type ChainDocument = { 
/**
 * The class.
 */
class: Named, 
/**
 * The department.
 */
department: Named, 
/**
 * Keys of the records whose chain breaks.
 */
broken_records: Array<string>, 
/**
 * Records.
 */
records: number, 
/**
 * On which a duty stands.
 */
duties: number, 
/**
 * Of these, done in time.
 */
done: number, 
/**
 * Of these, done late.
 */
late: number, 
/**
 * Of these, not done.
 */
not_done: number, 
/**
 * Records of which it was not found out who was behind them.
 */
untraced: number, 
/**
 * Reporting deadlines that ran.
 */
deadlines: number, 
/**
 * Of these, met late.
 */
deadlines_late: number, 
/**
 * Of these, not met yet.
 */
deadlines_open: number, 
/**
 * Records whose chain has a break.
 */
broken: number, 
/**
 * The field at which most chains break first.
 */
weakest_link: string | null, 
/**
 * Links, first to last; a brief document has them for the total alone.
 */
links: Array<LinkDocument>, };

/**
 * A link of the chain of responsibility.
 */
export type ChainLinkView = { 
/**
 * The field that names who stands there.
 */
field: string, 
/**
 * What they ought to do by law.
 */
obligations: Array<ObligationView>, 
/**
 * The field that states the duty in the case at hand.
 */
duty_field: string | null, 
/**
 * How it is said whether they acted.
 */
acted: ActedView | null, };

/**
 * A chart that is asked for.
 */
export type ChartRequest = { 
/**
 * Of which scorecard.
 */
score: ScoreRequest, 
/**
 * `zh-CN` or `en`.
 */
lang: string, 
/**
 * Dark palette.
 */
dark: boolean, 
/**
 * The smaller of the two house sizes, for a panel beside others.
 */
small: boolean, } & ({ "chart": "radar", 
/**
 * The unit.
 */
unit: string, } | { "chart": "ranking", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "heat_map", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "incidents" } | { "chart": "incident_levels" } | { "chart": "incident_classes" } | { "chart": "responsibility" } | { "chart": "tile_map", 
/**
 * The aspect; the total without one.
 */
aspect: string | null, } | { "chart": "member_tiles", 
/**
 * The unit.
 */
unit: string, 
/**
 * The aspect; the total without one.
 */
aspect: string | null, } | { "chart": "sure_ranking", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "objective_heat_map", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "completeness", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "waterfall", 
/**
 * The unit.
 */
unit: string, } | { "chart": "slope", 
/**
 * The peer group.
 */
peer_group: string, 
/**
 * The earlier round; `None` for the one before.
 */
from: string | null, } | { "chart": "trend", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "unit_trend", 
/**
 * The unit.
 */
unit: string, } | { "chart": "quadrants", 
/**
 * The peer group.
 */
peer_group: string, 
/**
 * The attribute, such as `population`.
 */
attribute: string, } | { "chart": "rank_intervals", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "replication_shares", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "correlations", 
/**
 * The peer group.
 */
peer_group: string, } | { "chart": "sensitivity" } | { "chart": "problems" } | { "chart": "timeliness" } | { "chart": "survey", 
/**
 * `government`, `enterprise`, `social_org` or `citizen`.
 */
party: string, });

/**
 * A chart, drawn.
 */
export type ChartView = { 
/**
 * The drawing.
 */
svg: string, 
/**
 * What it finds.
 */
title: string, 
/**
 * The text alternative.
 */
alternative: string, 
/**
 * Its marks, for tooltips and keyboard.
 */
marks: Array<MarkView>, };

/**
 * What checking a file found.
 */
export type CheckView = { 
/**
 * Nothing is wrong.
 */
sound: boolean, 
/**
 * Audit entries checked.
 */
audit_entries: number, 
/**
 * Evidence files checked.
 */
evidence_files: number, 
/**
 * What is wrong; words under `problems.<code>`.
 */
problems: Array<ProblemView>, };

/**
 * What a person says of a column.
 */
export type ColumnChoice = { 
/**
 * Letters, such as `AB`.
 */
column: string, 
/**
 * What it is; `None` where it is not read.
 */
field: string | null, 
/**
 * Their values and ours.
 */
values: { [key in string]: string }, 
/**
 * Ours for every value that `values` does not list.
 */
otherwise: string | null, 
/**
 * How dates are written, as a `strftime` pattern.
 */
date_format: string | null, 
/**
 * Whether bare numbers of a percentage are `points` (85) or a `fraction` (0.85).
 */
percent: string | null, };

/**
 * A column and what it was taken for.
 */
export type ColumnView = { 
/**
 * Letters, such as `AB`.
 */
column: string, 
/**
 * The heading as written.
 */
heading: string, 
/**
 * Field or indicator id; `None` where it is not read.
 */
field: string | null, };

/**
 * The unit's own value beside one from elsewhere.
 */
export type ComparisonDocument = { 
/**
 * `total`, `aspect`, `objective`, `indicator` or `raw`.
 */
kind: string, 
/**
 * What it speaks of; null for the total.
 */
subject: Named | null, 
/**
 * Value from elsewhere.
 */
value: number, 
/**
 * The unit's own.
 */
own: number | null, 
/**
 * Own less the other.
 */
difference: number | null, 
/**
 * Whose value it is.
 */
place: Phrase, 
/**
 * Where it is published.
 */
source: string, 
/**
 * The day for which it holds, ISO 8601.
 */
date: string, };

/**
 * One principal component.
 */
export type ComponentDocument = { 
/**
 * Variance in units of one indicator's.
 */
eigenvalue: number, 
/**
 * Share of all variance, 0..=1.
 */
explained: number, 
/**
 * Unit vector over the indicators used.
 */
loadings: Array<number>, };

/**
 * Principal components of the indicators.
 */
export type ComponentsDocument = { 
/**
 * Codes of the indicators used.
 */
indicators: Array<string>, 
/**
 * Units without a gap.
 */
units: number, 
/**
 * Greatest first.
 */
components: Array<ComponentDocument>, };

/**
 * How far pairwise judgements contradict one another.
 */
export type Consistency = { 
/**
 * Principal eigenvalue.
 */
lambda_max: number, 
/**
 * Consistency index.
 */
ci: number, 
/**
 * Consistency ratio; above 0.1 the judgements should be looked at again.
 */
cr: number, 
/**
 * Name of the table of random indices behind `cr`.
 */
random_index_table: string, 
/**
 * Matrices that were joined by the geometric mean of judgements.
 */
experts: number, 
/**
 * Pairs without a judgement.
 */
missing: number, 
/**
 * Judgements whose change would mend most, the worst first.
 */
judgements: Array<Contradiction>, 
/**
 * Each expert alone, in the order of the matrices; empty where there is only one.
 */
each: Array<ExpertConsistency>, };

/**
 * A judgement that contradicts the others.
 */
export type Contradiction = { 
/**
 * What is judged.
 */
row: string, 
/**
 * Against what.
 */
column: string, 
/**
 * The judgement.
 */
value: number, 
/**
 * What the others say.
 */
suggested: number, 
/**
 * `cr` with `suggested` in its place.
 */
cr_after: number, };

/**
 * How an indicator is answered.
 */
export type ControlView = { "type": "options", 
/**
 * The options, in order.
 */
options: Array<OptionView>, 
/**
 * Levels that build on one another.
 */
maturity: boolean, } | { "type": "number", 
/**
 * Scores 0.
 */
zero: number | null, 
/**
 * Scores 100.
 */
full: number | null, 
/**
 * Least that makes sense.
 */
min: number | null, 
/**
 * Greatest that makes sense.
 */
max: number | null, };

/**
 * Counts over some records.
 */
export type CountsDocument = { 
/**
 * Records.
 */
records: number, 
/**
 * On which a duty stands.
 */
duties: number, 
/**
 * Of these, done in time.
 */
done: number, 
/**
 * Of these, done late.
 */
late: number, 
/**
 * Of these, not done.
 */
not_done: number, 
/**
 * Records of which it was not found out who was behind them.
 */
untraced: number, 
/**
 * Reporting deadlines that ran.
 */
deadlines: number, 
/**
 * Of these, met late.
 */
deadlines_late: number, 
/**
 * Of these, not met yet.
 */
deadlines_open: number, 
/**
 * Records whose chain has a break.
 */
broken: number, 
/**
 * The field at which most chains break first.
 */
weakest_link: string | null, 
/**
 * Links, first to last; a brief document has them for the total alone.
 */
links: Array<LinkDocument>, };

/**
 * Whether one means covers for the want of another.
 */
export type CoveringDocument = { 
/**
 * What stands in.
 */
over: string, 
/**
 * What is wanting.
 */
under: string, 
/**
 * Score of what stands in, 0..=100.
 */
over_score: number | null, 
/**
 * Score of what is wanting, 0..=100.
 */
under_score: number | null, 
/**
 * The one less the other, −100..=100.
 */
gap: number | null, 
/**
 * A gap above this is named.
 */
threshold: number, 
/**
 * It is named.
 */
named: boolean, 
/**
 * Indicators beside it.
 */
beside: Array<Besides>, };

/**
 * An aspect's share of the total by several methods, each 0..=1.
 */
export type CriterionWeights = { 
/**
 * As adopted.
 */
adopted: number, 
/**
 * The same for all.
 */
equal: number, 
/**
 * By entropy; null where units do not differ or there are too few.
 */
entropy: number | null, 
/**
 * By CRITIC; null likewise.
 */
critic: number | null, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * Cross-checks of a peer group.
 */
export type CrossChecksDocument = { 
/**
 * The group.
 */
peer_group: Named, 
/**
 * Aspects in which every unit that counts has a score.
 */
criteria: Array<CriterionWeights>, 
/**
 * Units in code order.
 */
units: Array<CrossRank>, 
/**
 * Self-reported beside verified.
 */
agreement: LayerAgreement, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * A unit's place by several methods.
 */
export type CrossRank = { 
/**
 * Rank by the total.
 */
rank: number | null, 
/**
 * TOPSIS closeness to the ideal, 0..=1, of the aspects under the adopted weights.
 */
closeness: number | null, 
/**
 * Rank by closeness, among units with all aspects.
 */
closeness_rank: number | null, 
/**
 * Fuzzy score: grades' middles, weighted by the share of weight that lies in each grade.
 */
fuzzy: number | null, 
/**
 * The grade in which most of the weight lies.
 */
fuzzy_grade: Named | null, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A deadline of an incident.
 */
export type DeadlineView = { 
/**
 * Rule id.
 */
rule: string, 
/**
 * What must be done.
 */
what: Phrase, 
/**
 * To whom.
 */
receiver: Phrase, 
/**
 * Minutes allowed; `None` where the rule says "at once".
 */
minutes: number | null, 
/**
 * When it is due, local time.
 */
due_at: string | null, 
/**
 * When it was done.
 */
done_at: string | null, 
/**
 * Done after it was due.
 */
late: boolean, };

/**
 * Security beside development in a peer group.
 */
export type DevelopmentDocument = { 
/**
 * The group.
 */
peer_group: Named, 
/**
 * Median total of the units placed.
 */
security_median: number | null, 
/**
 * Median index of the units placed.
 */
development_median: number | null, 
/**
 * Pearson's correlation.
 */
correlation: number | null, 
/**
 * Units with both.
 */
units: Array<Place>, 
/**
 * Ranked units for which the file has no value.
 */
without_index: Array<Named>, };

/**
 * All diagnoses of a round.
 */
export type DiagnosisDocument = { 
/**
 * Units in code order.
 */
units: Array<UnitDiagnosis>, 
/**
 * Chains of responsibility; null where the framework names no register of them.
 */
responsibility: ResponsibilityDocument | null, 
/**
 * By peer group; null where no index was given.
 */
development: Array<DevelopmentDocument> | null, 
/**
 * What the unit asked for can do first; null where none was asked for.
 */
what_first: WhatFirst | null, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * What is diagnosed.
 */
export type DiagnosisRequest = { 
/**
 * Path of a csv of `unit,value`: an index of development that the province supplies.
 */
development: string | null, 
/**
 * The unit for which it is asked what to do first.
 */
unit: string | null, 
/**
 * How far that unit's indicators could come.
 */
target: TargetChoice, };

/**
 * A page of differences.
 */
export type DifferencePage = { 
/**
 * Differences in all.
 */
total: number, 
/**
 * This page.
 */
rows: Array<DifferenceView>, };

/**
 * A value that stands otherwise in the workspace.
 */
export type DifferenceView = { 
/**
 * Unit's code.
 */
unit: string, 
/**
 * Indicator, or register and key.
 */
subject: string, 
/**
 * Field; empty for an answer.
 */
field: string, 
/**
 * As it stands in the workspace.
 */
before: string, 
/**
 * As the file has it.
 */
after: string, 
/**
 * When that in the workspace was imported, local time; `None` where it was typed.
 */
before_at: string | null, 
/**
 * Sheet in the file.
 */
sheet: string, 
/**
 * Cell in the file.
 */
cell: string, 
/**
 * By the rule that was chosen, the file's value goes in.
 */
taken: boolean, };

/**
 * The form of documents.
 */
export type DocumentForm = { 
/**
 * `pdf`, `docx`; empty is both.
 */
formats: Array<string>, 
/**
 * `official` or `bulletin`; empty is `official`.
 */
layout: string, 
/**
 * Who issues it; may be empty.
 */
organisation: string, 
/**
 * Document number; may be empty.
 */
number: string, 
/**
 * Issue of a bulletin; may be empty.
 */
issue: string, 
/**
 * Marking at the upper left; `null` is the template's, empty is none.
 */
marking: string | null, 
/**
 * Words across each page; may be empty.
 */
watermark: string, 
/**
 * Full path of a picture of the organisation (SVG, PNG or JPEG); may be empty.
 */
logo: string, 
/**
 * Full path of a template of the person's own; may be empty.
 */
template: string, 
/**
 * Sections of the briefing in their order, by their codes; empty is as the template has them.
 */
sections: Array<string>, 
/**
 * Full path of a csv of `unit,value`, an index of development; may be empty.
 */
development: string, 
/**
 * Feedback sheets as one file with a bookmark each, not as a file each.
 */
bound: boolean, 
/**
 * The briefing as it was kept when it was last written, not one of the data as they are now. With a
 * template or sections, or in a language in which none was kept, it is written anew from the data that
 * were kept with it.
 */
again: boolean, };

/**
 * A page of a document.
 */
export type DocumentPageView = { 
/**
 * The page as PNG, in base64.
 */
png: string, 
/**
 * Width in points.
 */
width: number, 
/**
 * Height in points.
 */
height: number, };

/**
 * A document that is asked for, to be looked at.
 */
export type DocumentRequest = { 
/**
 * Of which scorecard.
 */
score: ScoreRequest, 
/**
 * `zh-CN` or `en`.
 */
lang: string, 
/**
 * The unit whose feedback sheet it is; the briefing without one.
 */
unit: string | null, 
/**
 * Its form.
 */
form: DocumentForm, };

/**
 * A document that was laid out; its pages are asked for one by one.
 */
export type DocumentView = { 
/**
 * Its title.
 */
title: string, 
/**
 * How many pages it has.
 */
pages: number, };

/**
 * What a draft comes to.
 */
export type DraftCheck = { 
/**
 * Everything that is wrong; empty where it could be saved.
 */
faults: Array<PlacedFault>, 
/**
 * Where it differs from what it is made of.
 */
differences: Array<SourceDifference>, };

/**
 * What a draft would do to the scores of a round.
 */
export type DraftEffect = { 
/**
 * Units before and after, in code order; those whose peer group is gone are left out.
 */
units: Array<MovedUnit>, 
/**
 * Indicators whose answers have no place any more.
 */
answers_dropped: Array<string>, 
/**
 * Indicators that nobody was asked, and that do not count therefore.
 */
left_out: Array<string>, 
/**
 * Units whose peer group is gone.
 */
units_dropped: Array<Phrase>, };

/**
 * One element of the tree.
 */
export type ElementAudit = { 
/**
 * Effective weight in the total, 0..=1.
 */
weight: number, 
/**
 * Mean absolute shift of ranks without it; null for the total, and where nothing is left to rank.
 */
mean_shift: number | null, 
/**
 * Greatest absolute shift of ranks without it; null for the total.
 */
max_shift: number | null, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A score of an element of the tree.
 */
export type ElementScore = { 
/**
 * Its id.
 */
id: string, 
/**
 * Score 0..=100.
 */
score: number | null, 
/**
 * Median of the peer group.
 */
median: number | null, };

/**
 * A rule of the framework, with what was entered of it for a unit.
 */
export type EnteredView = { 
/**
 * Rule id.
 */
rule: string, 
/**
 * `deduction`, `bonus` or `veto`.
 */
kind: string, 
/**
 * When it applies, in words.
 */
condition: Phrase, 
/**
 * Where it comes from.
 */
basis: Phrase, 
/**
 * Points each time, positive; the cap for a veto.
 */
points: number, 
/**
 * Most points in all.
 */
max: number | null, 
/**
 * Records of a register set it off too; an entry comes on top of them.
 */
recorded: boolean, 
/**
 * How many times it was entered; 0 where it was not.
 */
times: number, 
/**
 * Why, as it is shown.
 */
because: string, };

/**
 * A mean or share with its interval.
 */
export type EstimateDocument = { 
/**
 * The mean or share.
 */
value: number, 
/**
 * Ends of the interval at the framework's confidence; null where there are too few answers.
 */
interval: [number, number] | null, 
/**
 * Effective number of answers.
 */
effective_n: number, };

/**
 * A file's content, to be shown before it is opened.
 */
export type EvidenceContent = { 
/**
 * File name without its folder.
 */
file_name: string, 
/**
 * The bytes in base64.
 */
base64: string, };

/**
 * What a file is evidence for.
 */
export type EvidencePlace = { "type": "answer", 
/**
 * The round.
 */
round: string, 
/**
 * The unit.
 */
unit: string, 
/**
 * The indicator.
 */
indicator: string, } | { "type": "incident", 
/**
 * The round.
 */
round: string, 
/**
 * The incident's key.
 */
key: string, } | { "type": "finding", 
/**
 * Number of the finding.
 */
finding: number, };

/**
 * A file behind an answer, an incident or a finding.
 */
export type EvidenceView = { 
/**
 * Number.
 */
id: number, 
/**
 * File name without its folder.
 */
file_name: string, 
/**
 * SHA-256 of the content.
 */
sha256: string, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * When it was added, local time, ISO 8601.
 */
added_at: string, 
/**
 * By whom.
 */
actor: string, };

/**
 * One expert among several.
 */
export type ExpertConsistency = { 
/**
 * Weights by this expert alone; empty where the judgements do not join all things.
 */
weights: Array<number>, 
/**
 * Consistency ratio; null without weights.
 */
cr: number | null, 
/**
 * Pairs without a judgement.
 */
missing: number, };

/**
 * What a choice explains of the shift of ranks.
 */
export type FactorEffect = { 
/**
 * Which choice: `treatment`, `normaliser`, `weights` or `aggregation`.
 */
factor: string, 
/**
 * First-order Sobol index: alone.
 */
first: number, 
/**
 * Total Sobol index: with all its interactions.
 */
total: number, 
/**
 * 5th and 95th percentile of `first` over the bootstrap.
 */
first_interval: [number, number] | null, 
/**
 * 5th and 95th percentile of `total` over the bootstrap.
 */
total_interval: [number, number] | null, };

/**
 * Why something could not be done. Words stand in the locale files under `errors.<code>`.
 */
export type FailureView = { 
/**
 * Stable code.
 */
code: string, 
/**
 * What the sentence needs.
 */
params: { [key in string]: string }, };

/**
 * Something wrong in framework files. Words under `faults.<code>`.
 */
export type FaultView = { 
/**
 * File name within the framework's folder.
 */
file: string, 
/**
 * Line, from 1; `None` where the file as a whole is meant.
 */
line: number | null, 
/**
 * Code.
 */
code: string, 
/**
 * Of what: column, value, id, group and the like.
 */
params: { [key in string]: string }, };

/**
 * An option of a register field.
 */
export type FieldOptionView = { 
/**
 * The code that is stored.
 */
code: string, 
/**
 * Words.
 */
label: Phrase, };

/**
 * A field's value on the wire: number, flag, or text (times as ISO 8601 local time, months as `2026-03`).
 */
export type FieldValue = boolean | number | string;

/**
 * A field of a register.
 */
export type FieldView = { 
/**
 * Such as `discovered_at`.
 */
id: string, 
/**
 * Heading.
 */
name: Phrase, 
/**
 * Part of the form: `what`, `when`, `impact`, `duty`, `handling`.
 */
section: string, 
/**
 * `text`, `number`, `flag`, `time`, `month`, `unit`, `incident_class`, `choice`.
 */
kind: string, 
/**
 * Options of a choice.
 */
options: Array<FieldOptionView>, 
/**
 * Unit of a number.
 */
unit: Phrase, 
/**
 * Least that a number may be.
 */
min: number | null, 
/**
 * A number that counts things.
 */
whole: boolean, 
/**
 * Must be filled in.
 */
required: boolean, };

/**
 * A new finding, or what replaces an old one.
 */
export type FindingEdit = { 
/**
 * Number; none for a new one.
 */
id: number | null, 
/**
 * Round whose list it goes on; that of an old one stays.
 */
round: string, 
/**
 * Code of the unit.
 */
unit: string, 
/**
 * Indicator that it shows in.
 */
indicator: string | null, 
/**
 * What falls short.
 */
description: string, 
/**
 * What is to be done.
 */
demand: string, 
/**
 * Who is to do it.
 */
responsible: string, 
/**
 * Until when, ISO 8601.
 */
deadline: string | null, 
/**
 * `open`, `mending`, `mended`, `closed`.
 */
state: string, 
/**
 * What was done, and what was found when it was looked at again.
 */
note: string, };

/**
 * A finding with its rectification.
 */
export type FindingView = { 
/**
 * Number.
 */
id: number, 
/**
 * Round whose list it stands on.
 */
round: string, 
/**
 * Code of the unit.
 */
unit: string, 
/**
 * Indicator that it shows in.
 */
indicator: string | null, 
/**
 * What falls short.
 */
description: string, 
/**
 * What is to be done.
 */
demand: string, 
/**
 * Who is to do it.
 */
responsible: string, 
/**
 * Until when, ISO 8601.
 */
deadline: string | null, 
/**
 * `open`, `mending`, `mended`, `closed`.
 */
state: string, 
/**
 * What was done, and what was found when it was looked at again.
 */
note: string, 
/**
 * The files that are to prove it, by name, as the unit told them.
 */
evidence_named: string, 
/**
 * The same finding on an earlier round's list.
 */
carried_from: number | null, 
/**
 * When it was entered, local time, ISO 8601.
 */
opened_at: string, 
/**
 * By whom.
 */
opened_by: string, 
/**
 * When it was closed, local time, ISO 8601.
 */
closed_at: string | null, 
/**
 * By whom.
 */
closed_by: string | null, 
/**
 * How many files lie behind its closure.
 */
evidence: number, 
/**
 * The deadline has passed and it is not closed.
 */
overdue: boolean, };

/**
 * One file of a folder.
 */
export type FolderFile = { 
/**
 * Name, with folders below the chosen one.
 */
file: string, 
/**
 * `complete`, `incomplete`, `problems` or `refused`.
 */
state: string, 
/**
 * Units that it speaks of, by code.
 */
units: Array<string>, 
/**
 * Answers in it, where it is the form of one unit.
 */
answered: number, 
/**
 * Answers that are asked of that unit.
 */
asked: number, 
/**
 * Round that it goes to.
 */
round: string | null, 
/**
 * Rows or answers read.
 */
rows_read: number, 
/**
 * New or changed.
 */
accepted: number, 
/**
 * As they already stand.
 */
unchanged: number, 
/**
 * Left as they stand in the workspace, by the rule for conflicts.
 */
kept: number, 
/**
 * Not taken.
 */
rejected: number, 
/**
 * What is wrong, worst first; where the file was refused, why.
 */
problems: Array<ProblemView>, 
/**
 * The draft's token, as of a file that was inspected alone; `None` where it was refused.
 */
draft: string | null, 
/**
 * What was written, after it was confirmed.
 */
batch: BatchView | null, };

/**
 * A unit of which no file came.
 */
export type FolderUnit = { 
/**
 * Code.
 */
code: string, 
/**
 * Name in Chinese.
 */
name_zh: string, 
/**
 * Name in English.
 */
name_en: string, };

/**
 * A folder's files, inspected.
 */
export type FolderView = { 
/**
 * Names the files until they are confirmed or put aside.
 */
token: string, 
/**
 * The files, by name.
 */
files: Array<FolderFile>, 
/**
 * Units of the round of which no file came.
 */
missing: Array<FolderUnit>, 
/**
 * Units of which everything that is asked came, without problems.
 */
complete: number, 
/**
 * Units of which something is still missing.
 */
incomplete: number, 
/**
 * Units of which something came that has problems.
 */
with_problems: number, 
/**
 * Files that were refused.
 */
refused: number, };

/**
 * An indicator's answer in a form.
 */
export type FormAnswerView = { 
/**
 * The indicator.
 */
indicator: string, 
/**
 * `scored`, `missing`, `not_applicable`, `not_scored`.
 */
state: string, 
/**
 * Raw value.
 */
value: number | null, 
/**
 * Score 0..=100.
 */
score: number | null, 
/**
 * Why it does not apply.
 */
reason: string | null, 
/**
 * Remark.
 */
note: string | null, 
/**
 * To be looked at again.
 */
flagged: boolean, 
/**
 * Last round's raw value.
 */
last_value: number | null, 
/**
 * Computed, not typed.
 */
derived: boolean, 
/**
 * File, sheet and cell that it came from.
 */
source: SourceView | null, 
/**
 * How many evidence files lie behind it.
 */
evidence: number, };

/**
 * A unit's form in one round and layer.
 */
export type FormView = { 
/**
 * The round.
 */
round: string, 
/**
 * The unit.
 */
unit: UnitView, 
/**
 * `self_reported` or `verified`.
 */
layer: string, 
/**
 * One for each indicator that is asked of the unit, in framework order.
 */
answers: Array<FormAnswerView>, 
/**
 * How far, and what it comes to.
 */
standing: StandingView, };

/**
 * How the framework differs from the one before.
 */
export type FrameworkChangeDocument = { 
/**
 * Indicators that are new.
 */
added: Array<string>, 
/**
 * Indicators that are gone.
 */
dropped: Array<string>, 
/**
 * Indicators with another share of the whole.
 */
reweighted: Array<string>, 
/**
 * Indicators with another scale.
 */
rescaled: Array<string>, };

/**
 * A framework version that is being made of another.
 */
export type FrameworkDraft = { 
/**
 * The version that it is made of, `id/version`.
 */
base: string, 
/**
 * The new version, such as `2026-1`; empty while it is only looked at.
 */
version: string, 
/**
 * What is changed, in order.
 */
changes: Array<SourceChange>, };

/**
 * A framework version as the tables that it is made of.
 */
export type FrameworkSource = { 
/**
 * `id/version`.
 */
version: string, 
/**
 * Versions in the workspace as `id/version`, oldest first, with the rounds that are pinned to each.
 */
versions: Array<FrameworkVersion>, 
/**
 * Its tables (`*.csv`), by file name.
 */
tables: Array<SourceTable>, 
/**
 * Its settings (`*.toml`), by file name.
 */
texts: Array<SourceText>, };

/**
 * A framework version in the workspace.
 */
export type FrameworkVersion = { 
/**
 * `id/version`.
 */
version: string, 
/**
 * It ships with the program.
 */
builtin: boolean, 
/**
 * Rounds that are scored with it.
 */
rounds: Array<string>, };

/**
 * The framework as the window needs it.
 */
export type FrameworkView = { 
/**
 * Id.
 */
id: string, 
/**
 * Version.
 */
version: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Aspects in order.
 */
aspects: Array<AspectView>, 
/**
 * Objectives in order.
 */
objectives: Array<ObjectiveView>, 
/**
 * Indicators in order.
 */
indicators: Array<IndicatorView>, 
/**
 * Grades, best first.
 */
grades: Array<GradeView>, 
/**
 * Peer groups.
 */
peer_groups: Array<PeerGroupView>, 
/**
 * Incident classes, parents before children.
 */
incident_classes: Array<IncidentClassView>, 
/**
 * Registers with their fields, the incident register first.
 */
registers: Array<RegisterView>, 
/**
 * What the incident register's fields mean; `None` where the framework knows no incidents.
 */
incident: IncidentRulesView | null, };

/**
 * What an indicator could bring.
 */
export type GainDocument = { 
/**
 * Effective weight in the unit's total, 0..=1.
 */
weight: number, 
/**
 * Score now, 0..=100.
 */
score: number, 
/**
 * Score to come to.
 */
target: number, 
/**
 * Weight × (target − score), in points of the total.
 */
points: number, 
/**
 * Nothing was answered.
 */
missing: boolean, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * How many units have a grade.
 */
export type GradeCount = { 
/**
 * Grade key.
 */
grade: string, 
/**
 * How many.
 */
units: number, };

/**
 * How often a unit came to have a grade.
 */
export type GradeShare = { 
/**
 * Share of the replications, 0..=1.
 */
share: number, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A grade.
 */
export type GradeView = { 
/**
 * Such as `excellent`.
 */
key: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Lower bound, included.
 */
lower: number, };

/**
 * A part of a sheet, as a person sees it.
 */
export type GridPage = { 
/**
 * Rows of the sheet, up to the last that holds something.
 */
total_rows: number, 
/**
 * Columns, up to the last that holds something.
 */
columns: number, 
/**
 * First row of this page, from 0.
 */
from: number, 
/**
 * The rows; each from column A to its last cell that holds something.
 */
rows: Array<Array<string>>, 
/**
 * The sheet is too large to be shown whole.
 */
cut: boolean, };

/**
 * A peer group at a glance.
 */
export type GroupView = { 
/**
 * Peer group id.
 */
id: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Units in it.
 */
units: number, 
/**
 * Units ranked.
 */
ranked: number, 
/**
 * Median total.
 */
median: number | null, 
/**
 * Median total of the round before.
 */
last_median: number | null, 
/**
 * Grade key and how many units have it.
 */
grades: Array<GradeCount>, 
/**
 * Median score of each aspect.
 */
aspects: Array<AspectScoreView>, };

/**
 * What the rules say of an incident.
 */
export type IncidentAssessment = { 
/**
 * Level that the thresholds make, 1..=4.
 */
level: number | null, 
/**
 * Field of the register that records the level.
 */
level_field: string | null, 
/**
 * The thresholds that were reached.
 */
reasons: Array<Phrase>, 
/**
 * Deadlines that run.
 */
deadlines: Array<DeadlineView>, 
/**
 * The links of the chain of responsibility that it must have, by the fields that name who stands there.
 */
links: Array<string>, };

/**
 * An incident class.
 */
export type IncidentClassView = { 
/**
 * Such as `NA.09`.
 */
code: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * The class above.
 */
parent: string | null, };

/**
 * What a person typed for an incident. All fields replace what was there.
 */
export type IncidentEdit = { 
/**
 * The round.
 */
round: string, 
/**
 * Key; `None` makes a new incident.
 */
key: string | null, 
/**
 * Field id to value.
 */
fields: { [key in string]: FieldValue }, };

/**
 * A page of incidents.
 */
export type IncidentPage = { 
/**
 * How many match in all.
 */
total: number, 
/**
 * This page.
 */
rows: Array<IncidentRow>, };

/**
 * Which incidents.
 */
export type IncidentQuery = { 
/**
 * The round.
 */
round: string, 
/**
 * Words in key, unit, class or description; empty is all.
 */
text: string, 
/**
 * Class code, children included; empty is all.
 */
class: string, 
/**
 * Level 1..=4; `None` is all.
 */
level: number | null, 
/**
 * Unit code; empty is all.
 */
unit: string, 
/**
 * Only open ones.
 */
open_only: boolean, 
/**
 * Only those whose chain of responsibility breaks.
 */
broken_only: boolean, 
/**
 * First row.
 */
offset: number, 
/**
 * Most rows.
 */
limit: number, };

/**
 * An incident in the list.
 */
export type IncidentRow = { 
/**
 * Key.
 */
key: string, 
/**
 * Unit code.
 */
unit: string, 
/**
 * Unit name.
 */
unit_name: Phrase, 
/**
 * Class code.
 */
class: string | null, 
/**
 * Level 1..=4, 1 is worst.
 */
level: number | null, 
/**
 * When it was discovered.
 */
discovered_at: string | null, 
/**
 * When the first report was due, where there is a deadline.
 */
report_due_at: string | null, 
/**
 * When it was first reported.
 */
first_report_at: string | null, 
/**
 * Reported after its deadline.
 */
late: boolean, 
/**
 * Status code.
 */
status: string | null, };

/**
 * What fields of the incident register mean.
 */
export type IncidentRulesView = { 
/**
 * The field with the state of handling.
 */
status_field: string | null, 
/**
 * Its options in which handling is finished.
 */
closed: Array<string>, 
/**
 * Fields to be filled in before an incident is closed.
 */
closing: Array<string>, 
/**
 * The chain of responsibility, first to last.
 */
chain: Array<ChainLinkView>, };

/**
 * One incident in full.
 */
export type IncidentView = { 
/**
 * Key.
 */
key: string, 
/**
 * Field id to value.
 */
fields: { [key in string]: FieldValue }, 
/**
 * What the rules say of it.
 */
assessment: IncidentAssessment, 
/**
 * Where it came from.
 */
source: SourceView | null, };

/**
 * An indicator's result.
 */
export type IndicatorScoreView = { 
/**
 * Indicator id.
 */
id: string, 
/**
 * `scored`, `missing`, `not_applicable`, `not_scored`; what is not asked is left out.
 */
state: string, 
/**
 * Raw value.
 */
raw: number | null, 
/**
 * Score 0..=100.
 */
score: number | null, 
/**
 * Effective weight in the unit's total, 0..=1.
 */
weight: number | null, };

/**
 * An indicator.
 */
export type IndicatorView = { 
/**
 * Such as `A1.2.3`.
 */
id: string, 
/**
 * Its objective.
 */
objective: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * The question in full.
 */
measure: Phrase, 
/**
 * How it is answered.
 */
control: ControlView, 
/**
 * Unit of the raw value.
 */
unit: Phrase, 
/**
 * Scale in words.
 */
anchors: Phrase, 
/**
 * Expected evidence.
 */
evidence: Phrase, 
/**
 * Legal basis.
 */
legal: Phrase, 
/**
 * When not applicable may be chosen.
 */
na_rule: Phrase, 
/**
 * Whether it may be chosen at all.
 */
na_allowed: boolean, 
/**
 * Computed from registers or surveys, not typed.
 */
derived: boolean, 
/**
 * The formula in words, where derived.
 */
formula: string, 
/**
 * Share within the objective.
 */
weight: number, 
/**
 * `verified`, `memory` or `proposed`: how far the scale is checked.
 */
status: string, };

/**
 * A judgement as it is typed.
 */
export type JudgementEdit = { 
/**
 * Position of the one thing in the labels.
 */
row: number, 
/**
 * Position of the other.
 */
column: number, 
/**
 * How much more the one matters: 3 is three times, 1/3 a third.
 */
value: number, };

/**
 * A briefing that was kept as it was written.
 */
export type KeptDocumentView = { 
/**
 * Its round.
 */
round: string, 
/**
 * `zh-CN` or `en`.
 */
lang: string, 
/**
 * Its title.
 */
title: string, 
/**
 * SHA-256 of what was kept, lower-case hex.
 */
sha256: string, 
/**
 * SHA-256 of the data that it was written from, which are kept with it; none beside a briefing that was
 * kept before data were.
 */
data_sha256: string | null, 
/**
 * When, local time.
 */
kept_at: string, 
/**
 * By whom.
 */
kept_by: string, };

/**
 * How far what units say of themselves agrees with what was verified.
 */
export type LayerAgreement = { 
/**
 * Answers that both layers have.
 */
answers: number, 
/**
 * ICC(2,1) of their scores: absolute agreement; null where it has no meaning.
 */
icc: number | null, 
/**
 * κ of the grades of these scores, by squared distance; null likewise.
 */
kappa: number | null, 
/**
 * Kendall's W of the scores as rankings; null likewise.
 */
concordance: number | null, };

/**
 * The least set of indicators that lifts the unit to the next grade.
 */
export type LeastSetDocument = { 
/**
 * The next grade.
 */
next: Named | null, 
/**
 * `reached` or `out_of_reach`.
 */
outcome: string, 
/**
 * Indicators to move.
 */
indicators: Array<GainDocument>, 
/**
 * Total with these at their targets.
 */
total_after: number, 
/**
 * The grade with these at their targets.
 */
grade_after: Named | null, 
/**
 * Why no smaller set will do: `gains_add`, `searched` or `unproven`.
 */
proof: string, };

/**
 * A lesson that helps with what the unit lacks.
 */
export type LessonDocument = { 
/**
 * Names it.
 */
id: string, 
/**
 * What was done, and what came of it.
 */
practice: Phrase, 
/**
 * Where it was done.
 */
place: Phrase, 
/**
 * Where it is described.
 */
source: string, 
/**
 * When it was described, ISO 8601.
 */
date: string, 
/**
 * Points that its indicators could still bring.
 */
points: number, 
/**
 * Those of its indicators in which the unit can gain.
 */
indicators: Array<string>, };

/**
 * A link of the chain, over some records.
 */
export type LinkDocument = { 
/**
 * Records that must have it.
 */
due: number, 
/**
 * Of these, where nobody stands.
 */
empty: number, 
/**
 * Records whose chain breaks here first.
 */
first_breaks: number, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * What a person says of a sheet's columns.
 */
export type MappingEdit = { 
/**
 * What people call it.
 */
name: string, 
/**
 * Who sends such files.
 */
sender: string, 
/**
 * Sheet; empty for a csv.
 */
sheet: string, 
/**
 * `answers`, `units`, `incidents`, `survey`, `cases`, `complaints`, `transfers`, or a register's id.
 */
kind: string, 
/**
 * Row of the headings, from 1.
 */
header_row: number | null, 
/**
 * Its columns.
 */
columns: Array<ColumnChoice>, 
/**
 * Fields that are the same in all rows.
 */
constants: { [key in string]: string }, 
/**
 * Columns whose values name a row, by letters.
 */
key: Array<string>, };

/**
 * What a column may be taken for.
 */
export type MappingField = { 
/**
 * As mappings name it.
 */
id: string, 
/**
 * Name in Chinese.
 */
name_zh: string, 
/**
 * Name in English.
 */
name_en: string, 
/**
 * A row without it is not taken.
 */
required: boolean, 
/**
 * Its codes and words, where it has options: for value maps.
 */
options: Array<MappingOption>, };

/**
 * An option of a field.
 */
export type MappingOption = { 
/**
 * As mappings write it.
 */
code: string, 
/**
 * In Chinese.
 */
zh: string, 
/**
 * In English.
 */
en: string, };

/**
 * One mark of a chart.
 */
export type MarkView = { 
/**
 * What it stands for: a unit code, `unit/aspect`, `month/class`.
 */
id: string, 
/**
 * Its words.
 */
label: string, 
/**
 * Its value as shown.
 */
value: string, 
/**
 * Left, in the drawing's units.
 */
x: number, 
/**
 * Top.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

/**
 * Score and share of weight of one means.
 */
export type MeansScore = { 
/**
 * Which.
 */
means: string, 
/**
 * Weighted mean of its indicators, 0..=100.
 */
score: number | null, 
/**
 * Share of the unit's total weight, 0..=1.
 */
share: number, 
/**
 * Its indicators that are scored.
 */
indicators: Array<string>, };

/**
 * A round ranked as it is scored, and otherwise.
 */
export type MethodsDocument = { 
/**
 * Aggregation of the other ranking; null where it is the framework's own.
 */
aggregation: string | null, 
/**
 * Layer and mode of the other ranking.
 */
other: AnalysisHead, 
/**
 * By peer group.
 */
groups: Array<RankComparison>, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * An indicator whose part in the total moved.
 */
export type MoveDocument = { 
/**
 * Score then under the new framework, 0..=100.
 */
before: number | null, 
/**
 * Score now.
 */
after: number | null, 
/**
 * Points of the total.
 */
points: number, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * How a unit fares.
 */
export type MovedUnit = { 
/**
 * Id of its peer group.
 */
peer_group: string, 
/**
 * Total before, 0..=100.
 */
total_before: number | null, 
/**
 * Total after.
 */
total_after: number | null, 
/**
 * The grade before.
 */
grade_before: Named | null, 
/**
 * The grade after.
 */
grade_after: Named | null, 
/**
 * Rank before.
 */
rank_before: number | null, 
/**
 * Rank after.
 */
rank_after: number | null, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A unit that the two ways rank differently.
 */
export type MoverDocument = { 
/**
 * Rank by the first.
 */
from: number, 
/**
 * Rank by the second.
 */
to: number, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A code with its name.
 */
export type Named = { 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * Counts of a class or a department.
 */
export type NamedCounts = { 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, 
/**
 * Records.
 */
records: number, 
/**
 * On which a duty stands.
 */
duties: number, 
/**
 * Of these, done in time.
 */
done: number, 
/**
 * Of these, done late.
 */
late: number, 
/**
 * Of these, not done.
 */
not_done: number, 
/**
 * Records of which it was not found out who was behind them.
 */
untraced: number, 
/**
 * Reporting deadlines that ran.
 */
deadlines: number, 
/**
 * Of these, met late.
 */
deadlines_late: number, 
/**
 * Of these, not met yet.
 */
deadlines_open: number, 
/**
 * Records whose chain has a break.
 */
broken: number, 
/**
 * The field at which most chains break first.
 */
weakest_link: string | null, 
/**
 * Links, first to last; a brief document has them for the total alone.
 */
links: Array<LinkDocument>, };

/**
 * An incident of the file that may be one that is there already, or one further up.
 */
export type NearDuplicate = { 
/**
 * Sheet in the file.
 */
sheet: string, 
/**
 * Row in the file, from 1.
 */
row: number, 
/**
 * Key of the row.
 */
key: string, 
/**
 * Key of the other.
 */
other: string, 
/**
 * The other's row in the file, from 1; `None` where it stands in the workspace.
 */
other_row: number | null, 
/**
 * Unit's code.
 */
unit: string, 
/**
 * Class.
 */
class: string, 
/**
 * When, local time.
 */
at: string, 
/**
 * When the other was, local time.
 */
other_at: string, };

/**
 * An objective.
 */
export type ObjectiveView = { 
/**
 * Such as `A1.2`.
 */
id: string, 
/**
 * Its aspect.
 */
aspect: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * What it stands for.
 */
description: Phrase, 
/**
 * Share within the aspect.
 */
weight: number, };

/**
 * A legal duty.
 */
export type ObligationView = { 
/**
 * The instrument.
 */
instrument: Phrase, 
/**
 * Its article.
 */
article: string, 
/**
 * What it demands.
 */
duty: Phrase, };

/**
 * An option of a question.
 */
export type OptionDocument = { 
/**
 * Its words.
 */
text: Phrase, 
/**
 * How many chose it; null where it is withheld.
 */
count: number | null, 
/**
 * Their share, 0..=1; null where it is withheld.
 */
share: EstimateDocument | null, };

/**
 * One option of a control.
 */
export type OptionView = { 
/**
 * Raw value.
 */
value: number, 
/**
 * Words.
 */
label: Phrase, 
/**
 * Score 0..=100.
 */
score: number, };

/**
 * In whose name the assessment is made and its documents are issued.
 */
export type OrganisationView = { 
/**
 * Name.
 */
name: Phrase, 
/**
 * Telephone, address and the like.
 */
contact: string, 
/**
 * What stands at the head of each document; empty for none.
 */
marking: string, };

/**
 * Everything on the overview page.
 */
export type OverviewView = { 
/**
 * The round.
 */
round: string, 
/**
 * One for each peer group that has units.
 */
groups: Array<GroupView>, 
/**
 * Every unit, in code order.
 */
rows: Array<RankRow>, 
/**
 * Incidents in the round.
 */
incident_count: number, 
/**
 * Questionnaires in the round.
 */
response_count: number, };

/**
 * How two elements move together; null where one is constant.
 */
export type PairAudit = { 
/**
 * Code of the one.
 */
first: string, 
/**
 * Code of the other.
 */
second: string, 
/**
 * Both are joined into the same group.
 */
siblings: boolean, 
/**
 * Pearson's r.
 */
pearson: number | null, 
/**
 * Spearman's ρ.
 */
spearman: number | null, 
/**
 * Kendall's τ-b.
 */
kendall: number | null, 
/**
 * `collinear`, `negative`, or null.
 */
flag: string | null, };

/**
 * Pairwise judgements of one or more experts on the same things.
 */
export type PairwiseRequest = { 
/**
 * What is compared: codes, 2 to 15 of them.
 */
labels: Array<string>, 
/**
 * By expert: one judgement a pair, whichever way round; pairs may be left out.
 */
experts: Array<Array<JudgementEdit>>, };

/**
 * What pairwise judgements come to so far.
 */
export type PairwiseView = { 
/**
 * Weights by label, which sum to 1; empty until judgements join all things.
 */
weights: Array<number>, 
/**
 * Two things that no chain of judgements joins yet; null where there are weights.
 */
apart: [string, string] | null, 
/**
 * Consistency of the judgements; null without weights.
 */
consistency: Consistency | null, 
/**
 * A consistency ratio above this is too much.
 */
greatest_cr: number, };

/**
 * The parties of a unit.
 */
export type PartiesDocument = { 
/**
 * Each that the framework speaks of.
 */
parties: Array<PartyDocument>, 
/**
 * Normalised entropy of their scores, 0..=1.
 */
evenness: number | null, 
/**
 * With the lowest score.
 */
weakest: string | null, 
/**
 * Asked, and without any value.
 */
missing: Array<string>, 
/**
 * Not asked of this unit.
 */
not_asked: Array<string>, };

/**
 * One party's part.
 */
export type PartyDocument = { 
/**
 * Which.
 */
party: string, 
/**
 * Weighted mean of its indicators, 0..=100.
 */
score: number | null, 
/**
 * Share of the unit's total weight, 0..=1.
 */
share: number, 
/**
 * Indicators asked.
 */
asked: number, 
/**
 * Of these, with a value.
 */
answered: number, };

/**
 * What a party's questionnaire says.
 */
export type PartySurveyDocument = { 
/**
 * Whose.
 */
party: string, 
/**
 * Responses; null where there are too few to publish.
 */
responses: number | null, 
/**
 * Responses over invited; null where the invited were not counted.
 */
response_rate: number | null, 
/**
 * Responses that count for nothing because their stratum is not known or has no weight; null in what
 * is published.
 */
without_weight: number | null, 
/**
 * Ids of responses that tick the same point throughout; empty in what is published.
 */
straight_lines: Array<string>, 
/**
 * Questions in order.
 */
questions: Array<QuestionDocument>, 
/**
 * Scales.
 */
scales: Array<ScaleDocument>, };

/**
 * A peer group.
 */
export type PeerGroupView = { 
/**
 * Such as `department`.
 */
id: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * How many indicators it is asked.
 */
indicator_count: number, };

/**
 * Somebody who works with the workspace.
 */
export type PersonView = { 
/**
 * Name, as it stands in the audit trail.
 */
name: string, 
/**
 * `filler`, `auditor`, `leader`.
 */
role: string, 
/**
 * Code of the unit that they belong to.
 */
unit: string | null, 
/**
 * Telephone and the like.
 */
contact: string, };

/**
 * A phrase in both languages.
 */
export type Phrase = { 
/**
 * Simplified Chinese.
 */
zh: string, 
/**
 * English.
 */
en: string, };

/**
 * A unit in the plane of security and development.
 */
export type Place = { 
/**
 * Total, 0..=100.
 */
security: number, 
/**
 * The index.
 */
development: number, 
/**
 * `both`, `security_ahead`, `development_ahead` or `neither`, by the medians of the group.
 */
quadrant: string, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * Responses from one place.
 */
export type PlaceView = { 
/**
 * Code of the unit; null where the place is not known.
 */
unit: string | null, 
/**
 * Its name.
 */
name: Phrase, 
/**
 * The unit that it belongs to.
 */
parent: string | null, 
/**
 * Responses by party, in the order of the questionnaires.
 */
responses: Array<number>, };

/**
 * A fault and the place where it is mended.
 */
export type PlacedFault = { 
/**
 * The fault.
 */
fault: FaultView, 
/**
 * Key of the row; null where the file as a whole is meant.
 */
row: string | null, 
/**
 * Heading of the column.
 */
column: string | null, };

/**
 * What a file holds, before anything is written.
 */
export type PreviewView = { 
/**
 * Names the draft until it is confirmed or put aside.
 */
token: string, 
/**
 * File name.
 */
file: string, 
/**
 * `xlsx`, `xls`, `ods`, `csv`.
 */
format: string, 
/**
 * Character encoding of a csv.
 */
encoding: string | null, 
/**
 * Size in bytes.
 */
bytes: number, 
/**
 * SHA-256.
 */
sha256: string, 
/**
 * Its sheets.
 */
sheets: Array<SheetView>, 
/**
 * Round that it goes to.
 */
round: string | null, 
/**
 * Rows or answers read.
 */
rows_read: number, 
/**
 * New or changed.
 */
accepted: number, 
/**
 * As they already stand.
 */
unchanged: number, 
/**
 * Left as they stand in the workspace, by the rule for what stands there otherwise.
 */
kept: number, 
/**
 * Not taken.
 */
rejected: number, 
/**
 * What is wrong, worst first.
 */
problems: Array<ProblemView>, 
/**
 * Values of theirs that none of ours was found for, the commonest first.
 */
unmapped: Array<UnmappedValue>, 
/**
 * Names of saved mappings whose columns are all there.
 */
fitting_mappings: Array<string>, };

/**
 * Something wrong in a file. Words under `problems.<code>`.
 */
export type ProblemView = { 
/**
 * `error`, `warning`, `info`.
 */
severity: string, 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Cell in A1 notation.
 */
cell: string | null, 
/**
 * Code.
 */
code: string, 
/**
 * What the sentence needs.
 */
params: { [key in string]: string }, };

/**
 * A unit's strengths and weaknesses.
 */
export type ProfileDocument = { 
/**
 * Which unit.
 */
unit: Named, 
/**
 * Id of its peer group.
 */
peer_group: string, 
/**
 * Indicators in the better half of its peers, best first.
 */
strengths: Array<StandingDocument>, 
/**
 * Indicators in the worse half, worst first.
 */
weaknesses: Array<StandingDocument>, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * How far a long task has come. `done` is cumulative within its stage.
 */
export type ProgressView = { 
/**
 * Stage key; words under `stages.<stage>`.
 */
stage: string, 
/**
 * Done so far.
 */
done: number, 
/**
 * In all.
 */
total: number, };

/**
 * A question.
 */
export type QuestionDocument = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its words.
 */
text: Phrase, 
/**
 * Valid answers; null where there are too few to publish.
 */
n: number | null, 
/**
 * Mean of a Likert item (turned where it is reversed) or of a number.
 */
mean: EstimateDocument | null, 
/**
 * Share of right answers, 0..=1.
 */
right: EstimateDocument | null, 
/**
 * Its options.
 */
options: Array<OptionDocument>, 
/**
 * Fewer answers than the formulas ask for.
 */
too_few: boolean, };

/**
 * A question.
 */
export type QuestionView = { 
/**
 * Such as `C17`.
 */
id: string, 
/**
 * Part of the questionnaire, in Chinese.
 */
module: string, 
/**
 * `region`, `single`, `multiple`, `likert`, `quiz`, `number`.
 */
kind: string, 
/**
 * Its words.
 */
text: Phrase, 
/**
 * Options in order.
 */
options: Array<Phrase>, 
/**
 * The right option of a quiz, from 1.
 */
right: number | null, 
/**
 * Turned before it counts.
 */
reversed: boolean, 
/**
 * Must be answered.
 */
required: boolean, 
/**
 * When it is skipped, in words.
 */
skip: string, 
/**
 * The indicator that it serves.
 */
indicator: string | null, };

/**
 * What a party is asked.
 */
export type QuestionnaireView = { 
/**
 * `government`, `enterprise`, `social_org`, `citizen`.
 */
party: string, 
/**
 * Responses in the round.
 */
responses: number, 
/**
 * Questions in order.
 */
questions: Array<QuestionView>, };

/**
 * Two rankings of a peer group side by side.
 */
export type RankComparison = { 
/**
 * The group.
 */
peer_group: Named, 
/**
 * Units that both rank.
 */
units: number, 
/**
 * Kendall's τ-b; null of fewer than two units, or where a ranking has all alike.
 */
tau: number | null, 
/**
 * Mean absolute difference of ranks.
 */
mean_shift: number, 
/**
 * Greatest absolute difference.
 */
max_shift: number, 
/**
 * Units that move, most places first.
 */
movers: Array<MoverDocument>, };

/**
 * A unit in the ranking.
 */
export type RankRow = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Peer group id.
 */
peer_group: string, 
/**
 * Total, unrounded.
 */
total: number | null, 
/**
 * Total of the round before.
 */
last_total: number | null, 
/**
 * Grade key.
 */
grade: string | null, 
/**
 * Rank in the peer group; `None` where it is not ranked.
 */
rank: number | null, 
/**
 * Weighted share answered, 0..=1.
 */
completeness: number, 
/**
 * Evenness over the aspects, 0..=1.
 */
balance: number | null, 
/**
 * Aspect scores.
 */
aspects: Array<AspectScoreView>, 
/**
 * Points that adjustments took or added.
 */
adjusted: number, };

/**
 * How a file is to be read. All is optional: what is left out is recognised.
 */
export type ReadOptions = { 
/**
 * `answers`, `units`, `incidents`, `survey`, `cases`, `complaints`, `transfers`.
 */
kind: string | null, 
/**
 * Round that the rows go to.
 */
round: string | null, 
/**
 * A mapping file's text.
 */
mapping: string | null, 
/**
 * What becomes of hidden rows and sheets: `rows` (rows are taken, sheets are not; the default), `take`,
 * `skip`.
 */
hidden: string | null, 
/**
 * Encoding of a text file, such as `GB18030` or `UTF-16LE`, where it was not told rightly.
 */
encoding: string | null, 
/**
 * What stands in the workspace with another content: `replace` (by the file's; the default), `keep`, or
 * `newer` (the later of the two: when the file was last changed against when the other was imported or
 * typed).
 */
conflict: string | null, };

/**
 * A workspace that was opened before.
 */
export type RecentView = { 
/**
 * Full path.
 */
path: string, 
/**
 * File name without extension.
 */
name: string, 
/**
 * When it was last opened, local time, ISO 8601.
 */
opened_at: string, 
/**
 * Whether the file is still there.
 */
exists: boolean, };

/**
 * A row of a register.
 */
export type RegisterRow = { 
/**
 * What names it: its key fields joined by `|`.
 */
key: string, 
/**
 * Field id to value.
 */
fields: { [key in string]: FieldValue }, 
/**
 * Where it came from; `None` where a person typed it.
 */
source: SourceView | null, };

/**
 * A register.
 */
export type RegisterView = { 
/**
 * Such as `incident`.
 */
id: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Ids of the fields that name a row.
 */
key: Array<string>, 
/**
 * Fields in order.
 */
fields: Array<FieldView>, };

/**
 * Reliability of a group.
 */
export type ReliabilityDocument = { 
/**
 * Code of the group; `all_indicators` for all of them together.
 */
group: string, 
/**
 * Cronbach's α over its children.
 */
alpha: number | null, 
/**
 * Without each of them.
 */
without: Array<AlphaWithout>, };

/**
 * A file that was written.
 */
export type ReportFile = { 
/**
 * `workbook`, `chart`, `briefing`, `feedback`, `index`, `marked`, `marked_anew`.
 */
kind: string, 
/**
 * Full path.
 */
path: string, 
/**
 * Size.
 */
bytes: number, 
/**
 * SHA-256, lower-case hex.
 */
sha256: string, };

/**
 * Reports that are asked for.
 */
export type ReportRequest = { 
/**
 * Of which scorecard.
 */
score: ScoreRequest, 
/**
 * Folder to write into.
 */
folder: string, 
/**
 * `workbook`, `briefing`, `feedback`, `charts`; empty is all but feedback sheets.
 */
only: Array<string>, 
/**
 * `zh-CN` or `en`.
 */
lang: string, 
/**
 * The form of documents; the customary one where nothing is stated.
 */
form?: DocumentForm, };

/**
 * Responsibility over a round.
 */
export type ResponsibilityDocument = { 
/**
 * By class and department.
 */
chains: Array<ChainDocument>, 
/**
 * By class.
 */
by_class: Array<NamedCounts>, 
/**
 * By department.
 */
by_department: Array<NamedCounts>, 
/**
 * Over everything.
 */
total: CountsDocument, };

/**
 * What of the old round could not be carried over to the new framework.
 */
export type RestatedDocument = { 
/**
 * Indicators with answers for which there is no place.
 */
answers_dropped: Array<string>, 
/**
 * Rules of adjustments entered by a person that are gone.
 */
adjustments_dropped: Array<string>, 
/**
 * Units whose peer group is gone.
 */
units_dropped: Array<string>, 
/**
 * Indicators left out for some unit because nobody asked then.
 */
left_out: Array<string>, };

/**
 * A new round.
 */
export type RoundEdit = { 
/**
 * Such as `2026`.
 */
id: string, 
/**
 * Name in Chinese.
 */
name_zh: string, 
/**
 * Name in English.
 */
name_en: string, 
/**
 * First day that is assessed, ISO 8601.
 */
period_start: string, 
/**
 * Last day that is assessed, ISO 8601.
 */
period_end: string, 
/**
 * When submissions are due, ISO 8601.
 */
deadline: string | null, 
/**
 * Framework version in the workspace, such as `six-aspect/2026`; without it that of `like`, else that
 * of the latest round.
 */
framework?: string, 
/**
 * Codes of the units that take part; without it those of `like`, else every unit.
 */
units?: Array<string>, 
/**
 * Round that this one is made after: who takes part, and the findings that are still open.
 */
like?: string, };

/**
 * A round.
 */
export type RoundView = { 
/**
 * Such as `2026`.
 */
id: string, 
/**
 * Its name.
 */
name: Phrase, 
/**
 * First day, ISO 8601.
 */
period_start: string, 
/**
 * Last day, ISO 8601.
 */
period_end: string, 
/**
 * When submissions are due.
 */
deadline: string | null, };

/**
 * A row as a person changed it.
 */
export type RowEdit = { 
/**
 * The row that it takes the place of; `None` for a new one.
 */
key: string | null, 
/**
 * Field id to value, in place of all that was there; `None` removes the row.
 */
fields: { [key in string]: FieldValue } | null, };

/**
 * Rows of one register that are changed together.
 */
export type RowsEdit = { 
/**
 * The round.
 */
round: string, 
/**
 * The register.
 */
register: string, 
/**
 * The rows.
 */
rows: Array<RowEdit>, };

/**
 * What came of saving an answer; it is on disk when this is returned.
 */
export type SavedAnswer = { 
/**
 * The answer as it now stands.
 */
answer: FormAnswerView, 
/**
 * What the form comes to now.
 */
standing: StandingView, 
/**
 * When it was saved, local time, ISO 8601.
 */
saved_at: string, };

/**
 * A mapping that was saved under a name.
 */
export type SavedMapping = { 
/**
 * Its name.
 */
name: string, 
/**
 * Who sends such files.
 */
sender: string, 
/**
 * What kind of table it reads.
 */
kind: string | null, 
/**
 * How many columns it names.
 */
columns: number, 
/**
 * Its text, as a mapping file has it.
 */
text: string, };

/**
 * Reliability of a scale.
 */
export type ScaleDocument = { 
/**
 * The indicator that it fills.
 */
indicator: string, 
/**
 * Cronbach's α.
 */
alpha: number | null, 
/**
 * Its items, by question id.
 */
items: Array<string>, 
/**
 * Responses that answer every item; null in what is published.
 */
n: number | null, 
/**
 * α without each item, in the order of the items; empty in what is published.
 */
without: Array<number | null>, 
/**
 * α is below what the framework asks.
 */
low: boolean, };

/**
 * Which scorecard is meant.
 */
export type ScoreRequest = { 
/**
 * The round.
 */
round: string, 
/**
 * `self`, `verified` or `final`.
 */
layer: string, 
/**
 * `official` or `provisional`.
 */
mode: string, };

/**
 * A section of the briefing.
 */
export type SectionView = { 
/**
 * Its code, as templates and forms name it.
 */
id: string, 
/**
 * Its heading.
 */
name: string, 
/**
 * The template has it in.
 */
shown: boolean, };

/**
 * What moves ranks.
 */
export type SensitivityDocument = { 
/**
 * Where random numbers started.
 */
seed: number, 
/**
 * Rows of a block of the design.
 */
rows: number, 
/**
 * Too few rows to trust.
 */
rough: boolean, 
/**
 * How first-order indices are estimated.
 */
estimator: string, 
/**
 * Weights were multiplied by `1 + noise·U(−1, 1)`.
 */
noise: number, 
/**
 * Aggregations that were set against each other.
 */
aggregations: Array<string>, 
/**
 * Ways to place indicators that were set against each other.
 */
normalisers: Array<string>, 
/**
 * Mean over the design of the mean absolute shift of ranks, in places.
 */
mean_shift: number, 
/**
 * By choice.
 */
effects: Array<FactorEffect>, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * An aspect, objective or indicator has another share of its group; the rest keep their proportions.
 */
export type ShareTry = { 
/**
 * Id of the element.
 */
element: string, 
/**
 * 0..=1.
 */
share: number, };

/**
 * One sheet of a file.
 */
export type SheetView = { 
/**
 * Name; empty for a csv.
 */
name: string, 
/**
 * Hidden in the file.
 */
hidden: boolean, 
/**
 * What it was recognised as; `None` where it is not read.
 */
kind: string | null, 
/**
 * Row of its headings, from 1.
 */
header_row: number | null, 
/**
 * Rows in use.
 */
rows: number, 
/**
 * Columns in use.
 */
columns: number, 
/**
 * Heading to field.
 */
mapping: Array<ColumnView>, 
/**
 * The first rows as text, headings included.
 */
sample: Array<Array<string>>, 
/**
 * Row of the sample's first line, from 1.
 */
sample_from: number, 
/**
 * Hidden rows, each run as `first:last`, from 1.
 */
hidden_rows: Array<string>, };

/**
 * One change to a framework's files.
 */
export type SourceChange = { "type": "cell", 
/**
 * File name.
 */
file: string, 
/**
 * Key of the row.
 */
row: string, 
/**
 * Heading of the column.
 */
column: string, 
/**
 * What stands there now.
 */
value: string, } | { "type": "add", 
/**
 * File name.
 */
file: string, 
/**
 * Key of the new row, which no other row of the table has.
 */
row: string, 
/**
 * Key of the row that it follows; at the end without one.
 */
after: string | null, 
/**
 * Its cells by heading.
 */
cells: { [key in string]: string }, } | { "type": "remove", 
/**
 * File name.
 */
file: string, 
/**
 * Its key.
 */
row: string, } | { "type": "number", 
/**
 * File name.
 */
file: string, 
/**
 * Where it stands.
 */
path: Array<string>, 
/**
 * The number.
 */
value: number, } | { "type": "text", 
/**
 * File name.
 */
file: string, 
/**
 * Its text.
 */
text: string, };

/**
 * A place where two versions of a framework differ.
 */
export type SourceDifference = { 
/**
 * File name.
 */
file: string, 
/**
 * Key of the row, or place in a settings file; empty where a file as a whole is added or gone.
 */
row: string, 
/**
 * Heading of the column; null where a row as a whole is added or gone.
 */
column: string | null, 
/**
 * What stood there; null where it is new.
 */
before: string | null, 
/**
 * What stands there now; null where it is gone.
 */
after: string | null, };

/**
 * A number in a settings file.
 */
export type SourceNumber = { 
/**
 * Where it stands: table names, then its own.
 */
path: Array<string>, 
/**
 * The number.
 */
value: number, };

/**
 * A row of a table.
 */
export type SourceRow = { 
/**
 * What names it within its table while it is edited: its first cell, with a number where that is not
 * unique.
 */
key: string, 
/**
 * Its cells.
 */
cells: Array<string>, };

/**
 * A table of a framework.
 */
export type SourceTable = { 
/**
 * File name.
 */
file: string, 
/**
 * Headings.
 */
columns: Array<string>, 
/**
 * Rows, top to bottom.
 */
rows: Array<SourceRow>, };

/**
 * A settings file of a framework.
 */
export type SourceText = { 
/**
 * File name.
 */
file: string, 
/**
 * Its text.
 */
text: string, 
/**
 * The numbers in it that stand outside of lists.
 */
numbers: Array<SourceNumber>, };

/**
 * Where a value came from.
 */
export type SourceView = { 
/**
 * Import batch.
 */
batch: number, 
/**
 * File name.
 */
file: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Cell in A1 notation.
 */
cell: string, };

/**
 * A score then and now, and what its change comes of; all in points.
 */
export type SplitDocument = { 
/**
 * As it was scored then, 0..=100.
 */
before: number | null, 
/**
 * The old answers under the new framework.
 */
restated: number | null, 
/**
 * As it is now.
 */
after: number | null, 
/**
 * The whole change.
 */
change: number | null, 
/**
 * What comes of other answers and records.
 */
answers: number | null, 
/**
 * What comes of the framework's change.
 */
framework: number | null, };

/**
 * Where the bulk of repeated results lies.
 */
export type SpreadDocument = { 
/**
 * Mean.
 */
mean: number, 
/**
 * Median.
 */
median: number, 
/**
 * 5th percentile.
 */
low: number, 
/**
 * 95th percentile.
 */
high: number, };

/**
 * Where a unit stands in one indicator.
 */
export type StandingDocument = { 
/**
 * Score, 0..=100.
 */
score: number, 
/**
 * Mean rank among its peers, 1 is best, ties share it.
 */
rank: number, 
/**
 * How many peers have a value, itself included.
 */
peers: number, 
/**
 * Effective weight of the indicator in the total, 0..=1.
 */
weight: number, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * What the answers of a form come to.
 */
export type StandingView = { 
/**
 * Weighted share answered, 0..=1.
 */
completeness: number, 
/**
 * Total in official mode.
 */
total: number | null, 
/**
 * Grade key.
 */
grade: string | null, 
/**
 * Aspect id and score.
 */
aspects: Array<AspectScoreView>, 
/**
 * Indicators that must be typed.
 */
asked: number, 
/**
 * Of these, typed.
 */
answered: number, };

/**
 * What the program was started with.
 */
export type StartView = { 
/**
 * Version of the program.
 */
version: string, 
/**
 * Language of the system, `zh-CN` or `en`.
 */
lang: string, 
/**
 * Workspace file named on the command line; to be opened next.
 */
open: string | null, 
/**
 * The demonstration province was asked for on the command line; to be opened next.
 */
demonstration: boolean, };

/**
 * How a party's responses are weighted.
 */
export type StrataRequest = { 
/**
 * Whose responses.
 */
party: string, 
/**
 * What tells the strata apart: `unit` (of which the response speaks), or the id of a question.
 */
by: string, 
/**
 * Path of a csv of `stratum,people`: codes of units, or numbers or words of the question's options.
 */
file: string, };

/**
 * What the questionnaires of a round say.
 */
export type SurveyDocument = { 
/**
 * As it may be published.
 */
published: boolean, 
/**
 * By party.
 */
parties: Array<PartySurveyDocument>, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * How questionnaires are described.
 */
export type SurveyRequest = { 
/**
 * How many were invited, by party.
 */
invited: { [key in string]: number }, 
/**
 * Leaves out responses that tick the same point throughout.
 */
without_straight_lines: boolean, 
/**
 * As it may be published: small cells are withheld, no response is named.
 */
published: boolean, 
/**
 * How responses are weighted, by party; those of others weigh 1 each.
 */
strata: Array<StrataRequest>, };

/**
 * The questionnaires of a round.
 */
export type SurveysView = { 
/**
 * One for each party that the framework asks.
 */
questionnaires: Array<QuestionnaireView>, 
/**
 * Where responses come from, in the order of units' codes; those without a place last.
 */
places: Array<PlaceView>, 
/**
 * Cells of what is published under this size are withheld.
 */
suppress_below: number, 
/**
 * A scale's α below this is low.
 */
low_alpha: number, 
/**
 * Confidence of the intervals, 0..1.
 */
confidence: number, };

/**
 * How far indicators could come.
 */
export type TargetChoice = "full" | "peer_median" | "peer_best";

/**
 * What is wrong with a template, and where.
 */
export type TemplateFaultView = { 
/**
 * Line of the file, from 1; 0 where it is the whole file.
 */
line: number, 
/**
 * The sentence, section or setting; empty where it is the whole file.
 */
key: string, 
/**
 * The fault, by which scripts know it.
 */
code: string, 
/**
 * The fault in words.
 */
what: string, };

/**
 * A template of documents that was read: what it says of sections, or what is wrong with it.
 */
export type TemplateView = { 
/**
 * Its language, `zh-CN` or `en`.
 */
lang: string, 
/**
 * All sections that there are: those of the template in its order, then those that it leaves out.
 */
sections: Array<SectionView>, 
/**
 * Everything that is wrong with it, first to last; a template with faults is not used.
 */
faults: Array<TemplateFaultView>, };

/**
 * Change between two rounds.
 */
export type TrendDocument = { 
/**
 * The earlier round.
 */
from: string, 
/**
 * Units of either round, in code order.
 */
units: Array<UnitTrendDocument>, 
/**
 * What changed in the framework.
 */
framework_change: FrameworkChangeDocument, 
/**
 * What could not be carried over.
 */
restated: RestatedDocument, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * How sure scores and ranks are.
 */
export type UncertaintyDocument = { 
/**
 * Where random numbers started.
 */
seed: number, 
/**
 * How often scores were computed.
 */
replications: number, 
/**
 * Weights were multiplied by `1 + noise·U(−1, 1)`.
 */
noise: number, 
/**
 * Ways to place indicators that were drawn from; none where it is the framework's alone.
 */
normalisers: Array<string>, 
/**
 * Aggregations that were drawn from; none where it is the framework's alone.
 */
aggregations: Array<string>, 
/**
 * Whether what surveys say was drawn within its sampling error.
 */
sampling: boolean, 
/**
 * How many answers of surveys are estimates with a sampling error.
 */
sampled: number, 
/**
 * How many places count as the top.
 */
top_places: number, 
/**
 * Units in code order.
 */
units: Array<UnitUncertaintyDocument>, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * What came of undoing a batch.
 */
export type UndoView = { 
/**
 * The batch.
 */
batch: number, 
/**
 * Values put back as they were or removed.
 */
restored: number, 
/**
 * Later edits that were kept: unit and indicator, or register and key.
 */
kept: Array<string>, };

/**
 * A unit's diagnoses.
 */
export type UnitDiagnosis = { 
/**
 * Id of its peer group.
 */
peer_group: string, 
/**
 * Total, 0..=100.
 */
total: number | null, 
/**
 * Its grade.
 */
grade: Named | null, 
/**
 * Rank among its peers.
 */
rank: number | null, 
/**
 * By means.
 */
means: Array<MeansScore>, 
/**
 * Coverings that the framework states.
 */
coverings: Array<CoveringDocument>, 
/**
 * The parties.
 */
parties: PartiesDocument, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A unit as it is edited.
 */
export type UnitEdit = { 
/**
 * Code; it never changes.
 */
code: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Peer group id.
 */
peer_group: string, 
/**
 * The unit that it belongs to, such as the city of a county.
 */
parent: string | null, 
/**
 * What it is besides, such as `cii`.
 */
tags: Array<string>, 
/**
 * Numbers known of it, such as `population`.
 */
attributes: { [key in string]: number }, };

/**
 * One unit's result in full.
 */
export type UnitResultView = { 
/**
 * The row in the ranking.
 */
row: RankRow, 
/**
 * Before adjustments.
 */
aggregated: number | null, 
/**
 * Objective id and score.
 */
objectives: Array<ElementScore>, 
/**
 * Indicator id, state, value and score.
 */
indicators: Array<IndicatorScoreView>, 
/**
 * Adjustments.
 */
adjustments: Array<AdjustmentView>, };

/**
 * How one unit changed.
 */
export type UnitTrendDocument = { 
/**
 * After adjustments.
 */
total: SplitDocument, 
/**
 * Before adjustments.
 */
aggregated: SplitDocument, 
/**
 * By aspect.
 */
aspects: Array<AspectTrend>, 
/**
 * What moved by answers, most points first whichever way.
 */
moves: Array<MoveDocument>, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * One unit's uncertainty.
 */
export type UnitUncertaintyDocument = { 
/**
 * Id of its peer group.
 */
peer_group: string, 
/**
 * Total as scored, 0..=100.
 */
total: number | null, 
/**
 * Rank as scored.
 */
rank: number | null, 
/**
 * Totals over the replications.
 */
totals: SpreadDocument | null, 
/**
 * Ranks over the replications.
 */
ranks: SpreadDocument | null, 
/**
 * Share in each grade, best first.
 */
grades: Array<GradeShare>, 
/**
 * Share of the replications in which it is among the top of its peers, 0..=1.
 */
top: number, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A unit, with how far its form is.
 */
export type UnitView = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: Phrase, 
/**
 * Peer group id.
 */
peer_group: string, 
/**
 * The city of a county.
 */
parent: string | null, 
/**
 * Indicators that it must type.
 */
asked: number, 
/**
 * Indicators that it has typed.
 */
answered: number, };

/**
 * A value of theirs that none of ours was found for.
 */
export type UnmappedValue = { 
/**
 * Sheet.
 */
sheet: string, 
/**
 * Field or question.
 */
field: string, 
/**
 * Their value.
 */
value: string, 
/**
 * How often it stands there.
 */
count: number, };

/**
 * A new set of weights.
 */
export type WeightSetEdit = { 
/**
 * Its name, one of its kind.
 */
name: string, 
/**
 * Round for whose framework version it is.
 */
round: string, 
/**
 * `expert`, `equal`, `ahp`, `entropy`, `critic`, `blend`.
 */
method: string, 
/**
 * What the method was given and what it said, as JSON; may be empty.
 */
inputs: string, 
/**
 * Share within its group by id, 0..=1.
 */
shares: { [key in string]: number }, };

/**
 * A set of weights that can stand for a framework's own.
 */
export type WeightSetView = { 
/**
 * Number.
 */
id: number, 
/**
 * Its name.
 */
name: string, 
/**
 * Framework id.
 */
framework: string, 
/**
 * Framework version.
 */
framework_version: string, 
/**
 * `expert`, `equal`, `ahp`, `entropy`, `critic`, `blend`.
 */
method: string, 
/**
 * What the method was given and what it said, as JSON.
 */
inputs: string, 
/**
 * Share within its group by id of an aspect, objective or indicator, 0..=1; the others divide the rest
 * as the framework does.
 */
shares: { [key in string]: number }, 
/**
 * When it was set, local time, ISO 8601.
 */
set_at: string, 
/**
 * By whom.
 */
set_by: string, 
/**
 * Rounds that are scored with it.
 */
rounds: Array<string>, };

/**
 * What a unit can do first.
 */
export type WhatFirst = { 
/**
 * Total now, 0..=100.
 */
total: number | null, 
/**
 * Its grade now.
 */
grade: Named | null, 
/**
 * Most points first.
 */
gains: Array<GainDocument>, 
/**
 * To the next grade; null where there is none above, or no total.
 */
least_set: LeastSetDocument | null, 
/**
 * Beside values from elsewhere.
 */
benchmarks: Array<ComparisonDocument>, 
/**
 * What others did, worth most points first.
 */
lessons: Array<LessonDocument>, 
/**
 * The code or id.
 */
code: string, 
/**
 * Its name.
 */
name: Phrase, };

/**
 * A trial.
 */
export type WhatIfDocument = { 
/**
 * Answers tried.
 */
answers: Array<AnswerTry>, 
/**
 * Shares tried.
 */
shares: Array<ShareTry>, 
/**
 * Every unit before and after, in code order.
 */
units: Array<MovedUnit>, 
/**
 * Id of the framework.
 */
framework: string, 
/**
 * Version of the framework.
 */
framework_version: string, 
/**
 * The round.
 */
round: string, 
/**
 * Which layer was scored.
 */
layer: string, 
/**
 * How missing answers counted.
 */
mode: string, };

/**
 * The open workspace.
 */
export type WorkspaceView = { 
/**
 * Full path.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Holds synthetic demonstration data, which every screen says.
 */
synthetic: boolean, 
/**
 * Opened from a place that cannot be written.
 */
read_only: boolean, 
/**
 * Framework id.
 */
framework_id: string, 
/**
 * Framework version.
 */
framework_version: string, 
/**
 * Rounds, latest first.
 */
rounds: Array<RoundView>, 
/**
 * How many units there are.
 */
unit_count: number, };

/**
 * What the shell can be asked for. Commands with `long: true` also take `task` (a name to cancel
 * them by) and `onProgress` (a channel of `ProgressView`).
 */
export type Commands = {
  /** What the program was started with. Asked once, first. */
  start: { args: Record<string, never>, result: StartView, long: false },
  /** Workspaces that were opened before, latest first. */
  recent_workspaces: { args: Record<string, never>, result: Array<RecentView>, long: false },
  /** Takes a workspace off the list; the file stays. */
  forget_workspace: { args: { path: string }, result: Array<RecentView>, long: false },
  /** Makes a workspace file with the built-in framework and opens it. */
  create_workspace: { args: { path: string }, result: WorkspaceView, long: false },
  /** Opens the demonstration province; made first where it is not there. Without a path it lies in the program's own data folder. */
  open_demonstration: { args: { path: string | null }, result: WorkspaceView, long: true },
  /** Opens a workspace file. */
  open_workspace: { args: { path: string }, result: WorkspaceView, long: false },
  /** The open workspace as it now stands. */
  workspace: { args: Record<string, never>, result: WorkspaceView | null, long: false },
  /** Closes the open workspace. */
  close_workspace: { args: Record<string, never>, result: null, long: false },
  /** Adds a round. */
  add_round: { args: { round: RoundEdit }, result: WorkspaceView, long: false },
  /** Changes a round's name, period and deadline. */
  save_round: { args: { round: RoundEdit }, result: WorkspaceView, long: false },
  /** Codes of the units that take part in a round. */
  round_units: { args: { round: string }, result: Array<string>, long: false },
  /** Sets who takes part in a round; what was collected from others is kept out of sight. */
  set_round_units: { args: { round: string, units: Array<string> }, result: WorkspaceView, long: false },
  /** Every unit of the workspace, whether it takes part in a round or not. */
  all_units: { args: Record<string, never>, result: Array<UnitEdit>, long: false },
  /** Adds a unit or replaces what is known of it; with a round it takes part in that. */
  save_unit: { args: { unit: UnitEdit, round: string | null }, result: WorkspaceView, long: false },
  /** Removes a unit from which nothing was collected. */
  remove_unit: { args: { code: string }, result: WorkspaceView, long: false },
  /** The framework of a round. */
  framework: { args: { round: string | null }, result: FrameworkView, long: false },
  /** A framework version of the workspace as its tables; that of the latest round without one. */
  framework_source: { args: { version: string | null }, result: FrameworkSource, long: false },
  /** What is wrong with a draft, and where it differs from what it is made of; saves nothing. */
  check_draft: { args: { draft: FrameworkDraft }, result: DraftCheck, long: false },
  /** What a draft would do to the scores of a round; saves nothing. */
  draft_effect: { args: { draft: FrameworkDraft, request: ScoreRequest }, result: DraftEffect, long: false },
  /** Keeps a draft as a new framework version; with a round, that is scored with it from then on. */
  save_framework: { args: { draft: FrameworkDraft, round: string | null }, result: WorkspaceView, long: false },
  /** Lets a round be scored with another framework version of the workspace. */
  adopt_framework: { args: { round: string, version: string }, result: WorkspaceView, long: false },
  /** Where two framework versions of the workspace differ. */
  framework_differences: { args: { from: string, to: string }, result: Array<SourceDifference>, long: false },
  /** Units with how far each one's form is, in code order. */
  units: { args: { round: string, layer: string }, result: Array<UnitView>, long: false },
  /** A unit's form. */
  form: { args: { round: string, unit: string, layer: string }, result: FormView, long: false },
  /** Saves one answer; it is on disk when this returns, which says when that was. */
  keep_answer: { args: { edit: AnswerEdit }, result: string, long: false },
  /** The answer at the place of an edit, and what its form comes to, as they stand now. */
  answer_standing: { args: { edit: AnswerEdit }, result: AnswerStanding, long: false },
  /** Saves one answer; it is on disk when this returns. Scores the form. */
  save_answer: { args: { edit: AnswerEdit }, result: SavedAnswer, long: false },
  /** Every change of one answer, oldest first. */
  answer_history: { args: { round: string, unit: string, indicator: string }, result: Array<AnswerChangeView>, long: false },
  /** Files behind an answer, an incident or a finding. */
  evidence: { args: { place: EvidencePlace }, result: Array<EvidenceView>, long: false },
  /** Puts files behind something, all or none; gives all that lie behind it then. */
  attach_evidence: { args: { place: EvidencePlace, paths: Array<string> }, result: Array<EvidenceView>, long: false },
  /** Takes a file away from what it was evidence for. */
  remove_evidence: { args: { id: number }, result: null, long: false },
  /** A file's content, to be shown. */
  evidence_content: { args: { id: number }, result: EvidenceContent, long: false },
  /** Writes a copy of a file. */
  save_evidence: { args: { id: number, path: string }, result: ReportFile, long: false },
  /** Opens a copy of a file with the program that the system has for it. */
  open_evidence: { args: { id: number }, result: null, long: false },
  /** Findings on a round's list, by unit. */
  findings: { args: { round: string }, result: Array<FindingView>, long: false },
  /** Enters a finding or changes it. */
  save_finding: { args: { edit: FindingEdit }, result: FindingView, long: false },
  /** Takes a finding off the list, with the files behind it. */
  remove_finding: { args: { id: number }, result: null, long: false },
  /** Puts what is still open on one round's list on another's; gives the other's list. */
  carry_findings: { args: { from: string, to: string }, result: Array<FindingView>, long: false },
  /** Every deduction, bonus and veto of the round's framework, with what was entered of it for a unit. */
  entered_adjustments: { args: { round: string, unit: string }, result: Array<EnteredView>, long: false },
  /** Enters how many times one applies, and why; none at all takes the entry away. */
  enter_adjustment: { args: { edit: AdjustmentEdit }, result: Array<EnteredView>, long: false },
  /** Everything on the overview page. */
  overview: { args: { request: ScoreRequest }, result: OverviewView, long: false },
  /** One unit's result in full. */
  unit_result: { args: { request: ScoreRequest, unit: string }, result: UnitResultView, long: false },
  /** A chart, drawn. */
  chart: { args: { request: ChartRequest }, result: ChartView, long: false },
  /** Means, parties, coverings, chains of responsibility, security and development, and what a unit can do first. */
  diagnosis: { args: { request: ScoreRequest, asked: DiagnosisRequest }, result: DiagnosisDocument, long: false },
  /** Every unit before and after answers and shares are changed on a copy; stores nothing. */
  what_if: { args: { request: ScoreRequest, answers: Array<AnswerTry>, shares: Array<ShareTry> }, result: WhatIfDocument, long: false },
  /** What a unit can do first. */
  what_first: { args: { request: ScoreRequest, unit: string, target: TargetChoice }, result: WhatFirst, long: false },
  /** Change since the round `from`, else since the one before, of all units or of one. */
  trend: { args: { request: ScoreRequest, from: string | null, unit: string | null }, result: TrendDocument, long: false },
  /** At most `most` strengths and weaknesses of a unit among its peers. */
  profile: { args: { request: ScoreRequest, unit: string, most: number }, result: ProfileDocument, long: false },
  /** Ranks of a scorecard beside those of another, joined by `aggregation` where it is given. */
  cross_checks: { args: { request: ScoreRequest, peer_group: string }, result: CrossChecksDocument, long: false },
  /** */
  compare_ranks: { args: { request: ScoreRequest, other: ScoreRequest, aggregation: string | null }, result: MethodsDocument, long: false },
  /** Correlations, reliability, components, weights and removals of the index itself. */
  audit_index: { args: { request: ScoreRequest }, result: AuditDocument, long: true },
  /** How sure scores and ranks are. */
  uncertainty: { args: { request: ScoreRequest, assumed: Assumed }, result: UncertaintyDocument, long: true },
  /** Which choices move ranks most; `estimator` is `plain` or `centred`. */
  sensitivity: { args: { request: ScoreRequest, assumed: Assumed, estimator: string | null }, result: SensitivityDocument, long: true },
  /** Weights and consistency of the pairwise judgements typed so far; saves nothing. */
  pairwise: { args: { asked: PairwiseRequest }, result: PairwiseView, long: false },
  /** The questionnaires of a round, and where responses came from. */
  surveys: { args: { round: string }, result: SurveysView, long: false },
  /** What the questionnaires say, in full or as it may be published. */
  survey: { args: { request: ScoreRequest, asked: SurveyRequest }, result: SurveyDocument, long: false },
  /** Writes a party's questionnaire as a workbook to print, and to type answers into. */
  write_questionnaire: { args: { round: string, party: string, path: string, lang: string }, result: ReportFile, long: false },
  /** A page of the incident register. */
  incidents: { args: { query: IncidentQuery }, result: IncidentPage, long: false },
  /** One incident. */
  incident: { args: { round: string, key: string }, result: IncidentView, long: false },
  /** Level and deadlines of what is typed so far, by a round's rules; saves nothing. */
  assess_incident: { args: { round: string, fields: { [key in string]: FieldValue } }, result: IncidentAssessment, long: false },
  /** Saves an incident, new or changed. */
  save_incident: { args: { edit: IncidentEdit }, result: IncidentView, long: false },
  /** Deletes an incident. */
  delete_incident: { args: { round: string, key: string }, result: null, long: false },
  /** All rows of a register, by key. */
  register_rows: { args: { round: string, register: string }, result: Array<RegisterRow>, long: false },
  /** Changes, adds and removes rows of a register, all or none; gives each as it then is. */
  save_register_rows: { args: { edit: RowsEdit }, result: Array<RegisterRow | null>, long: false },
  /** Reads a file and says what it holds; writes nothing. */
  inspect_file: { args: { path: string, options: ReadOptions }, result: PreviewView, long: true },
  /** Reads a held file anew: with other options, and with what a person put in place of cells and rows. The whole list is given each time; the file stays held under its token. */
  inspect_again: { args: { token: string, options: ReadOptions, amendments: Array<AmendmentEdit> }, result: PreviewView, long: true },
  /** Rows of a held file's sheet as a person sees them, at most 500 at once. */
  import_grid: { args: { token: string, sheet: number, from: number, rows: number }, result: GridPage, long: false },
  /** What columns of a kind of table (or of a register, by its id) may be taken for. */
  mapping_fields: { args: { round: string | null, kind: string }, result: Array<MappingField>, long: false },
  /** A mapping file's text for what a person says of a held file's columns: to read it again by, or to save. */
  mapping_text: { args: { token: string, edit: MappingEdit }, result: string, long: false },
  /** Mappings that were saved, by name. */
  saved_mappings: { args: Record<string, never>, result: Array<SavedMapping>, long: false },
  /** Saves a mapping file's text under the name that it bears. */
  save_mapping: { args: { text: string }, result: Array<SavedMapping>, long: false },
  /** Deletes a saved mapping. */
  delete_mapping: { args: { name: string }, result: Array<SavedMapping>, long: false },
  /** Writes a mapping file's text to a file of its own. */
  write_mapping: { args: { text: string, path: string }, result: ReportFile, long: false },
  /** The text of a mapping file. */
  read_mapping: { args: { path: string }, result: string, long: false },
  /** What stands in the workspace with another content than in a held file. */
  import_differences: { args: { token: string, offset: number, limit: number }, result: DifferencePage, long: false },
  /** Incidents of a held file that may be ones that are there already: same unit and class, within a day. */
  near_duplicates: { args: { token: string }, result: Array<NearDuplicate>, long: false },
  /** Writes a held file as a workbook with its faulty cells marked and commented in a language, to send back. */
  write_marked: { args: { token: string, path: string, lang: string }, result: ReportFile, long: true },
  /** Reads all spreadsheets of a folder and says by unit what came; writes nothing. */
  inspect_folder: { args: { path: string, options: ReadOptions }, result: FolderView, long: true },
  /** Writes a folder's files one after another, each a batch of its own. */
  confirm_folder: { args: { token: string }, result: FolderView, long: true },
  /** Puts a folder and its files aside. */
  discard_folder: { args: { token: string }, result: null, long: false },
  /** Writes an inspected file's rows, all or none. */
  confirm_import: { args: { token: string }, result: BatchView, long: true },
  /** Puts an inspected file aside. */
  discard_import: { args: { token: string }, result: null, long: false },
  /** Import batches, latest first. */
  batches: { args: Record<string, never>, result: Array<BatchView>, long: false },
  /** Takes an import batch back, whole. */
  undo_batch: { args: { batch: number }, result: UndoView, long: false },
  /** Writes a unit's fill-in workbook, with its answers or blank. */
  write_template: { args: { round: string, unit: string, path: string, lang: string | null, blank: boolean | null }, result: ReportFile, long: false },
  /** Writes a briefing, or a unit's feedback sheet, and lays it out to be looked at page by page. */
  lay_document: { args: { request: DocumentRequest }, result: DocumentView, long: true },
  /** A page of the document that was laid out last, by its number from 1. */
  document_page: { args: { page: number }, result: DocumentPageView, long: false },
  /** Briefings that were kept as they were written, latest first. */
  kept_documents: { args: Record<string, never>, result: Array<KeptDocumentView>, long: false },
  /** What a template of documents says of sections, and in the language `words` what is wrong with it; without a path the built-in one. */
  document_template: { args: { path: string | null, lang: string, words: string }, result: TemplateView, long: false },
  /** Writes the built-in template of documents, to be copied and edited. */
  export_template: { args: { path: string, lang: string }, result: null, long: false },
  /** Writes workbook, charts, briefing and feedback sheets into a folder. */
  write_reports: { args: { request: ReportRequest }, result: Array<ReportFile>, long: true },
  /** Shows a file or folder that the program wrote in the system's file manager. */
  reveal: { args: { path: string }, result: null, long: false },
  /** A page of the audit trail, latest first. */
  audit: { args: { query: AuditQuery }, result: AuditPage, long: false },
  /** Writes the part of the audit trail that a query asks for as a csv. */
  export_audit: { args: { query: AuditQuery, path: string }, result: ReportFile, long: false },
  /** Checks the file, its audit chain and the checksums of its evidence. */
  check_workspace: { args: Record<string, never>, result: CheckView, long: true },
  /** Copies the workspace as it stands to a new file. */
  backup_workspace: { args: { path: string }, result: ReportFile, long: true },
  /** Makes a workspace of a backup, which stays as it is, and opens it. */
  restore_workspace: { args: { backup: string, path: string }, result: WorkspaceView, long: true },
  /** Everybody who works with the workspace, by name. */
  people: { args: Record<string, never>, result: Array<PersonView>, long: false },
  /** Adds somebody, or replaces what is known of them. */
  save_person: { args: { person: PersonView }, result: Array<PersonView>, long: false },
  /** Takes somebody off the list. */
  remove_person: { args: { name: string }, result: Array<PersonView>, long: false },
  /** In whose name the assessment is made. */
  organisation: { args: Record<string, never>, result: OrganisationView, long: false },
  /** Sets in whose name the assessment is made. */
  save_organisation: { args: { organisation: OrganisationView }, result: OrganisationView, long: false },
  /** Sets of weights that can stand for a framework's own. */
  weight_sets: { args: Record<string, never>, result: Array<WeightSetView>, long: false },
  /** Keeps a set of weights; it is not adopted by that. */
  save_weights: { args: { set: WeightSetEdit }, result: Array<WeightSetView>, long: false },
  /** Lets a round be scored with a set of weights, or without one with the framework's own. */
  adopt_weights: { args: { round: string, set: number | null }, result: Array<WeightSetView>, long: false },
  /** Who is recorded with every write from now on; without a name who it is. */
  act_as: { args: { name: string | null }, result: string, long: false },
  /** What the open workspace is busy with, for whoever waits for it. */
  desk_progress: { args: Record<string, never>, result: ProgressView | null, long: false },
  /** Asks the open workspace to stop what it reads or computes; what is being written is finished. */
  stop_desk: { args: Record<string, never>, result: null, long: false },
  /** Asks a long task to stop; true where it was running. */
  cancel_task: { args: { task: string }, result: boolean, long: false },
};
