// Generated from assessment-app's wire types. To renew: cargo xtask generate

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
 * A page of the audit trail.
 */
export type AuditPage = { 
/**
 * Entries in all.
 */
total: number, 
/**
 * This page, latest first.
 */
rows: Array<AuditRow>, };

/**
 * Which part of the audit trail.
 */
export type AuditQuery = { 
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
dark: boolean, } & ({ "chart": "radar", 
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
peer_group: string, } | { "chart": "incidents" });

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
 * Must be filled in.
 */
required: boolean, };

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
registers: Array<RegisterView>, };

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
 * The thresholds that were reached.
 */
reasons: Array<Phrase>, 
/**
 * Deadlines that run.
 */
deadlines: Array<DeadlineView>, };

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
 * Not taken.
 */
rejected: number, 
/**
 * What is wrong, worst first.
 */
problems: Array<ProblemView>, };

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
mapping: string | null, };

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
 * Fields in order.
 */
fields: Array<FieldView>, };

/**
 * A file that was written.
 */
export type ReportFile = { 
/**
 * `workbook`, `chart`, `briefing`, `index`.
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
 * `workbook`, `charts`, `briefing`; empty is all.
 */
only: Array<string>, 
/**
 * `zh-CN` or `en`.
 */
lang: string, };

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
deadline: string | null, };

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
sample_from: number, };

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
  /** The framework of a round. */
  framework: { args: { round: string | null }, result: FrameworkView, long: false },
  /** Units with how far each one's form is, in code order. */
  units: { args: { round: string, layer: string }, result: Array<UnitView>, long: false },
  /** A unit's form. */
  form: { args: { round: string, unit: string, layer: string }, result: FormView, long: false },
  /** Saves one answer; it is on disk when this returns. */
  save_answer: { args: { edit: AnswerEdit }, result: SavedAnswer, long: false },
  /** Everything on the overview page. */
  overview: { args: { request: ScoreRequest }, result: OverviewView, long: false },
  /** One unit's result in full. */
  unit_result: { args: { request: ScoreRequest, unit: string }, result: UnitResultView, long: false },
  /** A chart, drawn. */
  chart: { args: { request: ChartRequest }, result: ChartView, long: false },
  /** A page of the incident register. */
  incidents: { args: { query: IncidentQuery }, result: IncidentPage, long: false },
  /** One incident. */
  incident: { args: { round: string, key: string }, result: IncidentView, long: false },
  /** Level and deadlines of what is typed so far; saves nothing. */
  assess_incident: { args: { fields: { [key in string]: FieldValue } }, result: IncidentAssessment, long: false },
  /** Saves an incident, new or changed. */
  save_incident: { args: { edit: IncidentEdit }, result: IncidentView, long: false },
  /** Deletes an incident. */
  delete_incident: { args: { round: string, key: string }, result: null, long: false },
  /** Reads a file and says what it holds; writes nothing. */
  inspect_file: { args: { path: string, options: ReadOptions }, result: PreviewView, long: true },
  /** Writes an inspected file's rows, all or none. */
  confirm_import: { args: { token: string }, result: BatchView, long: true },
  /** Puts an inspected file aside. */
  discard_import: { args: { token: string }, result: null, long: false },
  /** Import batches, latest first. */
  batches: { args: Record<string, never>, result: Array<BatchView>, long: false },
  /** Takes an import batch back, whole. */
  undo_batch: { args: { batch: number }, result: UndoView, long: false },
  /** Writes a unit's fill-in workbook. */
  write_template: { args: { round: string, unit: string, path: string }, result: ReportFile, long: false },
  /** Writes workbook and charts into a folder. */
  write_reports: { args: { request: ReportRequest }, result: Array<ReportFile>, long: true },
  /** Shows a file or folder that the program wrote in the system's file manager. */
  reveal: { args: { path: string }, result: null, long: false },
  /** A page of the audit trail, latest first. */
  audit: { args: { query: AuditQuery }, result: AuditPage, long: false },
  /** Checks the file, its audit chain and the checksums of its evidence. */
  check_workspace: { args: Record<string, never>, result: CheckView, long: true },
  /** Asks a long task to stop; true where it was running. */
  cancel_task: { args: { task: string }, result: boolean, long: false },
};
