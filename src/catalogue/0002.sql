-- Version 2: what comparisons over time need. Editions judged before it are compared once they are scored again.

ALTER TABLE editions ADD COLUMN date TEXT NOT NULL DEFAULT '';

ALTER TABLE sites ADD COLUMN reason_en TEXT NOT NULL DEFAULT '';
ALTER TABLE sites ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN left_over INTEGER NOT NULL DEFAULT 0;

-- Totals of the ranked, as published, with the interval of the judgement's own error; never computed again.
CREATE TABLE published_totals (
    edition TEXT NOT NULL,
    code    TEXT NOT NULL,
    total   TEXT NOT NULL,                        -- exact fractions
    low     TEXT NOT NULL,
    high    TEXT NOT NULL,
    PRIMARY KEY (edition, code),
    FOREIGN KEY (edition, code) REFERENCES sites (edition, code) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The questions that were asked, with the hash of how each was judged.
CREATE TABLE questions (
    edition  TEXT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    hash     TEXT NOT NULL,
    PRIMARY KEY (edition, question)
) STRICT, WITHOUT ROWID;

-- Drops seen for the first time: they do not count until they are seen again.
CREATE TABLE unconfirmed (
    edition  TEXT NOT NULL,
    code     TEXT NOT NULL,
    question TEXT NOT NULL,
    answer   TEXT NOT NULL,                       -- JSON object
    PRIMARY KEY (edition, code, question),
    FOREIGN KEY (edition, code) REFERENCES sites (edition, code) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- National means of other surveys.
CREATE TABLE history (
    year    INTEGER NOT NULL,
    measure TEXT NOT NULL,
    low     INTEGER NOT NULL,
    high    INTEGER NOT NULL,
    method  TEXT NOT NULL,
    source  TEXT NOT NULL,
    PRIMARY KEY (year, measure, method)
) STRICT, WITHOUT ROWID;
