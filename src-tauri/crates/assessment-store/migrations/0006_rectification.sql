-- Schema version 6: what a unit reports of its findings in a fill-in workbook is of the batch that brought it,
-- as answers are, and names the files that are to prove it. A kept briefing has the data beside it that it
-- was written from, so that it can be written again from those very data: `snapshot` holds them compressed,
-- `snapshot_sha256` is the digest of what they are when unpacked.

ALTER TABLE finding ADD COLUMN evidence_named TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN batch INTEGER REFERENCES batch (id);
CREATE INDEX finding_by_batch ON finding (batch) WHERE batch IS NOT NULL;

ALTER TABLE document ADD COLUMN snapshot BLOB;
ALTER TABLE document ADD COLUMN snapshot_sha256 TEXT;
