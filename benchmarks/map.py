"""The map page at full size: seconds of Python, bytes, first drawing and steps of the slider, beside folium's layers.

    python -m benchmarks.map [--sizes 10000x365x30000,50000x1000x150000] [--folium-reports 3000] [--no-folium]

Content is invented (benchmarks/map_content.py says how) and goes the way that an atlas goes: readings and a timeline
to the payload, the payload to the page. Areas are given for every day, as large as an estimate of 10,000 places is;
estimating them is not part of it. Seconds of Python are seconds of the processor, of the first drawing in a fresh
process. Pages are opened in Chromium without a network at 1440 by 900 pixels. A step moves the slider by a day; it is
the median of 50, in ms of script on the page's thread, of the processor, by Chromium's own count (ScriptDuration):
"areas anew" on days seen for the first time, "from the cache" back and forth between two. folium's pages are
measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Self

from benchmarks.map_content import FIRST, Content, content

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "2019-06-hama-counteroffensive"
SIZES = "10000x365x30000,50000x1000x150000"
BARS = {10_000: (2.5, 1.5, 5.0), 50_000: (9.0, 5.0, 16.0)}  # places: MB, seconds of Python, ms a step
SEED_BAR = 450_000
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND")
STEPS = 50
Figures = dict[str, float]


def main() -> None:
    """Print the figures; with --worker, make the page of one size in this process."""
    parser = argparse.ArgumentParser(description="Measures the map page at full size.")
    parser.add_argument("--sizes", default=SIZES, help="places x days x reports, several with commas")
    parser.add_argument("--folium-reports", type=int, default=3_000, help="CircleMarkers made; the rest is reckoned")
    parser.add_argument("--no-folium", action="store_true", help="measure the page alone")
    parser.add_argument("--worker", nargs=2, metavar=("SIZE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.worker[0], Path(options.worker[1]), 0 if options.no_folium else options.folium_reports)
        return
    seed()
    for number, size in enumerate(options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "benchmarks.map", "--worker", size, folder]
            more = ["--no-folium"] if options.no_folium or number else ["--folium-reports", str(options.folium_reports)]
            done = subprocess.run([*command, *more], cwd=ROOT, check=True, capture_output=True, text=True)
            opened(size, Path(folder), json.loads(done.stdout))


def seed() -> None:
    """The page of the first seed, whose size has a bar of its own."""
    import mapper  # noqa: PLC0415 -- the worker needs less

    text = mapper.build(mapper.read(SEED)).map().get_root().render()
    size = len(text.encode())
    print(f"seed: {size / 1000:.0f} kB ({told(size, SEED_BAR)} of {SEED_BAR / 1000:.0f})")


def work(size: str, folder: Path, reports: int) -> None:
    """Write the pages of one size into a folder and print the seconds they took."""
    from mapper.maps.page import draw  # noqa: PLC0415 -- only here

    made = content(*map(int, size.split("x")))
    found: dict[str, Figures] = {}

    def ours() -> str:
        text: str = draw(made.readings, made.timeline, **made.arguments()).get_root().render()
        return text

    found["ours"] = written(ours, folder / "ours.html")
    found["content"] = {"spells": len(made.timeline.spells), "shapes": len(made.areas) + len(made.front)}
    if reports:
        found |= rivals(made, folder, reports)
    print(json.dumps(found))


def rivals(made: Content, folder: Path, reports: int) -> dict[str, Figures]:
    """The pages made with folium's layers."""
    from benchmarks.map_folium import circle_markers, timeline, timestamped  # noqa: PLC0415 -- only where compared

    makers: dict[str, Callable[[], str]] = {
        "CircleMarker": lambda: circle_markers(made, reports),
        "TimestampedGeoJson": lambda: timestamped(made),
        "Timeline": lambda: timeline(made),
    }
    found = {name: written(make, folder / f"{name}.html") for name, make in makers.items()}
    share = len(made.readings) / min(reports, len(made.readings))
    found["CircleMarker"] = {key: value * share for key, value in found["CircleMarker"].items()}
    found["CircleMarker"]["share"] = share
    return found


def written(make: Callable[[], str], file: Path) -> Figures:
    """How long a page took, and how large it is."""
    start = time.process_time()
    text = make()
    seconds = time.process_time() - start
    return {"seconds": seconds, "bytes": file.write_bytes(text.encode("utf-8"))}


def opened(size: str, folder: Path, found: dict[str, Figures]) -> None:
    """Open the pages of one size and print all figures."""
    places, days, reports = map(int, size.split("x"))
    ours = found["ours"]
    most = BARS.get(places, (0.0, 0.0, 0.0))
    print(f"\n{places:,} places, {days:,} days, {reports:,} reports, {found['content']['spells']:,.0f} spells")
    print(f"  Python {ours['seconds']:.2f} s ({told(ours['seconds'], most[1])} of {most[1]})")
    print(f"  page {ours['bytes'] / 1e6:.2f} MB ({told(ours['bytes'], 1e6 * most[0])} of {most[0]})")
    with Browser() as browser:
        page, first, asked = browser.open(
            folder / "ours.html", "document.documentElement.dataset.frontline === 'ready'"
        )
        fresh, kept = ours_steps(page, days)
        nodes = browser.nodes(page)
        page.close()
        print(f"  first complete drawing {first:.0f} ms; requests beside the page {asked}; DOM nodes {nodes:,}")
        step = told(kept, most[2])
        print(f"  a step {fresh:.1f} ms with areas anew, {kept:.1f} ms from the cache ({step} of {most[2]})")
        if "CircleMarker" not in found:
            return
        try:
            from benchmarks.map_folium import fetched  # noqa: PLC0415 -- only where compared

            answers = fetched(folder)
        except OSError as error:
            print(f"  folium's pages are not opened: {error}")
            answers = {}
        for name in ("CircleMarker", "TimestampedGeoJson", "Timeline"):
            compare(browser, name, folder, found, (answers, days, fresh, first))


