"""The sheet inside each page and its weight."""

import gzip

import pytest

from lms.web.stylesheet import CORE, PARTS, minified, shared_sheet, sheets


def test_comments_and_idle_space_go_and_meaning_stays() -> None:
    css = '/* a */ a > b , c :hover {\n  margin: calc(1rem + 2px) ;\n  content: " ;  /* b */ " ;\n}\n'

    assert minified(css) == 'a>b,c :hover{margin:calc(1rem + 2px);content:" ;  /* b */ "}'


def test_a_learners_page_carries_at_most_four_kilobytes_of_style() -> None:
    assert len(gzip.compress(shared_sheet(("form", "lesson")).encode())) < 4096


def test_no_sheet_can_close_the_style_element() -> None:
    assert "<" not in shared_sheet(tuple(PARTS))


def test_an_unknown_part_is_refused() -> None:
    with pytest.raises(KeyError):
        sheets(("lessons",))


def test_tokens_come_first() -> None:
    assert sheets(("form",))[0] == CORE[0] == "css/tokens.css"
