"""Statements about areas speak softly for the places inside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import mapper
from mapper.claims.claim import Claim
from mapper.control.areas import WEAK, add_areas, lies_in
from mapper.control.settling import settled
from mapper.control.statements import CHANGES, MARK, Statements, statements_of
from mapper.geoparse.resolution import Resolution
from mapper.geoparse.toponym import Toponym
from mapper.period import UNKNOWN, on
from mapper.places.place import Place
from mapper.reports.report import Span

DAY, LATER = date(2019, 6, 7), date(2019, 6, 20)
ENEMIES = {"rebels": "regime", "regime": "rebels"}
KERNAZ = Place(id="t:1", name="Kernaz", kind="settlement", lon=36.5, lat=35.4, admin=("Hama", "Muhradah"), country="SY")
HAMA = Place(id="u:1", name="Hama", kind="admin", admin=("Hama",), country="SY")
TOWN = Place(id="u:2", name="Hama", kind="admin", admin=("Hama", "Hama"), country="SY")
PLAIN = Place(id="u:3", name="Ghab Plain", kind="region", lon=36.4, lat=35.5)


def claim(name: str, at: Place | None, **more: Any) -> Claim:  # noqa: ANN401 -- any field of a claim
    """A claim that the regime captured a place or an area."""
    words = more.get("place", name)
    span = Span(report_id="r", start=0, end=len(words), quote=words)
    area = at is not None and at.kind != "settlement"
    toponym = Toponym(span=span, kind="admin" if area else "settlement")
    fields: dict[str, Any] = {
        "id": f"r#{name}",
        "place": name,
        "scope": "area" if area else "place",
        "change": "captured",
        "certainty": "asserted",
        "mention": span,
        "evidence": span,
        "period": on(DAY),
        "reported": DAY,
        "controller": "regime",
        "confidence": 0.8,
        "resolution": Resolution(toponym=toponym, place=at, candidates=(), reason="test"),
    }
    return Claim(**{**fields, **more})


OWN = claim("1", KERNAZ, change="held", controller="rebels", period=on(LATER))


def entered(*claims: Claim) -> Statements:
    """The table of some claims with what is said of their areas."""
    table = statements_of(claims)
    add_areas(table, claims)
    return table


def test_an_area_speaks_weakly_of_each_place_inside_and_is_marked() -> None:
    """Once a place, with its own id, and as another source than the same words about the place."""
    table = entered(OWN, claim("2", HAMA))
    assert table.ids == ["r#1", f"r#2{MARK}"]
    assert (list(table.weak), list(table.place)) == ([1.0, WEAK], [0, 0])
    assert len(set(table.source)) == 2
    assert len(set(table.report)) == 2
    assert CHANGES[table.change[1]] == "held"  # nobody tells on which day the village was taken


@pytest.mark.parametrize(
    ("area", "inside"),
    [
        (HAMA, True),
        (TOWN, False),  # the district of the town, in which the village does not lie
        (PLAIN, True),
        (Place(id="u:4", name="Far Plain", kind="region", lon=37.5, lat=35.5), False),
        (Place(id="u:5", name="Far Plain", kind="region"), False),
        (Place(id="u:6", name="Syria", kind="country", country="SY"), False),
        (Place(id="u:7", name="Hama", kind="admin", country="US"), False),
        (Place(id="u:8", name="Hamah", kind="admin", names=("Hama",), admin=("Hamah",), country="SY"), True),
        (Place(id="u:9", name="Muhradah", kind="admin", country="SY"), True),
        (KERNAZ, True),
    ],
)
def test_what_lies_in_an_area(area: Place, inside: bool) -> None:  # noqa: FBT001 -- a table of cases
    """By the names of its units, or by the distance from a region's point; never in a country."""
    table = entered(OWN, claim("2", area, scope="area"))
    assert len(table) == 1 + (inside and area is not KERNAZ)
    assert lies_in(KERNAZ, area) == inside


@pytest.mark.parametrize(
    "more",
    [
        {"period": UNKNOWN},
        {"certainty": "planned"},
        {"certainty": "denied"},
        {"controller": None},
        {"change": "contested"},
        {"change": "besieged"},
        {"place": "parts of Hama"},
        {"place": "several villages"},
        {"place": "a handful of villages"},
        {"resolution": None},
        {"scope": "group", "count": 18},
    ],
)
def test_what_says_nothing_of_the_whole_is_left_out(more: dict[str, Any]) -> None:
    """Parts, plans, fighting, and what nobody dated or placed."""
    assert entered(OWN, claim("2", HAMA, **more)).ids == ["r#1"]


def test_a_place_of_which_nobody_speaks_gets_no_timeline_by_its_province() -> None:
    """An area alone settles nothing."""
    assert len(entered(claim("2", HAMA))) == 0


def test_an_area_ends_no_fight_and_outvotes_no_village() -> None:
    """Fighting inside goes on, and what is said of the place itself weighs more."""
    fought = claim("1", KERNAZ, change="contested", controller=None, actor="rebels")
    table = entered(fought, claim("2", HAMA, period=on(LATER)))
    assert table.ids == ["r#1"]
    table = entered(OWN, claim("2", HAMA, period=on(LATER)))
    assert settled(table, enemies=ENEMIES).spells[-1].holder == "rebels"


def test_an_area_tells_of_a_place_while_nobody_speaks_of_it() -> None:
    """The province was taken weeks before the village is told of: weak, but better than nothing."""
    early = claim("2", HAMA, change="held", controller="rebels")
    with_area, without = (settled(t, enemies=ENEMIES) for t in (entered(OWN, early), statements_of([OWN])))
    assert [s.holder for s in without.at(DAY)] == [None]
    (spell,) = with_area.at(DAY)
    assert (spell.holder, spell.claims[0]) == ("rebels", f"r#2{MARK}")


def test_areas_that_were_read_are_heard() -> None:
    """From a report to the ids of a spell."""
    atlas = mapper.build(
        [
            mapper.report(
                "Rebels have held Hama province since 2 June, the Observatory said. Government forces captured "
                "Tal Malah on Thursday.\n",
                published="2019-06-07",
                theatre="syria",
            )
        ]
    )
    told = {i for s in atlas.timeline.spells for i in (*s.claims, *s.against)}
    assert any(i.endswith(MARK) for i in told)
    assert "Who said so" in str(atlas.why("Tal Malah"))