def compare(
    browser: Browser,
    name: str,
    folder: Path,
    found: dict[str, Figures],
    measured: tuple[dict[str, bytes], int, float, float],
) -> None:
    """Print what a page of folium's took, and how many times as much as ours that is."""
    answers, days, fresh, first = measured
    ours, theirs = found["ours"], found[name]
    share = theirs.get("share", 1.0)
    note = f", reckoned from 1 in {share:.0f}" if share > 1 else ""
    line = f"  folium {name}{note}: Python {theirs['seconds']:.1f} s, {theirs['bytes'] / 1e6:.1f} MB"
    line += f" ({theirs['seconds'] / ours['seconds']:.1f} and {theirs['bytes'] / ours['bytes']:.1f} times ours)"
    if answers:
        page, drawn, _ = browser.open(folder / f"{name}.html", "document.readyState === 'complete'", answers)
        whole = drawn * share
        line += f"; drawn after {whole:.0f} ms ({whole / first:.1f} times)"
        if name != "CircleMarker":
            step = folium_steps(page, name, days)
            line += f"; a step {step:.1f} ms ({step / fresh:.1f} times)"
        page.close()
    print(line)


class Browser:
    """A Chromium without a network."""

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where a page is opened

        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(SWITCHES))
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._driver.stop()

    def open(self, file: Path, ready: str, answers: dict[str, bytes] | None = None) -> tuple[Any, float, int]:
        """The page when it is drawn, after how many ms that was, and how many requests it made beside itself."""
        context = self._browser.new_context(viewport={"width": 1440, "height": 900}, offline=not answers)
        page = context.new_page()
        page.set_default_timeout(600_000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        if answers:
            page.route(lambda url: url.startswith("http"), lambda route: answer(route, answers))
        page.add_init_script(
            "window.__drawn = new Promise((done) => { const look = () => { if ("
            + ready
            + ") requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));"
            " else setTimeout(look, 5); }; addEventListener('DOMContentLoaded', look); });"
        )
        page.goto(file.as_uri(), wait_until="commit")
        drawn = float(page.evaluate("() => window.__drawn"))
        return page, drawn, sum(not url.startswith(("data:", "blob:")) for url in asked) - 1

    def nodes(self, page: Any) -> int:  # noqa: ANN401 -- playwright without types
        """How many elements the page has."""
        return int(page.evaluate("() => document.getElementsByTagName('*').length"))


def answer(route: Any, answers: dict[str, bytes]) -> None:  # noqa: ANN401 -- playwright without types
    """A fetched file in place of a server's answer, and nothing for what the page can do without."""
    name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(status=200, body=answers.get(name, b""), content_type=kind)


def ours_steps(page: Any, days: int) -> tuple[float, float]:  # noqa: ANN401 -- playwright without types
    """Milliseconds of script a step: over 50 days from the middle, and back and forth between two of them."""
    middle = (FIRST - date(1970, 1, 1)).days + days // 2
    slider = "document.getElementById('fl-slider')"
    move = f"(day) => {{ {slider}.value = day; {slider}.dispatchEvent(new Event('input')); }}"
    fresh = steps(page, move, [middle + step for step in range(STEPS + 1)])
    kept = steps(page, move, [middle + 10 + step % 2 for step in range(STEPS + 4)])
    return median(fresh[1:]), median(kept[4:])


def folium_steps(page: Any, name: str, days: int) -> float:  # noqa: ANN401 -- playwright without types
    """Milliseconds of script a step over 50 days from the middle."""
    if name == "Timeline":
        page.evaluate("() => { window.__it = Object.values(window).find((v) => v && v.setTime && v.times); }")
        move = "(day) => window.__it.setTime(day * 864e5)"
        first = (FIRST - date(1970, 1, 1)).days + days // 2
    else:
        page.evaluate("() => { window.__it = Object.values(window).find((v) => v instanceof L.Map).timeDimension; }")
        move = "(index) => window.__it.setCurrentTimeIndex(index)"
        first = days // 2
    return median(steps(page, move, [first + step for step in range(STEPS + 1)])[1:])


def steps(page: Any, move: str, values: list[int]) -> list[float]:  # noqa: ANN401 -- playwright without types
    """Milliseconds of script that each move cost until the next two frames were drawn."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # of the processor: others work, too

    def spent() -> float:
        rows = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(row["value"]) for row in rows if row["name"] == "ScriptDuration")

    frames = "await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));"
    found = []
    for value in values:
        before = spent()
        page.evaluate(f"async (value) => {{ ({move})(value); {frames} }}", value)
        found.append(spent() - before)
    return found


def told(value: float, bar: float) -> str:
    """Whether a bar is met."""
    return "no bar" if not bar else "within the bar" if value <= bar else "ABOVE the bar"


if __name__ == "__main__":
    main()
