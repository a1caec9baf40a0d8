"""Records of one place are joined over sources, and contradictions are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mapper.places.merging import merge
from mapper.places.record import Record, Sheet, Source


def sheet(key: str, *records: Record) -> Sheet:
    """The sheet of one source."""
    return Sheet(source=Source(key=key, title=key, licence="", attribution=""), records=records)


def record(id_: str, name: str = "Tiba", *, km: float = 0.0, **more: object) -> Record:
    """A village so many km north of a point."""
    return Record(id=id_, name=name, lon=36.0, lat=35.0 + km / 111.2, country="SY", **more)  # type: ignore[arg-type]


def test_one_name_near_is_one_place() -> None:
    """OCHA's position is taken, names and ids of both are kept, and the distance between them is told."""
    (place,) = merge([sheet("wof", record("wof:1", "Ţaybah", km=1.0)), sheet("ocha", record("ocha:C1", "Taibah"))])
    assert (place.place.id, place.place.lat, place.place.name) == ("ocha:C1", 35.0, "Taibah")
    assert place.place.ids == ("ocha:C1", "wof:1")
    assert "Ţaybah" in place.place.names
    assert [account.source for account in place.accounts] == ["ocha", "wof"]
    assert 0.9 < place.accounts[1].km < 1.1


def test_an_arabic_name_in_common_is_enough() -> None:
    """Latin spelling plays no part where the local names fold alike."""
    one, two = (
        record("ocha:C1", "Big Qaraqoza", name_local="قره قوزاك"),
        record("wof:1", "X", km=2, name_local="قره قوزاك"),
    )
    assert len(merge([sheet("ocha", one), sheet("wof", two)])) == 1


def test_one_name_far_is_two_places() -> None:
    """Namesakes stay apart."""
    assert len(merge([sheet("ocha", record("ocha:C1")), sheet("wof", record("wof:1", km=3.5))])) == 2


def test_consonants_join_only_close_by() -> None:
    """Another spelling of the same consonants is the same place next door, and a neighbour farther off."""
    for km, places in ((0.5, 1), (2.0, 2)):
        found = merge([sheet("ocha", record("ocha:C1", "Jbarin")), sheet("wof", record("wof:1", "Jubruna", km=km))])
        assert len(found) == places


def test_records_of_one_source_are_never_joined() -> None:
    """Not by name, and not through a third; the nearer one gets the partner."""
    found = merge([sheet("ocha", record("ocha:C1", km=1.0), record("ocha:C2")), sheet("wof", record("wof:1", km=0.1))])
    assert [place.place.ids for place in found] == [("ocha:C1",), ("ocha:C2", "wof:1")]


def test_an_id_joins_at_any_distance() -> None:
    """An id of the other source is surer than the position, and the contradiction stays."""
    (place,) = merge(
        [sheet("geonames", record("geonames:7", "A")), sheet("wof", record("wof:1", "B", km=9, ids=("geonames:7",)))]
    )
    assert place.place.id == "geonames:7"
    assert place.accounts[1].km > 8.9


def test_kinds_have_to_agree() -> None:
    """A hill, a quarter or a district is no village of that name."""
    village = sheet("ocha", record("ocha:C1"))
    for kind, detail in (("site", ""), ("admin", "district"), ("settlement", "quarter")):
        assert len(merge([village, sheet("wof", record("wof:1", kind=kind, detail=detail))])) == 2


def test_units_join_over_a_longer_way() -> None:
    """The points of a governorate may be far apart, but a district is no governorate."""
    one = sheet("ocha", record("ocha:SY05", "Hama", kind="admin", detail="governorate"))
    for detail, places in (("governorate", 1), ("district", 2)):
        other = sheet("geonames", record("geonames:1", "Hama", km=30, kind="admin", detail=detail))
        assert len(merge([one, other])) == places


def test_a_better_position_wins_over_the_preferred_source() -> None:
    """A quarter that OCHA puts at its city is where another source has it."""
    one = sheet("ocha_quarters", record("ocha:N1", detail="quarter", precision=3))
    (place,) = merge([one, sheet("mine", record("mine:1", km=2, detail="quarter"))])
    assert (place.place.id, place.place.precision) == ("ocha:N1", 1)
    assert place.accounts[0].km > 1.9


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["Tiba", "Taiba", "Hama"]), st.floats(0, 5)), max_size=8)
)
def test_no_record_is_lost_or_doubled(rows: list[tuple[str, str, float]]) -> None:
    """Every record stands in one place, and no place has two of one source, whatever the order of the sheets."""
    told: dict[str, list[Record]] = {"a": [], "b": [], "c": []}
    for number, (source, name, km) in enumerate(rows):
        told[source].append(record(f"{source}:{number}", name, km=km))
    sheets = [sheet(key, *records) for key, records in told.items()]
    found = merge(sheets)
    assert sorted(a.record.id for p in found for a in p.accounts) == sorted(r.id for rs in told.values() for r in rs)
    assert all(len({a.source for a in place.accounts}) == len(place.accounts) for place in found)
    assert merge(reversed(sheets)) == found
