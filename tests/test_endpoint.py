"""Claims asked of a model, against a server on this machine that plays good, lying, slow and broken ones."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import pytest

from mapper.claims.door import LONGEST, address
from mapper.claims.endpoint import PATIENCE, SCHEMA, TRUST, Endpoint
from mapper.claims.grammar import Grammar
from mapper.claims.hand import read_hand
from mapper.cli import NOTHING_DONE, OK, SOME_FAILED, main
from mapper.errors import InputError
from mapper.pipeline import build
from mapper.reports.files import report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mapper.claims.extractor import Extractor
    from mapper.claims.reading import Reading

STORY = (
    "BEIRUT, June 7 - Rebel fighters captured the village of Tal Malah in northern Hama province on Thursday, the "
    "Syrian Observatory for Human Rights said. Government forces still hold the nearby town of Muhradah. "
    "They did not comment on Jubbayn.\n"
)
TAKEN: dict[str, Any] = {
    "place": "Tal Malah",
    "scope": "place",
    "count": None,
    "change": "captured",
    "actor": "rebels",
    "controller": "rebels",
    "previous": None,
    "claimant": "the Syrian Observatory for Human Rights",
    "date_from": "2019-06-06",
    "date_to": "2019-06-06",
    "certainty": "claimed",
    "evidence": "Rebel fighters captured the village of Tal Malah",
}
HELD: dict[str, Any] = {
    "place": "Muhradah",
    "scope": "place",
    "count": None,
    "change": "held",
    "actor": None,
    "controller": "Government forces",
    "previous": None,
    "claimant": None,
    "date_from": None,
    "date_to": None,
    "certainty": "asserted",
    "evidence": "Government forces still hold the nearby town of Muhradah.",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server answers to one request."""

    body: bytes = b""
    status: int = 200
    where: str = ""  # the address of a redirect
    waits: bool = False  # until the test is over
    drips: bool = False  # a byte now and then, without an end
    cut: bool = False  # fewer bytes than it told


@dataclass
class Model:
    """A model: what it answers, the last answer again and again, and what it was asked."""

    answers: Sequence[Answer]
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    url: str = ""
    over: threading.Event = field(default_factory=threading.Event)


def says(content: object, **facts: Any) -> Answer:  # noqa: ANN401 -- the fields of an answer
    """An answer with this content; claims are wrapped as they are asked for."""
    text = content if isinstance(content, str) else json.dumps({"claims": content})
    body = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    return Answer(body=json.dumps(body).encode(), **facts)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine's would answer for a server on it."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@contextmanager
def playing(*answers: Answer) -> Iterator[Model]:
    """A server that gives these answers while the block runs."""
    model = Model(answers)
    rest = chain(answers, repeat(answers[-1]))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            model.paths.append(self.path)
            model.keys.append(self.headers["Authorization"])
            model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.answer(next(rest))

        def do_GET(self) -> None:
            model.paths.append(self.path)
            self.answer(Answer(status=404))

        def answer(self, answer: Answer) -> None:
            if answer.waits:
                model.over.wait()
            try:
                self.send_response(answer.status)
                if answer.where:
                    self.send_header("Location", answer.where)
                if not answer.drips:
                    self.send_header("Content-Length", str(len(answer.body) + (9 if answer.cut else 0)))
                self.end_headers()
                self.wfile.write(answer.body)
                while answer.drips and not model.over.wait(0.02):
                    self.wfile.write(b" ")
            except ConnectionError:
                return  # the other side has given up

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield model
    finally:
        model.over.set()
        listening.shutdown()
        thread.join()
        listening.server_close()


def read(
    model: Model, text: str = STORY, *, told: list[str] | None = None, key: str = "", timeout: float = 5, times: int = 1
) -> list[Reading]:
    """The readings of a report, or of several alike, by this model."""
    heard: list[str] = [] if told is None else told
    endpoint = Endpoint(model.url, "small", tell=heard.append, key=key, timeout=timeout, pause=0)
    reports = [report(text, id=f"r{n}", published="2019-06-07", theatre="syria") for n in range(times)]
    return list(build(reports, extractor=endpoint).readings)


