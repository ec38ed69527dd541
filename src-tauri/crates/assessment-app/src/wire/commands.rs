//! The table of commands: what a window can ask for, once, for the shell and for TypeScript.

/// Passes the table of commands to a macro. The shell makes its handler from it, [`super::typescript`]
/// makes the window's types from it, so that neither can know a command that the other does not.
///
/// Commands marked `@long` also take `task`, the name under which they can be cancelled, and
/// `on_progress`, a channel of [`ProgressView`](crate::wire::ProgressView).
#[macro_export]
macro_rules! with_commands {
    ($with:ident) => {
        $with! {
            /// What the program was started with. Asked once, first.
            start() -> StartView;
            /// Workspaces that were opened before, latest first.
            recent_workspaces() -> Vec<RecentView>;
            /// Takes a workspace off the list; the file stays.
            forget_workspace(path: String) -> Vec<RecentView>;
            /// Makes a workspace file with the built-in framework and opens it.
            create_workspace(path: String) -> WorkspaceView;
            /// Opens the demonstration province; made first where it is not there. Without a path it
            /// lies in the program's own data folder.
            @long open_demonstration(path: Option<String>) -> WorkspaceView;
            /// Opens a workspace file.
            open_workspace(path: String) -> WorkspaceView;
            /// The open workspace as it now stands.
            workspace() -> Option<WorkspaceView>;
            /// Closes the open workspace.
            close_workspace() -> ();
            /// Adds a round.
            add_round(round: RoundEdit) -> WorkspaceView;
            /// Changes a round's name, period and deadline.
            save_round(round: RoundEdit) -> WorkspaceView;
            /// Codes of the units that take part in a round.
            round_units(round: String) -> Vec<String>;
            /// Sets who takes part in a round; what was collected from others is kept out of sight.
            set_round_units(round: String, units: Vec<String>) -> WorkspaceView;
            /// Every unit of the workspace, whether it takes part in a round or not.
            all_units() -> Vec<UnitEdit>;
            /// Adds a unit or replaces what is known of it; with a round it takes part in that.
            save_unit(unit: UnitEdit, round: Option<String>) -> WorkspaceView;
            /// Removes a unit from which nothing was collected.
            remove_unit(code: String) -> WorkspaceView;
            /// The framework of a round.
            framework(round: Option<String>) -> FrameworkView;
            /// A framework version of the workspace as its tables; that of the latest round without one.
            framework_source(version: Option<String>) -> FrameworkSource;
            /// What is wrong with a draft, and where it differs from what it is made of; saves nothing.
            check_draft(draft: FrameworkDraft) -> DraftCheck;
            /// What a draft would do to the scores of a round; saves nothing.
            draft_effect(draft: FrameworkDraft, request: ScoreRequest) -> DraftEffect;
            /// Keeps a draft as a new framework version; with a round, that is scored with it from then on.
            save_framework(draft: FrameworkDraft, round: Option<String>) -> WorkspaceView;
            /// Lets a round be scored with another framework version of the workspace.
            adopt_framework(round: String, version: String) -> WorkspaceView;
            /// Where two framework versions of the workspace differ.
            framework_differences(from: String, to: String) -> Vec<SourceDifference>;
            /// Units with how far each one's form is, in code order.
            units(round: String, layer: String) -> Vec<UnitView>;
            /// A unit's form.
            form(round: String, unit: String, layer: String) -> FormView;
            /// Saves one answer; it is on disk when this returns, which says when that was.
            keep_answer(edit: AnswerEdit) -> String;
            /// The answer at the place of an edit, and what its form comes to, as they stand now.
            answer_standing(edit: AnswerEdit) -> AnswerStanding;
            /// Saves one answer; it is on disk when this returns. Scores the form.
            save_answer(edit: AnswerEdit) -> SavedAnswer;
            /// Every change of one answer, oldest first.
            answer_history(round: String, unit: String, indicator: String) -> Vec<AnswerChangeView>;
            /// Files behind an answer, an incident or a finding.
            evidence(place: EvidencePlace) -> Vec<EvidenceView>;
            /// Puts files behind something, all or none; gives all that lie behind it then.
            attach_evidence(place: EvidencePlace, paths: Vec<String>) -> Vec<EvidenceView>;
            /// Takes a file away from what it was evidence for.
            remove_evidence(id: i64) -> ();
            /// A file's content, to be shown.
            evidence_content(id: i64) -> EvidenceContent;
            /// Writes a copy of a file.
            save_evidence(id: i64, path: String) -> ReportFile;
            /// Opens a copy of a file with the program that the system has for it.
            open_evidence(id: i64) -> ();
            /// Findings on a round's list, by unit.
            findings(round: String) -> Vec<FindingView>;
            /// Enters a finding or changes it.
            save_finding(edit: FindingEdit) -> FindingView;
            /// Takes a finding off the list, with the files behind it.
            remove_finding(id: i64) -> ();
            /// Puts what is still open on one round's list on another's; gives the other's list.
            carry_findings(from: String, to: String) -> Vec<FindingView>;
            /// Every deduction, bonus and veto of the round's framework, with what was entered of it for a unit.
            entered_adjustments(round: String, unit: String) -> Vec<EnteredView>;
            /// Enters how many times one applies, and why; none at all takes the entry away.
            enter_adjustment(edit: AdjustmentEdit) -> Vec<EnteredView>;
            /// Everything on the overview page.
            overview(request: ScoreRequest) -> OverviewView;
            /// One unit's result in full.
            unit_result(request: ScoreRequest, unit: String) -> UnitResultView;
            /// A chart, drawn.
            chart(request: ChartRequest) -> ChartView;
            /// Means, parties, coverings, chains of responsibility, security and development, and what a
            /// unit can do first.
            diagnosis(request: ScoreRequest, asked: DiagnosisRequest) -> DiagnosisDocument;
            /// Every unit before and after answers and shares are changed on a copy; stores nothing.
            what_if(request: ScoreRequest, answers: Vec<AnswerTry>, shares: Vec<ShareTry>) -> WhatIfDocument;
            /// What a unit can do first.
            what_first(request: ScoreRequest, unit: String, target: TargetChoice) -> WhatFirst;
            /// Change since the round `from`, else since the one before, of all units or of one.
            trend(request: ScoreRequest, from: Option<String>, unit: Option<String>) -> TrendDocument;
            /// At most `most` strengths and weaknesses of a unit among its peers.
            profile(request: ScoreRequest, unit: String, most: u32) -> ProfileDocument;
            /// Ranks of a scorecard beside those of another, joined by `aggregation` where it is given.
            cross_checks(request: ScoreRequest, peer_group: String) -> CrossChecksDocument;
            compare_ranks(request: ScoreRequest, other: ScoreRequest, aggregation: Option<String>) -> MethodsDocument;
            /// Correlations, reliability, components, weights and removals of the index itself.
            @long audit_index(request: ScoreRequest) -> AuditDocument;
            /// How sure scores and ranks are.
            @long uncertainty(request: ScoreRequest, assumed: Assumed) -> UncertaintyDocument;
            /// Which choices move ranks most; `estimator` is `plain` or `centred`.
            @long sensitivity(request: ScoreRequest, assumed: Assumed, estimator: Option<String>) -> SensitivityDocument;
            /// Weights and consistency of the pairwise judgements typed so far; saves nothing.
            pairwise(asked: PairwiseRequest) -> PairwiseView;
            /// The questionnaires of a round, and where responses came from.
            surveys(round: String) -> SurveysView;
            /// What the questionnaires say, in full or as it may be published.
            survey(request: ScoreRequest, asked: SurveyRequest) -> SurveyDocument;
            /// Writes a party's questionnaire as a workbook to print, and to type answers into.
            write_questionnaire(round: String, party: String, path: String, lang: String) -> ReportFile;
            /// A page of the incident register.
            incidents(query: IncidentQuery) -> IncidentPage;
            /// One incident.
            incident(round: String, key: String) -> IncidentView;
            /// Level and deadlines of what is typed so far, by a round's rules; saves nothing.
            assess_incident(round: String, fields: BTreeMap<String, FieldValue>) -> IncidentAssessment;
            /// Saves an incident, new or changed.
            save_incident(edit: IncidentEdit) -> IncidentView;
            /// Deletes an incident.
            delete_incident(round: String, key: String) -> ();
            /// All rows of a register, by key.
            register_rows(round: String, register: String) -> Vec<RegisterRow>;
            /// Changes, adds and removes rows of a register, all or none; gives each as it then is.
            save_register_rows(edit: RowsEdit) -> Vec<Option<RegisterRow>>;
            /// Reads a file and says what it holds; writes nothing.
            @long inspect_file(path: String, options: ReadOptions) -> PreviewView;
            /// Reads a held file anew: with other options, and with what a person put in place of cells and
            /// rows. The whole list is given each time; the file stays held under its token.
            @long inspect_again(token: String, options: ReadOptions, amendments: Vec<AmendmentEdit>) -> PreviewView;
            /// Rows of a held file's sheet as a person sees them, at most 500 at once.
            import_grid(token: String, sheet: u32, from: u32, rows: u32) -> GridPage;
            /// What columns of a kind of table (or of a register, by its id) may be taken for.
            mapping_fields(round: Option<String>, kind: String) -> Vec<MappingField>;
            /// A mapping file's text for what a person says of a held file's columns: to read it again by, or
            /// to save.
            mapping_text(token: String, edit: MappingEdit) -> String;
            /// Mappings that were saved, by name.
            saved_mappings() -> Vec<SavedMapping>;
            /// Saves a mapping file's text under the name that it bears.
            save_mapping(text: String) -> Vec<SavedMapping>;
            /// Deletes a saved mapping.
            delete_mapping(name: String) -> Vec<SavedMapping>;
            /// Writes a mapping file's text to a file of its own.
            write_mapping(text: String, path: String) -> ReportFile;
            /// The text of a mapping file.
            read_mapping(path: String) -> String;
            /// What stands in the workspace with another content than in a held file.
            import_differences(token: String, offset: u32, limit: u32) -> DifferencePage;
            /// Incidents of a held file that may be ones that are there already: same unit and class, within a
            /// day.
            near_duplicates(token: String) -> Vec<NearDuplicate>;
            /// Writes a held file as a workbook with its faulty cells marked and commented in a language, to
            /// send back.
            @long write_marked(token: String, path: String, lang: String) -> ReportFile;
            /// Reads all spreadsheets of a folder and says by unit what came; writes nothing.
            @long inspect_folder(path: String, options: ReadOptions) -> FolderView;
            /// Writes a folder's files one after another, each a batch of its own.
            @long confirm_folder(token: String) -> FolderView;
            /// Puts a folder and its files aside.
            discard_folder(token: String) -> ();
            /// Writes an inspected file's rows, all or none.
            @long confirm_import(token: String) -> BatchView;
            /// Puts an inspected file aside.
            discard_import(token: String) -> ();
            /// Import batches, latest first.
            batches() -> Vec<BatchView>;
            /// Takes an import batch back, whole.
            undo_batch(batch: i64) -> UndoView;
            /// Writes a unit's fill-in workbook, with its answers or blank.
            write_template(round: String, unit: String, path: String, lang: Option<String>, blank: Option<bool>) -> ReportFile;
            /// Writes a briefing, or a unit's feedback sheet, and lays it out to be looked at page by page.
            @long lay_document(request: DocumentRequest) -> DocumentView;
            /// A page of the document that was laid out last, by its number from 1.
            document_page(page: u32) -> DocumentPageView;
            /// Briefings that were kept as they were written, latest first.
            kept_documents() -> Vec<KeptDocumentView>;
            /// What a template of documents says of sections, and in the language `words` what is wrong with
            /// it; without a path the built-in one.
            document_template(path: Option<String>, lang: String, words: String) -> TemplateView;
            /// Writes the built-in template of documents, to be copied and edited.
            export_template(path: String, lang: String) -> ();
            /// Writes workbook, charts, briefing and feedback sheets into a folder.
            @long write_reports(request: ReportRequest) -> Vec<ReportFile>;
            /// Shows a file or folder that the program wrote in the system's file manager.
            reveal(path: String) -> ();
            /// A page of the audit trail, latest first.
            audit(query: AuditQuery) -> AuditPage;
            /// Writes the part of the audit trail that a query asks for as a csv.
            export_audit(query: AuditQuery, path: String) -> ReportFile;
            /// Checks the file, its audit chain and the checksums of its evidence.
            @long check_workspace() -> CheckView;
            /// Copies the workspace as it stands to a new file.
            @long backup_workspace(path: String) -> ReportFile;
            /// Makes a workspace of a backup, which stays as it is, and opens it.
            @long restore_workspace(backup: String, path: String) -> WorkspaceView;
            /// Everybody who works with the workspace, by name.
            people() -> Vec<PersonView>;
            /// Adds somebody, or replaces what is known of them.
            save_person(person: PersonView) -> Vec<PersonView>;
            /// Takes somebody off the list.
            remove_person(name: String) -> Vec<PersonView>;
            /// In whose name the assessment is made.
            organisation() -> OrganisationView;
            /// Sets in whose name the assessment is made.
            save_organisation(organisation: OrganisationView) -> OrganisationView;
            /// Sets of weights that can stand for a framework's own.
            weight_sets() -> Vec<WeightSetView>;
            /// Keeps a set of weights; it is not adopted by that.
            save_weights(set: WeightSetEdit) -> Vec<WeightSetView>;
            /// Lets a round be scored with a set of weights, or without one with the framework's own.
            adopt_weights(round: String, set: Option<i64>) -> Vec<WeightSetView>;
            /// Who is recorded with every write from now on; without a name who it is.
            act_as(name: Option<String>) -> String;
            /// What the open workspace is busy with, for whoever waits for it.
            desk_progress() -> Option<ProgressView>;
            /// Asks the open workspace to stop what it reads or computes; what is being written is finished.
            stop_desk() -> ();
            /// Asks a long task to stop; true where it was running.
            cancel_task(task: String) -> bool;
        }
    };
}
