"""The tables, in the words that both databases share, and each one's own for the words of reports and for space.

``{blob}`` is the type of bytes, ``{text}`` that of text ordered bytewise, ``{serial}`` that of a key that only grows.
Statements are append-only: nothing updates them but a takedown, and where one has two records, the lesser is kept.
``home``, ``issued`` and ``down`` stay too: where a claim was first placed, which claim an id was first told with, and
which captures must not come back.  All other tables are derived.
"""

from __future__ import annotations

from typing import Final

TABLES: Final = """
CREATE TABLE meta (name {text} PRIMARY KEY, value {text} NOT NULL);
CREATE TABLE body (sha256 {text} PRIMARY KEY, bytes {blob} NOT NULL);
CREATE TABLE capture (
    id {text} PRIMARY KEY, sha256 {text} NOT NULL, fetched_at {text} NOT NULL, record {blob} NOT NULL
);
CREATE INDEX capture_sha256 ON capture (sha256);
CREATE TABLE down (capture {text} PRIMARY KEY);
CREATE TABLE report (id {text} PRIMARY KEY, page {text}, url {text}, record {blob} NOT NULL);
CREATE INDEX report_page ON report (page);
CREATE TABLE sighting (
    report {text} NOT NULL, capture {text} NOT NULL, completeness {text} NOT NULL,
    PRIMARY KEY (report, capture, completeness)
);
CREATE INDEX sighting_capture ON sighting (capture);
CREATE TABLE claim (
    id {text} PRIMARY KEY, report {text} NOT NULL, start BIGINT NOT NULL, maker {text} NOT NULL, record {blob} NOT NULL
);
CREATE INDEX claim_report ON claim (report, start, id);
CREATE TABLE judgement (id {text} PRIMARY KEY, at {text} NOT NULL, record {blob} NOT NULL);
CREATE TABLE judged (report {text} NOT NULL, judgement {text} NOT NULL, PRIMARY KEY (report, judgement));
CREATE TABLE reject (id {text} PRIMARY KEY, record {blob} NOT NULL);
CREATE TABLE tombstone (report {text} PRIMARY KEY, record {blob} NOT NULL);
CREATE TABLE naming (source {text} NOT NULL, report {text} NOT NULL, PRIMARY KEY (source, report));
CREATE TABLE pending (seq {serial}, report {text} NOT NULL);
CREATE INDEX pending_report ON pending (report, seq);

CREATE TABLE print (print BIGINT NOT NULL, rank {text} NOT NULL, report {text} NOT NULL, PRIMARY KEY (print, rank));
CREATE INDEX print_report ON print (report);
CREATE TABLE copy (report {text} NOT NULL, start BIGINT NOT NULL, origin {text} NOT NULL, record {blob} NOT NULL,
    PRIMARY KEY (report, start));
CREATE INDEX copy_origin ON copy (origin);
CREATE TABLE unit (
    id {text} PRIMARY KEY, report {text} NOT NULL, component {text}, incident {text}, record {blob} NOT NULL
);
CREATE INDEX unit_report ON unit (report);
CREATE INDEX unit_component ON unit (component);
CREATE INDEX unit_incident ON unit (incident);
CREATE TABLE link (link {text} NOT NULL, unit {text} NOT NULL, PRIMARY KEY (link, unit));
CREATE INDEX link_unit ON link (unit);
CREATE TABLE home (claim {text} PRIMARY KEY, incident {text} NOT NULL);
CREATE INDEX home_incident ON home (incident);
CREATE TABLE issued (incident {text} PRIMARY KEY, claim {text} NOT NULL);
CREATE TABLE incident (
    id {text} PRIMARY KEY, series INTEGER NOT NULL, starts {text}, ends {text}, killed BIGINT NOT NULL,
    contested INTEGER NOT NULL, spread INTEGER NOT NULL, checked INTEGER NOT NULL, country {text},
    record {blob} NOT NULL
);
CREATE INDEX incident_when ON incident (COALESCE(starts, '') DESC, id);
CREATE INDEX incident_toll ON incident (killed DESC, id);
CREATE INDEX incident_spread ON incident (spread DESC, id);
CREATE INDEX incident_review ON incident (checked, killed DESC, contested DESC, spread DESC, id);
CREATE TABLE incident_kind (kind {text} NOT NULL, incident {text} NOT NULL, PRIMARY KEY (kind, incident));
CREATE TABLE incident_party (party {text} NOT NULL, incident {text} NOT NULL, PRIMARY KEY (party, incident));
CREATE TABLE incident_grade (grade {text} NOT NULL, incident {text} NOT NULL, PRIMARY KEY (grade, incident));
CREATE TABLE incident_report (report {text} NOT NULL, incident {text} NOT NULL, PRIMARY KEY (report, incident));
CREATE TABLE incident_claim (claim {text} PRIMARY KEY, incident {text} NOT NULL);
CREATE INDEX incident_kind_incident ON incident_kind (incident);
CREATE INDEX incident_party_incident ON incident_party (incident);
CREATE INDEX incident_grade_incident ON incident_grade (incident);
CREATE INDEX incident_report_incident ON incident_report (incident);
CREATE INDEX incident_claim_incident ON incident_claim (incident)
"""

SINCE_2: Final = """
CREATE TABLE incident_harm (harm {text} NOT NULL, incident {text} NOT NULL, PRIMARY KEY (harm, incident));
CREATE INDEX incident_harm_incident ON incident_harm (incident);
CREATE TABLE published (report {text} PRIMARY KEY, source {text} NOT NULL, at {text} NOT NULL);
CREATE INDEX published_source ON published (source, at DESC, report);
CREATE TABLE altered (id {text} PRIMARY KEY, step BIGINT NOT NULL, gone INTEGER NOT NULL);
CREATE INDEX altered_step ON altered (step);
CREATE INDEX incident_series ON incident (spread DESC, id) WHERE series = 1;
INSERT INTO altered SELECT id, ROW_NUMBER() OVER (ORDER BY id), 0 FROM incident;
INSERT INTO meta SELECT 'step', CAST(COUNT(*) AS TEXT) FROM incident
"""
"""What version 2 adds: the harms of incidents, publishers in the order of time, and the step at which each incident or
series was last derived anew; series in the order of their spread.  Steps go on through a rebuild."""

SINCE_3: Final = """
CREATE TABLE sketch (unit {text} PRIMARY KEY, said {blob} NOT NULL);
CREATE TABLE fetched (capture {text} NOT NULL, at {text} NOT NULL, PRIMARY KEY (capture, at))
"""
"""What version 3 adds: what units are compared by, and every time at which the same bytes of a page were fetched."""

SQLITE: Final = """
CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0, detail='none', tokenize="ascii tokenchars '_'");
CREATE TABLE search_of (found INTEGER PRIMARY KEY, report TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE space USING rtree(id, west, east, south, north, +incident TEXT);
CREATE TABLE space_of (incident TEXT NOT NULL, box INTEGER NOT NULL, PRIMARY KEY (incident, box))
"""
"""SQLite's own: FTS5 keeps only which words a report has, and parts them where ours do, whatever the script; an R*Tree
over where incidents lie."""

POSTGRES: Final = """
CREATE TABLE search (report {text} PRIMARY KEY, words TEXT[] COLLATE "C" NOT NULL);
CREATE INDEX search_words ON search USING gin (words);
CREATE TABLE space (incident {text} NOT NULL, edges BOX NOT NULL);
CREATE INDEX space_incident ON space (incident);
CREATE INDEX space_edges ON space USING gist (edges)
"""
"""PostgreSQL's own: an inverted index over the words of reports, a search tree over where incidents lie."""
