"""The notation of texts with marks: what a trainer types is read, and what is read can be typed again."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.notation import Mark, MarkedText, NotationRefused, Piece, parse, written

SIGNS = "aé [ ] { } | * # \\ \n".replace(" ", "") + " "


def brackets(*texts: str, said: str = "") -> Mark:
    return Mark(opening="[", texts=tuple(MarkedText(text=text) for text in texts), said=said)


def test_a_text_is_read_with_its_typed_and_its_chosen_gaps() -> None:
    assert parse("Le [clavier| le  clavier ] sert à {*écrire|dessiner}.") == [
        "Le ",
        brackets("clavier", "le clavier"),
        " sert à ",
        Mark(opening="{", texts=(MarkedText(text="écrire", starred=True), MarkedText(text="dessiner"))),
        ".",
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("[C # Comme « copier ».]", [brackets("C", said="Comme « copier ».")]),
        ("[C #Comme | copier # vite]", [brackets("C", said="Comme | copier # vite")]),
        ("[#|dièse]", [brackets("#", "dièse")]),
        ("[C#]", [brackets("C#")]),
        (r"[mot \#Photo]", [brackets("mot #Photo")]),
        (r"[a\|b|\]]", [brackets("a|b", "]")]),
        ("[*]", [brackets("*")]),
        (r"\[pas un trou\]", ["[pas un trou]"]),
        (r"C:\Documents # 3 * 4 | 5", [r"C:\Documents # 3 * 4 | 5"]),
        ("[]", [brackets("")]),
        ("un\r\ndeux", ["un\ndeux"]),
        ("", []),
    ],
)
def test_signs_mean_what_the_notation_says(typed: str, expected: list[Piece]) -> None:
    assert parse(typed) == expected


@pytest.mark.parametrize(
    ("typed", "code", "sign", "near"),
    [
        ("Le [clavier sert à écrire", "mark_not_closed", "]", "[clavier sert à écrire"),
        ("Le {*clavier] sert", "mark_not_closed", "}", "{*clavier] sert"),
        ("Le [clavier {*a|b}", "mark_not_closed", "]", "[clavier {*a|b}"),
        ("Le clavier] sert", "mark_not_opened", "]", "Le clavier]"),
        ("[a]}", "mark_not_opened", "}", "[a]}"),
    ],
)
def test_a_sign_without_its_other_half_is_quoted(typed: str, code: str, sign: str, near: str) -> None:
    with pytest.raises(NotationRefused) as refused:
        parse(typed)
    assert (refused.value.code, refused.value.sign, refused.value.near) == (code, sign, near)


TEXTS = st.text(SIGNS, max_size=8)
TIDY = TEXTS.map(lambda text: " ".join(text.split()))


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    opening = draw(st.sampled_from("[{"))
    stars = st.booleans() if opening == "{" else st.just(False)
    texts = draw(st.lists(st.builds(MarkedText, text=TIDY, starred=stars), min_size=1, max_size=3))
    return Mark(opening=opening, texts=tuple(texts), said=draw(TIDY))


@given(st.lists(marks() | TEXTS.filter(bool), max_size=5))
def test_what_is_written_is_read_again(pieces: list[Piece]) -> None:
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    assert parse(written(merged)) == merged


@given(st.text(SIGNS, max_size=30))
def test_any_text_at_all_is_read_or_refused_by_name(typed: str) -> None:
    with contextlib.suppress(NotationRefused):
        assert parse(written(parse(typed))) == parse(typed)
