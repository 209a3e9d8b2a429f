"""Parameters beside their semantics: completed, cleaned, bounded."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.h5p.manifest import LibraryKey
from assessments.h5p.problems import PackageRefused, Problems
from assessments.h5p.sanitising import plain_text, rich_text
from assessments.h5p.semantics import Params, complete_params
from tests.factories.h5p import LIBRARY, SEMANTICS

CARD = LibraryKey(LIBRARY, 1, 2)


def complete(value: Any, semantics: list[Any] | None = None) -> Params:
    """The parameters completed by the semantics of our own content type, or by others."""
    problems = Problems()
    known = {CARD: SEMANTICS if semantics is None else semantics}
    params = complete_params(value, CARD, known.get, problems)
    problems.refuse_if_any()
    return params


def test_missing_groups_lists_and_defaults_are_filled_in() -> None:
    assert complete({}).value == {
        "labels": {"right": "Juste", "wrong": "Faux"},
        "overallFeedback": [],
        "repeat": True,
        "points": 1,
        "mode": "one",
    }


def test_a_group_of_one_field_holds_the_field_itself() -> None:
    given_ranges = {"overallFeedback": [{"from": 150, "feedback": "Bravo <b>!</b>"}]}
    assert complete(given_ranges).value["overallFeedback"] == [{"from": 100, "feedback": "Bravo &lt;b&gt;!&lt;/b&gt;"}]


def test_members_that_no_field_describes_are_left_out() -> None:
    assert "surprise" not in complete({"surprise": "<script>"}).value


@pytest.mark.parametrize(
    "markup",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
     "<iframe src='//x'></iframe>", "<a href='javascript:alert(1)'>x</a>", "<p onclick=alert(1)>x</p>",
     "<style>*{}</style>", "<form action=x><input></form>", "<math><mi//xlink:href='data:x,<script>'>"],
)  # fmt: skip
def test_markup_that_acts_is_taken_out_and_reported(markup: str) -> None:
    params = complete({"question": f"Bonjour {markup}"})
    text = params.value["question"]
    assert text.startswith("Bonjour")
    assert not any(
        sign in text
        for sign in (
            "alert",
            "<script",
            "<img",
            "<svg",
            "<iframe",
            "<form",
            "<style",
            "//x",
        )
    )
    assert params.cleaned == ["content.question"]


def test_markup_that_the_semantics_list_stays_and_is_not_reported() -> None:
    text = '<strong>Où</strong> <em>cliquer</em><br/>&nbsp;? <a href="https://exemple.fr/">ici</a>'
    params = complete({"question": text})
    assert "<strong>Où</strong> <em>cliquer</em><br>" in params.value["question"]
    assert 'href="https://exemple.fr/"' in params.value["question"]
    assert params.cleaned == []


def test_a_field_without_tags_is_plain_text_and_escaped_once() -> None:
    once = complete({"hint": "a < b & c &amp; d"}).value["hint"]
    assert once == "a &lt; b &amp; c &amp; d"
    assert complete({"hint": once}).value["hint"] == once


@given(st.text())
def test_plain_text_is_stable_and_holds_no_bracket(text: str) -> None:
    clean = plain_text(text)
    assert not {"<", ">"} & set(clean)
    assert plain_text(clean) == clean


@given(st.text(alphabet=st.sampled_from("<>/=\"' abscriptonerrorjv:&;#x!-")))
def test_rich_text_is_stable(text: str) -> None:
    clean = rich_text(text, {"strong", "a", "table"})
    assert rich_text(clean, {"strong", "a", "table"}) == clean
    assert "<script" not in clean


@pytest.mark.parametrize(
    ("field", "given_value", "expected"),
    [
        ("points", 50, 10),
        ("points", "3", 3),
        ("points", "three", 1),
        ("points", [], 1),
        ("repeat", "false", False),
        ("repeat", 0, False),
        ("mode", "two", "two"),
        ("mode", "<b>", "one"),
        ("labels", "text", {"right": "Juste", "wrong": "Faux"}),
        ("overallFeedback", {"a": 1}, []),
    ],
)
def test_values_of_a_wrong_kind_become_the_default(field: str, given_value: Any, expected: Any) -> None:
    assert complete({field: given_value}).value[field] == expected


def test_files_are_followed_only_inside_the_content() -> None:
    params = complete({"picture": {"path": "images/a.png#tmp", "mime": "image/png", "onload": "x"}})
    assert params.value["picture"] == {"path": "images/a.png", "mime": "image/png"}
    assert params.files == {"images/a.png"}


@pytest.mark.parametrize(
    "path",
    [
        "../../x.png",
        "/etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "//x/y.png",
    ],
)
def test_a_path_that_leaves_the_content_is_refused(path: str) -> None:
    with pytest.raises(PackageRefused) as refused:
        complete({"picture": {"path": path}})
    assert [problem.code for problem in refused.value.problems] == ["unsafe_file_reference"]


def test_addresses_on_the_network_are_reported() -> None:
    params = complete({"sound": [{"path": "https://exemple.fr/a.mp3", "mime": "audio/mpeg"}]})
    assert params.external == {"https://exemple.fr/a.mp3"}


def test_nested_exercises_are_completed_by_their_own_library() -> None:
    params = complete(
        {
            "inner": {
                "library": f"{LIBRARY} 1.2",
                "params": {"question": "<i>x"},
                "subContentId": "a<b",
            }
        }
    )
    inner = params.value["inner"]
    assert inner["params"]["labels"] == {"right": "Juste", "wrong": "Faux"}
    assert inner["params"]["question"] == "x"
    assert inner["subContentId"] == "a&lt;b"


@pytest.mark.parametrize(
    ("library", "code"),
    [("H5P.Other 1.0", "library_not_allowed"), (f"{LIBRARY} 9.9", "missing_library")],
)
def test_a_library_that_is_not_an_option_or_not_there_is_named(library: str, code: str) -> None:
    with pytest.raises(PackageRefused) as refused:
        complete({"inner": {"library": library, "params": {}}})
    assert [problem.code for problem in refused.value.problems] == [code]


def test_defaults_cannot_be_used_to_grow_without_bound() -> None:
    big = {"name": "text", "type": "text", "default": "x" * 100_000}
    other = {"name": "n", "type": "number"}
    semantics = [
        {
            "name": "all",
            "type": "list",
            "field": {"type": "group", "name": "g", "fields": [big, other]},
        }
    ]
    with pytest.raises(PackageRefused) as refused:
        complete({"all": [{}] * 1000}, semantics)
    assert [problem.code for problem in refused.value.problems] == ["params_too_large"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "type",
                    "fields",
                    "field",
                    "options",
                    "default",
                    "tags",
                    "path",
                    "library",
                    "params",
                ]
            ),
            inner | st.sampled_from(["group", "list", "text", "select", "library", "image", "video"]),
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(json_values, st.lists(json_values, max_size=4))
def test_no_params_or_semantics_raise_anything_but_a_refusal(value: Any, semantics: list[Any]) -> None:
    with contextlib.suppress(PackageRefused):
        complete(value, semantics)


def test_what_was_completed_once_stays_the_same_when_completed_again() -> None:
    words = [
        {"name": "plain", "type": "text", "default": "Hide 'contents' & <more>"},
        {"name": "rich", "type": "text", "tags": ["p", "strong"], "default": "<p>It's <strong>here</strong><br/></p>"},
    ]
    once = complete({}, words)
    assert once.value["plain"] == "Hide &#039;contents&#039; &amp; &lt;more&gt;"
    assert complete(once.value, words).value == once.value
    assert once.cleaned == []
