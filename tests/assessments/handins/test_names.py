"""The name of a file is readable and harmless, whatever it was."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.handins.names import LONGEST, NAMELESS, clean_name

SUFFIXES = st.sampled_from([".jpg", ".pdf", ".docx", ".txt"])


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Mon CV.PDF", "Mon CV.pdf"),
        ("C:\\Users\\Fatima\\lettre.docx", "lettre.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("photo.jpg.exe", "photo.jpg.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("nul\x00octet\x1b[31m.pdf", "nuloctet[31m.pdf"),
        ("deux\r\nlignes.pdf", "deux lignes.pdf"),
        ('"><img src=x>.pdf', "img src=x.pdf"),
        ("=HYPERLINK(1).pdf", "=HYPERLINK(1).pdf"),
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
        ("e\u0301cole.pdf", "école.pdf"),
        ("demi\ud800signe.pdf", "demisigne.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("-rf.pdf", "rf.pdf"),
        ("CON.pdf", "fichier.pdf"),
        ("Lpt1.txt.pdf", "fichier.pdf"),
        ("  ...  ", "fichier.pdf"),
        ("", "fichier.pdf"),
        ("rapport v1.2.pdf", "rapport v1.2.pdf"),
    ],
)
def test_a_name_is_what_people_would_read_with_the_suffix_of_what_the_file_is(given_name: str, shown: str) -> None:
    assert clean_name(given_name, ".pdf") == shown


@given(st.text(max_size=300), SUFFIXES)
def test_no_name_hides_a_folder_a_direction_or_another_kind(name: str, suffix: str) -> None:
    cleaned = clean_name(name, suffix)
    assert cleaned.endswith(suffix)
    assert 0 < len(cleaned.removesuffix(suffix)) <= LONGEST
    assert not set(cleaned) & set('/\\<>:"|?*%')
    assert all(sign == " " or unicodedata.category(sign)[0] not in "CZ" for sign in cleaned)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert not cleaned.startswith((".", "-", " "))


@given(st.text(max_size=300), SUFFIXES)
def test_a_name_once_clean_stays_as_it_is(name: str, suffix: str) -> None:
    cleaned = clean_name(name, suffix)
    assert clean_name(cleaned, suffix) == cleaned


@given(st.text(alphabet="\u200e\u202e\u2066 ./\\\x00-", max_size=40))
def test_a_name_of_signs_that_nobody_sees_is_a_plain_word(name: str) -> None:
    assert clean_name(name, ".pdf") == f"{NAMELESS}.pdf"
