"""The tables, in the words that both databases share; each dialect adds its own indices for text and space.

``{blob}`` is the type of bytes, ``{text}`` that of text ordered bytewise, ``{serial}`` that of a key that only grows.
Statements are append-only: nothing updates them but a takedown.  The other tables are derived, but for ``home``.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = 1
"""The version of the tables that this program writes."""

TABLES: Final = """
CREATE TABLE meta (name {text} PRIMARY KEY, value {text} NOT NULL);
CREATE TABLE body (sha256 {text} PRIMARY KEY, bytes {blob} NOT NULL);
CREATE TABLE capture (
    id {text} PRIMARY KEY, sha256 {text} NOT NULL, fetched_at {text} NOT NULL, record {blob} NOT NULL
);
CREATE TABLE report (
    id {text} PRIMARY KEY, url {text}, publisher {text}, published {text}, capture {text}, record {blob} NOT NULL
);
CREATE INDEX report_url ON report (url);
CREATE TABLE sighting (
    report {text} NOT NULL, capture {text} NOT NULL, completeness {text} NOT NULL,
    PRIMARY KEY (report, capture, completeness)
);
CREATE INDEX sighting_capture ON sighting (capture);
CREATE TABLE claim (
    id {text} PRIMARY KEY, report {text} NOT NULL, start INTEGER NOT NULL, maker {text} NOT NULL, record {blob} NOT NULL
);
CREATE INDEX claim_report ON claim (report, start, id);
CREATE TABLE judgement (id {text} PRIMARY KEY, at {text} NOT NULL, record {blob} NOT NULL);
CREATE TABLE judged (report {text} NOT NULL, judgement {text} NOT NULL, PRIMARY KEY (report, judgement));
CREATE TABLE reject (id {text} PRIMARY KEY, record {blob} NOT NULL);
CREATE TABLE tombstone (report {text} PRIMARY KEY, url {text}, record {blob} NOT NULL);
CREATE TABLE naming (source {text} NOT NULL, report {text} NOT NULL, PRIMARY KEY (source, report));
CREATE TABLE pending (seq {serial}, report {text} NOT NULL);
CREATE INDEX pending_report ON pending (report);

CREATE TABLE print (print BIGINT NOT NULL, rank {text} NOT NULL, report {text} NOT NULL, PRIMARY KEY (print, rank));
CREATE INDEX print_report ON print (report);
CREATE TABLE copy (report {text} NOT NULL, start INTEGER NOT NULL, origin {text} NOT NULL, record {blob} NOT NULL,
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
CREATE TABLE incident (
    seq {serial}, id {text} NOT NULL UNIQUE, series INTEGER NOT NULL, starts {text}, ends {text},
    killed INTEGER NOT NULL, contested INTEGER NOT NULL, spread INTEGER NOT NULL, checked INTEGER NOT NULL,
    country {text}, record {blob} NOT NULL
);
CREATE INDEX incident_starts ON incident (starts, id);
CREATE INDEX incident_killed ON incident (killed, id);
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
