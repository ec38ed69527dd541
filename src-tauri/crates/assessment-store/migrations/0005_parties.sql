-- Schema version 5: a response is named by its party and its own number, so that the questionnaires of two
-- parties that number alike stand side by side. `row_before.name` and `row_overridden.name` of a response
-- become `party/key`.

UPDATE row_before SET name = json_extract(image, '$.party') || '/' || name WHERE kind = 'response';

UPDATE row_overridden SET name = response.party || '/' || row_overridden.name
FROM response JOIN batch ON batch.round = response.round
WHERE row_overridden.kind = 'response' AND batch.id = row_overridden.batch
    AND response.key = row_overridden.name;

CREATE TABLE response_by_party (
    id           INTEGER PRIMARY KEY,
    round        INTEGER NOT NULL REFERENCES round (id),
    party        TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    unit         INTEGER REFERENCES unit (id),
    answered_at  TEXT,
    answers      TEXT    NOT NULL,
    batch        INTEGER REFERENCES batch (id),
    sheet        INTEGER,
    "row"        INTEGER,
    "column"     INTEGER,
    UNIQUE (round, party, key)
) STRICT;
INSERT INTO response_by_party
SELECT id, round, party, key, unit, answered_at, answers, batch, sheet, "row", "column" FROM response;
DROP TABLE response;
ALTER TABLE response_by_party RENAME TO response;
CREATE INDEX response_by_unit ON response (unit);
