"""How well control claims are read: figures over labelled reports, printed as lines for RESULTS.md.

python benchmarks/extraction.py                      the project's own labelled reports
python benchmarks/extraction.py DOCS GOLD SCORER     passages from elsewhere and the program that scores them
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import mapper
from mapper.reports.report import Report

if TYPE_CHECKING:
    from mapper.claims.claim import Claim

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("tests/reports", "benchmarks/reports")
HAPPENED = {"asserted", "claimed"}
BINS = (0.0, 0.75, 0.8, 0.84, 0.88, 0.92, 1.0)
Pair = tuple[str, str]
Trusted = tuple[float, bool]  # the confidence of a claim, and whether the labels have its place in its state


def main() -> None:
    """Print the figures."""
    if len(sys.argv) > 1:
        outside(*map(Path, sys.argv[1:4]))
        return
    trusted = {folder: own(folder) for folder in FOLDERS}
    for folder, pairs in trusted.items():
        reliability(folder, pairs)
    reliability("both", [pair for pairs in trusted.values() for pair in pairs])


def own(folder: str) -> list[Trusted]:
    """Print the figures over one folder of the project's own labelled reports, and give its claims with a state."""
    labels = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / folder).glob("*.toml"))}
    reports = [
        Report(id=name, text=row["text"], published=row.get("published"), theatre=row["theatre"])
        for name, row in labels.items()
    ]
    begin = time.perf_counter()
    atlas = mapper.build(reports)
    seconds = time.perf_counter() - begin
    count: Counter[str] = Counter()
    trusted: list[Trusted] = []
    for reading in atlas.readings:
        row = labels[reading.report.id]
        trusted += [(c.confidence, p in told(row)) for c in reading.claims if (p := shown(c))]
        compare(count, "control", told(row), {p for c in reading.claims if (p := shown(c))})
        found = {(r.toponym.span.start, r.toponym.span.end) for r in reading.resolutions}
        compare(count, "toponyms", spans(row), found)
        count["silent"] += not row.get("claims")
        count["invented in silent"] += 0 if row.get("claims") else len(reading.claims)
    words = sum(len(r.text.split()) for r in reports)
    print(f"{folder}: {len(reports)} reports, {words} words, {seconds:.1f} s with opening the gazetteers")
    for kind in ("control", "toponyms"):
        print(f"  {kind:9} {figures(count, kind)}")
    print(
        f"  silent    {count['silent']} reports without a claim, {count['invented in silent']} claims invented in them"
    )
    return trusted


def reliability(name: str, trusted: list[Trusted]) -> None:
    """Print how many of the claims of each confidence are right: of those predicted with 0.8, 80% should be."""
    brier = mean((confidence - right) ** 2 for confidence, right in trusted)
    print(f"confidence, {name}: Brier score {brier:.3f}")
    bins = [(low, high, [t for t in trusted if low <= t[0] < high]) for low, high in pairwise(BINS)]
    for low, high, inside in (*bins, (0.0, 1.0, trusted)):
        if inside:
            said, right = (mean(values) for values in zip(*inside, strict=True))
            print(f"  {low:.2f} to {high:.2f}: {len(inside):3} claims, mean {said:.3f}, right {right:.3f}")


def compare(count: Counter[str], kind: str, gold: Iterable[object], predicted: Iterable[object]) -> None:
    """Count what two sets share."""
    gold, predicted = set(gold), set(predicted)
    count[f"{kind} hit"] += len(gold & predicted)
    count[f"{kind} gold"] += len(gold)
    count[f"{kind} predicted"] += len(predicted)


def figures(count: Counter[str], kind: str) -> str:
    """Precision, recall and F1 in words."""
    hit, gold, predicted = (count[f"{kind} {what}"] for what in ("hit", "gold", "predicted"))
    precision, recall = hit / max(1, predicted), hit / max(1, gold)
    f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({hit} of {gold}, {predicted} found)"


def state(change: str, controller: str | None) -> str | None:
    """What a map would show after a claim."""
    if change in {"contested", "advanced"}:
        return "contested"
    return "besieged" if change == "besieged" else controller


def bare(name: str) -> str:
    """A name without case and article."""
    return name.casefold().removeprefix("the ")


def told(row: dict[str, Any]) -> set[Pair]:
    """The places and states that labels hold."""
    pairs = [
        (bare(c["place"]), state(c["change"], c.get("controller")))
        for c in row.get("claims", ())
        if c["certainty"] in HAPPENED
    ]
    return {(place, what) for place, what in pairs if what}


def shown(claim: Claim) -> Pair | None:
    """The place and state of a claim that happened."""
    what = state(claim.change, claim.controller)
    return (bare(claim.place), what) if claim.happened and what else None


def spans(row: dict[str, Any]) -> set[tuple[int, int]]:
    """The spans of the labelled place names."""
    found = set()
    for place in row.get("places", ()):
        start = -1
        for _ in range(place.get("nth", 1)):
            start = row["text"].find(place["text"], start + 1)
        found.add((start, start + len(place["text"])))
    return found


def outside(docs: Path, gold: Path, scorer: Path) -> None:
    """Print what another scorer says of passages from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        claims = Path(folder) / "claims.jsonl"
        command = [sys.executable, "-m", "mapper", "extract", str(docs), "-o", str(claims)]
        begin = time.perf_counter()
        subprocess.run(command, check=True)
        count = sum(1 for line in claims.read_text("utf-8").splitlines() if json.loads(line))
        print(f"{docs}: {count} passages, {time.perf_counter() - begin:.1f} s")
        subprocess.run([sys.executable, str(scorer), str(gold), str(claims)], check=True)


if __name__ == "__main__":
    main()