def test_a_good_model_gives_claims() -> None:
    """Claims that the text bears have spans, a place, the theatre's sides, an order, and the name of the model."""
    told: list[str] = []
    with playing(says([HELD, TAKEN, TAKEN])) as model:
        (reading,) = read(model, told=told, key="secret")
    taken, held = reading.claims
    assert (taken.id, taken.place, taken.change, taken.controller) == ("r0#1", "Tal Malah", "captured", "rebels")
    assert (held.id, held.place, held.controller, held.claimant) == ("r0#2", "Muhradah", "regime", None)
    assert {c.extractor for c in reading.claims} == {"endpoint:small"}
    assert {c.confidence for c in reading.claims} == {TRUST}
    assert all(STORY[s.start : s.end] == s.quote for c in reading.claims for s in (c.mention, c.evidence))
    assert taken.located is not None
    assert (reading.problems, reading.failed) == ((), False)
    (asked,) = model.asked
    assert (model.paths, model.keys, asked["model"]) == (["/v1/chat/completions"], ["Bearer secret"], "small")
    assert asked["messages"][1] == {"role": "user", "content": STORY}
    assert "2019-06-07" in asked["messages"][0]["content"]
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA
    assert told == [f"Reports leave this program: their whole texts are sent to {address(model.url)} (model small)."]


def test_users_are_told_once() -> None:
    """Where the texts go is told before the first one goes, and not again."""
    told: list[str] = []
    with playing(says([])) as model:
        read(model, told=told, times=3)
    assert (len(model.asked), len(told)) == (3, 1)


def test_a_fenced_answer_counts() -> None:
    """A model that wraps its JSON as code is understood."""
    with playing(says("```json\n" + json.dumps({"claims": [TAKEN]}) + "\n```")) as model:
        (reading,) = read(model)
    assert [c.place for c in reading.claims] == ["Tal Malah"]


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"evidence": "Rebel fighters captured the city of Tal Malah"}, "the evidence is not in the text"),
        ({"place": "Jubbayn"}, "the place is not in the evidence"),
        ({"place": "Tal"}, "the place is only a part of a name"),
        ({"place": "Mala"}, "the place is not in the evidence"),
        ({"evidence": ""}, "no evidence is given"),
        ({"change": "liberated"}, "change is none of"),
        ({"certainty": "true"}, "certainty is none of"),
        ({"scope": "everything"}, "scope is none of"),
        ({"controller": "the Martian army"}, "controller is no side"),
        ({"claimant": "the Daily Moon"}, "the claimant is not in the text"),
        ({"date_from": "2019-06-30", "date_to": None}, "it is dated after the report"),
        ({"date_from": "yesterday"}, "date_from is no day"),
        ({"previous": "rebels"}, "controller and previous are the same side"),
        ({"count": "many"}, "count is no whole number"),
        ({"controller": ["rebels"]}, "controller is no text"),
        ({"mood": "grim"}, "it has not the fields that were asked for"),
    ],
)
def test_a_lie_is_refused_and_counted(lie: dict[str, Any], reason: str) -> None:
    """What the report does not bear is refused, with the reason and the number told; the true claim stays."""
    with playing(says([{**TAKEN, **lie}, HELD])) as model:
        (reading,) = read(model)
    assert [c.place for c in reading.claims] == ["Muhradah"]
    (problem,) = reading.problems
    assert problem.startswith("1 of 2 claims of the model are refused: ")
    assert reason in problem
    assert not reading.failed


def test_refusals_are_counted_by_reason() -> None:
    """Lies are counted by their reasons, the commonest first; what is no claim at all is one of them."""
    gone = {**TAKEN, "evidence": "Rebels left Tal Malah"}
    with playing(says([gone, {**TAKEN, "place": "Jubbayn"}, gone, "rebels won"])) as model:
        (reading,) = read(model)
    assert reading.claims == ()
    (problem,) = reading.problems
    assert problem == (
        "4 of 4 claims of the model are refused: the evidence is not in the text (2); "
        "it has not the fields that were asked for (1); the place is not in the evidence (1)"
    )


def test_a_country_is_no_place_that_a_side_holds() -> None:
    """A model that has a side take a whole country is not believed."""
    text = "Rebel fighters captured positions in Syria on Thursday.\n"
    lie = {**TAKEN, "place": "Syria", "evidence": text.strip(), "claimant": None}
    with playing(says([lie])) as model:
        (reading,) = read(model, text)
    assert reading.claims == ()
    assert "which no side holds" in reading.problems[0]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(waits=True), "did not answer within 0.2 seconds"),
        (Answer(drips=True), "did not answer within 0.2 seconds"),
    ],
)
def test_a_slow_model_is_left_after_two_tries(answer: Answer, why: str) -> None:
    """A model that is silent or never ends is asked twice; the report fails with a sentence and no claims."""
    with playing(answer) as model:
        (reading,) = read(model, timeout=0.2)
    assert len(model.asked) == 2
    assert (reading.claims, reading.failed, reading.whole) == ((), True, False)
    assert why in reading.problems[0]


