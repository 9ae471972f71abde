-- The catalogue, version 1. Everything in it is derived from the archives: dropping it loses nothing.

CREATE TABLE editions (
    id             TEXT PRIMARY KEY,
    rubric         TEXT NOT NULL,
    rubric_version TEXT NOT NULL,
    rubric_hash    TEXT NOT NULL,
    register_hash  TEXT NOT NULL
) STRICT;

CREATE TABLE sites (
    edition        TEXT NOT NULL REFERENCES editions (id) ON DELETE CASCADE,
    code           TEXT NOT NULL,
    name           TEXT NOT NULL,
    county_code    TEXT NOT NULL,
    county         TEXT NOT NULL,
    skr_group_code TEXT NOT NULL,
    skr_group      TEXT NOT NULL,
    size_class     TEXT NOT NULL,
    networks       TEXT NOT NULL,                 -- JSON array of names
    population     INTEGER,
    website        TEXT NOT NULL,
    state          TEXT NOT NULL,
    reason         TEXT NOT NULL,
    pages          INTEGER NOT NULL,
    PRIMARY KEY (edition, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
    edition    TEXT NOT NULL,
    code       TEXT NOT NULL,
    question   TEXT NOT NULL,
    state      TEXT NOT NULL,
    points     INTEGER CHECK (points IN (0, 1, 3)),  -- NULL: unknown, which is not 0
    confidence INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    searched   INTEGER NOT NULL,
    route      TEXT,
    maturity   INTEGER CHECK (maturity BETWEEN 0 AND 4),
    url        TEXT,
    quote      TEXT,
    evidence   TEXT,                              -- JSON object
    rejected   TEXT NOT NULL,                     -- JSON array
    PRIMARY KEY (edition, code, question),
    FOREIGN KEY (edition, code) REFERENCES sites (edition, code) ON DELETE CASCADE
) STRICT;

CREATE INDEX answers_by_question ON answers (edition, question, points);

CREATE TABLE area_shares (
    edition    TEXT NOT NULL,
    code       TEXT NOT NULL,
    area       TEXT NOT NULL,
    points     INTEGER NOT NULL,
    maximum    INTEGER NOT NULL,
    judged     INTEGER NOT NULL,
    assessed   INTEGER NOT NULL,
    applicable INTEGER NOT NULL,
    questions  INTEGER NOT NULL,
    PRIMARY KEY (edition, code, area),
    FOREIGN KEY (edition, code) REFERENCES sites (edition, code) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE scores (
    edition         TEXT NOT NULL,
    code            TEXT NOT NULL,
    total           TEXT,                         -- exact fraction, e.g. 27/32
    total_permille  INTEGER,
    total_areas     INTEGER NOT NULL,
    pooled          TEXT,
    coverage        TEXT,
    eservice_points INTEGER NOT NULL,
    eservice_judged INTEGER NOT NULL,
    PRIMARY KEY (edition, code),
    FOREIGN KEY (edition, code) REFERENCES sites (edition, code) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
