"""Sentences and tokens lie in the text in order and quote it exactly."""

# ruff: noqa: RUF001 - letters of other scripts are what is tested

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.reports.sentences import Sentence, sentences, tokens

# Pieces that make trouble at the edges of sentences and words.
PIECES = st.sampled_from(
    [
        "Rebels", "captured", "Tal", "Malah", "al-Eis", "Deir ez-Zor", "U.S.", "U.N.", "Gen.", "Mr.", "No. 5",
        "J.", ".", "...", "!", "?", "…",
        "“", "”", '"', "'", "’s", "(", ")", ",", ";", "—", "-", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028",
        "3,013", "90", "6th", "June 7",
        "Ma’arrat", "Sana'a", "ʿAyn", "e\u0301", "\U0001f600", "تل ملح", "Мар'їнка", "state-run", "x_y", "\ufeff",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
)


def quotes(text: str) -> list[str]:
    """The sentences of a text as they stand in it."""
    return [text[one.start : one.end] for one in sentences(text)]


def words(text: str) -> list[str]:
    """The tokens of a text."""
    return [one.text for one in tokens(text)]


@settings(deadline=None)
@given(TEXTS)
def test_tokens_lie_in_order_and_quote_the_text(text: str) -> None:
    """Each token is the stretch of text between its offsets, and none overlaps the next."""
    at = 0
    for token in tokens(text):
        assert at <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        at = token.end


@settings(deadline=None)
@given(TEXTS)
def test_sentences_lie_in_order_and_hold_their_tokens(text: str) -> None:
    """Sentences do not overlap, begin and end with no blank, and hold the tokens of the text between their offsets."""
    at = 0
    for sentence in sentences(text):
        assert at <= sentence.start < sentence.end <= len(text)
        quote = text[sentence.start : sentence.end]
        assert quote == quote.strip()
        assert sentence.tokens == tokens(text, sentence.start, sentence.end)
        assert sentence.start <= sentence.tokens[0].start
        assert sentence.tokens[-1].end <= sentence.end
        at = sentence.end


@settings(deadline=None)
@given(TEXTS)
def test_no_word_is_lost_between_sentences(text: str) -> None:
    """Every letter and digit of the text lies in a token of a sentence."""
    covered = {i for s in sentences(text) for t in s.tokens for i in range(t.start, t.end)}
    assert [c for i, c in enumerate(text) if c.isalnum() and i not in covered] == []


@settings(deadline=None)
@given(TEXTS)
def test_paragraph_numbers_never_fall(text: str) -> None:
    """Sentences come paragraph by paragraph, and at most the first is a headline."""
    found = sentences(text)
    numbers = [one.paragraph for one in found]
    assert numbers == sorted(numbers)
    assert not any(one.headline for one in found[1:])


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Suheil al-Hassan led the attack on Kafr Nabudah.",
        "Lt. Col. Ahmad Saoud of the 13th Division was killed near Kernaz.",
        "Mr. Abdel Rahman said that the town had fallen.",
        "The U.S. State Department condemned the attack on Idlib.",
        "Forces of the U.N. Interim Force stayed in Marjayoun.",
        "Rebels took Hill No. 5 and Hill No. 7 near Kabani.",
        "They entered St. George Street on Sept. 5 and Oct. 7.",
        "The rebels took Kernaz, Jubbayn, etc. before the army came.",
        "J. R. Smith reported from Raqqa.",
        "About 3.5 km of road was taken on Jan. 2.",
        "The army vs. Hayat Tahrir al-Sham in Khan Tuman.",
        "“We hold the town!” he said from the square.",
        "It fell at 3 a.m. and was retaken at noon.",
    ],
)
def test_a_point_inside_a_sentence_does_not_end_it(text: str) -> None:
    """Abbreviations, initials, numbers and quoted cries leave a sentence whole."""
    assert quotes(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rebels took Kernaz.", "The army shelled it."),
        ("Troops returned to the U.S.", "The base in al-Tanf stayed."),
        ("Who holds Kernaz?", "Nobody knows."),
        ("They had lost it!", "Within hours they were back."),
        ("“The town is ours.”", "The army denied it."),
        ("He said the town “is ours.”", "The army denied it."),
        ("Rebels took Kernaz.", "“They fled,” he said."),
        ("Rebels took Tal Malah.", "al-Jubbayn fell later."),
        ("The army took the hill.", "30 men were killed."),
        ("They fought on ...", "Then it was quiet."),
        ("The siege went on (see map).", "No aid came."),
        ("There was no clash there, he said: no.", "The army left in May."),
        ("It was over by Sunday.", "They left."),
    ],
)
def test_a_new_sentence_begins_where_one_ends(first: str, second: str) -> None:
    """Marks of an end before a capital, a number, a quote or an Arabic article end a sentence."""
    assert quotes(f"{first} {second}") == [first, second]


