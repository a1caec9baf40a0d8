"""The tables of a store: a GeoPackage that holds reports as they came, what was read of them, and layers to look at.

`reports` and the tables whose names begin with `kept_` are what the program restores from; `claims` and `spells`
are layers for QGIS, written beside them. `corrections` can only be added to.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

VERSION: Final = 2  # of these tables; a file of another version is told, never guessed at
CHANGES, SETTLED, ANEW = "changes", "settled", "anew"  # keys of the table `store`: see `mapper.store.settling`
APPLICATION: Final = 0x47504B47  # "GPKG", GeoPackage 1.3, requirement 2
GEOPACKAGE: Final = 10300
WGS84: Final = 4326
EPOCH: Final = "1970-01-01T00:00:00.000Z"  # GeoPackage asks when a table was changed; the latest report's day stands in

# The format's own tables, as its standard words them (OGC 12-128r18, annex C).
_GEOPACKAGE: Final = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
"""

#: Columns of the layers beside `fid` and `geom`: the words of `mapper.layers`, so that a layer reads the same anywhere.
LAYERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "claims": MappingProxyType(
            {
                **dict.fromkeys(("id", "report_id", "place"), "TEXT"),
                **dict.fromkeys(("place_start", "place_end"), "INTEGER"),
                "scope": "TEXT",
                "count": "INTEGER",
                **dict.fromkeys(("change", "actor", "controller", "previous"), "TEXT"),
                **dict.fromkeys(("date_from", "date_to", "reported"), "DATE"),
                **dict.fromkeys(("claimant", "claimant_side", "certainty"), "TEXT"),
                "confidence": "REAL",
                "quote": "TEXT",
                **dict.fromkeys(("quote_start", "quote_end"), "INTEGER"),
                **dict.fromkeys(("name", "name_local", "place_id"), "TEXT"),
                "score": "REAL",
                **dict.fromkeys(("source", "extractor"), "TEXT"),
                **dict.fromkeys(("geo_precision", "time_precision"), "INTEGER"),
            }
        ),
        "spells": MappingProxyType(
            {
                **dict.fromkeys(("name", "name_local", "place_id", "holder", "status", "gaining"), "TEXT"),
                **dict.fromkeys(("start", "end"), "DATE"),
                "confidence": "REAL",
                **dict.fromkeys(("claims", "last_claim_quote", "claimant"), "TEXT"),
                **dict.fromkeys(("geo_precision", "time_precision"), "INTEGER"),
            }
        ),
    }
)
_TABLES: Final = """
CREATE TABLE store (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE reports (fid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, given TEXT NOT NULL, title TEXT,
    published DATE, source TEXT, url TEXT, language TEXT NOT NULL, theatre TEXT, collected DATE,
    sha256 TEXT NOT NULL);
CREATE INDEX reports_as_given ON reports (given, sha256);
CREATE TABLE kept_texts (report INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE kept_readings (report INTEGER PRIMARY KEY, by TEXT NOT NULL, theatre TEXT NOT NULL, made TEXT NOT NULL,
    failed INTEGER NOT NULL, problems TEXT NOT NULL, resolutions TEXT NOT NULL);
CREATE INDEX kept_readings_as_made ON kept_readings (made, by, theatre);
CREATE TABLE kept_claims (report INTEGER NOT NULL, n INTEGER NOT NULL, resolution INTEGER, record TEXT NOT NULL,
    PRIMARY KEY (report, n)) WITHOUT ROWID;
CREATE TABLE kept_places (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kept_states (place TEXT PRIMARY KEY, spells TEXT NOT NULL, weights TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE corrections (fid INTEGER PRIMARY KEY, made DATE NOT NULL, text TEXT NOT NULL);
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
    BEGIN SELECT RAISE(ABORT, 'a correction is never changed: add another one'); END;
CREATE TRIGGER corrections_are_kept BEFORE DELETE ON corrections
    BEGIN SELECT RAISE(ABORT, 'a correction is never deleted: add another one'); END;
"""
_INDEXES: Final = "CREATE INDEX spells_by_place ON spells (place_id);\n"
_SYSTEMS: Final = (
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian coordinate reference system"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"),
    (
        "WGS 84 geodetic",
        WGS84,
        "EPSG",
        WGS84,
        (
            'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
            'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
            'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],'
            'AUTHORITY["EPSG","4326"]]'
        ),
        "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid",
    ),
)
_CONTENTS: Final = (
    ("claims", "features", "what each report says of the control of a place", WGS84),
    ("spells", "features", "how long each place stayed in one state of control", WGS84),
    ("reports", "attributes", "the reports as they came", None),
    ("corrections", "attributes", "what people corrected, in order", None),
)


def create(store: sqlite3.Connection) -> None:
    """Nothing; the tables are made, in the transaction that is open."""
    statements = [_GEOPACKAGE, _TABLES, *(_layer(name, columns) for name, columns in LAYERS.items()), _INDEXES]
    for statement in _split("".join(statements)):  # executescript would commit
        store.execute(statement)
    store.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
    store.executemany(
        "INSERT INTO gpkg_contents (table_name, identifier, data_type, description, last_change, srs_id) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(name, name, kind, words, EPOCH, system) for name, kind, words, system in _CONTENTS],
    )
    store.executemany(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", [(name, WGS84) for name in LAYERS]
    )
    store.executemany("INSERT INTO store VALUES (?, ?)", [("version", str(VERSION)), (CHANGES, "0")])
    store.execute(f"PRAGMA application_id = {APPLICATION}")
    store.execute(f"PRAGMA user_version = {GEOPACKAGE}")


def _layer(name: str, columns: Mapping[str, str]) -> str:
    told = "".join(f', "{column}" {kind}' for column, kind in columns.items())
    return f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY NOT NULL, geom POINT{told});\n"


def _split(script: str) -> list[str]:
    """The statements of a script; a trigger holds semicolons of its own."""
    return [part + ";" for part in script.split(";\n") if part.strip()]