@pytest.mark.parametrize(
    ("answer", "why", "times"),
    [
        (says("Of course! Here are the claims."), "cannot be used (no JSON", 2),
        (says('{"claims": 7}'), "no object with a list of claims", 2),
        (says('{"claims": [], "mood": "grim"}'), "no object with a list of claims", 2),
        (says("[" * 100_000), "cannot be used", 2),
        (Answer(body=b'{"choices": []}'), "no choice with a message", 2),
        (Answer(body=b'{"choices": [{"message": {"content": null}}]}'), "a message without a text", 2),
        (Answer(body=b"\xff\xfe\xfd"), "cannot be used", 2),
        (Answer(body=b"{", cut=True), "broke off", 2),
        (Answer(body=b" " * (LONGEST + 1)), "more than 8,000,000 bytes", 2),
        (Answer(status=500), "answered with an error (500)", 2),
        (Answer(status=429), "answered with an error (429)", 2),
        (Answer(status=400), "does not understand the question (400)", 2),
        (Answer(status=401), "refuses the key (401)", 1),
        (Answer(status=404), "has no such page or model (404)", 1),
        (Answer(status=307, where="/elsewhere"), "points to another server (307)", 1),
        (Answer(status=302, where="/elsewhere"), "points to another server (302)", 1),
    ],
)
def test_a_broken_model_is_a_problem_and_no_crash(answer: Answer, why: str, times: int) -> None:
    """Whatever else comes back is told in a sentence; only what may pass is asked again, and no redirect followed."""
    with playing(answer) as model:
        (reading,) = read(model)
    assert model.paths == ["/v1/chat/completions"] * times
    assert (reading.claims, reading.failed) == ((), True)
    assert why in reading.problems[0]


def test_a_model_that_stumbles_once_is_asked_again() -> None:
    """One failure costs nothing."""
    with playing(Answer(status=503), says([TAKEN])) as model:
        (reading,) = read(model)
    assert ([c.place for c in reading.claims], reading.problems, len(model.asked)) == (["Tal Malah"], (), 2)


def test_a_server_that_knows_no_schema_is_asked_plainly() -> None:
    """Where the question is disliked it is put again without what small servers do not know."""
    with playing(Answer(status=400), says([TAKEN])) as model:
        (reading,) = read(model)
    assert [c.place for c in reading.claims] == ["Tal Malah"]
    assert ["response_format" in asked for asked in model.asked] == [True, False]


def test_a_dead_endpoint_is_not_asked_for_ever() -> None:
    """After some silent reports the rest are told as not asked for."""
    with playing(Answer(status=500)) as model:
        readings = read(model, times=PATIENCE + 2)
    assert len(model.asked) == 2 * PATIENCE
    assert all(r.failed for r in readings)
    assert "is not asked for this one" in readings[-1].problems[0]


def test_nobody_listens() -> None:
    """An address at which nobody listens is told as one that cannot be reached."""
    with playing(says([])) as model:
        pass
    (reading,) = read(model)
    assert "cannot be reached" in reading.problems[0]


def test_a_store_asks_again_only_where_the_model_was_silent(tmp_path: Path) -> None:
    """A refused claim is no reason to ask again; a silent server is."""
    one = report(STORY, id="r", published="2019-06-07", theatre="syria")
    with playing(Answer(status=500), Answer(status=500), says([{**TAKEN, "place": "Jubbayn"}, HELD])) as model:
        asked, places = [], []
        for _ in range(3):
            endpoint = Endpoint(model.url, "small", tell=lambda _: None, pause=0)
            atlas = build([one], store=tmp_path / "s.gpkg", extractor=endpoint)
            asked.append(len(model.asked))
            places.append([c.place for r in atlas.readings for c in r.claims])
    assert (asked, places) == ([2, 3, 3], [[], ["Muhradah"], ["Muhradah"]])


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8080",
        "ftp://host/v1",
        "file:///etc/passwd",
        "http://",
        "http://a b",
        "http://u:p@host",
        "http://hôte",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """Only the plain address of a web server is an endpoint."""
    with pytest.raises(InputError, match="is no endpoint"):
        Endpoint(url, "small", tell=lambda _: None)


