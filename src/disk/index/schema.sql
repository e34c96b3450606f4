-- The index of a collection. Everything in it is derived from stories and their marks.

CREATE TABLE files (
    id    INTEGER PRIMARY KEY,
    path  TEXT NOT NULL UNIQUE,
    stamp TEXT NOT NULL,          -- what tells one state of the file from another
    error TEXT                    -- why it could not be read
);
CREATE TABLE stories (
    id         INTEGER PRIMARY KEY,
    file       INTEGER NOT NULL,
    name       TEXT NOT NULL,
    title      TEXT,
    outlet     TEXT,
    agency     TEXT,
    day        TEXT,              -- YYYY-MM-DD
    hash       TEXT NOT NULL,     -- of the text
    kept       TEXT,              -- where its marks may lie in the data folder
    marks      TEXT NOT NULL,     -- the state of its marks; empty where there are none
    statements INTEGER NOT NULL,
    reviewed   INTEGER NOT NULL,
    tagged     INTEGER NOT NULL,
    annotators TEXT NOT NULL,     -- a line each
    round      INTEGER NOT NULL   -- when it was last seen in its file
);
CREATE INDEX stories_file ON stories (file, hash);
CREATE TABLE namings (
    id       INTEGER PRIMARY KEY,
    story    INTEGER NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT,
    aliases  TEXT NOT NULL,       -- a line each
    person   TEXT NOT NULL        -- whom it means over all stories
);
CREATE INDEX namings_story ON namings (story);
CREATE INDEX namings_person ON namings (person);
-- How many statements were ever put.
CREATE TABLE counted (statements INTEGER NOT NULL);
INSERT INTO counted VALUES (0);
CREATE TABLE statements (
    id         INTEGER PRIMARY KEY, -- the newest first, those of one day as they came: see number.rs
    story      INTEGER NOT NULL,
    item       TEXT NOT NULL,     -- its name in the annotation file
    start      INTEGER NOT NULL,  -- bytes of the cleaned text
    line       INTEGER NOT NULL,  -- of that text, from 1
    speaker    TEXT,              -- whom the first speaker means, to sort by
    unnamed    TEXT,
    content    TEXT NOT NULL,
    source     TEXT NOT NULL,
    cue        TEXT NOT NULL,
    before     TEXT NOT NULL,
    behind     TEXT NOT NULL,
    tags       TEXT NOT NULL,     -- a line each
    directness TEXT,
    confidence REAL,
    score      REAL,
    review     TEXT NOT NULL,
    tagged     INTEGER NOT NULL,
    certainty  TEXT NOT NULL,
    origin     TEXT NOT NULL,
    comment    TEXT NOT NULL,
    annotator  TEXT NOT NULL,
    marked     INTEGER            -- when, in seconds since 1970
);
CREATE INDEX statements_story ON statements (story);
CREATE INDEX statements_annotator ON statements (annotator) WHERE annotator <> '';
CREATE INDEX statements_speaker ON statements (speaker IS NULL, speaker);
CREATE INDEX statements_confidence ON statements (confidence);
-- What the hits of the full text are sorted by, without their words.
CREATE INDEX statements_order ON statements (id, speaker, confidence);
CREATE TABLE speaks (
    statement INTEGER NOT NULL,
    naming    INTEGER NOT NULL,
    PRIMARY KEY (statement, naming)
) WITHOUT ROWID;
CREATE INDEX speaks_naming ON speaks (naming);
-- What readers decided about who is who when it was last joined.
CREATE TABLE decided (decisions TEXT NOT NULL);
-- Statements whose words are not in the full text yet.
CREATE TABLE waiting (statement INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE words USING fts5 (
    said, cue, source, who, about, facets,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
