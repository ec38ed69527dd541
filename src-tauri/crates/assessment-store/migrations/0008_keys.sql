-- Schema version 8: a row that was typed bears the key that the same row of a file bears. Until now a day in
-- the key of a typed row had its midnight with it. Where the row of a file stands beside the typed one, both
-- stay as they are: which of the two counts is for a person to say.

UPDATE OR IGNORE record SET key = replace(key, 'T00:00:00', '')
WHERE key GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T00:00:00'
    OR key GLOB '*[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T00:00:00|*';
