"""The page's own script and style: the source files under page/, joined into one text each.

The scripts are plain ES modules. A page that loads nothing cannot import, so each module becomes a
function that is called once and gives what the module exports; they stand in the order of their imports.
Of the remarks only each module's caption goes along: every page carries the script, few readers look at it there.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

ENTRY = "main.js"
_STYLES = (
    "theme.css",
    "layout.css",
    "cards.css",
    "panel.css",
    "lists.css",
    "time.css",
    "swipe.css",
    "leaflet.css",
    "print.css",
)
_IMPORT = re.compile(r"^import \{ ([^}]*) \} from '\./([\w-]+)\.js';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) ([\w$]+))", re.MULTILINE)
_IDS = re.compile(r'\b(id|for|aria-controls|aria-labelledby|aria-describedby|list)="fl-([\w-]+)"')
_REMARK = re.compile(r"^ *//.*\n", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class BundleError(RuntimeError):
    """The page's modules do not fit together: a fault of this package, not of its user."""


@cache
def script() -> str:
    """The text of the page's module, every source file in the order of the imports."""
    parts: dict[str, str] = {}
    _join(ENTRY.removesuffix(".js"), (), parts)
    return "\n".join(parts.values())


@cache
def style() -> str:
    """The text of the page's style."""
    return "\n".join(_source(name) for name in _STYLES)


def furniture(number: int) -> str:
    """The HTML of the cards of a page's nth map, which the script fills; each map has ids of its own."""
    return _IDS.sub(rf'\1="{prefix(number)}-\2"', _source("page.html"))


def prefix(number: int) -> str:
    """What the ids of a page's nth map start with: fl, fl2, fl3."""
    return "fl" if number == 1 else f"fl{number}"


def _join(name: str, above: tuple[str, ...], parts: dict[str, str]) -> None:
    """Add a module, after everything it imports."""
    if name in above:
        raise BundleError(f"{name}.js imports itself by way of {', '.join(above)}")
    if name in parts:
        return
    source = _source(f"{name}.js")
    for names, other in _IMPORT.findall(source):
        _join(other, (*above, name), parts)
        missing = set(names.split(", ")) - set(_exports(other))
        if missing:
            raise BundleError(f"{name}.js imports {', '.join(sorted(missing))}, which {other}.js does not export")
    parts[name] = _as_function(name, source)


def _as_function(name: str, source: str) -> str:
    """A module as a function: imports become constants, exports what it gives."""
    body = _IMPORT.sub(lambda match: f"const {{ {match[1]} }} = {_variable(match[2])};\n", source)
    caption, rest = _EXPORT.sub("", body).split("\n", 1)
    body = f"{caption}\n{_REMARK.sub('', rest)}"
    if stray := _OTHER.search(body):
        raise BundleError(f"{name}.js: cannot read {stray[0]!r}; write one plain import or export a line")
    given = ", ".join(_exports(name))
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {given} }};\n}})();"


@cache
def _exports(name: str) -> tuple[str, ...]:
    """What a module gives to others."""
    return tuple(_EXPORT.findall(_source(f"{name}.js")))


def _variable(name: str) -> str:
    return f"page_{name.replace('-', '_')}"


@cache
def _source(name: str) -> str:
    text = resources.files("mapper.maps").joinpath("page", name).read_text(encoding="utf-8")
    if any(end in text for end in ("</script", "</style", "<!--")):
        raise BundleError(f"{name} would end the element it stands in")
    return text
