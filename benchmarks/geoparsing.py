"""How well place names are found and resolved: figures over public corpora, printed as lines for RESULTS.md.

python benchmarks/geoparsing.py FOLDER      a folder with the corpora (*.jsonl) and their scorer, score.py
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper import theatre as theatres
from mapper.actors import namings
from mapper.geoparse.countries import countries_of
from mapper.geoparse.resolution import Resolution, resolve
from mapper.geoparse.toponym import find
from mapper.places.lookups import lookup_in
from mapper.places.opening import open_gazetteers
from mapper.reports.report import Report
from mapper.reports.sentences import sentences

if TYPE_CHECKING:
    from mapper.places.place import Lookup

GAZETTEERS = ("towns", "world")
MEASURES = ("exact", "overlap", "end_to_end")
_LOOKUPS: dict[str, Lookup] = {}  # one a theatre and process


def main() -> None:
    """Print the figures of every corpus in the folder."""
    folder = Path(sys.argv[1])
    print(f"{datetime.now(tz=UTC):%d %B %Y}, {machine()}, gazetteers {', '.join(GAZETTEERS)}")
    for corpus in sorted(folder.glob("*.jsonl")):
        measure(corpus, folder / "score.py")


def machine() -> str:
    """The machine and the interpreter in a few words."""
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def measure(corpus: Path, scorer: Path) -> None:
    """Print the figures of one corpus."""
    rows = [json.loads(line) for line in corpus.read_text("utf-8").split("\n") if line.strip()]
    begin = time.perf_counter()
    with Pool() as pool:
        found = pool.map(row_of, rows, chunksize=8)
    seconds = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "found.jsonl"
        written.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
        run = [sys.executable, str(scorer), str(corpus), str(written), "--json"]
        result = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    print(f"{corpus.stem}: {len(rows)} reports, {seconds:.1f} s with opening the gazetteers")
    for name in MEASURES:
        shares = result[name]
        print(f"  {name:10} precision {shares['precision']}, recall {shares['recall']}, F1 {shares['f1']}")
    print(f"  median of the distances {result['median_km']} km")


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    """The toponyms of one report as `mapper extract` writes them; claims are not read."""
    report = Report(id=str(row["id"]), text=row["text"])
    scene = theatres.detect(report.text)
    if scene.name not in _LOOKUPS:
        books = open_gazetteers(GAZETTEERS, countries=scene.countries if scene.bounds else ())
        _LOOKUPS[scene.name] = lookup_in(books, home=scene.countries)
    return {"id": row["id"], "toponyms": [toponym(r) for r in resolutions(report, scene, _LOOKUPS[scene.name])]}


def resolutions(report: Report, scene: theatres.Theatre, lookup: Lookup) -> tuple[Resolution, ...]:
    """The toponyms of a report resolved, by the same steps as in `mapper.pipeline`."""
    parts = sentences(report.text)
    countries = frozenset(scene.countries if scene.bounds else ())
    taken = [namings(s.tokens, scene, countries=countries) for s in parts]
    found = find(report, parts, taken, theatre=scene, lookup=lookup, countries=countries)
    if not scene.bounds:
        countries = countries_of(found, (n for named in taken for n in named), lookup)
        taken = [namings(s.tokens, scene, countries=countries) for s in parts]
        found = find(report, parts, taken, theatre=scene, lookup=lookup, countries=countries)
    return resolve(found, parts, theatre=scene, lookup=lookup, countries=countries)


def toponym(resolution: Resolution) -> dict[str, Any]:
    """A row of the scorer's form."""
    span, place = resolution.toponym.span, resolution.place
    return {
        "start": span.start,
        "end": span.end,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


if __name__ == "__main__":
    main()
