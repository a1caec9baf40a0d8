"""The documents: what they show works, and what they point to is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mapper.cli import _parser

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *ROOT.glob("*/*/*.md")])
PAGES = [page for page in PAGES if not page.relative_to(ROOT).parts[0].startswith((".", "build", "dist", "out"))]


def blocks(page: Path, *languages: str) -> list[str]:
    """The fenced blocks of these languages in a page."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [text for language, text in fenced if language in languages]


def commands(page: Path) -> list[str]:
    """The calls of `mapper` in a page's shell blocks, continued lines joined, pipes and redirections cut."""
    lines = [
        line for text in blocks(page, "", "bash", "console", "sh") for line in text.replace("\\\n", " ").splitlines()
    ]
    parts = [part.strip().removeprefix("$ ") for line in lines for part in re.split(r"[|>]|&&", line)]
    return [part for part in parts if part.startswith("mapper ")]


def links(page: Path) -> list[str]:
    """The relative links and pictures of a page, without the place inside the page."""
    targets = re.findall(
        r"\]\(<?([^)\s>]+)", re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    )
    return [target.split("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]


def test_the_readme_shows_the_command() -> None:
    """The README shows how to make a map with the command."""
    assert any(command.startswith("mapper map ") for command in commands(README))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_command_understands_what_a_page_shows(page: Path) -> None:
    """Every call of the command in a page has verbs and options that the command knows."""
    for command in commands(page):
        try:
            _parser(stored="--store" in command).parse_args(shlex.split(command, comments=True)[1:])
        except SystemExit as end:
            assert end.code == 0, command  # noqa: PT017 -- --help and --version leave with 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """The files that a page links to are there."""
    assert [target for target in links(page) if not (page.parent / target).exists()] == []


@pytest.mark.slow
def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    """The README's Python, all blocks one after the other, runs beside the seeds without an error or a warning."""
    code = "\n".join(blocks(README, "python"))
    assert "mapper.build" in code
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, text=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