def test_line_breaks_end_sentences() -> None:
    """Lines of a text that is not hard-wrapped are paragraphs, with Windows line ends too."""
    for gap in ("\n", "\n\n", "\r\n", "\r\n\r\n"):
        found = sentences(f"Clashes in Kernaz{gap}Clashes in Jubbayn")
        assert [one.paragraph for one in found] == [0, 1]


def test_a_first_line_without_a_stop_is_a_headline() -> None:
    """Only the first line, only without a full stop, and only with a text below."""
    assert [one.headline for one in sentences("Rebels take Kernaz\n\nRebels took Kernaz on Friday.")] == [True, False]
    assert [one.headline for one in sentences("Rebels took Kernaz.\n\nThe army left.")] == [False, False]
    assert [one.headline for one in sentences("Rebels take Kernaz")] == [False]
    long = "Rebels " + "and more rebels " * 12
    assert [one.headline for one in sentences(f"{long}\n\nThe army left.")] == [False, False]


STORY = (
    "Rebel fighters captured the village of Tal Malah in the northern countryside of Hama province on Thursday after "
    "heavy clashes with government forces, a monitor said. The army sent reinforcements to the town of Muhradah and "
    "shelled the village through the night. By Friday morning the rebels still held it, residents said."
)


def test_a_hard_wrapped_text_is_read_across_its_lines() -> None:
    """Lines of equal length are joined, and the sentences are those of the unwrapped text."""
    wrapped = textwrap.fill(STORY, 72)
    assert [" ".join(q.split()) for q in quotes(wrapped)] == quotes(STORY)
    assert len(quotes(STORY)) == 3


def test_paragraphs_of_a_hard_wrapped_text_stay_apart() -> None:
    """A blank line ends a paragraph, and a headline above stays one."""
    wrapped = "Rebels take Tal Malah\n\n" + textwrap.fill(STORY, 72) + "\n\n" + textwrap.fill(STORY, 72)
    found = sentences(wrapped)
    assert [one.headline for one in found] == [True, *[False] * 6]
    assert [one.paragraph for one in found] == [0, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. troops", ["U.S.", "troops"]),
        ("S.O.H.R. said", ["S.O.H.R.", "said"]),
        ("3,013 men", ["3,013", "men"]),
        ("90 percent", ["90", "percent"]),
        ("the 6th day", ["the", "6th", "day"]),
        ("Hama's fall", ["Hama", "'s", "fall"]),
        ("Hama’s fall", ["Hama", "’s", "fall"]),
        ("rebel-held al-Eis", ["rebel-held", "al-Eis"]),
        ("Deir ez-Zor", ["Deir", "ez-Zor"]),
        ("Sana'a and Ma’arrat", ["Sana'a", "and", "Ma’arrat"]),
        ("(Kernaz)", ["(", "Kernaz", ")"]),
        ("Kernaz...", ["Kernaz", "..."]),
        ("Kernaz, Jubbayn", ["Kernaz", ",", "Jubbayn"]),
        ("“Kernaz”", ["“", "Kernaz", "”"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_words_numbers_and_marks_are_tokens(text: str, expected: list[str]) -> None:
    """Hyphens and apostrophes stay in a word, the genitive and marks stand alone."""
    assert words(text) == expected


@pytest.mark.parametrize(
    "name",
    ["Hama", "al-Eis", "ez-Zor", "as-Suwayda", "Al-Bab", "El-Fasher", "ash-Shaykh", "al-'Ays", "d’Ivoire", "Élan"],
)
def test_names_are_told_by_their_form(name: str) -> None:
    """A capital at the head, or behind an Arabic article, makes a name."""
    (token,) = tokens(name)
    assert token.capital


@pytest.mark.parametrize("word", ["village", "rebel-held", "all-out", "at-risk", "el-ement", "90", "al-"])
def test_common_words_are_no_names(word: str) -> None:
    """A word in small letters is none, though it begins like an article."""
    assert not tokens(word)[0].capital


def test_a_token_in_lower_case_has_a_plain_apostrophe() -> None:
    """Curly and straight apostrophes compare alike."""
    assert [token.lower for token in tokens("Sana’a")] == ["sana'a"]


def test_an_empty_text_has_no_sentence() -> None:
    """Neither nothing nor blanks nor marks without a word raise anything."""
    assert sentences("") == sentences(" \n\r\n\t ") == ()
    assert all(isinstance(one, Sentence) for one in sentences("... !"))
