"""French typography: what it changes, what it leaves alone."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.web.typography import NBSP, THIN, french, french_html

TEXTS = st.text(alphabet="aé'l \u00a0\u202f:;?!«»\"’.1209h€%()/\n-", max_size=40)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Pourquoi ?", f"Pourquoi{THIN}?"),
        ("Pourquoi?", f"Pourquoi{THIN}?"),
        ("Bravo !", f"Bravo{THIN}!"),
        ("Ah ?!", f"Ah{THIN}?!"),
        ("Note : ceci", f"Note{NBSP}: ceci"),
        ("l'eau d'aujourd'hui", "l’eau d’aujourd’hui"),
        ('Il dit "oui".', f"Il dit «{THIN}oui{THIN}»."),
        ("« oui »", f"«{THIN}oui{THIN}»"),
        ("à 14h30", f"à 14{NBSP}h{NBSP}30"),
        ("de 9 h à 17 h", f"de 9{NBSP}h à 17{NBSP}h"),
        ("50 %", f"50{NBSP}%"),
        ("Bon...", "Bon…"),
        ("01 23 45", f"01{NBSP}23{NBSP}45"),
    ],
)
def test_a_sentence_is_put_right(typed: str, printed: str) -> None:
    assert french(typed) == printed


@pytest.mark.parametrize(
    "text",
    ["https://exemple.fr/a?b=c", "12:30", "C:\\dossier", "15\" d'écran"[:3], ":-)", ""],
)
def test_addresses_and_times_are_left_alone(text: str) -> None:
    assert french(text) == text


def test_tags_entities_and_code_are_left_alone() -> None:
    markup = '<p title="a : b">Fin &amp; l&#x27;<b>eau</b> ? <code>x ? y : "z"</code></p>'

    assert french_html(markup) == f'<p title="a : b">Fin &amp; l’<b>eau</b>{THIN}? <code>x ? y : "z"</code></p>'


@given(TEXTS)
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    assert french(french(text)) == french(text)


@given(TEXTS)
def test_escaped_text_stays_escaped_and_stable(text: str) -> None:
    once = french_html(html.escape(text + " <b>&"))

    assert french_html(once) == once
    assert "<" not in once
    assert not re.search(r"&(?!#?\w+;)", once)


@given(TEXTS)
def test_no_word_is_lost(text: str) -> None:
    def letters(value: str) -> str:
        return re.sub(r"[^\w]", "", value)

    assert letters(french(text)) == letters(text)
