"""Each claim of a text is dated by the words that belong to it, and by what the text told before."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from mapper import theatre as theatres
from mapper.pipeline import read_report
from mapper.places.lookups import lookup_in
from mapper.places.opening import open_gazetteers
from mapper.reports.report import Report

if TYPE_CHECKING:
    from mapper.claims.claim import Claim
    from mapper.places.place import Lookup
    from mapper.theatre import Theatre

FRIDAY = date(2019, 6, 7)


@cache
def syria() -> tuple[Theatre, Lookup]:
    """The theatre of the examples, with its gazetteers."""
    theatre = theatres.load("syria")
    return theatre, lookup_in(open_gazetteers(countries=theatre.countries), home=theatre.countries)


def claims_of(text: str, published: date | None = FRIDAY) -> tuple[Claim, ...]:
    """The claims of a text."""
    theatre, lookup = syria()
    return read_report(Report(id="x", text=text, published=published), theatre=theatre, lookup=lookup).claims


def dated(text: str, published: date | None = FRIDAY) -> list[str]:
    """The places claimed in a text with their days, a stretch as "first..last"."""
    return [f"{c.place} {days(c.period.start, c.period.end)}" for c in claims_of(text, published)]


def days(start: date | None, end: date | None) -> str:
    """A period as the examples write it: without the year of publication."""
    first, last = (str(d).removeprefix("2019-") if d else "?" for d in (start, end))
    return first if first == last else f"{first}..{last}"


CASES = {
    "what was said, and when": [
        ("The army said on Sunday that it had captured Morek.", "Morek 06-02"),
        ("The army captured Morek, the Observatory said on Sunday.", "Morek 06-02"),
        ("Rebels on Wednesday captured Morek, a monitor said on Thursday.", "Morek 06-05"),
        ("A monitor said on Thursday rebels had captured Morek a day earlier.", "Morek 06-05"),
        ("The army said on Sunday that it had captured Morek on Friday.", "Morek 05-31"),
        (
            "Rebels took Morek, a monitor said on Friday, a blow to men who had said a day earlier all was well.",
            "Morek 06-07",
        ),
    ],
    "clauses beside each other": [
        ("Rebels took Morek on Wednesday and lost it on Thursday.", "Morek 06-05, Morek 06-06"),
        ("On Tuesday the army took Morek but rebels retook it the next day.", "Morek 06-04, Morek 06-05"),
        ("On Tuesday, the army took Morek; on Wednesday, rebels retook it.", "Morek 06-04, Morek 06-05"),
        ("Rebels seized Morek and pushed into Latamneh on 5 June.", "Morek 06-05, Latamneh 06-05"),
        ("Troops withdrew from Morek as rebels entered Latamneh on Monday.", "Morek 06-03, Latamneh 06-03"),
        (
            "The army entered Morek on 2 June and, by 4 June, took Latamneh.",
            "Morek 06-02, Latamneh 06-04",
        ),
    ],
    "a list with a date for each": [
        ("The army seized Morek on 3 June and Latamneh on 4 June.", "Morek 06-03, Latamneh 06-04"),
    ],
    "dates of subordinate clauses stay there": [
        ("The army retook Morek, which it had lost on Monday, on Thursday.", "Morek 06-06, Morek 06-03"),
        ("Rebels who launched an attack on Monday captured Morek.", "Morek 06-07"),
        ("Rebels captured Morek in an offensive that began on 6 May.", "Morek 06-07"),
        ("Rebels captured Morek in an offensive they launched last month.", "Morek 06-07"),
        ("The army withdrew from Morek under a deal reached two weeks ago.", "Morek 06-07"),
        (
            "On 2 June, the army took Morek, which it had lost on 12 May. It also took Latamneh.",
            "Morek 06-02, Morek 05-12, Latamneh 06-02",
        ),
        (
            "A truce, signed on 12 May, broke down on 2 June. The army took Latamneh.",
            "Latamneh 06-02",
        ),
    ],
    "two days after": [
        ("The army took Latamneh on Thursday, two days after rebels seized Morek.", "Latamneh 06-06, Morek 06-04"),
        ("The army took Latamneh a day after it entered Morek.", "Latamneh 06-07, Morek 06-06"),
        ("Two days after rebels seized Morek, the army took Latamneh.", "Morek 06-05, Latamneh 06-07"),
        (
            "On 2 June, rebels took Morek. Two days after they seized Morek, the army took Latamneh.",
            "Morek 06-02, Morek 06-02, Latamneh 06-04",
        ),
        (
            "Two days after rebels seized Morek on 1 June, the army took Latamneh.",
            "Morek 06-01, Latamneh 06-03",
        ),
    ],
    "the story goes on": [
        (
            "On 4 June, rebels seized Morek. They also took Latamneh. On 6 June, they took Kafr Zita.",
            "Morek 06-04, Latamneh 06-04, Kafr Zita 06-06",
        ),
        ("4 June - Rebels took Morek.\n5 June - The army took Latamneh.", "Morek 06-04, Latamneh 06-05"),
        ("On 1 June, rebels attacked Latamneh. By nightfall, they had taken Morek.", "Morek 06-01"),
        ("On 1 June, rebels attacked Latamneh. That evening they took Morek.", "Morek 06-01"),
        ("On 1 June, rebels attacked Latamneh. On the 3rd, they took Morek.", "Morek 06-03"),
        ("On 1 June, rebels attacked Latamneh. Over the next three days they took Morek.", "Morek 06-02..06-04"),
        (
            "Between 26 and 28 May, rebels took Morek. The next day, they took Latamneh.",
            "Morek 05-26..05-28, Latamneh 05-29",
        ),
        (
            "Between 26 and 28 May, rebels took Morek. They also took Latamneh.",
            "Morek 05-26..05-28, Latamneh 05-26..05-28",
        ),
        ("In May, rebels took Morek. They also took Latamneh.", "Morek 05-01..05-31, Latamneh 05-01..05-31"),
        (
            "On 2 June, the army launched an offensive. On the third day of the assault, it took Morek.",
            "Morek 06-04",
        ),
        (
            "On 2 June, the army began a push. On 4 June it took Morek. In the first hour of the push it took Atman.",
            "Morek 06-04, Atman 06-02",
        ),
    ],
    "states last": [
        ("Rebels have held Latamneh for five years.", "Latamneh 2014-06-07..06-07"),
        ("Latamneh has been under siege for three weeks.", "Latamneh 05-17..06-07"),
        ("Fighting raged inside Morek for the third day running on Thursday.", "Morek 06-04..06-06"),
        ("Clashes continued inside Morek for a second day.", "Morek 06-06..06-07"),
        ("Latamneh was besieged from 5 May until it was relieved on 20 May.", "Latamneh 05-05..05-20"),
        ("From 5 May on, the army besieged Latamneh.", "Latamneh 05-05..06-07"),
        ("Starting on 5 May, clashes raged inside Morek.", "Morek 05-05..06-07"),
        (
            "Rebels took Latamneh on 2 June. Morek had been in their hands since May.",
            "Latamneh 06-02, Morek 05-01..06-02",
        ),
    ],
    "what goes on is so at publication": [
        (
            "With the fall of Morek last Saturday the rebels lost ground; Latamneh remains encircled.",
            "Morek 06-01, Latamneh 06-07",
        ),
        ("On 2 June rebels took Morek, and they still hold Latamneh.", "Morek 06-02, Latamneh 06-07"),
        ("Insurgents besieging Latamneh shelled it on Monday.", "Latamneh 06-07"),
        ("Troops took Morek on Monday, having lost Latamneh two days earlier.", "Morek 06-03, Latamneh 06-01"),
    ],
    "since a campaign began": [
        (
            "On 2 June, the army launched an offensive. It has taken nine villages since the start of the offensive.",
            "nine villages 06-02..06-07",
        ),
    ],
    "not until": [
        ("It was not until 4 June that the army captured Morek.", "Morek 06-04"),
    ],
    "what dates no event": [
        ("Army units took Morek, the first village to fall to them since 20 April.", "Morek 06-07"),
        ("Rebels captured Morek for the first time since 2014.", "Morek 06-07"),
        ("Fighters of the 17 February Brigade captured Morek.", "Morek 06-07"),
        ("Rebels captured Morek after a week of fighting.", "Morek 06-07"),
        ("The army plans to capture Morek.", "Morek ?"),
    ],
    "attempts have a day": [
        ("On Sunday, the army tried to capture Morek.", "Morek 06-02"),
    ],
}


@pytest.mark.parametrize(("text", "claims"), [case for cases in CASES.values() for case in cases])
def test_claims_in_a_report_of_friday_7_june_2019(text: str, claims: str) -> None:
    """Each claim has its own days."""
    assert sorted(dated(text)) == sorted(claims.split(", "))


def test_a_chronicle_without_publication_goes_on_from_the_dates_told() -> None:
    """Years and weekdays that it leaves out follow from the last date told."""
    text = "In December 2016, the army took Morek. On 10 January, rebels took Latamneh."
    assert dated(text, published=None) == ["Morek 2016-12-01..2016-12-31", "Latamneh 2017-01-10"]
    text = "On Thursday, 2 March 2017, rebels lost Morek. On Saturday the army lost Latamneh."
    assert dated(text, published=None) == ["Morek 2017-03-02", "Latamneh 2017-03-04"]


def test_a_chronicle_counts_its_dates_from_each_other() -> None:
    """A report published long after all that it tells is no background, and its dates have the year it tells."""
    text = (
        "On 24 April 2019, government forces launched an offensive in northern Hama. On 6 May they captured Morek. "
        "Kafr Zita fell on 11 May and Al-Lataminah on 20 May. Three days later the Army secured Karnaz."
    )
    found = {(c.place, c.certainty, c.period.start) for c in claims_of(text, date(2021, 1, 1))}
    assert found == {
        ("Morek", "asserted", date(2019, 5, 6)),
        ("Kafr Zita", "asserted", date(2019, 5, 11)),
        ("Al-Lataminah", "asserted", date(2019, 5, 20)),
        ("Karnaz", "asserted", date(2019, 5, 23)),
    }


def test_the_days_over_a_passage_date_what_stands_below() -> None:
    """A line with a day, or with a stretch of days, dates the sentences under it."""
    text = "6 June 2019\nRebels captured Morek.\n\n8-9 June\n\nThe army retook Morek and Kafr Zita."
    assert dated(text, None) == ["Morek 06-06", "Morek 06-08..06-09", "Kafr Zita 06-08..06-09"]


def test_a_look_back_makes_no_chronicle() -> None:
    """Days of another year beside news stay background, and the news keeps the day of publication."""
    text = (
        "On Friday the army captured Morek, which rebels had taken on 24 April 2014. The town was bombed on 3 May 2015 "
        "and on 7 June 2016. On 2 January 2021 rebels took Kafr Zita."
    )
    found = {(c.place, c.certainty, c.period.start) for c in claims_of(text, date(2021, 1, 9))}
    assert ("Morek", "asserted", date(2021, 1, 8)) in found
    assert ("Kafr Zita", "asserted", date(2021, 1, 2)) in found
    assert ("Morek", "historic", date(2014, 4, 24)) in found
