-- Schema version 3: the last briefing of a round in each language, kept as it was written, so that it can be
-- produced again after the data have changed. `content` is the document as JSON, `sha256` its digest.

CREATE TABLE document (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    round    INTEGER NOT NULL REFERENCES round (id),
    kind     TEXT    NOT NULL,
    lang     TEXT    NOT NULL,
    title    TEXT    NOT NULL,
    content  TEXT    NOT NULL,
    sha256   TEXT    NOT NULL,
    kept_at  TEXT    NOT NULL,
    kept_by  TEXT    NOT NULL,
    UNIQUE (round, kind, lang)
) STRICT;
