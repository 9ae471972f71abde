-- Version 3: archives that were judged again by another rubric stand beside what was published.

ALTER TABLE editions ADD COLUMN again TEXT;       -- the published edition whose archive it is; NULL: published itself

CREATE INDEX editions_again ON editions (again);