def test_a_key_that_cannot_be_sent_is_refused_without_being_told() -> None:
    """A key with a line break, as a file may have it, is an error that does not repeat it."""
    with pytest.raises(InputError, match="characters that no key has") as told:
        Endpoint("http://127.0.0.1:1", "small", tell=lambda _: None, key="secret\nmore")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("kind", ["grammar", "hand", "endpoint"])
def test_every_extractor_keeps_the_promises_of_the_seam(tmp_path: Path, kind: str) -> None:
    """Each gives claims of this report alone, numbered in order, quoted and placed, and says that it made them."""
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps({"id": "r", "claims": [TAKEN, HELD]}) + "\n", "utf-8")
    one = report(STORY, id="r", published="2019-06-07", theatre="syria")
    with playing(says([TAKEN, HELD])) as model:
        of: dict[str, Extractor] = {
            "grammar": Grammar(),
            "hand": read_hand(path),
            "endpoint": Endpoint(model.url, "small", tell=lambda _: None, pause=0),
        }
        once, again = (build([one], extractor=of[kind]).readings[0] for _ in range(2))
    assert once == again
    assert [(c.id, c.place, c.controller) for c in once.claims] == [
        ("r#1", "Tal Malah", "rebels"),
        ("r#2", "Muhradah", "regime"),
    ]
    for claim in once.claims:
        assert claim.extractor.split(":")[0] == kind == of[kind].identity.split()[0]
        assert (claim.mention.report_id, claim.evidence.report_id, claim.reported) == ("r", "r", one.published)
        assert all(STORY[s.start : s.end] == s.quote for s in (claim.mention, claim.evidence))
        assert claim.place in claim.evidence.quote
        assert claim.located is not None
        assert 0 <= claim.confidence <= 1


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A report in a file."""
    monkeypatch.setenv("MAPPER_DATA", str(tmp_path / "data"))
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    return str(tmp_path / "a.txt")


def test_the_command_asks_the_endpoint_that_is_named(
    story: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says first where texts go, sends the key of the variable, and gives the claims."""
    monkeypatch.setenv("OUR_KEY", "secret")
    wanted = ["extract", story, "--published", "2019-06-07", "--extractor", "endpoint", "--model", "small"]
    with playing(says([TAKEN]), Answer(status=401)) as model:
        asks = [*wanted, "--endpoint", model.url, "--endpoint-key-env", "OUR_KEY"]
        assert main(asks) == OK
        out, err = capsys.readouterr()
        assert main(asks) == SOME_FAILED
    assert [c["extractor"] for c in json.loads(out)["claims"]] == ["endpoint:small"]
    assert "Reports leave this program" in err
    assert "secret" not in out + err
    assert model.keys == ["Bearer secret"] * 2
    assert "refuses the key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--extractor", "endpoint"], "needs --endpoint"),
        (["--extractor", "endpoint", "--endpoint", "http://127.0.0.1:1"], "needs --model"),
        (["--extractor", "hand"], "needs --claims"),
        (["--endpoint", "http://127.0.0.1:1"], "belongs to --extractor endpoint"),
        (["--claims", "c.csv"], "belongs to --extractor hand"),
        (["--extractor", "endpoint", "--endpoint", "h", "--model", "m"], "is no endpoint"),
        (
            ["--extractor", "endpoint", "--endpoint", "http://h", "--model", "m", "--endpoint-key-env", "NO_SUCH"],
            "holds no key",
        ),
        (
            ["--extractor", "endpoint", "--endpoint", "http://h", "--model", "m", "--endpoint-timeout", "0"],
            "seconds above 0",
        ),
    ],
)
def test_options_that_do_not_fit_are_told(
    story: str, options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that is missing or belongs to another extractor ends the command before anything is sent."""
    assert main(["extract", story, *options]) == NOTHING_DONE
    assert message in capsys.readouterr().err


def test_nothing_is_sent_without_being_asked_for(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The default reads with the grammar."""
    with playing(says([])) as model:
        assert main(["extract", story, "--published", "2019-06-07"]) == OK
    assert model.paths == []
    assert {c["extractor"] for c in json.loads(capsys.readouterr().out)["claims"]} == {"grammar"}
