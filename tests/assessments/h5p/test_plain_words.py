"""The words of texts that nobody vouches for: found whatever is sent, in no more time than their length is worth."""

import time
import uuid

import pytest

from assessments.h5p.editing.markup import show, words_of, write
from assessments.h5p.items import read_item
from assessments.h5p.plain_words import plain_words, unescaped
from assessments.h5p.records import H5PItemResult
from assessments.h5p.tracking import read_statements
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, send, signed_in, statement

SIGNS = 30_000
ENDLESS = f"&#{'9' * 5000};"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Où <b>cli</b>quer ?</p>\n<p>Ici.</p>", "Où cliquer ? Ici."),
        ("Un<br>deux<img alt='a > b' src=x>trois", "Un deux trois"),
        ("<SCRIPT>alert('<p>')</sCript >dit<style>p{}</style>", "dit"),
        ("<script>jamais fermé", ""),
        ("vite<!-- <p>caché</p> -->fait <!doctype html>", "vitefait"),
        ("v < 3 et x <y, « 2<4 »", "v < 3 et x <y, « 2<4 »"),
        ("<p don't>Bien</p>", "Bien"),
        ("<a title='>Bien</a> sûr", "Bien sûr"),
        ("&lt;b&gt; &eacute; &#233; &#xe9; &nbsp;fin", "<b> é é é fin"),
        ("a\u202eb\x00c", "a b c"),
        pytest.param(ENDLESS, "\N{REPLACEMENT CHARACTER}", id="endless"),
    ],
)
def test_words_stay_and_markup_goes(text: str, words: str) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize(
    "unit",
    ["<", "<a ", "<a a=", "<a '", "<a b='", "<a \"'>", "</a ", "<!--", "<!-", "<?", "<script>", "<title>", "&#", "&a"],
)
def test_crafted_texts_are_read_in_no_time(unit: str) -> None:
    text = (unit * SIGNS)[:SIGNS]
    began = time.perf_counter()
    plain_words(text)
    assert time.perf_counter() - began < 0.3


def test_spaces_without_end_are_laid_out_in_no_time() -> None:
    began = time.perf_counter()
    assert show("a" + " " * 100_000 + "b").text == "a b"
    assert show("a  <br> <br>\n b").text == "a\n\nb"
    assert time.perf_counter() - began < 1


def test_a_number_of_thousands_of_digits_is_no_sign() -> None:
    assert unescaped("&#65;&#000065;") == "AA"
    assert words_of(ENDLESS) == "\N{REPLACEMENT CHARACTER}"
    assert write(show(ENDLESS).text, show(""), tags=["p"])


def test_pairs_by_the_thousand_are_named_in_no_time() -> None:
    body = statement(1, 1, part="a", response="[,]".join(["1"] * 3000))
    rows = [{"id": str(number), "description": {"fr": "b"}} for number in range(380)]
    body["object"]["definition"] = {"interactionType": "matching", "description": {"fr": "q"}, "source": rows}
    (reported,) = read_statements({"statements": [{"key": str(uuid.uuid4()), "statement": body}]})
    began = time.perf_counter()
    item = read_item(reported)
    assert time.perf_counter() - began < 1
    assert item is not None
    assert item.response.startswith("b; b; b")


@pytest.mark.django_db
def test_a_statement_with_an_endless_number_is_kept_and_read(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    body = statement(1, 2, part="a", response=ENDLESS)
    body["object"]["definition"] = {"interactionType": "fill-in", "description": {"fr": ENDLESS}}
    assert send(client, play(client, exercise).json(), body).status_code == 200
    assert H5PItemResult.objects.get().description == "\N{REPLACEMENT CHARACTER}"
