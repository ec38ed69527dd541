-- Schema version 4: what was wrong in an imported file, as far as it is kept; `batch.problems` counts all of
-- it, and is NULL where a batch is older than this.

ALTER TABLE batch ADD COLUMN problems INTEGER;

CREATE TABLE batch_problem (
    batch     INTEGER NOT NULL REFERENCES batch (id),
    position  INTEGER NOT NULL,
    severity  TEXT    NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
    sheet     TEXT    NOT NULL,
    cell      TEXT,
    code      TEXT    NOT NULL,
    params    TEXT    NOT NULL,
    PRIMARY KEY (batch, position)
) STRICT, WITHOUT ROWID;
