-- Schema version 2: findings and their rectification, sets of weights with where they come from, people
-- and the organisation. Evidence can also stand behind a finding's closure.

CREATE TABLE finding (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    round           INTEGER NOT NULL REFERENCES round (id),
    unit            INTEGER NOT NULL REFERENCES unit (id),
    indicator       INTEGER REFERENCES indicator (id),
    description     TEXT    NOT NULL,
    demand          TEXT    NOT NULL,
    responsible     TEXT    NOT NULL,
    deadline        TEXT,
    state           TEXT    NOT NULL CHECK (state IN ('open', 'mending', 'mended', 'closed')),
    note            TEXT    NOT NULL,
    carried_from    INTEGER REFERENCES finding (id),
    opened_at       TEXT    NOT NULL,
    opened_by       TEXT    NOT NULL,
    closed_at       TEXT,
    closed_by       TEXT,
    UNIQUE (round, carried_from),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX finding_by_unit ON finding (unit);
CREATE INDEX finding_by_origin ON finding (carried_from) WHERE carried_from IS NOT NULL;

-- `evidence` as it was, with one more thing that a file can be evidence for.
CREATE TABLE evidence_with_findings (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    round      INTEGER NOT NULL REFERENCES round (id),
    unit       INTEGER NOT NULL REFERENCES unit (id),
    indicator  INTEGER REFERENCES indicator (id),
    record     INTEGER REFERENCES record (id),
    finding    INTEGER REFERENCES finding (id),
    file       INTEGER NOT NULL REFERENCES evidence_file (id),
    file_name  TEXT    NOT NULL,
    added_at   TEXT    NOT NULL,
    actor      TEXT    NOT NULL,
    CHECK ((indicator IS NOT NULL) + (record IS NOT NULL) + (finding IS NOT NULL) = 1)
) STRICT;
INSERT INTO evidence_with_findings
        (id, round, unit, indicator, record, file, file_name, added_at, actor)
    SELECT id, round, unit, indicator, record, file, file_name, added_at, actor FROM evidence;
DROP TABLE evidence;
ALTER TABLE evidence_with_findings RENAME TO evidence;
CREATE INDEX evidence_by_place ON evidence (round, unit, indicator);
CREATE INDEX evidence_by_unit ON evidence (unit);
CREATE INDEX evidence_by_record ON evidence (record) WHERE record IS NOT NULL;
CREATE INDEX evidence_by_finding ON evidence (finding) WHERE finding IS NOT NULL;
CREATE INDEX evidence_by_file ON evidence (file);

-- Shares that stand for those of a framework version, with how they came about: `method` names it,
-- `inputs` holds what it was given and what it said, as a JSON object.
CREATE TABLE weight_set (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    framework  INTEGER NOT NULL REFERENCES framework (id),
    name       TEXT    NOT NULL,
    method     TEXT    NOT NULL,
    inputs     TEXT    NOT NULL,
    set_at     TEXT    NOT NULL,
    set_by     TEXT    NOT NULL,
    UNIQUE (framework, name)
) STRICT;

CREATE TABLE weight_share (
    weight_set  INTEGER NOT NULL REFERENCES weight_set (id),
    element     TEXT    NOT NULL,
    share       REAL    NOT NULL CHECK (share BETWEEN 0 AND 1),
    PRIMARY KEY (weight_set, element)
) STRICT, WITHOUT ROWID;

ALTER TABLE round ADD COLUMN weight_set INTEGER REFERENCES weight_set (id);

CREATE TABLE person (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT    NOT NULL UNIQUE,
    role     TEXT    NOT NULL CHECK (role IN ('filler', 'auditor', 'leader')),
    unit     INTEGER REFERENCES unit (id),
    contact  TEXT    NOT NULL
) STRICT;
CREATE INDEX person_by_unit ON person (unit);

CREATE TABLE organisation (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    name_zh  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    contact  TEXT NOT NULL,
    marking  TEXT NOT NULL
) STRICT;
