"""Forms made from semantics: what they show, what comes of what is sent."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.h5p.editing.building import TooManyFields, build
from assessments.h5p.editing.conditions import tell_conditions
from assessments.h5p.editing.differences import differences
from assessments.h5p.editing.kinds import FIRST, is_editable
from assessments.h5p.editing.layout import sections
from assessments.h5p.editing.markup import show, write
from assessments.h5p.editing.nodes import ABSENT, Node, find, path_of
from assessments.h5p.editing.structure import Impossible, act, offered
from assessments.h5p.editing.submitted import DROP, ERRORS, FIELD, FILE, apply, missing, wrong
from assessments.h5p.editing.words import translated
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.package import Package, read_package
from assessments.h5p.problems import PackageRefused, Problem, Problems
from assessments.h5p.semantics import complete_params
from tests.factories.h5p_forms import CHOICE, FRENCH, IMAGE, SET, choice_params, set_params, with_picture

CHOICE_KEY = LibraryKey("H5P.MultiChoice", 1, 16)
SET_KEY = LibraryKey("H5P.QuestionSet", 1, 20)
OURS = {CHOICE_KEY: CHOICE, SET_KEY: SET, LibraryKey("H5P.Image", 1, 1): IMAGE}


def gate(params: Any, main: LibraryKey = CHOICE_KEY, semantics: dict[LibraryKey, Any] = OURS) -> dict[str, Any]:
    problems = Problems()
    value = complete_params(copy.deepcopy(params), main, semantics.get, problems).value
    problems.refuse_if_any()
    return value


def tree(params: Any, main: LibraryKey = CHOICE_KEY) -> Node:
    root = build(main, params, OURS.get)
    for node in root.walk():
        field = node.field.get("field") if node.kind == "list" else node.field
        if field and field.get("type") == "library":
            node.offers = offered(field, dict.fromkeys(OURS, "Title"))
    tell_conditions(root)
    return root


def as_shown(page: Node) -> dict[str, str]:
    """What a browser sends back when nothing was touched."""
    boxes = {FIELD + node.name: node.text for node in page.leaves(closed=False) if node.kind in KINDS}
    return {name: text for name, text in boxes.items() if text or not _is_tick(page, name)}


KINDS = ("text", "number", "boolean", "select")


def _is_tick(page: Node, name: str) -> bool:
    return any(node.kind == "boolean" and FIELD + node.name == name for node in page.leaves())


def no_file(node: Node, upload: Any) -> Any:
    raise AssertionError("no file was sent")


def sent(params: Any, data: dict[str, str], main: LibraryKey = CHOICE_KEY) -> tuple[dict[str, Any], list[Node]]:
    """Parameters after a page on which only `data` differs, and what was wrong."""
    root = tree(params, main)
    changed = apply(root, params, as_shown(root) | data, {}, no_file)
    return changed, wrong(root)


@pytest.mark.parametrize("params", [choice_params(), choice_params(**with_picture()), {}])
def test_a_form_sent_back_untouched_changes_nothing(params: Any) -> None:
    held = gate(params)
    root = tree(held)
    assert apply(root, held, as_shown(root), {}, no_file) == held
    assert gate(held) == held


def test_each_page_of_a_set_sent_back_untouched_changes_nothing() -> None:
    held = gate(set_params(3), SET_KEY)
    root = tree(held, SET_KEY)
    pages = [root, *(node for node in root.walk() if node.closed)]
    assert len(pages) == 4
    for page in pages:
        assert apply(page, held, as_shown(page), {}, no_file) == held


def editable_packages(folder: Path) -> dict[str, Package]:
    found = {}
    for path in sorted(folder.glob("*.h5p")):
        try:
            with path.open("rb") as file:
                package = read_package(file)
        except PackageRefused:
            continue
        if is_editable(package.main_library):
            found[path.name] = package
    return found


def test_real_exercises_sent_back_untouched_stay_as_they_are(h5p_packages_dir: Path) -> None:
    packages = editable_packages(h5p_packages_dir)
    for name, package in packages.items():
        semantics: dict[LibraryKey, Any] = {library.key: library.semantics for library in package.libraries}
        root = build(package.main_library, package.params, semantics.get)
        held: dict[str, Any] = package.params
        for page in [root, *(node for node in root.walk() if node.closed)]:
            held = apply(page, held, as_shown(page), {}, no_file)
        assert held == package.params, name
        assert gate(held, package.main_library, semantics) == package.params, name
    assert {package.main_library.machine_name for package in packages.values()} == set(FIRST)


def test_first_fields_of_every_type_are_there(h5p_packages_dir: Path) -> None:
    for name, package in editable_packages(h5p_packages_dir).items():
        semantics: dict[LibraryKey, Any] = {library.key: library.semantics for library in package.libraries}
        root = build(package.main_library, package.params, semantics.get)
        laid = sections(root)
        wanted = FIRST[package.main_library.machine_name]
        assert 2 <= len(laid.first) <= 8
        assert len(laid.first) >= len(wanted) - 1, name  # an older patch may lack one
        everything = {node.path for node in root.leaves()}
        drawn = [leaf.path for part in (laid.first, laid.others, laid.words) for each in part for leaf in each.leaves()]
        assert set(drawn) == everything, name
        assert len(drawn) == len(everything), name


def test_texts_of_real_exercises_are_mostly_shown_without_tags(h5p_packages_dir: Path) -> None:
    boxes = tags = 0
    for package in editable_packages(h5p_packages_dir).values():
        semantics: dict[LibraryKey, Any] = {library.key: library.semantics for library in package.libraries}
        rich = [node for node in build(package.main_library, package.params, semantics.get).leaves() if node.is_rich]
        boxes += len(rich)
        tags += sum(node.is_html for node in rich)
    assert tags < boxes * 0.1


TEXTS = [
    ("<p>Un</p>", "Un"),
    ("<p>Un</p>\n<p>Deux</p>", "Un\n\nDeux"),
    ("<div>Un<br>Deux</div>\n", "Un\nDeux"),
    ("Un &amp; deux &lt; trois", "Un & deux < trois"),
    ('<p style="text-align:center">Un</p>', "Un"),
    ("<p>Un <strong>deux</strong></p>", "Un <strong>deux</strong>"),
    ("Un<br><br>Deux", "Un\n\nDeux"),
    ("<p>Un&nbsp;deux</p>", "Un\xa0deux"),
    ("", ""),
]


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_paragraphs_are_shown_as_text(value: str, text: str) -> None:
    assert show(value).text == text
    assert not show(value).is_html


@pytest.mark.parametrize(
    "value",
    ["<ul><li>Un</li></ul>", '<p>Un</p><p class="x">Deux</p>', '<p><a href="https://a.fr">Un</a></p>', "<h2>Un</h2>",
     "<p>&lt;strong&gt;Un&lt;/strong&gt;</p>", "Un<p>Deux</p>"],
)  # fmt: skip
def test_what_would_lose_something_is_shown_as_html(value: str) -> None:
    assert show(value) == type(show(value))(value, is_html=True)


@pytest.mark.parametrize(("value", "text"), [pair for pair in TEXTS if pair[1]])
def test_one_more_word_leaves_the_rest_of_a_text_alone(value: str, text: str) -> None:
    written = write(text + " encore", show(value), tags=["p", "strong"])
    assert written.replace(" encore", "").replace("\xa0", "&nbsp;") == value.strip()


def test_typed_signs_are_signs() -> None:
    changed, _wrong = sent(gate(choice_params()), {"p:question": "5 < 6 & <script>alert(1)</script>"})
    assert gate(changed)["question"] == "<p>5 &lt; 6 &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    changed, _wrong = sent(gate(choice_params()), {"p:labels.right": "<b>&amp;</b> l'eau"})
    assert gate(changed)["labels"]["right"] == "&lt;b&gt;&amp;amp;&lt;/b&gt; l&#039;eau"
    assert find(tree(gate(changed)), path_of("labels.right")).text == "<b>&amp;</b> l'eau"  # type: ignore[union-attr]


def test_hostile_html_typed_into_a_text_with_tags_is_cleaned() -> None:
    held = gate(choice_params() | {"question": "<ul><li>Un</li></ul>"})
    hostile = "<ul><li onclick='x()'>Un<script>alert(1)</script><img src=x onerror=y></li></ul>"
    assert gate(sent(held, {"p:question": hostile})[0])["question"] == "<ul><li>Un</li></ul>"


def test_a_changed_text_keeps_the_marks_of_its_neighbours() -> None:
    held = gate(choice_params())
    changed = gate(sent(held, {"p:answers.0.text": "Ailleurs"})[0])
    assert changed["answers"][0]["text"] == "Ailleurs"
    assert changed["answers"][1] == held["answers"][1]
    assert {name: changed[name] for name in changed if name != "answers"} == {
        name: held[name] for name in held if name != "answers"
    }


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"p:behaviour.pass": "101"}, "too_large"), ({"p:behaviour.pass": "-1"}, "too_small"),
        ({"p:behaviour.pass": "dix"}, "not_a_number"), ({"p:behaviour.pass": "9" * 400}, "not_a_number"),
        ({"p:behaviour.size": "xxl"}, "not_an_option"),
        ({"p:labels.right": "nul\0"}, "forbidden_sign"), ({"p:labels.right": "\ud800"}, "forbidden_sign"),
        ({"p:question": "x" * 100_001}, "too_long"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_why_and_stays_as_typed(data: dict[str, str], error: str) -> None:
    held = gate(choice_params())
    changed, found = sent(held, data)
    assert changed == held
    assert [(node.error, node.text) for node in found] == [(error, next(iter(data.values())))]


def test_words_are_not_asked_for_where_they_do_not_serve() -> None:
    semantics = {CHOICE_KEY: [
        {"name": "decorative", "type": "boolean", "label": "Decorative"},
        {"name": "alt", "type": "text", "label": "Alternative",
         "showWhen": {"rules": [{"field": "decorative", "equals": False}]}},
    ]}  # fmt: skip
    for ticked in (True, False):
        root = build(CHOICE_KEY, {"decorative": ticked, "alt": ""}, semantics.get)
        tell_conditions(root)
        assert find(root, ("alt",)).is_missing is not ticked  # type: ignore[union-attr]


def test_a_number_with_a_comma_is_read() -> None:
    assert sent(gate(choice_params()), {"p:behaviour.pass": "12,5"})[0]["behaviour"]["pass"] == 12.5


def test_entries_are_added_moved_and_taken_away_within_bounds() -> None:
    held = gate(choice_params())
    root = tree(held)

    def fresh(key: LibraryKey) -> dict[str, Any]:
        return gate({}, key)

    added, where = act(root, held, "add:answers", kind="", fresh=fresh)
    assert where == ("answers", 2)
    assert gate(added)["answers"][:2] == held["answers"]
    assert len(gate(added)["answers"]) == 3
    moved, _where = act(root, held, "down:answers.0", kind="", fresh=fresh)
    assert moved["answers"] == held["answers"][::-1]
    fewer, _where = act(root, held, "remove:answers.0", kind="", fresh=fresh)
    assert fewer["answers"] == held["answers"][1:]
    full = gate(choice_params() | {"answers": held["answers"] * 3})
    single = gate(choice_params() | {"answers": held["answers"][:1]})
    for params, asked in ((full, "add:answers"), (single, "remove:answers.0"), (held, "up:answers.0"),
                          (held, "down:answers.1"), (held, "remove:answers.9"), (held, "add:question"),
                          (held, "explode:answers"), (held, "remove:answers.-1"), (held, "up:"),
                          (held, "")):  # fmt: skip
        with pytest.raises(Impossible):
            act(tree(params), params, asked, kind="", fresh=fresh)


def test_a_question_is_added_of_an_offered_kind_only() -> None:
    held = gate(set_params(), SET_KEY)
    root = tree(held, SET_KEY)
    added, where = act(root, held, "add:questions", kind="H5P.MultiChoice 1.16", fresh=lambda key: gate({}, key))
    passed = gate(added, SET_KEY)
    assert passed["questions"][2]["params"]["labels"]["wrong"] == "Wrong"
    assert find(tree(passed, SET_KEY), where).closed  # type: ignore[union-attr]
    for kind in ("H5P.DragQuestion 1.14", "H5P.Image 1.1", "", "x"):
        with pytest.raises(Impossible):
            act(root, held, "add:questions", kind=kind, fresh=lambda key: gate({}, key))


def test_a_picture_is_chosen_put_and_taken_out() -> None:
    held = gate(choice_params())
    chosen, _where = act(tree(held), held, "choose:media.type", kind="H5P.Image 1.1", fresh=lambda key: gate({}, key))
    passed = gate(chosen)
    root = tree(passed)
    file = {"path": "images/a.png", "mime": "image/png", "width": 1, "height": 1}
    put = apply(root, passed, as_shown(root), {FILE + "media.type.params.file": object()}, lambda node, upload: file)
    assert gate(put)["media"]["type"]["params"]["file"] == file
    nothing, _where = act(tree(gate(put)), gate(put), "choose:media.type", kind="", fresh=lambda key: None)
    assert gate(nothing) == held


def test_a_refused_file_says_why_beside_its_field() -> None:
    held = gate(set_params(), SET_KEY)
    root = tree(held, SET_KEY)

    def refuse(node: Node, upload: Any) -> Any:
        raise PackageRefused([Problem("not_its_kind", {"path": "virus.png"})])

    assert apply(root, held, as_shown(root), {FILE + "background": object()}, refuse) == held
    assert [(node.error, node.refused is not None) for node in wrong(root)] == [("file", True)]


def test_an_optional_picture_is_taken_out() -> None:
    file = {"path": "images/a.png", "mime": "image/png"}
    held = gate(set_params() | {"background": file}, SET_KEY)
    root = tree(held, SET_KEY)
    assert "background" not in apply(root, held, as_shown(root) | {DROP + "background": "1"}, {}, no_file)


def test_a_new_empty_text_is_missing_and_an_imported_one_is_not() -> None:
    held = gate(choice_params() | {"answers": [{"text": "", "correct": True}, {"text": "Ici"}]})
    assert missing(tree(held), tree(held)) == []
    added, _where = act(tree(held), held, "add:answers", kind="", fresh=lambda key: None)
    assert {node.name for node in missing(tree(gate(added)), tree(held))} == {"answers.0.text", "answers.2.text"}


def test_a_long_list_opens_each_entry_on_a_page_of_its_own() -> None:
    answers = [{"text": f"Réponse {number}", "correct": False} for number in range(200)]
    root = tree(gate(choice_params() | {"answers": answers}))
    assert len(list(root.leaves(closed=False))) < 50
    assert sum(node.closed for node in root.walk()) == 200


def test_fields_are_named_in_the_language_of_the_person_and_begin_with_its_words() -> None:
    french = translated(CHOICE, FRENCH["semantics"])
    root = build(CHOICE_KEY, gate(choice_params()), {CHOICE_KEY: french}.get)
    labels = {node.name: node.label for node in root.walk()}
    assert labels["question"] == "La question"
    assert labels["answers.0.text"] == "Texte"
    assert labels["behaviour.pass"] == "Pass mark"
    assert gate({}, CHOICE_KEY, {CHOICE_KEY: french})["labels"]["right"] == "C&#039;est juste"


@pytest.mark.parametrize("words", [None, 1, "x", [], [None, 3, "y"], [{"fields": 1, "field": [], "options": {}}]])
def test_a_broken_translation_leaves_the_fields_as_they_are(words: Any) -> None:
    assert translated(CHOICE, words) == CHOICE


def test_a_field_that_serves_elsewhere_only_says_so() -> None:
    root = tree(gate(choice_params()))
    assert find(root, path_of("media.zoom")).condition == ("Type", "Image")  # type: ignore[union-attr]


def test_two_versions_are_told_apart_field_by_field() -> None:
    held = gate(choice_params())
    changed, _wrong = sent(held, {"p:question": "Autre chose", "p:behaviour.singlePoint": "1"})
    lines = differences(tree(held), tree(gate(changed)))
    assert [(line.label, line.before, line.after) for line in lines] == [
        ("Question", "Où cliquer ?", "Autre chose"),
        ("Behaviour › One point", "–", "✓"),
    ]
    assert differences(tree(held), tree(held)) == []
    more, _where = act(tree(held), held, "remove:answers.0", kind="", fresh=lambda key: None)
    assert [line.before for line in differences(tree(held), tree(gate(more)))] == ["Ici", "✓"]


def test_a_question_that_came_is_told_without_the_words_of_its_buttons() -> None:
    two, three = (gate(set_params(count), SET_KEY) for count in (2, 3))
    told = [line.after for line in differences(tree(two, SET_KEY), tree(three, SET_KEY))]
    assert "Question 3" in told
    assert "Wrong" not in told


def test_huge_exercises_have_no_form_and_are_compared_in_bounded_time() -> None:
    with pytest.raises(TooManyFields):
        build(CHOICE_KEY, {"answers": [{}] * 20_000}, OURS.get)
    many = gate(choice_params() | {"answers": [{"text": f"Un {number}"} for number in range(3200)]})
    other = gate(choice_params() | {"answers": [{"text": f"Deux {number}"} for number in range(3200)]})
    assert len(differences(tree(many), tree(other))) == 300


NAMES = st.sampled_from([FIELD + node.name for node in tree(gate(choice_params(**with_picture()))).leaves()])
SIGNS = st.text(max_size=60) | st.sampled_from(["<p>", "</p>", "&lt;", "1e309", "NaN", "-0", "<strong>", "\n\n", "٣"])


@given(data=st.dictionaries(NAMES | st.text(max_size=20), SIGNS, max_size=12))
def test_whatever_is_sent_passes_the_gate_or_says_what_is_wrong(data: dict[str, str]) -> None:
    held = gate(choice_params(**with_picture()))
    root = tree(held)
    passed = gate(apply(root, held, as_shown(root) | data, {}, no_file))
    assert gate(passed) == passed, "what was kept is kept again"
    json.dumps(passed, allow_nan=False).encode()
    assert {node.error for node in wrong(root)} <= set(ERRORS)
    again = tree(passed)
    assert apply(again, passed, as_shown(again), {}, no_file) == passed
    assert not re.search(r"<script|onerror", json.dumps(passed).lower().replace("\\u", ""))


@given(asked=st.text(max_size=30), kind=st.text(max_size=20))
def test_whatever_button_is_sent_does_what_its_page_offers_or_nothing(asked: str, kind: str) -> None:
    held = gate(set_params(), SET_KEY)
    for verb in ("add", "remove", "up", "down", "choose", ""):
        try:
            changed, _where = act(tree(held, SET_KEY), held, f"{verb}:{asked}", kind=kind, fresh=lambda key: None)
        except Impossible:
            continue
        gate(changed, SET_KEY)


SEMANTICS = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["name", "type", "label", "fields", "field", "options", "tags", "default", "min", "max",
                         "optional", "common", "showWhen", "important", "entity", "maxLength", "widget"]), inner),
    max_leaves=12,
)  # fmt: skip


@given(fields=st.lists(SEMANTICS, max_size=4), kind=st.sampled_from(["text", "list", "group", "library", "select"]))
def test_strange_semantics_make_a_form_all_the_same(fields: list[Any], kind: str) -> None:
    strange = [each | {"name": "a", "type": kind} if isinstance(each, dict) else each for each in fields]
    root = build(CHOICE_KEY, {"a": [{"a": "x"}]}, {CHOICE_KEY: strange}.get)
    tell_conditions(root)
    sections(root)
    for node in root.walk():
        _ = (node.text, node.help, node.example, node.options, node.low, node.may_grow, node.summary, node.is_html)
        assert node.value is ABSENT or node.value is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"type": "text", "tags": [["p"], {}, 5, "strong"]}, "x"),
        ({"type": "group", "fields": [{"name": "b", "type": "text"}, {"name": "c", "type": "text"}]}, ["x"]),
        ({"type": "list", "field": {"type": "group", "fields": [
            {"name": "b", "type": "text"}, {"name": "c", "type": "text"}]}}, ["x"]),
    ],
)  # fmt: skip
def test_what_strange_semantics_make_a_form_of_can_be_typed_in(field: dict[str, Any], value: Any) -> None:
    """A library's author, or a patch that another version of an exercise was made with, may have written anything."""
    root = build(CHOICE_KEY, {"a": value}, {CHOICE_KEY: [field | {"name": "a"}]}.get)
    typed = {f"p:{node.name}": "un <strong>mot</strong>" for node in root.leaves()}
    assert typed
    changed = apply(root, {"a": value}, typed, {}, lambda node, upload: None)
    assert "un " in json.dumps(changed)
