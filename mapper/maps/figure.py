"""The figure round the map: a whole page that asks nobody for anything, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.map import LayerControl
from folium.raster_layers import TileLayer

from mapper.maps import vendor
from mapper.maps.island import uncollected
from mapper.maps.notebook import HEIGHT, frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_VIEWPORT = re.compile(r'<meta name="viewport".*?/>', re.DOTALL)
_SCRIPT = re.compile(r"<script(?: type=\"module\")?>(.*?)</script>", re.DOTALL)
_DATA = re.compile(r'(<script type="application/json"[^>]*>[^<]*)')
_ID = re.compile(r"[0-9a-f]{32}")


class Page(Figure):
    """A figure whose page is complete in itself; `before` makes what a notebook shows before the frame."""

    def __init__(self, *, title: str, before: Callable[[], str]) -> None:
        # Half a character cannot be written as UTF-8; the page itself shows the title out of the payload.
        super().__init__(height=f"{HEIGHT}px", title=title.encode("utf-8", "replace").decode("utf-8"))
        self.before = before
        self._written: list[tuple[Element, str]] = []

    @uncollected()
    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 -- branca's signature
        """The page as HTML."""
        self._written_anew(**kwargs)
        script = f"{vendor.marker_icon()}\n{self.script.render(**kwargs)}"
        links, rest = _parted(self.header._children.values())  # noqa: SLF001 -- branca has no other door
        wanted = {name: link for name, link in links.items() if vendor.CALLED_BY.get(name, "") in script}
        head = [_inlined(name, link) for name, link in sorted(wanted.items(), key=_leaflet_first)]
        head += [element.render(**kwargs) for element in rest]
        body = self.html.render(**kwargs)
        text = self._joined("\n".join(head), body, script)
        return _with_policy(_numbered(text, self), _origins(self, wanted))

    def _written_anew(self, **kwargs: Any) -> None:  # noqa: ANN401 -- branca's signature
        """Let the map write its parts; folium would add some of them once more at each rendering."""
        for part, name in self._written:
            part._children.pop(name, None)  # noqa: SLF001 -- branca has no other door
        own = {id(part): set(part._children) for part in self._parts()}  # noqa: SLF001
        for child in list(self._children.values()):
            _controls_last(child)
            child.render(**kwargs)
        self._written = [(part, name) for part in self._parts() for name in part._children if name not in own[id(part)]]  # noqa: SLF001

    def _parts(self) -> tuple[Element, Element, Element]:
        return self.header, self.html, self.script

    def _joined(self, head: str, body: str, script: str) -> str:
        # folium forbids zooming the page, which takes it from readers with weak sight.
        head = _VIEWPORT.sub("", head)
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<!--policy-->\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{html.escape(str(self.title))}</title>\n{head}\n</head>\n<body>\n{body}\n<script>\n{script}\n</script>\n</body>\n</html>\n"
        )

    def _repr_html_(self, **kwargs: Any) -> str:  # noqa: ANN401 -- branca's signature
        """What a notebook shows: picture and table, which stay where the frame is taken out, then the page."""
        return f"{self.before()}\n{frame(self.render(**kwargs), title=str(self.title))}"


def _controls_last(chart: Element) -> None:
    """Move layer controls behind layers that a user has added since: folium's control knows only earlier ones."""
    for name, child in list(chart._children.items()):  # noqa: SLF001 -- branca has no other door
        if isinstance(child, LayerControl):
            chart._children.move_to_end(name)  # noqa: SLF001


def _parted(elements: Iterable[Element]) -> tuple[dict[str, Any], list[Element]]:
    """Links by folium's names for them, and the other elements of the header."""
    links: dict[str, Any] = {}
    rest: list[Element] = []
    for element in elements:
        if isinstance(element, (JavascriptLink, CssLink)):
            links[_name_of(element)] = element
        elif "meta http-equiv" not in (element._template_str or ""):  # noqa: SLF001 -- branca's own charset line
            rest.append(element)
    return links, rest


def _name_of(link: Any) -> str:  # noqa: ANN401 -- branca without types
    parent = link._parent  # noqa: SLF001 -- branca keeps names only in the parent
    names: Iterator[str] = (name for name, child in parent._children.items() if child is link)  # noqa: SLF001
    return next(names)


def _leaflet_first(row: tuple[str, Any]) -> tuple[bool, bool]:
    return (not row[0].startswith("leaflet"), row[0] != "jquery")


def _inlined(name: str, link: Any) -> str:  # noqa: ANN401 -- branca without types
    """The shipped text in place of a link; a link of the user's own stays one."""
    if name not in vendor.SHIPPED:
        return str(link.render())
    tag = "style" if name.endswith("_css") else "script"
    return f"<{tag}>\n{vendor.text(vendor.SHIPPED[name])}\n</{tag}>"


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001 -- branca has no other door
        yield from _walk(child)


def _numbered(text: str, page: Page) -> str:
    """The page with folium's random ids replaced by counted ones, in order of appearance."""
    ids = {element._id for root in (page, page.header, page.html, page.script) for element in _walk(root)}  # noqa: SLF001
    seen: dict[str, str] = {}

    def counted(match: re.Match[str]) -> str:
        return seen.setdefault(match[0], f"{len(seen) + 1:04d}") if match[0] in ids else match[0]

    # The data of the maps, which is most of the page, has no ids of folium's: it is not searched.
    parts = _DATA.split(text)
    return "".join(part if number % 2 else _ID.sub(counted, part) for number, part in enumerate(parts))


def _origins(page: Page, links: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The servers that tiles are asked of, and those that a user's own layers take scripts and styles from."""
    tiles = [element.tiles for element in _walk(page) if isinstance(element, TileLayer)]
    return _hosts(tiles), _hosts([link.url for name, link in links.items() if name not in vendor.SHIPPED])


def _hosts(urls: Iterable[str]) -> list[str]:
    hosts = {urlsplit(url.replace("{s}", "*")) for url in urls}
    return sorted({f"{host.scheme}://{host.netloc}" for host in hosts if host.scheme in {"http", "https"}})


def _with_policy(text: str, origins: tuple[list[str], list[str]]) -> str:
    """The page with a policy that admits its own scripts, by their hashes, and pictures of a user's tiles alone."""
    own = (
        "'sha256-" + base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() + "'"
        for part in _SCRIPT.findall(text)
    )
    pictures, more = ("".join(f" {origin}" for origin in some) for some in origins)
    policy = (
        f"default-src 'none'; script-src {' '.join(dict.fromkeys(own))}{more}; style-src 'unsafe-inline'{more}; "
        f"img-src data: blob:{pictures}{more}; font-src data:{more}; base-uri 'none'; form-action 'none'"
    )
    return text.replace("<!--policy-->", f'<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
