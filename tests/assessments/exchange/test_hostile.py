"""Files made to harm, or cut, or of another kind: refused with a line, quickly, and never a crash."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange.embedded import without_files
from assessments.exchange.files import MAX_QUESTIONS, decode
from assessments.exchange.formats import MEDIA, Format, recognise
from assessments.exchange.gift_reading import read_gift
from assessments.exchange.moodle_xml_reading import read_moodle_xml
from assessments.exchange.pictures import lightened
from assessments.exchange.plain_text import Style, TextReader
from assessments.exchange.problems import FileRefused

BILLION = (
    '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    "<quiz><question type='essay'><questiontext><text>&b;</text></questiontext></question></quiz>"
)
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay">&x;</question></quiz>'
REMOTE = '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>'
DEEP = "<quiz><question>" + "<a>" * 100_000


@pytest.mark.parametrize(
    ("text", "code"),
    [(BILLION, "forbidden_xml"), (OUTSIDE, "forbidden_xml"), (REMOTE, "forbidden_xml"), (DEEP, "deep_xml"),
     ("<quiz><question>", "broken_xml"), ("<?xml version='1.0'?><html/>", "not_moodle_xml"),
     ("<quiz>&nbsp;</quiz>", "broken_xml"),
     ("<quiz><question>" + "<a/>" * 400_000, "crowded_xml"),
     ("<quiz>" + "<question type='essay'/>" * (MAX_QUESTIONS + 1) + "</quiz>", "too_many")],
    ids=lambda value: value[:20],
)  # fmt: skip
def test_xml_that_harms_is_refused_as_a_whole(text: str, code: str):
    with pytest.raises(FileRefused) as refused:
        read_moodle_xml(text)
    assert refused.value.problem.code == code


@pytest.mark.parametrize("code", ["<quiz>\n<question>\n</quiz>"])
def test_broken_xml_says_at_which_line(code: str):
    with pytest.raises(FileRefused) as refused:
        read_moodle_xml(code)
    assert refused.value.problem.place.line == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"PK\x03\x04zip", "archive"), (b"\x1f\x8bgz", "archive"), (b"a\x00b", "not_text"), (b" \n\t ", "empty"),
     (b"", "empty"), (b"\x81\x8d\x8f", "not_text"), (b"\xff\xfea", "not_text")],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused(content: bytes, code: str):
    with pytest.raises(FileRefused) as refused:
        decode(content)
    assert refused.value.problem.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_french_is_read_in_whatever_it_was_written(encoding: str):
    assert decode("Où ? {=là}\r\n".encode(encoding)) == "Où ? {=là}\n"


@pytest.mark.parametrize("text", ["bonjour", "A) x", "{", "a,b;c"])
def test_a_file_of_no_format_is_not_guessed(text: str):
    with pytest.raises(FileRefused) as refused:
        recognise(text)
    assert refused.value.problem.code == "unknown_format"


@pytest.mark.parametrize(
    "unit",
    [
        "{",
        "}",
        "~",
        "=",
        "#",
        "::",
        "\\",
        "{~",
        "{=a->",
        "{#",
        "{1:MC:",
        "<b",
        "<!--",
        "&",
        "[",
        "**",
        "%",
        "<p>",
        "![a](",
    ],
)
@pytest.mark.parametrize("format", Format)
def test_no_repetition_makes_reading_slow(unit: str, format: Format):
    """Regular expressions that walk back, HTML that never ends: 2 s of processor is far more than any needs."""
    text = unit * (19_000 // len(unit))
    if format is Format.MOODLE_XML:
        said = f"<questiontext format='html'><text><![CDATA[{text}]]></text></questiontext>"
        text = f"<quiz><question type='cloze'>{said}</question></quiz>"
    begun = time.process_time()
    MEDIA[format].read(text)
    without_files(text)
    assert time.process_time() - begun < 2


@settings(max_examples=300)
@given(st.text(st.one_of(st.sampled_from(list("{}~=#:\\%[]->A)ANSWER: \n<>&/!'\"")), st.characters()), max_size=120))
def test_any_text_is_read_or_refused_by_name(text: str):
    for medium in MEDIA.values():
        try:
            found = medium.read(text)
        except FileRefused:
            continue
        for problem in found.problems:
            assert problem.message % problem.params


@settings(max_examples=200)
@given(st.text(max_size=300), st.sampled_from(Style))
def test_any_markup_becomes_plain_text_without_control_signs(text: str, style: Style):
    words = TextReader().read(text, style)
    assert words == words.strip()
    assert not any(sign < " " and sign not in "\n\t" for sign in words)


def test_what_would_run_is_gone_and_what_is_shown_stays():
    words = TextReader().read(
        "<script>alert(1)</script><style>x{}</style><p onclick=x>Un&nbsp;<i>mot</i></p>", Style.HTML
    )
    assert words == "Un\u00a0mot"


def test_a_gift_file_of_ten_thousand_questions_is_refused_as_soon_as_it_is_too_long():
    begun = time.process_time()
    with pytest.raises(FileRefused) as refused:
        read_gift("".join(f"::Q{rank}::Vrai ? {{T}}\n\n" for rank in range(10_000)))
    assert refused.value.problem.code == "too_many"
    assert time.process_time() - begun < 1


def _long_moodle() -> str:
    answers = (f"<answer fraction='{50 * rank}'><text>&lt;p&gt;{rank}{'x' * 900}</text></answer>" for rank in range(3))
    said = f"<questiontext format='html'><text>&lt;p&gt;{'Quoi ? ' * 100}&lt;/p&gt;</text></questiontext>"
    question = f"<question type='multichoice'>{said}{''.join(answers)}</question>"
    return f"<quiz>{question * MAX_QUESTIONS}</quiz>"


def test_the_longest_file_is_read_in_seconds_and_in_a_few_times_its_size():
    """Half a thousand questions, 2 MB: what the studio takes at most."""
    text = _long_moodle()
    assert 1_800_000 < len(text) < 2_200_000
    tracemalloc.start()
    begun = time.process_time()
    assert len(read_moodle_xml(text).questions) == MAX_QUESTIONS
    taken, (_now, peak) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 10
    assert peak < 20 * len(text)


@pytest.mark.parametrize("inside", ["A" * 20_000, "", "AAAA"])
def test_ten_megabytes_of_pictures_that_are_none_are_cut_off_quickly(inside: str):
    file = f"<file name='x.png' encoding='base64'>{inside}</file>"
    text = f"<quiz><question><questiontext>{file * (10_000_000 // len(file))}</questiontext></question></quiz>"
    begun = time.process_time()
    assert "AAAA" not in lightened(text)
    assert time.process_time() - begun < 5
