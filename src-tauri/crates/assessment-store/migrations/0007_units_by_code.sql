-- Schema version 7: what a batch replaced of a record or response names its unit by the code, as the number of
-- a unit's row is given again once the unit is removed. A unit that has gone by now is named by no code.

UPDATE row_before SET image = json_set(image, '$.unit',
    coalesce((SELECT code FROM unit WHERE id = json_extract(image, '$.unit')), ''))
WHERE kind IN ('record', 'response') AND json_type(image, '$.unit') = 'integer';
