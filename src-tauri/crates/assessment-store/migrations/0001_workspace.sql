-- The workspace, schema version 1.
--
-- Small tables carry foreign keys. `observation` does not: it holds up to millions of rows, its id is
-- packed (form * 65536 + indicator) so that one form is one range of the tree, and `check` proves what a
-- foreign key would.

CREATE TABLE meta (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    workspace   TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    synthetic   INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
    created_at  TEXT    NOT NULL,
    created_by  TEXT    NOT NULL
) STRICT;

CREATE TABLE framework (
    id       INTEGER PRIMARY KEY,
    code     TEXT NOT NULL,
    version  TEXT NOT NULL,
    digest   TEXT NOT NULL,
    UNIQUE (code, version)
) STRICT;

CREATE TABLE framework_file (
    framework INTEGER NOT NULL REFERENCES framework (id),
    path      TEXT    NOT NULL,
    content   TEXT    NOT NULL,
    PRIMARY KEY (framework, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE round (
    id            INTEGER PRIMARY KEY,
    code          TEXT    NOT NULL UNIQUE,
    name_zh       TEXT    NOT NULL,
    name_en       TEXT    NOT NULL,
    period_start  TEXT    NOT NULL,
    period_end    TEXT    NOT NULL,
    deadline      TEXT,
    framework     INTEGER NOT NULL REFERENCES framework (id)
) STRICT;

CREATE TABLE batch (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    round        INTEGER NOT NULL REFERENCES round (id),
    file_name    TEXT    NOT NULL,
    sha256       TEXT    NOT NULL,
    kinds        TEXT    NOT NULL,
    imported_at  TEXT    NOT NULL,
    actor        TEXT    NOT NULL,
    rows_read    INTEGER NOT NULL,
    accepted     INTEGER NOT NULL,
    unchanged    INTEGER NOT NULL,
    rejected     INTEGER NOT NULL,
    undone_at    TEXT,
    undone_by    TEXT
) STRICT;

CREATE TABLE batch_sheet (
    batch     INTEGER NOT NULL REFERENCES batch (id),
    position  INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    PRIMARY KEY (batch, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
    id          INTEGER PRIMARY KEY,
    code        TEXT    NOT NULL UNIQUE,
    name_zh     TEXT    NOT NULL,
    name_en     TEXT    NOT NULL,
    peer_group  TEXT    NOT NULL,
    parent      TEXT,
    tags        TEXT    NOT NULL,
    attributes  TEXT    NOT NULL,
    batch       INTEGER REFERENCES batch (id)
) STRICT;

CREATE TABLE round_unit (
    round  INTEGER NOT NULL REFERENCES round (id),
    unit   INTEGER NOT NULL REFERENCES unit (id),
    batch  INTEGER REFERENCES batch (id),
    PRIMARY KEY (round, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX round_unit_by_unit ON round_unit (unit);

CREATE TABLE indicator (
    id    INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 65535),
    code  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE form (
    id     INTEGER PRIMARY KEY,
    round  INTEGER NOT NULL REFERENCES round (id),
    layer  INTEGER NOT NULL CHECK (layer IN (0, 1)),
    unit   INTEGER NOT NULL REFERENCES unit (id),
    UNIQUE (round, layer, unit)
) STRICT;
CREATE INDEX form_by_unit ON form (unit);

CREATE TABLE observation (
    id        INTEGER PRIMARY KEY,
    value     REAL,
    reason    TEXT,
    approver  TEXT,
    note      TEXT,
    flagged   INTEGER NOT NULL DEFAULT 0,
    batch     INTEGER,
    sheet     INTEGER,
    "row"     INTEGER,
    "column"  INTEGER
) STRICT;

-- What a batch replaced. A row that a batch added has no image.
CREATE TABLE observation_before (
    batch     INTEGER NOT NULL REFERENCES batch (id),
    id        INTEGER NOT NULL,
    value     REAL,
    reason    TEXT,
    approver  TEXT,
    note      TEXT,
    flagged   INTEGER NOT NULL,
    of_batch  INTEGER,
    sheet     INTEGER,
    "row"     INTEGER,
    "column"  INTEGER,
    PRIMARY KEY (batch, id)
) STRICT, WITHOUT ROWID;

-- What a person changed or cleared by hand after a batch had put it there.
CREATE TABLE observation_overridden (
    batch  INTEGER NOT NULL REFERENCES batch (id),
    id     INTEGER NOT NULL,
    PRIMARY KEY (batch, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE register (
    id    INTEGER PRIMARY KEY,
    code  TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE record (
    id        INTEGER PRIMARY KEY,
    round     INTEGER NOT NULL REFERENCES round (id),
    register  INTEGER NOT NULL REFERENCES register (id),
    key       TEXT    NOT NULL,
    unit      INTEGER NOT NULL REFERENCES unit (id),
    fields    TEXT    NOT NULL,
    batch     INTEGER REFERENCES batch (id),
    sheet     INTEGER,
    "row"     INTEGER,
    "column"  INTEGER,
    UNIQUE (round, register, key)
) STRICT;
CREATE INDEX record_by_unit ON record (unit);

CREATE TABLE response (
    id           INTEGER PRIMARY KEY,
    round        INTEGER NOT NULL REFERENCES round (id),
    key          TEXT    NOT NULL,
    party        TEXT    NOT NULL,
    unit         INTEGER REFERENCES unit (id),
    answered_at  TEXT,
    answers      TEXT    NOT NULL,
    batch        INTEGER REFERENCES batch (id),
    sheet        INTEGER,
    "row"        INTEGER,
    "column"     INTEGER,
    UNIQUE (round, key)
) STRICT;
CREATE INDEX response_by_unit ON response (unit);

-- The same two for rows of the smaller tables: `kind` is the table, `name` what names the row in it,
-- `image` its columns as a JSON object.
CREATE TABLE row_before (
    batch     INTEGER NOT NULL REFERENCES batch (id),
    kind      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    of_batch  INTEGER,
    image     TEXT    NOT NULL,
    PRIMARY KEY (batch, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE row_overridden (
    batch  INTEGER NOT NULL REFERENCES batch (id),
    kind   TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    PRIMARY KEY (batch, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE adjustment (
    round    INTEGER NOT NULL REFERENCES round (id),
    unit     INTEGER NOT NULL REFERENCES unit (id),
    rule     TEXT    NOT NULL,
    count    INTEGER NOT NULL,
    because  TEXT    NOT NULL,
    PRIMARY KEY (round, unit, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX adjustment_by_unit ON adjustment (unit);

CREATE TABLE evidence_file (
    id       INTEGER PRIMARY KEY,
    sha256   BLOB    NOT NULL UNIQUE CHECK (length(sha256) = 32),
    content  BLOB    NOT NULL
) STRICT;

CREATE TABLE evidence (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    round      INTEGER NOT NULL REFERENCES round (id),
    unit       INTEGER NOT NULL REFERENCES unit (id),
    indicator  INTEGER REFERENCES indicator (id),
    record     INTEGER REFERENCES record (id),
    file       INTEGER NOT NULL REFERENCES evidence_file (id),
    file_name  TEXT    NOT NULL,
    added_at   TEXT    NOT NULL,
    actor      TEXT    NOT NULL,
    CHECK ((indicator IS NULL) <> (record IS NULL))
) STRICT;
CREATE INDEX evidence_by_place ON evidence (round, unit, indicator);
CREATE INDEX evidence_by_unit ON evidence (unit);
CREATE INDEX evidence_by_record ON evidence (record) WHERE record IS NOT NULL;
CREATE INDEX evidence_by_file ON evidence (file);

-- Each entry's hash covers the hash before it, so that none can be altered, put in or taken out unseen.
CREATE TABLE audit (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit table is only appended to'); END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit table is only appended to'); END;
